"""Exports: the register as open data. An export is one module with an `Export`, and one line here."""

from __future__ import annotations

from habeas.exports.atom import ATOM_FEED
from habeas.exports.bibtex import BIBTEX
from habeas.exports.calendar import CALENDAR
from habeas.exports.codebook import CODEBOOK
from habeas.exports.csl import CSL
from habeas.exports.csv import CSV
from habeas.exports.datapackage import DATAPACKAGE
from habeas.exports.edition import Edition
from habeas.exports.export import Export
from habeas.exports.ftm import FTM
from habeas.exports.geojson import GEOJSON
from habeas.exports.jsonl import JSONL
from habeas.exports.jsonld import JSONLD
from habeas.exports.parquet import PARQUET
from habeas.exports.sqlite import SQLITE

__all__ = ["EXPORTS", "Edition", "Export"]

EXPORTS: dict[str, Export] = {
    one.name: one
    for one in (
        CSV,
        DATAPACKAGE,
        JSONL,
        PARQUET,
        SQLITE,
        CODEBOOK,
        FTM,
        GEOJSON,
        CALENDAR,
        ATOM_FEED,
        JSONLD,
        BIBTEX,
        CSL,
    )
}
