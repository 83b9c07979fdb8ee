import pytest

from habeas.reading.arrests import arrests, proposed
from habeas.reading.benchmark import arrest_as_benchmark

PLAIN = "Police in Springfield arrested Ana Silva on Monday. Her lawyer said that she had done nothing."
ABROAD = "{a} police arrested a {a} engineer in {b} on Monday. The engineer, Ana Silva, was held by guards in {b}, and {a} asked for her release."


def test_a_plain_arrest_is_given():
    (arrest,) = arrests(PLAIN)
    assert PLAIN[slice(*arrest.trigger)] == "arrested"


@pytest.mark.parametrize(
    "text",
    [
        "The vote will be held on Sunday.",
        "A camera captured the moment.",
    ],
)
def test_what_is_no_arrest_is_not(text: str):
    assert proposed(text)
    assert arrests(text) == []


def test_weights_decide_and_nothing_else():
    (arrest,) = proposed("Police arrested Ana Silva.")
    assert arrest.likelihood({"bias": 0.0}) == 0.5
    assert arrest.likelihood({"bias": 0.0, "word=arrested": 2.0}) > 0.8
    assert arrest.likelihood({"bias": 0.0, "word=held": 2.0}) == 0.5


def test_no_feature_holds_a_word_of_the_text():
    features = {feature for arrest in proposed(PLAIN) for feature in arrest.features}
    assert not [feature for feature in features if "silva" in feature.lower() or "springfield" in feature.lower()]


@pytest.mark.parametrize("states", [("Canada", "China"), ("Iran", "Sweden"), ("Saudi Arabia", "New Zealand")])
def test_exchanging_two_states_exchanges_the_arrests_and_nothing_else(states: tuple[str, str]):
    one, other = states
    text, exchanged = ABROAD.format(a=one, b=other), ABROAD.format(a=other, b=one)
    before, after = proposed(text), proposed(exchanged)
    assert [arrest.features for arrest in before] == [arrest.features for arrest in after]
    spans = [[text[slice(*span)] for _, span in arrest.arguments] for arrest in before]
    swap = {one: other, other: one}
    assert [[_swapped(words, swap) for words in some] for some in spans] == [
        [exchanged[slice(*span)] for _, span in arrest.arguments] for arrest in after
    ]
    assert len(before) == 2


def _swapped(words: str, swap: dict[str, str]) -> str:
    return next((words.replace(state, to) for state, to in swap.items() if state in words), words)


def test_the_scorers_form():
    (arrest,) = proposed("Police arrested Ana Silva.")
    assert arrest_as_benchmark(arrest) == {
        "type": "Justice.ArrestJailDetain",
        "trigger": [7, 15],
        "args": [{"role": "Detainee", "span": [16, 25]}, {"role": "Jailer", "span": [0, 6]}],
    }
