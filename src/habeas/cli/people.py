"""How people are named on the command line: by name, or by their place in a source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import combinations, product

from habeas.claims import Party
from habeas.cli.output import did_you_mean
from habeas.disclosure import openings
from habeas.entries import Entry, Mention
from habeas.entries.copies import united
from habeas.entries.decisions import OpenCase
from habeas.errors import DecisionError
from habeas.identity import Identity, claim_mentions, entities, joins_of
from habeas.ledger import Ledger

_PLACE = re.compile(r"([0-9a-fA-F]{4,64}):(\d+)-(\d+)")


class People:
    """Whoever is named in a ledger, which is read once.

    Args:
        ledger: open.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._entries = united(list(ledger.entries()))

    @cached_property
    def _identity(self) -> Identity:
        return entities(self._entries)

    @cached_property
    def _named(self) -> dict[str, list[Mention]]:
        return _by_name(self._entries)

    def mentions(self, given: Sequence[str]) -> tuple[Mention, ...]:
        """The mentions that some references mean.

        A reference is `SOURCE:START-END`, or a name, which means every mention that any claim gives exactly this name.

        Raises:
            DecisionError: nobody is named so.
        """
        found: list[Mention] = []
        for reference in given:
            place = _PLACE.fullmatch(reference)
            if place:
                span = (int(place[2]), int(place[3]))
                found.append(Mention(source=self._ledger.entry(place[1]).id, span=span, name=None))
                continue
            if reference not in self._named:
                hint = did_you_mean(reference, self._named)
                raise DecisionError(
                    f"person {reference!r}", "no claim names anybody so", f"{hint}Give the name as a source writes it."
                )
            found += self._named[reference]
        return tuple(dict.fromkeys(found))

    def parting(self, given: Sequence[str]) -> list[tuple[Mention, ...]]:
        """What to hold distinct so that those whom several references mean are no longer one: as little as does it.

        Mentions of one reference stay joined. Of one reference alone all mentions are meant, each against each.

        Raises:
            DecisionError: nobody is named so.
        """
        groups = [self.mentions([reference]) for reference in dict.fromkeys(given)]
        if len(groups) < 2:
            return groups
        across = [pair for one, other in combinations(groups, 2) for pair in product(one, other) if pair[0] != pair[1]]
        joins = joins_of(self._entries)
        parted: list[tuple[Mention, ...]] = []
        for pair in across:
            if joins.joined(*pair):
                joins.distinct(pair)
                parted.append(pair)
        if not any(joins.joined(*pair) for group in groups for pair in combinations(group, 2)):
            return [self.mentions(given)]
        identity = Identity(joins.standing(), {})
        said = {frozenset(map(identity.entity, pair)) for pair in parted}
        for pair in across:  # those whom nothing joined: no rule may join them from now on
            between = frozenset(map(identity.entity, pair))
            if between not in said:
                said.add(between)
                parted.append(pair)
        return parted

    def one(self, reference: str) -> Mention:
        """One mention of the one person whom a reference means.

        Raises:
            DecisionError: nobody is named so, or several persons are who have not been held to be the same.
        """
        found = self.mentions([reference])
        persons = {self._identity.entity(mention) for mention in found}
        if len(persons) > 1:
            raise DecisionError(
                f"person {reference!r}",
                f"{len(persons)} mentions of that name are not held to be one person",
                "Join them with `habeas same`, or name one as SOURCE:START-END.",
            )
        return found[0]

    def case_of(self, person: Mention, by: str) -> OpenCase | None:
        """The first opening of a person's custody by a state; None if there is none."""
        whose = self._identity.entity(person)
        opened = openings(self._entries)
        return next((one for one in opened if one.by == by and self._identity.entity(one.person) == whose), None)

    def persons(self, wanted: str) -> tuple[Mention, ...]:
        """One mention of each person whom a case's id or slug, or a name, means; of a name, everybody who bears it.

        Raises:
            DecisionError: nobody is meant.
        """
        opened = [case.person for case in openings(self._entries) if wanted in {case.case, case.slug}]
        found = {self._identity.entity(mention): mention for mention in opened or self.mentions([wanted])}
        return tuple(found.values())


def _by_name(entries: Sequence[Entry]) -> dict[str, list[Mention]]:
    named: defaultdict[str, dict[Mention, Party]] = defaultdict(dict)
    for entry in entries:
        if entry.claim is None:
            continue
        for mention, party in claim_mentions(entry.id, entry.claim):
            if party.name is not None:
                named[party.name].setdefault(mention, party)
    return {name: list(found) for name, found in named.items()}
