"""Canonical JSON (RFC 8785): one value, one sequence of bytes."""

from __future__ import annotations

from typing import Any

import msgspec
import rfc8785

from habeas.errors import BadContent

_SORTED = msgspec.json.Encoder(order="sorted")
_LARGEST = 2**53 - 1


def _is_simple(value: Any) -> bool:
    """Whether every key and number in a value is written by any JSON encoder as RFC 8785 writes it."""
    kind = type(value)
    if kind is dict:
        return all(key.isascii() for key in value) and all(map(_is_simple, value.values()))
    if kind is list or kind is tuple:
        return all(map(_is_simple, value))
    if kind is float:
        return bool(1e-3 <= abs(value) < 1e9 and not value.is_integer())
    if kind is int:
        return bool(-_LARGEST <= value <= _LARGEST)
    return kind is str or kind is bool or value is None


def canonical_json(value: Any) -> bytes:
    """The RFC 8785 form of plain JSON types. Values as records have them are written by a fast encoder that a test holds to it.

    Raises:
        BadContent: a value that JSON cannot hold (not a number, a lone surrogate, an integer beyond 2**53).
    """
    try:
        return _SORTED.encode(value) if _is_simple(value) else rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise BadContent(
            "a record", f"it cannot be written as JSON: {error}", "Give plain text and numbers."
        ) from error
