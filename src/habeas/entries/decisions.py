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
    """`claim` is replaced by `by`, a claim entry that rests on it.

    Attributes:
        claim, by: the two claims.
        accepts: `by` is what the sources say. False where many were replaced at once, as from a changed table: `by` is then
            as accepted or proposed as `claim` was.
    """

    claim: str
    by: str
    accepts: bool = True


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


Giver = Literal["self", "relative", "lawyer", "government", "own_publicity"]
"""Whose word it is. The person's own (`self`, and `own_publicity`: the person made it public) comes before anybody else's."""

Purpose = Literal["publication", "sharing"]
"""For what: `publication` to everybody, `sharing` with partners only."""

Sensitive = Literal[
    "health",
    "belief",
    "orientation",
    "guilt",
    "confession",
    "child",
    "relative",
    "contact",
    "document",
    "travel",
    "custody_site",
    "channel",
    "helper",
    "negotiation",
    "logistics",
    "draft",
]
"""What kind of thing must not leave the team (`habeas.disclosure.sensitive` says of each why, and what opens it)."""

Detail = Literal["name", "date", "place", "speaker"]
"""What may be withheld of something that is shown."""


class Consent(Decision, frozen=True, kw_only=True, tag="consent"):
    """Consent given, or refused or revoked, for what may be done with what is known of a person.

    Attributes:
        person: whose data it is.
        given: False for a refusal or a revocation.
        given_by: the person's own comes before a relative's.
        scope: for what purposes.
        about: the sensitive kinds that it is about (`health` ...); empty for everything that is not sensitive.
        on: EDTF: when it was said. What is said to be older than what is on record does not replace it.
    """

    person: Mention
    given: bool
    given_by: Giver
    scope: tuple[str, ...] = ("publication",)
    about: tuple[Sensitive, ...] = ()
    on: str | None = None


class Wish(Decision, frozen=True, kw_only=True, tag="wish"):
    """How public a person wants the case to be. Unknown means no."""

    person: Mention
    wish: Literal["public", "quiet", "unknown"]
    expressed_by: Giver
    on: str | None = None


class Classify(Decision, frozen=True, kw_only=True, tag="classify"):
    """These entries have another handling label from now on, or hold something sensitive.

    Attributes:
        entries: claims or sources; what is said of a source holds for every claim that rests on it.
        handling: the label; None leaves it as it is.
        sensitive: the kinds of sensitive thing that the entries hold, in place of those said before; empty for none, which also
            clears what a machine suspected in them; None leaves them as they are.
        words: only these words are sensitive, wherever they stand; the entries then say where they were found.
    """

    entries: tuple[str, ...]
    handling: str | None = None
    sensitive: tuple[Sensitive, ...] | None = None
    words: tuple[str, ...] = ()


class Withhold(Decision, frozen=True, kw_only=True, tag="withhold"):
    """Keep something from every audience below team.

    Attributes:
        entries: entries withheld as a whole, or, with `details`, of which these are withheld.
        person: somebody withheld altogether, or, with `details`, of whom these are withheld wherever the person is spoken of.
        names: spellings withheld wherever they stand, such as the name behind a pseudonym.
        details: what is withheld of something that is otherwise shown; empty for all of it.
        date_to: dates are shown as their month or year instead of not at all.
        place_to: places are shown as this (a region or a country) instead of not at all.
        until: RFC 3339 in UTC: an embargo's end; None for good.
    """

    entries: tuple[str, ...] = ()
    person: Mention | None = None
    names: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()
    date_to: Literal["month", "year"] | None = None
    place_to: str | None = None
    until: str | None = None


class Release(Decision, frozen=True, kw_only=True, tag="release"):
    """An earlier `withhold` no longer holds."""

    withholds: str


class Blanked(msgspec.Struct, frozen=True, kw_only=True):
    """Of an entry, a part is gone for good.

    Attributes:
        entry: its id. Its header still holds the hash of what it was, which nobody can check any longer.
        spans: what was blanked of a source's text; empty for a decision that lost a name or its reason.
        payload_hash: hex SHA-256 of a new salt and what is left, as a header has it: what is left is checked against this.
    """

    entry: str
    spans: tuple[Span, ...]
    payload_hash: str


class Erase(Decision, frozen=True, kw_only=True, tag="erase"):
    """These entries' payloads are gone for good, or parts of them; their headers stay, so that the record still verifies.

    The reason holds no personal data: it stays when what it speaks of is gone.

    Attributes:
        entries: whose payloads are gone.
        blanked: of which a part is gone. The bytes of such a source are gone with it.
    """

    entries: tuple[str, ...]
    blanked: tuple[Blanked, ...] = ()


class RotateKey(Decision, frozen=True, kw_only=True, tag="rotate_key"):
    """From the checkpoint after this entry's own on, another key signs.

    The old key signs the checkpoint that first covers this entry, and so vouches for the new one.

    Attributes:
        verifier: the new public key.
    """

    verifier: str


class Trust(Decision, frozen=True, kw_only=True, tag="trust"):
    """Another ledger's decisions of these kinds count here from now on. Of another ledger, it is never followed.

    Attributes:
        verifier: any of the public keys that the other ledger signed with; one speaks for all of them.
        kinds: names of decisions, of `TRUSTABLE`.
        revoked: they count no longer.
    """

    verifier: str
    kinds: tuple[str, ...]
    revoked: bool = False


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
    | Trust
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
    "trust": Trust,
}

CONTROL = (Consent, Wish, Classify, Withhold, Release, Erase, RotateKey, Trust)
"""Decisions that make the policy; they are never shown."""

TRUSTABLE = tuple(kind for kind in DECISIONS if kind not in {"rotate_key", "trust"})
"""Kinds of decision that another ledger can be trusted for. Keys and trust are each ledger's own."""


def name_of(decision: AnyDecision) -> str:
    """The decision's name: a key of `DECISIONS`."""
    return str(decision.__struct_config__.tag)
