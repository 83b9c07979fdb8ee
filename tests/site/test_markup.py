"""Markup and feeds as others check them: the Nu HTML checker on every kind of page, feedparser on every feed."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from habeas.site import write_site
from worlds import site_world

pytestmark = pytest.mark.slow

KNOWN = re.compile(
    # The checker reads files, which have no origin that could be 'self' (over HTTP it forbids this machine's own address); and it
    # takes a block of JSON-LD, which nothing executes, for a script. What browsers block, test_scripts sees.
    r"(Resource|Inline script) violates Content Security Policy \(meta tag\)"
)
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
ATOM, TOMBSTONES = "{http://www.w3.org/2005/Atom}", "{http://purl.org/atompub/tombstones/1.0}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with something gone and every kind of page, in both languages."""
    folder = tmp_path_factory.mktemp("site")
    world = site_world()
    source = world.read("Police in Oslo detained the Swiss nurse Eva Roth on 7 June 2020.")
    world.accept(source)
    world.open("Eva Roth", "NO")
    world.consent("Eva Roth")
    world.wish("Eva Roth")
    write_site(world.register(), folder, built_on="2021-03-01", base_url="https://example.org/record")
    world.wish("Eva Roth", "quiet")
    write_site(world.register(), folder, built_on="2021-03-02", base_url="https://example.org/record")
    return folder


def test_the_nu_html_checker_finds_nothing_in_any_page(site: Path):
    jar = os.environ.get("HABEAS_VNU")
    if not jar or shutil.which("java") is None:
        pytest.skip("HABEAS_VNU names no vnu.jar, or there is no java: the pages are NOT checked as HTML")
    pages = [str(path) for path in sorted(site.rglob("*.html"))]
    assert len(pages) > 40
    ran = subprocess.run(
        ["java", "-Xss4m", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", *pages],
        capture_output=True, check=True, timeout=600,
    )  # fmt: skip
    found = [m for m in json.loads(ran.stdout)["messages"] if not KNOWN.search(m["message"])]
    assert found == [], [(Path(m["url"]).name, m["message"], m.get("extract")) for m in found[:5]]


def test_the_checker_would_find_something(tmp_path: Path):
    jar = os.environ.get("HABEAS_VNU")
    if not jar or shutil.which("java") is None:
        pytest.skip("HABEAS_VNU names no vnu.jar, or there is no java")
    (tmp_path / "bad.html").write_text("<!doctype html><html lang=en><title>x</title><p id=a><p id=a>")
    command = ["java", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", str(tmp_path / "bad.html")]
    messages = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=120).stdout)["messages"]
    assert any("Duplicate ID" in message["message"] for message in messages)


def feeds(site: Path) -> list[Path]:
    return [path for path in sorted(site.rglob("*.xml")) if b"<feed" in path.read_bytes()]


def test_feeds_are_what_feed_readers_take(site: Path):
    assert len(feeds(site)) >= 8
    for path in feeds(site):
        parsed = feedparser.parse(path.read_bytes())
        assert not parsed.bozo, (path, parsed.get("bozo_exception"))
        assert parsed.version == "atom10"
        assert parsed.feed.title and parsed.feed.updated_parsed and parsed.feed.author == "habeas"
        for entry in parsed.entries:
            assert (
                entry.id
                and entry.title
                and entry.updated_parsed
                and entry.link.startswith("https://example.org/record/")
            )


def test_feeds_keep_the_rules_of_rfc_4287_and_6721(site: Path):
    """What the W3C's validator asks for: required elements once, absolute and unique ids, dates, a link to itself."""
    for path in feeds(site):
        root = etree.fromstring(path.read_bytes())
        address = "https://example.org/record/" + path.relative_to(site).as_posix()
        for element in (root, *root.iter(f"{ATOM}entry")):
            for tag in ("id", "title", "updated"):
                assert len(element.findall(f"{ATOM}{tag}")) == 1, (path, tag)
            assert RFC3339.fullmatch(element.findtext(f"{ATOM}updated"))
            assert re.match(r"https://|urn:uuid:", element.findtext(f"{ATOM}id"))
        assert [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"] == [address]
        ids = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
        assert len(ids) == len(set(ids))
        assert root.findtext(f"{ATOM}updated") == max(
            [one.findtext(f"{ATOM}updated") for one in root.iter(f"{ATOM}entry")]
            + [one.get("when") for one in root.iter(f"{TOMBSTONES}deleted-entry")]
        )
        for one in root.iter(f"{TOMBSTONES}deleted-entry"):
            assert set(one.attrib) == {"ref", "when"} and RFC3339.fullmatch(one.get("when"))
            assert one.get("ref") not in ids
        assert all(len(entry.findall(f"{ATOM}link")) == 1 for entry in root.iter(f"{ATOM}entry"))
