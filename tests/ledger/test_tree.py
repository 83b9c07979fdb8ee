from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.ledger.tree import (
    EMPTY,
    consistency_proof,
    grown,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    node_hash,
    root,
    root_from_inclusion,
)

# The eight leaves and the roots of every size that the certificate-transparency test vectors use.
LEAVES = [
    bytes.fromhex(x)
    for x in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


class Grown:
    def __init__(self, leaves: list[bytes], at_once: int = 1) -> None:
        self.nodes: dict[tuple[int, int], bytes] = {}
        for size in range(0, len(leaves), at_once):
            some = [leaf_hash(leaf) for leaf in leaves[size : size + at_once]]
            for level, first, hashes in list(grown(size, some, self.get)):
                for index, digest in enumerate(hashes, first):
                    assert (level, index) not in self.nodes
                    self.nodes[level, index] = digest

    def get(self, level: int, index: int) -> bytes:
        return self.nodes[level, index]


def naive(leaves: list[bytes]) -> bytes:
    """RFC 6962's own definition, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(naive(leaves[:k]), naive(leaves[k:]))


def test_the_published_vectors():
    tree = Grown(LEAVES)
    assert [root(size, tree.get).hex() for size in range(1, 9)] == ROOTS
    assert root(0, tree.get) == EMPTY


@given(st.lists(st.binary(max_size=4), max_size=40))
def test_roots_are_those_of_the_definition(leaves: list[bytes]):
    assert root(len(leaves), Grown(leaves).get) == naive(leaves)


@given(st.lists(st.binary(max_size=4), max_size=40), st.integers(1, 41))
def test_nodes_are_those_of_complete_subtrees_however_many_leaves_come_at_once(leaves: list[bytes], at_once: int):
    complete = {
        (level, index): naive(leaves[index << level : (index + 1) << level])
        for level in range(7)
        for index in range(len(leaves) >> level)
    }
    assert Grown(leaves, at_once).nodes == complete


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=40), st.data())
def test_every_leaf_is_proved_and_no_other_leaf_is(leaves: list[bytes], data: st.DataObject):
    tree, size = Grown(leaves), len(leaves)
    index = data.draw(st.integers(0, size - 1))
    path = inclusion_proof(index, size, tree.get)
    assert root_from_inclusion(leaf_hash(leaves[index]), index, size, path) == root(size, tree.get)
    assert root_from_inclusion(leaf_hash(b"another leaf"), index, size, path) != root(size, tree.get)
    assert root_from_inclusion(leaf_hash(leaves[index]), index, size, [*path, b"x" * 32]) is None


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=40), st.data())
def test_growth_is_proved_and_rewriting_is_not(leaves: list[bytes], data: st.DataObject):
    tree, size = Grown(leaves), len(leaves)
    old = data.draw(st.integers(0, size))
    proof = consistency_proof(old, size, tree.get)
    assert is_consistent(old, size, root(old, tree.get), root(size, tree.get), proof)
    if 0 < old < size:
        assert not is_consistent(old, size, b"\x00" * 32, root(size, tree.get), proof)
        assert not is_consistent(old, size, root(old, tree.get), b"\x00" * 32, proof)


def test_a_leaf_that_is_not_there_has_no_proof():
    with pytest.raises(IndexError):
        inclusion_proof(3, 3, Grown(LEAVES[:3]).get)
