"""GeoJSON (RFC 7946): who endorsed what, from when until when, as points on a map."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from habeas.exports.edition import Edition
from habeas.exports.export import Export, write_json
from habeas.exports.tables import TABLES
from habeas.text.states import name_of

FILE = "endorsements.geojson"


@cache
def points() -> dict[str, tuple[float, float]]:
    """A point within each state, by its code: longitude and latitude (WGS 84)."""
    lines = files("habeas.exports").joinpath("data/points.csv").read_text("utf-8").splitlines()
    rows = [line.split(",") for line in lines if line and not line.startswith("#")][1:]
    return {code: (float(longitude), float(latitude)) for code, longitude, latitude in rows}


def write(edition: Edition, folder: Path) -> None:
    """Write `endorsements.geojson`."""
    table = next(one for one in TABLES if one.name == "endorsements")
    names = [column.name for column in table.columns]
    features = [_feature(dict(zip(names, row, strict=True))) for row in edition.rows(table)]
    write_json(folder / FILE, {"type": "FeatureCollection", "features": features})


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    point = points().get(row["party"])
    return {
        "type": "Feature",
        "id": f"{row['instrument']}/{row['party']}/{row['n']}",
        "geometry": {"type": "Point", "coordinates": point} if point else None,
        "properties": {"name": name_of(row["party"]), **row},
    }


GEOJSON = Export("geojson", "Endorsements on a map, with their dates", (FILE,), write)
