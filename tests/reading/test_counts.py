"""How many have endorsed an instrument, whichever states a text counts with."""

from itertools import pairwise
from typing import Any

import pytest

from habeas.reading.counts import SIZES, read_counts
from habeas.reading.endorsements import read_endorsements
from habeas.reading.lexicon import lexicon
from habeas.reading.scene import Scene
from habeas.text.states import name_of

INSTRUMENT = "declaration-against-arbitrary-detention"
NAME = "Declaration Against Arbitrary Detention in State-to-State Relations"
CODES = ["CA", "GH", "PE", "CN", "IR", "RU", "US", "FJ"]
NAMES = [name_of(code) for code in CODES]


def read(text: str) -> list[Any]:
    (sentence,) = Scene(text, None, lexicon("en")).sentences
    return [content for content, _ in read_counts(sentence, INSTRUMENT)]


def counted(text: str) -> list[tuple[int, str, str | None]]:
    return [(content.count, content.bound, content.group) for content in read(text)]


@pytest.mark.parametrize("state", NAMES)
@pytest.mark.parametrize(
    "form",
    [
        "{state} and 57 others signed the declaration.",
        "{state} plus 57 others signed the declaration.",
        "{state} and 57 other countries signed the declaration.",
        "{state}, along with 57 other governments, has endorsed it.",
        "It was signed by 57 other countries besides {state}.",
        "It was signed by other 57 states apart from {state}.",
        "{state} has endorsed it, as have 57 others.",
        "{state} joined fifty-seven other nations in signing it.",
    ],
)
def test_the_state_beside_others_is_counted_too(form: str, state: str):
    assert counted(form.format(state=state)) == [(58, "exactly", None)]


@pytest.mark.parametrize(("one", "other"), list(pairwise([*NAMES, NAMES[0]])))
@pytest.mark.parametrize("joint", ["and", "plus", "with"])
def test_every_state_listed_before_others_is_counted(one: str, other: str, joint: str):
    assert counted(f"{one} and {other} {joint} 57 others signed the declaration.") == [(59, "exactly", None)]
    assert counted(f"{one}, {other} {joint} 57 others signed the declaration.") == [(59, "exactly", None)]


@pytest.mark.parametrize("state", NAMES)
def test_one_state_named_twice_is_counted_once(state: str):
    assert counted(f"{state}, {state} and 57 other countries signed it.") == [(58, "exactly", None)]


@pytest.mark.parametrize("state", NAMES)
def test_both_of_a_pair_are_counted_although_one_is_not_named(state: str):
    assert counted(f"Both {state} and 57 other countries signed it.")[0][0] == 59


@pytest.mark.parametrize("state", NAMES)
@pytest.mark.parametrize(
    "rank", ["71st state to endorse it", "71st country on the list", "71st to sign", "71st signatory"]
)
def test_a_rank_is_the_number_it_brings(state: str, rank: str):
    assert counted(f"{state} became the {rank}.") == [(71, "exactly", None)]


@pytest.mark.parametrize(
    ("text", "number", "bound"),
    [
        ("58 countries have endorsed it.", 58, "exactly"),
        ("Fifty-eight countries have endorsed it.", 58, "exactly"),
        ("Twenty governments signed.", 20, "exactly"),
        ("It now counts 58 signatories.", 58, "exactly"),
        ("58 sovereign states stand behind the declaration.", 58, "exactly"),
        ("More than 50 countries have endorsed it.", 50, "at_least"),
        ("At least fifty countries have endorsed it.", 50, "at_least"),
        ("No fewer than 50 states signed.", 50, "at_least"),
        ("Over 50 states signed.", 50, "at_least"),
        ("Well over 50 states signed.", 50, "at_least"),
        ("50 or more states signed.", 50, "at_least"),
        ("50+ states signed.", 50, "at_least"),
        ("Fewer than 60 states signed.", 60, "at_most"),
        ("No more than 60 states signed.", 60, "at_most"),
        ("Up to 60 states signed.", 60, "at_most"),
        ("Nearly 80 states have endorsed it.", 80, "nearly"),
        ("Almost eighty countries have endorsed it.", 80, "nearly"),
        ("Close to 80 governments signed.", 80, "nearly"),
        ("Just under 80 governments signed.", 80, "nearly"),
        ("Some 50 states signed.", 50, "about"),
        ("About 50 states signed.", 50, "about"),
        ("Around fifty states signed.", 50, "about"),
        ("Roughly 50 states signed.", 50, "about"),
        ("50-odd states signed.", 50, "about"),
        ("50 or so states signed.", 50, "about"),
    ],
)
def test_plain_numbers_and_their_bounds(text: str, number: int, bound: str):
    assert counted(text) == [(number, bound, None)]


@pytest.mark.parametrize(
    ("words", "bound"), [("more than", "at_least"), ("nearly", "nearly"), ("some", "about"), ("fewer than", "at_most")]
)
@pytest.mark.parametrize("what", ["others", "other countries"])
def test_those_beside_the_one_named_may_be_no_exact_number_either(words: str, bound: str, what: str):
    assert counted(f"Ghana and {words} 57 {what} signed the declaration.") == [(58, bound, None)]


@pytest.mark.parametrize(
    "headline",
    [
        "58 countries sign declaration against hostage-taking",
        "Declaration on prisoners: 58 states back it",
        "58 NATIONS ENDORSE PACT",
    ],
)
def test_headlines_without_a_full_stop_count(headline: str):
    assert counted(headline) == [(58, "exactly", None)]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("All but one of the 27 members of the European Union signed it.", "nearly_all"),
        ("All but one of the EU's 27 members signed it.", "nearly_all"),
        ("All except two of the 27 member states of the European Union signed it.", "nearly_all"),
        ("Nearly all of the EU's 27 members signed it.", "nearly_all"),
        ("Nearly all of the EU's 27 member states signed it.", "nearly_all"),
        ("Almost every member of the EU signed it.", "nearly_all"),
        ("All 27 EU countries signed it.", "all"),
        ("All 27 member states of the EU signed it.", "all"),
        ("Every member of the EU signed it.", "all"),
    ],
)
def test_of_a_group_the_count_is_its_size_and_is_told_once(text: str, bound: str):
    assert counted(text) == [(27, bound, "EU")]


@pytest.mark.parametrize(("body", "code"), [("NATO", "NATO"), ("G7", "G7"), ("ASEAN", "ASEAN"), ("OECD", "OECD")])
def test_a_size_left_unsaid_is_known_and_one_that_is_said_wins(body: str, code: str):
    assert counted(f"Nearly all members of the {body} signed it.") == [(SIZES[code], "nearly_all", code)]
    assert counted(f"Nearly all of the {body}'s 99 members signed it.") == [(99, "nearly_all", code)]


def test_those_who_sign_beside_a_group_are_not_its_size():
    assert counted("Every member of the G7 signed, along with 12 other countries.")[0] == (7, "all", "G7")
    assert counted("All members of the G7 and one other country signed.")[0] == (7, "all", "G7")


@pytest.mark.parametrize(
    ("words", "number", "bound"),
    [
        ("20 of the EU's 27 members have signed it.", 20, "exactly"),
        ("20 of the European Union's 27 have signed it.", 20, "exactly"),
        ("It was signed by twenty of the EU’s 27 countries.", 20, "exactly"),
        ("At least 20 of the EU's 27 member states signed it.", 20, "at_least"),
        ("Some 20 of the EU's 27 nations endorsed it.", 20, "about"),
        ("Five of the G7's seven members signed it.", 5, "exactly"),
    ],
)
def test_some_of_a_group_are_counted_and_the_group_has_not_endorsed(words: str, number: int, bound: str):
    code = "G7" if "G7" in words else "EU"
    assert counted(words) == [(number, bound, code)]
    (whole,) = read_endorsements(Scene(f"The {NAME}. {words}", None, lexicon("en")))
    assert (whole.content.count, whole.content.group) == (number, code), "the group itself has not endorsed"


@pytest.mark.parametrize(
    "words",
    [
        "Seven of the EU's 27 members have not signed it.",
        "20 of the EU's 27 members refused to sign it.",
        "One of the EU's 27 members signed it.",
        "30 of the EU's 27 members signed it.",
    ],
)
def test_those_of_a_group_who_did_not_sign_are_no_number_of_endorsers(words: str):
    assert not any(group == "EU" for _, _, group in counted(words))


@pytest.mark.parametrize("words", ["All but one of the 27 members", "Nearly all of the 27 states"])
def test_nearly_all_of_a_group_that_is_not_named_is_not_exactly_all(words: str):
    assert counted(f"{words} have signed.") == [(27, "nearly_all", None)]


@pytest.mark.parametrize(
    "text",
    [
        "He visited 58 countries.",
        "He met ministers of 5 other states.",
        "He was held with two members of his crew, who support the declaration.",
        "She was arrested for the 71st time.",
        "The declaration was signed in 2021.",
    ],
)
def test_what_counts_no_endorsers_gives_no_count(text: str):
    assert counted(text) == []


def test_many_other_states_are_endorsers_without_a_word_of_signing():
    assert counted("It shares that view with 57 other states.") == [(58, "exactly", None)]


@pytest.mark.parametrize(
    "text", ["60 countries and entities endorsed it.", "It has 60 endorsements.", "60 states and the EU signed it."]
)
def test_where_more_than_states_is_counted_that_is_said(text: str):
    assert [content.counts for content in read(text)] == ["unclear"]


def test_a_count_is_of_the_instrument_that_was_asked_for():
    assert [content.instrument for content in read("58 countries signed.")] == [INSTRUMENT]
