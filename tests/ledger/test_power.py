"""Power lost at any moment: nothing acknowledged is lost, the ledger opens and verifies, source bytes are there."""

import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from power import CALLS, Disk, File, Folder, calls
from stops import before, needs_strace, traced, whole

KEEPING = (0.0, 1.0, 0.5, 0.5, 0.8)
"""Of what was not synced: nothing survives, all of it, and twice half and once most of it, torn."""


@pytest.fixture
def quick(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: hundreds of ledgers are opened in it, each with its own syncs."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory if os.access(memory, os.W_OK) else tmp_path))
    yield folder
    shutil.rmtree(folder)


def test_a_write_is_lost_until_it_is_synced():
    file = File(b"old")
    file.pending = [(0, b"new"), (3, b"er"), (4, None)]
    chance = random.Random(1)  # noqa: S311  no secrets
    assert file.now() == b"newe"
    assert file.after_a_cut(chance, 0) == b"old"
    assert file.after_a_cut(chance, 1) == b"newe"


@pytest.mark.slow
@pytest.mark.parametrize("action", ["make", "ingest", "erase", "rotate"])
def test_power_lost_at_every_system_call(tmp_path: Path, quick: Path, action: str):
    needs_strace()
    folder = tmp_path / "disk"
    folder.mkdir()
    ids = before(action, folder / "case.db")
    disk = Disk(folder)
    options = ("-o", str(tmp_path / "log"), "-y", "-xx", "-s", "99999999", "-e", f"trace={CALLS}")
    done = traced(action, folder / "case.db", *options)
    assert done.returncode == 0, done.stderr.decode()
    chance = random.Random(20210215)  # noqa: S311  no secrets
    cuts = 0
    for call in calls((tmp_path / "log").read_text()):
        if not disk.play(call):
            continue
        for keep in KEEPING:
            copy = quick / "copy"
            copy.mkdir()
            disk.cut(copy, chance, keep)
            whole(copy / "case.db", ids, disk.said.decode().splitlines())
            shutil.rmtree(copy)
            cuts += 1
    assert {path: file.now() for path, file in disk.names.items() if not isinstance(file, Folder)} == {
        str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".db-shm"
    }, "the disk that was played back is the one that was written"
    assert disk.said == done.stdout
    assert cuts > 60
