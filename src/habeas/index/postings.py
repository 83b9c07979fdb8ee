"""Which entries a term leads to: pairs of hash and place, in pages by the hash."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from struct import iter_unpack, pack

import numpy as np
from numpy.typing import NDArray

from habeas.index.pages import Pages
from habeas.index.terms import Role, Term

_PLACE_BITS = 40
_PAIR = "<qq"
_PER_PAGE = 32
"""How many pairs a page has when the index is made; it may grow to several times that."""


_PARTS = 16
"""In so many parts pairs are put in order: what that takes beside them shrinks as much."""

Numbers = NDArray[np.int64]


def pages_for(pairs: int) -> int:
    """How many pages that many pairs want: a power of two."""
    return 1 << max(4, (pairs // _PER_PAGE).bit_length())


class Gathered:
    """Pairs on their way into the file."""

    def __init__(self) -> None:
        self._terms = array("q")
        self._whats = array("q")

    def __len__(self) -> int:
        return len(self._terms)

    def add(self, terms: Iterable[Term], place: int) -> None:
        """Add what leads to one entry."""
        for role, term in terms:
            self._terms.append(term)
            self._whats.append(role << _PLACE_BITS | place)

    def pages(self, number: int) -> Iterator[tuple[int, bytes]]:
        """All of them as `number` pages; every page is there, the empty ones too."""
        terms, whats = _numbers(self._terms), _numbers(self._whats)
        per_part = max(1, number // _PARTS)
        parts = ((terms & (number - 1)) // per_part).astype("u1")
        for part in range(number // per_part):
            mine = parts == part
            yield from _dealt(terms[mine], whats[mine], range(part * per_part, (part + 1) * per_part), number)

    def by_page(self, number: int) -> dict[int, bytes]:
        """What is to be added to each of `number` pages."""
        added: dict[int, bytes] = {}
        for term, what in zip(self._terms, self._whats, strict=True):
            home = term & (number - 1)
            added[home] = added.get(home, b"") + pack(_PAIR, term, what)
        return added


def _numbers(numbers: array[int]) -> Numbers:
    return np.frombuffer(numbers, dtype="<i8") if numbers else np.empty(0, dtype="<i8")


def _dealt(terms: Numbers, whats: Numbers, pages: range, number: int) -> Iterator[tuple[int, bytes]]:
    """Pairs as the pages that they belong to."""
    homes = terms & (number - 1)
    by_home = np.argsort(homes, kind="stable")
    ends = np.searchsorted(homes, np.array(pages), side="right", sorter=by_home).tolist()
    pairs = np.stack((terms[by_home], whats[by_home]), axis=1)
    for home, (first, last) in zip(pages, pairwise([0, *ends]), strict=True):
        yield home, pairs[first:last].tobytes()


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
        home = term & (self.number - 1)
        if home not in self._read:
            if len(self._read) > _KEPT:
                self._read.clear()
            self._read[home] = list(iter_unpack(_PAIR, self._pages.get("postings", home)))
        return self._read[home]

    def add(self, gathered: Gathered) -> None:
        """Add pairs; within the file's `writing()`."""
        added = gathered.by_page(self.number)
        self._pages.put("postings", ((home, self._pages.get("postings", home) + more) for home, more in added.items()))
        self.forget()


_AT_ONCE = 10_000
"""How many pages are looked through at once."""

_KEPT = 2_000
"""How many pages are kept in memory once read."""
