"""What is kept of a proposal: only what the words of the document bear out."""

from __future__ import annotations

from typing import Any

import msgspec

from habeas.claims import Claim, Custody, Evidence, Party, Statement, decode, outlet
from habeas.errors import ClaimError
from habeas.reading.llm.acts import denied_before, denies
from habeas.reading.llm.contents import unsupported
from habeas.reading.llm.instructions import talks_to_a_machine
from habeas.reading.llm.parties import names_speaker, placed
from habeas.reading.llm.passage import Page, Passage, located
from habeas.reading.llm.schema import PROPOSED, Proposed

CONFIDENCE = 0.3
"""Stated, not measured: no model has been calibrated, and a model's own confidence is only more of its words."""

MAX_SPEAKERS = 4

REASONS = frozenset(
    "form kind quote long instruction person act state place date grounds value instrument count words manner demand "
    "accusation relation stance speaker repeated many".split()
)
"""Why a proposal is dropped: the field that the words do not bear out, or what else is wrong with it."""


def checked(raw: Any, page: Page, *, source: str, outlet_name: str | None, read_by: str) -> Claim | str:
    """The claim that a proposal makes, or the one of `REASONS` for which it is dropped. Never raises for what `raw` is.

    Args:
        raw: one item of the model's answer, as any JSON.
        page: the document.
        source: the id under which evidence names it.
        outlet_name: who published it; None when unknown.
        read_by: what the claim names as its reader.
    """
    if not isinstance(raw, dict) or raw.get("kind") not in [*PROPOSED]:
        return "kind" if isinstance(raw, dict) and isinstance(raw.get("kind"), str) else "form"
    try:
        proposed = msgspec.convert(raw, Proposed)
    except (msgspec.ValidationError, RecursionError):
        return "form"
    passage = located(page, proposed.quote, proposed.start)
    if passage is None:
        return "quote"
    speakers = (*_without_outlet(proposed.speakers, outlet_name), outlet(outlet_name))
    claim = _claim(proposed, passage, speakers, source, read_by)
    return (_wrong(claim, passage) or claim) if isinstance(claim, Claim) else claim


def _without_outlet(speakers: tuple[Party, ...], name: str | None) -> tuple[Party, ...]:
    """The chain without whoever published the document, who stands at its end anyway."""
    return tuple(one for one in speakers if name is None or one.name != name)


def _claim(proposed: Proposed, passage: Passage, speakers: tuple[Party, ...], source: str, read_by: str) -> Claim | str:
    """The claim as it would be recorded: evidence of whole sentences, parties where the text has them."""
    start, end = passage.wide
    told_by_outlet = len(speakers) == 1
    plain = {
        "kind": proposed.kind,
        "stance": proposed.stance,
        "speakers": msgspec.to_builtins(tuple(placed(one, passage) for one in speakers[:-1]) + speakers[-1:]),
        "said_on": passage.page.published if told_by_outlet else proposed.said_on,
        "content": proposed.content,
        "evidence": [msgspec.to_builtins(Evidence(source=source, start=start, end=end, quote=passage.text))],
        "confidence": CONFIDENCE,
        "read_by": read_by,
    }
    try:
        claim = decode(plain)
        return msgspec.structs.replace(claim, content=placed(claim.content, passage))
    except (ClaimError, RecursionError):
        return "form"


def _wrong(claim: Claim, passage: Passage) -> str | None:
    """Why a claim is dropped; None where nothing is wrong with it."""
    if passage.long:
        return "long"
    if talks_to_a_machine(passage.around):
        return "instruction"
    return _speakers_wrong(claim, passage) or unsupported(claim.content, passage) or _stance_wrong(claim, passage)


def _speakers_wrong(claim: Claim, passage: Passage) -> str | None:
    speaking = claim.speakers[:-1]
    if len(speaking) > MAX_SPEAKERS or (isinstance(claim.content, Statement) and not speaking):
        return "speaker"
    if not all(names_speaker(one, passage) for one in speaking):
        return "speaker"
    dated = not speaking or claim.said_on is None or claim.said_on in passage.dates
    return None if dated else "date"


def _stance_wrong(claim: Claim, passage: Passage) -> str | None:
    """A denial needs words that deny; what a sentence says that somebody denied is not asserted."""
    if claim.stance == "denies":
        return None if denies(passage) else "stance"
    if isinstance(claim.content, Custody) and denied_before(claim.content.act, passage):
        return "stance"
    return None
