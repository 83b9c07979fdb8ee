"""What passes the door: plain records that hold nothing the audience may not see."""

from __future__ import annotations

import msgspec

from habeas.claims import Content, Party, Stance
from habeas.identity import Entity

WITHHELD = "[withheld]"
"""Stands for what may not be shown."""


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """A claim's evidence as shown.

    Attributes:
        source: the id of an `AdmittedSource`; None for a redacted quote, which leads nowhere.
        start, end: offsets in its text; None likewise.
        quote: verbatim, or with `[withheld]`.
    """

    source: str | None
    start: int | None
    end: int | None
    quote: str


class AdmittedClaim(msgspec.Struct, frozen=True, kw_only=True):
    """A claim, or its redacted version.

    Attributes:
        id: the entry's id for the team; below it an id made of exactly what is shown.
        kind, stance, speakers, said_on, content, confidence, read_by: the claim's own.
        status: proposed, accepted, rejected or corrected.
        quotes: its evidence.
        people: for each party, the content's in reading order and then the speakers', the entity it belongs to in this
            audience's eyes; None where it was redacted. Used to join, never shown.
        redacted: something was withheld.
    """

    id: str
    kind: str
    stance: Stance
    speakers: tuple[Party, ...]
    said_on: str | None
    content: Content
    status: str
    quotes: tuple[Quote, ...]
    people: tuple[Entity | None, ...]
    redacted: bool
    confidence: float | None
    read_by: str


class AdmittedSource(msgspec.Struct, frozen=True, kw_only=True):
    """A source, its text only where it may be shown."""

    id: str
    slug: str
    title: str | None
    outlet: str | None
    published: str | None
    origin: str | None
    language: str | None
    media_type: str
    rights: str
    text: str | None


class AdmittedCase(msgspec.Struct, frozen=True, kw_only=True):
    """An opened case: its decision, and whose it is."""

    id: str
    slug: str
    person: Entity
    by: str
    inclusion_rule: str
    alleged_by: tuple[str, ...]


class Admitted(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one audience may see, before any fold.

    Attributes:
        audience: whose eyes.
        team: whether these see what is proposed.
        today: the day on which the view is made; staleness counts from it.
        claims, sources, cases: in no order that says when anything was recorded.
    """

    audience: str
    team: bool
    today: str
    claims: tuple[AdmittedClaim, ...]
    sources: tuple[AdmittedSource, ...]
    cases: tuple[AdmittedCase, ...]
