"""Sources, and the whole register, as shown."""

from __future__ import annotations

from habeas.register.views.cases import CaseView
from habeas.register.views.endorsements import EndorsementsView
from habeas.register.views.said import AccusationView, AppealView, Contested, LinkView, Said, StatementView, View


class SpanView(View, frozen=True, kw_only=True):
    """A stretch of a shown text, and the claims that rest on it.

    Attributes:
        start, end: [start, end) in code points of `SourceView.text`; stretches may nest and overlap.
        claims: their ids.
    """

    start: int
    end: int
    claims: tuple[str, ...]


class Excerpt(View, frozen=True, kw_only=True):
    """A quote shown in place of the whole text.

    Attributes:
        quote: verbatim.
        claims: ids of the claims that rest on it.
    """

    quote: str
    claims: tuple[str, ...]


class SourceView(View, frozen=True, kw_only=True):
    """A document and what rests on it.

    Attributes:
        id: the entry's id; below the team its first 12 hex digits.
        slug: the first 12 hex digits, for URLs. Entry ids are salted, so that a slug confirms no guess.
        title, outlet, published, language: as the document or a person gave them; None when unknown.
        origin: the URL; the team also sees a file's name. None when it may not be shown.
        media_type: of the bytes.
        rights: `open` or `quote_only`.
        text: the whole text where it may be shown, else None.
        spans: what to highlight in `text`; empty without it.
        excerpts: the quotes in document order; for every source, shown where the text is not.
        claims: ids of the claims that rest on it, in document order.
    """

    id: str
    slug: str
    title: str | None
    outlet: str | None
    published: str | None
    origin: str | None
    language: str | None
    media_type: str
    rights: str
    text: str | None
    spans: tuple[SpanView, ...]
    excerpts: tuple[Excerpt, ...]
    claims: tuple[str, ...]


class Counts(View, frozen=True, kw_only=True):
    """How much this view holds; nothing in it counts what the view does not show."""

    claims: int
    sources: int
    cases: int
    held: int
    statements: int
    appeals: int
    accusations: int
    links: int
    contested: int


class Register(View, frozen=True, kw_only=True):
    """Everything that one audience may see, as of one day, as known at one moment.

    Attributes:
        as_of: the valid-time day; None for "as the record stands".
        known_at: the record-time moment; None for now.
        audience: whose view this is.
        cases: opened cases, by the custody's first date, then name.
        candidates: custodies without an opened case; the team's view only.
        endorsements: one for each instrument.
        statements, appeals, accusations, links: by date said.
        contested: of cases, instruments and everything else.
        sources: by date published, then title.
        claims: all of them, by date said; the records in the other lists are among them.
        counts: of this view.
    """

    as_of: str | None
    known_at: str | None
    audience: str
    cases: tuple[CaseView, ...]
    candidates: tuple[CaseView, ...]
    endorsements: tuple[EndorsementsView, ...]
    statements: tuple[StatementView, ...]
    appeals: tuple[AppealView, ...]
    accusations: tuple[AccusationView, ...]
    links: tuple[LinkView, ...]
    contested: tuple[Contested, ...]
    sources: tuple[SourceView, ...]
    claims: tuple[Said, ...]
    counts: Counts
