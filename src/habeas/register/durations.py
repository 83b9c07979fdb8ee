"""How long custody lasts, from what a register shows: durations, and the Kaplan-Meier estimate of their distribution.

Somebody still held, or of whom nobody has reported an end, is *right-censored*: the custody lasted at least so long. The
estimate is Kaplan and Meier's (J. Am. Stat. Assoc. 53, 1958), its variance Greenwood's, and the interval of the median that of
Brookmeyer and Crowley (Biometrics 38, 1982) on the log(-log) scale, as the R package `survival` reckons it
(`conf.type = "log-log"`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from math import exp, inf, log, sqrt
from operator import itemgetter

import msgspec

from habeas.register.custody import is_held
from habeas.register.views import CaseView
from habeas.text.dates import days_between

NORMAL_975 = 1.959963984540054
"""The 97.5 % point of the normal distribution: intervals are of 95 %."""


class Duration(msgspec.Struct, frozen=True, kw_only=True):
    """One custody's length.

    Attributes:
        case: its case's slug.
        fewest, most: days; they differ where a date is less precise than a day.
        ended: False for one that lasted at least so long.
    """

    case: str
    fewest: int
    most: int
    ended: bool


class Durations(msgspec.Struct, frozen=True, kw_only=True):
    """The lengths of the custodies of a register, and how many have none.

    Attributes:
        known: by case.
        unknown_start: cases without a known beginning; they are in no estimate.
        unknown_end: cases that ended on a day that nobody tells.
    """

    known: tuple[Duration, ...]
    unknown_start: int
    unknown_end: int


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a survival curve.

    Attributes:
        days: when.
        at_risk: how many were known to be still held just before.
        ended: how many custodies ended then.
        share: the estimated share that lasts longer.
        low, high: its interval of 95 %.
    """

    days: int
    at_risk: int
    ended: int
    share: float
    low: float
    high: float


class Median(msgspec.Struct, frozen=True, kw_only=True):
    """The estimated median of durations, in days; None where the curve, or the end of its interval, does not fall so far."""

    days: int | None
    low: int | None
    high: int | None


def durations(cases: Iterable[CaseView]) -> Durations:
    """The length of each case's last custody; one without a reported end counts up to the last report of it, and no longer."""
    known, unknown_start, unknown_end = [], 0, 0
    for case in cases:
        if case.held_from is None:
            unknown_start += 1
            continue
        ended = not is_held(case.status)
        last = case.until if ended else case.last_reported
        fewest, most = days_between(case.held_from, last) if last else (None, None)
        if fewest is None or most is None or most < 0:
            unknown_end += 1
        else:
            known.append(Duration(case=case.slug, fewest=fewest, most=most, ended=ended))
    return Durations(
        known=tuple(sorted(known, key=lambda one: one.case)), unknown_start=unknown_start, unknown_end=unknown_end
    )


def survival(observed: Iterable[tuple[int, bool]]) -> tuple[Step, ...]:
    """The Kaplan-Meier curve of durations in days, each with whether it ended; a step for each day on which one did."""
    steps: list[Step] = []
    rows = sorted(observed)
    share, spread, at_risk = 1.0, 0.0, len(rows)
    for day, same in groupby(rows, key=itemgetter(0)):
        ends = [ended for _, ended in same]
        ended = sum(ends)
        if ended:
            share *= 1 - ended / at_risk
            spread += ended / (at_risk * (at_risk - ended)) if at_risk > ended else inf
            low, high = _interval(share, spread)
            steps.append(Step(days=day, at_risk=at_risk, ended=ended, share=share, low=low, high=high))
        at_risk -= len(ends)
    return tuple(steps)


def _interval(share: float, spread: float) -> tuple[float, float]:
    """Of 95 %, on the log(-log) scale; where everything has ended there is none."""
    if share <= 0 or share >= 1:
        return (share, share)
    width = NORMAL_975 * sqrt(spread) / log(share)
    ends = (share ** exp(width), share ** exp(-width))
    return (min(ends), max(ends))


def median(steps: Sequence[Step]) -> Median:
    """The day by which half of the custodies have ended, with its interval."""

    def first(shares: Iterable[float]) -> int | None:
        return next((step.days for step, share in zip(steps, shares, strict=True) if share <= 0.5), None)

    return Median(
        days=first(step.share for step in steps),
        low=first(step.low for step in steps),
        high=first(step.high for step in steps),
    )
