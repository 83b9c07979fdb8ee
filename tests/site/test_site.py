"""The site: every link leads somewhere, every record stands somewhere, nothing is fetched from elsewhere."""

from pathlib import Path

import lxml.html
import pytest
from lxml import etree

from habeas.register import Register
from habeas.site import MARK, write_site
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
            if path.suffix == ".jsonl":
                continue  # open data, written by the exports
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
    home, holder = page.find_class("sides")[0].iter("section")
    assert "Denmark" in home.text_content() and "called on Peru to release Ana Silva" in home.text_content()
    assert "Peru" in holder.text_content() and "denied" in holder.text_content()
    assert "Contested" in page.text_content()
    assert "as last reported" not in page.text_content()
    assert "Released, 9 October 2020" in page.text_content()


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
