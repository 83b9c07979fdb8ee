"""Every message is translated, none is left over, and every page stands in every language."""

import re
from pathlib import Path

import lxml.html
import pytest
from babel.messages import Catalog
from scenes import in_arabic_script, scene

from habeas.site import write_site
from habeas.site.languages import FIRST, SPOKEN, Language, catalogue, language
from habeas.site.messages import messages
from habeas.site.names import Names, _articles
from habeas.text.instruments import INSTRUMENTS
from habeas.text.organisations import ORGANISATIONS
from habeas.text.states import STATES
from worlds import HELD, public_world

OTHERS = [code for code in SPOKEN if code != FIRST]
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def ids(catalog: Catalog) -> set[tuple[str | None, object]]:
    return {(message.context, message.id) for message in catalog if message.id}


@pytest.mark.parametrize("code", OTHERS)
def test_no_message_is_untranslated_and_none_is_unused(code: str):
    there = catalogue(code)
    assert ids(there) == ids(messages())
    for message in there:
        if message.id:
            assert all(message.string if message.pluralizable else [message.string]), message.id
            assert not message.fuzzy


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_has_the_placeholders_of_its_message(code: str):
    for message in catalogue(code):
        originals = message.id if message.pluralizable else [message.id]
        strings = message.string if message.pluralizable else [message.string]
        for original, string in zip(originals, strings, strict=True):
            if original:
                assert set(PLACEHOLDER.findall(original)) == set(PLACEHOLDER.findall(string)), original


def test_french_is_spaced_as_french_is():
    for message in catalogue("fr"):
        for string in message.string if message.pluralizable else [message.string]:
            if message.id:
                assert not re.search(r"(?<![\u00a0\u202f])[;!?»]|«(?!\u00a0)|(?<!\u00a0):|'", string), string


def test_no_template_says_anything_that_is_no_message():
    """Text between tags that is neither a message nor a name of ours would stay English on a French page."""
    folder = Path(__file__).parents[2] / "src" / "habeas" / "site" / "templates"
    for template in folder.iterdir():
        text = re.sub(
            r"\{% block (policy|scripts|picture|canonical) %\}.*?\{% endblock %\}",
            " ",
            template.read_text("utf-8"),
            flags=re.DOTALL,
        )
        bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>", " ", text, flags=re.DOTALL)
        assert set(re.findall(r"[^\W\d_]{2,}", bare)) <= {
            "habeas",
            "CSV",
            "JSON",
            "Lines",
            "BibTeX",
            "CSL",
            "CC",
            "BY",
        }, template.name


def test_each_page_stands_in_each_language_and_leads_to_itself_in_the_others(tmp_path: Path):
    names = {
        name
        for name in write_site(public_world().register(), tmp_path, built_on="2021-03-01")
        if name.endswith(".html")
    }
    english = {name for name in names if not name.startswith("fr/")}
    assert names == english | {f"fr/{name}" for name in english}
    for name in names - {"404.html", "fr/404.html"}:  # shown at any depth: they lead only to a known address
        page = lxml.html.fromstring((tmp_path / name).read_bytes())
        assert page.get("lang") == ("fr" if name.startswith("fr/") else "en")
        bare = name.removeprefix("fr/")
        leads = {link.get("hreflang"): link.get("href") for link in page.xpath("//link[@hreflang]")}
        assert {
            code: (tmp_path / name).parent.joinpath(path).resolve().relative_to(tmp_path).as_posix()
            for code, path in leads.items()
        } == {"en": bare, "fr": f"fr/{bare}"}
        switch = page.xpath("//header//a[@hreflang]")
        assert [link.get("lang") for link in switch] == ["en" if name.startswith("fr/") else "fr"]


def test_quotes_keep_the_language_of_their_source(tmp_path: Path):
    register = public_world().register()
    write_site(register, tmp_path, built_on="2021-03-01")
    page = lxml.html.fromstring((tmp_path / "fr" / "cases" / f"{register.cases[0].slug}.html").read_bytes())
    quotes = page.xpath("//blockquote")
    assert quotes and {quote.get("lang") for quote in quotes} == {"en"}
    assert all(quote.text_content().strip() in HELD for quote in quotes)


@pytest.mark.parametrize("code", SPOKEN)
def test_articles_stand_before_names_that_exist(code: str):
    assert set(_articles(code)) <= set(STATES) | set(ORGANISATIONS) | set(INSTRUMENTS)


@pytest.mark.parametrize(
    ("code", "the", "of"),
    [
        ("PE", "le Pérou", "du Pérou"),
        ("CN", "la Chine", "de la Chine"),
        ("IR", "l’Iran", "de l’Iran"),
        ("US", "les États-Unis", "des États-Unis"),
        ("CU", "Cuba", "de Cuba"),
        ("IL", "Israël", "d’Israël"),
        ("EU", "l’Union européenne", "de l’Union européenne"),
    ],
)
def test_french_names_within_sentences(code: str, the: str, of: str):
    names = Names(language("fr"))
    assert (names.the(code), names.of(code)) == (the, of)


def test_english_names_within_sentences():
    names = Names(language("en"))
    assert [names.the(code) for code in ("US", "PE", "EU")] == ["the United States", "Peru", "the European Union"]
    assert names.of("US") == "of the United States"


PHYSICAL = re.compile(
    r"(?<![\w-])(left|right|(margin|padding|border|inset)-(left|right|top|bottom))(?![\w-])|text-align: (left|right)|(?<![\w-])(width|height|min-width|max-width):"
)


def test_the_stylesheet_knows_no_left_and_no_right():
    text = (Path(__file__).parents[2] / "src/habeas/site/static/style.css").read_text("utf-8")
    rules = re.sub(r"/\*.*?\*/|@media \([^)]*\)", " ", text, flags=re.DOTALL)
    assert PHYSICAL.findall("a { padding-left: 1px }") and not PHYSICAL.findall(
        "a { padding-inline-start: 1px; stroke-width: 1 }"
    )
    assert PHYSICAL.search(rules) is None


def test_a_language_from_right_to_left_has_pages_that_run_so(tmp_path: Path):
    arabic = in_arabic_script()
    register = scene().register()
    write_site(register, tmp_path, built_on="2021-03-01", spoken=[language("en"), arabic])
    slug = next(case.slug for case in register.cases if case.person.name == "Davit Beridze")
    pages = {
        name: lxml.html.fromstring((tmp_path / tongue / "cases" / f"{slug}.html").read_bytes())
        for name, tongue in (("en", ""), ("ar", "ar"))
    }
    page = pages["ar"]
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    assert "جورجيا" in page.text_content() and "أبريل" in page.text_content()
    latin = [
        text
        for text in page.xpath("//main//text()[not(ancestor::*[@lang][1][not(@lang='ar')])]")
        if re.search(r"[A-Za-z]{3,}", text)
    ]
    ours = {word for text in latin for word in re.findall(r"[A-Za-z]{3,}", text)}
    assert ours <= {"Davit", "Beridze", "Nino", "Gelashvili", "Oslo", "ministry", "spokesperson", "for", "the", "Norwegian", "foreign", "report", "wgad", "WGAD", "III", "habeas", "BibTeX", "CSL", "engineer", "Nothing", "known", "trial", "Foreign", "Minister", "Ministry", "Spokesperson"} | set(re.findall(r"[a-z]+", slug))  # fmt: skip
    mirrored = [float(mark.get("cx").rstrip("%")) for mark in page.xpath("//svg//circle")]
    assert mirrored == [
        round(100 - float(mark.get("cx").rstrip("%")), 2) for mark in pages["en"].xpath("//svg//circle")
    ]
    assert page.xpath("//header//a[@hreflang='en']/@dir") == ["ltr"]


def test_a_language_without_tables_takes_the_names_of_cldr():
    names = Names(Language("es", Catalog(locale="es")))
    assert names.bare("DE") == "Alemania"
    assert names.the("DE") == "Alemania"
