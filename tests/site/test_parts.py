"""No page of a case, a state or a list is too long: it goes on in further ones, which hold everything once."""

import re
from collections import Counter
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import crowded

from habeas.register import Register
from habeas.site import write_site
from habeas.site.links import Places
from habeas.site.parts import LIMIT, cut, name_of, pages_of, parts_of, sliced

DAY = "2021-03-01"


@pytest.fixture(scope="module")
def register() -> Register:
    return crowded(600).register()


@pytest.fixture(scope="module")
def folder(register: Register, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_site(register, folder, built_on=DAY, base_url="https://example.org")
    return folder


def pages_at(folder: Path, first: str) -> list[Path]:
    """A page, and those that it goes on in."""
    names = [name_of(first, number) for number in range(1, 1000)]
    return [folder / name for name in names if (folder / name).exists()]


def page(path: Path) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(path.read_bytes())


def test_a_case_of_six_hundred_records_has_no_page_above_the_limit(register: Register, folder: Path):
    case = register.cases[0]
    assert len(case.said) >= 600
    for tongue in ("", "fr/"):
        pages = pages_at(folder, f"{tongue}cases/{case.slug}.html")
        assert len(pages) == max(pages_of(case).values()) > 5
        assert max(path.stat().st_size for path in pages) <= LIMIT
        assert sum(path.stat().st_size for path in pages) / len(pages) > LIMIT / 3


def test_the_feed_of_a_long_case_holds_every_record(register: Register, folder: Path):
    case = register.cases[0]
    feed = (folder / f"cases/{case.slug}.xml").read_text("utf-8")
    assert feed.count("<entry>") == len(case.said) >= 600


def test_long_quotes_leave_room_for_fewer(tmp_path: Path):
    register = crowded(50, wordy=20).register()
    write_site(register, tmp_path, built_on=DAY, base_url="https://example.org")
    sizes = [path.stat().st_size for path in pages_at(tmp_path, f"cases/{register.cases[0].slug}.html")]
    assert len(sizes) > 1
    assert max(sizes) <= LIMIT


def test_no_page_of_any_kind_is_above_the_limit(folder: Path):
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in folder.rglob("*.html")}
    assert {name: size for name, size in sizes.items() if size > LIMIT} == {}
    assert (folder / "states/DK/2.html").exists()


def test_every_record_stands_on_one_page_of_its_case_and_its_place_leads_there(register: Register, folder: Path):
    case, places = register.cases[0], Places(register)
    anchors = Counter(
        anchor
        for path in pages_at(folder, places.case(case.slug))
        for anchor in page(path).xpath("//@id[starts-with(., 'r-')]")
    )
    assert anchors == Counter(places.anchor(record.id) for record in case.said)
    for record in case.said:
        name, _, anchor = places.record(record.id).partition("#")
        assert f'id="{anchor}"' in (folder / name).read_text("utf-8")


def test_both_sides_speak_on_the_same_pages_as_long_as_both_have_words(register: Register):
    case = register.cases[0]
    parts = parts_of(case, case.sources)
    both = [bool(part.case.sides.home) and bool(part.case.sides.holder) for part in parts]
    assert both[: len(both) - 1] == [True] * (len(both) - 1)
    for name in ("acts", "appeals", "links", "actions", "findings"):
        assert [one for part in parts for one in getattr(part.case, name)] == list(getattr(case, name)), name
    assert [id_ for part in parts for id_ in part.sources] == list(case.sources)
    values = [(item.property, value) for part in parts for item in part.case.contested for value in item.values]
    assert values == [(item.property, value) for item in case.contested for value in item.values]


def test_pages_lead_to_one_another_and_every_link_holds(folder: Path, register: Register):
    first = f"cases/{register.cases[0].slug}.html"
    for tongue in ("", "fr/"):
        seen, path = [], folder / tongue / first
        while path not in seen:
            seen.append(path)
            onward = page(path).xpath("//a[@rel='next']/@href")
            assert len(onward) <= 1
            path = (path.parent / onward[0]).resolve() if onward else path
        assert seen == pages_at(folder, tongue + first)
        for path in seen:
            found = page(path)
            assert len(found.xpath("//nav[@class='pager']//a[@aria-current='page']")) == 1
            assert len(found.xpath("//h1")) == 1
            for link in found.xpath("//@href[not(contains(., ':') or contains(., 'data/'))]"):
                target, _, anchor = link.partition("#")
                there = (path.parent / target).resolve() if target else path
                assert there.exists(), (path, link)
                if anchor.startswith("r-"):
                    assert f'id="{anchor}"' in there.read_text("utf-8"), (path, link)


def test_a_state_s_cases_and_words_stand_on_its_pages_once(folder: Path, register: Register):
    lines = [
        link
        for path in pages_at(folder, "states/DK.html")
        for link in page(path).xpath("//ol[@class='latest']//a/@href")
    ]
    ids = {re.sub(r".*#", "", link) for link in lines}
    said = [
        r for r in register.claims if r.speakers[0].state == "DK" and r.kind in {"statement", "appeal", "accusation"}
    ]
    assert len(lines) == len(said) == len(ids)


def test_what_is_withdrawn_is_gone_with_all_its_pages(tmp_path: Path):
    world = crowded(80)
    folder, case = tmp_path / "site", world.register().cases[0]
    write_site(world.register(), folder, built_on=DAY)
    before = [path.relative_to(folder).as_posix() for path in pages_at(folder, f"cases/{case.slug}.html")]
    assert len(before) > 1
    world.wish("Ana Silva", "quiet")
    write_site(world.register(), folder, built_on=DAY)
    assert set(before) <= set((folder / "gone.txt").read_text("utf-8").split())
    assert all("Silva" not in (folder / name).read_text("utf-8") for name in before)


@given(st.lists(st.integers(1, 50), max_size=60), st.integers(20, 60))
def test_runs_hold_everything_in_order_and_fit(weights: list[int], room: int):
    runs = cut(weights, lambda weight: weight, room)
    assert [weight for run in runs for weight in run] == weights
    assert all(run and (sum(run) <= room or len(run) == 1) for run in runs)


@given(st.lists(st.integers(1, 50), max_size=40), st.integers(0, 40), st.integers(1, 50))
def test_a_new_entry_moves_none_before_it(weights: list[int], at: int, new: int):
    at = min(at, len(weights))
    before, after = (cut(found, lambda weight: weight, 60) for found in (weights, [*weights[:at], new, *weights[at:]]))

    def pages(runs: list[list[int]]) -> list[int]:
        return [number for number, run in enumerate(runs) for _ in run]

    assert pages(before)[:at] == pages(after)[:at]


def test_a_list_that_fits_is_one_part():
    assert sliced({"a": ([1, 2], lambda _: 10), "b": ([], lambda _: 10)}) == [{"a": [1, 2], "b": []}]
    assert sliced({"a": ([], lambda _: 10)}) == [{"a": []}]
