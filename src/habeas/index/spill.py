"""Rows put aside in parts while they are gathered, in files that have no name: what waits in memory does not grow with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from habeas.index.pages import IndexBroken

PARTS = 16
"""In so many parts rows are put in order, one after another."""

Rows = NDArray[Any]
"""Rows of numbers."""


class Spilled:
    """Rows in parts, each in the order in which they came. Use it as a context manager: what it put aside goes with it.

    Args:
        folder: where the files lie. They have no name, so that nobody else opens them, and they are gone when the process is.
        kind: numpy's type of a row.
    """

    def __init__(self, folder: Path, kind: np.dtype[Any]) -> None:
        self._kind = kind
        with _told():
            self._files = [TemporaryFile(dir=folder) for _ in range(PARTS)]  # noqa: SIM115  closed together

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files:
            with suppress(OSError):  # no room for what nobody will read
                file.close()

    def add(self, rows: Rows, parts: NDArray[np.int64]) -> None:
        """Put rows aside, each in its part.

        Raises:
            IndexBroken: there is no room.
        """
        order = np.argsort(parts, kind="stable")
        ends = np.searchsorted(parts, np.arange(PARTS), side="right", sorter=order).tolist()
        with _told():
            for file, (first, last) in zip(self._files, pairwise([0, *ends]), strict=True):
                file.write(rows[order[first:last]].tobytes())

    def part(self, number: int) -> Rows:
        """The rows of a part."""
        with _told():
            self._files[number].seek(0)
            return np.frombuffer(self._files[number].read(), dtype=self._kind)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise IndexBroken(str(error)) from error
