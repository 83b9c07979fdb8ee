"""The ledger: append-only, tamper-evident, checked from its files alone.

A ledger at `habeas.db` is three things: the database, the folder `habeas.db.sources` with the bytes of its sources, and the
file `habeas.db.key` with its keys, which is needed for writing only.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.errors import LedgerError, LedgerUnwritable, NoKey, NoLedger, NotALedger
from habeas.ledger.blobs import Blobs
from habeas.ledger.files import alone, synced
from habeas.ledger.keys import Keys, Random
from habeas.ledger.ledger import Clock, Ledger, Recorded, blobs_path, current_verifier, key_path
from habeas.ledger.merge import Merged
from habeas.ledger.sqlite import SqliteStore, index_beside
from habeas.ledger.standing import Peer
from habeas.ledger.store import Store
from habeas.ledger.verify import Problem, Verification

if TYPE_CHECKING:
    from habeas.ledger.postgres import PostgresStore

__all__ = [
    "Clock",
    "Ledger",
    "Merged",
    "Peer",
    "Problem",
    "Random",
    "Recorded",
    "Verification",
    "index_path",
    "is_there",
    "is_url",
    "open_ledger",
    "server_key_path",
    "utc_now",
]

FORMAT = "1"
"""The version of the tables that this release reads and writes."""


def utc_now() -> datetime:
    """The clock's time in UTC."""
    return datetime.now(UTC)


def open_ledger(
    where: str | Path,
    *,
    create: bool = False,
    now: Clock = utc_now,
    rng: Random = os.urandom,
    who: str = "habeas",
    keyless: bool = False,
) -> Ledger:
    """The ledger at a path.

    Args:
        where: path of the database, or `postgresql://...`.
        create: make one where there is none.
        now: the clock; tests give their own.
        rng: random bytes; tests give their own.
        who: in whose name entries are recorded.
        keyless: leave its key file alone: the ledger is somebody else's, and is only read.

    Raises:
        NoLedger: there is none, and `create` is False.
        NotALedger: the file is something else, or a later release's.
        NoKey: a key file is there and cannot be read, or is another ledger's.
    """
    if is_url(where):
        return _on_server(str(where), create=create, now=now, rng=rng, who=who, keyless=keyless)
    if "://" in str(where):
        raise NoLedger(f"ledger {where}", "habeas keeps none there", "Give a file's path, or postgresql://....")
    path = Path(where)
    if create and not path.exists():
        _make(path, rng)
    store = SqliteStore.opened(path)
    keys = _keys_of(store, f"ledger {path}", None if keyless else key_path(path))
    return _swept(Ledger(store, Blobs(blobs_path(path)), keys, now=now, rng=rng, who=who))


def is_url(where: str | Path) -> bool:
    """Whether a ledger lies on a PostgreSQL server."""
    return str(where).startswith(("postgresql://", "postgres://"))


def is_there(where: str | Path) -> bool:
    """Whether something is at a ledger's place already; on a server, whether a ledger is.

    Raises:
        NoLedger: the server does not answer.
    """
    if not is_url(where):
        return Path(where).exists()
    store = _engine().connected(str(where))
    try:
        return store.exists()
    finally:
        store.close()


def server_key_path() -> Path:
    """Where the keys of a ledger on a server lie: `$HABEAS_KEY`, else `habeas.key` in this folder."""
    return Path(os.environ.get("HABEAS_KEY") or "habeas.key")


def index_path(where: str | Path) -> Path:
    """Where the index of a ledger lies: beside its database, and for one on a server beside its key."""
    return index_beside(server_key_path() if is_url(where) else Path(where))


def _engine() -> type[PostgresStore]:
    try:
        from habeas.ledger.postgres import PostgresStore
    except ImportError as error:
        raise NoLedger(
            "the database", "the extra `postgres` is not installed", "pip install 'habeas[postgres]'."
        ) from error
    return PostgresStore


def _on_server(url: str, *, create: bool, now: Clock, rng: Random, who: str, keyless: bool) -> Ledger:
    engine = _engine()
    try:
        store = engine.opened(url)
    except NoLedger:
        if not create:
            raise
        if server_key_path().exists():
            raise LedgerUnwritable(
                f"key file {server_key_path()}", "File exists", "Name another place with $HABEAS_KEY."
            ) from None
        keys = Keys.made(rng)
        keys.beside(server_key_path())
        store = engine.made(url, _settings(keys))
    keys_of_it = _keys_of(store, "the database", None if keyless else server_key_path())
    return _swept(Ledger(store, store, keys_of_it, now=now, rng=rng, who=who))


def _swept(ledger: Ledger) -> Ledger:
    """The ledger, after an erasure that was cut short has ended. One that is only read is left as it is."""
    if ledger.is_writable:
        with suppress(LedgerError):  # another program is about it, or nothing can be written: `verify` tells
            ledger.sweep()
    return ledger


def _keys_of(store: Store, given: str, path: Path | None) -> Keys | None:
    """The keys of an open store; None where their file is missing."""
    if store.meta("format") != FORMAT:
        store.close()
        raise NotALedger(given, "a later release of habeas made it", "Upgrade habeas.")
    if path is not None:
        Keys.settle(path, current_verifier(store))
    keys = Keys.read(path) if path is not None and path.exists() else None
    if keys is not None and keys.verifier != current_verifier(store):
        store.close()
        raise NoKey(f"key file {path}", "it is another ledger's", "Put this ledger's own key file there.")
    return keys


def _settings(keys: Keys) -> dict[str, str]:
    """What a new ledger says of itself."""
    return {"format": FORMAT, "verifier": keys.verifier}


def _make(path: Path, rng: Random) -> None:
    """A new ledger under its name, whole or not at all.

    Raises:
        LedgerUnwritable: the place cannot be written, or a key lies there.
    """
    try:
        with alone(path.parent):
            if not path.exists():  # else somebody was faster
                _made_beside(path, Keys.made(rng))
    except OSError as error:
        raise LedgerUnwritable(
            f"ledger {path}", error.strerror or "it cannot be made there", "Choose another place."
        ) from error


def _made_beside(path: Path, keys: Keys) -> None:
    if key_path(path).exists():
        raise LedgerUnwritable(f"key file {key_path(path)}", "File exists", "Choose another place.")
    new = path.with_name(path.name + ".new")
    for left in (new, new.with_name(new.name + "-wal"), new.with_name(new.name + "-shm")):
        left.unlink(missing_ok=True)  # of somebody who was killed
    keys.beside(key_path(path))
    SqliteStore.made(new, _settings(keys)).close()
    new.replace(path)
    synced(path.parent)
    Keys.settle(key_path(path), keys.verifier)
