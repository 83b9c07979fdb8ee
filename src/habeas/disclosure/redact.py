"""Redaction: a claim without the names that may not be shown, and without anything that leads back to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from habeas.claims import Party
from habeas.disclosure.admitted import WITHHELD
from habeas.text.names import person_names

_WORDS = ("words", "place", "grounds", "value")
"""Fields of contents that hold the source's own words."""


def map_parties(value: Any, change: Callable[[Party], Party]) -> Any:
    """A content, or a tuple of them, with every party changed."""
    if isinstance(value, Party):
        return change(value)
    if isinstance(value, tuple):
        return tuple(map_parties(item, change) for item in value)
    if isinstance(value, msgspec.Struct):
        fields = {name: map_parties(getattr(value, name), change) for name in value.__struct_fields__}
        return msgspec.structs.replace(value, **fields)
    return value


def map_words(content: Any, change: Callable[[str], str]) -> Any:
    """A content with the source's own words in it changed."""
    fields = {name: getattr(content, name) for name in content.__struct_fields__ if name in _WORDS}
    return msgspec.structs.replace(content, **{k: change(v) for k, v in fields.items() if isinstance(v, str)})


def without_span(party: Party) -> Party:
    """The party without its place in the text: a place undoes a redaction."""
    return msgspec.structs.replace(party, span=None)


class Eraser:
    """Takes names out of words.

    Args:
        hidden: names that may not be shown.
        shown: words of names that may be.
    """

    def __init__(self, hidden: tuple[str, ...], shown: frozenset[str]) -> None:
        self._shown = {word.casefold() for word in shown}
        words = {word for name in hidden for word in (name, *name.split()) if self._is_secret(word)}
        listed = "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
        self._hidden = re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE) if words else None

    def _is_secret(self, word: str) -> bool:
        return len(word) > 1 and not all(part.casefold() in self._shown for part in word.split())

    def clean(self, text: str) -> str:
        """The text with `[withheld]` for every hidden name, and for every person's name that nobody has cleared."""
        hidden = self._hidden.sub(WITHHELD, text) if self._hidden else text
        pieces: list[str] = []
        position = 0
        for mention in person_names(hidden):
            if self._is_secret(mention.name) and WITHHELD not in hidden[slice(*mention.span)]:
                pieces += [hidden[position : mention.span[0]], WITHHELD]
                position = mention.span[1]
        return "".join([*pieces, hidden[position:]])
