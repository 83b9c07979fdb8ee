"""Endorsers: for each party the intervals in which sources say that it stood behind an instrument.

Several sources that date one act differently tell of one act, unless an act of the other kind certainly lies between them.
An act without a date lies between the instrument's launch and the day on which somebody told of it. Who denies having
endorsed, or for whom it is denied, is *disputed* and never counted as certain, whoever says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from habeas.claims import Endorsement
from habeas.register.acts import best_date
from habeas.register.said import Shown, order
from habeas.register.views import Endorser, Interval
from habeas.text.dates import before, bounds
from habeas.text.instruments import INSTRUMENTS


class Telling(msgspec.Struct, frozen=True):
    """What one claim says of one act.

    Attributes:
        act: endorsed or withdrew.
        when: as the claim dates it; None for an undated act.
        within: the EDTF interval in which it lies all the same; None when nothing bounds it.
    """

    act: str
    when: str | None
    within: str | None


def endorsers(claims: Iterable[Shown]) -> list[Endorser]:
    """Every party of whom a claim of one instrument says that it endorsed or withdrew, by code."""
    by_party: defaultdict[str, list[Shown]] = defaultdict(list)
    for item in claims:
        if isinstance(item.claim.content, Endorsement):
            by_party[item.claim.content.party].append(item)
    made = (_endorser(party, items) for party, items in sorted(by_party.items()))
    return [endorser for endorser in made if endorser is not None]


def _endorser(party: str, claims: Sequence[Shown]) -> Endorser | None:
    tellings = [_telling(item) for item in claims]
    said = [telling for telling in tellings if telling is not None]
    if not said:
        return None
    found = _intervals(said)
    return Endorser(
        party=party,
        since=found[-1].since,
        until=found[-1].until,
        intervals=found,
        disputed=len(said) < len(tellings),
        claims=tuple(sorted(item.claim.id for item in claims)),
    )


def _telling(item: Shown) -> Telling | None:
    """What a claim says happened; None for one that denies."""
    content = item.claim.content
    if not isinstance(content, Endorsement) or item.claim.stance == "denies" or content.act == "denied_endorsing":
        return None
    known = INSTRUMENTS.get(content.instrument)
    told = bounds(item.said_on)[1] if item.said_on else None
    return Telling(content.act, content.when, content.when or _open(known.launched if known else None, told))


def _open(first: str | None, last: date | None) -> str | None:
    """From one day to another, either of which may be unknown."""
    if first is None and last is None:
        return None
    begins = bounds(first)[0] if first else None
    if begins is not None and last is not None and begins > last:
        return f"../{last.isoformat()}"
    return f"{begins.isoformat() if begins else '..'}/{last.isoformat() if last else '..'}"


def _intervals(said: Sequence[Telling]) -> tuple[Interval, ...]:
    """Endorsing and withdrawing by turns."""
    steps: list[tuple[str, list[Telling]]] = []
    for telling in sorted(said, key=_sequence):
        if not steps or (steps[-1][0] != telling.act and not _of_the_step_before(telling, steps)):
            steps.append((telling.act, []))
        step = steps[-1] if steps[-1][0] == telling.act else steps[-2]
        step[1].append(telling)
    found: list[Interval] = []
    for act, tellings in steps:
        when, within = _when(tellings)
        if act == "endorsed":
            found.append(Interval(since=when, since_within=within, until=None, until_within=None, left=False))
        else:
            begun = found.pop() if found else Interval(since=None, since_within=None, until=None, until_within=None)
            found.append(msgspec.structs.replace(begun, until=when, until_within=_not_before(begun, within), left=True))
    return tuple(found)


def _not_before(begun: Interval, within: str | None) -> str | None:
    """When somebody left, as far as known: never before it had come."""
    came = bounds(begun.since_within)[0] if begun.since_within else None
    first, last = bounds(within) if within else (None, None)
    if came is None or (first is not None and first >= came) or (last is not None and last < came):
        return within
    return _open(came.isoformat(), last)


def _of_the_step_before(telling: Telling, steps: Sequence[tuple[str, list[Telling]]]) -> bool:
    """Whether it may tell of the act before the last: nothing of the other kind lies certainly between the two."""
    return len(steps) > 1 and not any(
        other.within and telling.within and before(other.within, telling.within) for other in steps[-1][1]
    )


def _sequence(telling: Telling) -> tuple[object, ...]:
    """Dated acts by their dates; an undated endorsement before everything, an undated withdrawal when it was told."""
    endorsed = telling.act == "endorsed"
    if telling.when is None and endorsed:
        return (0, "", "", telling.within or "")
    last = bounds(telling.within)[1] if telling.within else None
    first = bounds(telling.when)[0] if telling.when else last
    return (1 if first else 2, str(first or ""), str(last or ""), "" if endorsed else "~", telling.within or "")


def _when(tellings: Sequence[Telling]) -> tuple[str | None, str | None]:
    """The best date of an act, and the interval in which it lies; for an undated one that of the first to tell."""
    dates = sorted({telling.when for telling in tellings if telling.when}, key=order)
    if dates:
        best = best_date(dates)
        return best, best
    within = sorted((t.within for t in tellings if t.within), key=lambda when: str(bounds(when)[1] or "~"))
    return None, within[0] if within else None


def may_have_begun(endorser: Endorser, day: date) -> bool:
    """Whether it may have endorsed by a day."""
    return any(_may_have_begun(interval, day) for interval in endorser.intervals)


def left(endorser: Endorser, day: date) -> bool:
    """Whether it had certainly withdrawn on a day, and had not come back."""
    there = [interval for interval in endorser.intervals if _may_have_begun(interval, day)]
    return bool(there) and all(_ended(interval, day) for interval in there)


def stands(endorser: Endorser, day: date) -> bool:
    """Whether it certainly stood behind the instrument on a day, and nobody denies that it ever did."""
    return not endorser.disputed and any(_holds(interval, day) for interval in endorser.intervals)


def on_day(endorser: Endorser, day: date) -> Endorser:
    """The endorser with the last interval that may have begun by the day for its dates; a later withdrawal is not told."""
    there = [interval for interval in endorser.intervals if _may_have_begun(interval, day)]
    if not there:
        return endorser
    first = bounds(there[-1].until)[0] if there[-1].until else None
    return msgspec.structs.replace(
        endorser,
        since=there[-1].since,
        until=there[-1].until if first is None or first <= day else None,
        intervals=tuple(there),
    )


def _may_have_begun(interval: Interval, day: date) -> bool:
    first = bounds(interval.since_within)[0] if interval.since_within else None
    return first is None or first <= day


def _ended(interval: Interval, day: date) -> bool:
    last = bounds(interval.until_within)[1] if interval.until_within else None
    return last is not None and last <= day


def _holds(interval: Interval, day: date) -> bool:
    """Certainly begun and certainly not ended."""
    last = bounds(interval.since_within)[1] if interval.since_within else None
    first = bounds(interval.until_within)[0] if interval.until_within else None
    begun = last is not None and last <= day
    return begun and (not interval.left or (first is not None and first > day))
