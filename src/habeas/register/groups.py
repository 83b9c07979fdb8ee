"""Groups of states as dated membership tables (`data/groups.csv`)."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files

import msgspec


class Membership(msgspec.Struct, frozen=True):
    """One state's membership of one group.

    Attributes:
        group: the group's code.
        state: ISO 3166-1 alpha-2.
        since: first day; None for one so early that no view asks.
        until: first day on which it no longer held; None while it holds.
    """

    group: str
    state: str
    since: date | None
    until: date | None


@cache
def memberships() -> tuple[Membership, ...]:
    """Every row of the table."""
    lines = files("habeas.register").joinpath("data/groups.csv").read_text("utf-8").splitlines()
    rows = [line.split(",") for line in lines if line and not line.startswith("#")][1:]
    return tuple(Membership(r[0], r[1], _day(r[2]), _day(r[3])) for r in rows)


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def codes() -> tuple[str, ...]:
    """Every group's code."""
    return tuple(sorted({row.group for row in memberships()}))


def members(group: str, day: date) -> tuple[str, ...]:
    """The group's members on a day, by code; empty for a group that is not in the table."""
    return tuple(
        sorted(
            row.state
            for row in memberships()
            if row.group == group and (row.since is None or row.since <= day) and (row.until is None or day < row.until)
        )
    )
