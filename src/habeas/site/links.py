"""Where things stand on the site: one place for each record.

Names of pages and anchors are stable for ever. On which page of a long case, year or document a record or quote stands may change
with what comes before it; a file beside these pages says where it stands now (`anchors`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from habeas.claims.attribute import OF_INSTRUMENTS
from habeas.register.views import (
    CaseView,
    ClaimedCount,
    EndorsementsView,
    EvidenceView,
    Register,
    Said,
    SourceView,
)
from habeas.site.leaves import Leaf, leaves, stands
from habeas.site.parts import LINE, LIST, ROW, name_of, of_line, of_record, pages_of, sliced
from habeas.site.shelves import MANY, newest, shelved, year_of

DECLARATION = "declaration.html"
RECORDS = "statements.html"
SPOKEN = frozenset({"statement", "appeal", "accusation"})
"""Kinds of claims that are somebody's words."""

ENDORSER = 320
"""The weight of an endorser: in the lists by date and by region, and in the map's data."""


class Places:
    """The page and anchor of every record of a register."""

    def __init__(self, register: Register) -> None:
        self._cases = {case.slug: case for case in _all_cases(register)}
        self._pages: dict[str, dict[str, int]] = {}
        self._sources = {source.id: source for source in register.sources}
        self._records = {record.id: record for record in register.claims}
        self.on_statements = {
            record.id for record in register.claims if not self._shown(record) and not on_declaration(record)
        }
        spoken = [record for record in register.claims if record.kind in SPOKEN and record.id not in self.on_statements]
        elsewhere = [record for record in register.claims if record.id in self.on_statements]
        self.statements = list(_statements(spoken, elsewhere))
        self._stands = {record.id: one.name for one in self.statements for record in one.elsewhere}
        self._stands_in: dict[str, dict[str, int]] = {}
        self._leaves: dict[str, list[Leaf]] = {}
        declared = [record for record in register.claims if on_declaration(record) and not self._shown(record)]
        self.declaration = _declaration(register.endorsements, declared)
        self._declared = {
            record.id: name_of(DECLARATION, number)
            for number, part in enumerate(self.declaration, start=1)
            for record in part.about
        }

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
        if shown:
            page = name_of(self.case(shown[0]), self._page(shown[0], id_))
        else:
            page = self._declared[id_] if on_declaration(record) else self._stands[id_]
        return f"{page}#{self.anchor(id_)}"

    def _page(self, slug: str, id_: str) -> int:
        """On which page of a case a record stands."""
        if slug not in self._pages:
            self._pages[slug] = pages_of(self._cases[slug])
        return self._pages[slug].get(id_, 1)

    def _shown(self, record: Said) -> list[str]:
        """The cases of a record that have a page."""
        return [slug for slug in record.cases if slug in self._cases]

    def anchor(self, id_: str) -> str:
        """A record's anchor on every page that shows it."""
        return f"r-{id_[:16]}"

    def span(self, record: Said) -> str | None:
        """The place of a record's main quote in its source's page; None for a redacted one."""
        quote = record.evidence[0] if record.evidence else None
        if quote is None or quote.source not in self._sources:
            return None
        return self.at(self._sources[quote.source], quote, self.stands_in(quote.source))

    def stands_in(self, source: str) -> dict[str, int]:
        """On which of its source's pages each quote stands; empty for a source of one page. See `leaves.stands`."""
        if source not in self._stands_in:
            self._stands_in[source] = stands(self._sources[source], self.leaves(source), self._records)
        return self._stands_in[source]

    def leaves(self, source: str) -> list[Leaf]:
        """A source's pages."""
        if source not in self._leaves:
            self._leaves[source] = leaves(self._sources[source])
        return self._leaves[source]

    @staticmethod
    def at(source: SourceView, quote: EvidenceView, stands: Mapping[str, int]) -> str:
        """The place of a quote in its source's pages."""
        place = f"{quote.start}-{quote.end}"
        return f"{name_of(f'sources/{source.slug}.html', stands.get(place, 1))}#s-{place}"

    def source_of(self, record: Said) -> SourceView | None:
        """The source of a record's main quote."""
        quote = record.evidence[0] if record.evidence else None
        return self._sources.get(quote.source or "") if quote else None


class Statements(NamedTuple):
    """One page of statements.

    Attributes:
        first, name: the page's name, and that of the page that it continues.
        part, parts: which of how many.
        year: whose words it shows; empty for all, or the newest.
        in_cases: words of cases: a line each.
        elsewhere: words of other matters, in full.
        years: every year that has a page of its own.
    """

    first: str
    name: str
    part: int
    parts: int
    year: str
    in_cases: list[Said]
    elsewhere: list[Said]
    years: list[str]


def _statements(in_cases: Sequence[Said], elsewhere: Sequence[Said]) -> Iterator[Statements]:
    """Everything said: all of it, or what is newest and then year by year."""
    if len(in_cases) + len(elsewhere) <= MANY:
        yield from _in_parts(RECORDS, "", in_cases, elsewhere, [])
        return
    cases, others = (shelved(found, lambda r: year_of(r.said_on)) for found in (in_cases, elsewhere))
    years = sorted({*cases, *others})
    yield from _in_parts(RECORDS, "", newest(in_cases, lambda r: r.said_on), [], years)
    for year in years:
        yield from _in_parts(f"statements/{year}.html", year, cases.get(year, []), others.get(year, []), years)


def _in_parts(
    first: str, year: str, in_cases: Sequence[Said], elsewhere: Sequence[Said], years: list[str]
) -> Iterator[Statements]:
    parts = sliced({"in_cases": (in_cases, of_line), "elsewhere": (elsewhere, of_record)})
    for part, shown in enumerate(parts, start=1):
        yield Statements(first, name_of(first, part), part, len(parts), year, **shown, years=years)


class Declared(NamedTuple):
    """What one page of the Declaration lists.

    Attributes:
        about: records of instruments.
        claimed: numbers of endorsers that sources gave, each with its instrument.
    """

    about: list[Said]
    claimed: list[tuple[str, ClaimedCount]]

    def counts(self, views: Iterable[EndorsementsView]) -> dict[str, list[ClaimedCount]]:
        """The numbers, by instrument."""
        return {v.instrument: [one for code, one in self.claimed if code == v.instrument] for v in views}


def _declaration(views: Sequence[EndorsementsView], about: Sequence[Said]) -> list[Declared]:
    """The Declaration's page: with both lists where they fit, else they begin on the second page."""
    claimed = [(view.instrument, one) for view in views for one in view.claimed]
    heads = sum(ENDORSER * len(view.endorsers) for view in views)
    weight = sum(map(_of_declared, about)) + (ROW + LINE) * len(claimed)
    if heads + weight <= LIST:
        return [Declared(list(about), claimed)]
    parts = sliced({"about": (about, _of_declared), "claimed": (claimed, lambda _one: ROW + LINE)})
    return [Declared([], []), *(Declared(**part) for part in parts)]


def is_listed(record: Said) -> bool:
    """Whether a record of an instrument is told in a line: a number, or what a document lists."""
    return record.kind == "endorsement_count" or (record.kind == "endorsement" and record.speakers[0].role == "outlet")


def _of_declared(record: Said) -> int:
    return LINE if is_listed(record) else of_record(record)


def on_declaration(record: Said) -> bool:
    """Whether a record is about an instrument and its endorsers."""
    if record.kind in {"endorsement", "endorsement_count"}:
        return True
    return record.kind == "attribute" and record.content["attribute"] in OF_INSTRUMENTS


def _all_cases(register: Register) -> Iterable[CaseView]:
    return (*register.cases, *register.candidates)
