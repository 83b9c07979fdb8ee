"""Charges: which claims of one kind of act speak of one charge, and how each charge stands."""

from __future__ import annotations

import re
from collections.abc import Iterable

from habeas.claims import Custody
from habeas.register.custody import ON_CHARGES, TRANSITIONS
from habeas.register.said import Shown, order
from habeas.register.views import ActView, ChargeView
from habeas.text.dates import overlaps

_SAYS_NOTHING = frozenset(
    "a an the of on with for charge charges count counts crime crimes offence offences offense offenses alleged suspicion "
    "suspected".split()
)
"""Words that tell no charge from another."""

Words = frozenset[str]


def words(charge: str) -> Words:
    """What tells a charge from another: its words, whatever their order."""
    found = frozenset(re.findall(r"\w+", charge.casefold()))
    return found - _SAYS_NOTHING or found


def by_charge(claims: list[Shown]) -> list[list[Shown]]:
    """Claims of one kind of act, apart by what the person was charged with.

    Charges are one if their words are the same, or if one's are among the other's and their dates can be one day. What
    names no charge belongs to the charge of that day, or to the only one there is.
    """
    if len(claims) == 1:
        return [claims]
    groups: list[list[Shown]] = []
    silent: list[Shown] = []
    for item in sorted(claims, key=lambda i: order(_content(i).when, _content(i).grounds or "", i.claim.id)):
        if not _content(item).grounds:
            silent.append(item)
        elif (group := next((g for g in groups if _one_charge(g, item)), None)) is not None:
            group.append(item)
        else:
            groups.append([item])
    for item in silent:
        fitting = [group for group in groups if len(groups) == 1 or _one_day(group, item)]
        (fitting[0] if fitting else _group_of_none(groups)).append(item)
    return groups


def _group_of_none(groups: list[list[Shown]]) -> list[Shown]:
    """The group of those that name no charge, made when it is first needed."""
    found = next((group for group in groups if not _content(group[0]).grounds), None)
    if found is None:
        found = []
        groups.append(found)
    return found


def _content(item: Shown) -> Custody:
    content = item.claim.content
    if not isinstance(content, Custody):
        raise TypeError(item.claim.kind)
    return content


def _one_charge(group: list[Shown], item: Shown) -> bool:
    mine, theirs = words(_content(item).grounds or ""), words(_content(group[0]).grounds or "")
    return mine == theirs or ((mine < theirs or theirs < mine) and (_one_day(group, item) or not _dated(group, item)))


def _one_day(group: list[Shown], item: Shown) -> bool:
    when = _content(item).when
    return when is not None and any(date is not None and overlaps(date, when) for date in map(_date, group))


def _dated(group: list[Shown], item: Shown) -> bool:
    return _content(item).when is not None and any(date is not None for date in map(_date, group))


def _date(item: Shown) -> str | None:
    return _content(item).when


def charge_views(acts: Iterable[ActView]) -> tuple[ChargeView, ...]:
    """How each charge stands after its own acts, whatever has become of the person; by their words."""
    found: dict[Words, ChargeView] = {}
    for act in acts:
        if act.charge is None or act.act not in ON_CHARGES:
            continue
        mine = words(act.charge)
        key = next((known for known in found if mine <= known or known <= mine), mine)
        before = found.get(key)
        status = TRANSITIONS[before.status if before else "unknown"][act.act]
        if before is None or (status is not None and status != before.status):
            found[key] = ChargeView(
                charge=before.charge if before else act.charge, status=status or "unknown", since=act.when
            )
    return tuple(sorted(found.values(), key=lambda view: view.charge))
