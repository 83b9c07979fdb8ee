"""What the model points at, as the contents of claims: persons of the cast, states, bodies, places and grounds in the text's own words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal, cast

import msgspec

from habeas.claims import Accusation, Action, Appeal, Custody, Endorsement, Link, LinkEnd, Party, Span
from habeas.claims.custody import CustodyAct
from habeas.claims.envelope import Stance
from habeas.claims.speech import AccusationOf, Demand
from habeas.reading.cast import Person
from habeas.reading.chunks import Chunk
from habeas.reading.endorsements import unnamed_declaration
from habeas.reading.evidence import Evidence, Signs, What, weighed
from habeas.reading.lexicon import ending, lexicon
from habeas.reading.model.claims import FoundClaim, PersonKey
from habeas.reading.scene import Scene
from habeas.reading.strangers import Stranger
from habeas.text.offices import holds_office
from habeas.text.spans import trimmed

LIKELY, POSSIBLE = 0.5, 0.25
"""A person is taken who is likelier than not; where nobody is, the likeliest who is at least possible."""
PEOPLE_AT_MOST = 12
TOGETHER = 0.15
"""Several states that endorse at one word share the probability: each has at least so much."""

SURE_STATE, POSSIBLE_STATE = 0.8, 0.03
"""A state likelier than the first is taken as the model gives it; one likelier than the second may stand in for one that cannot be."""
_ASKED_OF_HOLDERS = frozenset({"release", "access", "fair_trial", "halt_execution", "medical_care"})
_HELD_AGAINST = frozenset({"arbitrary_detention", "coercion", "ill_treatment", "rights_violation"})
_UNSEEN = 0.01
"""What a state counts for at an act of whose candidates it is none."""

_ADDRESSED = ending(lexicon("en").beside.addressed)

LinkRelation = Literal["precedes", "retaliation", "demand", "exchange"]
Content = Custody | Appeal | Accusation | Endorsement | Action | Link


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One claim's content as read, with what its envelope needs.

    Attributes:
        content: the content.
        stance: asserts or denies.
        trigger: the word that brings it.
        speaker: who says so, where the text points to somebody.
        spans: where its fields stand, the trigger first.
        sure: how sure the reader is, before calibration.
        why: what it goes by, a line each.
        ruled: a rule reads it, and how sure rules are is measured apart from the model.
    """

    content: Content
    stance: Stance
    trigger: Span
    speaker: Party | None
    spans: tuple[Span, ...]
    sure: float
    why: tuple[str, ...] = ()
    ruled: bool = False


def readings(scene: Scene, found: list[FoundClaim], nations: dict[str, str] | None = None) -> list[Reading]:
    """The claims of a text, one for each person, without repetition: of claims that differ only in what they leave out, the fullest."""
    resolver = Resolver(scene, found, nations or {})
    made: dict[tuple[object, ...], Reading] = {}
    for claim in found:
        for reading in resolver.of(claim):
            key = _key(reading)
            known = made.get(key)
            if known is None or _fullness(reading) > _fullness(known):
                made[key] = reading
    return list(made.values())


def holders(found: list[FoundClaim], nationality: dict[str, str | None]) -> dict[str, str]:
    """By name the state that all acts upon a person point to together, a person's own state left out."""
    votes: dict[str, dict[str, float]] = {}
    for claim in found:
        for (name, _), likely in claim.persons:
            if claim.kind == "custody" and name is not None and likely >= LIKELY:
                tally = votes.setdefault(name, {})
                for code, p in claim.states:
                    tally[code] = tally.get(code, 0.0) + claim.sure * (math.log(max(p, _UNSEEN)) - math.log(_UNSEEN))
    chosen = {}
    for name, tally in votes.items():
        possible = {code: weight for code, weight in tally.items() if code != nationality.get(name) and weight > 0}
        if possible:
            chosen[name] = max(possible, key=lambda code: possible[code])
    return chosen


def _key(reading: Reading) -> tuple[object, ...]:
    content = reading.content
    if isinstance(content, Custody):
        return ("custody", content.act, content.person.name or content.person.span, content.by, reading.stance)
    return (type(content), repr(msgspec.to_builtins(content)), reading.stance)


def _fullness(reading: Reading) -> tuple[int, float]:
    content = reading.content
    told = [getattr(content, field, None) is not None for field in ("when", "place", "grounds", "at_request_of")]
    return 2 * told[0] + sum(told[1:]), reading.sure


class Resolver:
    """One text's found claims against its cast, states and dates."""

    def __init__(self, scene: Scene, found: list[FoundClaim], nations: dict[str, str]) -> None:
        self.scene = scene
        self._people = {person.name: person for person in scene.cast.people}
        self._triggers = sorted(claim.trigger[0] for claim in found if claim.kind in {"custody", "endorsement"})
        self._own = {name: person.state or nations.get(name) for name, person in self._people.items()}
        self._holders = holders(found, self._own)
        self._evidence = Evidence(scene)
        self._signs: dict[tuple[Span, str | None], Signs] = {}

    def of(self, claim: FoundClaim) -> Iterator[Reading]:
        """The readings of one found claim."""
        build = {
            "custody": self._custody,
            "appeal": self._appeal,
            "accusation": self._accusation,
            "endorsement": self._endorsement,
            "action": self._action,
            "link": self._link,
        }[claim.kind]
        for content, sure in build(claim):
            yield Reading(
                content=content,
                stance="denies" if claim.denied else "asserts",
                trigger=claim.trigger,
                speaker=self._party_at(claim.speaker) if claim.speaker else None,
                spans=self._spans(claim, content),
                sure=sure,
                why=self._why(claim, content),
            )

    def _spans(self, claim: FoundClaim, content: Content) -> tuple[Span, ...]:
        """The trigger; where the nearest mention of the person stands; where the day is told."""
        at = claim.trigger[0]
        spans = [claim.trigger]
        person = getattr(content, "person", None)
        if isinstance(person, Party) and person.name in self._people:
            spans.append(min(self._people[person.name].mentions, key=lambda span: abs(span[0] - at)))
        told = [date.span for date in self.scene.dates if date.edtf == getattr(content, "when", None)]
        if told:
            spans.append(min(told, key=lambda span: abs(span[0] - at)))
        return tuple(spans)

    def _why(self, claim: FoundClaim, content: Content) -> tuple[str, ...]:
        """What the reader goes by, in words: the trigger, whom it chose among whom, which state among which and by which signs."""
        word = self.scene.text[slice(*claim.trigger)]
        lines = [f"the model takes “{word}” for {claim.kind}: {claim.label.replace('_', ' ')} ({claim.sure:.2f})"]
        if claim.persons:
            likely = ", ".join(f"{name or 'unnamed'} {p:.2f}" for (name, _), p in claim.persons[:3])
            lines.append(f"persons it could concern: {likely}")
        if claim.states:
            likely = ", ".join(f"{code} {p:.2f}" for code, p in claim.states[:3])
            chosen = content.by if isinstance(content, Custody) else claim.state
            lines.append(f"states it could point to: {likely}; chosen: {chosen or 'none'}")
        if isinstance(content, Custody) and (signs := self._signs_of(claim, content.person).get(content.by)):
            lines.append(f"signs of grammar for or against {content.by or 'any state'}: {', '.join(sorted(signs))}")
        when = content.when if isinstance(content, Custody) else claim.when
        if when:
            lines.append(f"its day is {when}, told relative to the day of publication where the words are")
        if claim.denied:
            lines.append("somebody denies it")
        return tuple(lines)

    def _custody(self, claim: FoundClaim) -> Iterator[tuple[Content, float]]:
        for party, likely in self._persons(claim, at_least_one=True):
            by, joined = self._acting(claim, party)
            content = Custody(
                person=party,
                act=cast(CustodyAct, claim.label),
                by=by,
                at_request_of=claim.requester if claim.requester != by else None,
                place=self._words(claim.place),
                when=self._when(claim, party),
                grounds=self._words(claim.grounds),
            )
            yield content, claim.sure * likely * joined

    def chosen(
        self, what: What, claim: FoundClaim, party: Party, likely: tuple[tuple[str, float], ...], signs: Signs
    ) -> tuple[str | None, float]:
        """Of the network's choices for one claim and person the one that its scores and the signs speak for together, with its probability."""
        del claim, party  # whoever fits the signs' weights asks whose they are
        return weighed(what, likely, signs)[0]

    def _acting(self, claim: FoundClaim, party: Party) -> tuple[str | None, float]:
        """The state that acts, and its probability."""
        return self.chosen("state", claim, party, claim.states, self._signs_of(claim, party))

    def _signs_of(self, claim: FoundClaim, party: Party) -> Signs:
        """The signs for each state at an act, looked for once for each nationality of those whom it may concern."""
        own = self._own.get(party.name or "", party.state)
        key = (claim.trigger, own)
        if key not in self._signs:
            self._signs[key] = self._evidence.of_states(claim.trigger, [code for code, _ in claim.states], own)
        return self._signs[key]

    def _when(self, claim: FoundClaim, party: Party) -> str | None:
        """The day of an act. Never one to come."""
        dates = tuple((edtf, p) for edtf, p in claim.dates if not self._evidence.is_ahead(edtf))
        signs = self._evidence.of_dates(claim.trigger, claim.label, [edtf for edtf, _ in dates], self._triggers)
        return self.chosen("date", claim, party, dates, signs)[0]

    def _appeal(self, claim: FoundClaim) -> Iterator[tuple[Content, float]]:
        people = tuple(party for party, _ in self._persons(claim, at_least_one=False))
        yield (
            Appeal(addressee=self._asked(claim, people), demand=cast(Demand, claim.label), on_behalf_of=people),
            claim.sure * claim.joined,
        )

    def _accusation(self, claim: FoundClaim) -> Iterator[tuple[Content, float]]:
        people = tuple(party for party, _ in self._persons(claim, at_least_one=False))
        target = self._accused(claim, people)
        if target is None:
            return
        yield (
            Accusation(accused=target, of=cast(AccusationOf, claim.label), concerning=people),
            claim.sure * claim.joined,
        )

    def _endorsement(self, claim: FoundClaim) -> Iterator[tuple[Content, float]]:
        instrument = next(iter(self.scene.instruments), None)
        instrument_id = instrument.id if instrument else unnamed_declaration(self.scene.text)
        if instrument_id is None:
            return
        for code, likely in claim.states:
            if likely >= TOGETHER and self._is_named_at(claim.trigger, code):
                content = Endorsement(party=code, instrument=instrument_id, act=claim.label, when=claim.when)  # type: ignore[arg-type]  # a frame's label is one of the acts
                yield content, claim.sure

    def _is_named_at(self, trigger: Span, code: str) -> bool:
        """Whether a sentence names a state that is not only told something; or none at all, as where "we" or "the cabinet" acts."""
        sentence = self.scene.sentence_at(trigger[0])
        there = [state for state in self.scene.states if sentence.start <= state.span[0] < sentence.end]
        acting = {one.code for one in there if not _ADDRESSED.search(self.scene.text, sentence.start, one.span[0])}
        return code in acting or not there

    def _action(self, claim: FoundClaim) -> Iterator[tuple[Content, float]]:
        for party, likely in self._persons(claim, at_least_one=True):
            if claim.state is not None:
                yield Action(what="designation", about=party, by=claim.state, when=claim.when), claim.sure * likely

    def _link(self, claim: FoundClaim) -> Iterator[tuple[Content, float]]:
        """Two named persons whose custodies somebody joins; who is the first is what the model says."""
        named = [(name, p) for (name, _), p in claim.persons if name is not None and p >= POSSIBLE][:2]
        if len(named) < 2:
            return
        names = [name for name, _ in named]
        if claim.whence is not None and claim.whence[0] == names[1]:
            names.reverse()
        one, other = (LinkEnd(person=self._people[name].party) for name in names)
        yield Link(source=one, target=other, relation=cast(LinkRelation, claim.label)), claim.sure * named[1][1]

    def _holder(self, people: tuple[Party, ...]) -> str | None:
        """The one state that holds all of them."""
        states = {self._holders.get(person.name or "") for person in people}
        return states.pop() if len(states) == 1 else None

    def _asked(self, claim: FoundClaim, people: tuple[Party, ...]) -> Party | str | None:
        """Whom an appeal asks: a state that the model is sure of; else, where it is not, the state that holds the people."""
        own = {person.state for person in people}
        if claim.state is not None and claim.joined < SURE_STATE:
            return self._holder(people) or claim.state
        if claim.state is not None and claim.state in own and claim.label in _ASKED_OF_HOLDERS:
            return self._holder(people) or claim.state
        return self._target(claim)

    def _accused(self, claim: FoundClaim, people: tuple[Party, ...]) -> Party | str | None:
        """Who is accused: of holding somebody arbitrarily, the state that holds; never, where it is asserted, whoever says so."""
        speaker = self._party_at(claim.speaker) if claim.speaker else None
        says = speaker.state if speaker is not None else None
        if claim.denied and says is not None and claim.joined < SURE_STATE:
            return says
        if not claim.denied and says is not None and claim.state == says:
            other = next((code for code, p in claim.states if code != says and p >= POSSIBLE_STATE), None)
            return other or self._holder(people)
        if claim.joined < SURE_STATE and claim.label in _HELD_AGAINST:
            return self._holder(people) or self._target(claim)
        return self._target(claim)

    def _target(self, claim: FoundClaim) -> Party | str | None:
        """The state, or whoever else is pointed at."""
        if claim.state is not None:
            return claim.state
        return self._party_at(claim.pointed) if claim.pointed else None

    def _persons(self, claim: FoundClaim, *, at_least_one: bool) -> Iterator[tuple[Party, float]]:
        likely = [(key, p) for key, p in claim.persons if p >= LIKELY][:PEOPLE_AT_MOST]
        if not likely and at_least_one:
            likely = [(key, p) for key, p in claim.persons[:1] if p >= POSSIBLE]
        for key, probability in likely:
            for party in self._parties(key):
                yield party, probability

    def _parties(self, key: PersonKey) -> tuple[Party, ...]:
        name, start = key
        if name is not None:
            return (self._people[name].party,)
        stranger = self.scene.strangers.get(start)
        if stranger is not None:
            meant = self._meant(stranger)
            if meant is not None:
                return (meant.party,)
            role = " ".join(self.scene.text[slice(*stranger.span)].split())
            return (Party(name=None, state=stranger.state, role=role, anonymous=True, span=stranger.span),)
        chunk = self._chunk_at(start)
        if chunk is None:
            return ()
        known = self.scene.parties(chunk)
        if known:
            return known
        role = self.scene.text[chunk.start : chunk.end]
        return (Party(name=None, state=chunk.state, role=role, anonymous=True, span=chunk.span),)

    def _meant(self, stranger: Stranger) -> Person | None:
        """Whom "the Danish botanist" or "the botanist" means: the one person among those held who is of that state or does that, and was named before."""
        text = self.scene.text
        words = text[slice(*stranger.span)].casefold().split()
        head = text[slice(*stranger.head)].casefold()
        if words[0] not in {"the", "this", "that"} or head.endswith("s"):
            return None
        known = [
            p for p in self._people.values() if p.held and p.span[0] < stranger.span[0] and not holds_office(p.role)
        ]
        if stranger.state is not None:
            known = [p for p in known if self._own[p.name] == stranger.state]
        else:
            known = [p for p in known if head in self._doing(p)]
        return known[0] if len(known) == 1 else None

    def _doing(self, person: Person) -> list[str]:
        """The words for what a person does."""
        trade = self.scene.text[slice(*person.trade[0])] if person.trade else ""
        return f"{person.role or ''} {trade}".casefold().split()

    def _chunk_at(self, at: int) -> Chunk | None:
        sentence = self.scene.sentence_at(at)
        return next((chunk for chunk in sentence.chunks if chunk.start <= at < chunk.end), None)

    def _party_at(self, span: Span) -> Party | None:
        """The party whose phrase stands there, or begins right behind."""
        chunk = self._chunk_at(span[0])
        if chunk is None:
            sentence = self.scene.sentence_at(span[0])
            chunk = next((c for c in sentence.chunks if span[0] <= c.start <= span[1] + 25), None)
        return next(iter(self.scene.parties(chunk)), None) if chunk else None

    def _words(self, span: Span | None) -> str | None:
        return self.scene.text[slice(*trimmed(self.scene.text, span))] if span else None
