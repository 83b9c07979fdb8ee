"""Offices and bodies: which roles speak for a state, and which names are no person's."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

from habeas.text.organisations import find_organisations
from habeas.text.states import find_states

_FORMER = re.compile(r"\b(?:former|ex|then|late|retired|ancien|ancienne|ex-)\b", re.IGNORECASE)


@cache
def _lines(table: str) -> tuple[str, ...]:
    lines = files("habeas.text").joinpath(f"data/{table}").read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def _offices() -> re.Pattern[str]:
    names = sorted(_lines("offices.txt"), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})s?(?!\w)", re.IGNORECASE)


@cache
def _body_words() -> frozenset[str]:
    return frozenset(word for line in _lines("bodies.txt") for word in line.split())


def holds_office(role: str | None) -> bool:
    """Whether the role is an office that its holder holds now, as far as the words tell."""
    return role is not None and _offices().search(role) is not None and not _FORMER.search(role)


@lru_cache(maxsize=65_536)
def is_body(name: str) -> bool:
    """Whether a name is certainly that of a state, an organisation, a publisher or another body."""
    words = re.findall(r"[^\W_]+", name.lower())
    whole = (0, len(name.strip()))
    if any(word in _body_words() for word in words):
        return True
    return whole in {
        *(mention.span for mention in find_states(name)),
        *(mention.span for mention in find_organisations(name)),
    }
