"""Long lists in parts, so that no page grows with the record and one new entry makes one part anew.

Up to `MANY` entries a list stands on one page. Above that the page shows what is newest and leads to the parts: by year, or by
first letter. An entry's part follows from the entry alone, so that parts do not shift.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from anyascii import anyascii

from habeas.text.dates import bounds

MANY = 200
"""Entries of a list on one page."""

NEWEST = 60
"""Entries of a longer list that its first page shows."""

UNDATED = "undated"

Entry = TypeVar("Entry")


def year_of(edtf: str | None) -> str:
    """The year in which a date begins, or else ends; `undated` without one."""
    first, last = bounds(edtf) if edtf else (None, None)
    day = first or last
    return f"{day.year:04}" if day else UNDATED


def letter_of(text: str) -> str:
    """The first Latin letter of a text; `other` for what begins with none."""
    first = anyascii(text).casefold().strip()[:1]
    return first if "a" <= first <= "z" else "other"


def shelved(entries: Iterable[Entry], shelf: Callable[[Entry], str]) -> dict[str, list[Entry]]:
    """The entries by their shelf, each in the order given; the shelves sorted."""
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[shelf(entry)].append(entry)
    return {name: found[name] for name in sorted(found)}


def newest(entries: Sequence[Entry], day: Callable[[Entry], str | None]) -> list[Entry]:
    """The last of entries that stand by day, without those that have none; in the order given."""
    return [entry for entry in entries if day(entry) is not None][-NEWEST:]
