"""Nationality that no phrase of the cast has given: a demonym beside a name, a citizenship told in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from habeas.claims import Span
from habeas.reading.lexicon import Lexicon
from habeas.text.states import StateMention


class Named(Protocol):
    """A person with the spans of all mentions."""

    @property
    def mentions(self) -> list[Span]:
        """Each a span of the text."""


_FARTHEST = 70
"""In characters, between a demonym and the name it belongs to."""
_APPOSED = re.compile(
    r"\s*[,(–—-]?\s*(?:(?:aged\s+)?\d{1,2}(?:-year-old)?\s*,?\s*)?(?:(?:who\s+)?(?:is|was)\s+)?(?:both\s+)?(?:an?|the)?\s*(?:(?:former|retired|young|dual|naturali[sz]ed|fellow|elderly)\s+)*",
    re.IGNORECASE,
)
_CITIZEN_AFTER = re.compile(
    r"[\s,(]*(?:\d{1,2}\s*,\s*)?(?:who\s+)?(?:is\s+|was\s+|holds\s+)?(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,3}?(?:citizen|national|native|passport|citizenship|nationality)\s+(?:of\s+)?(?:the\s+)?(?:Kingdom\s+of\s+|Republic\s+of\s+)?",
    re.IGNORECASE,
)
_CITIZEN_BEFORE = re.compile(
    r"(?:citizen|national|native|subject)s?\s+of\s+(?:the\s+)?(?:Kingdom\s+of\s+|Republic\s+of\s+)?$", re.IGNORECASE
)
_BETWEEN = re.compile(r"[\s,]*(?:the\s+)?(?:[\w’'-]+[\s,]+){0,5}")
_WORD = re.compile(r"[\w’'-]+")


def nationality(text: str, person: Named, states: Sequence[StateMention], words: Lexicon) -> str | None:
    """The state of which a person is said to be, by what stands beside any mention; None where nothing does or two differ."""
    found = {code for span in person.mentions for code in _beside(text, span, states, words)}
    return found.pop() if len(found) == 1 else None


def _beside(text: str, name: Span, states: Sequence[StateMention], words: Lexicon) -> Iterator[str]:
    for state in states:
        start, end = state.span
        if end <= name[0] and name[0] - end <= _FARTHEST:
            citizen = state.form == "name" and _CITIZEN_BEFORE.search(text, max(0, start - 60), start)
            if (state.form in {"demonym", "nationals"} or citizen) and _describes(text[end : name[0]], words):
                yield state.code
        elif start >= name[1] and start - name[1] <= _FARTHEST:
            gap = text[name[1] : start]
            if state.form in {"demonym", "nationals"} and _APPOSED.fullmatch(gap) and gap.strip():
                if not _body_follows(text, end, words):
                    yield state.code
            elif _CITIZEN_AFTER.fullmatch(gap):
                yield state.code


def _describes(between: str, words: Lexicon) -> bool:
    """Whether what stands between a demonym and a name only describes: it ends in a role, and names no body."""
    if not between.strip():
        return True
    if not _BETWEEN.fullmatch(between) or any(mark in between for mark in ".;:"):
        return False
    tokens = [token.lower() for token in _WORD.findall(between)]
    if any(token in words.bodies for token in tokens):
        return False
    return bool(tokens) and tokens[-1] in words.roles


def _body_follows(text: str, end: int, words: Lexicon) -> bool:
    after = [token.lower() for token in _WORD.findall(text[end : end + 40])[:2]]
    return any(token in words.bodies for token in after)
