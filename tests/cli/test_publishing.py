"""A publication's pages tell of its releases, and of nothing else."""

import re
import sys
from pathlib import Path

import lxml.html
import pytest
from click.testing import CliRunner
from ledgers import decide, mentions_of, opened, public_ledger, publication, published_bytes, read

from habeas import site
from habeas.cli import cli, publishing
from habeas.cli.publish import nobody_is_shown
from habeas.disclosure.release import FILES
from habeas.entries import DECISIONS
from habeas.exports import EXPORTS
from habeas.site import forked
from worlds import HELD

DENIED = "A spokesperson for the Peruvian embassy in Denmark denied that Ana Silva was detained arbitrarily."


def said(folder: Path, name: str) -> str:
    """What a page says, in one line."""
    page = lxml.html.fromstring((folder / name).read_bytes())
    return " ".join(" ".join(page.xpath("//main")[0].itertext()).split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second release of a ledger: a denial was added to what the first had."""
    place = tmp_path_factory.mktemp("published")
    ledger, folder = public_ledger(place / "habeas.db"), place / "site"
    publishing.publish_into(folder, "", publication(ledger))
    with opened(ledger) as book:
        read(book, DENIED, published="2020-07-01")
        decide(book, DECISIONS["accept"](reason="checked", claims=tuple(e.id for e in book.entries(kinds={"claim"}))))
        mentions = tuple(sorted(set(mentions_of(book, "Ana Silva"))))
        decide(book, DECISIONS["same"](reason="one person", mentions=mentions))
    publishing.publish_into(folder, "", publication(ledger), contact="desk@example.org")
    return folder


def test_pages_tell_of_the_releases_and_where_to_write(folder: Path):
    case = said(folder, "cases/abcdefgh.html")
    assert "History of this page Release 2," in case
    assert " Release 1," in case.partition("History of this page")[2]
    assert "What changed lately Release 2," in said(folder, "index.html")
    corrections = said(folder, "corrections.html")
    assert "Write to desk@example.org" in corrections
    assert "numbered release" not in corrections
    assert "Édition 2," in said(folder, "fr/index.html")


def test_releases_as_pages_tell_of_them_are_those_of_the_history(folder: Path):
    told = publishing.editions(publishing.releases_in(folder))
    assert [one.number for one in told] == [1, 2]
    assert "abcdefgh" in told[0].added
    assert told[1].added - told[0].added  # the denial; the case that it concerns is changed by it, and in both


def test_the_page_of_data_leads_to_every_file_of_every_export_and_of_the_release(folder: Path):
    names = {name for export in EXPORTS.values() for name in export.files} | {f"release/{name}" for name in FILES}
    for page, up in (("data/index.html", "../"), ("fr/data/index.html", "../../")):
        links = set(re.findall(r'href="([^"#]+)"', (folder / page).read_text("utf-8")))
        assert {f"{up}data/{name}" for name in names} <= links
        assert {f"{up}api/v1/index.json", f"{up}api/v1/openapi.json"} <= links
        for link in links:
            assert "//" in link or ((folder / page).parent / link).exists(), link


def test_the_first_page_names_the_cases_that_the_last_release_changed(folder: Path):
    assert "New or changed in the last release: Ana Silva" in said(folder, "index.html")


def test_several_processes_publish_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HABEAS_NOW", "2021-03-01T00:00:00+00:00")
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    ledger = public_ledger(tmp_path / "habeas.db")
    alone = published_bytes(ledger, tmp_path / "one", "https://example.org")
    beside = (tmp_path / ".one.habeas-checked").read_bytes()
    asked: list[int] = []
    processes = forked.processes
    for module in (site, sys.modules["habeas.site.make"], forked):
        monkeypatch.setattr(module, "processes", lambda items, _worth: asked.append(items) or processes(items, 1))
    assert published_bytes(ledger, tmp_path / "two", "https://example.org") == alone
    assert (tmp_path / ".two.habeas-checked").read_bytes() == beside
    assert len(asked) >= 3 and max(asked) > 100


def test_a_site_without_a_case_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HABEAS_NOW", "2021-03-01T00:00:00+00:00")
    with opened(tmp_path / "habeas.db", create=True) as book:
        read(book, HELD)
    arguments = ["publish", str(tmp_path / "site"), "--ledger", str(tmp_path / "habeas.db")]
    told = CliRunner().invoke(cli, arguments)
    assert told.exit_code == 0 and (tmp_path / "site" / "index.html").exists()
    for words in (
        "No case is shown to public",
        "0 accepted claims, 0 opened cases",
        "habeas accept",
        "habeas open-case",
    ):
        assert words in told.stderr
    ledger = public_ledger(tmp_path / "other.db")
    with opened(ledger) as book:
        person = next(mentions_of(book, "Ana Silva"))
        decide(book, DECISIONS["wish"](reason="asked", person=person, wish="quiet", expressed_by="self"))
    assert "Missing: a consent or a wish says no" in nobody_is_shown(publication(ledger))
    assert "No case" not in CliRunner().invoke(cli, [*arguments[:-1], str(ledger), "--audience", "team"]).stderr
