"""Custody states and transitions: one table (`TRANSITIONS`), and nothing about custody anywhere else.

An act that cannot follow the state before it is shown as contested, never dropped. An act that says less than what stands
leaves it as it is: whoever is charged once more while under a sentence stays under the sentence, and whoever is tried after
having been deported is not held for it. `docs/reference/custody-states.md` shows the table; a test compares the two.
"""

from __future__ import annotations

from typing import get_args

from habeas.claims.custody import CustodyAct

STATES: dict[str, str] = {
    "unknown": "no source says",
    "free": "not yet in custody: every act that sources tell of begins later",
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

_TABLE = """
# after        arrested detained charged tried convicted acquitted sentenced bailed transferred house_arrest exit_ban sheltered pardoned released exchanged deported died
unknown        held     held     charged tried convicted acquitted sentenced bailed held        house_arrest exit_ban sheltered pardoned released exchanged deported died
free           held     held     charged tried convicted acquitted sentenced x      x           house_arrest exit_ban sheltered x        x        x         deported died
held           .        .        charged tried convicted acquitted sentenced bailed .           house_arrest exit_ban sheltered pardoned released exchanged deported died
charged        .        .        .       tried convicted acquitted sentenced bailed .           house_arrest exit_ban sheltered pardoned released exchanged deported died
tried          .        .        .       .     convicted acquitted sentenced bailed .           house_arrest exit_ban sheltered pardoned released exchanged deported died
convicted      .        .        .       .     .         acquitted sentenced bailed .           house_arrest exit_ban sheltered pardoned released exchanged deported died
acquitted      held     held     charged tried convicted .         sentenced bailed .           house_arrest exit_ban sheltered pardoned released exchanged deported died
sentenced      .        .        .       .     .         acquitted .         bailed .           house_arrest exit_ban sheltered pardoned released exchanged deported died
bailed         held     held     .       .     convicted acquitted sentenced .      .           house_arrest exit_ban sheltered pardoned released exchanged deported died
house_arrest   held     held     .       .     .         acquitted sentenced bailed .           .            exit_ban sheltered pardoned released exchanged deported died
exit_ban       held     held     .       .     .         .         sentenced .      .           house_arrest .        sheltered pardoned released exchanged deported died
sheltered      held     held     .       .     .         .         .         x      .           house_arrest exit_ban .         .        released exchanged deported died
pardoned       held     held     charged tried .         .         sentenced x      .           house_arrest exit_ban sheltered .        released exchanged deported died
released       held     held     .       .     .         .         sentenced x      x           house_arrest exit_ban sheltered x        x        x         deported died
exchanged      held     held     .       .     .         .         .         x      x           house_arrest exit_ban sheltered x        x        x         .        died
deported       held     held     .       .     .         .         .         x      x           house_arrest exit_ban sheltered x        x        x         .        died
died           x        x        .       .     .         .         .         x      x           x            x        x         .        x        x         x        x
"""  # noqa: E501  one row a state
"""Rows: the state before; columns: the act; cells: the state after, `.` for the same, `x` for an act that cannot follow."""


def _transitions() -> dict[str, dict[CustodyAct, str | None]]:
    header, *lines = (line.split() for line in _TABLE.strip().splitlines())
    acts: list[CustodyAct] = [act for act in get_args(CustodyAct) if act in header]
    columns = [header.index(act) - 1 for act in acts]
    return {
        line[0]: {
            act: {".": line[0], "x": None}.get(line[column], line[column])
            for act, column in zip(acts, columns, strict=True)
        }
        for line in lines
    }


TRANSITIONS = _transitions()
"""For each state and act the state after it; None where the act cannot follow."""

AFTER: dict[CustodyAct, str] = {act: state for act, state in TRANSITIONS["unknown"].items() if state is not None}
"""The state that each act leads to when nothing is known of what was before."""

ENDED = frozenset({"released", "exchanged", "deported", "died"})
"""States in which nobody is held, after having been held."""

BEGINS: frozenset[CustodyAct] = frozenset({"arrested", "detained", "house_arrest", "exit_ban", "sheltered"})
"""Acts that begin a custody."""

ON_CHARGES: frozenset[CustodyAct] = frozenset({"charged", "tried", "convicted", "acquitted", "sentenced"})
"""Acts that are done on a charge: a person's charges each have their own."""

RANK: dict[CustodyAct, int] = {act: rank for rank, act in enumerate(AFTER)}
"""The order of acts of one day, where no source gives another, and of acts without a day."""


def after(state: str, act: CustodyAct) -> str:
    """The state that an act leads to; the same state for an act that cannot follow it."""
    return TRANSITIONS[state][act] or state


def can_follow(state: str, act: CustodyAct) -> bool:
    """Whether an act can follow a state."""
    return TRANSITIONS[state][act] is not None


def is_held(state: str) -> bool:
    """Whether somebody in this state is in custody."""
    return state not in ENDED and state not in {"unknown", "free"}
