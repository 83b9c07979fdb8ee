"""`habeas schema`: the JSON Schema of every command's output."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from habeas.cli.output import print_json

COMMANDS = ("read", "cases", "case", "endorsements", "statements", "contested", "source", "verify")


@click.command()
@click.argument("command", required=False, type=click.Choice(COMMANDS))
def schema(command: str | None) -> None:
    """Print the JSON Schema (2020-12) of what a command prints with --json; of all of them without a name."""
    schemas = output_schemas()
    print_json(schemas[command] if command else schemas)


def output_schemas() -> dict[str, Any]:
    """The schema of each command's output, by the command's name."""
    from habeas.ledger import Verification
    from habeas.register.views import CaseView, Contested, EndorsementsView, Said, SourceView

    types: dict[str, Any] = {
        "cases": list[CaseView],
        "case": CaseView,
        "endorsements": EndorsementsView,
        "statements": list[Said],
        "contested": list[Contested],
        "source": SourceView,
        "verify": Verification,
    }
    made = {name: _schema(type_) for name, type_ in types.items()}
    return {"read": _read_schema(), **made}


def _schema(type_: Any) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(type_)}


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
