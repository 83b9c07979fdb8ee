"""Parties, quotes and claims as shown, and values side by side."""

from __future__ import annotations

from typing import Any

import msgspec


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What every view record is."""


class PartyView(View, frozen=True, kw_only=True):
    """A party as one source names it.

    Attributes:
        name: as the source gives it; None when nobody is named; `[withheld]` when the name may not be shown.
        state: the state whose national the person is, or for which the party speaks.
        role: office, occupation or description in the source's own words.
        anonymous: the source speaks of somebody and withholds the name.
        span: where the source names the party; None when no text does, or when it may not be shown.
        case: the slug of the party's case; None when there is none, or when it may not be shown.
    """

    name: str | None
    state: str | None = None
    role: str | None = None
    anonymous: bool = False
    span: tuple[int, int] | None = None
    case: str | None = None


class EvidenceView(View, frozen=True, kw_only=True):
    """A quote and where it stands.

    Attributes:
        source: the id of a `SourceView`; None for a redacted quote, which leads to no source.
        start, end: [start, end) in code points of the source's text; None for a redacted quote.
        quote: verbatim, or with `[withheld]` for each name that may not be shown.
    """

    source: str | None
    start: int | None
    end: int | None
    quote: str


class Said(View, frozen=True, kw_only=True):
    """One claim: who said what, in which stance, in which words.

    Attributes:
        id: see the module's docstring; usable as an HTML anchor after a letter.
        kind: a key of `habeas.claims.CLAIMS`.
        stance: `asserts`, `denies` or `reports`, of the first speaker.
        status: `proposed`, `accepted`, `rejected` or `corrected`; views below the team hold accepted claims only.
        speakers: the owner of the words first, then whoever relays, the outlet last.
        said_on: when the words were said.
        content: the claim's content in plain JSON, by the names in `docs/reference/claims/`.
        evidence: the quotes it rests on, first the main one.
        quote: the main quote; None for what rests on no document.
        manner: `direct`, `indirect` or `mixed` for a statement's words; None for other claims.
        redacted: something was withheld from this version.
        beside: ids of the claims with the same content and the other stance: a denial beside its assertion.
        cases: the slugs of the cases it belongs to.
        witnesses: how many independent voices say it (wire copies of one text are one voice).
        confidence: calibrated probability that the claim is what the text says; None for what people added.
        read_by: which reader, with its version, or `person` (the team's view names the person).
    """

    id: str
    kind: str
    stance: str
    status: str
    speakers: tuple[PartyView, ...]
    said_on: str | None
    content: dict[str, Any]
    evidence: tuple[EvidenceView, ...]
    quote: str | None
    manner: str | None = None
    redacted: bool = False
    beside: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    witnesses: int = 1
    confidence: float | None = None
    read_by: str


class StatementView(Said, frozen=True, kw_only=True):
    """Words that somebody spoke or wrote.

    Attributes:
        words: verbatim, without the quotation marks around them.
        about: whom or what they are about; a state or instrument is a party with only a `name`, its code or id.
        addressee: to whom they were said.
    """

    words: str
    about: tuple[PartyView, ...]
    addressee: PartyView | None


class AppealView(Said, frozen=True, kw_only=True):
    """A call on somebody to do something for somebody.

    Attributes:
        addressee: on whom; a state is a party with its code as `name` and `state`.
        demand: release, return, access ...
        on_behalf_of: for whom.
    """

    addressee: PartyView | None
    demand: str
    on_behalf_of: tuple[PartyView, ...]


class AccusationView(Said, frozen=True, kw_only=True):
    """Somebody is accused, or (stance `denies`) an accusation is rejected.

    Attributes:
        accused: a state (its code as `name` and `state`) or a party.
        of: arbitrary_detention, coercion, hypocrisy ...
        concerning: the persons it is about.
    """

    accused: PartyView
    of: str
    concerning: tuple[PartyView, ...]


class LinkView(Said, frozen=True, kw_only=True):
    """Somebody's claim that two custodies, or acts of them, stand in a relation.

    Attributes:
        source, target: the two ends (in JSON `from` and `to`); their `case` is set where one is shown.
        source_act, target_act: the act meant; None for the custody as a whole.
        relation: `precedes` is order in time and nothing more; the others are allegations of the first speaker.
    """

    source: PartyView = msgspec.field(name="from")
    source_act: str | None = msgspec.field(name="from_act", default=None)
    target: PartyView = msgspec.field(name="to")
    target_act: str | None = msgspec.field(name="to_act", default=None)
    relation: str


class Value(View, frozen=True, kw_only=True):
    """One value that somebody gives for a property, in one stance.

    Attributes:
        value: plain JSON: a date, a number, a word, or None where the property is a yes-or-no matter.
        stance: `asserts`, `denies` or `reports`.
        speakers: the owners of the words, each once.
        said_on: the earliest date on which it was said.
        claims: ids of the claims that say so.
        witnesses: how many independent voices; copies of one text are one.
        quote: the words of the first who said so; None for what rests on no document.
    """

    value: Any
    stance: str
    speakers: tuple[PartyView, ...]
    said_on: str | None
    claims: tuple[str, ...]
    witnesses: int
    quote: str | None = None


class Property(View, frozen=True, kw_only=True):
    """A property of a case with every value that stands for it.

    Attributes:
        property: in dotted words: `custody.detained` (whether it happened), `custody.detained.when`, `.place`, `.grounds`,
            `attribute.nationality`, `accusation.arbitrary_detention`, `link.retaliation`. Of several acts of one kind in
            one custody the second is `custody.detained#2`.
        subject: whom or what it is about.
        case: the slug of the case; None when it belongs to none.
        values: in the order of display (`docs/explanation/register.md`).
    """

    property: str
    subject: str
    case: str | None
    values: tuple[Value, ...]


class Contested(View, frozen=True, kw_only=True):
    """A property for which values stand side by side; none of them wins.

    Attributes:
        property: what is contested, in dotted words: `accusation.arbitrary_detention`, `custody.arrested`,
            `custody.arrested.when`, `custody.order`, `attribute.nationality`, `link.retaliation`, `endorsement`,
            `endorsement_count`.
        subject: a person's name, a state's code or an instrument's id.
        case: the slug of the case; None when it belongs to none.
        values: by the date they were said, undated last; of one date as a coin falls. Two values of one state, dated, are
            how a state that contradicts itself is shown.
    """

    property: str
    subject: str
    case: str | None
    values: tuple[Value, ...]
