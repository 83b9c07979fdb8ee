"""What grammar says for or against a state's acting and a date's being the day, beside the network."""

import pytest

from habeas.reading.evidence import Evidence, weighed
from habeas.reading.lexicon import lexicon
from habeas.reading.scene import Scene


def told(text: str, word: str, anchor: str | None = "2023-07-26") -> tuple[Evidence, tuple[int, int]]:
    at = text.index(word)
    return Evidence(Scene(text, anchor, lexicon("en"))), (at, at + len(word))


def test_without_signs_the_network_decides():
    ranked = weighed("state", [("TH", 0.6), ("MZ", 0.3)], {})
    assert [code for code, _ in ranked] == ["TH", "MZ", None]
    assert sum(p for _, p in ranked) == pytest.approx(1)
    assert dict(ranked)["TH"] == pytest.approx(0.6, abs=1e-3)


@pytest.mark.parametrize(
    ("text", "word", "holds", "other"),
    [
        ("Aland welcomed Thailand's endorsement. Two geologists were detained together in Tete, Mozambique, in May.", "detained", "MZ", "TH"),
        ("He was detained at the airport in Luxembourg on his way home from Monaco.", "detained", "LU", "MC"),
        ("The Lisbon police arrested her on a ship under the flag of Panama.", "arrested", "PT", "PA"),
    ],
)  # fmt: skip
def test_where_somebody_is_held_weighs_more_than_what_else_is_named(text: str, word: str, holds: str, other: str):
    evidence, trigger = told(text, word)
    signs = evidence.of_states(trigger, [holds, other], None)
    assert weighed("state", [(other, 0.5), (holds, 0.4)], signs)[0][0] == holds


def test_ones_own_state_rarely_holds_one():
    evidence, trigger = told("The Dane was arrested in Oslo.", "arrested")
    signs = evidence.of_states(trigger, ["DK", "NO"], "DK")
    assert "own" in signs["DK"]
    assert weighed("state", [("DK", 0.9), ("NO", 0.05)], signs)[0][0] == "NO"


def test_a_detention_is_of_the_day_since_when():
    text = "Mia Holm, held since 4 May, appealed on 9 June."
    evidence, trigger = told(text, "held")
    dates = ["2023-05-04", "2023-06-09"]
    signs = evidence.of_dates(trigger, "detained", dates, [trigger[0], text.index("appealed")])
    assert "since detained" in signs["2023-05-04"]
    assert weighed("date", [("2023-06-09", 0.4), ("2023-05-04", 0.4)], signs)[0][0] == "2023-05-04"


def test_no_state_weighs_more_than_another():
    """The signs of a text are those of the same text with other states in it."""
    one, at = told("Officers in Denmark held him; the embassy of Peru in Denmark was told.", "held")
    two, there = told("Officers in Ghana held him; the embassy of Nepal in Ghana was told.", "held")
    mine, theirs = one.of_states(at, ["DK", "PE"], "PE"), two.of_states(there, ["GH", "NP"], "NP")
    assert [mine[code] for code in ("DK", "PE", None)] == [theirs[code] for code in ("GH", "NP", None)]
