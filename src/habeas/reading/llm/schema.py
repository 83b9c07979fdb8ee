"""The form of proposals, and its JSON Schema, made from the claim classes."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from habeas.claims import CLAIMS, Content, Party
from habeas.claims.envelope import Stance

PROPOSED: dict[str, type[Content]] = {kind: cls for kind, cls in CLAIMS.items() if kind not in {"finding", "action"}}
"""The kinds that a reader may propose; findings and actions are people's work."""

_REF = "#/$defs/{name}"


class Proposed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One proposal, as the model writes it; nothing in it is believed yet.

    Attributes:
        kind: one of `PROPOSED`.
        quote: words of the document, letter for letter.
        start: where the quote begins, in code points; needed only where it stands several times.
        stance: as in a claim.
        speakers: whose words they are, then whoever relays; empty where the document itself tells.
        said_on: EDTF, or None.
        content: the fields of the kind.
    """

    kind: str
    quote: str
    start: int | None = None
    stance: Stance = "asserts"
    speakers: tuple[Party, ...] = ()
    said_on: str | None = None
    content: dict[str, Any]


@cache
def proposals_schema() -> dict[str, Any]:
    """JSON Schema of an answer, `{"claims": [...]}`, in the strict subset that structured output takes.

    Every object lists all its properties as required and allows no others; spans are left out, because they are found
    here and not believed.
    """
    types: list[Any] = [*PROPOSED.values(), Party, Proposed]
    _, defs = msgspec.json.schema_components(types, ref_template=_REF)
    defs["Party"]["properties"].pop("span")
    envelope = defs.pop("Proposed")
    variants = [_variant(envelope, kind, cls.__name__) for kind, cls in PROPOSED.items()]
    schema = _object({"claims": {"type": "array", "items": {"anyOf": variants}}})
    strict: dict[str, Any] = _strict({**schema, "$defs": defs})
    return strict


def _variant(envelope: dict[str, Any], kind: str, name: str) -> dict[str, Any]:
    """A proposal of one kind."""
    own = {"kind": {"type": "string", "enum": [kind]}, "content": {"$ref": _REF.format(name=name)}}
    return _object({**envelope["properties"], **own})


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _strict(value: Any) -> Any:
    """The schema with every property required and no others allowed; without what the strict subset does not know."""
    if isinstance(value, list):
        return [_strict(item) for item in value]
    if not isinstance(value, dict):
        return value
    made = {key: _strict(item) for key, item in value.items() if key not in {"default", "title", "description"}}
    if isinstance(value.get("properties"), dict):
        made["properties"] = {name: _strict(item) for name, item in value["properties"].items()}
        made |= {"required": list(value["properties"]), "additionalProperties": False}
    return made
