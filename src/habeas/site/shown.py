"""What a page shows besides its values: reckoned from them when the page is made, and not before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from habeas.register.views import CaseView, Said, SourceView
from habeas.site.links import is_listed
from habeas.site.sayings import exchanges, sayings
from habeas.site.segments import segments
from habeas.site.timeline import Timeline, timeline
from habeas.site.words import mark


def of_case(values: dict[str, Any]) -> dict[str, Any]:
    """What a case's page shows besides the case and its sources."""
    case: CaseView = values["case"]
    languages = {source.id: source.language for source in values["told"]}
    home, holder = sayings(case.sides.home), sayings(case.sides.holder)
    paired = exchanges(home, holder)
    shown = {one.first.id for pair in paired for one in (*pair.home, *pair.holder)}
    tongues = dict.fromkeys(case.person.roles)
    for record in case.said:
        person = record.content.get("person")
        if isinstance(person, dict) and person.get("role") in tongues and record.evidence:
            tongues[person["role"]] = languages.get(record.evidence[0].source or "")
    return {
        "paired": paired,
        "home": [one for one in home if one.first.id not in shown],
        "holder": [one for one in holder if one.first.id not in shown],
        "others_say": sayings(r for r in case.sides.others if r.kind not in {"finding", "action"}),
        "line": _line(case, values),
        "tongues": tongues,
    }


def _line(case: CaseView, values: Mapping[str, Any]) -> Timeline | None:
    """The picture of a case: of all its acts, on the first of its pages."""
    if values["parts"] == 1:
        return timeline(case)
    return timeline(msgspec.structs.replace(case, acts=tuple(values["drawn"]))) if values["drawn"] else None


def resting(case: CaseView, sources: Sequence[SourceView]) -> list[SourceView]:
    """The sources whose words the records of a case's part are."""
    quoted = {record.evidence[0].source for record in case.said if record.evidence}
    return [source for source in sources if source.id in quoted]


def of_statements(values: dict[str, Any]) -> dict[str, Any]:
    """What a page of statements shows besides its records: the words of other matters, each quote once."""
    return {"elsewhere": sayings(values["here"])}


def of_declaration(values: dict[str, Any]) -> dict[str, Any]:
    """Numbers, and endorsements that a document lists, are told in a line each; everything else stands in full."""
    about = values["about"]
    alone = [record for record in about if is_listed(record)]
    lines = {record.id for record in alone}
    return {
        "told": sayings(record for record in about if record.id not in lines),
        "listed_one_by_one": alone,
    }


def of_source(values: dict[str, Any]) -> dict[str, Any]:
    """What a source's page shows besides its source and its records."""
    source, said, leaf = values["source"], values["said"], values["leaf"]
    own = set(leaf.claims)
    told = [record for record in said if record.id in own]
    whole = source.text is not None
    return {
        "segments": segments(source.text, source.spans, first=leaf.start, last=leaf.end) if whole else [],
        "excerpts": [] if whole else source.excerpts[leaf.start : leaf.end],
        "numbers": {record.id: number for number, record in enumerate(said, start=1)},
        "told": told,
        "thread": _thread(told),
    }


def _thread(records: list[Said]) -> dict[str, list[Said]]:
    """A document's records by what they are: calls and endorsements, words of denial and accusation, custody."""
    return {
        mark("Calls and endorsements"): [
            r for r in records if r.kind in {"appeal", "endorsement", "endorsement_count"}
        ],
        mark("Denials and accusations"): [r for r in records if r.kind == "accusation"],
        mark("Custody"): [r for r in records if r.kind in {"custody", "link"}],
    }
