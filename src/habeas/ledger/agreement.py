"""Which entries are not those that a tree was made of: told from its signed checkpoints and its stored nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from habeas.errors import HabeasError
from habeas.ledger.notes import Checkpoint, opened, read_checkpoint
from habeas.ledger.tree import node_hash, root

Nodes = Mapping[tuple[int, int], bytes]
"""The nodes of a tree, by level and place."""

Wrong = tuple[int | None, str]
"""The place of the leaf that is wrong, None for what concerns the tree as a whole; and what is wrong, in one clause."""

NOT_SIGNED = "it is not the entry that was signed"


class Signers:
    """The keys of one ledger, each with the size of the tree from which on it signs."""

    def __init__(self, verifier: str) -> None:
        self.keys: list[tuple[int, str]] = [(-1, verifier)]

    def announce(self, size: int, verifier: str) -> None:
        """From the checkpoint after the one of this size on, another key signs."""
        self.keys.append((size, verifier))

    def of(self, size: int) -> str:
        """The key that signs a checkpoint of so many entries: the last that was announced before its last entry."""
        return [key for since, key in self.keys if since < size][-1] if size else self.keys[0][1]


class Signed(msgspec.Struct, frozen=True):
    """What the checkpoints of a tree say of its leaves.

    Attributes:
        agreed: the first so many leaves are certainly those that were signed.
        wrong: what is not as it was signed.
    """

    agreed: int
    wrong: list[Wrong]


def note_of(note: str, verifier: str) -> Checkpoint | None:
    """The checkpoint in a note that the key signed; None for any other."""
    try:
        text = opened(note, verifier)
        return read_checkpoint(text) if text is not None else None
    except HabeasError:
        return None


def differs(checkpoint: Checkpoint, nodes: Nodes) -> bool:
    """Whether the tree did not grow from the one that was signed; it is as large."""
    return root(checkpoint.size, lambda level, index: nodes[level, index]) != checkpoint.root


def against_checkpoints(checkpoints: Iterable[tuple[int, str]], signers: Signers, nodes: Nodes, size: int) -> Signed:
    """A tree of so many leaves beside its checkpoints, each with the size under which it is kept, in order of size.

    Leaves that differ from the signed ones differ in every later checkpoint as well, which tells nothing new.
    """
    wrong: list[Wrong] = []
    vouched, stated = {}, 0
    for stated, note in checkpoints:
        checkpoint = note_of(note, signers.of(stated))
        if checkpoint is not None:
            vouched[stated] = checkpoint
        if checkpoint is None or checkpoint.size != stated:
            wrong.append((None, f"the checkpoint at {stated} entries is not signed by the ledger's key"))
    signed = [one for at, one in vouched.items() if one.size == at]
    within = {one.size: differs(one, nodes) for one in signed if one.size <= size}
    agreed = max((at for at, other in within.items() if not other), default=0)
    wrong += _others([at for at, other in within.items() if other], agreed)
    wrong += [
        (None, f"a checkpoint covers {one.size} entries, and only {size} are left")
        for one in signed[-1:]
        if one.size > size
    ]
    wrong += [
        (None, f"entry {since - 1} announces another key, and the old one did not sign that")
        for since, _ in signers.keys[1:]
        if since not in vouched
    ]
    if stated != size:
        wrong.append((None, f"it holds {size} entries, and its last checkpoint covers {stated}"))
    return Signed(agreed, wrong)


def _others(differing: Sequence[int], agreed: int) -> Iterator[Wrong]:
    """What is wrong where the first `agreed` leaves were signed so, and those of checkpoints of some sizes were not."""
    for size in differing[:1]:
        if size == agreed + 1:
            yield agreed, NOT_SIGNED
        else:
            between = f", and the first {agreed} are: look between" if 0 < agreed < size else ""
            yield None, f"the first {size} entries are not those that were signed{between}"


def against_nodes(stored: Nodes, nodes: Nodes, ids: Sequence[bytes], agreed: int) -> Iterator[Wrong]:
    """A tree beside its stored nodes.

    A node above others differs with them, which is not told again. A node over two leaves differs if one of them is another
    one than when it was stored, or if somebody changed the node; what was signed tells which.

    Args:
        stored: the nodes that lie in the store, from the first level up.
        nodes: those that the leaves give.
        ids: the leaves as stored, empty for one that is gone.
        agreed: the first so many leaves are those that were signed.
    """
    computed = {node for node in nodes if node[0] > 0}
    for level, index in sorted(computed | stored.keys()):
        there = stored.get((level, index))
        if there == nodes.get((level, index)):
            continue
        first = 2 * index
        if level == 1 and there is not None and agreed <= first + 1 < len(ids):
            yield from _of_pair(there, first, ids, agreed)
        elif level == 1 or there is None or there != _parent(stored, level, index):
            yield None, f"node ({level}, {index}) of its tree is not what its entries give"


def _parent(stored: Nodes, level: int, index: int) -> bytes | None:
    """What the two stored nodes below give."""
    left, right = stored.get((level - 1, 2 * index)), stored.get((level - 1, 2 * index + 1))
    return None if left is None or right is None else node_hash(left, right)


def _of_pair(there: bytes, first: int, ids: Sequence[bytes], agreed: int) -> Iterator[Wrong]:
    """Which of two leaves is not the one over which a node was stored."""
    pair = ids[first], ids[first + 1]
    if not all(pair) or node_hash(*pair) == there:
        return  # gone, or with another header than its id says: told of the entry itself
    suspects = [place for place in (first, first + 1) if place >= agreed]
    for place in suspects:
        other = next((one for one in suspects if one != place), None)
        beside = f", or entry {other} is not" if other is not None else ""
        yield place, f"it is not the entry of which the tree was made{beside}"
