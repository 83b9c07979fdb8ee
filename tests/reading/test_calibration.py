"""Confidence follows the curve that was measured, and nothing where none was."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.reading import calibration
from habeas.reading.calibration import calibrated

CURVE = [(0.2, 0.1), (0.5, 0.4), (0.5, 0.6), (0.9, 0.8)]
CUSTODY = {"custody": CURVE}


@pytest.fixture
def curves(monkeypatch):
    monkeypatch.setattr(calibration, "_curves", lambda: CUSTODY)


@pytest.mark.parametrize(
    ("sure", "share"), [(0.0, 0.1), (0.2, 0.1), (0.35, 0.25), (0.5, 0.6), (0.7, 0.7), (0.9, 0.8), (1.0, 0.8)]
)
def test_between_two_measured_points_lies_a_straight_line_and_beyond_the_ends_none(curves, sure: float, share: float):
    assert calibrated("custody", sure) == share


def test_a_family_that_was_not_measured_keeps_what_its_reader_says(curves):
    assert calibrated("appeal", 0.876) == 0.88


def test_a_family_measured_without_points_keeps_what_its_reader_says(monkeypatch):
    monkeypatch.setattr(calibration, "_curves", lambda: {"appeal": []})
    assert calibrated("appeal", 0.5) == 0.5


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1), st.floats(0, 1))
def test_a_share_stays_within_those_measured_to_two_digits(points: list[tuple[float, float]], sure: float):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calibration, "_curves", lambda: {"custody": sorted(points)})
        share = calibrated("custody", sure)
    shares = [right for _, right in points]
    assert min(shares) - 0.005 <= share <= max(shares) + 0.005
    assert share == round(share, 2)


def test_the_curves_of_the_package_rise_from_left_to_right_within_0_and_1():
    for family, curve in calibration._curves().items():
        assert all(one[0] <= other[0] for one, other in pairwise(curve)), family
        assert all(0 <= value <= 1 for point in curve for value in point), family
