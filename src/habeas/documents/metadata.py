"""What an HTML page says about itself: its title, the day it was published, who published it.

Read from the page's own statements, in a fixed order; nothing is inferred from its address or its text:

- published: JSON-LD `datePublished`, then meta elements, then `<time>` marked as the date of publication, then the
  first `<time>` of the article or its header. The day is taken as written, in the stamp's own time zone.
- outlet: `og:site_name`, then JSON-LD `publisher`.
- title: an `<h1>` that agrees with what the page calls itself elsewhere, else JSON-LD `headline`, `og:title`, the first
  `<h1>`, `<title>`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from habeas.documents.dateline import machine_day, written_day

DATE_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date.published",
    "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date",
    "citation_publication_date", "citation_date", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate",
    "publish-date", "publish_date", "publication_date", "publication-date", "article.published", "date",
)  # fmt: skip
"""`name`, `property` or `itemprop` of meta elements that carry the day of publication, most specific first."""

MARKED_TIME = "//time[@pubdate or contains(@itemprop, 'datePublished')]"
FIRST_TIME = "(//article | //main | //header)//time[not(ancestor::nav or ancestor::aside or ancestor::footer)]"

ARTICLE_TYPES = ("article", "newsarticle", "reportagenewsarticle", "report", "blogposting", "webpage")
"""schema.org types of which the page itself may be one."""

MOST_JSON = 1_000_000
"""Characters of a JSON-LD block beyond which it is not the description of an article."""


class Metadata(NamedTuple):
    """The page's statements about itself; each None where there is none."""

    title: str | None
    published: str | None
    outlet: str | None


def metadata(tree: Any) -> Metadata:
    """The statements of a page, given as an lxml tree."""
    metas = dict(_metas(tree))
    linked = list(_articles(tree))
    return Metadata(_title(tree, metas, linked), _published(tree, metas, linked), _outlet(metas, linked))


def _clean(value: object) -> str | None:
    """Text with its white space runs as one space; None for what is no text or says nothing."""
    return (" ".join(value.split()) or None) if isinstance(value, str) else None


def _metas(tree: Any) -> Iterator[tuple[str, str]]:
    """(name in lower case, content) of meta elements, the last first, so that a dict of them keeps the first."""
    for element in reversed(tree.xpath("//meta[@content]")):
        for attribute in ("property", "name", "itemprop"):
            name, content = element.get(attribute), _clean(element.get("content"))
            if name and content:
                yield name.strip().lower(), content


def _articles(tree: Any) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that describe an article or the page; a block that is not JSON states nothing."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        text = script.text or ""
        try:
            found = json.loads(text, strict=False) if len(text) < MOST_JSON else None
        except (ValueError, RecursionError):
            continue
        for item in _flat(found):
            types = item.get("@type")
            names = types if isinstance(types, list) else [types]
            if any(isinstance(name, str) and name.lower() in ARTICLE_TYPES for name in names):
                yield item


def _flat(found: object) -> Iterator[dict[str, Any]]:
    """Top-level objects, those of a list, and those of an `@graph`."""
    for item in found if isinstance(found, list) else [found]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (one for one in (graph if isinstance(graph, list) else []) if isinstance(one, dict))


def _title(tree: Any, metas: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    called = [_clean(item.get("headline")) for item in linked] + [metas.get("og:title")]
    in_head = _clean("".join(tree.xpath("(//title)[1]//text()")))
    headings = [_clean("".join(heading.itertext())) for heading in tree.xpath("//h1")]
    for heading in headings:
        if heading and any(other and (heading in other or other in heading) for other in [*called, in_head]):
            return heading
    return next((one for one in [*called, *headings, in_head] if one), None)


def _published(tree: Any, metas: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    stated = [item.get("datePublished") for item in linked] + [metas.get(name) for name in DATE_NAMES]
    times = [*tree.xpath(MARKED_TIME), *tree.xpath(FIRST_TIME)[:1]]
    stated += [time.get("datetime") or "".join(time.itertext()) for time in times]
    days = (machine_day(one) or written_day(one) for one in stated if isinstance(one, str))
    return next((found for found in days if found), None)


def _outlet(metas: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    publishers = [item.get("publisher") for item in linked]
    names = [one.get("name") if isinstance(one, dict) else one for one in publishers]
    return next((found for found in [metas.get("og:site_name"), *map(_clean, names)] if found), None)
