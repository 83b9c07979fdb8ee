"""Confidence: what the readers are sure of, brought to how often they are right.

`data/calibration.toml` holds, for each family, pairs of (sure, right) measured on the dev part of our corpus by `training/calibrate.py`; between them
it is a straight line. A family without pairs keeps what its reader says.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from functools import cache
from importlib.resources import files


@cache
def _curves() -> dict[str, list[tuple[float, float]]]:
    raw = tomllib.loads(files("habeas.reading").joinpath("data/calibration.toml").read_text("utf-8"))
    return {family: [(float(x), float(y)) for x, y in pairs] for family, pairs in raw["curves"].items()}


def calibrated(family: str, sure: float) -> float:
    """The share of claims of a family that are right when its reader is so sure, 0 to 1, to two digits."""
    curve = _curves().get(family)
    if not curve:
        return round(sure, 2)
    place = bisect_right(curve, (sure, 2.0))
    if place == 0:
        return round(curve[0][1], 2)
    if place == len(curve):
        return round(curve[-1][1], 2)
    (x0, y0), (x1, y1) = curve[place - 1], curve[place]
    return round(y0 + (y1 - y0) * (sure - x0) / (x1 - x0), 2)
