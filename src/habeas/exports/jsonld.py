"""JSON-LD: the open data as a dataset, once for data portals (DCAT 3) and once for search engines (schema.org).

Contexts stand in the files, so that nothing has to be fetched to understand them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from habeas.exports.edition import Edition
from habeas.exports.export import Export, write_json
from habeas.exports.licence import LICENCE
from habeas.exports.tables.about import UNKNOWN, documents

TITLE = "Who is held, by whom, since when, who says so"
KEYWORDS = ["arbitrary detention", "state hostage-taking", "human rights", "Declaration Against Arbitrary Detention"]
MEDIA_TYPES = {
    "atom": "application/atom+xml",
    "bib": "application/x-bibtex",
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "ics": "text/calendar",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "jsonld": "application/ld+json",
    "md": "text/markdown",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
}
_ID = {"@type": "@id"}
_DATE = {"@type": "http://www.w3.org/2001/XMLSchema#date"}
DCAT_CONTEXT: dict[str, Any] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dcat:downloadURL": _ID,
    "dcat:accessURL": _ID,
    "dcat:landingPage": _ID,
    "dcat:mediaType": _ID,
    "dcterms:license": _ID,
    "dcterms:language": _ID,
    "dcterms:issued": _DATE,
    "dcterms:modified": _DATE,
}
SCHEMA_CONTEXT: dict[str, Any] = {
    "@vocab": "https://schema.org/",
    "url": _ID,
    "contentUrl": _ID,
    "license": _ID,
    "datePublished": {"@type": "https://schema.org/Date"},
}


def write(edition: Edition, folder: Path) -> None:
    """Write `dcat.jsonld` and `dataset.jsonld`."""
    write_json(folder / "dcat.jsonld", dcat(edition))
    write_json(folder / "dataset.jsonld", schema_org(edition))


def _files() -> list[tuple[str, str, str]]:
    """Every file with its export's title and its media type."""
    from habeas.exports import EXPORTS

    found: dict[str, tuple[str, str, str]] = {}
    for export in EXPORTS.values():
        for name in export.files:
            found.setdefault(name, (name, export.title, MEDIA_TYPES[name.rpartition(".")[2]]))
    return list(found.values())


def _languages(edition: Edition) -> list[str]:
    return sorted({source.language for source in documents(edition) if source.language} - {UNKNOWN})


def _described(edition: Edition) -> str:
    return (
        f"The {edition.register.audience} view of {edition.made_on}: cases of state hostage-taking and arbitrary detention, and "
        "endorsements of the Declaration against it. Every record is what somebody said, with words, speaker and source."
    )


def dcat(edition: Edition) -> dict[str, Any]:
    """The dataset and its distributions, for data portals. Addresses are relative unless the site's place is known."""
    publisher = {"@type": "foaf:Agent", "foaf:name": "habeas"}
    return {
        "@context": DCAT_CONTEXT,
        "@id": edition.url("data/dcat.jsonld"),
        "@type": "dcat:Dataset",
        "dcterms:title": {"@value": TITLE, "@language": "en"},
        "dcterms:description": {"@value": _described(edition), "@language": "en"},
        "dcterms:publisher": publisher,
        "dcterms:issued": edition.made_on,
        "dcterms:modified": edition.made_on,
        "dcterms:license": LICENCE.path,
        "dcterms:language": [f"http://id.loc.gov/vocabulary/iso639-1/{code}" for code in _languages(edition)],
        "dcat:version": edition.made_on,
        "dcat:landingPage": edition.url("index.html"),
        "dcat:keyword": [{"@value": word, "@language": "en"} for word in KEYWORDS],
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dcterms:title": {"@value": f"{title}: {name}", "@language": "en"},
                "dcterms:license": LICENCE.path,
                "dcat:accessURL": edition.url(f"data/{name}"),
                "dcat:downloadURL": edition.url(f"data/{name}"),
                "dcat:mediaType": f"https://www.iana.org/assignments/media-types/{media}",
            }
            for name, title, media in _files()
        ],
    }


def schema_org(edition: Edition) -> dict[str, Any]:
    """The dataset and its files, for search engines."""
    return {
        "@context": SCHEMA_CONTEXT,
        "@id": edition.url("data/dataset.jsonld"),
        "@type": "Dataset",
        "name": TITLE,
        "description": _described(edition),
        "url": edition.url("index.html"),
        "license": LICENCE.path,
        "isAccessibleForFree": True,
        "keywords": KEYWORDS,
        "inLanguage": _languages(edition),
        "version": edition.made_on,
        "datePublished": edition.made_on,
        "creator": {"@type": "Organization", "name": "habeas"},
        "measurementTechnique": "Claims read from documents and accepted by people; each bound to its quote and its speaker.",
        "distribution": [
            {
                "@type": "DataDownload",
                "name": f"{title}: {name}",
                "contentUrl": edition.url(f"data/{name}"),
                "encodingFormat": media,
            }
            for name, title, media in _files()
        ],
    }


JSONLD = Export(
    "jsonld", "The dataset described, for portals and search engines", ("dcat.jsonld", "dataset.jsonld"), write
)
