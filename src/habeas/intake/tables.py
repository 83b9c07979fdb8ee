"""Tables: a CSV file or a spreadsheet is a source, each of its rows a span, and a map says which claim a row makes."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal

import msgspec

from habeas.claims import CLAIMS, Claim, Evidence, Span, decode, outlet
from habeas.errors import BadContent, HabeasError
from habeas.text.dates import check
from habeas.text.organisations import is_organisation
from habeas.text.states import is_state

READ_BY = "table/1"


class TableMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How rows become claims. `{column}` in a value stands for the row's cell; an empty cell makes the field null.

    Attributes:
        kind: a claim kind, or a column that names one.
        content: the fields of its content; a party is a table of its own fields. A text is the whole content as JSON.
        stance: asserts, denies or reports.
        speaker: the fields of the party who says so; none for the table's own makers.
        said_on: EDTF.
        title, published, rights: of the source.
        require: columns without which a row is no claim.
        key: columns that say which row is which, so that a later version of the table can correct it.
        id: where the row names the claim that it corrects, instead of making one. Only fields that the map names change.
        name: tells several maps of one table apart; each corrects only its own claims.
        series: what versions of one table have in common; the file's name where none is given.
        sheet: which sheet of a spreadsheet; the first where none is given.
        exported: the cells were made safe from formulas by `habeas export csv`, which is undone.
    """

    kind: str
    content: dict[str, Any] | str
    stance: str = "asserts"
    speaker: dict[str, str] | None = None
    said_on: str | None = None
    title: str | None = None
    published: str | None = None
    rights: Literal["open", "quote_only"] = "quote_only"
    require: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    id: str | None = None
    name: str | None = None
    series: str | None = None
    sheet: str | None = None
    exported: bool = False

    @property
    def read_by(self) -> str:
        """What its claims say of how they were read."""
        return f"{READ_BY}:{self.name}" if self.name else READ_BY


class TableRow(msgspec.Struct, frozen=True):
    """One row of a table.

    Attributes:
        line: its line in the file, from 1.
        span: of its text, line end not included.
        cells: by column; empty where `error` is given.
        error: why it cannot be read.
    """

    line: int
    span: Span
    cells: dict[str, str]
    error: str | None = None


class RowResult(msgspec.Struct, frozen=True):
    """What became of one row.

    Attributes:
        line: its line in the file, from 1.
        claim: None where it makes none.
        error: why it makes none.
    """

    line: int
    claim: Claim | None
    error: str | None = None


Undo = Callable[[str], str]
"""Gives back what a cell held before it was made safe."""


def read_map(text: str, given: str) -> TableMap:
    """The map in a TOML file.

    Raises:
        BadContent: not TOML, an unknown field, or no such claim kind.
    """
    try:
        made = msgspec.convert(tomllib.loads(text), TableMap)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise BadContent(f"map {given}", str(error), "See docs/reference/commands/import.md.") from error
    if made.kind not in CLAIMS and not made.kind.startswith("{"):
        raise BadContent(f"map {given}", f"no such claim kind: {made.kind}", f"Use one of: {', '.join(CLAIMS)}.")
    return made


def _shipped(place: str, ending: str, name: str, given: str, wrong: str) -> Traversable:
    """A folder of files that ship with habeas, once it is known to have one of that name."""
    folder = files("habeas.intake").joinpath(place)
    known = sorted(item.name.removesuffix(ending) for item in folder.iterdir() if item.name.endswith(ending))
    if name not in known:
        raise BadContent(given, wrong, f"Use one of: {', '.join(known)}.")
    return folder


def shipped_map(name: str) -> TableMap:
    """A map that ships with habeas, for a table that habeas exports.

    Raises:
        BadContent: there is none of that name.
    """
    folder = _shipped("data/exported", ".toml", name, f"export:{name}", "no map for such an export")
    return read_map(folder.joinpath(f"{name}.toml").read_text("utf-8"), f"{name}.toml")


def reference(name: str) -> tuple[bytes, TableMap]:
    """A table that ships with habeas, and its map.

    Raises:
        BadContent: there is none of that name.
    """
    folder = _shipped("data", ".csv", name, f"reference:{name}", "no such table ships with habeas")
    raw = folder.joinpath(f"{name}.csv").read_bytes()
    return raw, read_map(folder.joinpath(f"{name}.toml").read_text("utf-8"), f"{name}.toml")


def rows_of(text: str, mapping: TableMap, undo: Undo = str) -> list[TableRow]:
    """Every row under the header.

    Raises:
        BadContent: not CSV, or the map names a column that the table does not have.
    """
    rows = _rows(text)
    header = [undo(cell) for cell in next(rows, (1, (0, 0), []))[2]]
    missing = sorted(_columns(mapping) - set(header))
    if missing:
        raise BadContent("the map", f"the table has no column {missing[0]!r}", f"Columns are: {', '.join(header)}.")
    return [_row(line, span, cells, header, undo) for line, span, cells in rows]


def _row(line: int, span: Span, cells: list[str], header: list[str], undo: Undo) -> TableRow:
    if len(cells) != len(header):
        return TableRow(line, span, {}, f"it has {len(cells)} cells, and the header {len(header)}")
    return TableRow(line, span, dict(zip(header, map(undo, cells), strict=True)))


def claims_of(text: str, source: str, mapping: TableMap) -> Iterator[RowResult]:
    """The claim of every row, or why it makes none.

    Raises:
        BadContent: the map names a column that the table does not have.
    """
    for row in rows_of(text, mapping):
        yield result(row, text, source, mapping)


def result(row: TableRow, text: str, source: str, mapping: TableMap) -> RowResult:
    """The claim of one row, or why it makes none."""
    if row.error is not None:
        return RowResult(row.line, None, row.error)
    if empty := [column for column in mapping.require if not row.cells[column].strip()]:
        return RowResult(row.line, None, f"its {empty[0]} is empty")
    try:
        return RowResult(row.line, _claim(text, row.span, source, row.cells, mapping))
    except HabeasError as error:
        return RowResult(row.line, None, reason(error))


def reason(error: HabeasError) -> str:
    """Why a row is refused: what was given unless the reason says it, what is wrong, and what to do."""
    given = "" if error.given.startswith(("line ", "a ")) or error.given.split(" ")[-1] in error.wrong else error.given
    return f"{f'{given}: ' if given else ''}{error.wrong}. {error.do}".rstrip(".")


def kind_of(row: TableRow, mapping: TableMap) -> str:
    """The claim kind that a row makes.

    Raises:
        BadContent: it names none.
    """
    kind = filled_text(mapping.kind, row.cells) or ""
    if kind not in CLAIMS:
        raise BadContent(f"line {row.line}", f"no such claim kind: {kind!r}", f"Use one of: {', '.join(CLAIMS)}.")
    return kind


def content_of(row: TableRow, mapping: TableMap, kind: str) -> dict[str, Any]:
    """The content of a row in plain JSON, parties without their places.

    Raises:
        BadContent: a whole content that is not JSON.
    """
    if isinstance(mapping.content, str):
        given = filled_text(mapping.content, row.cells) or ""
        try:
            return msgspec.json.decode(given, type=dict[str, Any])
        except msgspec.DecodeError as error:
            raise BadContent(f"line {row.line}", f"its content is not JSON: {error}", "Mend the cell.") from error
    numbers = {field.encode_name for field in msgspec.structs.fields(CLAIMS[kind]) if field.type is int}
    return {name: _filled(value, row.cells, number=name in numbers) for name, value in mapping.content.items()}


def evidence_of(row: TableRow, text: str, source: str) -> Evidence:
    """The row as the words that a claim rests on."""
    return Evidence(source=source, start=row.span[0], end=row.span[1], quote=text[slice(*row.span)])


def _claim(text: str, span: Span, source: str, cells: dict[str, str], mapping: TableMap) -> Claim:
    row = TableRow(1, span, cells)
    kind = kind_of(row, mapping)
    speakers: list[Any] = [msgspec.to_builtins(outlet(None))]
    if mapping.speaker:
        speakers.insert(0, _with_spans({"name": None, **_filled(mapping.speaker, cells)}, text, span))
    plain = {
        "kind": kind,
        "stance": filled_text(mapping.stance, cells),
        "speakers": speakers,
        "said_on": filled_text(mapping.said_on, cells) if mapping.said_on else mapping.published,
        "content": _with_spans(content_of(row, mapping, kind), text, span),
        "evidence": [msgspec.to_builtins(evidence_of(row, text, source))],
        "confidence": 1.0,
        "read_by": mapping.read_by,
    }
    checked_values(plain)
    return decode(plain)


_STATES = frozenset({"by", "at_request_of", "state"})
_DATES = frozenset({"when", "said_on"})


def checked_values(plain: Any) -> None:
    """Refuse dates that are none, and states without a code; whoever types a table types them otherwise sometimes.

    Raises:
        BadDate, BadContent: with the value.
    """
    if isinstance(plain, list):
        for item in plain:
            checked_values(item)
    for field, value in plain.items() if isinstance(plain, dict) else ():
        if isinstance(value, str) and field in _DATES:
            check(value)
        elif isinstance(value, str) and field in _STATES and not (is_state(value) or is_organisation(value)):
            raise BadContent(f"{field} {value!r}", f"no such state: {value!r}", "Write its ISO code, such as PE.")
        else:
            checked_values(value)


def filled_text(template: str, cells: dict[str, str]) -> str | None:
    """The template with the row's cells in place; None for an empty one."""
    return _cell(template, cells)


def _cell(template: str, row: dict[str, str]) -> str | None:
    """The template with the row's cells in place; None for an empty one."""
    for column, cell in row.items():
        template = template.replace("{" + column + "}", cell.strip())
    return template or None


def _filled(value: Any, row: dict[str, str], *, number: bool = False) -> Any:
    if isinstance(value, str):
        cell = _cell(value, row)
        return int(cell) if number and cell is not None and cell.isdigit() else cell
    if isinstance(value, dict):
        return {name: _filled(item, row) for name, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, row) for item in value]
    return value


def _with_spans(value: Any, text: str, span: Span) -> Any:
    """Every party with the place of its name in the row."""
    if isinstance(value, dict):
        named = value.get("name")
        if isinstance(named, str) and "span" not in value:
            return {**value, "span": _place(text, span, named)}
        return {key: _with_spans(item, text, span) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_spans(item, text, span) for item in value]
    return value


def _place(text: str, span: Span, words: str) -> Span | None:
    at = text.find(words, *span)
    return (at, at + len(words)) if at >= 0 else None


def _columns(mapping: TableMap) -> set[str]:
    """The columns that a map names."""
    found: set[str] = {*mapping.require, *mapping.key}

    def visit(value: Any) -> None:
        if isinstance(value, str):
            found.update(part.partition("}")[0] for part in value.split("{")[1:])
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            visit(item)

    visit(
        [mapping.content, mapping.speaker or {}, mapping.said_on or "", mapping.kind, mapping.stance, mapping.id or ""]
    )
    return found


def _rows(text: str) -> Iterator[tuple[int, Span, list[str]]]:
    """Each row with the line on which it begins and the span of its text, line end not included."""
    offset = consumed = 0

    def lines() -> Iterator[str]:
        nonlocal consumed
        for line in text.splitlines(keepends=True):
            consumed += len(line)
            yield line

    reader = csv.reader(lines(), strict=True)
    line = 1
    try:
        for cells in reader:
            body = text[offset:consumed].rstrip("\r\n")
            if cells:
                yield line, (offset, offset + len(body)), cells
            offset, line = consumed, reader.line_num + 1
    except csv.Error as error:
        raise BadContent(f"line {reader.line_num}", f"not CSV: {error}", "Save the table as CSV in UTF-8.") from error
