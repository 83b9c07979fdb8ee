"""Cases have names of their own."""

from __future__ import annotations

from collections.abc import Sequence

from habeas.entries.decisions import OpenCase
from habeas.errors import DecisionError
from habeas.ledger.records import entry_of
from habeas.ledger.store import Store


class CaseNames:
    """The ids and slugs of a ledger's cases, those of other ledgers among them, trusted or not.

    Entries are looked through once: what was there stays, and only what came since can open a case.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._size = 0
        self._taken: set[str] = set()

    def refuse_taken(self, opening: Sequence[OpenCase]) -> None:
        """See that each case has an id and a slug that no other has; within `writing()`.

        Raises:
            DecisionError: one has a name that another has.
        """
        if not opening:
            return
        self._look()
        taken = set(self._taken)
        for case in opening:
            for name in {case.case, case.slug}:
                if name in taken:
                    raise DecisionError(
                        f"case {name!r}", "another case has that name", "Give the new case a random name of its own."
                    )
                taken.add(name)

    def _look(self) -> None:
        for row in self._store.holding(b'"open_case"', self._size):
            decision = entry_of(row).decision
            if isinstance(decision, OpenCase):
                self._taken |= {decision.case, decision.slug}
        self._size = self._store.size()
