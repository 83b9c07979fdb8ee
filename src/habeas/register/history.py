"""History: who added, decided or changed what about a person, and when; what a record holds that an earlier one did not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from habeas.claims import Claim, encode
from habeas.disclosure import openings
from habeas.entries import Entry, Mention
from habeas.entries.decisions import (
    Accept,
    Classify,
    Consent,
    Correct,
    Distinct,
    Erase,
    OpenCase,
    Reject,
    Release,
    Same,
    Wish,
    Withhold,
    name_of,
)
from habeas.identity import canonical, claim_mentions, entities, recorded
from habeas.register.views import CaseView, Register


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to the record.

    Attributes:
        recorded_at: RFC 3339 in UTC.
        recorded_by: in whose name.
        entry: the entry's id.
        what: `read`, or the decision's name.
        about: ids of the claims that it concerns; empty for what concerns the person.
        detail: what the decision says, in a few words: a label, a wish, the fields that a correction changed.
        reason: the decider's words; None for what was read.
        ledger: the ledger that recorded it, where it was another one.
        counts: False for another ledger's decision that decides nothing here.
    """

    recorded_at: str
    recorded_by: str
    entry: str
    what: str
    about: tuple[str, ...]
    detail: str | None = None
    reason: str | None
    ledger: str | None = None
    counts: bool = True


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What one view holds that another does not.

    Attributes:
        claims_added, claims_gone: ids.
        claims_decided: for each claim in both that was decided on: id, status before, after.
        cases_added, cases_gone: slugs.
        status: for each case in both whose status differs: slug, before, after.
        cases_changed: for each case in both what else differs: slug, field, before, after.
        endorsers_added, endorsers_gone: instrument and party.
        contested_added, contested_gone: property, subject and the case's slug.
    """

    claims_added: tuple[str, ...]
    claims_gone: tuple[str, ...]
    claims_decided: tuple[tuple[str, str, str], ...]
    cases_added: tuple[str, ...]
    cases_gone: tuple[str, ...]
    status: tuple[tuple[str, str, str], ...]
    cases_changed: tuple[tuple[str, str, str | None, str | None], ...]
    endorsers_added: tuple[tuple[str, str], ...]
    endorsers_gone: tuple[tuple[str, str], ...]
    contested_added: tuple[tuple[str, str, str | None], ...]
    contested_gone: tuple[tuple[str, str, str | None], ...]


def history(entries: Sequence[Entry], case: str) -> tuple[Event, ...]:
    """Everything recorded about a case's person, oldest first. For the team: it is not redacted.

    Args:
        entries: of a ledger, in any order.
        case: the case's id or slug.
    """
    opened = next((one for one in openings(entries) if case in {one.case, one.slug}), None)
    if opened is None:
        return ()
    identity = entities(entries)
    person = identity.entity(opened.person)
    mine = frozenset(identity.mentions(person))
    claims = {entry.id for entry in entries if _names(entry, mine)}
    sources = {item.source for entry in entries if entry.id in claims and entry.claim for item in entry.claim.evidence}
    told = _Told(claims, sources, mine, {e.id: e.claim for e in entries if e.claim is not None})
    events = (told.event(entry) for entry in sorted(entries, key=recorded))
    return tuple(event for event in events if event is not None)


def _names(entry: Entry, mine: frozenset[Mention]) -> bool:
    claim = entry.claim
    return claim is not None and any(canonical(mention) in mine for mention, _ in claim_mentions(entry.id, claim))


class _Told:
    """What concerns one person.

    Args:
        claims: ids of the claims that name the person.
        sources: ids of the sources that these rest on.
        mine: the person's mentions.
        known: every claim by its id.
    """

    def __init__(
        self, claims: set[str], sources: set[str], mine: frozenset[Mention], known: Mapping[str, Claim]
    ) -> None:
        self.claims = claims
        self.sources = sources
        self.mine = mine
        self.known = known
        self._withheld: set[str] = set()

    def event(self, entry: Entry) -> Event | None:
        """The event that an entry is; None for one that concerns others. Entries come in the order of recording."""
        about = self._about(entry)
        if not about and not any(canonical(mention) in self.mine for mention in _mentions(entry)):
            return None
        if isinstance(entry.payload, Withhold):
            self._withheld.add(entry.id)
        decision = entry.decision or entry.inert
        return Event(
            recorded_at=entry.header.recorded_at,
            recorded_by=entry.header.recorded_by,
            entry=entry.id,
            what=name_of(decision) if decision is not None else "read",
            about=about,
            detail=self._detail(entry),
            reason=None if decision is None else decision.reason,
            ledger=entry.origin,
            counts=entry.inert is None,
        )

    def _about(self, entry: Entry) -> tuple[str, ...]:
        """The person's claims, and the sources they rest on, that an entry is or decides on."""
        decision = entry.decision or entry.inert
        if entry.id in self.claims or entry.id in self.sources:
            return (entry.id,)
        if isinstance(decision, (Accept, Reject)):
            return tuple(claim for claim in decision.claims if claim in self.claims)
        if isinstance(decision, Correct):
            return tuple(claim for claim in (decision.claim, decision.by) if claim in self.claims)
        if isinstance(decision, (Classify, Withhold, Erase)):
            return tuple(one for one in decision.entries if one in self.claims or one in self.sources)
        if isinstance(decision, Release):
            return (decision.withholds,) if decision.withholds in self._withheld else ()
        return ()

    def _detail(self, entry: Entry) -> str | None:
        decision = entry.decision or entry.inert
        if isinstance(decision, Wish):
            return f"{decision.wish}, by {decision.expressed_by}"
        if isinstance(decision, Consent):
            return f"{'given' if decision.given else 'refused'} by {decision.given_by}"
        if isinstance(decision, Classify):
            return decision.handling
        if isinstance(decision, OpenCase):
            return f"by {decision.by}, {decision.inclusion_rule}"
        if isinstance(decision, Correct):
            return self._corrected(decision)
        return None

    def _corrected(self, decision: Correct) -> str | None:
        """Which fields a correction changed: `when: 2018-12 -> 2018-12-10`."""
        if decision.claim not in self.known or decision.by not in self.known:
            return None
        was, now = (_fields(self.known[one]) for one in (decision.claim, decision.by))
        changed = [name for name in now if now[name] != was.get(name)]
        return "; ".join(f"{name}: {_plain(was.get(name))} -> {_plain(now[name])}" for name in changed) or None


def _fields(claim: Claim) -> dict[str, Any]:
    """The fields of a claim that a correction may change, without places in texts."""
    plain = encode(claim)
    return {
        "stance": plain["stance"],
        "said_on": plain["said_on"],
        **{name: _unplaced(value) for name, value in plain["content"].items()},
    }


def _unplaced(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _unplaced(item) for name, item in value.items() if name != "span"}
    return [_unplaced(item) for item in value] if isinstance(value, list) else value


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("name") or value.get("role") or "unnamed")
    return "nothing" if value is None else str(value)


def _mentions(entry: Entry) -> Iterable[Mention]:
    decision = entry.decision or entry.inert
    if isinstance(decision, (Same, Distinct)):
        return decision.mentions
    person = getattr(decision, "person", None)
    return (person,) if isinstance(person, Mention) else ()


_OF_CASES = ("since", "until", "held_from", "by")


def change(before: Register, after: Register) -> Change:
    """What the later view holds that the earlier did not, and the other way round."""
    old, new = ({r.id: r.status for r in view.claims if r.status != "rejected"} for view in (before, after))
    was, now = ({case.slug: case for case in view.cases} for view in (before, after))
    both = sorted(set(was) & set(now))
    stood, stand = (
        {(view.instrument, e.party) for view in one.endorsements for e in view.endorsers} for one in (before, after)
    )
    open_, opened = ({(c.property, c.subject, c.case) for c in one.contested} for one in (before, after))
    return Change(
        claims_added=tuple(sorted(set(new) - set(old))),
        claims_gone=tuple(sorted(set(old) - set(new))),
        claims_decided=tuple((id_, old[id_], new[id_]) for id_ in sorted(set(old) & set(new)) if old[id_] != new[id_]),
        cases_added=tuple(sorted(set(now) - set(was))),
        cases_gone=tuple(sorted(set(was) - set(now))),
        status=tuple((s, was[s].status, now[s].status) for s in both if was[s].status != now[s].status),
        cases_changed=tuple(row for slug in both for row in _changed(slug, was[slug], now[slug])),
        endorsers_added=tuple(sorted(stand - stood)),
        endorsers_gone=tuple(sorted(stood - stand)),
        contested_added=tuple(sorted(opened - open_, key=repr)),
        contested_gone=tuple(sorted(open_ - opened, key=repr)),
    )


def _changed(slug: str, was: CaseView, now: CaseView) -> Iterator[tuple[str, str, str | None, str | None]]:
    """What differs in a case besides its status."""
    for field in _OF_CASES:
        if getattr(was, field) != getattr(now, field):
            yield (slug, field, getattr(was, field), getattr(now, field))
    for field in ("name", "names", "states"):
        before, after = (_listed(getattr(case.person, field)) for case in (was, now))
        if before != after:
            yield (slug, f"person.{field}", before, after)


def _listed(value: str | tuple[str, ...] | None) -> str | None:
    return "; ".join(sorted(value)) if isinstance(value, tuple) else value
