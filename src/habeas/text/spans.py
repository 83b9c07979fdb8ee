"""Spans: paragraphs and sentences as [start, end) of a text, in code points."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice

Span = tuple[int, int]

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_END = re.compile(r"(?:[.!?…]+[”\"’»)\]]*|[。！？؟۔]+)(?=\s|$)(\s*)")
_NEXT = re.compile(r"[“\"‘«„(\[—–-]*\s*[^\W_a-z]|[“\"‘«„]")
_LAST_WORD = re.compile(r"[^\s“\"‘«„(\[]+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof sr jr st gen col maj lt capt sgt cpl sen rep gov rev hon pres amb cmdr adm vs etc no art arts "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun approx ca cf al inc ltd "
    "co corp bros dept est fig para paras pp vol mme mlle me mm".split()
)  # fmt: skip
"""Words that a full stop shortens, in lower case without it."""

_NEVER_LAST = frozenset(
    "mr mrs ms dr prof gen col maj lt capt sgt cpl sen rep gov rev hon pres amb cmdr adm st mme mlle".split()
)
"""Titles, which a name follows: never the end of a sentence."""


def trimmed(text: str, span: Span) -> Span:
    """The span without white space at either end; empty at its start when it holds nothing else."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end)


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


class Blocked:
    """Stretches that are taken."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._longest = max((end - start for start, end in self._spans), default=0)

    def _near(self, span: Span) -> Iterator[Span]:
        """The taken stretches that touch a span, in order."""
        first = bisect_left(self._spans, (span[0] - self._longest, 0))
        for start, end in islice(self._spans, first, None):
            if start >= span[1]:
                return
            if end > span[0]:
                yield start, end

    def parts(self, span: Span) -> list[Span]:
        """What is left of a span around the taken stretches."""
        left: list[Span] = []
        position = span[0]
        for start, end in self._near(span):
            left.append((position, start))
            position = max(position, end)
        left.append((position, span[1]))
        return [part for part in left if part[0] < part[1]]

    def crosses(self, place: int) -> bool:
        """Whether a place lies within a taken stretch, and not at its edge."""
        return any(start < place for start, _ in self._near((place, place + 1)))

    def holds(self, span: Span) -> bool:
        """Whether any of the span is taken."""
        return next(self._near(span), None) is not None


def paragraphs(text: str) -> list[Span]:
    """Stretches between blank lines, without white space around them, in order."""
    found: list[Span] = []
    position = 0
    for gap in _BLANK_LINE.finditer(text):
        found.append((position, gap.start()))
        position = gap.end()
    found.append((position, len(text)))
    return [span for span in (trimmed(text, item) for item in found) if span[0] < span[1]]


def sentences(text: str) -> list[Span]:
    """Every sentence, in order, without white space around it; none reaches over a blank line."""
    return [span for paragraph in paragraphs(text) for span in _split(text, paragraph)]


def _split(text: str, paragraph: Span) -> list[Span]:
    found: list[Span] = []
    start = paragraph[0]
    for end in _END.finditer(text, *paragraph):
        if end.end() < paragraph[1] and _ends(text, start, end):
            found.append((start, end.start(1)))
            start = end.end()
    found.append((start, paragraph[1]))
    return [span for span in (trimmed(text, item) for item in found) if span[0] < span[1]]


def _ends(text: str, start: int, end: re.Match[str]) -> bool:
    """Whether a full stop ends the sentence: what follows must begin one, and what precedes must not be shortened."""
    if "\n" in end.group(1) and not text[end.end()].islower():
        return True
    if not _NEXT.match(text, end.end()):
        return False
    if text[end.start()] != "." or end.group().startswith(("...", "..")):
        return True
    word = _LAST_WORD.search(text, start, end.start())
    last = word.group() if word else ""
    low = last.lower().rstrip(".")
    if low in _NEVER_LAST or (low in _ABBREVIATIONS and not text[end.end()].isupper()):
        return False
    if low in _ABBREVIATIONS:
        return bool(end.group()[1:].strip())
    return not _INITIALS.fullmatch(last + ".") or bool(re.match(r"\.[”\"’»]", end.group()))
