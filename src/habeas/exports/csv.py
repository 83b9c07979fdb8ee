"""CSV for spreadsheets: every table, safe from formulas (OWASP, "CSV Injection").

Every text is quoted. Where a spreadsheet could take what follows for a formula, an apostrophe stands before it: at the start of
a cell, and within one behind whatever a spreadsheet with other settings takes for the end of a cell. `plain` takes exactly
these apostrophes away again, so that nothing is lost.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from habeas.exports.edition import Edition
from habeas.exports.export import Export
from habeas.exports.table import Cell, Table
from habeas.exports.tables import TABLES

_BREAK = r'(?:^|[;\t\r\n]"*)'
_FORMULA = "[=+\\-@\uff1d\uff0b\uff0d\uff20]"
_BLANK = r"(?:^(?='*[\t\r\n]))"
_MAYBE = re.compile(rf"^['\"\t\r\n]|^{_FORMULA}|[;\t\r\n]")
"""Tells quickly of most texts that there is nothing to do."""

_OPEN = re.compile(rf"({_BLANK}|{_BREAK}(?='*{_FORMULA}))")
_CLOSED = re.compile(rf"({_BLANK}|{_BREAK}(?='+{_FORMULA}))'")


def safe(text: str) -> str:
    """The text so that no spreadsheet takes a part of it for a formula."""
    return _OPEN.sub(r"\1'", text) if _MAYBE.search(text) else text


def plain(text: str) -> str:
    """The text that `safe` was given."""
    return _CLOSED.sub(r"\1", text)


def cell(value: Cell) -> Cell:
    """A cell as it is written: nothing for what is not known, True and False, numbers as they are, text made safe."""
    if value is None:
        return ""
    return safe(value) if isinstance(value, str) else str(value) if isinstance(value, bool) else value


def as_csv(edition: Edition, table: Table) -> str:
    """A table as CSV, RFC 4180 with line feeds."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(column.name for column in table.columns)
    writer.writerows(
        [value if type(value) is str and not _MAYBE.search(value) else cell(value) for value in row]  # most are so
        for row in edition.rows(table)
    )
    return buffer.getvalue()


def write(edition: Edition, folder: Path) -> None:
    """Write a file for each table."""
    for table in TABLES:
        path = folder / f"{table.name}.csv"
        if edition.is_new(path):
            path.write_text(as_csv(edition, table), "utf-8", newline="")


CSV = Export("csv", "Tables for spreadsheets", tuple(f"{table.name}.csv" for table in TABLES), write)
