"""Claimed numbers of endorsers, each beside the record of its own day, with every reading under which the two agree.

A reading is named, never chosen: where a number fits two, both are given, and where it fits none, that is said.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec

from habeas.claims import EndorsementCount
from habeas.register import groups
from habeas.register.endorsers import left, may_have_begun, stands
from habeas.register.readings import CANNOT, line, one
from habeas.register.said import Shown, order, party_view
from habeas.register.views import ClaimedCount, Clause, Endorser, GroupNote, GroupView, Reading, UnnamedWithdrawal
from habeas.text.dates import bounds
from habeas.text.states import is_state


class Completeness(msgspec.Struct, frozen=True):
    """How far the record of an instrument's endorsers reaches (`data/completeness.toml`)."""

    complete_until: str
    source: str
    unnamed_withdrawals: tuple[UnnamedWithdrawal, ...] = ()


@cache
def completeness() -> dict[str, Completeness]:
    """By instrument."""
    raw = tomllib.loads(files("habeas.register").joinpath("data/completeness.toml").read_text("utf-8"))
    return msgspec.convert(raw, dict[str, Completeness])


class Count(msgspec.Struct, frozen=True):
    """How many stood behind an instrument on a day.

    Attributes:
        states: certainly.
        possible: more that may have.
        organisations: certainly.
        gone: unnamed ones that may have left by then.
        complete: whether the list of that day is known to be complete.
    """

    states: frozenset[str]
    possible: frozenset[str]
    organisations: frozenset[str]
    gone: int
    complete: bool

    @property
    def least(self) -> int:
        """States that certainly did."""
        return max(0, len(self.states) - self.gone)

    @property
    def most(self) -> int | None:
        """States that may have; None where others may have joined whom nobody names."""
        return len(self.states | self.possible) if self.complete else None


def count_on(endorsers: Iterable[Endorser], instrument: str, day: date) -> Count:
    """How many of the endorsers stood behind the instrument on that day."""
    there = [e for e in endorsers if may_have_begun(e, day) and not left(e, day)]
    certain = {e.party for e in there if stands(e, day)}
    known = completeness().get(instrument)
    return Count(
        states=frozenset(party for party in certain if is_state(party)),
        possible=frozenset(e.party for e in there if e.party not in certain and is_state(e.party)),
        organisations=frozenset(party for party in certain if not is_state(party)),
        gone=sum(w.count for w in unnamed_withdrawals(instrument, day)),
        complete=known is not None and day <= last_day(known.complete_until),
    )


def unnamed_withdrawals(instrument: str, day: date) -> tuple[UnnamedWithdrawal, ...]:
    """Those that may have happened by a day."""
    known = completeness().get(instrument)
    firsts = [(one, bounds(one.between)[0]) for one in known.unnamed_withdrawals] if known else []
    return tuple(one for one, first in firsts if first is None or first <= day)


def last_day(when: str) -> date:
    """The last day that a date may mean."""
    last = bounds(when)[1]
    return last if last is not None else date.max


def group_view(code: str, counted: Count, day: date) -> GroupView:
    """A group's members on a day against the endorsers of that day."""
    rows = groups.on_day(code, day)
    return set_view(code, groups.name(code), groups.members(code, day), rows, counted)


def set_view(
    code: str, name: str, members: Iterable[str], rows: Iterable[groups.Membership], counted: Count
) -> GroupView:
    """A set of states against the endorsers, with what the rows of its groups note of them."""
    members, rows = tuple(sorted(members)), list(rows)
    return GroupView(
        code=code,
        name=name,
        members=members,
        endorsed=tuple(state for state in members if state in counted.states),
        missing=tuple(state for state in members if state not in counted.states),
        disputed=tuple(sorted({row.state for row in rows if row.standing == "disputed" and row.state in members})),
        notes=tuple(_note(row) for row in sorted(rows, key=lambda row: (row.state, row.group)) if row.note),
    )


def _note(row: groups.Membership) -> GroupNote:
    seen = [groups.sources()[id_] for id_ in row.seen]
    named = "; ".join(f"{one.publisher}: {one.what} ({one.where})" for one in seen)
    unseen = groups.sources()[row.source]
    return GroupNote(
        group=row.group,
        state=row.state,
        standing=row.standing,
        note=row.note,
        source=named or f"not opened: {unseen.publisher}: {unseen.what} ({unseen.where})",
    )


def claimed(claims: Iterable[Shown], endorsers: Sequence[Endorser]) -> tuple[ClaimedCount, ...]:
    """What sources said the number was, by the day they said it, with the readings that reconcile it.

    Args:
        claims: of one instrument, those that give a number among them.
        endorsers: of that instrument, on all days.
    """
    numbers = [(item, item.claim.content) for item in claims if isinstance(item.claim.content, EndorsementCount)]
    others = [(item.said_on, content) for item, content in numbers if item.claim.stance != "denies"]
    rows = [
        ClaimedCount(
            count=content.count,
            counts=content.counts,
            bound=content.bound,
            group=content.group,
            who=party_view(item.owner),
            said_on=item.said_on,
            claim=item.claim.id,
            reconciles=line(readings),
            readings=readings,
        )
        for item, content in numbers
        for readings in [_reconciled(content, item.said_on, endorsers, others)]
    ]
    return tuple(sorted(rows, key=lambda row: order(row.said_on, f"{row.count:06}", row.who, row.claim)))


Others = Sequence[tuple[str | None, EndorsementCount]]
"""Numbers that anybody gave, with the day on which."""

Readings = tuple[Reading, ...]


def _reconciled(
    content: EndorsementCount, said_on: str | None, endorsers: Sequence[Endorser], others: Others
) -> Readings:
    if said_on is None:
        return (one("undated"),)
    day = last_day(said_on)
    counted = count_on(endorsers, content.instrument, day)
    if content.group is not None:
        return (_group_reading(content, group_view(content.group, counted, day)),)
    if content.bound in {"nearly_all", "all"}:
        return (one("no_group"),)
    if content.bound != "exactly":
        return _within(content, counted)
    if not counted.complete:
        return _incomplete(content, said_on, counted, others)
    return tuple(map(one, _exact(content, counted))) or CANNOT


def _exact(content: EndorsementCount, counted: Count) -> list[str]:
    """The readings under which a number of all endorsers is that of a complete list."""
    states, organisations, number = len(counted.states), len(counted.organisations), content.count
    alone = content.counts != "states_and_organisations" or not organisations
    found = ["states"] if number == states and alone else []
    found += ["states_and_organisations"] if organisations and number == states + organisations else []
    found += ["others_besides"] if number == states - 1 else []
    found += ["counted_twice"] if number == states + 1 and alone else []
    return found


def _within(content: EndorsementCount, counted: Count) -> Readings:
    """Whether a number that is no exact one holds: the states of that day, or what is known of them, against its bounds."""
    floor, ceiling = _range(content)
    least, most = counted.least, counted.most
    if least > ceiling or (most is not None and most < floor):
        return CANNOT
    certain = floor <= least and (most == least or ceiling == math.inf)
    return (one("holds" if certain else "within", least),)


def _range(content: EndorsementCount) -> tuple[float, float]:
    """The fewest and the most that a number means. "Nearly" and "about" reach a tenth of it: our convention, no source's."""
    number = content.count
    match content.bound:
        case "at_least":
            return number, math.inf
        case "at_most":
            return 0, number
        case "nearly":
            return 0.9 * number, number - 1
        case _:
            return 0.9 * number, 1.1 * number


def _incomplete(content: EndorsementCount, said_on: str, counted: Count, others: Others) -> Readings:
    """What can be told of a number where the list of its day is not complete: the bound, and what others said."""
    number, least = content.count, counted.least
    states_only = number - len(counted.organisations) if content.counts == "states_and_organisations" else number
    if states_only < least:
        return CANNOT
    if counted.gone and number == least:
        return (one("without_unnamed", counted.gone),)
    return ((*one("within", least), *_beside(content, said_on, counted, others)),)


def _beside(content: EndorsementCount, said_on: str, counted: Count, others: Others) -> list[Clause]:
    """Exact numbers beside it: those of the same day that agree or not once organisations count, and higher ones before."""
    organisations = len(counted.organisations)
    exact = [(on, o) for on, o in others if on and o.bound == "exactly" and o.group is None and o.counts != "unclear"]
    step = {"states": organisations, "states_and_organisations": -organisations}.get(content.counts, 0)
    same_day = {
        o.count
        for on, o in exact
        if on == said_on and step and o.counts != content.counts and o.count == content.count + step
    }
    agrees = "agrees_with_organisations" if content.counts == "states" else "agrees_without_organisations"
    parts = [Clause(says=agrees, number=number) for number in sorted(same_day)]
    if step and any(on == said_on and o.counts != content.counts and o.count == content.count for on, o in exact):
        parts.append(Clause(says=agrees.replace("agrees", "contradicts"), number=content.count))
    higher = [
        (on, o.count)
        for on, o in exact
        if o.counts == content.counts and o.count > content.count and last_day(on) < last_day(said_on)
    ]
    parts += [Clause(says="fewer", number=number, said_on=on) for on, number in sorted(set(higher))[-1:]]
    return parts


def _group_reading(content: EndorsementCount, group: GroupView) -> Reading:
    """A bound on a group: "nearly all" holds for nine tenths and more, short of all."""
    size, endorsed = len(group.members), len(group.endorsed)
    holds = {
        "all": endorsed == size,
        "nearly_all": size * 0.9 <= endorsed < size,
        "exactly": endorsed == content.count,
    }.get(content.bound, _range(content)[0] <= endorsed <= _range(content)[1])
    says = "group_holds" if size and holds else "group_cannot"
    return (Clause(says=says, number=endorsed, of=size, missing=group.missing),)
