"""Every property of a case with all the values that stand for it, contested or not.

Made from a case as shown, so that whoever may see the case can have it, at no cost to those who do not ask.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from habeas.register.said import order
from habeas.register.values import Placed, side_by_side
from habeas.register.views import AccusationView, CaseView, LinkView, Property, Said, Value
from habeas.register.witnesses import voices

_OF_ACTS = ("when", "place", "grounds", "by", "at_request_of")


def properties(case: CaseView) -> tuple[Property, ...]:
    """Every property of the case, acts in their order first, then by name."""
    said: defaultdict[str, defaultdict[tuple[str, str], list[Said]]] = defaultdict(lambda: defaultdict(list))
    plain: dict[str, Any] = {}
    for name, given, record in (*_acts(case), *_others(case.said)):
        plain[repr(given)] = given
        said[name][repr(given), record.stance].append(record)
    return tuple(
        Property(
            property=name,
            subject=case.person.name or "unnamed",
            case=case.slug,
            values=side_by_side(_value(plain[given], stance, records) for (given, stance), records in values.items()),
        )
        for name, values in said.items()
    )


Row = tuple[str, Any, Said]
"""A property's name, a value that a claim gives it, and the claim."""


def _acts(case: CaseView) -> Iterator[Row]:
    records = {record.id: record for record in case.said}
    seen: Counter[str] = Counter()
    for act in case.acts:
        seen[act.act] += 1
        name = f"custody.{act.act}" + (f"#{seen[act.act]}" if seen[act.act] > 1 else "")
        yield from ((name, None, records[id_]) for id_ in act.claims)
        for field in _OF_ACTS:
            for record in (records[id_] for id_ in act.claims):
                if (given := record.content[field]) is not None:
                    yield f"{name}.{field}", given, record


def _others(said: Sequence[Said]) -> Iterator[Row]:
    """By name; what somebody is accused of, and how custodies are linked, are yes-or-no matters of each accused and pair."""
    rows: list[Row] = []
    for record in said:
        if record.kind == "attribute":
            rows.append((f"attribute.{record.content['attribute']}", record.content["value"], record))
        elif isinstance(record, AccusationView):
            rows.append((f"accusation.{record.of}", record.accused.name or record.accused.role, record))
        elif isinstance(record, LinkView):
            ends = [end.name or end.role or "unnamed" for end in (record.source, record.target)]
            rows.append((f"link.{record.relation}", " / ".join(ends), record))
    yield from sorted(rows, key=lambda row: row[0])


def _value(given: Any, stance: str, records: Sequence[Said]) -> Placed:
    said = sorted(records, key=_display)
    made = Value(
        value=given,
        stance=stance,
        speakers=tuple({repr(record.speakers[0]): record.speakers[0] for record in said}.values()),
        said_on=said[0].said_on,
        claims=tuple(sorted(record.id for record in records)),
        witnesses=voices(" ".join(item.quote for item in record.evidence) for record in records),
        quote=next((record.quote for record in said if record.quote), None),
    )
    return _display(said[0]), made


def _display(record: Said) -> tuple[Any, ...]:
    first = record.evidence[0] if record.evidence else None
    if first is None or first.source is None:
        return order(record.said_on, record.id, "", "", "")
    return order(record.said_on, first.source, f"{first.start or 0:09}", record.kind, record.id)
