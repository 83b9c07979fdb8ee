"""Statements: the words themselves, whose they are, to whom, about what."""

from __future__ import annotations

import re

from habeas.claims import Party, Span, Statement
from habeas.reading.attribution import Attribution
from habeas.reading.scene import Scene, within


def statement(scene: Scene, attribution: Attribution) -> Statement:
    """The statement that an attribution makes."""
    return Statement(
        manner=attribution.manner,
        words=scene.text[slice(*attribution.content)],
        about=about(scene, _with_owner(scene, attribution), attribution.speaker),
        addressee=attribution.addressee,
    )


def _with_owner(scene: Scene, attribution: Attribution) -> Span:
    """The words, with the state whose they are called: "rejected Peru's “use of force”" is about Peru."""
    start, end = attribution.content
    for mention in within((attribution.cue[1], start), scene.states):
        if re.fullmatch(r"[’']s?\s*[“\"«‘]?", scene.text[mention.span[1] : start]):
            return (mention.span[0], end)
    return (start, end)


def about(scene: Scene, span: Span, speaker: Party) -> tuple[Party | str, ...]:
    """The states, instruments and persons that some words speak of, each once, in the order of the text."""
    found: list[tuple[int, Party | str]] = [(m.span[0], m.code) for m in within(span, scene.states)]
    found += [(m.span[0], m.code) for m in within(span, scene.organisations)]
    found += [(m.span[0], m.id) for m in within(span, scene.instruments)]
    for sentence in scene.touched(span):
        for chunk in sentence.chunks:
            if chunk.kind == "person" and span[0] <= chunk.head[0] and chunk.head[1] <= span[1]:
                found += [(chunk.start, party) for party in scene.parties(chunk) if party.name != speaker.name]
    unique: dict[str, Party | str] = {}
    for _, item in sorted(found, key=lambda pair: pair[0]):
        unique.setdefault(item if isinstance(item, str) else f"party:{item.name}", item)
    return tuple(unique.values())
