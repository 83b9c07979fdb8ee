"""Places: cities, regions and prisons that are no capitals, with the state they lie in where the name alone tells it."""

from __future__ import annotations

from functools import cache

import msgspec

from habeas.text.phrases import Phrases, rows
from habeas.text.spans import Span


class PlaceMention(msgspec.Struct, frozen=True):
    """A place as a text names it.

    Attributes:
        span: the name.
        name: as the table writes it.
        state: ISO 3166-1 alpha-2; None where several states have a place of that name.
    """

    span: Span
    name: str
    state: str | None


def find_places(text: str) -> list[PlaceMention]:
    """Every place of the table, in order."""
    return [PlaceMention(span, name, state) for span, (name, state) in _phrases().find(text)]


@cache
def _phrases() -> Phrases[tuple[str, str | None]]:
    return Phrases((name, (name, None if state == "?" else state)) for name, state in rows("cities.csv"))
