"""Redaction: words without what may not be shown, and without anything that leads back to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from habeas.claims import Party, Span
from habeas.disclosure.admitted import WITHHELD
from habeas.disclosure.names import Names, tokens
from habeas.disclosure.sight import Sight
from habeas.text.instruments import instrument_of
from habeas.text.names import is_other_word
from habeas.text.offices import is_body

_CODED = frozenset({"act", "by", "at_request_of", "when", "attribute", "party", "instrument", "counts", "group", "bound"}) | {
    "manner", "demand", "of", "relation", "case", "framework", "criterion", "answer", "as_of", "claims", "what", "state",
}  # fmt: skip
"""Fields of contents that hold codes, dates and words of fixed lists. Every other text in a content is somebody's words."""


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
    """A content with every text in it changed that is no code, date or word of a fixed list; parties are left alone."""

    def changed(name: str, value: Any) -> Any:
        if isinstance(value, str) and name not in _CODED:
            return change(value)
        if isinstance(value, tuple) and name not in _CODED:
            return tuple(change(item) if isinstance(item, str) else item for item in value)
        return value

    return msgspec.structs.replace(content, **{n: changed(n, getattr(content, n)) for n in content.__struct_fields__})


def without_span(party: Party) -> Party:
    """The party without its place in the text: a place undoes a redaction."""
    return msgspec.structs.replace(party, span=None)


class Eraser:
    """Takes names and sensitive words out of texts.

    Args:
        hidden: names that may not be shown.
        shown: names that may be.
        bodies: names that are no person's.
        words: words that may not be shown.
        sight: looks at texts.
    """

    def __init__(
        self,
        hidden: Iterable[str],
        shown: Iterable[str],
        bodies: frozenset[str],
        words: Iterable[str],
        sight: Sight | None = None,
    ) -> None:
        self._sight = Sight() if sight is None else sight
        shown_tokens = [tokens(name) for name in shown]
        self._shown = {word for name in shown_tokens for word in name}
        self._short = {
            name[a:b] for name in shown_tokens for a in range(len(name)) for b in range(a + 1, len(name) + 1)
        }
        self._bodies = bodies
        secret = {part for name in hidden for part in (name, *name.split()) if self.is_secret(part)}
        self._hidden = Names(secret)
        self._words = Names(words)

    def is_secret(self, name: str) -> bool:
        """Whether a hidden name, or a word of one, must go: not what is a shown name too, no common word, no body's name."""
        parts = tokens(name)
        if not parts or parts in self._short or instrument_of(name):
            return False
        if len(parts) > 1:
            return True
        alone = name.strip()
        return not (
            len(alone) < 2 or alone.islower() or parts[0] in self._shown or is_other_word(alone) or is_body(alone)
        )

    def finds_hidden(self, text: str) -> bool:
        """Whether a text spells a hidden name, or holds words that may not be shown."""
        return bool(self._hidden.find(text) or self._words.find(text))

    def clean(self, text: str, *, allowed: frozenset[str] | None = frozenset()) -> str:
        """The text with `[withheld]` for what may not be shown.

        Hidden names go, names of persons whom nobody has cleared, words said to be sensitive, and what bears the signs of it.

        Args:
            text: any text.
            allowed: kinds of sensitive thing that may be told here; None for all of them.
        """
        found = [sign for sign in self._sight.signs(text) if allowed is not None and sign.kind not in allowed]
        if any(sign.whole for sign in found):
            return WITHHELD
        spans = [sign.span for sign in found]
        spans += self._hidden.find(text) + self._words.find(text)
        spans += [
            span for span, name in self._sight.names(text) if self._is_unknown(name) and text != f"The {name}"
        ]  # "The Example Record" is how papers are called, and no person
        return without(text, spans)

    def _is_unknown(self, name: str) -> bool:
        """Whether a name that the text itself shows to be one has been cleared by nobody."""
        if name in self._bodies or name == WITHHELD or all(part in self._shown for part in tokens(name)):
            return False
        return len(name.split()) > 1 or self.is_secret(name)


def without(text: str, spans: Iterable[Span]) -> str:
    """The text with `[withheld]` for each stretch; stretches that touch are one."""
    merged: list[list[int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    pieces, position = [], 0
    for start, end in merged:
        pieces += [text[position:start], WITHHELD]
        position = end
    return "".join([*pieces, text[position:]])
