"""Killed, or refused by the disk, at every write, sync, truncate, rename and unlink: nothing acknowledged is lost, and the ledger opens and verifies."""

import re
import shutil
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from stops import CALLS, before, needs_strace, traced, whole

pytestmark = pytest.mark.slow

AT_LEAST = {"make": 10, "ingest": 20, "erase": 20, "rotate": 8}
"""So many system calls each action makes at least; fewer, and the test would look at nothing."""


def counted(action: str, first: Path, copy: Path) -> tuple[list[str], Iterator[tuple[str, int]]]:
    """The ids in the ledger that an action begins with, and each system call of the action: strace counts each kind apart."""
    needs_strace()
    first.mkdir()
    ids = before(action, first / "case.db")
    shutil.copytree(first, copy)
    log = first.with_name("log")
    done = traced(action, copy / "case.db", "-o", str(log), "-e", f"trace={CALLS}")
    assert done.returncode == 0, done.stderr.decode()
    whole(copy / "case.db", ids, done.stdout.decode().splitlines())
    calls = Counter(re.findall(r"^(\w+)\(", log.read_text(), re.MULTILINE))
    assert calls.total() >= AT_LEAST[action]
    return ids, ((call, at + 1) for call, many in calls.items() for at in range(many))


@pytest.mark.parametrize("action", AT_LEAST)
def test_killed_at_every_system_call(tmp_path: Path, action: str):
    ids, calls = counted(action, tmp_path / "first", tmp_path / "counted")
    for call, at in calls:
        copy = tmp_path / f"{call}{at}"
        shutil.copytree(tmp_path / "first", copy)
        inject = f"inject={call}:signal=SIGKILL:when={at}"
        killed = traced(action, copy / "case.db", "-o", "/dev/null", "-e", f"trace={CALLS}", "-e", inject)
        assert killed.returncode in {-signal.SIGKILL, 128 + signal.SIGKILL}, (call, at, killed.stderr.decode())
        whole(copy / "case.db", ids, killed.stdout.decode().splitlines())
        shutil.rmtree(copy)


@pytest.mark.parametrize(
    ("action", "error"), [("make", "EROFS"), ("ingest", "ENOSPC"), ("erase", "ENOSPC"), ("rotate", "EROFS")]
)
def test_a_disk_that_refuses_is_told_and_nothing_is_lost(tmp_path: Path, action: str, error: str):
    """Whatever is being written: source bytes, the write-ahead log, the database, the key file, a folder."""
    ids, calls = counted(action, tmp_path / "first", tmp_path / "counted")
    told = 0
    for call, at in calls:
        copy = tmp_path / f"{call}{at}"
        shutil.copytree(tmp_path / "first", copy)
        inject = f"inject={call}:error={error}:when={at}"
        refused = traced(action, copy / "case.db", "-o", "/dev/null", "-e", f"trace={CALLS}", "-e", inject)
        said = refused.stderr.decode()
        if "in say" not in said:  # the disk that acknowledgements are written to is not the ledger's
            assert refused.returncode == 0 or "[E-WRITE]" in said, (call, at, said)
        told += refused.returncode != 0
        whole(copy / "case.db", ids, refused.stdout.decode().splitlines())
        shutil.rmtree(copy)
    assert told > 3
