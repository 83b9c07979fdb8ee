"""Records: who said what, in which stance, in which words; with their quotes, speakers, and links."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, get_args

import msgspec

from habeas.claims import CLAIMS, Stance
from habeas.claims.custody import CustodyAct
from habeas.claims.speech import AccusationOf, Demand
from habeas.exports.table import Cell, Row, Table, day, listed, text, whole, yes_no
from habeas.exports.tables.cases import SELECTED, party, span
from habeas.register.views import AccusationView, AppealView, PartyView, Said, StatementView

if TYPE_CHECKING:
    from habeas.exports.edition import Edition

_JSON = msgspec.json.Encoder(order="sorted")
_STANCES = get_args(Stance)


def _owner(record: Said) -> tuple[Cell, Cell]:
    return party(record.speakers[0]), record.speakers[0].state


def _records(edition: Edition) -> Iterable[Row]:
    for r in edition.register.claims:
        first = r.evidence[0] if r.evidence else None
        place = (first.source, first.start, first.end) if first else (None, None, None)
        yield (
            r.id,
            r.kind,
            r.stance,
            *_owner(r),
            r.said_on,
            r.quote,
            *place,
            r.redacted,
            listed(r.cases),
            _JSON.encode(r.content).decode(),
            *span(r.said_on),
            listed(r.beside),
            r.witnesses,
            r.confidence,
            r.read_by,
        )


RECORDS = Table(
    name="records",
    title="One record: who said what, in which stance, in which words",
    universe="Every accepted record that this audience may see, of every kind.",
    caveats=(
        SELECTED,
        "A record says what somebody said. None is a finding of the publisher's.",
        "Wire copies of one text are one voice: count `witnesses`, not rows.",
    ),
    key=("id",),
    columns=(
        text("id", "made of exactly what is shown; the release's proof of a record is found by it"),
        text("kind", "a claim kind", *CLAIMS),
        text("stance", "of the first speaker", *_STANCES),
        text("speaker", "whose words they are"),
        text("speaker_state", "the state for which they speak, or whose national they are"),
        text("said_on", "EDTF"),
        text("quote", "verbatim, with [withheld] for what may not be shown"),
        text("source", "the source's public name; empty for a redacted record", refers="sources.source"),
        whole("start", "code points into the source's text"),
        whole("end", "code points, exclusive"),
        yes_no("redacted", "something was withheld"),
        text("cases", "the cases it belongs to", many=True),
        text("content", "the record's content as JSON, by the fields of its kind"),
        day("said_first", "the first day that `said_on` may mean"),
        day("said_last", "the last day that `said_on` may mean"),
        text("beside", "ids of records with the same content and the other stance", many=True),
        whole("witnesses", "how many independent voices say it"),
        msgspec.structs.replace(
            whole("confidence", "calibrated probability that the text says so; empty for what people added"),
            kind="number",
        ),
        text("read_by", "which reader, or `person`"),
    ),
    rows=_records,
)


def _evidence(edition: Edition) -> Iterable[Row]:
    for r in edition.register.claims:
        for number, e in enumerate(r.evidence, 1):
            yield (r.id, number, e.source, e.start, e.end, e.quote)


EVIDENCE = Table(
    name="evidence",
    title="One quote that a record rests on",
    universe="Every quote of every record in `records`.",
    caveats=("What people added may rest on no document, and then has no row.",),
    key=("record", "n"),
    columns=(
        text("record", "which rests on it", refers="records.id"),
        whole("n", "from 1; the first is the main one"),
        text("source", "empty for a redacted quote, which leads to no source", refers="sources.source"),
        whole("start", "code points into the source's text"),
        whole("end", "code points, exclusive"),
        text("quote", "verbatim, with [withheld] for what may not be shown"),
    ),
    rows=_evidence,
)


def _speakers(edition: Edition) -> Iterable[Row]:
    for r in edition.register.claims:
        for number, s in enumerate(r.speakers, 1):
            yield (r.id, number, s.name, s.state, s.role, s.anonymous)


SPEAKERS = Table(
    name="speakers",
    title="One speaker in a record's chain: the owner of the words first, then whoever relays them, the outlet last",
    universe="Every speaker of every record in `records`.",
    caveats=("An anonymous speaker is never joined with a named one, nor with another anonymous one.",),
    key=("record", "n"),
    columns=(
        text("record", "what they say", refers="records.id"),
        whole("n", "from 1: whose words they are; higher numbers relay"),
        text("name", "as the source gives it; empty when nobody is named"),
        text("state", "the state for which they speak, or whose national they are"),
        text("role", "office, occupation or description in the source's own words"),
        yes_no("anonymous", "the source speaks of somebody and withholds the name"),
    ),
    rows=_speakers,
)


def _statements(edition: Edition) -> Iterable[Row]:
    languages = {source.id: source.language for source in edition.register.sources}
    for r in edition.register.claims:
        if not isinstance(r, (StatementView, AppealView, AccusationView)):
            continue
        source = r.evidence[0].source if r.evidence else None
        owner = r.speakers[0]
        yield (
            r.id,
            r.kind,
            r.stance,
            owner.name,
            owner.state,
            owner.role,
            owner.anonymous,
            listed(party(one) for one in r.speakers[1:]),
            r.said_on,
            *span(r.said_on),
            languages.get(source) if source else None,
            *_said(r),
            r.quote,
            source,
            listed(r.cases),
            r.redacted,
        )


def _said(r: StatementView | AppealView | AccusationView) -> tuple[Cell, ...]:
    """manner, under_duress, about, addressee, demand, accused, accused_of"""
    if isinstance(r, StatementView):
        duress = bool(r.content.get("under_duress"))
        return (r.manner, duress, _parties(r.about), party(r.addressee), None, None, None)
    if isinstance(r, AppealView):
        return (None, None, _parties(r.on_behalf_of), party(r.addressee), r.demand, None, None)
    return (None, None, _parties(r.concerning), None, None, party(r.accused), r.of)


def _parties(views: Iterable[PartyView]) -> str | None:
    return listed(party(one) for one in views)


STATEMENTS = Table(
    name="statements",
    title="One statement, appeal or accusation",
    universe="Every record of these kinds in `records`.",
    caveats=(
        SELECTED,
        "Sources in languages that are not read speak through others' translations; see languages.",
        "A statement under duress is what somebody in custody was made to say, and no fact.",
        "A denial of an accusation is a row with the stance `denies`.",
    ),
    key=("id",),
    columns=(
        text("id", "the record", refers="records.id"),
        text("kind", "what it is", "statement", "appeal", "accusation"),
        text("stance", "of the first speaker", *_STANCES),
        text("speaker", "as the source names them; empty when nobody is named"),
        text("speaker_state", "the state for which they speak, or whose national they are"),
        text("speaker_role", "in the source's own words"),
        yes_no("anonymous", "the source withholds the name"),
        text("relayed_by", "who passes the words on, the outlet last", many=True),
        text("said_on", "EDTF"),
        day("said_first", "the first day that `said_on` may mean"),
        day("said_last", "the last day that `said_on` may mean"),
        text("language", "of the source"),
        text("manner", "of a statement", "direct", "indirect", "mixed"),
        yes_no("under_duress", "the text calls it forced or filmed; empty for what is no statement"),
        text("about", "whom or what it concerns: names, state codes, instruments", many=True),
        text("addressee", "to whom, or on whom"),
        text("demand", "of an appeal", *get_args(Demand)),
        text("accused", "of an accusation: a state's code or a name"),
        text("accused_of", "of an accusation", *get_args(AccusationOf)),
        text("quote", "verbatim, with [withheld] for what may not be shown"),
        text("source", "empty for a redacted record", refers="sources.source"),
        text("cases", "the cases it belongs to", many=True),
        yes_no("redacted", "something was withheld"),
    ),
    rows=_statements,
)


def _links(edition: Edition) -> Iterable[Row]:
    for r in edition.register.links:
        ends: tuple[Any, ...] = (
            party(r.source),
            r.source.case,
            r.source_act,
            party(r.target),
            r.target.case,
            r.target_act,
        )
        yield (r.id, r.relation, r.stance, *_owner(r), r.said_on, *ends)


LINKS = Table(
    name="links",
    title="Somebody's claim that two custodies, or acts of them, stand in a relation",
    universe="Every record of the kind `link` in `records`.",
    caveats=("`precedes` is order in time and nothing more; the others are allegations of the speaker.",),
    key=("id",),
    columns=(
        text("id", "the record", refers="records.id"),
        text("relation", "of the first to the second", "precedes", "retaliation", "demand", "exchange"),
        text("stance", "of the first speaker", *_STANCES),
        text("speaker", "whose words they are"),
        text("speaker_state", "the state for which they speak, or whose national they are"),
        text("said_on", "EDTF"),
        text("from_person", "whose custody"),
        text("from_case", "where one is shown", refers="cases.case"),
        text("from_act", "the act meant; empty for the custody as a whole", *get_args(CustodyAct)),
        text("to_person", "whose custody"),
        text("to_case", "where one is shown", refers="cases.case"),
        text("to_act", "the act meant; empty for the custody as a whole", *get_args(CustodyAct)),
    ),
    rows=_links,
)
