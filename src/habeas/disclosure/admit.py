"""The only door between the ledger and any view."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256

import msgspec

from habeas.claims import Attribute, Claim, Custody, Link, Party, parties_in
from habeas.disclosure.admitted import WITHHELD, Admitted, AdmittedCase, AdmittedClaim, AdmittedSource, Quote
from habeas.disclosure.audience import Audience
from habeas.disclosure.policy import Policy, in_office, is_held, may_be_person
from habeas.disclosure.redact import Eraser, map_parties, map_words, without_span
from habeas.entries import Entry, Mention
from habeas.entries.decisions import Accept, Correct, OpenCase, Reject
from habeas.identity import Entity, Identity, canonical, claim_mentions, recorded, standing_joins
from habeas.sources import Source
from habeas.text.canonical import canonical_json


def admit(
    entries: Sequence[Entry], policy: Policy, audience: Audience, *, known_at: str | None = None, now: datetime
) -> Admitted:
    """What the audience may see of the entries.

    Args:
        entries: of a ledger, in any order.
        policy: of the whole ledger, as it stands now.
        audience: whose eyes.
        known_at: only what was recorded until then (RFC 3339 in UTC); changes nothing about what may be seen.
        now: the moment against which embargoes count.
    """
    held = sorted((e for e in entries if known_at is None or e.header.recorded_at <= known_at), key=recorded)
    return _Door(held, policy, audience, now).admitted()


class _Door:
    """One passing of the entries through the door."""

    def __init__(self, entries: list[Entry], policy: Policy, audience: Audience, now: datetime) -> None:
        self.policy = policy
        self.audience = audience
        self.now = now
        self.sources = {e.id: e.source for e in entries if e.source is not None and self._visible(e)}
        self.status = statuses(entries)
        self.opened = [e.payload for e in entries if isinstance(e.payload, OpenCase) and self._visible(e)]
        self.open_entities = {policy.entity(case.person) for case in self.opened}
        self.claims = {e.id: e.claim for e in entries if e.claim is not None and self._visible(e) and self._may_pass(e)}
        opened = self.open_entities
        self.eraser = Eraser(policy.hidden_names(opened, now), policy.shown_words(opened, now), policy.bodies)
        self.identity = self._identity(entries)

    def _visible(self, entry: Entry) -> bool:
        if not self.audience.sees(self.policy.label(entry)):
            return False
        return self.audience.is_team or not self.policy.withholds_entry(entry.id, self.now)

    def _may_pass(self, entry: Entry) -> bool:
        """Below the team only accepted claims pass, from sources that may be seen, and not those about a hidden person."""
        claim = entry.claim
        if claim is None or any(item.source not in self.sources for item in claim.evidence):
            return False
        if self.audience.is_team:
            return True
        if self.status.get(entry.id) != "accepted":
            return False
        return all(self._may_show(entry.id, claim, party) for party in _subjects(claim))

    def _entity(self, claim_id: str, claim: Claim, party: Party) -> Entity:
        mention = next((m for m, p in claim_mentions(claim_id, claim) if p is party), None)
        return self.policy.entity(mention or Mention(source=claim_id, span=None, name=party.name))

    def _may_show(self, claim_id: str, claim: Claim, party: Party) -> bool:
        """Whether a party may be shown as it is."""
        if _is_instrument(claim, party):
            return True
        entity = self._entity(claim_id, claim, party)
        if self.policy.withholds_person(entity, self.now):
            return False
        if is_held(claim, party) or (may_be_person(party) and not self._in_office(claim, party, entity)):
            return entity in self.open_entities and self.policy.may_name(entity, self.now)
        return True

    def _in_office(self, claim: Claim, party: Party, entity: Entity) -> bool:
        return in_office(claim, party) or self.policy.acts_in_office(entity, self.now)

    def _identity(self, entries: list[Entry]) -> Identity:
        """The entities of what passes: an identity decision is admitted only if every mention that it joins is."""
        passing = {canonical(m) for id_, claim in self.claims.items() for m, _ in claim_mentions(id_, claim)}
        joins = standing_joins(entries)
        return Identity(
            {i: j for i, j in joins.items() if self.audience.is_team or set(j) <= passing}, {m: {} for m in passing}
        )

    def admitted(self) -> Admitted:
        """Everything that passes."""
        claims = tuple(self._claim(id_, claim) for id_, claim in self.claims.items())
        named = {quote.source for claim in claims for quote in claim.quotes}
        sources = {id_: s for id_, s in self.sources.items() if self.audience.is_team or self._slug(id_) in named}
        return Admitted(
            audience=self.audience.name,
            team=self.audience.is_team,
            today=self.now.date().isoformat(),
            claims=_unique(claims),
            sources=tuple(self._source(id_, source) for id_, source in sources.items()),
            cases=tuple(self._cases()),
        )

    def _slug(self, source_id: str) -> str:
        return source_id if self.audience.is_team else source_id[:12]

    def _claim(self, id_: str, claim: Claim) -> AdmittedClaim:
        parties = [*parties_in(claim.content), *parties_in(claim.speakers)]
        hidden = [] if self.audience.is_team else [p for p in parties if not self._may_show(id_, claim, p)]
        cleaned = (
            {} if self.audience.is_team else {item.quote: self.eraser.clean(item.quote) for item in claim.evidence}
        )
        redacted = bool(hidden) or any(quote != clean for quote, clean in cleaned.items())
        shown = self._redacted(claim, hidden) if redacted else claim
        hides = {id(party) for party in hidden}
        people = tuple(None if id(p) in hides else self.identity.entity(self._mention(id_, claim, p)) for p in parties)
        admitted = AdmittedClaim(
            id=id_,
            kind=claim.kind,
            stance=claim.stance,
            speakers=shown.speakers,
            said_on=claim.said_on,
            content=shown.content,
            status=self.status.get(id_, "proposed"),
            quotes=tuple(
                self._quote(item.source, item.start, item.end, item.quote, cleaned, redacted) for item in claim.evidence
            ),
            people=people,
            redacted=redacted,
            confidence=claim.confidence,
            read_by=claim.read_by if self.audience.is_team else claim.read_by.partition(":")[0],
        )
        return admitted if self.audience.is_team else msgspec.structs.replace(admitted, id=_public_id(admitted))

    def _mention(self, id_: str, claim: Claim, party: Party) -> Mention:
        return next(m for m, p in claim_mentions(id_, claim) if p is party)

    def _quote(self, source: str, start: int, end: int, quote: str, cleaned: dict[str, str], redacted: bool) -> Quote:  # noqa: FBT001  one evidence, spelled out
        if redacted:
            return Quote(source=None, start=None, end=None, quote=cleaned[quote])
        return Quote(source=self._slug(source), start=start, end=end, quote=quote)

    def _redacted(self, claim: Claim, hidden: list[Party]) -> Claim:
        """The claim without hidden parties, hidden names in words, and any place in a text."""

        def change(party: Party) -> Party:
            if party in hidden:
                return Party(name=WITHHELD if party.name else None, anonymous=party.anonymous)
            return without_span(party)

        content = map_words(map_parties(claim.content, change), self.eraser.clean)
        return msgspec.structs.replace(claim, content=content, speakers=map_parties(claim.speakers, change))

    def _source(self, id_: str, source: Source) -> AdmittedSource:
        team = self.audience.is_team
        clean = (lambda text: text) if team else self.eraser.clean
        whole = team or (source.rights == "open" and clean(source.text) == source.text)
        is_url = source.origin.startswith(("http://", "https://"))
        return AdmittedSource(
            id=self._slug(id_),
            slug=id_[:12],
            title=None if source.title is None else clean(source.title),
            outlet=source.outlet,
            published=source.published,
            origin=source.origin if team or is_url else None,
            language=source.language,
            media_type=source.media_type,
            rights=source.rights,
            text=source.text if whole else None,
        )

    def _cases(self) -> Iterable[AdmittedCase]:
        held = {person for claim in self.claims.items() for person in self._people(*claim)}
        for case in self.opened:
            entity = self.policy.entity(case.person)
            shown = self.identity.entity(case.person)
            if self.audience.is_team or (self.policy.may_name(entity, self.now) and shown in held):
                yield AdmittedCase(
                    id=case.case if self.audience.is_team else case.slug,
                    slug=case.slug,
                    person=shown,
                    by=case.by,
                    inclusion_rule=case.inclusion_rule,
                    alleged_by=case.alleged_by,
                )

    def _people(self, id_: str, claim: Claim) -> list[Entity]:
        return [self.identity.entity(mention) for mention, party in claim_mentions(id_, claim) if is_held(claim, party)]


def statuses(entries: Iterable[Entry]) -> dict[str, str]:
    """Each claim's status by the last decision on it; what replaces a claim is accepted with the correction."""
    status: dict[str, str] = {}
    for entry in entries:
        decision = entry.payload
        if isinstance(decision, Accept):
            status.update(dict.fromkeys(decision.claims, "accepted"))
        elif isinstance(decision, Reject):
            status.update(dict.fromkeys(decision.claims, "rejected"))
        elif isinstance(decision, Correct):
            status.update({decision.claim: "corrected", decision.by: "accepted"})
    return status


def _subjects(claim: Claim) -> list[Party]:
    """The parties without whom a claim says nothing: if one may not be shown, neither may the claim."""
    content = claim.content
    if isinstance(content, (Custody, Link)):
        return parties_in(content)
    return parties_in(content) if isinstance(content, Attribute) else []


def _is_instrument(claim: Claim, party: Party) -> bool:
    """Whether the party is the name of a declaration or treaty."""
    content = claim.content
    return (
        isinstance(content, Attribute) and content.attribute in {"legal_force", "targets"} and party == content.subject
    )


def _public_id(claim: AdmittedClaim) -> str:
    """An id made of what is shown and nothing else, so that it confirms no guess and a redacted version leads nowhere."""
    shown = {
        field: msgspec.to_builtins(getattr(claim, field))
        for field in ("kind", "stance", "speakers", "said_on", "content", "quotes")
    }
    return sha256(canonical_json(shown)).hexdigest()[:16]


def _unique(claims: tuple[AdmittedClaim, ...]) -> tuple[AdmittedClaim, ...]:
    """Each shown claim once: two that differ only in what is withheld are one to the audience."""
    unique: dict[str, AdmittedClaim] = {}
    for claim in claims:
        unique.setdefault(claim.id, claim)
    return tuple(unique[id_] for id_ in sorted(unique))
