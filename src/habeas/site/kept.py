"""What the last build knew of its files: kept outside the published folder, so that the next one makes only what changed.

It holds names and digests of what was published, and nothing of what was not. Without it, with another program, or with a
damaged one, everything is made anew.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import msgspec

from habeas.site.plan import Answers, Plan


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


class Kept:
    """The store of one published folder.

    Args:
        path: its file; None to keep nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._before = _read(path) if path is not None else {}
        self._now: dict[str, Made] = {}

    def unchanged(self, plan: Plan, answers: Answers, folder: Path) -> bool:
        """Whether the file that stands in the folder is what the plan would make; if so it is kept in mind."""
        made = self._before.get(plan.name)
        if made is None or made.mark != plan.mark(answers) or made.answers != answers.mark(made.asked):
            return False
        try:
            status = os.stat(f"{folder}/{plan.name}")  # noqa: PTH116  a Path for each of many files costs more than the question
        except OSError:
            return False
        if (status.st_size, status.st_mtime_ns) != (made.size, made.written):
            return False
        self._now[plan.name] = made
        return True

    def note(self, plan: Plan, made: Made) -> None:
        """Keep in mind a file that has just been made."""
        self._now[plan.name] = made

    def save(self) -> None:
        """Write the store: what was noted in this build and nothing else."""
        if self._path is None:
            return
        body = msgspec.msgpack.encode(self._now)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_name(f"{self._path.name}.new")
        beside.write_bytes(sha256(body).digest() + body)
        beside.replace(self._path)


def _read(path: Path) -> dict[str, Made]:
    """What was kept; nothing if it cannot be read whole."""
    try:
        raw = path.read_bytes()
        if sha256(raw[32:]).digest() != raw[:32]:
            return {}
        return msgspec.msgpack.decode(raw[32:], type=dict[str, Made])
    except (OSError, msgspec.MsgspecError):
        return {}
