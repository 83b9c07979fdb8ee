"""Find a point within each state once, from world-atlas 50m (Natural Earth, public domain), for `src/habeas/exports/data/points.csv`.

    python tools/make_points.py countries-50m.json

`countries-50m.json` is in the npm package `world-atlas`; `pycountry` gives the codes. Both are needed here only. The point is the centroid of the
state's largest outline where that lies within it, else the middle of the widest stretch of land on the centroid's latitude.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path

from make_map import MISSING, Point, arcs_of, code, unbroken

TARGET = Path(__file__).resolve().parent.parent / "src" / "habeas" / "exports" / "data" / "points.csv"
HEADER = """\
# A point within each state's largest outline (WGS 84), found by tools/make_points.py in world-atlas 2.0.2 (50m; Natural Earth, public domain).
# It says where to draw a state, and nothing about borders.
state,longitude,latitude
"""


def closed(indices: list[int], arcs: list[list[Point]]) -> list[Point]:
    """A ring of longitudes and latitudes."""
    points: list[Point] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return unbroken(points)


def twice_area(ring: list[Point]) -> float:
    """Twice the signed area in square degrees."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))


def centroid(ring: list[Point]) -> Point:
    """The centre of a ring's area."""
    total = 3 * twice_area(ring)
    sides = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise([*ring, ring[0]])]
    return (sum((a[0] + b[0]) * c for a, b, c in sides) / total, sum((a[1] + b[1]) * c for a, b, c in sides) / total)


def crossings(ring: list[Point], latitude: float) -> list[float]:
    """The longitudes at which a ring crosses a latitude, from west to east."""
    return sorted(
        a[0] + (latitude - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        for a, b in pairwise([*ring, ring[0]])
        if (a[1] > latitude) != (b[1] > latitude)
    )


def point_in(ring: list[Point]) -> Point:
    """A point within a ring."""
    longitude, latitude = centroid(ring)
    at = crossings(ring, latitude)
    stretches = list(zip(at[::2], at[1::2], strict=True))
    if any(west < longitude < east for west, east in stretches):
        return (longitude, latitude)
    west, east = max(stretches, key=lambda stretch: stretch[1] - stretch[0])
    return ((west + east) / 2, latitude)


def main() -> None:
    """Write the table."""
    topology = json.loads(Path(sys.argv[1]).read_text())
    arcs = arcs_of(topology)
    found = dict(MISSING)
    for geometry in topology["objects"]["countries"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        if code(geometry):
            found[code(geometry)] = point_in(
                max((closed(one[0], arcs) for one in polygons), key=lambda ring: abs(twice_area(ring)))
            )
    lines = [f"{state},{(x + 180) % 360 - 180:.2f},{y:.2f}" for state, (x, y) in sorted(found.items())]
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines)} states")


if __name__ == "__main__":
    main()
