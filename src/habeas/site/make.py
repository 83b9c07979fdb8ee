"""Making the files of the site that have to be made, one after another or in several processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from habeas.site.kept import Kept
from habeas.site.plan import Answers, Lookups, Plan

Progress = Callable[[int, int], None]
"""Told how many files of how many are done."""


def make(
    plans: Sequence[Plan],
    answers: Answers,
    folder: Path,
    *,
    store: Path | None = None,
    progress: Progress | None = None,
) -> tuple[str, ...]:
    """Make the files whose makings have changed since the build that the store knows, and leave the others alone.

    Args:
        plans: of all files.
        answers: about the register.
        folder: where they stand.
        store: what the last build into this folder knew; None to make everything.
        progress: told after each file.

    Returns:
        The names of the files that were made anew.
    """
    kept, made = Kept(store), []
    for number, plan in enumerate(plans, start=1):
        mark = plan.mark() if store is not None else ""
        if store is None or not kept.unchanged(plan, mark, answers, folder):
            lookups = Lookups(answers)
            path = folder / plan.name
            write(path, plan.make(plan, lookups))
            made.append(plan.name)
            if store is not None:
                kept.note(plan, mark, tuple(lookups.asked), answers, path)
        if progress is not None:
            progress(number, len(plans))
    kept.save()
    return tuple(made)


def write(path: Path, raw: bytes) -> bool:
    """Write a file unless it holds these bytes already; whether it was written."""
    if path.exists() and path.read_bytes() == raw:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    return True
