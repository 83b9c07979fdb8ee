"""One SQLite file with every table, for queries, and the descriptions with which Datasette shows it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from habeas.exports.datapackage import described
from habeas.exports.edition import Edition
from habeas.exports.export import Export, write_json
from habeas.exports.licence import LICENCE
from habeas.exports.table import Column, Table
from habeas.exports.tables import TABLES

FILE = "habeas.sqlite"
_TYPES = {"string": "TEXT", "date": "TEXT", "integer": "INTEGER", "boolean": "INTEGER", "number": "REAL"}


def write(edition: Edition, folder: Path) -> None:
    """Write `habeas.sqlite` and `datasette.json`; what is not known is NULL."""
    path = folder / FILE
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        for table in _ordered():
            connection.execute(_definition(table))
            marks = ", ".join("?" for _ in table.columns)
            connection.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', edition.rows(table))  # noqa: S608  names of our own tables
            for column in table.columns:
                if column.refers and (column.name,) != table.key:
                    connection.execute(f'CREATE INDEX "{table.name}_{column.name}" ON "{table.name}" ("{column.name}")')
        connection.commit()
    write_json(folder / "datasette.json", metadata(edition))


def _ordered() -> list[Table]:
    """The tables, those that others refer to first."""
    referred = {column.refers.partition(".")[0] for table in TABLES for column in table.columns if column.refers}
    return sorted(TABLES, key=lambda table: (table.name not in referred, any(c.refers for c in table.columns)))


def _definition(table: Table) -> str:
    columns = [f'"{column.name}" {_TYPES[column.kind]}{_bound(column)}' for column in table.columns]
    key = ", ".join(f'"{name}"' for name in table.key)
    return f'CREATE TABLE "{table.name}" ({", ".join(columns)}, PRIMARY KEY ({key}))'


def _bound(column: Column) -> str:
    if column.refers is None:
        return ""
    table, _, field = column.refers.partition(".")
    return f' REFERENCES "{table}" ("{field}")'


def metadata(edition: Edition) -> dict[str, Any]:
    """Titles, descriptions and terms, in the form that `datasette --metadata` reads."""
    return {
        "title": "Who is held, by whom, since when, who says so",
        "description": f"The {edition.register.audience} view of {edition.made_on}. Every row is what somebody said.",
        "license": LICENCE.name,
        "license_url": LICENCE.path,
        "databases": {
            "habeas": {
                "tables": {
                    table.name: {
                        "title": table.title,
                        "description": " ".join((table.universe, *table.caveats)),
                        "columns": {column.name: described(column) for column in table.columns},
                    }
                    for table in TABLES
                }
            }
        },
    }


SQLITE = Export("sqlite", "One SQLite file, for Datasette and for queries", (FILE, "datasette.json"), write)
