"""Cases have names of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from habeas.entries.decisions import OpenCase
from habeas.errors import DecisionError
from habeas.ledger.records import entry_of
from habeas.ledger.store import Store


def refuse_taken_names(store: Store, opening: Sequence[OpenCase]) -> None:
    """See that each case has an id and a slug that no other has, cases of other ledgers among them, trusted or not.

    Raises:
        DecisionError: one has a name that another has.
    """
    taken = {name for case in _opened(store) for name in (case.case, case.slug)} if opening else set()
    for case in opening:
        for name in {case.case, case.slug}:
            if name in taken:
                raise DecisionError(
                    f"case {name!r}", "another case has that name", "Give the new case a random name of its own."
                )
            taken.add(name)


def _opened(store: Store) -> Iterator[OpenCase]:
    for row in store.holding(b'"open_case"'):
        decision = entry_of(row).decision
        if isinstance(decision, OpenCase):
            yield decision
