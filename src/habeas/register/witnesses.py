"""Witnesses: how many independent voices stand behind quotes. Copies of one text are one.

Two quotes are copies if, without case, spaces and punctuation, nine tenths of their letters agree in order, or if the shorter,
of eight words and more, stands almost whole within the longer. Quotes are only compared if they share five words in a row,
which copies do; a shorter quote is a copy of its equals alone. Copies of copies are one voice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

SHINGLE = 5
"""Words in a row that two quotes must share to be compared."""

ALIKE = 90
"""Letters that agree in order, in a hundred, from which one quote is a copy of the other."""

WITHIN = 95
"""The same for a quote that stands within a longer one, and has at least `WORDS` words."""

WORDS = 8

Text = tuple[str, ...]
"""A quote as its words, folded."""


@lru_cache(maxsize=65_536)
def folded(quote: str) -> Text:
    """The words of a quote without case and punctuation."""
    return tuple(re.findall(r"\w+", quote.casefold()))


def voices(quotes: Iterable[str]) -> int:
    """How many independent voices there are among quotes; each without words counts for itself.

    Depends on which quotes there are and never on their order.
    """
    mute, texts = 0, set()
    for quote in quotes:
        words = folded(quote)
        if words:
            texts.add(words)
        else:
            mute += 1
    return mute + (len(texts) if len(texts) < 2 else _classes(sorted(texts)))


def _classes(texts: Sequence[Text]) -> int:
    parent = list(range(len(texts)))

    def find(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for one, other in _candidates(texts):
        first, second = find(one), find(other)
        if first != second and copies(texts[one], texts[other]):
            parent[max(first, second)] = min(first, second)
    return len({find(one) for one in range(len(texts))})


def _candidates(texts: Sequence[Text]) -> Iterator[tuple[int, int]]:
    """Pairs that share a shingle, each once."""
    holders: defaultdict[Text, list[int]] = defaultdict(list)
    for number, words in sorted(enumerate(texts), key=lambda pair: (len(pair[1]), pair[1])):
        seen: set[int] = set()
        for start in range(len(words) - SHINGLE + 1):
            shingle = words[start : start + SHINGLE]
            seen.update(holders[shingle])
            holders[shingle].append(number)
        yield from ((other, number) for other in sorted(seen - {number}))


def copies(one: Text, other: Text) -> bool:
    """Whether two folded quotes are copies of one text."""
    left, right = sorted((" ".join(one), " ".join(other)), key=len)
    if fuzz.ratio(left, right, score_cutoff=ALIKE) >= ALIKE:
        return True
    return min(len(one), len(other)) >= WORDS and fuzz.partial_ratio(left, right, score_cutoff=WITHIN) >= WITHIN
