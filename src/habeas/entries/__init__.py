"""Entries: the three kinds of record in a ledger, with their headers.

An entry is a *header*, which stays for ever, and a *payload*, which can be erased. The header holds a salted hash
of the payload, so that nothing in it confirms a guess about the payload. The entry's id is the RFC 6962 leaf hash of the
canonical header.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal

import msgspec

from habeas.claims import Claim
from habeas.claims import decode as decode_claim
from habeas.claims import encode as encode_claim
from habeas.entries.decisions import CONTROL, DECISIONS, AnyDecision, Mention
from habeas.entries.handling import PARTNERS, PUBLIC, TEAM, checked, strictest, strictness
from habeas.errors import BadContent
from habeas.sources import Source

__all__ = [
    "CONTROL",
    "DECISIONS",
    "PARTNERS",
    "PUBLIC",
    "SCHEMA",
    "TEAM",
    "AnyDecision",
    "Entry",
    "Header",
    "Kind",
    "Mention",
    "checked",
    "decode_payload",
    "encode_payload",
    "kind_of",
    "strictest",
    "strictness",
]

Kind = Literal["source", "claim", "decision"]

SCHEMA = 2
"""The version of payloads that this release writes. 2: a number of endorsers may be `at_most`, `nearly` or `about` so many."""

_NEARLY = re.compile(r"\b(?:nearly|almost)\s+\d", re.IGNORECASE)


def _with_nearly(kind: Kind, plain: dict[str, Any]) -> dict[str, Any]:
    """Schema 1 had no word for "nearly 80" but `nearly_all`, without the group of which it was to be all."""
    content = plain["content"] if kind == "claim" and plain["kind"] == "endorsement_count" else {}
    if content.get("bound") != "nearly_all" or content.get("group") is not None:
        return plain
    if not any(_NEARLY.search(item["quote"]) for item in plain["evidence"]):
        return plain
    return {**plain, "content": {**content, "bound": "nearly"}}


UPCASTERS: dict[int, Callable[[Kind, dict[str, Any]], dict[str, Any]]] = {1: _with_nearly}
"""By schema version, what makes of a payload of that version one of the next. A version that was released stays here for ever."""

Payload = Source | Claim | AnyDecision


class Header(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What stays of an entry for ever.

    Attributes:
        kind: source, claim or decision.
        schema: the payload's schema version.
        payload_hash: hex SHA-256 of salt (32 random bytes) and canonical payload.
        recorded_at: RFC 3339 in UTC with microseconds.
        recorded_by: who recorded it ("habeas", or a person's name as they gave it to the ledger).
        handling: the label it was recorded under; `classify` decisions override it.
        ledger: which ledger recorded it: the first 20 hex digits of the SHA-256 of that ledger's first public key.
    """

    kind: Kind
    schema: int
    payload_hash: str
    recorded_at: str
    recorded_by: str
    handling: str
    ledger: str = ""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as a ledger gives it back.

    Attributes:
        id: hex RFC 6962 leaf hash of the canonical header.
        seq: its place in this ledger, from 0.
        header: see `Header`.
        payload: None once it was erased, and None for another ledger's decision that does not count here.
        origin: the ledger that recorded it; None for the ledger at hand.
        inert: another ledger's decision that does not count here, for those who list it; whoever folds reads `payload`.
        place: its place in the tree of the ledger that recorded it; None where no ledgers were merged.
        seen: of a decision where ledgers were merged: how many places of each other ledger's tree its ledger had seen.
        copies: once `united`: id and handling of each entry that records the same; empty when it stands alone.
    """

    id: str
    seq: int
    header: Header
    payload: Payload | None
    origin: str | None = None
    inert: AnyDecision | None = None
    place: int | None = None
    seen: dict[str, int] | None = None
    copies: tuple[tuple[str, str], ...] = ()

    @property
    def source(self) -> Source | None:
        """The payload if it is a source."""
        return self.payload if isinstance(self.payload, Source) else None

    @property
    def claim(self) -> Claim | None:
        """The payload if it is a claim."""
        return self.payload if isinstance(self.payload, Claim) else None

    @property
    def decision(self) -> AnyDecision | None:
        """The payload if it is a decision."""
        return None if self.payload is None or isinstance(self.payload, (Source, Claim)) else self.payload


def kind_of(payload: Payload) -> Kind:
    """Which of the three kinds a payload is."""
    if isinstance(payload, Source):
        return "source"
    return "claim" if isinstance(payload, Claim) else "decision"


def encode_payload(payload: Payload) -> dict[str, Any]:
    """The payload as plain JSON types."""
    if isinstance(payload, Claim):
        return encode_claim(payload)
    plain: dict[str, Any] = msgspec.to_builtins(payload)
    return plain


def decode_payload(kind: Kind, schema: int, plain: dict[str, Any]) -> Payload:
    """The payload that `encode_payload` wrote.

    Raises:
        BadContent: not a payload of that kind, or of a later schema than this release knows.
    """
    if schema > SCHEMA:
        raise BadContent(f"a payload of schema {schema}", f"this release knows up to {SCHEMA}", "Upgrade habeas.")
    if schema < 1:
        raise BadContent(f"a payload of schema {schema}", "there is none", "The ledger was written by something else.")
    for version in range(schema, SCHEMA):
        plain = UPCASTERS[version](kind, plain)
    try:
        if kind == "claim":
            return decode_claim(plain)
        if kind == "source":
            return msgspec.convert(plain, Source)
        decision: AnyDecision = msgspec.convert(plain, AnyDecision)
    except msgspec.ValidationError as error:
        raise BadContent(f"a {kind} payload", str(error), "The ledger was written by something else.") from error
    return decision
