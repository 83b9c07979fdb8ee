"""Atom feeds (RFC 4287) with retractions (RFC 6721): written, and read again for what they said last time.

An entry keeps the moment at which it was first published as it is; only what is new or says something else is new to readers.
A retraction names what was published and is no more, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

import msgspec

ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One entry.

    Attributes:
        id: an IRI that never changes.
        title: plain text.
        summary: plain text.
        link: where it leads; None where nobody said where the site stands. Then the summary is all there is.
        day: when it was first published as it is (ISO 8601); None for what the last feed says, or else today.
        author: whose words they are; None for the feed's.
        kinds: what it is of, for readers that sort.
    """

    id: str
    title: str
    summary: str
    link: str | None = None
    day: str | None = None
    author: str | None = None
    kinds: tuple[str, ...] = ()


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
            entry.findtext(f"{{{ATOM}}}summary", "") or entry.findtext(f"{{{ATOM}}}content", ""),
        )
        for entry in root.iter(f"{{{ATOM}}}entry")
    }
    return Before(
        items, {one.get("ref", ""): one.get("when", "") for one in root.iter(f"{{{TOMBSTONES}}}deleted-entry")}
    )


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What a feed says of itself.

    Attributes:
        title: plain text.
        language: BCP 47.
        address: its own; empty where nobody said where it stands.
        page: what it is a feed of; empty likewise.
        id: an IRI that never changes; the address where none is given.
        subtitle, rights: plain text; empty for none.
        author: who publishes it.
    """

    title: str
    language: str
    address: str = ""
    page: str = ""
    id: str = ""
    subtitle: str = ""
    rights: str = ""
    author: str = "habeas"


def feed(head: Head, items: Sequence[Item], gone: Iterable[str], *, last: Before, today: str) -> bytes:
    """A feed. What was retracted comes before the entries: in the schema of RFC 4287 nothing follows them.

    Args:
        head: what it says of itself.
        items: in any order.
        gone: ids of what was published once and is no more.
        last: what this feed said last time.
        today: the day of the build (ISO 8601).
    """
    dated = sorted(((_moment(item, last, today), item) for item in items), key=lambda pair: pair[1].id)
    dated.sort(key=lambda pair: pair[0], reverse=True)
    shown = {item.id for item in items}
    deleted = {ref: last.deleted.get(ref) or _stamp(today) for ref in gone if ref not in shown}
    moments = [*(moment for moment, _ in dated), *deleted.values()]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="{ATOM}" xmlns:at="{TOMBSTONES}" xml:lang={quoteattr(head.language)}>',
        *_head(head, max(moments, default=_stamp(today))),
    ]
    lines += [
        f"  <at:deleted-entry ref={quoteattr(ref)} when={quoteattr(when)}/>" for ref, when in sorted(deleted.items())
    ]
    for moment, item in dated:
        lines += _entry(item, moment)
    return "\n".join([*lines, "</feed>", ""]).encode()


def _head(head: Head, updated: str) -> Iterator[str]:
    yield _element("title", head.title)
    if head.subtitle:
        yield _element("subtitle", head.subtitle)
    yield _element("id", head.id or head.address)
    yield _element("updated", updated)
    if head.rights:
        yield _element("rights", head.rights)
    if head.address:
        yield f'  <link rel="self" type="application/atom+xml" href={quoteattr(head.address)}/>'
    if head.page:
        yield f"  <link href={quoteattr(head.page)}/>"
    yield _author(head.author)


def _entry(item: Item, moment: str) -> Iterator[str]:
    yield "  <entry>"
    yield f"  {_element('title', item.title)}"
    yield f"  {_element('id', item.id)}"
    yield f"  {_element('updated', moment)}"
    if item.author is not None:
        yield f"  {_author(item.author)}"
    if item.link is not None:
        yield f"    <link href={quoteattr(item.link)}/>"
    for kind in item.kinds:
        yield f"    <category term={quoteattr(kind)}/>"
    yield f"  {_element('content' if item.link is None else 'summary', item.summary)}"
    yield "  </entry>"


def _author(name: str) -> str:
    return f"  <author>{_element('name', name).strip()}</author>"


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
