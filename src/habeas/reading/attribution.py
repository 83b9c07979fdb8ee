"""Cues of speech in a sentence, with their subjects; and what an attribution is.

The rules for appeals and accusations start from cues. Which words are whose is read by the model (`quoted.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Literal

import msgspec

from habeas.claims import Party, Span
from habeas.reading.chunks import Chunk
from habeas.reading.lexicon import lexicon, phrase_pattern
from habeas.text.spans import overlap

if TYPE_CHECKING:
    from habeas.reading.scene import Scene, Sentence

_GERUND = re.compile(r"ing\b")
_SUBJECTS = {"person", "official", "body", "state", "pronoun", "organisation", "relative", "group"}
_NOT_A_CUE_BEFORE = re.compile(
    r"\b(?:to|would|could|may|might|not|never|being|be|been|was|were|is|are)\s+(?:\w+ly\s+)?$", re.IGNORECASE
)


class Attribution(msgspec.Struct, frozen=True, kw_only=True):
    """Words and their owner.

    Attributes:
        content: [start, end) of the words, quotation marks around them not included.
        cue: the verb that attributes them.
        speaker: the owner, as claims carry it.
        chunk: the phrase that names the owner here; None where a cue has no subject of its own.
        manner: direct, indirect or mixed.
        verb: the cue in lower case.
        sentence: index of the sentence in which the cue stands.
        addressee: to whom, where the text says so.
        sure: how sure the reader is, 0 to 1.
        relays: who passes the words on, in the order in which they do; the outlet of the page is none of them.
    """

    content: Span
    cue: Span
    speaker: Party
    chunk: Chunk | None
    manner: Literal["direct", "indirect", "mixed"]
    verb: str
    sentence: int
    addressee: Party | str | None = None
    sure: float = 0.85
    relays: tuple[Party, ...] = ()


def by_sentence(scene: Scene, attributions: Iterable[Attribution]) -> dict[int, list[Attribution]]:
    """By index of a sentence the attributions whose words touch it, in their order."""
    found: defaultdict[int, list[Attribution]] = defaultdict(list)
    for attribution in attributions:
        for sentence in scene.touched(attribution.content):
            found[sentence.index].append(attribution)
    return found


class Cue(msgspec.Struct, frozen=True):
    """A speech verb outside quotation marks, with its subject as far as the sentence shows it."""

    span: Span
    verb: str
    names: bool
    subject: Chunk | None


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], frozenset[str]]:
    words = lexicon(language)
    appeal = (*words.appeal["call_for"], *words.appeal["urge"], *_ACCUSE)
    naming = frozenset((*words.speech["name"], *appeal)) - frozenset(words.speech["say"])
    return phrase_pattern((*words.speech["say"], *words.speech["name"], *appeal)), naming


_ACCUSE = ("accused", "accuses", "accusing", "blamed", "blaming")


def cues(sentence: Sentence) -> list[Cue]:
    """The speech verbs of a sentence, with their subjects."""
    scene = sentence.scene
    pattern, naming = _patterns("en")
    found: list[Cue] = []
    for match in pattern.finditer(scene.text, sentence.start, sentence.end):
        if sentence.quoted(match.start()) or _NOT_A_CUE_BEFORE.search(scene.text, sentence.start, match.start()):
            continue
        if any(unit.start <= match.start() < unit.end and unit.tag in "LAGONP" for unit in sentence.units.items):
            continue  # a part of a name ("United States"), or any other word in capitals
        verb = match.group().lower()
        found.append(Cue(match.span(), verb, verb in naming, _subject(sentence, match.span(), verb, found)))
    return found


def _subject(sentence: Sentence, cue: Span, verb: str, earlier: list[Cue]) -> Chunk | None:
    """The subject of a cue: the phrase behind it when it is inverted, else the nearest free phrase before it."""
    text = sentence.scene.text
    if earlier and earlier[-1].subject is not None and _SHARED.search(text, earlier[-1].span[1], cue[0]):
        return earlier[-1].subject  # "the ministry rejected ..., and said ..."
    inverted = None if _GERUND.search(verb) or _ADDRESSING.match(verb) else _inverted(sentence, cue)
    if inverted is not None:
        return inverted
    left = free_subject(sentence, cue[0], after=earlier[-1].span[1] if earlier else sentence.start)
    if left is not None and left.kind == "pronoun" and earlier and earlier[-1].subject is not None:
        return earlier[-1].subject  # "the ministry said that it rejected ..."
    if left is not None and not (_GERUND.search(verb) and not _with_subject(sentence, left)):
        return left
    return earlier[-1].subject if earlier else left


_SHARED = re.compile(r"(?:\band|\bbut|\bthen)\s+(?:also\s+)?$")
_AFTER_INVERSION = re.compile(r"\s*(?:[.,;:”\"]|$|(?:in|on|at|to|after|during|last|this|who|when|as)\b)")


def _inverted(sentence: Sentence, cue: Span) -> Chunk | None:
    """ "...," said the minister."""
    text = sentence.scene.text
    before = text[sentence.start : cue[0]].rstrip()
    if not before or before[-1] not in '”"’»,':
        return None
    for chunk in sentence.chunks:
        if chunk.start >= cue[1]:
            close = text[cue[1] : chunk.start].strip() == ""
            ends = _AFTER_INVERSION.match(text, chunk.end, sentence.end) is not None
            return chunk if close and ends and chunk.kind in _SUBJECTS and not sentence.quoted(chunk.start) else None
    return None


def _with_subject(sentence: Sentence, chunk: Chunk) -> bool:
    """ "..., with its foreign minister calling ...": a participle with a subject of its own."""
    before = sentence.scene.text[sentence.start : chunk.start].rstrip().lower()
    return before.endswith("with")


def free_subject(sentence: Sentence, position: int, *, after: int) -> Chunk | None:
    """The nearest phrase before `position` that no preposition governs and no quotation holds; None when there is none."""
    text = sentence.scene.text
    for chunk in reversed(sentence.chunks):
        if chunk.end > position or chunk.start < after or chunk.kind not in _SUBJECTS or chunk.possessive:
            continue
        if sentence.quoted(chunk.start) or _governed(text[sentence.start : chunk.start]):
            continue
        return chunk
    return None


_GOVERNING = re.compile(
    r"\b(?:of|from|for|at|to|in|on|by|into|over|about|between|towards?|against|under|near|including|than|via|during|through)\s*$", re.IGNORECASE
)  # fmt: skip


def _governed(before: str) -> bool:
    return bool(_GOVERNING.search(before))


def fronted(sentence: Sentence, cue: Cue) -> Span | None:
    """ "The arrest was wrong, the minister said.": the words before the subject, up to the comma."""
    text = sentence.scene.text
    if cue.subject is None or cue.subject.end > cue.span[0] or text[cue.subject.end : cue.span[0]].strip():
        return None
    before = text[sentence.start : cue.subject.start].rstrip()
    if (
        not before.endswith(",")
        or len(before.split()) < 4
        or not re.match(r"\s*(?:[.,]|$)", text[cue.span[1] : sentence.end])
    ):
        return None
    span = (sentence.start, sentence.start + len(before) - 1)
    return None if any(overlap(q.outer, span) for q in sentence.quotations) else span


_ADDRESSING = re.compile(r"^(?:told|tells|telling|asked|warned|warning)$")


_TOLD = re.compile(r"\b(?:told|tells|telling|tell)\b")


def addressee_of(sentence: Sentence, cue: Span, verb: str) -> Party | str | None:
    """ "told Reuters": whom the words were for."""
    text = sentence.scene.text
    told = _TOLD.search(verb)
    if told is None:
        return None
    end = cue[0] + told.end()
    for chunk in sentence.chunks:
        if chunk.start >= end and not text[end : chunk.start].strip():
            return chunk.state if chunk.kind == "state" else next(iter(sentence.scene.parties(chunk)), None)
    return None
