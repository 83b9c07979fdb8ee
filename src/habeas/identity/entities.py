"""Who is who: mentions become entities by people's decisions, and only by them.

A mention is a party as one source names it. Two mentions are one entity when a standing `same` decision joins them,
directly or through others. `distinct` undoes, whole, the decision by which two mentions came to be joined (and the next
one, until they are apart), so that un-merging restores exactly the partition that stood before; a later `same` of the
same mentions joins them again. Equal names join nothing.

Decisions count in the order in which they were recorded (`recorded_at`, then id), never in the order in which they
arrive. Everything here is pure and deterministic.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from habeas.claims import Attribute, Claim, Party, Span, parties_in
from habeas.entries import Entry, Mention
from habeas.entries.decisions import Distinct, Same
from habeas.errors import DecisionError

__all__ = [
    "Entity",
    "Identity",
    "Join",
    "Joins",
    "canonical",
    "claim_mentions",
    "entities",
    "joins_of",
    "mention_of",
    "order",
    "recorded",
    "standing_joins",
]

Entity = Mention
"""An entity is named by the first, in a fixed order, of its mentions."""

Join = tuple[Mention, ...]
"""Mentions, canonical, that one standing `same` decision joins."""


def canonical(mention: Mention) -> Mention:
    """The mention without its name where a span already says which words are meant."""
    return mention if mention.span is None else Mention(source=mention.source, span=mention.span, name=None)


def mention_of(entry: Entry, party: Party) -> Mention:
    """The mention that `party` of a claim entry is: by its span in the claim's first source, else by its name there.

    Raises:
        DecisionError: the entry is no claim, or its payload was erased.
    """
    if entry.claim is None:
        raise DecisionError(f"entry {entry.id[:12]}", "it is no claim, or was erased", "Name a claim's entry.")
    return _mention(entry.id, entry.claim, party)


def _mention(claim_id: str, claim: Claim, party: Party) -> Mention:
    if party.span is None or not claim.evidence:
        return Mention(source=claim_id, span=None, name=party.name)
    return Mention(source=claim.evidence[0].source, span=party.span, name=party.name)


def claim_mentions(claim_id: str, claim: Claim) -> list[tuple[Mention, Party]]:
    """Every party of a claim with its canonical mention: the content's in reading order, then the speakers'."""
    return [
        (canonical(_mention(claim_id, claim, party)), party)
        for party in (*parties_in(claim.content), *parties_in(claim.speakers))
    ]


def recorded(entry: Entry) -> tuple[str, str]:
    """Sort key: the order in which entries were recorded, whatever the order in which they arrive."""
    return (entry.header.recorded_at, entry.id)


def order(mention: Mention) -> tuple[str, Span, str]:
    """Sort key of mentions, for which a missing span or name comes first."""
    return (mention.source, mention.span or (-1, -1), mention.name or "")


class UnionFind:
    """Disjoint classes of mentions; a class is named by its first mention in `order`."""

    def __init__(self) -> None:
        self._parent: dict[Mention, Mention] = {}

    def find(self, mention: Mention) -> Mention:
        """The first mention of its class; itself when nothing joined it."""
        root = mention
        while (above := self._parent.get(root, root)) != root:
            root = above
        while (above := self._parent.get(mention, root)) != root:
            self._parent[mention] = root
            mention = above
        return root

    def join(self, mentions: Iterable[Mention]) -> None:
        """Make one class of the classes of `mentions`."""
        roots = sorted({self.find(mention) for mention in mentions}, key=order)
        for root in roots[1:]:
            self._parent[root] = roots[0]


class Joins:
    """The standing `same` decisions, kept current under `same` and `distinct`."""

    def __init__(self) -> None:
        self._standing: dict[str, Join] = {}
        self._age: dict[str, int] = {}
        self._of: defaultdict[Mention, set[str]] = defaultdict(set)

    def same(self, decision_id: str, mentions: Iterable[Mention]) -> None:
        """Record that a decision joins `mentions`."""
        join = tuple(sorted({canonical(mention) for mention in mentions}, key=order))
        self._standing[decision_id] = join
        self._age[decision_id] = len(self._age)
        for mention in join:
            self._of[mention].add(decision_id)

    def distinct(self, mentions: Iterable[Mention]) -> None:
        """Undo what joins any two of `mentions`."""
        for one, other in combinations(sorted({canonical(mention) for mention in mentions}, key=order), 2):
            while (decision_id := self._joined_by(one, other)) is not None:
                self._undo(decision_id)

    def joined(self, one: Mention, other: Mention) -> bool:
        """Whether two mentions are one entity now."""
        return self._joined_by(canonical(one), canonical(other)) is not None

    def standing(self) -> dict[str, Join]:
        """The joins that stand, by the id of their decision, oldest first."""
        return dict(self._standing)

    def _undo(self, decision_id: str) -> None:
        for mention in self._standing.pop(decision_id):
            self._of[mention].discard(decision_id)

    def _joined_by(self, one: Mention, other: Mention) -> str | None:
        """The decision with which the two became one entity; None when they are apart."""
        classes = UnionFind()
        for decision_id in sorted(self._around(one), key=self._age.__getitem__):
            classes.join(self._standing[decision_id])
            if classes.find(one) == classes.find(other):
                return decision_id
        return None

    def _around(self, mention: Mention) -> set[str]:
        """The decisions that make up a mention's class: only these can have joined it to anything."""
        seen: set[str] = set()
        ahead = [mention]
        while ahead:
            for decision_id in self._of.get(ahead.pop(), set()) - seen:
                seen.add(decision_id)
                ahead.extend(self._standing[decision_id])
        return seen


class Identity:
    """Entities, their mentions and their names.

    Args:
        joins: standing joins, by decision id.
        names: for each canonical mention the names that claims give it, with how often.
    """

    def __init__(self, joins: Mapping[str, Join], names: Mapping[Mention, Mapping[str, int]]) -> None:
        self.joins = dict(joins)
        self._names = names
        self._classes = UnionFind()
        for join in joins.values():
            self._classes.join(join)
        self._members: defaultdict[Entity, set[Mention]] = defaultdict(set)
        for mention in {*names, *(mention for join in joins.values() for mention in join)}:
            self._members[self._classes.find(mention)].add(mention)

    def entity(self, mention: Mention) -> Entity:
        """The entity that a mention belongs to; a mention that nothing joins is an entity of its own."""
        return self._classes.find(canonical(mention))

    def entities(self) -> list[Entity]:
        """Every entity, in a fixed order."""
        return sorted(self._members, key=order)

    def mentions(self, entity: Entity) -> tuple[Mention, ...]:
        """The canonical mentions of an entity, in a fixed order."""
        return tuple(sorted(self._members.get(entity, {entity}), key=order))

    def names(self, entity: Entity) -> tuple[str, ...]:
        """Every name of an entity: the most frequent first, then the longer, then by spelling."""
        counts: defaultdict[str, int] = defaultdict(int)
        for mention in self._members.get(entity, ()):
            for name, count in self._names.get(mention, {}).items():
                counts[name] += count
        return tuple(sorted(counts, key=lambda name: (-counts[name], -len(name), name)))


def entities(entries: Sequence[Entry]) -> Identity:
    """The entities of all claims among `entries`, by the decisions among them."""
    names: defaultdict[Mention, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for entry in entries:
        if entry.claim is not None:
            _count_names(names, entry.id, entry.claim)
    return Identity(standing_joins(entries), names)


def standing_joins(entries: Iterable[Entry]) -> dict[str, Join]:
    """The joins that stand after every `same` and `distinct` among `entries`, by decision id."""
    return joins_of(entries).standing()


def joins_of(entries: Iterable[Entry]) -> Joins:
    """What every `same` and `distinct` among `entries` made of the mentions, to go on with."""
    joins = Joins()
    decided = (entry for entry in entries if isinstance(entry.payload, (Same, Distinct)))
    for entry in sorted(decided, key=recorded):
        if isinstance(entry.payload, Same):
            joins.same(entry.id, entry.payload.mentions)
        elif isinstance(entry.payload, Distinct):
            joins.distinct(entry.payload.mentions)
    return joins


def _count_names(names: defaultdict[Mention, defaultdict[str, int]], claim_id: str, claim: Claim) -> None:
    """Count the names that a claim gives its parties; an alias is one more name of its subject."""
    for mention, party in claim_mentions(claim_id, claim):
        if party.name is not None:
            names[mention][party.name] += 1
        else:
            names[mention]  # an unnamed mention is an entity too; reading the default creates it
    content = claim.content
    if isinstance(content, Attribute) and content.attribute == "alias" and isinstance(content.subject, Party):
        names[canonical(_mention(claim_id, claim, content.subject))][content.value] += 1
