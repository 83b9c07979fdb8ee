"""Dates for forms that know no intervals: the day, month or year that holds all that a date may mean, and nothing narrower."""

from __future__ import annotations

from datetime import date

from habeas.text.dates import bounds


def containing(value: str | None) -> str | None:
    """`2021-02-08/2021-02-14` is `2021-02`, `2018-12/2019-01` is None: no year holds it."""
    first, last = bounds(value) if value else (None, None)
    if first is None or last is None or first.year != last.year:
        return None
    if first.month != last.month:
        return f"{first.year:04}"
    return first.isoformat() if first == last else f"{first.year:04}-{first.month:02}"


def the_day(value: str | None) -> date | None:
    """The day that a date means; None for one that is less precise than a day, or unknown."""
    first, last = bounds(value) if value else (None, None)
    return first if first is not None and first == last else None
