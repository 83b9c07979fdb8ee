"""Entries as bytes: headers, salted payloads, ids, content keys, and which entries a payload names."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from hashlib import sha256

import msgspec

from habeas.claims import Claim, ClaimBasis, Finding, encode
from habeas.entries import SCHEMA, AnyDecision, Entry, Header, Mention, decode_payload, encode_payload, kind_of
from habeas.entries.decisions import Accept, Classify, Correct, Erase, Reject, Release, Withhold
from habeas.errors import LedgerAltered
from habeas.ledger.store import Row
from habeas.ledger.tree import leaf_hash
from habeas.sources import Source
from habeas.text.canonical import canonical_json

Payload = Source | Claim | AnyDecision


SALT = 32
"""Bytes of salt. Their number is fixed, so that a hash cannot be read as that of another salt and payload."""


def sealed(
    seq: int, payload: Payload, *, salt: bytes, recorded_at: str, recorded_by: str, handling: str, ledger: str
) -> Row:
    """The row that records a payload."""
    body = canonical_json(encode_payload(payload))
    header = Header(
        kind=kind_of(payload),
        schema=SCHEMA,
        payload_hash=sha256(salt + body).hexdigest(),
        recorded_at=recorded_at,
        recorded_by=recorded_by,
        handling=handling,
        ledger=ledger,
    )
    plain = canonical_json(msgspec.to_builtins(header))
    return Row(seq, leaf_hash(plain).hex(), plain, salt, body)


def header_of(row: Row) -> Header:
    """The header of a row.

    Raises:
        LedgerAltered: it is none.
    """
    try:
        return msgspec.json.decode(row.header, type=Header)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise LedgerAltered(f"entry {row.seq}", "its header cannot be read", "Run `habeas verify`.") from error


def altered(row: Row, header: Header) -> str | None:
    """What in a row is not as its id and header say; None when nothing is."""
    if leaf_hash(row.header).hex() != row.id:
        return "its header is not the one its id was made from"
    if row.payload is None or row.salt is None:
        return None  # erased; `verify` asks whether somebody decided so
    if len(row.salt) != SALT or sha256(row.salt + row.payload).hexdigest() != header.payload_hash:
        return "its payload is not the one its header names"
    return None


def entry_of(row: Row) -> Entry:
    """The entry of a row, after its hashes were checked: nothing altered reaches a view.

    Raises:
        LedgerAltered: a hash is not what it should be, or header or payload cannot be read.
        BadContent: the payload is of a later release.
    """
    header = header_of(row)
    wrong = altered(row, header)
    if wrong is not None:
        raise LedgerAltered(
            f"entry {row.seq} ({row.id[:12]})", wrong, "Run `habeas verify`, and go back to a copy that verifies."
        )
    payload = None if row.payload is None else decode_payload(header.kind, header.schema, _plain(row))
    return Entry(id=row.id, seq=row.seq, header=header, payload=payload)


def _plain(row: Row) -> dict[str, object]:
    try:
        return msgspec.json.decode(row.payload or b"", type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise LedgerAltered(f"entry {row.seq}", "its payload cannot be read", "Run `habeas verify`.") from error


def content_key(secret: bytes, payload: Payload) -> bytes | None:
    """What recognises the same thing again; None for decisions, which may be taken twice.

    A claim is the same whoever read it, and however sure they were. A source is the same when bytes, text, day and
    publisher are: a day put right makes a new source, because the dates in it are counted from there.
    """
    if isinstance(payload, Claim):
        plain = encode(payload)
        kept = {
            field: plain[field] for field in ("kind", "content", "stance", "speakers", "said_on", "evidence", "basis")
        }
    elif isinstance(payload, Source):
        plain = encode_payload(payload)
        kept = {field: plain[field] for field in ("sha256", "text", "published", "outlet")}
    else:
        return None
    return hmac.digest(secret, canonical_json([kind_of(payload), kept]), "sha256")


def references(payload: Payload) -> Iterator[str]:
    """The ids of the entries that a payload names."""
    if isinstance(payload, Source):
        return
    if isinstance(payload, Claim):
        yield from (item.source for item in payload.evidence)
        yield from (basis.claim for basis in payload.basis if isinstance(basis, ClaimBasis))
        if isinstance(payload.content, Finding):
            yield from payload.content.claims
        return
    if isinstance(payload, (Accept, Reject)):
        yield from payload.claims
    elif isinstance(payload, Correct):
        yield from (payload.claim, payload.by)
    elif isinstance(payload, (Classify, Withhold, Erase)):
        yield from payload.entries
    elif isinstance(payload, Release):
        yield payload.withholds
    yield from (mention.source for mention in _mentions(payload))


def _mentions(decision: AnyDecision) -> Iterator[Mention]:
    values = (getattr(decision, field) for field in decision.__struct_fields__)
    for value in values:
        if isinstance(value, Mention):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Mention))
