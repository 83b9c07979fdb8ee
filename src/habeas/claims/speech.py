"""Speech: statements, appeals and accusations. Who said it is in the claim's envelope, not here."""

from __future__ import annotations

from typing import Literal

import msgspec

from habeas.claims.party import Party

Demand = Literal[
    "release",
    "return",
    "access",
    "fair_trial",
    "halt_execution",
    "medical_care",
    "stop_practice",
    "information",
    "other",
]

AccusationOf = Literal[
    "arbitrary_detention",
    "coercion",
    "hypocrisy",
    "interference",
    "rights_violation",
    "ill_treatment",
    "espionage",
    "other",
]


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """Words that somebody spoke or wrote.

    Attributes:
        manner: `direct` (between quotation marks), `indirect`, `mixed`.
        words: verbatim from the source, without the quotation marks around them.
        about: what it is about: state codes, instrument ids, parties.
        addressee: to whom ("told Reuters"): a state code or a party.
        under_duress: the text calls them a forced or filmed confession: what somebody in custody was made to say, and no fact.
    """

    manner: Literal["direct", "indirect", "mixed"]
    words: str
    about: tuple[Party | str, ...] = ()
    addressee: Party | str | None = None
    under_duress: bool = False


class Appeal(msgspec.Struct, frozen=True, kw_only=True):
    """A call on somebody to do something for somebody.

    Attributes:
        addressee: on whom: a state code or a party; None when the text does not say.
        demand: one of `Demand`.
        on_behalf_of: for whom.
    """

    addressee: Party | str | None
    demand: Demand
    on_behalf_of: tuple[Party, ...] = ()


class Accusation(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is accused; a denial is the same content with the stance `denies`.

    Attributes:
        accused: a state code or a party.
        of: one of `AccusationOf`.
        concerning: the persons it is about.
    """

    accused: Party | str
    of: AccusationOf
    concerning: tuple[Party, ...] = ()
