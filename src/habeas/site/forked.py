"""Work that several processes share: they are forked, so that what it is done with is not sent, it is there."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any, Generic, Self, TypeVar, cast

Done = TypeVar("Done")

_work: Callable[[int], Any] | None = None
"""What a forked process is to do; it is inherited."""


def processes(items: int, worth: int) -> int:
    """How many processes work at so many items, of which so many are worth a second one.

    One, too, where a process cannot be forked safely: beside other threads, or at all.
    """
    if items < worth or threading.active_count() > 1 or "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return os.cpu_count() or 1


def shared(work: Callable[[int], Done], times: int, workers: int) -> Iterator[Done]:
    """What work gives for 0, 1, 2 and so on, in this order; with one worker in this process.

    Args:
        work: what it gives can be pickled; what it changes in a process stays there.
        times: how often.
        workers: processes.
    """
    if workers == 1:
        yield from map(work, range(times))
        return
    from concurrent.futures import ProcessPoolExecutor

    global _work  # noqa: PLW0603  the one way to hand a forked process what cannot be pickled
    _work = work
    gc.freeze()  # what is there already is not looked at by the children's collectors, so that its memory stays shared
    try:
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
            yield from pool.map(_do, range(times))
    finally:
        gc.unfreeze()
        _work = None


class Beside(Generic[Done]):
    """Work that another process does meanwhile, or this one, at once, where there is to be no other. In the end none is left.

    Args:
        work: what it gives can be pickled; beyond that, what counts of it are the files that it writes.
        forks: whether another process is to do it.
    """

    def __init__(self, work: Callable[[], Done], *, forks: bool) -> None:
        self._work = work
        self._child: multiprocessing.process.BaseProcess | None = None
        self._done: Done | None = None
        if not forks:
            self._done = work()
            return
        context = multiprocessing.get_context("fork")
        self._answer, sending = context.Pipe(duplex=False)
        self._child = context.Process(target=_send, args=(work, sending))
        self._child.start()
        sending.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._child is not None:
            self._child.terminate()
            self._child.join()

    def done(self) -> Done:
        """What the work gives. What another process could not do is done here, so that what is wrong is told from here."""
        if self._child is not None:
            try:
                self._done = self._answer.recv()
            except EOFError:
                self._done = self._work()
            self._child.join()
            self._child = None
        return cast("Done", self._done)


def _send(work: Callable[[], Any], sending: Connection) -> None:
    try:
        sending.send(work())
    except Exception:  # noqa: BLE001  whoever asks does it again, and is told what is wrong
        os._exit(1)


def _do(number: int) -> Any:
    if _work is None:
        raise RuntimeError("a process was not forked from one that had work")
    return _work(number)
