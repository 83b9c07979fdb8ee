"""Endorsements: who stands behind an instrument on a day, against groups of states and against claimed numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from habeas.claims import Attribute, Endorsement, EndorsementCount
from habeas.errors import UnknownEntry
from habeas.register import groups
from habeas.register.counts import (
    Count,
    claimed,
    completeness,
    count_on,
    group_view,
    last_day,
    set_view,
    unnamed_withdrawals,
)
from habeas.register.endorsers import endorsers, left, may_have_begun, on_day
from habeas.register.said import Shown
from habeas.register.values import side_by_side, value
from habeas.register.views import EndorsementsView, Value
from habeas.text.dates import bounds
from habeas.text.instruments import find_instruments


def instruments(shown: Iterable[Shown]) -> tuple[str, ...]:
    """The instruments that any claim speaks of."""
    found = {
        item.claim.content.instrument
        for item in shown
        if isinstance(item.claim.content, (Endorsement, EndorsementCount))
    }
    return tuple(sorted(found))


def endorsements_view(instrument: str, shown: Sequence[Shown], *, as_of: str | None, today: str) -> EndorsementsView:
    """Who stands behind one instrument on the view's day."""
    mine = [
        i
        for i in shown
        if isinstance(i.claim.content, (Endorsement, EndorsementCount)) and i.claim.content.instrument == instrument
    ]
    day = last_day(as_of or today)
    everybody = endorsers(mine)
    there = [on_day(e, day) for e in everybody if may_have_begun(e, day)]
    counted = count_on(everybody, instrument, day)
    known = completeness().get(instrument)
    return EndorsementsView(
        instrument=instrument,
        as_of=as_of,
        day=day.isoformat(),
        count_min=counted.least,
        count_max=counted.most,
        complete_until=known.complete_until if known else None,
        organisations=tuple(sorted(counted.organisations)),
        certain=tuple(sorted(counted.states)),
        endorsers=tuple(e for e in there if not left(e, day)),
        withdrawn=tuple(e for e in there if left(e, day)),
        group=None,
        groups=tuple(group_view(code, counted, day) for code in groups.codes()),
        claimed=claimed(mine, everybody),
        unnamed_withdrawals=unnamed_withdrawals(instrument, day),
        legal_force=_said_of(instrument, shown, "legal_force", as_of),
        targets=_said_of(instrument, shown, "targets", as_of),
    )


def with_group(view: EndorsementsView, code: str) -> EndorsementsView | None:
    """The view with one group singled out; None for a group that no table knows."""
    group = next((g for g in view.groups if g.code == code), None)
    return msgspec.structs.replace(view, group=group) if group else None


def with_set(view: EndorsementsView, within: Sequence[str], without: Sequence[str] = ()) -> EndorsementsView:
    """The view with a set of states singled out: the members of every group in `within` and of none in `without`.

    With nothing in `within` the set is the certain endorsers themselves: who endorsed and is in none of the groups.

    Raises:
        UnknownEntry: a group that no table knows.
    """
    for code in (*within, *without):
        if code not in groups.codes():
            given, known = f"group {code!r}", ", ".join(groups.codes())
            raise UnknownEntry(given, "no such group in our tables", f"Use one of: {known}.")
    day = last_day(view.day)
    sets = [set(groups.members(code, day)) for code in within] or [set(view.certain)]
    found = set.intersection(*sets).difference(*(groups.members(code, day) for code in without))
    rows = [row for code in (*within, *without) for row in groups.on_day(code, day)]
    counted = Count(frozenset(view.certain), frozenset(), frozenset(), 0, complete=False)
    name = " and ".join(map(groups.name, within)) or "endorsers"
    name += "".join(f", not {groups.name(code)}" for code in without)
    made = set_view("+".join(within) + "".join(f"-{code}" for code in without), name, found, rows, counted)
    return msgspec.structs.replace(view, group=made)


def _after(said_on: str | None, as_of: str | None) -> bool:
    """Whether something was certainly said after the view's day."""
    if said_on is None or as_of is None:
        return False
    first, last = bounds(said_on)[0], bounds(as_of)[1]
    return first is not None and last is not None and first > last


def _said_of(instrument: str, shown: Iterable[Shown], attribute: str, as_of: str | None) -> tuple[Value, ...]:
    """What sources say an instrument is, side by side."""
    said: defaultdict[tuple[str, str], list[Shown]] = defaultdict(list)
    for item in shown:
        content = item.claim.content
        if isinstance(content, Attribute) and content.attribute == attribute and not _after(item.said_on, as_of):
            name = content.subject if isinstance(content.subject, str) else content.subject.name or ""
            if instrument in {name, *(mention.id for mention in find_instruments(name))}:
                said[content.value, item.claim.stance].append(item)
    return side_by_side(value(given, stance, items) for (given, stance), items in said.items())
