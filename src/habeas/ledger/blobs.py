"""The bytes of sources, beside the ledger, under their hashes; written and synced before the entry that names them."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path

from habeas.errors import LedgerAltered, LedgerUnwritable
from habeas.ledger.files import folder_made, synced

_HASH = re.compile(r"[0-9a-f]{64}")


_ROOM = "Make room, or allow writing there."


class Blobs:
    """A folder of files named by their SHA-256."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest

    def put(self, raw: bytes) -> str:
        """Keep the bytes; they are on disk when this returns.

        Raises:
            LedgerUnwritable: the disk is full, or the folder cannot be written.
        """
        digest = sha256(raw).hexdigest()
        path = self._path(digest)
        try:
            if path.exists():
                synced(path.parent)  # whoever wrote it may not have come so far
            else:
                _write(path, raw)
        except OSError as error:
            raise LedgerUnwritable(f"folder {self._folder}", error.strerror or "cannot be written", _ROOM) from error
        return digest

    def digests(self) -> list[str]:
        """The hashes of everything kept."""
        return sorted(path.name for path in self._folder.glob("??/*") if _HASH.fullmatch(path.name))

    def length(self, digest: str) -> int:
        """How many bytes lie under that hash; 0 for none."""
        path = self._path(digest)
        return path.stat().st_size if _HASH.fullmatch(digest) and path.is_file() else 0

    def discard(self, digest: str) -> None:
        """Remove the bytes with that hash, and what a writer that was killed left of them; they may be gone already."""
        path = self._path(digest)
        try:
            for gone in (path, *path.parent.glob(f"{digest}.*.part")):
                gone.unlink(missing_ok=True)
            if path.parent.is_dir():
                synced(path.parent)
        except OSError as error:
            raise LedgerUnwritable(f"folder {self._folder}", error.strerror or "cannot be written", _ROOM) from error

    def get(self, digest: str) -> bytes:
        """The bytes with that hash.

        Raises:
            LedgerAltered: they are gone, or other bytes are there.
        """
        if not _HASH.fullmatch(digest):
            raise LedgerAltered(f"source {digest!r}", "that is no SHA-256", "Run `habeas verify`.")
        try:
            raw = self._path(digest).read_bytes()
        except OSError as error:
            raise LedgerAltered(
                f"source {digest[:12]}", "its bytes are gone", "Bring the folder of sources back."
            ) from error
        if sha256(raw).hexdigest() != digest:
            raise LedgerAltered(f"source {digest[:12]}", "its bytes were changed", "Bring the folder of sources back.")
        return raw


def _write(path: Path, raw: bytes) -> None:
    """All of it under its name, or nothing: written beside, synced, renamed, and the folder synced."""
    folder_made(path.parent)
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    synced(path.parent)
