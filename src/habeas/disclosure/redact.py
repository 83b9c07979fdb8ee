"""Redaction: a claim without the names that may not be shown, and without anything that leads back to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from habeas.claims import Party, Span
from habeas.disclosure.admitted import WITHHELD
from habeas.text.instruments import find_instruments
from habeas.text.names import is_other_word, person_names
from habeas.text.offices import is_body
from habeas.text.organisations import find_organisations
from habeas.text.places import find_places
from habeas.text.states import find_states

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
        bodies: names that are no person's.
    """

    def __init__(self, hidden: tuple[str, ...], shown: frozenset[str], bodies: frozenset[str]) -> None:
        self._shown = {word.casefold() for word in shown}
        self._bodies = bodies
        words = {word for name in hidden for word in (name, *name.split()) if self._is_secret(word)}
        listed = "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
        self._hidden = re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE) if words else None

    def _is_secret(self, word: str) -> bool:
        """Whether a name, or a word of one, must go: not if it is shown elsewhere, and not a common word or a body's name."""
        parts = word.split()
        if all(part.casefold() in self._shown for part in parts):
            return False
        return len(parts) > 1 or not (len(word) < 2 or word.islower() or is_other_word(word) or is_body(word))

    def clean(self, text: str) -> str:
        """The text with `[withheld]` for every hidden name, and for every person's name that nobody has cleared."""
        hidden = self._hidden.sub(WITHHELD, text) if self._hidden else text
        pieces: list[str] = []
        position = 0
        for mention in person_names(hidden, _taken(hidden)):
            known = mention.name in self._bodies or WITHHELD in hidden[slice(*mention.span)]
            if not known and self._is_secret(mention.name):
                pieces += [hidden[position : mention.span[0]], WITHHELD]
                position = mention.span[1]
        return "".join([*pieces, hidden[position:]])


def _taken(text: str) -> list[Span]:
    """Where a text names states, places, organisations and instruments: no person's name reaches into these."""
    found = [mention.span for mention in find_states(text)]
    found += [mention.span for mention in find_places(text)]
    found += [mention.span for mention in find_organisations(text)]
    found += [mention.span for mention in find_instruments(text)]
    return found
