"""How people are named on the command line: by name, or by their place in a source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from habeas.claims import Party
from habeas.cli.output import did_you_mean
from habeas.disclosure import openings
from habeas.entries import Entry, Mention
from habeas.entries.copies import united
from habeas.entries.decisions import OpenCase
from habeas.errors import DecisionError
from habeas.identity import claim_mentions, entities
from habeas.ledger import Ledger

_PLACE = re.compile(r"([0-9a-fA-F]{4,64}):(\d+)-(\d+)")


def mentions(ledger: Ledger, given: Sequence[str]) -> tuple[Mention, ...]:
    """The mentions that some references mean.

    A reference is `SOURCE:START-END`, or a name, which means every mention that any claim gives exactly this name.

    Raises:
        DecisionError: nobody is named so.
    """
    named = _by_name(united(list(ledger.entries(kinds={"source", "claim"}))))
    found: list[Mention] = []
    for reference in given:
        place = _PLACE.fullmatch(reference)
        if place:
            span = (int(place[2]), int(place[3]))
            found.append(Mention(source=ledger.entry(place[1]).id, span=span, name=None))
            continue
        if reference not in named:
            hint = did_you_mean(reference, named)
            raise DecisionError(
                f"person {reference!r}", "no claim names anybody so", f"{hint}Give the name as a source writes it."
            )
        found += named[reference]
    return tuple(dict.fromkeys(found))


def one(ledger: Ledger, reference: str) -> Mention:
    """One mention of the one person whom a reference means.

    Raises:
        DecisionError: nobody is named so, or several persons are who have not been held to be the same.
    """
    found = mentions(ledger, [reference])
    identity = entities(united(list(ledger.entries())))
    persons = {identity.entity(mention) for mention in found}
    if len(persons) > 1:
        raise DecisionError(
            f"person {reference!r}",
            f"{len(persons)} mentions of that name are not held to be one person",
            "Join them with `habeas same`, or name one as SOURCE:START-END.",
        )
    return found[0]


def case_of(ledger: Ledger, person: Mention, by: str) -> OpenCase | None:
    """The first opening of a person's custody by a state; None if there is none."""
    entries = united(list(ledger.entries()))
    identity = entities(entries)
    whose = identity.entity(person)
    return next((one for one in openings(entries) if one.by == by and identity.entity(one.person) == whose), None)


def persons(ledger: Ledger, wanted: str) -> tuple[Mention, ...]:
    """One mention of each person whom a case's id or slug, or a name, means; of a name, everybody who bears it.

    Raises:
        DecisionError: nobody is meant.
    """
    entries = united(list(ledger.entries()))
    identity = entities(entries)
    opened = [case.person for case in openings(entries) if wanted in {case.case, case.slug}]
    found = {identity.entity(mention): mention for mention in opened or mentions(ledger, [wanted])}
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
