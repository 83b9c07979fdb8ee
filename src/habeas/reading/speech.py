"""Statements: the words themselves, whose they are, to whom, about what."""

from __future__ import annotations

import re

from habeas.claims import Party, Span, Statement
from habeas.reading.attribution import Attribution
from habeas.reading.scene import Scene


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
    for mention in scene.states:
        if attribution.cue[1] <= mention.span[0] and re.fullmatch(
            r"[’']s?\s*[“\"«‘]?", scene.text[mention.span[1] : start]
        ):
            return (mention.span[0], end)
    return (start, end)


def about(scene: Scene, span: Span, speaker: Party) -> tuple[Party | str, ...]:
    """The states, instruments and persons that some words speak of, each once, in the order of the text."""
    found: list[tuple[int, Party | str]] = [(m.span[0], m.code) for m in scene.states if _in(m.span, span)]
    found += [(m.span[0], m.code) for m in scene.organisations if _in(m.span, span)]
    found += [(m.span[0], m.id) for m in scene.instruments if _in(m.span, span)]
    for sentence, chunk in scene.walk():
        if sentence.end > span[0] and sentence.start < span[1] and chunk.kind == "person" and _in(chunk.head, span):
            found += [(chunk.start, party) for party in scene.parties(chunk) if party.name != speaker.name]
    unique: dict[str, Party | str] = {}
    for _, item in sorted(found, key=lambda pair: pair[0]):
        unique.setdefault(item if isinstance(item, str) else f"party:{item.name}", item)
    return tuple(unique.values())


def _in(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
