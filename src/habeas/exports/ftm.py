"""FollowTheMoney: entities in stock schemata, one JSON object a line, for Aleph and OpenSanctions' tools.

What these schemata have no place for stays out: speakers, stances and spans. So nothing is written that is only denied, every
event names the documents it rests on, and a date that is an interval becomes the month or year that holds it, its own form beside
it in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from habeas.exports.dates import containing
from habeas.exports.edition import Edition
from habeas.exports.export import Export
from habeas.exports.tables.cases import party
from habeas.register.views import ActView, CaseView, EndorsementsView, Endorser, SourceView
from habeas.text.instruments import instrument_name
from habeas.text.states import name_of

FILE = "entities.ftm.json"
Entity = dict[str, Any]


def write(edition: Edition, folder: Path) -> None:
    """Write `entities.ftm.json`."""
    lines = (msgspec.json.encode(entity) + b"\n" for entity in entities(edition))
    (folder / FILE).write_bytes(b"".join(lines))


def entities(edition: Edition) -> Iterator[Entity]:
    """Documents, persons, custodies, acts and endorsements."""
    register = edition.register
    documents = {source.id: f"habeas-source-{source.slug}" for source in register.sources}
    rests = {r.id: tuple(documents[e.source] for e in r.evidence if e.source in documents) for r in register.claims}
    for source in register.sources:
        yield _document(source)
    for case in register.cases:
        yield from _case(case, edition, rests)
    for view in register.endorsements:
        yield from _endorsements(view, rests)


def _entity(id_: str, schema: str, **properties: Iterable[str | None]) -> Entity:
    """An entity; properties without a value are left out, each value stands once."""
    clean = {name: [*dict.fromkeys(_flat(v) for v in values if v)] for name, values in properties.items()}
    return {"id": id_, "schema": schema, "properties": {name: values for name, values in clean.items() if values}}


def _flat(value: str) -> str:
    return " ".join(value.split())


def _document(source: SourceView) -> Entity:
    return _entity(
        f"habeas-source-{source.slug}",
        "Article",
        title=[source.title],
        publisher=[source.outlet],
        publishedAt=[containing(source.published)],
        sourceUrl=[source.origin],
        mimeType=[source.media_type],
    )


def _case(case: CaseView, edition: Edition, rests: dict[str, tuple[str, ...]]) -> Iterator[Entity]:
    person = f"habeas-person-{case.slug}"
    address = [edition.url(f"cases/{case.slug}.html")] if edition.base_url else []
    yield _entity(
        person,
        "Person",
        name=[case.person.name],
        alias=case.person.names[1:],
        nationality=[_country(code) for code in case.person.states],
        position=case.person.roles,
        sourceUrl=address,
    )
    status = case.status.replace("_", " ")
    yield _entity(
        f"habeas-case-{case.slug}",
        "Event",
        name=[f"Custody of {case.person.name or 'an unnamed person'}"],
        involved=[person],
        country=[_country(case.by)],
        startDate=[containing(case.held_from)],
        endDate=[containing(case.until)],
        keywords=["custody"],
        summary=[
            f"Status: {status}, as last reported {case.last_reported or 'on an unknown day'}.",
            _exactly("Begun", case.held_from),
            _exactly("Ended", case.until),
        ],
        proof=_proof(rests, [id_ for act in case.acts if act.said_by for id_ in act.claims]),
        sourceUrl=address,
    )
    for number, act in enumerate(case.acts, 1):
        if act.said_by:
            yield _act(case, person, number, act, rests)


def _act(case: CaseView, person: str, number: int, act: ActView, rests: dict[str, tuple[str, ...]]) -> Entity:
    words = act.act.replace("_", " ")
    return _entity(
        f"habeas-act-{case.slug}-{number}",
        "Event",
        name=[f"{case.person.name or 'An unnamed person'}: {words}"],
        involved=[person],
        country=[_country(act.by)],
        location=[act.place],
        date=[containing(act.when)],
        keywords=[act.act],
        summary=[_exactly("Date", act.when), f"Grounds: {act.grounds}" if act.grounds else None],
        notes=[f"Denied by {party(one) or 'somebody unnamed'}." for one in act.denied_by],
        proof=_proof(rests, act.claims),
    )


def _endorsements(view: EndorsementsView, rests: dict[str, tuple[str, ...]]) -> Iterator[Entity]:
    for one in sorted((*view.endorsers, *view.withdrawn), key=lambda endorser: endorser.party):
        for number, interval in enumerate(one.intervals, 1):
            yield _endorsement("endorsed", view, one, number, interval.since_within, rests)
            if interval.left:
                yield _endorsement("withdrew", view, one, number, interval.until_within, rests)


def _endorsement(
    what: str, view: EndorsementsView, one: Endorser, number: int, within: str | None, rests: dict[str, tuple[str, ...]]
) -> Entity:
    words = "endorsed" if what == "endorsed" else "withdrew from"
    return _entity(
        f"habeas-{what}-{view.instrument}-{one.party.lower()}-{number}",
        "Event",
        name=[f"{name_of(one.party)} {words} the {instrument_name(view.instrument)}"],
        country=[_country(one.party)],
        date=[containing(within)],
        keywords=[what],
        summary=[_exactly("Within", within)],
        notes=["Disputed: somebody denies it."] if one.disputed else [],
        proof=_proof(rests, one.claims),
    )


def _country(code: str | None) -> str | None:
    return code.lower() if code else None


def _exactly(word: str, value: str | None) -> str | None:
    """A date in its own form, where the property beside it holds less."""
    return f"{word}: {value} (EDTF)" if value and containing(value) != value else None


def _proof(rests: dict[str, tuple[str, ...]], records: Iterable[str]) -> list[str]:
    return sorted({document for record in records for document in rests.get(record, ())})


FTM = Export("ftm", "Entities for FollowTheMoney", (FILE,), write)
