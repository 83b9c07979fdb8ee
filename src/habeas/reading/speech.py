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
        under_duress=_under_duress(scene, attribution),
    )


_CONFESSION = re.compile(
    r"\bconfess(?:ion|ions|ed|es|ing)?\b",
    re.IGNORECASE,
)
_PRESSED = re.compile(
    r"\b(?:forced|coerced|extracted|extorted|staged|scripted|televised|filmed|videotaped|taped|recorded|broadcast|aired|under (?:duress|torture|pressure)|made to|"
    r"videotape|video|footage|on camera|state (?:television|tv)|in a cell|in custody)\b",
    re.IGNORECASE,
)


def _under_duress(scene: Scene, attribution: Attribution) -> bool:
    """ "In a filmed confession he says ...": the words themselves, or the sentence that leads to them, call them so."""
    cue = scene.sentences[attribution.sentence]
    near = scene.text[scene.sentences[max(0, cue.index - 1)].start : cue.end]
    if attribution.speaker.name is None and attribution.speaker.state is not None:
        return False  # an official who speaks of a confession confesses nothing
    owned = _CONFESSION.search(cue.text) or _CONFESSION.match(attribution.verb)
    return bool(owned and _PRESSED.search(near) and attribution.manner != "indirect")


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
