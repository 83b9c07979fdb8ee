"""Rules: the policy for one audience at one moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from habeas.disclosure.audience import Audience
from habeas.disclosure.policy import Policy
from habeas.disclosure.sensitive import may_be_minor
from habeas.disclosure.withheld import NOTHING, Details, Withheld, details
from habeas.entries import Entry
from habeas.identity import Entity
from habeas.identity.names import words


class Rules:
    """What one audience may see at one moment.

    Args:
        policy: as it stands.
        audience: whose eyes.
        now: the moment against which embargoes and ages count.
        opened: the persons whose case this audience may know of.
    """

    def __init__(self, policy: Policy, audience: Audience, now: datetime, opened: frozenset[Entity]) -> None:
        self.policy = policy
        self.audience = audience
        self.opened = opened
        self._today = now.date().isoformat()
        self._standing = [item for item in policy.withheld if item.stands(now)]
        self._whole = {id_ for item in self._standing if not item.decision.details for id_ in item.decision.entries}
        self._persons = {item.entity for item in self._standing if not item.decision.details}
        by_entity: defaultdict[Entity, list[Withheld]] = defaultdict(list)
        by_entry: defaultdict[str, list[Withheld]] = defaultdict(list)
        for item in self._standing:
            if item.decision.details and item.entity is not None:
                by_entity[item.entity].append(item)
            for id_ in item.decision.entries if item.decision.details else ():
                by_entry[id_].append(item)
        self._of_entity = {entity: details(found) for entity, found in by_entity.items()}
        self._of_entry = {id_: details(found) for id_, found in by_entry.items()}
        self._renamed = {e: found for e, found in by_entity.items() if self._of_entity[e].name}

    def sees(self, entry: Entry) -> bool:
        """Whether an entry's label lets this audience see it, and nobody withholds it."""
        if not self.audience.sees(self.policy.label(entry)):
            return False
        return self.audience.is_team or entry.id not in self._whole

    def details_of(self, entity: Entity) -> Details:
        """What is kept back of somebody who is shown."""
        return self._of_entity.get(entity, NOTHING)

    def details_of_entries(self, ids: Iterable[str]) -> Details:
        """What is kept back of a claim, by itself or by the sources that it rests on."""
        found = NOTHING
        for id_ in ids if self._of_entry else ():
            found |= self._of_entry.get(id_, NOTHING)
        return found

    @cached_property
    def with_details(self) -> dict[Entity, Details]:
        """Everybody of whom something is kept back while the rest may be shown."""
        return self._of_entity

    def pseudonym(self, entity: Entity) -> str | None:
        """For somebody whose name is withheld: the decision that did so, which gives the case another public name."""
        return self._renamed[entity][0].id if entity in self._renamed else None

    def is_child(self, entity: Entity) -> bool:
        """Whether somebody is, or may be, under age on that day: by the days of birth given, else by what somebody is called."""
        births = self.policy.people.births.get(entity)
        if births:
            return any(may_be_minor(birth, self._today) for birth in births)
        return entity in self.policy.people.children

    def may_show(self, entity: Entity) -> bool:
        """Whether a detainee or witness may be shown: an opened case, consent and the wish, of age, and not withheld."""
        consents = self.policy.consents
        agreed = consents.may_publish(entity) if self.audience.is_public else consents.may_share(entity)
        return entity in self.opened and agreed and entity not in self._persons and not self.is_child(entity)

    def may_name(self, entity: Entity) -> bool:
        """Whether somebody who may be shown may be named too."""
        return self.may_show(entity) and not self.details_of(entity).name

    def acts_in_office(self, entity: Entity) -> bool:
        """Whether somebody is known as an office-holder, whose acts in office need no consent."""
        return entity in self.policy.people.in_office and entity not in self._persons

    def is_withheld(self, entity: Entity) -> bool:
        """Whether somebody is withheld altogether."""
        return entity in self._persons

    def may_tell(self, entity: Entity, kind: str) -> bool:
        """Whether a sensitive kind may be told of somebody."""
        return self.may_show(entity) and self.policy.consents.opens(entity, kind, public=self.audience.is_public)

    @cached_property
    def hidden_names(self) -> tuple[str, ...]:
        """Every name that may not be shown, the longest first."""
        names = self.policy.people.names
        hidden = {name for entity, given in names.items() if not self._named(entity) for name in given}
        return tuple(sorted(hidden | self.withheld_names, key=lambda name: (-len(name), name)))

    @cached_property
    def hidden_held(self) -> tuple[str, ...]:
        """The names among these of people who are or were held: their story tells who they are, and not their name alone."""
        people = self.policy.people
        hidden = {n for e in people.held if not self._named(e) for n in people.names.get(e, ())}
        return tuple(sorted(hidden | {n for e in self._of_entity for n in people.names.get(e, ())}))

    @cached_property
    def withheld_names(self) -> set[str]:
        """Spellings that are withheld wherever they stand, whoever bears them."""
        return {name for item in self._standing for name in item.decision.names}

    @cached_property
    def shown_names(self) -> tuple[str, ...]:
        """The names that may be shown."""
        names = self.policy.people.names
        return tuple(sorted({n for e, given in names.items() if self._named(e) for n in given if not self._spelt(n)}))

    def _spelt(self, name: str) -> bool:
        """Whether a name is a spelling of one that is withheld."""
        return words(name) in {words(withheld) for withheld in self.withheld_names}

    @cached_property
    def hidden_words(self) -> tuple[str, ...]:
        """Sensitive words that may not be shown, the longest first."""
        hidden = {w for w, kinds, where in self.policy.words if not all(self._opened(kind, where) for kind in kinds)}
        return tuple(sorted(hidden, key=lambda word: (-len(word), word)))

    def _opened(self, kind: str, entries: tuple[str, ...]) -> bool:
        """Whether a consent opens words of a kind: everybody held in the entries where they were found must have given it."""
        held = {
            entity
            for entity in self.policy.people.held
            if any(mention.source in entries for mention in self.policy.identity.mentions(entity))
        }
        return bool(held) and all(self.may_tell(entity, kind) for entity in held)

    def _named(self, entity: Entity) -> bool:
        return self.may_name(entity) or self.acts_in_office(entity)
