"""Who stood behind an instrument on which day: for the map's slider, and as a table by date for whoever has no script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec

from habeas.register.views import EndorsementsView, Endorser
from habeas.site.languages import Language
from habeas.site.words import words_of
from habeas.text.dates import bounds
from habeas.text.states import is_state


class Stand(msgspec.Struct, frozen=True, array_like=True):
    """One time in which a party stood behind an instrument, by days (ISO 8601); empty where open.

    Attributes:
        party: its code.
        first, sure: the first day on which it may have stood there, and the first on which it certainly did; `sure` is
            empty where it disputes that it ever did.
        leaving, left: the first day on which it may have left, and the first on which it certainly had.
    """

    party: str
    first: str
    sure: str
    leaving: str
    left: str


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Who joined and who left within one date.

    Attributes:
        when: EDTF; None for those of whom nobody says when.
        joined, left: codes.
        states: how many states of which names are known stood there after it, the undated not counted.
    """

    when: str | None
    joined: tuple[str, ...]
    left: tuple[str, ...]
    states: int | None


def stands(view: EndorsementsView) -> list[Stand]:
    """Every known time, by party and day."""
    return sorted(
        (stand for endorser in _all(view) for stand in _stands(endorser)),
        key=lambda one: (one.party, one.first, one.left),
    )


def _all(view: EndorsementsView) -> Iterable[Endorser]:
    """Each party once: one that left and is back is among both lists."""
    return {endorser.party: endorser for endorser in (*view.withdrawn, *view.endorsers)}.values()


def _stands(endorser: Endorser) -> Iterable[Stand]:
    for interval in endorser.intervals:
        first, sure = _days(interval.since or interval.since_within)
        leaving, left = _days(interval.until or interval.until_within) if interval.left else ("", "")
        yield Stand(endorser.party, first, "" if endorser.disputed else sure, leaving, left)


def _days(edtf: str | None) -> tuple[str, str]:
    first, last = bounds(edtf) if edtf else (None, None)
    return (_iso(first), _iso(last))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def changes(view: EndorsementsView) -> list[Change]:
    """Who joined and left, date by date; whoever has no date comes last."""
    joined: defaultdict[str, set[str]] = defaultdict(set)
    left: defaultdict[str, set[str]] = defaultdict(set)
    undated: set[str] = set()
    for endorser in _all(view):
        for interval in endorser.intervals:
            since = interval.since or interval.since_within
            if since is None:
                undated.add(endorser.party)
                continue
            joined[since].add(endorser.party)
            until = interval.until or interval.until_within
            if interval.left and until is not None:
                left[until].add(endorser.party)
    rows, there = [], set[str]()
    for when in sorted({*joined, *left}, key=_order):
        there = (there | joined[when]) - left[when]
        states = sum(map(is_state, there))
        rows.append(Change(when=when, joined=_sorted(joined[when]), left=_sorted(left[when]), states=states))
    if undated:
        rows.append(Change(when=None, joined=_sorted(undated), left=(), states=None))
    return rows


def _sorted(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(codes))


def _order(edtf: str) -> tuple[str, str]:
    first, last = bounds(edtf)
    return (_iso(last) or "9999", _iso(first))


def slider(view: EndorsementsView, spoken: Language) -> dict[str, Any] | None:
    """What the map's script needs for one instrument; None where no day is known, or only one month."""
    known: Sequence[Stand] = stands(view)
    days = [day for one in known for day in (one.first, one.sure, one.leaving, one.left) if day and day <= view.day]
    if not days or min(days)[:7] == view.day[:7]:
        return None
    words, say = words_of(spoken), spoken.message
    return {
        "first": min(days)[:7],
        "last": view.day,
        "stands": known,
        "organisations": [one.party for one in known if not is_state(one.party)],
        "names": {one.party: words.state(one.party) for one in known},
        "map": say("Map of the world"),
        "states": say("States known by name"),
        "perhaps": say("perhaps besides"),
        "bodies": say("organisations"),
        "joined": say("New"),
        "left": say("Left"),
        "is": say("%s: %v"),
    }
