"""A ledger before an action, the action's system calls as strace sees them, and what must hold after it was stopped."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ledger_helpers import filled

from habeas.ledger import open_ledger
from habeas.ledger.sqlite import SqliteStore

CALLS = "write,pwrite64,fsync,fdatasync,ftruncate,?rename,?renameat,?renameat2,?unlink,?unlinkat,?mkdir,?mkdirat"
"""Every system call by which an action changes what is on disk, or has it there."""

HERE = Path(__file__).parent


def needs_strace() -> None:
    if shutil.which("strace") is None:
        pytest.fail("these tests need strace: apt-get install strace")


def before(action: str, where: Path) -> list[str]:
    """Make the ledger that the action begins with; the ids in it."""
    if action == "make":
        return []
    with open_ledger(where, create=True) as ledger:
        return list(filled(ledger))


def traced(action: str, where: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    """The action under strace."""
    source = HERE.parent.parent / "src"
    environment = {**os.environ, "PYTHONPATH": f"{source}:{HERE}", "PYTHONDONTWRITEBYTECODE": "1"}
    command = ["strace", *options, sys.executable, str(HERE / "acting.py"), action, str(where)]
    return subprocess.run(command, capture_output=True, env=environment, check=False)


def whole(where: Path, ids: list[str], said: list[str]) -> None:
    """Nothing that was there or was acknowledged is lost; the ledger opens, verifies and can be written."""
    lines = [line.split() for line in said]
    if not where.exists():
        assert ids == [] and ["made"] not in lines, "what was acknowledged is lost"
    with open_ledger(where, create=True) as ledger:
        assert ledger.verify().problems == ()
        held = {entry.id for entry in ledger.entries()}
        assert held >= {*ids, *(id_ for kind, *told in lines if kind == "entry" for id_ in told)}
        for kind, *told in lines:
            if kind == "erased":
                assert "Ana Silva" not in ledger.entry(told[0]).source.text
            if kind == "key":
                assert ledger.verifier() == told[0]
        filled(ledger)
        assert ledger.verify(ledger.checkpoint()).problems == ()
        assert isinstance(ledger._store, SqliteStore)
