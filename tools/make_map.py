"""Draw the outlines of states once, from world-atlas 50m (Natural Earth, public domain), into `src/habeas/site/data/world.csv`.

    python tools/make_map.py countries-50m.json

`countries-50m.json` is in the npm package `world-atlas`; `pycountry` gives the codes. Both are needed here only. The projection is Equal Earth
(Savric, Patterson, Jenny 2018); coordinates are whole units of a sheet 2000 wide.
"""

from __future__ import annotations

import json
import math
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pycountry

TARGET = Path(__file__).resolve().parent.parent / "src" / "habeas" / "site" / "data" / "world.csv"
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
WIDTH = 2000
SCALE = WIDTH / (2 * math.pi * math.sqrt(3) * 2 / (3 * (A1)))
NAMED = {
    "Kosovo": "XK",
    "N. Cyprus": "",
    "Somaliland": "",
    "Siachen Glacier": "",
    "Indian Ocean Ter.": "",
    "Ashmore and Cartier Is.": "",
}
MISSING = {"TV": (179.2, -8.52)}
"""States too small for the atlas, by the longitude and latitude of their capital."""

SMALLEST = 1.5
HEADER = """\
# Outlines of states on an Equal Earth sheet 2000 units wide, drawn by tools/make_map.py from world-atlas 2.0.2 (50m; Natural Earth, public
# domain). Outlines take no side in any dispute. Columns: code|path (SVG)|centre (x y)
code|path|centre
"""

Point = tuple[float, float]


def projected(longitude: float, latitude: float) -> Point:
    """Equal Earth, y downwards."""
    lam, phi = math.radians(longitude), math.radians(latitude)
    theta = math.asin(math.sqrt(3) / 2 * math.sin(phi))
    t2 = theta * theta
    t6 = t2**3
    x = 2 * math.sqrt(3) * lam * math.cos(theta) / (3 * (9 * A4 * t6 * t2 + 7 * A3 * t6 + 3 * A2 * t2 + A1))
    y = theta * (A4 * t6 * t2 + A3 * t6 + A2 * t2 + A1)
    return (x * SCALE + WIDTH / 2, WIDTH * 0.2434 - y * SCALE)


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """Every arc as longitudes and latitudes."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    made = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        made.append(points)
    return made


def unbroken(points: list[Point]) -> list[Point]:
    """The points with longitudes that never jump from one edge of the sheet to the other."""
    turned, shift = [points[0]], 0
    for before, after in pairwise(points):
        shift += -360 if after[0] - before[0] > 180 else 360 if after[0] - before[0] < -180 else 0
        turned.append((after[0] + shift, after[1]))
    return turned


def ring(indices: list[int], arcs: list[list[Point]]) -> list[tuple[int, int]]:
    """A ring in whole units, without points that repeat."""
    points: list[Point] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    whole = [(round(x), round(y)) for x, y in (projected(*point) for point in unbroken(points))]
    return [point for place, point in enumerate(whole) if place == 0 or point != whole[place - 1]]


def area(points: list[tuple[int, int]]) -> float:
    """Of a ring, in square units."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))) / 2


def path(points: list[tuple[int, int]]) -> str:
    """A ring as an SVG path of relative steps."""
    steps = [f"M{points[0][0]} {points[0][1]}"]
    for before, after in pairwise(points):
        steps.append(f"l{after[0] - before[0]} {after[1] - before[1]}")
    return "".join(steps).replace(" -", "-") + "z"


def code(geometry: dict[str, Any]) -> str:
    """ISO 3166-1 alpha-2; empty for what has none."""
    name = geometry["properties"]["name"]
    if name in NAMED:
        return NAMED[name]
    found = pycountry.countries.get(numeric=str(geometry.get("id", "")).zfill(3))
    return found.alpha_2 if found else ""


def main() -> None:
    """Write the table."""
    topology = json.loads(Path(sys.argv[1]).read_text())
    arcs = arcs_of(topology)
    rows: dict[str, tuple[str, tuple[int, int]]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rings = [ring(one, arcs) for polygon in polygons for one in polygon]
        largest = max(rings, key=area)
        kept = [one for one in rings if len(one) > 2 and area(one) >= SMALLEST]
        xs, ys = [p[0] for p in largest], [p[1] for p in largest]
        if code(geometry):
            rows[code(geometry)] = ("".join(map(path, kept)), (round(sum(xs) / len(xs)), round(sum(ys) / len(ys))))
    for key, place in MISSING.items():
        x, y = projected(*place)
        rows[key] = ("", (round(x), round(y)))
    lines = [f"{key}|{drawn}|{centre[0]} {centre[1]}" for key, (drawn, centre) in sorted(rows.items())]
    TARGET.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")
    print(f"{len(rows)} states, {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
