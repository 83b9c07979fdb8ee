"""A text cut into stretches, each with the claims that rest on it: spans may nest and overlap, markup may not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from habeas.register.views import SpanView


class Segment(msgspec.Struct, frozen=True):
    """One stretch of a text.

    Attributes:
        start: its offset in the text.
        text: the stretch.
        claims: ids of the claims that rest on all of it, in the order of their spans.
        closing: ids of the claims whose span ends with it: where their links stand.
        opening: the spans that begin with it: where their anchors stand.
    """

    start: int
    text: str
    claims: tuple[str, ...]
    closing: tuple[str, ...]
    opening: tuple[tuple[int, int], ...]


def segments(text: str, spans: Sequence[SpanView], *, first: int = 0, last: int | None = None) -> list[Segment]:
    """The stretches of a text, in order; joined they are the text, or what of it lies in [first, last).

    Neither end may lie within a span.
    """
    last = len(text) if last is None else last
    inside = [span for span in spans if first <= span.start < span.end <= last]
    cuts = sorted({first, last, *(span.start for span in inside), *(span.end for span in inside)})
    return [
        Segment(
            start=start,
            text=text[start:end],
            claims=_claims([s for s in inside if s.start <= start and end <= s.end]),
            closing=_claims([s for s in inside if s.end == end]),
            opening=tuple((s.start, s.end) for s in inside if s.start == start),
        )
        for start, end in pairwise(cuts)
    ]


def _claims(spans: Sequence[SpanView]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim for span in spans for claim in span.claims))
