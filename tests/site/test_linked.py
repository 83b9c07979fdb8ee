"""JSON-LD: every block expands with the terms that schema.org has, and says of a person only what the page says."""

import json
from pathlib import Path

import lxml.html
import pytest
from pyld import jsonld

from habeas.register import Register
from habeas.register.views import PartyView
from habeas.site import write_site
from habeas.site.jsonld import _Teller, json_block
from habeas.site.languages import language
from worlds import public_world, site_world

SCHEMA = "https://schema.org/"
TERMS = """
    Claim Quotation Person Organization Country CreativeWork WebPage WebSite CollectionPage AboutPage Dataset DataDownload
    DefinedTerm DefinedTermSet name text author creator about mentions hasPart isPartOf isBasedOn appearance identifier
    inLanguage publisher alternateName nationality mainEntity distribution description encodingFormat isAccessibleForFree
    hasDefinedTerm
""".split()
CONTEXT = {
    "id": "@id",
    "type": "@type",
    **{term: SCHEMA + term for term in TERMS},
    **{term: {"@id": SCHEMA + term, "@type": "@id"} for term in ("url", "contentUrl")},
    **{term: {"@id": SCHEMA + term, "@type": SCHEMA + "Date"} for term in ("dateCreated", "datePublished")},
}
"""The terms of schema.org's own context that pages use: one that is not among them is not schema.org's, or wants a look here."""


def loader(url: str, options: object) -> dict[str, object]:
    assert url.rstrip("/") == SCHEMA.rstrip("/")
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": {"@context": CONTEXT},
    }


def keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return {key for key in value if not key.startswith("@")}.union(*map(keys, value.values()))
    return set().union(*map(keys, value)) if isinstance(value, list) else set()


def blocks(register: Register, folder: Path, base: str) -> dict[str, dict[str, object]]:
    names = [
        name for name in write_site(register, folder, built_on="2021-03-01", base_url=base) if name.endswith(".html")
    ]
    found = {}
    for name in names:
        page = lxml.html.fromstring((folder / name).read_bytes())
        [text] = page.xpath("//script[@type='application/ld+json']/text()")
        found[name] = json.loads(text)
    return found


@pytest.mark.parametrize("base", ["", "https://example.org/record"])
def test_every_block_expands_and_no_term_is_lost(tmp_path: Path, base: str):
    for name, block in blocks(site_world().register(), tmp_path, base).items():
        expanded = jsonld.expand(block, {"documentLoader": loader, "base": "https://example.org/record/"})
        assert len(expanded) == 1, name
        assert {key.removeprefix(SCHEMA) for key in keys(expanded)} == keys(block), name
        assert expanded[0]["@type"][0].startswith(SCHEMA)
        assert block.get("@id", base).startswith(base)


def test_a_case_s_records_are_claims_with_authors_and_places(tmp_path: Path):
    register = site_world().register()
    case = register.cases[0]
    block = blocks(register, tmp_path, "https://example.org")[f"cases/{case.slug}.html"]
    assert block["@id"] == f"https://example.org/cases/{case.slug}.html"
    assert block["about"]["name"] == case.person.name
    parts = {part["@id"].partition("#r-")[2]: part for part in block["hasPart"]}
    assert set(parts) == {record.id[:16] for record in case.said}
    assert {part["@type"] for part in parts.values()} <= {"Claim", "Quotation"}
    assert "ClaimReview" not in json.dumps(block)


def test_a_page_that_is_gone_says_nothing(tmp_path: Path):
    world = public_world()
    slug = world.register().cases[0].slug
    write_site(world.register(), tmp_path, built_on="2021-03-01", base_url="https://example.org")
    world.wish("Ana Silva", "quiet")
    write_site(world.register(), tmp_path, built_on="2021-03-02", base_url="https://example.org")
    page = lxml.html.fromstring((tmp_path / f"cases/{slug}.html").read_bytes())
    block = json.loads(page.xpath("//script[@type='application/ld+json']/text()")[0])
    assert set(block) == {"@context", "@type", "name", "inLanguage"}
    assert not page.xpath("//meta[starts-with(@property, 'og:')]")


def test_nothing_in_a_block_ends_it():
    raw = str(json_block({"text": "</script><script>alert(1)</script><!-- & ]]>"}))
    assert "<" not in raw and "&" not in raw
    assert json.loads(raw) == {"text": "</script><script>alert(1)</script><!-- & ]]>"}


def test_an_author_is_a_person_only_where_the_record_tells_so():
    tell = _Teller("https://example.org", "index.html", language("en"))
    assert tell.party(PartyView(name="Denmark", state="DK")) == tell.country("DK")
    assert tell.party(PartyView(name="DK", state="DK")) == tell.country("DK")
    assert tell.party(PartyView(name="Danish embassy", state="DK"))["@type"] is None
    assert tell.party(PartyView(name="Bo Lund", state="DK", role="Foreign Minister"))["@type"] == "Person"
    assert tell.party(PartyView(name="Ana Silva", case="abcdefgh"))["@type"] == "Person"
    assert tell.party(PartyView(name="The Record", role="outlet"))["@type"] == "Organization"
    assert tell.party(PartyView(name=None, role="an official", state="DK")) is None
