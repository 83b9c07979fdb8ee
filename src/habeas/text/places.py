"""Places: cities, regions and prisons that are no capitals, with the state they lie in where the name alone tells it.

Some hundreds are known wherever they stand; of thirty thousand towns the name counts only where the words around it say
that it is a place's, since many a town is called like a person or a thing.
"""

from __future__ import annotations

import re
from functools import cache

import msgspec

from habeas.text.phrases import Phrases, rows
from habeas.text.spans import Span


class PlaceMention(msgspec.Struct, frozen=True):
    """A place as a text names it.

    Attributes:
        span: the name.
        name: as the table writes it.
        state: ISO 3166-1 alpha-2; None where several states have a place of that name.
    """

    span: Span
    name: str
    state: str | None


def find_places(text: str) -> list[PlaceMention]:
    """Every place of the table, in order."""
    return [PlaceMention(span, name, state) for span, (name, state) in _phrases().find(text)]


@cache
def _phrases() -> Phrases[tuple[str, str | None]]:
    return Phrases((name, (name, None if state == "?" else state)) for name, state in rows("cities.csv"))


_BEFORE = re.compile(r"(?:\b(?:in|at|near|from|outside|to|into|via|around|off|of|through)\s+|(?:^|\n)\s*)$")
_AFTER = re.compile(
    r"(?![\w-])(?:\s+(?:[Pp]rison|[Jj]ail|[Aa]irport|[Cc]ourt|[Pp]olice|[Rr]emand|[Pp]ort|[Hh]arbour|[Mm]agistrate|[Cc]ity|[Pp]rovince|[Rr]egion|[Dd]istrict)|"
    r"(?!\s+[^\W\d_a-z][^\W\d_A-Z]))"
)
_DATELINE = re.compile(r"\s*(?:,|[-–—/:(]|\.\s)")
_INSTITUTION = re.compile(
    r"(?:['’]s)?\s+(?:prison|jail|remand|detention|airport|police|magistrate|court|district court|regional court|border)"
)


def find_towns(text: str) -> list[PlaceMention]:
    """Every further town that stands like a place: behind "in" or "near", in a dateline, before "prison" or "airport"."""
    return [
        PlaceMention(span, name, state)
        for span, (name, state) in _towns().find(text)
        if _stands_like_a_place(text, span)
    ]


def _stands_like_a_place(text: str, span: Span) -> bool:
    before = _BEFORE.search(text[max(0, span[0] - 14) : span[0]])
    if _INSTITUTION.match(text, span[1]):
        return True
    if before is None or _AFTER.match(text, span[1]) is None:
        return False
    return before.group().strip() != "" or _DATELINE.match(text, span[1]) is not None


@cache
def _towns() -> Phrases[tuple[str, str | None]]:
    return Phrases((name, (name, state)) for name, state in rows("towns.csv"))
