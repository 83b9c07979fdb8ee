"""Real pages in a real browser: axe finds nothing, nothing scrolls sideways, the keyboard gets everywhere."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from habeas.site import write_site
from worlds import FREED, World, public_world

pytestmark = pytest.mark.slow
playwright = pytest.importorskip("playwright.sync_api")

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
WIDTHS = (360, 1280)


@pytest.fixture(scope="module")
def world() -> World:
    world = public_world()
    world.read(FREED, published="2020-10-10", rights="quote_only")
    world.read(
        "Denmark, Peru and 12 other countries endorsed the Declaration Against Arbitrary Detention. It is non-binding. "
        "Nearly all members of the 27-nation European Union signed the declaration.",
        published="2021-02-15",
    )
    world.accept()
    world.open("Ana Silva", "PE")
    return world


@pytest.fixture(scope="module")
def pages(world: World, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """One page of each kind, by its kind."""
    folder = tmp_path_factory.mktemp("site")
    names = [n for n in write_site(world.register(), folder, built_on="2021-03-01") if n.endswith(".html")]
    kinds = {name.split("/")[0] if "/" in name and not name.endswith("index.html") else name: name for name in names}
    texts = {name: (folder / name).read_text("utf-8") for name in names if name.startswith("sources/")}
    kinds["source with its text"] = next(name for name, text in texts.items() if 'class="document"' in text)
    kinds["source quoted"] = next(name for name, text in texts.items() if 'class="excerpt"' in text)
    return {kind: (folder / name).as_uri() for kind, name in kinds.items()}


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    path = shutil.which("chromium")
    assert path, "these tests need Debian's chromium: apt-get install chromium"
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield found
        found.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_page(browser, pages: dict[str, str], width: int, *, dark: bool):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", bypass_csp=True
    )
    assert len(pages) >= 12
    for kind, url in pages.items():
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
        for locator in page.locator("main h1, main h2, main p, main article, main .scroll, header").all():
            box = locator.bounding_box()
            assert box is None or box["x"] + box["width"] <= width + 1, (kind, locator.inner_text()[:60])
    context.close()


def test_the_keyboard_reaches_the_content_first_and_every_link(browser, pages: dict[str, str]):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(pages["cases"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")
    page.close()


def test_a_highlighted_span_leads_to_its_record_and_the_record_back(browser, pages: dict[str, str]):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(pages["source with its text"])
    words = page.locator("mark a").first.inner_text()
    page.locator("mark a").first.click()
    target = page.locator(":target")
    assert words in target.inner_text()
    target.locator("p.foot a").first.click()
    assert Path(page.url.partition("#")[0]).name == Path(pages["source with its text"]).name
    assert "#s-" in page.url
    page.close()


def test_no_request_leaves_the_site(browser, pages: dict[str, str]):
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for url in pages.values():
        page.goto(url)
    assert asked and all(url.startswith("file://") for url in asked)
    page.close()
