"""Frames: what the model may find at a word, and the relations by which it joins the word to who, where and when.

A frame is one claim's trigger: a custody act, a demand, an accusation, an act of endorsing. Whom and which state it concerns is chosen among
the candidates that the text's own tables and rules have found: persons by all their mentions, states by code, dates by what they mean.
"""

from __future__ import annotations

from typing import get_args

import msgspec
import numpy as np
import numpy.typing as npt

from habeas.claims.custody import CustodyAct
from habeas.claims.speech import AccusationOf, Demand
from habeas.reading.model.encoding import Encoded
from habeas.reading.scene import Scene
from habeas.text.spans import Span

ACTS: tuple[str, ...] = get_args(CustodyAct)
DEMANDS: tuple[str, ...] = get_args(Demand)
ACCUSATIONS: tuple[str, ...] = get_args(AccusationOf)
ENDORSING = ("endorsed", "withdrew", "denied_endorsing")
LINKS = ("exchange", "retaliation", "demand")
"""Relations between two custodies that somebody alleges; `precedes` is read from the order that the text itself gives."""
FRAMES: tuple[tuple[str, str], ...] = (
    ("none", ""),
    *(("custody", act) for act in ACTS),
    *(("appeal", demand) for demand in DEMANDS),
    *(("accusation", of) for of in ACCUSATIONS),
    *(("endorsement", act) for act in ENDORSING),
    ("action", "designation"),
    *(("link", relation) for relation in LINKS),
)
FRAME_OF = {frame: number for number, frame in enumerate(FRAMES)}

EVENTS = (
    "none", "justice.arrestjaildetain", "justice.chargeindict", "justice.trialhearing", "justice.convict", "justice.acquit",
    "justice.sentence", "justice.releaseparole", "justice.investigatecrime", "justice.extradite",
)  # fmt: skip
"""Types of the public benchmarks' events."""

RELATIONS = (
    "person", "state", "requester", "when", "place_first", "place_last", "grounds_first", "grounds_last", "speaker",
    "held", "acting", "where", "nation", "whence", "trade_first", "trade_last",
)  # fmt: skip
"""Relations from a trigger; `held`, `acting` and `where` point to the benchmarks' local mentions of who is held, who acts and where; `nation`
goes from a person's first mention to the state of which the person is, `trade_first` and `trade_last` from there to the words for what the person does;
`whence` goes from a link's words to whom it goes out from."""
RELATION_WIDTH = 48
STANCES = ("asserts", "denies")


class Candidates(msgspec.Struct, frozen=True):
    """What a trigger may be joined to, each with the pieces at which it is mentioned (positions in the whole text).

    Attributes:
        persons: by a key of ours, `(name or None, first offset of an unnamed party)`.
        states: by code.
        dates: by EDTF.
    """

    persons: dict[tuple[str | None, int], list[int]]
    states: dict[str, list[int]]
    dates: dict[str, list[int]]


def candidates(scene: Scene, encoded: Encoded) -> Candidates:
    """The candidates of a text."""
    at = _Places(encoded.offsets)
    persons: dict[tuple[str | None, int], list[int]] = {}
    for person in scene.cast.people:
        persons[(person.name, 0)] = at.first(person.mentions)
    for _, chunk in scene.walk():
        if chunk.kind in {"group", "official"} and not scene.cast.apposed(chunk):
            persons[(None, chunk.start)] = at.first([chunk.head])
    for stranger in scene.strangers.values():
        persons[(None, stranger.span[0])] = at.first([stranger.head])
    states: dict[str, list[int]] = {}
    for state in scene.states:
        states.setdefault(state.code, []).extend(at.first([state.span]))
    for place in (*scene.places, *scene.towns):
        if place.state:
            states.setdefault(place.state, []).extend(at.first([place.span]))
    for body in scene.organisations:
        states.setdefault(body.code, []).extend(at.first([body.span]))
    dates: dict[str, list[int]] = {}
    for date in scene.dates:
        dates.setdefault(date.edtf, []).extend(at.first([date.span]))
    return Candidates({k: v for k, v in persons.items() if v}, states, dates)


STATE_MARKS, PERSON_MARKS, MARKS_EACH = 8, 20, 12
"""Shapes from 8 on stand for the first state of a text, the second ..., from 20 on for the first person, the second ...: who is the same as
whom, and nothing of who it is."""
ALL_SHAPES = PERSON_MARKS + MARKS_EACH


def marked(encoded: Encoded, found: Candidates) -> list[int]:
    """The shapes of a text's pieces, with the candidates' mentions marked: all mentions of one state alike, all of one person alike."""
    shapes = list(encoded.shapes)
    named = {key: pieces for key, pieces in found.persons.items() if key[0] is not None}
    for groups, base in ((list(found.states.values()), STATE_MARKS), (list(named.values()), PERSON_MARKS)):
        for number, pieces in enumerate(sorted((sorted(p) for p in groups if p), key=lambda p: p[0])):
            for piece in pieces:
                shapes[piece] = base + min(number, MARKS_EACH - 1)
    return shapes


class _Places:
    """Which piece covers an offset."""

    def __init__(self, offsets: list[Span]) -> None:
        self._ends = np.array([end for _, end in offsets], dtype=np.int64)
        self._starts = np.array([start for start, _ in offsets], dtype=np.int64)

    def first(self, spans: list[Span]) -> list[int]:
        """The first piece of each span; spans that no piece covers are left out."""
        found = []
        for start, end in spans:
            place = int(np.searchsorted(self._ends, start, side="right"))
            if place < len(self._ends) and self._starts[place] < end:
                found.append(place)
        return found


Floats = npt.NDArray[np.float32]
