"""`habeas schema`: the JSON Schema of every command's output."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from habeas.cli.output import print_json
from habeas.entries import DECISIONS

DECISIONS_BY_COMMAND = {
    name.replace("_", "-"): cls for name, cls in DECISIONS.items() if name not in {"erase", "rotate_key", "trust"}
}
SHOWN = (
    "read",
    "import",
    "cases",
    "case",
    "endorsements",
    "statements",
    "links",
    "contested",
    "source",
    "coverage",
    "explain",
    "propose",
    "history",
    "diff",
    "verify",
    "verify-proof",
    "init",
    "erase",
    "rotate-key",
    "merge",
    "trust",
    "ledgers",
    "log",
    "publish",
    "export",
    "preview",
    "serve",
    "withdraw",
    "releases",
    "verify-release",
)
COMMANDS = (*SHOWN, *DECISIONS_BY_COMMAND)


@click.command()
@click.argument("command", required=False, metavar="[COMMAND]", type=click.Choice(COMMANDS))
def schema(command: str | None) -> None:
    """Print the JSON Schema (2020-12) of what a command prints with --json; of all of them without a name."""
    schemas = output_schemas()
    print_json(schemas[command] if command else schemas)


def output_schemas() -> dict[str, Any]:
    """The schema of each command's output, by the command's name."""
    from habeas.cli.merge import LedgersTold, Logged, MergeTold, TrustTold
    from habeas.identity import Proposal
    from habeas.ledger import Verification
    from habeas.register.history import Change, Event
    from habeas.register.views import CaseView, Contested, EndorsementsView, LinkView, Said, SourceView

    types: dict[str, Any] = {
        "cases": list[CaseView],
        "case": CaseView,
        "endorsements": EndorsementsView,
        "statements": list[Said],
        "links": list[LinkView],
        "contested": list[Contested],
        "source": SourceView,
        "verify": Verification,
        "coverage": list[dict[str, str | int | bool]],
        "propose": list[Proposal],
        "history": list[Event],
        "diff": Change,
        "merge": MergeTold,
        "trust": TrustTold,
        "ledgers": LedgersTold,
        "log": Logged,
    }
    made = {name: _schema(type_) for name, type_ in types.items()}
    decided = {name: _decision(cls) for name, cls in DECISIONS_BY_COMMAND.items()}
    text, number = {"type": "string"}, {"type": "integer"}
    texts = {"type": "array", "items": {"type": "string"}}
    return {
        "read": _read_schema(),
        "import": _import_schema(),
        **made,
        "publish": _object({"folder": text, "files": texts}),
        "export": _object({"folder": text, "files": texts}),
        "preview": _object({name: {"type": "array"} for name in ("revealed", "withdrawn", "checks")}),
        "releases": _object({name: {"type": "array"} for name in ("added", "changed", "withdrawn", "releases")}),
        "verify-release": _object(
            {"number": number, "date": text, "audience": text, "size": number, "signed": {"type": "array"}}
        ),
        "serve": _object({"url": {"type": "string"}}),
        "erase": _object({"id": {"type": ["string", "null"]}, "entries": texts, "blanked": texts, "still": texts}),
        "timestamp": _object({"size": number, "at": text, "checked": {"type": "boolean"}}),
        "rotate-key": _object({"id": text, "key": text}),
        "explain": _object(
            {
                "id": text,
                "read_by": text,
                "confidence": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
                "again": {"type": "boolean"},
                "why": texts,
            }
        ),
        "init": _object({"ledger": {"type": "string"}, "key": {"type": "string"}}),
        "verify-proof": _object({"origin": text, "header": text, "size": number, "index": number}),
        **decided,
        "withdraw": {"type": "array", "items": decided["withhold"]},
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _decision(cls: Any) -> dict[str, Any]:
    """What a decision's command prints: the entry's id, and the decision's fields beside it."""
    made = msgspec.json.schema(cls)
    own = made["$defs"][cls.__name__]["properties"]
    return {**_object({"id": {"type": "string"}, **own}), "$defs": made["$defs"]}


def _schema(type_: Any) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(type_)}


def _import_schema() -> dict[str, Any]:
    """What became of a row."""
    id_ = {"type": ["string", "null"]}
    claim = _read_schema()
    definitions = claim.pop("$defs", {})
    made = _object(
        {
            "line": {"type": ["integer", "null"]},
            "outcome": {"enum": ["created", "corrected", "unchanged", "refused", "vanished"]},
            "id": id_,
            "earlier": id_,
            "changes": {"type": "array", "items": _object({"field": {"type": "string"}, "was": {}, "is": {}})},
            "why": id_,
            "claim": {"anyOf": [claim, {"type": "null"}]},
        }
    )
    return {**made, "$defs": definitions}


def _read_schema() -> dict[str, Any]:
    """One line of `read --json`: a claim of any kind, every field present."""
    from habeas.claims import CLAIMS, Evidence, Party

    types: list[Any] = [*CLAIMS.values(), Evidence, Party]
    _, components = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    kinds = {kind: cls.__name__ for kind, cls in CLAIMS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A claim, one a line",
        "type": "object",
        "properties": {
            "id": {"type": ["string", "null"], "description": "null on a dry run"},
            "kind": {"enum": list(kinds)},
            "stance": {"enum": ["asserts", "denies", "reports"]},
            "status": {"enum": ["proposed", "accepted", "rejected", "corrected"]},
            "speakers": {"type": "array", "items": {"$ref": "#/$defs/Party"}, "minItems": 1},
            "said_on": {"type": ["string", "null"], "description": "EDTF"},
            "content": {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in kinds.values()]},
            "evidence": {"type": "array", "items": {"$ref": "#/$defs/Evidence"}},
            "confidence": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
            "read_by": {"type": "string"},
        },
        "required": [
            "id",
            "kind",
            "stance",
            "status",
            "speakers",
            "said_on",
            "content",
            "evidence",
            "confidence",
            "read_by",
        ],
        "additionalProperties": False,
        "$defs": components,
    }
