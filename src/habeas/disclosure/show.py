"""Showing: a claim or a source as one audience may see it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from habeas.claims import Attribute, Claim, Custody, Evidence, Party, Statement, parties_in
from habeas.disclosure.admitted import WITHHELD, AdmittedClaim, AdmittedSource, Quote
from habeas.disclosure.names import Names
from habeas.disclosure.people import may_be_person
from habeas.disclosure.redact import Eraser, map_parties, map_words, without_span
from habeas.disclosure.rules import Rules
from habeas.disclosure.sensitive import KINDS
from habeas.disclosure.sight import Sight
from habeas.disclosure.withheld import NOTHING, Details, coarser
from habeas.entries import Mention
from habeas.identity import Entity, Identity, claim_mentions
from habeas.sources import Source
from habeas.text.canonical import canonical_json

ShownAs = Callable[[str, Claim, Party], Party | None]
"""A claim's party as it may be seen; None for one that may not be."""


class Shower:
    """Shows what passes the door.

    Args:
        rules: for one audience at one moment.
        identity: the entities of what passes.
        bodies: names of bodies in what passes.
        sources: the sources that the audience may know of.
        shown_as: how a party may be seen.
        sight: looks at texts.
    """

    def __init__(
        self,
        rules: Rules,
        identity: Identity,
        bodies: frozenset[str],
        sources: Mapping[str, Source],
        shown_as: ShownAs,
        sight: Sight | None = None,
    ) -> None:
        self._rules = rules
        self._identity = identity
        self._sources = sources
        self._shown_as = shown_as
        self._team = rules.audience.is_team
        self._told: dict[Entity, frozenset[str]] = {}
        self._eraser = Eraser(rules.hidden_names, rules.shown_names, bodies, rules.hidden_words, sight)
        self._held = Names(name for name in rules.hidden_held if self._eraser.is_secret(name))
        names = rules.policy.people.names
        self._kept = {
            e: (Names(names.get(e, ())), what) for e, what in ({} if self._team else rules.with_details).items()
        }
        self._of_source = {id_: self._details_in(source.text) for id_, source in sources.items()} if self._kept else {}

    def slug(self, source_id: str) -> str:
        """A source's name to this audience."""
        return source_id if self._team else source_id[:12]

    def words(self, text: str) -> str:
        """Words that belong to no claim."""
        return text if self._team else self._clean(text, frozenset())

    def _clean(self, text: str, allowed: frozenset[str] | None) -> str:
        return WITHHELD if self._held.find(text) else self._eraser.clean(text, allowed=allowed)

    def claim(self, id_: str, claim: Claim, status: str) -> AdmittedClaim | None:
        """A claim as it may be seen; None where nothing is left of what it says."""
        mentions = {id(party): mention for mention, party in claim_mentions(id_, claim)}
        parties = [*parties_in(claim.content), *parties_in(claim.speakers)]
        if self._team:
            entities = tuple(self._identity.entity(mentions[id(party)]) for party in parties)
            return self._admitted(id_, claim, status, tuple(map(_verbatim, claim.evidence)), entities)
        seen = {id(party): self._shown_as(id_, claim, party) for party in parties}
        details, allowed = self._details(id_, claim), self._allowed(id_, claim, mentions.values())
        shown = self._changed(claim, seen, details, allowed)
        quotes = tuple(WITHHELD if details.any else self._clean(item.quote, allowed) for item in claim.evidence)
        redacted = details.any or shown != claim or quotes != tuple(item.quote for item in claim.evidence)
        if not _says_anything(shown.content):
            return None
        people = tuple(None if seen[id(p)] is None else self._identity.entity(mentions[id(p)]) for p in parties)
        if details.speaker:
            people = (*people[: len(parties) - len(claim.speakers)], *(None for _ in claim.speakers))
        evidence = tuple(_nowhere(quote) for quote in quotes) if redacted else tuple(map(self._quote, claim.evidence))
        shown = self._labelled(id_, _without_spans(shown) if redacted else shown)
        admitted = self._admitted(id_, shown, status, evidence, people)
        admitted = msgspec.structs.replace(admitted, redacted=redacted, read_by=claim.read_by.partition(":")[0])
        return msgspec.structs.replace(admitted, id=public_id(admitted))

    def _admitted(
        self, id_: str, claim: Claim, status: str, quotes: tuple[Quote, ...], people: tuple[Entity | None, ...]
    ) -> AdmittedClaim:
        return AdmittedClaim(
            id=id_,
            kind=claim.kind,
            stance=claim.stance,
            speakers=claim.speakers,
            said_on=claim.said_on,
            content=claim.content,
            status=status,
            quotes=quotes,
            people=people,
            redacted=False,
            confidence=claim.confidence,
            read_by=claim.read_by,
        )

    def _quote(self, item: Evidence) -> Quote:
        return Quote(source=self.slug(item.source), start=item.start, end=item.end, quote=item.quote)

    def _details(self, id_: str, claim: Claim) -> Details:
        """What is kept back of a claim: of itself, of its sources, and of everybody whom it or any of its sources names.

        A sentence that names nobody ("her detention was arbitrary") leads to its article as well as one that does.
        """
        found = self._rules.details_of_entries((id_, *(item.source for item in claim.evidence)))
        if not self._kept:
            return found
        for mention, _ in claim_mentions(id_, claim):
            found |= self._rules.details_of(self._rules.policy.entity(mention))
        for item in claim.evidence:
            found |= self._details_in(item.quote) | self._of_source.get(item.source, NOTHING)
        return found

    def _details_in(self, text: str) -> Details:
        """What is kept back of the people whom a text names."""
        found = NOTHING
        for names, what in self._kept.values():
            if names.find(text):
                found |= what
        return found

    def _allowed(self, id_: str, claim: Claim, mentions: Iterable[Mention]) -> frozenset[str] | None:
        """The sensitive kinds that may be told in a claim; None for all, where somebody looked at it or cleared its sources."""
        said = self._rules.policy.sensitive
        if id_ in said or (claim.evidence and all(said.get(item.source) == () for item in claim.evidence)):
            return None
        entities = {self._rules.policy.entity(mention) for mention in mentions}
        held = [self._told_of(entity) for entity in entities & self._rules.policy.people.held]
        return frozenset.intersection(*held) if held else frozenset()

    def _told_of(self, entity: Entity) -> frozenset[str]:
        """The sensitive kinds that may be told of somebody."""
        if entity not in self._told:
            self._told[entity] = frozenset(kind for kind in KINDS if self._rules.may_tell(entity, kind))
        return self._told[entity]

    def _changed(
        self, claim: Claim, seen: Mapping[int, Party | None], details: Details, allowed: frozenset[str] | None
    ) -> Claim:
        """The claim without hidden parties, hidden words, and details that are kept back."""

        def party(given: Party) -> Party:
            shown = seen[id(given)]
            if shown is None:
                return Party(name=WITHHELD if given.name else None, anonymous=given.anonymous)
            name = shown.name if shown.name is None or may_be_person(given) else self._clean(shown.name, allowed)
            role = shown.role if shown.role is None else self._clean(shown.role, allowed)
            return msgspec.structs.replace(shown, name=name, role=role)

        def speaker(given: Party) -> Party:
            return Party(name=WITHHELD) if details.speaker else party(given)

        content = map_words(map_parties(claim.content, party), lambda text: self._clean(text, allowed))
        content = _coarse(content, details) if details.any else content
        return msgspec.structs.replace(
            claim,
            content=content,
            speakers=map_parties(claim.speakers, speaker),
            said_on=coarser(claim.said_on, details.date),
        )

    def _labelled(self, id_: str, claim: Claim) -> Claim:
        """A statement that a person calls a forced confession says so."""
        if isinstance(claim.content, Statement) and "confession" in self._rules.policy.sensitive.get(id_, ()):
            return msgspec.structs.replace(claim, content=msgspec.structs.replace(claim.content, under_duress=True))
        return claim

    def source(self, id_: str, source: Source) -> AdmittedSource:
        """A source as it may be seen: its text only where its owner allows that and nothing in it is hidden."""
        cleared = self._rules.policy.sensitive.get(id_) == ()
        allowed = None if cleared else frozenset[str]()
        whole = self._team or (
            source.rights == "open" and not _uncased(source.text) and self._clean(source.text, allowed) == source.text
        )

        def clean(text: str | None) -> str | None:
            return text if text is None or self._team else self._clean(text, allowed)

        return AdmittedSource(
            id=self.slug(id_),
            slug=id_[:12],
            title=clean(source.title),
            outlet=clean(source.outlet),
            published=source.published,
            origin=source.origin if self._team or self._may_link(source.origin) else None,
            language=source.language,
            media_type=source.media_type,
            rights=source.rights,
            text=source.text if whole else None,
        )

    def _may_link(self, origin: str) -> bool:
        """Whether an address may be shown: one on the web that holds no password and spells no hidden name."""
        address = urlsplit(origin)
        if address.scheme not in {"http", "https"} or "@" in address.netloc:
            return False
        spelt = re.sub(r"[\W_]+", " ", unquote(origin))
        return not self._eraser.finds_hidden(spelt) and not self._held.find(spelt)


def _verbatim(item: Evidence) -> Quote:
    return Quote(source=item.source, start=item.start, end=item.end, quote=item.quote)


def _nowhere(quote: str) -> Quote:
    """A redacted quote, which leads to no source."""
    return Quote(source=None, start=None, end=None, quote=quote)


def _without_spans(claim: Claim) -> Claim:
    content, speakers = map_parties(claim.content, without_span), map_parties(claim.speakers, without_span)
    return msgspec.structs.replace(claim, content=content, speakers=speakers)


def _says_anything(content: Any) -> bool:
    """Whether something is left of what a claim says."""
    if isinstance(content, Statement):
        return content.words != WITHHELD
    return not (isinstance(content, Attribute) and WITHHELD in content.value)


def _coarse(content: Any, details: Details) -> Any:
    """A content without the source's sentences, and with no more of dates and places than may be shown."""
    changes: dict[str, Any] = {
        field: WITHHELD for field in ("words", "grounds", "rationale") if getattr(content, field, None) is not None
    }
    for field in ("when", "as_of"):
        if details.date is not None and getattr(content, field, None) is not None:
            changes[field] = coarser(getattr(content, field), details.date)
    if isinstance(content, Attribute) and content.attribute == "birth" and details.date is not None:
        changes["value"] = coarser(content.value, details.date) or WITHHELD
    if isinstance(content, Attribute) and content.attribute == "residence" and details.place is not None:
        changes["value"] = WITHHELD
    if isinstance(content, Custody) and content.place is not None and details.place is not None:
        changes["place"] = details.place or WITHHELD
    return msgspec.structs.replace(content, **changes)


_MAYBE_UNCASED = re.compile("[^\x00-\u01ba\u2000-\u206f]")
"""Tells quickly of most Latin texts that there is no such letter in them."""


def _uncased(text: str) -> bool:
    """Whether a text has letters of a script without capitals, in which nobody can tell by its form what is a name."""
    return _MAYBE_UNCASED.search(text) is not None and any(
        c.isalpha() and unicodedata.category(c) == "Lo" and c not in "ªº" for c in text
    )


def public_id(claim: AdmittedClaim) -> str:
    """An id made of what is shown and nothing else, so that it confirms no guess and a redacted version leads nowhere."""
    shown = {
        field: msgspec.to_builtins(getattr(claim, field))
        for field in ("kind", "stance", "speakers", "said_on", "content", "quotes")
    }
    return sha256(canonical_json(shown)).hexdigest()[:16]
