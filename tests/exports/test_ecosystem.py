"""Each export is opened by its ecosystem's own tool, in an environment of its own."""

import json
from pathlib import Path

import pytest
from ecosystems import opened
from editions import edition, rich_world

from habeas.exports import EXPORTS
from habeas.exports.tables import TABLES
from worlds import FREED, HELD, World

pytestmark = pytest.mark.slow
NAMES = [one.name for one in TABLES]


def world() -> World:
    """Two persons held and one freed, inexact dates, denials, endorsements, names and words that are hard to write."""
    made = rich_world()
    made.read(
        "Police in Quito detained Zoë O'Brien-Ñandú, an Irish nurse, in January 2019. "
        'Ireland called on Ecuador to release O\'Brien-Ñandú; "=HYPERLINK(1)", it said.',
        published="2019-01-05",
    )
    made.read("Ecuador denied that police had arrested Zoë O'Brien-Ñandú.", published="2019-01-06")
    made.accept()
    made.open("Zoë O'Brien-Ñandú", "EC")
    made.consent("Zoë O'Brien-Ñandú")
    made.wish("Zoë O'Brien-Ñandú")
    return made


@pytest.fixture(scope="module")
def made():
    return edition(world(), base_url="https://example.org")


@pytest.fixture(scope="module")
def folder(made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every export in one folder, as the site carries them."""
    where = tmp_path_factory.mktemp("data")
    for export in EXPORTS.values():
        export.write(made, where)
    return where


def test_frictionless_finds_the_data_package_valid(made, folder: Path):
    found = opened("frictionless", folder)
    assert (found["valid"], found["errors"]) == (True, [])
    assert found["rows"] == {one.name: len(made.rows(one)) for one in TABLES}
    assert found["keys"] == {one.name: list(one.key) for one in TABLES}
    assert found["foreign"] == sum(column.refers is not None for one in TABLES for column in one.columns)


def test_frictionless_finds_a_row_that_refers_to_nothing(folder: Path, tmp_path: Path):
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    acts = (tmp_path / "acts.csv").read_text("utf-8")
    slug = rich_world().register().cases[0].slug
    (tmp_path / "acts.csv").write_text(acts.replace(f'"{slug}"', '"nobody00"'), "utf-8", newline="")
    assert not opened("frictionless", tmp_path)["valid"]


def test_polars_reads_parquet_and_csv(made, folder: Path):
    found = opened("polars", folder)
    assert set(found) == set(NAMES)
    kinds = {"string": "String", "integer": "Int64", "boolean": "Boolean", "date": "Date", "number": "Float64"}
    for one in TABLES:
        told = found[one.name]
        assert told["types"] == {column.name: kinds[column.kind] for column in one.columns}
        assert told["rows"] == len(made.rows(one))
        assert told["csv"] == [[column.name for column in one.columns], len(made.rows(one))]


def test_json_ld_expands_without_fetching_anything_and_nothing_is_dropped(folder: Path):
    found = opened("pyld", folder)
    assert set(found) == {"dcat.jsonld", "dataset.jsonld"}
    for name, told in found.items():
        document = json.loads((folder / name).read_text("utf-8"))
        (node,) = told["expanded"]
        assert node["@id"] == f"https://example.org/data/{name}"
        empty = sum(value == [] for value in document.values())
        assert len(node) >= len(document) - 1 - empty
        assert all(key.startswith(("@", "http")) for key in node)
        assert told["statements"].count("\n") > 40
        for line in told["statements"].splitlines():
            assert " <" in line and line.endswith(" .")
    dcat = found["dcat.jsonld"]["expanded"][0]
    assert dcat["@type"] == ["http://www.w3.org/ns/dcat#Dataset"]
    first = dcat["http://www.w3.org/ns/dcat#distribution"][0]
    assert first["http://www.w3.org/ns/dcat#downloadURL"][0]["@id"].startswith("https://example.org/data/")
    assert found["dataset.jsonld"]["expanded"][0]["@type"] == ["https://schema.org/Dataset"]


def test_icalendar_reads_the_calendar(folder: Path, tmp_path: Path):
    found = opened("icalendar", folder)
    assert (found["errors"], found["version"]) == ([], "2.0")
    events = {event["summary"]: event for event in found["events"]}
    assert events["Ana Silva: in custody since 2020-05-03"]["yearly"] == "YEARLY"
    assert events["Ana Silva: detained by Peru"]["start"] == "2020-05-03"
    assert not any("Zoë" in summary for summary in events), "a month is on no day"
    assert len({event["uid"] for event in found["events"]}) == len(found["events"])


def test_icalendar_reads_what_is_cancelled(tmp_path: Path):
    public = rich_world()
    EXPORTS["calendar"].write(edition(public), tmp_path)
    public.wish("Ana Silva", "quiet")
    EXPORTS["calendar"].write(edition(public, made_on="2021-03-09"), tmp_path)
    cancelled = [event for event in opened("icalendar", tmp_path)["events"] if event["status"] == "CANCELLED"]
    assert len(cancelled) == 2
    assert {(event["summary"], event["start"]) for event in cancelled} == {("Withdrawn", "1970-01-01")}


def test_feedparser_reads_the_feed(made, folder: Path):
    found = opened("feedparser", folder)
    assert (found["broken"], found["version"]) == (False, "atom10")
    assert len(found["entries"]) == len(made.register.claims)
    assert len({entry["id"] for entry in found["entries"]}) == len(found["entries"])
    assert all(entry["updated"] and entry["title"] and entry["author"] for entry in found["entries"])


def test_datasette_shows_tables_with_their_descriptions(made, folder: Path):
    found = opened("datasette", folder)
    assert "Who is held, by whom" in found["home"]
    for one in TABLES:
        told = found["tables"][one.name]
        assert told["status"] == [200, 200]
        assert len(told["rows"]) == min(len(made.rows(one)), 100)
        assert one.title.split("'")[0].split("(")[0][:30] in told["page"]
    assert "random" in found["tables"]["cases"]["page"]
    people = {row["person"] for row in found["tables"]["cases"]["rows"]}
    assert people == {"Ana Silva", "Zoë O'Brien-Ñandú"}


def test_citations_are_read_and_printed(folder: Path):
    found = opened("citations", folder)
    assert (len(found["bibtex"]), found["failed"]) == (2, 0)
    assert all(entry["fields"]["title"] and entry["key"].startswith("habeas-") for entry in found["bibtex"])
    assert any("Ana Silva: custody by Peru" in line for line in found["printed"])


def test_followthemoney_reads_every_entity_and_loses_nothing(folder: Path):
    found = opened("followthemoney", folder, name="ftm")
    assert len(found) > 5
    for one in found:
        assert one["schema"]
        for form in ("read", "cleaned"):
            again = one[form]
            assert (again["id"], again["schema"]) == (one["given"]["id"], one["given"]["schema"])
            values = {name: sorted(given) for name, given in again["properties"].items()}
            assert values == {name: sorted(given) for name, given in one["given"]["properties"].items()}, form
    dates = {d for one in found for d in one["given"]["properties"].get("date", ())}
    assert "2020-05-03" in dates


def test_followthemoney_is_given_no_date_that_is_narrower_than_the_text(tmp_path: Path):
    inexact = World()
    inexact.read(HELD.replace("on 3 May 2020", "in May 2020"))
    inexact.read(FREED.replace("on 9 October 2020", "in 2020"), published="2021-01-10")
    inexact.accept()
    inexact.open("Ana Silva", "PE")
    inexact.consent("Ana Silva")
    inexact.wish("Ana Silva")
    EXPORTS["ftm"].write(edition(inexact), tmp_path)
    found = opened("followthemoney", tmp_path, name="ftm")
    dates = {
        d for one in found for name in ("date", "startDate", "endDate") for d in one["read"]["properties"].get(name, ())
    }
    assert dates == {"2020-05", "2020"}
