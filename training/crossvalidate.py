"""Cross-validate arrests on WikiEvents (train and dev together): five folds, each read by a network that never saw its documents.

    python crossvalidate.py OUT.jsonl --encoder FOLDER [--quotes EMA.pt] --events TRAIN.jsonl DEV.jsonl [--more RAMS.jsonl] [--corpus FILE.jsonl ...]

OUT gets the predictions of all folds in the scorers' form; GOLD (OUT with `.gold.jsonl`) the documents.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

from claim_network import ClaimNet
from common import tokenizer_of
from torched import event_predictions
from train_claims import event_rows, fit, passage_row

from habeas.reading.evaluation import load


def main() -> None:
    """Train and predict fold by fold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--quotes", type=Path)
    parser.add_argument("--events", type=Path, nargs="+", required=True)
    parser.add_argument("--more", type=Path, nargs="*", default=[])
    parser.add_argument("--corpus", type=Path, nargs="*", default=[])
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--run", type=int, default=0, help="how many folds to run; 0: all")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--freeze", type=int, default=3)
    parser.add_argument(
        "--keep", type=float, default=0.15, help="share of the windows without an event that are trained on"
    )
    parser.add_argument("--rate", type=float, default=2e-4)
    given = parser.parse_args()
    tokenizer = tokenizer_of(given.encoder)
    documents = [json.loads(line) for path in given.events for line in path.open(encoding="utf-8")]
    random.Random(7).shuffle(documents)
    more = [json.loads(line) for path in given.more for line in path.open(encoding="utf-8")]
    chance = random.Random(1)
    shared = [row for document in more for row in event_rows(document, tokenizer, keep=given.keep, chance=chance)]
    shared += [passage_row(passage, tokenizer) for passage in load(given.corpus)]
    with (
        given.out.open("w", encoding="utf-8") as out,
        given.out.with_suffix(".gold.jsonl").open("w", encoding="utf-8") as gold,
    ):
        for fold in range(given.run or given.folds):
            held = documents[fold :: given.folds]
            rows = [
                row
                for d in documents
                if d not in held
                for row in event_rows(d, tokenizer, keep=given.keep, chance=chance)
            ]
            net = ClaimNet.from_encoder(given.encoder, given.quotes)
            net.freeze(given.freeze)
            fit(net, rows + shared, epochs=given.epochs, rate=given.rate, batch=8, hide=0.05, seed=fold, log=False)
            for document in held:
                out.write(
                    json.dumps({"id": document["id"], "events": event_predictions(net, tokenizer, document["text"])})
                    + "\n"
                )
                gold.write(json.dumps(document) + "\n")
            out.flush()
            gold.flush()
            print(f"fold {fold + 1} of {given.folds}: {len(rows)} windows, {len(held)} documents", flush=True)


if __name__ == "__main__":
    main()
