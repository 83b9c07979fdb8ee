"""Proposals: pairs of entities that may be one person, with reasons. Nothing is joined by them; people decide.

Blocking keeps to pairs that share the beginnings of two words' skeletons, or a whole name's; scoring compares spellings,
then consonants. An unnamed or withheld party is never proposed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations, permutations

import msgspec
from rapidfuzz import fuzz

from habeas.claims import OUTLET, Attribute
from habeas.entries import Entry
from habeas.identity.entities import Entity, claim_mentions, entities, order
from habeas.identity.names import skeleton, skeletons, words
from habeas.text.dates import overlaps
from habeas.text.instruments import find_instruments
from habeas.text.offices import is_body

ENOUGH = 0.86
"""The score from which a pair is proposed."""

LARGEST_BLOCK = 400
"""Pairs of a block larger than this are not compared: what so many names share tells nothing."""


class Known(msgspec.Struct, frozen=True):
    """What is known of one entity.

    Attributes:
        entity: which.
        names: every name and alias.
        states: nationalities.
        births: EDTF.
    """

    entity: Entity
    names: tuple[str, ...]
    states: tuple[str, ...] = ()
    births: tuple[str, ...] = ()


class Proposal(msgspec.Struct, frozen=True):
    """Two entities that may be one.

    Attributes:
        one, other: the entities, in a fixed order.
        score: 0 to 1; no probability.
        reasons: what speaks for and against it.
    """

    one: Entity
    other: Entity
    score: float
    reasons: tuple[str, ...]


@cache
def aliases() -> dict[str, str]:
    """Names that are no transliteration of a person's own, and that name (`data/aliases.csv`)."""
    lines = files("habeas.identity").joinpath("data/aliases.csv").read_text("utf-8").splitlines()
    rows = [line.split("|") for line in lines if line and not line.startswith("#")][1:]
    return {row[0]: row[1] for row in rows}


def known_persons(entries: Sequence[Entry]) -> list[Known]:
    """What claims say of every named party that is no publisher and no other body, entity by entity."""
    identity = entities(entries)
    states: defaultdict[Entity, set[str]] = defaultdict(set)
    births: defaultdict[Entity, set[str]] = defaultdict(set)
    for entry in entries:
        claim = entry.claim
        for mention, party in claim_mentions(entry.id, claim) if claim is not None else ():
            if party.name is None or party.role == OUTLET or is_body(party.name) or find_instruments(party.name):
                continue
            entity = identity.entity(mention)
            states[entity] |= {party.state} if party.state else set()
            content = claim.content if claim is not None else None
            if isinstance(content, Attribute) and content.attribute == "birth" and content.subject == party:
                births[entity].add(content.value)
    return [
        Known(entity, identity.names(entity), tuple(sorted(found)), tuple(sorted(births[entity])))
        for entity, found in sorted(states.items(), key=lambda item: order(item[0]))
    ]


def propose(
    known: Sequence[Known], *, aliases: Mapping[str, str] | None = None, enough: float = ENOUGH
) -> list[Proposal]:
    """Pairs that score enough, the best first.

    Args:
        known: entities; those without a name are left out.
        aliases: names that are no transliteration of the person's own, and that name.
        enough: the least score.
    """
    named = [_with_aliases(item, aliases or {}) for item in known if any(item.names)]
    made = []
    for first, second in _blocked(named):
        points, reasons = score(named[first], named[second])
        if points >= enough:
            made.append(Proposal(named[first].entity, named[second].entity, round(points, 3), reasons))
    return sorted(made, key=lambda proposal: (-proposal.score, repr(proposal.one), repr(proposal.other)))


def _with_aliases(item: Known, aliases: Mapping[str, str]) -> Known:
    own = tuple(aliases[name] for name in item.names if name in aliases)
    return msgspec.structs.replace(item, names=(*item.names, *own))


def _blocked(known: Sequence[Known]) -> Iterator[tuple[int, int]]:
    """Pairs of places that share a key, each once."""
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(known):
        for key in _keys(item.names):
            blocks[key].append(place)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        if len(block) <= LARGEST_BLOCK:
            for pair in combinations(block, 2):
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _keys(names: Iterable[str]) -> set[str]:
    keys = set()
    for name in names:
        parts = skeletons(name)
        keys.add("=" + "".join(parts)[:7])
        keys.add("~" + "".join(sorted("".join(parts))))
        keys |= {f"{one[:3]}+{other[:3]}" for one, other in combinations(parts, 2)}
    return keys


def score(one: Known, other: Known) -> tuple[float, tuple[str, ...]]:
    """How alike two entities are, and why."""
    if one.births and other.births and not any(overlaps(a, b) for a in one.births for b in other.births):
        return 0.0, ("born on different days",)
    points, why = max((_names(a, b) for a in one.names for b in other.names), default=(0.0, "no name"))
    reasons = [why]
    if one.states and other.states:
        common = sorted(set(one.states) & set(other.states))
        points += 0.02 if common else -0.08
        reasons.append(f"both of {', '.join(common)}" if common else "of different states")
    if one.births and other.births:
        points += 0.05
        reasons.append("the same birth")
    return min(points, 1.0), tuple(reasons)


def _names(one: str, other: str) -> tuple[float, str]:
    """How alike two names are: in letters, else in the consonants that romanisations agree on."""
    left, right = words(one), words(other)
    if not left or not right:
        return 0.0, "no letters"
    letters = fuzz.token_sort_ratio(" ".join(left), " ".join(right)) / 100
    if min(len(left), len(right)) >= 2 and len(left) != len(right):
        letters = max(letters, 0.95 * fuzz.token_set_ratio(" ".join(left), " ".join(right)) / 100)
    together = [(a, "".join(right)) for a in _joined(left)] + [("".join(left), b) for b in _joined(right)]
    letters = max(letters, *(fuzz.ratio(a, b) / 100 for a, b in together))
    consonants = max(_bones(skeleton(a), skeleton(b)) for a, b in together)
    best = max(letters, consonants)
    return best, f"{one} / {other}: the same {'letters' if best == letters else 'consonants'} ({best:.2f})"


def _bones(one: str, other: str) -> float:
    """How alike two skeletons are; short ones tell less."""
    return fuzz.ratio(one, other) / 100 * (0.97 if min(len(one), len(other)) >= 4 else 0.9)


def _joined(parts: tuple[str, ...]) -> list[str]:
    """The words as one, in every order of a few: some write the family first, some do not write them apart."""
    orders = permutations(parts) if len(parts) <= 3 else (parts, parts[::-1])
    return sorted({"".join(order) for order in orders})
