"""The ledger: append-only, tamper-evident, checked from its files alone.

A ledger at `habeas.db` is three things: the database, the folder `habeas.db.sources` with the bytes of its sources, and the
file `habeas.db.key` with its keys, which is needed for writing only.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from habeas.errors import NoKey, NotALedger
from habeas.ledger.blobs import Blobs
from habeas.ledger.keys import Keys, Random
from habeas.ledger.ledger import Clock, Ledger, Recorded, blobs_path, key_path
from habeas.ledger.sqlite import SqliteStore
from habeas.ledger.verify import Problem, Verification

__all__ = ["Clock", "Ledger", "Problem", "Random", "Recorded", "Verification", "open_ledger", "utc_now"]

FORMAT = "1"
"""The version of the tables that this release reads and writes."""


def utc_now() -> datetime:
    """The clock's time in UTC."""
    return datetime.now(UTC)


def open_ledger(
    where: str | Path, *, create: bool = False, now: Clock = utc_now, rng: Random = os.urandom, who: str = "habeas"
) -> Ledger:
    """The ledger at a path.

    Args:
        where: path of the database.
        create: make one where there is none.
        now: the clock; tests give their own.
        rng: random bytes; tests give their own.
        who: in whose name entries are recorded.

    Raises:
        NoLedger: there is none, and `create` is False.
        NotALedger: the file is something else, or a later release's.
        NoKey: a key file is there and cannot be read, or is another ledger's.
    """
    path = Path(where)
    if create and not path.exists():
        _make(path, rng)
    store = SqliteStore.opened(path)
    if store.meta("format") != FORMAT:
        store.close()
        raise NotALedger(f"ledger {path}", "a later release of habeas made it", "Upgrade habeas.")
    keys = Keys.read(key_path(path)) if key_path(path).exists() else None
    if keys is not None and keys.verifier != store.meta("verifier"):
        store.close()
        raise NoKey(f"key file {key_path(path)}", "it is another ledger's", "Put this ledger's own key file there.")
    return Ledger(store, Blobs(blobs_path(path)), keys, now=now, rng=rng, who=who)


def _make(path: Path, rng: Random) -> None:
    keys = Keys.made(rng)
    store = SqliteStore.made(path)
    try:
        keys.write(key_path(path))
        with store.writing():
            store.set_meta("format", FORMAT)
            store.set_meta("verifier", keys.verifier)
    except BaseException:
        store.close()
        path.unlink()
        raise
    store.close()
