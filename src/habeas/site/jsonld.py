"""What a page is, for programs: schema.org's terms as JSON-LD, in a block of data that no policy need allow to run.

A record is a `Claim`, or a `Quotation` where somebody's words are given, with its author; never a `ClaimReview`: nothing here
rates what anybody says. `Person` is used of somebody whose case is shown, with what the page says and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from markupsafe import Markup

from habeas.register.views import CaseView, PartyView, Said, SourceView
from habeas.site.languages import Language
from habeas.site.words import words_of
from habeas.text.states import STATES

Node = dict[str, Any]
"""One JSON-LD object."""

MOST = 60
"""Records that a page's block tells of; all of them are in the open data."""

TYPES = {
    "index.html": "CollectionPage",
    "cases.html": "CollectionPage",
    "statements.html": "CollectionPage",
    "sources.html": "CollectionPage",
    "states.html": "CollectionPage",
    "names.html": "CollectionPage",
    "data.html": "CollectionPage",
    "methodology.html": "AboutPage",
}
"""The type of a page by its template, where it is more than a `WebPage`."""

UNTOLD = frozenset({"404.html", "410.html", "moved.html"})
"""Templates of pages that say nothing of themselves."""


def block(template: str, values: Mapping[str, Any], title: Markup, *, base: str, name: str, spoken: Language) -> Markup:
    """The page's JSON, safe within a script element.

    Args:
        template: what makes the page.
        values: what it shows.
        title: its title, as markup.
        base: where the site stands; empty when unknown, and then nothing has an address.
        name: the page's name on the site.
        spoken: its language.
    """
    page: Node = {"@context": "https://schema.org", "@type": TYPES.get(template, "WebPage"), "name": title.unescape()}
    page["inLanguage"] = spoken.code
    if template not in UNTOLD:
        if base:
            page |= {"@id": f"{base}/{name}", "url": f"{base}/{name}"}
            page["isPartOf"] = {"@type": "WebSite", "@id": f"{base}/{spoken.folder}index.html", "name": "habeas"}
        tell = _TOLD.get(template)
        if tell is not None:
            page |= tell(values, _Teller(base, name, spoken))
    return json_block(_without_nothing(page))


def json_block(value: Any) -> Markup:
    """JSON that is safe within a script element."""
    raw = msgspec.json.encode(value).decode()
    return Markup(raw.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704  nothing in it can end the element


class _Teller:
    """Tells of views in one language, with addresses where the site has one."""

    def __init__(self, base: str, name: str, spoken: Language) -> None:
        self.root = base
        self.base = f"{base}/{spoken.folder}" if base else ""
        self.here = f"{base}/{name}" if base else ""
        self.spoken = spoken
        self.words = words_of(spoken)

    def country(self, code: str) -> Node:
        return {
            "@type": "Country",
            "@id": self.base and f"{self.base}states/{code}.html",
            "name": self.words.state(code),
            "identifier": code,
        }

    def party(self, party: PartyView) -> Node | None:
        """Whoever is named, of a kind only where the record tells it: an embassy is no person. Nobody unnamed is an author."""
        if party.name is None:
            return None
        state = STATES.get(party.state or "")
        if state is not None and party.role is None and party.name in {state.code, *state.names}:
            return self.country(state.code)
        kind = "Organization" if party.role == "outlet" else "Person" if party.role or party.case else None
        return {"@type": kind, "name": self.words.party(party)}

    def record(self, record: Said, sources: Mapping[str, SourceView]) -> Node:
        owner = record.speakers[0]
        content = self.words.content(record.kind, record.content)
        quoted = record.kind == "statement"
        source = sources.get(record.evidence[0].source or "") if record.evidence else None
        return {
            "@type": "Quotation" if quoted else "Claim",
            "@id": self.here and f"{self.here}#r-{record.id[:16]}",
            "text": record.quote
            if quoted
            else f"{self.words.party(owner)} {self.words.stance(record.stance)}: {content}",
            "creator" if quoted else "author": self.party(owner),
            "dateCreated": _iso(record.said_on),
            "isBasedOn" if quoted else "appearance": None if source is None else self.document(source),
        }

    def document(self, source: SourceView) -> Node:
        return {
            "@type": "CreativeWork",
            "name": source.title or source.outlet or self.spoken.message("Untitled document"),
            "datePublished": _iso(source.published),
            "inLanguage": source.language,
            "publisher": {"@type": "Organization", "name": source.outlet} if source.outlet else None,
            "url": source.origin if source.origin and source.origin.startswith(("http://", "https://")) else None,
        }


def _case(values: Mapping[str, Any], tell: _Teller) -> Node:
    case: CaseView = values["case"]
    sources = {source.id: source for source in values["told"]}
    person: Node = {
        "@type": "Person",
        "name": case.person.name,
        "alternateName": list(case.person.names[1:]),
        "nationality": [tell.country(code) for code in case.person.states],
    }
    return {
        "about": person if case.person.name else None,
        "mentions": tell.country(case.by) if case.by else None,
        "hasPart": [tell.record(record, sources) for record in case.said[:MOST]],
        "identifier": case.slug,
    }


def _source(values: Mapping[str, Any], tell: _Teller) -> Node:
    source: SourceView = values["source"]
    known, own = {source.id: source}, set(values["leaf"].claims)
    told = [record for record in values["said"] if record.id in own]
    return {"about": tell.document(source), "hasPart": [tell.record(one, known) for one in told[:MOST]]}


def _state(values: Mapping[str, Any], tell: _Teller) -> Node:
    return {"about": tell.country(values["code"])}


def _declaration(values: Mapping[str, Any], tell: _Teller) -> Node:
    """The instruments of which its records speak."""
    found = dict.fromkeys(one.content["instrument"] for one in values["about"] if "instrument" in one.content)
    return {"about": [{"@type": "CreativeWork", "name": tell.words.state(one)} for one in found]}


def _glossary(values: Mapping[str, Any], tell: _Teller) -> Node:
    say = tell.spoken.message
    terms = [
        {"@type": "DefinedTerm", "name": say(word), "description": say(why)} for word, why in values["glossary"].items()
    ]
    return {"mainEntity": {"@type": "DefinedTermSet", "name": say("Words"), "hasDefinedTerm": terms}}


def _trends(values: Mapping[str, Any], tell: _Teller) -> Node:
    say = tell.spoken.message
    data: Sequence[tuple[str, str]] = values["tables"]
    return {
        "mainEntity": {
            "@type": "Dataset",
            "name": say("Trends"),
            "description": say("Counts over the cases of this record; who is not in it is not counted."),
            "isAccessibleForFree": True,
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": say(title),
                    "encodingFormat": "text/csv",
                    "contentUrl": tell.root and f"{tell.root}/trends/{file}",
                }
                for file, title in data
            ],
        }
    }


_TOLD: dict[str, Callable[[Mapping[str, Any], _Teller], Node]] = {
    "case.html": _case,
    "source.html": _source,
    "state.html": _state,
    "declaration.html": _declaration,
    "glossary.html": _glossary,
    "trends.html": _trends,
}


def _iso(edtf: str | None) -> str | None:
    """A date that ISO 8601 knows as one; an interval or an uncertain date is left out."""
    return edtf if edtf and "/" not in edtf and edtf[-1].isdigit() else None


def _without_nothing(value: Any) -> Any:
    """The value without what is unknown or empty."""
    if isinstance(value, dict):
        kept = {key: _without_nothing(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner not in (None, "", [], {})}
    return [_without_nothing(inner) for inner in value] if isinstance(value, list) else value
