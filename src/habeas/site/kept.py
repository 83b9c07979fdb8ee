"""What the last build knew of its files: kept outside the published folder, so that the next one makes only what changed.

It holds names and digests of what was published, and nothing of what was not. Without it, with another program, or with a
damaged one, everything is made anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import msgspec

from habeas.site.plan import Answers, Bundle, Plan


class Made(msgspec.Struct, frozen=True, array_like=True):
    """One file as it was made.

    Attributes:
        mark: of the plan (`Plan.mark`).
        asked: the questions that were asked while it was made, a line each.
        answers: the mark of their answers (`Answers.mark`).
        size, written: the file's length in bytes, and its time of writing in nanoseconds.
    """

    mark: bytes
    asked: str
    answers: bytes
    size: int
    written: int


class Bundled(msgspec.Struct, frozen=True, array_like=True):
    """A bundle as its files were made.

    Attributes:
        mark: of the bundle (`Bundle.mark`).
        files: the names of all its files.
    """

    mark: bytes
    files: tuple[str, ...]


class Build(msgspec.Struct, frozen=True, array_like=True):
    """What is known of one build: its files and its bundles, by name."""

    files: dict[str, Made]
    bundles: dict[str, Bundled]


class Kept:
    """The store of one published folder.

    Args:
        path: its file; None to keep nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._before = _read(path) if path is not None else Build({}, {})
        self._now = Build({}, {})

    def unchanged(self, plan: Plan, answers: Answers, folder: Path) -> bool:
        """Whether the file that stands in the folder is what the plan would make; if so it is kept in mind."""
        made = self._before.files.get(plan.name)
        if made is None or made.mark != plan.mark(answers) or not _stands(plan.name, made, answers, folder):
            return False
        self._now.files[plan.name] = made
        return True

    def note(self, plan: Plan, made: Made) -> None:
        """Keep in mind a file that has just been made."""
        self._now.files[plan.name] = made

    def files_of(self, bundle: Bundle, answers: Answers, folder: Path) -> tuple[str, ...] | None:
        """The names of a bundle's files if they all stand as its plans would make them; then they are kept in mind."""
        known = self._before.bundles.get(bundle.name)
        if known is None or known.mark != bundle.mark(answers):
            return None
        made = {name: self._before.files[name] for name in known.files if name in self._before.files}
        if len(made) < len(known.files) or not all(_stands(name, one, answers, folder) for name, one in made.items()):
            return None
        self._now.files.update(made)
        self._now.bundles[bundle.name] = known
        return known.files

    def note_bundle(self, bundle: Bundle, plans: Iterable[Plan], answers: Answers) -> None:
        """Keep in mind a bundle whose files are made, or found unchanged, in this build."""
        self._now.bundles[bundle.name] = Bundled(bundle.mark(answers), tuple(plan.name for plan in plans))

    def save(self) -> None:
        """Write the store: what was noted in this build and nothing else."""
        if self._path is None:
            return
        body = msgspec.msgpack.encode(self._now)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_name(f"{self._path.name}.new")
        beside.write_bytes(sha256(body).digest() + body)
        beside.replace(self._path)


def _stands(name: str, made: Made, answers: Answers, folder: Path) -> bool:
    """Whether a file stands as it was made, and what was asked meanwhile would be answered likewise."""
    if made.answers != answers.mark(made.asked):
        return False
    try:
        status = os.stat(f"{folder}/{name}")  # noqa: PTH116  a Path for each of many files costs more than the question
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (made.size, made.written)


def _read(path: Path) -> Build:
    """What was kept; nothing if it cannot be read whole."""
    try:
        raw = path.read_bytes()
        if sha256(raw[32:]).digest() != raw[:32]:
            return Build({}, {})
        return msgspec.msgpack.decode(raw[32:], type=Build)
    except (OSError, msgspec.MsgspecError):
        return Build({}, {})
