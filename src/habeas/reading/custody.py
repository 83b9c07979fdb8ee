"""Custody: who was arrested, charged, released ... by which state, where and when, on what grounds, at whose request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

import msgspec

from habeas.claims import Custody, Party, Span
from habeas.claims.custody import CustodyAct
from habeas.reading.attribution import free_subject
from habeas.reading.chunks import Chunk
from habeas.reading.lexicon import lexicon, phrase_pattern
from habeas.reading.scene import Scene, Sentence

HELD: frozenset[CustodyAct] = frozenset(
    {"arrested", "detained", "charged", "tried", "convicted", "sentenced", "house_arrest"}
)


HOLDERS_ACTS: frozenset[CustodyAct] = HELD | {"released", "pardoned", "bailed"}
"""Acts that tell which state holds or held somebody."""


class CustodyReading(msgspec.Struct, frozen=True, kw_only=True):
    """One custody act as read.

    Attributes:
        content: the claim's content.
        trigger: the words that bring the act.
        sentence: index of the sentence.
        segment: the part of the sentence that the act's date and place were looked for in.
        sure: how directly person and state were found, 0 to 1.
        holder: the phrase that names who acts; None where there is none.
        place: where the place stands.
    """

    content: Custody
    trigger: Span
    sentence: int
    segment: Span
    sure: float
    holder: Span | None = None
    place: Span | None = None


class Trigger(msgspec.Struct, frozen=True):
    """Words that bring a custody act."""

    span: Span
    act: CustodyAct
    form: Literal["verb", "noun"]


@cache
def _triggers(language: str) -> tuple[tuple[CustodyAct, Literal["verb", "noun"], re.Pattern[str]], ...]:
    rows: list[tuple[CustodyAct, Literal["verb", "noun"], re.Pattern[str]]] = []
    for act, forms in lexicon(language).acts.items():
        rows.append((act, "verb", phrase_pattern(forms.verbs)))
        if forms.nouns:
            rows.append((act, "noun", phrase_pattern(forms.nouns)))
    return tuple(rows)


def triggers(sentence: Sentence) -> list[Trigger]:
    """The custody words of a sentence, longest first where they overlap, in order."""
    text = sentence.scene.text
    found = [
        Trigger(match.span(), act, form)
        for act, form, pattern in _triggers("en")
        for match in pattern.finditer(text, sentence.start, sentence.end)
    ]
    found.sort(key=lambda t: (t.span[0] - t.span[1], t.form == "verb", t.span))
    kept: list[Trigger] = []
    for trigger in found:
        if all(trigger.span[1] <= other.span[0] or trigger.span[0] >= other.span[1] for other in kept):
            kept.append(trigger)
    return sorted(kept, key=lambda t: t.span)


_BREAK = re.compile(
    r"\b(?:after|before|following|while|whereas|until|although|though|because|when|once|prior to)\b|;|—|–|,\s+(?:but|and|who|which)\b", re.IGNORECASE
)  # fmt: skip
_UNREAL = re.compile(
    r"\b(?:not|never|to|would|could|may|might|should|must|if|threaten\w*|from|without|against|avoid\w*|risk\w*|fear\w*|refus\w+ to|n[’']t|un)\s+(?:(?:be|being|been|have|has|the|a|an|any|immediately|arbitrarily|unlawfully|wrongfully|\w+ly)\s+)*$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|is|are|be|gets?|got|remains?|remained|stays?)\s+(?:\w+ly\s+|still\s+|also\s+|then\s+|first\s+|later\s+|now\s+)*$",
    re.IGNORECASE,
)
_REAL_RELEASE = re.compile(
    r"\b(?:after|following|since|upon|on|announced?|welcomed|hailed|confirmed|secured|celebrated|marked)\s+(?:the\s+|their\s+|his\s+|her\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_INTRANSITIVE = re.compile(r"trial|custody|bars|refuge|shelter|free$|leave|leaving|ban$|house arrest|died|prison")


def read_custody(scene: Scene) -> list[CustodyReading]:
    """Every custody act that the text states as having happened."""
    return [reading for sentence in scene.sentences for reading in _of_sentence(sentence)]


def without_repeats(found: list[CustodyReading]) -> list[CustodyReading]:
    """The readings without those that only name an act which the text tells elsewhere."""
    told = {(reading.content.person, reading.content.act) for reading in found if not _is_bare(reading)}
    return [
        reading
        for reading in found
        if not (_is_bare(reading) and (reading.content.person, reading.content.act) in told)
    ]


def _is_bare(reading: CustodyReading) -> bool:
    """ "P's arrest" says no more than that there was one."""
    content = reading.content
    return not any((content.by, content.at_request_of, content.place, content.when, content.grounds))


def _of_sentence(sentence: Sentence) -> Iterator[CustodyReading]:
    for trigger in triggers(sentence):
        segment = segment_of(sentence, trigger.span)
        if trigger.form == "noun":
            found = _nominal(sentence, trigger)
        elif _UNREAL.search(sentence.scene.text[sentence.start : trigger.span[0]]):
            found = None
        else:
            found = _verbal(sentence, trigger, segment)
        if found is None:
            continue
        people, holder, sure = found
        for person in people:
            yield _reading(sentence, trigger, segment, person, holder, sure)


def segment_of(sentence: Sentence, at: Span) -> Span:
    """The part of a sentence around a trigger, up to the next word that leads to another event."""
    start, end = sentence.span
    for match in _BREAK.finditer(sentence.scene.text, sentence.start, sentence.end):
        if match.end() <= at[0]:
            start = match.end()
        elif match.start() >= at[1]:
            end = match.start()
            break
    return (start, end)


Found = tuple[tuple[Party, ...], Chunk | None, float]


def _nominal(sentence: Sentence, trigger: Trigger) -> Found | None:
    """ "the arrest of P", "P's arrest", "her detention"."""
    text = sentence.scene.text
    before = text[sentence.start : trigger.span[0]]
    if trigger.act in {
        "released",
        "pardoned",
        "exchanged",
        "deported",
        "acquitted",
        "transferred",
    } and not _REAL_RELEASE.search(before):
        return None
    chunk = _after_of(sentence, trigger.span[1]) or _owner(sentence, trigger.span[0])
    if chunk is None:
        return None
    if chunk.kind == "state" and chunk.possessive:
        object_ = _after_of(sentence, trigger.span[1])
        people = object_ and _people(sentence, object_)
        return (people, chunk, 0.8) if people else None
    people = _people(sentence, chunk)
    return (people, _agent(sentence, trigger.span[1]), 0.8) if people else None


def _after_of(sentence: Sentence, position: int) -> Chunk | None:
    text = sentence.scene.text
    lead = re.compile(r"\s+of\s+").match(text, position)
    if not lead:
        return None
    return next((c for c in sentence.chunks if c.start <= lead.end() + 1 < c.end or c.start == lead.end()), None)


def _owner(sentence: Sentence, position: int) -> Chunk | None:
    """The phrase that owns the noun: "Silva's arrest", "her continued detention"."""
    text = sentence.scene.text
    for chunk in reversed(sentence.chunks):
        if chunk.end <= position and chunk.possessive:
            between = re.sub(r"^[’']s?", "", text[chunk.end : position]).split()
            return chunk if len(between) <= 2 else None
    return None


def _verbal(sentence: Sentence, trigger: Trigger, segment: Span) -> Found | None:
    text = sentence.scene.text
    before = text[sentence.start : trigger.span[0]]
    if _PASSIVE.search(before) or _INTRANSITIVE.search(text[slice(*trigger.span)].lower()):
        return _passive(sentence, trigger)
    object_ = _object(sentence, trigger.span[1])
    if object_ is not None:
        people = _people(sentence, object_)
        holder = free_subject(sentence, trigger.span[0], after=sentence.start)
        return (people, holder, 0.9) if people else None
    return _reduced(sentence, trigger)


def _passive(sentence: Sentence, trigger: Trigger) -> Found | None:
    """ "P was arrested by S": the person stands before the verb."""
    subject = free_subject(sentence, trigger.span[0], after=sentence.start)
    people = _listed(sentence, subject) if subject else ()
    return (people, _agent(sentence, trigger.span[1]), 0.9) if people else None


def _reduced(sentence: Sentence, trigger: Trigger) -> Found | None:
    """ "P, detained in C since May": a participle behind the person, with nothing it could act upon."""
    text = sentence.scene.text
    for chunk in reversed(sentence.chunks):
        if chunk.end <= trigger.span[0]:
            between = text[chunk.end : trigger.span[0]].strip().lower()
            close = between in {
                "",
                ",",
                "who was",
                ", who was",
                "who were",
                ", who were",
                ", who has been",
                "who has been",
                ", first",
            }
            people = _listed(sentence, chunk) if close and not chunk.possessive and chunk.kind != "state" else ()
            return (people, _agent(sentence, trigger.span[1]), 0.7) if people else None
    return None


def _object(sentence: Sentence, position: int) -> Chunk | None:
    """The phrase that a verb acts upon: it begins where the verb ends."""
    text = sentence.scene.text
    for chunk in sentence.chunks:
        if chunk.start >= position:
            between = text[position : chunk.start].strip().lower()
            return (
                chunk
                if between in {"", "and charged", "a", "an", "the", "at least", "some", "about"}
                and chunk.kind != "state"
                else None
            )
    return None


def _listed(sentence: Sentence, chunk: Chunk) -> tuple[Party, ...]:
    """The parties of a phrase and of those that are listed before it: "Silva and Lund were ..."."""
    text, people, front = sentence.scene.text, list(_people(sentence, chunk)), chunk.start
    if sentence.scene.cast.apposed(chunk):
        return tuple(people)
    for other in reversed([c for c in sentence.chunks if c.end <= chunk.start]):
        if text[other.end : front].strip() not in {",", "and", ", and", "&"} or other.kind not in {
            "person",
            "official",
        }:
            break
        people = [*_people(sentence, other), *people]
        front = other.start
    return tuple(people)


def _people(sentence: Sentence, chunk: Chunk) -> tuple[Party, ...]:
    """The persons a phrase means, with those listed behind it; never relatives, bodies or states."""
    if chunk.kind not in {"person", "official", "group", "pronoun"}:
        return ()
    if chunk.kind == "pronoun" and chunk.role in {"it", "its", "itself"}:
        return ()
    scene = sentence.scene
    if chunk.kind == "pronoun" and chunk.role in {"he", "she"}:
        person = scene.cast.held_by_pronoun(chunk)
        return (person.party,) if person else ()
    people = list(scene.parties(chunk)) or _unnamed(scene, chunk)
    end = chunk.end
    if chunk.kind in {"person", "official"}:
        for other in (c for c in sentence.chunks if c.start >= chunk.end):
            if scene.text[end : other.start].strip() not in {",", "and", ", and", "&"} or other.kind != "person":
                break
            people += scene.parties(other)
            end = other.end
    return tuple(people)


def _unnamed(scene: Scene, chunk: Chunk) -> list[Party]:
    """People whom the text counts and does not name stay one unnamed party."""
    if chunk.kind != "group" or chunk.definite:
        return []
    return [
        Party(name=None, state=chunk.state, role=scene.text[chunk.start : chunk.end], anonymous=True, span=chunk.span)
    ]


def _agent(sentence: Sentence, position: int) -> Chunk | None:
    """ "by S"."""
    text = sentence.scene.text
    segment_end = next((m.start() for m in _BREAK.finditer(text, position, sentence.end)), sentence.end)
    for chunk in sentence.chunks:
        if position <= chunk.start < segment_end and re.search(r"\bby\s+$", text[position : chunk.start]):
            request = re.search(r"(?:request|warrant|demand|behest)\s+(?:\w+\s+)?by\s+$", text[position : chunk.start])
            return None if request else chunk
    return None


def _reading(
    sentence: Sentence, trigger: Trigger, segment: Span, person: Party, holder: Chunk | None, sure: float
) -> CustodyReading:
    scene = sentence.scene
    place_span, place_state = _place(sentence, trigger, segment)
    place = scene.text[slice(*place_span)] if place_span else None
    if trigger.act == "exchanged":
        place_state = None  # an exchange has two sides, and a place between them
    by = scene.cast.state_of(holder) if holder and holder.kind in {"state", "body", "official", "group"} else None
    content = Custody(
        person=person,
        act=trigger.act,
        by=by or place_state,
        at_request_of=_requester(sentence, trigger, segment),
        place=place,
        when=_when(sentence, trigger, segment),
        grounds=_grounds(sentence, trigger),
    )
    return CustodyReading(
        content=content,
        trigger=trigger.span,
        sentence=sentence.index,
        segment=segment,
        sure=sure if by or place_state else sure - 0.2,
        holder=holder.span if holder else None,
        place=place_span,
    )


_IN_PLACE = re.compile(
    r"\b(?:in|at|near|outside|from)\s+(?:the\s+)?(?:[a-z]+\s+(?:city|port|town|province|region|airport)\s+of\s+)?$",
    re.IGNORECASE,
)


def _place(sentence: Sentence, trigger: Trigger, segment: Span) -> tuple[Span | None, str | None]:
    """Where, and the state it lies in: behind the trigger first, else before it."""
    text = sentence.scene.text
    spots = [
        (u.start, u.end, u.value) for u in sentence.units.items if u.tag in "PL" and segment[0] <= u.start < segment[1]
    ]
    spots = [spot for spot in spots if _IN_PLACE.search(text[sentence.start : spot[0]])]
    behind = [spot for spot in spots if spot[0] >= trigger.span[1]]
    before = [spot for spot in spots if spot[1] <= trigger.span[0]]
    for start, end, state in (*behind[:1], *before[-1:]):
        return (start, end), state or None
    return None, None


_REQUEST = re.compile(r"\b(?:request|warrant|behest|demand)\b", re.IGNORECASE)


def _requester(sentence: Sentence, trigger: Trigger, segment: Span) -> str | None:
    """The state at whose request: "on an extradition request by S", "at S's request", "on an S warrant"."""
    text = sentence.scene.text
    match = _REQUEST.search(text, trigger.span[1], segment[1])
    if not match:
        return None
    by = re.compile(r"\s+(?:by|of|from)\s+(?:the\s+)?").match(text, match.end())
    for chunk in sentence.chunks:
        behind = by is not None and chunk.start <= by.end() < chunk.end
        owner = chunk.end <= match.start() and chunk.possessive and len(text[chunk.end : match.start()].split()) <= 3
        if (behind or owner) and chunk.state and chunk.start >= trigger.span[1]:
            return chunk.state
    adjective = [
        u for u in sentence.units.items if u.tag in "AL" and trigger.span[1] <= u.start and u.end <= match.start()
    ]
    near = [u for u in adjective if len(text[u.end : match.start()].split()) <= 1]
    return near[-1].value if near else None


def _when(sentence: Sentence, trigger: Trigger, segment: Span) -> str | None:
    """The date in the trigger's own part of the sentence: the nearest behind it, else the nearest before."""
    dates = [d for d in sentence.dates if segment[0] <= d.span[0] < segment[1] and not sentence.quoted(d.span[0])]
    behind = [d for d in dates if d.span[0] >= trigger.span[1]]
    before = [d for d in dates if d.span[1] <= trigger.span[0]]
    for mention in (*behind[:1], *before[-1:]):
        return mention.edtf
    return None


_GROUNDS = re.compile(
    r"(?:\s+\w+){0,6}?\s+(?:on (?:charges|suspicion|allegations|accusations) of|on|with|of|for|over|accused of|for allegedly)\s+(?P<words>(?:alleged |allegedly )?"
    r"(?:[a-z][\w’'-]*)(?:\s+(?!(?:in|on|by|after|before|at|when|while|since|last|but|who|which|following)\b)[\w’'-]+){0,8})"
)
_CHARGE_ACTS = frozenset({"charged", "convicted", "sentenced", "tried", "acquitted", "arrested", "detained"})
_OFFENCE = re.compile(
    r"charges|suspicion|allegations|accusations|accused|espionage|spying|\w+ing\b|fraud|treason|theft|murder|terror|secrets|drug|smuggl|sabotage|crime|offen[cs]e|conspir|propaganda|violation|assault|possession",
    re.IGNORECASE,
)


def _grounds(sentence: Sentence, trigger: Trigger) -> str | None:
    """The stated reason, in the text's own words: what follows "on charges of", "with", "for"."""
    if trigger.act not in _CHARGE_ACTS or trigger.form == "noun":
        return None
    match = _GROUNDS.match(sentence.scene.text, trigger.span[1], sentence.end)
    if not match or not _OFFENCE.search(match.group()):
        return None
    return match.group("words")
