"""International organisations and rights bodies, under codes of ours."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import msgspec

from habeas.text.phrases import Phrases, rows
from habeas.text.spans import Span

ORGANISATIONS: Mapping[str, tuple[str, ...]] = {
    code: tuple(names.split(";")) for code, names in rows("organisations.csv")
}
"""Names by code, the display name first."""


class OrganisationMention(msgspec.Struct, frozen=True):
    """An organisation as a text names it.

    Attributes:
        span: without article.
        code: of ours, upper case (`EU`).
    """

    span: Span
    code: str


def is_organisation(code: str | None) -> bool:
    """Whether `code` is an organisation's."""
    return code in ORGANISATIONS


def find_organisations(text: str) -> list[OrganisationMention]:
    """Every mention, in order."""
    return [OrganisationMention(span, code) for span, code in _phrases().find(text)]


@cache
def _phrases() -> Phrases[str]:
    return Phrases((name, code) for code, names in ORGANISATIONS.items() for name in names)
