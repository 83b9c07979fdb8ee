"""Values side by side: who gives which value for a property, in which stance; none of them wins.

Order of display: by the day on which something was said, undated last. What one source says on one day stands as the source has
it. Sources of one day stand in the order of their ids, which are salted hashes: a coin decides, and neither the spelling of a
state or a name nor the moment of recording does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

from habeas.register.said import Shown, order, party_view
from habeas.register.views import PartyView, Value
from habeas.register.witnesses import voices

Placed = tuple[tuple[Any, ...], Value]
"""A value with its place in the order of display."""


def value(given: Any, stance: str, claims: Iterable[Shown]) -> Placed:
    """One value with everybody who gives it."""
    said = in_order(claims)
    made = Value(
        value=given,
        stance=stance,
        speakers=owners(said),
        said_on=said[0].said_on,
        claims=tuple(sorted(item.claim.id for item in said)),
        witnesses=voices(item.quote for item in said),
        quote=next((quote.quote for item in said for quote in item.claim.quotes), None),
    )
    return display(said[0]), made


def display(item: Shown) -> tuple[Any, ...]:
    """Sort key: the order of display."""
    return order(item.said_on, *item.place)


def in_order(claims: Iterable[Shown]) -> list[Shown]:
    """Claims in the order of display."""
    return sorted(claims, key=display)


def owners(claims: Iterable[Shown]) -> tuple[PartyView, ...]:
    """The owners of the words, each once, in the order of display, without their places in texts."""
    unique: dict[str, PartyView] = {}
    for item in in_order(claims):
        view = msgspec.structs.replace(party_view(item.owner), span=None)
        unique.setdefault(repr(view), view)
    return tuple(unique.values())


def side_by_side(values: Iterable[Placed]) -> tuple[Value, ...]:
    """In the order of display."""
    return tuple(made for _, made in sorted(values, key=lambda placed: (placed[0], repr(placed[1].value))))


def ranked(given: Iterable[tuple[str | None, Shown]]) -> tuple[str, ...]:
    """Words, each once: what most claims say first; among equals in the order of display."""
    known = [(word, item) for word, item in given if word]
    often = Counter(word for word, _ in known)
    if len(often) < 2:
        return tuple(often)
    first: dict[str, tuple[Any, ...]] = {}
    for word, item in known:
        first[word] = min(first.get(word, display(item)), display(item))
    return tuple(sorted(often, key=lambda word: (-often[word], first[word], word)))
