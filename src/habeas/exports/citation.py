"""How to cite each case: what every style of citation is made from."""

from __future__ import annotations

import msgspec

from habeas.exports.edition import Edition
from habeas.register.views import CaseView
from habeas.text.states import name_of


class Citation(msgspec.Struct, frozen=True):
    """A case as a cited record.

    Attributes:
        key: stable; made of the case's public name.
        title: who, by whom.
        note: the status, with the day of which it speaks.
        made_on: the edition's day.
        number: the case's public name.
        url: its page; None where nobody said where the site stands.
    """

    key: str
    title: str
    note: str
    made_on: str
    number: str
    url: str | None


def citation(case: CaseView, edition: Edition) -> Citation:
    """The citation of a case in an edition."""
    name = case.person.name or "Unnamed person"
    holder = name_of(case.by) if case.by else "an unknown state"
    status = case.status.replace("_", " ")
    return Citation(
        key=f"habeas-{case.slug}",
        title=f"{name}: custody by {holder}",
        note=f"{status}, as last reported {case.last_reported or 'on an unknown day'}; {edition.register.audience} view",
        made_on=edition.made_on,
        number=case.slug,
        url=f"{edition.base_url}/cases/{case.slug}.html" if edition.base_url else None,
    )
