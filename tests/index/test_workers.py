"""Helpers end with whom they help, and what one of them left undone is done all the same."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from habeas.entries import Entry
from habeas.index import workers

NOW = datetime(2024, 1, 1, tzinfo=UTC)
HELPED = os.getpid()

WAITING = """
import multiprocessing, time
from datetime import UTC, datetime
from habeas.index.workers import worked_out

def sheaves():
    yield [], []
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    time.sleep(600)

next(worked_out(sheaves(), datetime.now(UTC), 2))
"""


def is_there(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody asked about does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


def test_helpers_end_when_the_process_that_they_help_is_killed():
    with subprocess.Popen([sys.executable, "-c", WAITING], stdout=subprocess.PIPE, text=True) as helped:
        assert helped.stdout is not None
        helpers = list(map(int, helped.stdout.readline().split()))
        assert [is_there(pid) for pid in helpers] == [True, True]
        helped.kill()
    limit = time.monotonic() + 30
    while any(map(is_there, helpers)) and time.monotonic() < limit:
        time.sleep(0.05)
    left = [pid for pid in helpers if is_there(pid)]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert left == []


really = workers.spelled


def ended_in_a_helper(units: Sequence[int], persons: Sequence[Sequence[Entry]], now: datetime) -> workers.Found:
    if os.getpid() != HELPED and 2 in units:
        os.kill(os.getpid(), signal.SIGKILL)
    return really(units, persons, now)


def test_what_a_helper_left_undone_is_done_all_the_same(monkeypatch: pytest.MonkeyPatch):
    """As when the system ends one because memory is short."""
    monkeypatch.setattr(workers, "spelled", ended_in_a_helper)
    sheaves = [([{number}], [[]]) for number in range(12)]
    found = list(workers.worked_out(sheaves, NOW, 2))
    assert [mine for mine, _ in found] == [mine for mine, _ in sheaves]
    assert all((len(rows), states) == (0, []) for _, (rows, states) in found)
