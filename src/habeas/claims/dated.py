"""The dates in a claim. What is recorded stays for good, and every view reads them: none may be anything else."""

from __future__ import annotations

from habeas.claims.attribute import Attribute
from habeas.claims.envelope import Claim
from habeas.text.dates import check


def check_dates(claim: Claim) -> None:
    """See that every date of a claim is one: when it was said, when what it tells of was, a day of birth.

    Raises:
        BadDate: one is none.
    """
    content = claim.content
    for value in (claim.said_on, getattr(content, "when", None), getattr(content, "as_of", None)):
        if value is not None:
            check(value)
    if isinstance(content, Attribute) and content.attribute == "birth":
        check(content.value)
