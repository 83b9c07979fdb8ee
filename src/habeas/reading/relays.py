"""Who relays whom: the newspaper that quotes an agency that quotes an unnamed official.

An attribution names one source. Here the chain behind it is made: the owner of the words first, then each who passes them on, in the order in
which they pass them on. Two things show it: words that pass on ("citing", "quoted", "on the word of"), and an attribution within another's words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from habeas.claims import Party, Span
from habeas.reading.attribution import Attribution, by_sentence
from habeas.reading.quoted import chunk_at, speaker_of
from habeas.reading.scene import Scene, Sentence
from habeas.text.spans import overlap

_PASSING = re.compile(
    r"\b(?:cit(?:ing|es|ed)|quot(?:ing|es|ed)|relay(?:ing|s|ed)|repeat(?:ing|s|ed)|on the word of|on the strength of|(?:in turn )?had it from|has it from|heard from)"
    r"(?:\s+(?:in turn|in its turn|what it called|only|on \w+day))*\s+",
    re.IGNORECASE,
)
_NOT_PASSING = re.compile(r"\b(?:was|were|been|being|be|is|are)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_ENDS = re.compile(
    r"[,;:“\"«]|\.\s|\.$|\s[–—-]\s|\s(?:as saying|as telling|saying|who|which|that|whose)\b", re.IGNORECASE
)
_REASON = re.compile(
    r"(?:an?|the|its|his|her|their)?\s*(?:\w+\s+)?(?:lack|reasons?|concerns?|articles?|laws?|fears?|evidence|security|debts?|risks?|unpaid|health|age|privacy|want)\b",
    re.IGNORECASE,
)
"""What is cited and cannot speak."""
_LONGEST = 90


class _Link(msgspec.Struct, frozen=True):
    """One who passes words on or is cited: the words that say so, and where the phrase for him stands."""

    word: Span
    source: Span
    party: Party


def relayed(scene: Scene, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions with their chains, and those that stand within others' words."""
    found = [*attributions, *_within_words(scene, attributions)]
    about = by_sentence(scene, found)
    found = [_around(_cited(scene, one), about.get(one.sentence, ())) for one in found]
    introduced: dict[str, tuple[int, tuple[Party, ...]]] = {}
    for sentence in scene.sentences:
        for link, relays in _introduced(scene, sentence):
            if word := _noun(link.party):
                introduced[word] = (link.word[0], relays)
    return tuple(_again(one, introduced) for one in found)


def _introduced(scene: Scene, sentence: Sentence) -> Iterator[tuple[_Link, tuple[Party, ...]]]:
    """Each unnamed source that a sentence cites, with those through whom it is heard."""
    chain = _chain(scene, sentence)
    head = _before(scene, sentence, chain[0].word[0]) if chain else None
    for number, link in enumerate(chain):
        if link.party.name is None:
            through = [*(one.party for one in reversed(chain[:number])), *([head] if head is not None else [])]
            yield link, tuple(through)


def _again(one: Attribution, introduced: dict[str, tuple[int, tuple[Party, ...]]]) -> Attribution:
    """ "The official said": words of a source that the text knows only through others come through them too."""
    word = _noun(one.speaker) if not one.relays else None
    at, relays = introduced.get(word or "", (0, ()))
    if not relays or one.cue[0] < at or any(_same(one.speaker, party) for party in relays):
        return one
    return msgspec.structs.replace(one, relays=relays)


_TAIL = re.compile(r"\s+(?:of|in|at|on|with|from|close|near|not|familiar|who|by|to|for)\b.*", re.DOTALL)


def _noun(party: Party) -> str | None:
    """The noun by which an unnamed party is called."""
    if party.name is not None or not party.role:
        return None
    words = _TAIL.sub("", party.role).split()
    return words[-1].lower() if words else None


def _cited(scene: Scene, one: Attribution) -> Attribution:
    """ "..., Reuters reported, citing two officials": the officials own the words, Reuters passes them on."""
    sentence = scene.sentences[one.sentence]
    chain = _chain(scene, sentence, one)
    if not chain:
        return one
    first, owner = chain[0], chain[-1]
    if one.speaker.span is not None and any(overlap(one.speaker.span, link.source) for link in chain):
        head = _before(scene, sentence, first.word[0])
        if head is None or head == owner.party:
            return one
    else:
        head = one.speaker
    relays = (*(link.party for link in reversed(chain[:-1])), head)
    content = one.content
    leads = content[0] <= first.word[0] <= content[0] + 2 and owner.source[1] < content[1]
    if leads or (first.word[0] <= content[0] < owner.source[1] < content[1] - 8):
        content = (_after(scene, owner.source[1]), content[1])
    return msgspec.structs.replace(one, speaker=owner.party, relays=relays, content=content)


def _chain(scene: Scene, sentence: Sentence, one: Attribution | None = None) -> list[_Link]:
    """Those cited in a sentence, outermost first; none where what is cited stands within the words themselves."""
    made: list[_Link] = []
    for match in _PASSING.finditer(scene.text, sentence.start, sentence.end):
        if sentence.quoted(match.start()) or _NOT_PASSING.search(scene.text, sentence.start, match.start()):
            continue
        if one is not None and one.cue[0] < match.start() and one.content[0] + 2 < match.start() < one.content[1]:
            continue  # within somebody's words: theirs to cite
        source = _phrase(scene, sentence, match.end())
        if source is None or _REASON.match(scene.text, source[0]):
            continue
        chunk = chunk_at(scene, source)
        party = speaker_of(scene, chunk if chunk is not None and chunk.start <= source[0] + 4 else None, source)
        made.append(_Link(match.span(), source, party))
    return made


def _phrase(scene: Scene, sentence: Sentence, at: int) -> Span | None:
    """The phrase at `at`: a whole one between quotation marks, else up to a comma or a word that ends it."""
    for quotation in sentence.quotations:
        if quotation.outer[0] == at:
            return quotation.inner if len(scene.text[slice(*quotation.inner)].split()) <= 8 else None
    limit = min(sentence.end, at + _LONGEST)
    end = _ENDS.search(scene.text, at, limit)
    stop = end.start() if end is not None else limit
    return (at, stop) if stop - at >= 3 and stop < at + _LONGEST else None


def _before(scene: Scene, sentence: Sentence, at: int) -> Party | None:
    """The nearest party that stands before `at` and may pass words on."""
    for chunk in reversed(sentence.chunks):
        if chunk.end <= at and chunk.kind in {"organisation", "person", "official", "body"} and not chunk.possessive:
            return speaker_of(scene, chunk, chunk.span)
    return None


def _within_words(scene: Scene, attributions: Sequence[Attribution]) -> list[Attribution]:
    """ "the paper reported that experts said the arrest was a mistake": what the experts say, within what the paper reports."""
    made: list[Attribution] = []
    taken: defaultdict[int, list[Span]] = defaultdict(list)
    for one in attributions:
        taken[one.sentence].append(one.cue)
    for outer in attributions:
        if outer.manner == "direct":
            continue
        for sentence in scene.touched(outer.content):
            for cue in sentence.cues:
                subject = cue.subject
                if (
                    cue.names
                    or subject is None
                    or not (outer.content[0] <= subject.start < cue.span[0] < outer.content[1])
                ):
                    continue
                if subject.end > cue.span[0] or any(overlap(cue.span, known) for known in taken[sentence.index]):
                    continue
                content = (_after(scene, cue.span[1]), min(outer.content[1], sentence.end))
                if scene.text[subject.end : cue.span[0]].strip() or len(scene.text[slice(*content)].split()) < 3:
                    continue
                phrase = (_THAT.match(scene.text, subject.start, subject.end).end(), subject.end)  # type: ignore[union-attr]  # it matches nothing at the least
                made.append(
                    Attribution(
                        content=content, cue=cue.span, speaker=speaker_of(scene, subject, phrase), chunk=subject,
                        manner="indirect", verb=cue.verb, sentence=sentence.index, sure=outer.sure * 0.9,
                    )
                )  # fmt: skip
    return made


_THAT = re.compile(r"(?:that\s+)?", re.IGNORECASE)


def _after(scene: Scene, at: int) -> int:
    """Where words begin behind a cue or a source: behind white space, commas and colons."""
    while at < len(scene.text) and (scene.text[at].isspace() or scene.text[at] in ",:"):
        at += 1
    return at


def _around(one: Attribution, others: Sequence[Attribution]) -> Attribution:
    """With those whose own words hold this attribution, the nearest first."""
    holding = [
        other
        for other in others
        if other.content[0] <= one.cue[0] < other.content[1]
        and other.content[0] <= one.content[0]
        and one.content[1] <= other.content[1]
        and not overlap(other.cue, one.cue)
    ]
    relays = list(one.relays)
    for other in sorted(holding, key=lambda a: a.content[1] - a.content[0]):
        for party in (other.speaker, *other.relays):
            if not any(_same(party, known) for known in (one.speaker, *relays)):
                relays.append(party)
    return msgspec.structs.replace(one, relays=tuple(relays))


def _same(one: Party, other: Party) -> bool:
    if one.name is not None or other.name is not None:
        return one.name == other.name
    return (one.role, one.state) == (other.role, other.state)
