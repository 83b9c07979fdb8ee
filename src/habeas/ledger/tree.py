"""The Merkle tree of RFC 6962, section 2.1: hashes, roots, inclusion and consistency proofs.

Nodes of complete subtrees are stored: node (level, index) covers the leaves [index * 2**level, (index + 1) * 2**level).
Every root and proof of any size is computed from these in logarithmic time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

Node = tuple[int, int]
"""(level, index)."""

Nodes = Callable[[int, int], bytes]
"""Gives the hash of a stored node."""

EMPTY = sha256(b"").digest()
"""The root of a tree without leaves."""


_LEAF, _NODE = sha256(b"\x00"), sha256(b"\x01")
"""Hashes that have begun with the byte that tells leaves from nodes: a copy of one is made faster than a new one."""


def leaf_hash(data: bytes) -> bytes:
    """SHA-256 of a zero byte and the leaf's data."""
    begun = _LEAF.copy()
    begun.update(data)
    return begun.digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 of a one byte and both children."""
    begun = _NODE.copy()
    begun.update(left + right)
    return begun.digest()


def grown(size: int, leaves: Sequence[bytes], nodes: Nodes) -> Iterator[tuple[int, int, list[bytes]]]:
    """The nodes that become complete when `leaves` are appended to a tree of `size` leaves.

    Args:
        size: how many leaves there are.
        leaves: the hashes of those to come.
        nodes: gives the nodes that are stored already.

    Yields:
        For each level, from the leaves up: the level, the index of the first new node, and the new nodes from there on.
    """
    level, first, row = 0, size, list(leaves)
    while row:
        yield level, first, row
        if first % 2:
            first, row = first - 1, [nodes(level, first - 1), *row]
        row = list(map(node_hash, row[::2], row[1::2]))
        level, first = level + 1, first // 2


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _subtree(first: int, last: int, nodes: Nodes) -> bytes:
    """The hash over the leaves [first, last)."""
    size = last - first
    if size & (size - 1) == 0 and first % size == 0:
        level = size.bit_length() - 1
        return nodes(level, first >> level)
    middle = first + _split(size)
    return node_hash(_subtree(first, middle, nodes), _subtree(middle, last, nodes))


def root(size: int, nodes: Nodes) -> bytes:
    """The root over the first `size` leaves."""
    return _subtree(0, size, nodes) if size else EMPTY


def inclusion_proof(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """The audit path of leaf `index` in the tree of `size` leaves, from the leaf upwards."""
    if not 0 <= index < size:
        raise IndexError(index)

    def path(first: int, last: int) -> list[bytes]:
        if last - first == 1:
            return []
        middle = first + _split(last - first)
        if index < middle:
            return [*path(first, middle), _subtree(middle, last, nodes)]
        return [*path(middle, last), _subtree(first, middle, nodes)]

    return path(0, size)


def consistency_proof(old: int, size: int, nodes: Nodes) -> list[bytes]:
    """The proof that the tree of `old` leaves is a beginning of the tree of `size` leaves."""
    if not 0 <= old <= size:
        raise IndexError(old)

    def proof(wanted: int, first: int, last: int, *, known: bool) -> list[bytes]:
        if wanted == last - first:
            return [] if known else [_subtree(first, last, nodes)]
        middle = first + _split(last - first)
        if wanted <= middle - first:
            return [*proof(wanted, first, middle, known=known), _subtree(middle, last, nodes)]
        return [*proof(wanted - (middle - first), middle, last, known=False), _subtree(first, middle, nodes)]

    return [] if old in {0, size} else proof(old, 0, size, known=True)


def root_from_inclusion(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """The root that a path leads to (RFC 9162, section 2.1.3.2); None for a path of the wrong length."""
    if index >= size:
        return None
    node, last, digest = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if node % 2 == 1 or node == last:
            digest = node_hash(sibling, digest)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            digest = node_hash(digest, sibling)
        node, last = node >> 1, last >> 1
    return digest if last == 0 else None


def is_consistent(old: int, size: int, old_root: bytes, new_root: bytes, proof: list[bytes]) -> bool:
    """Whether `proof` shows that the old tree is a beginning of the new one (RFC 9162, section 2.1.4.2)."""
    if old == size:
        return not proof and old_root == new_root
    if old == 0:
        return not proof
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        return False
    node, last = old - 1, size - 1
    while node % 2 == 1:
        node, last = node >> 1, last >> 1
    first = second = path[0]
    for digest in path[1:]:
        if last == 0:
            return False
        if node % 2 == 1 or node == last:
            first, second = node_hash(digest, first), node_hash(digest, second)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, digest)
        node, last = node >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root
