"""Frames: the grammar of a word that may tell of an arrest."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from habeas.reading.arrests.mentions import Mention
from habeas.reading.arrests.tokens import Telling, Word
from habeas.reading.scene import Sentence

Voice = Literal["active", "passive", "reduced", "infinitive", "noun", "custody"]

_AUXILIARIES = dict.fromkeys("is are was were be been being get gets got getting".split(), "be")
_AUXILIARIES |= dict.fromkeys("has have had having".split(), "have")
_AUXILIARIES |= dict.fromkeys("will would could can may might should must".split(), "modal")
_AUXILIARIES |= {"to": "to", "not": "not", "never": "not"}
_ADVERBS = frozenset("also later then first already now still subsequently once soon just again".split())
_KEPT = frozenset("taken placed put held remain remains remained kept brought being".split())
_NOUNS = frozenset({"arrest", "arrests", "capture", "apprehension", "detention", "imprisonment"})
_BEING_HELD = frozenset({"custody", "in_jail", "house_arrest"})
_MOST_HELPERS = 6
_TELLING_NEIGHBOURS = frozenset("who and his her their the a an no those".split())

WHERE = frozenset("in at near outside inside".split())
LEADS = WHERE | frozenset("of on by for with from to into against during under over along between".split())
"""Prepositions: what they lead is no subject."""

_MANY = r"(?:a\s+)?(?:number|hundreds|thousands|dozens|scores)[”\"]?\s+of"
_ABOUT = rf"(?:at least|at most|some|about|around|nearly|over|more than|up to|{_MANY})"
_OBJECT = re.compile(rf"\s+(?:and\s+\w+ed\s+)?(?:(?:{_ABOUT}|Mr\.?|Mrs\.?|Ms\.?|Dr\.?)\s+)?", re.IGNORECASE)
_COUNTING = re.compile(rf"(?<!\w){_ABOUT}\s*$", re.IGNORECASE)


class Frame(msgspec.Struct, frozen=True):
    """A telling word in its sentence.

    Attributes:
        telling: the word.
        sentence: where it stands.
        start, end: the word with its auxiliaries.
        voice: "reduced" is "the man arrested"; "custody" is "was in custody".
        helping: the kinds of its auxiliaries.
        before, after: the words beside it, as kinds.
    """

    telling: Telling
    sentence: Sentence
    start: int
    end: int
    voice: Voice
    helping: frozenset[str]
    before: str
    after: str

    @property
    def text(self) -> str:
        """The whole document's text, into which all offsets point."""
        return self.sentence.scene.text

    @property
    def group(self) -> str:
        """The telling word's group."""
        return self.telling.group


def frame(sentence: Sentence, row: list[Word], near: list[Mention], one: Telling) -> Frame:
    """The frame of a telling word among the words and mentions of its sentence."""
    before = [word for word in row if word.end <= one.start]
    under = one.group == "arrest" and bool(before) and before[-1].low == "under"
    helping = _custody_lead(before) if under or one.group in {"custody", "house_arrest"} else []
    while before and len(helping) < _MOST_HELPERS and _helps(before[-1]):
        helping.append(_AUXILIARIES.get(before.pop().low, ""))
    acted_on = any(is_object(sentence.scene.text, one.end, mention.start) for mention in near)
    led = bool(before) and any(mention.start <= before[-1].start < mention.end for mention in near)
    after = next((word for word in row if word.start >= one.end), None)
    return Frame(
        telling=one,
        sentence=sentence,
        start=row[len(before)].start,
        end=one.end,
        voice="custody" if under else _voice(one, set(helping), acted_on=acted_on, led=led),
        helping=frozenset(helping) - {""},
        before=_beside(before[-1] if before else None),
        after="object" if acted_on else _beside(after),
    )


def is_object(text: str, end: int, start: int) -> bool:
    """Whether a mention stands right behind a verb: "arrested and charged at least six people"."""
    return end < start and _OBJECT.fullmatch(text, end, start) is not None


def lead(text: str, start: int, mention: Mention) -> str:
    """The preposition that leads a mention; empty where there is none. "At least" and "a number of" lead nothing."""
    words = _COUNTING.sub("", text[max(start, mention.start - 24) : mention.start]).split()
    low = words[-1].lower() if words else ""
    return low if low in LEADS else ""


def _helps(word: Word) -> bool:
    return word.low in _AUXILIARIES or word.low in _ADVERBS or (word.low.endswith("ly") and len(word.low) > 4)


def _custody_lead(before: list[Word]) -> list[str]:
    """Takes "taken into federal" off the end of the words."""
    for back in (1, 2, 3):
        if len(before) >= back and before[-back].low in {"in", "into", "under", "to"}:
            del before[-back:]
            if before and before[-1].low in _KEPT:
                before.pop()
            return ["kept"]
    return []


def _voice(one: Telling, helping: set[str], *, acted_on: bool, led: bool) -> Voice:
    if one.group in _BEING_HELD:
        return "custody"
    if one.group == "got":
        return "active"
    if one.group in _NOUNS:
        return "infinitive" if helping & {"to", "modal"} else "active" if acted_on and led else "noun"
    if "be" in helping:
        return "passive"
    if helping & {"to", "modal"}:
        return "infinitive"
    return "active" if acted_on or "have" in helping else "reduced"


def _beside(word: Word | None) -> str:
    """A neighbour as a kind: a word of grammar as it is."""
    if word is None:
        return "edge"
    if word.low in LEADS or word.low in _TELLING_NEIGHBOURS or word.low == ",":
        return word.low
    return "word" if word.is_word else "mark"
