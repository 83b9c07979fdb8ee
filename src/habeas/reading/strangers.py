"""People whom a text only describes: "a Zambian waiter", "his cellmate", "two others". The model chooses among them as among the named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from habeas.claims import Span
from habeas.reading.units import Unit

if TYPE_CHECKING:
    from habeas.reading.scene import Scene, Sentence

_WORDS_EACH_SIDE = 3
_FUNCTION_WORDS = frozenset(
    "is was are were be been being has have had having will would can could may might must should shall do does did who whom whose which that "
    "than as and or but nor if when while where whereas because though although so yet after before since until till on off up down out over "
    "into onto across along about against between among during through via per under near around without within not never also still already "
    "only just even too again there here now then once both today yesterday tomorrow by in at of from for with to said says told went came flew left got let made "
    "took taken put set kept gave goes sat sits lies lay stood stands ran runs".split()
)
_PERSON_NOUN = re.compile(
    r"(?:co-)?(?:[\w-]{2,}(?:er|or|ist|ian|eer|eur|mate|ant)s?|[\w-]*(?:man|men|woman|women|boys?|girls?|lad(?:y|ies)|hands?|friends?)|colleagues?|accused|"
    r"defendants?|partners?|crew|cooks?|chefs?|guests?|apprentices?|accomplices?|suspects?|convicts?|detainees?|inmates?|hostages?|companions?|"
    r"stowaways?|cadets?|mechanics?|pilots?|spouses?|couple|brothers|sisters|siblings|twins|persons?|people|youths?|minors?|nurses?|vets?|"
    r"captives?|trainees?|relig\w+|monks?|nuns?|clerks?|diplomats?|athletes?|tourists?|nationals?|citizens?|compatriots?)"
)
_THINGS = frozenset(
    "letter paper matter order number river water summer winter quarter chapter border power computer container newspaper plant restaurant warrant "
    "grant shelter corner counter answer dinner supper ladder tower silver copper timber rubber error mirror factor sector tractor trailer ferry "
    "charter register disorder murder manner former latter other another whether rather further higher lower later earlier larger smaller longer "
    "shorter harder better never ever over under after barrier carrier freighter tanker trawler steamer cutter helicopter transfer offer danger "
    "anger hunger finger shoulder master's quarters papers letters matters orders numbers waters borders warrants labor harbor harbour favor "
    "favour color colour honor honour terror horror major minor motor door floor poor interior exterior september october november december "
    "court-martial reminder folder binder blunder thunder wonder gender tender surrender calendar encounter prayer layer player's weather leather "
    "feather brother mother father sister daughter bother easter monastery embarrassing relevant important significant distant instant constant".split()
)
_REST = frozenset("other others more rest remaining second third fourth fifth sixth seventh eighth last".split())
_LEADS = frozenset(
    "a an the another one some several all these those his her their its our my thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
    "twenty thirty forty fifty sixty dozens".split()
)


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
    return (led and item.value in _REST) or (item.tag == "M" and item.value != "one" and not item.value.isdigit())


def _led(items: tuple[Unit, ...], at: int) -> int:
    """Where the phrase that ends at a unit begins: at its determiner or number, not more than a few words before."""
    for first in range(at - 1, max(-1, at - 2 - _WORDS_EACH_SIDE), -1):
        item = items[first]
        if item.tag in "DHM" or item.value in _LEADS:
            before = items[first - 1] if first else None
            return first - 1 if before is not None and (before.tag in "DH" or before.value in _LEADS) else first
        if item.tag not in "JwvrRuA" or item.value in _FUNCTION_WORDS:
            return at
    return at


def _nouns_after(items: tuple[Unit, ...], at: int) -> int:
    """The last of the words behind a demonym that may be its noun."""
    last = at
    for item in items[at + 1 : at + 1 + _WORDS_EACH_SIDE]:
        if item.tag not in "JwrRu" or item.value in _FUNCTION_WORDS or item.value.endswith(("ed", "ly")):
            break
        last += 1
        if item.tag in "rRu" or _is_person(item):
            break
    return last


def _is_person(item: Unit) -> bool:
    return item.tag in "wrRu" and (
        item.tag != "w" or (_PERSON_NOUN.fullmatch(item.value) is not None and item.value not in _THINGS)
    )


def _closes(items: tuple[Unit, ...], at: int) -> bool:
    """Whether a phrase may end there: a verb or a stop follows, and no noun."""
    if at + 1 >= len(items):
        return True
    after = items[at + 1]
    return after.tag in ",.q&ipvf" or after.value in _FUNCTION_WORDS or after.value.endswith("ed")


def _beside_a_name(sentence: Sentence, first: int, last: int) -> bool:
    """A name right before or behind, with nothing or a comma between, or "is" before: the named person is described, and nobody else."""
    tags, items = sentence.units.tags, sentence.units.items
    said = first > 1 and items[first - 1].value in {"is", "was"} and tags[first - 2] == "N"
    return said or bool(
        re.match(r"(?:[fi]D?[LPOB])?,?(?:M,)?N|B", tags[last + 1 :]) or re.search(r"N(?:,M)?,$", tags[:first])
    )
