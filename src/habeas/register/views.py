"""What the register shows: frozen records, ready for JSON (`msgspec.to_builtins`), with nothing left out.

Everything below the register (site, exports, commands) reads these and nothing else. All dates are EDTF strings,
all states are ISO 3166-1 alpha-2 codes (or an organisation's code of ours, `EU`), and None means "not known".

Ids: the team's view carries the ledger's ids. Every other view carries *public ids*: a case's id is its random slug, a
source's is the first 12 hex digits of its (salted) entry id, and a claim's is computed from exactly what that view
shows of it. So a public id confirms no guess, and a redacted claim's id leads nowhere.

Order: everything is sorted by what it says (date first, then content), never by when it was recorded; who comes first
is not who is right.
"""

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
        witnesses: how many independent voices.
    """

    value: Any
    stance: str
    speakers: tuple[PartyView, ...]
    said_on: str | None
    claims: tuple[str, ...]
    witnesses: int


class Contested(View, frozen=True, kw_only=True):
    """A property for which values stand side by side; none of them wins.

    Attributes:
        property: what is contested, in dotted words: `accusation.arbitrary_detention`, `custody.arrested.when`,
            `custody.order`, `attribute.nationality`, `endorsement`, `endorsement_count`.
        subject: a person's name, a state's code or an instrument's id.
        case: the slug of the case; None when it belongs to none.
        values: by the date they were said, undated last; then by value, stance and speaker. Two values of one state,
            dated, are how a state that contradicts itself is shown.
    """

    property: str
    subject: str
    case: str | None
    values: tuple[Value, ...]


class ActView(View, frozen=True, kw_only=True):
    """One act of a custody, with everyone who says so.

    Attributes:
        act: a `CustodyAct`.
        when: the most precise date given, if all given dates agree with it; else the first by said-on.
        dates: every date given, sorted; more than one that disagree are contested.
        place, grounds: in a source's own words; the most frequent.
        by: the acting state.
        at_request_of: the state that asked for it.
        charge: which charge it concerns, where the sources tell charges apart; None for the custody as a whole.
        claims: ids of the claims that say so.
        said_by: the owners of the words, each once.
        denied_by: those who deny that it happened.
        status_after: the custody state that it leads to.
        certain: False when the date is an interval that reaches beyond the view's `as_of`.
        possible: False when the act cannot follow what stands before it (shown as contested, never dropped).
    """

    act: str
    when: str | None
    dates: tuple[str, ...]
    place: str | None
    grounds: str | None
    by: str | None
    at_request_of: str | None
    charge: str | None = None
    claims: tuple[str, ...]
    said_by: tuple[PartyView, ...]
    denied_by: tuple[PartyView, ...]
    status_after: str
    certain: bool = True
    possible: bool = True


class ChargeView(View, frozen=True, kw_only=True):
    """The standing of one charge.

    Attributes:
        charge: in a source's own words.
        status: the custody state that the charge's own acts lead to.
        since: the date of the last of them.
    """

    charge: str
    status: str
    since: str | None


class PersonView(View, frozen=True, kw_only=True):
    """A person in custody.

    Attributes:
        name: the name to show; None for somebody whom no source names.
        names: every name that the admitted sources give, that one first.
        states: the states whose national the person is said to be.
        roles: occupations and descriptions in the sources' words.
    """

    name: str | None
    names: tuple[str, ...]
    states: tuple[str, ...]
    roles: tuple[str, ...]


class Sides(View, frozen=True, kw_only=True):
    """What each side says of one case; the same records as in `CaseView.said`.

    Attributes:
        home: states whose national the person is said to be, with those who speak for them.
        holder: the state that holds, with those who speak for it.
        others: everyone else, the anonymous included unless the source gives their state.
    """

    home: tuple[Said, ...]
    holder: tuple[Said, ...]
    others: tuple[Said, ...]


class CaseView(View, frozen=True, kw_only=True):
    """One person's custody by one state.

    Attributes:
        id: the case's id; for a candidate, and below the team, see `slug`.
        slug: its random public name in URLs; for a candidate a name that holds in this view only.
        person: who is or was held.
        by: the state that holds or held; None when no source says.
        opened: a decision made it a case; False for the team's candidates.
        inclusion_rule: the id of the rule it meets (`docs/reference/inclusion.md`).
        alleged_by: who alleges arbitrariness or leverage.
        status: a custody state (`habeas.register.custody.STATES`).
        since: when the status began.
        until: when the custody ended; None while it lasts or when unknown.
        held_from: when the custody began.
        held_days: the fewest and the most days in custody up to `until` or the view's day; None where unknown. Both
            days of a closed custody are not counted twice: 10 to 12 December is 2 days.
        last_reported: the last date on which a source spoke of the status.
        stale: the person is said to be held, and nobody has said so for 365 days.
        acts: in the order in which they happened.
        charges: each charge's own standing, where sources tell charges apart.
        said: every claim of the case.
        sides: the same claims by who says them.
        contested: the case's contested values.
        appeals, accusations, links, statements: the case's own, as in the register.
        attributes: attribute claims about the person.
        findings, actions: what the team added.
        sources: ids of the sources it rests on.
    """

    id: str
    slug: str
    person: PersonView
    by: str | None
    opened: bool
    inclusion_rule: str | None
    alleged_by: tuple[str, ...]
    status: str
    since: str | None
    until: str | None
    held_from: str | None
    held_days: tuple[int | None, int | None] | None
    last_reported: str | None
    stale: bool
    acts: tuple[ActView, ...]
    charges: tuple[ChargeView, ...]
    said: tuple[Said, ...]
    sides: Sides
    contested: tuple[Contested, ...]
    appeals: tuple[AppealView, ...]
    accusations: tuple[AccusationView, ...]
    links: tuple[LinkView, ...]
    statements: tuple[StatementView, ...]
    attributes: tuple[Said, ...]
    findings: tuple[Said, ...]
    actions: tuple[Said, ...]
    sources: tuple[str, ...]


class Endorser(View, frozen=True, kw_only=True):
    """A state or organisation that endorsed.

    Attributes:
        party: its code.
        since: when it endorsed; None when no source says.
        until: when it withdrew; None while it stands.
        disputed: it denies having endorsed, or somebody denies it for it.
        claims: ids of the claims that say so.
    """

    party: str
    since: str | None
    until: str | None
    disputed: bool = False
    claims: tuple[str, ...] = ()


class GroupView(View, frozen=True, kw_only=True):
    """A group of states on the view's day.

    Attributes:
        code: `EU`, `G7`, `OSCE`, `NATO`, `OECD` ...
        members: its members on that day.
        endorsed: those of them that had endorsed.
        missing: those that had not, as far as the record goes.
    """

    code: str
    members: tuple[str, ...]
    endorsed: tuple[str, ...]
    missing: tuple[str, ...]


class ClaimedCount(View, frozen=True, kw_only=True):
    """What a source says the number of endorsers was.

    Attributes:
        count: the number.
        counts: `states`, `states_and_organisations` or `unclear`.
        bound: `exactly`, `at_least`, `nearly_all` or `all`.
        group: the group of which it speaks; None for all endorsers.
        who: the owner of the words.
        said_on: when.
        claim: the claim's id.
        reconciles: `states`, `states and organisations`, `inclusive counting`, `bound holds (...)`,
            `within the bounds (...)` where the list is not complete, or `cannot be reconciled`.
    """

    count: int
    counts: str
    bound: str
    group: str | None
    who: PartyView
    said_on: str | None
    claim: str
    reconciles: str


class EndorsementsView(View, frozen=True, kw_only=True):
    """Who stands behind an instrument on the view's day.

    Attributes:
        instrument: its id.
        as_of: the day of the counts.
        count_min: states that certainly stood behind it.
        count_max: states that may have; None when unknown, because the list is not complete on that day.
        complete_until: the last day on which the list is known to be complete; None when nobody says.
        organisations: codes, counted apart from the states.
        endorsers: all of them, states and organisations, by code.
        withdrawn: those that withdrew by that day.
        group: one group against the endorsers, when one was asked for.
        groups: every known group against the endorsers.
        claimed: what sources said the number was.
        legal_force: what sources say of its force ("non-binding").
        targets: at which states sources say it aims; `none` where they say at none.
    """

    instrument: str
    as_of: str | None
    count_min: int
    count_max: int | None
    complete_until: str | None
    organisations: tuple[str, ...]
    endorsers: tuple[Endorser, ...]
    withdrawn: tuple[Endorser, ...]
    group: GroupView | None
    groups: tuple[GroupView, ...]
    claimed: tuple[ClaimedCount, ...]
    legal_force: tuple[Value, ...]
    targets: tuple[Value, ...]


class SpanView(View, frozen=True, kw_only=True):
    """A stretch of a shown text, and the claims that rest on it.

    Attributes:
        start, end: [start, end) in code points of `SourceView.text`; stretches may nest and overlap.
        claims: their ids.
    """

    start: int
    end: int
    claims: tuple[str, ...]


class Excerpt(View, frozen=True, kw_only=True):
    """A quote shown in place of the whole text.

    Attributes:
        quote: verbatim.
        claims: ids of the claims that rest on it.
    """

    quote: str
    claims: tuple[str, ...]


class SourceView(View, frozen=True, kw_only=True):
    """A document and what rests on it.

    Attributes:
        id: the entry's id; below the team its first 12 hex digits.
        slug: the first 12 hex digits, for URLs. Entry ids are salted, so that a slug confirms no guess.
        title, outlet, published, language: as the document or a person gave them; None when unknown.
        origin: the URL; the team also sees a file's name. None when it may not be shown.
        media_type: of the bytes.
        rights: `open` or `quote_only`.
        text: the whole text where it may be shown, else None.
        spans: what to highlight in `text`; empty without it.
        excerpts: the quotes in document order; for every source, shown where the text is not.
        claims: ids of the claims that rest on it, in document order.
    """

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
    spans: tuple[SpanView, ...]
    excerpts: tuple[Excerpt, ...]
    claims: tuple[str, ...]


class Counts(View, frozen=True, kw_only=True):
    """How much this view holds; nothing in it counts what the view does not show."""

    claims: int
    sources: int
    cases: int
    held: int
    statements: int
    appeals: int
    accusations: int
    links: int
    contested: int


class Register(View, frozen=True, kw_only=True):
    """Everything that one audience may see, as of one day, as known at one moment.

    Attributes:
        as_of: the valid-time day; None for "as the record stands".
        known_at: the record-time moment; None for now.
        audience: whose view this is.
        cases: opened cases, by the custody's first date, then name.
        candidates: custodies without an opened case; the team's view only.
        endorsements: one for each instrument.
        statements, appeals, accusations, links: by date said.
        contested: of cases, instruments and everything else.
        sources: by date published, then title.
        claims: all of them, by date said; the records in the other lists are among them.
        counts: of this view.
    """

    as_of: str | None
    known_at: str | None
    audience: str
    cases: tuple[CaseView, ...]
    candidates: tuple[CaseView, ...]
    endorsements: tuple[EndorsementsView, ...]
    statements: tuple[StatementView, ...]
    appeals: tuple[AppealView, ...]
    accusations: tuple[AccusationView, ...]
    links: tuple[LinkView, ...]
    contested: tuple[Contested, ...]
    sources: tuple[SourceView, ...]
    claims: tuple[Said, ...]
    counts: Counts
