"""What is too long for one page goes on in further ones: `cases/SLUG.html`, then `cases/SLUG/2.html` and so on.

How long a page will be is reckoned from what it shows, by weights that are about its bytes in any language: the same parts in
each language, and no page of a case, a state or a list above `LIMIT` bytes before pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from habeas.register.views import ActView, CaseView, Contested, Said, SourceView
from habeas.site.sayings import Exchange, Saying, exchanges, sayings

LIMIT = 100_000
"""Bytes of a page, at most, before its pictures: unless a single record is that long."""

ROOM, LIST = 84_000, 80_000
"""What the entries of a case's page, and of a list's, weigh together. Weights are generous, those of a case's records most: a
page stays below the limit in every language, its frame included."""

SHORT = 12
"""A case with so few records, acts and sources is not weighed."""

REFERENCES, NAMES = 12, 8
"""How many references to records, and how many names, stand in one line."""

CARD, LINE, ROW = 1_000, 350, 250
"""The weight of a case's card, of a line that tells of a record, and of a line that names a source or a person."""

Entry = TypeVar("Entry")
Weigh = Callable[[Any], int]


def name_of(first: str, number: int) -> str:
    """The name of a page's part; the first is the page itself."""
    return first if number == 1 else f"{first.removesuffix('.html')}/{number}.html"


def cut(entries: Iterable[Entry], weigh: Callable[[Entry], int], room: float) -> list[list[Entry]]:
    """Entries in runs that each fit a room; one that does not fit alone is alone. A new entry moves none before it."""
    runs: list[list[Entry]] = []
    spent = room
    for entry in entries:
        weight = weigh(entry)
        if not runs or spent + weight > room:
            runs.append([])
            spent = 0
        runs[-1].append(entry)
        spent += weight
    return runs


def sliced(lists: Mapping[str, tuple[Sequence[Any], Weigh]]) -> list[dict[str, list[Any]]]:
    """Several lists of one page in parts: each part holds the next run of each list. One part where all of it fits."""
    weights = {name: sum(map(weigh, entries)) for name, (entries, weigh) in lists.items()}
    if sum(weights.values()) <= LIST:
        return [{name: list(entries) for name, (entries, _) in lists.items()}]
    room = LIST / sum(1 for weight in weights.values() if weight)
    return _runs({name: cut(entries, weigh, room) for name, (entries, weigh) in lists.items()})


def _runs(cuts: Mapping[str, list[list[Any]]]) -> list[dict[str, list[Any]]]:
    parts = max(1, *map(len, cuts.values()))
    return [{name: runs[at] if at < len(runs) else [] for name, runs in cuts.items()} for at in range(parts)]


class Part(msgspec.Struct, frozen=True):
    """What one page shows of a case.

    Attributes:
        case: the case with the entries of this page alone.
        sources: those of its sources that this page lists.
    """

    case: CaseView
    sources: tuple[Any, ...]


def parts_of(case: CaseView, sources: Sequence[SourceView] | Sequence[str]) -> list[Part]:
    """A case, page by page: each shows a run of everything, both sides at once.

    Args:
        case: all of it.
        sources: its sources, or their ids: which they are changes no part.
    """
    if max(len(case.said), len(case.acts), len(sources)) <= SHORT and _words(case.said) < ROOM / 4:
        return [Part(case, tuple(sources))]
    lists = _lists(case, sources)
    weights = {name: sum(map(weigh, entries)) for name, (entries, weigh) in lists.items()}
    total = sum(weights.values())
    if total <= ROOM:
        return [Part(case, tuple(sources))]
    rooms = {name: ROOM * weights[name] / total for name in lists}
    cuts = {name: cut(entries, weigh, rooms[name]) for name, (entries, weigh) in lists.items()}
    return [_part(case, shown) for shown in _runs(cuts)]


def pages_of(case: CaseView) -> dict[str, int]:
    """On which of its case's pages each record stands, by its id; empty for a case of one page."""
    parts = parts_of(case, case.sources)
    if len(parts) == 1:
        return {}
    return {record.id: number for number, part in enumerate(parts, start=1) for record in part.case.said}


def _lists(case: CaseView, sources: Sequence[Any]) -> dict[str, tuple[list[Any], Weigh]]:
    """The lists of a case's page, in no order, with what an entry of each weighs; what is too long for a line is in pieces."""
    home, holder = sayings(case.sides.home), sayings(case.sides.holder)
    pairs = exchanges(home, holder)
    paired = {one.first.id for pair in pairs for one in (*pair.home, *pair.holder)}
    others = sayings(r for r in case.sides.others if r.kind not in {"finding", "action"})

    def alone(found: Iterable[Saying]) -> list[Saying]:
        return [one for one in found if one.first.id not in paired]

    return {
        "pairs": ([piece for pair in pairs for piece in _pieces(pair)], _of_pair),
        "home": (alone(home), _of_saying),
        "holder": (alone(holder), _of_saying),
        "others": (list(others), _of_saying),
        "acts": (list(case.acts), _of_act),
        "charges": (list(case.charges), lambda _charge: ROW),
        "contested": ([piece for item in case.contested for piece in items(item)], of_item),
        "appeals": (list(case.appeals), lambda _appeal: LINE),
        "links": (list(case.links), lambda _link: LINE),
        "actions": (list(case.actions), lambda _action: LINE),
        "findings": (list(case.findings), lambda one: LINE + len(str(one.content.get("rationale") or "").encode())),
        "sources": (list(sources), lambda _source: ROW),
    }


def _part(case: CaseView, shown: Mapping[str, list[Any]]) -> Part:
    """A case with what one page shows of it."""
    home = [r for one in _sides(shown, "home") for r in one.records]
    holder = [r for one in _sides(shown, "holder") for r in one.records]
    others = [r for one in shown["others"] for r in one.records]
    own = {r.id for r in (*home, *holder, *others, *shown["actions"], *shown["findings"])}
    order = {record.id: at for at, record in enumerate(case.said)}

    def as_said(records: Iterable[Said]) -> tuple[Said, ...]:
        return tuple(sorted(records, key=lambda r: order.get(r.id, len(order))))

    part = msgspec.structs.replace(
        case,
        said=tuple(record for record in case.said if record.id in own),
        sides=msgspec.structs.replace(case.sides, home=as_said(home), holder=as_said(holder), others=as_said(others)),
        statements=tuple(record for record in case.statements if record.id in own),
        accusations=tuple(record for record in case.accusations if record.id in own),
        attributes=tuple(record for record in case.attributes if record.id in own),
        **{
            name: tuple(shown[name])
            for name in ("acts", "charges", "contested", "appeals", "links", "actions", "findings")
        },
    )
    return Part(part, tuple(shown["sources"]))


def _sides(shown: Mapping[str, list[Any]], side: str) -> Iterator[Saying]:
    for pair in shown["pairs"]:
        yield from getattr(pair, side)
    yield from shown[side]


def _pieces(pair: Exchange) -> Iterator[Exchange]:
    """An exchange in as many pieces as it needs, each with words of both sides as long as there are any."""
    number = max(1, min(max(len(pair.home), len(pair.holder)), _of_pair(pair) * 20 // ROOM))
    for at in range(number):
        home, holder = (
            side[len(side) * at // number : len(side) * (at + 1) // number] for side in (pair.home, pair.holder)
        )
        if home or holder:
            yield Exchange(home, holder)


def items(item: Contested) -> Iterator[Contested]:
    """A contested property in as many pieces as its values need."""
    for at in range(0, max(1, len(item.values)), NAMES):
        yield msgspec.structs.replace(item, values=item.values[at : at + NAMES])


def _words(records: Iterable[Said]) -> int:
    return sum(len((record.quote or "").encode()) for record in records)


def of_card(_case: object) -> int:
    """The weight of a case's card."""
    return CARD


def of_line(record: Said) -> int:
    """The weight of a line that tells of a record and leads to it."""
    return LINE + min(300, len((record.quote or "").encode()))


def of_row(text: str | None) -> int:
    """The weight of a line that names a source or a person."""
    return ROW + 2 * len((text or "").encode())


def of_record(record: Said) -> int:
    """The weight of a record in full."""
    return _of_saying(Saying((record,)))


def _of_saying(one: Saying) -> int:
    """A quote stands on the page and in its block of data, beside every record that rests on it."""
    return 900 + _words(one.records[:1]) + sum(700 + len((record.quote or "").encode()) for record in one.records)


def _of_pair(pair: Exchange) -> int:
    return 200 + sum(map(_of_saying, (*pair.home, *pair.holder)))


def _of_act(act: ActView) -> int:
    parties = min(NAMES, len(act.said_by)) + min(NAMES, len(act.denied_by))
    return 500 + 90 * min(REFERENCES, len(act.claims)) + 60 * parties + len((act.grounds or "").encode())


def of_item(item: Contested) -> int:
    """The weight of a contested property with its values."""
    return 300 + sum(250 + 90 * min(REFERENCES, len(value.claims)) for value in item.values)
