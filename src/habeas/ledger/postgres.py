"""The PostgreSQL engine: several machines write one ledger, one after another, under an advisory lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import count, repeat
from typing import LiteralString

import psycopg
from msgspec.structs import astuple
from psycopg import sql

from habeas.errors import LedgerAltered, LedgerError, LedgerLocked, LedgerUnwritable, NoLedger
from habeas.ledger.store import Rest, Row

LOCK = 0x68626561
"""The advisory lock that writers take."""

AT_ONCE = 2_000
"""More entries than this are fetched by and by."""

_TABLES: LiteralString = """
CREATE TABLE habeas_meta (key text PRIMARY KEY, value text NOT NULL);
CREATE TABLE habeas_entries (seq bigint PRIMARY KEY, id text NOT NULL UNIQUE, header bytea NOT NULL, salt bytea, payload bytea);
CREATE TABLE habeas_rests (seq bigint PRIMARY KEY, salt bytea NOT NULL, payload bytea NOT NULL, decision bigint NOT NULL);
CREATE INDEX habeas_entries_prefix ON habeas_entries (id text_pattern_ops);
CREATE TABLE habeas_nodes (level int, idx bigint, hash bytea NOT NULL, PRIMARY KEY (level, idx));
CREATE TABLE habeas_content_keys (key bytea PRIMARY KEY, seq bigint NOT NULL);
CREATE INDEX habeas_content_keys_seq ON habeas_content_keys (seq);
CREATE TABLE habeas_checkpoints (size bigint PRIMARY KEY, note text NOT NULL);
CREATE TABLE habeas_timestamps (size bigint, digest bytea, answer bytea NOT NULL, PRIMARY KEY (size, digest));
CREATE TABLE habeas_blobs (digest text PRIMARY KEY, bytes bytea NOT NULL);
CREATE TABLE habeas_peers (ledger text PRIMARY KEY, verifier text NOT NULL);
CREATE TABLE habeas_peer_leaves (ledger text, place bigint, seq bigint NOT NULL, PRIMARY KEY (ledger, place));
CREATE TABLE habeas_peer_checkpoints (ledger text, size bigint, note text NOT NULL, PRIMARY KEY (ledger, size));
CREATE TABLE habeas_merges (size bigint PRIMARY KEY, latest text NOT NULL);
CREATE FUNCTION habeas_never() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'entries are never changed or deleted' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER entries_stay BEFORE DELETE OR TRUNCATE ON habeas_entries EXECUTE FUNCTION habeas_never();
CREATE TRIGGER headers_stay BEFORE UPDATE OF seq, id, header ON habeas_entries EXECUTE FUNCTION habeas_never();
CREATE TRIGGER payloads_stay BEFORE UPDATE OF salt, payload ON habeas_entries FOR EACH ROW
  WHEN (NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL) EXECUTE FUNCTION habeas_never();
CREATE TRIGGER nodes_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON habeas_nodes EXECUTE FUNCTION habeas_never();
CREATE TRIGGER checkpoints_stay BEFORE UPDATE ON habeas_checkpoints EXECUTE FUNCTION habeas_never();
"""


_REST: LiteralString = """
SELECT r.salt, r.payload, e.seq, e.id, e.header, e.salt, e.payload
FROM habeas_rests r JOIN habeas_entries e ON e.seq = r.decision WHERE r.seq = %s"""


class PostgresStore:
    """One PostgreSQL database. See `habeas.ledger.store.Store`."""

    def __init__(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        self._connection = connection
        self._cursors = count()

    @classmethod
    def made(cls, url: str, settings: Mapping[str, str]) -> PostgresStore:
        """A new, empty store with its settings in a database that holds none.

        Raises:
            LedgerUnwritable: there is one already, or the role may not make tables.
        """
        store = cls(_connect(url))
        if store.exists():
            store.close()
            raise LedgerUnwritable("the database", "it holds a ledger already", "Name another database.")
        with store.writing():
            store._connection.execute(_TABLES)
            for key, value in settings.items():
                store.set_meta(key, value)
        return store

    @classmethod
    def connected(cls, url: str) -> PostgresStore:
        """A connection to a database, whether or not it holds a ledger.

        Raises:
            NoLedger: it does not answer.
        """
        return cls(_connect(url))

    @classmethod
    def opened(cls, url: str) -> PostgresStore:
        """The store in a database.

        Raises:
            NoLedger: the database holds none, or does not answer.
        """
        store = cls(_connect(url))
        if not store.exists():
            store.close()
            raise NoLedger("the database", "it holds no ledger", "Make one with `habeas init --ledger URL`.")
        return store

    def exists(self) -> bool:
        """Whether the database holds a ledger."""
        return self._one("SELECT to_regclass('habeas_entries')", ()) != (None,)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction under the writers' lock."""
        with _told(), self._connection.transaction():
            self._connection.execute("SET LOCAL lock_timeout = '5s'")
            self._connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
            yield

    def _one(self, query: LiteralString, values: Sequence[object]) -> tuple[object, ...] | None:
        with _told():
            return self._connection.execute(query, values).fetchone()

    def _all(self, query: LiteralString, values: Sequence[object] = ()) -> Iterator[tuple[object, ...]]:
        with _told():
            yield from self._connection.execute(query, values)

    def size(self) -> int:
        """How many entries there are."""
        row = self._one("SELECT coalesce(max(seq) + 1, 0) FROM habeas_entries", ())
        return int(str(row[0])) if row else 0

    def _copy(self, into: LiteralString, types: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Append rows in one stream."""
        with self._connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN (FORMAT BINARY)") as stream:
            stream.set_types(types)
            for row in rows:
                stream.write_row(row)

    def add(self, rows: Sequence[Row]) -> None:
        """Append entries."""
        into: LiteralString = "habeas_entries (seq, id, header, salt, payload)"
        self._copy(into, ["int8", "text", "bytea", "bytea", "bytea"], map(astuple, rows))

    def rows(self, first: int = 0) -> Iterator[Row]:
        """Entries from `first` on, in order.

        Between two bounds, because for one alone the server expects a third of the table, and reads the whole of it.
        """
        size = self.size()
        query: LiteralString = """
            SELECT seq, id, header, salt, payload FROM habeas_entries WHERE seq >= %s AND seq < %s ORDER BY seq"""
        few = size - first <= AT_ONCE
        for row in self._all(query, (first, size)) if few else self._streamed(query, (first, size)):
            yield self._row(row)

    def _streamed(self, query: LiteralString, values: Sequence[object]) -> Iterator[tuple[object, ...]]:
        """An answer too long for memory, as it is at one moment.

        The server keeps it beyond its transaction: whoever goes through it may write, and what is written is committed.
        """
        name = f"habeas_{next(self._cursors)}"
        with _told(), self._connection.cursor(name, withhold=True) as cursor:
            cursor.itersize = AT_ONCE
            yield from cursor.execute(query, values)

    def holding(self, words: bytes, first: int = 0) -> Iterator[Row]:
        """The entries from `first` on in whose payloads these bytes stand, in order."""
        query: LiteralString = """
            SELECT seq, id, header, salt, payload FROM habeas_entries WHERE seq >= %s AND (position(%s in payload) > 0
            OR seq IN (SELECT seq FROM habeas_rests WHERE position(%s in payload) > 0)) ORDER BY seq"""
        for row in self._all(query, (first, words, words)):
            yield self._row(row)

    def last(self) -> Row | None:
        """The last entry."""
        row = self._one("SELECT seq, id, header, salt, payload FROM habeas_entries ORDER BY seq DESC LIMIT 1", ())
        return self._row(row) if row else None

    def with_prefix(self, prefix: str) -> list[Row]:
        """Up to two entries whose id begins so.

        Bounds in the order of the index of prefixes: `^@` uses an index only where the server plans anew for every
        value, and it stops doing so after a few.
        """
        query: LiteralString = """
            SELECT seq, id, header, salt, payload FROM habeas_entries
            WHERE id ~>=~ %s AND id ~<~ %s ORDER BY id USING ~<~ LIMIT 2"""
        return [self._row(row) for row in self._all(query, (prefix, prefix + "g"))]

    def _row(self, stored: tuple[object, ...]) -> Row:
        """A row, with what is left of it where a part was erased."""
        row = _row(stored)
        rest = None if row.payload is not None else self._one(_REST, (row.seq,))
        if rest is None:
            return row
        salt, payload, *decision = rest
        return Rest(row.seq, row.id, row.header, _bytes(salt), _bytes(payload), _row(tuple(decision)))

    def at(self, seqs: Sequence[int]) -> list[Row]:
        """The entries at these places, in order."""
        query: LiteralString = (
            "SELECT seq, id, header, salt, payload FROM habeas_entries WHERE seq = ANY(%s) ORDER BY seq"
        )
        return [self._row(row) for row in self._all(query, (list(seqs),))]

    def places(self, ids: Sequence[str]) -> dict[str, int]:
        """Where the entries with these ids are."""
        query: LiteralString = "SELECT id, seq FROM habeas_entries WHERE id = ANY(%s)"
        return {str(id_): int(str(seq)) for id_, seq in self._all(query, (list(ids),))}

    def forget(self, seqs: Sequence[int]) -> None:
        """Remove salt, payload and content key of entries."""
        self._connection.execute(
            "UPDATE habeas_entries SET salt = NULL, payload = NULL WHERE seq = ANY(%s)", (list(seqs),)
        )
        self._connection.execute("DELETE FROM habeas_content_keys WHERE seq = ANY(%s)", (list(seqs),))
        self._connection.execute("DELETE FROM habeas_rests WHERE seq = ANY(%s)", (list(seqs),))

    def leave(self, seq: int, salt: bytes, payload: bytes, decision: int) -> None:
        """Keep what is left of an entry that was forgotten."""
        query: LiteralString = "INSERT INTO habeas_rests (seq, salt, payload, decision) VALUES (%s, %s, %s, %s)"
        self._connection.execute(query, (seq, salt, payload, decision))

    def compact(self) -> None:
        """Rewrite the tables without what was removed. The server's own write-ahead log keeps it until it is recycled."""
        with _told():
            for table in ("entries", "rests", "content_keys", "blobs", "meta"):
                self._connection.execute(sql.SQL("VACUUM FULL {}").format(sql.Identifier(f"habeas_{table}")))

    def add_nodes(self, level: int, first: int, hashes: Sequence[bytes]) -> None:
        """Store nodes of one level of the tree, from index `first` on."""
        nodes = zip(repeat(level), count(first), hashes, strict=False)
        self._copy("habeas_nodes (level, idx, hash)", ["int4", "int8", "bytea"], nodes)

    def node(self, level: int, index: int) -> bytes:
        """A node: at level 0 an entry's id, above it a stored one.

        Raises:
            LedgerAltered: it is gone.
        """
        if level:
            row = self._one("SELECT hash FROM habeas_nodes WHERE level = %s AND idx = %s", (level, index))
        else:
            row = self._one("SELECT decode(id, 'hex') FROM habeas_entries WHERE seq = %s", (index,))
        if row is None or not isinstance(row[0], bytes):
            raise LedgerAltered("the database", f"node ({level}, {index}) of its tree is gone", "Run `habeas verify`.")
        return row[0]

    def nodes(self) -> Iterator[tuple[int, int, bytes]]:
        """Every stored node."""
        for level, index, digest in self._all("SELECT level, idx, hash FROM habeas_nodes ORDER BY level, idx"):
            yield int(str(level)), int(str(index)), digest if isinstance(digest, bytes) else b""

    def add_content_keys(self, keys: Sequence[tuple[bytes, int]]) -> None:
        """Remember which entries content keys belong to."""
        self._copy("habeas_content_keys (key, seq)", ["bytea", "int8"], keys)

    def by_content_keys(self, keys: Sequence[bytes]) -> dict[bytes, str]:
        """The ids of the entries with these content keys, for those that are known."""
        query: LiteralString = """
            SELECT k.key, e.id FROM habeas_content_keys k JOIN habeas_entries e USING (seq) WHERE k.key = ANY(%s)"""
        return {_bytes(key) or b"": str(id_) for key, id_ in self._all(query, (list(keys),))}

    def add_checkpoint(self, size: int, note: str) -> None:
        """Store a signed checkpoint; one of the same size says the same."""
        query: LiteralString = "INSERT INTO habeas_checkpoints (size, note) VALUES (%s, %s) ON CONFLICT DO NOTHING"
        self._connection.execute(query, (size, note))

    def checkpoints(self) -> Iterator[tuple[int, str]]:
        """Every stored checkpoint, in order of size."""
        for size, note in self._all("SELECT size, note FROM habeas_checkpoints ORDER BY size"):
            yield int(str(size)), str(note)

    def add_timestamp(self, size: int, answer: bytes) -> None:
        """Keep a time-stamping authority's answer beside the checkpoint of that size."""
        query: LiteralString = """
            INSERT INTO habeas_timestamps (size, digest, answer) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"""
        self._connection.execute(query, (size, sha256(answer).digest(), answer))

    def timestamps(self) -> Iterator[tuple[int, bytes]]:
        """Every answer kept, in order of size."""
        for size, answer in self._all("SELECT size, answer FROM habeas_timestamps ORDER BY size, digest"):
            yield int(str(size)), _bytes(answer) or b""

    def meta(self, key: str) -> str | None:
        """A setting of the ledger."""
        row = self._one("SELECT value FROM habeas_meta WHERE key = %s", (key,))
        return str(row[0]) if row else None

    def metas(self) -> list[str]:
        """The names of all settings."""
        return [str(row[0]) for row in self._all("SELECT key FROM habeas_meta")]

    def set_meta(self, key: str, value: str) -> None:
        """Store a setting, once."""
        self._connection.execute("INSERT INTO habeas_meta (key, value) VALUES (%s, %s)", (key, value))

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One transaction that reads: what others commit meanwhile is not seen."""
        with _told(), self._connection.transaction():
            self._connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield

    def ids(self) -> Iterator[str]:
        """The ids of all entries, in order."""
        for row in self._all("SELECT id FROM habeas_entries ORDER BY seq"):
            yield str(row[0])

    def longer(self, limit: int) -> Row | None:
        """The first entry whose header or payload has more bytes than that, without them."""
        query: LiteralString = """
            SELECT seq, id FROM habeas_entries
            WHERE length(header) > %s OR length(payload) > %s ORDER BY seq LIMIT 1"""
        row = self._one(query, (limit, limit))
        return Row(int(str(row[0])), str(row[1]), b"", None, None) if row else None

    def peers(self) -> dict[str, str]:
        """The ledgers that were merged into this one, with the first public key of each."""
        query: LiteralString = "SELECT ledger, verifier FROM habeas_peers ORDER BY ledger"
        return {str(ledger): str(key) for ledger, key in self._all(query)}

    def add_peer(self, ledger: str, verifier: str) -> None:
        """Remember a ledger."""
        query: LiteralString = "INSERT INTO habeas_peers (ledger, verifier) VALUES (%s, %s) ON CONFLICT DO NOTHING"
        self._connection.execute(query, (ledger, verifier))

    def peer_leaves(self, ledger: str) -> Iterator[tuple[int, int]]:
        """Another ledger's tree: each place in it, and the place here of the entry that stands there."""
        query: LiteralString = "SELECT place, seq FROM habeas_peer_leaves WHERE ledger = %s ORDER BY place"
        for place, seq in self._all(query, (ledger,)):
            yield int(str(place)), int(str(seq))

    def add_peer_leaves(self, ledger: str, first: int, seqs: Sequence[int]) -> None:
        """Remember which entries stand in another ledger's tree, from place `first` on."""
        rows = [(ledger, place, seq) for place, seq in enumerate(seqs, start=first)]
        self._copy("habeas_peer_leaves (ledger, place, seq)", ["text", "int8", "int8"], rows)

    def peer_checkpoints(self, ledger: str) -> Iterator[tuple[int, str]]:
        """The checkpoints kept of another ledger, in order of size."""
        query: LiteralString = "SELECT size, note FROM habeas_peer_checkpoints WHERE ledger = %s ORDER BY size"
        for size, note in self._all(query, (ledger,)):
            yield int(str(size)), str(note)

    def add_peer_checkpoint(self, ledger: str, size: int, note: str) -> None:
        """Keep another ledger's checkpoint; one of the same size says the same."""
        query: LiteralString = """
            INSERT INTO habeas_peer_checkpoints (ledger, size, note) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"""
        self._connection.execute(query, (ledger, size, note))

    def add_merge(self, size: int, latest: str) -> None:
        """Remember that a merge ended at this size, and the latest moment that any entry then had."""
        query: LiteralString = "INSERT INTO habeas_merges (size, latest) VALUES (%s, %s) ON CONFLICT DO NOTHING"
        self._connection.execute(query, (size, latest))

    def latest_merged(self) -> str:
        """The latest moment that any entry had when ledgers were merged last; empty if none were."""
        row = self._one("SELECT coalesce(max(latest), '') FROM habeas_merges", ())
        return str(row[0]) if row else ""

    def drop_meta(self, key: str) -> None:
        """Remove a setting, if it is there."""
        self._connection.execute("DELETE FROM habeas_meta WHERE key = %s", (key,))

    def problems(self) -> list[str]:
        """Nothing: the server checks its own files."""
        return []

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def put(self, raw: bytes) -> str:
        """Keep bytes under their hash; they are committed when this returns."""
        digest = sha256(raw).hexdigest()
        query: LiteralString = "INSERT INTO habeas_blobs (digest, bytes) VALUES (%s, %s) ON CONFLICT DO NOTHING"
        with _told():
            self._connection.execute(query, (digest, raw))
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes with that hash.

        Raises:
            LedgerAltered: they are gone, or other bytes are there.
        """
        row = self._one("SELECT bytes FROM habeas_blobs WHERE digest = %s", (digest,))
        if row is None or not isinstance(row[0], bytes):
            raise LedgerAltered(f"source {digest[:12]}", "its bytes are gone", "Bring a backup of the database back.")
        if sha256(row[0]).hexdigest() != digest:
            raise LedgerAltered(
                f"source {digest[:12]}", "its bytes were changed", "Bring a backup of the database back."
            )
        return row[0]

    def digests(self) -> list[str]:
        """The hashes of everything kept."""
        return [str(row[0]) for row in self._all("SELECT digest FROM habeas_blobs ORDER BY digest")]

    def length(self, digest: str) -> int:
        """How many bytes lie under that hash; 0 for none."""
        row = self._one("SELECT length(bytes) FROM habeas_blobs WHERE digest = %s", (digest,))
        return int(str(row[0])) if row else 0

    def discard(self, digest: str) -> None:
        """Remove the bytes with that hash; they may be gone already."""
        with _told():
            self._connection.execute("DELETE FROM habeas_blobs WHERE digest = %s", (digest,))


def _connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.Error as error:
        raise NoLedger("the database", _why(error), "Check the address, and that the server runs.") from error


def _why(error: psycopg.Error) -> str:
    """The server's or the client library's reason in one line; the last of several addresses that were tried."""
    said = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [line for line in said if not line.endswith("?")]  # a question to the reader adds nothing to `do`
    return (told or said or ["it does not answer"])[-1].removeprefix("- ").rstrip(".")


def _row(row: tuple[object, ...]) -> Row:
    seq, id_, header, salt, payload = row
    return Row(int(str(seq)), str(id_), _bytes(header) or b"", _bytes(salt), _bytes(payload))


def _bytes(value: object) -> bytes | None:
    return bytes(value) if isinstance(value, (bytes, memoryview)) else None


@contextmanager
def _told() -> Iterator[None]:
    """The server's errors as ours."""
    try:
        yield
    except psycopg.Error as error:
        raise _ours(error) from error


def _ours(error: psycopg.Error) -> LedgerError:
    text = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if isinstance(error, psycopg.errors.LockNotAvailable):
        return LedgerLocked("the database", "another writer held it for 5 seconds", "Wait for it, then try again.")
    return LedgerUnwritable("the database", text, "Nothing was recorded. Check the server, and the rights of the role.")
