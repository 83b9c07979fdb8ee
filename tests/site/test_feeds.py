"""Feeds: valid, dated by when something was first published, and retracting what is no more without telling what it was."""

from pathlib import Path

import pytest
from lxml import etree

from habeas.entries.decisions import Same
from habeas.site import write_site
from habeas.site.feeds import RETRACTED, Feeds
from habeas.site.languages import language
from habeas.site.plan import Answers, Lookups
from habeas.site.sitemap import last_changes, sitemaps
from habeas.text.atom import Before, Head, Item, before, feed
from worlds import FREED, World, public_world

NAMES = {"a": "http://www.w3.org/2005/Atom", "at": "http://purl.org/atompub/tombstones/1.0"}
BASE = "https://example.org/record"


SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
"""RFC 4287, Appendix B."""


def built(world: World, folder: Path, day: str) -> None:
    write_site(world.register(), folder, built_on=day, base_url=BASE)


def feeds(folder: Path) -> dict[str, etree._Element]:
    found = {path.relative_to(folder).as_posix(): etree.fromstring(path.read_bytes()) for path in folder.rglob("*.xml")}
    return {name: root for name, root in found.items() if root.tag.endswith("feed")}


def entries(root: etree._Element) -> dict[str, str]:
    return {e.findtext("a:id", "", NAMES): e.findtext("a:updated", "", NAMES) for e in root.findall("a:entry", NAMES)}


def deleted(root: etree._Element) -> dict[str, str]:
    return {one.get("ref"): one.get("when") for one in root.findall("at:deleted-entry", NAMES)}


def test_the_site_each_state_and_each_case_have_a_feed_in_each_language(tmp_path: Path):
    world = public_world()
    built(world, tmp_path, "2021-03-01")
    slug = world.register().cases[0].slug
    expected = {"feed.xml", f"cases/{slug}.xml", "states/DK.xml", "states/PE.xml"}
    assert set(feeds(tmp_path)) == expected | {f"fr/{name}" for name in expected}
    assert len(entries(feeds(tmp_path)[f"cases/{slug}.xml"])) == len(world.register().cases[0].said)
    assert f"{BASE}/cases/{slug}.html" in entries(feeds(tmp_path)["states/PE.xml"])


def test_what_is_new_is_dated_by_its_day_and_the_rest_keeps_its_own(tmp_path: Path):
    world = public_world()
    built(world, tmp_path, "2021-03-01")
    slug = world.register().cases[0].slug
    first = feeds(tmp_path)
    built(world, tmp_path, "2021-03-02")
    assert {name: etree.tostring(root) for name, root in feeds(tmp_path).items()} == {
        name: etree.tostring(root) for name, root in first.items()
    }
    world.accept(world.read(FREED, published="2020-10-10"))
    world.add(Same(reason="one person", mentions=world.mentions("Ana Silva")))
    built(world, tmp_path, "2021-03-03")
    now, old = entries(feeds(tmp_path)[f"cases/{slug}.xml"]), entries(first[f"cases/{slug}.xml"])
    assert set(now) > set(old)
    assert {now[id_] for id_ in old} == {"2021-03-01T00:00:00Z"}
    assert {now[id_] for id_ in set(now) - set(old)} == {"2021-03-03T00:00:00Z"}
    assert entries(feeds(tmp_path)["feed.xml"])[f"{BASE}/cases/{slug}.html"] == "2021-03-03T00:00:00Z"


def test_a_withdrawn_case_is_retracted_everywhere_and_says_nothing_more(tmp_path: Path):
    world = public_world()
    built(world, tmp_path, "2021-03-01")
    slug = world.register().cases[0].slug
    assert (tmp_path / f"cases/{slug}.png").exists()
    world.wish("Ana Silva", "quiet")
    built(world, tmp_path, "2021-03-02")
    assert not (tmp_path / f"cases/{slug}.png").exists() and not (tmp_path / f"cases/{slug}.xml").exists()
    gone = (tmp_path / "gone.txt").read_text().split()
    assert {f"cases/{slug}.html", f"cases/{slug}.xml", f"cases/{slug}.png", f"fr/cases/{slug}.png"} <= set(gone)
    for name, root in feeds(tmp_path).items():
        place = f"{BASE}/fr/cases/{slug}.html" if name.startswith("fr/") else f"{BASE}/cases/{slug}.html"
        assert deleted(root)[place] == "2021-03-02T00:00:00Z", name
        assert {
            one.tag for one in root.findall("at:deleted-entry", NAMES) for _ in [0] if len(one) or one.text
        } == set()
    assert all(b"Silva" not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    built(world, tmp_path, "2021-03-09")
    assert deleted(feeds(tmp_path)["feed.xml"])[f"{BASE}/cases/{slug}.html"] == "2021-03-02T00:00:00Z"
    world.wish("Ana Silva", "public")
    built(world, tmp_path, "2021-03-10")
    assert deleted(feeds(tmp_path)["feed.xml"]) == {} and (tmp_path / f"cases/{slug}.png").exists()


def test_every_state_s_feed_retracts_the_same_so_that_none_tells_whose_case_it_was(tmp_path: Path):
    world = public_world()
    source = world.read(
        "Police in Oslo detained the Swiss nurse Eva Roth on 7 June 2020. Switzerland called on Norway to release Roth."
    )
    world.accept(source)
    world.open("Eva Roth", "NO")
    world.consent("Eva Roth")
    world.wish("Eva Roth")
    built(world, tmp_path, "2021-03-01")
    world.wish("Ana Silva", "quiet")
    built(world, tmp_path, "2021-03-02")
    found = feeds(tmp_path)
    assert len({frozenset(deleted(found[name])) for name in found if name.startswith("states/")}) == 1
    assert deleted(found["states/NO.xml"])


def test_the_latest_retractions_are_told_on_the_day_of_their_release(tmp_path: Path):
    register = public_world().register()
    taken_back = {f"cases/x{number:04}.html": f"2021-02-{1 + number % 28:02}" for number in range(RETRACTED + 20)}
    answers, spoken = Answers(register), language("en")
    feeds = Feeds(answers, tmp_path, base_url=BASE, today="2021-03-01", spoken=spoken, withdrawn=taken_back)
    plan = next(feeds.of_pages({}, [*taken_back, "sources/y.html"]))
    told = deleted(etree.fromstring(plan.make(plan, Lookups(answers))))
    assert len(told) == RETRACTED
    untold = set(taken_back.values()) - {when[:10] for when in told.values()}
    assert untold == {"2021-02-01"}, "the oldest are left out"
    assert all(when[:10] == taken_back[ref.removeprefix(f"{BASE}/")] for ref, when in told.items())


def test_what_xml_cannot_hold_is_replaced_and_markup_is_text():
    head = Head(title="t", language="en", address="https://example.org/f", page="https://example.org/")
    item = Item(id="urn:x:1", title="<b>&\x00 \x1b\ud800?", link="https://example.org/?a=1&b=2", summary='"quoted"')
    raw = feed(head, [item], [], last=Before({}, {}), today="2021-03-01")
    root = etree.fromstring(raw)
    assert root.findtext("a:entry/a:title", "", NAMES) == "<b>&\ufffd \ufffd\ufffd?"


WRONG = {
    "a day that is none": (b"<updated>2021-03-01T", b"<updated>2021-3-01T"),
    "no title": (b"  <title>t</title>\n", b""),
    "two titles": (b"<title>a</title>", b"<title>a</title><title>a</title>"),
    "no language": (b'xml:lang="en"', b'xml:lang="e n"'),
    "a category without a term": (b"term=", b"name="),
    "something after the entries": (b"</feed>", b'<category term="x"/></feed>'),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_the_schema_finds_what_is_wrong(wrong: str):
    head = Head(
        title="t", language="en", address="https://example.org/f", page="https://example.org/", subtitle="s", rights="r"
    )
    item = Item(id="urn:x:1", title="a", summary="s", link="https://example.org/a", author="x", kinds=("k",))
    raw = feed(head, [item], ["urn:x:2"], last=Before({}, {}), today="2021-03-01")
    assert SCHEMA.validate(etree.fromstring(raw)), SCHEMA.error_log
    old, new = WRONG[wrong]
    assert old in raw and not SCHEMA.validate(etree.fromstring(raw.replace(old, new)))


@pytest.mark.parametrize("base_url", [BASE, ""])
def test_every_feed_is_what_the_schema_of_atom_asks_for(tmp_path: Path, base_url: str):
    from editions import edition, written

    world, found = public_world(), {}
    for day in ("2021-03-01", "2021-03-02"):
        if base_url:
            built(world, tmp_path / "site", day)
            found |= {f"{name} of {day}": root for name, root in feeds(tmp_path / "site").items()}
        made = edition(world, made_on=day, base_url=base_url)
        found[f"records of {day}"] = etree.fromstring(written("atom", tmp_path / "data", made)["records.atom"])
        world.wish("Ana Silva", "quiet")
    assert sum(len(deleted(root)) for root in found.values()) > 3
    for name, root in found.items():
        assert SCHEMA.validate(root), (name, SCHEMA.error_log)
        assert root.find("a:author", NAMES) is not None, (
            "the schema's one rule in words: the feed, or each entry, has an author"
        )
        for entry in root.findall("a:entry", NAMES):
            assert entry.find("a:link", NAMES) is not None or entry.find("a:content", NAMES) is not None, (
                "RFC 4287, 4.1.2"
            )


@pytest.mark.parametrize("raw", [None, b"", b"<feed", b"\xff\xfe"])
def test_a_feed_that_cannot_be_read_said_nothing(raw: bytes | None):
    assert before(raw) == Before({}, {})


def test_a_page_keeps_the_day_of_its_last_change_in_the_sitemap(tmp_path: Path):
    names = ["a.html", "b&c.html", "fr/404.html", "410.html", "x.css"]
    days = last_changes(tmp_path, names, base_url=BASE, changed=names, today="2021-03-01")
    assert days == {"a.html": "2021-03-01", "b&c.html": "2021-03-01"}
    for name, raw in sitemaps(days, base_url=BASE, today="2021-03-01").items():
        (tmp_path / name).write_bytes(raw)
    later = last_changes(tmp_path, names, base_url=BASE, changed=["a.html"], today="2021-03-02")
    assert later == {"a.html": "2021-03-02", "b&c.html": "2021-03-01"}


def test_a_very_large_sitemap_is_an_index_of_parts():
    days = {f"cases/{number:06}.html": "2021-03-01" for number in range(45_001)}
    made = sitemaps(days, base_url=BASE, today="2021-03-02")
    assert sorted(made) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    assert [raw.count(b"<loc>") for _, raw in sorted(made.items())] == [45_000, 1, 2]
