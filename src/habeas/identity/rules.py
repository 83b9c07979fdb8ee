"""Joining by rule: a named rule may join mentions where its precision is at least what somebody asks for, and else nothing does.

A rule joins by an ordinary `same`, in the name of whoever ran it, which `distinct` undoes like any other. It never joins a
party that is withheld or anonymous, nor mentions that a person held to be distinct, directly or through others; and within
what it joins every two entities must meet it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations, product

import msgspec

from habeas.entries import Entry
from habeas.entries.decisions import Distinct, Release, Same, Withhold
from habeas.errors import DecisionError
from habeas.identity.entities import Entity, Identity, claim_mentions, entities, order, recorded
from habeas.identity.match import Known, propose
from habeas.identity.names import words
from habeas.text.dates import is_day


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule of `data/rules.toml`; everything that it asks for must hold.

    Attributes:
        says: the rule in words.
        precision: of the pairs that it joins, at least so many are one, as measured (`tools/measure_identity.py`).
        same_letters: a name of one has the words of a name of the other, in any order.
        same_day_of_birth: sources give both the same day of birth, and no other; 1 January does not count as one.
        common_state: both are nationals of a state in common.
    """

    says: str
    precision: float
    same_letters: bool
    same_day_of_birth: bool
    common_state: bool

    def holds(self, one: Known, other: Known) -> bool:
        """Whether two entities meet it."""
        if self.same_letters and not (_letters(one) & _letters(other)):
            return False
        if self.same_day_of_birth and not (_one_day(one) and one.births == other.births):
            return False
        return not self.common_state or bool(set(one.states) & set(other.states))


def _letters(item: Known) -> set[tuple[str, ...]]:
    return {tuple(sorted(words(name))) for name in item.names if len(words(name)) > 1}


def _one_day(item: Known) -> bool:
    """Whether one day of birth is known. 1 January is none: papers put it down for a day that nobody knows."""
    return len(item.births) == 1 and is_day(item.births[0]) and not item.births[0].endswith("-01-01")


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its name."""
    text = files("habeas.identity").joinpath("data/rules.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, Rule])


def rule(name: str, least: float) -> Rule:
    """A rule that is precise enough.

    Raises:
        DecisionError: there is none of that name, or it is less precise than asked for.
    """
    found = rules().get(name)
    if found is None:
        raise DecisionError(f"rule {name!r}", "there is none", f"Use one of: {', '.join(rules())}.")
    if found.precision < least:
        wrong = f"its precision is {found.precision}, and {least} is asked for"
        raise DecisionError(f"rule {name!r}", wrong, "Ask for less, or join them one by one with `habeas same`.")
    return found


def joined(entries: Sequence[Entry], known: Sequence[Known], by: Rule) -> list[tuple[Entity, ...]]:
    """The classes that a rule makes of entities, each of two and more, in a fixed order.

    Args:
        entries: of the ledger; what they say of withholding and of being distinct binds the rule.
        known: the entities that may be joined.
        by: the rule.
    """
    identity = entities(entries)
    barred, apart = barred_entities(entries, identity), _apart(entries, identity)
    free = {item.entity: item for item in known if item.entity not in barred}
    members: dict[Entity, tuple[Entity, ...]] = {entity: (entity,) for entity in free}
    for pair in propose(list(free.values())):
        mine, theirs = members[pair.one], members[pair.other]
        if mine is not theirs and all(
            frozenset((a, b)) not in apart and by.holds(free[a], free[b]) for a, b in product(mine, theirs)
        ):
            both = tuple(sorted((*mine, *theirs), key=order))
            members.update(dict.fromkeys(both, both))
    return sorted({one for one in members.values() if len(one) > 1}, key=lambda one: order(one[0]))


def barred_entities(entries: Sequence[Entry], identity: Identity) -> Collection[Entity]:
    """Entities that no rule may join: whoever is withheld, in name or with an entry, and whoever a source keeps anonymous."""
    ended = {entry.payload.withholds for entry in entries if isinstance(entry.payload, Release)}
    withheld: set[str] = set()
    found: set[Entity] = set()
    for entry in entries:
        if isinstance(entry.payload, Withhold) and entry.id not in ended:
            withheld.update(entry.payload.entries)
            if entry.payload.person is not None:
                found.add(identity.entity(entry.payload.person))
    for entry in entries:
        for mention, party in claim_mentions(entry.id, entry.claim) if entry.claim is not None else ():
            if party.anonymous or entry.id in withheld or mention.source in withheld:
                found.add(identity.entity(mention))
    return found


def _apart(entries: Sequence[Entry], identity: Identity) -> set[frozenset[Entity]]:
    """Pairs of entities of which a person said that they are not one, and nobody since that they are."""
    said: dict[frozenset[Entity], bool] = {}
    decided = (entry for entry in entries if isinstance(entry.payload, (Same, Distinct)))
    for entry in sorted(decided, key=recorded):
        if isinstance(entry.payload, (Same, Distinct)):
            for one, other in combinations({identity.entity(mention) for mention in entry.payload.mentions}, 2):
                said[frozenset((one, other))] = isinstance(entry.payload, Same)
    return {pair for pair, same in said.items() if not same}
