"""Trends: figures over the cases of a register, each with its picture, its table, its data and what it cannot tell.

A public view counts admitted cases only, each of them shown, so that no cell can give anybody away. A view for others suppresses
cells under five persons: whether every case behind one is public is not known here, and unknown means no.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import msgspec

from habeas.disclosure.cells import BIASES, LEAST
from habeas.register.durations import Duration, Median, Step, durations, median, survival
from habeas.register.prevalence import began_in, held_on, roles
from habeas.register.views import Register
from habeas.site.charts import Bar, Point, bars, curve
from habeas.site.languages import Language
from habeas.site.plan import Lookups, Plan
from habeas.site.words import mark
from habeas.text.dates import bounds

TABLES = (
    ("held.csv", mark("In custody on 1 January")),
    ("began.csv", mark("Custodies that began in a year")),
    ("states.csv", mark("States in both roles")),
    ("durations.csv", mark("How long custody lasts")),
    ("survival.csv", mark("Share of custodies that last longer")),
)
"""Files of figures, and what they hold."""

LATER = 1990
"""Years before this one are in the tables' files and not in the pictures."""


class Year(msgspec.Struct, frozen=True, kw_only=True):
    """A year's figures; None for a suppressed one."""

    year: int
    certain: int | None
    possible: int | None
    began: int | None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A state's figures; None for a suppressed one."""

    state: str
    nationals: int | None
    nationals_now: int | None
    holds: int | None
    holds_now: int | None


class Lasting(msgspec.Struct, frozen=True, kw_only=True):
    """How long custodies last.

    Attributes:
        custodies: how many have a known length, up to an end or a last report.
        ended: how many of them have ended.
        shortest: the median where every imprecise date is read so that the custody is shortest.
        longest: the median where it is longest.
        unknown_start, unknown_end: cases that are in no estimate.
        steps: the curve of the shortest reading.
        last: the longest length in it, in days.
        few: whether there are too few to tell anything.
    """

    custodies: int
    ended: int
    shortest: Median
    longest: Median
    unknown_start: int
    unknown_end: int
    steps: tuple[Step, ...]
    last: int
    few: bool


class Trends(msgspec.Struct, frozen=True, kw_only=True):
    """All of it.

    Attributes:
        years: from the first custody to the day of the view.
        states: by code.
        lasting: how long custodies last.
        each: the lengths, case by case; empty where cells are suppressed.
        suppressing: whether small cells are.
    """

    years: tuple[Year, ...]
    states: tuple[Row, ...]
    lasting: Lasting
    each: tuple[Duration, ...]
    suppressing: bool


def trends(register: Register, *, built_on: str) -> Trends:
    """The figures of one register, as of its day or the year of the build."""
    suppressing = register.audience != "public"

    def shown(number: int) -> int | None:
        return None if suppressing and 0 < number < LEAST else number

    began = {one.year: one.cases for one in began_in(register.cases)}
    day = bounds(register.as_of or built_on)[1] or date.max
    years = range(min(began), day.year + 1) if began and min(began) <= day.year else range(0)
    held = held_on(register.cases, [date(year, 1, 1) for year in years])
    return Trends(
        years=tuple(
            Year(
                year=one.day.year,
                certain=shown(one.certain),
                possible=shown(one.possible),
                began=shown(began.get(one.day.year, 0)),
            )
            for one in held
        ),
        states=tuple(
            Row(
                state=role.state,
                nationals=shown(role.nationals),
                nationals_now=shown(role.nationals_now),
                holds=shown(role.holds),
                holds_now=shown(role.holds_now),
            )
            for role in roles(register.cases)
        ),
        lasting=_lasting(register),
        each=() if suppressing else durations(register.cases).known,
        suppressing=suppressing,
    )


def _lasting(register: Register) -> Lasting:
    found = durations(register.cases)
    short = survival((one.fewest, one.ended) for one in found.known)
    long = survival((one.most, one.ended) for one in found.known)
    return Lasting(
        custodies=len(found.known),
        ended=sum(one.ended for one in found.known),
        shortest=median(short),
        longest=median(long),
        unknown_start=found.unknown_start,
        unknown_end=found.unknown_end,
        steps=short,
        last=max((one.fewest for one in found.known), default=0),
        few=sum(one.ended for one in found.known) < LEAST,
    )


def files(found: Trends, spoken: Sequence[Language]) -> Iterator[Plan]:
    """The files of figures, once, and the pictures, in each language."""
    tables: dict[str, tuple[tuple[str, ...], Iterable[Sequence[object]]]] = {
        "held.csv": (("year", "certain", "possible_besides"), [(y.year, y.certain, y.possible) for y in found.years]),
        "began.csv": (("year", "began"), [(year.year, year.began) for year in found.years]),
        "states.csv": (
            ("state", "nationals", "nationals_held_now", "holds", "holds_now"),
            [(row.state, row.nationals, row.nationals_now, row.holds, row.holds_now) for row in found.states],
        ),
        "durations.csv": (
            ("case", "fewest_days", "most_days", "ended"),
            [(one.case, one.fewest, one.most, "true" if one.ended else "false") for one in found.each],
        ),
        "survival.csv": (
            ("days", "at_risk", "ended", "share", "low", "high"),
            [(s.days, s.at_risk, s.ended, f"{s.share:.4f}", f"{s.low:.4f}", f"{s.high:.4f}") for s in _told(found)],
        ),
    }
    for name, (header, rows) in tables.items():
        yield _csv(f"trends/{name}", header, list(rows))
    for one in spoken:
        yield from _pictures(found, one)


def _told(found: Trends) -> Sequence[Step]:
    return () if found.suppressing and found.lasting.few else found.lasting.steps


def _csv(name: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Plan:
    def make(_plan: Plan, _lookups: Lookups) -> bytes:
        sheet = io.StringIO()
        writer = csv.writer(sheet, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
        return sheet.getvalue().encode()

    return Plan(name=name, values={"header": list(header), "rows": [list(row) for row in rows]}, make=make)


def _pictures(found: Trends, spoken: Language) -> Iterator[Plan]:
    say, way = spoken.message, spoken.direction
    years = [year for year in found.years if year.year >= LATER]
    held = [Bar(label=str(year.year), sure=year.certain or 0, perhaps=year.possible or 0) for year in years]
    began = [Bar(label=str(year.year), sure=year.began or 0) for year in years]

    def picture(name: str, draw: Any, **values: Any) -> Plan:
        def make(_plan: Plan, _lookups: Lookups) -> bytes:
            drawn: bytes = draw(*values["given"], **values["told"], direction=way)
            return drawn

        return Plan(name=f"{spoken.folder}trends/{name}.svg", values={"spoken": spoken.code, **values}, make=make)

    yield picture("held", bars, given=[held], told={"title": say("In custody on 1 January of each year")})
    yield picture("began", bars, given=[began], told={"title": say("Custodies that began in each year")})
    points = [Point(at=step.days, share=step.share, low=step.low, high=step.high) for step in _told(found)]
    told = {
        "last": found.lasting.last,
        "title": say("Share of custodies that last longer than so many days"),
        "axis": say("days"),
        "percent": say("%s %%", "a percentage"),
    }
    yield picture("durations", curve, given=[points], told=told)


def biases() -> list[str]:
    """What every figure has to say of itself."""
    return list(BIASES.values())
