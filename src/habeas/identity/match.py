"""Proposals: pairs of entities that may be one person, with reasons. Nothing is joined by them; people decide.

Blocking keeps to pairs that share the beginnings of two words' skeletons, a whole name's, or one word as it is spelt beside a
sound of another; scoring compares spellings, then consonants. An unnamed or withheld party is never proposed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import combinations, permutations

import msgspec
from rapidfuzz import fuzz
from rapidfuzz.fuzz import ratio

from habeas.claims import OUTLET, Attribute
from habeas.entries import Entry
from habeas.identity.entities import Entity, claim_mentions, entities, order
from habeas.identity.names import readings, skeleton, skeletons, words
from habeas.text.dates import overlaps
from habeas.text.instruments import find_instruments
from habeas.text.offices import is_body

ENOUGH = 0.86
"""The score from which a pair is proposed."""

SAME_BIRTH, SAME_STATE, OTHER_STATES = 0.05, 0.02, 0.08
"""What births and nationalities add to a score, and take from it."""

LARGEST_BLOCK = 250
"""Of a block larger than this only pairs of one nationality are compared, and none where these are more: what so many names
share tells nothing."""


class Known(msgspec.Struct, frozen=True):
    """What is known of one entity.

    Attributes:
        entity: which.
        names: every name and alias.
        states: nationalities.
        births: EDTF.
    """

    entity: Entity
    names: tuple[str, ...]
    states: tuple[str, ...] = ()
    births: tuple[str, ...] = ()


class Proposal(msgspec.Struct, frozen=True):
    """Two entities that may be one.

    Attributes:
        one, other: the entities, in a fixed order.
        score: 0 to 1; no probability.
        reasons: what speaks for and against it.
    """

    one: Entity
    other: Entity
    score: float
    reasons: tuple[str, ...]


@cache
def aliases() -> dict[str, str]:
    """Names that are no transliteration of a person's own, and that name (`data/aliases.csv`)."""
    lines = files("habeas.identity").joinpath("data/aliases.csv").read_text("utf-8").splitlines()
    rows = [line.split("|") for line in lines if line and not line.startswith("#")][1:]
    return {row[0]: row[1] for row in rows}


def known_persons(entries: Sequence[Entry]) -> list[Known]:
    """What claims say of every named party that is no publisher and no other body, entity by entity."""
    identity = entities(entries)
    states: defaultdict[Entity, set[str]] = defaultdict(set)
    births: defaultdict[Entity, set[str]] = defaultdict(set)
    for entry in entries:
        claim = entry.claim
        for mention, party in claim_mentions(entry.id, claim) if claim is not None else ():
            if party.name is None or party.role == OUTLET or is_body(party.name) or find_instruments(party.name):
                continue
            entity = identity.entity(mention)
            states[entity] |= {party.state} if party.state else set()
            content = claim.content if claim is not None else None
            if isinstance(content, Attribute) and content.attribute == "birth" and content.subject == party:
                births[entity].add(content.value)
    return [
        Known(entity, identity.names(entity), tuple(sorted(found)), tuple(sorted(births[entity])))
        for entity, found in sorted(states.items(), key=lambda item: order(item[0]))
    ]


def propose(
    known: Sequence[Known], *, aliases: Mapping[str, str] | None = None, enough: float = ENOUGH
) -> list[Proposal]:
    """Pairs that score enough, the best first.

    Args:
        known: entities; those without a name are left out.
        aliases: names that are no transliteration of the person's own, and that name.
        enough: the least score.
    """
    named = [_with_aliases(item, aliases or {}) for item in known if any(item.names)]
    sketches = [_sketches(item) for item in named]
    made: list[Proposal] = []
    seen: set[int] = set()
    for first, second in _blocked(named):
        pair = first * len(named) + second
        if pair not in seen and _may_be_enough(sketches[first], sketches[second], enough):
            seen.add(pair)
            if _points(named[first], named[second]) >= enough:
                points, reasons = score(named[first], named[second])
                made.append(Proposal(named[first].entity, named[second].entity, round(points, 3), reasons))
    return sorted(made, key=lambda proposal: (-proposal.score, order(proposal.one), order(proposal.other)))


Sketch = tuple[str, str, frozenset[str]]
"""A name as its letters and its consonants, sorted, and its words."""


class Sketches(msgspec.Struct, frozen=True, gc=False):
    """What tells quickly that two entities cannot score enough."""

    names: tuple[Sketch, ...]
    states: frozenset[str]
    births: tuple[str, ...]


def _sketches(item: Known) -> Sketches:
    made = []
    for name in item.names:
        parts = words(name)
        joined = "".join(parts)
        made.append(("".join(sorted(joined)), "".join(sorted(skeleton(joined))), frozenset(parts)))
    return Sketches(tuple(made), frozenset(item.states), item.births)


_SLACK = 0.08
"""Consonants are folded a little otherwise when a name's words stand in another order."""


def _may_be_enough(one: Sketches, other: Sketches, enough: float) -> bool:
    """Whether two entities may score enough. Of sorted letters the likeness is the most that any order of words can give."""
    wanted = enough
    if one.births and other.births:
        if not any(overlaps(a, b) for a in one.births for b in other.births):
            return False
        wanted -= SAME_BIRTH
    if one.states and other.states:
        wanted += OTHER_STATES if one.states.isdisjoint(other.states) else -SAME_STATE
    letters, bones = 100 * wanted, 100 * (wanted - _SLACK)
    for left, left_bones, left_words in one.names:
        for right, right_bones, right_words in other.names:
            if ratio(left, right, score_cutoff=letters) or ratio(left_bones, right_bones, score_cutoff=bones):
                return True
            if len(left_words) != len(right_words) and not left_words.isdisjoint(right_words):
                return True
    return False


def _with_aliases(item: Known, aliases: Mapping[str, str]) -> Known:
    own = tuple(aliases[name] for name in item.names if name in aliases)
    return msgspec.structs.replace(item, names=(*item.names, *own))


def are_blocked(known: Sequence[Known], pairs: Iterable[tuple[int, int]]) -> list[bool]:
    """For each pair of places whether the two are compared at all."""
    wanted = {tuple(sorted(pair)): False for pair in pairs}
    for pair in _blocked(known):
        if pair in wanted:
            wanted[pair] = True
    return list(wanted.values())


def _blocked(known: Sequence[Known]) -> Iterator[tuple[int, int]]:
    """Pairs of places that share a key, as often as they share one, the smaller place first."""
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(known):
        for key in _keys(item.names):
            blocks[key].append(place)
    for block in blocks.values():
        for part in [block] if len(block) <= LARGEST_BLOCK else _by_state(known, block):
            yield from combinations(part, 2)


def _by_state(known: Sequence[Known], block: Sequence[int]) -> Iterator[list[int]]:
    """A block that is too large, apart by nationality; those that are still too large are left out."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place in block:
        for state in known[place].states:
            found[state].append(place)
    return (part for part in found.values() if len(part) <= LARGEST_BLOCK)


def _keys(names: Iterable[str]) -> set[str]:
    keys: set[str] = set()
    for name in names:
        for parts in readings(name):
            bones = skeletons(parts)
            keys.add("=" + "".join(bones)[:7])
            keys.add("~" + "".join(sorted("".join(bones))))
            keys |= {f"{one[:3]}+{other[:3]}" for one, other in combinations(bones, 2)}
            keys.update(_whole_words(bones))
    return keys


def _whole_words(bones: Sequence[str]) -> Iterator[str]:
    """Each word's skeleton with two sounds of another's: where that one is mistyped, this one is not."""
    for one, other in permutations(bones, 2):
        if len(one) > 1:
            yield f"{one}|{other[0]}{other[-1]}"
            yield f"{one}|{other[-2:]}$"


def score(one: Known, other: Known) -> tuple[float, tuple[str, ...]]:
    """How alike two entities are, and why."""
    if one.births and other.births and not any(overlaps(a, b) for a in one.births for b in other.births):
        return 0.0, ("born on different days",)
    _, why = max((_told(a, b) for a in one.names for b in other.names), default=(0.0, "no name"))
    reasons = [why]
    if one.states and other.states:
        common = sorted(set(one.states) & set(other.states))
        reasons.append(f"both of {', '.join(common)}" if common else "of different states")
    if one.births and other.births:
        reasons.append("the same birth")
    return _points(one, other), tuple(reasons)


def _points(one: Known, other: Known) -> float:
    """How alike two entities are that are not born on different days."""
    points = max((_names(a, b)[0] for a in one.names for b in other.names), default=0.0)
    if one.states and other.states:
        points += -OTHER_STATES if set(one.states).isdisjoint(other.states) else SAME_STATE
    if one.births and other.births:
        points += SAME_BIRTH
    return min(points, 1.0)


class _Spelt(msgspec.Struct, frozen=True, gc=False):
    """A name made ready to be compared.

    Attributes:
        parts: its words.
        spaced, joined: the words sorted with spaces, and in their order without: some do not write them apart.
        joined_bones: the skeleton of `joined`.
        turned: the words joined in every other order of a few, as some write the family first, each with its skeleton.
    """

    parts: tuple[str, ...]
    spaced: str
    joined: str
    joined_bones: str
    turned: tuple[tuple[str, str], ...]


@lru_cache(maxsize=262_144)
def _spelt(name: str) -> _Spelt:
    parts = words(name)
    some = permutations(parts) if len(parts) <= 3 else (parts, parts[::-1])
    joined = "".join(parts)
    orders = sorted({"".join(one) for one in some} - {joined})
    turned = tuple((way, skeleton(way)) for way in orders)
    return _Spelt(parts, " ".join(sorted(parts)), joined, skeleton(joined), turned)


def _names(one: str, other: str) -> tuple[float, str]:
    """How alike two names are, and in what: in letters, else in the consonants that romanisations agree on."""
    left, right = _spelt(one), _spelt(other)
    if not left.parts or not right.parts:
        return 0.0, ""
    if left.spaced == right.spaced:
        return 1.0, "letters"
    letters = ratio(left.spaced, right.spaced)
    if min(len(left.parts), len(right.parts)) >= 2 and len(left.parts) != len(right.parts):
        letters = max(letters, 0.95 * fuzz.token_set_ratio(left.spaced, right.spaced))
    joined, bones, other_joined, other_bones = left.joined, left.joined_bones, right.joined, right.joined_bones
    # nothing that is less than what is found already counts: rapidfuzz stops early there
    letters = ratio(joined, other_joined, score_cutoff=letters) or letters
    consonants = _bones(bones, other_bones, 0.0)
    for way, skeletal in left.turned:
        letters = ratio(way, other_joined, score_cutoff=letters) or letters
        consonants = max(consonants, _bones(skeletal, other_bones, consonants))
    for way, skeletal in right.turned:
        letters = ratio(joined, way, score_cutoff=letters) or letters
        consonants = max(consonants, _bones(bones, skeletal, consonants))
    letters /= 100
    return (letters, "letters") if letters >= consonants else (consonants, "consonants")


def _told(one: str, other: str) -> tuple[float, str]:
    """How alike two names are, and why, in words."""
    points, same = _names(one, other)
    return points, f"{one} / {other}: the same {same} ({points:.2f})" if same else "no letters"


def _bones(one: str, other: str, least: float) -> float:
    """How alike two skeletons are, 0 where less than so much; short ones tell less."""
    trust = 0.97 if min(len(one), len(other)) >= 4 else 0.9
    return ratio(one, other, score_cutoff=100 * least / trust - 1e-6) / 100 * trust
