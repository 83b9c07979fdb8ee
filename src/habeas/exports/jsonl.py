"""JSON Lines: every record of the view, one a line, fields as `habeas schema statements` gives them."""

from __future__ import annotations

from pathlib import Path

import msgspec

from habeas.exports.edition import Edition
from habeas.exports.export import Export


def write(edition: Edition, folder: Path) -> None:
    """Write `claims.jsonl`."""
    lines = (msgspec.json.encode(record) for record in edition.register.claims)
    (folder / "claims.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))


JSONL = Export("jsonl", "Every record, one JSON object a line", ("claims.jsonl",), write)
