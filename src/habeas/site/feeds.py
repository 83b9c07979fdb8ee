"""The site's feeds: what changed on it lately, in one state's cases, and in one case; in every language of the site.

Every feed of a language retracts the same pages, whatever it is about: which of them a state's feed once held stays untold.
The releases say which pages and on what day. That a case's feed once held a record, only that feed says: so it holds them all,
and none is forgotten before it may have to be retracted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import msgspec

from habeas.register.custody import is_held
from habeas.register.views import CaseView, Said, SourceView
from habeas.site.languages import Language
from habeas.site.plan import Answers, Lookups, Plan
from habeas.site.words import words_of
from habeas.text.atom import Before, Head, Item, before, feed
from habeas.text.lines import cut

_PAGE = re.compile(r"(cases|sources)/[^/]+\.html")
"""What a feed may have to retract: a page, and not those that it goes on in."""

MOST = 100
"""Entries of the feed of a site or a state."""

RETRACTED = 500
"""Retractions that a feed repeats, at most: the latest."""


class Feeds:
    """The feeds in one language.

    Args:
        answers: about the register that is shown.
        folder: where the last build's feeds stand.
        base_url: where the site stands, without a slash at the end.
        today: the day of the build.
        spoken: the language.
        withdrawn: pages that releases took back, and the day on which each did.

    Attributes:
        spoken: the language.
    """

    def __init__(
        self,
        answers: Answers,
        folder: Path,
        *,
        base_url: str,
        today: str,
        spoken: Language,
        withdrawn: Mapping[str, str] | None = None,
    ) -> None:
        self._folder = folder
        self._base = f"{base_url}/{spoken.folder}"
        self._today = today
        self.spoken = spoken
        self._words = words_of(spoken)
        self._withdrawn = withdrawn or {}
        self._cases = {f"cases/{case.slug}.html": case for case in answers.register.cases}
        self._sources = {f"sources/{source.slug}.html": source for source in answers.sources.values()}

    def of_case(self, case: CaseView) -> Plan:
        """A case's feed, of its records."""
        name, page = f"cases/{case.slug}.xml", f"cases/{case.slug}.html"

        def make(_plan: Plan, lookups: Lookups) -> bytes:
            last = self._last(name)
            items = [self._record(record, lookups) for record in case.said]
            gone = sorted({*last.items, *last.deleted} - {item.id for item in items})
            retracted = sorted(gone, key=lambda ref: last.deleted.get(ref, self._today), reverse=True)[:RETRACTED]
            head = self._head(title_of(case, self.spoken), name, page)
            return feed(head, items, retracted, last=last, today=self._today)

        return Plan(name=self.spoken.folder + name, values={"case": case, "base": self._base}, make=make)

    def of_pages(self, days: Mapping[str, str], gone: Iterable[str]) -> Iterator[Plan]:
        """The feed of the site and that of each state.

        Args:
            days: when each page of the site changed, by its name.
            gone: names of what is gone.
        """
        folder = self.spoken.folder
        named = sorted(name.removeprefix(folder) for name in gone if name.startswith(folder))
        retracted = [(name, self._withdrawn.get(name, "")) for name in named if _PAGE.fullmatch(name)]
        retracted = nlargest(RETRACTED, retracted, key=lambda one: one[1])
        days = {name.removeprefix(folder): day for name, day in days.items() if name.startswith(folder)}
        pages = [name for name in (*self._cases, *self._sources, "declaration.html") if name in days]
        yield self._of_pages(
            "feed.xml", "index.html", self.spoken.message("What changed lately"), pages, days, retracted
        )
        for code, held in sorted(self._by_state().items()):
            page = f"states/{code}.html"
            if page in days:
                yield self._of_pages(
                    f"states/{code}.xml", page, self._words.state(code), [page, *held], days, retracted
                )

    def _by_state(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for page, case in self._cases.items():
            for code in dict.fromkeys(filter(None, (case.by, *case.person.states))):
                found.setdefault(code, []).append(page)
        return found

    def _of_pages(
        self,
        name: str,
        page: str,
        title: str,
        pages: Sequence[str],
        days: Mapping[str, str],
        gone: Sequence[tuple[str, str]],
    ) -> Plan:
        """A feed of pages. What is gone has the day on which a release took it back, or else that of its first retraction."""
        newest = nlargest(MOST, pages, key=lambda one: (days[one], one))
        shown = [(one, days[one], self._cases.get(one) or self._sources.get(one)) for one in newest]

        def make(_plan: Plan, _lookups: Lookups) -> bytes:
            items = [self._page(one, day, view) for one, day, view in shown]
            last = self._last(name)
            told = {self._base + one: f"{day}T00:00:00Z" for one, day in gone if day}
            last = msgspec.structs.replace(last, deleted={**last.deleted, **told})
            refs = [self._base + one for one, _ in gone]
            return feed(self._head(title, name, page), items, refs, last=last, today=self._today)

        views = [view for _, _, view in shown if view is not None]
        values = {"base": self._base, "days": [(one, day) for one, day, _ in shown], "views": views, "gone": gone}
        return Plan(name=self.spoken.folder + name, values=values, make=make)

    def _page(self, name: str, day: str, view: CaseView | SourceView | None) -> Item:
        if isinstance(view, CaseView):
            title, summary = title_of(view, self.spoken), standing(view, self.spoken)
        elif isinstance(view, SourceView):
            title = view.title or view.outlet or self.spoken.message("Untitled document")
            summary = ", ".join(filter(None, (view.outlet, view.published and self._words.dates.bare(view.published))))
        elif name.startswith("states/"):
            title = self._words.state(name.removeprefix("states/").removesuffix(".html"))
            summary = self.spoken.message("What the record holds of this state")
        else:
            title = self.spoken.message("The Declaration and its endorsers")
            summary = self.spoken.message("Who stands behind it")
        return Item(id=self._base + name, title=title, link=self._base + name, summary=summary or title, day=day)

    def _head(self, title: str, name: str, page: str) -> Head:
        address, leads = self._base + name, self._base + page
        return Head(title=f"{title} · habeas", language=self.spoken.code, address=address, page=leads)

    def _record(self, record: Said, lookups: Lookups) -> Item:
        words = self._words
        owner, content = words.party(record.speakers[0]), words.content(record.kind, record.content)
        said = f"{owner} {words.stance(record.stance)}: {content}"
        link = self._base + lookups.places.record(record.id)
        return Item(id=self._urn(record), title=cut(said), link=link, summary=record.quote or said)

    def _urn(self, record: Said) -> str:
        """A record's name in feeds: it says nothing, and is the same for ever."""
        return uuid5(NAMESPACE_URL, f"{self._base}{record.id}").urn

    def _last(self, name: str) -> Before:
        path = self._folder / self.spoken.folder / name
        return before(path.read_bytes() if path.exists() else None)


def title_of(case: CaseView, spoken: Language) -> str:
    """A case's name."""
    return case.person.name or spoken.message("A person whom no source names")


def standing(case: CaseView, spoken: Language) -> str:
    """How a case stands, in a line: "Held, Peru; last reported: 10 June 2020"."""
    words = words_of(spoken)
    status = words.status(case.status)
    told = ", ".join(filter(None, (status[:1].upper() + status[1:], case.by and words.state(case.by))))
    if is_held(case.status) and case.last_reported:
        day = words.dates.bare(case.last_reported)
        return spoken.message("%(standing)s; last reported: %(day)s") % {"standing": told, "day": day}
    return told
