"""History: who added, decided or changed what about a person, and when; what a record holds that an earlier one did not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from habeas.entries import Entry, Mention
from habeas.entries.decisions import Accept, Consent, Correct, Distinct, OpenCase, Reject, Same, Wish, Withhold
from habeas.identity import canonical, claim_mentions, entities, recorded
from habeas.register.views import Register


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to the record.

    Attributes:
        recorded_at: RFC 3339 in UTC.
        recorded_by: in whose name.
        entry: the entry's id.
        what: `read`, or the decision's name.
        about: ids of the claims that it concerns; empty for what concerns the person.
        reason: the decider's words; None for what was read.
        ledger: the ledger that recorded it, where it was another one.
        counts: False for another ledger's decision that decides nothing here.
    """

    recorded_at: str
    recorded_by: str
    entry: str
    what: str
    about: tuple[str, ...]
    reason: str | None
    ledger: str | None = None
    counts: bool = True


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What one view holds that another does not.

    Attributes:
        claims_added, claims_gone: ids.
        cases_added, cases_gone: slugs.
        status: for each case in both whose status differs: slug, before, after.
    """

    claims_added: tuple[str, ...]
    claims_gone: tuple[str, ...]
    cases_added: tuple[str, ...]
    cases_gone: tuple[str, ...]
    status: tuple[tuple[str, str, str], ...]


def history(entries: Sequence[Entry], case: str) -> tuple[Event, ...]:
    """Everything recorded about a case's person, oldest first. For the team: it is not redacted.

    Args:
        entries: of a ledger, in any order.
        case: the case's id or slug.
    """
    opened = next(
        (e.payload for e in entries if isinstance(e.payload, OpenCase) and case in {e.payload.case, e.payload.slug}),
        None,
    )
    if opened is None:
        return ()
    identity = entities(entries)
    person = identity.entity(opened.person)
    mine = frozenset(identity.mentions(person))
    claims = {entry.id for entry in entries if _names(entry, mine)}
    events = (_event(entry, claims, mine) for entry in sorted(entries, key=recorded))
    return tuple(event for event in events if event is not None)


def _names(entry: Entry, mine: frozenset[Mention]) -> bool:
    claim = entry.claim
    return claim is not None and any(canonical(mention) in mine for mention, _ in claim_mentions(entry.id, claim))


def _event(entry: Entry, claims: set[str], mine: frozenset[Mention]) -> Event | None:
    decision = entry.decision or entry.inert
    about = _about(entry, claims)
    if not about and not any(canonical(mention) in mine for mention in _mentions(entry)):
        return None
    return Event(
        recorded_at=entry.header.recorded_at,
        recorded_by=entry.header.recorded_by,
        entry=entry.id,
        what="read" if decision is None else str(msgspec.to_builtins(decision)["decision"]),
        about=about,
        reason=None if decision is None else decision.reason,
        ledger=entry.origin,
        counts=entry.inert is None,
    )


def _about(entry: Entry, claims: set[str]) -> tuple[str, ...]:
    """The claims about the person that an entry is, or decides on."""
    decision = entry.payload or entry.inert
    if entry.id in claims:
        return (entry.id,)
    if isinstance(decision, (Accept, Reject)):
        return tuple(claim for claim in decision.claims if claim in claims)
    if isinstance(decision, Correct):
        return tuple(claim for claim in (decision.claim, decision.by) if claim in claims)
    return ()


def _mentions(entry: Entry) -> Iterable[Mention]:
    decision = entry.decision or entry.inert
    if isinstance(decision, (Same, Distinct)):
        return decision.mentions
    if isinstance(decision, (OpenCase, Consent, Wish)) or (
        isinstance(decision, Withhold) and decision.person is not None
    ):
        return (decision.person,) if decision.person is not None else ()
    return ()


def change(before: Register, after: Register) -> Change:
    """What the later view holds that the earlier did not, and the other way round."""
    old, new = ({record.id for record in view.claims if record.status != "rejected"} for view in (before, after))
    was, now = ({case.slug: case.status for case in view.cases} for view in (before, after))
    return Change(
        claims_added=tuple(sorted(new - old)),
        claims_gone=tuple(sorted(old - new)),
        cases_added=tuple(sorted(set(now) - set(was))),
        cases_gone=tuple(sorted(set(was) - set(now))),
        status=tuple((slug, was[slug], now[slug]) for slug in sorted(set(was) & set(now)) if was[slug] != now[slug]),
    )
