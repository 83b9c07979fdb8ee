"""A long text in stretches: what was looked through for just these secrets need not be looked through again.

Where a stretch ends follows from its own lines, so that a new line changes the stretch that it stands in and no other. Each is
looked at together with the words that follow it, as many as the longest secret has: what begins in it is seen whole.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from hashlib import blake2b
from itertools import islice
from zlib import crc32

LONG = 30_000
"""Shorter texts are one stretch, and always looked at."""

LINES = 32
"""Lines of a stretch, about."""


def stretches(text: str, reach: int) -> Iterator[str]:
    """The stretches of a text, each with what follows it, so that any so many words and one more are together in one of them.

    Words count where they are one behind the other, and also where only words in small letters stand between them: names
    in two scripts are compared so. What is left out between such words is a digit's place, which no name reaches over.
    """
    ahead = _Ahead(text)
    start = end = 0
    while end < len(text):
        line, end = end, text.find("\n", end) + 1 or len(text)
        if end == len(text) or crc32(text[line:end].encode("utf-8", "surrogatepass")) % LINES == 0:
            near = _behind(text, end, reach)
            yield text[start:near] + "".join(f" 0 {word}" for word in ahead.words(near, reach))
            start = end


def _behind(text: str, place: int, words: int) -> int:
    """Where so many words behind a place end."""
    for _ in range(words):
        match = _WORD.search(text, place)
        if match is None:
            return len(text)
        place = match.end()
    return place


_WORD = re.compile(r"[^\W_]+")
_NO_SMALL = re.compile("[A-Z\u0080-\U0010ffff]")
"""Stands in every word that is not in small letters, and tells quickly where there is none."""


class _Ahead:
    """The words of a text that are not in small letters, looked for once as places go forward."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: deque[tuple[int, str]] = deque()
        self._place = 0

    def words(self, place: int, number: int) -> list[str]:
        """The first of them from a place on; places never go back."""
        while self._found and self._found[0][0] < place:
            self._found.popleft()
        self._place = max(self._place, place)
        while len(self._found) < number and self._place < len(self._text):
            self._look()
        return [word for _, word in islice(self._found, number)]

    def _look(self) -> None:
        """Find one more, or that nothing is left."""
        mark = _NO_SMALL.search(self._text, self._place)
        if mark is None:
            self._place = len(self._text)
            return
        start = mark.start()
        while start > self._place and self._text[start - 1].isalnum():
            start -= 1
        word = _WORD.match(self._text, start)
        self._place = word.end() if word else mark.end()
        if word and not word[0].islower() and any(map(str.isalpha, word[0])):
            self._found.append((start, word[0]))


class Stretches:
    """The stretches in which nothing was found, by keyed digests: they say nothing to whoever has not the key.

    Args:
        key: changes with whatever is looked for, and with the program that looks.
        before: digests of what was looked through for the same.

    Attributes:
        clean: digests of what has been met this time and holds nothing.
    """

    def __init__(self, key: bytes = b"", before: AbstractSet[str] = frozenset()) -> None:
        self._key = key[:64]
        self._before = before
        self.clean: set[str] = set()

    def fresh(self) -> Stretches:
        """One that knows what this one knew before, and has met nothing."""
        return Stretches(self._key, self._before)

    def digest(self, stretch: str, *, of: str) -> str:
        """A stretch's digest; `of` tells apart what is looked at in different ways."""
        return blake2b(f"{of}\n{stretch}".encode("utf-8", "surrogatepass"), key=self._key, digest_size=16).hexdigest()

    def known(self, digest: str) -> bool:
        """Whether a stretch was looked through already; then it stays known."""
        if digest in self._before:
            self.clean.add(digest)
        return digest in self.clean
