"""One command withdraws somebody, and the next publication honours it everywhere, in whatever folder it stands."""

import json
import re
from pathlib import Path
from typing import get_args
from uuid import uuid5

import pytest
from click.testing import CliRunner
from ledgers import public_ledger, tree
from lxml import etree

from habeas.claims.custody import CustodyAct
from habeas.cli import cli
from habeas.disclosure.checks import texts
from habeas.exports import EXPORTS
from habeas.exports.calendar import read
from habeas.exports.edition import NAMES as NAMES_OF_EXPORTS

BASE = "https://example.org/record"
NAMES = {"a": "http://www.w3.org/2005/Atom", "at": "http://purl.org/atompub/tombstones/1.0"}
SLUG = "abcdefgh"


def habeas(*arguments: str) -> str:
    ran = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    return ran.output


class Places:
    """The places where one ledger was published and exported before its case was withdrawn, and after."""

    def __init__(self, folder: Path) -> None:
        self.ledger = str(public_ledger(folder / "habeas.db"))
        self.site, self.fresh, self.moved, self.own = (folder / name for name in ("site", "fresh", "moved", "own"))
        self.publish(self.site)
        self.export(self.own)
        self.before = tree(self.site)
        self.exported = tree(self.own)
        habeas("withdraw", "Ana Silva", "--reason", "asked", "--ledger", self.ledger)

    def publish(self, folder: Path, *more: str) -> None:
        habeas("publish", str(folder), "--base-url", BASE, "--ledger", self.ledger, *more)

    def export(self, folder: Path, *, forms: tuple[str, ...] = ("atom", "calendar")) -> None:
        for form in forms:
            habeas("export", form, str(folder), "--base-url", BASE, "--ledger", self.ledger)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HABEAS_NOW", "2021-03-01T00:00:00+00:00")
        made = Places(tmp_path_factory.mktemp("withdrawn"))
        patch.setenv("HABEAS_NOW", "2021-03-05T00:00:00+00:00")
        made.publish(made.moved, "--after", str(made.site))
        made.publish(made.site)
        made.publish(made.fresh)
        made.export(made.own)
    return made


def entries(raw: bytes) -> set[str]:
    return {e.findtext("a:id", "", NAMES) for e in etree.fromstring(raw).iterfind("a:entry", NAMES)}


def retracted(raw: bytes) -> dict[str, str]:
    return {e.get("ref"): e.get("when") for e in etree.fromstring(raw).iterfind("at:deleted-entry", NAMES)}


def test_the_name_is_nowhere(places: Places):
    assert any(b"Silva" in raw for raw in places.before.values()) and any(
        b"Silva" in raw for raw in places.exported.values()
    )
    for folder in (places.site, places.fresh, places.moved, places.own):
        for name, raw in tree(folder).items():
            for text in (name, raw.decode("utf-8", "replace"), *(texts(name, raw) or ())):
                assert "silva" not in text.casefold(), (folder.name, name)


@pytest.mark.parametrize("where", ["site", "moved"])
def test_pages_pictures_feeds_and_documents_of_the_case_are_gone_and_nothing_leads_to_it(places: Places, where: str):
    files = tree(getattr(places, where))
    gone = set(files["gone.txt"].decode().split())
    of_it = {name for name in places.before if re.search(rf"(^|/)cases/{SLUG}\.(html|xml|png)$", name)}
    assert len(of_it) == 6 and of_it <= gone
    for name in of_it:
        assert (name in files) == name.endswith(".html"), name
    assert f"api/v1/cases/{SLUG}.json" in places.before and f"api/v1/cases/{SLUG}.json" not in files
    assert files["redirects.txt"] == b""
    listed = ("gone.txt", "data/release/", ".xml", f"cases/{SLUG}.html")
    assert [name for name, raw in files.items() if SLUG.encode() in raw and not re.search("|".join(listed), name)] == []
    stub = files[f"cases/{SLUG}.html"]
    assert b"This page is gone" in stub and b"refresh" not in stub


@pytest.mark.parametrize("where", ["site", "moved"])
def test_feeds_retract_what_the_release_says_is_withdrawn_and_when(places: Places, where: str):
    files = tree(getattr(places, where))
    withdrawn = [json.loads(line) for line in files["data/release/withdrawn.jsonl"].splitlines()]
    assert {one["on"] for one in withdrawn} == {"2021-03-05"} and {one["release"] for one in withdrawn} == {2}
    told = retracted(files["data/records.atom"])
    assert set(told) == entries(places.before["data/records.atom"]) - entries(files["data/records.atom"])
    assert len(told) == sum(one["type"] == "claim" for one in withdrawn) > 3
    pages = {f"{one['type']}s/{one['id']}.html" for one in withdrawn if one["type"] in {"case", "source"}}
    assert f"cases/{SLUG}.html" in pages
    for name, base in (("feed.xml", BASE), ("fr/feed.xml", f"{BASE}/fr"), ("states/PE.xml", BASE)):
        if name in files:
            assert set(retracted(files[name])) == {f"{base}/{page}" for page in pages}
    days = {
        when
        for name, raw in files.items()
        if raw.startswith(b"<?xml") and b"<feed" in raw
        for when in retracted(raw).values()
    }
    assert days == {"2021-03-05T00:00:00Z"}


@pytest.mark.parametrize("where", ["site", "moved", "own"])
def test_calendars_cancel_the_same_events_without_a_word_of_what_they_were(places: Places, where: str):
    name = "habeas.ics" if where == "own" else "data/habeas.ics"
    old = read((places.exported if where == "own" else places.before)[name].decode())
    new = read(tree(getattr(places, where))[name].decode())
    of_it = {uid for uid, event in old.items() if "Ana Silva" in event["SUMMARY"]}
    assert len(of_it) > 2 and set(old) <= set(new)
    for uid in of_it:
        assert (new[uid]["STATUS"], new[uid]["SUMMARY"]) == ("CANCELLED", "Withdrawn")
        assert int(new[uid]["SEQUENCE"]) == int(old[uid]["SEQUENCE"]) + 1
        assert "URL;VALUE=URI" not in new[uid]


@pytest.mark.parametrize("where", ["site", "moved", "own"])
def test_what_a_calendar_cancels_confirms_no_guess_at_it(places: Places, where: str):
    site, own = places.before["data/habeas.ics"], places.exported["habeas.ics"]
    assert set(read(site.decode())) == set(read(own.decode())), "one event, one UID, wherever it is written"
    names = [f"case/{SLUG}/{act}/{number}" for act in get_args(CustodyAct) for number in range(1, 9)]
    guesses = {f"{uuid5(NAMES_OF_EXPORTS, name)}@habeas" for name in [*names, f"case/{SLUG}/anniversary"]}
    now = tree(getattr(places, where))["habeas.ics" if where == "own" else "data/habeas.ics"]
    assert not guesses & set(read(now.decode()))


def test_an_export_beside_no_release_retracts_what_its_own_folder_had(places: Places):
    now = tree(places.own)["records.atom"]
    assert set(retracted(now)) == entries(places.exported["records.atom"]) - entries(now) != set()


def test_a_site_in_another_folder_goes_on_from_the_last_one_and_else_begins_its_own_history(places: Places):
    numbers = {
        folder.name: [
            json.loads(line)["number"] for line in (folder / "data/release/releases.jsonl").read_text().splitlines()
        ]
        for folder in (places.site, places.moved, places.fresh)
    }
    assert numbers == {"site": [1, 2], "moved": [1, 2], "fresh": [1]}
    site, moved = tree(places.site), tree(places.moved)
    assert [name for name in site.keys() | moved.keys() if site.get(name) != moved.get(name)] == []
    assert not (places.fresh / f"cases/{SLUG}.html").exists(), "what was never published here is not told to be gone"


def test_an_export_in_a_site_s_data_is_the_file_that_the_site_carries(places: Places, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HABEAS_NOW", "2021-03-05T00:00:00+00:00")
    before = tree(places.site)
    places.export(places.site / "data", forms=tuple(EXPORTS))
    assert [name for name, raw in tree(places.site).items() if before.get(name) != raw] == []
