"""The acts of one custody, in the order in which they happened, with everyone who says so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from habeas.claims import Custody
from habeas.claims.custody import CustodyAct
from habeas.register.custody import ENDED, RANK, after, can_follow
from habeas.register.said import Shown, order
from habeas.register.values import owners
from habeas.register.views import ActView
from habeas.text.dates import before, bounds, more_precise, overlaps
from habeas.text.offices import is_body


def acts_of(claims: Iterable[Shown], as_of: str | None) -> tuple[ActView, ...]:
    """The acts that custody claims of one person and state tell of, up to a day."""
    groups: list[tuple[CustodyAct, list[Shown]]] = []
    by_act: defaultdict[CustodyAct, list[Shown]] = defaultdict(list)
    for item in claims:
        by_act[_content(item).act].append(item)
    endings = [_content(item).when for act in by_act if _ends(act) for item in by_act[act]]
    for act, items in by_act.items():
        groups += [(act, group) for group in _apart(items, [when for when in endings if when])]
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


def _apart(items: list[Shown], endings: list[str]) -> list[list[Shown]]:
    """One act told several times is one act; two of a kind are two only if an ending certainly lies between them."""
    if len(items) == 1:
        return [items]
    groups: list[list[Shown]] = []
    for item in sorted(items, key=lambda i: order(_content(i).when, i.claim.id)):
        when = _content(item).when
        if not groups or _separated(groups[-1], when, endings):
            groups.append([])
        groups[-1].append(item)
    return groups


def _separated(group: list[Shown], when: str | None, endings: list[str]) -> bool:
    dates = [_content(item).when for item in group]
    return when is not None and any(
        date is not None and before(date, ending) and before(ending, when) for date in dates for ending in endings
    )


def _begun(group: list[Shown], as_of: str | None) -> bool:
    """Whether the act may have happened by the day; an undated act counts from the day on which somebody told of it."""
    last = bounds(as_of)[1] if as_of else None
    if last is None:
        return True
    firsts = [bounds(date)[0] for date in _dates(group)]
    told = [bounds(item.said_on)[0] for item in group if item.said_on]
    return any(first is None or first <= last for first in firsts or told)


def _dates(group: Iterable[Shown]) -> tuple[str, ...]:
    dates = {date for date in (_content(item).when for item in group) if date}
    return tuple(dates) if len(dates) < 2 else tuple(sorted(dates, key=lambda date: order(date, date)))


def best_date(dates: Sequence[str]) -> str | None:
    """The most precise of dates that all agree; else the first of them."""
    if len(dates) == 1:
        return dates[0]
    agree = all(overlaps(one, other) for one in dates for other in dates)
    if not agree:
        return dates[0]
    precise = [one for one in dates if not any(more_precise(other, one) for other in dates)]
    return precise[0] if precise else None


def _when_key(group: list[Shown]) -> tuple[object, ...]:
    dates = _dates([item for item in group if item.claim.stance != "denies"]) or _dates(group)
    return order(best_date(dates) if dates else None)[:2]


def _told(groups: list[tuple[CustodyAct, list[Shown]]], as_of: str | None) -> tuple[ActView, ...]:
    """The acts with the state that each leads to; a denied act that nobody asserts leads nowhere."""
    state, told = "unknown", []
    for act, group in _undated_in_place(groups):
        said = [item for item in group if item.claim.stance != "denies"]
        possible = can_follow(state, act)
        if said and possible:
            state = after(state, act)
        told.append(_view(act, group, state, possible=possible, as_of=as_of))
    return tuple(told)


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
    return ActView(
        act=act,
        when=when,
        dates=dates,
        place=_place(_content(item).place for item in group),
        grounds=_commonest(_content(item).grounds for item in group),
        by=_commonest(_content(item).by for item in group),
        at_request_of=_commonest(_content(item).at_request_of for item in group),
        claims=tuple(sorted(item.claim.id for item in group)),
        said_by=owners(said),
        denied_by=owners(item for item in group if item.claim.stance == "denies"),
        status_after=state,
        certain=not (day and when and (last is None or last > day)),
        possible=possible,
    )


def _place(values: Iterable[str | None]) -> str | None:
    """The most frequent place; a whole state only where nobody says more."""
    places = [value for value in values if value]
    return _commonest(place for place in places if not is_body(place)) or _commonest(places)


def _commonest(values: Iterable[str | None]) -> str | None:
    """The most frequent word, the first by spelling among equals."""
    given = [value for value in values if value]
    if len(given) < 2:
        return given[0] if given else None
    counts = Counter(given)
    return min(counts, key=lambda value: (-counts[value], value), default=None)
