"""A document's page in parts: its text, or its quotes, in runs that fit a page, cut where no quote is open."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from habeas.register.views import Said, SourceView, SpanView
from habeas.site.parts import LIST, cut
from habeas.text.spans import Blocked

LONG = 8_000
"""A paragraph with more letters may be cut between its sentences."""

SPAN, TOLD = 300, 1_300
"""The weight of a quote's marks, and of a record that the page tells of: its number, its two lines, its place in the data."""

_LINES, _SENTENCE = re.compile(r"\n+"), re.compile(r"(?<=[.!?;])\s+")


class Leaf(msgspec.Struct, frozen=True):
    """What one page shows of a document.

    Attributes:
        start, end: which stretch of its text; which of its excerpts, where the text is not shown.
        claims: ids of the records that the page tells of; each is told of once.
    """

    start: int
    end: int
    claims: tuple[str, ...]


class _Piece(msgspec.Struct, frozen=True):
    """What is not cut: a stretch with the ids of the records whose quotes end in it, and its weight."""

    start: int
    end: int
    claims: tuple[str, ...]
    weight: int


def leaves(source: SourceView) -> list[Leaf]:
    """A document, page by page; one page where all of it fits."""
    if source.text is not None and 4 * len(source.text) + sum(map(_at_most, source.spans)) <= LIST:
        return [Leaf(0, len(source.text), source.claims)]
    pieces = list(_of_excerpts(source) if source.text is None else _of_text(source.text, source.spans))
    runs = cut(pieces, lambda piece: piece.weight, LIST) or [[_Piece(0, 0, (), 0)]]
    told: dict[str, int] = {}
    for number, run in enumerate(runs):
        for claim in (claim for piece in run for claim in piece.claims):
            told.setdefault(claim, number)
    last = len(runs) - 1
    on: defaultdict[int, list[str]] = defaultdict(list)
    for claim in source.claims:
        on[told.get(claim, last)].append(claim)
    return [Leaf(run[0].start, run[-1].end, tuple(on[number])) for number, run in enumerate(runs)]


def stands(source: SourceView, found: Sequence[Leaf], records: Mapping[str, Said]) -> dict[str, int]:
    """On which of its document's pages each quote stands, by its place (`START-END`); empty for a document of one page."""
    if len(found) == 1:
        return {}
    if source.text is not None:
        starts = [leaf.start for leaf in found]
        return {f"{span.start}-{span.end}": bisect_right(starts, span.start) for span in source.spans}
    return {
        f"{quote.start}-{quote.end}": number
        for number, leaf in enumerate(found, start=1)
        for excerpt in source.excerpts[leaf.start : leaf.end]
        for quote in records[excerpt.claims[0]].evidence[:1]
    }


def _at_most(span: SpanView) -> int:
    return SPAN + len(span.claims) * (TOLD + 4 * (span.end - span.start))


def _of_excerpts(source: SourceView) -> Iterator[_Piece]:
    for at, excerpt in enumerate(source.excerpts):
        words = len(excerpt.quote.encode())
        yield _Piece(at, at + 1, tuple(excerpt.claims), SPAN + words + len(excerpt.claims) * (TOLD + words))


def _of_text(text: str, spans: Sequence[SpanView]) -> Iterator[_Piece]:
    inside = sorted((span for span in spans if 0 <= span.start < span.end <= len(text)), key=lambda span: span.end)
    at = 0
    for start, end in pairwise(_cuts(text, inside)):
        claims: list[str] = []
        weight = len(text[start:end].encode())
        while at < len(inside) and inside[at].end <= end:
            span = inside[at]
            claims += span.claims
            weight += SPAN + len(span.claims) * (TOLD + len(text[span.start : span.end].encode()))
            at += 1
        yield _Piece(start, end, tuple(claims), weight)


def _cuts(text: str, spans: Sequence[SpanView]) -> list[int]:
    """Where a text may be cut: after a line, within a long paragraph after a sentence, and nowhere within a quote."""
    quotes = Blocked((span.start, span.end) for span in spans)
    cuts = [0]
    for end in [*(m.end() for m in _LINES.finditer(text) if not quotes.crosses(m.end())), len(text)]:
        if end - cuts[-1] > LONG:
            cuts += [
                m.end()
                for m in _SENTENCE.finditer(text, cuts[-1], end)
                if m.end() < end and not quotes.crosses(m.end())
            ]
        if end > cuts[-1]:
            cuts.append(end)
    return cuts
