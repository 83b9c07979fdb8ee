"""Mended text: divided words joined, misread letters put right, and every span led back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.text.mended import Mended, mend

WORDS = frozenset("him from the was held at photographing trial before dealer horn many".split())
NAMES = frozenset({"KUWAIT", "Yemeni", "April"})


def mended(text: str) -> Mended:
    return mend(text, known=lambda word: word.casefold() in WORDS, names_known=lambda word: word in NAMES)


@pytest.mark.parametrize(
    ("given_text", "meant"),
    [
        ("held frorn April", "held from April"),
        ("the tria1 bef0re hirn", "the trial before him"),
        ("a deaIer", "a dealer"),
        ("photo-\ngraphing him", "photographing him"),
        ("THE MAGIS-\n  TRATE", "THE MAGISTRATE"),
        ("KUWAlT", "KUWAIT"),
        ("a Yerneni", "a Yemeni"),
        ("Apri1", "April"),
    ],
)
def test_what_a_scanner_misread_is_put_right(given_text, meant):
    assert mended(given_text).text == meant


@pytest.mark.parametrize(
    "text",
    [
        "a horn",  # a word already
        "Anna Curnrnins",  # a name: no table knows it
        "the Paris-\nLyon line",  # two names
        "a frorg",  # no word comes of it
        "on 1 May, 10 of them",
        "the G20",
        "well-known",
    ],
)
def test_what_may_be_right_stays(text):
    page = mended(text)
    assert page.text == text
    assert not page.changed


def test_spans_lead_back_to_the_words_as_they_were():
    text = "He was photo-\ngraphing at KUWAlT, frorn the horn"
    page = mended(text)

    def back(words: str) -> str:
        start = page.text.index(words)
        return text[slice(*page.back((start, start + len(words))))]

    assert back("photographing") == "photo-\ngraphing"
    assert back("KUWAIT") == "KUWAlT"
    assert back("from") == "frorn"
    assert back("the horn") == "the horn"
    assert back("photographing at KUWAIT") == "photo-\ngraphing at KUWAlT"
    assert back("was photo") == "was photo"


PIECES = st.lists(
    st.sampled_from(
        ["frorn", "hirn", "was", "photo-\ngraphing", "KUWAlT", " ", ", ", "\n", "é", "-\n", "rn", "1", "a"]
    ),
    max_size=20,
)


@given(PIECES)
def test_letters_lead_back_in_order_and_what_no_mending_touched_to_itself(pieces):
    text = "".join(pieces)
    page = mended(text)
    spans = [page.back((at, at + 1)) for at in range(len(page.text))]
    assert spans == sorted(spans)
    assert page.back((0, len(page.text))) == (0, len(text))
    for letter, span in zip(page.text, spans, strict=True):
        assert text[slice(*span)] == letter or mended(text[slice(*span)]).changed


@given(st.text(max_size=60))
def test_words_that_are_known_stay(text):
    page = mend(text, known=lambda _: True, names_known=lambda _: True)
    assert "-\n" in text.replace(" ", "").replace("\t", "").replace("\r", "") or page.text == text
