"""The envelope of a claim: who says so, in which stance, on the strength of which words."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from habeas.claims.party import Party, Span
from habeas.errors import NoEvidence, SpanMismatch

Stance = Literal["asserts", "denies", "reports"]
"""`reports` relays somebody's words without taking them on."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """A span of a source, with its text.

    Attributes:
        source: the source entry's id.
        start, end: [start, end) in code points of the source's text.
        quote: exactly the text between them.
    """

    source: str
    start: int
    end: int
    quote: str

    @property
    def span(self) -> Span:
        """(start, end)."""
        return (self.start, self.end)


class ClaimBasis(msgspec.Struct, frozen=True, kw_only=True, tag="claim", tag_field="rests_on"):
    """What a person adds rests on another claim (a correction, a finding)."""

    claim: str


class PersonBasis(msgspec.Struct, frozen=True, kw_only=True, tag="person", tag_field="rests_on"):
    """What a person adds rests on somebody's word outside any document (a phone call's note)."""

    person: Party
    note: str


Basis = ClaimBasis | PersonBasis


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One claim.

    Attributes:
        kind: a key of `habeas.claims.CLAIMS`, which also gives `content`'s class.
        stance: whether the first speaker asserts the content, denies it, or relays it.
        speakers: the owner of the words first, then whoever relays, the outlet last.
        said_on: EDTF: when the words were said; None when unknown.
        content: one of the classes in `CLAIMS`.
        evidence: the spans it rests on; may be empty only where `basis` is not.
        basis: what else it rests on, for claims that people add.
        confidence: calibrated probability that the claim is what the text says; None for claims that people add.
        read_by: which reader, with its version, or `person:NAME`.
    """

    kind: str
    stance: Stance
    speakers: tuple[Party, ...]
    said_on: str | None
    content: Any
    evidence: tuple[Evidence, ...]
    basis: tuple[Basis, ...] = ()
    confidence: float | None = None
    read_by: str

    def __post_init__(self) -> None:
        if not self.evidence and not self.basis:
            raise NoEvidence(f"a claim of kind {self.kind}", "it rests on nothing", "Give a span, a claim or a person.")

    def check_spans(self, source: str, text: str) -> None:
        """Refuse the claim if a quote from `source` is not the text of its span.

        Raises:
            SpanMismatch: with the span and both texts.
        """
        for item in self.evidence:
            if item.source == source and (not item.quote or text[item.start : item.end] != item.quote):
                raise SpanMismatch(
                    f"span [{item.start}, {item.end}) of source {source[:12]}",
                    f"its text is {text[item.start : item.end]!r} and the quote says {item.quote!r}",
                    "Take the quote from the text as extracted.",
                )
