"""Appeals: who calls on whom to do what for whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from habeas.claims import Appeal, Party, Span
from habeas.claims.speech import Demand
from habeas.reading.attribution import Cue
from habeas.reading.chunks import Chunk
from habeas.reading.lexicon import lexicon, phrase_pattern
from habeas.reading.scene import Scene, Sentence


class AppealReading(msgspec.Struct, frozen=True, kw_only=True):
    """One appeal as read."""

    content: Appeal
    cue: Cue
    sentence: int
    span: Span


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], tuple[tuple[Demand, re.Pattern[str]], ...]]:
    words = lexicon(language)
    demands = tuple((demand, phrase_pattern(forms)) for demand, forms in words.demands.items())
    return phrase_pattern(words.appeal["call_for"]), phrase_pattern(words.appeal["urge"]), demands  # type: ignore[return-value]  # the table's keys are the literal's


def read_appeals(scene: Scene, holders: dict[str, str]) -> list[AppealReading]:
    """Every appeal.

    Args:
        scene: the document.
        holders: by name of a person the state that holds or held the person, as far as the document says it: an appeal
            for somebody's release that names no addressee is addressed to that state.
    """
    return [reading for sentence in scene.sentences for reading in _of_sentence(sentence, holders)]


def _of_sentence(sentence: Sentence, holders: dict[str, str]) -> Iterator[AppealReading]:
    call_for, urge, _ = _patterns("en")
    row = sentence.cues
    for place, cue in enumerate(row):
        stop = row[place + 1].span[0] if place + 1 < len(row) else sentence.end
        span = (cue.span[1], stop)
        if urge.fullmatch(cue.verb) and (addressee := _addressee(sentence, cue)):
            for demand, people in _demands(sentence, (addressee.end, stop)):
                yield _reading(sentence, cue, _whom(sentence, addressee), demand, people, span)
        elif call_for.fullmatch(cue.verb):
            for demand, people in _demands(sentence, span):
                yield _reading(sentence, cue, _implied(sentence, span, people, holders), demand, people, span)


def _addressee(sentence: Sentence, cue: Cue) -> Chunk | None:
    """The phrase right behind "urged"."""
    text = sentence.scene.text
    for chunk in sentence.chunks:
        if chunk.start >= cue.span[1]:
            gap = text[cue.span[1] : chunk.start].strip()
            return (
                chunk
                if gap in {"", "on", "that"} and chunk.kind in {"state", "body", "official", "person", "organisation"}
                else None
            )
    return None


def _whom(sentence: Sentence, chunk: Chunk) -> Party | str | None:
    """A state for a state and for its government; a party for anybody else."""
    state = sentence.scene.cast.state_of(chunk)
    if chunk.kind == "state" or (chunk.kind == "body" and state):
        return state
    return next(iter(sentence.scene.parties(chunk)), None)


def _demands(sentence: Sentence, span: Span) -> Iterator[tuple[Demand, tuple[Party, ...]]]:
    """What is demanded, and for whom, in the order of the text."""
    scene = sentence.scene
    _, _, demands = _patterns("en")
    found: list[tuple[int, int, Demand]] = []
    for demand, pattern in demands:
        match = pattern.search(scene.text, *span)
        if match:
            found.append((match.start(), match.end(), demand))
    carried: tuple[Party, ...] = ()
    for start, end, demand in sorted(found):
        if any(s < start < e for s, e, _ in found):
            continue
        people = _beneficiaries(sentence, (start, end), span) or carried
        carried = carried or people
        yield demand, people


def _beneficiaries(sentence: Sentence, at: Span, span: Span) -> tuple[Party, ...]:
    """The persons right behind the demand ("release P", "the release of P"), or its owners ("P's release")."""
    scene = sentence.scene
    behind = [c for c in sentence.chunks if c.start >= at[1] and c.end <= span[1]]
    owners = [c for c in sentence.chunks if c.end <= at[0] and c.possessive and c.start >= span[0]]
    for chunk in (*behind, *reversed(owners)):
        if chunk.kind not in {"person", "group", "official", "pronoun"}:
            continue
        people = list(scene.parties(chunk))
        end = chunk.end
        for other in (c for c in behind if c.start >= end):
            if scene.text[end : other.start].strip() not in {",", "and", ", and", "&"} or other.kind != "person":
                break
            people += scene.parties(other)
            end = other.end
        if people:
            return tuple(people)
    return ()


def _implied(sentence: Sentence, span: Span, people: tuple[Party, ...], holders: dict[str, str]) -> str | None:
    """Who must act when nobody is named: "from S", or the one state that holds all of them."""
    text = sentence.scene.text
    for chunk in sentence.chunks:
        named = span[0] <= chunk.start < span[1] and chunk.kind in {"state", "body"} and chunk.state
        if named and re.search(r"\b(?:from|by|that)\s+$", text[span[0] : chunk.start]):
            return chunk.state
    states = {holders.get(person.name or "") for person in people}
    return states.pop() if len(states) == 1 else None


def _reading(
    sentence: Sentence, cue: Cue, addressee: Party | str | None, demand: Demand, people: tuple[Party, ...], span: Span
) -> AppealReading:
    content = Appeal(addressee=addressee, demand=demand, on_behalf_of=people)
    return AppealReading(content=content, cue=cue, sentence=sentence.index, span=(cue.span[0], span[1]))
