"""Pages: a register in, file names and texts out. Pure: the same register gives the same bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2

from habeas.reading import READ_LANGUAGES
from habeas.register.custody import is_held
from habeas.register.inclusion import RULES
from habeas.register.views import CaseView, Register, Said, SourceView
from habeas.site import words
from habeas.site.glossary import GLOSSARY
from habeas.site.links import Places
from habeas.site.segments import segments
from habeas.text.states import is_state

LANGUAGES = {"en": "English", "fr": "French"}
"""Names of the languages that are read."""

Page = tuple[str, str]
"""A file's name and its text."""


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("habeas.site"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        day=words.date_words,
        state=words.code_name,
        party=words.party_words,
        act=words.act_words,
        says=lambda record: words.content_words(record.kind, record.content),
        listed=lambda items: words.listed(list(items)),
    )
    environment.globals.update(
        STANCES=words.STANCES, STATUS=words.STATUS, KINDS=words.KINDS, RULES=RULES, is_held=is_held, is_state=is_state
    )
    return environment


def stylesheet() -> str:
    """The one stylesheet."""
    return files("habeas.site").joinpath("static/style.css").read_text("utf-8")


class Renderer:
    """Renders the pages of one register.

    Args:
        register: what is shown.
        built_on: the day of the build (EDTF): what "now" means on the pages.
        base_url: where the site will stand; empty when unknown.
    """

    def __init__(self, register: Register, *, built_on: str, base_url: str) -> None:
        self._register = register
        self._common: dict[str, Any] = {
            "register": register,
            "places": Places(register),
            "built_on": built_on,
            "base_url": base_url.rstrip("/"),
            "records": {record.id: record for record in register.claims},
        }

    def pages(self, progress: Callable[[str], None] | None = None) -> Iterator[Page]:
        """Every page, one after another."""
        for name, text in self._all():
            if progress is not None:
                progress(name)
            yield name, text

    def gone(self, name: str) -> str:
        """The page that stands where a page was withdrawn; it is the same for all of them."""
        return self._page("410.html", name)[1]

    def _page(self, template: str, name: str, **values: Any) -> Page:
        root = "../" * name.count("/")
        text = _environment().get_template(template).render(**self._common, name=name, root=root, **values)
        return name, text

    def _all(self) -> Iterator[Page]:
        register = self._register
        yield self._page("index.html", "index.html", launch=self._launch())
        cases = (*register.cases, *register.candidates)
        yield self._page("cases.html", "cases/index.html", cases=cases)
        for case in cases:
            yield self._page("case.html", f"cases/{case.slug}.html", case=case, sources=self._sources_of(case))
        yield self._page("declaration.html", "declaration.html", about=self._about_instruments())
        yield self._page("statements.html", "statements.html", others=self._others())
        yield self._page("contested.html", "contested.html")
        yield self._page("sources.html", "sources/index.html")
        for source in register.sources:
            yield self._source(source)
        for code, view in sorted(self._states().items()):
            yield self._page("state.html", f"states/{code}.html", code=code, **view)
        yield self._page("states.html", "states/index.html", codes=sorted(self._states()))
        yield self._page("methodology.html", "methodology.html", languages=[LANGUAGES[code] for code in READ_LANGUAGES])
        yield self._page("glossary.html", "glossary.html", glossary=GLOSSARY)
        yield self._page("404.html", "404.html")

    def _launch(self) -> SourceView | None:
        """What to open first: the shown text on which most records rest."""
        texts = [
            source for source in self._register.sources if source.text is not None and source.media_type != "text/csv"
        ]
        return max(texts, key=lambda source: (len(source.claims), source.slug), default=None)

    def _source(self, source: SourceView) -> Page:
        records = [self._common["records"][id_] for id_ in source.claims]
        return self._page(
            "source.html",
            f"sources/{source.slug}.html",
            source=source,
            segments=segments(source.text, source.spans) if source.text is not None else [],
            numbers={record.id: number for number, record in enumerate(records, start=1)},
            said=records,
            thread=_thread(records),
        )

    def _sources_of(self, case: CaseView) -> list[SourceView]:
        return [source for source in self._register.sources if source.id in case.sources]

    def _about_instruments(self) -> list[Said]:
        return [r for r in self._register.claims if "declaration.html" in self._common["places"].record(r.id)]

    def _others(self) -> list[Said]:
        """Records that are no words of anybody and have no other page."""
        spoken = {"statement", "appeal", "accusation"}
        return [
            r
            for r in self._register.claims
            if r.kind not in spoken and self._common["places"].record(r.id).startswith("statements.html")
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


def _thread(records: list[Said]) -> dict[str, list[Said]]:
    """A document's records by what they are: calls and endorsements, words of denial and accusation, custody."""
    return {
        "Calls and endorsements": [r for r in records if r.kind in {"appeal", "endorsement", "endorsement_count"}],
        "Denials and accusations": [r for r in records if r.kind == "accusation"],
        "Custody": [r for r in records if r.kind in {"custody", "link"}],
    }
