"""Endorsements of an instrument, and what sources say their number is."""

from __future__ import annotations

from typing import Literal

import msgspec

Bound = Literal["exactly", "at_least", "at_most", "nearly", "about", "nearly_all", "all"]


class Endorsement(msgspec.Struct, frozen=True, kw_only=True):
    """`party` endorsed `instrument`, withdrew from it, or denies having endorsed it.

    Attributes:
        party: a state's code or an organisation's (`EU`).
        instrument: the instrument's id in `habeas/text/data/instruments.toml`, or a slug of its name in the text.
        act: endorsed, withdrew, denied_endorsing.
        when: EDTF; None when the text gives no date.
    """

    party: str
    instrument: str
    act: Literal["endorsed", "withdrew", "denied_endorsing"] = "endorsed"
    when: str | None = None


class EndorsementCount(msgspec.Struct, frozen=True, kw_only=True):
    """A source says that so many have endorsed `instrument`.

    Attributes:
        instrument: as in `Endorsement`.
        count: the number of endorsers the text arrives at ("Canada and 57 others" is 58); for `nearly_all` and `all`
            the size of the group of which it speaks (27).
        counts: what is counted.
        group: a group's code (`EU`) when the number is of its members; None for all endorsers.
        bound: how the number is meant: `exactly`; `at_least` ("more than 50"), `at_most` ("fewer than 60"), `nearly` ("nearly
            80": short of it), `about` ("some 60": either side of it); of a group's members `nearly_all` or `all`.
    """

    instrument: str
    count: int
    counts: Literal["states", "states_and_organisations", "unclear"]
    group: str | None = None
    bound: Bound = "exactly"
