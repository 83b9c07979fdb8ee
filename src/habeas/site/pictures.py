"""The pictures that stand for pages where links to them are shared: one of the site, and one for each case, in each language."""

from __future__ import annotations

from typing import Any

import msgspec

from habeas.register.views import CaseView, Sides
from habeas.site.feeds import standing, title_of
from habeas.site.languages import Language
from habeas.site.plan import OF_CASE, Lookups, Plan

SITE = "habeas.png"
"""The name of the site's own picture, in each language's folder."""


def of_site(spoken: Language) -> Plan:
    """The site's own picture in one language."""

    def draw(_plan: Plan, _lookups: Lookups) -> bytes:
        return _drawn(spoken.message("Who is held, by whom, since when, and who says so"))

    return Plan(name=spoken.folder + SITE, values={}, make=draw)


def of_case(case: CaseView, spoken: Language) -> Plan:
    """The picture in one language of a case that is `bare`."""

    def draw(plan: Plan, _lookups: Lookups) -> bytes:
        case = plan.values["case"]
        said = spoken.message("What each side says, in its own words")
        return _drawn(title_of(case, spoken), standing(case, spoken), said)

    return Plan(name=f"{spoken.folder}cases/{case.slug}.png", values={"case": case}, make=draw)


def bare(case: CaseView) -> CaseView:
    """What a picture shows of a case: its name and its standing; new words about it leave the picture as it is."""
    nothing: dict[str, Any] = dict.fromkeys(
        (*OF_CASE, "said", "acts", "charges", "contested", "sources", "alleged_by"), ()
    )
    sides = Sides(home=(), holder=(), others=())
    return msgspec.structs.replace(case, **nothing, sides=sides, held_days=None, stale=False)


def _drawn(title: str, *lines: str) -> bytes:
    from habeas.site.picture import picture  # Pillow is there when a picture is drawn, and not before

    return picture(title, lines)
