"""The codebook: every variable of every table, and every kind of record with its fields, made from the definitions themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from habeas.claims import CLAIMS
from habeas.exports.datapackage import described
from habeas.exports.edition import Edition
from habeas.exports.export import Export, write_json
from habeas.exports.licence import LICENCE
from habeas.exports.table import Column
from habeas.exports.tables import TABLES
from habeas.register.custody import STATES
from habeas.register.inclusion import RULES


def codebook(edition: Edition) -> dict[str, Any]:
    """The whole codebook as plain JSON."""
    return {
        "title": "Codebook of the open data of habeas",
        "edition": {
            "audience": edition.register.audience,
            "made_on": edition.made_on,
            "as_of": edition.register.as_of,
            "last_checked": edition.checked,
            "licence": LICENCE.name,
        },
        "conventions": list(CONVENTIONS),
        "tables": [
            {
                "name": table.name,
                "title": table.title,
                "universe": table.universe,
                "caveats": list(table.caveats),
                "key": list(table.key),
                "rows": len(edition.rows(table)),
                "variables": [
                    _variable(column, table.position(column.name), edition.rows(table)) for column in table.columns
                ],
            }
            for table in TABLES
        ],
        "records": [kind_fields(kind, cls) for kind, cls in CLAIMS.items()],
        "custody_states": STATES,
        "inclusion_rules": RULES,
    }


CONVENTIONS = (
    "An empty cell (CSV) or null (JSON, Parquet, SQLite) means that it is not known. It never means no, and it is never zero.",
    (
        "Dates are EDTF (ISO 8601-2): 2018-12 is a month whose day nobody gives; 2021-02-08/2021-02-14 lies between the two. "
        "Columns ending in _first and _last give the first and the last day that such a date may mean."
    ),
    "States are ISO 3166-1 alpha-2 in upper case; organisations have codes such as EU.",
    "Several values in one cell stand between semicolons.",
    "Every row is what somebody said. Values that disagree stand side by side in contested.",
)
"""What holds in every table."""


def _variable(column: Column, at: int, rows: list[Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"name": column.name, "type": column.kind, "meaning": described(column)}
    if column.values:
        made["values"] = list(column.values)
    if column.refers:
        made["refers_to"] = column.refers
    return made | {"not_known": sum(row[at] is None for row in rows)}


def kind_fields(kind: str, cls: type[msgspec.Struct]) -> dict[str, Any]:
    """A claim kind with its fields, as its class describes them."""
    summary, _, fields = (cls.__doc__ or "").partition("Attributes:")
    schema = msgspec.json.schema(cls)["$defs"][cls.__name__]["properties"]
    meanings = dict(attributes(fields))
    return {
        "kind": kind,
        "meaning": " ".join(summary.split()),
        "fields": [
            {
                "name": field.encode_name,
                "meaning": meanings.get(field.name) or meanings.get(field.encode_name, ""),
                "form": form(schema[field.encode_name]),
            }
            for field in msgspec.structs.fields(cls)
        ],
    }


def attributes(section: str) -> Iterator[tuple[str, str]]:
    """Names with their descriptions, from the `Attributes:` section of a class's docstring; `a, b: ...` describes both."""
    names: list[str] = []
    words = ""
    for line in section.splitlines():
        if line.startswith("        ") and not line.startswith("            ") and ":" in line:
            yield from ((name, words) for name in names)
            listed, _, words = line.strip().partition(": ")
            names = listed.split(", ")
        elif line.strip():
            words += " " + line.strip()
    yield from ((name, words) for name in names)


def form(schema: dict[str, Any]) -> str:
    """A field's form in a few words, from its JSON Schema."""
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(form(option) for option in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2].lower()
    if schema.get("type") == "array":
        items = schema.get("items")
        return f"list of {form(items)}" if isinstance(items, dict) else "list"
    return str(schema.get("type", "any"))


def as_markdown(book: dict[str, Any]) -> str:
    """The codebook for people."""
    return "\n".join(_lines(book)) + "\n"


def _lines(book: dict[str, Any]) -> Iterator[str]:
    edition = book["edition"]
    yield f"# {book['title']}\n"
    made = f"The {edition['audience']} view, made on {edition['made_on']}, checked up to {edition['last_checked']}."
    yield f"{made} Licence: {edition['licence']}.\n"
    yield from (f"- {line}" for line in book["conventions"])
    yield "\n# Tables"
    for table in book["tables"]:
        yield f"\n## {table['name']}\n\n{table['title']}. {table['rows']} rows; key: {', '.join(table['key'])}.\n"
        yield f"**Universe.** {table['universe']}\n"
        yield from (f"- {caveat}" for caveat in table["caveats"])
        yield "\n| variable | type | what it says | values | not known |\n|---|---|---|---|---|"
        for one in table["variables"]:
            values = ", ".join(one.get("values", ())) or (f"see {one['refers_to']}" if "refers_to" in one else "")
            yield f"| {one['name']} | {one['type']} | {_cell(one['meaning'])} | {values} | {one['not_known']} |"
    yield "\n# Kinds of record"
    for kind in book["records"]:
        yield f"\n## {kind['kind']}\n\n{kind['meaning']}\n\n| field | what it is | form |\n|---|---|---|"
        yield from (f"| {one['name']} | {_cell(one['meaning'])} | {_cell(one['form'])} |" for one in kind["fields"])
    for title, words in (("Custody states", book["custody_states"]), ("Inclusion rules", book["inclusion_rules"])):
        yield f"\n# {title}\n"
        yield from (f"- `{name}`: {meaning}" for name, meaning in words.items())


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def write(edition: Edition, folder: Path) -> None:
    """Write `codebook.json` and `codebook.md`."""
    book = codebook(edition)
    write_json(folder / "codebook.json", book)
    (folder / "codebook.md").write_text(as_markdown(book), "utf-8", newline="\n")


CODEBOOK = Export("codebook", "What every variable means", ("codebook.json", "codebook.md"), write)
