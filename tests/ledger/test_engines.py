"""One contract for every engine: what goes in comes out, nothing is changed, several write at once, erased is gone."""

import multiprocessing
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from ledger_helpers import TEXT, claim, filled, source

from habeas.entries.decisions import Accept
from habeas.errors import LedgerUnwritable, NoLedger
from habeas.ledger import Ledger, is_there, open_ledger

ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.slow)]


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where a new ledger may be made."""
    if request.param == "sqlite":
        return str(tmp_path / "case.db")
    monkeypatch.setenv("HABEAS_KEY", str(tmp_path / "case.key"))
    url = request.getfixturevalue("server")
    import psycopg

    name = f"t{time.monotonic_ns()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return url.replace("/postgres?", f"/{name}?")


@pytest.fixture
def making(place: str) -> Callable[[], Ledger]:
    return lambda: open_ledger(place, create=True)


def test_what_goes_in_comes_out(making: Callable[[], Ledger]):
    with making() as ledger:
        ids = filled(ledger)
        assert filled(ledger) == ids
        assert [entry.id for entry in ledger.entries()] == list(ids)
        assert ledger.entry(ids[0][:8]).source == source()[0]
        assert ledger.source_bytes(source()[0].sha256) == TEXT.encode()
        root = ledger.root()
        assert ledger.verify(ledger.checkpoint()).problems == ()
    with making() as ledger:
        assert (ledger.root(), ledger.size()) == (root, 2)


def test_entries_are_found_by_place_and_id(making: Callable[[], Ledger]):
    with making() as ledger:
        ids = filled(ledger)
        every = list(ledger.entries())
        assert ledger.at([1, 0, 1, 7]) == every
        assert list(ledger.entries(first=1)) == every[1:]
        assert ledger.places([ids[1], "0" * 64]) == {ids[1]: 1}
        assert ledger.root(2) == ledger.root()
        assert not ledger.is_merged()


def test_entries_are_found_by_words_in_their_payloads(making: Callable[[], Ledger]):
    """What is left of an entry of which a part was erased is looked through as well, and nothing that went."""
    with making() as ledger:
        source_id, claim_id = filled(ledger)
        ledger.record([(Accept(reason="compared", claims=(claim_id,)), "team")])
        found = [row.id for row in ledger._store.holding(b'"detained"')]
        assert found == [row.id for row in ledger._store.rows() if row.payload and b'"detained"' in row.payload] != []
        assert list(ledger._store.holding(b'"no such words"')) == []
        ledger.erase([], spans={source_id: [(0, 1)]}, reason="asked")
        for words in (TEXT[:3].encode(), TEXT[2:].encode(), b'"detained"'):
            assert list(ledger._store.holding(words)) == [
                r for r in ledger._store.rows() if words in (r.payload or b"")
            ]


def test_many_entries_are_gone_through_by_and_by_while_others_are_recorded(
    making: Callable[[], Ledger], place: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("habeas.ledger.postgres.AT_ONCE", 3)
    with making() as ledger, open_ledger(place) as other:
        source_id, _ = filled(ledger)
        ledger.record([(claim(source_id, words=TEXT[:end]), "team") for end in range(5, 15)])
        there = list(ledger.entries())
        going = ledger.entries()
        seen = [next(going)]
        (more,) = ledger.record([(claim(source_id, act="charged"), "team")])
        assert other.entry(more.id).seq == len(there)  # committed, whatever the first is still going through
        seen += going
        assert seen[: len(there)] == there
        next(other.entries())  # given up half way
        assert [entry.id for entry in other.entries(first=len(there))] == [more.id]
    with open_ledger(place) as ledger:
        assert ledger.verify().problems == ()


def test_a_batch_is_recorded_whole_or_not_at_all(making: Callable[[], Ledger]):
    from habeas.errors import UnknownEntry

    with making() as ledger:
        source_id, _ = filled(ledger)
        with pytest.raises(UnknownEntry):
            ledger.record([(claim(source_id, act="charged"), "team"), (claim("0" * 64, act="tried"), "team")])
        assert ledger.size() == 2
        assert ledger.verify().problems == ()


def test_what_a_batch_rests_on_is_looked_up_at_once(making: Callable[[], Ledger], monkeypatch: pytest.MonkeyPatch):
    """One question for each named entry took PostgreSQL four fifths of its time, and grew with the ledger."""
    with making() as ledger:
        source_id, _ = filled(ledger)
        claims = ledger.record([(claim(source_id, words=TEXT[:end]), "team") for end in range(5, 25)])
        asked: list[list[str]] = []
        places = ledger._store.places
        monkeypatch.setattr(ledger._store, "places", lambda ids: asked.append(list(ids)) or places(ids))
        ledger.record([(Accept(reason="checked", claims=tuple(item.id for item in claims)), "team")] * 2)
        assert asked == [sorted(item.id for item in claims)]


def test_nothing_is_there_before_it_is_made(place: str):
    with pytest.raises(NoLedger):
        open_ledger(place)


def test_a_place_is_known_to_be_taken(making: Callable[[], Ledger], place: str):
    assert not is_there(place)
    making().close()
    assert is_there(place)


def test_no_other_kind_of_address_is_taken_for_a_file():
    for create in (False, True):
        with pytest.raises(NoLedger, match="postgresql://"):
            open_ledger("mysql://host/cases", create=create)


def test_the_store_refuses_to_change_or_delete(making: Callable[[], Ledger]):
    import sqlite3

    with making() as ledger:
        filled(ledger)
        connection = ledger._store._connection
        table = "entries" if isinstance(connection, sqlite3.Connection) else "habeas_entries"
        for statement in (
            f"DELETE FROM {table}",
            f"UPDATE {table} SET header = id::bytea" if table != "entries" else f"UPDATE {table} SET header = x'00'",
        ):
            with pytest.raises(Exception, match="never"):
                connection.execute(statement)
        assert ledger.verify().problems == ()


def test_erased_is_gone_and_the_rest_verifies(making: Callable[[], Ledger]):
    with making() as ledger:
        source_id, claim_id = filled(ledger)
        ledger.erase([source_id], reason="asked")
        assert {entry.id for entry in ledger.entries() if entry.payload is None} == {source_id, claim_id}
        assert ledger.verify().problems == ()
        with pytest.raises(Exception, match="gone"):
            ledger.source_bytes(source()[0].sha256)


def test_an_erased_span_is_gone_from_every_file_and_the_rest_verifies(
    making: Callable[[], Ledger], place: str, request: pytest.FixtureRequest
):
    with making() as ledger:
        source_id, claim_id = filled(ledger)
        start = TEXT.index("Ana Silva")
        span = (start, start + len("Ana Silva"))
        for spans in ([span], [(TEXT.index("Lima"), TEXT.index("Lima") + 4)]):
            ledger.erase([], spans={source_id: spans}, reason="asked")
        assert ledger.entry(source_id).source.text == TEXT.replace("Ana Silva", "█" * 9).replace("Lima", "█" * 4)
        assert ledger.entry(claim_id).payload is None
        assert ledger.verify(ledger.checkpoint()).problems == ()
        assert [row.id for row in ledger._store.rows()][:2] == [source_id, claim_id]
        if place.startswith("postgresql://"):
            connection = ledger._store._connection
            connection.execute("CHECKPOINT")
            (name,) = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
            folder = Path(connection.execute("SHOW data_directory").fetchone()[0]) / "base" / str(name)
        else:
            folder = Path(place).parent
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    assert [path.name for path in files if b"Ana Silva" in path.read_bytes()] == []


def write_some(place: str, name: str, key: str | None) -> None:
    if key:
        os.environ["HABEAS_KEY"] = key
    with open_ledger(place) as ledger:
        for number in range(8):
            made, raw = source(f"{name} {number}. " + TEXT)
            began = time.monotonic()
            ledger.record_source(made, raw, "team")
            assert time.monotonic() - began < 5


@pytest.mark.parametrize("writers", [2, pytest.param(8, marks=pytest.mark.slow)])
def test_several_writers_at_once_lose_nothing_and_fork_nothing(making: Callable[[], Ledger], place: str, writers: int):
    making().close()
    context = multiprocessing.get_context("spawn")
    key = os.environ.get("HABEAS_KEY")
    running = [context.Process(target=write_some, args=(place, f"w{number}", key)) for number in range(writers)]
    for one in running:
        one.start()
    for one in running:
        one.join()
    assert [one.exitcode for one in running] == [0] * writers
    with open_ledger(place) as ledger:
        assert ledger.size() == 8 * writers
        assert ledger.verify().problems == ()


@pytest.mark.slow
def test_a_server_that_does_not_answer_is_told():
    with pytest.raises(NoLedger, match="E-MISSING"):
        open_ledger("postgresql://nobody@127.0.0.1:9/none")
    assert LedgerUnwritable.code == "E-WRITE"
