"""The index's file: numbered pages of bytes in SQLite, each with a checksum that is looked at whenever the page is read.

Nothing in it is the only copy of anything. Whatever is wrong with it is one error, `IndexBroken`, and the answer to that is to
make it again or to do without.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

VERSION = 4
"""Of the file's form: raise it when that changes, and every index is made again."""

LOCK_SECONDS = 5.0

_TABLES = """
CREATE TABLE postings (number INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE custody (number INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE waiting (number INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE about (number INTEGER PRIMARY KEY, body BLOB NOT NULL);
"""
_TABLE_NAMES = ("postings", "custody", "waiting", "about")


class IndexBroken(Exception):
    """The index cannot be used: it is absent, damaged, locked, of another release, or of another ledger."""


class Pages:
    """One open file.

    Args:
        path: of the file; `:memory:` for none.
        create: start an empty one, in place of whatever is there.
    """

    def __init__(self, path: Path | str, *, create: bool = False) -> None:
        self.path = path
        mode = "rwc" if create else "rw"
        with _told():
            self._connection = _connect(path, mode)
            if create:
                self._connection.execute("PRAGMA journal_mode = TRUNCATE")
                for name in _TABLE_NAMES:
                    self._connection.execute(f"DROP TABLE IF EXISTS {name}")
                self._connection.executescript(_TABLES)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it or nothing."""
        with _told():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def replace(self, path: Path) -> None:
        """Put this file in another's place. Meanwhile nobody writes the other, and no journal of it is left.

        A journal belongs to a file by its name: one that another index left would be played back into this one.

        Raises:
            IndexBroken: somebody is writing the other, or this cannot be put there.
        """
        self.close()
        other = _existing(path)
        try:
            if other is None or not _to_itself(other):
                path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
            Path(self.path).replace(path)
        except OSError as error:
            raise IndexBroken(str(error)) from error
        finally:
            if other is not None:
                other.close()

    def get(self, table: str, number: int) -> bytes:
        """A page.

        Raises:
            IndexBroken: it is not there, or not as it was written.
        """
        with _told():
            row = self._connection.execute(_GET[table], (number,)).fetchone()
        if row is None:
            raise IndexBroken(f"page {number} of {table} is not there")
        return _checked(table, number, row[0])

    def all(self, table: str) -> Iterator[bytes]:
        """Every page of a table, in order."""
        with _told():
            for number, body in self._connection.execute(_ALL[table]):
                yield _checked(table, number, body)

    def put(self, table: str, pages: Iterable[tuple[int, bytes]]) -> None:
        """Write pages; within `writing()`."""
        rows = ((number, _sealed(table, number, body)) for number, body in pages)
        with _told():
            self._connection.executemany(_PUT[table], rows)

    def clear(self, table: str) -> None:
        """Remove every page of a table; within `writing()`."""
        with _told():
            self._connection.execute(_CLEAR[table])


_GET = {name: f"SELECT body FROM {name} WHERE number = ?" for name in _TABLE_NAMES}  # noqa: S608  our own four names
_ALL = {name: f"SELECT number, body FROM {name} ORDER BY number" for name in _TABLE_NAMES}  # noqa: S608  our own four names
_PUT = {name: f"INSERT OR REPLACE INTO {name} (number, body) VALUES (?, ?)" for name in _TABLE_NAMES}  # noqa: S608
_CLEAR = {name: f"DELETE FROM {name}" for name in _TABLE_NAMES}  # noqa: S608  our own four names


def _sum(table: str, number: int, body: bytes) -> bytes:
    """A checksum of a page and of which page it is."""
    return crc32(body, crc32(f"{table} {number}".encode())).to_bytes(4, "little")


def _sealed(table: str, number: int, body: bytes) -> bytes:
    return body + _sum(table, number, body)


def _checked(table: str, number: int, stored: object) -> bytes:
    body = stored[:-4] if isinstance(stored, bytes) else b""
    if not isinstance(stored, bytes) or _sum(table, number, body) != stored[-4:]:
        raise IndexBroken(f"page {number} of {table} is damaged")
    return body


def _connect(path: Path | str, mode: str) -> sqlite3.Connection:
    where = path if isinstance(path, str) else f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(where, uri=True, timeout=LOCK_SECONDS, isolation_level=None)
    connection.execute("PRAGMA synchronous = NORMAL")  # after a crash of the machine it may be behind, never damaged
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cache_size = -16384")  # KiB
    return connection


def _existing(path: Path) -> sqlite3.Connection | None:
    try:
        return _connect(path, "rw")
    except sqlite3.Error:
        return None


def _to_itself(connection: sqlite3.Connection) -> bool:
    """Whether nobody else uses the file from now on; False for one that is no database, which nobody uses anyway.

    Raises:
        IndexBroken: somebody goes on using it.
    """
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
            raise IndexBroken("somebody else is using it") from error
        return False
    return True


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise IndexBroken(str(error)) from error
