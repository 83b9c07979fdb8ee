"""Finding many fixed phrases in one pass over a text: by their first word, the longest phrase first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Generic, TypeVar

from habeas.text.spans import Span

_WORD = re.compile(r"(?<![\w’'])[^\W\d_]+|(?<=\s[‘'])[^\W\d_]+|(?<=^[‘'])[^\W\d_]+")
_FIRST = re.compile(r"[^\W\d_]+")


def rows(table: str) -> list[list[str]]:
    """The rows of a committed table (`|` between columns), without comments and the header."""
    lines = files("habeas.text").joinpath(f"data/{table}").read_text("utf-8").splitlines()
    return [line.split("|") for line in lines if line and not line.startswith("#")][1:]


Value = TypeVar("Value")


class Phrases(Generic[Value]):
    """Phrases with a value each.

    Capitals count as written; a phrase of four letters or more is found in capitals throughout, too. White space in a
    phrase is any white space in the text, and either apostrophe is the other.

    Args:
        phrases: (phrase, value); of two equal phrases the first counts.
        caseless: capitals do not count at all.
    """

    def __init__(self, phrases: Iterable[tuple[str, Value]], *, caseless: bool = False) -> None:
        self._caseless = caseless
        values: dict[str, Value] = {}
        for phrase, value in phrases:
            for form in self._forms(phrase):
                values.setdefault(form, value)
        by_first: defaultdict[str, list[str]] = defaultdict(list)
        for form in values:
            by_first[_first(form)].append(form)
        self._by_first = {first: sorted(forms, key=len, reverse=True) for first, forms in by_first.items()}
        self._values = values

    def _forms(self, phrase: str) -> Iterator[str]:
        if self._caseless:
            yield phrase.lower()
            return
        yield phrase
        if sum(map(str.isalpha, phrase)) >= 4:
            yield phrase.upper()

    def find(self, text: str) -> list[tuple[Span, Value]]:
        """Every phrase in the text, in order; where two overlap, the one that begins first, and of these the longest."""
        found: list[tuple[Span, Value]] = []
        position = 0
        for word in _WORD.finditer(text):
            if word.start() < position:
                continue
            first = word.group().lower() if self._caseless else word.group()
            for form in self._by_first.get(first, ()):
                match = _pattern(form, self._caseless).match(text, word.start())
                if match:
                    found.append((match.span(), self._values[form]))
                    position = match.end()
                    break
        return found


def _first(phrase: str) -> str:
    match = _FIRST.match(phrase)
    if match is None:
        raise ValueError(phrase)
    return match.group()


@cache
def _pattern(phrase: str, caseless: bool) -> re.Pattern[str]:  # noqa: FBT001  a cache's key takes no names
    words = (re.sub("[’']", "[’']", re.escape(word)) for word in phrase.split())
    end = r"(?!\w)" if phrase[-1].isalnum() else ""
    return re.compile(r"\s+".join(words) + end, re.IGNORECASE if caseless else 0)
