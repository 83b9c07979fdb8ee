"""Where a publication is made: a stage beside the folder that stands, whose place it takes when all is well.

A stage shares its files with the folder that stands, because whatever writes a page makes a new file. When the stage has taken
the folder's place, what stood is kept as the room of the next stage (`.NAME.habeas-next`), brought up to what stands now: that
costs as much as has changed, where a new copy would cost as much as there is. It holds what is published and nothing else.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

WRITTEN_IN_PLACE = "data"
"""The folder of open data: what writes there may write into a file that is there, so a stage has its own."""

TELLING = (".habeas-site", "gone.txt", "data/release/checkpoint")
"""Files that the room of the next stage shares with the folder that stands, or it is of an older one."""


@contextlib.contextmanager
def staged(folder: Path, last: Path | None = None) -> Iterator[Path]:
    """What a folder, or the one that it follows, holds, beside it. In the end it is out of the way: in the folder's place, or
    as what it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=f".{folder.resolve().name}.", suffix=".stage", dir=folder.resolve().parent))
    try:
        fill(stage, folder, last or folder)
        stage.chmod(0o755)
        yield stage
    finally:
        if stage.exists():
            _keep(stage, folder)


def fill(stage: Path, folder: Path, last: Path) -> None:
    """Make an empty stage what the last publication is: the room that a folder keeps of it, or else one made now."""
    kept = room(folder)
    if kept.exists() and _is_of(kept, last):
        stage.rmdir()
        kept.rename(stage)
    else:
        shutil.rmtree(kept, ignore_errors=True)
        if last.exists():
            match(stage, last)
    _own(stage / WRITTEN_IN_PLACE)


def room(folder: Path) -> Path:
    """Where the room of a folder's next stage is kept."""
    return folder.resolve().parent / f".{folder.resolve().name}.habeas-next"


def _is_of(kept: Path, folder: Path) -> bool:
    """Whether a room was made of the very publication that stands: the release's files are new ones each time."""
    files = [(kept / name, folder / name) for name in TELLING]
    return all(one.is_file() and other.is_file() and one.samefile(other) for one, other in files)


def _own(folder: Path) -> None:
    """Have a folder's files be its own."""
    for path in [*folder.rglob("*")]:
        if path.is_file() and path.stat().st_nlink > 1:
            beside = path.with_name(f".{path.name}.own")
            shutil.copy2(path, beside)
            beside.replace(path)


def swap(stage: Path, folder: Path) -> None:
    """Put a stage in a folder's place. Between the two moves there is none, for a moment; nothing is ever half written."""
    if folder.is_symlink():
        folder = folder.resolve()
    old = stage.with_suffix(".old")
    if folder.exists():
        folder.rename(old)
    try:
        stage.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    old.mkdir(exist_ok=True)
    _keep(old, folder)


def _keep(made: Path, folder: Path) -> None:
    """Make of what stood, or of what does not stand after all, the room of the next stage; where that fails it goes."""
    kept = room(folder)
    shutil.rmtree(kept, ignore_errors=True)
    try:
        made.chmod(0o700)
        match(made, folder)
        made.rename(kept)
    except OSError:
        shutil.rmtree(made, ignore_errors=True)


def match(target: Path, folder: Path) -> None:
    """Make one folder what another is, file by file the same, and touch only what differs."""
    there = {entry.name: entry for entry in os.scandir(target)}
    for entry in os.scandir(folder):
        before = there.pop(entry.name, None)
        path = target / entry.name
        if entry.is_dir(follow_symlinks=False):
            if before is None or not before.is_dir(follow_symlinks=False):
                _remove(before)
                path.mkdir()
            match(path, Path(entry.path))
        elif before is None or before.inode() != entry.inode():
            _remove(before)
            _share(entry.path, path)
    for before in there.values():
        _remove(before)


def _share(source: str, target: Path) -> None:
    """Share a file; copy it where files cannot be shared."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _remove(entry: os.DirEntry[str] | None) -> None:
    if entry is None:
        return
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path)
    else:
        os.unlink(entry.path)  # noqa: PTH108  an entry's path is a string


def compared(stage: Path, folder: Path) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the files that a stage shares with a folder, and those of all files of the folder."""
    mine, theirs = dict(_inodes(stage)), dict(_inodes(folder))
    return frozenset(name for name, inode in mine.items() if theirs.get(name) == inode), frozenset(theirs)


def _inodes(folder: Path, inside: str = "") -> Iterator[tuple[str, int]]:
    if not folder.exists():
        return
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from _inodes(Path(entry.path), f"{inside}{entry.name}/")
        else:
            yield f"{inside}{entry.name}", entry.inode()
