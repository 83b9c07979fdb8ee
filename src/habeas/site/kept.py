"""What the last build knew of its files: kept outside the published folder, so that the next one makes only what changed.

It holds names and digests of what was published, and nothing of what was not. Without it, with another program, or with a
damaged one, everything is made anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
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
        asked: every question that was asked while any of them was made, a line each; or else, at which place stands the file
            for which all of them were.
        answers: the mark of their answers.
    """

    mark: bytes
    files: tuple[str, ...]
    asked: str | int
    answers: bytes


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
        self._due: list[tuple[str, bytes, tuple[str, ...], Answers]] = []

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

    def stands(self, bundle: Bundle, answers: Answers, folder: Path) -> bool:
        """Whether a bundle's files all stand as its plans would make them. Changes nothing: any process may ask."""
        known = self._before.bundles.get(bundle.name)
        if known is None or known.mark != bundle.mark(answers):
            return False
        files = self._before.files
        if not all(name in files for name in known.files):
            return False
        asked = files[known.files[known.asked]].asked if isinstance(known.asked, int) else known.asked
        return known.answers == answers.mark(asked) and all(
            _is_there(name, files[name], folder) for name in known.files
        )

    def keep(self, name: str) -> tuple[str, ...]:
        """Keep in mind a bundle that stands, with its files; their names."""
        known = self._now.bundles[name] = self._before.bundles[name]
        self._now.files.update({file: self._before.files[file] for file in known.files})
        return known.files

    def note_bundle(self, bundle: Bundle, plans: Iterable[Plan], answers: Answers) -> None:
        """Keep in mind a bundle whose files are made, or found unchanged, in this build, before it is saved."""
        self._due.append((bundle.name, bundle.mark(answers), tuple(plan.name for plan in plans), answers))

    def made(self, names: Iterable[str]) -> dict[str, Made]:
        """What is kept in mind of files: for another process that goes on with it."""
        return {name: self._now.files[name] for name in names}

    def take(self, made: Mapping[str, Made]) -> None:
        """Keep in mind files that another process made, or found unchanged."""
        self._now.files.update(made)

    def save(self) -> None:
        """Write the store: what was noted in this build and nothing else."""
        if self._path is None:
            return
        for name, mark, files, answers in self._due:
            of_each = [self._now.files[file].asked for file in files]
            every = dict.fromkeys(question for asked in of_each if asked for question in asked.split("\n"))
            whole = next((at for at, asked in enumerate(of_each) if asked.count("\n") == len(every) - 1), None)
            asked = "\n".join(every)
            self._now.bundles[name] = Bundled(
                mark, files, asked if whole is None else whole, answers.mark(asked if whole is None else of_each[whole])
            )
        body = msgspec.msgpack.encode(self._now)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_name(f"{self._path.name}.new")
        beside.write_bytes(sha256(body).digest() + body)
        beside.replace(self._path)


def _stands(name: str, made: Made, answers: Answers, folder: Path) -> bool:
    """Whether a file stands as it was made, and what was asked meanwhile would be answered likewise."""
    return made.answers == answers.mark(made.asked) and _is_there(name, made, folder)


def _is_there(name: str, made: Made, folder: Path) -> bool:
    """Whether a file stands as it was made."""
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
