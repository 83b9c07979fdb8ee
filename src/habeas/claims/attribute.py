"""Attributes: what a source says somebody or something is."""

from __future__ import annotations

from typing import Literal

import msgspec

from habeas.claims.party import Party

AttributeName = Literal[
    "nationality",
    "residence",
    "occupation",
    "position",
    "affiliation",
    "alias",
    "birth",
    "sex",
    "legal_force",
    "targets",
]

OF_INSTRUMENTS: frozenset[AttributeName] = frozenset({"legal_force", "targets"})
"""What only a declaration or treaty has. Whoever the subject of one of these is called, it is nobody's name."""


class Attribute(msgspec.Struct, frozen=True, kw_only=True):
    """`subject` has `value` for `attribute`.

    Attributes:
        subject: a person or body (a party), a state (its code), or an instrument (a party that names it).
        attribute: one of `AttributeName`; those in `OF_INSTRUMENTS` are of instruments.
        value: a state code for nationality and residence; `none` or a state code for `targets`; EDTF for `birth`;
            the text's own words otherwise.
    """

    subject: Party | str
    attribute: AttributeName
    value: str

    @property
    def of_instrument(self) -> bool:
        """Whether the subject is an instrument."""
        return self.attribute in OF_INSTRUMENTS
