"""The index: everything that is shown is found, nothing that is not, in any script."""

import json
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from habeas.site import write_site
from habeas.site.search import COMMON, FEW, Found, Index, drawer, folded, shelf
from worlds import QUIET, World, public_world, site_world


def holds(folder: Path) -> dict[str, dict[str, object]]:
    found = {}
    for path in (folder / "search").glob("*.js"):
        match = re.fullmatch(r'habeasFound\("([^"]*)",(.*)\);\n', path.read_text("utf-8"), re.DOTALL)
        assert match is not None and match[1] == path.stem
        found[path.stem] = json.loads(match[2])
    return found


def looked_up(folder: Path, word: str) -> set[str]:
    """What the page's script finds of one word, spelled out."""
    index = holds(folder)
    info = index["shelves"]
    pages = index.get(f"t-{shelf(word, info['letters'])}", {}).get(word, "")
    keys = [tag.rpartition(":")[0] for tag in pages.split()]
    return {index[f"d-{drawer(key, info['digits'])}"][key][2] for key in keys}


def test_words_are_found_without_accents_and_in_their_own_script():
    assert folded("José Álvarez") == {"josé", "álvarez", "jose", "alvarez"}
    assert {"анна", "anna"} <= folded("Анна")
    assert folded("“Held”, it said—twice.") == {"held", "it", "said", "twice"}


@given(st.text(max_size=40))
def test_any_text_has_words_that_stand_in_a_file_with_a_plain_name(text: str):
    for word in folded(text):
        assert word
        for length in (1, 2):
            assert re.fullmatch(r"[a-z0-9]{1,2}|u[0-9a-f]{4,6}", shelf(word, length))


def test_cases_statements_states_sources_and_words_are_found_in_both_languages(tmp_path: Path):
    write_site(site_world().register(), tmp_path, built_on="2021-03-01")
    assert "Ana Silva" in looked_up(tmp_path, "silva")
    assert {"DK"} <= looked_up(tmp_path, "denmark") and {"DK"} <= looked_up(tmp_path, "danemark")
    assert "A report" in looked_up(tmp_path, "report")
    assert "Holder" in looked_up(tmp_path, "holder")
    assert any("arbitrary" in title for title in looked_up(tmp_path, "arbitrary"))


def test_every_result_leads_to_a_page_and_an_anchor(tmp_path: Path):
    write_site(site_world().register(), tmp_path, built_on="2021-03-01")
    places = {
        found[1] for name, drawers in holds(tmp_path).items() if name.startswith("d-") for found in drawers.values()
    }
    assert len(places) > 10
    for place in places:
        name, _, anchor = place.partition("#")
        for folder in ("", "fr/"):
            text = (tmp_path / folder / name).read_text("utf-8")
            assert not anchor or f'id="{anchor}"' in text


def test_what_is_not_shown_is_not_in_the_index(tmp_path: Path):
    world = public_world()
    world.accept(world.read(QUIET))
    write_site(world.register(), tmp_path, built_on="2021-03-01")
    assert "roth" not in "".join(path.read_text().lower() for path in (tmp_path / "search").iterdir())


def test_a_large_index_has_small_files_and_leaves_out_words_that_stand_everywhere():
    index = Index()
    for number in range(FEW + 500):
        index.add(
            f"c{number % 256:02x}{number:06x}",
            Found("case", f"cases/{number}.html", f"Name{number}", ""),
            {1: [f"everywhere name{number}"]},
        )
    plans = {plan.name: plan.values["holds"] for plan in index.plans()}
    assert plans["search/shelves.js"]["common"] == ["everywhere"] and 0 < COMMON < 1
    assert "everywhere" not in plans["search/t-ev.js"] if "search/t-ev.js" in plans else True
    assert sum(name.startswith("search/d-") for name in plans) > 1
    assert all(len(name.partition("t-")[2]) == 5 for name in plans if name.startswith("search/t-"))


def test_names_stand_in_lists_by_letter_for_whoever_has_no_script(tmp_path: Path):
    write_site(site_world().register(), tmp_path, built_on="2021-03-01")
    text = (tmp_path / "names/s.html").read_text("utf-8")
    assert "Ana Silva" in text and 'href="../cases/' in text
    assert 'href="s.html"' in (tmp_path / "names/index.html").read_text("utf-8")
    assert "names/index.html" in (tmp_path / "search.html").read_text("utf-8")


def test_an_empty_record_has_an_index_of_its_glossary(tmp_path: Path):
    write_site(World().register(), tmp_path, built_on="2021-03-01")
    assert "Holder" in looked_up(tmp_path, "holder")
