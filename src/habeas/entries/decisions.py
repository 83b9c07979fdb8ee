"""Decisions: a person's acts on the record. Nothing else changes what a view shows."""

from __future__ import annotations

from typing import Literal

import msgspec

from habeas.claims import Span


class Mention(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A party as one source names it.

    Attributes:
        source: the source entry's id; the claim's id for a party that no text names.
        span: where the source first names it in full; None for a party that no text names.
        name: the name there; None for an unnamed party.
    """

    source: str
    span: Span | None
    name: str | None


class Decision(msgspec.Struct, frozen=True, kw_only=True, tag_field="decision"):
    """What every decision has.

    Attributes:
        reason: why, in the decider's words.
        reason_handling: the reason's own handling label; reasons are not shown with what they are about.
    """

    reason: str
    reason_handling: str = "team"


class Accept(Decision, frozen=True, kw_only=True, tag="accept"):
    """These claims are what their sources say."""

    claims: tuple[str, ...]


class Reject(Decision, frozen=True, kw_only=True, tag="reject"):
    """These claims are not what their sources say."""

    claims: tuple[str, ...]


class Correct(Decision, frozen=True, kw_only=True, tag="correct"):
    """`claim` is replaced by `by`, a claim entry that rests on it."""

    claim: str
    by: str


class Same(Decision, frozen=True, kw_only=True, tag="same"):
    """These mentions are one person or body."""

    mentions: tuple[Mention, ...]


class Distinct(Decision, frozen=True, kw_only=True, tag="distinct"):
    """These mentions are not the same: undoes an earlier `same` that joined them, and forbids rules to join them."""

    mentions: tuple[Mention, ...]


class OpenCase(Decision, frozen=True, kw_only=True, tag="open_case"):
    """A person's custody by one state becomes a case.

    Attributes:
        case: a random id, minted here; says nothing about the person.
        slug: a random public name for URLs.
        person: one mention of the person; the case is of the entity it belongs to.
        by: the state that holds or held the person.
        inclusion_rule: the id of the rule it meets (`docs/reference/inclusion.md`).
        alleged_by: who alleges arbitrariness or leverage: state codes or names.
    """

    case: str
    slug: str
    person: Mention
    by: str
    inclusion_rule: str
    alleged_by: tuple[str, ...]


class Consent(Decision, frozen=True, kw_only=True, tag="consent"):
    """Consent given, or refused or revoked, for what may be done with what is known of a person.

    Attributes:
        person: whose data it is.
        given: False for a refusal or a revocation.
        given_by: the person's own comes before a relative's.
        scope: for what ("publication").
        on: EDTF.
    """

    person: Mention
    given: bool
    given_by: Literal["self", "relative", "lawyer", "government", "own_publicity"]
    scope: tuple[str, ...] = ("publication",)
    on: str | None = None


class Wish(Decision, frozen=True, kw_only=True, tag="wish"):
    """How public a person wants the case to be. Unknown means no."""

    person: Mention
    wish: Literal["public", "quiet", "unknown"]
    expressed_by: Literal["self", "relative", "lawyer", "government", "own_publicity"]
    on: str | None = None


class Classify(Decision, frozen=True, kw_only=True, tag="classify"):
    """These entries have another handling label from now on."""

    entries: tuple[str, ...]
    handling: str


class Withhold(Decision, frozen=True, kw_only=True, tag="withhold"):
    """Keep something from every audience below team.

    Attributes:
        entries: entries withheld as a whole.
        person: somebody whose name is withheld wherever it stands.
        until: RFC 3339 in UTC: an embargo's end; None for good.
    """

    entries: tuple[str, ...] = ()
    person: Mention | None = None
    until: str | None = None


class Release(Decision, frozen=True, kw_only=True, tag="release"):
    """An earlier `withhold` no longer holds."""

    withholds: str


class Erase(Decision, frozen=True, kw_only=True, tag="erase"):
    """These entries' payloads are gone for good; their headers stay, so that the record still verifies.

    The reason holds no personal data: it stays when what it speaks of is gone.
    """

    entries: tuple[str, ...]


class RotateKey(Decision, frozen=True, kw_only=True, tag="rotate_key"):
    """From the checkpoint after this entry's own on, another key signs.

    The old key signs the checkpoint that first covers this entry, and so vouches for the new one.

    Attributes:
        verifier: the new public key.
    """

    verifier: str


AnyDecision = (
    Accept
    | Reject
    | Correct
    | Same
    | Distinct
    | OpenCase
    | Consent
    | Wish
    | Classify
    | Withhold
    | Release
    | Erase
    | RotateKey
)

DECISIONS: dict[str, type[AnyDecision]] = {
    "accept": Accept,
    "reject": Reject,
    "correct": Correct,
    "same": Same,
    "distinct": Distinct,
    "open_case": OpenCase,
    "consent": Consent,
    "wish": Wish,
    "classify": Classify,
    "withhold": Withhold,
    "release": Release,
    "erase": Erase,
    "rotate_key": RotateKey,
}

CONTROL = (Consent, Wish, Classify, Withhold, Release, Erase, RotateKey)
"""Decisions that make the policy; they are never shown."""
