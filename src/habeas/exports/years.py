"""State-years and dyad-years: custody counted by year, what is certain beside what is possible, never a zero for "not known".

An end that is only an interval makes a custody certain in some years and possible in others: `habeas.register.spells` says when.
What has no known end is possible up to the view's day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from habeas.disclosure.cells import LEAST
from habeas.register.spells import Interval, stretches_of
from habeas.register.views import CaseView, Register

MEASURES = ("held", "began", "ended")
"""What is counted: cases in custody at some time of the year, custodies that began in it, custodies that ended in it."""

PUBLIC = "public"
"""In this view every case behind a cell is public itself; in every other, cells of fewer than `LEAST` cases are emptied."""

Key = tuple[str, str | None, int]
"""Holder, home (None: not known), year."""


class Cell(msgspec.Struct):
    """The counts of one holder, home and year; None: nothing that this view holds.

    Attributes:
        certain: by measure, at least so many.
        possible: by measure, those and the ones whose dates may lie in the year.
        suppressed: emptied, because a number was small.
    """

    certain: dict[str, int]
    possible: dict[str, int]
    suppressed: bool = False

    def add(self, other: Cell) -> None:
        """Count another cell's cases too."""
        for mine, theirs in ((self.certain, other.certain), (self.possible, other.possible)):
            for measure, number in theirs.items():
                mine[measure] = mine.get(measure, 0) + number

    def is_small(self) -> bool:
        """Whether any of its numbers is below `LEAST`."""
        return any(number < LEAST for number in (*self.certain.values(), *self.possible.values()))

    def suppress(self) -> None:
        """Empty it."""
        self.certain, self.possible, self.suppressed = {}, {}, True


def dyad_years(register: Register, day: date) -> dict[Key, Cell]:
    """The cells of every holder, home and year up to a day, small ones emptied."""
    cells = _counted(register, day)
    if register.audience != PUBLIC:
        for cell in cells.values():
            if cell.is_small():
                cell.suppress()
    return cells


def state_years(register: Register, day: date, role: str) -> dict[tuple[str, int], Cell]:
    """The cells of every state and year, as `holder` or as `home`.

    A sum over cells one of which was emptied is emptied too: it would give that one away.
    """
    sums: defaultdict[tuple[str, int], Cell] = defaultdict(lambda: Cell({}, {}))
    for (holder, home, year), cell in _counted(register, day, whole=role == "holder").items():
        state = holder if role == "holder" else home
        if state is not None:
            sums[state, year].add(cell)
    if register.audience != PUBLIC:
        emptied = {key for key, cell in dyad_years(register, day).items() if cell.suppressed}
        touched = {(holder if role == "holder" else home, year) for holder, home, year in emptied}
        for key, cell in sums.items():
            if key in touched or cell.is_small():
                cell.suppress()
    return dict(sums)


def _counted(register: Register, day: date, *, whole: bool = False) -> dict[Key, Cell]:
    """Every cell as counted; with `whole` a case counts once, whatever the number of its nationalities."""
    cells: defaultdict[Key, Cell] = defaultdict(lambda: Cell({}, {}))
    for case in register.cases:
        homes: tuple[str | None, ...] = (None,) if whole else case.person.states or (None,)
        for year, cell in _years(case, day):
            for home in homes:
                if case.by is not None:
                    cells[case.by, home, year].add(cell)
    return dict(cells)


def _years(case: CaseView, day: date) -> Iterator[tuple[int, Cell]]:
    """What one case adds to each year."""
    stretches = stretches_of(case, day)
    first = min((stretch.may_begin.year for stretch in stretches), default=day.year + 1)
    for year in range(first, day.year + 1):
        held = [stretch for stretch in stretches if stretch.may_touch(year)]
        if not held:
            continue
        marks = {
            "held": ([any(stretch.touches(year) for stretch in held)], [True]),
            "began": _within(year, [stretch.begin for stretch in stretches]),
            "ended": _within(year, [stretch.end for stretch in stretches]),
        }
        yield (
            year,
            Cell(
                {measure: number for measure, (sure, _) in marks.items() if (number := sum(sure))},
                {measure: number for measure, (_, maybe) in marks.items() if (number := sum(maybe))},
            ),
        )


def _within(year: int, intervals: list[Interval]) -> tuple[list[bool], list[bool]]:
    """For each known interval: whether it certainly lies in the year, and whether it may."""
    sure, maybe = [], []
    for interval in intervals:
        if interval is not None:
            first, last = interval
            sure.append(first is not None and last is not None and first.year == year == last.year)
            maybe.append((first is None or first.year <= year) and (last is None or last.year >= year))
    return sure, maybe


def numbers(cell: Cell | None) -> list[int | None]:
    """A cell's counts by measure, certain and possible beside each other."""
    counts: list[Mapping[str, int]] = [cell.certain, cell.possible] if cell else [{}, {}]
    return [each.get(measure) for measure in MEASURES for each in counts]
