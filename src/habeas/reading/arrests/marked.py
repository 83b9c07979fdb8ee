"""Which words that may tell of an arrest annotators mark as events: a linear filter over grammar, kinds and positions.

Its weights (`data/arrest_weights.toml`) are fitted by `training/train_arrests.py`.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

import msgspec

from habeas.claims import Span
from habeas.reading.arrests.frames import Frame, frame
from habeas.reading.arrests.mentions import Mention, mentions
from habeas.reading.arrests.roles import Role, roles
from habeas.reading.arrests.tokens import tellings, words
from habeas.reading.lexicon import lexicon
from habeas.reading.scene import Scene

ENOUGH = 0.3
"""How likely an arrest must be to be given. F1 is highest at a threshold of half the F1 that is reached (Lipton, Elkan and Naryanaswamy, 2014)."""

_UNREAL = re.compile(r"\b(?:if|would|could|should|demand\w*|want\w*|vow\w*|wait\w*|avoid|fear\w*)\b", re.IGNORECASE)
_NONE = re.compile(r"\b(?:no|without)\s+(?:\w+\s+)?$", re.IGNORECASE)
_FILMED = re.compile(r"\b(?:video|camera|images?|photos?|footage|film|tape)\b", re.IGNORECASE)
_WARRANT = re.compile(r"\s+(?:warrants?|record|attempt|operation)", re.IGNORECASE)
_POSITIONS = (500, 1000, 2000, 4000, 8000, 12000)


class Arrest(msgspec.Struct, frozen=True):
    """One event with its arguments.

    Attributes:
        trigger: the word that tells of it.
        arguments: roles with the spans that have them.
        features: what tells whether annotators would mark it.
    """

    trigger: Span
    arguments: tuple[tuple[Role, Span], ...]
    features: tuple[str, ...]

    def likelihood(self, weights: Mapping[str, float]) -> float:
        """How likely annotators are to mark it, 0 to 1."""
        return 1 / (1 + math.exp(-weights["bias"] - sum(weights.get(feature, 0.0) for feature in self.features)))


@cache
def _weights() -> dict[str, float]:
    raw = tomllib.loads(files("habeas.reading").joinpath("data/arrest_weights.toml").read_text("utf-8"))
    return msgspec.convert(raw, dict[str, float])


def arrests(text: str, scene: Scene | None = None) -> list[Arrest]:
    """The arrests of an English text that annotators are likely enough to mark, in order. `scene`: the text, where it was taken apart before."""
    return [arrest for arrest in proposed(text, scene) if arrest.likelihood(_weights()) > ENOUGH]


def proposed(text: str, scene: Scene | None = None) -> list[Arrest]:
    """Every word that may tell of an arrest, with the arguments that grammar gives it."""
    scene = scene or Scene(text, None, lexicon("en"))
    told = [(sentence, found) for sentence in scene.sentences if (found := tellings(text, sentence.span))]
    total = sum(len(found) for _, found in told)
    made: list[Arrest] = []
    said: set[str] = set()
    for sentence, found in told:
        row = words(text, sentence.span)
        near = mentions(sentence, row, found)
        for one in found:
            here = frame(sentence, row, near, one)
            has = roles(here, near)
            place = (f"rank={min(len(made), 3)}", f"total={_some(total)}", f"again={one.word in said}")
            spans = tuple((role, mention.span) for role, mention in has)
            made.append(Arrest((one.start, one.end), spans, (*_features(here, has), *place)))
            said.add(one.word)
    return made


def _some(total: int) -> str:
    """How many telling words a text has, roughly."""
    return str(total) if total < 5 else "5-9" if total < 10 else "10+"


def _features(here: Frame, has: list[tuple[Role, Mention]]) -> Iterator[str]:
    """What may tell whether annotators mark a frame as an event."""
    kinds: dict[Role, str] = {role: mention.kind for role, mention in reversed(has)}
    held = kinds.get("Detainee", "none")
    yield f"word={here.group}"
    yield f"voice={here.voice}"
    yield f"word={here.group}|voice={here.voice}"
    yield f"word={here.group}|held={held != 'none'}"
    yield f"held={held}"
    yield f"acting={kinds.get('Jailer', 'none')}"
    yield f"where={'Place' in kinds}"
    yield f"before={here.before}"
    yield f"after={here.after}"
    yield f"helping={'+'.join(sorted(here.helping))}"
    yield f"position={sum(here.start >= limit for limit in _POSITIONS)}"
    yield f"first={here.sentence.index == 0}"
    yield f"quoted={here.sentence.quoted(here.start)}"
    yield from _flags(here)


def _flags(here: Frame) -> Iterator[str]:
    """Words around that speak against an event."""
    ahead = here.text[here.sentence.start : here.start]
    if "not" in here.helping or _NONE.search(ahead):
        yield "negated"
    if _UNREAL.search(ahead):
        yield "unreal"
    if _FILMED.search(here.sentence.text):
        yield "filmed"
    if _WARRANT.match(here.text, here.end):
        yield "warrant"
