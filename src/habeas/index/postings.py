"""Which entries a term leads to: pairs of hash and place, in pages by the hash."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice, pairwise
from pathlib import Path
from struct import iter_unpack
from typing import Self

import numpy as np
from numpy.typing import NDArray

from habeas.index.pages import Pages
from habeas.index.spill import PARTS, Rows, Spilled
from habeas.index.terms import Role, Term

_PLACE_BITS = 40
_PAIR = "<qq"
_ROW = np.dtype([("term", "<i8"), ("what", "<i8")])
_PER_PAGE = 32
"""How many pairs a page has when the index is made; it may grow to several times that."""

WAITING = 100_000
"""How many pairs wait in memory before they are put aside."""


def pages_for(pairs: int) -> int:
    """How many pages that many pairs want: a power of two, and never fewer than there are parts."""
    return max(PARTS, 1 << (pairs // _PER_PAGE).bit_length())


def _home(term: int, number: int) -> int:
    """The page of a hash: its highest bits, so that hashes of one part lie on neighbouring pages."""
    return (term >> (65 - number.bit_length())) + number // 2


def _homes(terms: NDArray[np.int64], number: int) -> NDArray[np.int64]:
    return (terms >> (65 - number.bit_length())) + number // 2


class Gathered:
    """Pairs on their way into the file: some wait in memory, the others in parts. Use it as a context manager.

    Args:
        folder: where the parts lie.
        waiting: how many pairs wait in memory before they are put aside.
    """

    def __init__(self, folder: Path, waiting: int = WAITING) -> None:
        self._folder = folder
        self._most = waiting
        self._pairs = array("q")  # a hash, then what it leads to
        self._open = ExitStack()
        self._spilled: Spilled | None = None
        self._aside = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def __len__(self) -> int:
        return self._aside + len(self._pairs) // 2

    def add(self, terms: Iterable[Term], place: int) -> None:
        """Add what leads to one entry."""
        for role, term in terms:
            self._pairs.append(term)
            self._pairs.append(role << _PLACE_BITS | place)
        if len(self._pairs) > 2 * self._most:
            self._put_aside()

    def _put_aside(self) -> None:
        if self._spilled is None:
            self._spilled = self._open.enter_context(Spilled(self._folder, _ROW))
        rows = self._waiting()
        self._spilled.add(rows, _homes(rows["term"], PARTS))
        self._aside += len(rows)
        self._pairs = array("q")

    def _waiting(self) -> Rows:
        return np.frombuffer(self._pairs, dtype=_ROW) if self._pairs else np.empty(0, dtype=_ROW)

    def pages(self, number: int) -> Iterator[tuple[int, bytes]]:
        """All of them as `number` pages; every page is there, the empty ones too."""
        for part, rows in enumerate(self._parts()):
            yield from _dealt(rows, range(part * number // PARTS, (part + 1) * number // PARTS), number)

    def added(self, number: int) -> Iterator[tuple[int, bytes]]:
        """What is to be added to each of `number` pages, those left out to which nothing is."""
        for rows in [self._waiting()] if self._spilled is None else self._parts():
            homes = _homes(rows["term"], number)
            yield from _dealt(rows, np.unique(homes).tolist(), number)

    def _parts(self) -> Iterator[Rows]:
        """What is put aside and what waits, part by part."""
        waiting = self._waiting()
        parts = _homes(waiting["term"], PARTS)
        for part in range(PARTS):
            rows = waiting[parts == part]
            yield rows if self._spilled is None else np.concatenate((self._spilled.part(part), rows))


def _dealt(rows: Rows, pages: Sequence[int], number: int) -> Iterator[tuple[int, bytes]]:
    """Pairs as the pages that they belong to: all of these, in order."""
    homes = _homes(rows["term"], number)
    by_home = np.argsort(homes, kind="stable")
    ends = np.searchsorted(homes, np.array(pages), side="right", sorter=by_home).tolist()
    in_order = rows[by_home]
    for home, (first, last) in zip(pages, pairwise([0, *ends]), strict=True):
        yield home, in_order[first:last].tobytes()


class Postings:
    """The pairs in a file.

    Args:
        pages: the file.
        number: how many pages they are spread over.
    """

    def __init__(self, pages: Pages, number: int) -> None:
        self._pages = pages
        self.number = number
        self._read: dict[int, list[tuple[int, int]]] = {}

    def forget(self) -> None:
        """Drop what was read: the file may have changed."""
        self._read.clear()

    def find(self, role: Role, terms: Iterable[int]) -> set[int]:
        """The places of all entries to which any of the terms leads in that role."""
        found: set[int] = set()
        first, last = role << _PLACE_BITS, (role + 1) << _PLACE_BITS
        for term in terms:
            found.update(what - first for one, what in self._page(term) if one == term and first <= what < last)
        return found

    def terms(self, *roles: Role) -> Sequence[int]:
        """The distinct hashes in these roles, in the order of the first entries to which they lead."""
        bodies = self._pages.all("postings")
        found = [np.empty((0, 2), dtype="<i8")]
        while some := b"".join(islice(bodies, _AT_ONCE)):
            pairs = np.frombuffer(some, dtype="<i8").reshape(-1, 2)
            found.append(pairs[np.isin(pairs[:, 1] >> _PLACE_BITS, roles)])
        pairs = np.concatenate(found)
        by_place = pairs[np.argsort(pairs[:, 1] & (1 << _PLACE_BITS) - 1, kind="stable"), 0]
        _, first = np.unique(by_place, return_index=True)
        return array("q", by_place[np.sort(first)].tobytes())

    def _page(self, term: int) -> list[tuple[int, int]]:
        home = _home(term, self.number)
        if home not in self._read:
            if len(self._read) > _KEPT:
                self._read.clear()
            self._read[home] = list(iter_unpack(_PAIR, self._pages.get("postings", home)))
        return self._read[home]

    def add(self, gathered: Gathered) -> None:
        """Add pairs; within the file's `writing()`."""
        added = gathered.added(self.number)
        self._pages.put("postings", ((home, self._pages.get("postings", home) + more) for home, more in added))
        self.forget()


_AT_ONCE = 10_000
"""How many pages are looked through at once."""

_KEPT = 2_000
"""How many pages are kept in memory once read."""
