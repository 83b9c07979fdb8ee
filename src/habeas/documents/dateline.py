"""The day a document states for itself, in the forms that documents use for it.

Only what is written counts: a file's own dates, and the day it was received, say nothing about publication.
"""

from __future__ import annotations

import re
from datetime import date

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

_ISO = re.compile(r"\s*(\d{4})-(\d{2})(?:-(\d{2}))?(?=\Z|[T\s])")
_COMPACT = re.compile(r"\s*(\d{4})(\d{2})(\d{2})\s*\Z")
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? +)?"
_MONTH = "(" + "|".join(MONTHS) + ")"
_DAY_FIRST = re.compile(rf"{_WEEKDAY}(\d{{1,2}}) +{_MONTH},? +(\d{{4}})", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"{_WEEKDAY}{_MONTH} +(\d{{1,2}}), +(\d{{4}})", re.IGNORECASE)
_LABEL = re.compile(r"(?:date|dated|published|published on|issued|issued on|posted|posted on) *:? +", re.IGNORECASE)

FIRST_LINES = 8
"""How many written lines from the top may be a line of date."""


def day(year: int, month: int, number: int) -> str | None:
    """The day as EDTF, or None when there is no such day."""
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return None


def machine_day(value: str) -> str | None:
    """The day at the head of a machine's time stamp: `2021-02-16T09:30:00-05:00` is `2021-02-16`.

    The day is taken as written, in the stamp's own time zone. `2021-02` gives the month. Anything else is None.
    """
    compact = _COMPACT.match(value)
    if compact:
        return day(int(compact[1]), int(compact[2]), int(compact[3]))
    match = _ISO.match(value)
    if not match:
        return None
    if match[3] is None:
        return match[0].strip() if day(int(match[1]), int(match[2]), 1) else None
    return day(int(match[1]), int(match[2]), int(match[3]))


def written_day(value: str) -> str | None:
    """The day that `value`, as a whole, writes out: an ISO day, `16 February 2021` or `February 16, 2021`."""
    value = value.strip().rstrip(".")
    found = _DAY_FIRST.fullmatch(value)
    if found:
        return day(int(found[3]), MONTHS.index(found[2].lower()) + 1, int(found[1]))
    found = _MONTH_FIRST.fullmatch(value)
    if found:
        return day(int(found[3]), MONTHS.index(found[1].lower()) + 1, int(found[2]))
    return machine_day(value)


def dateline(text: str) -> str | None:
    """The day of the first line of date among the first written lines of `text`.

    Such a line holds a day and nothing else, but for a label: `Published: 14 December 2018`, `16 February 2021`.
    """
    lines = [line.strip() for line in text[:2_000].splitlines() if line.strip()][:FIRST_LINES]
    for line in lines:
        found = written_day(_LABEL.sub("", line, count=1) if _LABEL.match(line) else line)
        if found:
            return found
    return None
