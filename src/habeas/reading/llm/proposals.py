"""What a model proposes for one document, and what is left of it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import httpx
import msgspec

from habeas.claims import Claim
from habeas.reading.llm.check import checked
from habeas.reading.llm.client import Failed, ask
from habeas.reading.llm.passage import Page
from habeas.reading.llm.prompt import request_body
from habeas.reading.llm.repeats import without_repeats
from habeas.reading.llm.settings import LlmSettings

LANGUAGES = ("en",)
"""Languages whose words the checks know; a document in another one is not sent, because nothing of it could be kept."""

MAX_TEXT = 200_000
"""Characters of a document; a longer one is not sent."""

MAX_PROPOSALS = 500
"""Proposals of one answer that are looked at."""


class Proposals(msgspec.Struct, frozen=True, kw_only=True):
    """What came of asking.

    Attributes:
        claims: what is kept, in the order of the text.
        kept: how many these are.
        dropped: how many proposals were dropped, by reason (`habeas.reading.llm.check.REASONS`).
        failure: why there was no answer that could be read; None where there was one.
    """

    claims: list[Claim] = []
    kept: int = 0
    dropped: dict[str, int] = {}
    failure: str | None = None


class _Answer(msgspec.Struct, forbid_unknown_fields=True):
    claims: list[Any]


def propose(
    text: str,
    *,
    source: str,
    published: str | None,
    outlet_name: str | None,
    settings: LlmSettings,
    transport: httpx.AsyncBaseTransport | None = None,
    language: str | None = "en",
) -> Proposals:
    """Ask the model once about one document. Whatever it or its server does, this does not raise.

    Args:
        text: the source's text as extracted; all of it is sent.
        source: the id under which evidence names the source.
        published: EDTF; the day from which relative dates count; None when unknown.
        outlet_name: who published it; None when unknown.
        settings: which model.
        transport: httpx's own unless given.
        language: as detected; None (too short to tell) is taken for English.
    """
    if (language or "en") not in LANGUAGES:
        return Proposals(failure=f"proposals in its language ({language}) cannot be checked, and it was not sent")
    if len(text) > MAX_TEXT:
        return Proposals(failure=f"the document is longer than {MAX_TEXT} characters and was not sent")
    try:
        body = request_body(text, model=settings.model, published=published, outlet_name=outlet_name)
        found = _claims_in(ask(body, settings, transport))
    except Failed as failed:
        return Proposals(failure=str(failed))
    except UnicodeEncodeError:
        return Proposals(failure="the document's text cannot be sent: it holds half characters")
    page = Page(text, published, language or "en")
    read_by = f"llm:{settings.model}"
    results = [
        checked(raw, page, source=source, outlet_name=outlet_name, read_by=read_by) for raw in found[:MAX_PROPOSALS]
    ]
    return _counted(results, len(found) - len(results))


def _claims_in(answer: str) -> list[Any]:
    """The proposals in the model's words; some models fence their JSON.

    Raises:
        Failed: it is not JSON to its end, or of another form.
    """
    plain = answer.strip().removeprefix("```json").removeprefix("```").removesuffix("```")
    try:
        return msgspec.json.decode(plain, type=_Answer).claims
    except msgspec.ValidationError:
        raise Failed("the model answers in another form than asked for") from None
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        raise Failed("the model's answer is not JSON, or breaks off") from None


def _counted(results: list[Claim | str], unseen: int) -> Proposals:
    good = sorted((one for one in results if isinstance(one, Claim)), key=lambda claim: claim.evidence[0].span)
    kept = without_repeats(good)
    dropped = Counter(one for one in results if isinstance(one, str))
    dropped += Counter({"repeated": len(good) - len(kept), "many": unseen})
    return Proposals(claims=kept, kept=len(kept), dropped=dict(sorted(dropped.items())))
