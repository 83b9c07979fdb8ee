"""Sources, the languages they are in, and what is to be known of each table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from habeas.exports.table import Row, Table, day, listed, text, whole, yes_no
from habeas.register.views import SourceView

if TYPE_CHECKING:
    from habeas.exports.edition import Edition

UNKNOWN = "und"
"""The language code for a language that nobody knows (ISO 639-2)."""


def _sources(edition: Edition) -> Iterable[Row]:
    for s in edition.register.sources:
        yield (s.id, s.title, s.outlet, s.published, s.origin, s.language, s.media_type, s.rights, len(s.claims))


SOURCES = Table(
    name="sources",
    title="One document that records rest on",
    universe="Every document that a record in `records` quotes, where it may be shown.",
    caveats=("Which documents were gathered shapes what is known. Quotes belong to their owners.",),
    key=("source",),
    columns=(
        text("source", "its public name; random"),
        text("title", "as the document gives it"),
        text("outlet", "who published it"),
        text("published", "EDTF"),
        text("origin", "its address"),
        text("language", "ISO 639-1"),
        text("media_type", "of its bytes"),
        text("rights", "whether more than quotes may be shown", "open", "quote_only"),
        whole("records", "how many records rest on it"),
    ),
    rows=_sources,
)


def documents(edition: Edition) -> list[SourceView]:
    """The sources that somebody wrote; tables that were imported are none."""
    return [source for source in edition.register.sources if source.media_type != "text/csv"]


def _languages(edition: Edition) -> Iterable[Row]:
    from habeas.reading import READ_LANGUAGES

    found = documents(edition)
    numbers = Counter(source.language or UNKNOWN for source in found)
    for language, number in sorted(numbers.items(), key=lambda item: (-item[1], item[0])):
        records = sum(len(source.claims) for source in found if (source.language or UNKNOWN) == language)
        yield (language, number, records, language in READ_LANGUAGES)


LANGUAGES = Table(
    name="languages",
    title="One language of the sources",
    universe="Every language in which a document in `sources` is written.",
    caveats=("Who speaks in a language that is not read is heard through others' translations only.",),
    key=("language",),
    columns=(
        text("language", f"ISO 639-1; `{UNKNOWN}` when nobody knows"),
        whole("sources", "how many documents"),
        whole("records", "how many records rest on them"),
        yes_no("read", "whether the reader reads it; otherwise people do, or nobody"),
    ),
    rows=_languages,
)


def latest_source(edition: Edition) -> str | None:
    """The last date on which a source was published."""
    return max((source.published for source in edition.register.sources if source.published), default=None)


def about(tables: Sequence[Table]) -> Table:
    """The table that tells of the others."""

    def rows(edition: Edition) -> Iterable[Row]:
        languages = listed(sorted({source.language or UNKNOWN for source in documents(edition)}))
        for table in tables:
            yield (
                table.name,
                table.title,
                table.universe,
                len(edition.rows(table)),
                languages,
                edition.register.audience,
                edition.register.as_of,
                edition.checked,
                latest_source(edition),
                " ".join(table.caveats),
            )

    return Table(
        name="tables",
        title="One table of this edition",
        universe="Every other table.",
        caveats=(),
        key=("table",),
        columns=(
            text("table", "its name"),
            text("title", "what a row is"),
            text("universe", "which rows there are: the inclusion rule"),
            whole("rows", "how many"),
            text("languages", "of the documents behind this edition (ISO 639-1)", many=True),
            text("audience", "whose view it is"),
            text("as_of", "EDTF: the day whose state it shows; empty for all that is known"),
            day("last_checked", "the day up to which the record was followed: what had been recorded by then is in it"),
            text("latest_source", "EDTF: when the newest source was published"),
            text("caveats", "what to know before counting"),
        ),
        rows=rows,
    )
