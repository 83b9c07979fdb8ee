"""What an export is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from habeas.register.views import Register


class Export(msgspec.Struct, frozen=True):
    """One form of open data.

    Attributes:
        name: as `EXPORTS` lists it.
        title: what it is, for people.
        files: the names it writes.
        write: writes them into a folder that exists; the same register gives the same bytes.
    """

    name: str
    title: str
    files: tuple[str, ...]
    write: Callable[[Register, Path], None]
