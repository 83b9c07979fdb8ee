"""Making the files of the site that have to be made, in this process or, where there are many, in several."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from habeas.site.kept import Kept, Made
from habeas.site.plan import Answers, Bundle, Lookups, Plan

Progress = Callable[[int, int], None]
"""Told how many files of how many are done."""

MANY = 1000
"""So many files are worth a second process."""

SHEAF = 50
"""So many files are handed to a process at once."""


class Outcome(msgspec.Struct, frozen=True):
    """What was done.

    Attributes:
        made: names of the files that were made anew.
        changed: those of them that were not there before with the same bytes.
    """

    made: tuple[str, ...]
    changed: frozenset[str]


def unbundled(
    bundles: Iterable[Bundle], answers: Answers, folder: Path, kept: Kept
) -> tuple[list[Plan], tuple[str, ...]]:
    """The plans of the bundles in which something has changed, and the names of the files of all others."""
    plans: list[Plan] = []
    standing: list[str] = []
    for bundle in bundles:
        names = kept.files_of(bundle, answers, folder)
        if names is None:
            found = list(bundle.plans())
            kept.note_bundle(bundle, found, answers)
            plans += found
        else:
            standing += names
    return plans, tuple(standing)


def make(
    plans: Sequence[Plan],
    answers: Answers,
    folder: Path,
    *,
    kept: Kept | None = None,
    progress: Progress | None = None,
    processes: int | None = None,
) -> Outcome:
    """Make the files whose makings have changed since the last build, and leave the others alone.

    Args:
        plans: of all files.
        answers: about the register.
        folder: where they stand.
        kept: what the last build into this folder knew, and what this one is to keep; None to make everything.
        progress: told as files are done.
        processes: how many work at it; None for as many as there are processors, where there is much to do.
    """
    kept = Kept(None) if kept is None else kept
    todo = [plan for plan in plans if not kept.unchanged(plan, answers, folder)]
    for name in {os.path.dirname(plan.name) for plan in todo}:  # noqa: PTH120  names on the site, not paths
        (folder / name).mkdir(parents=True, exist_ok=True)
    done, changed = len(plans) - len(todo), set()
    for plan, (made, new) in zip(todo, _all(todo, answers, folder, processes or _processes(len(todo))), strict=True):
        kept.note(plan, made)
        if new:
            changed.add(plan.name)
        done += 1
        if progress is not None:
            progress(done, len(plans))
    return Outcome(tuple(plan.name for plan in todo), frozenset(changed))


def make_one(plan: Plan, answers: Answers, folder: Path) -> tuple[Made, bool]:
    """Make one file; what it was made from, and whether it holds anything new."""
    lookups = Lookups(answers)
    path = folder / plan.name
    new = write(path, plan.make(plan, lookups))
    status = path.stat()
    asked = "\n".join(lookups.asked)
    return Made(plan.mark(answers), asked, answers.mark(asked), status.st_size, status.st_mtime_ns), new


def _processes(files: int) -> int:
    """One for little work, and where a process cannot be forked safely: beside other threads, or at all."""
    if files < MANY or threading.active_count() > 1 or "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return os.cpu_count() or 1


def _all(todo: Sequence[Plan], answers: Answers, folder: Path, processes: int) -> Iterable[tuple[Made, bool]]:
    """Make files, in their order."""
    if processes == 1:
        return (make_one(plan, answers, folder) for plan in todo)
    return _forked(todo, answers, folder, processes)


_work: tuple[Sequence[Plan], Answers, Path] | None = None
"""What a forked process inherits: the register is not sent, it is there."""


def _sheaf(start: int) -> list[tuple[Made, bool]]:
    if _work is None:
        raise RuntimeError("a process was not forked from one that had work")
    todo, answers, folder = _work
    return [make_one(plan, answers, folder) for plan in todo[start : start + SHEAF]]


def _forked(todo: Sequence[Plan], answers: Answers, folder: Path, processes: int) -> Iterator[tuple[Made, bool]]:
    from concurrent.futures import ProcessPoolExecutor

    global _work  # noqa: PLW0603  the one way to hand a forked process what cannot be pickled
    _work = (todo, answers, folder)
    gc.freeze()  # what is there already is not looked at by the children's collectors, so that its memory stays shared
    try:
        with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("fork")) as pool:
            for made in pool.map(_sheaf, range(0, len(todo), SHEAF)):
                yield from made
    finally:
        gc.unfreeze()
        _work = None


@contextmanager
def unhurried() -> Iterator[None]:
    """No collecting of garbage: a large register is no garbage, and looking through it again and again takes time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def write(path: Path, raw: bytes) -> bool:
    """Write a file unless it holds these bytes already; whether it was written.

    A file that changes is a new one: the publication that stands may share the old one.
    """
    if path.exists() and path.read_bytes() == raw:
        return False
    path.unlink(missing_ok=True)
    path.write_bytes(raw)
    return True
