"""Text as it was before a printer's lines and a scanner's eye: divided words are joined, and misread letters put right.

What was read of the mended text is said of the given one: every span leads back. Nothing is mended that reads as a word
already, and no name is: a register that corrects names by guess would invent people.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

import msgspec

from habeas.text.spans import Span

_DIVIDED = re.compile(r"(?<=[^\W\d_])-[ \t]*\r?\n[ \t]*(?=[^\W\d_])")
_WORD = re.compile(r"[^\W_]+")
_MISREAD = (("rn", "m"), ("vv", "w"), ("1", "l"), ("0", "o"), ("I", "l"), ("l", "I"))
"""What scanners take for what, as (read, meant)."""
_SUSPECT = re.compile(r"rn|vv|[^\W\d_][10]|[10][^\W\d_]|[a-z]I|[A-Z]l")
_SHORTEST = 3


class Mended(msgspec.Struct, frozen=True):
    """A mended text and the way back.

    Attributes:
        text: the mended text.
        given: the text as it was.
    """

    text: str
    given: str
    _starts: tuple[int, ...]
    _given_starts: tuple[int, ...]

    @property
    def changed(self) -> bool:
        """Whether anything was mended."""
        return self.text != self.given

    def back(self, span: Span) -> Span:
        """Where a span of the mended text stands in the given one: a part that was mended stands there whole."""
        return (self._given(span[0], end=False), self._given(span[1], end=True))

    def _given(self, at: int, *, end: bool) -> int:
        """Pieces alternate: kept, mended, kept ...; within a kept piece offsets run alike."""
        piece = bisect_right(self._starts, at - end) - 1
        if piece % 2 == 0:
            return self._given_starts[piece] + at - self._starts[piece]
        return self._given_starts[piece + 1] if end else self._given_starts[piece]


def mend(text: str, *, known: Callable[[str], bool], names_known: Callable[[str], bool]) -> Mended:
    """The text with divided words joined and misread ones put right.

    Args:
        text: any text.
        known: whether a word in small letters is one of the language.
        names_known: whether a capitalised word is one that may be put right (a state's, a month's): names of people never are.
    """
    parts: list[str] = []
    starts, given_starts, size, at = [0], [0], 0, 0
    for (start, end), meant in _changes(text, known, names_known):
        parts += (text[at:start], meant)
        size += start - at
        starts += (size, size + len(meant))
        given_starts += (start, end)
        size += len(meant)
        at = end
    parts.append(text[at:])
    return Mended("".join(parts), text, tuple(starts), tuple(given_starts))


def _changes(text: str, known: Callable[[str], bool], names_known: Callable[[str], bool]) -> Iterator[tuple[Span, str]]:
    """What is changed to what, in order: ends of lines within words, and words elsewhere."""
    divisions = [match.span() for match in _DIVIDED.finditer(text) if _is_division(text, match)]
    touched = {edge for span in divisions for edge in span}
    changes = [(span, "") for span in divisions]
    for match in _WORD.finditer(text):
        if touched.isdisjoint(match.span()) and _SUSPECT.search(match.group()):
            meant = _put_right(match.group(), known, names_known)
            if meant is not None:
                changes.append((match.span(), meant))
    yield from sorted(changes)


def _is_division(text: str, match: re.Match[str]) -> bool:
    """A small letter goes on, or a line in capitals does ("MAGIS-" and "TRATE"); not "Paris-" and "Lyon"."""
    after = text[match.end() : match.end() + 2]
    return after[:1].islower() or (after.isupper() and text[match.start() - 1].isupper())


def _put_right(word: str, known: Callable[[str], bool], names_known: Callable[[str], bool]) -> str | None:
    """The word that was meant; None where the word is one, or none comes of it."""
    if len(word) < _SHORTEST or known(word.lower()):
        return None
    fits = known if word[0].islower() else names_known
    capitals = word.replace("l", "").isupper()
    for read, meant in _MISREAD:
        if read in word and (capitals or read != "l"):
            found = (one for one in _replaced(word, read, meant) if one.isalpha() and fits(one))
            best = next(found, None)
            if best is not None:
                return best
    return None


def _replaced(word: str, read: str, meant: str) -> Iterator[str]:
    """The word with all, and then with each one, of what may be misread replaced."""
    yield word.replace(read, meant)
    at = word.find(read)
    while at >= 0:
        yield word[:at] + meant + word[at + len(read) :]
        at = word.find(read, at + 1)
