"""Links that the text itself orders: one custody act before another, and nothing more."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from habeas.claims import Custody, Link, LinkEnd, Span
from habeas.reading.custody import segment_of
from habeas.reading.resolve import Reading
from habeas.reading.scene import Scene


class LinkReading(msgspec.Struct, frozen=True, kw_only=True):
    """One link as read."""

    content: Link
    sentence: int


class _Act(msgspec.Struct, frozen=True, kw_only=True):
    """A custody act with the part of its sentence that tells it."""

    content: Custody
    trigger: Span
    sentence: int
    segment: Span


def read_links(scene: Scene, found: list[Reading]) -> list[LinkReading]:
    """`precedes` links between the custody acts of one sentence that "after", "following" or "before" puts in order."""
    by_sentence: defaultdict[int, list[_Act]] = defaultdict(list)
    for reading in found:
        if isinstance(reading.content, Custody):
            sentence = scene.sentence_at(reading.trigger[0])
            segment = segment_of(sentence, reading.trigger)
            act = _Act(content=reading.content, trigger=reading.trigger, sentence=sentence.index, segment=segment)
            by_sentence[sentence.index].append(act)
    return [
        link
        for together in by_sentence.values()
        for first in together
        for second in together
        for link in _between(scene, first, second)
    ]


def _between(scene: Scene, first: _Act, second: _Act) -> Iterator[LinkReading]:
    """`second` stands in a part of the same sentence of its own, led by a word of order."""
    if first.sentence != second.sentence or first.segment[1] > second.segment[0]:
        return
    if first.content.person.name == second.content.person.name or not second.content.person.name:
        return
    lead = scene.text[first.segment[1] : second.trigger[0]]
    connective = re.match(r"\s*(after|following|before|prior to)\b", lead, re.IGNORECASE)
    if not connective:
        return
    one, other = _end(first), _end(second)
    earlier = connective.group(1).lower() in {"after", "following"}
    source, target = (other, one) if earlier else (one, other)
    yield LinkReading(content=Link(source=source, target=target, relation="precedes"), sentence=first.sentence)


def _end(reading: _Act) -> LinkEnd:
    return LinkEnd(person=reading.content.person, act=reading.content.act)
