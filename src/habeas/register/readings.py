"""Readings of claimed numbers: what each says, by its code and fields, and as a line of English.

Pages make words of the fields in their own language; nothing ever reads the line again.
"""

from __future__ import annotations

from collections.abc import Sequence

from habeas.register.views import Clause, Reading

LINES = {
    "undated": "undated: nothing to count against",
    "holds": "bound holds ({number} states)",
    "within": "within the bounds (at least {number})",
    "others_besides": "inclusive counting: others besides the one named",
    "counted_twice": "inclusive counting: the one named apart counted twice",
    "states": "states",
    "states_and_organisations": "states and organisations",
    "without_unnamed": "states, without the {number} of whom nobody says who they are",
    "agrees_with_organisations": "agrees with {number} said on the same day, with organisations",
    "agrees_without_organisations": "agrees with {number} said on the same day, without organisations",
    "contradicts_with_organisations": "contradicts {number} said on the same day, with organisations",
    "contradicts_without_organisations": "contradicts {number} said on the same day, without organisations",
    "no_group": "of a group that is not named: nothing to count against",
    "fewer": "fewer than the {number} said on {said_on}",
    "cannot": "cannot be reconciled",
    "group_holds": "bound holds ({number} of {of}; missing {missing})",
    "group_cannot": "cannot be reconciled ({number} of {of}; missing {missing})",
}
"""What each code says."""

CANNOT: tuple[Reading, ...] = ((Clause(says="cannot"),),)


def one(says: str, number: int | None = None) -> Reading:
    """A reading of one clause."""
    return (Clause(says=says, number=number),)


def line(readings: Sequence[Reading]) -> str:
    """All readings in a line."""
    return "; or ".join("; ".join(map(_clause, reading)) for reading in readings)


def _clause(clause: Clause) -> str:
    return LINES[clause.says].format(
        number=clause.number, of=clause.of, said_on=clause.said_on, missing=", ".join(clause.missing) or "none"
    )
