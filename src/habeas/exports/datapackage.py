"""A Data Package (Frictionless, v2) that describes the CSV tables: titles, types, keys, and what each column means."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from habeas.exports.export import Export
from habeas.register.views import Register

_TEXT = {"type": "string"}
TABLES: dict[str, tuple[str, dict[str, tuple[str, str]]]] = {
    "cases": (
        "One person's custody by one state",
        {
            "case": ("string", "the case's public name; random"),
            "person": ("string", "the name to show; empty for somebody whom no source names"),
            "nationality": ("string", "ISO 3166-1 alpha-2 codes, `;` between them, as sources say"),
            "by": ("string", "the state that holds or held"),
            "status": ("string", "a custody state; see custody-states"),
            "since": ("string", "EDTF: when the status began"),
            "held_from": ("string", "EDTF: when the custody began"),
            "until": ("string", "EDTF: when it ended; empty while it lasts or when unknown"),
            "last_reported": ("string", "EDTF: the last day on which a source spoke of it"),
            "inclusion_rule": ("string", "the rule under which the case was opened"),
        },
    ),
    "acts": (
        "Acts of custody, in the order in which they happened",
        {
            "case": ("string", "see cases"),
            "person": ("string", "see cases"),
            "act": ("string", "arrested, detained, charged ..."),
            "when": ("string", "EDTF, never more precise than the sources"),
            "place": ("string", "in a source's own words"),
            "by": ("string", "the acting state"),
            "at_request_of": ("string", "the state that asked for it"),
            "certain": ("boolean", "False when its date reaches beyond the view's day"),
            "possible": ("boolean", "False when it cannot follow what stands before it"),
        },
    ),
    "records": (
        "Every record: who said what, in which stance, in which words",
        {
            "id": ("string", "made of exactly what is shown"),
            "kind": ("string", "a claim kind"),
            "stance": ("string", "asserts, denies or reports"),
            "speaker": ("string", "whose words they are"),
            "speaker_state": ("string", "the state for which they speak, or whose national they are"),
            "said_on": ("string", "EDTF"),
            "quote": ("string", "verbatim, with [withheld] for what may not be shown"),
            "source": ("string", "the source's public name; empty for a redacted record"),
            "start": ("integer", "code points into the source's text"),
            "end": ("integer", "code points, exclusive"),
            "redacted": ("boolean", "something was withheld"),
        },
    ),
    "endorsements": (
        "Who stands or stood behind an instrument",
        {
            "instrument": ("string", "its id"),
            "party": ("string", "ISO 3166-1 alpha-2, or an organisation's code"),
            "since": ("string", "EDTF"),
            "until": ("string", "EDTF; empty while it stands"),
            "disputed": ("boolean", "somebody denies it"),
        },
    ),
}
"""The tables of the CSV export: title, and for each column its type and meaning."""


def write(register: Register, folder: Path) -> None:
    """Write `datapackage.json`."""
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "habeas",
        "title": "Who is held, by whom, since when, who says so",
        "description": f"The {register.audience} view. Every row is what somebody said; none is a finding of the publisher's.",
        "resources": [_resource(name, title, columns) for name, (title, columns) in TABLES.items()],
    }
    (folder / "datapackage.json").write_bytes(msgspec.json.format(msgspec.json.encode(package), indent=2) + b"\n")


def _resource(name: str, title: str, columns: dict[str, tuple[str, str]]) -> dict[str, Any]:
    fields = [{"name": column, "type": kind, "description": meaning} for column, (kind, meaning) in columns.items()]
    for field in fields:
        if field["type"] == "boolean":
            field |= {"trueValues": ["True"], "falseValues": ["False"]}  # type: ignore[dict-item]  # lists among texts
    schema = {"fields": fields, "missingValues": [""]}
    return {
        "name": name,
        "title": title,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


DATAPACKAGE = Export("datapackage", "A Data Package that describes the CSV tables", ("datapackage.json",), write)
