"""Cases as shown."""

from __future__ import annotations

from habeas.register.views.said import (
    AccusationView,
    AppealView,
    Contested,
    LinkView,
    PartyView,
    Said,
    StatementView,
    View,
)


class ActView(View, frozen=True, kw_only=True):
    """One act of a custody, with everyone who says so.

    Attributes:
        act: a `CustodyAct`.
        when: the most precise date given, if all given dates agree; else the interval that holds them all.
        dates: every date given, sorted; more than one that disagree are contested.
        place, grounds: in a source's own words; the most frequent, and among equals by a coin.
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
        also: slugs under which the same custody was opened as a case, too: they lead here.
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
        last_reported: the last date, up to `as_of`, on which a source spoke of the custody.
        stale: the person is said to be held, and no source has spoken of it for 365 days before the view's day, nor since.
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
    also: tuple[str, ...]
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
