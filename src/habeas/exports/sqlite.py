"""One SQLite file with the tables of the CSV export, for Datasette and for queries."""

from __future__ import annotations

import csv
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from habeas.exports.csv import write as write_csv
from habeas.exports.datapackage import TABLES
from habeas.exports.export import Export
from habeas.register.views import Register

_TYPES = {"string": "TEXT", "integer": "INTEGER", "boolean": "INTEGER"}


def write(register: Register, folder: Path) -> None:
    """Write `habeas.sqlite`; a cell that is empty in CSV is NULL here."""
    path = folder / "habeas.sqlite"
    path.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as made, closing(sqlite3.connect(path)) as connection:
        write_csv(register, Path(made))
        for name, (_, columns) in TABLES.items():
            listed = ", ".join(f'"{column}" {_TYPES[kind]}' for column, (kind, _) in columns.items())
            connection.execute(f'CREATE TABLE "{name}" ({listed})')
            with (Path(made) / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                rows = [
                    [_value(cell, kind) for cell, (kind, _) in zip(row, columns.values(), strict=True)]
                    for row in list(csv.reader(file))[1:]
                ]
            marks = ", ".join("?" for _ in columns)
            connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)  # noqa: S608  names of our own tables
        connection.commit()


def _value(cell: str, kind: str) -> str | int | None:
    if cell == "":
        return None
    return int(cell == "True") if kind == "boolean" else int(cell) if kind == "integer" else cell


SQLITE = Export("sqlite", "One SQLite file, for Datasette and for queries", ("habeas.sqlite",), write)
