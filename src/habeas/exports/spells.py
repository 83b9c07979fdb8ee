"""Spells: unbroken stretches of custody, with both ends as intervals and what is not known of them left open."""

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
