from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.text.dates import bounds, check
from habeas.text.written_dates import _words, find_dates

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


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("held from 5 March to 2 May 2020.", "5 March to 2 May 2020", "2020-03-05/2020-05-02"),
        (
            "held between 30 December 2018 and 2 January 2019.",
            "30 December 2018 and 2 January 2019",
            "2018-12-30/2019-01-02",
        ),
        ("held from March to May 2020.", "March to May 2020", "2020-03/2020-05"),
        ("held since the spring.", "spring", "2020"),
        ("held last autumn.", "autumn", "2020"),
        ("held on the 5th of this month.", "the 5th of this month", "2021-02-05"),
        ("held on the 5th of last month.", "the 5th of last month", "2021-01-05"),
        ("sheltered until 1 September.", "1 September", "2020-09-01"),
        ("barred until 1 March.", "1 March", "2021-03-01"),
        ("held on 22/12/2020.", "22/12/2020", "2020-12-22"),
        ("held on 5.12.2020.", "5.12.2020", "2020-12-05"),
        ("taken Mon night.", "Mon", "2021-02-15"),
        ("taken on SUN-\nDAY.", "on SUN-\nDAY", "2021-02-14"),
        ("taken on 6 Septernber.", "6 Septernber", "2020-09-06"),
        ("taken six months ago today.", "six months ago today", "2020-08-16"),
        ("taken the 28 of January of 2019.", "28 of January of 2019", "2019-01-28"),
    ],
)
def test_stretches_seasons_numbers_and_misread_months(text: str, words: str, edtf: str):
    assert told(text) == [(words, edtf)]


@pytest.mark.parametrize(
    "text", ["held on 3/4/2020", "the court sat on it", "from one wed to another", "in the spring of the year"]
)
def test_numbers_and_words_that_may_mean_something_else_are_no_date(text: str):
    assert [edtf for _, edtf in told(text) if len(edtf) > 4] == []


def test_a_day_alone_is_not_of_a_month_to_come():
    assert told("On 10 February the police wrote that she had been held since the 25th.")[1] == (
        "the 25th",
        "2021-01-25",
    )


def test_what_lasted_so_many_days_ended_so_many_after_the_day_named():
    assert told("Held on 10 December 2018, he was let go after nine nights.")[1] == ("nine nights", "2018-12-19")
    assert told("Held on 10 December 2018, he was let go the next morning.")[1] == ("the next morning", "2018-12-11")


def test_days_later_count_from_the_day_named_before():
    assert told("Held on 10 December 2018, she was freed two days later.")[1] == ("two days later", "2018-12-12")
    assert told("Held in December 2018, she was freed two days later.")[1:] == []


def test_a_day_takes_the_year_of_the_month_named_before():
    assert told("In December 2018 he arrived. On 10 December he was held.")[1] == ("10 December", "2018-12-10")


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("held on the second of May 2012", "the second of May", "2012-05-02"),
        ("held on the eleventh day of February, 2012", "the eleventh day of February", "2012-02-11"),
        ("held on the second of May.", "the second of May", "2020-05-02"),
        ("held on the twenty-first of January.", "the twenty-first of January", "2021-01-21"),
        ("held on First of May", "First of May", "2020-05-01"),
        ("held on the 3rd.", "the 3rd", "2021-02-03"),
        ("held since the 27th.", "the 27th", "2021-01-27"),
        ("is due in court on the 27th.", "the 27th", "2021-02-27"),
        ("is due in court on the 3rd.", "the 3rd", "2021-03-03"),
        ("held on Monday of last week", "Monday of last week", "2021-02-08"),
        ("held on Friday last week", "Friday last week", "2021-02-12"),
        ("held on Sunday of the previous week", "Sunday of the previous week", "2021-02-14"),
        ("held the day before yesterday", "the day before yesterday", "2021-02-14"),
        ("Held (December), freed", "December", "2020-12"),
        ("She will recall that on 10 December he was held", "10 December", "2020-12-10"),
        ("She will be freed soon, and on 10 December he was held", "10 December", "2020-12-10"),
    ],
)
def test_days_in_words_alone_and_of_last_week(text: str, words: str, edtf: str):
    assert told(text) == [(words, edtf)]


@pytest.mark.parametrize("number", range(1, 32))
def test_every_day_of_a_month_has_its_word(number: int):
    word = next(word for word, value in _words("en").ordinals.items() if value == number)
    assert told(f"held on the {word} of March 2012") == [(f"the {word} of March", f"2012-03-{number:02}")]


@pytest.mark.parametrize(
    "text",
    [
        "held on the thirty-first of April 2012",
        "held on the 27th floor",
        "held on the 30th anniversary",
        "tried by the 9th District Court",
        "Three days after police seized her",
        "Two days before, she had left",
    ],
)
def test_ordinals_and_distances_that_tell_no_day_are_no_date(text: str):
    assert told(text) == []


def test_the_31st_of_a_month_that_has_none_is_no_date():
    assert told("held on the 31st.", "2021-03-05") == []


def test_a_day_alone_is_of_the_month_named_before():
    assert told("Held on 10 December 2018, she was freed on the 27th.", None)[1] == ("the 27th", "2018-12-27")
    assert told("In December 2018 he arrived; on the 27th he was held.")[1] == ("the 27th", "2018-12-27")


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("On 10 May 2019, three days after police seized her, she was freed.", "three days after", "2019-05-07"),
        ("She was freed on Tuesday, three days after police seized her.", "three days after", "2021-02-13"),
        ("On 10 May 2019, two days before her trial, she fell ill.", "two days before", "2019-05-12"),
        ("Held on 10 May 2019, she was freed two days after.", "two days after", "2019-05-12"),
        ("Freed on 10 May 2019, she had been tried two days before.", "two days before", "2019-05-08"),
        ("Freed on 10 May 2019, she had been tried the day before.", "the day before", "2019-05-09"),
        ("Freed on 10 May 2019, she had been tried the day before", "the day before", "2019-05-09"),
        ("Freed on 10 May 2019. The previous day she had been tried.", "The previous day", "2019-05-09"),
        ("On 10 May 2019, a week after her arrest, she was freed.", "a week after", "2019-05-03"),
        ("On 10 May 2019, two months after her arrest, she was freed.", "two months after", "2019-03"),
    ],
)
def test_what_happened_so_long_before_or_after_a_day_named_ahead(text: str, words: str, edtf: str):
    assert told(text)[1:] == [(words, edtf)]


@pytest.mark.parametrize(
    "text",
    [
        "On 10 May 2019 she was freed. Three days after police seized her, he fled.",
        "She was freed on 10 May 2019; three days after police seized her, he fled.",
        "She was freed in May 2019, three days after police seized her.",
        "On 10 May 2019, more than three days after police seized her, she was freed.",
    ],
)
def test_a_distance_counts_only_from_a_day_of_its_own_sentence(text: str):
    assert len(told(text)) == 1


@pytest.mark.parametrize("anchor", [TUESDAY, None])
@pytest.mark.parametrize(
    ("then", "words", "edtf"),
    [
        ("tried on 3 June", "3 June", "2013-06-03"),
        ("tried on 3 February", "3 February", "2014-02-03"),
        ("tried in June", "June", "2013-06"),
        ("tried in February", "February", "2014-02"),
        ("tried on the third of June", "the third of June", "2013-06-03"),
    ],
)
def test_a_story_goes_on_from_the_year_it_named(then: str, words: str, edtf: str, anchor: str | None):
    assert told(f"Held on 14 May 2013 and {then}.", anchor)[1] == (words, edtf)


@pytest.mark.parametrize("anchor", [TUESDAY, None])
def test_a_story_goes_on_over_several_years(anchor: str | None):
    found = told("Held on 14 May 2013, tried on 3 February and sentenced on 2 January.", anchor)
    assert [edtf for _, edtf in found] == ["2013-05-14", "2014-02-03", "2015-01-02"]


def test_a_story_does_not_go_on_past_its_own_day():
    assert told("Held on 14 May 2020 and tried on 3 March.")[1] == ("3 March", "2020-03-03")
    assert told("Held on 3 February 2021 and tried on 14 January.")[1] == ("14 January", "2021-01-14")


@pytest.mark.parametrize(
    ("then", "edtf"), [("3 May", "2020-05-03"), ("12 January", "2021-01-12"), ("20 December", "2020-12-20")]
)
def test_after_a_day_counted_from_publication_the_next_is_the_last_such_day_too(then: str, edtf: str):
    assert [found for _, found in told(f"Held on 10 December and seen on {then}.")] == ["2020-12-10", edtf]


def test_what_is_to_come_is_not_of_the_story():
    assert told("Held on 14 May 2013, he is due to be tried on 3 March.")[1] == ("3 March", "2021-03-03")


def test_an_unread_language_gives_only_iso_dates():
    assert [m.edtf for m in find_dates("2018-12-10 Montag, 10 December 2018", TUESDAY, "de")] == ["2018-12-10"]


PIECES = [
    *"0123456789 -,.",
    "December ",
    "May ",
    " on Monday",
    "last ",
    "week ",
    "two days ago ",
    "the second of ",
    "on the 27th",
    ", ",
    "three days after ",
    "the day before ",
]


@given(st.lists(st.sampled_from(PIECES)))
def test_every_mention_is_a_date_that_exists_and_none_overlap(pieces: list[str]):
    found = find_dates("".join(pieces), TUESDAY)
    for mention in found:
        assert bounds(check(mention.edtf)) is not None
    assert all(one.span[1] <= other.span[0] for one, other in pairwise(found))
