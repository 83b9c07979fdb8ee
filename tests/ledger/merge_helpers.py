"""Ledgers that know each other: what the tests of merging share."""

from datetime import UTC, datetime, timedelta

import msgspec

from habeas.disclosure import admit, audience, policy
from habeas.entries import Mention
from habeas.entries.decisions import Accept, Consent, OpenCase, Wish
from habeas.ledger import Ledger
from habeas.register import Register, fold

START = datetime(2020, 5, 5, 8, tzinfo=UTC)
EVERYTHING = ("accept", "reject", "correct", "same", "distinct", "open_case", "consent", "wish", "classify", "withhold",
              "release", "erase")  # fmt: skip


class Clock:
    """A clock of the tests' own: every look at it is a minute later."""

    def __init__(self, start: datetime = START) -> None:
        self.moment = start

    def __call__(self) -> datetime:
        self.moment += timedelta(minutes=1)
        return self.moment


def trusting(*ledgers: Ledger) -> None:
    for one in ledgers:
        for other in ledgers:
            if one is not other:
                one.trust(other.verifier(), EVERYTHING, reason="partners")


def register(ledger: Ledger, who: str, **when: str | None) -> Register:
    entries = list(ledger.entries())
    known_at = when.get("known_at")
    admitted = admit(entries, policy(entries), audience(who), known_at=known_at, now=START + timedelta(days=30))
    return fold(admitted, as_of=when.get("as_of"), known_at=known_at)


def bytes_of(ledger: Ledger) -> tuple[bytes, bytes]:
    return tuple(msgspec.json.encode(register(ledger, who)) for who in ("team", "public"))


def settled(*ledgers: Ledger) -> None:
    """Everybody has what everybody has."""
    for _ in range(2):
        for one in ledgers:
            for other in ledgers:
                if one is not other:
                    one.merge(other)


def person(ledger: Ledger) -> Mention:
    return next(Mention(source=e.id, span=None, name="Ana Silva") for e in ledger.entries() if e.claim is not None)


def opening(ledger: Ledger, slug: str = "abcd") -> OpenCase:
    return OpenCase(
        reason="r", case=slug * 4, slug=slug, person=person(ledger), by="PE",
        inclusion_rule="alleged-arbitrary", alleged_by=("DK",),
    )  # fmt: skip


def publishing(ledger: Ledger, slug: str = "abcd") -> None:
    """What makes Ana Silva's case public."""
    claims = tuple(e.id for e in ledger.entries() if e.claim is not None)
    who = person(ledger)
    decided = [
        (Accept(reason="r", claims=claims), "team"),
        (opening(ledger, slug), "public"),
        (Consent(reason="r", person=who, given=True, given_by="self"), "team"),
        (Wish(reason="r", person=who, wish="public", expressed_by="self"), "team"),
    ]
    ledger.record(decided)
