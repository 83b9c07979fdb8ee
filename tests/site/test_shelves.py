"""Long lists stand in parts; everything is in one of them, and every place leads to where its record stands."""

import re
from pathlib import Path

import lxml.html
import msgspec
import pytest

from habeas.register import Register
from habeas.site import write_site
from habeas.site.links import Places
from habeas.site.shelves import MANY, NEWEST, letter_of, newest, shelved, year_of
from worlds import site_world


@pytest.fixture(scope="module")
def register() -> Register:
    """So many cases, statements, contested values and sources that each list is long, over three years."""
    small = site_world().register()
    case, source, contested = small.cases[0], small.sources[0], small.contested[0]
    said = next(record for record in small.claims if record.kind in {"statement", "accusation"})
    number = MANY + 10
    days = [f"20{20 + n % 3}-05-03" for n in range(number)]
    names = [f"{'ABC'[n % 3]}na Number{n:03}" for n in range(number)]
    cases = tuple(
        msgspec.structs.replace(
            case, slug=f"slug{n:04}", held_from=days[n], said=(), acts=(), contested=(), links=(), appeals=(), accusations=(), statements=(),
            attributes=(), sources=(), sides=msgspec.structs.replace(case.sides, home=(), holder=(), others=()),
            person=msgspec.structs.replace(case.person, name=names[n], names=(names[n],)),
        )
        for n in range(number)
    )  # fmt: skip
    records = tuple(
        msgspec.structs.replace(said, id=f"{n:016x}", said_on=days[n] if n else None, cases=(), beside=(), evidence=())
        for n in range(number)
    )
    disputes = tuple(msgspec.structs.replace(contested, subject=names[n], case=None, values=()) for n in range(number))
    sources = tuple(
        msgspec.structs.replace(
            source, id=f"{n:012x}", slug=f"{n:012x}", published=days[n], claims=(), spans=(), excerpts=()
        )
        for n in range(number)
    )
    return msgspec.structs.replace(
        small,
        cases=cases,
        claims=records,
        contested=disputes,
        sources=sources,
        statements=(),
        appeals=(),
        accusations=(),
        links=(),
    )


@pytest.fixture(scope="module")
def folder(register: Register, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_site(register, folder, built_on="2023-01-01")
    return folder


def page(folder: Path, name: str) -> lxml.html.HtmlElement:
    return lxml.html.fromstring((folder / name).read_bytes())


def test_no_page_of_a_long_list_holds_all_of_it_and_its_parts_do(register: Register, folder: Path):
    for first, parts, of_each in (
        ("cases/index.html", "cases/by-year/*.html", "//article//h3/a"),
        ("sources/index.html", "sources/by-year/*.html", "//ol[@class='latest']/li"),
        (
            "contested.html",
            "contested/*.html",
            "//section[contains(@class, 'contested')]|//article[contains(@class, 'contested')]",
        ),
    ):
        assert len(page(folder, first).xpath(of_each)) <= NEWEST
        there = [page(folder, path.relative_to(folder).as_posix()) for path in sorted(folder.glob(parts))]
        assert len(there) == 3
        assert sum(len(one.xpath(of_each)) for one in there) == len(register.cases), first
        linked = {link.rpartition("/")[2] for link in page(folder, first).xpath("//ul[@class='letters']//a/@href")}
        assert linked == {path.name for path in folder.glob(parts)}


def test_every_record_s_place_is_where_it_stands(register: Register, folder: Path):
    places = Places(register)
    assert len({one.part for one in places.statements}) > 1
    for record in register.claims:
        name, _, anchor = places.record(record.id).partition("#")
        assert re.fullmatch(rf"statements/{year_of(record.said_on)}(/[2-9])?\.html", name)
        assert f'id="{anchor}"' in (folder / name).read_text("utf-8")


def test_the_current_part_is_marked_and_links_resolve_in_each_language(folder: Path):
    for name in ("statements/2021.html", "fr/statements/2021.html", "fr/cases/by-year/2022.html", "contested/a.html"):
        found = page(folder, name)
        assert len(found.xpath("//nav[not(@class)]/ul[@class='letters']//a[@aria-current='page']")) == 1
        for link in found.xpath("//main//a/@href|//header//a/@href"):
            target = (folder / name).parent / link.partition("#")[0] if link.partition("#")[0] else folder / name
            assert target.exists(), (name, link)


def test_an_entry_s_part_follows_from_the_entry_alone():
    assert [year_of(day) for day in ("2021-05", "2020-12-31/2021-01-02", "../2021", "2021/..", None)] == [
        "2021", "2020", "2021", "2021", "undated",
    ]  # fmt: skip
    assert [letter_of(name) for name in ("Ána", "Жанна", "安娜", "1st", "")] == ["a", "z", "a", "other", "other"]
    assert shelved(["b1", "a1", "b2"], lambda word: word[0]) == {"a": ["a1"], "b": ["b1", "b2"]}
    assert newest([*map(str, range(100)), ""], lambda day: day or None) == [*map(str, range(40, 100))]
