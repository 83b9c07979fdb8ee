"""Fit the filter of `habeas.reading.arrests`: which words that may tell of an arrest annotators mark. Needs no more than numpy.

    python train_arrests.py fit TRAIN.jsonl > ../src/habeas/reading/data/arrest_weights.toml
    python train_arrests.py cross-validate OUT.jsonl TRAIN.jsonl DEV.jsonl

The second writes predictions of five folds (those of `crossvalidate.py`), each by a filter that never saw its documents, in the public scorer's form; beside
OUT the documents (`.gold.jsonl`), and what the rules alone give (`.rules.jsonl`).
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from habeas.reading.arrests import Arrest, proposed
from habeas.reading.arrests.marked import ENOUGH
from habeas.reading.benchmark import arrest_as_benchmark
from habeas.text.spans import overlap

FOLDS, PENALTY, RAREST, STEPS = 5, 6.0, 4, 25
"""Folds; the L2 penalty on weights; how often a feature must occur; steps of Newton's method."""


def main(arguments: list[str]) -> int:
    """Fit on all documents, or cross-validate."""
    if arguments[:1] == ["fit"] and len(arguments) > 1:
        write(fitted(examples(documents(arguments[1:]))))
        return 0
    if arguments[:1] == ["cross-validate"] and len(arguments) > 2:
        cross_validate(Path(arguments[1]), documents(arguments[2:]))
        return 0
    print(__doc__, file=sys.stderr)
    return 2


def documents(paths: list[str]) -> list[dict[str, Any]]:
    """The documents of some files."""
    return [json.loads(line) for path in paths for line in Path(path).open(encoding="utf-8")]


def examples(rows: list[dict[str, Any]]) -> list[tuple[Arrest, bool]]:
    """Every proposed arrest, and whether annotators marked its word."""
    return [
        (arrest, any(overlap(arrest.trigger, event["trigger"]) for event in row["events"] if "ArrestJail" in event["type"]))
        for row in rows
        for arrest in proposed(row["text"])
    ]  # fmt: skip


def fitted(rows: list[tuple[Arrest, bool]]) -> dict[str, float]:
    """The weight of each feature that is not too rare: logistic regression by Newton's method."""
    counts = Counter(feature for arrest, _ in rows for feature in arrest.features)
    names = ["bias", *sorted(feature for feature, count in counts.items() if count >= RAREST)]
    given = np.array([[name == "bias" or name in arrest.features for name in names] for arrest, _ in rows], dtype=float)
    truth = np.array([marked for _, marked in rows], dtype=float)
    penalty = np.array([0.001] + [PENALTY] * (len(names) - 1))
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-given @ weights))
        slope = given.T @ (likely - truth) + penalty * weights
        bend = (given.T * (likely * (1 - likely))) @ given + np.diag(penalty)
        weights -= np.linalg.solve(bend, slope)
    return dict(zip(names, weights.tolist(), strict=True))


def cross_validate(out: Path, rows: list[dict[str, Any]]) -> None:
    """Predict each fold with a filter fitted on the others."""
    random.Random(7).shuffle(rows)
    told = [examples([row]) for row in rows]
    with (
        out.open("w", encoding="utf-8") as found,
        out.with_suffix(".gold.jsonl").open("w", encoding="utf-8") as gold,
        out.with_suffix(".rules.jsonl").open("w", encoding="utf-8") as rules,
    ):
        for fold in range(FOLDS):
            weights = fitted([one for place, some in enumerate(told) if place % FOLDS != fold for one in some])
            for row, some in list(zip(rows, told, strict=True))[fold::FOLDS]:
                every = [arrest for arrest, _ in some]
                likely = [arrest for arrest in every if arrest.likelihood(weights) > ENOUGH]
                for file, given in ((found, likely), (rules, every)):
                    file.write(
                        json.dumps({"id": row["id"], "events": [arrest_as_benchmark(one) for one in given]}) + "\n"
                    )
                gold.write(json.dumps(row) + "\n")


def write(weights: dict[str, float]) -> None:
    """The weights as TOML, rounded."""
    print(
        "# How features speak for an arrest that annotators mark. Written by training/train_arrests.py from WikiEvents' train part."
    )
    for name, weight in weights.items():
        print(f'"{name}" = {weight:.3f}')


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
