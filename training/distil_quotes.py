"""Distil the quotation network into one of three layers, which reads at twice the speed.

The student keeps the teacher's embeddings, heads and the layers named; it learns from the labels and from the teacher's last hidden states on the same
windows, so that the heads go on meaning what they meant.

    python distil_quotes.py TRAIN.jsonl DEV.jsonl OUT --encoder FOLDER --teacher EMA.pt [--layers 0 2 5] [--epochs 5]
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from pathlib import Path
from typing import Any

import torch
from common import Course, at_half_precision, batches, follow, tokenizer_of
from quote_network import QuoteNet
from torch import nn
from train_quotes import Labelled, collate, losses, predict


def student_of(teacher: QuoteNet, layers: list[int]) -> QuoteNet:
    """A copy of the teacher with some of its layers."""
    student = copy.deepcopy(teacher)
    student.encoder.encoder.layer = nn.ModuleList([student.encoder.encoder.layer[number] for number in layers])
    student.encoder.config.num_hidden_layers = len(layers)
    return student


@torch.no_grad()
def taught(teacher: QuoteNet, rows: list[dict[str, Any]], batch: int) -> None:
    """Add the teacher's last hidden states to each window, as bfloat16."""
    chance = random.Random(0)
    rows.sort(key=lambda one: len(one["ids"]))
    for first in range(0, len(rows), batch):
        part = rows[first : first + batch]
        given = collate(part, chance, 0.0)
        with at_half_precision():
            hidden = teacher.encode(given["ids"], given["shapes"], given["mask"]).to(torch.bfloat16)
        for number, row in enumerate(part):
            row["taught"] = hidden[number, : len(row["ids"])].clone()


def main() -> None:
    """Distil, and write the averaged weights and dev predictions after each epoch."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--layers", type=int, nargs="+", default=[0, 2, 5])
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--hide", type=float, default=0.05)
    parser.add_argument("--pull", type=float, default=4.0, help="weight of the distance to the teacher's hidden states")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    chance = random.Random(given.seed)
    tokenizer = tokenizer_of(given.encoder)
    teacher = QuoteNet.trained(given.encoder, given.teacher)
    teacher.eval()
    net = student_of(teacher, given.layers)
    net.encoder.embeddings.word_embeddings.weight.requires_grad_(requires_grad=False)  # the claim network shares them
    ema = copy.deepcopy(net)
    documents = [Labelled(json.loads(line), tokenizer) for line in given.train.open(encoding="utf-8")]
    dev = [Labelled(json.loads(line), tokenizer) for line in given.dev.open(encoding="utf-8")]
    began = time.monotonic()
    rows = [w for document in documents for w in document.windows(chance.randint(200, 320))]
    taught(teacher, rows, given.batch)
    print(f"{len(rows)} windows taught, {time.monotonic() - began:.0f} s", flush=True)
    trained = [p for p in net.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=given.rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    steps = given.epochs * -(-len(rows) // given.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / (steps * 0.05), max(0.01, (steps - s) / (steps * 0.95)))
    )
    given.out.mkdir(parents=True, exist_ok=True)
    modules = {"net": net, "ema": ema, "optimizer": optimizer, "schedule": schedule}
    course = Course(given.out / "part", modules=modules, tensors=[], chances=[chance])
    done, step, running = course.take_up()
    for epoch in range(done, given.epochs):
        net.train()
        for part in batches(rows, given.batch, chance):
            batch = collate(part, chance, given.hide)
            with at_half_precision():
                hidden = net.encode(batch["ids"], batch["shapes"], batch["mask"])
            hidden = hidden.float()
            lessons = nn.utils.rnn.pad_sequence([row["taught"] for row in part], batch_first=True).float()
            apart = ((hidden - lessons) ** 2).mean(-1)[batch["mask"] == 1].mean()
            loss = losses(net, hidden, batch) + given.pull * apart
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            schedule.step()
            follow(ema.parameters(), net.parameters(), step, 0.998)
            running = 0.98 * running + 0.02 * loss.item() if step else loss.item()
            if step % 50 == 0:
                print(
                    f"epoch {epoch} step {step} of {steps} loss {running:.3f} apart {apart.item():.3f} {time.monotonic() - began:.0f} s",
                    flush=True,
                )
            step += 1
        ema.eval()
        torch.save(ema.state_dict(), given.out / "ema.pt")
        predict(ema, dev, given.out / f"dev-{epoch + 1}.jsonl", net.distances())
        course.put_aside(epoch + 1, step, running)
        print(f"saved after epoch {epoch + 1}, {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
