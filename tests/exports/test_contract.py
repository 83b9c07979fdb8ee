"""One contract for every export: same bytes again, nothing withheld, a page in the docs."""

from pathlib import Path

import pytest
from editions import edition, rich_world, written

from habeas.exports import EXPORTS
from worlds import public_world

ROOT = Path(__file__).resolve().parents[2]
NO_NAMES = {"codebook", "geojson", "jsonld"}
"""Exports that name no person of a case, whoever is public."""


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_writes_the_files_it_names_and_the_same_bytes_again(name: str, tmp_path: Path):
    one = written(name, tmp_path / "one")
    assert set(one) == set(EXPORTS[name].files)
    assert written(name, tmp_path / "other") == one
    assert written(name, tmp_path / "one") == one


@pytest.mark.parametrize("name", EXPORTS)
def test_nothing_withheld_is_in_it_and_what_is_public_is(name: str, tmp_path: Path):
    everything = b"".join(written(name, tmp_path / "one").values())
    assert b"Roth" not in everything
    assert b"Eva" not in everything
    assert name in NO_NAMES or b"Ana Silva" in everything


@pytest.mark.parametrize("name", EXPORTS)
def test_what_the_public_may_not_see_changes_no_byte(name: str, tmp_path: Path):
    before, after = rich_world(), rich_world()
    canary = "Police in Bern detained Canary Zwo, a Peruvian nurse, on 1 July 2020. Peru called on Switzerland to release Zwo."
    after.read(canary, handling="team", published="2020-07-02")
    after.accept()
    after.open("Canary Zwo", "CH")
    after.read("Norway withdrew from the Declaration Against Arbitrary Detention on 3 May 2021.", handling="team")
    assert len(after.entries) > len(before.entries) + 4
    shown = written(name, tmp_path / "after", edition(after))
    assert shown == written(name, tmp_path / "before", edition(before))
    assert not any(b"Canary" in raw or b"Zwo" in raw for raw in shown.values())


@pytest.mark.parametrize("name", EXPORTS)
def test_nothing_is_left_of_a_case_that_is_withdrawn(name: str, tmp_path: Path):
    world = rich_world()
    written(name, tmp_path, edition(world))
    world.wish("Ana Silva", "quiet")
    again = written(name, tmp_path, edition(world, made_on="2021-03-02"))
    assert not any(b"Ana Silva" in raw or b"2020-05-03" in raw for raw in again.values())


@pytest.mark.parametrize("name", EXPORTS)
def test_an_empty_register_is_written_too(name: str, tmp_path: Path):
    world = public_world()
    assert set(written(name, tmp_path, edition(world, who="nobody"))) == set(EXPORTS[name].files)


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_has_a_page(name: str):
    assert (ROOT / "docs" / "reference" / "exports" / f"{name}.md").is_file()
