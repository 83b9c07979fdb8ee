"""The trained reader as it is served: int8 ONNX in one file of the package, loaded on first use.

Word pieces are looked up once for every window; the quotation network reads them always, the claim network only where a window holds a word that
could bring a claim.
"""

from __future__ import annotations

import json
import re
import zipfile
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from habeas.reading.model.claims import ClaimScores
from habeas.reading.model.decode import POINTERS, WIDTH, Floats, ModelQuote, QuoteScores, quotes_of, softmax
from habeas.reading.model.encoding import BEGIN, END, OTHER, Encoded, Window, encode, windows
from habeas.reading.model.frames import EVENTS, RELATION_WIDTH, RELATIONS, Candidates, marked
from habeas.text.places import PlaceMention
from habeas.text.quotes import Quotation
from habeas.text.states import StateMention

LONGEST, OVERLAP = 288, 64
"""In word pieces: a window, and what two windows share."""

NAME = "habeas-model/1"
"""How `read_by` names this model."""


class Served:
    """The sessions of the served model. One is enough for a process: `served()`."""

    def __init__(self, raw: bytes) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            self.meta: dict[str, Any] = json.loads(archive.read("meta.json"))
            self.tokenizer = Tokenizer.from_str(archive.read("tokenizer.json").decode())
            self._sessions = {
                name: onnxruntime.InferenceSession(
                    archive.read(f"{name}.onnx"), options, providers=["CPUExecutionProvider"]
                )
                for name in ("words", "quotes", "claims")
                if f"{name}.onnx" in archive.namelist()
            }
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.distance: Floats = np.array(self.meta["distance"], dtype=np.float32)

    def run(self, name: str, **inputs: npt.NDArray[Any]) -> list[Floats]:
        """One part of the model on one window, without the batch dimension."""
        return [out[0] for out in self._sessions[name].run(None, inputs)]


@cache
def served() -> Served:
    """The model of this package."""
    return Served(files("habeas.reading").joinpath("data/reader.zip").read_bytes())


class ModelEvent(msgspec.Struct, frozen=True):
    """One event of the public benchmarks: its type, trigger, and the spans of who is held, who acts and where."""

    type: str
    trigger: tuple[int, int]
    roles: dict[str, tuple[int, int]]


class Reading:
    """One text read by the model."""

    def __init__(
        self,
        text: str,
        *,
        states: list[StateMention] | None = None,
        places: list[PlaceMention] | None = None,
        quoted: list[Quotation] | None = None,
        model: Served | None = None,
    ) -> None:
        self.model = model or served()
        self.text = text
        self.encoded: Encoded = encode(text, self.model.tokenizer, states=states, places=places, quoted=quoted)
        self.windows = windows(self.encoded, text, longest=LONGEST, overlap=OVERLAP) if self.encoded.ids else []
        self._embedded: dict[Window, Floats] = {}

    def _run(self, head: str, window: Window, shapes: list[int]) -> list[Floats]:
        """What a head says of a window; the pieces of the window are looked up once for both."""
        if window not in self._embedded:
            ids = [BEGIN, *self.encoded.ids[window.first : window.last], END]
            self._embedded[window] = self.model.run("words", ids=np.array([ids], np.int64))[0]
        given = [OTHER, *shapes[window.first : window.last], OTHER]
        return self.model.run(head, embedded=self._embedded[window][None], shapes=np.array([given], np.int64))

    def quotes(self, threshold: float = 0.5) -> list[ModelQuote]:
        """Every attribution."""
        scored = []
        for window in self.windows:
            tags, queries, keys = self._run("quotes", window, self.encoded.shapes)
            shape = (-1, POINTERS, WIDTH)
            scored.append(QuoteScores(window, tags, queries.reshape(shape), keys.reshape(shape)))
        return quotes_of(self.encoded, scored, self.model.distance, threshold=threshold)

    def _span(self, window: Window) -> tuple[int, int]:
        return self.encoded.offsets[window.first][0], self.encoded.offsets[window.last - 1][1]

    def _claim_head(self, window: Window, shapes: list[int]) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        frames, events, stances, queries, keys = self._run("claims", window, shapes)
        shape = (-1, len(RELATIONS), RELATION_WIDTH)
        return frames, events, stances, queries.reshape(shape), keys.reshape(shape)

    def claim_scores(self, found: Candidates, *, worth: re.Pattern[str] | None = None) -> list[ClaimScores]:
        """What the claim head says of each window; of several windows only those with a match of `worth` are read."""
        scored = []
        marks = marked(self.encoded, found)
        for window in self.windows:
            if worth is not None and len(self.windows) > 1 and not worth.search(self.text, *self._span(window)):
                continue
            frames, _, stances, queries, keys = self._claim_head(window, marks)
            scored.append(ClaimScores(window, frames, stances, queries, keys))
        return scored

    def events(self, threshold: float = 0.5) -> list[ModelEvent]:
        """Events of justice in the form of the public benchmarks."""
        made = []
        for window in self.windows:
            _, events, _, queries, keys = self._claim_head(window, self.encoded.shapes)
            made += events_of(self.encoded, window, events, queries, keys, threshold)
        return made


def events_of(
    encoded: Encoded, window: Window, events: Floats, queries: Floats, keys: Floats, threshold: float
) -> list[ModelEvent]:
    """The events of one window."""
    likely = softmax(events)
    made = []
    for at in range(1 + window.first_own - window.first, 1 + window.last_own - window.first):
        if 1 - float(likely[at, 0]) <= threshold:
            continue
        roles = {}
        for role in ("held", "acting", "where"):
            number = RELATIONS.index(role)
            scores = keys[: 1 + window.last - window.first, number] @ queries[at, number]
            best = int(scores.argmax())
            if role == "held" and best == 0 and len(scores) > 1:
                best = 1 + int(scores[1:].argmax())  # somebody always is held, charged, tried
            if best:
                roles[role] = encoded.offsets[window.first + best - 1]
        kind = EVENTS[int(likely[at, 1:].argmax()) + 1]
        made.append(ModelEvent(kind, encoded.offsets[window.first + at - 1], roles))
    return made
