"""Text as the model sees it: word pieces, with states and places masked and the shape of each piece beside it.

Every mention of a state or a listed place becomes one piece that tells its form and nothing else, so that the model cannot tell one
state from another: what it finds stays the same when two states are exchanged. Training and reading use this module alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec
from tokenizers import Tokenizer

from habeas.text.places import PlaceMention, find_places
from habeas.text.quotes import Quotation, quotations
from habeas.text.spans import Span, sentences
from habeas.text.states import StateMention, find_states

MASKS = {"name": 1, "demonym": 2, "nationals": 3, "capital": 4, "metonym": 5, "ministry": 6, "place": 4}
"""Word piece ids that stand for states by form (`[unused]` pieces of the vocabulary); listed cities are masked as capitals are."""

BEGIN, END = 101, 102
"""[CLS] and [SEP]; a pointer to [CLS] points to nobody."""

LOWER, TITLE, UPPER, OTHER = range(4)
QUOTED = 4
"""Shapes: how a piece's first letter is written, plus four where the piece stands between quotation marks."""
SHAPES = 8


class Encoded(msgspec.Struct, frozen=True):
    """The pieces of a text, without [CLS] and [SEP].

    Attributes:
        ids: word piece ids.
        shapes: one of `SHAPES` for each.
        offsets: [start, end) of each in the text.
    """

    ids: list[int]
    shapes: list[int]
    offsets: list[Span]

    def covering(self, span: Span) -> tuple[int, int] | None:
        """[first, last) of the pieces that overlap a span; None where none does."""
        first = next((i for i in range(len(self.offsets)) if self.offsets[i][1] > span[0]), None)
        if first is None or self.offsets[first][0] >= span[1]:
            return None
        last = first
        while last < len(self.offsets) and self.offsets[last][0] < span[1]:
            last += 1
        return first, last


class Window(msgspec.Struct, frozen=True):
    """Pieces [first, last) of a text, read together; [first_own, last_own) are read nowhere more centrally."""

    first: int
    last: int
    first_own: int
    last_own: int


def encode(
    text: str,
    tokenizer: Tokenizer,
    *,
    states: Sequence[StateMention] | None = None,
    places: Sequence[PlaceMention] | None = None,
    quoted: Sequence[Quotation] | None = None,
) -> Encoded:
    """The pieces of `text`. What was found in it already may be given, so that it is not sought twice."""
    states = find_states(text) if states is None else states
    places = find_places(text) if places is None else places
    quoted = quotations(text) if quoted is None else quoted
    masks = _widest([(m.span, MASKS[m.form]) for m in states] + [(m.span, MASKS["place"]) for m in places])
    encoding = tokenizer.encode(text, add_special_tokens=False)
    ids, offsets = _masked(encoding.ids, encoding.offsets, masks)
    inside = _inside(offsets, [q.outer for q in quoted])
    shapes = [_shape(text[s]) + (QUOTED if within else 0) for (s, _), within in zip(offsets, inside, strict=True)]
    return Encoded(ids, shapes, offsets)


def _widest(masks: list[tuple[Span, int]]) -> list[tuple[Span, int]]:
    """In order and apart: a state's name within a place's ("Santiago de Cuba") is masked with it."""
    kept: list[tuple[Span, int]] = []
    for span, mask in sorted(masks, key=lambda one: (one[0][0], -one[0][1], one[1])):
        if not kept or span[0] >= kept[-1][0][1]:
            kept.append((span, mask))
    return kept


def _masked(ids: list[int], offsets: list[Span], masks: list[tuple[Span, int]]) -> tuple[list[int], list[Span]]:
    """The pieces with those of each mention replaced by one."""
    new_ids: list[int] = []
    new_offsets: list[Span] = []
    place = 0
    open_until = -1
    for piece, (start, end) in zip(ids, offsets, strict=True):
        if start < open_until:
            continue
        while place < len(masks) and masks[place][0][1] <= start:
            place += 1
        if place < len(masks) and masks[place][0][0] < end:
            span, mask = masks[place]
            new_ids.append(mask)
            new_offsets.append((min(span[0], start), max(span[1], end)))
            open_until = new_offsets[-1][1]
            place += 1
        else:
            new_ids.append(piece)
            new_offsets.append((start, end))
    return new_ids, new_offsets


def _inside(offsets: list[Span], outer: list[Span]) -> Iterator[bool]:
    place = 0
    for start, _ in offsets:
        while place < len(outer) and outer[place][1] <= start:
            place += 1
        yield place < len(outer) and outer[place][0] <= start


def _shape(character: str) -> int:
    if character.isupper():
        return TITLE
    return LOWER if character.islower() else OTHER


def windows(encoded: Encoded, text: str, *, longest: int, overlap: int) -> list[Window]:
    """The windows of a text: as many whole sentences as fit, each window beginning about `overlap` pieces before the last one's end."""
    total = len(encoded.ids)
    if total <= longest:
        return [Window(0, total, 0, total)]
    starts = _sentence_starts(encoded, text)
    made: list[tuple[int, int]] = []
    first = 0
    while True:
        last = min(first + longest, total)
        if last == total:
            made.append((first, last))
            break
        ends = [s for s in starts if first + longest // 2 < s <= last]
        last = ends[-1] if ends else last
        made.append((first, last))
        again = [s for s in starts if max(first + 1, last - overlap) <= s < last]
        first = again[0] if again else last - min(overlap, last - first - 1)
    cuts = [0, *((b[0] + a[1]) // 2 for a, b in pairwise(made)), total]
    return [Window(f, e, cuts[i], cuts[i + 1]) for i, (f, e) in enumerate(made)]


def _sentence_starts(encoded: Encoded, text: str) -> list[int]:
    """The piece with which each sentence begins."""
    begins = [start for start, _ in sentences(text)]
    found: list[int] = []
    place = 0
    for index, (_, end) in enumerate(encoded.offsets):
        if place < len(begins) and end > begins[place]:
            found.append(index)
            while place < len(begins) and end > begins[place]:
                place += 1
    return found
