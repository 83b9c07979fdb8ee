"""Two public cases that turned out to be one: both addresses lead to the same page.

When people decide that two persons are one, each case of that person by that state holds the same records. The page of one
of them stays, the first by its random name; the others lead there. Only cases that are shown take part: nothing leads to or
from a name that is withheld.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from habeas.register.custody import is_held
from habeas.register.views import CaseView, Register

REDIRECTS = "redirects.txt"
"""Addresses that lead elsewhere, a line each with both names: for web servers, which answer 301."""


def without_copies(register: Register) -> tuple[Register, Mapping[str, str]]:
    """The register with each case once, and for the slug of each copy the slug of the case that stays."""
    stays: dict[object, CaseView] = {}
    leads: dict[str, str] = {}
    for case in sorted(register.cases, key=lambda one: one.slug):
        kept = stays.setdefault(_same(case), case)
        if kept.slug != case.slug:
            leads[case.slug] = kept.slug
    cases = tuple(case for case in register.cases if stays[_same(case)] is case)
    if len(cases) == len(register.cases):
        return register, leads
    held = sum(is_held(case.status) for case in cases)
    counts = msgspec.structs.replace(register.counts, cases=len(cases), held=held)
    contested = tuple(one for one in register.contested if one.case not in leads)
    return msgspec.structs.replace(register, cases=cases, counts=counts, contested=contested), leads


def _same(case: CaseView) -> object:
    """Equal for cases of one person by one state; a case without records is its own."""
    records = tuple(record.id for record in case.said)
    return (case.by, case.person.names, records) if records else case.slug
