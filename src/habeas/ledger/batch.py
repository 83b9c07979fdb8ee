"""A batch: entries on their way into a store, all in one transaction, with what they need of each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from habeas.errors import UnknownEntry
from habeas.ledger.records import header_of
from habeas.ledger.store import Row, Store
from habeas.ledger.tree import grown

_TICK = timedelta(microseconds=1)


class Batch:
    """Rows, nodes and content keys gathered for one write. Use it within `store.writing()`, `flush` now and then, then `finish`.

    Attributes:
        size: how many entries the ledger has, the gathered ones included.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        last = store.last()
        self.size = last.seq + 1 if last else 0
        latest = max(store.latest_merged(), header_of(last).recorded_at if last else "")
        self._last = datetime.fromisoformat(latest) if latest else None
        self._rows: list[Row] = []
        self._first = self.size
        self._leaves: list[bytes] = []
        self._keys: dict[bytes, int] = {}
        self._known: dict[bytes, str] = {}
        self._there: set[str] = set()

    def recognise(self, keys: Iterable[bytes]) -> None:
        """Look up which content keys the store knows, all at once: `known` answers for these."""
        self._known.update(self._store.by_content_keys(list(keys)))

    def known(self, key: bytes | None) -> str | None:
        """The id of the entry with that content key, gathered, or stored and recognised."""
        return self._known.get(key) if key is not None else None

    def look_up(self, ids: Iterable[str]) -> bool:
        """Look up which of these entries are stored, all at once: `need` answers for these.

        Returns:
            Whether all of them are there.
        """
        asked = set(ids) - self._there
        if asked:
            self._there.update(self._store.places(sorted(asked)))
        return asked <= self._there

    def need(self, ids: Iterable[str]) -> None:
        """Refuse what rests on an entry that is neither gathered, nor stored and looked up.

        Raises:
            UnknownEntry: one of these is neither.
        """
        for id_ in ids:
            if id_ not in self._there:
                raise UnknownEntry(f"id {id_[:12]!r}", "no such entry", "Record first what this rests on.")

    def moments(self, now: datetime) -> Iterator[str]:
        """Now, in RFC 3339, then a microsecond later each time; later than the last entry, whatever the clock says.

        A batch asks for them once.
        """
        moment = now.astimezone(UTC)
        if self._last is not None:
            moment = max(moment, self._last + _TICK)
        while True:
            second, first = moment.strftime("%Y-%m-%dT%H:%M:%S."), moment.microsecond
            for microsecond in range(first, 1_000_000):
                yield f"{second}{microsecond:06d}Z"
            moment += timedelta(microseconds=1_000_000 - first)

    def add(self, row: Row, key: bytes | None) -> None:
        """Gather an entry."""
        self._rows.append(row)
        if key is not None:
            self._keys[key] = row.seq
            self._known[key] = row.id
        self._there.add(row.id)
        self.size = row.seq + 1

    def flush(self) -> None:
        """Write the entries gathered so far."""
        self._store.add(self._rows)
        self._leaves += [bytes.fromhex(row.id) for row in self._rows]
        self._rows.clear()

    def finish(self) -> None:
        """Write what goes with the flushed entries. Content keys go once and in order: at random, each touches another page."""
        if not self._leaves:
            return
        for level, first, hashes in grown(self._first, self._leaves, self._store.node):
            if level:
                self._store.add_nodes(level, first, hashes)
        self._store.add_content_keys([(key, self._keys[key]) for key in sorted(self._keys)])
