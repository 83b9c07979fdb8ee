"""The policy: what control decisions, as they stand now, allow to be shown of whom.

It is folded over the team's identity classes from *all* entries, whatever `known_at` a view asks for: a name withdrawn today
is gone from yesterday's view too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime

import msgspec

from habeas.claims import OUTLET, Attribute, Claim, Custody, Link, Party
from habeas.entries import Entry, Mention
from habeas.entries.decisions import Accept, Classify, Consent, Release, Wish, Withhold
from habeas.identity import Entity, Identity, canonical, claim_mentions, entities, recorded
from habeas.text.offices import holds_office, is_body

PUBLICATION = "publication"


class Withheld(msgspec.Struct, frozen=True):
    """One standing `withhold`."""

    entries: frozenset[str]
    entity: Entity | None
    until: datetime | None

    def stands(self, now: datetime) -> bool:
        """Whether it holds at that moment."""
        return self.until is None or now < self.until


class Policy(msgspec.Struct, frozen=True):
    """What may be shown of whom. Ask it; do not read its parts.

    Attributes:
        identity: the team's entities.
        handling: labels that `classify` decisions set, by entry.
        open_persons: entities with consent and the wish to be public.
        in_office: entities that accepted claims show holding an office, and who are not held.
        persons: names that may be a person's, by entity.
        bodies: names of publishers and other bodies that claims name.
        withheld: standing withholds.
    """

    identity: Identity
    handling: dict[str, str]
    open_persons: frozenset[Entity]
    in_office: frozenset[Entity]
    persons: dict[Entity, tuple[str, ...]]
    bodies: frozenset[str]
    withheld: tuple[Withheld, ...]

    def label(self, entry: Entry) -> str:
        """An entry's handling label as it stands."""
        return self.handling.get(entry.id, entry.header.handling)

    def entity(self, mention: Mention) -> Entity:
        """The team's entity of a mention."""
        return self.identity.entity(mention)

    def withholds_entry(self, entry_id: str, now: datetime) -> bool:
        """Whether an entry is withheld from everybody below team."""
        return any(entry_id in item.entries and item.stands(now) for item in self.withheld)

    def withholds_person(self, entity: Entity, now: datetime) -> bool:
        """Whether somebody's name is withheld."""
        return any(item.entity == entity and item.stands(now) for item in self.withheld)

    def may_name(self, entity: Entity, now: datetime) -> bool:
        """Whether a detainee, relative or witness may be named: consent, the wish, and nothing withheld."""
        return entity in self.open_persons and not self.withholds_person(entity, now)

    def acts_in_office(self, entity: Entity, now: datetime) -> bool:
        """Whether somebody is known as an office-holder, whose acts in office need no consent."""
        return entity in self.in_office and not self.withholds_person(entity, now)

    def hidden_names(self, opened: AbstractSet[Entity], now: datetime) -> tuple[str, ...]:
        """Every name that may not be shown, the longest first; `opened` are the persons whose case is."""
        hidden = {
            name for entity, names in self.persons.items() if not self._shown(entity, opened, now) for name in names
        }
        return tuple(sorted(hidden, key=lambda name: (-len(name), name)))

    def shown_words(self, opened: AbstractSet[Entity], now: datetime) -> frozenset[str]:
        """The words of names that may be shown: a surname that a shown person shares is no secret."""
        shown = [name for entity, names in self.persons.items() if self._shown(entity, opened, now) for name in names]
        return frozenset(word for name in shown for word in name.split())

    def _shown(self, entity: Entity, opened: AbstractSet[Entity], now: datetime) -> bool:
        return (entity in opened and self.may_name(entity, now)) or self.acts_in_office(entity, now)


def policy(entries: Sequence[Entry]) -> Policy:
    """The policy that the control decisions among `entries` make; their order of arrival does not matter."""
    ordered = sorted(entries, key=recorded)
    identity = entities(ordered)
    held, officials, persons = _parties(ordered, identity)
    parties = [party for e in ordered if e.claim is not None for _, party in claim_mentions(e.id, e.claim)]
    return Policy(
        identity=identity,
        handling=_handling(ordered),
        open_persons=frozenset(_consented(ordered, identity) & _wishing(ordered, identity)),
        in_office=frozenset(officials - held),
        persons=persons,
        bodies=frozenset(party.name for party in parties if party.name is not None and not may_be_person(party)),
        withheld=tuple(_withheld(ordered, identity)),
    )


def _handling(entries: Iterable[Entry]) -> dict[str, str]:
    """The last `classify` of each entry."""
    labels: dict[str, str] = {}
    for entry in entries:
        if isinstance(entry.payload, Classify):
            labels.update(dict.fromkeys(entry.payload.entries, entry.payload.handling))
    return labels


def _consented(entries: Iterable[Entry], identity: Identity) -> set[Entity]:
    """Who may be published: by their own last word; where they have not spoken, only if nobody who did refuses."""
    words: defaultdict[Entity, dict[str, bool]] = defaultdict(dict)
    for entry in entries:
        if isinstance(entry.payload, Consent) and PUBLICATION in entry.payload.scope:
            words[identity.entity(entry.payload.person)][entry.payload.given_by] = entry.payload.given
    return {entity for entity, said in words.items() if _agreed(said)}


def _wishing(entries: Iterable[Entry], identity: Identity) -> set[Entity]:
    """Who wishes to be public, by the same rule; an unknown wish is a no."""
    words: defaultdict[Entity, dict[str, bool]] = defaultdict(dict)
    for entry in entries:
        if isinstance(entry.payload, Wish):
            words[identity.entity(entry.payload.person)][entry.payload.expressed_by] = entry.payload.wish == "public"
    return {entity for entity, said in words.items() if _agreed(said)}


def _agreed(said: dict[str, bool]) -> bool:
    """The most restrictive of the last words, the person's own before anybody else's."""
    if "self" in said:
        return said["self"]
    return all(said.values())


def _withheld(entries: Sequence[Entry], identity: Identity) -> Iterable[Withheld]:
    released = {entry.payload.withholds for entry in entries if isinstance(entry.payload, Release)}
    for entry in entries:
        decision = entry.payload
        if isinstance(decision, Withhold) and entry.id not in released:
            entity = identity.entity(decision.person) if decision.person is not None else None
            until = datetime.fromisoformat(decision.until).astimezone(UTC) if decision.until else None
            yield Withheld(frozenset(decision.entries), entity, until)


def _parties(
    entries: Sequence[Entry], identity: Identity
) -> tuple[set[Entity], set[Entity], dict[Entity, tuple[str, ...]]]:
    """Entities that some claim says are held; that an accepted claim shows in office; and every person's names."""
    accepted = {claim for entry in entries if isinstance(entry.payload, Accept) for claim in entry.payload.claims}
    held: set[Entity] = set()
    officials: set[Entity] = set()
    persons: dict[Entity, tuple[str, ...]] = {}
    for entry in entries:
        if entry.claim is None:
            continue
        for mention, party in claim_mentions(entry.id, entry.claim):
            entity = identity.entity(canonical(mention))
            if is_held(entry.claim, party):
                held.add(entity)
            if entry.id in accepted and in_office(entry.claim, party):
                officials.add(entity)
            if may_be_person(party) and not _names_instrument(entry.claim):
                persons[entity] = identity.names(entity)
    return held, officials, persons


def _names_instrument(claim: Claim) -> bool:
    return isinstance(claim.content, Attribute) and claim.content.attribute in {"legal_force", "targets"}


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
    return holds_office(party.role) or (says_so and isinstance(content, Attribute) and holds_office(content.value))


def may_be_person(party: Party) -> bool:
    """Whether a party has a name that may be a person's: every name is that is not certainly a body's."""
    return party.name is not None and party.role != OUTLET and not is_body(party.name)
