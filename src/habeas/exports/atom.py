"""Atom (RFC 4287): every record as an entry, newly published ones first; what is withdrawn as a tombstone (RFC 6721).

An entry's `updated` is the day of the edition in which it first stood. An id is made of exactly what is shown, so that a record
that changes is another entry. That, and what is withdrawn, is learned from the feed that an earlier edition left.
"""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid5

from lxml import etree

from habeas.exports.calendar import NAMES
from habeas.exports.edition import Edition
from habeas.exports.export import Export
from habeas.exports.licence import LICENCE
from habeas.exports.tables.cases import party
from habeas.register.views import Said
from habeas.text.lines import shortened

FILE = "records.atom"
ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONE = "http://purl.org/atompub/tombstones/1.0"
_UNPRINTABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(edition: Edition, folder: Path) -> None:
    """Write `records.atom`."""
    path = folder / FILE
    shown, gone = _before(path)
    stamp = f"{edition.made_on}T00:00:00Z"
    now = {_id(record.id): record for record in edition.register.claims}
    gone = {id_: when for id_, when in gone.items() if id_ not in now} | {id_: stamp for id_ in shown if id_ not in now}
    root = _feed(edition)
    dated = [(shown.get(id_, stamp), id_, record) for id_, record in now.items()]
    _add(root, "updated", max((*(when for when, _, _ in dated), *gone.values()), default=stamp))
    for when, id_, record in sorted(dated, key=lambda one: (one[0], one[2].said_on or "", one[1]), reverse=True):
        _entry(root, edition, record, id_, when)
    for id_, when in sorted(gone.items()):
        etree.SubElement(root, f"{{{TOMBSTONE}}}deleted-entry", ref=id_, when=when)
    path.write_bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))


def _before(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """What an earlier edition's feed shows, and what it says is gone: ids with their days."""
    if not path.exists():
        return {}, {}
    root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    names = {"a": ATOM, "t": TOMBSTONE}
    shown = {e.findtext("a:id", "", names): e.findtext("a:updated", "", names) for e in root.findall("a:entry", names)}
    gone = {e.get("ref", ""): e.get("when", "") for e in root.findall("t:deleted-entry", names)}
    return shown, gone


def _id(record: str) -> str:
    return f"urn:uuid:{uuid5(NAMES, f'record/{record}')}"


def _feed(edition: Edition) -> etree._Element:
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM, "at": TOMBSTONE})
    audience = edition.register.audience
    _add(root, "id", f"urn:uuid:{uuid5(NAMES, f'feed/{edition.base_url}/{audience}')}")
    _add(root, "title", "habeas: who is held, and who says so")
    _add(root, "subtitle", f"Every record of the {audience} view. Each is what somebody said.")
    _add(root, "rights", LICENCE.title)
    _add(etree.SubElement(root, f"{{{ATOM}}}author"), "name", "habeas")
    if edition.base_url:
        etree.SubElement(
            root, f"{{{ATOM}}}link", rel="self", type="application/atom+xml", href=edition.url(f"data/{FILE}")
        )
        etree.SubElement(root, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=edition.url("index.html"))
    return root


def _entry(root: etree._Element, edition: Edition, record: Said, id_: str, when: str) -> None:
    entry = etree.SubElement(root, f"{{{ATOM}}}entry")
    speaker = party(record.speakers[0]) or "Somebody unnamed"
    _add(entry, "id", id_)
    _add(entry, "title", shortened(f"{speaker} {record.stance}: {record.quote or record.kind}"))
    _add(entry, "updated", when)
    _add(etree.SubElement(entry, f"{{{ATOM}}}author"), "name", speaker)
    etree.SubElement(entry, f"{{{ATOM}}}category", term=record.kind)
    etree.SubElement(entry, f"{{{ATOM}}}category", term=record.stance)
    if edition.base_url:
        page = f"cases/{record.cases[0]}.html" if record.cases else "statements.html"
        etree.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=edition.url(page))
    _add(
        entry,
        "content",
        f"{record.quote or record.kind} (said {record.said_on or 'on an unknown day'}; record {record.id})",
    )


def _add(parent: etree._Element, name: str, words: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}{name}").text = _printable(words)


def _printable(words: str) -> str:
    """The words without characters that XML cannot hold."""
    return _UNPRINTABLE.sub("", words)


ATOM_FEED = Export("atom", "Every record as a feed entry, newly published ones first", (FILE,), write)
