"""Attributes: what the text says its persons are, each with the sentence that says so."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from habeas.claims import Attribute, Party
from habeas.claims.attribute import AttributeName
from habeas.reading.cast import Person
from habeas.reading.chunks import Chunk
from habeas.reading.scene import Scene, Sentence
from habeas.text.offices import holds_office


class AttributeReading(msgspec.Struct, frozen=True, kw_only=True):
    """One attribute as read."""

    content: Attribute
    sentence: int


def read_attributes(scene: Scene) -> list[AttributeReading]:
    """Nationality, occupation, position and affiliation of every named person, each value once."""
    unique: dict[tuple[str | None, str, str], AttributeReading] = {}
    for sentence, chunk in scene.walk():
        for party, name, value in _of_chunk(scene, sentence, chunk):
            content = Attribute(subject=party, attribute=name, value=value)
            unique.setdefault((party.name, name, value), AttributeReading(content=content, sentence=sentence.index))
    return list(unique.values())


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
