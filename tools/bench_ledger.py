"""Hashed append beside plain executemany of the same rows, in one run: what the proofs cost.

The rows are those that the ledger writes into its table of entries, all five columns, with payloads and ids already made.
They are written by one executemany in one transaction into three tables: one with no index but its key, under the ledger's
own settings (write-ahead log, every commit synced, the same cache); the ledger's own table, with its index of ids, under the
same settings; and one with no index but its key under SQLite's defaults. On PostgreSQL, likewise, by executemany and by COPY.
CPU seconds are this process's, and the server's where there is one; each is the least of several turns, because others use
the machine too. Run it with `make bench`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from bench import bound_to, cpu, made

from habeas.ledger import Ledger, open_ledger
from habeas.ledger.sqlite import CACHE_KIB

Rows = list[tuple[int, str, bytes, bytes | None, bytes | None]]

KEY_ONLY = (
    "CREATE TABLE entries (seq INTEGER PRIMARY KEY, id TEXT NOT NULL, header BLOB NOT NULL, salt BLOB, payload BLOB)"
)
WITH_IDS = KEY_ONLY.replace("id TEXT NOT NULL", "id TEXT NOT NULL UNIQUE")
INSERT = "INSERT INTO entries VALUES (?, ?, ?, ?, ?)"
PAGE = os.sysconf("SC_CLK_TCK")


def hashed(where: str, number: int) -> tuple[float, float, Rows]:
    """CPU seconds of appending to a new ledger and of checking it, and the rows that it wrote."""
    source, raw, claims = made(number)
    with open_ledger(where, create=True) as ledger:
        items = [(claim, "team") for claim in bound_to(ledger.record_source(source, raw, "team").id, claims)]
        append = cpu(lambda: ledger.record(items))
        return append, cpu(ledger.verify), rows_of(ledger)


def rows_of(ledger: Ledger) -> Rows:
    """The claims' rows as the table of entries holds them."""
    return [(row.seq, row.id, row.header, row.salt, row.payload) for row in ledger._store.rows(1)]  # noqa: SLF001


def plain(path: Path, table: str, rows: Rows, *, like_the_ledger: bool) -> float:
    """CPU seconds of one executemany in one transaction."""
    connection = sqlite3.connect(path, isolation_level=None)
    if like_the_ledger:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    connection.execute(table)

    def write() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(INSERT, rows)
        connection.execute("COMMIT")

    took = cpu(write)
    connection.close()
    return took


def on_sqlite(number: int, turns: int) -> None:
    """Print what appending takes on SQLite."""
    beside = {
        "a table with no index but its key, same settings": (KEY_ONLY, True),
        "the ledger's own table, same settings": (WITH_IDS, True),
        "a table with no index but its key, SQLite's defaults": (KEY_ONLY, False),
    }
    appended, checked, plainly = [], [], {name: [] for name in beside}
    for _ in range(turns):
        with tempfile.TemporaryDirectory() as folder:
            append, check, rows = hashed(str(Path(folder) / "case.db"), number)
            appended.append(append)
            checked.append(check)
            for place, (name, (table, same)) in enumerate(beside.items()):
                plainly[name].append(plain(Path(folder) / f"{place}.db", table, rows, like_the_ledger=same))
    print(f"SQLite, {number:,} claims")
    print(f"  append, hashed and signed   {number / min(appended):>10,.0f} a CPU second")
    for name, took in plainly.items():
        print(
            f"  plain executemany           {number / min(took):>10,.0f}   append is {min(took) / min(appended):.3f} x   {name}"
        )
    print(f"  verify                      {number / min(checked):>10,.0f} a CPU second")


def output(*command: str | Path) -> str:
    """What a command says; as root, it runs as `postgres`, because the server refuses to run as root."""
    as_other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*as_other, *command], check=True, stdout=subprocess.PIPE, text=True, cwd="/")
    return done.stdout.strip()


@contextmanager
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server of its own, on a socket in a folder of its own."""
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"))
    folder = Path(output("mktemp", "-d", "-t", "habeas-bench-XXXXXX"))
    data = folder / "data"
    output(binaries / "initdb", "-D", data, "-A", "trust", "-U", "habeas")
    control = [binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log"]
    output(*control, "-o", f"-k {folder} -c listen_addresses=''", "start")
    try:
        yield f"postgresql://habeas@/postgres?host={folder}"
    finally:
        output(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def backend_cpu(pid: int) -> float:
    """CPU seconds so far of a server's process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / PAGE


def on_postgres(number: int, turns: int) -> None:
    """Print what appending takes on PostgreSQL, this process and its backend together."""
    with server() as url, tempfile.TemporaryDirectory() as folder:
        took = [postgres_turn(url, f"turn{turn}", Path(folder), number) for turn in range(turns)]
    appended, many, copied = zip(*took, strict=True)
    print(f"PostgreSQL, {number:,} claims; CPU seconds of this process and the server's")
    print(f"  append, hashed and signed   {number / min(appended):>10,.0f} a CPU second")
    for name, took in (("executemany", many), ("COPY       ", copied)):
        print(
            f"  plain {name}           {number / min(took):>10,.0f}   append is {min(took) / min(appended):.3f} x   a table with no index but its key"
        )


def postgres_turn(url: str, name: str, folder: Path, number: int) -> tuple[float, float, float]:
    """CPU seconds of the ledger's append, of executemany and of COPY, in a new database."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    here = url.replace("/postgres?", f"/{name}?")
    os.environ["HABEAS_KEY"] = str(folder / f"{name}.key")
    source, raw, claims = made(number)
    with open_ledger(here, create=True) as ledger:
        items = [(claim, "team") for claim in bound_to(ledger.record_source(source, raw, "team").id, claims)]
        backend = ledger._store._connection.info.backend_pid  # noqa: SLF001
        appended = both(backend, lambda: ledger.record(items))
        rows = rows_of(ledger)
    with psycopg.connect(here, autocommit=True) as connection:
        for table in ("many", "copied"):
            connection.execute(
                f"CREATE TABLE {table} (seq bigint PRIMARY KEY, id text NOT NULL, header bytea NOT NULL, salt bytea, payload bytea)"
            )
        backend = connection.info.backend_pid
        many = both(backend, lambda: executemany(connection, rows))
        return appended, many, both(backend, lambda: copy(connection, rows))


def both(backend: int, work: Callable[[], object]) -> float:
    """CPU seconds of this process and of the server's."""
    before = backend_cpu(backend)
    return cpu(work) + backend_cpu(backend) - before


def executemany(connection: psycopg.Connection, rows: Rows) -> None:
    """One executemany in one transaction."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany("INSERT INTO many VALUES (%s, %s, %s, %s, %s)", rows)


def copy(connection: psycopg.Connection, rows: Rows) -> None:
    """One COPY in one transaction."""
    with (
        connection.transaction(),
        connection.cursor() as cursor,
        cursor.copy("COPY copied FROM STDIN (FORMAT BINARY)") as into,
    ):
        into.set_types(["int8", "text", "bytea", "bytea", "bytea"])
        for row in rows:
            into.write_row(row)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000, 200_000])
    parser.add_argument("--turns", type=int, default=3)
    given = parser.parse_args()
    for number in given.claims:
        on_sqlite(number, given.turns)
    if not any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        print("PostgreSQL: no server is installed here, so nothing was measured on it")
        return
    for number in given.claims:
        on_postgres(number, given.turns)


if __name__ == "__main__":
    main()
