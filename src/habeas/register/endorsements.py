"""Endorsements as intervals: who stands behind an instrument on a day, against groups and against claimed numbers."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec

from habeas.claims import Attribute, Endorsement, EndorsementCount
from habeas.register.groups import codes, members
from habeas.register.said import Shown, order, party_view
from habeas.register.values import side_by_side, value
from habeas.register.views import ClaimedCount, EndorsementsView, Endorser, GroupView, Value
from habeas.text.dates import bounds
from habeas.text.instruments import find_instruments
from habeas.text.states import is_state


class UnnamedWithdrawal(msgspec.Struct, frozen=True):
    """So many left within an interval, and nobody has said who."""

    between: str
    count: int
    source: str


class Completeness(msgspec.Struct, frozen=True):
    """How far the record of an instrument's endorsers reaches."""

    complete_until: str
    source: str
    unnamed_withdrawals: tuple[UnnamedWithdrawal, ...] = ()


@cache
def _completeness() -> dict[str, Completeness]:
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
    day = _last_day(as_of or today)
    endorsers = _endorsers([i for i in mine if isinstance(i.claim.content, Endorsement)], day)
    counted = count_on(endorsers, instrument, day)
    known = _completeness().get(instrument)
    standing = [e for e in endorsers if not _left(e, day)]
    return EndorsementsView(
        instrument=instrument,
        as_of=as_of,
        count_min=len(counted.states) - counted.gone,
        count_max=len(counted.states | counted.possible) if counted.complete else None,
        complete_until=known.complete_until if known else None,
        organisations=tuple(sorted(counted.organisations)),
        endorsers=tuple(standing),
        withdrawn=tuple(e for e in endorsers if _left(e, day)),
        group=None,
        groups=tuple(group_view(code, counted, day) for code in codes()),
        claimed=_claimed(mine, endorsers, as_of),
        legal_force=_said_of(instrument, shown, "legal_force", as_of),
        targets=_said_of(instrument, shown, "targets", as_of),
    )


def _last_day(value_: str) -> date:
    last = bounds(value_)[1]
    return last if last is not None else date.max


def _endorsers(claims: Sequence[Shown], day: date) -> list[Endorser]:
    """Every party that any claim says endorsed by that day."""
    by_party: defaultdict[str, list[Shown]] = defaultdict(list)
    for item in claims:
        if isinstance(item.claim.content, Endorsement):
            by_party[item.claim.content.party].append(item)
    made = [_endorser(party, items) for party, items in sorted(by_party.items())]
    return [e for e in made if e is not None and _may_have_begun(e, by_party[e.party], day)]


def _endorser(party: str, claims: list[Shown]) -> Endorser | None:
    def dates(act: str) -> list[str]:
        found = [
            i.claim.content.when
            for i in claims
            if isinstance(i.claim.content, Endorsement) and i.claim.content.act == act
        ]
        return sorted((when for when in found if when), key=order)

    acts = {
        i.claim.content.act for i in claims if isinstance(i.claim.content, Endorsement) and i.claim.stance != "denies"
    }
    disputed = "denied_endorsing" in acts or any(i.claim.stance == "denies" for i in claims)
    if "endorsed" not in acts:
        return None
    since, until = dates("endorsed"), dates("withdrew")
    return Endorser(
        party=party,
        since=since[0] if since else None,
        until=until[-1] if until else None,
        disputed=disputed,
        claims=tuple(sorted(item.claim.id for item in claims)),
    )


def _may_have_begun(endorser: Endorser, claims: list[Shown], day: date) -> bool:
    """Whether it may have endorsed by the day; without a date it had when somebody said so."""
    dates = [endorser.since] if endorser.since else [i.said_on for i in claims if i.said_on]
    firsts = [bounds(when)[0] for when in dates]
    return not firsts or any(first is None or first <= day for first in firsts)


def _left(endorser: Endorser, day: date) -> bool:
    last = bounds(endorser.until)[1] if endorser.until else None
    return last is not None and last <= day


def _certain(endorser: Endorser, day: date) -> bool:
    last = bounds(endorser.since)[1] if endorser.since else None
    first = bounds(endorser.until)[0] if endorser.until else None
    return not endorser.disputed and (last is None or last <= day) and (first is None or first > day)


def count_on(endorsers: Iterable[Endorser], instrument: str, day: date) -> Count:
    """How many of the endorsers stood behind the instrument on that day."""
    there = [e for e in endorsers if not _left(e, day) and _begun(e, day)]
    certain = {e.party for e in there if _certain(e, day)}
    known = _completeness().get(instrument)
    return Count(
        states=frozenset(party for party in certain if is_state(party)),
        possible=frozenset(e.party for e in there if e.party not in certain and is_state(e.party)),
        organisations=frozenset(party for party in certain if not is_state(party)),
        gone=sum(w.count for w in known.unnamed_withdrawals if _begins_by(w.between, day)) if known else 0,
        complete=known is not None and day <= _last_day(known.complete_until),
    )


def _begun(endorser: Endorser, day: date) -> bool:
    first = bounds(endorser.since)[0] if endorser.since else None
    return first is None or first <= day


def _begins_by(when: str, day: date) -> bool:
    first = bounds(when)[0]
    return first is None or first <= day


def group_view(code: str, counted: Count, day: date) -> GroupView:
    """A group's members on a day against the endorsers of that day."""
    all_members = members(code, day)
    endorsed = tuple(state for state in all_members if state in counted.states)
    return GroupView(
        code=code,
        members=all_members,
        endorsed=endorsed,
        missing=tuple(s for s in all_members if s not in counted.states),
    )


def with_group(view: EndorsementsView, code: str) -> EndorsementsView | None:
    """The view with one group singled out; None for a group that no table knows."""
    group = next((g for g in view.groups if g.code == code), None)
    return msgspec.structs.replace(view, group=group) if group else None


def _claimed(claims: Sequence[Shown], endorsers: Sequence[Endorser], as_of: str | None) -> tuple[ClaimedCount, ...]:
    """What sources said the number was, by the day they said it, with the reading that reconciles it."""
    rows = []
    for item in claims:
        content = item.claim.content
        if not isinstance(content, EndorsementCount) or _after(item.said_on, as_of):
            continue
        day = _last_day(item.said_on) if item.said_on else None
        counted = count_on(endorsers, content.instrument, day) if day else None
        rows.append(
            ClaimedCount(
                count=content.count,
                counts=content.counts,
                bound=content.bound,
                group=content.group,
                who=party_view(item.owner),
                said_on=item.said_on,
                claim=item.claim.id,
                reconciles=_reconciled(content, counted, day),
            )
        )
    return tuple(sorted(rows, key=lambda row: order(row.said_on, f"{row.count:06}", row.who, row.claim)))


def _after(said_on: str | None, as_of: str | None) -> bool:
    """Whether something was certainly said after the view's day."""
    if said_on is None or as_of is None:
        return False
    first, last = bounds(said_on)[0], bounds(as_of)[1]
    return first is not None and last is not None and first > last


CANNOT = "cannot be reconciled"


def _reconciled(content: EndorsementCount, counted: Count | None, day: date | None) -> str:
    if counted is None or day is None:
        return "undated: nothing to count against"
    if content.group is not None:
        return _group_reading(content, group_view(content.group, counted, day))
    return _number_reading(content, counted)


def _number_reading(content: EndorsementCount, counted: Count) -> str:
    """A number of all endorsers: of states alone, with organisations, or without the one that the sentence names apart."""
    states, organisations = len(counted.states), len(counted.organisations)
    if content.bound == "at_least":
        return f"bound holds ({states} states)" if states >= content.count or not counted.complete else CANNOT
    if not counted.complete:
        return (
            f"within the bounds (at least {states - counted.gone})"
            if content.count >= states - counted.gone
            else CANNOT
        )
    readings = {
        states - 1: "inclusive counting: others besides the one named",
        states + organisations: "states and organisations",
        states: CANNOT if content.counts == "states_and_organisations" and organisations else "states",
    }
    return readings.get(content.count, CANNOT)


def _group_reading(content: EndorsementCount, group: GroupView) -> str:
    """A bound on a group: "nearly all" holds for nine tenths and more, short of all."""
    size, endorsed = len(group.members), len(group.endorsed)
    said = f"{endorsed} of {size}; missing {', '.join(group.missing) or 'none'}"
    holds = {
        "all": endorsed == size,
        "nearly_all": size * 0.9 <= endorsed < size,
        "at_least": endorsed >= content.count,
        "exactly": endorsed == content.count,
    }[content.bound]
    return f"bound holds ({said})" if size and holds else f"{CANNOT} ({said})"


def _said_of(instrument: str, shown: Iterable[Shown], attribute: str, as_of: str | None) -> tuple[Value, ...]:
    """What sources say an instrument is, side by side."""
    groups: defaultdict[tuple[str, str], list[Shown]] = defaultdict(list)
    for item in shown:
        content = item.claim.content
        if isinstance(content, Attribute) and content.attribute == attribute and not _after(item.said_on, as_of):
            name = content.subject if isinstance(content.subject, str) else content.subject.name or ""
            if instrument in {name, *(mention.id for mention in find_instruments(name))}:
                groups[content.value, item.claim.stance].append(item)
    return side_by_side(value(given, stance, items) for (given, stance), items in groups.items())
