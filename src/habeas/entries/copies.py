"""Copies: what several ledgers recorded each for itself is one thing to every fold.

Ledgers salt what they record, so that the same document read in two of them has two ids. Where ledgers were merged, `united`
makes one entry of all copies: the earliest recorded stands for them, every reference leads to it, and it carries the id and
handling of each copy, so that the strictest can be asked for. Nothing here depends on where an entry lies in which ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from habeas.claims import Claim, ClaimBasis, Finding, encode
from habeas.entries import Entry, Mention
from habeas.entries.decisions import Accept, Correct, Reject, Withhold
from habeas.entries.handling import strictest
from habeas.sources import Source
from habeas.text.canonical import canonical_json

Key = TypeVar("Key")

_RECOGNISED = ("kind", "content", "stance", "speakers", "said_on", "evidence", "basis")
"""What makes a claim the same claim: not who read it, nor how sure they were."""


def knew(later: Entry, earlier: Entry) -> bool:
    """Whether whoever recorded the one had the other before them. Where neither did, neither replaces the other."""
    if later.header.ledger == earlier.header.ledger:
        return _recorded(earlier) < _recorded(later)
    return (
        later.seen is not None
        and earlier.place is not None
        and earlier.place < later.seen.get(earlier.header.ledger, 0)
    )


def last_words(said: Iterable[tuple[Key, Entry]]) -> dict[Key, list[Entry]]:
    """By what they concern, the words that stand: each replaces those that its ledger knew, and no others.

    Of one ledger that is the last word. Of several, it may be several words, none of which was given in knowledge of the others.

    Args:
        said: what an entry concerns, and the entry; in the order of recording.
    """
    standing: dict[Key, list[Entry]] = {}
    for key, entry in said:
        before = standing.get(key, [])
        standing[key] = [*(one for one in before if one.id != entry.id and not knew(entry, one)), entry]
    return standing


def united(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with one for each thing that several ledgers recorded; as they are where no ledgers were merged."""
    ordered = sorted(entries, key=_recorded)
    if all(entry.origin is None for entry in ordered):
        return list(entries)
    first = _first_sources(ordered)
    copied = set(first)
    claims: dict[bytes, str] = {}
    made: dict[str, Entry] = {}
    copies: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in ordered:
        moved = _moved(entry, first)
        if entry.claim is not None and (
            moved is not entry or not entry.claim.evidence or _rests_on(entry.claim) & copied
        ):
            first[entry.id] = claims.setdefault(_claim_key(moved.claim or entry.claim), entry.id)
            copied.add(entry.id)
        copies[first.get(entry.id, entry.id)].append(entry)
        made.setdefault(first.get(entry.id, entry.id), moved)
    return [_standing_for(entry, copies[id_]) for id_, entry in made.items()]


def _recorded(entry: Entry) -> tuple[str, str]:
    return (entry.header.recorded_at, entry.id)


def _first_sources(ordered: Iterable[Entry]) -> dict[str, str]:
    """For every source of which there are copies, the first of them."""
    groups: defaultdict[tuple[str, str, str | None, str | None], list[str]] = defaultdict(list)
    for entry in ordered:
        source = entry.source
        if source is not None:
            groups[source.sha256, source.text, source.published, source.outlet].append(entry.id)
    return {id_: ids[0] for ids in groups.values() if len(ids) > 1 for id_ in ids}


def _rests_on(claim: Claim) -> set[str]:
    on_claims = {basis.claim for basis in claim.basis if isinstance(basis, ClaimBasis)}
    return {item.source for item in claim.evidence} | on_claims


def _claim_key(claim: Claim) -> bytes:
    plain = encode(claim)
    return canonical_json({field: plain[field] for field in _RECOGNISED})


def _moved(entry: Entry, first: Mapping[str, str]) -> Entry:
    """The entry with every reference to a copy led to the first; the very same entry where it has none."""
    payload = entry.payload or entry.inert
    if payload is None or isinstance(payload, Source):
        return entry
    changed = _led(payload, first)
    if changed is payload:
        return entry
    field = "payload" if entry.inert is None else "inert"
    return msgspec.structs.replace(entry, **{field: changed})


def _led(payload: Any, first: Mapping[str, str]) -> Any:
    """A claim or decision with its references led to the first of copies."""
    changes: dict[str, Any] = {}

    def ids(field: str) -> None:
        old = getattr(payload, field)
        new = first.get(old, old) if isinstance(old, str) else tuple(dict.fromkeys(first.get(id_, id_) for id_ in old))
        if new != old:
            changes[field] = new

    if isinstance(payload, Claim):
        return _led_claim(payload, first)
    if isinstance(payload, (Accept, Reject)):
        ids("claims")
    elif isinstance(payload, Correct):
        ids("claim")
        ids("by")
    elif isinstance(payload, Withhold):
        ids("entries")
    for field in payload.__struct_fields__:
        old = getattr(payload, field)
        new = _led_mention(old, first)
        if new != old:
            changes[field] = new
    return msgspec.structs.replace(payload, **changes) if changes else payload


def _led_claim(claim: Claim, first: Mapping[str, str]) -> Claim:
    changes: dict[str, Any] = {}
    if any(item.source in first for item in claim.evidence):
        changes["evidence"] = tuple(
            msgspec.structs.replace(item, source=first.get(item.source, item.source)) for item in claim.evidence
        )
    if any(isinstance(basis, ClaimBasis) and basis.claim in first for basis in claim.basis):
        changes["basis"] = tuple(
            ClaimBasis(claim=first.get(basis.claim, basis.claim)) if isinstance(basis, ClaimBasis) else basis
            for basis in claim.basis
        )
    if isinstance(claim.content, Finding) and any(id_ in first for id_ in claim.content.claims):
        cited = tuple(dict.fromkeys(first.get(id_, id_) for id_ in claim.content.claims))
        changes["content"] = msgspec.structs.replace(claim.content, claims=cited)
    return msgspec.structs.replace(claim, **changes) if changes else claim


def _led_mention(value: Any, first: Mapping[str, str]) -> Any:
    if isinstance(value, Mention):
        return msgspec.structs.replace(value, source=first.get(value.source, value.source))
    if isinstance(value, tuple):
        return tuple(_led_mention(item, first) for item in value)
    return value


def _standing_for(entry: Entry, copies: Sequence[Entry]) -> Entry:
    """The first of copies, with what the others restrict."""
    if len(copies) < 2 and not entry.copies:
        return entry
    listed = {one for copy in copies for one in copy.copies or ((copy.id, copy.header.handling),)}
    payload = entry.payload
    if isinstance(payload, Source) and any(copy.source is not None and copy.source.rights != "open" for copy in copies):
        payload = msgspec.structs.replace(payload, rights="quote_only")
    header = msgspec.structs.replace(entry.header, handling=strictest(tuple(handling for _, handling in listed)))
    return msgspec.structs.replace(entry, header=header, payload=payload, copies=tuple(sorted(listed)))
