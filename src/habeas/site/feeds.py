"""An Atom feed of the records, by the day they were said, and a sitemap; both need to know where the site stands."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from habeas.register.views import Register, Said
from habeas.site.languages import FIRST, language
from habeas.site.links import Places
from habeas.site.words import Words
from habeas.text.dates import bounds

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
LONGEST = 100


def feed(register: Register, *, base_url: str, built_on: str) -> str:
    """The feed: the last hundred records by the day they were said. An entry's id is its record's and never changes."""
    places = Places(register)
    root = ET.Element("feed", xmlns=ATOM)
    _text(root, "title", "habeas: who is held, and who says so")
    _text(root, "id", f"{base_url}/")
    _text(root, "updated", _moment(built_on))
    ET.SubElement(root, "link", rel="self", href=f"{base_url}/feed.xml")
    ET.SubElement(root, "link", href=f"{base_url}/index.html")
    author = ET.SubElement(root, "author")
    _text(author, "name", "habeas")
    dated = [record for record in register.claims if record.said_on is not None]
    for record in list(reversed(dated))[:LONGEST]:
        _entry(root, record, places, base_url)
    return _written(root)


def _entry(root: ET.Element, record: Said, places: Places, base_url: str) -> None:
    entry = ET.SubElement(root, "entry")
    words = Words(language(FIRST))
    said = (
        f"{words.party(record.speakers[0])} {words.stance(record.stance)}: {words.content(record.kind, record.content)}"
    )
    _text(entry, "title", said if len(said) <= 160 else said[:159].rsplit(" ", 1)[0] + "…")
    address = f"{base_url}/{places.record(record.id)}"
    _text(entry, "id", address)
    _text(entry, "updated", _moment(record.said_on or ""))
    ET.SubElement(entry, "link", href=address)
    _text(entry, "summary", record.quote or said)


def sitemap(names: Iterable[str], *, base_url: str) -> str:
    """The pages, sorted."""
    root = ET.Element("urlset", xmlns=SITEMAP)
    for name in sorted(name for name in names if name.endswith(".html") and not name.endswith("404.html")):
        _text(ET.SubElement(root, "url"), "loc", f"{base_url}/{name}")
    return _written(root)


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text


def _moment(edtf: str) -> str:
    """The last moment that a date may mean, as feeds want it."""
    last = bounds(edtf)[1]
    return f"{last.isoformat() if last else '9999-12-31'}T00:00:00Z"


def _written(root: ET.Element) -> str:
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
