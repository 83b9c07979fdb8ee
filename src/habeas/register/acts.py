"""The acts of one custody, in the order in which they happened, with everyone who says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, permutations
from typing import NamedTuple

from habeas.claims import Custody
from habeas.claims.custody import CustodyAct
from habeas.register.charges import by_charge
from habeas.register.custody import BEGINS, ENDED, ON_CHARGES, RANK, after, can_follow
from habeas.register.said import Shown, order
from habeas.register.values import owners, ranked
from habeas.register.views import ActView
from habeas.text.dates import before, bounds, hull, is_day, more_precise, overlaps
from habeas.text.offices import is_body


class Told:
    """An act with the claims that tell of it.

    Attributes:
        act: what was done.
        group: the claims.
        said: those that do not deny it.
        dates: every date that these give, or, where nobody asserts it, that the denials give.
        when: what the dates say together.
        placed: the date by which it is put in order: where those who assert it give none, one that a denial gives.
        is_dated: whether anybody gives a date.
    """

    def __init__(self, act: CustodyAct, group: list[Shown]) -> None:
        self.act = act
        self.group = group
        self.said = [item for item in group if item.claim.stance != "denies"]
        everywhere = _dates(group)
        self.is_dated = bool(everywhere)
        self.dates = _dates(self.said) if self.said else everywhere
        self.when = best_date(self.dates) if self.dates else None
        self.placed = self.when if self.dates or not everywhere else best_date(everywhere)
        counts_from = [self.placed] if self.placed else [item.said_on for item in group if item.said_on]
        self._begins = [bounds(date)[0] for date in counts_from]

    @property
    def key(self) -> tuple[object, ...]:
        """Sort key: by its date, then as acts usually follow each other."""
        return (*order(self.placed)[:2], RANK[self.act], min(item.claim.id for item in self.group))

    def has_begun(self, last: date) -> bool:
        """Whether the act may have happened by a day; an undated act counts from the day on which somebody told of it."""
        return any(first is None or first <= last for first in self._begins)


class Step(NamedTuple):
    """An act in its place among the others.

    Attributes:
        told: the act.
        status_after: the custody state that it leads to; an act that nobody asserts, or that cannot follow, leads nowhere.
        possible: whether it can follow what was before.
    """

    told: Told
    status_after: str
    possible: bool


class Acts:
    """The acts that custody claims of one person and state tell of, up to any day.

    Which claims tell of one act, and when it was, is worked out once; a day only takes the acts that may have happened by then.
    """

    def __init__(self, claims: Iterable[Shown]) -> None:
        by_act: defaultdict[CustodyAct, list[Shown]] = defaultdict(list)
        for item in claims:
            by_act[_content(item).act].append(item)
        endings = [when for act in by_act if _ends(act) for item in by_act[act] if (when := _content(item).when)]
        beginnings = [when for act in by_act if act in BEGINS for item in by_act[act] if (when := _content(item).when)]
        told: list[Told] = []
        for act, items in by_act.items():
            for one in by_charge(items) if act in ON_CHARGES else [items]:
                told += [Told(act, group) for group in _apart(one, beginnings if _ends(act) else endings)]
        self._told = sorted(told, key=lambda one: one.key)
        self._steps: dict[tuple[Told, ...], tuple[Step, ...]] = {}

    def steps(self, as_of: str | None) -> tuple[Step, ...]:
        """The acts up to a day, in their order, with what each leads to."""
        last = bounds(as_of)[1] if as_of else None
        known = tuple(self._told if last is None else (one for one in self._told if one.has_begun(last)))
        if known not in self._steps:
            self._steps[known] = tuple(_walked(known))
        return self._steps[known]

    def views(self, as_of: str | None) -> tuple[ActView, ...]:
        """The same acts as shown."""
        return tuple(_view(step, as_of) for step in self.steps(as_of))


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
        day is not None and before(day, other) and before(other, when) for day in dates for other in others
    )


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


def _walked(known: Sequence[Told]) -> Iterator[Step]:
    """The acts with the state that each leads to; a denied act that nobody asserts leads nowhere."""
    state, ended = "unknown", None
    for told in _in_order(_undated_in_place(known)):
        act = told.act
        same = _same_ending(state, ended, act, told.placed)
        possible = same or can_follow(state, act)
        if told.said and possible:
            state = max(state, after("held", act), key=_TELLING.index) if same else after(state, act)
            ended = told.placed if state in ENDED else None
        yield Step(told, state, possible)


_TELLING = ("released", "deported", "exchanged", "died")
"""Endings, the one that tells most last: who was exchanged was released, too."""


def _same_ending(state: str, ended: str | None, act: CustodyAct, when: str | None) -> bool:
    """Whether an act tells of the ending that stands in other words: "released" and "exchanged" on one day are one."""
    if state not in ENDED or "died" in {state, act} or not _ends(act):
        return False
    return ended is None or when is None or overlaps(ended, when)


def _in_order(known: Iterable[Told]) -> list[Told]:
    """Acts of one day in the order in which a table tells them, or else in one in which each can follow the other."""
    ordered: list[Told] = []
    for when, together in groupby(known, key=lambda told: told.placed):
        acts = list(together)
        if len(acts) > 1 and when is not None and is_day(when):
            acts = _as_tabled(acts) or _possible_order([told.act for told in ordered], acts)
        ordered += acts
    return ordered


def _as_tabled(acts: list[Told]) -> list[Told] | None:
    """In the order of the rows of one table that tells all of them; None when there is none."""
    places: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for number, told in enumerate(acts):
        for item in told.group:
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
        if _can_all_follow(state, [acts[place].act for place in places]):
            return [acts[place] for place in places]
    return acts


def _can_all_follow(state: str, acts: list[CustodyAct]) -> bool:
    for act in acts:
        if not can_follow(state, act) and not (state in ENDED and _ends(act)):
            return False
        state = after(state, act)
    return True


def _undated_in_place(known: Iterable[Told]) -> list[Told]:
    """Undated acts go where their kind belongs: an undated arrest before a dated trial."""
    dated: list[Told] = []
    undated: list[Told] = []
    for told in known:
        (dated if told.is_dated else undated).append(told)
    for told in undated:
        place = next((i for i, other in enumerate(dated) if RANK[other.act] > RANK[told.act]), len(dated))
        dated.insert(place, told)
    return dated


def _view(step: Step, as_of: str | None) -> ActView:
    told = step.told
    act, group, when = told.act, told.group, told.when
    day, last = (bounds(as_of)[1] if as_of else None), (bounds(when)[1] if when else None)
    grounds = _commonest((_content(item).grounds, item) for item in group)
    return ActView(
        act=act,
        when=when,
        dates=told.dates,
        place=_place(group),
        grounds=grounds,
        charge=grounds if act in ON_CHARGES else None,
        by=_commonest((_content(item).by, item) for item in group),
        at_request_of=_commonest((_content(item).at_request_of, item) for item in group),
        claims=tuple(sorted(item.claim.id for item in group)),
        said_by=owners(told.said),
        denied_by=owners(item for item in group if item.claim.stance == "denies"),
        status_after=step.status_after,
        certain=not (day and when and (last is None or last > day)),
        possible=step.possible,
    )


def _place(group: list[Shown]) -> str | None:
    """The most frequent place; a whole state only where nobody says more."""
    places = [(_content(item).place, item) for item in group]
    return _commonest((place, item) for place, item in places if place and not is_body(place)) or _commonest(places)


def _commonest(given: Iterable[tuple[str | None, Shown]]) -> str | None:
    """The most frequent word; among equals by the coin of whoever says them, never by spelling."""
    return next(iter(ranked(given)), None)
