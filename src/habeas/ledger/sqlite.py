"""The SQLite engine: one file, WAL, every commit synced, writers one after another."""

from __future__ import annotations

import glob
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from itertools import count, repeat
from pathlib import Path

from msgspec.structs import astuple

from habeas.errors import LedgerAltered, LedgerError, LedgerLocked, LedgerUnwritable, NoLedger, NotALedger
from habeas.ledger.store import Rest, Row

APPLICATION_ID = 0x68626561  # "hbea"
LOCK_SECONDS = 5.0
CACHE_KIB = 64 * 1024
"""Enough for the indexes of a large ledger: without it, a long batch writes the same pages over and over."""
_READ_KIB = 4 * 1024
"""Until something is written: whoever only reads, each page about once, would fill the larger one and gain nothing."""
_AT_ONCE = 500
"""Values in one statement."""

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entries (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, header BLOB NOT NULL, salt BLOB, payload BLOB);
CREATE TABLE rests (seq INTEGER PRIMARY KEY, salt BLOB NOT NULL, payload BLOB NOT NULL, decision INTEGER NOT NULL);
CREATE TABLE nodes (level INTEGER, idx INTEGER, hash BLOB NOT NULL, PRIMARY KEY (level, idx)) WITHOUT ROWID;
CREATE TABLE content_keys (key BLOB PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE checkpoints (size INTEGER PRIMARY KEY, note TEXT NOT NULL);
CREATE TABLE peers (ledger TEXT PRIMARY KEY, verifier TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE peer_leaves (ledger TEXT, place INTEGER, seq INTEGER NOT NULL, PRIMARY KEY (ledger, place)) WITHOUT ROWID;
CREATE TABLE peer_checkpoints (ledger TEXT, size INTEGER, note TEXT NOT NULL, PRIMARY KEY (ledger, size)) WITHOUT ROWID;
CREATE TABLE merges (size INTEGER PRIMARY KEY, latest TEXT NOT NULL);
CREATE TABLE timestamps (size INTEGER, digest BLOB, answer BLOB NOT NULL, PRIMARY KEY (size, digest)) WITHOUT ROWID;
CREATE TRIGGER entries_stay BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
CREATE TRIGGER headers_stay BEFORE UPDATE OF seq, id, header ON entries
  BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER payloads_stay BEFORE UPDATE OF salt, payload ON entries WHEN NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'payloads are never changed'); END;
CREATE TRIGGER nodes_stay BEFORE UPDATE ON nodes BEGIN SELECT RAISE(ABORT, 'nodes are never changed'); END;
CREATE TRIGGER checkpoints_stay BEFORE UPDATE ON checkpoints BEGIN SELECT RAISE(ABORT, 'checkpoints are never changed'); END;
"""


def index_beside(where: Path) -> Path:
    """Where the index of the ledger at `where` lies: derived, and made again when it is gone."""
    return where.with_name(where.name + ".index")


def discard_index(index: Path) -> None:
    """Remove an index, if there is one, and whatever the making of one left beside it."""
    for path in index.parent.glob(glob.escape(index.name) + "*"):
        path.unlink()


_REST = """
SELECT r.salt, r.payload, e.seq, e.id, e.header, e.salt, e.payload
FROM rests r JOIN entries e ON e.seq = r.decision WHERE r.seq = ?"""


class SqliteStore:
    """One SQLite file. See `habeas.ledger.store.Store`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection
        self._widened = False

    @classmethod
    def made(cls, path: Path, settings: Mapping[str, str]) -> SqliteStore:
        """A new, empty store with its settings, where no file is.

        Raises:
            LedgerUnwritable: the place cannot be written, or something is there.
        """
        if path.exists():
            raise LedgerUnwritable(f"ledger {path}", "there is a file already", "Choose another name.")
        with _told(path):
            connection = _connect(path, "rwc")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            for statement in _statements(_TABLES):
                connection.execute(statement)
            connection.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", settings.items())
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode = WAL")  # last: so far all is in the one file, which may be renamed
        return cls(path, connection)

    @classmethod
    def opened(cls, path: Path) -> SqliteStore:
        """The store in a file.

        Raises:
            NoLedger: there is no file.
            NotALedger: the file is something else.
        """
        if not path.exists():
            raise NoLedger(
                f"ledger {path}", "there is none", "Make one with `habeas read FILE`, or name it with --ledger."
            )
        if path.is_dir() or not is_database(path):
            raise _other(path)
        with _told(path):
            try:
                connection, kind = _begun(path, "rw")
            except sqlite3.OperationalError as error:
                if "unable to open" not in str(error) or _has_log(path):
                    raise
                connection, kind = _begun(path, "ro&immutable=1")  # on a medium that cannot be written, to be read
            if kind != APPLICATION_ID:
                connection.close()
                raise _other(path)
        return cls(path, connection)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One IMMEDIATE transaction: other writers wait, readers do not."""
        with _told(self._path):
            if not self._widened:
                self._connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
                self._widened = True
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _rows(self, query: str, *values: object) -> Iterator[tuple[object, ...]]:
        with _told(self._path):
            yield from self._connection.execute(query, values)

    def _one(self, query: str, *values: object) -> tuple[object, ...] | None:
        with _told(self._path):
            row: tuple[object, ...] | None = self._connection.execute(query, values).fetchone()
            return row

    def size(self) -> int:
        """How many entries there are."""
        row = self._one("SELECT coalesce(max(seq) + 1, 0) FROM entries")
        return int(str(row[0])) if row else 0

    def add(self, rows: Sequence[Row]) -> None:
        """Append entries."""
        self._connection.executemany(
            "INSERT INTO entries (seq, id, header, salt, payload) VALUES (?, ?, ?, ?, ?)",
            map(astuple, rows),
        )

    def rows(self, first: int = 0) -> Iterator[Row]:
        """Entries from `first` on, in order."""
        query = "SELECT seq, id, header, salt, payload FROM entries WHERE seq >= ? ORDER BY seq"
        for row in self._rows(query, first):
            yield self._row(row)

    def holding(self, words: bytes, first: int = 0) -> Iterator[Row]:
        """The entries from `first` on in whose payloads these bytes stand, in order."""
        query = """
            SELECT seq, id, header, salt, payload FROM entries WHERE seq >= ? AND (instr(payload, ?)
            OR seq IN (SELECT seq FROM rests WHERE instr(payload, ?))) ORDER BY seq"""
        for row in self._rows(query, first, words, words):
            yield self._row(row)

    def last(self) -> Row | None:
        """The last entry."""
        row = self._one("SELECT seq, id, header, salt, payload FROM entries ORDER BY seq DESC LIMIT 1")
        return self._row(row) if row else None

    def with_prefix(self, prefix: str) -> list[Row]:
        """Up to two entries whose id begins so."""
        query = "SELECT seq, id, header, salt, payload FROM entries WHERE id >= ? AND id < ? ORDER BY id LIMIT 2"
        return [self._row(row) for row in self._rows(query, prefix, prefix + "g")]

    def _row(self, stored: tuple[object, ...]) -> Row:
        """A row, with what is left of it where a part was erased."""
        row = _row(stored)
        rest = None if row.payload is not None else self._one(_REST, row.seq)
        if rest is None:
            return row
        salt, payload, *decision = rest
        return Rest(row.seq, row.id, row.header, _bytes(salt), _bytes(payload), _row(tuple(decision)))

    def at(self, seqs: Sequence[int]) -> list[Row]:
        """The entries at these places, in order."""
        query = """
            SELECT seq, id, header, salt, payload FROM entries
            WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq"""
        return [self._row(row) for row in self._rows(query, json.dumps(list(seqs)))]

    def places(self, ids: Sequence[str]) -> dict[str, int]:
        """Where the entries with these ids are."""
        query = "SELECT id, seq FROM entries WHERE id IN (SELECT value FROM json_each(?))"
        return {str(id_): int(str(seq)) for id_, seq in self._rows(query, json.dumps(list(ids)))}

    def forget(self, seqs: Sequence[int]) -> None:
        """Remove salt, payload and content key of entries."""
        for seq in seqs:
            self._connection.execute("UPDATE entries SET salt = NULL, payload = NULL WHERE seq = ?", (seq,))
            self._connection.execute("DELETE FROM content_keys WHERE seq = ?", (seq,))
            self._connection.execute("DELETE FROM rests WHERE seq = ?", (seq,))

    def leave(self, seq: int, salt: bytes, payload: bytes, decision: int) -> None:
        """Keep what is left of an entry that was forgotten."""
        query = "INSERT INTO rests (seq, salt, payload, decision) VALUES (?, ?, ?, ?)"
        self._connection.execute(query, (seq, salt, payload, decision))

    def compact(self) -> None:
        """Empty the write-ahead log, rewrite the file without its free pages, and drop the index, which can be made again."""
        discard_index(index_beside(self._path))
        with _told(self._path):
            self._connection.execute("VACUUM")
            busy, *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise LedgerLocked(
                f"ledger {self._path}",
                "what was erased is still in its write-ahead log, because another program is reading",
                "End that program, then run `habeas verify`: it finishes what is left to do.",
            )

    def backup(self, path: Path) -> None:
        """Copy the database while others write; the copy is of one moment.

        Raises:
            LedgerUnwritable: something is there already, or the place cannot be written.
        """
        if path.exists():
            raise LedgerUnwritable(f"backup {path}", "there is a file already", "Choose another name.")
        with _told(path), closing(sqlite3.connect(path)) as copy:
            self._connection.backup(copy)

    def add_nodes(self, level: int, first: int, hashes: Sequence[bytes]) -> None:
        """Store nodes of one level of the tree, from index `first` on."""
        nodes = zip(repeat(level), count(first), hashes, strict=False)
        self._connection.executemany("INSERT INTO nodes (level, idx, hash) VALUES (?, ?, ?)", nodes)

    def node(self, level: int, index: int) -> bytes:
        """A node: at level 0 an entry's id, above it a stored one.

        Raises:
            LedgerAltered: it is gone.
        """
        row = self._one("SELECT hash FROM nodes WHERE level = ? AND idx = ?", level, index) if level else None
        leaf = self._one("SELECT id FROM entries WHERE seq = ?", index) if not level else None
        digest = bytes.fromhex(str(leaf[0])) if leaf else row[0] if row else None
        if not isinstance(digest, bytes):
            raise LedgerAltered(
                f"ledger {self._path}", f"node ({level}, {index}) of its tree is gone", "Run `habeas verify`."
            )
        return digest

    def nodes(self) -> Iterator[tuple[int, int, bytes]]:
        """Every stored node."""
        for level, index, digest in self._rows("SELECT level, idx, hash FROM nodes ORDER BY level, idx"):
            yield int(str(level)), int(str(index)), digest if isinstance(digest, bytes) else str(digest).encode()

    def add_content_keys(self, keys: Sequence[tuple[bytes, int]]) -> None:
        """Remember which entries content keys belong to."""
        self._connection.executemany("INSERT INTO content_keys (key, seq) VALUES (?, ?)", keys)

    def by_content_keys(self, keys: Sequence[bytes]) -> dict[bytes, str]:
        """The ids of the entries with these content keys, for those that are known."""
        found: dict[bytes, str] = {}
        for first in range(0, len(keys), _AT_ONCE):
            some = keys[first : first + _AT_ONCE]
            marks = ",".join("?" * len(some))
            query = f"SELECT k.key, e.id FROM content_keys k JOIN entries e USING (seq) WHERE k.key IN ({marks})"  # noqa: S608  marks only
            found.update((_bytes(key) or b"", str(id_)) for key, id_ in self._rows(query, *some))
        return found

    def add_checkpoint(self, size: int, note: str) -> None:
        """Store a signed checkpoint; one of the same size says the same."""
        self._connection.execute("INSERT OR IGNORE INTO checkpoints (size, note) VALUES (?, ?)", (size, note))

    def checkpoints(self) -> Iterator[tuple[int, str]]:
        """Every stored checkpoint, in order of size."""
        for size, note in self._rows("SELECT size, note FROM checkpoints ORDER BY size"):
            yield int(str(size)), str(note)

    def add_timestamp(self, size: int, answer: bytes) -> None:
        """Keep a time-stamping authority's answer beside the checkpoint of that size."""
        query = "INSERT OR IGNORE INTO timestamps (size, digest, answer) VALUES (?, ?, ?)"
        self._connection.execute(query, (size, sha256(answer).digest(), answer))

    def timestamps(self) -> Iterator[tuple[int, bytes]]:
        """Every answer kept, in order of size."""
        for size, answer in self._rows("SELECT size, answer FROM timestamps ORDER BY size, digest"):
            yield int(str(size)), _bytes(answer) or b""

    def meta(self, key: str) -> str | None:
        """A setting of the ledger."""
        row = self._one("SELECT value FROM meta WHERE key = ?", key)
        return str(row[0]) if row else None

    def metas(self) -> list[str]:
        """The names of all settings."""
        return [str(row[0]) for row in self._rows("SELECT key FROM meta")]

    def set_meta(self, key: str, value: str) -> None:
        """Store a setting, once."""
        self._connection.execute("INSERT INTO meta (key, value) VALUES (?, ?)", (key, value))

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One transaction that reads: what others commit meanwhile is not seen."""
        with _told(self._path):
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("ROLLBACK")

    def ids(self) -> Iterator[str]:
        """The ids of all entries, in order."""
        for row in self._rows("SELECT id FROM entries ORDER BY seq"):
            yield str(row[0])

    def longer(self, limit: int) -> Row | None:
        """The first entry whose header or payload has more bytes than that, without them."""
        query = "SELECT seq, id FROM entries WHERE length(header) > ? OR length(payload) > ? ORDER BY seq LIMIT 1"
        row = self._one(query, limit, limit)
        return Row(int(str(row[0])), str(row[1]), b"", None, None) if row else None

    def peers(self) -> dict[str, str]:
        """The ledgers that were merged into this one, with the first public key of each."""
        return {str(ledger): str(key) for ledger, key in self._rows("SELECT ledger, verifier FROM peers ORDER BY 1")}

    def add_peer(self, ledger: str, verifier: str) -> None:
        """Remember a ledger."""
        self._connection.execute("INSERT OR IGNORE INTO peers (ledger, verifier) VALUES (?, ?)", (ledger, verifier))

    def peer_leaves(self, ledger: str) -> Iterator[tuple[int, int]]:
        """Another ledger's tree: each place in it, and the place here of the entry that stands there."""
        for place, seq in self._rows("SELECT place, seq FROM peer_leaves WHERE ledger = ? ORDER BY place", ledger):
            yield int(str(place)), int(str(seq))

    def add_peer_leaves(self, ledger: str, first: int, seqs: Sequence[int]) -> None:
        """Remember which entries stand in another ledger's tree, from place `first` on."""
        rows = [(ledger, place, seq) for place, seq in enumerate(seqs, start=first)]
        self._connection.executemany("INSERT INTO peer_leaves (ledger, place, seq) VALUES (?, ?, ?)", rows)

    def peer_checkpoints(self, ledger: str) -> Iterator[tuple[int, str]]:
        """The checkpoints kept of another ledger, in order of size."""
        for size, note in self._rows("SELECT size, note FROM peer_checkpoints WHERE ledger = ? ORDER BY size", ledger):
            yield int(str(size)), str(note)

    def add_peer_checkpoint(self, ledger: str, size: int, note: str) -> None:
        """Keep another ledger's checkpoint; one of the same size says the same."""
        query = "INSERT OR IGNORE INTO peer_checkpoints (ledger, size, note) VALUES (?, ?, ?)"
        self._connection.execute(query, (ledger, size, note))

    def add_merge(self, size: int, latest: str) -> None:
        """Remember that a merge ended at this size, and the latest moment that any entry then had."""
        self._connection.execute("INSERT OR IGNORE INTO merges (size, latest) VALUES (?, ?)", (size, latest))

    def latest_merged(self) -> str:
        """The latest moment that any entry had when ledgers were merged last; empty if none were."""
        row = self._one("SELECT coalesce(max(latest), '') FROM merges")
        return str(row[0]) if row else ""

    def drop_meta(self, key: str) -> None:
        """Remove a setting, if it is there."""
        self._connection.execute("DELETE FROM meta WHERE key = ?", (key,))

    def problems(self) -> list[str]:
        """What SQLite's own integrity check finds."""
        return [str(row[0]) for row in self._rows("PRAGMA integrity_check(20)") if row[0] != "ok"]

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=LOCK_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(f"PRAGMA cache_size = -{_READ_KIB}")
        connection.execute("PRAGMA trusted_schema = OFF")
    except BaseException:
        connection.close()
        raise
    return connection


def _begun(path: Path, mode: str) -> tuple[sqlite3.Connection, int]:
    """A connection, and what kind of file it is to."""
    connection = _connect(path, mode)
    try:
        return connection, int(connection.execute("PRAGMA application_id").fetchone()[0])
    except BaseException:
        connection.close()
        raise


def _has_log(path: Path) -> bool:
    """Whether commits wait in the write-ahead log, which cannot be read where nothing can be written."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def is_database(path: Path) -> bool:
    """Whether a file is a database of SQLite, of whatever kind."""
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\x00"


def _statements(script: str) -> Iterator[str]:
    """The statements of a script: a trigger's own semicolon does not end one."""
    statement = ""
    for line in script.strip().splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _row(row: tuple[object, ...]) -> Row:
    seq, id_, header, salt, payload = row
    return Row(int(str(seq)), str(id_), _bytes(header) or b"", _bytes(salt), _bytes(payload))


def _bytes(value: object) -> bytes | None:
    """A blob as bytes; whatever else an altered file holds in its place, as bytes that no hash will match."""
    return value if value is None or isinstance(value, bytes) else str(value).encode()


def _other(path: Path) -> NotALedger:
    return NotALedger(
        f"ledger {path}", "the file is something else", "Name a ledger with --ledger, or choose a new name."
    )


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """SQLite's errors as ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise _ours(path, error) from error


def _ours(path: Path, error: sqlite3.Error) -> LedgerError:
    text = str(error)
    given = f"ledger {path}"
    if "locked" in text or "busy" in text:
        return LedgerLocked(
            given, f"another writer held it for {LOCK_SECONDS:.0f} seconds", "Wait for it, then try again."
        )
    if "unable to open" in text:
        return LedgerUnwritable(
            given, text, "Allow writing in its folder, or copy it with its log (-wal) elsewhere; nothing was recorded."
        )
    if any(word in text for word in ("readonly", "full", "disk I/O")):
        return LedgerUnwritable(given, text, "Make room or allow writing; nothing was recorded.")
    if "not a database" in text:
        return _other(path)
    return LedgerAltered(given, text, "Run `habeas verify`, and go back to a copy that verifies.")
