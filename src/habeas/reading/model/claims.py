"""From the model's scores to what a text claims: triggers, and for each trigger the person, state, date, place and speaker it is joined to."""

from __future__ import annotations

import msgspec
import numpy as np

from habeas.reading.model.decode import Floats, softmax
from habeas.reading.model.encoding import Encoded, Window
from habeas.reading.model.frames import FRAMES, RELATION_WIDTH, RELATIONS, Candidates
from habeas.text.spans import Span

PersonKey = tuple[str | None, int]
_AT = {name: number for number, name in enumerate(RELATIONS)}


class ClaimScores(msgspec.Struct, frozen=True):
    """What the model says of one window, [CLS] first.

    Attributes:
        window: which pieces.
        frames: (length, frames).
        stances: (length, 2).
        queries, keys: (length, relations, width).
    """

    window: Window
    frames: Floats
    stances: Floats
    queries: Floats
    keys: Floats


class FoundClaim(msgspec.Struct, frozen=True, kw_only=True):
    """One claim as the model finds it, before parties are resolved.

    Attributes:
        kind, label: the frame.
        trigger: the first piece of the words that bring it.
        persons: whom it concerns, the surest first, each with its probability.
        state: the state that acts, is addressed, accused or endorses; None for none.
        requester: at whose request; None for none.
        when: EDTF of the date it points to; None for none.
        place, grounds, speaker: where these stand; None for none. A speaker is given by its first piece.
        denied: somebody denies it.
        sure: probability of the frame.
        joined: probability of the state chosen.
        states: every state with its probability, the likeliest first: several may endorse at one word.
        dates: every date with its probability, the likeliest first.
        whence: of a link, whom it goes out from; None for none.
    """

    kind: str
    label: str
    trigger: Span
    persons: tuple[tuple[PersonKey, float], ...]
    state: str | None
    requester: str | None
    when: str | None
    place: Span | None
    grounds: Span | None
    speaker: Span | None
    pointed: Span | None
    denied: bool
    sure: float
    joined: float
    states: tuple[tuple[str, float], ...] = ()
    dates: tuple[tuple[str, float], ...] = ()
    whence: PersonKey | None = None


def claims_of(
    encoded: Encoded, found: Candidates, scored: list[ClaimScores], *, threshold: float = 0.5
) -> list[FoundClaim]:
    """Every claim that the model finds in a text, in order of their triggers."""
    return [claim for scores in scored for claim in _of_window(encoded, found, scores, threshold)]


def nations_of(found: Candidates, scored: list[ClaimScores]) -> dict[str, tuple[str, float]]:
    """By name of a person the state of which the person is, with its probability; persons of whom that is not said are left out."""
    told: dict[str, tuple[str, float]] = {}
    for scores in scored:
        window = scores.window
        codes = {code: _inside(window, pieces) for code, pieces in found.states.items()}
        for (name, _), pieces in found.persons.items():
            mine = _inside(window, pieces)
            if name is None or not mine:
                continue
            number = _AT["nation"]
            pointing = scores.keys[:, number] @ scores.queries[min(mine), number] / RELATION_WIDTH**0.5
            code, likely = _ranked(pointing, codes)[0]
            if code is not None and likely > told.get(name, ("", 0.0))[1]:
                told[name] = (code, likely)
    return told


def trades_of(encoded: Encoded, found: Candidates, scored: list[ClaimScores]) -> dict[str, tuple[Span, float]]:
    """By name of a person the words for what the person does, with their probability; persons of whom nothing is said are left out."""
    told: dict[str, tuple[Span, float]] = {}
    for scores in scored:
        window = scores.window
        size = window.last - window.first + 1
        for (name, _), pieces in found.persons.items():
            mine = _inside(window, pieces)
            if name is None or not mine:
                continue
            first, last = (
                scores.keys[:size, number] @ scores.queries[min(mine), number] / RELATION_WIDTH**0.5
                for number in (_AT["trade_first"], _AT["trade_last"])
            )
            span = _pointed(encoded, window, first, last)
            likely = float(softmax(first)[1:].max() * softmax(last)[1:].max())
            if span is not None and likely > told.get(name, ((0, 0), 0.0))[1]:
                told[name] = (span, likely)
    return told


def _inside(window: Window, pieces: list[int]) -> list[int]:
    """Positions in a window, [CLS] counted, of those of some pieces that stand in it."""
    return [i - window.first + 1 for i in pieces if window.first <= i < window.last]


def _of_window(encoded: Encoded, found: Candidates, scores: ClaimScores, threshold: float) -> list[FoundClaim]:
    window = scores.window
    likely = softmax(scores.frames)
    best = likely[:, 1:].argmax(axis=-1) + 1
    made = []
    for at in range(1 + window.first_own - window.first, 1 + window.last_own - window.first):
        frame = int(best[at])
        some = 1.0 - float(likely[at, 0])
        if some <= threshold or (int(best[at - 1]) == frame and 1.0 - float(likely[at - 1, 0]) > threshold):
            continue
        made.append(_joined(encoded, found, scores, at, frame, some))
    return made


def _joined(encoded: Encoded, found: Candidates, scores: ClaimScores, at: int, frame: int, sure: float) -> FoundClaim:
    window = scores.window
    pointing = np.einsum("rw,lrw->rl", scores.queries[at], scores.keys) / RELATION_WIDTH**0.5
    size = window.last - window.first
    person = pointing[_AT["person"]]
    persons = []
    for key, pieces in found.persons.items():
        if mine := _inside(window, pieces):
            persons.append((key, _sigmoid(_pooled(person, mine) - float(person[0]))))
    codes = {code: _inside(window, pieces) for code, pieces in found.states.items()}
    states = _ranked(pointing[_AT["state"]], codes)
    state, joined = states[0]
    requester, _ = _ranked(pointing[_AT["requester"]], codes)[0]
    dates = _ranked(pointing[_AT["when"]], {edtf: _inside(window, p) for edtf, p in found.dates.items()})
    when, _ = dates[0]
    kind, label = FRAMES[frame]
    trigger = encoded.offsets[window.first + at - 1]
    speaker = int(pointing[_AT["speaker"], : size + 1].argmax())
    pointed = int(pointing[_AT["state"], : size + 1].argmax())
    return FoundClaim(
        kind=kind, label=label, trigger=trigger, persons=tuple(sorted(persons, key=lambda p: -p[1])), state=state,
        requester=requester, when=when,
        place=_pointed(encoded, window, pointing[_AT["place_first"]], pointing[_AT["place_last"]]),
        grounds=_pointed(encoded, window, pointing[_AT["grounds_first"]], pointing[_AT["grounds_last"]]),
        speaker=encoded.offsets[window.first + speaker - 1] if speaker else None,
        pointed=encoded.offsets[window.first + pointed - 1] if pointed else None,
        denied=bool(scores.stances[at, 1] > scores.stances[at, 0]), sure=sure, joined=joined,
        states=tuple((code, p) for code, p in states if code is not None),
        dates=tuple((edtf, p) for edtf, p in dates if edtf is not None),
        whence=_whence(found, window, pointing[_AT["whence"]]) if kind == "link" else None,
    )  # fmt: skip


def _whence(found: Candidates, window: Window, scores: Floats) -> PersonKey | None:
    """The named person to whom most points."""
    named = {
        key: mine for key, pieces in found.persons.items() if key[0] is not None and (mine := _inside(window, pieces))
    }
    return max(named, key=lambda key: _pooled(scores, named[key]), default=None)


def _pooled(scores: Floats, pieces: list[int]) -> float:
    return float(np.logaddexp.reduce(scores[pieces]))


def _sigmoid(score: float) -> float:
    return float(1 / (1 + np.exp(-score)))


def _ranked(scores: Floats, choices: dict[str, list[int]]) -> list[tuple[str | None, float]]:
    """The choices, and None for nobody, with their probabilities, the likeliest first."""
    names: list[str | None] = [None]
    pooled = [float(scores[0])]
    for name, pieces in choices.items():
        if pieces:
            names.append(name)
            pooled.append(_pooled(scores, pieces))
    likely = softmax(np.array(pooled, dtype=np.float32))
    return sorted(((name, float(p)) for name, p in zip(names, likely, strict=True)), key=lambda pair: -pair[1])


def _pointed(encoded: Encoded, window: Window, first: Floats, last: Floats, longest: int = 24) -> Span | None:
    """The likeliest span, or None where pointing to nobody is likelier."""
    size = window.last - window.first
    begins, ends = first[1 : size + 1], last[1 : size + 1]
    best, span = float(first[0] + last[0]), None
    for start in np.argsort(-begins)[:4]:
        part = ends[start : start + longest]
        end = int(start + part.argmax())
        if float(begins[start] + ends[end]) > best:
            best, span = float(begins[start] + ends[end]), (int(start), end)
    if span is None:
        return None
    return (encoded.offsets[window.first + span[0]][0], encoded.offsets[window.first + span[1]][1])
