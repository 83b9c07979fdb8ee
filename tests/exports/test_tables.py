"""Tables: what is not known is empty, ends are intervals, keys are keys, everything refers to what is there."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import msgspec
import pytest
from editions import MADE_ON, edition, rich_world, table, written

from habeas.exports import Edition
from habeas.exports.tables import TABLES
from worlds import FREED, HELD, World, public_world


def freed_world() -> World:
    """Ana Silva, held and freed; every mention of her is hers."""
    world = World()
    world.read(HELD)
    world.read(FREED, published="2020-10-10")
    world.accept()
    world.open("Ana Silva", "PE")
    world.consent("Ana Silva")
    world.wish("Ana Silva")
    return world


@pytest.mark.parametrize("one", TABLES, ids=[one.name for one in TABLES])
def test_keys_are_keys_and_rows_have_the_width_of_their_columns(one):
    rows = edition().rows(one)
    assert rows or one.name == "links"
    at = [one.position(name) for name in one.key]
    keys = [tuple(row[place] for place in at) for row in rows]
    assert len(set(keys)) == len(keys)
    assert all(None not in key for key in keys)
    assert {len(row) for row in rows} <= {len(one.columns)}


@pytest.mark.parametrize("one", TABLES, ids=[one.name for one in TABLES])
def test_cells_are_of_their_columns_type_and_among_its_values(one):
    types = {"string": str, "date": str, "integer": int, "boolean": bool, "number": (int, float)}
    for row in edition().rows(one):
        for cell, column in zip(row, one.columns, strict=True):
            assert cell is None or isinstance(cell, types[column.kind]), (column.name, cell)
            assert cell is None or not column.values or cell in column.values, (column.name, cell)
            assert cell != "", column.name


@pytest.mark.parametrize("who", ["public", "partners", "team"])
def test_every_reference_leads_to_a_row(who: str):
    made = edition(who=who)
    for one in TABLES:
        for column in one.columns:
            if column.refers:
                other, _, field = column.refers.partition(".")
                there = {row[field] for row in table(made, other)}
                assert {row[column.name] for row in table(made, one.name)} <= {*there, None}


def test_every_table_says_what_it_holds():
    for one in TABLES:
        assert one.universe and one.title
        assert all(len(column.meaning) > 2 for column in one.columns)
    told = {row["table"]: row for row in table(edition(), "tables")}
    assert set(told) == {one.name for one in TABLES} - {"tables"}
    assert {row["last_checked"] for row in told.values()} == {MADE_ON}
    assert told["spells"]["languages"] == "en"
    assert told["cases"]["rows"] == 1


def test_a_custody_that_lasts_is_censored_on_the_last_day_on_which_a_source_spoke_of_it():
    spell = table(edition(public_world()), "spells")[0]
    assert (spell["censored"], spell["end"], spell["ended_by"]) == (True, None, None)
    assert (spell["observed_until"], spell["days_min"], spell["days_max"]) == ("2020-06-10", 38, 38)


def test_a_custody_that_ended_is_one_spell_with_both_ends():
    spells = table(edition(freed_world()), "spells")
    spell = spells[0]
    assert len(spells) == 1
    assert (spell["start"], spell["end"], spell["ended_by"]) == ("2020-05-03", "2020-10-09", "released")
    assert (spell["censored"], spell["days_min"], spell["days_max"]) == (False, 159, 159)
    stages = table(edition(freed_world()), "stages")
    assert [(stage["status"], stage["until"], stage["last"]) for stage in stages] == [
        ("held", "2020-10-09", False),
        ("released", None, True),
    ]


def test_a_date_that_is_a_month_stays_one():
    world = World()
    world.read(
        "Police in Lima detained Ana Silva, a Danish teacher, in May 2020. Denmark called on Peru to release Silva."
    )
    world.accept()
    world.open("Ana Silva", "PE")
    world.consent("Ana Silva")
    world.wish("Ana Silva")
    made = edition(world)
    act = table(made, "acts")[0]
    assert (act["when"], act["first_day"], act["last_day"]) == ("2020-05", "2020-05-01", "2020-05-31")
    spell = table(made, "spells")[0]
    assert (spell["days_min"], spell["days_max"]) == (10, 40)


def test_statements_carry_their_speaker_stance_and_language():
    rows = table(edition(), "statements")
    denial = next(row for row in rows if row["stance"] == "denies")
    assert (denial["speaker"], denial["speaker_state"], denial["anonymous"]) == (None, "PE", True)
    assert (denial["accused"], denial["accused_of"], denial["about"]) == ("PE", "arbitrary_detention", "Ana Silva")
    assert denial["language"] == "en"
    assert {row["kind"] for row in rows} >= {"statement", "appeal", "accusation"}


def test_the_content_of_a_record_is_whole():
    made = edition()
    rows = table(made, "records")
    whole = [json.loads(msgspec.json.encode(record.content)) for record in made.register.claims]
    assert [json.loads(str(row["content"])) for row in rows] == whole


def test_sqlite_answers_queries_and_its_references_hold(tmp_path: Path):
    written("sqlite", tmp_path)
    with closing(sqlite3.connect(tmp_path / "habeas.sqlite")) as connection:
        assert connection.execute("SELECT person, by, until FROM cases").fetchall() == [("Ana Silva", "PE", None)]
        denied = "SELECT count(*) FROM records WHERE stance = 'denies' AND kind = 'accusation'"
        assert connection.execute(denied).fetchone() == (1,)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert names == {one.name for one in TABLES}
    described = json.loads((tmp_path / "datasette.json").read_text())["databases"]["habeas"]["tables"]
    assert {name: set(one["columns"]) for name, one in described.items()} == {
        one.name: {column.name for column in one.columns} for one in TABLES
    }


def test_duckdb_reads_parquet_as_it_was_written(tmp_path: Path):
    made = edition()
    written("parquet", tmp_path, made)
    with duckdb.connect() as connection:
        for one in TABLES:
            rows = connection.execute(
                "SELECT * FROM read_parquet(?)", [str(tmp_path / f"{one.name}.parquet")]
            ).fetchall()
            plain = [tuple(v.isoformat() if hasattr(v, "isoformat") else v for v in row) for row in rows]
            assert plain == made.rows(one), one.name
        kinds = connection.execute(
            "DESCRIBE SELECT * FROM read_parquet(?)", [str(tmp_path / "spells.parquet")]
        ).fetchall()
        assert {name: kind for name, kind, *_ in kinds}["start_first"] == "DATE"


def test_the_data_package_describes_the_tables_as_they_are(tmp_path: Path):
    files = written("datapackage", tmp_path)
    package = json.loads(files["datapackage.json"])
    assert {resource["path"] for resource in package["resources"]} == {f"{one.name}.csv" for one in TABLES}
    for resource in package["resources"]:
        raw = files[resource["path"]]
        header = next(csv.reader(io.StringIO(raw.decode())))
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert resource["bytes"] == len(raw)


def test_the_codebook_tells_of_every_variable_and_kind(tmp_path: Path):
    files = written("codebook", tmp_path, edition(rich_world()))
    book = json.loads(files["codebook.json"])
    text = files["codebook.md"].decode()
    for told, one in zip(book["tables"], TABLES, strict=True):
        assert [variable["name"] for variable in told["variables"]] == [column.name for column in one.columns]
        assert f"\n## {one.name}\n" in text and one.universe in text
    for kind in book["records"]:
        assert kind["meaning"]
        assert all(field["meaning"] for field in kind["fields"]), kind
    assert "at_request_of" in text


def test_endorsements_are_intervals_that_may_end_and_begin_again():
    world = World()
    world.read(
        "On 15 February 2021 Denmark endorsed the Declaration Against Arbitrary Detention.", published="2021-02-15"
    )
    world.read(
        "Denmark withdrew from the Declaration Against Arbitrary Detention on 3 May 2021.", published="2021-05-03"
    )
    world.read(
        "On 7 July 2022 Denmark endorsed the Declaration Against Arbitrary Detention again.", published="2022-07-07"
    )
    world.accept()
    now = datetime(2023, 3, 1, tzinfo=UTC)
    made = Edition(world.register(now=now), made_on="2023-03-01")
    rows = table(made, "endorsements")
    assert [(row["party"], row["n"], row["since"], row["until"], row["left"]) for row in rows] == [
        ("DK", 1, "2021-02-15", "2021-05-03", True),
        ("DK", 2, "2022-07-07", None, False),
    ]
    years = {row["year"]: row["declaration"] for row in table(made, "state_year") if row["state"] == "DK"}
    assert years == {2021: "withdrew", 2022: "stands", 2023: "stands"}


def test_an_undated_endorsement_has_the_days_between_which_it_lies():
    rows = {row["party"]: row for row in table(edition(), "endorsements")}
    assert rows["DK"]["since"] is None
    assert (rows["DK"]["since_first"], rows["DK"]["since_last"]) == ("2021-02-15", "2021-02-15")


def test_a_groups_member_without_an_endorsement_is_not_on_record():
    rows = {(row["group"], row["state"]): row["standing"] for row in table(edition(), "groups")}
    assert rows["EU", "DK"] == "endorsed"
    assert rows["EU", "HU"] == "not_on_record"
