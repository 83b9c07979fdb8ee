"""The records of a release: what a register shows, one plain record for each case, claim and source, without what is derived."""

from __future__ import annotations

from typing import Any

import msgspec

from habeas.register.views import CaseView, Register, Said, SourceView

_OF_CLAIM = ("id", "kind", "stance", "speakers", "said_on", "content", "evidence", "redacted", "cases")
_OF_SOURCE = ("id", "title", "outlet", "published", "origin", "language", "media_type", "rights")

Record = dict[str, Any]
"""Plain JSON with a `type` (case, claim, source) and an `id` that is its own among these."""


def records(register: Register) -> list[Record]:
    """Every record of a register, by type and id.

    A record says what somebody said and where, and nothing that other records change: no counts, no standing of a case.
    """
    made = [
        *map(_case, register.cases),
        *(_plain("claim", claim, _OF_CLAIM) for claim in register.claims),
        *(_plain("source", source, _OF_SOURCE) for source in register.sources),
    ]
    plain: list[Record] = msgspec.json.decode(msgspec.json.encode(made))  # as a reader gets them: lists, and no tuples
    return sorted(plain, key=lambda record: (record["type"], record["id"]))


def _plain(kind: str, view: Said | SourceView, fields: tuple[str, ...]) -> Record:
    return {"type": kind, **{field: msgspec.to_builtins(getattr(view, field)) for field in fields}}


def _case(case: CaseView) -> Record:
    return {
        "type": "case",
        "id": case.slug,
        "name": case.person.name,
        "names": list(case.person.names),
        "states": list(case.person.states),
        "by": case.by,
        "inclusion_rule": case.inclusion_rule,
        "alleged_by": list(case.alleged_by),
    }
