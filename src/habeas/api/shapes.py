"""The shapes of the API's documents. Single records are those of `habeas.register.views`, whole."""

from __future__ import annotations

import msgspec

from habeas.register.views import (
    CaseView,
    Contested,
    Counts,
    EndorsementsView,
    PersonView,
    Said,
    SourceView,
)


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """What every shape is."""


class Meta(Shape, frozen=True, kw_only=True):
    """Which view a document shows.

    Attributes:
        api: the API's version; a change that breaks readers gets a new one, under a new path.
        audience: whose view it is.
        as_of: the day whose state it shows (EDTF); null for all that is known.
        known_at: the moment whose record it shows (RFC 3339); null for now.
        edition: a fingerprint of what is shown: the item, the whole list, or for the index the whole view. Pages of one list
            belong together while it is the same.
        notice: what a reader must know.
    """

    api: str
    audience: str
    as_of: str | None
    known_at: str | None
    edition: str
    notice: str


class Links(Shape, frozen=True, kw_only=True):
    """Where the documents are, as references from the document that holds them."""

    cases: str
    records: str
    endorsements: str
    contested: str
    sources: str
    openapi: str


class Index(Shape, frozen=True, kw_only=True):
    """The first document.

    Attributes:
        meta: which view.
        title: of the whole.
        counts: how much the view holds.
        links: where to go on.
    """

    meta: Meta
    title: str
    counts: Counts
    links: Links


class CaseRow(Shape, frozen=True, kw_only=True):
    """A case in a list; fields as in `CaseView`.

    Attributes:
        link: a reference to the whole case.
    """

    slug: str
    link: str
    person: PersonView
    by: str | None
    status: str
    since: str | None
    until: str | None
    held_from: str | None
    last_reported: str | None
    stale: bool
    inclusion_rule: str | None


class SourceRow(Shape, frozen=True, kw_only=True):
    """A source in a list; fields as in `SourceView`.

    Attributes:
        link: a reference to the source with its quotes.
    """

    slug: str
    link: str
    title: str | None
    outlet: str | None
    published: str | None
    origin: str | None
    language: str | None
    media_type: str
    rights: str


class EndorsementsRow(Shape, frozen=True, kw_only=True):
    """An instrument in a list; fields as in `EndorsementsView`.

    Attributes:
        link: a reference to its endorsers.
    """

    instrument: str
    link: str
    count_min: int
    count_max: int | None
    complete_until: str | None
    organisations: tuple[str, ...]


class Page(Shape, frozen=True, kw_only=True):
    """What every page of a list has.

    Attributes:
        meta: which view.
        page: from 1.
        pages: how many.
        total: how many items on all of them.
        previous, next: references to the neighbours; null at the ends.
    """

    meta: Meta
    page: int
    pages: int
    total: int
    previous: str | None
    next: str | None


class CasePage(Page, frozen=True, kw_only=True):
    """Cases, by the custody's first date, then name."""

    items: tuple[CaseRow, ...]


class RecordPage(Page, frozen=True, kw_only=True):
    """Records, by the date on which they were said."""

    items: tuple[Said, ...]


class SourcePage(Page, frozen=True, kw_only=True):
    """Sources, by the date on which they were published, then title."""

    items: tuple[SourceRow, ...]


class EndorsementsPage(Page, frozen=True, kw_only=True):
    """Instruments, by id."""

    items: tuple[EndorsementsRow, ...]


class ContestedPage(Page, frozen=True, kw_only=True):
    """Contested values, by property, then subject."""

    items: tuple[Contested, ...]


class Case(Shape, frozen=True, kw_only=True):
    """One case, whole."""

    meta: Meta
    item: CaseView


class Source(Shape, frozen=True, kw_only=True):
    """One source: its quotes, and its text where that may be shown."""

    meta: Meta
    item: SourceView


class Endorsements(Shape, frozen=True, kw_only=True):
    """Who stands behind one instrument."""

    meta: Meta
    item: EndorsementsView


class Problem(Shape, frozen=True, kw_only=True):
    """What is wrong with a request.

    Attributes:
        code: to search for in the documentation.
        given: what was asked for.
        wrong: what is wrong with it.
        do: what to do.
    """

    code: str
    given: str
    wrong: str
    do: str


class Failure(Shape, frozen=True, kw_only=True):
    """The body of every answer that is none."""

    error: Problem
