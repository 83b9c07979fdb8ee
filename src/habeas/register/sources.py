"""Sources as shown: the text where it may be, the quotes, and which claims rest on which words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from habeas.disclosure import AdmittedSource
from habeas.register.said import Shown, order
from habeas.register.views import Excerpt, SourceView, SpanView


def source_views(sources: Iterable[AdmittedSource], shown: Iterable[Shown]) -> tuple[SourceView, ...]:
    """Every source, by the day it was published, then by title."""
    resting: defaultdict[str, list[tuple[int, int, str, str]]] = defaultdict(list)
    for item in shown:
        for quote in item.claim.quotes:
            if quote.source is not None and quote.start is not None and quote.end is not None:
                resting[quote.source].append((quote.start, quote.end, quote.quote, item.claim.id))
    views = [_view(source, sorted(resting[source.id])) for source in sources]
    return tuple(sorted(views, key=lambda view: order(view.published, view.title or "", view.id)))


def _view(source: AdmittedSource, resting: list[tuple[int, int, str, str]]) -> SourceView:
    spans: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    quotes: dict[tuple[int, int], str] = {}
    for start, end, quote, claim in resting:
        spans[start, end].append(claim)
        quotes[start, end] = quote
    rows = [SpanView(start=s, end=e, claims=tuple(dict.fromkeys(ids))) for (s, e), ids in sorted(spans.items())]
    return SourceView(
        id=source.id,
        slug=source.slug,
        title=source.title,
        outlet=source.outlet,
        published=source.published,
        origin=source.origin,
        language=source.language,
        media_type=source.media_type,
        rights=source.rights,
        text=source.text,
        spans=tuple(rows) if source.text is not None else (),
        excerpts=tuple(Excerpt(quote=quotes[row.start, row.end], claims=row.claims) for row in rows),
        claims=tuple(dict.fromkeys(claim for row in rows for claim in row.claims)),
    )
