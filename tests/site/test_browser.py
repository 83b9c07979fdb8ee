"""Real pages in a real browser: axe finds nothing, nothing scrolls sideways, the keyboard gets everywhere."""

import json
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from scenes import crowded, in_arabic_script, scene

from habeas.site import write_site
from habeas.site.languages import language
from habeas.site.parts import name_of

pytestmark = pytest.mark.slow
pytest.importorskip("playwright.sync_api")

WIDTHS = (360, 1280)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """One page of each kind in each language, by its kind; one of a language from right to left among them."""
    folder = tmp_path_factory.mktemp("site")
    spoken = [language("en"), language("fr"), in_arabic_script()]
    register = scene().register()
    names = [n for n in write_site(register, folder, built_on="2021-03-01", spoken=spoken) if n.endswith(".html")]
    found = {}
    for name in names:
        tongue, _, bare = name.partition("/") if name.split("/")[0] in {"fr", "ar"} else ("en", "", name)
        kind = bare.split("/")[0] if "/" in bare and not bare.endswith("index.html") else bare
        if kind == "sources":
            text = (folder / name).read_text("utf-8")
            whole = "source with its text" if "Police in Copenhagen" in text else ""
            kind = "source quoted" if 'class="excerpt"' in text else whole
        found |= {f"{kind}, {tongue}": (folder / name).as_uri()} if kind else {}
    slug = next(case.slug for case in register.cases if case.person.name == "Davit Beridze")
    long = crowded(120).register()
    write_site(long, folder / "long", built_on="2021-03-01", spoken=spoken)
    for tongue, place in (("en", ""), ("fr", "fr"), ("ar", "ar")):
        found[f"cases, {tongue}"] = (folder / place / "cases" / f"{slug}.html").as_uri()
        for number in (1, 2):
            name = name_of(f"cases/{long.cases[0].slug}.html", number)
            found[f"page {number} of a long case, {tongue}"] = (folder / "long" / place / name).as_uri()
    return found


@pytest.mark.parametrize(
    ("tongue", "width", "scheme", "scripts"),
    [
        ("en", 360, "light", True),
        ("en", 1280, "dark", True),
        ("en", 1280, "light", False),
        ("fr", 1280, "light", True),
        ("ar", 360, "dark", False),
    ],
)
def test_axe_finds_nothing_on_any_kind_of_page(browser, pages, tongue: str, width: int, scheme: str, *, scripts: bool):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    if not scripts:
        page.route("**/*.js", lambda route: route.abort())
    mine = {kind: url for kind, url in pages.items() if kind.endswith(f", {tongue}")}
    assert len(mine) >= 14
    for kind, url in mine.items():
        page.goto(url)
        found = Axe().run(page).response["violations"]
        assert found == [], (kind, [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found])
    page.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_sideways_without_javascript(browser, pages: dict[str, str], width: int):
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    for kind, url in pages.items():
        page.goto(url)
        for locator in page.locator(
            "main h1, main h2, main p:not(.scroll p), main article, main .scroll, header"
        ).all():
            box = locator.bounding_box()
            assert box is None or (box["x"] >= -1 and box["x"] + box["width"] <= width + 1), (
                kind,
                locator.inner_text()[:60],
            )
    context.close()


@pytest.mark.parametrize("kind", ["index.html", "cases", "declaration.html", "source with its text"])
@pytest.mark.parametrize("tongue", ["en", "ar"])
def test_the_keyboard_goes_through_a_page_in_its_order_and_shows_where_it_is(
    browser, pages: dict[str, str], kind: str, tongue: str
):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(pages[f"{kind}, {tongue}"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().width") > 20
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    stops = page.evaluate(
        "[...document.querySelectorAll('main a[href], main summary, main [tabindex=\"0\"]')]"
        ".filter(one => one.checkVisibility()).length"
    )
    last = -1
    for _ in range(min(stops, 60)):
        page.keyboard.press("Tab")
        place, outline = page.evaluate(
            "[[...document.querySelectorAll('*')].indexOf(document.activeElement),"
            " getComputedStyle(document.activeElement).outlineStyle]"
        )
        assert place > last and outline == "solid"
        assert page.evaluate("!!document.activeElement.closest('main')")
        last = place
    page.close()


def test_the_language_switch_keeps_the_page(browser, pages: dict[str, str]):
    page = browser.new_page()
    page.goto(pages["cases, en"])
    page.locator("header a[hreflang=fr]").click()
    assert page.url == pages["cases, fr"]
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator("h1").inner_text().startswith("Davit Beridze")
    page.close()


@pytest.mark.parametrize(
    ("today", "said", "shown"),
    [("2021-03-01", "305–334 days", ".running"), ("2023-01-01", "286–315 days", ".stopped")],
)
def test_days_are_counted_to_the_readers_day_and_stop_when_the_report_is_old(
    browser, pages, today: str, said: str, shown: str
):
    page = browser.new_page()
    page.clock.install(time=f"{today}T12:00:00")
    page.goto(pages["cases, en"])
    assert page.locator(".masthead .count").inner_text() == said
    assert page.locator(f".masthead {shown}").is_visible()
    assert page.locator(".masthead .counter > span:visible").count() == 2
    page.goto(pages["index.html, en"])
    card = page.locator(".case-card", has_text="Davit Beridze")
    assert card.locator(".count").inner_text() == said
    assert card.locator(shown).is_visible() and card.locator(".counter > span:visible").count() == 2
    page.close()


def test_without_javascript_the_dates_stand_there_and_no_count(browser, pages: dict[str, str]):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(pages["cases, en"])
    assert not page.locator(".counter").is_visible()
    assert "since 2 February 2021, as last reported on 10 February 2021" in page.locator(".lead").inner_text()
    context.close()


def test_a_highlighted_span_leads_to_its_record_and_the_record_back(browser, pages: dict[str, str]):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(pages["source with its text, en"])
    words = page.locator("mark a").first.inner_text()
    page.locator("mark a").first.click()
    article = page.locator(".saying:has(:target)")
    assert words in article.inner_text()
    article.locator("p.foot a").first.click()
    assert Path(page.url.partition("#")[0]).name == Path(pages["source with its text, en"]).name
    assert "#s-" in page.url
    page.close()


@pytest.mark.parametrize("tongue", ["en", "fr", "ar"])
def test_a_link_to_a_record_that_moved_to_another_page_leads_there(browser, pages: dict[str, str], tongue: str):
    folder = Path(unquote(urlsplit(pages["page 2 of a long case, en"]).path)).parent
    stands = json.loads((folder / "records.js").read_text().removeprefix("habeasRecords(").removesuffix(");\n"))
    page = browser.new_page()
    for here, there in ((1, 2), (2, 1)):
        anchor = next(name for name, number in stands.items() if number == there)
        page.goto(f"{pages[f'page {here} of a long case, {tongue}']}#{anchor}")
        page.wait_for_url(f"{pages[f'page {there} of a long case, {tongue}']}#{anchor}")
        assert page.locator(f"#{anchor}:target").is_visible()
    page.goto(f"{pages[f'page 1 of a long case, {tongue}']}#r-unknown")
    assert page.url.endswith("#r-unknown")
    page.close()


def test_on_paper_nothing_stays_folded_and_nothing_slides(browser, pages: dict[str, str]):
    page = browser.new_page(viewport={"width": 794, "height": 1100})
    page.goto(pages["declaration.html, en"])
    folded = (
        "[...document.querySelectorAll('details')].map(one => one.getBoundingClientRect().height"
        " - one.querySelector('summary').getBoundingClientRect().height)"
    )
    on_screen = page.evaluate(folded)
    assert on_screen and max(on_screen) < 5
    page.emulate_media(media="print")
    assert min(page.evaluate(folded)) > 20
    assert not page.locator(".slider input").is_visible()
    page.close()


def test_no_request_leaves_the_site(browser, pages: dict[str, str]):
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for url in pages.values():
        page.goto(url)
    assert asked and all(url.startswith("file://") for url in asked)
    page.close()
