"""The index: what makes a large ledger answer quickly. Derived from the ledger, disposable, never trusted by `verify`.

The plain fold over all entries stays the specification: whatever the index answers is equal to it, and where there is no usable
index the fold answers.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from habeas.index.around import Book
from habeas.index.columns import Held
from habeas.index.index import Index, Progress
from habeas.index.pages import IndexBroken, Pages

__all__ = ["ENOUGH", "Book", "Held", "Index", "IndexBroken", "Progress", "opened_index"]

ENOUGH = 5_000
"""How many entries make an index worth its file; a smaller ledger is folded in about a second."""


def opened_index(
    book: Book, path: Path, *, now: datetime, progress: Progress | None = None, enough: int = ENOUGH
) -> Index | None:
    """The index of a ledger, up to date; made where there is none, and again where it cannot be used.

    Args:
        book: the ledger.
        path: of the index.
        now: the moment of the views.
        progress: told while one is made.
        enough: how many entries a ledger must have to get one.

    Returns:
        None where the ledger is small, the index cannot be written, or the ledger holds what it does not understand: another
        ledger's entries, which may be copies of its own, or a decision of unknown reach.
    """
    if book.size() < enough or book.is_merged():
        return None
    for attempt in (_existing, _fresh):
        try:
            return attempt(book, path, now, progress)
        except IndexBroken:
            continue
    return None


def _existing(book: Book, path: Path, now: datetime, progress: Progress | None) -> Index:
    return _current(Index(Pages(path), book, now, progress))


def _fresh(book: Book, path: Path, now: datetime, progress: Progress | None) -> Index:
    return _current(Index.made(path, book, now, progress))


def _current(index: Index) -> Index:
    try:
        index.current()
    except BaseException:
        index.close()
        raise
    return index
