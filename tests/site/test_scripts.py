"""Search, the map's slider and the rest in a real browser: from a disk, under the page's own policy, by keyboard, with and without
scripts; no request leaves the site, and a case's page is light."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from habeas.site import write_site
from worlds import site_world

pytestmark = pytest.mark.slow
pytest.importorskip("playwright.sync_api")

WIDTHS = (360, 1280)
HEAVIEST = 100_000
"""Bytes of a case's page with its stylesheet, before pictures."""

PAGES = ("search.html", "names/index.html", "names/s.html", "trends/index.html", "declaration.html")
"""The kinds of page that have scripts, forms or figures."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_site(site_world().register(), folder, built_on="2022-06-01", base_url="https://example.org")
    return folder


@pytest.fixture
def page(browser) -> Iterator[object]:
    """A page that fails the test when its policy is violated, a script breaks, or something is asked of elsewhere."""
    found = browser.new_page(viewport={"width": 360, "height": 800})
    wrong: list[str] = []
    found.on("console", lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None)
    found.on("pageerror", lambda error: wrong.append(str(error)))
    found.on("request", lambda request: None if request.url.startswith("file://") else wrong.append(request.url))
    yield found
    assert wrong == []
    found.close()


@pytest.mark.parametrize("folder", ["", "fr/"])
def test_a_search_finds_by_beginning_accent_and_mistake_and_announces_how_much(page, site: Path, folder: str):
    page.goto((site / f"{folder}search.html").as_uri())
    field = page.get_by_role("searchbox")
    for words in ("silva", "SILV", "ána silva", "sliva"):
        field.fill(words)
        page.locator("#found a", has_text="Ana Silva").first.wait_for()
        assert (
            page.get_by_role("status").inner_text().strip()[0].isdigit()
            or "résultat" in page.get_by_role("status").inner_text()
        )
    field.fill("zzzz")
    page.locator("#found > *").first.wait_for(state="detached")
    assert page.get_by_role("status").inner_text()
    field.fill("silva")
    page.locator("#found a").first.wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('#found')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/*.html")
    assert "Ana Silva" in page.locator("h1").inner_text()


def test_a_search_may_come_with_the_address(page, site: Path):
    page.goto((site / "search.html").as_uri() + "?q=silva")
    page.locator("#found a", has_text="Ana Silva").first.wait_for()


def test_the_slider_moves_by_keyboard_and_says_what_it_shows(page, site: Path):
    page.goto((site / "declaration.html").as_uri())
    slider = page.get_by_role("slider")
    latest = slider.get_attribute("aria-valuetext")
    slider.focus()
    page.keyboard.press("Home")
    page.locator("svg.world").wait_for()
    first = slider.get_attribute("aria-valuetext")
    assert first and first != latest and "2021" in first
    assert page.locator("output").inner_text().startswith(first)
    page.locator("svg.world .in").first.wait_for(state="attached")
    assert page.get_by_role("img", name=first).count() == 1
    page.keyboard.press("End")
    assert slider.get_attribute("aria-valuetext") == latest


def test_small_states_that_are_marked_can_be_seen_on_a_telephone(browser, site: Path):
    page = browser.new_page(viewport={"width": 360, "height": 900})
    page.goto((site / "declaration.html").as_uri())
    page.get_by_role("slider").focus()
    page.keyboard.press("Home")
    page.locator("svg.world").wait_for()
    small = page.locator("svg.world g:has(circle)").first
    width = "group => group.querySelector('circle').getBoundingClientRect().width"
    small.evaluate("group => group.setAttribute('class', '')")
    assert small.evaluate(width) < 4
    small.evaluate("group => group.setAttribute('class', 'in')")
    assert small.evaluate(width) >= 5
    page.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser, site: Path, width: int, *, scripts: bool):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    if not scripts:  # axe is a script itself: the site's own are kept away instead
        page.route("**/*.js", lambda route: route.abort())
    for name in [*PAGES, *(f"fr/{one}" for one in PAGES)]:
        page.goto((site / name).as_uri())
        for details in page.locator("details").all():
            details.evaluate("element => { element.open = true; }")
        if scripts and name.endswith("search.html"):
            page.get_by_role("searchbox").fill("silva")
            page.locator("#found a").first.wait_for()
        if scripts and name.endswith("declaration.html"):
            page.get_by_role("slider").focus()
            page.keyboard.press("Home")
            page.locator("svg.world").wait_for()
        found = Axe().run(page).response["violations"]
        assert found == [], (name, [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found])
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    context.close()


def test_without_scripts_there_is_a_list_of_names_a_map_and_a_list_of_dates(browser, site: Path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "search.html").as_uri())
    assert not page.get_by_role("searchbox").is_visible()
    page.locator("main a").first.click()
    page.locator(".letters a", has_text="S").first.click()
    assert page.locator("main a", has_text="Ana Silva").is_visible()
    page.goto((site / "declaration.html").as_uri())
    assert not page.locator("form.slider").is_visible()
    assert page.locator("figure.map img").is_visible()
    assert page.locator("dl.by-date dd").first.is_visible()
    context.close()


def test_a_case_s_page_is_light(browser, site: Path):
    page = browser.new_page()
    sizes: dict[str, int] = {}
    page.on("response", lambda response: sizes.update({response.url: len(response.body())}))
    [slug] = {path.stem for path in (site / "cases").glob("*.html")} - {"index"}
    page.goto((site / f"cases/{slug}.html").as_uri())
    page.wait_for_load_state("networkidle")
    assert 10_000 < sum(size for url, size in sizes.items() if not url.endswith((".svg", ".png"))) <= HEAVIEST
    page.close()
