"""From what a person typed to bytes: files, folders, URLs and standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from habeas.errors import EmptyInput, FetchFailed, HabeasError, NotFound, SecretInput, TooLarge
from habeas.intake.fetch import fetch, is_url
from habeas.intake.given import Given
from habeas.ledger.backup import files_of
from habeas.ledger.keys import holds_keys

STDIN = "-"
_SITE_MARK = ".habeas-site"


def gather(inputs: Sequence[str], *, max_bytes: int, stdin: BinaryIO | None = None) -> Iterator[Given | HabeasError]:
    """Every input in order; for one that fails its error, so that the others are read.

    Args:
        inputs: paths, folders (everything in them that is not hidden and that habeas did not write, sorted), URLs, or `-`.
        max_bytes: larger inputs are refused.
        stdin: what `-` means; standard input by default.
    """
    for given in inputs:
        try:
            for item in _each(given, max_bytes, stdin or sys.stdin.buffer):
                yield _kept_secret(item) or item
        except HabeasError as error:
            yield error


def _kept_secret(item: Given | HabeasError) -> SecretInput | None:
    """The refusal of a ledger's keys, wherever they come from: as a source they would go wherever the ledger goes."""
    if isinstance(item, HabeasError) or not holds_keys(item.raw):
        return None
    return SecretInput(item.name, "it holds a ledger's keys", "Keep it from everybody, and name the documents alone.")


def _each(given: str, max_bytes: int, stdin: BinaryIO) -> Iterator[Given | HabeasError]:
    if given == STDIN:
        yield Given("standard input", _capped(stdin, "standard input", max_bytes))
    elif is_url(given):
        yield fetch(given, max_bytes=max_bytes)
    elif "://" in given and not Path(given).exists():
        raise FetchFailed(given, "only http and https are fetched", "Save the document and give the file.")
    elif Path(given).is_dir():
        yield from _folder(Path(given), max_bytes)
    else:
        yield _file(Path(given), max_bytes)


def _folder(folder: Path, max_bytes: int) -> Iterator[Given | HabeasError]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    ours = {place for path in files for place in _ours(path)}
    found = [path for path in files if not _hidden(path.relative_to(folder)) and ours.isdisjoint([path, *path.parents])]
    if not found:
        raise EmptyInput(
            str(folder), "there is no file in it that habeas did not write", "Name a folder with documents."
        )
    for path in found:
        try:
            yield _file(path, max_bytes)
        except HabeasError as error:
            yield error


def _ours(path: Path) -> Iterator[Path]:
    """What habeas keeps, if this file tells of any: a ledger with its keys and sources, or a site."""
    if path.name == _SITE_MARK:
        yield path.parent
        return
    with suppress(OSError):  # one that cannot be opened is told when it is read
        yield from files_of(path)


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _file(path: Path, max_bytes: int) -> Given:
    try:
        with path.open("rb") as file:
            return Given(path.name, _capped(file, str(path), max_bytes))
    except OSError as error:
        raise NotFound(str(path), (error.strerror or "it cannot be read").lower(), "Check the name.") from error


def _capped(file: BinaryIO, given: str, max_bytes: int) -> bytes:
    raw = file.read(max_bytes + 1)
    if len(raw) > max_bytes:
        raise TooLarge(given, f"more than {max_bytes} bytes", "Raise --max-bytes if you trust it.")
    return raw
