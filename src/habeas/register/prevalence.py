"""How many were held on a day, year after year, and in which roles states appear: counts over the cases of one register."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from habeas.register.custody import is_held
from habeas.register.views import CaseView
from habeas.text.dates import bounds


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """How many of the record's cases were in custody on a day.

    Attributes:
        day: the day.
        certain: it had certainly begun, and had certainly not ended, or somebody reported it on that day or later.
        possible: more that may have been: a date is not precise, or nobody has reported an end, nor that it lasts.
    """

    day: date
    certain: int
    possible: int


class Began(msgspec.Struct, frozen=True, kw_only=True):
    """How many of the record's custodies certainly began in a year."""

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
    """How many were held on each of the days. A case whose beginning nobody tells is in none."""
    spans = [span for span in map(_span, cases) if span is not None]
    certain = _Standing((span.latest, span.sure_until) for span in spans)
    perhaps = _Standing((span.earliest, span.perhaps_until) for span in spans)
    return tuple(Held(day=day, certain=certain.on(day), possible=perhaps.on(day) - certain.on(day)) for day in days)


class _Span(msgspec.Struct, frozen=True):
    """When one custody may have begun and ended."""

    earliest: date
    latest: date
    sure_until: date
    perhaps_until: date


class _Standing:
    """Counts the stretches [first, last) that hold a day, each quickly."""

    def __init__(self, stretches: Iterable[tuple[date, date]]) -> None:
        real = [(first, last) for first, last in stretches if first < last]
        self._firsts = sorted(first for first, _ in real)
        self._lasts = sorted(last for _, last in real)

    def on(self, day: date) -> int:
        return bisect_right(self._firsts, day) - bisect_right(self._lasts, day)


def _span(case: CaseView) -> _Span | None:
    first, last = bounds(case.held_from) if case.held_from else (None, None)
    if first is None or last is None:
        return None
    if is_held(case.status) or case.until is None:
        reported = bounds(case.last_reported)[0] if case.last_reported else None
        return _Span(first, last, reported or last, date.max)
    begin, end = bounds(case.until)
    return _Span(first, last, begin or last, end or date.max)


def began_in(cases: Sequence[CaseView]) -> tuple[Began, ...]:
    """How many custodies began in each year, from the first to the last; those of an uncertain year are in none."""
    ends = [bounds(case.held_from) for case in cases if case.held_from]
    years = Counter(first.year for first, last in ends if first and last and first.year == last.year)
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
