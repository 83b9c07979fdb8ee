"""Parquet: every table with its types, for duckdb, pandas, polars and R."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec

from habeas.exports.edition import Edition
from habeas.exports.export import Export
from habeas.exports.table import Table
from habeas.exports.tables import TABLES

_TYPES = {"string": "VARCHAR", "date": "DATE", "integer": "BIGINT", "boolean": "BOOLEAN", "number": "DOUBLE"}
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": "1",  # rows in their order, row groups where they fall
    "autoinstall_known_extensions": "false",  # nothing is fetched
    "autoload_known_extensions": "false",
}


def write(edition: Edition, folder: Path) -> None:
    """Write a file for each table; what is not known is null."""
    import duckdb

    with duckdb.connect(":memory:", config=_SETTINGS) as connection, tempfile.TemporaryDirectory() as made:
        for table in TABLES:
            lines = Path(made) / f"{table.name}.jsonl"
            names = [column.name for column in table.columns]
            rows = (dict(zip(names, row, strict=True)) for row in edition.rows(table))
            lines.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
            connection.execute(_copy(table, lines, folder / f"{table.name}.parquet"))


def _copy(table: Table, lines: Path, target: Path) -> str:
    columns = ", ".join(f"'{column.name}': '{_TYPES[column.kind]}'" for column in table.columns)
    read = f"read_json({_quoted(lines)}, format = 'newline_delimited', columns = {{{columns}}}, maximum_object_size = 1073741824)"
    return f"COPY (SELECT * FROM {read}) TO {_quoted(target)} (FORMAT parquet, COMPRESSION zstd)"  # noqa: S608  our own names


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


PARQUET = Export("parquet", "Tables with their types", tuple(f"{table.name}.parquet" for table in TABLES), write)
