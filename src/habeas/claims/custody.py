"""Custody: one act upon one person by one state."""

from __future__ import annotations

from typing import Literal

import msgspec

from habeas.claims.party import Party

CustodyAct = Literal[
    "arrested",
    "detained",
    "charged",
    "tried",
    "convicted",
    "acquitted",
    "sentenced",
    "bailed",
    "transferred",
    "house_arrest",
    "exit_ban",
    "sheltered",
    "pardoned",
    "released",
    "exchanged",
    "deported",
    "died",
]


class Custody(msgspec.Struct, frozen=True, kw_only=True):
    """`person` was arrested, charged, released ... by the state `by`.

    Attributes:
        person: who is or was held; may be unnamed.
        act: one of `CustodyAct`.
        by: the acting state; None when the text does not say.
        at_request_of: the state that asked for the act (an extradition request); None when none is named.
        place: where, in the text's own words.
        when: EDTF, never more precise than the text; None when it gives no date.
        grounds: the stated reason or charge, in the text's own words.
    """

    person: Party
    act: CustodyAct
    by: str | None = None
    at_request_of: str | None = None
    place: str | None = None
    when: str | None = None
    grounds: str | None = None
