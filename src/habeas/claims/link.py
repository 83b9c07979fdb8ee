"""Links between cases: always somebody's claim, never ours."""

from __future__ import annotations

from typing import Literal

import msgspec

from habeas.claims.custody import CustodyAct
from habeas.claims.party import Party


class LinkEnd(msgspec.Struct, frozen=True, kw_only=True):
    """One end of a link: a person's custody, or one act of it.

    Attributes:
        person: whose custody.
        act: the act meant; None for the custody as a whole.
    """

    person: Party
    act: CustodyAct | None = None


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """`source` stands in `relation` to `target` (in JSON: `from` and `to`).

    Attributes:
        source: the earlier act, the act that retaliates, the one demanded, or one side of an exchange.
        target: the other end.
        relation: `precedes` is order in time and nothing more; the others are allegations and carry their speaker.
    """

    source: LinkEnd = msgspec.field(name="from")
    target: LinkEnd = msgspec.field(name="to")
    relation: Literal["precedes", "retaliation", "demand", "exchange"] = "precedes"
