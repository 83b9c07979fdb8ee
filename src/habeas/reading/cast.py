"""The cast of one document: named persons with all that the document says of them, and what a phrase points back to.

Nothing here joins documents: a cast ends where its document ends.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from habeas.claims import Party, Span
from habeas.reading.chunks import Chunk
from habeas.reading.nationality import nationality
from habeas.text.names import same_short_form, same_shortened
from habeas.text.offices import holds_office

if TYPE_CHECKING:
    from habeas.reading.scene import Scene, Sentence


_ADJUNCT = re.compile(r"(?:in|on|at|near|last|since|earlier|this)\b[^,;:]{1,45}[,:(–—-](?:\s*the)?")
"""When and where, between a group and the names of its members: "two Danes in May 2020, Ana Silva and Bo Lund"."""

_IS = re.compile(r"\s+(?:is|was|are|were)\s*(?:an?|the)?\s*")


class Person:
    """A named person of the document.

    Attributes:
        name: the fullest name the document gives.
        span: where that name first stands.
        state: nationality, or the state spoken for; None when the document does not say.
        role: the first role the document gives.
        nation_by_model: how sure the model is of `state`, where no rule found it; None elsewhere.
        nation_at: indices of the sentences that say so: the one with the word for the people, and where that is another, one that names the person.
        held: whether somebody acts upon the person, by a rule or by the model.
        trade: where the words for what the person does stand, and how sure the model is of them; None where it sees none.
    """

    def __init__(self, name: str, span: Span) -> None:
        self.name = name
        self.span = span
        self.state: str | None = None
        self.role: str | None = None
        self.mentions: list[Span] = [span]
        self.nation_by_model: float | None = None
        self.nation_at: tuple[int, ...] = ()
        self.held = False
        self.trade: tuple[Span, float] | None = None

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
        self._apposed: dict[int, Person] = {}
        self._gather_names()
        self._gather_descriptions()
        self._take_offices()
        for person in self.people:
            if person.state is None and not holds_office(person.role):
                person.state = nationality(scene.text, person, scene.states, scene.words)

    def _gather_names(self) -> None:
        """Full names first, so that a headline's surname finds its owner further down."""
        mentions = self._scene.names
        full: dict[str, list[Person]] = {}
        for mention in mentions:
            if len(mention.name.split()) > 1:
                known = full.get(mention.name) or [p for p in self.people if same_shortened(p.name, mention.name)]
                self._join(mention.name, mention.span, known if len(known) == 1 else [])
                full.setdefault(mention.name, [self._by_start[mention.span[0]]])
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

    def _take_offices(self) -> None:
        """ "ministry spokesman Bo Lund" speaks for the state of the ministry that was named before."""
        for person in self.people:
            if person.state is None and holds_office(person.role):
                bodies = (self._body_before(noun, person.span[0]) for noun in (person.role or "").lower().split())
                person.state = next((body.state for body in bodies if body is not None), None)

    def _gather_descriptions(self) -> None:
        """Role and state of each person, from the phrases that name them and from the lists they stand in."""
        for sentence in self._scene.sentences:
            for chunk in sentence.chunks:
                person = self.named(chunk)
                if person is not None:
                    person.role = person.role or chunk.role
                    person.state = person.state or chunk.state
            self._share_nationality(sentence)
            self._take_predicates(sentence)
            self._take_titles(sentence)

    def _share_nationality(self, sentence: Sentence) -> None:
        """ "two Danes, teacher Ana Silva and Bo Lund": what the group is, each in the list is."""
        for chunk in sentence.chunks:
            if chunk.kind == "group" and chunk.state:
                for person in self.listed_after(sentence, chunk):
                    person.state = person.state or chunk.state

    def _take_predicates(self, sentence: Sentence) -> None:
        """ "Silva is a Danish teacher": what a person is said to be."""
        for _, person, described in self.predicates(sentence):
            person.role = person.role or self.description(described)
            if self._leads_with_state(described):
                person.state = person.state or described.state

    def _take_titles(self, sentence: Sentence) -> None:
        """ "The Danish ambassador, Ana Silva, left": what stands before a name between commas."""
        for described, one in pairwise(sentence.chunks):
            person = self.named(one)
            gap = self._scene.text[described.end : one.start].strip()
            closed = self._scene.text[one.end : one.end + 1] in {",", "."}
            if person is not None and described.kind == "official" and gap == "," and closed:
                person.role = person.role or self.description(described)
                person.state = person.state or described.state
                self._apposed[described.start] = person

    def _leads_with_state(self, chunk: Chunk) -> bool:
        """ "Danish teacher" says what somebody is; "teacher at a Danish school" does not."""
        return any(m.span[0] == chunk.core[0] for m in self._scene.states)

    def description(self, chunk: Chunk) -> str | None:
        """The words of a description without the nationality that leads them."""
        lead = next((m for m in self._scene.states if m.span[0] == chunk.core[0]), None)
        if self._scene.text[slice(*chunk.head)].lower() in {"citizen", "national", "resident"}:
            return None
        if lead is None or chunk.role is None:
            return chunk.role
        return " ".join(self._scene.text[lead.span[1] : chunk.core[1]].split()) or None

    def predicates(self, sentence: Sentence) -> list[tuple[Chunk, Person, Chunk]]:
        """Each named subject with the description that "is" or "was" gives it."""
        found = []
        for one, other in pairwise(sentence.chunks):
            person = self.named(one)
            if (
                person is not None
                and other.kind == "official"
                and _IS.fullmatch(self._scene.text, one.end, other.core[0])
            ):
                found.append((one, person, other))
        return found

    def listed_after(self, sentence: Sentence, group: Chunk) -> list[Person]:
        """The persons listed in apposition to a group, if there are as many as it says."""
        listed: list[Person] = []
        end = group.end
        for chunk in sentence.chunks:
            if chunk.start < group.end:
                continue
            person = self.named(chunk)
            gap = self._scene.text[end : chunk.start].strip(" \n\t")
            if person is None and not listed and chunk.kind in {"state", "organisation"}:
                continue
            joined = gap in {",", "and", ", and", "&", ":", "-", "–", "—", "("}
            if person is None or not (joined or (not listed and _ADJUNCT.fullmatch(gap))):
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
        if chunk.kind == "pronoun" and chunk.role in {"they", "them", "both"}:
            return tuple(person.party for person in self.several(chunk))
        apposed = self.apposed(chunk)
        if apposed is not None:
            return (apposed.party,)
        if chunk.kind in {"official", "pronoun"}:
            party = self.describes(chunk)
            return (party,) if party else ()
        if chunk.kind == "body" and chunk.definite and chunk.state is None:
            chunk = self._earlier_body(chunk) or chunk
        if chunk.kind in {"body", "organisation"}:
            return (Party(name=chunk.name, state=self.state_of(chunk), span=chunk.core),)
        if chunk.kind == "state":
            return (Party(name=self._scene.text[slice(*chunk.core)], state=chunk.state, span=chunk.core),)
        return ()

    def apposed(self, chunk: Chunk) -> Person | None:
        """Who is named right behind a description: "a Danish teacher, Ana Silva,"."""
        return self._apposed.get(chunk.start) if chunk.kind == "official" else None

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
        return holds_office(person.role)

    def _before(self, position: int) -> list[Person]:
        """The persons named before a position, in order of their last mention, or else of their first."""
        named = [p for p in self.people if min(p.mentions)[0] < position]
        return sorted(named, key=lambda p: min(p.mentions)[0])

    def _sentence(self, chunk: Chunk) -> Sentence:
        return self._scene.sentence_at(chunk.start)

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
        named = self._named_below(chunk, state)
        if named is not None:
            return named.party
        return Party(name=None, state=state, role=chunk.role, anonymous=True, span=chunk.core)

    def _named_below(self, chunk: Chunk, state: str | None) -> Person | None:
        """Whom a headline describes and the text names: the one person of that state and description."""
        if chunk.definite or state is None or self._sentence(chunk).index != 0 or not chunk.role:
            return None
        noun = self._scene.text[slice(*chunk.head)].lower()
        fits = [
            p
            for p in self.people
            if p.state == state and noun in (p.role or "").lower().split() and not self._speaks(p)
        ]
        return fits[0] if len(fits) == 1 else None

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
        if chunk.kind == "official" and chunk.role:
            for noun in re.findall(r"the (\w+)", chunk.role):
                body = self._body_before(noun, chunk.start)
                if body is not None:
                    return body.state
        if chunk.definite and chunk.kind == "body":
            body = self._earlier_body(chunk)
            return body.state if body else None
        return None

    def _earlier_body(self, chunk: Chunk) -> Chunk | None:
        """The body of a state to which "the embassy" points back."""
        return self._body_before(self._scene.text[slice(*chunk.head)].lower(), chunk.start)

    def _body_before(self, noun: str, position: int) -> Chunk | None:
        if noun not in self._scene.words.bodies:
            return None
        return self._last_before(self._bodies.get(noun, []), position)

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

    @cached_property
    def _bodies(self) -> dict[str, list[Chunk]]:
        """Bodies of a known state, in order, by each word of their names."""
        found: defaultdict[str, list[Chunk]] = defaultdict(list)
        for _, chunk in self._scene.walk():
            if chunk.kind == "body" and chunk.state:
                for word in dict.fromkeys((chunk.name or "").lower().split()):
                    found[word].append(chunk)
        return found

    @cached_property
    def _officials(self) -> dict[str, list[Chunk]]:
        """Officials described in more than a word, in order, by each word of the description."""
        found: defaultdict[str, list[Chunk]] = defaultdict(list)
        for _, chunk in self._scene.walk():
            if chunk.kind == "official" and len((chunk.role or "").split()) > 1:
                for word in dict.fromkeys((chunk.role or "").lower().split()):
                    found[word].append(chunk)
        return found

    @staticmethod
    def _last_before(chunks: list[Chunk], position: int) -> Chunk | None:
        """The last of some chunks, which are in order, that begins before a position."""
        place = bisect_left(chunks, position, key=lambda chunk: chunk.start)
        return chunks[place - 1] if place else None

    def _earlier_official(self, chunk: Chunk, state: str | None) -> Party | None:
        """The unnamed official to whom "the official" points back."""
        noun = self._scene.text[slice(*chunk.head)].lower()
        known = [c for c in self._officials.get(noun, []) if state is None or c.state in {None, state}]
        first = self._last_before(known, chunk.start)
        if first is None:
            return None
        return Party(name=None, state=self.state_of(first), role=first.role, anonymous=True, span=first.core)

    def several(self, chunk: Chunk) -> list[Person]:
        """They, them and both: the group, or the persons listed together, that was named last."""
        here = self._sentence(chunk)
        near = self._scene.sentences[max(0, here.index - 3) : here.index + 1]
        if chunk.role == "both":
            spoken_of = [p for s in near for c in s.chunks if c.end <= chunk.start and (p := self.named(c)) is not None]
            held = list(dict.fromkeys(p for p in reversed(spoken_of) if not self._speaks(p)))
            return held[1::-1] if len(held) > 1 else []
        for sentence in reversed(near):
            behind = [c for c in sentence.chunks if c.end <= chunk.start]
            for group in (c for c in reversed(behind) if c.kind == "group"):
                if people := self.group(group):
                    return people
            named = list(dict.fromkeys(p for p in map(self.named, behind) if p is not None))
            held = [p for p in named if not self._speaks(p)]
            if len(held) > 1:
                return held
        return []

    def _it(self, chunk: Chunk) -> Party | None:
        """It: the body, organisation or state that opens the sentence before."""
        here = self._sentence(chunk)
        if here.index == 0 or chunk.start != here.start:
            return None
        before = self._scene.sentences[here.index - 1]
        subjects = [c for c in before.chunks if c.kind in {"body", "organisation", "state"} and not c.possessive]
        opening = [c for c in subjects if len(self._scene.text[before.start : c.start].split()) <= 3]
        return next(iter(self.parties(opening[0])), None) if opening else None

    def _spoken_of(self, here: Sentence, position: int) -> Person | None:
        """Him, her and his: whoever was named last and does not speak for a state."""
        near = self._scene.sentences[max(0, here.index - 3) : here.index + 1]
        named = [
            person
            for sentence in near
            for chunk in sentence.chunks
            if chunk.end <= position and not sentence.quoted(chunk.start) and (person := self.named(chunk)) is not None
        ]
        return next((person for person in reversed(named) if not self._speaks(person)), None)

    def held_by_pronoun(self, chunk: Chunk) -> Person | None:
        """Whom "he" and "she" mean where somebody is held or freed: whoever was named last and does not speak."""
        return self._spoken_of(self._sentence(chunk), chunk.start)

    def _pronoun(self, chunk: Chunk) -> Party | None:
        """He and she: whoever spoke or was named as the subject of the sentence before, else earlier in this one."""
        if chunk.role == "it":
            return self._it(chunk)
        if (chunk.role or "") not in {"he", "she", "him", "her", "his"}:
            return None
        here = self._sentence(chunk)
        if (chunk.role or "") in {"him", "her", "his"}:
            spoken_of = self._spoken_of(here, chunk.start)
            if spoken_of is not None:
                return spoken_of.party
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
