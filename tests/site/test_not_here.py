"""The page for what is not there is shown at any depth: its links lead to the site from wherever it is shown."""

from pathlib import Path

import lxml.html
import pytest

from habeas.site import write_site
from habeas.site.languages import languages
from worlds import public_world

BASE = "https://example.org/record"


def shown(folder: Path, base: str) -> dict[str, lxml.html.HtmlElement]:
    write_site(public_world().register(), folder, built_on="2021-03-01", base_url=base)
    return {one.folder: lxml.html.fromstring((folder / one.folder / "404.html").read_bytes()) for one in languages()}


def leads(page: lxml.html.HtmlElement) -> set[str]:
    return {link for _, _, link, _ in page.iterlinks() if not link.startswith("#")}


@pytest.mark.parametrize("base", [BASE, f"{BASE}/"])
def test_where_the_site_stands_is_known_links_begin_with_its_address(tmp_path: Path, base: str):
    for folder, page in shown(tmp_path, base).items():
        found = leads(page)
        assert {f"{BASE}/{folder}index.html", f"{BASE}/{folder}search.html", f"{BASE}/style.css"} <= found
        assert all(link.startswith(f"{BASE}/") for link in found)
        names = {link.removeprefix(f"{BASE}/") for link in found}
        assert [name for name in names if not (tmp_path / name).exists()] == []


def test_where_it_is_not_known_nothing_leads_astray(tmp_path: Path):
    for page in shown(tmp_path, "").values():
        assert leads(page) == set()
        assert page.findtext(".//h1") and page.find(".//main") is not None
