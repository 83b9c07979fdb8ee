"""Atom feeds (RFC 4287) with retractions (RFC 6721): written, and read again for what they said last time.

An entry keeps the moment at which it was first published as it is; only what is new or says something else is new to readers.
A retraction names what was published and is no more, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

import msgspec

ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
MOST = 100
"""Entries of a feed."""

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One entry.

    Attributes:
        id: an IRI that never changes.
        title: plain text.
        link: where it leads.
        summary: plain text.
        day: when it was first published as it is (ISO 8601); None for what the last feed says, or else today.
    """

    id: str
    title: str
    link: str
    summary: str
    day: str | None = None


class Before(msgspec.Struct, frozen=True):
    """What a feed said last time.

    Attributes:
        items: by id, when it was published, and what it said.
        deleted: what was retracted, by id, and when.
    """

    items: Mapping[str, tuple[str, str, str]]
    deleted: Mapping[str, str]


def before(raw: bytes | None) -> Before:
    """What a feed said; nothing where there is none, or none that can be read."""
    try:
        root = ET.fromstring(raw or b"<none/>")  # noqa: S314  a file of our own
    except ET.ParseError:
        return Before({}, {})
    items = {
        entry.findtext(f"{{{ATOM}}}id", ""): (
            entry.findtext(f"{{{ATOM}}}updated", ""),
            entry.findtext(f"{{{ATOM}}}title", ""),
            entry.findtext(f"{{{ATOM}}}summary", ""),
        )
        for entry in root.iter(f"{{{ATOM}}}entry")
    }
    return Before(
        items, {one.get("ref", ""): one.get("when", "") for one in root.iter(f"{{{TOMBSTONES}}}deleted-entry")}
    )


def feed(
    items: Sequence[Item],
    gone: Iterable[str],
    *,
    last: Before,
    today: str,
    title: str,
    address: str,
    page: str,
    language: str,
    author: str = "habeas",
) -> bytes:
    """A feed.

    Args:
        items: at most `MOST` of them, in any order.
        gone: ids of what was published once and is no more.
        last: what this feed said last time.
        today: the day of the build (ISO 8601).
        title: of the feed.
        address: its own; also its id.
        page: what it is a feed of.
        language: BCP 47.
        author: who publishes it.
    """
    dated = sorted(((_moment(item, last, today), item) for item in items), key=lambda pair: pair[1].id)
    dated.sort(key=lambda pair: pair[0], reverse=True)
    deleted = {ref: last.deleted.get(ref) or _stamp(today) for ref in gone if ref not in {item.id for item in items}}
    moments = [*(moment for moment, _ in dated), *deleted.values()]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="{ATOM}" xmlns:at="{TOMBSTONES}" xml:lang={quoteattr(language)}>',
        _element("title", title),
        _element("id", address),
        _element("updated", max(moments, default=_stamp(today))),
        f'  <link rel="self" type="application/atom+xml" href={quoteattr(address)}/>',
        f"  <link href={quoteattr(page)}/>",
        f"  <author>{_element('name', author).strip()}</author>",
    ]
    for moment, item in dated:
        lines += [
            "  <entry>",
            f"  {_element('title', item.title)}",
            f"  {_element('id', item.id)}",
            f"  {_element('updated', moment)}",
            f"    <link href={quoteattr(item.link)}/>",
            f"  {_element('summary', item.summary)}",
            "  </entry>",
        ]
    lines += [
        f"  <at:deleted-entry ref={quoteattr(ref)} when={quoteattr(when)}/>" for ref, when in sorted(deleted.items())
    ]
    return "\n".join([*lines, "</feed>", ""]).encode()


def _moment(item: Item, last: Before, today: str) -> str:
    if item.day is not None:
        return _stamp(item.day)
    moment, title, summary = last.items.get(item.id, ("", "", ""))
    same = (title, summary) == (plain(item.title), plain(item.summary))
    return moment if moment and same else _stamp(today)


def _stamp(day: str) -> str:
    return f"{day}T00:00:00Z"


def _element(tag: str, text: str) -> str:
    return f"  <{tag}>{escape(plain(text))}</{tag}>"


def plain(text: str) -> str:
    """The text on one line, without what XML does not allow."""
    return " ".join(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", text).split())
