"""The acts of one custody, in the order in which they happened, with everyone who says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby, permutations

from habeas.claims import Custody
from habeas.claims.custody import CustodyAct
from habeas.register.charges import by_charge
from habeas.register.custody import BEGINS, ENDED, ON_CHARGES, RANK, after, can_follow
from habeas.register.said import Shown, order
from habeas.register.values import owners, ranked
from habeas.register.views import ActView
from habeas.text.dates import before, bounds, hull, is_day, more_precise, overlaps
from habeas.text.offices import is_body

Told = tuple[CustodyAct, list[Shown]]
"""An act with the claims that tell of it."""


def acts_of(claims: Iterable[Shown], as_of: str | None) -> tuple[ActView, ...]:
    """The acts that custody claims of one person and state tell of, up to a day."""
    by_act: defaultdict[CustodyAct, list[Shown]] = defaultdict(list)
    for item in claims:
        by_act[_content(item).act].append(item)
    endings = [when for act in by_act if _ends(act) for item in by_act[act] if (when := _content(item).when)]
    beginnings = [when for act in by_act if act in BEGINS for item in by_act[act] if (when := _content(item).when)]
    groups: list[Told] = []
    for act, items in by_act.items():
        for one in by_charge(items) if act in ON_CHARGES else [items]:
            groups += [(act, group) for group in _apart(one, beginnings if _ends(act) else endings)]
    known = [(act, group) for act, group in groups if _begun(group, as_of)]
    known.sort(key=lambda pair: (*_when_key(pair[1]), RANK[pair[0]], min(item.claim.id for item in pair[1])))
    return _told(known, as_of)


def _content(item: Shown) -> Custody:
    content = item.claim.content
    if not isinstance(content, Custody):
        raise TypeError(item.claim.kind)
    return content


def _ends(act: CustodyAct) -> bool:
    return after("held", act) in ENDED


def _apart(items: list[Shown], others: list[str]) -> list[list[Shown]]:
    """One act told several times is one act; two of a kind are two only if one of `others` certainly lies between them.

    `others` are the dates of endings; for an act that ends a custody itself, those of beginnings.
    """
    if len(items) == 1:
        return [items]
    groups: list[list[Shown]] = []
    for item in sorted(items, key=lambda i: order(_content(i).when, i.claim.id)):
        when = _content(item).when
        if not groups or _separated(groups[-1], when, others):
            groups.append([])
        groups[-1].append(item)
    return groups


def _separated(group: list[Shown], when: str | None, others: list[str]) -> bool:
    dates = [_content(item).when for item in group]
    return when is not None and any(
        date is not None and before(date, other) and before(other, when) for date in dates for other in others
    )


def _begun(group: list[Shown], as_of: str | None) -> bool:
    """Whether the act may have happened by the day; an undated act counts from the day on which somebody told of it."""
    last = bounds(as_of)[1] if as_of else None
    if last is None:
        return True
    when = _when(group)
    begins = [when] if when else [item.said_on for item in group if item.said_on]
    return any(first is None or first <= last for first in (bounds(date)[0] for date in begins))


def _dates(group: Iterable[Shown]) -> tuple[str, ...]:
    dates = {date for date in (_content(item).when for item in group) if date}
    return tuple(dates) if len(dates) < 2 else tuple(sorted(dates, key=lambda date: order(date, date)))


def best_date(dates: Sequence[str]) -> str | None:
    """The most precise of dates that all agree; where they do not, the interval that holds them all: none of them wins."""
    if len(dates) == 1:
        return dates[0]
    precise = [one for one in dates if not any(more_precise(other, one) for other in dates)]
    if all(overlaps(one, other) for one in precise for other in precise):
        return precise[0] if precise else None
    return hull(precise)


def _when_key(group: list[Shown]) -> tuple[object, ...]:
    return order(_when(group))[:2]


def _told(groups: list[Told], as_of: str | None) -> tuple[ActView, ...]:
    """The acts with the state that each leads to; a denied act that nobody asserts leads nowhere."""
    state, ended, told = "unknown", None, []
    for act, group in _in_order(_undated_in_place(groups)):
        said = [item for item in group if item.claim.stance != "denies"]
        when = _when(group)
        same = _same_ending(state, ended, act, when)
        possible = same or can_follow(state, act)
        if said and possible:
            state = max(state, after("held", act), key=_TELLING.index) if same else after(state, act)
            ended = when if state in ENDED else None
        told.append(_view(act, group, state, possible=possible, as_of=as_of))
    return tuple(told)


_TELLING = ("released", "deported", "exchanged", "died")
"""Endings, the one that tells most last: who was exchanged was released, too."""


def _same_ending(state: str, ended: str | None, act: CustodyAct, when: str | None) -> bool:
    """Whether an act tells of the ending that stands in other words: "released" and "exchanged" on one day are one."""
    if state not in ENDED or "died" in {state, act} or not _ends(act):
        return False
    return ended is None or when is None or overlaps(ended, when)


def _in_order(groups: list[Told]) -> list[Told]:
    """Acts of one day in the order in which a table tells them, or else in one in which each can follow the other."""
    ordered: list[Told] = []
    for when, together in groupby(groups, key=lambda pair: _when(pair[1])):
        acts = list(together)
        if len(acts) > 1 and when is not None and is_day(when):
            acts = _as_tabled(acts) or _possible_order([act for act, _ in ordered], acts)
        ordered += acts
    return ordered


def _as_tabled(acts: list[Told]) -> list[Told] | None:
    """In the order of the rows of one table that tells all of them; None when there is none."""
    places: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for number, (_, group) in enumerate(acts):
        for item in group:
            if item.claim.read_by.startswith("table/"):
                for quote in item.claim.quotes:
                    if quote.source is not None and quote.start is not None:
                        rows = places[quote.source]
                        rows[number] = min(rows.get(number, quote.start), quote.start)
    whole = [rows for _, rows in sorted(places.items()) if len(rows) == len(acts)]
    return [acts[number] for number in sorted(whole[0], key=whole[0].__getitem__)] if whole else None


_FEW = 5
"""More acts of one day than this are left in the order of their kinds."""


def _possible_order(before_them: list[CustodyAct], acts: list[Told]) -> list[Told]:
    """The order of their kinds, or the next one, in spelling order of places, in which every act can follow."""
    state = "unknown"
    for act in before_them:
        state = after(state, act)
    for places in permutations(range(len(acts))) if len(acts) <= _FEW else ():
        if _can_all_follow(state, [acts[place][0] for place in places]):
            return [acts[place] for place in places]
    return acts


def _can_all_follow(state: str, acts: list[CustodyAct]) -> bool:
    for act in acts:
        if not can_follow(state, act) and not (state in ENDED and _ends(act)):
            return False
        state = after(state, act)
    return True


def _when(group: list[Shown]) -> str | None:
    dates = _dates([item for item in group if item.claim.stance != "denies"]) or _dates(group)
    return best_date(dates) if dates else None


def _undated_in_place(groups: list[tuple[CustodyAct, list[Shown]]]) -> list[tuple[CustodyAct, list[Shown]]]:
    """Undated acts go where their kind belongs: an undated arrest before a dated trial."""
    dated = [pair for pair in groups if _dates(pair[1])]
    for act, group in (pair for pair in groups if not _dates(pair[1])):
        place = next((i for i, (other, _) in enumerate(dated) if RANK[other] > RANK[act]), len(dated))
        dated.insert(place, (act, group))
    return dated


def _view(act: CustodyAct, group: list[Shown], state: str, *, possible: bool, as_of: str | None) -> ActView:
    said = [item for item in group if item.claim.stance != "denies"]
    dates = _dates(said or group)
    when = best_date(dates) if dates else None
    day, last = (bounds(as_of)[1] if as_of else None), (bounds(when)[1] if when else None)
    grounds = _commonest((_content(item).grounds, item) for item in group)
    return ActView(
        act=act,
        when=when,
        dates=dates,
        place=_place(group),
        grounds=grounds,
        charge=grounds if act in ON_CHARGES else None,
        by=_commonest((_content(item).by, item) for item in group),
        at_request_of=_commonest((_content(item).at_request_of, item) for item in group),
        claims=tuple(sorted(item.claim.id for item in group)),
        said_by=owners(said),
        denied_by=owners(item for item in group if item.claim.stance == "denies"),
        status_after=state,
        certain=not (day and when and (last is None or last > day)),
        possible=possible,
    )


def _place(group: list[Shown]) -> str | None:
    """The most frequent place; a whole state only where nobody says more."""
    places = [(_content(item).place, item) for item in group]
    return _commonest((place, item) for place, item in places if place and not is_body(place)) or _commonest(places)


def _commonest(given: Iterable[tuple[str | None, Shown]]) -> str | None:
    """The most frequent word; among equals by the coin of whoever says them, never by spelling."""
    return next(iter(ranked(given)), None)
