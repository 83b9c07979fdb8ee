"""Ledgers on different engines merge as those on one do."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from ledger_helpers import claim, filled, source
from merge_helpers import EVERYTHING, START, Clock, bytes_of, publishing

from habeas.errors import MergeRefused
from habeas.ledger import Ledger, open_ledger

pytestmark = pytest.mark.slow


@pytest.fixture
def on_server(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Ledger]:
    """New ledgers in databases of their own on one server, each with its own key file."""
    import psycopg

    numbers = itertools.count()

    def made(name: str) -> Ledger:
        database = f"m{abs(hash(tmp_path))}_{next(numbers)}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {database}")
        monkeypatch.setenv("HABEAS_KEY", str(tmp_path / f"{name}.pg.key"))
        url = server.replace("/postgres?", f"/{database}?")
        return open_ledger(url, create=True, now=Clock(START), who=name)

    return made


@pytest.mark.parametrize("engines", [("file", "server"), ("server", "file"), ("server", "server")])
def test_ledgers_merge_across_engines(
    making: Callable[[str], Ledger], on_server: Callable[[str], Ledger], engines: tuple[str, str]
):
    opening = {"file": making, "server": on_server}
    with opening[engines[0]]("a") as a, opening[engines[1]]("b") as b:
        filled(a)
        source_id, claim_id = filled(b)
        other, raw = source("Peru spoke of Eva Roth.", "b.txt")
        b.record_source(other, raw, "team")
        publishing(b)
        merged = a.merge(b, dry_run=True)
        assert (merged.sources, a.size(), a.peers()) == (2, 2, [])
        merged = a.merge(b)
        assert (merged.sources, merged.claims, merged.decisions) == (2, 1, 4)
        assert a.source_bytes(other.sha256) == raw
        a.trust(b.verifier(), EVERYTHING, reason="partners")
        b.trust(a.verifier(), EVERYTHING, reason="partners")
        b.merge(a)
        assert bytes_of(a) == bytes_of(b)
        b.record([(claim(source_id, act="charged"), "team")])
        b.erase([source_id], reason="consent withdrawn")
        a.merge(b)
        b.merge(a)
        assert a.entry(claim_id).payload is None
        assert bytes_of(a) == bytes_of(b)
        for one in (a, b):
            assert one.verify(one.checkpoint()).problems == ()
        size = a.size()
        assert a.merge(b).decisions == 0
        assert a.size() == size


def test_a_ledger_on_a_server_that_was_altered_is_refused(
    making: Callable[[str], Ledger], on_server: Callable[[str], Ledger]
):
    with making("a") as a, on_server("m") as m:
        ids = filled(m)
        connection = m._store._connection
        connection.execute("ALTER TABLE habeas_entries DISABLE TRIGGER USER")
        connection.execute("UPDATE habeas_entries SET payload = 'null'::bytea WHERE seq = 1")
        with pytest.raises(MergeRefused, match=ids[1][:12]):
            a.merge(m)
        assert a.size() == 0
