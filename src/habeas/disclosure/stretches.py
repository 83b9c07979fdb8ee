"""A long text in stretches: what was looked through for just these secrets need not be looked through again.

Where a stretch ends follows from its own lines, so that a new line changes the stretch that it stands in and no other. Each is
looked at together with the words that follow it, as many as the longest secret has: what begins in it is seen whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from hashlib import blake2b
from zlib import crc32

LONG = 30_000
"""Shorter texts are one stretch, and always looked at."""

LINES = 32
"""Lines of a stretch, about."""


def stretches(text: str, reach: int) -> Iterator[str]:
    """The stretches of a text, each with what follows up to so many words; a word in small letters does not count."""
    start = end = 0
    while end < len(text):
        line, end = end, text.find("\n", end) + 1 or len(text)
        if end == len(text) or crc32(text[line:end].encode("utf-8", "surrogatepass")) % LINES == 0:
            yield text[start : _reaching(text, end, reach)]
            start = end


def _reaching(text: str, place: int, words: int) -> int:
    """Where so many words behind a place end. Names are compared without the small words between theirs."""
    while words:
        match = _WORD.search(text, place)
        if match is None:
            return len(text)
        place = match.end()
        words -= not match[0].islower() and any(map(str.isalpha, match[0]))
    return place


_WORD = re.compile(r"[^\W_]+")


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

    def digest(self, stretch: str, *, of: str) -> str:
        """A stretch's digest; `of` tells apart what is looked at in different ways."""
        return blake2b(f"{of}\n{stretch}".encode("utf-8", "surrogatepass"), key=self._key, digest_size=16).hexdigest()

    def known(self, digest: str) -> bool:
        """Whether a stretch was looked through already; then it stays known."""
        if digest in self._before:
            self.clean.add(digest)
        return digest in self.clean
