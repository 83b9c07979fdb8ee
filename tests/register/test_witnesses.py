"""Copies of one text are one voice, whichever way they were altered; two who tell it in their own words are two."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.register.witnesses import copies, folded, voices

WIRE = "Police in Lima detained Ana Silva, a Danish teacher, on Sunday at the airport as she was about to board a flight to Copenhagen, her lawyer said."


@pytest.mark.parametrize(
    "copy",
    [
        WIRE,
        WIRE.upper(),
        WIRE.replace(", her lawyer said", ""),
        WIRE.replace("on Sunday", "Sunday"),
        WIRE.replace("teacher", "schoolteacher").replace(",", ""),
        "LIMA (Wire) — " + WIRE,
        WIRE.replace("’", "'").replace("detained ", "detained   "),
        "Police in Lima detained Ana Silva, a Danish teacher, on Sunday at the airport.",
    ],
)
def test_an_edited_copy_is_no_second_voice(copy: str):
    assert voices([WIRE, copy]) == 1


@pytest.mark.parametrize(
    "other",
    [
        "Ana Silva, a Danish teacher, was detained in Lima on Sunday.",
        "The Danish teacher Ana Silva has been arrested at Lima airport, according to a lawyer who represents her.",
        "Peru holds a Danish teacher, the foreign ministry in Copenhagen confirmed.",
        "Police in Oslo detained Eva Roth, a Swiss nurse, on Monday.",
        "",
    ],
)
def test_who_tells_it_in_other_words_is_a_second_voice(other: str):
    assert voices([WIRE, other]) == 2


def test_short_quotes_are_copies_of_their_equals_only():
    assert voices(["She was released.", "she was released", "She was not released."]) == 2


def test_copies_of_copies_are_one_voice():
    middle = WIRE.replace("on Sunday", "Sunday").replace("a Danish teacher", "a teacher")
    far = middle.replace("was about to board a flight", "waited for a flight").replace("her lawyer", "a lawyer")
    assert voices([WIRE, far]) == 2
    assert voices([WIRE, middle]) == voices([middle, far]) == 1
    assert voices([WIRE, middle, far]) == 1


SENTENCES = st.lists(st.sampled_from("police in lima detained ana silva a danish teacher on sunday peru oslo said".split()), max_size=14).map(" ".join)  # fmt: skip


@given(st.lists(SENTENCES, max_size=6), st.randoms(use_true_random=False))
def test_voices_do_not_depend_on_order_and_never_exceed_the_quotes(quotes: list[str], shuffler: random.Random):
    there = voices(quotes)
    assert min(len(quotes), 1) <= there <= len(quotes)
    assert voices([*quotes, *(quote for quote in quotes if folded(quote))]) == there
    shuffled = list(quotes)
    shuffler.shuffle(shuffled)
    assert voices(shuffled) == there


@given(SENTENCES, SENTENCES)
def test_being_a_copy_goes_both_ways(one: str, other: str):
    assert copies(folded(one), folded(other)) == copies(folded(other), folded(one))


def test_many_copies_are_counted_in_reasonable_work():
    names = [f"{a}{b}" for a, b in itertools.product("abcdefghij", "klmnopqrst")]
    quotes = [WIRE.replace("Ana Silva", f"Ana {name}") for name in names]
    assert voices(quotes) == 1
