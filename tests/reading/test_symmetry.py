"""The rules know no friend and no foe: exchange two states in a text, and its claims are exchanged and nothing else."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from habeas.claims import Claim
from habeas.reading import read_document

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [
    *sorted((ROOT / "examples" / "declaration-2021").glob("*.txt")),
    *sorted((ROOT.parent / "shared" / "seeds").glob("*.txt")),
]
WORDS = {
    "Canadians": "Chinese nationals",
    "Canadian": "Chinese",
    "Canada": "China",
    "Ottawa": "Beijing",
    "Vancouver": "Shanghai",
    "Calgary": "Dalian",
    "Chinese": "Canadian",
    "China": "Canada",
    "Beijing": "Ottawa",
    "Dandong": "Calgary",
}
PEOPLE = {
    "Michael Spavor": "Zhao Lin",
    "Michael Kovrig": "Zhao Wen",
    "Spavor": "Lin",
    "Kovrig": "Wen",
    "Meng Wanzhou": "Anne Tremblay",
    "Meng": "Tremblay",
    "Marc Garneau": "Gao Ming",
    "Garneau": "Gao",
    "Justin Trudeau": "Xu Peng",
    "Hua Chunying": "Carla Moreau",
    "Dominic Barton": "Duan Bing",
}
CODES = {"CA": "CN", "CN": "CA"}


def _pattern(words: dict[str, str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})(?!\w)")


_STATES = _pattern(WORDS)
_EVERYBODY = _pattern(PEOPLE)


def exchanged(text: str) -> str:
    return _STATES.sub(lambda match: WORDS[match.group()], text)


def renamed(text: str) -> str:
    return _EVERYBODY.sub(lambda match: PEOPLE[match.group()], text)


def plain(claim: Claim) -> Any:
    """A claim without ids, offsets and confidence."""
    return _without_places(msgspec.to_builtins(msgspec.structs.replace(claim, confidence=None)))


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without_places(item) for key, item in value.items() if key not in {"span", "start", "end", "source"}
        }
    if isinstance(value, (list, tuple)):
        return [_without_places(item) for item in value]
    return value


def _exchanged(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _exchanged(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_exchanged(item) for item in value]
    if isinstance(value, str):
        return CODES.get(value, exchanged(value))
    return value


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_exchanging_two_states_exchanges_the_claims_and_nothing_else(path: Path):
    text = path.read_text("utf-8")
    before = [plain(claim) for claim in read_document(text, source="s", published="2021-02-16")]
    after = [plain(claim) for claim in read_document(exchanged(text), source="s", published="2021-02-16")]
    assert before
    assert [_exchanged(claim) for claim in before] == after


def _renamed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_renamed(item) for item in value]
    return renamed(value) if isinstance(value, str) else value


def test_exchanging_peoples_names_leaves_most_claims_as_they_are():
    """The model sees names, so that a claim near a threshold may change with one: the rate is held here, and stated on the model card."""
    kept = told = 0
    for path in TEXTS:
        text = path.read_text("utf-8")
        before = [_renamed(plain(claim)) for claim in read_document(text, source="s", published="2021-02-16")]
        after = [plain(claim) for claim in read_document(renamed(text), source="s", published="2021-02-16")]
        kept += sum(claim in after for claim in before)
        told += len(before)
    assert kept / told >= 0.8, f"{kept} of {told}"
