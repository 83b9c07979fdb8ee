"""Files that are there after a power cut, and a lock on a folder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def synced(folder: Path) -> None:
    """Have what was made, renamed or removed in a folder on disk: syncing a file does not sync its name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def folder_made(folder: Path) -> None:
    """Make a folder, and those above it that are missing, each on disk under its name."""
    if not folder.is_dir():
        folder_made(folder.parent)
        folder.mkdir(exist_ok=True)
        synced(folder.parent)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """While nobody else is within this for the same folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
