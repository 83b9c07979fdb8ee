"""Where things stand on the site: one place for each record, stable for ever."""

from __future__ import annotations

from collections.abc import Iterable

from habeas.register.views import CaseView, EvidenceView, Register, Said, SourceView
from habeas.site.shelves import MANY, year_of

DECLARATION = "declaration.html"
RECORDS = "statements.html"
SPOKEN = frozenset({"statement", "appeal", "accusation"})
"""Kinds of claims that are somebody's words."""


class Places:
    """The page and anchor of every record of a register."""

    def __init__(self, register: Register) -> None:
        self._cases = {case.slug for case in _all_cases(register)}
        self._sources = {source.id: source for source in register.sources}
        self._records = {record.id: record for record in register.claims}
        self.on_statements = {
            record.id for record in register.claims if not self._shown(record) and not on_declaration(record)
        }
        self.by_year = sum(record.kind in SPOKEN for record in register.claims) > MANY

    def case(self, slug: str) -> str:
        """A case's page."""
        return f"cases/{slug}.html"

    def source(self, source: SourceView) -> str:
        """A source's page."""
        return f"sources/{source.slug}.html"

    def state(self, code: str) -> str:
        """A state's page."""
        return f"states/{code}.html"

    def record(self, id_: str) -> str:
        """A record's page and anchor: its case's, the Declaration's, or the page of all others."""
        record = self._records[id_]
        shown = self._shown(record)
        page = self.case(shown[0]) if shown else (DECLARATION if on_declaration(record) else self.statements(record))
        return f"{page}#{self.anchor(id_)}"

    def _shown(self, record: Said) -> list[str]:
        """The cases of a record that have a page."""
        return [slug for slug in record.cases if slug in self._cases]

    def statements(self, record: Said) -> str:
        """The page of statements on which a record stands: the one there is, or its year's."""
        return f"statements/{year_of(record.said_on)}.html" if self.by_year else RECORDS

    def anchor(self, id_: str) -> str:
        """A record's anchor on every page that shows it."""
        return f"r-{id_[:16]}"

    def span(self, record: Said) -> str | None:
        """The place of a record's main quote in its source's page; None for a redacted one."""
        quote = record.evidence[0] if record.evidence else None
        if quote is None or quote.source not in self._sources:
            return None
        return self.at(self._sources[quote.source], quote)

    @staticmethod
    def at(source: SourceView, quote: EvidenceView) -> str:
        """The place of a quote in its source's page."""
        return f"sources/{source.slug}.html#s-{quote.start}-{quote.end}"

    def source_of(self, record: Said) -> SourceView | None:
        """The source of a record's main quote."""
        quote = record.evidence[0] if record.evidence else None
        return self._sources.get(quote.source or "") if quote else None


def on_declaration(record: Said) -> bool:
    """Whether a record is about an instrument and its endorsers."""
    if record.kind in {"endorsement", "endorsement_count"}:
        return True
    return record.kind == "attribute" and record.content["attribute"] in {"legal_force", "targets"}


def _all_cases(register: Register) -> Iterable[CaseView]:
    return (*register.cases, *register.candidates)
