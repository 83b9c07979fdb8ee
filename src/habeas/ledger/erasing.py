"""What an erasure takes with it: worked out before anything is touched, from the entries alone.

Whole entries go with every claim that rests on them. Where one span of a source goes, the source stays with that span blanked,
a code point for a code point, so that every other span still fits; the claims that quote or name what stood there go, with what
rests on them. Decisions about what goes stay, without its name and their reasons; those that protect somebody (consent,
wish, withholding) keep the name, because without it nothing would be withheld.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from habeas.claims import Claim, Span, parties_in
from habeas.entries import CONTROL, AnyDecision, Entry, Mention
from habeas.entries.decisions import Erase
from habeas.errors import DecisionError
from habeas.ledger.records import Payload, references
from habeas.sources import Source
from habeas.text.spans import overlap

BLANK = "█"
"""What stands for each code point that was erased."""

UNSAID = "[erased]"
"""What stands for a reason that would say what went."""

NO_BYTES = "0" * 64
"""What stands for the hash of bytes that were erased. No bytes have it."""


class Left(msgspec.Struct, frozen=True):
    """An entry of which a part goes.

    Attributes:
        entry: as it was.
        spans: what is blanked of a source's text; empty for a decision, and for a source that loses its bytes only.
        payload: what is left of it.
    """

    entry: Entry
    spans: tuple[Span, ...]
    payload: Payload


class Erasure(msgspec.Struct, frozen=True):
    """What an erasure takes.

    Attributes:
        going: entries whose payloads go.
        left: entries of which a part goes.
        still: ids of other entries that hold the same words elsewhere; somebody must decide about each.
        digests: hashes of source bytes that hold what goes.
    """

    going: tuple[Entry, ...]
    left: tuple[Left, ...]
    still: tuple[str, ...]
    digests: frozenset[str]


def blanked(text: str, spans: Iterable[Span]) -> str:
    """The text with each code point of the spans replaced."""
    for start, end in spans:
        text = text[:start] + BLANK * (end - start) + text[end:]
    return text


def is_blanked(text: str, spans: Iterable[Span]) -> bool:
    """Whether nothing is left within the spans."""
    return all(text[start:end] == BLANK * (end - start) for start, end in spans)


def spans_of(decisions: Iterable[Erase]) -> dict[str, tuple[Span, ...]]:
    """By a source's id, the spans of its text that some decisions erased."""
    found: dict[str, set[Span]] = {}
    for one in (one for decision in decisions for one in decision.blanked if one.spans):
        found.setdefault(one.entry, set()).update(one.spans)
    return {id_: tuple(sorted(spans)) for id_, spans in found.items()}


def erasure(
    entries: Callable[[], Iterable[Entry]], whole: Iterable[str], spans: Mapping[str, Sequence[Span]]
) -> Erasure:
    """What goes that is not gone already.

    Args:
        entries: gives every entry, in the order of recording, as often as it is asked.
        whole: ids of entries that go altogether.
        spans: by a source's id, the spans of its text that go, from it and from every source that was made of the same bytes.

    Raises:
        DecisionError: a span is none of its source's text, or its entry is no source.
    """
    cascade = _Cascade(entries, whole)
    cascade.blank(spans)
    return cascade.run()


def followed(
    entries: Callable[[], Iterable[Entry]], whole: Iterable[str], spans: Mapping[str, Sequence[Span]]
) -> Erasure:
    """What goes here because it was erased elsewhere: spans from the sources named alone. What is none is passed over."""
    cascade = _Cascade(entries, whole)
    cascade.follow(spans)
    return cascade.run()


class _Cascade:
    def __init__(self, entries: Callable[[], Iterable[Entry]], whole: Iterable[str]) -> None:
        self._entries = entries
        self._ids = set(whole)
        self._spans: dict[str, tuple[Span, ...]] = {}
        self._words: set[str] = set()
        self._digests: set[str] = set()

    def run(self) -> Erasure:
        going: list[Entry] = []
        left: list[Left] = []
        still: list[str] = []
        for entry in self._entries():
            if entry.payload is None:
                continue
            if entry.id in self._ids or (entry.claim is not None and self._takes(entry.claim)):
                self._ids.add(entry.id)  # what rests on an entry comes after it
                going.append(entry)
                continue
            rest = self._left(entry)
            if rest is not None:
                left.append(rest)
            kept = rest.payload if rest else entry.payload
            if self._words and any(word in text for text in _texts(kept) for word in self._words):
                still.append(entry.id)
        return Erasure(tuple(going), tuple(left), tuple(still), frozenset(self._digests))

    def _sources(self) -> dict[str, Source]:
        return {entry.id: entry.source for entry in self._entries() if entry.source is not None}

    def _blank(self, id_: str, source: Source, spans: Iterable[Span]) -> None:
        """Have spans of a source go."""
        self._spans[id_] = tuple(sorted(spans))
        words = {source.text[start:end] for start, end in self._spans[id_]}
        self._words |= {word for word in words if word.strip(BLANK)}
        self._digests.add(source.sha256)

    def blank(self, asked: Mapping[str, Sequence[Span]]) -> None:
        """Have spans go, from the sources that are named and from every other that was made of the same bytes."""
        if not asked:
            return
        sources = self._sources()
        words: defaultdict[str, set[str]] = defaultdict(set)
        spans: defaultdict[tuple[str, str], set[Span]] = defaultdict(set)
        for id_, some in asked.items():
            source = sources.get(id_)
            if source is None:
                raise DecisionError(f"entry {id_[:12]}", "it is no source, or was erased", "Name a source's entry.")
            words[_bytes_of(source)].update(_within(source, span) for span in some)
            spans[_bytes_of(source), source.text].update(some)
        for id_, source in sources.items():
            same = _bytes_of(source)
            if same in words and id_ not in self._ids:
                self._blank(id_, source, spans.get((same, source.text)) or _places(source.text, words[same]))

    def follow(self, decided: Mapping[str, Sequence[Span]]) -> None:
        """Have spans go, from the sources that are named and no others."""
        if not decided:
            return
        for id_, source in self._sources().items():
            fit = [span for span in decided.get(id_, ()) if 0 <= span[0] < span[1] <= len(source.text)]
            if fit:
                self._blank(id_, source, fit)

    def _takes(self, claim: Claim) -> bool:
        """Whether a claim rests on what goes, or quotes or names what stood in a span that goes."""
        if not self._ids.isdisjoint(references(claim)):
            return True
        cited = [item for item in claim.evidence if item.source in self._spans]
        if not cited:
            return False
        named = [party.span for party in (*parties_in(claim.content), *parties_in(claim.speakers)) if party.span]
        return any(
            overlap(span, gone) for item in cited for gone in self._spans[item.source] for span in (item.span, *named)
        )

    def _left(self, entry: Entry) -> Left | None:
        if entry.source is not None and entry.id in self._spans:
            spans = self._spans[entry.id]
            source = self._blanked(entry.source, spans)
            return None if source == entry.source else Left(entry, spans, source)
        decision = entry.decision
        if decision is None or isinstance(decision, CONTROL):
            return None
        changes = dict(self._nameless(decision))
        if changes or not self._ids.isdisjoint(references(decision)):
            changes["reason"] = UNSAID
        left = msgspec.structs.replace(decision, **changes)
        return None if left == decision else Left(entry, (), left)

    def _blanked(self, source: Source, spans: tuple[Span, ...]) -> Source:
        """The source without the spans, and without what would let a guess at them be checked: the hash of its bytes.

        A title or a file's name that holds the same words goes too.
        """
        title = source.title
        return msgspec.structs.replace(
            source,
            sha256=NO_BYTES,
            text=blanked(source.text, spans),
            title=None if title is not None and any(word in title for word in self._words) else title,
            origin=UNSAID if any(word in source.origin for word in self._words) else source.origin,
        )

    def _nameless(self, decision: AnyDecision) -> Iterator[tuple[str, object]]:
        """The fields of a decision that name what goes, without the names."""
        for field in decision.__struct_fields__:
            old = getattr(decision, field)
            new = tuple(map(self._unnamed, old)) if isinstance(old, tuple) else self._unnamed(old)
            if new != old:
                yield field, new

    def _unnamed(self, value: object) -> object:
        if not isinstance(value, Mention) or value.name is None:
            return value
        spans = self._spans.get(value.source, ())
        gone = value.source in self._ids or (value.span is not None and any(overlap(value.span, s) for s in spans))
        if not gone:
            return value
        return msgspec.structs.replace(value, name=None)


def _bytes_of(source: Source) -> str:
    """What sources that were made of the same bytes have in common."""
    return source.sha256 if source.sha256 != NO_BYTES else source.text


def _within(source: Source, span: Span) -> str:
    start, end = span
    if not 0 <= start < end <= len(source.text):
        raise DecisionError(
            f"span {start}:{end}",
            f"the text of {source.origin} has places 0 to {len(source.text)}",
            "Give START:END in code points, as claims do.",
        )
    return source.text[start:end]


def _places(text: str, words: Iterable[str]) -> set[Span]:
    """Every place at which any of the words stand."""
    said = [word for word in words if word.strip(BLANK)]
    return {match.span() for word in said for match in re.finditer(re.escape(word), text)}


def _texts(value: object) -> Iterator[str]:
    """Every text within a payload."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from _texts(getattr(value, field))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _texts(item)
