"""A Data Package (Frictionless, v2): the CSV tables with a description of types, keys, units, and what each column means."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from habeas import __version__
from habeas.exports.csv import CSV
from habeas.exports.csv import write as write_csv
from habeas.exports.edition import Edition
from habeas.exports.export import Export, write_json
from habeas.exports.licence import LICENCE
from habeas.exports.table import Column, Table
from habeas.exports.tables import TABLES

PROFILE = "https://datapackage.org/profiles/2.0/"


def write(edition: Edition, folder: Path) -> None:
    """Write the tables and `datapackage.json`."""
    write_csv(edition, folder)
    package = {
        "$schema": f"{PROFILE}datapackage.json",
        "name": "habeas",
        "title": "Who is held, by whom, since when, who says so",
        "description": f"The {edition.register.audience} view. Every row is what somebody said; none is a finding of ours.",
        "version": edition.made_on,
        "created": f"{edition.made_on}T00:00:00Z",
        "keywords": [
            "arbitrary detention",
            "state hostage-taking",
            "human rights",
            "Declaration Against Arbitrary Detention",
        ],
        "licenses": [{"name": LICENCE.name, "title": LICENCE.title, "path": LICENCE.path}],
        "sources": [{"title": "The documents that each record names", "path": "sources.csv"}],
        "contributors": [{"title": f"habeas {__version__}", "roles": ["creator"]}],
        "resources": [_resource(folder, table) for table in TABLES],
    }
    if edition.base_url:
        package["homepage"] = f"{edition.base_url}/"
    write_json(folder / "datapackage.json", package)


def _resource(folder: Path, table: Table) -> dict[str, Any]:
    raw = (folder / f"{table.name}.csv").read_bytes()
    return {
        "name": table.name,
        "title": table.title,
        "description": " ".join((table.universe, *table.caveats)),
        "path": f"{table.name}.csv",
        "$schema": f"{PROFILE}dataresource.json",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(raw),
        "hash": f"sha256:{sha256(raw).hexdigest()}",
        "dialect": {"$schema": f"{PROFILE}tabledialect.json", "header": True, "delimiter": ",", "lineTerminator": "\n"},
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": f"{PROFILE}tableschema.json",
        "fields": [_field(column, table) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    foreign = [
        {"fields": [column.name], "reference": {"resource": to, "fields": [field]}}
        for column in table.columns
        if column.refers
        for to, _, field in [column.refers.partition(".")]
    ]
    return schema | ({"foreignKeys": foreign} if foreign else {})


def _field(column: Column, table: Table) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.kind, "description": described(column)}
    if column.kind == "boolean":
        field |= {"trueValues": ["True"], "falseValues": ["False"]}
    constraints: dict[str, Any] = {"enum": list(column.values)} if column.values else {}
    if column.name in table.key:
        constraints["required"] = True
    return field | ({"constraints": constraints} if constraints else {})


def described(column: Column) -> str:
    """What a column says, in a sentence."""
    return f"{column.meaning}; `;` between values" if column.many else column.meaning


DATAPACKAGE = Export(
    "datapackage", "A Frictionless Data Package of the CSV tables", ("datapackage.json", *CSV.files), write
)
