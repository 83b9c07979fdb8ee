"""CSV: nothing that a spreadsheet takes for a formula, and nothing lost."""

import csv
import io
from pathlib import Path

import pytest
from editions import written
from hypothesis import given
from hypothesis import strategies as st

from habeas.exports.csv import cell, plain, safe

FORMULAS = "=+-@\uff1d\uff0b\uff0d\uff20"
OWASP = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\tx",
    "\rx",
    "\n=1",
    "\uff1d1",
    '=HYPERLINK("http://x";"y")',
    "=cmd|' /C calc'!A0",
    "a;=1+1",
    'a";=1',
    'a;"=1',
    "a\n=1",
    "a\t@x",
]
RISKY = st.text(alphabet=f"a1;,\"' \t\r\n{FORMULAS}", max_size=12)


def written_row(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC).writerow([cell(one) for one in cells])
    return buffer.getvalue()


@pytest.mark.parametrize("text", OWASP)
def test_no_cell_is_a_formula(text: str):
    assert safe(text) != text
    assert plain(safe(text)) == text
    assert safe(text)[0] not in f"{FORMULAS}\t\r\n"


def test_ordinary_words_stay_as_they_are():
    for text in ("Ana Silva", "She said: - no; never", "2020-05/2020-06", "a=b", "it's", "e-mail@x.org", "''"):
        assert safe(text) == text


@given(RISKY)
def test_nothing_is_lost(text: str):
    assert plain(safe(text)) == text


@given(st.lists(RISKY, min_size=1, max_size=4))
def test_neither_commas_nor_semicolons_as_separators_make_a_formula(cells: list[str]):
    row = written_row(["id", *cells])
    assert [plain(one) for one in next(csv.reader(io.StringIO(row, newline="")))] == ["id", *cells]
    for delimiter in ",;\t":
        for read in csv.reader(io.StringIO(row, newline=""), delimiter=delimiter):
            assert not any(one.lstrip("\t\r\n").startswith(tuple(FORMULAS)) for one in read), (delimiter, row, read)


def test_files_have_one_header_and_rows_of_its_length(tmp_path: Path):
    for name, raw in written("csv", tmp_path).items():
        rows = list(csv.reader(io.StringIO(raw.decode())))
        assert {len(row) for row in rows} == {len(rows[0])}, name
