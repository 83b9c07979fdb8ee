"""What an entry can be found by: each of its terms is a role and a few words, kept as a 64-bit hash.

A hash that two terms share costs a look at an entry too many and changes nothing: what is found is only ever a set of
entries that holds all that matter, and the fold decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum
from hashlib import blake2b
from typing import Any

import msgspec

from habeas.claims import (
    Action,
    Attribute,
    Claim,
    Custody,
    Endorsement,
    EndorsementCount,
    Finding,
    Link,
    Party,
    parties_in,
)
from habeas.entries import Entry, Mention
from habeas.entries.decisions import Accept, Correct, Distinct, OpenCase, Reject, Same
from habeas.identity import canonical, claim_mentions


class Role(IntEnum):
    """What the entry that a term leads to is to it."""

    ABOUT = 1
    """A claim whose content speaks of the mention."""
    HELD = 2
    """A custody claim of the mention."""
    SPOKEN = 3
    """A claim that the mention speaks."""
    JOINED = 4
    """A `same` or `distinct` of the mention."""
    OPENED = 5
    """An `open_case` of the mention."""
    DECIDED = 6
    """Any other decision that names the mention."""
    NAMED = 7
    """A claim that gives a party of its content this name, or this word of one."""
    STATUS = 8
    """A decision on the claim: accept, reject, correct."""
    UNDONE = 9
    """A decision that takes the claim back: reject, correct."""
    LABELLED = 10
    """Another decision that names the entry (`classify`, `withhold`, `release` ...)."""
    RESTS = 11
    """A custody claim that quotes the source."""
    CASE = 12
    """An `open_case` by its id, its slug, or the beginning of its id."""
    NOTED = 13
    """A claim that names the case by its id or slug."""
    UNNAMED = 14
    """A claim about somebody unnamed, by what it says."""
    ENDORSES = 15
    """A claim about an instrument."""


BEGINNING = 4
"""How many characters of a case's id find it."""

INSTRUMENTS = "instruments"
"""The one term under which all claims about instruments are."""

Term = tuple[Role, int]


def hashed(words: str) -> int:
    """A signed 64-bit hash."""
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "little", signed=True)


def of_mention(mention: Mention) -> int:
    """A mention's hash: of its place, or of its name where it has no place."""
    where = canonical(mention)
    return hashed(f"{where.source} {where.span} {where.name}")


def of_words(claim: Claim) -> int:
    """A content's hash in which whoever is named is nobody in particular: equal contents have equal ones.

    Links are equal when they tie the same custodies, as in `habeas.register.said.Shown.key`.
    """
    content = claim.content
    if isinstance(content, Link):
        ends = [repr(_plain(end.person)) for end in (content.source, content.target)]
        return hashed(repr((claim.kind, content.relation, sorted(ends) if content.relation == "exchange" else ends)))
    return hashed(repr((claim.kind, _plain(content))))


def _plain(value: Any) -> Any:
    if isinstance(value, Party):
        return "named" if value.name else (value.name, value.state, value.role)
    if isinstance(value, msgspec.Struct):
        return tuple(_plain(getattr(value, name)) for name in value.__struct_fields__)
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    return value


def terms_of(entry: Entry) -> Iterator[Term]:
    """Every term by which an entry is found."""
    payload = entry.payload
    if isinstance(payload, Claim):
        yield from _of_claim(entry.id, payload)
    elif isinstance(payload, (Accept, Reject, Correct)):
        claims = (payload.claim, payload.by) if isinstance(payload, Correct) else payload.claims
        for claim in claims:
            yield Role.STATUS, hashed(claim)
            if not isinstance(payload, Accept):
                yield Role.UNDONE, hashed(claim)
    elif isinstance(payload, (Same, Distinct)):
        yield from ((Role.JOINED, of_mention(mention)) for mention in payload.mentions)
    elif isinstance(payload, OpenCase):
        yield Role.OPENED, of_mention(payload.person)
        for words in {payload.case, payload.slug, payload.case[:BEGINNING]}:
            yield Role.CASE, hashed(words)
    elif isinstance(payload, msgspec.Struct):
        yield from _of_other(payload)


def _of_other(decision: msgspec.Struct) -> Iterator[Term]:
    """A decision of any other kind, by whatever it names."""
    for name in decision.__struct_fields__:
        value = getattr(decision, name)
        if isinstance(value, Mention):
            yield Role.DECIDED, of_mention(value)
        elif name == "entries":
            yield from ((Role.LABELLED, hashed(id_)) for id_ in value)
        elif name == "withholds":
            yield Role.LABELLED, hashed(value)


def _of_claim(id_: str, claim: Claim) -> Iterator[Term]:
    yield from _of_parties(id_, claim)
    content = claim.content
    if isinstance(content, Custody):
        yield from ((Role.RESTS, hashed(source)) for source in {item.source for item in claim.evidence})
    if isinstance(content, Finding):
        yield Role.NOTED, hashed(content.case)
    if isinstance(content, Action) and isinstance(content.about, str):
        yield Role.NOTED, hashed(content.about)
    if is_about_instrument(claim):
        yield Role.ENDORSES, hashed(INSTRUMENTS)


def _of_parties(id_: str, claim: Claim) -> Iterator[Term]:
    content = claim.content
    parties = parties_in(content)
    for number, (mention, party) in enumerate(claim_mentions(id_, claim)):
        if number < len(parties):
            yield Role.ABOUT, of_mention(mention)
            if isinstance(content, Custody):
                yield Role.HELD, of_mention(mention)
        elif party.span is not None:
            yield Role.SPOKEN, of_mention(mention)
    names = {party.name for party in parties if party.name}
    if isinstance(content, Attribute) and content.attribute == "alias":
        names.add(content.value)
    yield from ((Role.NAMED, hashed(token)) for token in tokens(names))
    if any(not party.name for party in parties):
        yield Role.UNNAMED, of_words(claim)


def is_about_instrument(claim: Claim) -> bool:
    """Whether a claim says who stands behind an instrument, how many do, or what it is."""
    content = claim.content
    if isinstance(content, Attribute):
        return content.of_instrument
    return isinstance(content, (Endorsement, EndorsementCount))


def tokens(names: Iterable[str]) -> set[str]:
    """Names and their words, as they are asked for."""
    return {token for name in names for token in (name.casefold(), *name.casefold().split())}
