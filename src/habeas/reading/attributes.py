"""Attributes: what the text says its persons are, each with the sentence that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from habeas.claims import Attribute, Party
from habeas.claims.attribute import AttributeName
from habeas.reading.cast import Person
from habeas.reading.chunks import Chunk
from habeas.reading.lexicon import lexicon, opening
from habeas.reading.scene import Scene, Sentence
from habeas.text.offices import holds_office


class AttributeReading(msgspec.Struct, frozen=True, kw_only=True):
    """One attribute as read."""

    content: Attribute
    sentence: int


def read_attributes(scene: Scene) -> list[AttributeReading]:
    """Nationality, position and affiliation of every named person, and what those who are held do for a living, each value once."""
    unique: dict[tuple[str | None, str, str], AttributeReading] = {}

    def take(index: int, party: Party, name: AttributeName, value: str) -> None:
        if name == "occupation" and (party.name not in working or _NO_TRADE.search(value)):
            return
        content = Attribute(subject=party, attribute=name, value=value)
        unique.setdefault((party.name, name, value), AttributeReading(content=content, sentence=index))

    working = {person.name for person in scene.cast.people if person.held and person.trade is None}
    for sentence, chunk in scene.walk():
        for party, name, value in _of_chunk(scene, sentence, chunk):
            take(sentence.index, party, name, value)
    described = {name for name, attribute, _ in unique if attribute in {"occupation", "position"}}
    ends = {m.span[1] for m in scene.states if m.form == "demonym"}
    for person in scene.cast.people:
        if holds_office(person.role):
            continue
        for index, name, value in _beside(scene, person, ends, occupied=person.name in described):
            take(index, person.party, name, value)
    return list(unique.values())


def said_at(scene: Scene, person: Person, code: str, *, apart: bool = False) -> tuple[int, ...]:
    """The sentence that names the person and holds a word for people of that state: without one, nothing says what the person is.

    With `apart`, also a sentence that names the person together with the nearest one that holds such a word: "a Danish botanist was detained. Anna Berg ...".
    """
    named = sorted({scene.sentence_at(span[0]).index for span in person.mentions})
    told = scene.told_of_people.get(code, ())
    together = next((index for index in told if index in named), None)
    if together is not None or not apart or not told:
        return () if together is None else (together,)
    return min(((tell, name) for tell in told for name in named), key=lambda pair: abs(pair[0] - pair[1]))


_LEADING = re.compile(r"\s+(?P<role>[a-z][\w’'-]*(?:[ -][a-z][\w’'-]*){0,3})\s+$")
_APPOSED = re.compile(
    r"(?:,\s+(?:aged\s+)?\d{1,2})?,\s+(?:an?|the)\s+(?:\d{1,2}-year-old\s+)?(?P<role>[a-z][\w’'-]*(?:[ -][a-z][\w’'-]*){0,3}?)(?=[,.;)]|\s+(?:who|from|by|at|aboard|of|in|with|working|was|is|has)\b)"
)
_DESCRIBED = lexicon("en").described
_NO_TRADE = re.compile(opening(_DESCRIBED.no_trade) + r"\b", re.IGNORECASE)
_NO_ROLE = re.compile(opening((*_DESCRIBED.no_trade, *_DESCRIBED.no_role)) + r"\b")


def _beside(
    scene: Scene, person: Person, demonym_ends: set[int], *, occupied: bool
) -> Iterator[tuple[int, AttributeName, str]]:
    """What stands right beside a mention: "Mauritian pastry chef Vikash Ramdin", "Vikash Ramdin, 40, a pastry chef from ..."."""
    if person.state is not None and person.nation_by_model is None:
        at = said_at(scene, person, person.state)
        if at:
            yield at[0], "nationality", person.state
    if occupied:
        return
    for start, end in person.mentions:
        sentence = scene.sentence_at(start)
        leading = _LEADING.search(scene.text, max(sentence.start, start - 60), start)
        if leading is not None and leading.start() not in demonym_ends:
            leading = None
        apposed = _APPOSED.match(scene.text, end, sentence.end)
        for found in (leading, apposed):
            if found is not None and not _NO_ROLE.search(found.group("role")):
                yield sentence.index, "occupation", found.group("role")
                return


_Found = Iterator[tuple[Party, AttributeName, str]]


def _of_chunk(scene: Scene, sentence: Sentence, chunk: Chunk) -> _Found:
    if chunk.kind == "group" and chunk.state:
        for listed in scene.cast.listed_after(sentence, chunk):
            yield listed.party, "nationality", chunk.state
    apposed = scene.cast.apposed(chunk)
    if apposed is not None:
        yield from _predicate(scene, apposed, chunk)
    person = scene.person(chunk)
    if person is None:
        return
    for one, named, described in scene.cast.predicates(sentence):
        if one is chunk:
            yield from _predicate(scene, named, described)
    office = holds_office(chunk.role)
    if chunk.state and not office:
        yield person.party, "nationality", chunk.state
    if chunk.role:
        yield person.party, "position" if office else "occupation", chunk.role
        yield from _affiliations(scene, sentence, chunk, person)


def _affiliations(scene: Scene, sentence: Sentence, chunk: Chunk, person: Person) -> _Found:
    """Organisations that stand in the role before the name: "Acme executive Ana Silva"."""
    for unit in sentence.units.items:
        word = scene.text[unit.start : unit.end]
        within = unit.tag == "O" and chunk.start <= unit.start < chunk.head[0]
        if within and chunk.role and word in chunk.role and not _title_case(chunk.role):
            yield person.party, "affiliation", word


def _predicate(scene: Scene, person: Person, described: Chunk) -> _Found:
    """ "Silva is a Danish teacher"."""
    role = scene.cast.description(described)
    office = holds_office(role)
    if role:
        yield person.party, "position" if office else "occupation", role
    if described.state and not office and any(m.span[0] == described.core[0] for m in scene.states):
        yield person.party, "nationality", described.state


def _title_case(role: str) -> bool:
    """A role written as a title ("Head of Mission") holds capitals that are no organisation."""
    return all(word[0].isupper() for word in role.split() if len(word) > 3)
