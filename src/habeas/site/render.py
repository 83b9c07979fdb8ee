"""Pages: a register in, plans of files out. Pure: the same register gives the same bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from typing import Any

import jinja2
import msgspec
from jinja2 import meta

from habeas.reading import READ_LANGUAGES
from habeas.register.custody import is_held
from habeas.register.inclusion import RULES
from habeas.register.views import Said, SourceView
from habeas.site.glossary import GLOSSARY
from habeas.site.jsonld import block, json_block
from habeas.site.languages import FIRST, Language, language
from habeas.site.listed import by_letter, letter, said_of_results
from habeas.site.plan import Answers, Lookups, Plan, slim
from habeas.site.segments import segments
from habeas.site.trends import TABLES, biases, trends
from habeas.site.words import Words, mark
from habeas.text.states import is_state

Derive = Callable[[dict[str, Any]], dict[str, Any]]
"""From a page's values to more of them."""


@cache
def _environment(spoken: Language) -> jinja2.Environment:
    """The templates, speaking one language."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("habeas.site"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(spoken.translations, newstyle=True)  # type: ignore[attr-defined]  # by i18n
    words = Words(spoken)
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
        by_name=lambda codes: sorted(codes, key=words.names.order),
    )
    environment.globals.update(language=spoken, words=words, RULES=RULES, is_held=is_held, is_state=is_state)
    return environment


@cache
def mentioned(template: str) -> frozenset[str]:
    """The words that a template, or one that it rests on, takes from outside."""
    environment = _environment(language(FIRST))
    text, _, _ = environment.loader.get_source(environment, template)  # type: ignore[union-attr]  # it has one
    tree = environment.parse(text)
    others = [name for name in meta.find_referenced_templates(tree) if name is not None]
    return frozenset(meta.find_undeclared_variables(tree)).union(*(mentioned(name) for name in others))


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
    ) -> None:
        self._spoken = spoken or language(FIRST)
        self._others = list(others)
        self._leads = leads or {}
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
        common = {word: value for word, value in self._common.items() if word in mentioned(template)}
        spoken, others, base = self._spoken, self._others, self._common["base_url"]

        def make(plan: Plan, lookups: Lookups) -> bytes:
            asking = {"places": lookups.places, "records": lookups.records, "register": lookups.register}
            given = dict(plan.values)
            describe = partial(block, template, given, base=base, name=plan.name, spoken=spoken)
            paths = {
                "described": describe,
                "page": name,
                "root": "../" * name.count("/"),
                "top": "../" * plan.name.count("/"),
            }
            shown = {**given, **derive(given), **asking, **paths, "name": plan.name, "others": others}
            return _environment(spoken).get_template(template).render(shown).encode()

        values = {"template": template, **common, **values}
        return Plan(name=spoken.folder + name, values=values, make=make)

    def plans(self) -> Iterator[Plan]:
        """Every page, one after another."""
        register = self._register
        yield self._page("index.html", "index.html", launch=self._launch())
        cases = (*register.cases, *register.candidates)
        yield self._page("cases.html", "cases/index.html", cases=cases)
        sources = {source.id: slim(source) for source in register.sources}
        place = {id_: number for number, id_ in enumerate(sources)}
        for case in cases:
            named = [sources[id_] for id_ in sorted(case.sources, key=place.__getitem__)]
            yield self._page("case.html", f"cases/{case.slug}.html", case=case, sources=named)
        yield self._page("declaration.html", "declaration.html", about=self._about_instruments())
        yield self._page("statements.html", "statements.html", others_said=self._without_page())
        yield self._page("contested.html", "contested.html")
        yield self._page("sources.html", "sources/index.html")
        for source in register.sources:
            said = [self._records[id_] for id_ in source.claims]
            yield self._page("source.html", f"sources/{source.slug}.html", _of_source, source=source, said=said)
        states = self._states()
        for code, view in sorted(states.items()):
            yield self._page("state.html", f"states/{code}.html", code=code, **view)
        yield self._page("states.html", "states/index.html", codes=sorted(states))
        read = [self._spoken.named(code) for code in READ_LANGUAGES]
        yield self._page("methodology.html", "methodology.html", languages=read)
        yield self._page("glossary.html", "glossary.html", glossary=GLOSSARY)
        yield self._page("404.html", "404.html")
        yield self._trends(states)
        results = said_of_results(self._spoken, sorted(states))
        yield self._page(
            "search.html", "search.html", lambda given: {"said": json_block(given["results"])}, results=results
        )
        yield from self._names(sorted(states))
        for slug, target in self._leads.items():
            yield self._page("moved.html", f"cases/{slug}.html", target=target)

    def _trends(self, states: Collection[str]) -> Plan:
        """The page of figures; each state's name leads to its page."""
        found = trends(self._register, built_on=self._common["built_on"])
        rows = [row for row in found.states if row.state in states]
        shown = msgspec.structs.replace(found, each=found.each[:1])  # the page says that there are some

        def by_name(values: dict[str, Any]) -> dict[str, Any]:
            order = Words(self._spoken).names.order
            return {"states": sorted(values["states"], key=lambda row: order(row.state)), "biases": biases()}

        return self._page("trends.html", "trends/index.html", by_name, found=shown, states=rows, tables=list(TABLES))

    def _names(self, codes: Sequence[str]) -> Iterator[Plan]:
        """The lists of names, a page for each first letter; what a search finds without a script."""
        shelves = by_letter(self._register)
        letters = [(shelf, letter(shelf)) for shelf in shelves]
        common: dict[str, Any] = {"letters": letters, "codes": codes, "names": [], "shown": ""}
        yield self._page("names.html", "names/index.html", **{**common, "letter": "index"})
        for shelf, names in shelves.items():
            shown = {"letter": shelf, "shown": letter(shelf), "names": names, "codes": []}
            yield self._page("names.html", f"names/{shelf}.html", **{**common, **shown})

    def _launch(self) -> SourceView | None:
        """What to open first: the shown text on which most records rest."""
        texts = [
            source for source in self._register.sources if source.text is not None and source.media_type != "text/csv"
        ]
        return max(texts, key=lambda source: (len(source.claims), source.slug), default=None)

    def _about_instruments(self) -> list[Said]:
        return [r for r in self._register.claims if "declaration.html" in self._places.record(r.id)]

    def _without_page(self) -> list[Said]:
        """Records that are no words of anybody and have no other page."""
        spoken = {"statement", "appeal", "accusation"}
        return [
            r
            for r in self._register.claims
            if r.kind not in spoken and self._places.record(r.id).startswith("statements.html")
        ]

    def _states(self) -> dict[str, dict[str, Any]]:
        """Each state that any record names, in both of its roles."""
        found: defaultdict[str, dict[str, Any]] = defaultdict(
            lambda: {"held_by_it": [], "nationals": [], "endorsed": [], "said": []}
        )
        for case in (*self._register.cases, *self._register.candidates):
            if case.by:
                found[case.by]["held_by_it"].append(case)
            for code in case.person.states:
                found[code]["nationals"].append(case)
        for view in self._register.endorsements:
            for endorser in view.endorsers:
                found[endorser.party]["endorsed"].append((view.instrument, endorser))
        for record in self._register.claims:
            owner = record.speakers[0]
            if owner.state and owner.role != "outlet" and record.kind in {"statement", "appeal", "accusation"}:
                found[owner.state]["said"].append(record)
        return {code: view for code, view in found.items() if is_state(code)}


def _of_source(values: dict[str, Any]) -> dict[str, Any]:
    """What a source's page shows besides its source and its records."""
    source, said = values["source"], values["said"]
    return {
        "segments": segments(source.text, source.spans) if source.text is not None else [],
        "numbers": {record.id: number for number, record in enumerate(said, start=1)},
        "thread": _thread(said),
    }


def _thread(records: list[Said]) -> dict[str, list[Said]]:
    """A document's records by what they are: calls and endorsements, words of denial and accusation, custody."""
    return {
        mark("Calls and endorsements"): [
            r for r in records if r.kind in {"appeal", "endorsement", "endorsement_count"}
        ],
        mark("Denials and accusations"): [r for r in records if r.kind == "accusation"],
        mark("Custody"): [r for r in records if r.kind in {"custody", "link"}],
    }
