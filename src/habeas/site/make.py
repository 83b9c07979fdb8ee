"""Making the files of the site that have to be made, in this process or, where there are many, in several."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from habeas.site.forked import Beside, processes, shared
from habeas.site.kept import Kept, Made
from habeas.site.plan import Answers, Bundle, Lookups, Plan

Progress = Callable[[int, int], None]
"""Told how many files of how many are done."""

MANY, BUNDLES = 1000, 2000
"""So many files to make, and so many bundles to look at, are worth a second process."""

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
    bundles: Iterable[Bundle], answers: Answers, folder: Path, kept: Kept, workers: int | None = None
) -> tuple[list[Plan], tuple[str, ...]]:
    """The plans of the bundles in which something has changed, and the names of the files of all others.

    Args:
        bundles: all of them.
        answers: about the register.
        folder: where their files stand.
        kept: what the last build into this folder knew, and what this one is to keep.
        workers: with more than one, another process looks at half of them; None for as many as there are processors.
    """
    listed = list(bundles)
    forks = (workers or processes(len(listed), BUNDLES)) > 1
    half = len(listed) // 2 if forks else len(listed)
    with Beside(lambda: [kept.stands(one, answers, folder) for one in listed[half:]], forks=forks) as others:
        stand = [kept.stands(one, answers, folder) for one in listed[:half]]
        stand += others.done()
    plans: list[Plan] = []
    standing: list[str] = []
    for bundle, stands in zip(listed, stand, strict=True):
        if stands:
            standing += kept.keep(bundle.name)
        else:
            found = list(bundle.plans())
            kept.note_bundle(bundle, found, answers)
            plans += found
    return plans, tuple(standing)


def make(
    plans: Sequence[Plan],
    answers: Answers,
    folder: Path,
    *,
    kept: Kept | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
) -> Outcome:
    """Make the files whose makings have changed since the last build, and leave the others alone.

    Args:
        plans: of all files.
        answers: about the register.
        folder: where they stand.
        kept: what the last build into this folder knew, and what this one is to keep; None to make everything.
        progress: told as files are done.
        workers: how many processes work at it; None for as many as there are processors, where there is much to do.
    """
    kept = Kept(None) if kept is None else kept
    todo = [plan for plan in plans if not kept.unchanged(plan, answers, folder)]
    for name in {os.path.dirname(plan.name) for plan in todo}:  # noqa: PTH120  names on the site, not paths
        (folder / name).mkdir(parents=True, exist_ok=True)
    done, changed = len(plans) - len(todo), set()
    for plan, (made, new) in zip(todo, _all(todo, answers, folder, workers or processes(len(todo), MANY)), strict=True):
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


def _all(todo: Sequence[Plan], answers: Answers, folder: Path, workers: int) -> Iterator[tuple[Made, bool]]:
    """Make files, in their order."""

    def sheaf(number: int) -> list[tuple[Made, bool]]:
        start = number * SHEAF
        return [make_one(plan, answers, folder) for plan in todo[start : start + SHEAF]]

    if workers == 1:
        yield from (make_one(plan, answers, folder) for plan in todo)
        return
    for made in shared(sheaf, -(-len(todo) // SHEAF), workers):
        yield from made


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
