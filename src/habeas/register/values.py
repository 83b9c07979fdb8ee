"""Values side by side: who gives which value for a property, in which stance; none of them wins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from habeas.register.said import Shown, order, party_view
from habeas.register.views import PartyView, Value


def value(given: Any, stance: str, claims: Iterable[Shown]) -> Value:
    """One value with everybody who gives it."""
    said = sorted(claims, key=lambda item: order(item.said_on, item.claim.id))
    return Value(
        value=given,
        stance=stance,
        speakers=owners(said),
        said_on=said[0].said_on if said else None,
        claims=tuple(sorted(item.claim.id for item in said)),
        witnesses=len({item.fingerprint for item in said}),
    )


def owners(claims: Iterable[Shown]) -> tuple[PartyView, ...]:
    """The owners of the words, each once, without their places in texts."""
    unique: dict[str, PartyView] = {}
    for item in claims:
        view = msgspec.structs.replace(party_view(item.owner), span=None)
        unique.setdefault(repr(view), view)
    return tuple(unique[key] for key in sorted(unique))


def side_by_side(values: Iterable[Value]) -> tuple[Value, ...]:
    """In the order of display: by the day they were said, undated last; then by value, stance and speaker."""
    return tuple(sorted(values, key=lambda v: order(v.said_on, v.value, v.stance, v.speakers)))
