"""Backup while others write, and restore: the database and the bytes of sources; the key is kept elsewhere, by its owner."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from habeas.claims import Span
from habeas.errors import LedgerAltered, LedgerUnwritable, NoKey
from habeas.ledger.blobs import Blobs
from habeas.ledger.files import synced
from habeas.ledger.keys import new_keys
from habeas.ledger.ledger import blobs_path, key_path
from habeas.ledger.sqlite import SqliteStore, index_beside, is_database


def erased_path(where: Path) -> Path:
    """Where what was erased is listed beside a ledger, so that it outlives its loss: ids and spans, and nothing else."""
    return where.with_name(where.name + ".erased")


def files_of(path: Path) -> tuple[Path, ...]:
    """All that belongs to the ledger whose database a file is, whether it is there or not; nothing where it is no ledger's."""
    if not blobs_path(path).is_dir() or not is_database(path):
        return ()
    keys = key_path(path)
    logs = (path.with_name(path.name + end) for end in ("-wal", "-shm", ".new"))
    return path, *logs, keys, new_keys(keys), blobs_path(path), index_beside(path), erased_path(path)


def list_erased(where: Path, erased: Mapping[str, Sequence[Span]]) -> None:
    """Write the list beside the ledger at `where`, whole or not at all: an id a line, and `START:END` for each span."""
    lines = [" ".join([id_, *(f"{start}:{end}" for start, end in spans)]) for id_, spans in erased.items()]
    path = erased_path(where)
    beside = path.with_name(path.name + ".new")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.write("".join(f"{line}\n" for line in lines))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        synced(path.parent)
    except OSError as error:
        raise LedgerUnwritable(f"list {path}", error.strerror or "cannot be written", "Make room.") from error


def _listed(path: Path) -> dict[str, tuple[Span, ...]]:
    if not path.exists():
        return {}
    try:
        lines = [line.split() for line in path.read_text("utf-8").splitlines() if line.strip()]
        return {id_: tuple(map(_span, spans)) for id_, *spans in lines}
    except ValueError as error:
        raise LedgerAltered(f"list {path}", "it cannot be read", "Bring it back from where it was kept.") from error


def _span(written: str) -> Span:
    start, _, end = written.partition(":")
    return (int(start), int(end))


def backup(where: Path, copy: Path) -> None:
    """Copy a ledger's database and bytes to `copy` and `copy.sources`; the copy is of one moment.

    The database has its name last: where it has one, the backup is whole.

    Raises:
        NoLedger, NotALedger: nothing to copy.
        LedgerUnwritable: something is there already, or the place cannot be written.
    """
    if copy.exists():
        raise LedgerUnwritable(f"backup {copy}", "there is a file already", "Choose another name.")
    if not copy.parent.is_dir():
        raise LedgerUnwritable(f"backup {copy}", f"there is no folder {copy.parent}", "Make it first.")
    beside = copy.with_name(copy.name + ".new")
    store = SqliteStore.opened(where)
    try:
        beside.unlink(missing_ok=True)  # of somebody who was killed
        store.backup(beside)
        _copy_bytes(where, copy)
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        beside.replace(copy)
        synced(copy.parent)
    except OSError as error:
        raise LedgerUnwritable(f"backup {copy}", error.strerror or "cannot be written", "Make room.") from error
    finally:
        store.close()
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _copy_bytes(where: Path, copy: Path) -> None:
    """Bytes are never changed and are written before the entry that names them: copying them last copies enough."""
    source, target = Blobs(blobs_path(where)), Blobs(blobs_path(copy))
    for digest in source.digests():
        target.put(source.get(digest))


def restore(copy: Path, where: Path) -> dict[str, tuple[Span, ...]]:
    """Put a backup where a ledger was lost; what was erased since, for the caller to erase again: ids, with
    the spans that went where the rest of a source stayed.

    The key file and the list of what was erased stay as they lie beside the lost ledger.

    Raises:
        NoKey: the key file is not there.
        LedgerUnwritable: there is a ledger at `where`.
    """
    for there in (where, where.with_name(where.name + "-wal")):
        if there.exists():
            raise LedgerUnwritable(f"ledger {where}", f"{there.name} is there already", "Move it away first.")
    if not key_path(where).exists():
        raise NoKey(f"key file {key_path(where)}", "there is none", "Put the ledger's key file there first.")
    SqliteStore.opened(copy).close()
    try:
        _copy_bytes(copy, where)
        beside = where.with_name(where.name + ".new")
        shutil.copyfile(copy, beside)
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        beside.replace(where)
        synced(where.parent)
    except OSError as error:
        raise LedgerUnwritable(f"ledger {where}", error.strerror or "cannot be written", "Make room.") from error
    return _listed(erased_path(where))
