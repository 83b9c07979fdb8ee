"""Two public cases that turn out to be one lead to one page; nothing leads across a withheld identity."""

from pathlib import Path

import lxml.html

from habeas.entries.decisions import OpenCase, Same
from habeas.site import write_site
from habeas.site.redirects import leads
from worlds import World, public_world

TEXT = "Police in Lima detained the Danish teacher Anna Silva on 3 May 2020."


def two_cases() -> World:
    """Ana Silva's case, and one that was opened of an Anna Silva of another source."""
    world = public_world()
    world.accept(world.read(TEXT, published="2020-06-20"))
    mention = world.mentions("Anna Silva")[0]
    world.add(
        OpenCase(
            reason="rule met", case="case-b", slug="aaaa1111", person=mention, by="PE", inclusion_rule="alleged-arbitrary", alleged_by=("DK",)
        ),
        "public",
    )  # fmt: skip
    world.consent("Anna Silva")
    world.wish("Anna Silva")
    return world


def joined(world: World) -> None:
    mentions = (*world.mentions("Ana Silva"), *world.mentions("Anna Silva"))
    world.add(Same(reason="one person", mentions=mentions))


def test_two_cases_of_two_persons_are_two():
    register = two_cases().register()
    assert len(register.cases) == 2 and leads(register) == {}


def test_the_page_of_one_leads_to_the_other_in_each_language(tmp_path: Path):
    world = two_cases()
    write_site(world.register(), tmp_path, built_on="2021-03-01", base_url="https://example.org")
    other = next(case.slug for case in world.register().cases if case.slug != "aaaa1111")
    joined(world)
    assert [(case.slug, case.also) for case in world.register().cases] == [("aaaa1111", (other,))]
    write_site(world.register(), tmp_path, built_on="2021-03-02", base_url="https://example.org")
    for folder in ("", "fr/"):
        page = lxml.html.fromstring((tmp_path / f"{folder}cases/{other}.html").read_bytes())
        assert page.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../cases/aaaa1111.html"]
        assert page.xpath("//link[@rel='canonical']/@href") == [f"https://example.org/{folder}cases/aaaa1111.html"]
    assert (tmp_path / "redirects.txt").read_text() == f"cases/{other}.html cases/aaaa1111.html\n"
    assert other not in (tmp_path / "cases/index.html").read_text()
    assert other not in "".join(path.read_text() for path in (tmp_path / "search").iterdir())


def test_when_the_person_is_withdrawn_both_pages_are_gone_and_nothing_leads_from_one_to_the_other(tmp_path: Path):
    world = two_cases()
    joined(world)
    write_site(world.register(), tmp_path, built_on="2021-03-01")
    world.wish("Ana Silva", "quiet")
    write_site(world.register(), tmp_path, built_on="2021-03-02")
    assert (tmp_path / "redirects.txt").read_text() == ""
    for path in (tmp_path / "cases").glob("*.html"):
        assert "refresh" not in path.read_text()
    gone = (tmp_path / "gone.txt").read_text().split()
    assert len([name for name in gone if name.startswith("cases/") and name.endswith(".html")]) == 2
