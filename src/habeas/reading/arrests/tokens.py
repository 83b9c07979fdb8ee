"""Words of a sentence, and those among them that may tell of an arrest."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from habeas.claims import Span
from habeas.reading.lexicon import phrase_pattern

_TOKEN = re.compile(r"(?:[^\W\d_]\.\s?){2,}|\w+(?:[-’'./]\w+)*(?:(?<=\b[^\W\d_])\.)?|[^\w\s]")


class Word(msgspec.Struct, frozen=True):
    """One token: a word, initials, a possessive ending or a mark."""

    start: int
    end: int
    text: str

    @property
    def low(self) -> str:
        """In lower case, with a plain apostrophe."""
        return self.text.lower().replace("’", "'")

    @property
    def is_word(self) -> bool:
        """Whether it is no mark."""
        return self.text[0].isalnum()


class Telling(msgspec.Struct, frozen=True):
    """A word that may tell of an arrest.

    Attributes:
        start, end: where it stands.
        group: the words whose habits it shares (a key of `triggers` in `arrest_words.toml`).
        word: in lower case.
    """

    start: int
    end: int
    group: str
    word: str


@cache
def table(name: str) -> dict[str, tuple[str, ...]]:
    """A table of `arrest_words.toml`."""
    raw: Any = tomllib.loads(files("habeas.reading").joinpath("data/arrest_words.toml").read_text("utf-8"))
    return msgspec.convert(raw[name], dict[str, tuple[str, ...]])


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {group: phrase_pattern(forms) for group, forms in table("triggers").items()}


def tellings(text: str, span: Span) -> list[Telling]:
    """The words of a stretch that may tell of an arrest, in order; where two overlap, the one that begins first."""
    found = [
        Telling(*match.span(), group, match.group().lower())
        for group, pattern in _patterns().items()
        for match in pattern.finditer(text, *span)
    ]
    found.sort(key=lambda one: (one.start, -one.end))
    return [one for place, one in enumerate(found) if not place or one.start >= found[place - 1].end]


def words(text: str, span: Span) -> list[Word]:
    """The tokens of a stretch of text, possessive endings cut off."""
    made: list[Word] = []
    for match in _TOKEN.finditer(text, *span):
        start, end = match.span()
        low = match.group().lower().replace("’", "'")
        cut = end - 2 if low.endswith("'s") else end - 1 if low.endswith("s'") else end
        if start < cut < end:
            made.append(Word(start, cut, text[start:cut]))
            made.append(Word(cut, end, text[cut:end]))
        else:
            made.append(Word(start, end, match.group()))
    return made
