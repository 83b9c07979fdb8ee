"""Working out many persons' spells in several processes: it is pure, and takes most of the time that making an index takes."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime

from habeas.entries import Entry
from habeas.index.spells import Spell, spells

Mine = set[int]
"""One person's mentions."""

Sheaf = tuple[list[Mine], list[list[Entry]]]
"""Some persons' mentions, and for each the entries that decide on the custody."""

_MANY = 20_000
"""So many mentions of people are worth several processes."""

_AHEAD = 2
"""So many sheaves wait for each process: no more are read than are soon worked out."""


def processes_for(mentions: int) -> int:
    """One for little work, and where a process cannot be forked safely: beside other threads, or at all."""
    if mentions < _MANY or threading.active_count() > 1 or "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return os.cpu_count() or 1


def worked_out(sheaves: Iterable[Sheaf], now: datetime, processes: int) -> Iterator[tuple[Mine, list[Spell]]]:
    """Each person's mentions and spells, in their order."""
    if processes == 1:
        for mine, persons in sheaves:
            yield from zip(mine, spells(persons, now), strict=True)
        return
    waiting: deque[tuple[list[Mine], Future[list[list[Spell]]]]] = deque()
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("fork")) as pool:
        for mine, persons in sheaves:
            waiting.append((mine, pool.submit(spells, persons, now)))
            if len(waiting) > processes * _AHEAD:
                yield from _next(waiting)
        while waiting:
            yield from _next(waiting)


def _next(waiting: deque[tuple[list[Mine], Future[list[list[Spell]]]]]) -> Sequence[tuple[Mine, list[Spell]]]:
    mine, found = waiting.popleft()
    return list(zip(mine, found.result(), strict=True))
