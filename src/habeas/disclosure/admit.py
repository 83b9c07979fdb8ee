"""The only door between the ledger and any view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256

import msgspec

from habeas.claims import (
    OUTLET,
    Accusation,
    Action,
    Appeal,
    Attribute,
    Claim,
    ClaimBasis,
    Custody,
    Finding,
    Link,
    Party,
    Statement,
    parties_in,
)
from habeas.disclosure.admitted import WITHHELD, Admitted, AdmittedCase, AdmittedClaim
from habeas.disclosure.audience import Audience
from habeas.disclosure.openings import openings
from habeas.disclosure.people import is_held, may_be_person, names_instrument
from habeas.disclosure.policy import Policy
from habeas.disclosure.rules import Rules
from habeas.disclosure.show import Shower, public_id
from habeas.disclosure.sight import Sight
from habeas.entries import Entry, Mention
from habeas.entries.copies import united
from habeas.entries.decisions import Accept, Correct, OpenCase, Reject
from habeas.identity import Entity, Identity, canonical, claim_mentions, recorded, standing_joins


def admit(
    entries: Sequence[Entry],
    policy: Policy,
    audience: Audience,
    *,
    known_at: str | None = None,
    now: datetime,
    sight: Sight | None = None,
) -> Admitted:
    """What the audience may see of the entries.

    Args:
        entries: of a ledger, in any order.
        policy: of the whole ledger, as it stands now.
        audience: whose eyes.
        known_at: only what was recorded until then (RFC 3339 in UTC); changes nothing about what may be seen.
        now: the moment against which embargoes count.
        sight: looks at texts, and may remember what it saw in them; None for one that remembers nothing from before.
    """
    held = sorted((e for e in united(entries) if known_at is None or e.header.recorded_at <= known_at), key=recorded)
    return _Door(held, policy, audience, now, sight).admitted()


def rules_for(entries: Sequence[Entry], policy: Policy, audience: Audience, now: datetime) -> Rules:
    """The rules by which `admit` lets entries through."""
    labelled = Rules(policy, audience, now, frozenset())
    opened = (e.payload for e in entries if isinstance(e.payload, OpenCase) and labelled.sees(e))
    return Rules(policy, audience, now, frozenset(policy.entity(case.person) for case in opened))


class _Door:
    """One passing of the entries through the door."""

    def __init__(
        self, entries: list[Entry], policy: Policy, audience: Audience, now: datetime, sight: Sight | None
    ) -> None:
        self.policy = policy
        self.audience = audience
        self.today = now.date().isoformat()
        self.rules = rules_for(entries, policy, audience, now)
        self.sources = {
            e.id: e.source for e in entries if e.source is not None and self.rules.sees(e) and self._may_tell(e.id, ())
        }
        self.status = statuses(entries)
        self.known_cases = frozenset(e.payload.case for e in entries if isinstance(e.payload, OpenCase))
        seen = [e for e in entries if self.rules.sees(e)]
        opened = openings(seen)
        self.opened = (
            opened if audience.is_team else [c for c in opened if self.rules.may_show(policy.entity(c.person))]
        )
        self.slugs = {case.case: self._slug_of(case) for case in self.opened}
        self.labelled = {e.id: e.claim for e in seen if e.claim is not None}
        self.duress = frozenset(
            (item.source, item.start, item.end)
            for claim in self.labelled.values()
            if _forced(claim)
            for item in claim.evidence
        )
        self._seen: dict[str, bool] = {}
        self._named: dict[str, list[tuple[Mention, Party]]] = {}
        passing = [id_ for id_ in self.labelled if self._visible(id_) and self._stands(id_)]
        known = set(passing)
        self.claims = {id_: self.labelled[id_] for id_ in passing if self._rests_on(self.labelled[id_], known)}
        self.identity = self._identity(entries)
        bodies = frozenset(p.name for c in self.claims.values() for p in _parties(c) if p.name and not may_be_person(p))
        self.shower = Shower(self.rules, self.identity, bodies, self.sources, self._shown_as, sight)

    def _visible(self, id_: str) -> bool:
        """Whether a claim may be known of: its label, its sources, whom it is about, and what it rests on."""
        if id_ not in self._seen:
            self._seen[id_] = False  # what rests on itself rests on nothing
            claim = self.labelled.get(id_)
            self._seen[id_] = claim is not None and self._may_pass(id_, claim)
        return self._seen[id_]

    def _may_pass(self, id_: str, claim: Claim) -> bool:
        if any(item.source not in self.sources for item in claim.evidence):
            return False
        if self.audience.is_team:
            return True
        if not all(self._visible(basis.claim) for basis in claim.basis if isinstance(basis, ClaimBasis)):
            return False
        return self._may_tell(id_, self._held(id_, claim), claim) and self._may_show_parties(id_, claim)

    def _may_tell(self, id_: str, held: Iterable[Entity], claim: Claim | None = None) -> bool:
        """Whether what a person said an entry holds lets it pass: everybody concerned must have opened every kind."""
        kinds = self.policy.sensitive.get(id_, ())
        if self.audience.is_team or not kinds:
            return self.audience.is_team or claim is None or self._tells_no_fact(id_, claim, held)
        if claim is None:
            return False
        people = list(held)
        left = [kind for kind in kinds if not (kind == "confession" and isinstance(claim.content, Statement))]
        return not left or (bool(people) and all(self.rules.may_tell(e, kind) for e in people for kind in left))

    def _tells_no_fact(self, id_: str, claim: Claim, held: Iterable[Entity]) -> bool:
        """Whether a claim leaves open what nobody may assert for us: care that somebody needs, guilt, a forced confession."""
        content = claim.content
        cleared = id_ in self.policy.sensitive
        people = list(held)
        if cleared:
            return True
        if isinstance(content, Appeal) and content.demand == "medical_care":
            return bool(people) and all(self.rules.may_tell(entity, "health") for entity in people)
        if isinstance(content, Accusation) and isinstance(content.accused, Party):
            if any((item.source, item.start, item.end) in self.duress for item in claim.evidence):
                return False
            owner = claim.speakers[0] if claim.speakers else None
            attributed = owner is not None and owner.role != OUTLET and owner.state is not None
            accused = self._entity(id_, claim, content.accused)
            return attributed or accused not in self.policy.people.held or self.rules.may_tell(accused, "guilt")
        return True

    def _stands(self, id_: str) -> bool:
        """Below the team only accepted claims pass."""
        return self.audience.is_team or self.status.get(id_) == "accepted"

    def _rests_on(self, claim: Claim, passing: set[str]) -> bool:
        """Whether a finding or an action names nothing that may not be shown."""
        content = claim.content
        if self.audience.is_team:
            return True
        if isinstance(content, Finding):
            return content.case in self.slugs and passing.issuperset(content.claims)
        if isinstance(content, Action) and isinstance(content.about, str):
            return content.about in self.slugs or content.about not in self.known_cases
        return True

    def _mentions(self, id_: str, claim: Claim) -> list[tuple[Mention, Party]]:
        """The parties of a claim, each with its mention; asked for many times, and found once."""
        if id_ not in self._named:
            self._named[id_] = claim_mentions(id_, claim)
        return self._named[id_]

    def _held(self, id_: str, claim: Claim) -> list[Entity]:
        """The people in a claim's content who are or were held."""
        parties = {id(party) for party in parties_in(claim.content)}
        found = [self.policy.entity(m) for m, p in self._mentions(id_, claim) if id(p) in parties]
        return [entity for entity in dict.fromkeys(found) if entity in self.policy.people.held]

    def _entity(self, claim_id: str, claim: Claim, party: Party) -> Entity:
        mention = next((m for m, p in self._mentions(claim_id, claim) if p is party), None)
        return self.policy.entity(mention or Mention(source=claim_id, span=None, name=party.name))

    def _may_show_parties(self, id_: str, claim: Claim) -> bool:
        """Whether whom a claim is about may be shown: all of them where it says nothing without one, else one at least."""
        content = claim.content
        if isinstance(content, (Custody, Link, Attribute)):
            return all(self._shown_as(id_, claim, party) is not None for party in parties_in(content))
        about = _about(content)
        if isinstance(content, Statement):
            about = [party for party in about if self._entity(id_, claim, party) in self.policy.people.held]
        return not about or any(self._shown_as(id_, claim, party) is not None for party in about)

    def _shown_as(self, claim_id: str, claim: Claim, party: Party) -> Party | None:
        """A party as this audience may see it; None for one that may not be shown."""
        if self.audience.is_team or (names_instrument(claim) and party == claim.content.subject):
            return party
        entity = self._entity(claim_id, claim, party)
        if self.rules.is_withheld(entity) or self.rules.is_child(entity):
            return None
        people = self.policy.people
        person = is_held(claim, party) or may_be_person(party) or entity in people.held or entity in people.names
        if person and not self.rules.acts_in_office(entity) and not self.rules.may_show(entity):
            return None
        if self.rules.details_of(entity).name:
            return Party(name=WITHHELD if party.name else None, state=party.state, anonymous=party.anonymous)
        return party

    def _identity(self, entries: list[Entry]) -> Identity:
        """The entities of what passes: an identity decision is admitted only if every mention that it joins is."""
        passing = {canonical(m) for id_, claim in self.claims.items() for m, _ in self._mentions(id_, claim)}
        joins = standing_joins(entries)
        return Identity(
            {i: j for i, j in joins.items() if self.audience.is_team or set(j) <= passing}, {m: {} for m in passing}
        )

    def admitted(self) -> Admitted:
        """Everything that passes."""
        claims = list(self._shown())
        named = {quote.source for claim in claims for quote in claim.quotes}
        sources = {id_: s for id_, s in self.sources.items() if self.audience.is_team or self.shower.slug(id_) in named}
        return Admitted(
            audience=self.audience.name,
            team=self.audience.is_team,
            today=self.today,
            claims=_unique(claims),
            sources=tuple(self.shower.source(id_, source) for id_, source in sources.items()),
            cases=tuple(self._cases()),
        )

    def _shown(self) -> Iterable[AdmittedClaim]:
        """The claims as they may be seen; what one names of others it names by the ids that these have here."""
        public: dict[str, str] = {}
        for id_, claim in self.claims.items():
            shown = self.shower.claim(id_, claim, self.status.get(id_, "proposed"))
            if shown is not None and not self.audience.is_team:
                shown = self._with_public_references(shown, public)
            if shown is not None:
                public[id_] = shown.id
                yield shown

    def _with_public_references(self, shown: AdmittedClaim, public: Mapping[str, str]) -> AdmittedClaim | None:
        """A finding or an action with public names for the case and the claims that it names; None if one has none."""
        content = shown.content
        if isinstance(content, Finding):
            if not all(claim in public for claim in content.claims):
                return None
            claims = tuple(sorted(public[claim] for claim in content.claims))
            content = msgspec.structs.replace(content, case=self.slugs[content.case], claims=claims)
        elif isinstance(content, Action) and isinstance(content.about, str):
            content = msgspec.structs.replace(content, about=self.slugs.get(content.about, content.about))
        if content == shown.content:
            return shown
        shown = msgspec.structs.replace(shown, content=content)
        return msgspec.structs.replace(shown, id=public_id(shown))

    def _cases(self) -> Iterable[AdmittedCase]:
        held = {person for claim in self.claims.items() for person in self._people(*claim)}
        for case in self.opened:
            shown = self.identity.entity(case.person)
            if self.audience.is_team or shown in held:
                yield AdmittedCase(
                    id=case.case if self.audience.is_team else self.slugs[case.case],
                    slug=self.slugs[case.case],
                    person=shown,
                    by=case.by,
                    inclusion_rule=case.inclusion_rule,
                    alleged_by=tuple(self.shower.words(who) for who in case.alleged_by),
                )

    def _slug_of(self, case: OpenCase) -> str:
        """The case's public name; another one from the moment on which a name is withheld, so that it leads to no older page."""
        renamed = None if self.audience.is_team else self.rules.pseudonym(self.policy.entity(case.person))
        return case.slug if renamed is None else sha256(f"{renamed} {case.case}".encode()).hexdigest()[:8]

    def _people(self, id_: str, claim: Claim) -> list[Entity]:
        return [self.identity.entity(mention) for mention, party in self._mentions(id_, claim) if is_held(claim, party)]


def statuses(entries: Iterable[Entry]) -> dict[str, str]:
    """Each claim's status by the last decision on it; what replaces a claim is accepted with the correction, or as it was."""
    status: dict[str, str] = {}
    for entry in entries:
        decision = entry.payload
        if isinstance(decision, Accept):
            status.update(dict.fromkeys(decision.claims, "accepted"))
        elif isinstance(decision, Reject):
            status.update(dict.fromkeys(decision.claims, "rejected"))
        elif isinstance(decision, Correct):
            was = "accepted" if decision.accepts else status.get(decision.claim, "proposed")
            status.update({decision.by: was, decision.claim: "corrected"})
    return status


def _parties(claim: Claim) -> list[Party]:
    return [*parties_in(claim.content), *parties_in(claim.speakers)]


def _forced(claim: Claim) -> bool:
    return isinstance(claim.content, Statement) and claim.content.under_duress


def _about(content: object) -> list[Party]:
    """The people whom a claim is about, apart from those who speak, act or are spoken to."""
    if isinstance(content, Appeal):
        return list(content.on_behalf_of)
    if isinstance(content, Accusation):
        return [*parties_in(content.accused), *content.concerning]
    return parties_in(content.about) if isinstance(content, Statement) else []


def _unique(claims: Iterable[AdmittedClaim]) -> tuple[AdmittedClaim, ...]:
    """Each shown claim once: two that differ only in what is withheld are one to the audience."""
    unique: dict[str, AdmittedClaim] = {}
    for claim in sorted(
        claims, key=lambda claim: (claim.id, claim.confidence is None, -(claim.confidence or 0), claim.read_by)
    ):
        unique.setdefault(claim.id, claim)
    return tuple(unique.values())
