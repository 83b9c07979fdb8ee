"""The tables of open data. One line each; CSV, Parquet, SQLite, the Data Package and the codebook are made from this list."""

from __future__ import annotations

from habeas.exports.table import Table
from habeas.exports.tables.about import LANGUAGES, SOURCES, about
from habeas.exports.tables.cases import ACTS, CASES
from habeas.exports.tables.contested import CONTESTED
from habeas.exports.tables.endorsements import COUNTS, ENDORSEMENTS, GROUPS, UNNAMED
from habeas.exports.tables.records import EVIDENCE, LINKS, RECORDS, SPEAKERS, STATEMENTS
from habeas.exports.tables.spells import SPELLS, STAGES
from habeas.exports.tables.years import DYAD_YEAR, STATE_YEAR

__all__ = ["TABLES"]

_DATA = (
    CASES,
    ACTS,
    SPELLS,
    STAGES,
    RECORDS,
    EVIDENCE,
    SPEAKERS,
    STATEMENTS,
    LINKS,
    CONTESTED,
    ENDORSEMENTS,
    UNNAMED,
    COUNTS,
    GROUPS,
    STATE_YEAR,
    DYAD_YEAR,
    SOURCES,
    LANGUAGES,
)

TABLES: tuple[Table, ...] = (*_DATA, about(_DATA))
"""Every table; the last one tells of the others."""
