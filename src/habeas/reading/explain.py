"""Why a claim was read as it was: its document is read again, and the reader says what it went by."""

from __future__ import annotations

import msgspec

from habeas.claims import Claim


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What stands behind one claim.

    Attributes:
        read_by: the reader that made it, or the person who added it.
        confidence: the share of such claims that are right, measured on the dev part of our corpus; None for what people add.
        again: True where the reader of today finds it again, False where it does not (another version, another reader, a person).
        why: what the reader goes by, a line each; empty where it is not found again.
    """

    read_by: str
    confidence: float | None
    again: bool
    why: tuple[str, ...]


def explain(claim: Claim, text: str, *, published: str | None, outlet: str | None, language: str | None) -> Explanation:
    """Read a claim's document again and say what the reader went by.

    Args:
        claim: the claim, with evidence in this document.
        text: the source's text as extracted.
        published: as the source says.
        outlet: as the source says.
        language: as the source says.
    """
    why = reasons(claim, text, published=published, outlet=outlet, language=language or "en")
    return Explanation(read_by=claim.read_by, confidence=claim.confidence, again=why is not None, why=why or ())


def reasons(
    claim: Claim, text: str, *, published: str | None, outlet: str | None, language: str
) -> tuple[str, ...] | None:
    """The reader's reasons, or None where it does not find the claim."""
    from habeas.reading import READ_LANGUAGES, read_document
    from habeas.reading.reader import Reader

    source = claim.evidence[0].source if claim.evidence else ""
    if language == "en":
        reader = Reader(text, source, published, outlet, language)
        found = {_told(one): reader.why[one] for one in reader.claims()}
        return found.get(_told(claim))
    if language in READ_LANGUAGES:
        again = read_document(text, source=source, published=published, outlet=outlet, language=language)
        return ("a rule found it in these sentences",) if _told(claim) in {_told(one) for one in again} else None
    return None


def _told(claim: Claim) -> tuple[object, ...]:
    return (claim.kind, claim.stance, repr(claim.content), tuple(item.span for item in claim.evidence[:1]))
