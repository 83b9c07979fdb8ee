"""Time stamps (RFC 3161): a third party's signed word that a checkpoint was there at a moment.

A checkpoint proves what was recorded, by the ledger's own key; that it was so early, only somebody else can say. What an
authority answers is kept beside the checkpoint, whole, and is checked against the authority's certificates without a network.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import TYPE_CHECKING

import msgspec

from habeas.errors import InputError, NotStamped

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampRequest, TimeStampResponse

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
"""Media types (RFC 3161, section 3.4)."""

LARGEST = 1_000_000
"""No answer of an authority has more bytes than this."""


class Stamp(msgspec.Struct, frozen=True):
    """A time stamp of a checkpoint.

    Attributes:
        size: how many entries the checkpoint covers.
        at: the moment that the authority states, RFC 3339 in UTC; None where the extra `timestamps` is not installed.
        checked: whether its signature leads to a certificate that was given.
    """

    size: int
    at: str | None
    checked: bool


def is_installed() -> bool:
    """Whether the extra `timestamps` is installed."""
    from importlib.util import find_spec

    return find_spec("rfc3161_client") is not None


def needed() -> None:
    """Have the extra `timestamps`.

    Raises:
        NotStamped: it is not installed.
    """
    if not is_installed():
        raise NotStamped("time stamps", "the extra `timestamps` is not installed", "pip install 'habeas[timestamps]'.")


def asked(note: str) -> TimeStampRequest:
    """The question to an authority: the hash of a checkpoint's note and a random number, and nothing else of the ledger."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    return TimestampRequestBuilder().data(note.encode()).hash_algorithm(HashAlgorithm.SHA256).build()


def answered(answer: bytes, question: TimeStampRequest, note: str, certificates: Sequence[Certificate]) -> str:
    """The moment that an authority's answer states, once it is found to answer the question.

    Args:
        answer: the bytes of the answer.
        question: what was asked.
        note: the checkpoint's note.
        certificates: the authority's certificates; its signature is checked if there are any.

    Raises:
        NotStamped: the answer is none, or is another question's.
    """
    response = _read(answer)
    if response is None:
        raise NotStamped("the authority's answer", "it is no time stamp", "Ask another authority with --tsa.")
    if question.nonce is not None and response.tst_info.nonce != question.nonce:
        raise NotStamped("the authority's answer", "it answers another question", "Ask again, or another authority.")
    wrong = _wrong(response, note, certificates)
    if wrong is not None:
        raise NotStamped("the authority's answer", wrong, "Ask another authority with --tsa, or give its certificate.")
    return _moment(response)


def checked(
    size: int, answer: bytes, note: str | None, certificates: Sequence[Certificate]
) -> tuple[Stamp, str | None]:
    """A stored time stamp, and what is wrong with it."""
    if not is_installed():
        return Stamp(size, None, checked=False), None
    response = _read(answer)
    if response is None:
        return Stamp(size, None, checked=False), f"the time stamp at {size} entries cannot be read"
    wrong = "there is no such checkpoint" if note is None else _wrong(response, note, certificates)
    stamp = Stamp(size, _moment(response), checked=bool(certificates) and wrong is None)
    return stamp, None if wrong is None else f"the time stamp at {size} entries: {wrong}"


def certificates(pem: bytes, given: str) -> list[Certificate]:
    """The certificates in a PEM file.

    Raises:
        InputError: there are none in it.
    """
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(pem)
    except ValueError as error:
        raise InputError(given, "it holds no certificates", "Give the authority's certificates in PEM.") from error


def _read(answer: bytes) -> TimeStampResponse | None:
    from rfc3161_client import decode_timestamp_response

    try:
        response = decode_timestamp_response(answer)
        granted = bool(response.tst_info.message_imprint.message)  # a refusal has no such thing, and reading it raises
    except ValueError:
        return None
    return response if granted else None


def _wrong(response: TimeStampResponse, note: str, certificates: Sequence[Certificate]) -> str | None:
    from hashlib import sha256

    from rfc3161_client import VerificationError, VerifierBuilder

    imprint = response.tst_info.message_imprint
    if imprint.hash_algorithm.dotted_string != _SHA256 or imprint.message != sha256(note.encode()).digest():
        return "it is of something else than this checkpoint"
    if not certificates:
        return None
    roots = [one for one in certificates if one.issuer == one.subject]
    if not roots:
        return "none of the certificates given is a root"
    builder = VerifierBuilder(roots=roots, intermediates=[one for one in certificates if one not in roots])
    try:
        builder.build().verify_message(response, note.encode())
    except (VerificationError, ValueError) as error:
        return f"its signature does not lead to a certificate that was given ({error})"
    return None


_SHA256 = "2.16.840.1.101.3.4.2.1"


def _moment(response: TimeStampResponse) -> str:
    return response.tst_info.gen_time.astimezone(UTC).isoformat(timespec="seconds")[:-6] + "Z"
