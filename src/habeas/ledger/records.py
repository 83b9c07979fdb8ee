"""Entries as bytes: headers, salted payloads, ids, content keys, and which entries a payload names."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from hashlib import sha256

import msgspec

from habeas.claims import Claim, ClaimBasis, Finding
from habeas.entries import SCHEMA, AnyDecision, Entry, Header, Kind, Mention, decode_payload
from habeas.entries.decisions import Accept, Classify, Correct, Erase, Reject, Release, Withhold
from habeas.errors import LedgerAltered
from habeas.ledger.store import Rest, Row
from habeas.ledger.tree import leaf_hash
from habeas.sources import Source
from habeas.text.canonical import canonical_record

Payload = Source | Claim | AnyDecision

_HEADERS = msgspec.json.Encoder(order="sorted")
"""Text and one small integer: a header needs no more for canonical JSON, and a test holds it to that."""

SALT = 32
"""Bytes of salt. Their number is fixed, so that a hash cannot be read as that of another salt and payload."""


class Prepared(msgspec.Struct, frozen=True, gc=False):
    """A payload that is ready to be recorded.

    Attributes:
        payload: what it says.
        kind: which of the three kinds it is.
        handling: the label it is recorded under.
        body: the payload as canonical JSON.
        key: its content key; None for decisions, which may be taken twice.
    """

    payload: Payload
    kind: Kind
    handling: str
    body: bytes
    key: bytes | None


class ContentKeys:
    """Content keys: what recognises the same thing again, and says nothing to whoever lacks the ledger's secret.

    A claim is the same whoever read it, and however sure they were. A source is the same when bytes, text, day and
    publisher are: a day put right makes a new source, because the dates in it are counted from there.

    Args:
        secret: the ledger's.
    """

    def __init__(self, secret: bytes) -> None:
        self._begun = hmac.new(secret, digestmod="sha256")

    def prepared(self, payload: Payload, handling: str) -> Prepared:
        """The payload with its bytes and its content key."""
        body = canonical_record(payload)
        if isinstance(payload, Claim):
            return Prepared(payload, "claim", handling, body, self._digest(_recognised(body)))
        if isinstance(payload, Source):
            same = _SameSource(payload.sha256, payload.text, payload.published, payload.outlet)
            key = self._digest(b'["source",' + canonical_record(same) + b"]")
            return Prepared(payload, "source", handling, body, key)
        return Prepared(payload, "decision", handling, body, None)

    def _digest(self, recognised: bytes) -> bytes:
        keyed = self._begun.copy()
        keyed.update(recognised)
        return keyed.digest()


class _SameSource(msgspec.Struct, frozen=True):
    sha256: str
    text: str
    published: str | None
    outlet: str | None


def _recognised(body: bytes) -> bytes:
    """`["claim", claim without confidence and read_by]` as canonical JSON, cut from the claim's own canonical JSON.

    Quotes within a string are escaped, so that these words between quotes and before a colon can only be a key, and no
    other record within a claim has a key of these names.
    """
    confidence = body.find(b'"confidence":')
    content = body.find(b'"content":', confidence)
    read_by = body.find(b'"read_by":', content)
    said_on = body.find(b'"said_on":', read_by)
    return b"".join((b'["claim",', body[:confidence], body[content:read_by], body[said_on:], b"]"))


def sealed(seq: int, prepared: Prepared, *, salt: bytes, recorded_at: str, recorded_by: str, ledger: str) -> Row:
    """The row that records a payload."""
    header = Header(
        kind=prepared.kind,
        schema=SCHEMA,
        payload_hash=sha256(salt + prepared.body).hexdigest(),
        recorded_at=recorded_at,
        recorded_by=recorded_by,
        handling=prepared.handling,
        ledger=ledger,
    )
    plain = _HEADERS.encode(header)
    return Row(seq, leaf_hash(plain).hex(), plain, salt, prepared.body)


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
    if row.payload is None:  # erased; `verify` asks whether somebody decided so
        return None if row.salt is None else "its payload is gone, and its salt is still there"
    if isinstance(row, Rest):
        return _altered_rest(row)
    if row.salt is None or len(row.salt) != SALT or sha256(row.salt + row.payload).hexdigest() != header.payload_hash:
        return "its payload is not the one its header names"
    return None


def _altered_rest(row: Rest) -> str | None:
    """What is left of an entry is checked against the decision that erased the rest, and that against its own header."""
    decision = row.erased_by
    if altered(decision, header_of(decision)) is not None:
        return "the decision that erased a part of it was altered"
    erase = entry_of(decision).payload
    blanked = erase.blanked if isinstance(erase, Erase) else ()
    named = {one.payload_hash for one in blanked if one.entry == row.id}
    if row.salt is None or len(row.salt) != SALT or sha256(row.salt + (row.payload or b"")).hexdigest() not in named:
        return "what is left of it is not what the decision that erased a part of it names"
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


def references(payload: Payload) -> list[str]:
    """The ids of the entries that a payload names."""
    if isinstance(payload, Source):
        return []
    if isinstance(payload, Claim):
        named = [item.source for item in payload.evidence]
        if payload.basis:
            named += [basis.claim for basis in payload.basis if isinstance(basis, ClaimBasis)]
        return [*named, *payload.content.claims] if isinstance(payload.content, Finding) else named
    return [*_decided_on(payload), *(mention.source for mention in _mentions(payload))]


def _decided_on(decision: AnyDecision) -> tuple[str, ...]:
    if isinstance(decision, (Accept, Reject)):
        return decision.claims
    if isinstance(decision, Correct):
        return (decision.claim, decision.by)
    if isinstance(decision, (Classify, Withhold)):
        return decision.entries
    if isinstance(decision, Erase):
        return (*decision.entries, *(one.entry for one in decision.blanked))
    return (decision.withholds,) if isinstance(decision, Release) else ()


def _mentions(decision: AnyDecision) -> Iterator[Mention]:
    values = (getattr(decision, field) for field in decision.__struct_fields__)
    for value in values:
        if isinstance(value, Mention):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Mention))
