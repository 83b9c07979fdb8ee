"""From what a person typed to bytes: files, folders, URLs and standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from habeas.errors import EmptyInput, HabeasError, NotFound, TooLarge
from habeas.intake.fetch import fetch, is_url
from habeas.intake.given import Given

STDIN = "-"


def gather(inputs: Sequence[str], *, max_bytes: int, stdin: BinaryIO | None = None) -> Iterator[Given | HabeasError]:
    """Every input in order; for one that fails its error, so that the others are read.

    Args:
        inputs: paths, folders (everything in them that is not hidden, sorted), URLs, or `-`.
        max_bytes: larger inputs are refused.
        stdin: what `-` means; standard input by default.
    """
    for given in inputs:
        try:
            yield from _each(given, max_bytes, stdin or sys.stdin.buffer)
        except HabeasError as error:
            yield error


def _each(given: str, max_bytes: int, stdin: BinaryIO) -> Iterator[Given | HabeasError]:
    if given == STDIN:
        yield Given("standard input", _capped(stdin, "standard input", max_bytes))
    elif is_url(given):
        yield fetch(given, max_bytes=max_bytes)
    elif Path(given).is_dir():
        yield from _folder(Path(given), max_bytes)
    else:
        yield _file(Path(given), max_bytes)


def _folder(folder: Path, max_bytes: int) -> Iterator[Given | HabeasError]:
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not _hidden(path.relative_to(folder)))
    if not found:
        raise EmptyInput(str(folder), "there is no file in it", "Name a folder with documents.")
    for path in found:
        try:
            yield _file(path, max_bytes)
        except HabeasError as error:
            yield error


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _file(path: Path, max_bytes: int) -> Given:
    try:
        with path.open("rb") as file:
            return Given(path.name, _capped(file, str(path), max_bytes))
    except OSError as error:
        raise NotFound(str(path), error.strerror or "cannot be read", "Check the name.") from error


def _capped(file: BinaryIO, given: str, max_bytes: int) -> bytes:
    raw = file.read(max_bytes + 1)
    if len(raw) > max_bytes:
        raise TooLarge(given, f"more than {max_bytes} bytes", "Raise --max-bytes if you trust it.")
    return raw
