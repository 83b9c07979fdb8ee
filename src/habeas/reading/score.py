"""Scores on annotated passages: `python -m habeas.reading.score FILE.jsonl ... [--json]`.

Prints for each family of claims how many are right, found and annotated, the shares of right dates and stances, and how often claims of a
stated confidence are right.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from habeas.reading import read_document
from habeas.reading.evaluation import Judged, Outcome, Passage, judge, load

BANDS = ((0.0, 0.55), (0.55, 0.65), (0.65, 0.75), (0.75, 0.85), (0.85, 0.95), (0.95, 1.01))
"""Bands of confidence; the one from 0.85 to 0.95 is what "confidence 0.9" means."""


def outcome_of(passages: Iterable[Passage]) -> Outcome:
    """What the reader makes of the passages."""
    total = Outcome()
    for passage in passages:
        claims = read_document(passage.text, source="s", published=passage.published, language=passage.lang)
        total.add(judge(passage, claims))
    return total


def table(outcome: Outcome) -> dict[str, Any]:
    """The figures, in per cent."""
    families = {
        name: {
            "precision": round(count.precision, 1), "recall": round(count.recall, 1), "f1": round(count.f1, 1),
            "right": count.right, "found": count.predicted, "annotated": count.gold,
        }
        for name, count in sorted(outcome.families.items())
    }  # fmt: skip
    return {
        "families": families,
        "dates": round(outcome.dates.precision, 1),
        "stances": round(outcome.stances.precision, 1),
        "reliability": reliability(outcome.judged),
    }


def reliability(judged: Iterable[Judged]) -> list[dict[str, float]]:
    """For each band of confidence: how many claims, their mean confidence, and how many in a hundred are right."""
    known = [(one.claim.confidence or 0.0, one.right) for one in judged if one.right is not None]
    rows = []
    for low, high in BANDS:
        inside = [(sure, right) for sure, right in known if low <= sure < high]
        if inside:
            mean = sum(sure for sure, _ in inside) / len(inside)
            share = 100 * sum(right for _, right in inside) / len(inside)
            rows.append(
                {
                    "from": low,
                    "to": min(high, 1.0),
                    "claims": len(inside),
                    "confidence": round(mean, 2),
                    "right": round(share, 1),
                }
            )
    return rows


def main(arguments: list[str]) -> int:
    """Score the files."""
    files = [Path(name) for name in arguments if not name.startswith("-")]
    if not files:
        print("usage: python -m habeas.reading.score FILE.jsonl ... [--json]", file=sys.stderr)
        return 2
    found = table(outcome_of(load(files)))
    if "--json" in arguments:
        print(json.dumps(found))
        return 0
    for name, row in found["families"].items():
        print(
            f"{name:12} P {row['precision']:5} R {row['recall']:5} F1 {row['f1']:5}  ({row['right']} of {row['found']} found, {row['annotated']} annotated)"
        )
    print(f"dates {found['dates']} %, stances {found['stances']} % (of claims that are otherwise right)")
    for row in found["reliability"]:
        print(f"confidence {row['from']:.2f}-{row['to']:.2f}: {row['claims']:.0f} claims, {row['right']} % right")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
