"""Backup while others write, and restore: the database and the bytes of sources; the key is kept elsewhere, by its owner."""

from __future__ import annotations

import shutil
from pathlib import Path

from habeas.errors import LedgerUnwritable, NoKey
from habeas.ledger.blobs import Blobs
from habeas.ledger.ledger import blobs_path, key_path
from habeas.ledger.sqlite import SqliteStore


def erased_path(where: Path) -> Path:
    """Where the ids of what was erased are kept beside a ledger, so that they outlive its loss. They say nothing else."""
    return where.with_name(where.name + ".erased")


def backup(where: Path, copy: Path) -> None:
    """Copy a ledger's database and bytes to `copy` and `copy.sources`; the copy is of one moment.

    Raises:
        NoLedger, NotALedger: nothing to copy.
        LedgerUnwritable: something is there already, or the place cannot be written.
    """
    store = SqliteStore.opened(where)
    try:
        store.backup(copy)
    finally:
        store.close()
    try:
        _copy_bytes(where, copy)
    except OSError as error:
        raise LedgerUnwritable(f"backup {copy}", error.strerror or "cannot be written", "Make room.") from error


def _copy_bytes(where: Path, copy: Path) -> None:
    """Bytes are never changed and are written before the entry that names them: copying them last copies enough."""
    source, target = Blobs(blobs_path(where)), Blobs(blobs_path(copy))
    for digest in source.digests():
        target.put(source.get(digest))


def restore(copy: Path, where: Path) -> list[str]:
    """Put a backup where a ledger was lost; the ids that were erased since, for the caller to erase again.

    The key file and the list of what was erased stay as they lie beside the lost ledger.

    Raises:
        NoKey: the key file is not there.
        LedgerUnwritable: there is a ledger at `where`.
    """
    if where.exists():
        raise LedgerUnwritable(f"ledger {where}", "there is one already", "Move it away first.")
    if not key_path(where).exists():
        raise NoKey(f"key file {key_path(where)}", "there is none", "Put the ledger's key file there first.")
    SqliteStore.opened(copy).close()
    shutil.copyfile(copy, where)
    _copy_bytes(copy, where)
    listed = erased_path(where)
    return listed.read_text("utf-8").split() if listed.exists() else []
