"""Attributions: which words of the text are whose, with the cue that says so.

Direct speech is found by its marks, indirect speech by its cue; where a sentence has several cues ("said ..., adding ... and
urging ...") each takes the words up to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

import msgspec

from habeas.claims import Party, Span
from habeas.reading.chunks import Chunk
from habeas.reading.lexicon import lexicon, phrase_pattern
from habeas.reading.scene import Scene, Sentence
from habeas.text.quotes import Quotation

_GERUND = re.compile(r"ing\b")
_SUBJECTS = {"person", "official", "body", "state", "pronoun", "organisation", "relative", "group"}
_COMPLEMENT_END = re.compile(r"\s*[.!?]?[”\"’»]?\s*$")
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


def attributions(scene: Scene) -> tuple[Attribution, ...]:
    """Every attribution of a scene, in order of its words."""
    found: list[Attribution] = []
    claimed: set[Span] = set()
    for sentence in scene.sentences:
        for item in _of_sentence(sentence, claimed):
            found.append(item)
            claimed |= {q.outer for q in scene.quotations if _overlap(q.inner, item.content)}
    found += _unclaimed(scene, claimed, found)
    return tuple(sorted(found, key=lambda a: (a.content, a.cue)))


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _of_sentence(sentence: Sentence, claimed: set[Span]) -> Iterator[Attribution]:
    row = cues(sentence)
    scene = sentence.scene
    for place, cue in enumerate(row):
        speaker = _speaker(scene, cue.subject)
        if speaker is None:
            continue
        addressee = addressee_of(sentence, cue.span, cue.verb)
        limit = row[place + 1].span[0] if place + 1 < len(row) else None
        for content, manner in _contents(sentence, cue, limit, claimed, first=place == 0):
            yield Attribution(
                content=content, cue=cue.span, speaker=speaker, chunk=cue.subject, manner=manner, verb=cue.verb,
                sentence=sentence.index, addressee=addressee,
            )  # fmt: skip


def _speaker(scene: Scene, chunk: Chunk | None) -> Party | None:
    """The party that speaks; a state speaks as itself."""
    if chunk is None:
        return None
    if chunk.kind == "state":
        return Party(name=scene.text[slice(*chunk.core)], state=chunk.state, span=chunk.core)
    parties = scene.parties(chunk)
    return parties[0] if parties else None


_Contents = Iterator[tuple[Span, Literal["direct", "indirect", "mixed"]]]


def _contents(sentence: Sentence, cue: Cue, limit: int | None, claimed: set[Span], *, first: bool) -> _Contents:
    """The words that a cue attributes: its complement, and the quotations around it that nobody has claimed."""
    scene = sentence.scene
    before = fronted(sentence, cue) if first and not cue.names else None
    if before:
        yield before, "indirect"
    complement = None if cue.names or before else _complement(sentence, cue, limit)
    if complement:
        inner = [q for q in sentence.quotations if complement[0] - 1 <= q.outer[0] < complement[1]]
        if inner and _is_whole(scene.text, complement, inner[0]):
            yield inner[0].inner, "direct"
        else:
            yield complement, "mixed" if inner else "indirect"
    for quotation in sentence.quotations:
        if quotation.outer in claimed or (complement and _overlap(quotation.outer, complement)):
            continue
        if _belongs(sentence, quotation, cue, limit, first=first):
            whole = not cue.names and _stands_alone(scene.text, quotation)
            yield quotation.inner, "direct" if whole else "mixed"


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
    return None if any(_overlap(q.outer, span) for q in sentence.quotations) else span


def _is_whole(text: str, complement: Span, quotation: Quotation) -> bool:
    return quotation.outer[0] <= complement[0] + 1 and not text[quotation.outer[1] : complement[1]].strip(" .,\n")


def _stands_alone(text: str, quotation: Quotation) -> bool:
    """Whether a quotation is a sentence of its own and not a few words within the writer's sentence."""
    return text[slice(*quotation.inner)][:1].isupper()


def _belongs(sentence: Sentence, quotation: Quotation, cue: Cue, limit: int | None, *, first: bool) -> bool:
    """Whether a quotation goes with this cue: the first behind it and before the next cue, or what stands before the first."""
    if quotation.outer[0] >= cue.span[1]:
        return limit is None or quotation.outer[0] < limit
    return first and quotation.outer[1] <= cue.span[0] + 1


_THAT = re.compile(
    r"(?:\s+(?:last|this|on|in|at|to|earlier|yesterday|today|[A-Z][\w.’'-]+|[\w’'-]+(?=\s+that\b)))*?\s*,?\s+that\s+"
)


def _complement(sentence: Sentence, cue: Cue, limit: int | None) -> Span | None:
    """What follows a cue of saying: behind "that" or a colon, or at once; up to the next cue, without its connective."""
    text, stop = sentence.scene.text, limit if limit is not None else sentence.end
    that = _THAT.match(text, _behind_adjuncts(sentence, cue), stop)
    start = that.end() if that else _bare_complement(sentence, cue, stop)
    if start is None or start >= stop:
        return None
    end = _cut(text, start, stop, at_end=limit is None)
    return (start, end) if len(text[start:end].split()) >= 2 else None


_FORUM = re.compile(
    r"\s+(?:in|during|at|through|via|by)\s+(?:an?|the|his|her|its|their)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:statement|interview|letter|tweet|post|briefing|conference|e-?mail|speech|report|note|filing|release)\b"
)


def _behind_adjuncts(sentence: Sentence, cue: Cue) -> int:
    """Behind the day and the form that stand between a cue and its "that": "said on 3 May in a statement that"."""
    text, position, moved = sentence.scene.text, cue.span[1], True
    while moved:
        moved = False
        forum = _FORUM.match(text, position, sentence.end)
        if forum:
            position, moved = forum.end(), True
        for mention in sentence.dates:
            if mention.span[0] >= position and text[position : mention.span[0]].strip() in {
                "",
                "on",
                "in",
                "late",
                ",",
            }:
                position, moved = mention.span[1], True
    return position


_NO_WORDS = re.compile(r"\s*(?:to|in|on|at|by|with|for|of|from|about|against|after|before)\b")
_ADDRESSING = re.compile(r"^(?:told|tells|telling|asked|warned|warning)$")


def _bare_complement(sentence: Sentence, cue: Cue, stop: int) -> int | None:
    """Where the words begin when no "that" leads them; None when the cue's words stand before it."""
    text = sentence.scene.text
    position = cue.span[1]
    if _ADDRESSING.match(cue.verb):
        hearer = next((c for c in sentence.chunks if c.start >= position), None)
        if hearer and not text[position : hearer.start].strip():
            position = hearer.end
    rest = text[position:stop]
    lead = re.match(r"\s*[:,]?\s*", rest)
    start = position + (lead.end() if lead else 0)
    if (cue.subject and cue.subject.start >= cue.span[1]) or _NO_WORDS.match(text, start, stop):
        return None
    if re.match(r"[.,;]|$", text[start:stop]) or (rest.startswith(",") and _quote_before(sentence, cue)):
        return None
    return start


def _quote_before(sentence: Sentence, cue: Cue) -> bool:
    return any(q.outer[1] <= cue.span[0] + 1 for q in sentence.quotations)


_CONNECTIVE = re.compile(r"(?:\s*,)?(?:\s+(?:and|but|while|as well as|with|in|also|then|he|she|it|they))*\s*$")


def _cut(text: str, start: int, stop: int, *, at_end: bool) -> int:
    """The end of a complement: without the closing stop, or without the connective that leads to the next cue."""
    if at_end:
        match = re.search(r"[\s.!?]*[”\"’»]?[\s.!?]*$", text[start:stop])
        tail = match.group() if match else ""
        keep = len(tail) - len(tail.lstrip()) if not tail.strip() else 0
        closes = re.match(r"[.!?]?[”\"’»]", tail)
        return stop - len(tail) + (closes.end() if closes else 0) + (0 if closes else keep * 0)
    match = _CONNECTIVE.search(text, start, stop)
    return match.start() if match else stop


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


def _unclaimed(scene: Scene, claimed: set[Span], found: list[Attribution]) -> Iterator[Attribution]:
    """Quotations without a cue of their own go on the words of whoever spoke last in the paragraph."""
    for quotation in scene.quotations:
        if quotation.outer in claimed or not _stands_alone(scene.text, quotation):
            continue
        before = [a for a in found if a.content[1] <= quotation.outer[0] and _same_paragraph(scene.text, a, quotation)]
        if before:
            last = before[-1]
            yield msgspec.structs.replace(last, content=quotation.inner, manner="direct")


def _same_paragraph(text: str, earlier: Attribution, quotation: Quotation) -> bool:
    between = text[earlier.content[1] : quotation.outer[0]]
    return between.count("\n\n") == 0
