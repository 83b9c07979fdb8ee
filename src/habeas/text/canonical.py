"""Canonical JSON (RFC 8785): one value, one sequence of bytes."""

from __future__ import annotations

from typing import Any

import rfc8785

from habeas.errors import BadContent


def canonical_json(value: Any) -> bytes:
    """The RFC 8785 form of plain JSON types.

    Raises:
        BadContent: a value that JSON cannot hold (not a number, a lone surrogate, an integer beyond 2**53).
    """
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise BadContent(
            "a record", f"it cannot be written as JSON: {error}", "Give plain text and numbers."
        ) from error
