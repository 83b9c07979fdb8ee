"""Dates as intervals with a stated precision: EDTF (ISO 8601-2:2019), and what can be told of them without pretending.

Written forms used here: `2018`, `2018-12`, `2018-12-10`, and intervals of these `2021-02-08/2021-02-14`, open on either
side with `..`. The qualifiers `?`, `~` and `%` behind a date are kept and change no bound.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from habeas.errors import BadDate

EDTF = str
"""An EDTF date or interval."""

_PART = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[?~%]?")
_OPEN = frozenset({"..", ""})


@lru_cache(maxsize=65_536)
def check(value: str) -> EDTF:
    """The value itself, when it is a date or interval that exists.

    Raises:
        BadDate: it is none, or it ends before it begins.
    """
    first, last = bounds(value)
    if first is not None and last is not None and first > last:
        raise BadDate(f"date {value!r}", "it ends before it begins", "Write the earlier date first.")
    return value


@lru_cache(maxsize=65_536)
def bounds(value: EDTF) -> tuple[date | None, date | None]:
    """The first and the last day that `value` may mean; None on a side that is open.

    Raises:
        BadDate: not EDTF as written here, or a day that no calendar has.
    """
    parts = value.split("/")
    if len(parts) == 1:
        return _days(value, value)
    if len(parts) != 2 or all(part in _OPEN for part in parts):
        raise _bad(value)
    first = None if parts[0] in _OPEN else _days(parts[0], value)[0]
    last = None if parts[1] in _OPEN else _days(parts[1], value)[1]
    return (first, last)


def _days(part: str, whole: str) -> tuple[date, date]:
    match = _PART.fullmatch(part)
    if match is None:
        raise _bad(whole)
    year, month, day = (int(group) if group else None for group in match.groups())
    try:
        if year is None or month is None:
            return (date(year or 0, 1, 1), date(year or 0, 12, 31))
        if day is None:
            return (date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        return (date(year, month, day), date(year, month, day))
    except (ValueError, IndexError) as error:
        raise _bad(whole) from error


def _bad(value: str) -> BadDate:
    return BadDate(f"date {value!r}", "not a date", "Write 2018, 2018-12, 2018-12-10 or 2018-12-10/2018-12-12.")


def interval(first: date, last: date) -> EDTF:
    """The shortest EDTF for all the days from `first` to `last`."""
    if first == last:
        return first.isoformat()
    if first.day == 1 and (first.year, first.month) == (last.year, last.month) and last.day == _length(last):
        return f"{first.year:04}-{first.month:02}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f"{first.year:04}"
    return f"{first.isoformat()}/{last.isoformat()}"


def _length(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def is_day(value: EDTF) -> bool:
    """Whether it means one single day."""
    first, last = bounds(value)
    return first is not None and first == last


def overlaps(one: EDTF, other: EDTF) -> bool:
    """Whether the two can mean one day: dates that do are no contradiction."""
    first, last = bounds(one)
    begin, end = bounds(other)
    return (end is None or first is None or first <= end) and (last is None or begin is None or begin <= last)


def before(one: EDTF, other: EDTF) -> bool:
    """Whether `one` is certainly earlier: every day it may mean comes before every day the other may."""
    last, begin = bounds(one)[1], bounds(other)[0]
    return last is not None and begin is not None and last < begin


def days_between(start: EDTF, end: EDTF) -> tuple[int | None, int | None]:
    """The fewest and the most days from `start` to `end`; None where a side is open. 10 to 12 December is 2 days."""
    first, last = bounds(start)
    begin, final = bounds(end)
    fewest = (begin - last).days if begin is not None and last is not None else None
    most = (final - first).days if final is not None and first is not None else None
    return (None if fewest is None else max(fewest, 0), most)


def more_precise(one: EDTF, other: EDTF) -> bool:
    """Whether `one` lies wholly within `other` and is not the same interval."""
    first, last = bounds(one)
    begin, end = bounds(other)
    inside = (begin is None or (first is not None and first >= begin)) and (
        end is None or (last is not None and last <= end)
    )
    return inside and (first, last) != (begin, end)


def hull(values: Sequence[EDTF]) -> EDTF | None:
    """The shortest interval that holds every day that any of `values` may mean; None where it is open on both sides."""
    firsts, lasts = zip(*(bounds(value) for value in values), strict=True)
    known = [day for day in firsts if day is not None]
    ends = [day for day in lasts if day is not None]
    first = min(known) if len(known) == len(firsts) else None
    last = max(ends) if len(ends) == len(lasts) else None
    if first is not None and last is not None:
        return interval(first, last)
    if first is None and last is None:
        return None
    return f"{first.isoformat() if first else '..'}/{last.isoformat() if last else '..'}"


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the ISO week that holds `day`."""
    monday = day - timedelta(days=day.weekday())
    return (monday, monday + timedelta(days=6))
