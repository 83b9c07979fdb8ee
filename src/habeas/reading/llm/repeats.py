"""The same claim twice: what a model proposes again, or what the rules have read already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from habeas.claims import Claim


def new_ones(proposed: Iterable[Claim], known: Iterable[Claim]) -> list[Claim]:
    """The proposed claims that no known claim makes in the same kind, content and stance.

    Parties count as the same by name alone, and unnamed ones by role and state: where a text names somebody is no content.
    """
    seen = {_key(claim) for claim in known}
    return [claim for claim in proposed if _key(claim) not in seen]


def without_repeats(proposed: Iterable[Claim]) -> list[Claim]:
    """The claims, each once: of the same content, stance and speakers the first."""
    first: dict[bytes, Claim] = {}
    for claim in proposed:
        first.setdefault(_key(claim) + _encoded(claim.speakers), claim)
    return list(first.values())


def _key(claim: Claim) -> bytes:
    return _encoded([claim.kind, claim.stance, claim.content])


def _encoded(value: Any) -> bytes:
    return msgspec.json.encode(_plain(msgspec.to_builtins(value)), order="deterministic")


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "anonymous" in value:  # a party
        return value["name"] or [value["role"], value["state"]]
    return {name: _plain(item) for name, item in value.items()}
