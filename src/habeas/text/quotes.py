"""Quotations: what stands between quotation marks, in any of the common styles."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from habeas.text.spans import Span, paragraphs

_PAIRS = {"“": "”", "«": "»", "„": "“”", "‹": "›", "「": "」", "『": "』"}
_LEAD = re.compile(r"[\s(\[—–/-]")


class Quotation(msgspec.Struct, frozen=True):
    """One quotation.

    Attributes:
        inner: the words without the marks and without white space beside them.
        outer: with the marks; where a paragraph ends inside a quotation that goes on in the next, up to its end.
    """

    inner: Span
    outer: Span


def quotations(text: str) -> list[Quotation]:
    """Every outermost quotation, in order; one that runs over several paragraphs gives one for each."""
    return [quotation for paragraph in paragraphs(text) for quotation in _of_paragraph(text, paragraph)]


def _of_paragraph(text: str, paragraph: Span) -> Iterator[Quotation]:
    position, stop = paragraph
    single = _single_style(text, paragraph)
    while position < stop:
        close = _opening(text, position, paragraph[0], single=single)
        if close is None:
            position += 1
            continue
        end = _closing(text, position, stop, close)
        if end is None:
            goes_on = position + 1 < stop and _goes_on(text, stop, text[position])
            if not goes_on:
                position += 1
                continue
            end = stop
        quotation = _quotation(text, position, end, closed=end < stop or text[end - 1] in close)
        if quotation:
            yield quotation
        position = end


def _single_style(text: str, paragraph: Span) -> bool:
    """Whether single marks quote here: only where no double ones do, because ’ is also an apostrophe."""
    return not any(mark in text[slice(*paragraph)] for mark in '“”"«»„')


def _opening(text: str, at: int, first: int, *, single: bool) -> str | None:
    """The marks that would close what opens at `at`; None when nothing opens there."""
    mark = text[at]
    if mark in _PAIRS:
        return _PAIRS[mark]
    leads = at == first or bool(_LEAD.match(text[at - 1]))
    follows = at + 1 < len(text) and not text[at + 1].isspace()
    if mark == '"' and leads and follows:
        return '"'
    if single and mark in "‘'" and leads and follows:
        return "’'"
    return None


def _closing(text: str, at: int, stop: int, close: str) -> int | None:
    """The offset behind the mark that closes the quotation opened at `at`; None when the paragraph ends first."""
    if "’" in close:
        return _closing_single(text, at, stop)
    depth = 0
    for position in range(at + 1, stop):
        character = text[position]
        if character == text[at] and character != '"' and character not in close:
            depth += 1
        elif character in close:
            if depth == 0:
                return position + 1
            depth -= 1
    return None


_SINGLE_END = re.compile(r"(?<=[.,!?])[’'](?!\w)|(?<=\w)[’'](?=[\s.,;:!?)]|$)")


def _closing_single(text: str, at: int, stop: int) -> int | None:
    """A closing single mark, behind a full stop or comma rather than behind a word, whose apostrophe it may be."""
    ends = list(_SINGLE_END.finditer(text, at + 1, stop))
    sure = [match.end() for match in ends if text[match.start() - 1] in ".,!?"]
    plain = [match.end() for match in ends if text[match.start() - 1] != "s"] or [match.end() for match in ends]
    if plain and (not sure or len(text[at : plain[0]].split()) <= 6):
        return plain[0]
    return sure[0] if sure else None


def _goes_on(text: str, stop: int, mark: str) -> bool:
    """Whether the next paragraph opens with the same mark, as a quotation that goes on does."""
    rest = text[stop : stop + 20].lstrip()
    return rest.startswith(mark)


def _quotation(text: str, start: int, end: int, *, closed: bool) -> Quotation | None:
    left, right = start + 1, end - 1 if closed else end
    while left < right and text[left].isspace():
        left += 1
    while right > left and text[right - 1].isspace():
        right -= 1
    return Quotation(inner=(left, right), outer=(start, end)) if left < right else None
