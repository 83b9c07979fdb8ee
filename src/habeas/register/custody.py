"""Custody states and transitions: one table, and nothing about custody anywhere else.

An act leads from any state to the state in `AFTER`, except where `CLOSED` says that it cannot follow: such an act is shown
as contested, never dropped.
"""

from __future__ import annotations

from habeas.claims.custody import CustodyAct

STATES: dict[str, str] = {
    "unknown": "no source says",
    "held": "arrested or detained, not known to be charged",
    "charged": "held and charged",
    "tried": "held and on trial, or tried without a known verdict",
    "convicted": "held and found guilty",
    "acquitted": "found not guilty, not known to be released",
    "sentenced": "held under a sentence",
    "bailed": "out of prison on bail, not free to leave",
    "house_arrest": "confined to a dwelling",
    "exit_ban": "at liberty in the country and barred from leaving it",
    "sheltered": "in an embassy or the like, unable to leave",
    "pardoned": "pardoned, not known to be released",
    "released": "free",
    "exchanged": "freed in an exchange",
    "deported": "sent out of the country",
    "died": "died in custody",
}
"""Every state with what it means."""

AFTER: dict[CustodyAct, str] = {
    "arrested": "held",
    "detained": "held",
    "charged": "charged",
    "tried": "tried",
    "convicted": "convicted",
    "acquitted": "acquitted",
    "sentenced": "sentenced",
    "bailed": "bailed",
    "transferred": "",
    "house_arrest": "house_arrest",
    "exit_ban": "exit_ban",
    "sheltered": "sheltered",
    "pardoned": "pardoned",
    "released": "released",
    "exchanged": "exchanged",
    "deported": "deported",
    "died": "died",
}
"""The state after each act; empty where the act leaves the state as it was."""

ENDED = frozenset({"released", "exchanged", "deported", "died"})
"""States in which nobody is held."""

BEGINS: frozenset[CustodyAct] = frozenset({"arrested", "detained", "house_arrest", "exit_ban", "sheltered"})
"""Acts that begin a custody."""

_NEEDS_CUSTODY: frozenset[CustodyAct] = frozenset({"released", "exchanged", "pardoned", "transferred", "bailed"})
CLOSED: dict[str, frozenset[CustodyAct]] = {
    "died": frozenset(AFTER),
    "released": _NEEDS_CUSTODY,
    "exchanged": _NEEDS_CUSTODY,
    "deported": _NEEDS_CUSTODY,
}
"""Acts that cannot follow a state."""

RANK: dict[CustodyAct, int] = {act: rank for rank, act in enumerate(AFTER)}
"""The order of acts of one day, and of acts without a day."""


def after(state: str, act: CustodyAct) -> str:
    """The state that an act leads to."""
    return AFTER[act] or state


def can_follow(state: str, act: CustodyAct) -> bool:
    """Whether an act can follow a state."""
    return act not in CLOSED.get(state, frozenset())


def is_held(state: str) -> bool:
    """Whether somebody in this state is in custody."""
    return state not in ENDED and state != "unknown"
