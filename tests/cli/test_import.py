"""Tables imported and imported again: each row is told, changed cells correct, nothing is lost and nothing is undone."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from habeas.cli import main

MAP = """
kind = "custody"
key = ["no"]
said_on = "{reported}"
[speaker]
name = "{paper}"
role = "outlet"
[content]
act = "{act}"
by = "{by}"
when = "{when}"
place = "{place}"
[content.person]
name = "{name}"
"""
HEADER = ["no", "name", "act", "by", "when", "place", "paper", "reported"]
ROWS = [
    ["1", "Ana Silva", "detained", "PE", "2020-05", "Lima", "The Record", "2020-05-05"],
    ["2", "Eva Roth", "detained", "NO", "2020-06-07", "Oslo", "The Record", "2020-06-08"],
    ["3", "Ana Silva", "released", "PE", "2020-10-09", "", "The Record", "2020-10-10"],
]


class Sheet:
    """A table in a folder with a ledger, imported as often as wanted."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self.capsys, self.folder = capsys, folder
        (folder / "map.toml").write_text(MAP, "utf-8")

    def run(self, *arguments: str) -> tuple[int, str, str]:
        try:
            main([*arguments])
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        captured = self.capsys.readouterr()
        return code, captured.out, captured.err

    def json(self, *arguments: str):
        return json.loads(self.run(*arguments, "--json")[1])

    def put(self, rows: list[list[str]], *more: str, name: str = "cases.csv") -> list[dict[str, object]]:
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows([HEADER, *rows])
        (self.folder / name).write_text(buffer.getvalue(), "utf-8")
        out = self.run("import", name, "--map", "map.toml", "--json", *more)[1]
        return [json.loads(line) for line in out.splitlines()]

    def whats(self, rows: list[list[str]], *more: str) -> list[str]:
        return [str(row["outcome"]) for row in self.put(rows, *more)]

    def open(self, rows: list[dict[str, object]]) -> None:
        """Accept what rows became, and open Ana Silva's case."""
        self.run("accept", *(str(row["id"]) for row in rows), "--reason", "Compared")
        self.run("same", "Ana Silva", "--reason", "One person")
        rule = ("--by", "PE", "--rule", "alleged-arbitrary", "--alleged-by", "DK")
        self.run("open-case", "Ana Silva", *rule, "--reason", "It is alleged")

    def acts(self) -> list[tuple[str, str, str | None, str]]:
        cases = self.json("cases")
        return sorted((c["person"]["name"], a["act"], a["when"], a["place"]) for c in cases for a in c["acts"])


@pytest.fixture
def sheet(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sheet:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HABEAS_LEDGER", raising=False)
    monkeypatch.setenv("HABEAS_USER", "kim")
    return Sheet(capsys, tmp_path)


def changed(number: int, column: str, value: str) -> list[list[str]]:
    rows = [list(row) for row in ROWS]
    rows[number][HEADER.index(column)] = value
    return rows


def test_the_same_table_again_changes_nothing(sheet: Sheet):
    assert sheet.whats(ROWS) == ["created"] * 3
    size = sheet.json("verify")["entries"]
    assert sheet.whats(ROWS) == ["unchanged"] * 3
    assert sheet.json("verify")["entries"] == size


def test_a_changed_cell_corrects_the_earlier_claim_and_a_new_row_is_created(sheet: Sheet):
    first = sheet.put(ROWS)
    rows = [
        *changed(0, "when", "2020-05-03"),
        ["4", "Max Berg", "detained", "PE", "2021", "", "The Record", "2021-01-02"],
    ]
    second = sheet.put(rows)
    assert [row["outcome"] for row in second] == ["corrected", "unchanged", "unchanged", "created"]
    assert second[0]["earlier"] == first[0]["id"]
    assert second[0]["changes"] == [{"field": "content.when", "was": "2020-05", "is": "2020-05-03"}]
    assert ("Ana Silva", "detained", "2020-05-03", "Lima") in sheet.acts()
    assert len(sheet.acts()) == 4
    assert sheet.whats(rows) == ["unchanged"] * 4


def test_a_correction_keeps_the_person_and_so_the_case(sheet: Sheet):
    first = sheet.put(ROWS)
    sheet.open(first)
    sheet.put(changed(0, "when", "2020-05-03"))
    case = next(c for c in sheet.json("cases") if c["opened"])
    assert [(a["act"], a["when"]) for a in case["acts"]] == [("detained", "2020-05-03"), ("released", "2020-10-09")]
    assert case["held_days"] == [159, 159]
    history = sheet.json("history", "Ana Silva")
    corrected = next(event for event in history if event["what"] == "correct")
    assert (corrected["recorded_by"], corrected["reason"]) == ("kim", "The table was changed and imported again")


def test_a_correction_is_as_accepted_or_proposed_as_what_it_corrects_was(sheet: Sheet):
    first = sheet.put(ROWS)
    sheet.run("accept", str(first[0]["id"]), "--reason", "Compared")
    rows = [[*row[:4], "2019-05", *row[5:]] for row in ROWS]
    planned = sheet.put(rows, "--dry-run")
    code, out, err = sheet.run("import", "cases.csv", "--map", "map.toml", "--dry-run")
    assert (code, out.count("corrected as accepted"), out.count("corrected as proposed")) == (0, 1, 2)
    assert "1 corrected as accepted, 2 corrected as proposed" in err
    second = sheet.put(rows)
    for told in (planned, second):
        assert [row["claim"]["status"] for row in told] == ["accepted", "proposed", "proposed"]
    held = {record["id"]: record["status"] for case in sheet.json("cases") for record in case["said"]}
    assert [held[str(row["id"])] for row in second] == ["accepted", "proposed", "proposed"]


def test_back_and_forth_ends_where_the_table_ends(sheet: Sheet):
    sheet.put(ROWS)
    for when in ("2020-05-03", "2020-05-04", "2020-05", "2020-05-03", "2020-05"):
        assert sheet.whats(changed(0, "when", when)) == ["corrected", "unchanged", "unchanged"]
        assert ("Ana Silva", "detained", when, "Lima") in sheet.acts()


def test_a_row_that_is_gone_is_told_and_takes_nothing_away(sheet: Sheet):
    first = sheet.put(ROWS)
    again = sheet.put(ROWS[:2])
    assert [(row["outcome"], row["line"]) for row in again] == [("unchanged", 2), ("unchanged", 3), ("vanished", None)]
    assert again[2]["earlier"] == first[2]["id"]
    assert ("Ana Silva", "released", "2020-10-09", None) in sheet.acts()
    code, _, err = sheet.run("import", "cases.csv", "--map", "map.toml")
    assert code == 0
    assert "vanished: no row '3' any more" in err
    assert "2 unchanged, 1 vanished" in err


def test_what_a_person_corrected_is_not_undone_and_a_conflict_is_told_until_it_is_settled(sheet: Sheet):
    first = sheet.put(ROWS)
    sheet.run("correct", str(first[0]["id"]), "--set", 'when="2020-05-03"', "--reason", "The embassy's letter")
    again = sheet.put(ROWS)
    assert (again[0]["outcome"], again[0]["why"]) == ("unchanged", "a person has corrected it")
    assert ("Ana Silva", "detained", "2020-05-03", "Lima") in sheet.acts()
    assert sheet.whats(changed(0, "place", "Cusco")) == ["corrected", "unchanged", "unchanged"]
    assert ("Ana Silva", "detained", "2020-05-03", "Cusco") in sheet.acts()
    assert sheet.whats(changed(0, "place", "Cusco")) == ["unchanged"] * 3
    conflict = changed(0, "when", "2020-05-09")
    conflict[0][HEADER.index("place")] = "Cusco"
    for _ in range(2):
        told = sheet.put(conflict)
        assert (told[0]["outcome"], told[0]["why"]) == ("refused", "a person has corrected its when since")
    conflict[0][HEADER.index("when")] = "2020-05-03"
    assert sheet.whats(conflict) == ["unchanged"] * 3


def test_what_a_person_rejected_is_not_brought_back(sheet: Sheet):
    first = sheet.put(ROWS)
    sheet.run("reject", str(first[0]["id"]), "--reason", "Another person")
    told = sheet.put(changed(0, "when", "2020-05-03"))
    assert (told[0]["outcome"], told[0]["why"]) == ("refused", "a person rejected the claim of this row")


def test_a_changed_name_is_told_and_joins_nobody(sheet: Sheet):
    sheet.put(ROWS)
    told = sheet.put(changed(1, "name", "Eva Rot"))
    assert told[1]["outcome"] == "corrected"
    assert "`habeas same` joins the two" in str(told[1]["why"])
    assert told[1]["claim"]["content"]["person"]["span"] is None


def test_two_rows_of_one_key_a_bad_date_and_an_empty_row_are_refused_each_with_its_reason(sheet: Sheet):
    rows = [
        *ROWS,
        ["1", "Max Berg", "detained", "PE", "2021", "", "", ""],
        ["5", "Pia Kern", "detained", "PE", "5 May", "", "", ""],
    ]
    told = sheet.put(rows)
    assert [(row["outcome"], row["why"]) for row in told[3:]] == [
        ("refused", "line 2 is the same row"),
        ("refused", "date '5 May': not a date. Write 2018, 2018-12, 2018-12-10 or 2018-12-10/2018-12-12"),
    ]
    assert sheet.run("import", "cases.csv", "--map", "map.toml")[0] == 1


def test_a_dry_run_says_the_same_and_records_nothing(sheet: Sheet):
    assert sheet.whats(ROWS, "--dry-run") == ["created"] * 3
    assert not (sheet.folder / "habeas.db").exists()
    sheet.put(ROWS)
    size = sheet.json("verify")["entries"]
    assert sheet.whats(changed(0, "when", "2020-05-03"), "--dry-run") == ["corrected", "unchanged", "unchanged"]
    assert sheet.json("verify")["entries"] == size


def test_without_a_key_a_row_is_what_it_says(sheet: Sheet):
    (sheet.folder / "map.toml").write_text(MAP.replace('key = ["no"]\n', ""), "utf-8")
    assert sheet.whats([*ROWS, ROWS[0]]) == ["created", "created", "created", "unchanged"]
    assert sheet.whats(changed(0, "when", "2020-05-03")) == ["created", "unchanged", "unchanged", "vanished"]


def test_two_maps_of_one_table_correct_their_own_claims_only(sheet: Sheet):
    plain = MAP.replace('act = "{act}"', 'act = "detained"')
    (sheet.folder / "map.toml").write_text('name = "arrests"\n' + plain, "utf-8")
    sheet.put(ROWS)
    (sheet.folder / "map.toml").write_text('name = "charges"\n' + plain.replace('"detained"', '"charged"'), "utf-8")
    assert sheet.whats(ROWS) == ["created"] * 3
    assert sheet.whats(changed(0, "when", "2020-05-03")) == ["corrected", "unchanged", "unchanged"]
    assert ("Ana Silva", "detained", "2020-05", "Lima") in sheet.acts()


def test_a_map_that_does_not_fit_leaves_nothing_behind(sheet: Sheet):
    sheet.put(ROWS)
    size = sheet.json("verify")["entries"]
    (sheet.folder / "map.toml").write_text(MAP.replace("{place}", "{city}"), "utf-8")
    code, _, err = sheet.run("import", "cases.csv", "--map", "map.toml")
    assert (code, "no column 'city'" in err) == (1, True)
    assert sheet.json("verify")["entries"] == size


@pytest.mark.parametrize("table", ["records", "acts"])
def test_an_export_comes_back_with_ids_and_its_apostrophes_are_undone(sheet: Sheet, table: str):
    rows = changed(0, "place", "=Lima") if table == "acts" else ROWS
    first = sheet.put(rows)
    sheet.open(first)
    sheet.run("export", "csv", "out", "--audience", "team")
    path = sheet.folder / "out" / f"{table}.csv"
    lines = list(csv.reader(path.read_text("utf-8").splitlines()))
    code, out, _ = sheet.run("import", str(path), "--map", f"export:{table}", "--json")
    assert code == 0
    assert {json.loads(line)["outcome"] for line in out.splitlines()} == {"unchanged"}
    detained = next(line for line in lines if str(first[0]["id"]) in line)
    if table == "acts":
        assert detained[lines[0].index("place")] == "'=Lima"
        detained[lines[0].index("when")] = "2020-05-03"
    else:
        detained[lines[0].index("content")] = detained[lines[0].index("content")].replace('"2020-05"', '"2020-05-03"')
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    _, out, _ = sheet.run("import", str(path), "--map", f"export:{table}", "--json")
    told = [row for row in map(json.loads, out.splitlines()) if row["outcome"] != "unchanged"]
    assert [(row["outcome"], row["earlier"], [c["field"] for c in row["changes"]]) for row in told] == [
        ("corrected", first[0]["id"], ["content.when"])
    ]
    case = next(c for c in sheet.json("cases") if c["opened"])
    assert case["held_from"] == "2020-05-03"
    assert case["acts"][0]["place"] == ("=Lima" if table == "acts" else "Lima")


def test_a_public_export_names_no_claim_of_the_ledger(sheet: Sheet):
    sheet.put(ROWS)
    path = sheet.folder / "records.csv"
    header = "id,kind,stance,said_on,content\n"
    path.write_text(header + '0123456789abcdef,custody,asserts,,"{}"\n,custody,asserts,,"{}"\n', "utf-8")
    code, _, err = sheet.run("import", "records.csv", "--map", "export:records")
    assert code == 1
    assert "no claim has the id '0123456789abcdef'; export for the team" in err
    assert "it names no claim" in err
    assert "export:nothing" in sheet.run("import", "records.csv", "--map", "export:nothing")[2]


def xlsx(rows: list[list[object]]) -> bytes:
    """The smallest workbook: texts in cells, numbers as numbers, and days as numbers in the style of a day."""
    names = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Cases" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }
    cells = []
    for number, row in enumerate(rows, start=1):
        made = []
        for letter, value in zip("ABCDEFGH", row, strict=False):
            if isinstance(value, int):
                made.append(f'<c r="{letter}{number}" s="{int(value > 1000)}"><v>{value}</v></c>')
            else:
                made.append(f'<c r="{letter}{number}" t="inlineStr"><is><t>{value}</t></is></c>')
        cells.append(f'<row r="{number}">{"".join(made)}</row>')
    names["xl/worksheets/sheet1.xml"] = (
        f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{"".join(cells)}</sheetData></worksheet>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in names.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def test_a_spreadsheet_is_a_table_with_days_as_days(sheet: Sheet):
    rows: list[list[object]] = [list(HEADER), [1, *ROWS[0][1:4], 43954, *ROWS[0][5:]], [2, *ROWS[1][1:]]]
    (sheet.folder / "cases.xlsx").write_bytes(xlsx(rows))
    code, out, _ = sheet.run("import", "cases.xlsx", "--map", "map.toml", "--json")
    assert code == 0
    first = json.loads(out.splitlines()[0])
    assert first["claim"]["content"]["when"] == "2020-05-03"
    assert first["claim"]["evidence"][0]["quote"] == "1,Ana Silva,detained,PE,2020-05-03,Lima,The Record,2020-05-05"
    rows[1][4] = 43955
    (sheet.folder / "cases.xlsx").write_bytes(xlsx(rows))
    out = sheet.run("import", "cases.xlsx", "--map", "map.toml", "--json")[1]
    assert [json.loads(line)["outcome"] for line in out.splitlines()] == ["corrected", "unchanged"]
    assert sheet.json("verify")["problems"] == []


def test_a_broken_spreadsheet_and_a_missing_sheet_are_told(sheet: Sheet):
    (sheet.folder / "cases.xlsx").write_bytes(b"PK no workbook")
    assert "E-BROKEN" in sheet.run("import", "cases.xlsx", "--map", "map.toml")[2]
    (sheet.folder / "cases.xlsx").write_bytes(xlsx([list(HEADER)]))
    (sheet.folder / "map.toml").write_text('sheet = "None"\n' + MAP, "utf-8")
    assert "Sheets are: Cases." in sheet.run("import", "cases.xlsx", "--map", "map.toml")[2]


def test_the_example_and_its_how_to_hold(sheet: Sheet):
    root = Path(__file__).resolve().parents[2]
    table, mapping = (root / "examples" / "table" / f"detentions.{end}" for end in ("csv", "toml"))
    code, out, _ = sheet.run("import", str(table), "--map", str(mapping), "--json")
    assert (code, [json.loads(line)["outcome"] for line in out.splitlines()]) == (0, ["created"] * 4)
    shown = (root / "docs" / "how-to" / "import-a-table.md").read_text("utf-8").split("```toml\n")[1].split("```")[0]
    own = [line.partition("#")[0].strip() for line in mapping.read_text("utf-8").splitlines()]
    assert {line.partition("#")[0].strip() for line in shown.splitlines()} <= set(own)
