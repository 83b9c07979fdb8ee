"""Answers from the index of a large ledger, and from the plain fold where there is none."""

from __future__ import annotations

import contextlib
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from habeas.cli.options import Selection, entries_of, existing, now, register_of


def _enough() -> int:
    """How many entries a ledger must have to get an index: `HABEAS_INDEX` may say `always` or `never`."""
    from habeas.index import ENOUGH

    return {"always": 0, "never": sys.maxsize}.get(os.environ.get("HABEAS_INDEX", ""), ENOUGH)


@contextlib.contextmanager
def _index_of(selection: Selection) -> Iterator[Any]:
    """The index that may answer for a selection, up to date; None where the fold has to."""
    from habeas.index import opened_index
    from habeas.ledger import index_path, open_ledger

    with contextlib.ExitStack() as stack:
        book = stack.enter_context(open_ledger(existing(selection.ledger)))
        progress = stack.enter_context(_progress())
        path = index_path(selection.ledger)
        index = opened_index(book, path, now=now(), progress=progress, enough=_enough())
        if index is not None:
            stack.callback(index.close)
        yield index


def _answer(selection: Selection, ask: Callable[[Any], Any], plainly: Callable[[], Any]) -> Any:
    """The index's answer; the plain fold's where there is no index, where it turns out damaged, and for whoever is not the team.

    What others than the team may see depends on everybody's names, wishes and consent: only the fold over all knows that.
    """
    from habeas.index import IndexBroken

    if selection.audience == "team":
        with _index_of(selection) as index:
            if index is not None:
                try:
                    return ask(index)
                except IndexBroken:
                    index.discard()
    return plainly()


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Shows how far the making of an index is, on a terminal; elsewhere nothing.

    Drawn when told, not by a thread of its own, beside which the index could not be made in several processes.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("[bold]index"), BarColumn(), TimeRemainingColumn())
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden, auto_refresh=False) as bar:
        task = bar.add_task("index", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of, refresh=True)


def cases_for(wanted: str, selection: Selection) -> Any:
    """The cases and candidates among which the one that is wanted is, if it is in the view."""

    def plainly() -> Any:
        register = register_of(selection)
        return (*register.cases, *register.candidates)

    return _answer(
        selection,
        lambda index: index.cases_named(wanted, as_of=selection.as_of, known_at=selection.known_at),
        plainly,
    )


def endorsements_for(selection: Selection) -> Any:
    """Who stands behind each instrument."""
    return _answer(
        selection,
        lambda index: index.endorsements(as_of=selection.as_of, known_at=selection.known_at),
        lambda: register_of(selection).endorsements,
    )


def history_of(ledger: str, slug: str) -> Any:
    """Everything recorded about an opened case's person; for the team."""
    from habeas.register.history import history

    selection = Selection(ledger=ledger, as_of=None, known_at=None, audience="team")
    return _answer(selection, lambda index: index.history(slug), lambda: history(entries_of(ledger), slug))


def held_in(selection: Selection) -> Any:
    """How many custodies stand how, by state."""
    return _answer(
        selection,
        lambda index: index.held(as_of=selection.as_of, known_at=selection.known_at),
        lambda: _counted(register_of(selection)),
    )


def _counted(register: Any) -> Any:
    from habeas.index import Held

    counts = Counter((case.by, case.status, case.opened) for case in (*register.cases, *register.candidates))
    ordered = sorted(counts.items(), key=lambda item: (not item[0][2], item[0][0] or "~", item[0][1]))
    return [Held(by=by, status=status, opened=opened, count=count) for (by, status, opened), count in ordered]
