"""Durations against figures that others have published, and against counting by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.register.durations import durations, median, survival
from worlds import FREED, HELD, World, public_world

# Freireich et al., Blood 21 (1963): weeks in remission under 6-mercaptopurine; False for those who still were.
FREIREICH = [
    (6, True), (6, True), (6, True), (6, False), (7, True), (9, False), (10, True), (10, False), (11, False), (13, True),
    (16, True), (17, False), (19, False), (20, False), (22, True), (23, True), (25, False), (32, False), (32, False),
    (34, False), (35, False),
]  # fmt: skip


def test_the_curve_is_the_published_one():
    steps = survival(FREIREICH)
    assert [(step.days, step.at_risk, step.ended) for step in steps] == [
        (6, 21, 3), (7, 17, 1), (10, 15, 1), (13, 12, 1), (16, 11, 1), (22, 7, 1), (23, 6, 1),
    ]  # fmt: skip
    assert [round(step.share, 4) for step in steps] == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]


def test_the_median_and_its_interval_are_those_of_r_survival():
    steps = survival(FREIREICH)
    # survfit(..., conf.type = "log-log"): at 6 weeks .620 to .952; median 23, .95 limits 13 and none
    assert (round(steps[0].low, 3), round(steps[0].high, 3)) == (0.620, 0.952)
    assert (median(steps).days, median(steps).low, median(steps).high) == (23, 13, None)


def test_without_an_end_there_is_no_median_and_without_censoring_it_is_the_middle():
    assert survival([(5, False), (9, False)]) == ()
    assert median(()).days is None
    assert median(survival([(day, True) for day in range(1, 12)])).days == 6


@given(st.lists(st.tuples(st.integers(0, 400), st.booleans()), max_size=40))
def test_the_curve_falls_and_stays_within_its_interval(observed: list[tuple[int, bool]]):
    steps = survival(observed)
    shares = [1.0, *(step.share for step in steps)]
    assert shares == sorted(shares, reverse=True)
    assert all(-1e-9 <= step.low <= step.share + 1e-9 and step.share - 1e-9 <= step.high <= 1 + 1e-9 for step in steps)
    assert sum(step.ended for step in steps) == sum(ended for _, ended in observed)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=30))
def test_without_censoring_the_curve_is_the_share_that_lasts_longer(days: list[int]):
    for step in survival((day, True) for day in days):
        assert step.share == pytest.approx(sum(day > step.days for day in days) / len(days))


def test_a_custody_counts_up_to_its_end_or_its_last_report():
    world = public_world()
    held = durations(world.register().cases).known[0]
    assert (held.ended, held.fewest) == (False, 38)  # 3 May to 10 June 2020, when it was last reported
    world.accept(world.read(FREED, published="2020-10-10"))
    world.open("Ana Silva", "PE")
    freed = durations(world.register().cases).known
    assert {(one.ended, one.fewest, one.most) for one in freed} == {(True, 159, 159)}


def test_an_unknown_beginning_is_in_no_estimate_and_is_counted():
    world = World()
    world.accept(world.read(HELD.replace(" on 3 May 2020", "")))
    world.open("Ana Silva", "PE")
    world.consent("Ana Silva")
    world.wish("Ana Silva")
    found = durations(world.register().cases)
    assert (found.known, found.unknown_start) == ((), 1)
