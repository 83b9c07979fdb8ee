"""Signed notes and checkpoints as C2SP specifies them (c2sp.org/signed-note, c2sp.org/tlog-checkpoint), with Ed25519."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from hashlib import sha256

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from habeas.errors import BadKey, LedgerAltered
from habeas.text.lines import shortened

_ED25519 = b"\x01"
_CHECKPOINT = re.compile(r"(?P<origin>[^\n]+)\n(?P<size>0|[1-9][0-9]*)\n(?P<root>[A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*")


def key_hash(name: str, public: bytes) -> bytes:
    """The four bytes that tell which key signed."""
    return sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def verifier_key(name: str, public: bytes) -> str:
    """The public key in the form that note verifiers read: name, hash, key."""
    return f"{name}+{key_hash(name, public).hex()}+{b64encode(_ED25519 + public).decode()}"


def read_verifier_key(text: str) -> tuple[str, bytes]:
    """Name and public key.

    Raises:
        LedgerAltered: not a verifier key, or its hash is not its key's.
    """
    try:
        name, digest, encoded = text.strip().split("+", 2)
        key = b64decode(encoded, validate=True)
    except (ValueError, Base64Error) as error:
        raise LedgerAltered(
            f"verifier key {text!r}", "it cannot be read", "Take it from whoever keeps the ledger."
        ) from error
    if key[:1] != _ED25519 or len(key) != 33 or key_hash(name, key[1:]).hex() != digest:
        raise LedgerAltered(
            f"verifier key {text!r}", "its hash is not its key's", "Take it from whoever keeps the ledger."
        )
    return name, key[1:]


def given_key(text: str) -> str:
    """A public key that a person gave, without what stands around it.

    Raises:
        BadKey: it is none.
    """
    try:
        read_verifier_key(text)
    except LedgerAltered as error:
        wrong = "it is not whole: a character was lost or changed" if text.count("+") >= 2 else "it is no public key"
        do = "Copy it whole, NAME+HASH+KEY, from whoever keeps the ledger or publishes; `habeas ledgers` prints it there."
        raise BadKey(f"key {shortened(text, 60)!r}", wrong, do) from error
    return text.strip()


def ledger_id(verifier: str) -> str:
    """What entries call the ledger whose first public key this is. Nobody else can make a key with the same id.

    Raises:
        LedgerAltered: not a verifier key.
    """
    return sha256(read_verifier_key(verifier)[1]).hexdigest()[:20]


def sign(text: str, name: str, private: Ed25519PrivateKey) -> str:
    """The note: the text, an empty line and one signature line."""
    public = private.public_key().public_bytes_raw()
    signature = b64encode(key_hash(name, public) + private.sign(text.encode())).decode()
    return f"{text}\n— {name} {signature}\n"


def opened(note: str, verifier: str) -> str | None:
    """The note's text if the key signed it; None if it did not, or if the note is none."""
    name, public = read_verifier_key(verifier)
    text, separator, signatures = note.rpartition("\n\n")
    if not separator or not signatures.endswith("\n"):
        return None
    return text + "\n" if any(_signed(line, name, public, text + "\n") for line in signatures.splitlines()) else None


def _signed(line: str, name: str, public: bytes, text: str) -> bool:
    prefix = f"— {name} "
    if not line.startswith(prefix):
        return False
    try:
        written = line.removeprefix(prefix)
        signature = b64decode(written, validate=True)
        if signature[:4] != key_hash(name, public) or b64encode(signature).decode() != written:
            return False  # another key's, or one of the spellings of base64 that nobody writes
        Ed25519PublicKey.from_public_bytes(public).verify(signature[4:], text.encode())
    except (InvalidSignature, ValueError, Base64Error):
        return False
    return True


class Checkpoint(msgspec.Struct, frozen=True):
    """What a ledger commits to: its name, how many entries it has, and their root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The body of the note."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint in a note's text.

    Raises:
        LedgerAltered: it is none.
    """
    match = _CHECKPOINT.fullmatch(text)
    root = b64decode(match["root"]) if match else b""
    if match is None or len(root) != 32 or b64encode(root).decode() != match["root"]:
        raise LedgerAltered("a checkpoint", "it cannot be read", "Use the file that `habeas verify` printed.")
    return Checkpoint(match["origin"], int(match["size"]), root)
