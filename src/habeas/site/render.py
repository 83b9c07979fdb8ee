"""Pages: a register in, plans of files out. Pure: the same register gives the same bytes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from itertools import groupby, islice
from typing import Any, NamedTuple

import jinja2
import msgspec

from habeas.reading import READ_LANGUAGES
from habeas.register.cases import STALE_AFTER_DAYS
from habeas.register.custody import is_held
from habeas.register.inclusion import RULES
from habeas.register.views import CaseView, EndorsementsView, Endorser, GroupView, SourceView
from habeas.site.anchors import resolver
from habeas.site.editions import NOBODY, Imprint, Told, history_of
from habeas.site.glossary import GLOSSARY
from habeas.site.jsonld import block, json_block
from habeas.site.languages import FIRST, Language, language
from habeas.site.links import DECLARATION
from habeas.site.listed import by_letter, letter, said_of_results
from habeas.site.opendata import DATA_TABLES
from habeas.site.parts import (
    NAMES,
    REFERENCES,
    Weigh,
    items,
    name_of,
    of_card,
    of_item,
    of_line,
    of_row,
    parts_of,
    sliced,
)
from habeas.site.plan import Answers, Lookups, Plan
from habeas.site.scripts import in_other_scripts
from habeas.site.shelves import MANY, NEWEST, letter_of, newest, shelved, year_of
from habeas.site.shown import of_case, of_declaration, of_source, of_statements, resting
from habeas.site.stands import changes, slider
from habeas.site.templating import environment as templates
from habeas.site.trends import TABLES, Trends, biases, trends
from habeas.site.words import first_upper, words_of
from habeas.text.dates import bounds
from habeas.text.states import is_state

LATEST_SHOWN, ENDED_SHOWN, RELEASES_SHOWN, CHANGED_SHOWN = 6, 12, 3, 12
"""How many words, past custodies, releases, and cases that the last release changed, the first page shows."""

DRAWN, EDITIONS_SHOWN = 60, 20
"""How many acts are drawn in a picture, and how many releases a case's page tells of, at most."""


class StateRow(NamedTuple):
    """A state in the list of states: how many cases show it in which role."""

    code: str
    nationals: int
    held_by_it: int
    endorsed: bool


Derive = Callable[[dict[str, Any]], dict[str, Any]]
"""From a page's values to more of them."""


@cache
def _environment(spoken: Language) -> jinja2.Environment:
    """The templates, speaking one language, with what pages call things by."""
    environment = templates(spoken)
    words = words_of(spoken)
    mirrored = spoken.direction == "rtl"
    environment.filters.update(
        day=words.dates.bare,
        on=words.dates.on,
        since=words.dates.since,
        until=words.dates.until,
        state=words.state,
        the=words.the,
        of=words.of,
        of_name=words.names.of_name,
        party=words.party,
        act=words.act,
        says=lambda record: words.content(record.kind, record.content),
        listed=words.listed,
        number=spoken.number,
        by_name=lambda found, attribute=None: sorted(
            found, key=lambda one: words.names.order(getattr(one, attribute) if attribute else one)
        ),
        other_scripts=in_other_scripts,
        upper_first=first_upper,
        first_day=lambda edtf: _iso(edtf, 0),
        last_day=lambda edtf: _iso(edtf, 1),
        x=lambda start, width=0.0: round(100 - start - width, 2) if mirrored else round(start, 2),
    )
    environment.globals.update(
        language=spoken,
        words=words,
        counted=spoken.messages,
        RULES=RULES,
        STALE_AFTER_DAYS=STALE_AFTER_DAYS,
        is_held=is_held,
        is_state=is_state,
        regions_of=regions_of,
        by_date=by_date,
        name_of=name_of,
        NAMES=NAMES,
        REFERENCES=REFERENCES,
    )
    return environment


@cache
def mentioned(template: str) -> frozenset[str]:
    """The words that stand in a template, or in one that it rests on: what it takes from outside is among them."""
    text = files("habeas.site").joinpath(f"templates/{template}").read_text("utf-8")
    others = re.findall(r"\b(?:extends|import|include|from) '([^']+)'", text)
    return frozenset(re.findall(r"\w+", text)).union(*(mentioned(name) for name in others))


def _iso(edtf: str | None, end: int) -> str:
    """The first (0) or the last (1) day that a date may mean; empty where it is open on that side."""
    day = bounds(edtf)[end] if edtf else None
    return day.isoformat() if day else ""


def ways(name: str, base: str, spoken: Language) -> dict[str, str]:
    """How a page's links begin: relative, so that a site may stand anywhere.

    The page for what is not there is shown at any depth: its links begin with the site's address, and it has none where that
    is not known.
    """
    if name == "404.html" and base:
        return {"root": f"{base}/{spoken.folder}", "top": f"{base}/"}
    return {"root": "../" * name.count("/"), "top": "../" * (spoken.folder + name).count("/")}


def regions_of(view: EndorsementsView) -> list[tuple[GroupView, list[Endorser]]]:
    """The endorsers by the regional groups of the United Nations."""
    groups = [group for group in view.groups if group.code.startswith("UN-")]
    return [(group, [one for one in view.endorsers if one.party in group.endorsed]) for group in groups]


def by_date(view: EndorsementsView) -> list[tuple[str | None, list[Endorser]]]:
    """The endorsers by the day since which they stand behind it; those whose day no source names come last."""
    found: defaultdict[str | None, list[Endorser]] = defaultdict(list)
    for endorser in view.endorsers:
        found[endorser.since].append(endorser)
    return sorted(found.items(), key=lambda item: (item[0] is None, item[0] or ""))


def statics() -> dict[str, bytes]:
    """The stylesheet and the scripts, by name."""
    folder = files("habeas.site").joinpath("static")
    return {item.name: item.read_bytes() for item in sorted(folder.iterdir(), key=lambda one: one.name)}


class Renderer:
    """Plans the pages of one register, and makes them.

    Args:
        answers: about the register that is shown.
        built_on: the day of the build (EDTF). Few pages name it: one that does is made anew every day.
        base_url: where the site will stand; empty when unknown.
        spoken: the language of the pages.
        others: the other languages in which the same pages stand.
        leads: for the slug of a case that turned out to be another one, the slug of that one.
        figures: the trends, where they are reckoned already.
        imprint: who publishes, and what was published before.
    """

    def __init__(
        self,
        answers: Answers,
        *,
        built_on: str,
        base_url: str,
        spoken: Language | None = None,
        others: Sequence[Language] = (),
        leads: Mapping[str, str] | None = None,
        figures: Trends | None = None,
        imprint: Imprint = NOBODY,
    ) -> None:
        self._contact = imprint.contact
        self._editions = imprint.editions
        self._spoken = spoken or language(FIRST)
        self._others = list(others)
        self._leads = leads or {}
        self._figures = figures
        self._answers = answers
        self._register = answers.register
        self._places = answers.places
        self._records = answers.records
        self._common = {"built_on": built_on, "base_url": base_url.rstrip("/")}

    @property
    def folder(self) -> str:
        """Where the language's pages stand: empty, or its code and a slash."""
        return self._spoken.folder

    def gone(self, name: str) -> bytes:
        """The page that stands where a page was withdrawn (`name` as within the language's folder); it tells nothing."""
        plan = self._page("410.html", name)
        return plan.make(plan, Lookups(self._answers))

    def _page(self, template: str, name: str, derive: Derive = dict, **values: Any) -> Plan:
        """The plan of a page.

        Args:
            template: what makes it.
            name: the file's name within its language's folder.
            derive: more values, from the given ones alone; reckoned only when the page is made.
            **values: what it shows.
        """
        common = self.common(template)
        spoken, others, base = self._spoken, self._others, self._common["base_url"]

        def make(plan: Plan, lookups: Lookups) -> bytes:
            asking = {"places": lookups.places, "records": lookups.records, "register": lookups.register}
            given = dict(plan.values)
            describe = partial(block, template, given, base=base, name=plan.name, spoken=spoken)
            paths = {
                "described": describe,
                "page": name,
                **ways(name, base, spoken),
            }
            shown = {**given, **derive(given), **asking, **paths, "name": plan.name, "others": others}
            return _environment(spoken).get_template(template).render(shown).encode()

        values = {"template": template, **common, **values}
        return Plan(name=spoken.folder + name, values=values, make=make)

    def _in_parts(
        self, template: str, first: str, lists: Mapping[str, tuple[Sequence[Any], Weigh]], **values: Any
    ) -> Iterator[Plan]:
        """The plans of a page with long lists, and of those that it goes on in. Each knows how long the lists are in all.

        The lists follow from the register: they are the same in every language.
        """
        parts = self._answers.once(f"the parts of {first}", lambda: sliced(lists))
        number_of = {name: len(entries) for name, (entries, _) in lists.items()}
        for part, shown in enumerate(parts, start=1):
            paging: dict[str, Any] = {"first": first, "part": part, "parts": len(parts), "number_of": number_of}
            yield self._page(template, name_of(first, part), **{**values, **paging, **shown})

    def plans(self) -> Iterator[Plan]:
        """Every page, one after another."""
        yield from self.pages()
        for case in (*self._register.cases, *self._register.candidates):
            yield from self.case(case)
        for source in self._register.sources:
            yield from self.source(source)

    def pages(self) -> Iterator[Plan]:
        """Every page that is not of one case or of one source."""
        yield self._home()
        yield from self._list_of_cases()
        yield from self._declaration()
        yield from self._statements()
        yield from self._contested()
        yield from self._list_of_sources()
        states = self._answers.once("the states", self._states)
        for code, view in sorted(states.items()):
            lists: dict[str, tuple[Sequence[Any], Weigh]] = {
                "nationals": (view["nationals"], of_card),
                "held_by_it": (view["held_by_it"], of_card),
                "said": (view["said"], of_line),
            }
            stood = {name: view[name] for name in ("endorsed", "withdrew")}
            yield from self._in_parts("state.html", f"states/{code}.html", lists, code=code, **stood)
        yield self._page("states.html", "states/index.html", states=[_row(code, view) for code, view in states.items()])
        read = [self._spoken.named(code) for code in READ_LANGUAGES]
        read_in = self._answers.once("the languages of the sources", self._read_in)
        yield self._page("methodology.html", "methodology.html", languages=read, read_in=read_in)
        yield self._page("glossary.html", "glossary.html", glossary=GLOSSARY)
        yield self._page("data.html", "data/index.html", tables=list(DATA_TABLES))
        releases = [edition.told() for edition in reversed(self._editions)]
        yield self._page("corrections.html", "corrections.html", contact=self._contact, releases=releases)
        yield self._page("correction.txt", "correction.txt")
        yield self._page("404.html", "404.html")
        yield self._trends(states)
        results = said_of_results(self._spoken, sorted(states))
        yield self._page(
            "search.html", "search.html", lambda given: {"said": json_block(given["results"])}, results=results
        )
        yield from self._names(sorted(states))
        for slug, target in self._leads.items():
            yield self._page("moved.html", f"cases/{slug}.html", target=target)

    def _declaration(self) -> Iterator[Plan]:
        """The Declaration: who stands behind it, and, where that is much, what sources say of it on further pages."""
        found = self._places.declaration
        for number, part in enumerate(found, start=1):
            yield self._page(
                DECLARATION,
                name_of(DECLARATION, number),
                lambda values: {**of_declaration(values), **self._over_time(values)},
                first=DECLARATION,
                part=number,
                parts=len(found),
                about=part.about,
                claimed=part.counts(self._register.endorsements),
                views=list(self._register.endorsements) if number == 1 else [],
            )
        on = {self._places.anchor(r.id): at for at, part in enumerate(found, start=1) for r in part.about}
        yield from resolver(DECLARATION, on, parts=len(found), folder=self.folder)

    def source(self, source: SourceView) -> Iterator[Plan]:
        """The pages of one source: made from it, the records that rest on it, and what all pages share."""
        first, found = self._places.source(source), self._places.leaves(source.id)
        said = [self._records[id_] for id_ in source.claims]
        for number, leaf in enumerate(found, start=1):
            paging: dict[str, Any] = {"first": first, "part": number, "parts": len(found)}
            yield self._page(
                "source.html", name_of(first, number), of_source, source=source, said=said, leaf=leaf, **paging
            )
        stands = {f"s-{place}": at for place, at in self._places.stands_in(source.id).items()}
        yield from resolver(first, stands, parts=len(found), folder=self.folder)

    def _over_time(self, values: dict[str, Any]) -> dict[str, Any]:
        """What the map's slider and the table by date show of each instrument."""
        given = {view.instrument: slider(view, self._spoken) for view in values["views"]}
        return {
            "sliders": {code: json_block(one) if one else None for code, one in given.items()},
            "dated": {view.instrument: changes(view) for view in values["views"]},
        }

    def _trends(self, states: Collection[str]) -> Plan:
        """The page of figures; each state's name leads to its page."""
        found = self._figures or trends(self._register, built_on=self._common["built_on"])
        rows = [row for row in found.states if row.state in states]
        shown = msgspec.structs.replace(found, each=found.each[:1])  # the page says that there are some

        def by_name(values: dict[str, Any]) -> dict[str, Any]:
            order = words_of(self._spoken).names.order
            return {"states": sorted(values["states"], key=lambda row: order(row.state)), "biases": biases()}

        return self._page("trends.html", "trends/index.html", by_name, found=shown, states=rows, tables=list(TABLES))

    def _names(self, codes: Sequence[str]) -> Iterator[Plan]:
        """The lists of names, a page for each first letter; what a search finds without a script."""
        shelves = self._answers.once("the names", lambda: by_letter(self._register))
        letters = [(shelf, letter(shelf)) for shelf in shelves]
        common: dict[str, Any] = {"letters": letters, "codes": codes, "names": [], "shown": ""}
        yield self._page("names.html", "names/index.html", first="", part=1, parts=1, **{**common, "letter": "index"})
        for shelf, names in shelves.items():
            lists = {"names": (names, lambda row: of_row(row[0]))}
            shown = {"letter": shelf, "shown": letter(shelf), "letters": letters, "codes": []}
            yield from self._in_parts("names.html", f"names/{shelf}.html", lists, **shown)

    def _home(self) -> Plan:
        """The first page: who is held, the Declaration, what changed lately."""
        cases = self._register.cases
        held = [case for case in cases if is_held(case.status)]
        ended = [case for case in cases if not is_held(case.status)]
        latest = [r for r in self._register.claims if r.said_on and r.speakers[0].role != "outlet"]
        return self._page(
            "index.html",
            "index.html",
            now=held[-NEWEST:],
            more_now=len(held) if len(held) > NEWEST else 0,
            ended=ended[-ENDED_SHOWN:],
            more=len(cases) if len(ended) > ENDED_SHOWN else 0,
            latest=latest[: -LATEST_SHOWN - 1 : -1],
            releases=[edition.told() for edition in reversed(self._editions[-RELEASES_SHOWN:])],
            changed=self._answers.once("what the last release changed", self._changed),
            launch=self._answers.once("what to open first", self._launch),
        )

    def _changed(self) -> list[tuple[str, str | None]]:
        """Cases of which the last release has something new: what page, and whose."""
        added = self._editions[-1].added if self._editions else frozenset()
        found = (
            (self._places.case(case.slug), case.person.name)
            for case in self._register.cases
            if case.slug in added or any(record.id in added for record in case.said)
        )
        return list(islice(found, CHANGED_SHOWN))

    def case(self, case: CaseView) -> Iterator[Plan]:
        """The pages of one case: made from it, its sources without their texts, its history, and what all pages share."""
        named = self._answers.sources_of(case)
        history = self.history(case)
        first = f"cases/{case.slug}.html"
        parts = parts_of(case, named)
        for number, part in enumerate(parts, start=1):
            head = number == 1
            yield self._page(
                "case.html",
                name_of(first, number),
                of_case,
                first=first,
                part=number,
                parts=len(parts),
                case=part.case,
                sources=list(part.sources) if len(parts) > 1 else named,
                told=resting(part.case, named) if len(parts) > 1 else named,
                drawn=list(case.acts) if head and len(parts) > 1 and len(case.acts) <= DRAWN else [],
                spoke=[side for side in ("home", "holder") if getattr(case.sides, side)] if len(parts) > 1 else [],
                history=history if head else [],
            )
        on = {self._places.anchor(r.id): at for at, part in enumerate(parts, start=1) for r in part.case.said}
        yield from resolver(first, on, parts=len(parts), folder=self.folder)

    def history(self, case: CaseView) -> list[Told]:
        """What a case's page tells of releases."""
        return history_of(case, self._editions)[:EDITIONS_SHOWN]

    def common(self, template: str) -> dict[str, Any]:
        """What every page made by a template rests on besides its own values."""
        return {word: value for word, value in self._common.items() if word in mentioned(template)}

    def _list_of_cases(self) -> Iterator[Plan]:
        """The cases: all of them, or those that began last and a page for each year."""
        cases = (*self._register.cases, *self._register.candidates)

        def pages(name: str, shown: Sequence[CaseView], years: Sequence[str], here: str) -> Iterator[Plan]:
            now = [case for case in shown if is_held(case.status)]
            ended = [case for case in shown if not is_held(case.status)]
            lists = {"now": (now, of_card), "ended": (ended, of_card)}
            yield from self._in_parts("cases.html", name, lists, years=years, here=here)

        if len(cases) <= MANY:
            yield from pages("cases/index.html", cases, [], "")
            return
        years = self._answers.once("the cases by year", lambda: shelved(cases, lambda case: year_of(case.held_from)))
        yield from pages("cases/index.html", newest(cases, lambda case: case.held_from), list(years), "")
        for year, shown in years.items():
            yield from pages(f"cases/by-year/{year}.html", shown, list(years), year)

    def _statements(self) -> Iterator[Plan]:
        """Everything said: of cases in a line that leads there, of other matters in full; all of it, or year by year."""
        for one in self._places.statements:
            yield self._page(
                "statements.html",
                one.name,
                of_statements,
                first=one.first,
                part=one.part,
                parts=one.parts,
                years=one.years,
                year=one.year,
                in_cases=one.in_cases,
                here=one.elsewhere,
            )
        for first, parts in groupby(self._places.statements, key=lambda one: one.first):
            found = list(parts)
            on = {self._places.anchor(r.id): one.part for one in found for r in one.elsewhere}
            yield from resolver(first, on, parts=len(found), folder=self.folder)

    def _contested(self) -> Iterator[Plan]:
        """What is contested: all of it, or letter by letter of whom it is about."""
        found = self._answers.once(
            "what is contested", lambda: [piece for item in self._register.contested for piece in items(item)]
        )
        if len(found) <= MANY:
            lists = {"items": (found, of_item)}
            yield from self._in_parts("contested.html", "contested.html", lists, letters=[], here="")
            return
        shelves = shelved(found, lambda item: letter_of(item.subject))
        letters = [(one, letter(one)) for one in shelves]
        yield self._page(
            "contested.html", "contested.html", first="", part=1, parts=1, items=[], letters=letters, here=""
        )
        for one, shown in shelves.items():
            lists = {"items": (shown, of_item)}
            yield from self._in_parts("contested.html", f"contested/{one}.html", lists, letters=letters, here=one)

    def _list_of_sources(self) -> Iterator[Plan]:
        """The sources: all of them, or those published last and a page for each year."""
        found = self._answers.once(
            "the sources",
            lambda: [(self._answers.sources[source.id], len(source.claims)) for source in self._register.sources],
        )

        def pages(name: str, shown: Sequence[Any], years: Sequence[str], here: str) -> Iterator[Plan]:
            lists = {"found": (shown, lambda one: of_row(one[0].title))}
            yield from self._in_parts("sources.html", name, lists, years=years, here=here)

        if len(found) <= MANY:
            yield from pages("sources/index.html", found, [], "")
            return
        years = self._answers.once("the sources by year", lambda: shelved(found, lambda one: year_of(one[0].published)))
        yield from pages("sources/index.html", newest(found, lambda one: one[0].published), list(years), "")
        for year, shown in years.items():
            yield from pages(f"sources/by-year/{year}.html", shown, list(years), year)

    def _read_in(self) -> list[tuple[str, int, int]]:
        """The languages of the sources: code (empty where unknown), how many sources, how many records rest on them."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for source in self._register.sources:
            found[source.language or ""].append(len(source.claims))
        return [(code, len(claims), sum(claims)) for code, claims in sorted(found.items())]

    def _launch(self) -> SourceView | None:
        """What to open first: the shown text on which most records rest."""
        texts = [
            source for source in self._register.sources if source.text is not None and source.media_type != "text/csv"
        ]
        return max(texts, key=lambda source: (len(source.claims), source.slug), default=None)

    def _states(self) -> dict[str, dict[str, Any]]:
        """Each state that any record names, in both of its roles."""
        found: defaultdict[str, dict[str, Any]] = defaultdict(
            lambda: {"held_by_it": [], "nationals": [], "endorsed": [], "withdrew": [], "said": []}
        )
        for case in (*self._register.cases, *self._register.candidates):
            if case.by:
                found[case.by]["held_by_it"].append(case)
            for code in case.person.states:
                found[code]["nationals"].append(case)
        for view in self._register.endorsements:
            for endorser in view.endorsers:
                found[endorser.party]["endorsed"].append((view.instrument, endorser))
            for endorser in view.withdrawn:
                found[endorser.party]["withdrew"].append((view.instrument, endorser))
        for record in self._register.claims:
            owner = record.speakers[0]
            if owner.state and owner.role != "outlet" and record.kind in {"statement", "appeal", "accusation"}:
                found[owner.state]["said"].append(record)
        return {code: view for code, view in found.items() if is_state(code)}


def _row(code: str, view: dict[str, Any]) -> StateRow:
    return StateRow(code, len(view["nationals"]), len(view["held_by_it"]), bool(view["endorsed"]))
