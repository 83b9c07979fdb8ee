"""The OpenAPI 3.1 document: made from the shapes, so that it cannot fall behind them."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from habeas.api import shapes
from habeas.register.views import AccusationView, AppealView, LinkView, StatementView

JSON = "application/json"
_SAID = (StatementView, AppealView, AccusationView, LinkView)
"""Records of these kinds have more fields than `Said`."""

_LONG, _SHORT = "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])", "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
_DAY = f"(?:[0-9]{{4}}-(?:{_LONG}|{_SHORT}|02-(?:0[1-9]|1[0-9]|2[0-8])))"
_EDTF = f"^(?:[12][0-9]{{3}}(?:-(?:0[1-9]|1[0-2]))?|(?=[12]){_DAY})$"
_MOMENT = f"^(?=[12]){_DAY}(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z)?$"

_SELECTING = (
    {
        "name": "as_of",
        "in": "query",
        "description": "As things stood on that day (EDTF; in leap years 29 February too). Files take no query.",
        "schema": {"type": "string", "pattern": _EDTF},
        "example": "2021-02-16",
    },
    {
        "name": "known_at",
        "in": "query",
        "description": "As the record stood then: a day, or a moment (RFC 3339). What may be shown is decided as of now.",
        "schema": {"type": "string", "pattern": _MOMENT},
        "example": "2021-02-16T09:30:00Z",
    },
)
_LISTS: dict[str, tuple[type[shapes.Shape], str]] = {
    "cases": (shapes.CasePage, "Cases"),
    "records": (shapes.RecordPage, "Records: who said what, in which stance, in which words"),
    "sources": (shapes.SourcePage, "Sources"),
    "endorsements": (shapes.EndorsementsPage, "Instruments and how many stand behind them"),
    "contested": (shapes.ContestedPage, "Values that stand side by side"),
}
_ITEMS: dict[str, tuple[str, type[shapes.Shape], str]] = {
    "cases": ("slug", shapes.Case, "One case, whole"),
    "sources": ("slug", shapes.Source, "One source with its quotes"),
    "endorsements": ("instrument", shapes.Endorsements, "Who stands behind one instrument"),
}
_HEADERS = {"ETag": {"description": "A fingerprint of the body.", "required": True, "schema": {"type": "string"}}}


@cache
def openapi() -> dict[str, Any]:
    """The document as plain JSON."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "habeas",
            "version": "1.0.0",
            "summary": "Who is held, by whom, since when, who says so",
            "description": "Read-only. The same documents are files on the site and answers of `habeas serve`. References are "
            "relative to the document that holds them.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": ".", "description": "where this document stands"}],
        "paths": _paths(),
        "components": {"schemas": _schemas(), "responses": _responses()},
    }


def _paths() -> dict[str, Any]:
    index = {"/index.json": _path("index", "Where everything is", shapes.Index)}
    lists = {f"/{name}.json": _path(name, f"{words}: the first page", shape) for name, (shape, words) in _LISTS.items()}
    more = {
        f"/{name}/page/{{page}}.json": _path(f"{name}_page", f"{words}: the other pages", shape, _page_number())
        for name, (shape, words) in _LISTS.items()
    }
    items = {
        f"/{name}/{{{key}}}.json": _path(f"{name}_item", words, shape, _key(key), gone=name != "endorsements")
        for name, (key, shape, words) in _ITEMS.items()
    }
    return index | lists | more | items | {"/openapi.json": _path("openapi", "This document", None)}


def _path(
    name: str,
    summary: str,
    shape: type[shapes.Shape] | None,
    parameter: dict[str, Any] | None = None,
    *,
    gone: bool = False,
) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{shape.__name__}"} if shape else {"type": "object"}
    answers: dict[str, Any] = {
        "200": {"description": summary, "headers": _HEADERS, "content": {JSON: {"schema": schema}}},
        "304": {"description": "Nothing has changed since the ETag in If-None-Match."},
        "400": {"$ref": "#/components/responses/BadRequest"},
        "421": {"$ref": "#/components/responses/Misdirected"},
        "503": {"$ref": "#/components/responses/Unavailable"},
    }
    if parameter:
        answers["404"] = {"$ref": "#/components/responses/NotFound"}
    if gone:
        answers["410"] = {"$ref": "#/components/responses/Gone"}
    operation = {
        "summary": summary,
        "parameters": [*([parameter] if parameter else []), *(_SELECTING if shape else ())],
    }
    empty = {code: {**one, "content": {}} if "content" in one else one for code, one in answers.items()}
    head = operation | {"operationId": f"head_{name}", "responses": {code: _bare(one) for code, one in empty.items()}}
    return {"get": operation | {"operationId": f"get_{name}", "responses": answers}, "head": head}


def _bare(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer to HEAD: the same, without a body."""
    if "$ref" in answer:
        return {"description": _PROBLEMS[answer["$ref"].rpartition("/")[2]]}
    return {key: value for key, value in answer.items() if key != "content"}


def _key(name: str) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[A-Za-z0-9._~-]+$"}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _page_number() -> dict[str, Any]:
    return {
        "name": "page",
        "in": "path",
        "required": True,
        "schema": {"type": "integer", "minimum": 2, "maximum": 999_999_999},
    }


_PROBLEMS = {
    "BadRequest": "A parameter that is not known, stands there twice, or cannot be read.",
    "NotFound": "This view holds nothing of that name. Whether anything else does is not said.",
    "Gone": "It was published, and has been withdrawn.",
    "Misdirected": "The request names another host.",
    "Unavailable": "The ledger cannot be read; nothing is shown meanwhile.",
}


def _responses() -> dict[str, Any]:
    content = {JSON: {"schema": {"$ref": "#/components/schemas/Failure"}}}
    return {name: {"description": words, "content": content} for name, words in _PROBLEMS.items()}


def _schemas() -> dict[str, Any]:
    lists = [shape for shape, _ in _LISTS.values()]
    items = [shape for _, shape, _ in _ITEMS.values()]
    types = [shapes.Index, *lists, *items, *_SAID, shapes.Failure]
    _, schemas = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    kinds = [{"$ref": f"#/components/schemas/{kind.__name__}"} for kind in _SAID]
    schemas["RecordPage"]["properties"]["items"]["items"] = {"anyOf": [*kinds, {"$ref": "#/components/schemas/Said"}]}
    return {name: schemas[name] for name in sorted(schemas)}
