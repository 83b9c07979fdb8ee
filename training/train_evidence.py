"""Fit how much each sign of `habeas.reading.evidence` weighs for a state's acting and for a date's being the day of an act.

    python train_evidence.py corpus/en-train.jsonl > ../src/habeas/reading/data/evidence.toml

A conditional logit over the states (dates) of a passage and none of them: of an annotated custody act that the network finds upon its person, the annotated
state (date) has won against the others. The network's own scores are left out: on its train part they are always sure, and nothing would be left to weigh.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

import habeas.reading.resolve as resolve_module
from habeas.claims import Party
from habeas.reading import read_document
from habeas.reading.evaluation import load, same_person
from habeas.reading.evidence import Signs, What
from habeas.reading.model.claims import FoundClaim

RAREST, PENALTY, STEPS, RATE = 20, 1.0, 1500, 0.03
"""How often a sign must occur; the L2 penalty on weights; steps and rate of Adam (Kingma and Ba, 2015)."""
FIELDS: dict[What, str] = {"state": "by", "date": "when"}
Example = tuple[Signs, set[str | None]]
"""The signs of each choice, and the right ones."""


def examples(path: Path) -> dict[What, list[Example]]:
    """What the network finds on annotated passages, where the annotation has the same act upon the same person."""
    told: list[tuple[What, FoundClaim, Party, Signs]] = []

    class Recording(resolve_module.Resolver):
        def chosen(
            self, what: What, claim: FoundClaim, party: Party, likely: Any, signs: Signs
        ) -> tuple[str | None, float]:
            told.append((what, claim, party, signs))
            return super().chosen(what, claim, party, likely, signs)

    plain, resolve_module.Resolver = resolve_module.Resolver, Recording  # type: ignore[misc]
    made: dict[What, list[Example]] = {"state": [], "date": []}
    for passage in load([path]):
        told.clear()
        read_document(passage.text, source="s", published=passage.published, language=passage.lang)
        for what, claim, party, signs in told:
            right = {
                one.get(FIELDS[what]) for one in passage.claims
                if one["kind"] == "custody" and one["act"] == claim.label and same_person(party, one.get("person"), one.get("unnamed"))
            }  # fmt: skip
            if right & set(signs):
                made[what].append((signs, right))
    resolve_module.Resolver = plain  # type: ignore[misc]
    return made


def fitted(rows: list[Example]) -> dict[str, float]:
    """The weight of each sign that is not too rare."""
    counts = Counter(sign for signs, _ in rows for told in signs.values() for sign in told)
    names = sorted(sign for sign, count in counts.items() if count >= RAREST)
    at = {name: number for number, name in enumerate(names)}
    most = max(len(signs) for signs, _ in rows)
    given = np.zeros((len(rows), most, len(names)), dtype=np.float32)
    right = np.zeros((len(rows), most), dtype=np.float32)
    there = np.zeros((len(rows), most), dtype=bool)
    for row, (signs, good) in enumerate(rows):
        for place, (choice, told) in enumerate(signs.items()):
            given[row, place, [at[sign] for sign in told if sign in at]] = 1
            there[row, place], right[row, place] = True, choice in good
    weights, slope, bend = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, STEPS + 1):
        likely = shares(given @ weights, there)
        wanted = likely * right
        wanted /= wanted.sum(1, keepdims=True)
        now = (np.einsum("rc,rcs->s", likely - wanted, given) + PENALTY * weights) / len(rows)
        slope, bend = 0.9 * slope + 0.1 * now, 0.99 * bend + 0.01 * now * now
        weights -= RATE * (slope / (1 - 0.9**step)) / (np.sqrt(bend / (1 - 0.99**step)) + 1e-8)
    won = (shares(given @ weights, there).argmax(1)[:, None] == np.arange(most)) & (right > 0)
    print(f"{len(rows)} acts, {100 * won.any(1).mean():.1f} % right by signs alone", file=sys.stderr)
    return dict(zip(names, weights.tolist(), strict=True))


def shares(scores: Any, there: Any) -> Any:
    """Probabilities over the choices that are there."""
    raised = np.exp(np.where(there, scores - np.where(there, scores, -np.inf).max(1, keepdims=True), -np.inf))
    return raised / raised.sum(1, keepdims=True)


def main(arguments: list[str]) -> int:
    """Fit, and write the weights as TOML, rounded."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    print(
        "# How signs speak for a state's acting and for a date's being the day of an act. Written by training/train_evidence.py."
    )
    for what, rows in examples(Path(arguments[0])).items():
        print(f"\n[{what}]")
        for sign, weight in fitted(rows).items():
            print(f'"{sign}" = {weight:.2f}')
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
