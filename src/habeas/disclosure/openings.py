"""Openings of cases, each under a name that is its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

import msgspec

from habeas.entries import Entry
from habeas.entries.decisions import OpenCase


def openings(entries: Iterable[Entry]) -> list[OpenCase]:
    """The openings among some entries, each under an id and a slug that no other of them has.

    A ledger refuses to open a case under a name that it knows. Where ledgers were merged, two openings may still have one: it
    then names neither, lest a link to one person lead to another, and each goes by a name made of its own entry's id.
    """
    opened = [(entry.id, entry.payload) for entry in entries if isinstance(entry.payload, OpenCase)]
    ids, slugs = Counter(case.case for _, case in opened), Counter(case.slug for _, case in opened)
    return [
        msgspec.structs.replace(
            case,
            case=case.case if ids[case.case] == 1 else _own_name("case", entry)[:32],
            slug=case.slug if slugs[case.slug] == 1 else _own_name("slug", entry)[:8],
        )
        for entry, case in opened
    ]


def _own_name(what: str, entry: str) -> str:
    """A name that only this entry gives: its id is a hash over a salt, and the name tells nothing of it."""
    return sha256(f"{what} {entry}".encode()).hexdigest()
