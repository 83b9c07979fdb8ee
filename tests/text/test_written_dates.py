from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.text.dates import bounds, check
from habeas.text.written_dates import find_dates

TUESDAY = "2021-02-16"


def told(text: str, anchor: str | None = TUESDAY) -> list[tuple[str, str]]:
    return [(text[slice(*mention.span)], mention.edtf) for mention in find_dates(text, anchor)]


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("held on 10 December 2018 in", "10 December 2018", "2018-12-10"),
        ("held on December 10, 2018, in", "December 10, 2018", "2018-12-10"),
        ("held on Dec. 10, 2018, in", "Dec. 10, 2018", "2018-12-10"),
        ("held on the 10th of December 2018", "10th of December 2018", "2018-12-10"),
        ("held in December 2018.", "December 2018", "2018-12"),
        ("held in early December 2018.", "early December 2018", "2018-12"),
        ("held in 2018.", "2018", "2018"),
        ("held from 10 to 12 December 2018.", "10 to 12 December 2018", "2018-12-10/2018-12-12"),
        ("held since 10 December.", "10 December", "2020-12-10"),
        ("held since December.", "December", "2020-12"),
        ("held on Monday.", "on Monday", "2021-02-15"),
        ("held last Tuesday.", "last Tuesday", "2021-02-09"),
        ("held on Tuesday.", "on Tuesday", "2021-02-16"),
        ("said last week that", "last week", "2021-02-08/2021-02-14"),
        ("said earlier this month", "earlier this month", "2021-02"),
        ("held last year.", "last year", "2020"),
        ("held yesterday.", "yesterday", "2021-02-15"),
        ("held three days ago.", "three days ago", "2021-02-13"),
        ("held two years ago.", "two years ago", "2019"),
        ("is due to stand trial on 3 March.", "3 March", "2021-03-03"),
    ],
)
def test_what_a_text_of_a_tuesday_means(text: str, words: str, edtf: str):
    assert told(text) == [(words, edtf)]


@pytest.mark.parametrize(
    "text", ["held more than two years ago", "held over a year ago", "in some 2,018 cases", "of 2018 prisoners"]
)
def test_what_cannot_be_told_is_no_date(text: str):
    assert told(text) == []


@pytest.mark.parametrize("text", ["held on Monday", "held last week", "held on 10 December", "held two days ago"])
def test_a_text_without_a_day_of_its_own_gives_nothing_to_count_from(text: str):
    assert told(text, None) == []


def test_days_later_count_from_the_day_named_before():
    assert told("Held on 10 December 2018, she was freed two days later.")[1] == ("two days later", "2018-12-12")
    assert told("Held in December 2018, she was freed two days later.")[1:] == []


def test_a_day_takes_the_year_of_the_month_named_before():
    assert told("In December 2018 he arrived. On 10 December he was held.")[1] == ("10 December", "2018-12-10")


def test_an_unread_language_gives_only_iso_dates():
    assert [m.edtf for m in find_dates("2018-12-10 Montag, 10 December 2018", TUESDAY, "de")] == ["2018-12-10"]


PIECES = [*"0123456789 -,.", "December ", "May ", " on Monday", "last ", "week ", "two days ago "]


@given(st.lists(st.sampled_from(PIECES)))
def test_every_mention_is_a_date_that_exists_and_none_overlap(pieces: list[str]):
    found = find_dates("".join(pieces), TUESDAY)
    for mention in found:
        assert bounds(check(mention.edtf)) is not None
    assert all(one.span[1] <= other.span[0] for one, other in pairwise(found))
