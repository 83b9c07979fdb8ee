"""Tables: a CSV file is a source, each of its rows a span, and a map says which claim a row makes."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, Literal

import msgspec

from habeas.claims import CLAIMS, Claim, Evidence, Span, decode, outlet
from habeas.errors import BadContent, HabeasError

READ_BY = "table/1"


class TableMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How rows become claims. `{column}` in a value stands for the row's cell; an empty cell makes the field null.

    Attributes:
        kind: a claim kind.
        content: the fields of its content; a party is a table of its own fields.
        stance: asserts, denies or reports.
        speaker: the fields of the party who says so; none for the table's own makers.
        said_on: EDTF.
        title, published, rights: of the source.
        require: columns without which a row is no claim.
    """

    kind: str
    content: dict[str, Any]
    stance: str = "asserts"
    speaker: dict[str, str] | None = None
    said_on: str | None = None
    title: str | None = None
    published: str | None = None
    rights: Literal["open", "quote_only"] = "quote_only"
    require: tuple[str, ...] = ()


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


def read_map(text: str, given: str) -> TableMap:
    """The map in a TOML file.

    Raises:
        BadContent: not TOML, an unknown field, or no such claim kind.
    """
    try:
        made = msgspec.convert(tomllib.loads(text), TableMap)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise BadContent(f"map {given}", str(error), "See docs/reference/commands/import.md.") from error
    if made.kind not in CLAIMS:
        raise BadContent(f"map {given}", f"no such claim kind: {made.kind}", f"Use one of: {', '.join(CLAIMS)}.")
    return made


def reference(name: str) -> tuple[bytes, TableMap]:
    """A table that ships with habeas, and its map.

    Raises:
        BadContent: there is none of that name.
    """
    folder = files("habeas.intake").joinpath("data")
    known = sorted(item.name.removesuffix(".csv") for item in folder.iterdir() if item.name.endswith(".csv"))
    if name not in known:
        raise BadContent(f"reference:{name}", "no such table ships with habeas", f"Use one of: {', '.join(known)}.")
    raw = folder.joinpath(f"{name}.csv").read_bytes()
    return raw, read_map(folder.joinpath(f"{name}.toml").read_text("utf-8"), f"{name}.toml")


def claims_of(text: str, source: str, mapping: TableMap) -> Iterator[RowResult]:
    """The claim of every row, or why it makes none.

    Raises:
        BadContent: the map names a column that the table does not have.
    """
    rows = _rows(text)
    header = next(rows, (1, (0, 0), []))[2]
    missing = sorted(_columns(mapping) - set(header))
    if missing:
        raise BadContent("the map", f"the table has no column {missing[0]!r}", f"Columns are: {', '.join(header)}.")
    for line, span, cells in rows:
        row = dict(zip(header, cells, strict=False))
        if len(cells) != len(header):
            yield RowResult(line, None, f"it has {len(cells)} cells, and the header {len(header)}")
        elif empty := [column for column in mapping.require if not row[column].strip()]:
            yield RowResult(line, None, f"its {empty[0]} is empty")
        else:
            yield _result(line, text, span, source, row, mapping)


def _result(line: int, text: str, span: Span, source: str, row: dict[str, str], mapping: TableMap) -> RowResult:
    try:
        return RowResult(line, _claim(text, span, source, row, mapping))
    except HabeasError as error:
        return RowResult(line, None, error.wrong)


def _claim(text: str, span: Span, source: str, row: dict[str, str], mapping: TableMap) -> Claim:
    kind = CLAIMS[mapping.kind]
    numbers = {field.encode_name for field in msgspec.structs.fields(kind) if field.type is int}
    content = {name: _filled(value, row, number=name in numbers) for name, value in mapping.content.items()}
    speakers: list[Any] = [msgspec.to_builtins(outlet(None))]
    if mapping.speaker:
        speakers.insert(0, _with_spans({"name": None, **_filled(mapping.speaker, row)}, text, span))
    plain = {
        "kind": mapping.kind,
        "stance": mapping.stance,
        "speakers": speakers,
        "said_on": (_cell(mapping.said_on, row) if mapping.said_on else mapping.published),
        "content": _with_spans(content, text, span),
        "evidence": [
            msgspec.to_builtins(Evidence(source=source, start=span[0], end=span[1], quote=text[slice(*span)]))
        ],
        "confidence": 1.0,
        "read_by": READ_BY,
    }
    return decode(plain)


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
    found: set[str] = set(mapping.require)

    def visit(value: Any) -> None:
        if isinstance(value, str):
            found.update(part.partition("}")[0] for part in value.split("{")[1:])
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            visit(item)

    visit([mapping.content, mapping.speaker or {}, mapping.said_on or ""])
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
