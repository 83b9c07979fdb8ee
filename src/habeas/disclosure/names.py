"""Finding given names in any text: whatever the case, the accents, the spaces between the words, and the script."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from habeas.text.spans import Span

_TOKEN = re.compile(r"\w+")
_GAP = 3
"""So many marks may stand between two words of one name: a space, a hyphen, a full stop and a space."""


def folded(word: str) -> str:
    """A word without case and accents."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text, folded."""
    return tuple(folded(match[0]) for match in _TOKEN.finditer(text))


def _joins_words(name: str) -> bool:
    """Whether a name's script writes words together, or prefixes to them: Han, kana, Hangul, Thai, Arabic, Hebrew and others."""
    return any(
        ord(c) >= 0x0590 and c.isalpha() and not ("\u10a0" <= c <= "\u10ff" or "\u1e00" <= c <= "\u1fff") for c in name
    )


class Names:
    """A set of names to look for."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        inside: set[str] = set()
        for name in set(names):
            parts = tokens(name)
            if parts:
                self._by_first[parts[0]].append(parts)
            if _joins_words(name) and len(name) > 1:
                inside.add(name)
        listed = "|".join(re.escape(name) for name in sorted(inside, key=lambda name: (-len(name), name)))
        self._inside = re.compile(listed) if inside else None

    def find(self, text: str) -> list[Span]:
        """Where any of the names stands, the longest where they begin together, none overlapping another."""
        found = sorted(self._found(text), key=lambda span: (span[0], -span[1]))
        kept: list[Span] = []
        for span in found:
            if not kept or span[0] >= kept[-1][1]:
                kept.append(span)
        return kept

    def _found(self, text: str) -> Iterator[Span]:
        if self._inside is not None:
            yield from (match.span() for match in self._inside.finditer(text))
        if not self._by_first:
            return
        spans = [match.span() for match in _TOKEN.finditer(text)]
        words = [folded(text[slice(*span)]) for span in spans]
        for place, word in enumerate(words):
            for parts in self._by_first.get(word, ()):
                last = place + len(parts) - 1
                if tuple(words[place : last + 1]) == parts and _together(spans[place : last + 1]):
                    yield (spans[place][0], spans[last][1])


def _together(spans: list[Span]) -> bool:
    return all(after[0] - before[1] <= _GAP for before, after in pairwise(spans))
