"""A batch: entries on their way into a store, all in one transaction, with what they need of each other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from habeas.ledger.records import header_of
from habeas.ledger.store import Row, Store
from habeas.ledger.tree import Node, added_nodes

_STAMP = "%Y-%m-%dT%H:%M:%S.%fZ"


class Batch:
    """Rows, nodes and content keys gathered for one write. Use it within `store.writing()`, and `flush` it.

    Attributes:
        size: how many entries the ledger has, the gathered ones included.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        last = store.last()
        self.size = last.seq + 1 if last else 0
        self._last = datetime.fromisoformat(header_of(last).recorded_at) if last else None
        self._rows: list[Row] = []
        self._nodes: dict[Node, bytes] = {}
        self._keys: dict[bytes, tuple[int, str]] = {}
        self._there: set[str] = set()

    def known(self, key: bytes) -> str | None:
        """The id of the entry with that content key, gathered or stored."""
        if key in self._keys:
            return self._keys[key][1]
        row = self._store.by_content_key(key)
        return row.id if row else None

    def holds(self, id_: str) -> bool:
        """Whether an entry with that id is there, gathered or stored."""
        if id_ not in self._there and any(row.id == id_ for row in self._store.with_prefix(id_)):
            self._there.add(id_)
        return id_ in self._there

    def moment(self, now: datetime) -> str:
        """Now, and always later than the entry before, whatever the clock says."""
        moment = now.astimezone(UTC)
        if self._last is not None:
            moment = max(moment, self._last + timedelta(microseconds=1))
        self._last = moment
        return moment.strftime(_STAMP)

    def add(self, row: Row, key: bytes | None) -> None:
        """Gather an entry."""
        self._rows.append(row)
        self._nodes.update(added_nodes(row.seq, bytes.fromhex(row.id), self._node))
        if key is not None:
            self._keys[key] = (row.seq, row.id)
        self._there.add(row.id)
        self.size = row.seq + 1

    def _node(self, level: int, index: int) -> bytes:
        return self._nodes.get((level, index)) or self._store.node(level, index)

    def flush(self) -> None:
        """Write what was gathered."""
        self._store.add(self._rows)
        self._store.add_nodes([(level, index, digest) for (level, index), digest in self._nodes.items()])
        self._store.add_content_keys([(key, seq) for key, (seq, _) in self._keys.items()])
