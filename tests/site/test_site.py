"""The site: every link leads somewhere, every record stands somewhere, nothing is fetched from elsewhere."""

import re
from pathlib import Path

import lxml.html
import pytest
from lxml import etree

from habeas.entries.decisions import Same
from habeas.register import Register
from habeas.site import MARK, Imprint, write_site
from habeas.site.editions import Edition
from worlds import FREED, HELD, World, public_world


def site(register: Register, folder: Path, **options: object) -> dict[str, lxml.html.HtmlElement]:
    names = write_site(register, folder, built_on="2021-03-01", **options)  # type: ignore[arg-type]
    return {name: lxml.html.fromstring((folder / name).read_bytes()) for name in names if name.endswith(".html")}


@pytest.fixture
def world() -> World:
    world = public_world()
    world.read(FREED, published="2020-10-10", rights="quote_only")
    world.read(
        "Denmark, Peru and 12 other countries endorsed the Declaration Against Arbitrary Detention.",
        published="2021-02-15",
    )
    world.accept()
    world.open("Ana Silva", "PE")
    return world


@pytest.fixture
def pages(world: World, tmp_path: Path) -> dict[str, lxml.html.HtmlElement]:
    return site(world.register(), tmp_path)


def test_every_link_and_anchor_resolves(pages: dict[str, lxml.html.HtmlElement], tmp_path: Path):
    ids = {name: {element.get("id") for element in page.iter() if element.get("id")} for name, page in pages.items()}
    for name, page in pages.items():
        for _, attribute, link, _ in page.iterlinks():
            if link.startswith("http"):
                continue
            target, _, anchor = link.partition("#")
            path = (tmp_path / name).parent / target if target else tmp_path / name
            if target.removeprefix("../").removeprefix("../").startswith(("data/", "api/")):
                continue  # open data and the API, written by others; `test_publishing` follows these
            assert path.exists(), (name, attribute, link)
            if anchor:
                assert anchor in ids[path.resolve().relative_to(tmp_path.resolve()).as_posix()], (name, link)


def test_no_id_stands_twice_on_a_page(pages: dict[str, lxml.html.HtmlElement]):
    for name, page in pages.items():
        found = [element.get("id") for element in page.iter() if element.get("id")]
        assert len(found) == len(set(found)), name


def test_every_record_stands_somewhere_and_every_span_leads_to_its_records(world: World, tmp_path: Path):
    register = world.register()
    pages = site(register, tmp_path)
    anchors = {element.get("id") for page in pages.values() for element in page.iter() if element.get("id")}
    assert {f"r-{record.id[:16]}" for record in register.claims} <= anchors
    shown = next(source for source in register.sources if source.text is not None and "Silva" in source.text)
    page = pages[f"sources/{shown.slug}.html"]
    assert page.find_class("document")[0].text_content().startswith("Police in Lima detained Ana Silva")
    linked = {link.rpartition("#")[2] for _, _, link, _ in page.find_class("document")[0].iterlinks()}
    assert linked == {f"r-{claim[:16]}" for claim in shown.claims}
    assert {"".join(mark.itertext()) for mark in page.iter("mark")} == {excerpt.quote for excerpt in shown.excerpts}


def test_a_document_of_reserved_rights_is_quoted_and_not_republished(world: World, tmp_path: Path):
    register = world.register()
    pages = site(register, tmp_path)
    quoted = next(source for source in register.sources if source.rights == "quote_only")
    page = pages[f"sources/{quoted.slug}.html"]
    assert "She flew to Denmark" not in page.text_content()
    assert "Peru released the Danish teacher" in page.text_content()


def test_a_case_page_shows_both_sides_with_denial_beside_assertion(world: World, tmp_path: Path):
    register = world.register()
    page = site(register, tmp_path)[f"cases/{register.cases[0].slug}.html"]
    pair, rest = page.find_class("sides")
    home, holder = pair
    assert "Denmark" in home.text_content() and "arbitrary detention by Peru" in home.text_content()
    assert "Peru" in holder.text_content() and "Denial" in holder.text_content()
    assert [column.text_content().split()[0] for column in rest] == ["Denmark", "Peru"]
    assert "called on Peru to release Ana Silva" in rest.text_content()
    assert "Contested" in page.text_content()
    assert "as last reported" not in page.text_content()
    assert "Released on 9 October 2020" in page.text_content()


def test_what_is_said_to_be_current_says_when_it_was_last_reported(tmp_path: Path):
    register = public_world().register()
    page = site(register, tmp_path)[f"cases/{register.cases[0].slug}.html"]
    assert "as last reported on 10 June 2020" in " ".join(page.text_content().split())


def test_nothing_is_fetched_from_elsewhere_and_nothing_is_inline(pages: dict[str, lxml.html.HtmlElement]):
    for page in pages.values():
        assert not list(page.iter("style", "iframe"))
        data = {"application/ld+json", "application/json"}
        assert all((script.get("type") in data) != bool(script.get("src")) for script in page.iter("script"))
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert ("script-src 'self'" in policy) == bool(page.xpath("//script[@src]"))
        assert not page.xpath("//*[@style]")
        assert not page.xpath("//img[starts-with(@src,'http')]|//link[@rel='stylesheet'][starts-with(@href,'http')]")
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert "unsafe" not in policy and "default-src 'none'" in policy


def test_every_page_has_a_title_a_language_one_heading_and_a_way_past_the_menu(pages: dict[str, lxml.html.HtmlElement]):
    for name, page in pages.items():
        assert page.get("lang") == ("fr" if name.startswith("fr/") else "en")
        assert len(page.xpath("//h1")) == 1, name
        assert page.xpath("//title/text()")[0].endswith("habeas")
        assert page.xpath("//a[@class='skip']/@href") == ["#main"]


def test_the_same_register_gives_the_same_bytes(world: World, tmp_path: Path):
    one, other = tmp_path / "one", tmp_path / "other"
    names = write_site(world.register(), one, built_on="2021-03-01")
    assert write_site(world.register(), other, built_on="2021-03-01") == names
    assert all((one / name).read_bytes() == (other / name).read_bytes() for name in names)


def test_a_withdrawn_case_is_gone_and_says_so(world: World, tmp_path: Path):
    slug = world.register().cases[0].slug
    site(world.register(), tmp_path)
    assert (tmp_path / "cases" / f"{slug}.html").exists()
    world.wish("Ana Silva", "quiet")
    site(world.register(), tmp_path)
    page = lxml.html.fromstring((tmp_path / "cases" / f"{slug}.html").read_bytes())
    assert page.xpath("//h1/text()") == ["This page is gone"]
    assert f"cases/{slug}.html" in (tmp_path / "gone.txt").read_text().split()
    site(world.register(), tmp_path)
    assert f"cases/{slug}.html" in (tmp_path / "gone.txt").read_text().split()
    world.wish("Ana Silva", "public")
    site(world.register(), tmp_path)
    assert (tmp_path / "gone.txt").read_text() == ""
    world.wish("Ana Silva", "quiet")
    site(world.register(), tmp_path)
    assert all(b"Silva" not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_markup_in_a_source_is_text_on_a_page(tmp_path: Path):
    world = World()
    world.read('Denmark said that <script>alert("x")</script> Peru was wrong & unfair.')
    world.accept()
    for page in site(world.register(), tmp_path).values():
        assert not [
            script for script in page.iter("script") if "alert" in (script.text or "") and script.get("type") is None
        ]
        assert len(list(page.iter("script"))) <= 3
        assert all("<" not in (script.text or "") for script in page.iter("script"))


def test_an_empty_register_has_all_its_pages(tmp_path: Path):
    pages = site(World().register(), tmp_path)
    assert {"index.html", "declaration.html", "statements.html", "contested.html", "404.html"} <= set(pages)
    assert (tmp_path / MARK).exists()


def test_canonical_links_need_to_know_where_the_site_stands(world: World, tmp_path: Path):
    pages = site(world.register(), tmp_path, base_url="https://example.org/record/")
    assert pages["declaration.html"].xpath("//link[@rel='canonical']/@href") == [
        "https://example.org/record/declaration.html"
    ]


def test_a_sitemap_where_the_place_is_known(world: World, tmp_path: Path):
    pages = site(world.register(), tmp_path, base_url="https://example.org/record")
    listed = {
        loc.text for loc in etree.fromstring((tmp_path / "sitemap.xml").read_bytes()).iter() if loc.tag.endswith("loc")
    }
    assert listed == {f"https://example.org/record/{name}" for name in pages if not name.endswith("404.html")}


def test_held_by_the_team_view_shows_candidates_as_such(tmp_path: Path):
    world = World()
    world.read(HELD)
    pages = site(world.register("team"), tmp_path)
    assert "Not opened as a case" in pages["cases/index.html"].text_content()


SWAPPED = {"Denmark": "Peru", "Danish": "Peruvian", "Lima": "Copenhagen", "Danemark": "Pérou", "DK": "PE"}
EXCHANGE = SWAPPED | {other: one for one, other in SWAPPED.items()}


def exchanged(text: str) -> str:
    """A text with the two states exchanged."""
    return re.sub(rf"\b({'|'.join(EXCHANGE)})\b", lambda found: EXCHANGE[found[1]], text)


def words_of(page: lxml.html.HtmlElement) -> list[str]:
    """What a page says, in its order, without random names."""
    main = page.xpath("//main")[0]
    for picture in main.xpath(".//*[local-name()='svg']"):
        picture.drop_tree()
    text = re.sub(r"\b[0-9a-f]{8}\b", "-", " ".join(main.itertext()))
    return re.findall(r"\w+|[^\w\s]", text)


def world_of(texts: list[str], by: str, national: str) -> World:
    world = World()
    for text, published in zip(texts, ("2020-06-10", "2020-10-10"), strict=True):
        world.read(text, published=published)
    world.accept()
    world.open("Ana Silva", by, alleged_by=national)
    world.consent("Ana Silva")
    world.wish("Ana Silva")
    return world


@pytest.mark.parametrize("tongue", ["", "fr/"])
def test_with_two_states_exchanged_pages_say_the_same_of_the_other(tmp_path: Path, tongue: str):
    one, other = world_of([HELD, FREED], "PE", "DK"), world_of([exchanged(HELD), exchanged(FREED)], "DK", "PE")
    mine, theirs = site(one.register(), tmp_path / "one"), site(other.register(), tmp_path / "other")
    slug = one.register().cases[0].slug
    assert other.register().cases[0].slug == slug
    kinds = {
        "case": f"cases/{slug}.html",
        "cases": "cases/index.html",
        "home": "index.html",
        "contested": "contested.html",
    }
    for kind, name in kinds.items():
        assert exchanged(" ".join(words_of(mine[tongue + name]))).split() == words_of(theirs[tongue + name]), kind
    for code in ("DK", "PE"):
        said = words_of(mine[f"{tongue}states/{code}.html"])
        others = words_of(theirs[f"{tongue}states/{EXCHANGE[code]}.html"])
        assert sorted(exchanged(" ".join(said)).split()) == sorted(others)  # undated words stand by the alphabet


def test_a_page_of_a_case_with_much_to_say_stays_within_its_budget(tmp_path: Path):
    world = public_world()
    for month in range(1, 13):
        text = f"Danish Foreign Minister Bo Lund said that the detention of Ana Silva was arbitrary, in month {month}. Denmark called on Peru to release Ana Silva."
        world.accept(world.read(text, published=f"2021-{month:02}-10"))
    world.add(Same(reason="one person", mentions=world.mentions("Ana Silva")))
    register = world.register()
    assert len(register.cases[0].said) > 50
    site(register, tmp_path)
    for tongue in ("", "fr/"):
        assert (tmp_path / f"{tongue}cases/{register.cases[0].slug}.html").stat().st_size <= 100_000


def test_a_page_tells_its_history_from_releases_and_nothing_of_what_was_taken_back(world: World, tmp_path: Path):
    register = world.register()
    case = register.cases[0]
    editions = (
        Edition(1, "2020-07-01", frozenset({case.slug, case.said[0].id, "gone"})),
        Edition(2, "2020-08-01", frozenset({"elsewhere"}), withdrawn=1),
        Edition(3, "2020-11-01", frozenset({case.said[1].id}), withdrawn=0),
    )
    pages = site(register, tmp_path, imprint=Imprint(editions=editions))
    text = " ".join(pages[f"cases/{case.slug}.html"].text_content().split())
    assert (
        "Release 3, 1 November 2020: 1 record new or changed Release 1, 1 July 2020: 2 records new or changed" in text
    )
    assert "Release 2" not in text
    log = " ".join(" ".join(pages["corrections.html"].itertext()).split())
    assert "3 1 November 2020 1 0 2 1 August 2020 1 1 1 1 July 2020 3 0" in log


def test_corrections_go_to_an_address_or_onto_a_sheet(world: World, tmp_path: Path):
    page = site(world.register(), tmp_path / "one", imprint=Imprint(contact="desk@example.org"))["corrections.html"]
    assert page.xpath("//main//a[starts-with(@href,'mailto:desk@example.org?subject=')]")
    page = site(world.register(), tmp_path / "other")["corrections.html"]
    assert page.xpath("//main//a[@download]/@href") == ["correction.txt"]
    assert "mailto" not in lxml.html.tostring(page, encoding="unicode")
    assert "3. " in (tmp_path / "other" / "fr" / "correction.txt").read_text("utf-8")


def test_a_day_is_counted_from_dates_in_the_page_and_only_while_somebody_is_held(world: World, tmp_path: Path):
    held = site(public_world().register(), tmp_path / "held")
    counter = next(
        page.xpath("//*[@data-held-from]")
        for name, page in held.items()
        if name.startswith("cases/") and "index" not in name
    )[0]
    assert dict(counter.attrib) == {
        "class": "counter",
        "hidden": "",
        "data-held-from": "2020-05-03",
        "data-held-from-latest": "2020-05-03",
        "data-reported": "2020-06-10",
        "data-stale-after": "365",
    }
    assert not any(page.xpath("//*[@data-held-from]") for page in site(world.register(), tmp_path / "freed").values())


def test_a_state_that_withdrew_has_a_page_that_says_so(tmp_path: Path):
    world = public_world()
    world.accept(world.read("Iceland withdrew from the Declaration Against Arbitrary Detention on 4 July 2020."))
    write_site(world.register(), tmp_path, built_on="2021-03-01")
    assert 'href="states/IS.html"' in (tmp_path / "declaration.html").read_text("utf-8")
    page = lxml.html.fromstring((tmp_path / "states/IS.html").read_bytes())
    [said] = page.xpath("//section[@aria-labelledby='endorsed']//li")
    assert " ".join(said.text_content().split()).endswith("Withdrawn, 4 July 2020")
