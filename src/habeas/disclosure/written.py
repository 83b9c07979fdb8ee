"""The words of a text, found without a pattern where that can be: every byte that is published is looked through for names."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from anyascii import anyascii

from habeas.disclosure.names import folded

_APART = bytes(code if code >= 0x80 or chr(code).isalnum() else 0x20 for code in range(256))
"""What stands between words becomes a space; of what is not ASCII nothing is decided here."""

_SMALL = bytes(_APART).lower()
"""Besides, capitals become small letters."""

_WORD, _LETTERS, _HEX = re.compile(r"[^\W_]+"), re.compile(r"[^\W\d_]+"), re.compile(r"[0-9a-f]{16,}")

_OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u2c00-\ud7ff\uf900-\U0003ffff]")
"""A letter, or another mark, of a script other than Latin."""

ID = 16
"""Characters that an id of the ledger has at least, as far as one could be published."""


class Written:
    """The words of a text.

    Attributes:
        text: the text.
        different: its words as they are written, each once.
        odd: the stretches between its ASCII marks that hold other characters too: words, and marks of other kinds.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._raw = text.encode("utf-8", "surrogatepass")
        pieces = self._pieces(_APART)
        self.odd = [] if text.isascii() else [piece for piece in pieces if not piece.isascii()]
        self.different = pieces.difference(self.odd).union(*map(_WORD.findall, self.odd)) if self.odd else pieces

    def _pieces(self, table: bytes) -> set[str]:
        """What stands between spaces, where a table tells what becomes one."""
        return set(self._raw.translate(table).decode("utf-8", "surrogatepass").split())

    @cached_property
    def known(self) -> frozenset[str]:
        """The words in small plain letters."""
        small = self._pieces(_SMALL)
        if not self.odd:
            return frozenset(small)
        foreign = (word for piece in self.odd for word in _WORD.findall(piece))
        return frozenset(filter(str.isascii, small)).union(map(in_plain_letters, foreign))

    @cached_property
    def words(self) -> list[str]:
        """The words in small plain letters, in their order."""
        return [in_plain_letters(word) for word in _WORD.findall(self.text)]

    @property
    def of_letters(self) -> set[str]:
        """Its words, without digits."""
        return {part for word in self.different for part in ((word,) if word.isalpha() else _LETTERS.findall(word))}

    @property
    def is_of_other_scripts(self) -> bool:
        """Whether another script than Latin is in it."""
        return any(map(_OTHER_SCRIPT.search, self.odd))

    @property
    def ids(self) -> set[str]:
        """What may be ids of a ledger, or the beginnings of some."""
        long = [word for word in self.different if len(word) >= ID]
        return {found for word in long for found in _HEX.findall(word) if len(found) <= 64}


@lru_cache(maxsize=4)
def written(text: str) -> Written:
    """The words of a text; of the last few they are kept."""
    return Written(text)


@lru_cache(maxsize=262_144)
def in_plain_letters(word: str) -> str:
    """A word in small letters without accents, in Latin letters."""
    return folded(word) if word.isascii() else "".join(c for c in anyascii(word).lower() if c.isalnum())
