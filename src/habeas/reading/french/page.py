"""The page: a French document taken apart once. Every reader of a claim family starts from here."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from habeas.claims import Span
from habeas.reading.french.names import Name, find_names
from habeas.reading.french.nations import Nation, find_bodies, find_named_instruments, find_nations
from habeas.reading.french.words import flat
from habeas.text.quotes import Quotation, quotations
from habeas.text.spans import sentences
from habeas.text.written_dates import DateMention, find_dates


class Page:
    """A document taken apart.

    Args:
        text: the source's text.
        anchor: EDTF: the day from which relative dates count; None when unknown.
    """

    def __init__(self, text: str, anchor: str | None) -> None:
        self.text = text
        self.flat = flat(text)
        self.anchor = anchor
        self.nations: list[Nation] = find_nations(self.flat)
        self.bodies = find_bodies(self.flat)
        self.instruments = find_named_instruments(self.flat)
        taken = [n.span for n in self.nations] + [span for span, _ in (*self.bodies, *self.instruments)]
        self.names: list[Name] = find_names(self.flat, taken)
        self.dates: list[DateMention] = find_dates(text, anchor, "fr")
        self.quotations: list[Quotation] = quotations(text)
        self.sentences: list[Span] = _lines(text, sentences(text))

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def sentence(self, position: int) -> Span:
        """The sentence in which a character stands, or the last one before it."""
        return self.sentences[max(0, bisect_right(self._starts, position) - 1)]

    def quotation(self, position: int) -> Quotation | None:
        """The quotation that holds a character."""
        return next((q for q in self.quotations if q.inner[0] <= position < q.inner[1]), None)

    def in_instrument(self, position: int) -> bool:
        """Whether a character stands in the name of an instrument."""
        return any(start <= position < end for (start, end), _ in self.instruments)

    def nations_in(self, span: Span) -> list[Nation]:
        """The mentions of states within [start, end)."""
        return [n for n in self.nations if span[0] <= n.span[0] and n.span[1] <= span[1]]


_NEW_LINE = re.compile(r"\n\s*(?=[^\W\da-z]|[–—▶•-]\s|[«“\"])")


_DATELINE = re.compile(r"[^\W\da-z][^\n—–:«»]{1,70}?\s?[—–-]{1,2}\s+(?=[^\W\da-z]|«)")
_DATED = re.compile(r"[^\W\d_][^\n:«»]*?(?:,|\()\s*(?:le\s+)?\d|[^a-zà-ÿ]{3,}$|[^\W\d_][\w' -]{2,25}\.?\s*[—–-]*\s*$")


def _dateline(text: str, span: Span) -> int:
    """Where the text begins behind "VIENNE, 22 janvier 2019 —"; the start itself where there is no such line."""
    match = _DATELINE.match(text, *span)
    return match.end() if match and _DATED.match(match.group().rstrip(" —–-")) else span[0]


def _lines(text: str, spans: list[Span]) -> list[Span]:
    """Sentences that end with their line where the next one begins like a new one: turns of an interview, headlines, lists."""
    found: list[Span] = []
    if spans and (start := _dateline(text, spans[0])) > spans[0][0]:
        spans = [(spans[0][0], start), (start, spans[0][1]), *spans[1:]]
    for start, end in spans:
        position = start
        for match in _NEW_LINE.finditer(text, start, end):
            if match.start() > position and not text[position : match.start()].rstrip().endswith((",", "-")):
                found.append((position, match.start()))
                position = match.end()
        found.append((position, end))
    return [span for span in found if text[slice(*span)].strip()]
