"""People whom a text only describes: "a Zambian waiter", "his cellmate", "two others". The model chooses among them as among the named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from habeas.claims import Span
from habeas.reading.lexicon import lexicon
from habeas.reading.units import Unit

if TYPE_CHECKING:
    from habeas.reading.scene import Scene, Sentence

_WORDS_EACH_SIDE = 3
_WORDS = lexicon("en").described
_PERSON_NOUN = re.compile(rf"(?:co-)?(?:{'|'.join(_WORDS.persons)})")


class Stranger(msgspec.Struct, frozen=True):
    """Somebody described and not named there, or several.

    Attributes:
        span: the description.
        head: the noun, or the word for a people.
        state: whose nationals, where the description says so.
    """

    span: Span
    head: Span
    state: str | None


def strangers(scene: Scene) -> Iterator[Stranger]:
    """Every description of people in a text that stands beside no name of theirs."""
    for sentence in scene.sentences:
        end = 0
        for first, last, head in _described(sentence):
            items = sentence.units.items
            span = (items[first].start, items[last].end)
            if span[0] >= end and not _beside_a_name(sentence, first, last):
                state = next((item.value for item in items[first : last + 1] if item.tag in "AG"), None)
                yield Stranger(span, (items[head].start, items[head].end), state)
                end = span[1]


def _described(sentence: Sentence) -> Iterator[tuple[int, int, int]]:
    """First, last and head unit of each description, in order."""
    items = sentence.units.items
    for at, item in enumerate(items):
        first = _led(items, at)
        if item.tag in "AG":
            last = at if item.tag == "G" else _nouns_after(items, at)
            if item.tag == "G" or first < at or last > at:
                yield first, last, last if items[last].tag != "J" else at
        elif (first < at and _is_person(item)) or (_counts(item, led=first < at) and _closes(items, at)):
            yield first, at, at


def _counts(item: Unit, *, led: bool) -> bool:
    """ "two were freed", "the second", "thirty others"."""
    return (led and item.value in _WORDS.rest) or (item.tag == "M" and item.value != "one" and not item.value.isdigit())


def _led(items: tuple[Unit, ...], at: int) -> int:
    """Where the phrase that ends at a unit begins: at its determiner or number, not more than a few words before."""
    for first in range(at - 1, max(-1, at - 2 - _WORDS_EACH_SIDE), -1):
        item = items[first]
        if item.tag in "DHM" or item.value in _WORDS.leads:
            before = items[first - 1] if first else None
            return first - 1 if before is not None and (before.tag in "DH" or before.value in _WORDS.leads) else first
        if item.tag not in "JwvrRuA" or item.value in _WORDS.stops:
            return at
    return at


def _nouns_after(items: tuple[Unit, ...], at: int) -> int:
    """The last of the words behind a demonym that may be its noun."""
    last = at
    for item in items[at + 1 : at + 1 + _WORDS_EACH_SIDE]:
        if item.tag not in "JwrRu" or item.value in _WORDS.stops or item.value.endswith(("ed", "ly")):
            break
        last += 1
        if item.tag in "rRu" or _is_person(item):
            break
    return last


def _is_person(item: Unit) -> bool:
    return item.tag in "wrRu" and (
        item.tag != "w" or (_PERSON_NOUN.fullmatch(item.value) is not None and item.value not in _WORDS.things)
    )


def _closes(items: tuple[Unit, ...], at: int) -> bool:
    """Whether a phrase may end there: a verb or a stop follows, and no noun."""
    if at + 1 >= len(items):
        return True
    after = items[at + 1]
    return after.tag in ",.q&ipvf" or after.value in _WORDS.stops or after.value.endswith("ed")


def _beside_a_name(sentence: Sentence, first: int, last: int) -> bool:
    """A name right before or behind, with nothing or a comma between, or "is" before: the named person is described, and nobody else."""
    tags, items = sentence.units.tags, sentence.units.items
    said = first > 1 and items[first - 1].value in {"is", "was"} and tags[first - 2] == "N"
    return said or bool(
        re.match(r"(?:[fi]D?[LPOB])?,?(?:M,)?N|B", tags[last + 1 :]) or re.search(r"N(?:,M)?,$", tags[:first])
    )
