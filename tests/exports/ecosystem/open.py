"""Opens exports with the tools of their ecosystems and tells what these found, as JSON. Runs in an environment of its own."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any


def frictionless(folder: Path) -> Any:
    """Whether the Data Package validates, references and all, and what its tables hold."""
    from frictionless import Package

    package = Package(str(folder / "datapackage.json"))
    report = package.validate()
    return {
        "valid": report.valid,
        "errors": [error for task in report.flatten(["type", "note"]) for error in task],
        "rows": {resource.name: len(resource.read_rows()) for resource in package.resources},
        "keys": {resource.name: resource.schema.primary_key for resource in package.resources},
        "foreign": sum(len(resource.schema.foreign_keys) for resource in package.resources),
    }


def polars(folder: Path) -> Any:
    """Each table's columns with their types, and its number of rows, from Parquet and from CSV."""
    import polars as pl

    found = {}
    for path in sorted(folder.glob("*.parquet")):
        table, text = pl.read_parquet(path), pl.read_csv(path.with_suffix(".csv"), infer_schema_length=None)
        found[path.stem] = {
            "types": {name: str(kind) for name, kind in table.schema.items()},
            "rows": table.height,
            "csv": [text.columns, text.height],
        }
    return found


def pyld(folder: Path) -> Any:
    """The JSON-LD files as expanded, and as statements; nothing may be fetched."""
    from pyld import jsonld

    def refuse(url: str, *_: Any) -> Any:
        raise ValueError(f"it wants {url}")

    jsonld.set_document_loader(refuse)
    found = {}
    for path in sorted(folder.glob("*.jsonld")):
        options = {"base": f"https://example.org/data/{path.name}"}
        document = json.loads(path.read_text("utf-8"))
        found[path.name] = {
            "expanded": jsonld.expand(document, options),
            "statements": jsonld.normalize(
                document, options | {"algorithm": "URDNA2015", "format": "application/n-quads"}
            ),
        }
    return found


def icalendar(folder: Path) -> Any:
    """The calendar's events."""
    from icalendar import Calendar

    calendar = Calendar.from_ical((folder / "habeas.ics").read_bytes())
    return {
        "errors": [str(error) for part in calendar.walk() for error in part.errors],
        "version": str(calendar["VERSION"]),
        "events": [
            {
                "uid": str(event["UID"]),
                "start": event["DTSTART"].dt.isoformat(),
                "summary": str(event["SUMMARY"]),
                "status": str(event.get("STATUS", "")),
                "yearly": str(event["RRULE"]["FREQ"][0]) if "RRULE" in event else "",
            }
            for event in calendar.walk("VEVENT")
        ],
    }


def feedparser(folder: Path) -> Any:
    """The feed's entries."""
    import feedparser as parser

    feed = parser.parse((folder / "records.atom").read_bytes())
    return {
        "broken": bool(feed.bozo),
        "version": feed.version,
        "title": feed.feed.title,
        "entries": [
            {"id": e.id, "title": e.title, "updated": e.updated_parsed is not None, "author": e.author}
            for e in feed.entries
        ],
    }


def datasette(folder: Path) -> Any:
    """What Datasette shows of the SQLite file, asked through its own client."""
    from datasette.app import Datasette

    metadata = json.loads((folder / "datasette.json").read_text("utf-8"))
    app = Datasette([str(folder / "habeas.sqlite")], metadata=metadata, immutables=[])

    async def ask() -> Any:
        await app.invoke_startup()
        pages = {}
        for name in metadata["databases"]["habeas"]["tables"]:
            rows, page = (
                await app.client.get(f"/habeas/{name}.json?_shape=array"),
                await app.client.get(f"/habeas/{name}"),
            )
            pages[name] = {"status": [rows.status_code, page.status_code], "rows": rows.json(), "page": page.text}
        return {"home": (await app.client.get("/")).text, "tables": pages}

    return asyncio.run(ask())


def citations(folder: Path) -> Any:
    """The citations as BibTeX's and CSL's own readers read them, and one as a style prints it."""
    import bibtexparser
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    text = (folder / "cases.bib").read_text("utf-8")
    items = json.loads((folder / "cases.csl.json").read_text("utf-8"))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    library = bibtexparser.parse_string(text) if hasattr(bibtexparser, "parse_string") else bibtexparser.loads(text)
    entries = [{"key": e.key, "fields": {f.key: f.value for f in e.fields}} for e in library.entries]
    return {
        "bibtex": entries,
        "failed": len(library.failed_blocks),
        "printed": [str(line) for line in bibliography.bibliography()],
    }


def openapi(folder: Path) -> Any:
    """Whether the OpenAPI document is one."""
    from openapi_spec_validator import validate

    validate(json.loads((folder / "openapi.json").read_text("utf-8")))
    return True


def followthemoney(folder: Path) -> Any:
    """The entities that followthemoney makes of the lines, as it writes them again: taken as clean, and cleaned by it."""
    from followthemoney import model

    found = []
    for line in (folder / "entities.ftm.json").read_text("utf-8").splitlines():
        given = json.loads(line)
        cleaned = model.make_entity(given["schema"], key_prefix=None)
        cleaned.id = given["id"]
        for name, values in given["properties"].items():
            cleaned.add(name, values, cleaned=False)
        found.append(
            {
                "given": given,
                "read": model.get_proxy(given).to_dict(),
                "cleaned": cleaned.to_dict(),
                "schema": model.get(given["schema"]) is not None,
            }
        )
    return found


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](Path(sys.argv[2]))))
