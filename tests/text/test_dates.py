from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.errors import BadDate
from habeas.text.dates import before, bounds, check, days_between, interval, is_day, more_precise, overlaps, week_of

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


def test_bounds_are_the_first_and_the_last_day_that_may_be_meant():
    assert bounds("2018") == (date(2018, 1, 1), date(2018, 12, 31))
    assert bounds("2020-02") == (date(2020, 2, 1), date(2020, 2, 29))
    assert bounds("2018-12-10") == (date(2018, 12, 10), date(2018, 12, 10))
    assert bounds("2021-02-08/2021-02-14") == (date(2021, 2, 8), date(2021, 2, 14))
    assert bounds("2018-12/..") == (date(2018, 12, 1), None)
    assert bounds("../2018") == (None, date(2018, 12, 31))
    assert bounds("2018~") == bounds("2018")


@pytest.mark.parametrize(
    "bad", ["", "yesterday", "2018-13", "2018-02-30", "18-12-10", "2018/12/10", "../..", "10.12.2018"]
)
def test_what_is_no_date_is_refused_with_advice(bad: str):
    with pytest.raises(BadDate, match="E-DATE") as error:
        check(bad)
    assert "2018-12-10" in str(error.value)


def test_an_interval_must_not_end_before_it_begins():
    with pytest.raises(BadDate, match="ends before it begins"):
        check("2021/2019")


def test_days_held_are_counted_with_their_doubt():
    assert days_between("2018-12-10", "2021-02-15") == (798, 798)
    assert days_between("2018-12", "2018-12-31") == (0, 30)
    assert days_between("2018-12-10", "2019/..") == (22, None)


def test_before_and_overlaps_never_pretend():
    assert before("2018-11", "2018-12-01")
    assert not before("2018-12", "2018-12-10")
    assert overlaps("2018-12", "2018-12-10")
    assert not overlaps("2018-12", "2019")
    assert more_precise("2018-12-10", "2018-12")
    assert not more_precise("2018-12", "2018-12")


def test_the_week_of_a_tuesday_begins_on_its_monday():
    assert week_of(date(2021, 2, 16)) == (date(2021, 2, 15), date(2021, 2, 21))


@given(days, days)
def test_an_interval_means_exactly_its_days(one: date, other: date):
    first, last = sorted((one, other))
    assert bounds(check(interval(first, last))) == (first, last)
    assert is_day(interval(first, last)) == (first == last)


@given(days, days)
def test_either_one_is_before_the_other_or_they_overlap(one: date, other: date):
    left, right = one.isoformat(), f"{other.year:04}-{other.month:02}"
    assert before(left, right) + before(right, left) + overlaps(left, right) == 1
