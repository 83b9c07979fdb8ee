"""Spells: unbroken stretches of custody, with both ends as intervals and what is not known of them left open.

Every figure over time counts these. A custody without a known end is certain up to the last day on which a source spoke of it.
One whose beginning nobody tells counts from the first act that is dated.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from habeas.register.custody import BEGINS, is_held
from habeas.register.views import ActView, CaseView
from habeas.text.dates import bounds


class Spell(msgspec.Struct, frozen=True):
    """One unbroken stretch of custody within a case.

    Attributes:
        acts: from the first act that shows somebody held to the last before he is free.
        ending: the act that ended it; None while it lasts, or when nobody told of its end.
    """

    acts: tuple[ActView, ...]
    ending: ActView | None

    @property
    def start(self) -> str | None:
        """EDTF; None when the first act that sources tell of is no beginning, or has no date."""
        return self.acts[0].when if self.acts[0].act in BEGINS else None

    @property
    def end(self) -> str | None:
        """EDTF; None while it lasts or when unknown."""
        return self.ending.when if self.ending else None

    def seen(self) -> tuple[date, date] | None:
        """The first act that has a date, as its first and last day: by the last, somebody was certainly held."""
        for act in self.acts:
            first, last = bounds(act.when) if act.when else (None, None)
            if first and last:
                return (first, last)
        return None


class Stage(msgspec.Struct, frozen=True):
    """One status within a case, from the act that led to it to the act that ended it."""

    status: str
    act: ActView
    next: ActView | None


def standing(case: CaseView) -> tuple[ActView, ...]:
    """The acts that somebody asserts and that can follow what stands before them."""
    return tuple(act for act in case.acts if act.said_by and act.possible)


def spells(case: CaseView) -> Iterator[Spell]:
    """A case's spells, in order."""
    acts: list[ActView] = []
    for act in standing(case):
        if is_held(act.status_after):
            acts.append(act)
        elif acts:
            yield Spell(tuple(acts), act)
            acts = []
    if acts:
        yield Spell(tuple(acts), None)


def stages(case: CaseView) -> Iterator[Stage]:
    """A case's statuses, in order; an act that changes nothing begins none."""
    changes: list[ActView] = []
    for act in standing(case):
        if not changes or changes[-1].status_after != act.status_after:
            changes.append(act)
    for at, act in enumerate(changes):
        yield Stage(act.status_after, act, changes[at + 1] if at + 1 < len(changes) else None)


Interval = tuple[date | None, date | None] | None
"""The first and the last day that a date may mean; None where there is no date."""


class Stretch(msgspec.Struct, frozen=True):
    """A spell as days.

    Attributes:
        begin, end: when it began and ended, as intervals; None when not known.
        may_begin, may_end: the widest that it may reach.
        surely: the first and the last day on which somebody was certainly held.
        seen: the first dated act as an interval.
    """

    begin: Interval
    end: Interval
    may_begin: date
    may_end: date
    surely: tuple[date, date]
    seen: tuple[date, date]

    def may_touch(self, year: int) -> bool:
        """Whether somebody may have been held in that year."""
        return self.may_begin.year <= year <= self.may_end.year

    def touches(self, year: int) -> bool:
        """Whether somebody was certainly held at some time of that year."""
        first, last = self.surely
        if first <= last and first.year <= year <= last.year:
            return True
        return any(all(day is not None and day.year == year for day in one) for one in (self.seen, self.end) if one)


def _stretch(spell: Spell, reported: str | None, day: date) -> Stretch | None:
    seen = spell.seen()
    if seen is None:
        return None
    begin = bounds(spell.start) if spell.start else None
    end = bounds(spell.end) if spell.end else None
    told = [first for act in spell.acts if act.when and (first := bounds(act.when)[0])]
    if spell.ending is None and reported and (first := bounds(reported)[0]):
        told.append(first)
    last_sure = end[0] if end and end[0] else max(told, default=seen[0])
    may_begin = begin[0] if begin and begin[0] else seen[0]
    may_end = end[1] if end and end[1] else day
    return Stretch(begin, end, may_begin, min(may_end, day), (seen[1], min(last_sure, day)), seen)


def stretches_of(case: CaseView, day: date) -> list[Stretch]:
    """A case's spells as days, none of them after that day; those without any dated act are left out."""
    return [found for spell in spells(case) if (found := _stretch(spell, case.last_reported, day)) is not None]
