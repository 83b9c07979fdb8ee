"""Accusations and their denials: one content, two stances."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

import msgspec

from habeas.claims import Accusation, Party, Span
from habeas.claims.speech import AccusationOf
from habeas.reading.attribution import Cue, free_subject, fronted
from habeas.reading.chunks import Chunk
from habeas.reading.lexicon import lexicon, phrase_pattern
from habeas.reading.scene import Scene, Sentence

_CHARGES_NOUN = re.compile(
    r"\b(?:accusations?|allegations?|claims?|charges?|suggestions?|assertions?|reports?|complaints?|criticisms?)\b",
    re.IGNORECASE,
)
_REJECT = re.compile(r"reject|den(?:y|ie)|dismiss|refut|rebut", re.IGNORECASE)
_ACCUSE = re.compile(r"accus|blam", re.IGNORECASE)
_DENIES_DOING = re.compile(r"\bden(?:y|ies|ied|ying)\s+(?:that\s+)?", re.IGNORECASE)
_DENIAL_VERBS = re.compile(
    r"\b(?:denied|denies|deny|denying|rejected|rejects|rejecting|dismissed|dismissing|dismisses|refuted|rebutted)\b",
    re.IGNORECASE,
)
_COPULA = re.compile(
    r"\b(?:was|is|were|are|amounts? to|amounted to|constitutes?|constituted|as|had been|has been)\b", re.IGNORECASE
)
_CUSTODY_NOUN = re.compile(
    r"\b(?:arrest|detention|imprisonment|jailing|case|conviction|sentence|custody|captivity|trial)\b", re.IGNORECASE
)
_NEGATION = re.compile(r"\b(?:not|never|no|n[’']t)\b", re.IGNORECASE)


class AccusationReading(msgspec.Struct, frozen=True, kw_only=True):
    """One accusation as read, with who makes or denies it."""

    content: Accusation
    stance: Literal["asserts", "denies"]
    cue: Cue | None
    sentence: int
    at: Span


@cache
def _kinds(language: str) -> tuple[tuple[AccusationOf, re.Pattern[str]], ...]:
    return tuple((kind, phrase_pattern(forms)) for kind, forms in lexicon(language).accusations.items())  # type: ignore[misc]  # the table's keys are the literal's


def read_accusations(scene: Scene, holders: dict[str, str]) -> list[AccusationReading]:
    """Every accusation and every denial of one, by whoever speaks in the sentence."""
    return [reading for sentence in scene.sentences for reading in _of_sentence(sentence, holders)]


def kinds_in(text: str, span: Span) -> list[tuple[AccusationOf, Span]]:
    """The things one can be accused of that a stretch of text names, each once, in order."""
    found: dict[AccusationOf, Span] = {}
    for kind, pattern in _kinds("en"):
        match = pattern.search(text, *span)
        if match:
            found[kind] = match.span()
    return sorted(found.items(), key=lambda item: item[1])


def _of_sentence(sentence: Sentence, holders: dict[str, str]) -> Iterator[AccusationReading]:
    row = [*sentence.cues, *denials(sentence)]
    row.sort(key=lambda cue: cue.span)
    for place, cue in enumerate(row):
        stop = row[place + 1].span[0] if place + 1 < len(row) else sentence.end
        if _ACCUSE.match(cue.verb):
            yield from _accused_of(sentence, cue, stop)
        elif _REJECT.match(cue.verb):
            yield from _rejected(sentence, cue, stop, holders)
        else:
            yield from _said_to_be(sentence, cue, stop, holders)


def denials(sentence: Sentence) -> list[Cue]:
    """Denying verbs that are no cues of quotation, with the nearest subject before them."""
    known = {cue.span[0] for cue in sentence.cues}
    return [
        Cue(match.span(), match.group().lower(), True, free_subject(sentence, match.start(), after=sentence.start))
        for match in _DENIAL_VERBS.finditer(sentence.scene.text, sentence.start, sentence.end)
        if match.start() not in known and not sentence.quoted(match.start())
    ]


def _reading(
    sentence: Sentence, cue: Cue, accused: Party | str, of: AccusationOf, people: tuple[Party, ...], at: Span,
    *, denied: bool = False,
) -> AccusationReading:  # fmt: skip
    content = Accusation(accused=accused, of=of, concerning=people)
    return AccusationReading(
        content=content, stance="denies" if denied else "asserts", cue=cue, sentence=sentence.index, at=at
    )


def _accused_of(sentence: Sentence, cue: Cue, stop: int) -> Iterator[AccusationReading]:
    """ "accused S of X, as well as Y"."""
    scene = sentence.scene
    accused = next((c for c in sentence.chunks if c.start >= cue.span[1] and c.end <= stop), None)
    if accused is None or scene.text[cue.span[1] : accused.start].strip():
        return
    target = _target(scene, accused)
    if target is None:
        return
    for of, at in kinds_in(scene.text, (accused.end, stop)):
        people = _concerned(sentence, (at[0], stop)) if of in {"arbitrary_detention", "ill_treatment"} else ()
        yield _reading(sentence, cue, target, of, people, at)


def _target(scene: Scene, chunk: Chunk) -> Party | str | None:
    if chunk.kind in {"state", "body"} and (state := scene.cast.state_of(chunk)):
        return state
    return next(iter(scene.parties(chunk)), None)


def _rejected(sentence: Sentence, cue: Cue, stop: int, holders: dict[str, str]) -> Iterator[AccusationReading]:
    """ "rejected accusations of X" denies it; "rejected S's use of X" accuses S of it."""
    text = sentence.scene.text
    owner = _owner(sentence, (cue.span[1], stop))
    speaker = _speaking_state(sentence, cue)
    accusing = _CHARGES_NOUN.search(text, cue.span[1], stop)
    doing = _DENIES_DOING.match(text, cue.span[0])
    for of, at in kinds_in(text, (cue.span[1], stop)):
        people = _concerned(sentence, (cue.span[1], stop))
        if owner is not None and not (accusing and accusing.start() < at[0]):
            yield _reading(sentence, cue, owner, of, people, at)
        elif (accusing and accusing.start() < at[0]) or doing:
            accused = _holder(people, holders) or speaker
            if accused:
                yield _reading(sentence, cue, accused, of, people, at, denied=True)


def _owner(sentence: Sentence, span: Span) -> str | None:
    """The state whose doing is rejected: "China's use of ..."."""
    for chunk in sentence.chunks:
        if span[0] <= chunk.start < span[1] and chunk.possessive and chunk.kind in {"state", "body"}:
            return sentence.scene.cast.state_of(chunk)
    return None


def _speaking_state(sentence: Sentence, cue: Cue) -> str | None:
    if cue.subject is None:
        return None
    if cue.subject.kind in {"state", "body"}:
        return sentence.scene.cast.state_of(cue.subject)
    parties = sentence.scene.parties(cue.subject)
    return parties[0].state if parties else None


def _holder(people: tuple[Party, ...], holders: dict[str, str]) -> str | None:
    states = {holders.get(person.name or "") for person in people}
    return states.pop() if len(states) == 1 else None


def _said_to_be(sentence: Sentence, cue: Cue, stop: int, holders: dict[str, str]) -> Iterator[AccusationReading]:
    """ "said that P's arrest was arbitrary": an accusation of whoever holds P."""
    text, begin = sentence.scene.text, cue.span[1]
    before = fronted(sentence, cue)
    if before is not None:
        begin, stop = before  # "P's arrest was arbitrary, the spokesperson said."
    noun = _CUSTODY_NOUN.search(text, begin, stop)
    if _CALLS.match(cue.verb) and noun is not None:
        yield from _called(sentence, cue, (begin, stop), holders)
        return
    copula = _COPULA.search(text, noun.end(), stop) if noun else None
    start = copula.end() if copula else None
    if start is None or noun is None or copula is None or copula.start() - noun.end() > 60:
        return
    people = _concerned(sentence, (begin, copula.start()))
    accused = _holder(people, holders)
    found = [(of, at) for of, at in kinds_in(text, (start, stop)) if of == "arbitrary_detention"]
    if accused and people and found:
        at = found[0][1]
        denied = bool(_NEGATION.search(text, copula.start(), at[0]))
        yield _reading(sentence, cue, accused, "arbitrary_detention", people, at, denied=denied)


_CALLS = re.compile(r"call|describ|term|label|brand")


def _called(sentence: Sentence, cue: Cue, span: Span, holders: dict[str, str]) -> Iterator[AccusationReading]:
    """ "called the detention of P arbitrary"."""
    people = _concerned(sentence, span)
    accused = _holder(people, holders)
    found = [at for of, at in kinds_in(sentence.scene.text, span) if of == "arbitrary_detention"]
    if accused and people and found and not re.search(r"\bfor\b", sentence.scene.text[span[0] : found[0][0]]):
        yield _reading(sentence, cue, accused, "arbitrary_detention", people, found[0])


def _concerned(sentence: Sentence, span: Span) -> tuple[Party, ...]:
    """The persons named in a stretch of text, once each."""
    people: dict[str, Party] = {}
    for chunk in sentence.chunks:
        if span[0] <= chunk.start < span[1] and chunk.kind in {"person", "group", "pronoun"}:
            for party in sentence.scene.parties(chunk):
                people.setdefault(party.name or "", party)
    return tuple(people.values())
