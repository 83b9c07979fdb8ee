import pytest

from habeas.reading.arrests.mentions import mentions
from habeas.reading.arrests.tokens import tellings, words
from habeas.reading.lexicon import lexicon
from habeas.reading.scene import Scene


def found(text: str) -> list[tuple[str, str]]:
    scene = Scene(text, None, lexicon("en"))
    (sentence,) = scene.sentences
    near = mentions(sentence, words(text, sentence.span), tellings(text, sentence.span))
    return [(text[slice(*one.span)], one.kind) for one in near]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Officers arrested a 26-year-old suspect.", [("Officers", "agent"), ("a 26-year-old suspect", "person")]),
        ("Ana Silva told Bo Lund.", [("Ana Silva", "name"), ("Bo Lund", "name")]),
        ("At least 13 were arrested.", [("13", "number")]),
        ("He jailed and sidelined many activists.", [("He", "pronoun"), ("many activists", "person")]),
        ("They were held in a motel room.", [("They", "pronoun"), ("a motel room", "facility")]),
        ("Officers from the county police arrested him.", [("Officers from the county police", "agent"), ("him", "pronoun")]),
        ("Several Danes left Denmark.", [("Several Danes", "nationals"), ("Denmark", "state")]),
    ],
)  # fmt: skip
def test_phrases_that_could_name_a_party_or_a_place(text: str, expected: list[tuple[str, str]]):
    assert found(text) == expected


def test_a_number_of_a_date_counts_nobody():
    assert found("On July 27 were floods.") == []


def test_a_place_before_a_noun_is_part_of_it():
    assert ("Denmark police", "agent") in found("He spoke to Denmark police.")
