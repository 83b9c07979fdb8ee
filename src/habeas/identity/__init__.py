"""Identity: which mentions are one person or body, by people's decisions; and proposals for such decisions."""

from __future__ import annotations

from habeas.identity.entities import (
    Entity,
    Identity,
    Join,
    Joins,
    canonical,
    claim_mentions,
    entities,
    joins_of,
    mention_of,
    order,
    recorded,
    standing_joins,
)
from habeas.identity.match import Known, Proposal, aliases, known_persons, propose, score

__all__ = [
    "Entity",
    "Identity",
    "Join",
    "Joins",
    "Known",
    "Proposal",
    "aliases",
    "canonical",
    "claim_mentions",
    "entities",
    "joins_of",
    "known_persons",
    "mention_of",
    "order",
    "propose",
    "recorded",
    "score",
    "standing_joins",
]
