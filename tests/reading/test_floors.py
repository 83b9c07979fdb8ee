"""Reading does not get worse: floors under its scores, pinned with the hashes of what they were measured on.

Our own corpus gates always. The public sets gate where HABEAS_BENCHMARKS names their folder, and are loudly skipped elsewhere. A floor is
lowered only on purpose, here.
"""

import importlib.util
import json
import os
import tomllib
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from habeas.reading.benchmark import events, quotes
from habeas.reading.evaluation import load
from habeas.reading.score import outcome_of, table

ROOT = Path(__file__).resolve().parents[2]
FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))
BENCHMARKS = os.environ.get("HABEAS_BENCHMARKS")
public = pytest.mark.skipif(
    not BENCHMARKS, reason="HABEAS_BENCHMARKS names no folder: the floors on the public corpora are NOT checked"
)


def unchanged(path: Path, name: str) -> Path:
    assert sha256(path.read_bytes()).hexdigest() == FLOORS[name]["sha256"], f"{path.name} is not what its floors are of"
    return path


def scorer(name: str) -> ModuleType:
    assert BENCHMARKS
    spec = importlib.util.spec_from_file_location(name, Path(BENCHMARKS) / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["en-test", "fr-test"])
def test_our_own_corpus(name: str):
    found = table(outcome_of(load([unchanged(ROOT / f"training/corpus/{name}.jsonl", name)])))
    reached = {family: row["f1"] for family, row in found["families"].items()}
    reached |= {"dates": found["dates"], "stances": found["stances"]}
    below = {
        key: (reached.get(key), floor) for key, floor in FLOORS[name]["floors"].items() if reached.get(key, 0) < floor
    }
    assert not below, f"below the floor (reached, floor): {below}"


def test_what_is_called_nine_in_ten_is_right_nine_times_in_ten():
    found = table(outcome_of(load([ROOT / "training/corpus/en-test.jsonl"])))
    band = next(row for row in found["reliability"] if row["from"] == 0.85)
    low, high = FLOORS["en-test"]["nine_in_ten"]
    assert low <= band["right"] <= high, band


@public
def test_quotations_with_their_speakers():
    path = unchanged(Path(str(BENCHMARKS)) / "quotes" / "dev.jsonl", "polnear-dev")
    score = scorer("score_quotes")
    gold = score.load(path)
    found: dict[str, Any] = score.score(gold, {key: {"quotes": quotes(doc["text"])} for key, doc in gold.items()})
    floors = FLOORS["polnear-dev"]["floors"]
    assert found["quote+speaker"]["F1"] >= floors["quote_and_speaker"]
    assert found["speaker_acc"] >= floors["speaker"]
    assert found["type_direct"]["R_content"] >= floors["direct_recall"]


@public
def test_arrests():
    path = unchanged(Path(str(BENCHMARKS)) / "events" / "wikievents_dev.jsonl", "wikievents-dev")
    score = scorer("score_events")
    gold = {doc["id"]: doc for doc in map(json.loads, path.read_text("utf-8").splitlines())}
    found = score.score(gold, {key: {"events": events(doc["text"])} for key, doc in gold.items()}, "ArrestJail")
    floors = FLOORS["wikievents-dev"]["floors"]
    assert found["doc_overlap"]["F1"] >= floors["arrests"]
    assert found["TC"]["F1"] >= floors["arrest_triggers"]
