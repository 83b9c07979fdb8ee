"""The policy: what control decisions, as they stand now, allow to be shown of whom.

It is folded over the team's identity classes from *all* entries, whatever `known_at` a view asks for: a name withdrawn today
is gone from yesterday's view too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from habeas.disclosure.consents import Consents
from habeas.disclosure.people import People, people
from habeas.disclosure.withheld import Withheld, standing
from habeas.entries import Entry, Mention, strictest
from habeas.entries.copies import last_words, united
from habeas.entries.decisions import Classify
from habeas.identity import Entity, Identity, entities, recorded


class Policy(msgspec.Struct, frozen=True):
    """What may be shown of whom. `Rules` answers for one audience at one moment; nothing else reads its parts.

    Attributes:
        identity: the team's entities.
        handling: labels that `classify` decisions set, by entry.
        sensitive: the kinds of sensitive thing that entries hold, as a person said; an entry with none was cleared. Other claims
            that rest on the same words hold the same, unless a person said otherwise of them.
        words: words that hold something sensitive wherever they stand, with their kinds and the entries they were found in.
        consents: who agreed to what.
        people: what claims say of entities.
        withheld: standing withholds.
    """

    identity: Identity
    handling: dict[str, str]
    sensitive: dict[str, tuple[str, ...]]
    words: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    consents: Consents
    people: People
    withheld: tuple[Withheld, ...]

    def label(self, entry: Entry) -> str:
        """An entry's handling label as it stands: the strictest of its copies' labels."""
        copies = entry.copies or ((entry.id, entry.header.handling),)
        return strictest(tuple(self.handling.get(id_, handling) for id_, handling in copies))

    def entity(self, mention: Mention) -> Entity:
        """The team's entity of a mention."""
        return self.identity.entity(mention)


def policy(entries: Sequence[Entry]) -> Policy:
    """The policy that the control decisions among `entries` make; their order of arrival does not matter."""
    ordered = sorted(united(entries), key=recorded)
    first = {id_: entry.id for entry in ordered for id_, _ in entry.copies}
    identity = entities(ordered)
    return Policy(
        identity=identity,
        handling=_handling(ordered),
        sensitive=_spread(ordered, _sensitive(ordered, first)),
        words=_words(ordered, _sources(ordered), first),
        consents=Consents(ordered, identity),
        people=people(ordered, identity),
        withheld=standing(ordered, identity),
    )


def _said(entries: Iterable[Entry], keys: Callable[[Classify], Iterable[str]]) -> dict[str, list[Classify]]:
    """By what they concern the `classify` decisions that stand: several, where ledgers decided without knowing of each other."""
    decided = ((e.payload, e) for e in entries if isinstance(e.payload, Classify))
    words = last_words((key, entry) for decision, entry in decided for key in keys(decision))
    return {key: [e.payload for e in last if isinstance(e.payload, Classify)] for key, last in words.items()}


def _handling(entries: Iterable[Entry]) -> dict[str, str]:
    """The last label of each entry; the strictest of several that stand."""
    said = _said(entries, lambda decision: decision.entries if decision.handling is not None else ())
    return {id_: strictest(tuple(d.handling for d in last if d.handling is not None)) for id_, last in said.items()}


def _kinds(last: Iterable[Classify]) -> tuple[str, ...]:
    """The kinds that any of the decisions names, in the order in which they name them."""
    return tuple(dict.fromkeys(kind for decision in last for kind in decision.sensitive or ()))


def _sensitive(entries: Iterable[Entry], first: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """What was last said of each entry as a whole, or of any of its copies."""
    said = _said(entries, lambda d: d.entries if d.sensitive is not None and not d.words else ())
    kinds: dict[str, tuple[str, ...]] = {}
    for id_, last in sorted(said.items()):
        one = first.get(id_, id_)
        kinds[one] = tuple(dict.fromkeys((*kinds.get(one, ()), *_kinds(last))))
    return kinds


def _spread(entries: Sequence[Entry], kinds: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """What was said of claims, said of every other claim too that rests on words of theirs, in this source or in a copy."""
    spans: defaultdict[str, list[tuple[int, int, tuple[str, ...]]]] = defaultdict(list)
    copies: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for item in entry.claim.evidence if entry.claim is not None and kinds.get(entry.id) else ():
            spans[item.source].append((item.start, item.end, kinds[entry.id]))
            copies[_plain(item.quote)].update(kinds[entry.id])
    found = dict(kinds)
    for entry in entries if spans else ():
        if entry.claim is None or entry.id in kinds:
            continue
        held = {kind for item in entry.claim.evidence for kind in copies.get(_plain(item.quote), ())}
        for item in entry.claim.evidence:
            held.update(k for start, end, ks in spans[item.source] if item.start < end and start < item.end for k in ks)
        if held:
            found[entry.id] = tuple(sorted(held))
    return found


def _plain(quote: str) -> str:
    """A quote without spaces, case and punctuation: copies of one text have one."""
    return re.sub(r"\W+", "", quote).casefold()


def _sources(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """The sources of each claim."""
    return {e.id: tuple(item.source for item in e.claim.evidence) for e in entries if e.claim is not None}


def _words(
    entries: Iterable[Entry], sources: dict[str, tuple[str, ...]], first: Mapping[str, str]
) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """Words with their kinds as last said, and the sources where they were found; words of no kind are cleared."""
    found: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = []
    for word, last in sorted(_said(entries, lambda d: d.words if d.sensitive is not None else ()).items()):
        named = [first.get(id_, id_) for decision in last for id_ in decision.entries]
        found.append((word, _kinds(last), tuple(source for id_ in named for source in (id_, *sources.get(id_, ())))))
    return tuple(item for item in found if item[1])
