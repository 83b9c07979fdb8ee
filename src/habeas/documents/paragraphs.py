"""Lines on a page to paragraphs, by where they stand.

A PDF knows glyphs at places and no paragraphs. The rules here are deterministic and few; each is a sentence in
`docs/reference/formats/pdf.md`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

WIDER_GAP = 1.3
"""A gap of so many usual ones between two lines begins a paragraph."""

OTHER_SIZE = 1.1
"""So much larger or smaller letters are a heading or a note, not the same paragraph."""

INDENT = 0.8
"""So many letter heights further right begins a paragraph."""

LOOSE = 0.25
"""So much of the column left free ends a paragraph, whatever its last sign is."""

SENTENCE_END = tuple(".!?:;…”’\"')]。！？」』")
"""Signs with which a paragraph may end."""


class Line(NamedTuple):
    """A line of a page; lengths in points, y upwards from the foot of the page.

    `top` and `bottom` are the base lines of its first and last sign: they differ where a word divided by a hyphen
    joined two lines into one.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


def usual_gap(lines: list[Line]) -> float:
    """The lower quartile of the distances between successive base lines: the leading of running text. 0 without any."""
    gaps = sorted(one.bottom - two.top for one, two in pairwise(lines) if one.bottom > two.top)
    return gaps[len(gaps) // 4] if gaps else 0.0


def begins_paragraph(before: Line, line: Line, *, gap: float, column: tuple[float, float]) -> bool:
    """Whether a paragraph ends between two successive lines of a page.

    Args:
        before: the upper line.
        line: the lower line.
        gap: the usual distance between base lines on the page.
        column: the leftmost and rightmost edge of text on the page.
    """
    ends = before.text.endswith(SENTENCE_END)
    distance = before.bottom - line.top
    if distance <= 0:  # the next column, or the same line going on
        return ends and distance < -gap
    sizes = sorted((before.size, line.size))
    if sizes[1] > OTHER_SIZE * sizes[0] or distance > WIDER_GAP * gap or line.left > before.left + INDENT * line.size:
        return True
    free = column[1] - before.right - _first_word(line)
    return free > LOOSE * (column[1] - column[0]) or (ends and free > 0)


def _first_word(line: Line) -> float:
    """About how wide the first word and the space before it are: it would have fitted above, had the text gone on."""
    letters = len(line.text.split(maxsplit=1)[0]) + 1
    return (line.right - line.left) * letters / max(len(line.text), 1)


def paragraphs(lines: list[Line]) -> list[str]:
    """The paragraphs of a page; lines within one are joined by a space."""
    if not lines:
        return []
    gap = usual_gap(lines)
    column = (min(line.left for line in lines), max(line.right for line in lines))
    found = [lines[0].text]
    for before, line in pairwise(lines):
        if begins_paragraph(before, line, gap=gap, column=column):
            found.append(line.text)
        else:
            found[-1] = f"{found[-1]} {line.text}"
    return found


def runs_on(before: str, after: str) -> bool:
    """Whether a page's last paragraph goes on at the head of the next: it lacks an end, and a small letter follows."""
    return not before.endswith(SENTENCE_END) and after[:1].islower()
