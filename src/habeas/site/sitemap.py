"""The sitemap: every page, and the day on which it last changed, as far as this folder's builds can tell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from html import unescape
from pathlib import Path
from xml.sax.saxutils import escape

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 45_000
"""Pages in one file; the protocol allows fifty thousand."""

_ROW = re.compile(r"<loc>([^<]*)</loc><lastmod>([^<]*)</lastmod>")
_NO_PAGES = re.compile(r"(^|/)(404|410)\.html$")


def pages(names: Iterable[str]) -> list[str]:
    """The names that are pages for readers, sorted."""
    return sorted(name for name in names if name.endswith(".html") and not _NO_PAGES.search(name))


def last_changes(
    folder: Path, names: Iterable[str], *, base_url: str, changed: Collection[str], today: str
) -> dict[str, str]:
    """The day on which each page last changed: today, or what the last sitemap in the folder says."""
    before: dict[str, str] = {}
    for path in folder.glob("sitemap*.xml"):
        before |= {unescape(place): day for place, day in _ROW.findall(path.read_text("utf-8"))}
    return {name: today if name in changed else before.get(f"{base_url}/{name}", today) for name in pages(names)}


def sitemaps(days: Mapping[str, str], *, base_url: str, today: str) -> dict[str, bytes]:
    """The sitemap's files, by name: one, or where there are very many pages an index and its parts."""
    rows = [
        f"<url><loc>{escape(f'{base_url}/{name}')}</loc><lastmod>{days[name]}</lastmod></url>" for name in sorted(days)
    ]
    parts = [rows[start : start + MOST] for start in range(0, max(len(rows), 1), MOST)]
    if len(parts) == 1:
        return {"sitemap.xml": _file("urlset", parts[0])}
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    index = [
        f"<sitemap><loc>{escape(f'{base_url}/{name}')}</loc><lastmod>{today}</lastmod></sitemap>" for name in names
    ]
    files = {name: _file("urlset", part) for name, part in zip(names, parts, strict=True)}
    return {"sitemap.xml": _file("sitemapindex", index), **files}


def _file(root: str, rows: Iterable[str]) -> bytes:
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="{NAMESPACE}">\n'
    return (head + "\n".join(rows) + f"\n</{root}>\n").encode()
