"""Verification: everything that the record says of itself, checked from its files alone."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from habeas.entries import Entry
from habeas.entries.decisions import Erase, RotateKey
from habeas.errors import HabeasError
from habeas.ledger.notes import Checkpoint, opened, read_checkpoint
from habeas.ledger.records import altered, entry_of, header_of, references
from habeas.ledger.store import Bytes, Row, Store
from habeas.ledger.tree import grown, leaf_hash, root
from habeas.text.canonical import canonical_record


class Problem(msgspec.Struct, frozen=True):
    """Something that is not as the record says.

    Attributes:
        seq: the entry's place; None for what concerns the ledger as a whole.
        entry: the entry's id as stored; None likewise.
        what: what is wrong, in one clause.
    """

    seq: int | None
    entry: str | None
    what: str


class Verification(msgspec.Struct, frozen=True):
    """What a check found.

    Attributes:
        entries: how many entries were read.
        root: hex root computed from their headers.
        verifier: the public key by which checkpoints were checked.
        checkpoint: the last checkpoint that the ledger holds.
        problems: empty for a record that is whole.
    """

    entries: int
    root: str
    verifier: str
    checkpoint: str
    problems: tuple[Problem, ...]


def _erased(store: Store) -> set[str]:
    """The entries that somebody decided to erase."""
    found: set[str] = set()
    for row in store.rows():
        try:
            payload = entry_of(row).payload if row.payload is not None and b'"erase"' in row.payload else None
        except HabeasError:
            continue  # an altered entry decides nothing; it is named below
        if isinstance(payload, Erase):
            found.update(payload.entries)
    return found


class _Seen:
    """What the pass over the entries has seen."""

    def __init__(self) -> None:
        self.leaves: list[bytes] = []
        self.ids: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.recorded_at = ""
        self.verifiers: list[tuple[int, str]] = []

    def signs(self, size: int) -> str:
        """The key that signs a checkpoint of so many entries: the last that was announced before its last entry."""
        return [key for since, key in self.verifiers if since < size][-1] if size else self.verifiers[0][1]


def verify(store: Store, blobs: Bytes, *, kept: str | None = None) -> Verification:
    """Check a ledger.

    Args:
        store: its database.
        blobs: the bytes of its sources.
        kept: a checkpoint that somebody kept: the ledger must have grown from it.
    """
    verifier = store.meta("verifier") or ""
    seen = _Seen()
    seen.verifiers.append((-1, verifier))
    problems = [Problem(None, None, what) for what in store.problems()]
    erased = _erased(store)
    for row in store.rows():
        if row.payload is None and row.id not in erased:
            problems.append(Problem(row.seq, row.id, "its payload is gone, and nobody decided to erase it"))
        problems += [Problem(row.seq, row.id, what) for what in _of_row(row, seen, blobs)]
    nodes = _nodes(seen.leaves)
    problems += [Problem(None, None, what) for what in _of_tree(store, nodes)]
    problems += [Problem(None, None, what) for what in _of_checkpoints(store, seen, nodes)]
    if kept is not None:
        problems += [Problem(None, None, what) for what in _of_kept(kept, seen, nodes)]
    size = len(seen.leaves)
    last = max(store.checkpoints(), default=(0, ""))[1]
    return Verification(
        size, root(size, lambda level, index: nodes[level, index]).hex(), seen.verifiers[-1][1], last, tuple(problems)
    )


def _of_row(row: Row, seen: _Seen, blobs: Bytes) -> Iterator[str]:
    if row.seq != len(seen.leaves):
        yield f"it stands at place {row.seq}, and {len(seen.leaves)} entries come before it"
    leaf = leaf_hash(row.header)
    seen.leaves.append(leaf)
    try:
        header = header_of(row)
        if canonical_record(header) != row.header:
            yield "its header is not in canonical form"
        if header.recorded_at <= seen.recorded_at:
            yield "it was recorded before the entry that precedes it"
        seen.recorded_at = header.recorded_at
        seen.ids[row.id] = header.kind
        wrong = altered(row, header)
        if wrong is not None:
            yield wrong
        elif row.payload is not None:
            yield from _of_entry(entry_of(row), seen, blobs)
    except HabeasError as error:
        yield error.wrong


def _of_entry(entry: Entry, seen: _Seen, blobs: Bytes) -> Iterator[str]:
    if entry.payload is None:
        return
    for id_ in references(entry.payload):
        if id_ not in seen.ids:
            yield f"it names entry {id_[:12]}, which is not before it"
    if isinstance(entry.payload, RotateKey):
        seen.verifiers.append((entry.seq + 1, entry.payload.verifier))
    if entry.source is not None:
        seen.texts[entry.id] = entry.source.text
        blobs.get(entry.source.sha256)
    if entry.claim is not None:
        for source in {item.source for item in entry.claim.evidence}:
            entry.claim.check_spans(source, seen.texts.get(source, ""))


def _nodes(leaves: list[bytes]) -> dict[tuple[int, int], bytes]:
    return {
        (level, first + place): digest
        for level, first, hashes in grown(0, leaves, _nothing)
        for place, digest in enumerate(hashes)
    }


def _nothing(level: int, index: int) -> bytes:
    raise KeyError(level, index)  # a tree that grows from nothing needs no stored node


def _of_tree(store: Store, nodes: dict[tuple[int, int], bytes]) -> Iterator[str]:
    stored = {(level, index): digest for level, index, digest in store.nodes()}
    leaves = {node for node in nodes if node[0] == 0} - stored.keys()  # the ids of entries, which `altered` checks
    for node in sorted((nodes.keys() | stored.keys()) - leaves):
        if nodes.get(node) != stored.get(node):
            yield f"node {node} of its tree is not what its entries give"


def _of_checkpoints(store: Store, seen: _Seen, nodes: dict[tuple[int, int], bytes]) -> Iterator[str]:
    last, size = 0, len(seen.leaves)
    vouched = set()
    for stated, note in store.checkpoints():
        last = stated
        checkpoint = _opened(note, seen.signs(stated))
        if checkpoint is not None:
            vouched.add(stated)
        if checkpoint is None or checkpoint.size != stated:
            yield f"the checkpoint at {stated} entries is not signed by the ledger's key"
        elif (wrong := _disagrees(checkpoint, nodes, size)) is not None:
            yield wrong
    for since, _ in seen.verifiers[1:]:
        if since not in vouched:
            yield f"entry {since - 1} announces another key, and the old one did not sign that"
    if last != size:
        yield f"it holds {size} entries, and its last checkpoint covers {last}"


def _opened(note: str, verifier: str) -> Checkpoint | None:
    try:
        text = opened(note, verifier)
        return read_checkpoint(text) if text is not None else None
    except HabeasError:
        return None


def _disagrees(checkpoint: Checkpoint, nodes: dict[tuple[int, int], bytes], size: int) -> str | None:
    if checkpoint.size > size:
        return f"a checkpoint covers {checkpoint.size} entries, and only {size} are left"
    if root(checkpoint.size, lambda level, index: nodes[level, index]) != checkpoint.root:
        return f"the first {checkpoint.size} entries are not those that were signed"
    return None


def _of_kept(note: str, seen: _Seen, nodes: dict[tuple[int, int], bytes]) -> Iterator[str]:
    size = len(seen.leaves)
    read = (_opened(note, key) for _, key in seen.verifiers)
    checkpoint = next((found for found in read if found is not None), None)
    if checkpoint is None or _opened(note, seen.signs(checkpoint.size)) is None:
        yield "the kept checkpoint is not signed by this ledger's key"
    elif (wrong := _disagrees(checkpoint, nodes, size)) is not None:
        yield f"against the kept checkpoint: {wrong}"
