"""What an export is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from habeas.exports.edition import Edition


class Export(msgspec.Struct, frozen=True):
    """One form of open data.

    Attributes:
        name: as `EXPORTS` lists it.
        title: what it is, for people.
        files: the names it writes.
        write: writes them into a folder that exists; the same edition gives the same bytes. A form that tells its readers what
            was withdrawn (calendar, feed) learns that from the file of its own that an earlier edition left in the folder.
    """

    name: str
    title: str
    files: tuple[str, ...]
    write: Callable[[Edition, Path], None]


def write_json(path: Path, value: object) -> None:
    """Write a JSON file for people and programs: indented, with a last line end."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
