"""A claim as commands print it."""

from __future__ import annotations

from typing import Any

from habeas.claims import Claim, encode


def claim_json(claim: Claim, id_: str | None, status: str) -> dict[str, Any]:
    """A claim in the form of `habeas read --json`."""
    plain = encode(claim)
    order = ("kind", "stance", "speakers", "said_on", "content", "evidence", "confidence", "read_by")
    shown = {field: plain[field] for field in order}
    return {"id": id_, "kind": plain["kind"], "stance": plain["stance"], "status": status, **shown}
