"""Answers to requests: pure. What is asked for is checked first; what is wrong is told as the project tells its errors."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote_to_bytes

import msgspec

from habeas.api.documents import Documents
from habeas.api.shapes import Failure, Problem
from habeas.errors import (
    BadQuery,
    HabeasError,
    InputError,
    NoDocument,
    ReadOnly,
    RequestError,
    Unavailable,
    Withdrawn,
    WrongHost,
)

METHODS = ("GET", "HEAD")
SELECTING = ("as_of", "known_at")
STATUS: Mapping[type[HabeasError], int] = {
    NoDocument: 404,
    ReadOnly: 405,
    Withdrawn: 410,
    WrongHost: 421,
    Unavailable: 503,
}
"""Every other error is a 400."""

_LONGEST = 200

HEADERS = {
    "Content-Type": "application/json; charset=utf-8",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
"""On every answer. `no-cache` means: ask again each time, with the ETag; what is withdrawn is gone at once."""

View = Callable[[str | None, str | None], Documents]
"""The documents as of a day and as known at a moment, under the policy as it stands now.

Raises `InputError` for a day or a moment that is none."""


class Request(NamedTuple):
    """A request.

    Attributes:
        method: in upper case.
        path: below the API's root, as sent: percent-encoded, without a leading slash.
        query: as sent, without the question mark.
        if_none_match: that header, if any.
    """

    method: str
    path: str
    query: str = ""
    if_none_match: str | None = None


class Answer(NamedTuple):
    """An answer. For HEAD, `Content-Length` is that of the body which is left out."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def answer(request: Request, view: View, *, gone: Collection[str] = ()) -> Answer:
    """The answer to a request.

    Args:
        request: what is asked.
        view: gives the register to answer from.
        gone: site pages that were published and are withdrawn (`cases/SLUG.html`).
    """
    try:
        return _found(request, _body(request, view, gone))
    except (RequestError, InputError) as error:
        return refused(request, error)


def refused(request: Request, error: HabeasError) -> Answer:
    """The answer that tells what is wrong."""
    problem = Problem(code=error.code, given=_shown(error.given), wrong=error.wrong, do=error.do)
    body = msgspec.json.encode(Failure(error=problem)) + b"\n"
    more = {"Allow": ", ".join(METHODS)} if isinstance(error, ReadOnly) else {}
    return _answered(request, STATUS.get(type(error), 400), body, more)


def _body(request: Request, view: View, gone: Collection[str]) -> bytes:
    if request.method not in METHODS:
        raise ReadOnly(request.method, "the API is read-only", "Use GET or HEAD.")
    chosen = _selected(request.query)
    name = _name(request.path)
    body = view(chosen.get("as_of"), chosen.get("known_at")).body(name)
    if body is None and f"{name.removesuffix('.json')}.html" in gone:
        raise Withdrawn(name, "it was published, and has been withdrawn", "Delete your copy.")
    if body is None:
        raise NoDocument(name, "this view holds no such document", "Begin at index.json; openapi.json lists the paths.")
    return body


def _selected(query: str) -> dict[str, str]:
    """The parameters, each once, none unknown: one that is misspelt would be answered with another view than was asked for."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query), errors="strict", max_num_fields=10)
    except ValueError as error:
        raise BadQuery(_shown(query), "it cannot be read", "Write ?as_of=2021-02-16&known_at=2021-03-01.") from error
    chosen: dict[str, str] = {}
    for name, value in pairs:
        if name not in SELECTING:
            raise BadQuery(_shown(name), "there is no such parameter", f"Use {' or '.join(SELECTING)}.")
        if name in chosen:
            raise BadQuery(name, "it stands there twice", "Give it once.")
        chosen[name] = value
    return chosen


def _name(path: str) -> str:
    try:
        name = unquote_to_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadQuery(_shown(path), "the path is not UTF-8", "Write it in UTF-8, percent-encoded.") from error
    return name or "index.json"


def _found(request: Request, body: bytes) -> Answer:
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    if _matches(request.if_none_match, tag):
        return Answer(304, {**HEADERS, "ETag": tag}, b"")
    return _answered(request, 200, body, {"ETag": tag})


def _matches(header: str | None, tag: str) -> bool:
    """If-None-Match, RFC 9110 13.1.2: weak comparison."""
    if header is None:
        return False
    given = [one.strip().removeprefix("W/") for one in header.split(",")]
    return "*" in given or tag in given


def _answered(request: Request, status: int, body: bytes, more: Mapping[str, str]) -> Answer:
    headers = {**HEADERS, **more, "Content-Length": str(len(body))}
    return Answer(status, headers, b"" if request.method == "HEAD" else body)


def _shown(text: str) -> str:
    """What was given, so that it can be shown: not endless, and text."""
    clean = text.encode("utf-8", "replace").decode()
    return clean if len(clean) <= _LONGEST else f"{clean[:_LONGEST]}..."
