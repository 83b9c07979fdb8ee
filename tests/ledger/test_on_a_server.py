"""The commands with a ledger on a server: what they do on files, they do there, or say why not."""

import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from ledger_helpers import TEXT

from habeas.cli import main

pytestmark = pytest.mark.slow

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def url(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty database, and a place for the keys."""
    name = f"c{time.monotonic_ns()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    monkeypatch.setenv("HABEAS_KEY", str(tmp_path / "server.key"))
    monkeypatch.chdir(tmp_path)
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def habeas(url: str, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = 0
        try:
            main([*arguments, "--ledger", url])
        except SystemExit as end:
            code = int(end.code or 0)
        return (code, *capsys.readouterr())

    return run


def test_a_new_ledger_holds_what_one_in_a_file_begins_with(habeas: Run, tmp_path: Path):
    code, out, _ = habeas("init")
    assert (code, f"keep {tmp_path / 'server.key'} safe" in out) == (0, True)
    _, out, _ = habeas("endorsements", "--as-of", "2021-02-16")
    assert "58 states and EU" in out
    assert "there is one already" in habeas("init")[2]


def test_reading_begins_a_ledger_too_and_once(habeas: Run, tmp_path: Path):
    (tmp_path / "report.txt").write_text(TEXT)
    sizes = []
    for _ in range(2):
        assert habeas("read", "report.txt")[0] == 0
        sizes.append(len(habeas("log", "--json")[1].splitlines()))
    assert sizes[0] == sizes[1] > 60
    assert "nothing altered" in habeas("verify")[1]


def test_what_copies_files_says_what_to_use(habeas: Run, tmp_path: Path):
    habeas("init")
    (tmp_path / "copy.db").write_text("")
    for command, tool in ((("backup", "other.db"), "pg_dump"), (("restore", "copy.db"), "psql")):
        code, _, err = habeas(*command)
        assert (code, tool in err) == (1, True)
