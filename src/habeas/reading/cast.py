"""The cast of one document: named persons with all that the document says of them, and what a phrase points back to.

Nothing here joins documents: a cast ends where its document ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from habeas.claims import Party, Span
from habeas.reading.chunks import Chunk
from habeas.text.names import same_short_form

if TYPE_CHECKING:
    from habeas.reading.scene import Scene, Sentence


class Person:
    """A named person of the document.

    Attributes:
        name: the fullest name the document gives.
        span: where that name first stands.
        state: nationality, or the state spoken for; None when the document does not say.
        role: the first role the document gives.
    """

    def __init__(self, name: str, span: Span) -> None:
        self.name = name
        self.span = span
        self.state: str | None = None
        self.role: str | None = None
        self.mentions: list[Span] = [span]

    @property
    def party(self) -> Party:
        """The person as claims carry it."""
        return Party(name=self.name, state=self.state, role=self.role, anonymous=False, span=self.span)


class Cast:
    """Who is who in a scene."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.people: list[Person] = []
        self._by_start: dict[int, Person] = {}
        self._gather_names()
        self._gather_descriptions()

    def _gather_names(self) -> None:
        """Full names first, so that a headline's surname finds its owner further down."""
        mentions = self._scene.names
        for mention in mentions:
            if len(mention.name.split()) > 1:
                self._join(mention.name, mention.span, [p for p in self.people if p.name == mention.name])
        for mention in mentions:
            if len(mention.name.split()) == 1:
                owners = [p for p in self.people if same_short_form(p.name, mention.name)]
                self._join(mention.name, mention.span, _nearest(owners, mention.span))

    def _join(self, name: str, span: Span, owners: list[Person]) -> None:
        owner = owners[0] if owners else Person(name, span)
        if owners:
            owner.mentions.append(span)
        else:
            self.people.append(owner)
        self._by_start[span[0]] = owner

    def _gather_descriptions(self) -> None:
        """Role and state of each person, from the phrases that name them and from the lists they stand in."""
        for sentence in self._scene.sentences:
            for chunk in sentence.chunks:
                person = self.named(chunk)
                if person is not None:
                    person.role = person.role or chunk.role
                    person.state = person.state or chunk.state
            self._share_nationality(sentence)

    def _share_nationality(self, sentence: Sentence) -> None:
        """ "two Danes, teacher Ana Silva and Bo Lund": what the group is, each in the list is."""
        for chunk in sentence.chunks:
            if chunk.kind == "group" and chunk.state:
                for person in self.listed_after(sentence, chunk):
                    person.state = person.state or chunk.state

    def listed_after(self, sentence: Sentence, group: Chunk) -> list[Person]:
        """The persons listed in apposition to a group, if there are as many as it says."""
        listed: list[Person] = []
        end = group.end
        for chunk in sentence.chunks:
            if chunk.start < group.end:
                continue
            person = self.named(chunk)
            gap = self._scene.text[end : chunk.start].strip(" \n\t")
            if person is None or gap not in {",", "and", ", and", "&", ":", "-", "–", "—", "("}:
                break
            listed.append(person)
            end = chunk.end
        return listed if listed and group.count in {None, len(listed)} else []

    def named(self, chunk: Chunk) -> Person | None:
        """The person a chunk names; None when it names none."""
        return self._by_start.get(chunk.head[0]) if chunk.kind == "person" else None

    def parties(self, chunk: Chunk) -> tuple[Party, ...]:
        """Whom a chunk means, as parties; empty where that cannot be told."""
        if chunk.kind == "person":
            person = self.named(chunk)
            return (person.party,) if person else ()
        if chunk.kind == "group":
            return tuple(person.party for person in self.group(chunk))
        if chunk.kind in {"official", "pronoun"}:
            party = self.describes(chunk)
            return (party,) if party else ()
        if chunk.kind in {"body", "organisation"}:
            return (Party(name=chunk.name, state=self.state_of(chunk), span=chunk.core),)
        return ()

    def group(self, chunk: Chunk) -> list[Person]:
        """The persons that a group phrase means: those listed after it, or those of its state named before it."""
        sentence = self._sentence(chunk)
        listed = self.listed_after(sentence, chunk)
        if listed or not chunk.definite:
            return listed
        held = [p for p in self._before(chunk.start) if chunk.state is None or p.state == chunk.state]
        held = [p for p in held if not self._speaks(p)]
        if chunk.count is None:
            return held if chunk.state else []
        return held[-chunk.count :] if len(held) >= chunk.count else []

    def _speaks(self, person: Person) -> bool:
        return is_office(person.role, self._scene.words.offices) and not (person.role or "").lower().startswith(
            "former"
        )

    def _before(self, position: int) -> list[Person]:
        """The persons named before a position, in order of their last mention, or else of their first."""
        named = [p for p in self.people if min(p.mentions)[0] < position]
        return sorted(named, key=lambda p: min(p.mentions)[0])

    def _sentence(self, chunk: Chunk) -> Sentence:
        return next(s for s in self._scene.sentences if s.start <= chunk.start < s.end)

    def describes(self, chunk: Chunk) -> Party | None:
        """Whom "the official", "its foreign minister" or "a Danish diplomat" means."""
        if chunk.kind == "pronoun":
            return self._pronoun(chunk)
        state = self.state_of(chunk)
        if chunk.definite:
            person = self._holder_of(chunk.role, state, chunk.start)
            if person:
                return person.party
            earlier = self._earlier_official(chunk, state)
            if earlier:
                return earlier
        return Party(name=None, state=state, role=chunk.role, anonymous=True, span=chunk.core)

    def state_of(self, chunk: Chunk) -> str | None:
        """The state a phrase names, or the one that "its" and "the embassy" point back to."""
        if chunk.state:
            return chunk.state
        text = self._scene.text[chunk.start : chunk.core[0]].lower()
        sentence = self._sentence(chunk)
        if text.startswith(("its", "their", "our")):
            states = [
                c.state for c in sentence.chunks if c.end <= chunk.start and c.kind in {"state", "body"} and c.state
            ]
            return states[0] if states else None
        if chunk.definite and chunk.kind == "body":
            noun = self._scene.text[slice(*chunk.head)]
            earlier = [
                c
                for _, c in self._scene.walk()
                if c.start < chunk.start and c.state and noun in (c.name or c.role or "")
            ]
            return earlier[-1].state if earlier else None
        return None

    def _holder_of(self, role: str | None, state: str | None, position: int) -> Person | None:
        """The named person whose role is this one: the last before the position, or the only one in the document."""
        if role is None:
            return None
        noun = role.lower()
        fits = [p for p in self.people if p.role and noun in p.role.lower() and (state is None or p.state == state)]
        before = [p for p in fits if min(p.mentions)[0] < position]
        if before:
            return max(before, key=lambda p: max(m[0] for m in p.mentions if m[0] < position))
        return fits[0] if len(fits) == 1 and state is not None else None

    def _earlier_official(self, chunk: Chunk, state: str | None) -> Party | None:
        """The unnamed official to whom "the official" points back."""
        noun = self._scene.text[slice(*chunk.head)].lower()
        earlier = [
            c
            for _, c in self._scene.walk()
            if c.start < chunk.start
            and c.kind == "official"
            and noun in (c.role or "").lower()
            and len(c.role or "") > len(noun)
        ]
        earlier = [c for c in earlier if state is None or c.state in {None, state}]
        if not earlier:
            return None
        first = earlier[-1]
        return Party(name=None, state=self.state_of(first), role=first.role, anonymous=True, span=first.core)

    def _pronoun(self, chunk: Chunk) -> Party | None:
        """He and she: whoever spoke or was named as the subject of the sentence before, else earlier in this one."""
        if (chunk.role or "") not in {"he", "she", "him", "her", "his"}:
            return None
        here = self._sentence(chunk)
        if (chunk.role or "") in {"him", "her"}:
            behind = [
                c for c in here.chunks if c.kind == "person" and c.end <= chunk.start and not here.quoted(c.start)
            ]
            if behind:
                return self.parties(behind[-1])[0]
        for sentence in reversed(self._scene.sentences[max(0, here.index - 3) : here.index + 1]):
            people = [
                c
                for c in sentence.chunks
                if c.kind in {"person", "official"} and c.end <= chunk.start and not c.possessive
            ]
            people = [c for c in people if not sentence.quoted(c.start) and self.parties(c)]
            if people:
                return self.parties(people[0])[0]
        return None


def _nearest(owners: list[Person], span: Span) -> list[Person]:
    """Of several owners of a short name the one named last before it, or the first named after it."""
    before = [p for p in owners if p.span[0] < span[0]]
    return [max(before, key=lambda p: p.span[0])] if before else owners[:1]


def is_office(role: str | None, offices: Iterable[str]) -> bool:
    """Whether a role is an office whose holder speaks for a state or a body."""
    return role is not None and any(f" {office}" in f" {role.lower()}" for office in offices)
