"""Proofs for strangers: that an entry is in a ledger (`.tlog-proof`, c2sp.org/tlog-proof), and that a ledger has only grown."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as Base64Error

import msgspec

from habeas.errors import LedgerAltered
from habeas.ledger.notes import Checkpoint, opened, read_checkpoint
from habeas.ledger.tree import is_consistent, leaf_hash, root_from_inclusion

MAGIC = "c2sp.org/tlog-proof@v1"


class Proof(msgspec.Struct, frozen=True):
    """That one leaf is in a tree.

    Attributes:
        header: the leaf's data: an entry's canonical header, which names the hash of its payload.
        index: its place.
        path: the audit path.
        checkpoint: the signed note that commits to the root.
    """

    header: bytes
    index: int
    path: tuple[bytes, ...]
    checkpoint: str

    @property
    def text(self) -> str:
        """The proof as a `.tlog-proof` file; its `extra` line carries the header."""
        lines = [MAGIC, f"extra {_encoded(self.header)}", f"index {self.index}", *map(_encoded, self.path)]
        return "\n".join(lines) + "\n\n" + self.checkpoint


def read_proof(text: str) -> Proof:
    """The proof in a `.tlog-proof` file.

    Raises:
        LedgerAltered: it is none.
    """
    head, separator, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    try:
        if not separator or lines[0] != MAGIC or not lines[1].startswith("extra ") or not lines[2].startswith("index "):
            raise _unreadable()
        return Proof(
            header=_decoded(lines[1].removeprefix("extra ")),
            index=int(lines[2].removeprefix("index ")),
            path=tuple(_decoded(line) for line in lines[3:]),
            checkpoint=checkpoint,
        )
    except (IndexError, ValueError, Base64Error) as error:
        raise _unreadable() from error


def check_proof(proof: Proof, verifier: str) -> Checkpoint:
    """The checkpoint under which the proof's entry is proved.

    Raises:
        LedgerAltered: the key did not sign it, or the path does not lead to its root.
    """
    checkpoint = _signed(proof.checkpoint, verifier)
    found = root_from_inclusion(leaf_hash(proof.header), proof.index, checkpoint.size, list(proof.path))
    if found != checkpoint.root:
        raise LedgerAltered(
            "the proof", "its path does not lead to the root that was signed", "Ask for the proof again."
        )
    return checkpoint


def check_growth(older: Checkpoint, newer: Checkpoint, path: list[bytes]) -> bool:
    """Whether the newer ledger is the older one with entries added."""
    if older.origin != newer.origin or older.size > newer.size:
        return False
    return is_consistent(older.size, newer.size, older.root, newer.root, path)


def _signed(note: str, verifier: str) -> Checkpoint:
    text = opened(note, verifier)
    if text is None:
        raise LedgerAltered(
            "the proof", "its checkpoint is not signed by that key", "Check the key with whoever keeps the ledger."
        )
    return read_checkpoint(text)


def _encoded(raw: bytes) -> str:
    return b64encode(raw).decode()


def _decoded(text: str) -> bytes:
    raw = b64decode(text, validate=True)
    if _encoded(raw) != text:
        raise ValueError(text)
    return raw


def _unreadable() -> LedgerAltered:
    return LedgerAltered("the proof", "it cannot be read", "Give the file that `habeas prove` wrote.")
