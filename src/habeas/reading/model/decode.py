"""From the model's scores to quotations: cues, and for each cue the words it attributes and whose they are.

Each cue's first piece points to the first and last piece of the words and of the source; [CLS] stands for nobody. The best pair of first and
last is chosen together, so that a span is never cut into fragments.
"""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from habeas.reading.model.encoding import Encoded, Window
from habeas.text.spans import Span

POINTERS = 4
"""Content first, content last, source first, source last."""
WIDTH = 64
"""Width of a pointer's query and key."""
BUCKETS = 33
CONTENT, CUE, SOURCE = 0, 3, 6
"""Columns of the tag scores: three each for outside, first, inside."""

Floats = npt.NDArray[np.float32]


def buckets(anchors: npt.NDArray[np.int64], length: int) -> npt.NDArray[np.int64]:
    """How far each piece of a window stands from each anchor, in steps that grow with the distance: (anchors, length)."""
    apart = np.arange(length)[None, :] - anchors[:, None]
    size = np.abs(apart)
    step = np.where(size < 8, size, np.minimum(16, 8 + np.log2(np.maximum(size, 8) / 8) * 2).astype(np.int64))
    signed: npt.NDArray[np.int64] = np.where(apart < 0, 16 - step, 16 + step).astype(np.int64)
    return signed


class QuoteScores(msgspec.Struct, frozen=True):
    """What the model says of one window, [CLS] first: tag scores (length, 9), queries and keys (length, POINTERS, WIDTH)."""

    window: Window
    tags: Floats
    queries: Floats
    keys: Floats


class ModelQuote(msgspec.Struct, frozen=True):
    """One attribution as the model finds it. Spans are offsets in the text; `sure` is the probability of its cue."""

    content: Span
    content_parts: tuple[Span, ...]
    cue: Span
    source: Span | None
    sure: float

    def plain(self) -> dict[str, Any]:
        """In the scorers' form."""
        return {
            "content": list(self.content),
            "content_parts": [list(part) for part in self.content_parts],
            "cue": list(self.cue),
            "source": list(self.source) if self.source else None,
            "sure": round(self.sure, 4),
        }


def quotes_of(
    encoded: Encoded, scored: list[QuoteScores], distance: Floats, *, threshold: float = 0.5
) -> list[ModelQuote]:
    """Every attribution in a text, in order of their cues."""
    found: list[ModelQuote] = []
    for scores in scored:
        found += _of_window(encoded, scores, distance, threshold)
    return found


def softmax(scores: Floats) -> Floats:
    """Along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)  # type: ignore[no-any-return]  # numpy's stubs widen it


def _of_window(encoded: Encoded, scores: QuoteScores, distance: Floats, threshold: float) -> list[ModelQuote]:
    window = scores.window
    cue = softmax(scores.tags[:, CUE : CUE + 3])
    begins, inside = cue[:, 1], cue[:, 2]
    size = window.last - window.first
    anchors = [
        at
        for at in range(1 + window.first_own - window.first, 1 + min(window.last_own - window.first, size))
        if begins[at] > threshold or (inside[at] > threshold and cue[at - 1, 0] > 0.5)
    ]
    if not anchors:
        return []
    rows = np.array(anchors, dtype=np.int64)
    pointing = np.einsum("apw,lpw->apl", scores.queries[rows], scores.keys) / WIDTH**0.5
    pointing = pointing + distance[:, buckets(rows, len(scores.tags))].transpose(1, 0, 2)
    logged = np.log(softmax(pointing) + 1e-9)
    content_tag = softmax(scores.tags[:, CONTENT : CONTENT + 3])[:, 1:].sum(axis=-1)
    made: list[ModelQuote] = []
    for row, at in enumerate(anchors):
        end = at + 1
        while end <= size and inside[end] > 0.5 and begins[end] <= threshold:
            end += 1
        first, last = _best(logged[row, 0, 1 : size + 1], logged[row, 1, 1 : size + 1])
        nobody = float(logged[row, 2, 0] + logged[row, 3, 0])
        s_first, s_last = _best(logged[row, 2, 1 : size + 1], logged[row, 3, 1 : size + 1])
        named = float(logged[row, 2, 1 + s_first] + logged[row, 3, 1 + s_last])
        source = _span(encoded, window, s_first, s_last + 1) if named > nobody else None
        cue_span = _span(encoded, window, at - 1, end - 1)
        content = _span(encoded, window, first, last + 1)
        sure = float(max(begins[at], inside[at])) * float(content_tag[1 + first : 2 + last].mean()) ** 0.5
        made.append(ModelQuote(content, _without(content, [cue_span, source]), cue_span, source, sure))
    return made


def _best(first: Floats, last: Floats) -> tuple[int, int]:
    """The first and last piece, first <= last, with the greatest sum."""
    best_first = np.maximum.accumulate(first)
    where = np.where(first == best_first, np.arange(len(first)), 0)
    where = np.maximum.accumulate(where)
    end = int(np.argmax(best_first + last))
    return int(where[end]), end


def _span(encoded: Encoded, window: Window, first: int, last: int) -> Span:
    return (encoded.offsets[window.first + first][0], encoded.offsets[window.first + last - 1][1])


def _without(content: Span, holes: list[Span | None]) -> tuple[Span, ...]:
    """The parts of the content outside its cue and source."""
    parts = [content]
    for hole in sorted(h for h in holes if h is not None):
        parts = [
            piece
            for start, end in parts
            for piece in ((start, min(end, hole[0])), (max(start, hole[1]), end))
            if piece[0] < piece[1]
        ]
    return tuple(parts) or (content,)
