"""Atom (RFC 4287): every record as an entry, newly published ones first; what is withdrawn as a tombstone (RFC 6721).

An id is made of exactly what is shown, so that a record that changes is another entry. When a record was first published, and
what is withdrawn, the history of releases tells; an export beside no release learns it from the feed that stood there before.
"""

from __future__ import annotations

from pathlib import Path
from uuid import uuid5

from habeas.disclosure.release import withdrawn
from habeas.exports.edition import NAMES, Edition
from habeas.exports.export import Export
from habeas.exports.licence import LICENCE
from habeas.exports.tables.cases import party
from habeas.register.views import Said
from habeas.text.atom import Before, Head, Item, before, feed
from habeas.text.lines import shortened

FILE = "records.atom"
CLAIM = "claim/"
"""How the history of releases begins the name of a record that is an entry here."""


def write(edition: Edition, folder: Path) -> None:
    """Write `records.atom`."""
    path = folder / FILE
    last = _released(edition) if edition.releases else before(path.read_bytes() if path.exists() else None)
    days = {key.removeprefix(CLAIM): one.date for one in edition.releases for key, _ in one.added}
    items = [_item(record, edition, days.get(record.id)) for record in edition.register.claims]
    path.write_bytes(feed(_head(edition), items, {*last.items, *last.deleted}, last=last, today=edition.made_on))


def _head(edition: Edition) -> Head:
    audience, placed = edition.register.audience, bool(edition.base_url)
    return Head(
        title="habeas: who is held, and who says so",
        language="en",
        id=f"urn:uuid:{uuid5(NAMES, f'feed/{edition.base_url}/{audience}')}",
        address=edition.url(f"data/{FILE}") if placed else "",
        page=edition.url("index.html") if placed else "",
        subtitle=f"Every record of the {audience} view. Each is what somebody said.",
        rights=LICENCE.title,
    )


def _released(edition: Edition) -> Before:
    """All that was ever published, and what releases took back, by their history."""
    ever = {
        _id(key.removeprefix(CLAIM)): ("", "", "")
        for one in edition.releases
        for key, _ in one.added
        if key.startswith(CLAIM)
    }
    gone = {one.id: one.on for one in withdrawn(edition.releases) if f"{one.type}/" == CLAIM}
    return Before(ever, {_id(id_): f"{on}T00:00:00Z" for id_, on in gone.items()})


def _id(record: str) -> str:
    return f"urn:uuid:{uuid5(NAMES, f'record/{record}')}"


def _item(record: Said, edition: Edition, day: str | None) -> Item:
    speaker = party(record.speakers[0]) or "Somebody unnamed"
    words = record.quote or record.kind
    page = f"cases/{record.cases[0]}.html" if record.cases else "statements.html"
    return Item(
        id=_id(record.id),
        title=shortened(f"{speaker} {record.stance}: {words}"),
        summary=f"{words} (said {record.said_on or 'on an unknown day'}; record {record.id})",
        link=edition.url(page) if edition.base_url else None,
        day=day,
        author=speaker,
        kinds=(record.kind, record.stance),
    )


ATOM_FEED = Export("atom", "Every record as a feed entry, newly published ones first", (FILE,), write)
