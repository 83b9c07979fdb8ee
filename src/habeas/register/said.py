"""Claims as they are shown, with what stands beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Any

import msgspec

from habeas.claims import Accusation, Appeal, Link, Party, Statement, parties_in
from habeas.disclosure import AdmittedClaim
from habeas.identity import Entity
from habeas.register.views import (
    AccusationView,
    AppealView,
    EvidenceView,
    LinkView,
    PartyView,
    Said,
    StatementView,
)
from habeas.register.witnesses import voices
from habeas.text.dates import bounds

Slugs = Mapping[Entity, tuple[str, ...]]
"""The slugs of each entity's cases."""


_WHAT = ("attribute", "act", "of", "demand", "relation", "manner")
"""Fields that tell claims of one kind apart without naming a state or a person."""


class Shown:
    """One admitted claim on its way into the register.

    Attributes:
        claim: as admitted.
        content_parties, speaker_parties: with the entity that each belongs to, None where it was redacted.
        published: the day of its source; None when unknown.
    """

    def __init__(self, claim: AdmittedClaim, published: str | None) -> None:
        self.claim = claim
        self.published = published
        parties = parties_in(claim.content)
        self.content_parties = list(zip(parties, claim.people[: len(parties)], strict=True))
        self.speaker_parties = list(zip(claim.speakers, claim.people[len(parties) :], strict=True))

    @cached_property
    def key(self) -> str:
        """Equal for claims of equal content, whatever the words and the source; links of the same custodies are equal."""
        content, entities = self.claim.content, {id(p): e for p, e in self.content_parties}
        if isinstance(content, Link):
            ends = [repr(_keyed(end.person, entities)) for end in (content.source, content.target)]
            return repr((self.claim.kind, content.relation, sorted(ends) if content.relation == "exchange" else ends))
        return repr((self.claim.kind, _keyed(content, entities)))

    @cached_property
    def said_on(self) -> str | None:
        """When the words were said, or else when they were published."""
        return self.claim.said_on or self.published

    @property
    def owner(self) -> Party:
        """Whose words they are."""
        return self.claim.speakers[0]

    @property
    def place(self) -> tuple[str, str, str, str]:
        """Where it stands among what was said on one day: sources by their ids, which say nothing, then as they say it."""
        first = self.claim.quotes[0] if self.claim.quotes else None
        if first is None or first.source is None:
            return (self.claim.id, "", "", "")
        content = self.claim.content
        what = next((str(getattr(content, field)) for field in _WHAT if hasattr(content, field)), "")
        return (first.source, f"{first.start or 0:09}", f"{self.claim.kind} {what}", self.claim.id)

    @property
    def quote(self) -> str:
        """All its quotes, one after another."""
        return " ".join(quote.quote for quote in self.claim.quotes)


def _keyed(value: Any, entities: Mapping[int, Entity | None]) -> Any:
    """A content as plain values in which a party is its entity, or else its words."""
    if isinstance(value, Party):
        entity = entities.get(id(value))
        words = (value.name, value.state, value.role)
        return (
            ("entity", entity.source, entity.span, entity.name)
            if entity is not None and value.name
            else ("words", *words)
        )
    if isinstance(value, msgspec.Struct):
        return tuple((name, _keyed(getattr(value, name), entities)) for name in value.__struct_fields__)
    if isinstance(value, tuple):
        return tuple(_keyed(item, entities) for item in value)
    return value


def order(date: str | None, *rest: Any) -> tuple[Any, ...]:
    """Sort key: by the first day a date may mean, undated last, then by what is said."""
    return (*_days(date), *map(str, rest))


@lru_cache(maxsize=65_536)
def _days(date: str | None) -> tuple[bool, str, str]:
    first, last = bounds(date) if date else (None, None)
    return (first is None, first.isoformat() if first else "", last.isoformat() if last else "")


def party_view(party: Party, slugs: tuple[str, ...] = ()) -> PartyView:
    """A party as shown."""
    return PartyView(
        name=party.name,
        state=party.state,
        role=party.role,
        anonymous=party.anonymous,
        span=party.span,
        case=slugs[0] if len(slugs) == 1 else None,
    )


def code_view(code: str) -> PartyView:
    """A state, organisation or instrument as a party that has nothing but its code for a name."""
    return PartyView(name=code, state=code if len(code) == 2 else None)


def views(shown: Iterable[Shown], slugs: Slugs, cases_of: Mapping[str, tuple[str, ...]]) -> dict[str, Said]:
    """Every claim as shown, by id.

    Args:
        shown: the admitted claims.
        slugs: the cases of each entity.
        cases_of: the cases of each claim.
    """
    shown = list(shown)
    beside: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    quotes: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for item in shown:
        beside[item.key][item.claim.stance].add(item.claim.id)
        quotes[item.key, item.claim.stance].append(item.quote)
    witnesses = {said: voices(found) for said, found in quotes.items()}
    made: dict[str, Said] = {}
    for item in shown:
        stances = beside[item.key]
        others = {id_ for stance, ids in stances.items() if _opposed(stance, item.claim.stance) for id_ in ids}
        common = {
            "beside": tuple(sorted(others)),
            "cases": cases_of.get(item.claim.id, ()),
            "witnesses": witnesses[item.key, item.claim.stance],
        }
        made[item.claim.id] = _view(item, slugs, common)
    return made


def _opposed(one: str, other: str) -> bool:
    return (one == "denies") != (other == "denies")


def _view(item: Shown, slugs: Slugs, common: dict[str, Any]) -> Said:
    claim = item.claim
    entities = {id(party): entity for party, entity in (*item.content_parties, *item.speaker_parties)}

    def shown(party: Party) -> PartyView:
        entity = entities.get(id(party))
        return party_view(party, slugs.get(entity, ()) if entity is not None else ())

    def either(value: Party | str | None) -> PartyView | None:
        return code_view(value) if isinstance(value, str) else (shown(value) if value is not None else None)

    fields: dict[str, Any] = {
        "id": claim.id,
        "kind": claim.kind,
        "stance": claim.stance,
        "status": claim.status,
        "speakers": tuple(shown(party) for party in claim.speakers),
        "said_on": claim.said_on,
        "content": msgspec.to_builtins(claim.content),
        "evidence": tuple(EvidenceView(source=q.source, start=q.start, end=q.end, quote=q.quote) for q in claim.quotes),
        "quote": claim.quotes[0].quote if claim.quotes else None,
        "redacted": claim.redacted,
        "confidence": claim.confidence,
        "read_by": claim.read_by,
        **common,
    }
    content = claim.content
    if isinstance(content, Statement):
        about = tuple(code_view(a) if isinstance(a, str) else shown(a) for a in content.about)
        return StatementView(
            **fields, manner=content.manner, words=content.words, about=about, addressee=either(content.addressee)
        )
    if isinstance(content, Appeal):
        people = tuple(map(shown, content.on_behalf_of))
        return AppealView(**fields, addressee=either(content.addressee), demand=content.demand, on_behalf_of=people)
    if isinstance(content, Accusation):
        accused = either(content.accused) or PartyView(name=None)
        return AccusationView(
            **fields, accused=accused, of=content.of, concerning=tuple(map(shown, content.concerning))
        )
    if isinstance(content, Link):
        source, target = content.source, content.target
        return LinkView(
            **fields,
            source=shown(source.person),
            source_act=source.act,
            target=shown(target.person),
            target_act=target.act,
            relation=content.relation,
        )
    return Said(**fields)
