"""The pictures that stand for pages where links to them are shared: one of the site, and one for each case, in each language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from habeas.register.views import CaseView
from habeas.site.feeds import standing, title_of
from habeas.site.languages import Language
from habeas.site.plan import Lookups, Plan

SITE = "habeas.png"
"""The name of the site's own picture, in each language's folder."""


def pictures(cases: Iterable[CaseView], spoken: Language) -> Iterator[Plan]:
    """The plans of one language's pictures."""
    yield _plan(spoken, SITE, spoken.message("Who is held, by whom, since when, and who says so"), ())
    for case in cases:
        lines = (standing(case, spoken), spoken.message("What each side says, in its own words"))
        yield _plan(spoken, f"cases/{case.slug}.png", title_of(case, spoken), lines)


def _plan(spoken: Language, name: str, title: str, lines: tuple[str, ...]) -> Plan:
    def make(_plan: Plan, _lookups: Lookups) -> bytes:
        from habeas.site.picture import picture  # Pillow is there when a picture is drawn, and not before

        return picture(title, lines)

    return Plan(name=spoken.folder + name, values={"title": title, "lines": lines}, make=make)
