"""One contract for every export: same bytes again, nothing withheld, opened by an ordinary tool, a page in the docs."""

import contextlib
import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest

from habeas.exports import EXPORTS
from habeas.exports.csv import safe
from worlds import QUIET, public_world

ROOT = Path(__file__).resolve().parents[2]


def written(name: str, folder: Path) -> dict[str, bytes]:
    world = public_world()
    world.read(QUIET)
    world.accept()
    folder.mkdir()
    EXPORTS[name].write(world.register(), folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_writes_the_files_it_names_and_the_same_bytes_again(name: str, tmp_path: Path):
    one = written(name, tmp_path / "one")
    assert set(one) == set(EXPORTS[name].files)
    assert written(name, tmp_path / "other") == one


@pytest.mark.parametrize("name", EXPORTS)
def test_nothing_withheld_is_in_it_and_what_is_public_is(name: str, tmp_path: Path):
    everything = b"".join(written(name, tmp_path / "one").values())
    assert b"Roth" not in everything
    assert b"Ana Silva" in everything or name == "datapackage"


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_has_a_page(name: str):
    assert (ROOT / "docs" / "reference" / "exports" / f"{name}.md").is_file()


def test_json_lines_are_json(tmp_path: Path):
    lines = written("jsonl", tmp_path / "one")["claims.jsonl"].splitlines()
    assert {json.loads(line)["kind"] for line in lines} >= {"custody", "appeal", "accusation"}


def test_csv_has_one_header_and_rows_of_its_length(tmp_path: Path):
    for raw in written("csv", tmp_path / "one").values():
        rows = list(csv.reader(io.StringIO(raw.decode())))
        assert {len(row) for row in rows} == {len(rows[0])}


def test_the_data_package_describes_the_tables_as_they_are(tmp_path: Path):
    package = json.loads(written("datapackage", tmp_path / "package")["datapackage.json"])
    tables = written("csv", tmp_path / "tables")
    assert {resource["path"] for resource in package["resources"]} == set(tables)
    for resource in package["resources"]:
        header = next(csv.reader(io.StringIO(tables[resource["path"]].decode())))
        assert [field["name"] for field in resource["schema"]["fields"]] == header


def test_sqlite_answers_queries(tmp_path: Path):
    written("sqlite", tmp_path / "one")
    with contextlib.closing(sqlite3.connect(tmp_path / "one" / "habeas.sqlite")) as connection:
        assert connection.execute("SELECT person, by, until FROM cases").fetchall() == [("Ana Silva", "PE", None)]
        assert connection.execute(
            "SELECT count(*) FROM records WHERE stance = 'denies' AND kind = 'accusation'"
        ).fetchone() == (1,)


def test_bibtex_has_an_entry_for_each_case(tmp_path: Path):
    text = written("bibtex", tmp_path / "one")["cases.bib"].decode()
    assert text.count("@misc{") == 1
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_cell_is_a_formula(cell: str):
    assert safe(cell) == f"'{cell}"
    assert safe("Ana") == "Ana"
