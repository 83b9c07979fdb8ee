"""What a ledger needs of a database: a handful of functions. An engine is one file that passes the contract suite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

import msgspec


class Row(msgspec.Struct, frozen=True, gc=False):
    """One entry as stored.

    Attributes:
        seq: its place, from 0.
        id: hex leaf hash.
        header: canonical JSON; its leaf hash is the id.
        salt, payload: None once erased.
    """

    seq: int
    id: str
    header: bytes
    salt: bytes | None
    payload: bytes | None


class Rest(Row, frozen=True, gc=False):
    """An entry of which a part was erased: `salt` and `payload` are those of what is left.

    Attributes:
        erased_by: the row of the decision that erased it, which holds the hash of what is left.
    """

    erased_by: Row


class Bytes(Protocol):
    """Where the bytes of sources lie, under their hashes."""

    def put(self, raw: bytes) -> str:
        """Keep bytes; they are safe when this returns their hash."""

    def get(self, digest: str) -> bytes:
        """The bytes with that hash."""

    def digests(self) -> list[str]:
        """The hashes of everything kept."""

    def discard(self, digest: str) -> None:
        """Remove the bytes with that hash."""

    def length(self, digest: str) -> int:
        """How many bytes lie there; 0 for none."""


class Store(Protocol):
    """A database that holds one ledger. All writing happens within `writing()`."""

    def writing(self) -> AbstractContextManager[None]:
        """One transaction that no other writer overlaps; undone when it ends with an error."""

    def size(self) -> int:
        """How many entries there are."""

    def add(self, rows: Sequence[Row]) -> None:
        """Append entries."""

    def rows(self, first: int = 0) -> Iterator[Row]:
        """Entries from `first` on, in order."""

    def holding(self, words: bytes, first: int = 0) -> Iterator[Row]:
        """The entries from `first` on in whose payloads these bytes stand, in order: the database looks through them."""

    def last(self) -> Row | None:
        """The last entry."""

    def with_prefix(self, prefix: str) -> list[Row]:
        """Up to two entries whose id begins so."""

    def at(self, seqs: Sequence[int]) -> list[Row]:
        """The entries at these places, in order; a place without one is left out."""

    def places(self, ids: Sequence[str]) -> dict[str, int]:
        """Where the entries with these ids are; an id of none is left out."""

    def forget(self, seqs: Sequence[int]) -> None:
        """Remove salt, payload and content key of entries; within `writing()`."""

    def leave(self, seq: int, salt: bytes, payload: bytes, decision: int) -> None:
        """Keep what is left of an entry that was forgotten, and the place of the decision about it; within `writing()`."""

    def compact(self) -> None:
        """Rewrite the files so that nothing removed is left in them; outside `writing()`."""

    def add_nodes(self, level: int, first: int, hashes: Sequence[bytes]) -> None:
        """Store nodes of one level of the tree, from index `first` on. Level 0 is not stored: it is the entries' ids."""

    def node(self, level: int, index: int) -> bytes:
        """A node: at level 0 an entry's id, above it a stored one."""

    def nodes(self) -> Iterator[tuple[int, int, bytes]]:
        """Every stored node."""

    def add_content_keys(self, keys: Sequence[tuple[bytes, int]]) -> None:
        """Remember which entries content keys belong to."""

    def by_content_keys(self, keys: Sequence[bytes]) -> dict[bytes, str]:
        """The ids of the entries with these content keys, for those that are known."""

    def add_checkpoint(self, size: int, note: str) -> None:
        """Store a signed checkpoint."""

    def checkpoints(self) -> Iterator[tuple[int, str]]:
        """Every stored checkpoint, in order of size."""

    def add_timestamp(self, size: int, answer: bytes) -> None:
        """Keep a time-stamping authority's answer beside the checkpoint of that size; within `writing()`."""

    def timestamps(self) -> Iterator[tuple[int, bytes]]:
        """Every answer kept, in order of size."""

    def meta(self, key: str) -> str | None:
        """A setting of the ledger."""

    def metas(self) -> list[str]:
        """The names of all settings."""

    def set_meta(self, key: str, value: str) -> None:
        """Store a setting, once."""

    def reading(self) -> AbstractContextManager[None]:
        """Everything read within is of one moment, whoever writes meanwhile."""

    def ids(self) -> Iterator[str]:
        """The ids of all entries, in order."""

    def longer(self, limit: int) -> Row | None:
        """The first entry whose header or payload has more bytes than that, without them."""

    def peers(self) -> dict[str, str]:
        """The ledgers that were merged into this one: their ids, and the first public key of each."""

    def add_peer(self, ledger: str, verifier: str) -> None:
        """Remember a ledger."""

    def peer_leaves(self, ledger: str) -> Iterator[tuple[int, int]]:
        """Another ledger's tree: each place in it, in order, and the place here of the entry that stands there."""

    def add_peer_leaves(self, ledger: str, first: int, seqs: Sequence[int]) -> None:
        """Remember which entries stand in another ledger's tree, from place `first` on."""

    def peer_checkpoints(self, ledger: str) -> Iterator[tuple[int, str]]:
        """The checkpoints kept of another ledger, in order of size."""

    def add_peer_checkpoint(self, ledger: str, size: int, note: str) -> None:
        """Keep another ledger's checkpoint; one of the same size says the same."""

    def add_merge(self, size: int, latest: str) -> None:
        """Remember that a merge ended at this size, and the latest moment that any entry then had."""

    def latest_merged(self) -> str:
        """The latest moment that any entry had when ledgers were merged last; empty if none were."""

    def drop_meta(self, key: str) -> None:
        """Remove a setting, if it is there."""

    def problems(self) -> list[str]:
        """What the engine's own check of its files finds."""

    def close(self) -> None:
        """Let go of the database."""
