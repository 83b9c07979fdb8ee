"""What was published and is no more: pages that say that they are gone, and a list for web servers, which answer 410."""

from __future__ import annotations

import os
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

GONE = "gone.txt"
"""Names of what is gone, a line each. A name in it is random and says nothing."""

KINDS = ("cases", "sources")
"""Folders of pages that may be withdrawn."""

LISTS = frozenset({"by-year", "index"})
"""Folders below those that hold no case's or source's further pages."""

SUFFIXES = (".html", ".xml", ".png")
"""A page, its feed and its picture."""


def gone_from(folder: Path, written: AbstractSet[str], spoken: Sequence[str] = ("",)) -> list[str]:
    """Pages of cases and sources, further ones too, with feeds and pictures, that an earlier build wrote and this one does not.

    Args:
        folder: the site's.
        written: the names that this build writes.
        spoken: the folders of the languages.
    """
    listed = folder / GONE
    before = listed.read_text("utf-8").split() if listed.exists() else []
    there = [
        f"{tongue}{kind}/{entry.name}"
        for tongue in spoken
        for kind in KINDS
        if (folder / tongue / kind).is_dir()
        for entry in os.scandir(folder / tongue / kind)
        if entry.name.endswith(SUFFIXES)
    ]
    there += [
        f"{tongue}{kind}/{entry.name}/{part.name}"
        for tongue in spoken
        for kind in KINDS
        if (folder / tongue / kind).is_dir()
        for entry in os.scandir(folder / tongue / kind)
        if entry.is_dir() and entry.name not in LISTS
        for part in os.scandir(entry)
    ]
    return sorted({*before, *there} - written)


def clear(folder: Path, written: AbstractSet[str]) -> None:
    """Remove what an earlier build left, and folders that hold nothing more."""
    for place, folders, names in os.walk(folder, topdown=False):
        inside = os.path.relpath(place, folder).replace(os.sep, "/")
        prefix = "" if inside == "." else f"{inside}/"
        for name in names:
            if f"{prefix}{name}" not in written:
                Path(place, name).unlink()
        for name in folders:
            if not any(Path(place, name).iterdir()):
                Path(place, name).rmdir()
