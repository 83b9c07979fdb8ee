"""Killed at any moment: nothing acknowledged is lost, and the ledger opens and verifies."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from habeas.ledger import open_ledger

pytestmark = pytest.mark.slow

WRITER = """
import sys
sys.path.insert(0, sys.argv[2])
from ledger_helpers import TEXT, claim, source
from habeas.ledger import open_ledger
with open_ledger(sys.argv[1]) as ledger:
    number = ledger.size()
    while True:
        number += 1
        made, raw = source(f"{number}. " + TEXT)
        kept = ledger.record_source(made, raw, "team").id
        recorded = ledger.record([(claim(kept, f"{number}. " + TEXT), "team")])
        print(kept, recorded[0].id, flush=True)
"""


def test_nothing_acknowledged_is_lost(tmp_path: Path):
    where = tmp_path / "case.db"
    open_ledger(where, create=True).close()
    helpers = str(Path(__file__).parent)
    chance = random.Random(20210215)  # noqa: S311  moments to kill at, no secrets
    acknowledged: list[str] = []
    for _ in range(25):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(where), helpers], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            acknowledged += writer.stdout.readline().split()
            time.sleep(chance.random() * 0.15)
            os.kill(writer.pid, signal.SIGKILL)
            acknowledged += writer.stdout.read().rpartition("\n")[0].split()
        with open_ledger(where) as ledger:
            found = ledger.verify()
            assert found.problems == ()
            assert {entry.id for entry in ledger.entries()} >= set(acknowledged)
    assert len(acknowledged) >= 25 * 2  # however slow the machine, a source and a claim before each kill


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a small file system of its own")
def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path):
    from ledger_helpers import source

    from habeas.errors import LedgerUnwritable

    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(small)], check=False, capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("this machine lets nobody mount a small file system")
    try:
        recorded: list[str] = []
        with open_ledger(small / "case.db", create=True) as ledger:

            def fill() -> None:
                for number in range(1000):
                    made, raw = source(f"{number} " + "x" * 5000)
                    recorded.append(ledger.record_source(made, raw, "team").id)

            with pytest.raises(LedgerUnwritable, match="E-WRITE"):
                fill()
            assert [entry.id for entry in ledger.entries()] == recorded
        assert recorded
    finally:
        subprocess.run(["umount", str(small)], check=True)
