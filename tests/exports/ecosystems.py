"""Environments of their own for the tools that open exports in slow tests, each from a small lock file, made once."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent / "ecosystem"
ENVIRONMENTS = HERE.parents[2] / ".venv-tools"


def environment(name: str) -> Path:
    """The folder of an environment's programs; it is made where it is missing or its lock file has changed."""
    lock = HERE / f"{name}.lock"
    folder = ENVIRONMENTS / f"{name}-{sha256(lock.read_bytes()).hexdigest()[:12]}"
    done = folder / ".installed"
    if not done.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
        made = subprocess.run([*pip, "--require-hashes", "-r", str(lock)], capture_output=True, text=True, check=False)
        assert made.returncode == 0, (
            f"{lock.name} cannot be installed (what it needs from the system is in .ci/run):\n{made.stderr}"
        )
        done.touch()
    return folder / "bin"


def opened(tool: str, folder: Path, *, name: str = "tools") -> Any:
    """What a tool finds in a folder of exports, as `ecosystem/open.py` tells it."""
    python = environment(name) / "python"
    ran = subprocess.run(
        [str(python), "-W", "ignore", str(HERE / "open.py"), tool, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)
