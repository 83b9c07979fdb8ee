"""Groups of states as dated membership tables (`data/groups.csv`, whose head says what each column means).

A state counts as the group itself counts it. Where state and group say different things, the row is `disputed` and says
what each says; nothing here decides between them.
"""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from habeas.text.dates import bounds
from habeas.text.states import name_of


class Membership(msgspec.Struct, frozen=True):
    """One unbroken time in which a state stood in one way to a group.

    Attributes:
        group: the group's code.
        state: ISO 3166-1 alpha-2.
        since: EDTF: the first day, which counts from the last day it may mean; None where we do not know it.
        until: EDTF: the first day on which it no longer held, likewise; None while it holds.
        standing: "disputed" counts as a member, "observer" does not.
        note: suspensions, and what each side of a dispute says; empty for none.
        source: an id in `sources()`: whose own account the row should agree with.
        seen: ids in `sources()` of what was really opened and tells of it; empty where nothing was.
    """

    group: str
    state: str
    since: str | None
    until: str | None
    standing: Literal["member", "disputed", "observer"]
    note: str
    source: str
    seen: tuple[str, ...]

    def holds(self, day: date) -> bool:
        """Whether it certainly holds on a day; an unknown beginning lies before every day."""
        return (self.since is None or _begun(self.since, day)) and not (self.until and _begun(self.until, day))


class GroupSource(msgspec.Struct, frozen=True):
    """Where rows come from.

    Attributes:
        id: as rows name it.
        publisher, what, where: for people; `where` is a URL.
        opened: the day on which it was really read; None where nobody opened it.
    """

    id: str
    publisher: str
    what: str
    where: str
    opened: str | None


def _begun(when: str, day: date) -> bool:
    last = bounds(when)[1]
    return last is not None and last <= day


def _rows(table: str) -> list[dict[str, str]]:
    lines = files("habeas.register").joinpath(f"data/{table}.csv").read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@cache
def memberships() -> tuple[Membership, ...]:
    """Every row of the table."""
    return tuple(
        msgspec.convert(
            {
                **row,
                "since": row["since"] or None,
                "until": row["until"] or None,
                "standing": row["standing"] or "member",
                "seen": row["seen"].split(";") if row["seen"] else (),
            },
            Membership,
        )
        for row in _rows("groups")
    )


@cache
def sources() -> dict[str, GroupSource]:
    """What the rows rest on, by id."""
    return {
        row["id"]: msgspec.convert({**row, "opened": row["opened"] or None}, GroupSource)
        for row in _rows("group_sources")
    }


@cache
def _names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in _rows("group_names")}


def name(group: str) -> str:
    """A group's English name; the code itself where nobody has one."""
    return _names().get(group) or name_of(group)


def codes() -> tuple[str, ...]:
    """Every group's code."""
    return tuple(sorted({row.group for row in memberships()}))


@cache
def on_day(group: str, day: date) -> tuple[Membership, ...]:
    """The rows of a group that hold on a day, by state."""
    return tuple(row for row in memberships() if row.group == group and row.holds(day))


def members(group: str, day: date) -> tuple[str, ...]:
    """The group's members on a day, by code, the disputed among them; empty for a group that is not in the table."""
    return tuple(sorted(row.state for row in on_day(group, day) if row.standing != "observer"))
