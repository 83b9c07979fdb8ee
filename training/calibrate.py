"""Calibrate: how often the reader is right when it is so sure, measured on dev parts, written to `src/habeas/reading/data/calibration.toml`.

    python calibrate.py [--quotes DEV.jsonl]

Claims of custody, appeals, accusations, endorsements and links that the model reads share one curve (each alone is too few), those of plain rules another; statements have one from the public dev part of
PolNeAR where it is given. Curves rise: neighbouring bins that fall are pooled (isotonic regression).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import habeas.reading.reader as reader_module
from habeas.reading.evaluation import load
from habeas.reading.score import outcome_of

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/habeas/reading/data/calibration.toml"
FAMILIES = ("custody", "appeal", "accusation", "endorsement", "endorsement_count", "link")
BINS = 8
RULES = 10.0
"""Added to what a rule is sure of, to tell it from what the model is sure of."""


def rising(pairs: list[tuple[float, bool]], bins: int = BINS) -> list[tuple[float, float]]:
    """(mean sure, share right) of bins of equal size, neighbours pooled until shares rise; shares are drawn in by one claim each way."""
    ordered = sorted(pairs)
    size = max(1, len(ordered) // bins)
    blocks = [ordered[i : i + size] for i in range(0, len(ordered), size)]
    if len(blocks) > 1 and len(blocks[-1]) < size // 2:
        blocks[-2:] = [blocks[-2] + blocks[-1]]
    pooled: list[list[tuple[float, bool]]] = []
    for block in blocks:
        pooled.append(block)
        while len(pooled) > 1 and share(pooled[-2]) > share(pooled[-1]):
            pooled[-2:] = [pooled[-2] + pooled[-1]]
    return [(round(sum(s for s, _ in block) / len(block), 3), round(share(block), 3)) for block in pooled]


def share(block: list[tuple[float, bool]]) -> float:
    """The share that is right, with one right and one wrong added."""
    return (sum(right for _, right in block) + 1) / (len(block) + 2)


def statements(path: Path) -> list[tuple[float, bool]]:
    """(sure, right) of every attribution on a file of PolNeAR's form: right as the public scorer says."""
    import sys

    sys.path.insert(0, str(path.parent.parent))
    import score_quotes

    from habeas.reading.model.served import Reading
    from habeas.reading.quoted import quoted
    from habeas.text.quotes import quotations

    pairs = []
    for line in path.open(encoding="utf-8"):
        document = json.loads(line)
        text, gold = document["text"], document["quotes"]
        marks = quotations(text)
        found = quoted(text, marks, Reading(text, quoted=marks).quotes())
        plain = [{"content": q.content, "content_parts": q.parts, "source": q.source} for q in found]
        mine = [score_quotes.chars(text, score_quotes.parts(q, "content")) for q in plain]
        theirs = [score_quotes.chars(text, score_quotes.parts(q, "content")) for q in gold]
        right = {i for i, j in score_quotes.match(mine, theirs) if score_quotes.agree(text, plain[i], gold[j])}
        pairs += [(quote.sure, i in right) for i, quote in enumerate(found)]
    return pairs


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quotes", type=Path)
    given = parser.parse_args()
    reader_module.calibrated = lambda family, sure: sure + RULES * (family == "rule")  # what readers say themselves
    judged = outcome_of(load([ROOT / "training/corpus/en-dev.jsonl"])).judged
    pairs = [
        (one.claim.confidence or 0.0, one.right)
        for one in judged
        if one.right is not None and one.claim.kind in FAMILIES
    ]
    curves = dict.fromkeys(FAMILIES, rising([(sure, right) for sure, right in pairs if sure < RULES]))
    curves["rule"] = rising([(round(sure - RULES, 3), right) for sure, right in pairs if sure >= RULES], 2)
    if given.quotes:
        curves["statement"] = rising(statements(given.quotes), 12)
    lines = [
        "# Written by training/calibrate.py: for each family (sure, share that is right), measured on dev parts.",
        "[curves]",
    ]
    lines += [f"{family} = {json.dumps(pairs)}" for family, pairs in curves.items()]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
