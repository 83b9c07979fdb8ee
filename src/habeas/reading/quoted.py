"""Attributions as the trained model finds them, brought to the form that claims are made from.

The model says which words are attributed, by which cue, to which phrase; here quotation marks set their bounds, the phrase is resolved to a
party, and quotations that the model passed over go on the words of whoever spoke last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from habeas.claims import Party, Span
from habeas.reading.attribution import Attribution, addressee_of
from habeas.reading.chunks import Chunk
from habeas.reading.model.decode import ModelQuote
from habeas.reading.scene import Scene
from habeas.text.quotes import Quotation
from habeas.text.spans import overlap, trimmed

Manner = Literal["direct", "indirect", "mixed"]

MOST = 0.8
"""Words of which so much stands between quotation marks are a direct quotation."""


class Quoted(msgspec.Struct, frozen=True):
    """One attribution with where its source stands (None: nobody is named) and how sure the model is."""

    content: Span
    parts: tuple[Span, ...]
    cue: Span
    source: Span | None
    manner: Manner
    sure: float


def quoted(text: str, quotations: list[Quotation], found: list[ModelQuote]) -> list[Quoted]:
    """The model's attributions with their manner and bounds, and those that quotation marks alone show."""
    made = [_with_manner(text, quotations, quote) for quote in found]
    made = [one for one in made if one.sure >= (SURE_DIRECT if one.manner == "direct" else SURE)]
    made += _transcript(text, made)
    made += _signed(text, quotations, made)
    made += _passed_over(text, quotations, made)
    return sorted(made, key=lambda one: (one.content, one.cue))


def _with_manner(text: str, quotations: list[Quotation], quote: ModelQuote) -> Quoted:
    start, end = quote.content
    near = [q for q in quotations if overlap(q.outer, (start, end))]
    opens = bool(near) and abs(near[0].outer[0] - start) <= 1
    if opens and start <= quote.cue[0] < end:
        parts = tuple(q.outer for q in near)  # “X,” she said of Y. “Z.”: what stands between is the writer's
        return Quoted((parts[0][0], parts[-1][1]), parts, quote.cue, quote.source, "direct", quote.sure)
    inside = sum(min(end, q.outer[1]) - max(start, q.outer[0]) for q in near)
    whole = sum(stop - begin for begin, stop in quote.content_parts) or 1
    manner: Manner = "direct" if near and inside >= MOST * whole else "mixed" if near else "indirect"
    content = _bounded(text, (start, end), near)
    parts = (content,) if manner == "direct" else quote.content_parts
    return Quoted(content, parts, quote.cue, quote.source, manner, quote.sure)


def _bounded(text: str, content: Span, near: list[Quotation]) -> Span:
    """The words without white space; a quotation that they open, or whose marks they cut through, belongs to them whole."""
    start, end = trimmed(text, content)
    for quotation in near:
        covered = min(end, quotation.inner[1]) - max(start, quotation.inner[0])
        opens = abs(start - quotation.outer[0]) <= 1
        if opens or covered * 2 > quotation.inner[1] - quotation.inner[0]:
            start, end = min(start, quotation.outer[0]), max(end, quotation.outer[1])
    return start, end


SURE, SURE_DIRECT = 0.55, 0.2
"""How sure the model must be of an attribution; between quotation marks less will do. Chosen on PolNeAR's dev part."""

_TURN = re.compile(
    r"^[“\"]?(?P<name>(?:[A-Z][A-Z.’'-]+ ?){1,4}|[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3})(?P<cue>:)\s+(?P<words>\S.*\S)[ \t]*$",
    re.MULTILINE,
)
_TURNS_AT_LEAST = 3


def _transcript(text: str, made: list[Quoted]) -> Iterator[Quoted]:
    """The turns of a transcript, where a text has several: "WALLACE: ..."."""
    turns = list(_TURN.finditer(text))
    if len(turns) < _TURNS_AT_LEAST:
        return
    for turn in turns:
        span = turn.span("words")
        if not any(overlap(q.content, span) for q in made):
            yield Quoted(span, (span,), turn.span("cue"), turn.span("name"), "direct", 0.7)


_SIGNATURE = re.compile(r"\s*(?P<cue>[―—–-]{1,2})\s*(?P<name>[A-Z][\w.’'-]+(?:[ ,]+[\w.’'-]+){0,5})\s*(?=\n|$)")


def _signed(text: str, quotations: list[Quotation], made: list[Quoted]) -> Iterator[Quoted]:
    """ "“...” ― Name": a quotation with its owner behind a dash."""
    for quotation in quotations:
        if any(overlap(q.content, quotation.inner) for q in made):
            continue
        name = _SIGNATURE.match(text, quotation.outer[1])
        if name is not None:
            yield Quoted(quotation.inner, (quotation.inner,), name.span("cue"), name.span("name"), "direct", 0.8)


_SHORTEST = 4
"""In words: a shorter quotation that the model passed over is a term or a title."""


def _passed_over(text: str, quotations: list[Quotation], made: list[Quoted]) -> Iterator[Quoted]:
    """Quotations that nobody was given: they go on the words of whoever spoke last in the paragraph."""
    for quotation in quotations:
        start, end = quotation.inner
        if any(overlap(q.content, quotation.inner) for q in made) or len(text[start:end].split()) < _SHORTEST:
            continue
        before = [q for q in made if q.content[1] <= start and "\n\n" not in text[q.content[1] : start]]
        last = max(before, key=lambda q: q.content[1], default=None)
        alone = text[start : start + 1].isupper() and re.search(r"(?:^|[.!?:,”\"\n])\s*$", text[: quotation.outer[0]])
        if last is not None and alone:
            yield Quoted(quotation.inner, (quotation.inner,), last.cue, last.source, "direct", 0.6 * last.sure)


def attributed(scene: Scene, found: list[Quoted]) -> tuple[Attribution, ...]:
    """The attributions of a scene, in order of their words, each with its speaker as far as the text names one."""
    said = (one for one in found if one.content[0] < one.content[1] and not _is_act(scene, one))
    return tuple(_attribution(scene, one) for one in said)


_ACTED_ON = re.compile(r"\b(?:is|are|was|were|been|being)\s+(?:\w+ly\s+)?(?P<verb>\w+(?: \w+)?)$")
_ACTOR = re.compile(r"\s+by\b")


def _is_act(scene: Scene, one: Quoted) -> bool:
    """ "A nurse was released by Norway": words are released, too, but here somebody is."""
    acted = _ACTED_ON.search(scene.text[max(0, one.cue[0] - 24) : one.cue[1]].lower())
    return (
        one.manner == "indirect"
        and acted is not None
        and _ACTOR.match(scene.text, one.cue[1]) is not None
        and any(acted["verb"] in words.verbs for words in scene.words.acts.values())
    )


def _attribution(scene: Scene, one: Quoted) -> Attribution:
    chunk = chunk_at(scene, one.source) if one.source else None
    sentence = scene.sentence_at(one.cue[0])
    verb = scene.text[slice(*one.cue)].lower()
    return Attribution(
        content=_inner(scene, one),
        cue=one.cue,
        speaker=speaker_of(scene, chunk, one.source),
        chunk=chunk,
        manner=one.manner,
        verb=verb,
        sentence=sentence.index,
        addressee=addressee_of(sentence, one.cue, verb),
        sure=one.sure,
    )


def _inner(scene: Scene, one: Quoted) -> Span:
    """A direct quotation's words without the marks around them."""
    if one.manner != "direct":
        return one.content
    for quotation in scene.quotations:
        if quotation.outer == one.content:
            return quotation.inner
    return one.content


def chunk_at(scene: Scene, span: Span) -> Chunk | None:
    """The phrase that a span names: the one that holds most of it."""
    chunks = [c for s in scene.touched(span) for c in s.chunks if overlap(c.span, span)]
    return max(chunks, key=lambda c: (c.kind != "pronoun", min(c.end, span[1]) - max(c.start, span[0])), default=None)


def speaker_of(scene: Scene, chunk: Chunk | None, span: Span | None) -> Party:
    """The party that speaks: a state as itself, a phrase that no rule resolves by its own words, nobody as an unnamed party."""
    if chunk is not None and chunk.kind == "state":
        return Party(name=scene.text[slice(*chunk.core)], state=chunk.state, span=chunk.core)
    parties = scene.parties(chunk) if chunk is not None else ()
    if parties:
        return parties[0]
    if span is None:
        return Party(name=None, anonymous=True)
    words = scene.text[slice(*span)]
    state = chunk.state if chunk is not None else None
    return Party(name=None, state=state, role=words, anonymous=True, span=span)
