"""What signs publications: keys of their own for each audience, made from the ledger's and leading back to nothing."""

from __future__ import annotations

import hmac
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from habeas.ledger.notes import sign, verifier_key

SALT_BYTES = 16


class Publisher:
    """Signs the releases for one audience.

    Its key is derived from the ledger's signing key (HKDF, RFC 5869): there is no further file to keep, and nobody without that
    key can tell which ledger it belongs to. A ledger that signs with a new key publishes with a new one too. Salts come from the
    ledger's other secret, which stays: a record that has not changed keeps its salt.

    Args:
        signing: the ledger's signing key, 32 bytes.
        content: the ledger's secret of content keys.
        audience: for whom.
    """

    def __init__(self, signing: bytes, content: bytes, audience: str) -> None:
        purpose = f"habeas publication 1 {audience}".encode()
        self._private = Ed25519PrivateKey.from_private_bytes(_derived(signing, purpose))
        self._secret = _derived(content, purpose)
        public = self._private.public_key().public_bytes_raw()
        self.name = f"habeas.invalid/release/{sha256(public).hexdigest()[:12]}"
        self.verifier = verifier_key(self.name, public)

    def sign(self, text: str) -> str:
        """The signed note of a text."""
        return sign(text, self.name, self._private)

    def salt(self, record: bytes) -> str:
        """A record's salt in hex: the same record has the same, and without the secret nobody can tell which it would be."""
        return hmac.digest(self._secret, record, "sha256")[:SALT_BYTES].hex()


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)
