"""An input as it came in: bytes and where they came from."""

from __future__ import annotations

import msgspec


class Given(msgspec.Struct, frozen=True):
    """One input.

    Attributes:
        name: as the person knows it; for a file its name without folders.
        raw: the bytes.
        media_type: as a server gave it; None otherwise.
        url: where the bytes were fetched from, after redirects; None for files.
    """

    name: str
    raw: bytes
    media_type: str | None = None
    url: str | None = None
