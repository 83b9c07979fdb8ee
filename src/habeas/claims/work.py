"""What people add in their work: findings against a framework's criteria, and actions."""

from __future__ import annotations

from typing import Literal

import msgspec

from habeas.claims.party import Party

ActionWhat = Literal[
    "statement_opened",
    "signed",
    "declined",
    "demarche",
    "access_requested",
    "access_granted",
    "access_refused",
    "designation",
    "submission_filed",
    "reply_due",
    "other",
]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """An assessor's answer to one criterion.

    Attributes:
        case: the case's id.
        framework: the framework's id ("wgad").
        criterion: the criterion's id ("WGAD-I").
        answer: unknown is never `not_met`.
        rationale: the assessor's words.
        claims: the ids of the claims it rests on.
        as_of: EDTF date for which the answer holds.
    """

    case: str
    framework: str
    criterion: str
    answer: Literal["met", "not_met", "unknown", "contested"]
    rationale: str
    claims: tuple[str, ...]
    as_of: str


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """Something done or due on a case.

    Attributes:
        what: one of `ActionWhat`.
        about: a case's id, an instrument's id or a party.
        by: the state (its code) or party that acts.
        when: EDTF.
    """

    what: ActionWhat
    about: Party | str
    by: Party | str
    when: str | None = None
