"""What a table is: rows with a documented universe, and columns that say what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from habeas.exports.edition import Edition

Kind = Literal["string", "integer", "number", "boolean", "date"]
"""`date` is a whole day, ISO 8601. EDTF dates, which may be less precise, are strings."""

Cell = str | int | float | bool | None
Row = tuple[Cell, ...]


class Column(msgspec.Struct, frozen=True):
    """One variable.

    Attributes:
        name: in lower case.
        kind: its type.
        meaning: what it says, and what an empty cell means where that is not "not known".
        values: all that it may hold, where that is a closed list.
        refers: `table.column` of the row that it points to.
        many: several values stand in one cell, `;` between them.
    """

    name: str
    kind: Kind
    meaning: str
    values: tuple[str, ...] = ()
    refers: str | None = None
    many: bool = False


class Table(msgspec.Struct, frozen=True):
    """One table.

    Attributes:
        name: of the file and of the table.
        title: what a row is.
        universe: which rows there are: the inclusion rule.
        caveats: what a reader must know before counting.
        key: the columns that no two rows share.
        columns: in order.
        rows: made from an edition, sorted by what they say.
    """

    name: str
    title: str
    universe: str
    caveats: tuple[str, ...]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Callable[[Edition], Iterable[Row]]

    def position(self, column: str) -> int:
        """Where a column stands."""
        return next(at for at, one in enumerate(self.columns) if one.name == column)


def text(name: str, meaning: str, *values: str, refers: str | None = None, many: bool = False) -> Column:
    """A column of text."""
    return Column(name, "string", meaning, tuple(values), refers, many)


def whole(name: str, meaning: str) -> Column:
    """A column of whole numbers."""
    return Column(name, "integer", meaning)


def yes_no(name: str, meaning: str) -> Column:
    """A column of yes and no."""
    return Column(name, "boolean", meaning)


def day(name: str, meaning: str) -> Column:
    """A column of days."""
    return Column(name, "date", meaning)


def listed(values: Iterable[str | None]) -> str | None:
    """Several values in one cell; None for none."""
    return ";".join(value for value in values if value) or None
