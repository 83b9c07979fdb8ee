"""The ledger's secrets: its signing key and the secret of its content keys. They lie in a file beside it, never in it."""

from __future__ import annotations

import os
import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from habeas.errors import LedgerUnwritable, NoKey
from habeas.ledger.files import synced
from habeas.ledger.notes import verifier_key
from habeas.ledger.publisher import Publisher

Random = Callable[[int], bytes]
"""So many random bytes."""


class _Stored(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    signing: str
    content: str


_WRITTEN = re.compile(rb'\s*\{(?=[^{}]*"signing"\s*:)(?=[^{}]*"content"\s*:)(?=[^{}]*"name"\s*:)[^{}]*\}\s*')
"""The form in which keys are kept, whatever else somebody wrote beside them."""


def holds_keys(raw: bytes) -> bool:
    """Whether these are the bytes of a file of keys."""
    return _WRITTEN.fullmatch(raw) is not None


def _unwritable(path: Path, error: OSError) -> LedgerUnwritable:
    return LedgerUnwritable(
        f"key file {path}", error.strerror or "cannot be written", "Make room, or choose another place."
    )


def new_keys(path: Path) -> Path:
    """Where keys lie until they are the ledger's."""
    return path.with_name(path.name + ".new")


class Keys:
    """The secrets of one ledger.

    Attributes:
        name: the ledger's name in its checkpoints.
        signing: signs checkpoints.
        content: the secret of content keys.
    """

    def __init__(self, name: str, signing: bytes, content: bytes) -> None:
        self.name = name
        self.signing = Ed25519PrivateKey.from_private_bytes(signing)
        self.content = content
        self._seed = signing

    @property
    def verifier(self) -> str:
        """The public half, for everybody."""
        return verifier_key(self.name, self.signing.public_key().public_bytes_raw())

    @classmethod
    def made(cls, rng: Random) -> Keys:
        """New keys; the name says nothing but which key it is."""
        seed, content = rng(32), rng(32)
        public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
        return cls(f"habeas.invalid/{sha256(public).hexdigest()[:12]}", seed, content)

    def publisher(self, audience: str) -> Publisher:
        """What signs publications for an audience."""
        return Publisher(self._seed, self.content, audience)

    def renewed(self, rng: Random) -> Keys:
        """Keys with another signing key, for the same ledger."""
        return Keys(self.name, rng(32), self.content)

    def beside(self, path: Path) -> None:
        """Write these keys beside the file at `path`, to be put there by `settle` once the ledger is theirs.

        Written before, and put in place after: whoever is stopped in between leaves both, and `settle` finds the right ones.

        Raises:
            LedgerUnwritable: the place cannot be written.
        """
        try:
            new_keys(path).unlink(missing_ok=True)
        except OSError as error:
            raise _unwritable(new_keys(path), error) from error
        self.write(new_keys(path))

    @classmethod
    def settle(cls, path: Path, verifier: str) -> None:
        """Put keys that were written beside `path` there, if they are those that sign the ledger from now on."""
        with suppress(
            NoKey, OSError
        ):  # half written, or nothing may be written here: then the older ones are asked for
            if new_keys(path).exists() and cls.read(new_keys(path)).verifier == verifier:
                new_keys(path).replace(path)
                synced(path.parent)

    def write(self, path: Path) -> None:
        """Write them where nothing is yet, for their owner's eyes only.

        Raises:
            LedgerUnwritable: something is there, or the place cannot be written.
        """
        stored = _Stored(self.name, b64encode(self._seed).decode(), b64encode(self.content).decode())
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise _unwritable(path, error) from error
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.format(msgspec.json.encode(stored), indent=2) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            synced(path.parent)
        except OSError as error:
            path.unlink(missing_ok=True)
            raise _unwritable(path, error) from error

    @classmethod
    def read(cls, path: Path) -> Keys:
        """The keys in a file.

        Raises:
            NoKey: there is no such file, or it holds no keys.
        """
        try:
            stored = msgspec.json.decode(path.read_bytes(), type=_Stored)
            return cls(stored.name, b64decode(stored.signing), b64decode(stored.content))
        except FileNotFoundError as error:
            raise NoKey(
                f"key file {path}", "there is none", "Put the ledger's key file back beside it to write."
            ) from error
        except (OSError, msgspec.DecodeError, ValueError) as error:
            raise NoKey(f"key file {path}", f"it cannot be read: {error}", "Put the ledger's key file back.") from error
