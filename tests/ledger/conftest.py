import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from merge_helpers import Clock

from habeas.ledger import Ledger, open_ledger

POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def as_postgres(*command: str) -> list[str]:
    """A server refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else list(command)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of the tests' own, on a socket in a folder of its own."""
    if not POSTGRES:
        pytest.fail("these tests need a PostgreSQL server: apt-get install postgresql")
    folder = Path(
        subprocess.run(
            as_postgres("mktemp", "-d", "/tmp/habeas-pg-XXXXXX"), capture_output=True, text=True, check=True
        ).stdout.strip()
    )
    bin_ = POSTGRES[-1]
    subprocess.run(
        as_postgres(str(bin_ / "initdb"), "-D", str(folder / "data"), "-A", "trust", "-U", "habeas"),
        check=True,
        capture_output=True,
        cwd="/tmp",
    )
    options = f"-k {folder} -c listen_addresses='' -c fsync=on"
    start = as_postgres(
        str(bin_ / "pg_ctl"), "-D", str(folder / "data"), "-o", options, "-w", "-l", str(folder / "log"), "start"
    )
    subprocess.run(start, check=True, capture_output=True, cwd="/tmp")
    yield f"postgresql://habeas@/postgres?host={folder}"
    subprocess.run(
        as_postgres(str(bin_ / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop"),
        check=True,
        capture_output=True,
        cwd="/tmp",
    )
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def where(tmp_path: Path) -> Path:
    return tmp_path / "case.db"


@pytest.fixture
def opened(where: Path) -> Callable[..., Ledger]:
    def opening(**settings: object) -> Ledger:
        return open_ledger(where, create=True, now=lambda: datetime(2020, 5, 5, 8, tzinfo=UTC), **settings)

    return opening


@pytest.fixture
def making(tmp_path: Path) -> Callable[[str], Ledger]:
    """New ledgers that share a clock."""
    clock = Clock()

    def made(name: str) -> Ledger:
        return open_ledger(tmp_path / f"{name}.db", create=True, now=clock, who=name)

    return made
