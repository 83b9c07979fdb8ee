"""What only the PostgreSQL engine can get wrong: plans that were made for an empty ledger."""

import time
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path

import msgspec
import psycopg
import pytest
from ledger_helpers import claim, source

from habeas.claims import Claim
from habeas.entries.decisions import Accept
from habeas.ledger import Ledger, open_ledger

pytestmark = pytest.mark.slow

GROWN = 3_000


@pytest.fixture
def url(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty database, and a place for the keys."""
    name = f"p{time.monotonic_ns()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    monkeypatch.setenv("HABEAS_KEY", str(tmp_path / "server.key"))
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    """A ledger of which the server keeps no statistics."""
    with open_ledger(url, create=True) as made:
        for table in ("entries", "nodes", "content_keys"):
            made._store._connection.execute(f"ALTER TABLE habeas_{table} SET (autovacuum_enabled = false)")
        yield made


def gone_through(ledger: Ledger, work: Callable[[], object]) -> int:
    """How many rows the server goes through from a table's first on."""

    def read() -> int:
        connection = ledger._store._connection
        connection.execute("SELECT pg_stat_force_next_flush()")
        return connection.execute("SELECT sum(seq_tup_read)::bigint FROM pg_stat_user_tables").fetchone()[0]

    before = read()
    work()
    return read() - before


def claims_of(source_id: str) -> Iterator[tuple[Claim, str]]:
    """One claim after another, no two the same."""
    one = claim(source_id)
    for number in count():
        yield msgspec.structs.replace(one, content=msgspec.structs.replace(one.content, place=f"cell {number}")), "team"


def test_no_question_about_a_few_entries_reads_the_whole_ledger_after_it_has_grown(ledger: Ledger):
    """The server may plan a statement that it was given a few times for good: what suits ten rows must suit thousands."""
    claims = claims_of(ledger.record_source(*source(), "team").id)
    ids = [item.id for item in ledger.record(list(islice(claims, 3)))]
    asked = {
        "record a claim": lambda: ledger.record([next(claims)]),
        "decide on claims": lambda: ledger.record([(Accept(reason="checked", claims=tuple(ids)), "team")]),
        "find an entry by its id": lambda: ledger.entry(ids[0][:12]),
        "read entries at places": lambda: ledger.at([0, 1, 2]),
        "find places": lambda: ledger.places(ids),
        "the root": ledger.root,
        "a past root": lambda: ledger.root(5),
        "the last entries": lambda: list(ledger.entries(first=ledger.size() - 2)),
        "prove": lambda: ledger.prove(ids[0]),
    }
    for _ in range(12):
        for ask in asked.values():
            ask()
    ledger.record(list(islice(claims, GROWN)))
    through = {name: gone_through(ledger, ask) for name, ask in asked.items()}
    assert {name: rows for name, rows in through.items() if rows > GROWN // 10} == {}
