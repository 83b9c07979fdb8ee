"""Working out many persons' spells in several processes: it is pure, and takes most of the time that making an index takes."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from datetime import datetime
from multiprocessing.process import BaseProcess

from habeas.entries import Entry
from habeas.index.columns import rows_of
from habeas.index.spells import spells
from habeas.index.spill import Rows

Mine = set[int]
"""One person's mentions."""

Sheaf = tuple[list[Mine], list[list[Entry]]]
"""Some persons' mentions, and for each the entries that decide on the custody."""

Found = tuple[Rows, list[str]]
"""Spells as rows, each with its person's unit, and the states that they number: a few bytes to be handed over, and no objects."""

About = tuple[list[int], list[list[Entry]], datetime]
"""What `spelled` is asked."""

Asked = tuple[list[Mine], About, Future[Found] | None]
"""What a helper was asked; None where none is left."""

_MANY = 20_000
"""So many mentions of people are worth several processes."""

_AHEAD = 2
"""So many sheaves wait for each process: no more are read than are soon worked out."""


def processes_for(mentions: int) -> int:
    """One for little work, and where a process cannot be forked safely: beside other threads, or at all."""
    if mentions < _MANY or threading.active_count() > 1 or "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return os.cpu_count() or 1


def unit_of(mine: Mine) -> int:
    """What a person's spells are kept under: the same for the same mentions."""
    return min(mine)


def spelled(units: Sequence[int], persons: Sequence[Sequence[Entry]], now: datetime) -> Found:
    """The spells of persons, each under its unit."""
    states: dict[str, int] = {}
    found = zip(units, spells(persons, now), strict=True)
    return rows_of(((unit, spell) for unit, some in found for spell in some), states), list(states)


def worked_out(sheaves: Iterable[Sheaf], now: datetime, processes: int) -> Iterator[tuple[list[Mine], Found]]:
    """The mentions and the spells of each sheaf's persons, in the order of the sheaves."""
    asked = ((mine, (list(map(unit_of, mine)), persons, now)) for mine, persons in sheaves)
    if processes == 1:
        for mine, about in asked:
            yield mine, spelled(*about)
        return
    waiting: deque[Asked] = deque()
    gc.freeze()  # else each process has a copy of whatever its garbage collector looks at
    try:
        fork = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(processes, mp_context=fork, initializer=_helping) as pool:
            for mine, about in asked:
                waiting.append((mine, about, _handed(pool, about)))
                if len(waiting) > processes * _AHEAD:
                    yield _next(waiting)
            while waiting:
                yield _next(waiting)
    finally:
        gc.unfreeze()


def _handed(pool: ProcessPoolExecutor, about: About) -> Future[Found] | None:
    with suppress(BrokenProcessPool):
        return pool.submit(spelled, *about)
    return None


def _next(waiting: deque[Asked]) -> tuple[list[Mine], Found]:
    """What was asked first. Where a helper was ended, as the system does when memory is short, this process does it."""
    mine, about, found = waiting.popleft()
    if found is not None:
        with suppress(BrokenProcessPool):
            return mine, found.result()
    return mine, spelled(*about)


def _helping() -> None:
    """A helper ends with whom it helps, who may be killed: else it waited for ever, with its memory and the files put aside.

    An interruption from the terminal is for whom it helps, who then lets it go.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()


def _end_with(helped: BaseProcess) -> None:
    helped.join()
    os._exit(1)
