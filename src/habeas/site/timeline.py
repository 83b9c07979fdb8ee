"""The custody of one case as a picture: a bar along the years, drawn when the site is built.

Positions are percentages, so that the picture is as wide as the page and its words keep their size. A date that is not exact is
drawn as wide as it is: the bar is pale where nobody says on which day it began or ended. Behind the last report it is dashed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from habeas.register.custody import AFTER, ENDED
from habeas.register.views import CaseView
from habeas.text.dates import bounds

AT_LARGE = frozenset({"bailed", "exit_ban", "sheltered", "house_arrest"})
"""Ways of being held outside a prison."""

_MARGIN = 4.0
_WIDTH = 100 - 2 * _MARGIN


class Bar(msgspec.Struct, frozen=True):
    """One stretch of a custody.

    Attributes:
        start, width: in percent of the picture's width.
        look: `prison`, `outside`, `unsure` (somewhere within it a state began or ended) or `unreported`.
    """

    start: float
    width: float
    look: str


class Mark(msgspec.Struct, frozen=True):
    """One act.

    Attributes:
        start, width: of the days on which it may have happened, in percent.
        act: a `CustodyAct`.
        when: EDTF.
        ends: it ended the custody.
    """

    start: float
    width: float
    act: str
    when: str
    ends: bool


class Tick(msgspec.Struct, frozen=True):
    """A date below the bar: where, in percent, and EDTF."""

    start: float
    when: str


class Timeline(msgspec.Struct, frozen=True):
    """The picture's parts, from the first day to the last."""

    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]


def timeline(case: CaseView) -> Timeline | None:
    """The picture of a case; None where no act has a date with both ends."""
    acts = [(act, *bounds(act.when)) for act in case.acts if act.when and act.possible and not act.denied_by]
    dated = [(act, first, last) for act, first, last in acts if first and last]
    if not dated:
        return None
    reported = bounds(case.last_reported)[1] if case.last_reported else None
    ended = case.status in ENDED
    days = [day for _, first, last in dated for day in (first, last)] + ([] if ended or not reported else [reported])
    begin, end = min(days), max(days)
    if (end - begin).days < 14:
        begin, end = begin - timedelta(days=7), end + timedelta(days=7)
    scale = _Scale(begin, end)
    bars: list[Bar] = []
    for (act, first, last), following in zip(dated, [*dated[1:], None], strict=True):
        state = AFTER.get(act.act, "") or act.status_after  # type: ignore[call-overload]  # a view's act is a CustodyAct
        if last > first:
            bars.append(scale.bar(first, last, "unsure"))
        if state in ENDED:
            continue
        look = "outside" if state in AT_LARGE else "prison"
        if following is not None:
            bars += [scale.bar(last, following[1], look)] if following[1] > last else []
        elif reported and reported > last:
            bars.append(scale.bar(last, reported, look))
    if not ended:
        bars.append(Bar(scale.at(end), 100 - scale.at(end), "unreported"))
    marks = [
        Mark(scale.at(first), scale.at(last) - scale.at(first), act.act, act.when or "", act.status_after in ENDED)
        for act, first, last in dated
    ]
    return Timeline(tuple(bars), tuple(marks), tuple(_ticks(scale)))


class _Scale:
    def __init__(self, begin: date, end: date) -> None:
        self.begin, self.end = begin, end

    def at(self, day: date) -> float:
        """Where a day stands, in percent."""
        share = (day - self.begin).days / max(1, (self.end - self.begin).days)
        return round(_MARGIN + _WIDTH * share, 2)

    def bar(self, first: date, last: date, look: str) -> Bar:
        return Bar(self.at(first), round(self.at(last) - self.at(first), 2), look)


def _ticks(scale: _Scale) -> list[Tick]:
    """At most five dates: turns of years, or of months where the whole is short."""
    years = [date(year, 1, 1) for year in range(scale.begin.year + 1, scale.end.year + 1)]
    if len(years) >= 2:
        step = -(-len(years) // 5)
        return [Tick(scale.at(day), f"{day.year:04}") for day in years[::step]]
    months = _turns_of_months(scale)
    step = -(-len(months) // 3) if months else 1
    return [Tick(scale.at(day), f"{day.year:04}-{day.month:02}") for day in months[::step]]


def _turns_of_months(scale: _Scale) -> Sequence[date]:
    found, day = [], scale.begin.replace(day=1)
    while day <= scale.end:
        if day >= scale.begin:
            found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return found
