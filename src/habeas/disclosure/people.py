"""Parties as disclosure looks at them: held, in office, a child, a relative, or somebody who may be a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from habeas.claims import OUTLET, Attribute, Claim, Custody, Link, Party
from habeas.disclosure.sensitive import is_child, is_relative
from habeas.entries import Entry
from habeas.entries.decisions import Accept
from habeas.identity import Entity, Identity, canonical, claim_mentions
from habeas.text.dates import EDTF
from habeas.text.instruments import instrument_of
from habeas.text.offices import holds_office, is_body


class People(msgspec.Struct, frozen=True):
    """What the claims of a ledger, whatever their label, say of its entities.

    Attributes:
        held: who is said to be or have been in custody.
        in_office: whom an accepted claim shows holding an office; nobody who is held, a relative or a child.
        children: whom any claim calls a child.
        births: what any claim gives as the day of birth.
        names: the names that may be a person's, by entity.
    """

    held: frozenset[Entity]
    in_office: frozenset[Entity]
    children: frozenset[Entity]
    births: dict[Entity, tuple[EDTF, ...]]
    names: dict[Entity, tuple[str, ...]]


def people(entries: Sequence[Entry], identity: Identity) -> People:
    """What the claims among `entries` say of their entities."""
    accepted = {claim for entry in entries if isinstance(entry.payload, Accept) for claim in entry.payload.claims}
    held: set[Entity] = set()
    officials: set[Entity] = set()
    relatives: set[Entity] = set()
    children: set[Entity] = set()
    births: dict[Entity, set[EDTF]] = {}
    names: dict[Entity, tuple[str, ...]] = {}
    for id_, claim, entity, party in _parties(entries, identity):
        if is_held(claim, party):
            held.add(entity)
        if id_ in accepted and in_office(claim, party):
            officials.add(entity)
        if is_relative(party.role):
            relatives.add(entity)
        if is_child(party.role):
            children.add(entity)
        if (born := _birth(claim, party)) is not None:
            births.setdefault(entity, set()).add(born)
        if may_be_person(party) and not names_instrument(claim):
            names[entity] = identity.names(entity)
    return People(
        held=frozenset(held),
        in_office=frozenset(officials - held - relatives - children),
        children=frozenset(children),
        births={entity: tuple(sorted(found)) for entity, found in births.items()},
        names=names,
    )


def _parties(entries: Sequence[Entry], identity: Identity) -> Iterable[tuple[str, Claim, Entity, Party]]:
    for entry in entries:
        if entry.claim is not None:
            for mention, party in claim_mentions(entry.id, entry.claim):
                yield entry.id, entry.claim, identity.entity(canonical(mention)), party


def _birth(claim: Claim, party: Party) -> EDTF | None:
    content = claim.content
    if isinstance(content, Attribute) and content.attribute == "birth" and party == content.subject:
        return content.value
    return None


def names_instrument(claim: Claim) -> bool:
    """Whether a claim says of its subject what only an instrument has: its name is no person's, and no table need know it."""
    return isinstance(claim.content, Attribute) and claim.content.of_instrument


def is_held(claim: Claim, party: Party) -> bool:
    """Whether a claim says of the party that it is or was in custody."""
    content = claim.content
    if isinstance(content, Custody):
        return party == content.person
    return isinstance(content, Link) and party in {content.source.person, content.target.person}


def in_office(claim: Claim, party: Party) -> bool:
    """Whether a claim shows the party holding an office: by its role, or by saying so."""
    content = claim.content
    says_so = isinstance(content, Attribute) and content.attribute == "position" and party == content.subject
    role = content.value if says_so and isinstance(content, Attribute) else None
    shown = holds_office(party.role) or holds_office(role)
    return shown and not is_relative(party.role) and not is_child(party.role)


def may_be_person(party: Party) -> bool:
    """Whether a party has a name that may be a person's: every name is that is not certainly a body's or an instrument's.

    A reader may take the Declaration for a party.
    """
    name = party.name
    return name is not None and party.role != OUTLET and not is_body(name) and instrument_of(name) is None
