"""Spreadsheets (XLSX, XLS, ODS) as text: one sheet as CSV, whose rows are spans like those of any table."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time
from pathlib import PurePath
from typing import Any

from habeas.errors import BadContent, BrokenInput

READ_BY = "sheet/1"
MEDIA_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xls": "application/vnd.ms-excel",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
"""What is read as a spreadsheet, by the file's ending."""


def media_type(name: str) -> str | None:
    """The media type of a spreadsheet's file; None for what is none."""
    return MEDIA_TYPES.get(PurePath(name).suffix.lower())


def as_csv(raw: bytes, name: str, sheet: str | None = None) -> str:
    """A sheet as CSV. Cells hold what they show: whole numbers without a fraction, days without a time of day.

    Raises:
        BrokenInput: not a spreadsheet, or an encrypted one.
        BadContent: it has no such sheet.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        names = book.sheet_names
        if sheet is not None and sheet not in names:
            raise BadContent(f"sheet {sheet!r} of {name}", "there is none", f"Sheets are: {', '.join(names)}.")
        rows = book.get_sheet_by_name(sheet or names[0]).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise BrokenInput(name, f"it cannot be read as a spreadsheet: {error}", "Save it again, or as CSV.") from error
    filled = [row for row in ([_text(cell) for cell in row] for row in rows) if any(row)]
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(filled)
    return buffer.getvalue()


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
