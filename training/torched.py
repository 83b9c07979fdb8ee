"""The claim network as a source of scores, before it is exported."""

from __future__ import annotations

from typing import Any

import torch
from claim_network import ClaimNet
from common import at_half_precision
from tokenizers import Tokenizer

from habeas.reading.benchmark import EVENT_SURE, as_benchmark
from habeas.reading.model.claims import ClaimScores
from habeas.reading.model.encoding import BEGIN, END, Encoded, Window, encode, windows
from habeas.reading.model.frames import RELATION_WIDTH, RELATIONS
from habeas.reading.model.served import LONGEST, OVERLAP, events_of

SHAPE = (-1, len(RELATIONS), RELATION_WIDTH)


def _hidden(net: ClaimNet, encoded: Encoded, window: Window, marks: list[int] | None = None) -> torch.Tensor:
    ids = torch.tensor([[BEGIN, *encoded.ids[window.first : window.last], END]])
    shapes = torch.tensor([[3, *(marks or encoded.shapes)[window.first : window.last], 3]])
    with at_half_precision():
        return net.encode(ids, shapes, torch.ones_like(ids)).float()


@torch.no_grad()
def claim_scores(net: ClaimNet, encoded: Encoded, text: str, marks: list[int] | None = None) -> list[ClaimScores]:
    """What the net says of each window."""
    made = []
    for window in windows(encoded, text, longest=LONGEST, overlap=OVERLAP):
        hidden = _hidden(net, encoded, window, marks)
        scores = [net.query(hidden)[0].view(SHAPE).numpy(), net.key(hidden)[0].view(SHAPE).numpy()]
        made.append(ClaimScores(window, net.frames(hidden)[0].numpy(), net.stance(hidden)[0].numpy(), *scores))
    return made


@torch.no_grad()
def event_predictions(net: ClaimNet, tokenizer: Tokenizer, text: str) -> list[dict[str, Any]]:
    """The events of a text in the scorers' form."""
    encoded = encode(text, tokenizer)
    made = []
    for window in windows(encoded, text, longest=LONGEST, overlap=OVERLAP):
        hidden = _hidden(net, encoded, window)
        queries, keys = net.query(hidden)[0].view(SHAPE).numpy(), net.key(hidden)[0].view(SHAPE).numpy()
        made += events_of(encoded, window, net.events(hidden)[0].numpy(), queries, keys, EVENT_SURE)
    return [as_benchmark(event) for event in made]
