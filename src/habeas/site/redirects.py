"""Cases that were opened twice: every address of one leads to the same page.

The register holds each once, with the other names under which it was opened. Only cases that are shown take part: nothing leads
to or from a name that is withheld.
"""

from __future__ import annotations

from collections.abc import Mapping

from habeas.register.views import Register

REDIRECTS = "redirects.txt"
"""Addresses that lead elsewhere, a line each with both names: for web servers, which answer 301."""


def leads(register: Register) -> Mapping[str, str]:
    """For each slug under which a shown case was opened as well, the slug of its page."""
    return {slug: case.slug for case in register.cases for slug in case.also}
