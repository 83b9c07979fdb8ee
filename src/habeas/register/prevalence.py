"""How many were held on a day, year after year, and in which roles states appear: counts over the cases of one register."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from habeas.register.custody import is_held
from habeas.register.spells import stretches_of
from habeas.register.views import CaseView


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """How many of the record's cases were in custody on a day.

    Attributes:
        day: the day.
        certain: it had certainly begun, and had certainly not ended before that day, or somebody reported it then or later.
        possible: more that may have been: a date is not precise, or nobody has reported an end, nor that it lasts.
    """

    day: date
    certain: int
    possible: int


class Began(msgspec.Struct, frozen=True, kw_only=True):
    """How many custodies certainly began in a year; one case may be of several (`habeas.register.spells`)."""

    year: int
    cases: int


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """How often one state appears.

    Attributes:
        state: its code.
        nationals: cases of persons said to be its nationals.
        nationals_now: those of them in custody as last reported.
        holds: cases of persons in its custody.
        holds_now: those of them in custody as last reported.
    """

    state: str
    nationals: int
    nationals_now: int
    holds: int
    holds_now: int


def held_on(cases: Sequence[CaseView], days: Iterable[date]) -> tuple[Held, ...]:
    """How many were held at some time of each of the days. A case no act of which is dated is in none."""
    found = [stretches_of(case, date.max) for case in cases]
    certain = _Standing(span for each in found for span in _joined(one.surely for one in each))
    perhaps = _Standing(span for each in found for span in _joined((one.may_begin, one.may_end) for one in each))
    return tuple(Held(day=day, certain=certain.on(day), possible=perhaps.on(day) - certain.on(day)) for day in days)


def _joined(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """One case's stretches, those that overlap as one: nobody counts twice on a day."""
    joined: list[tuple[date, date]] = []
    for first, last in sorted(span for span in spans if span[0] <= span[1]):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


class _Standing:
    """Counts the stretches, both ends within, that hold a day, each quickly."""

    def __init__(self, stretches: Iterable[tuple[date, date]]) -> None:
        given = list(stretches)
        self._firsts = sorted(first for first, _ in given)
        self._lasts = sorted(last for _, last in given)

    def on(self, day: date) -> int:
        return bisect_right(self._firsts, day) - bisect_left(self._lasts, day)


def began_in(cases: Sequence[CaseView]) -> tuple[Began, ...]:
    """How many custodies began in each year, from the first to the last; those of an uncertain year are in none."""
    begun = (stretch.begin for case in cases for stretch in stretches_of(case, date.max) if stretch.begin)
    years = Counter(first.year for first, last in begun if first and last and first.year == last.year)
    if not years:
        return ()
    return tuple(Began(year=year, cases=years[year]) for year in range(min(years), max(years) + 1))


def roles(cases: Sequence[CaseView]) -> tuple[Role, ...]:
    """Every state of any case, in both roles, by code."""
    counts: dict[str, Counter[str]] = {}
    for case in cases:
        now = int(is_held(case.status))
        if case.by is not None:
            counts.setdefault(case.by, Counter()).update({"holds": 1, "holds_now": now})
        for state in case.person.states:
            counts.setdefault(state, Counter()).update({"nationals": 1, "nationals_now": now})
    return tuple(
        Role(
            state=state,
            nationals=found["nationals"],
            nationals_now=found["nationals_now"],
            holds=found["holds"],
            holds_now=found["holds_now"],
        )
        for state, found in sorted(counts.items())
    )
