"""What the words around a state or a date say for its being the one that acts, or the day of the act: evidence beside the network's own scores.

The network sees a window as a whole and is often torn between two states or two days. Signs of grammar tell many of these apart: "in Tete" speaks for
the state in which Tete lies, "from Doha" against the one in which Doha does, "the Lisbon police" for its own; "since May" is the day of a detention, and
what stands behind another act is that act's. How much a sign weighs was fitted on the train part of our corpus without the network
(`training/train_evidence.py`); here its weights are added to the logarithm of what the network says.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal

import msgspec

from habeas.claims import Span
from habeas.reading.lexicon import lexicon, opening
from habeas.reading.scene import Scene, Sentence
from habeas.text.dates import bounds
from habeas.text.written_dates import DateMention

What = Literal["state", "date"]
Signs = dict[str | None, set[str]]
"""By what may be chosen (a state's code, a date's EDTF, None for none) the signs for or against it."""

UNSEEN = 1e-4
"""What the network gives at least to anything: no sign is powerless against it."""


class Mentioned(msgspec.Struct, frozen=True):
    """A state as one place of a text names it.

    Attributes:
        code: the state.
        span, sentence: where, and the sentence's number.
        kind: `placed` by a town or capital within it, or the form of its name.
        signs: of the words right before and behind, without where they stand from an act.
        endorsing: its sentence speaks of endorsing.
    """

    code: str
    span: Span
    sentence: int
    kind: str
    signs: frozenset[str]
    endorsing: bool


@cache
def _weights() -> dict[What, dict[str, float]]:
    raw = tomllib.loads(files("habeas.reading").joinpath("data/evidence.toml").read_text("utf-8"))
    return msgspec.convert(raw, dict[What, dict[str, float]])


def weighed(what: What, likely: Iterable[tuple[str, float]], signs: Signs) -> list[tuple[str | None, float]]:
    """What the network gives to each choice, with the signs added: (choice or None for none, probability), the likeliest first.

    Args:
        what: whose weights count.
        likely: the network's choices with their probabilities; what is left of 1 is for none.
        signs: of these choices and of None.
    """
    weights = _weights()[what]
    given: dict[str | None, float] = dict(likely)
    given[None] = 1.0 - sum(given.values())
    scores = {
        choice: math.log(max(p, UNSEEN)) + sum(weights.get(sign, 0.0) for sign in signs.get(choice, ()))
        for choice, p in given.items()
    }
    most = max(scores.values())
    parts = {choice: math.exp(score - most) for choice, score in scores.items()}
    whole = sum(parts.values())
    return sorted(((choice, part / whole) for choice, part in parts.items()), key=lambda one: -one[1])


class Evidence:
    """The signs of one text."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def of_states(self, trigger: Span, codes: Iterable[str], own: str | None) -> Signs:
        """The signs for each state's acting at `trigger` upon a person whose own state is `own`."""
        signs: Signs = {code: {"own"} if code == own else set() for code in codes}
        signs[None] = {"none"}
        here = self.scene.sentence_at(trigger[0]).index
        mine = [mention for mention in self._states if mention.code in signs]
        for mention in mine:
            where = _where(mention.sentence - here)
            told = {mention.kind, *mention.signs}
            signs[mention.code] |= {f"{sign} {where}" for sign in told}
            if mention.span[0] < _OPENING:
                signs[mention.code].add("opening")
        for code in {mention.code for mention in mine}:
            if all(one.endorsing and one.sentence != here for one in mine if one.code == code):
                signs[code].add("endorsing only")
        near = [mention for mention in mine if mention.sentence == here]
        if near:
            signs[min(near, key=lambda one: abs(one.span[0] - trigger[0])).code].add("nearest")
        before = [mention for mention in near if mention.span[0] < trigger[0]]
        if before:
            signs[before[-1].code].add("last before")
        return signs

    @cached_property
    def _states(self) -> list[Mentioned]:
        """Every mention of a state that the text may mean as one that acts, in order."""
        scene = self.scene
        told = [(m.code, m.span, "placed" if m.form == "capital" else m.form) for m in scene.states]
        told += [(m.state, m.span, "placed") for m in (*scene.places, *scene.towns) if m.state]
        return [self._mentioned(*one) for one in sorted(told, key=lambda one: one[1])]

    def _mentioned(self, code: str, span: Span, kind: str) -> Mentioned:
        text, sentence = self.scene.text, self.scene.sentence_at(span[0])
        word = _word_before(text, span[0])
        signs = {
            way for way, words in _WORDS.ways.items() if word in words and (way == "by" or kind in {"placed", "name"})
        }
        behind = text[span[1] : span[1] + _BEHIND]
        signs |= {sign for sign, pattern in _BEHIND_STATE.items() if pattern.match(behind)}
        endorsing = _ENDORSING.search(sentence.text) is not None
        return Mentioned(code, span, sentence.index, kind, frozenset(signs), endorsing)

    def of_dates(self, trigger: Span, act: str, dates: Iterable[str], triggers: list[int]) -> Signs:
        """The signs for each date's being the day of `act` at `trigger`; `triggers` are where the text's acts stand."""
        here = self.scene.sentence_at(trigger[0])
        signs: Signs = {edtf: set() for edtf in dates}
        signs[None] = set(self._of_no_date(trigger, act, here))
        mine = [mention for mention in self.scene.dates if mention.edtf in signs]
        for mention in mine:
            signs[mention.edtf] |= set(self._of_date(mention, trigger, act, here, triggers))
        if mine:
            signs[min(mine, key=lambda one: self._order(one, trigger, here)).edtf].add("first choice")
            signs[min(mine, key=lambda one: abs(one.span[0] - trigger[0])).edtf].add("nearest")
        return signs

    def _order(self, mention: DateMention, trigger: Span, here: Sentence) -> tuple[int, int]:
        """Behind the act in its sentence, before it in its sentence, then by sentences."""
        away = abs(self.scene.sentence_at(mention.span[0]).index - here.index)
        return (away + 1 if away else int(mention.span[0] < trigger[1]), abs(mention.span[0] - trigger[0]))

    def _of_no_date(self, trigger: Span, act: str, here: Sentence) -> Iterator[str]:
        text = self.scene.text
        yield f"none {act}"
        if _LASTING.search(text[max(here.start, trigger[0] - 30) : trigger[0]]):
            yield "none lasting"
        if not here.dates:
            yield "none told"
        if here.quoted(trigger[0]):
            yield "none quoted"

    def _of_date(
        self, mention: DateMention, trigger: Span, act: str, here: Sentence, triggers: list[int]
    ) -> Iterator[str]:
        text, at = self.scene.text, mention.span[0]
        away = self.scene.sentence_at(at).index - here.index
        same, behind = away == 0, at >= trigger[1]
        low, high = min(trigger[0], at), max(trigger[0], at)
        between = any(low < other < high for other in triggers)
        side = "behind" if behind else "before"
        word = _word_before(text, at)
        way = word if word in _WORDS.dated else "other"
        yield (f"same {side}" if same else f"{side} by {min(abs(away), 2)}")
        yield f"{way} {'same' if same else 'elsewhere'}"
        if way in {"since", "until"}:
            yield f"{way} {act}"
        if same:
            yield f"{'between' if between else 'alone'} {side}"
            yield from self._between(low, high)
        elif not between:
            yield "alone elsewhere"
        if abs(trigger[0] - at) == min((abs(other - at) for other in triggers), default=-1):
            yield "nearest act"
        yield f"a {mention.kind}"
        if mention.relative:
            yield "counted"
        if self.is_ahead(mention.edtf):
            yield "ahead"
        if mention.edtf == self.scene.anchor:
            yield "published"

    def _between(self, low: int, high: int) -> Iterator[str]:
        """Of what stands between an act and a date in one sentence."""
        if _BREAK.search(self.scene.text, low, high):
            yield "break"
        if _JOINT.search(self.scene.text, low, high):
            yield "joint"
        if high - low < _CLOSE:
            yield "close"

    def is_ahead(self, edtf: str) -> bool:
        """Whether a date lies wholly after the day of publication."""
        published = bounds(self.scene.anchor)[1] if self.scene.anchor else None
        first = bounds(edtf)[0]
        return published is not None and first is not None and first > published


_OPENING = 30
"""A text's first characters: its dateline or title."""
_BEHIND = 60
_CLOSE = 35
_WORDS = lexicon("en").beside
_LASTING = re.compile(rf"{opening(_WORDS.lasting)}\s+(?:\w+\s+)?$", re.IGNORECASE)
_BREAK = re.compile(r"[,;:]")
_JOINT = re.compile(rf"{opening(_WORDS.joint)}\b")
_ENDORSING = re.compile("|".join(_WORDS.endorsing), re.IGNORECASE)
_LAST_WORD = re.compile(rf"(\w+)\s+(?:(?:{'|'.join(_WORDS.between)})\s+)?$")
_LEAD = r"(?:[’']s?)?\s+(?:\w+\s+)"
_BEHIND_STATE = {
    "holding": re.compile(rf"{_LEAD}{{0,2}}(?:{'|'.join(_WORDS.holding)})\b", re.IGNORECASE),
    "speaking": re.compile(rf"{_LEAD}{{0,2}}(?:{'|'.join(_WORDS.speaking)})\b", re.IGNORECASE),
    "theirs": re.compile(rf"{_LEAD}{{0,3}}(?:{'|'.join(_WORDS.own)})\b|-", re.IGNORECASE),
}
"""By sign what makes it, right behind a state's name."""


def _word_before(text: str, at: int) -> str:
    """The word before a place or date, an article or "early" between left out; empty where there is none."""
    found = _LAST_WORD.search(text, max(0, at - 40), at)
    return found.group(1).lower() if found else ""


def _where(away: int) -> str:
    return "same" if away == 0 else "near" if abs(away) == 1 else "far"
