"""The scene: a document taken apart once, and who is who in it. Every reader of a claim family starts from here."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Protocol, TypeVar

from habeas.claims import Party, Span
from habeas.reading.attribution import Cue, cues
from habeas.reading.cast import Cast, Person
from habeas.reading.chunks import Chunk, chunks
from habeas.reading.lexicon import Lexicon
from habeas.reading.strangers import Stranger, strangers
from habeas.reading.units import Units, units
from habeas.text.instruments import InstrumentMention, find_instruments
from habeas.text.names import NameMention, person_names
from habeas.text.organisations import find_organisations
from habeas.text.places import PlaceMention, find_places, find_towns
from habeas.text.quotes import Quotation, quotations
from habeas.text.spans import Blocked, sentences
from habeas.text.states import StateMention, find_states
from habeas.text.written_dates import DateMention, find_dates


class Sentence:
    """One sentence: its span, its units and chunks, and the dates in it."""

    def __init__(self, scene: Scene, index: int, span: Span) -> None:
        self.scene = scene
        self.index = index
        self.start, self.end = span

    @property
    def span(self) -> Span:
        """[start, end) in the document."""
        return (self.start, self.end)

    @property
    def text(self) -> str:
        """The sentence's text."""
        return self.scene.text[self.start : self.end]

    @cached_property
    def units(self) -> Units:
        """The sentence as typed pieces."""
        scene = self.scene
        return units(
            scene.text,
            self.span,
            words=scene.words,
            states=within(self.span, scene.states),
            names=within(self.span, scene.names),
            places=within(self.span, scene.places),
            organisations=[(m.span, m.code) for m in within(self.span, scene.organisations)],
        )

    @cached_property
    def chunks(self) -> tuple[Chunk, ...]:
        """The phrases in it that name or describe a party."""
        return chunks(self.scene.text, self.units)

    @cached_property
    def cues(self) -> list[Cue]:
        """The speech verbs in it, with their subjects."""
        return cues(self)

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        """The dates in it."""
        return tuple(within(self.span, self.scene.dates))

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """The quotations that begin or end in it."""
        near = self.scene.quotations
        last = bisect_left(near, self.end, key=lambda quotation: quotation.outer[0])
        first = bisect_left(near, self.start, hi=last, key=lambda quotation: quotation.outer[1])
        return tuple(quotation for quotation in near[first:last] if quotation.outer[1] > self.start)

    def quoted(self, at: int) -> bool:
        """Whether the document's character `at` stands between quotation marks."""
        return any(q.inner[0] <= at < q.inner[1] for q in self.quotations)


class Scene:
    """A document taken apart.

    Args:
        text: the source's text.
        anchor: EDTF: the day from which "Monday" and "last week" count; None when unknown.
        words: the language's lexicon.
    """

    def __init__(self, text: str, anchor: str | None, words: Lexicon, language: str = "en") -> None:
        self.text = text
        self.anchor = anchor
        self.words = words
        self.states: list[StateMention] = find_states(text)
        self.places: list[PlaceMention] = find_places(text)
        self.organisations = find_organisations(text)
        self.instruments: list[InstrumentMention] = find_instruments(text)
        taken = (
            [m.span for m in self.states] + [m.span for m in self.organisations] + [m.span for m in self.instruments]
        )
        self.names: list[NameMention] = person_names(text, taken)
        self.dates = find_dates(text, anchor, language)
        self.quotations = quotations(text)
        self.sentences = tuple(Sentence(self, index, span) for index, span in enumerate(_sentences(text)))

    @cached_property
    def cast(self) -> Cast:
        """Who is who."""
        return Cast(self)

    @cached_property
    def towns(self) -> list[PlaceMention]:
        """Further towns that stand where a place stands and in no name or other mention."""
        rows = (self.states, self.places, self.names, self.organisations)
        taken = Blocked(mention.span for row in rows for mention in row)
        return [town for town in find_towns(self.text) if not taken.holds(town.span)]

    @cached_property
    def strangers(self) -> dict[int, Stranger]:
        """By where the description begins, whoever is described and is no party of a chunk already."""
        taken = Blocked(chunk.span for _, chunk in self.walk() if chunk.kind in {"group", "official"})
        return {one.span[0]: one for one in strangers(self) if not taken.holds(one.span)}

    def walk(self) -> Iterator[tuple[Sentence, Chunk]]:
        """Every chunk with its sentence, in order."""
        for sentence in self.sentences:
            for chunk in sentence.chunks:
                yield sentence, chunk

    @cached_property
    def told_of_people(self) -> dict[str, list[int]]:
        """By code of a state the sentences that hold a word for its people, in order."""
        found: dict[str, list[int]] = {}
        for mention in self.states:
            if mention.form in {"demonym", "nationals"}:
                found.setdefault(mention.code, []).append(self.sentence_at(mention.span[0]).index)
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, position: int) -> Sentence:
        """The sentence in which a character stands, or the last one before it."""
        return self.sentences[max(0, bisect_right(self._starts, position) - 1)]

    def touched(self, span: Span) -> tuple[Sentence, ...]:
        """The sentences that a span touches."""
        first = self.sentence_at(span[0]).index
        last = bisect_left(self._starts, span[1])
        return tuple(sentence for sentence in self.sentences[first:last] if sentence.end > span[0])

    def person(self, chunk: Chunk) -> Person | None:
        """The person that a chunk names, if it names one."""
        return self.cast.named(chunk)

    def parties(self, chunk: Chunk) -> tuple[Party, ...]:
        """Whom a chunk means: several for "the two Danes", none where that cannot be told."""
        return self.cast.parties(chunk)


class _Mention(Protocol):
    @property
    def span(self) -> Span: ...


Mention = TypeVar("Mention", bound=_Mention)


def within(span: Span, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions that lie in [start, end); they are sorted by where they begin."""
    first = bisect_left(mentions, span[0], key=lambda mention: mention.span[0])
    last = bisect_left(mentions, span[1], lo=first, key=lambda mention: mention.span[0])
    return [mention for mention in mentions[first:last] if mention.span[1] <= span[1]]


_HEADER = re.compile(r"\s*date \d{4}(?:-\d{2}){0,2}\s+")
"""The line of date with which some archives open a text: it stays in the text, and is no part of its first sentence."""


def _sentences(text: str) -> list[Span]:
    spans = sentences(text)
    header = _HEADER.match(text)
    if header and spans and spans[0][1] > header.end():
        spans[0] = (header.end(), spans[0][1])
    return spans
