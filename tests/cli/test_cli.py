"""The commands as a person types them, in a process of their own where it matters, else within this one."""

import http.server
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from habeas.cli import cli

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples" / "declaration-2021"
TEXT = (
    "Police in Lima detained Ana Silva, a Danish teacher, on 3 May 2020. Danish Foreign Minister Bo Lund told the Record that "
    "the detention of Silva was arbitrary. Denmark called on Peru to release Silva.\n\n"
    "A spokesperson for the Peruvian embassy in Denmark rejected accusations of arbitrary detention in the case of Silva.\n"
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, "utf-8")
    return path


FIELDS = ["id", "kind", "stance", "status", "speakers", "said_on", "content", "evidence", "confidence", "read_by"]
PARTY = {"name", "state", "role", "anonymous", "span"}


def test_read_prints_one_claim_a_line_with_every_field(habeas, report: Path):
    ran = habeas("read", str(report), "--published", "2020-05-05", "--json")
    assert ran.code == 0
    assert len(ran.lines) >= 6
    for claim in ran.lines:
        assert list(claim) == FIELDS
        assert claim["status"] == "proposed"
        assert all(set(party) == PARTY for party in claim["speakers"])
        for item in claim["evidence"]:
            assert set(item) == {"source", "start", "end", "quote"}
            assert TEXT[item["start"] : item["end"]] == item["quote"]
    custody = next(claim for claim in ran.lines if claim["kind"] == "custody")
    assert list(custody["content"]) == ["person", "act", "by", "at_request_of", "place", "when", "grounds"]
    assert set(custody["content"]["person"]) == PARTY
    assert (custody["content"]["by"], custody["content"]["when"]) == ("PE", "2020-05-03")


def test_reading_again_adds_nothing_and_prints_the_same_ids(habeas, report: Path):
    first = habeas("read", str(report), "--json")
    size = habeas("verify", "--json").json["entries"]
    second = habeas("read", str(report), "--json")
    assert [claim["id"] for claim in first.lines] == [claim["id"] for claim in second.lines]
    assert habeas("verify", "--json").json["entries"] == size


def test_a_dry_run_records_nothing(habeas, report: Path, tmp_path: Path):
    ran = habeas("read", str(report), "--dry-run", "--json")
    assert ran.code == 0
    assert {claim["id"] for claim in ran.lines} == {None}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.txt"]


def test_read_takes_folders_and_standard_input(habeas, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "folder"
    folder.mkdir()
    report.rename(folder / "a.txt")
    (folder / ".hidden").write_text("Police in Lima detained Max Berg.")
    assert "a.txt" in habeas("read", str(folder)).out

    class Stdin:
        buffer = (folder / "a.txt").open("rb")

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert "standard input" in habeas("read", "-").out
    Stdin.buffer.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "www"
    folder.mkdir()
    (folder / "page.html").write_text(
        f"<html><head><title>A page</title></head><body><article><p>{TEXT}</p></article></body></html>"
    )

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, directory=str(folder), **kwargs)  # type: ignore[arg-type,misc]

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_address[1]}"
        httpd.shutdown()


def test_read_takes_urls(habeas, server: str):
    ran = habeas("read", f"{server}/page.html", "--json")
    assert ran.code == 0
    assert any(claim["kind"] == "custody" for claim in ran.lines)
    assert "answers with 404" in habeas("read", f"{server}/missing.html").err


def bad(name: str, raw: bytes):
    return pytest.param(name, raw, id=name)


PDF = (EXAMPLES / "arrests-2018.pdf").read_bytes()
NO_TEXT = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("empty.txt", b"", "E-EMPTY"),
        ("blank.txt", b" \n\t ", "E-EMPTY"),
        ("binary.txt", bytes(range(256)) * 20, "E-BINARY"),
        ("scan.pdf", NO_TEXT, "E-NOTEXT"),
        ("cut.pdf", PDF[: len(PDF) // 3], "E-BROKEN"),
        ("cut.html", b"<html><body><p>Police in Lima detained Ana Sil", "E-BROKEN"),
    ],
)
def test_bad_input_is_told_and_the_other_inputs_are_read(
    habeas, report: Path, tmp_path: Path, name: str, raw: bytes, code: str
):
    (tmp_path / name).write_bytes(raw)
    ran = habeas("read", name, str(report), "--json")
    assert ran.code == 1
    assert code in ran.err
    assert name in ran.err
    assert "Traceback" not in ran.err
    assert any(claim["kind"] == "custody" for claim in ran.lines)
    assert habeas("verify").code == 0


def test_a_file_over_the_limit_is_told(habeas, report: Path):
    ran = habeas("read", str(report), "--max-bytes", "10")
    assert (ran.code, "E-TOOLARGE" in ran.err) == (1, True)


def test_a_missing_file_and_a_wrong_date_and_a_silent_url_are_told(habeas, report: Path):
    assert "E-NOTFOUND" in habeas("read", "nowhere.txt").err
    wrong = habeas("read", str(report), "--published", "last Tuesday")
    assert (wrong.code, "E-DATE" in wrong.err) == (1, True)
    assert "E-DATE" in habeas("cases", "--as-of", "soon").err
    silent = habeas("read", "http://127.0.0.1:9/nothing")
    assert (silent.code, "E-FETCH" in silent.err) == (1, True)


def test_a_wrong_label_records_nothing(habeas, report: Path, tmp_path: Path):
    ran = habeas("read", str(report), "--handling", "secret")
    assert (ran.code, "E-DECISION" in ran.err) == (1, True)
    assert not (tmp_path / "habeas.db").exists()


def test_a_ledger_that_is_none_is_told_and_left_alone(habeas, report: Path, tmp_path: Path):
    (tmp_path / "habeas.db").write_text("my diary")
    for command in (("read", str(report)), ("cases",), ("verify",)):
        ran = habeas(*command)
        assert (ran.code, "E-NOLEDGER" in ran.err) == (1, True)
    assert (tmp_path / "habeas.db").read_text() == "my diary"
    assert "E-MISSING" in habeas("cases", "--ledger", "nowhere.db").err
    assert not (tmp_path / "nowhere.db").exists()


def test_an_altered_ledger_is_found_with_exit_status_3(habeas, report: Path, tmp_path: Path):
    habeas("read", str(report))
    connection = sqlite3.connect(tmp_path / "habeas.db")
    connection.execute("DROP TRIGGER payloads_stay")
    seq = connection.execute("SELECT max(seq) FROM entries").fetchone()[0]
    connection.execute("UPDATE entries SET payload = replace(payload, 'Silva', 'Sylva') WHERE seq = ?", (seq,))
    connection.commit()
    connection.close()
    ran = habeas("verify")
    assert ran.code == 3
    assert f"entry {seq}" in ran.err
    whole = (tmp_path / "habeas.db").read_bytes()
    for command in (("cases",), ("read", str(report)), ("accept", "abcd", "--reason", "?")):
        ran = habeas(*command)
        assert (ran.code, "E-ALTERED" in ran.err, f"entry {seq}" in ran.err) == (1, True, True)
    assert (tmp_path / "habeas.db").read_bytes() == whole
    assert habeas("verify", "--json").json["problems"] != []


def test_verify_holds_a_ledger_to_a_kept_checkpoint(habeas, report: Path, tmp_path: Path):
    habeas("read", str(report))
    assert habeas("verify", "--write-checkpoint", "kept").code == 0
    ran = habeas("verify", "--checkpoint", "kept")
    assert (ran.code, "has grown from the kept checkpoint" in ran.out) == (0, True)
    (tmp_path / "kept").write_bytes(b"something else \xff")
    ran = habeas("verify", "--checkpoint", "kept", "--write-checkpoint", "other")
    assert (ran.code, "cannot be read: keep the file" in ran.err) == (3, True)
    assert not (tmp_path / "other").exists()


def test_a_file_that_cannot_be_written_is_told_without_a_trace(habeas, report: Path):
    habeas("read", str(report))
    ran = habeas("verify", "--write-checkpoint", "nowhere/kept")
    assert (ran.code, ran.err) == (
        1,
        "habeas: nowhere/kept: no such file or directory. See that it is there, that you may use it, and that there is room. [E-INPUT]\n",
    )


def test_a_key_is_rotated_and_the_record_goes_on(habeas, report: Path):
    first = habeas("init", "--json").json["key"]
    second = habeas("rotate-key", "--reason", "a laptop was lost", "--json").json["key"]
    assert first != second
    assert habeas("read", str(report)).code == 0
    assert habeas("verify", "--json").json["verifier"] == second
    assert habeas("verify").code == 0


def test_a_wrong_call_has_exit_status_2(habeas):
    assert habeas("read").code == 2
    assert habeas("nothing").code == 2
    assert habeas("accept", "abcd").code == 2


@pytest.fixture
def decided(habeas, report: Path):
    """Ana Silva's case, made public by decisions."""
    claims = habeas(
        "read", str(report), "--published", "2020-05-05", "--handling", "public", "--rights", "open", "--json"
    ).lines
    source = claims[0]["evidence"][0]["source"]
    assert habeas("accept", f"source:{source}", "--reason", "checked").code == 0
    opening = (
        "open-case",
        "Ana Silva",
        "--by",
        "PE",
        "--rule",
        "alleged-arbitrary",
        "--alleged-by",
        "DK",
        "--handling",
        "public",
    )
    assert habeas(*opening, "--reason", "rule met").code == 0
    assert habeas("consent", "Ana Silva", "--given", "--given-by", "self", "--reason", "letter").code == 0
    assert habeas("wish", "Ana Silva", "public", "--expressed-by", "self", "--reason", "letter").code == 0
    return claims


def test_cases_and_case(habeas, decided):
    cases = habeas("cases", "--json").json
    assert [(c["person"]["name"], c["by"], c["status"], c["opened"]) for c in cases] == [
        ("Ana Silva", "PE", "held", True)
    ]
    one = habeas("case", "Silva", "--json").json
    assert one["id"] == cases[0]["id"]
    assert one["sides"]["home"] and one["sides"]["holder"]
    assert [c["property"] for c in one["contested"]] == ["accusation.arbitrary_detention"]
    assert "Ana Silva" in habeas("case", one["slug"]).out
    assert "E-UNKNOWN" in habeas("case", "Nobody").err
    assert "E-UNKNOWN" in habeas("case", "Silva", "--known-at", "2019", "--audience", "public").err


def test_statements_contested_and_source(habeas, decided):
    assert all("Lund" in s["speakers"][0]["name"] for s in habeas("statements", "--by", "Lund", "--json").json)
    assert habeas("statements", "--by", "DK", "--about", "PE", "--json").json
    assert habeas("statements", "--about", "IS", "--json").json == []
    stances = {v["stance"] for c in habeas("contested", "--json").json for v in c["values"]}
    assert stances == {"asserts", "denies"}
    source = decided[0]["evidence"][0]["source"]
    view = habeas("source", source[:8], "--json").json
    assert view["text"] == TEXT
    assert {c["id"] for c in decided} == set(view["claims"])


def test_coverage_says_which_languages_are_read(habeas, decided, tmp_path: Path):
    (tmp_path / "de.txt").write_text(
        "Die Polizei in Lima hat am Montag die dänische Lehrerin festgenommen, sagte ein Sprecher der Regierung."
    )
    ran = habeas("read", "de.txt")
    assert "kept, not read: its language is de" in ran.err
    rows = {row["language"]: row for row in habeas("coverage", "--json").json}
    assert (rows["de"]["read"], rows["de"]["claims"], rows["en"]["read"]) == (False, 0, True)
    assert "kept, not read" in habeas("coverage").out


def test_propose_names_pairs_and_joins_nothing(habeas, decided, report: Path):
    other = report.with_name("other.txt")
    other.write_text("Peru released Anna Silva, a Danish teacher, on 9 October 2020.")
    habeas("read", str(other))
    (pair,) = habeas("propose", "--json").json
    assert pair["score"] > 0.9 and "both of DK" in pair["reasons"]
    assert len(habeas("cases", "--json").json) == 2
    command = habeas("propose").out.splitlines()[1].split()
    assert habeas(*command[1:4], "--reason", "one person").code == 0
    assert len(habeas("cases", "--json").json) == 1
    assert habeas("propose", "--json").json == []


def test_history_tells_who_did_what_and_diff_what_is_new(habeas, decided, report: Path):
    events = habeas("history", "Ana Silva", "--json").json
    assert [event["what"] for event in events][-4:] == ["accept", "open_case", "consent", "wish"]
    assert events[0]["what"] == "read"
    assert "letter" in habeas("history", "Silva").out
    assert "Ana Silva (DK) detained by PE" in habeas("history", "Silva").out, "what was read, in words"
    before = events[-1]["recorded_at"]
    other = report.with_name("other.txt")
    other.write_text("Peru released Ana Silva on 9 October 2020.")
    habeas("read", str(other))
    habeas("same", "Ana Silva", "--reason", "one person")
    found = habeas("diff", "--known-at", before, "2999-12-31", "--json").json
    slug = habeas("cases", "--json").json[0]["slug"]
    assert found["status"] == [[slug, "held", "released"]]
    assert len(found["claims_added"]) == 1 and found["claims_gone"] == []
    assert "released" in habeas("diff", "--known-at", before, "2999-12-31").out


def test_the_public_sees_a_public_case_until_it_is_withheld(habeas, decided):
    assert len(habeas("cases", "--audience", "public", "--json").json) == 1
    withheld = habeas("withhold", "--person", "Ana Silva", "--reason", "asked", "--json").json["id"]
    assert habeas("cases", "--audience", "public", "--json").json == []
    assert habeas("release", withheld, "--reason", "asked").code == 0
    assert len(habeas("cases", "--audience", "public", "--json").json) == 1
    assert habeas("classify", "team", decided[0]["evidence"][0]["source"], "--reason", "sensitive").code == 0
    assert habeas("cases", "--audience", "public", "--json").json == []


def test_withdraw_is_one_command_by_name_or_by_case(habeas, decided):
    slug = habeas("cases", "--audience", "public", "--json").json[0]["slug"]
    for wanted in ("Ana Silva", slug):
        (made,) = habeas("withdraw", wanted, "--reason", "asked", "--json").json
        assert habeas("cases", "--audience", "public", "--json").json == []
        assert habeas("release", made["id"], "--reason", "asked after all").code == 0
    assert "E-DECISION" in habeas("withdraw", "Nobody Known", "--reason", "?").err


def test_details_and_sensitive_kinds_are_decided_by_command(habeas, decided):
    custody = next(c for c in decided if c["kind"] == "custody")
    assert (
        habeas("withhold", "--person", "Ana Silva", "--date-to", "year", "--place-to", "Peru", "--reason", "asked").code
        == 0
    )
    (case,) = habeas("cases", "--audience", "public", "--json").json
    assert (case["held_from"], case["acts"][0]["place"]) == ("2020", "Peru")
    assert habeas("classify", "--as", "travel", custody["id"], "--reason", "seen").code == 0
    assert habeas("case", "Silva", "--audience", "public", "--json").code == 1
    assert habeas("classify", "--clear", custody["id"], "--reason", "seen again").code == 0
    assert habeas("classify", "TLP:GREEN", custody["id"], "--reason", "seen", "--json").json["handling"] == "partners"
    assert "E-DECISION" in habeas("classify", custody["id"], "--reason", "?").err
    given = ("consent", "Ana Silva", "--given", "--given-by", "self", "--about", "health", "--scope", "sharing")
    assert habeas(*given, "--reason", "call", "--json").json["about"] == ["health"]


def test_correct_and_reject_keep_both_and_count_one(habeas, decided):
    custody = next(c for c in decided if c["kind"] == "custody")
    ran = habeas("correct", custody["id"], "--set", 'when="2020-05-04"', "--reason", "a slip", "--json")
    assert ran.code == 0
    case = habeas("case", "Silva", "--json").json
    assert case["acts"][0]["dates"] == ["2020-05-04"]
    assert "E-CONTENT" in habeas("correct", custody["id"], "--set", "colour=1", "--reason", "?").err
    assert "E-CONTENT" in habeas("correct", custody["id"], "--set", "when=soon", "--reason", "?").err
    for wrong, code in (('when="soon"', "E-DATE"), ('said_on="2020-13"', "E-DATE"), ('by="ZZ"', "E-CONTENT")):
        refused = habeas("correct", custody["id"], "--set", wrong, "--reason", "?")
        assert (refused.code, code in refused.err) == (1, True), "it would stay for good, and stop every view"
    assert habeas("reject", ran.json["by"], "--reason", "no").code == 0
    assert habeas("case", "Silva", "--json").json["acts"] == []


def test_same_and_distinct_by_name_and_by_place(habeas, decided, report: Path):
    other = report.with_name("other.txt")
    other.write_text("Peru released Ana Silva on 9 October 2020.")
    habeas("read", str(other))
    assert len(habeas("cases", "--json").json) == 2
    joined = habeas("same", "Ana Silva", "--reason", "one person", "--json").json
    assert [c["status"] for c in habeas("cases", "--json").json] == ["released"]
    places = [f"{m['source']}:{m['span'][0]}-{m['span'][1]}" for m in joined["mentions"]]
    assert habeas("distinct", *places, "--reason", "two persons").code == 0
    assert len(habeas("cases", "--json").json) == 2
    assert "E-DECISION" in habeas("same", "Nobody Known", "--reason", "?").err
    assert "E-DECISION" in habeas("wish", "Ana Silva", "quiet", "--expressed-by", "self", "--reason", "?").err


def test_two_who_were_taken_for_one_are_parted_and_each_stays_what_it_was(habeas, report: Path):
    for name, text in (
        ("one.txt", "Police in Lima detained Ana Silva, a Danish teacher, on 3 May 2020."),
        ("two.txt", "Peru released Ana Silva on 9 October 2020."),
        ("three.txt", "Norway arrested Eva Roth, a Swiss nurse, in Oslo on 7 June 2020."),
    ):
        report.with_name(name).write_text(text)
        habeas("read", str(report.with_name(name)))

    def stand() -> list[tuple[str, str]]:
        return sorted((case["person"]["name"], case["status"]) for case in habeas("cases", "--json").json)

    habeas("same", "Ana Silva", "--reason", "one person")
    before = stand()
    assert before == [("Ana Silva", "released"), ("Eva Roth", "held")]
    habeas("same", "Ana Silva", "Eva Roth", "--reason", "a mistake")
    assert habeas("distinct", "Eva Roth", "Ana Silva", "--reason", "it was one").code == 0
    assert stand() == before
    assert habeas("distinct", "Ana Silva", "--reason", "two of that name").code == 0
    assert len(stand()) == 3


def test_endorsements_against_the_shipped_list(habeas):
    assert habeas("import", "reference:endorsements", "--handling", "public").code == 0
    assert habeas("read", str(EXAMPLES / "launch.txt")).code == 0
    view = habeas("endorsements", "--group", "EU", "--as-of", "2021-02-16", "--json").json
    assert (view["count_min"], view["count_max"], view["organisations"]) == (58, 58, ["EU"])
    assert view["group"]["missing"] == ["HU"]
    assert len(view["group"]["endorsed"]) == 26
    bound = next(c for c in view["claimed"] if c["group"] == "EU")
    assert bound["reconciles"] == "bound holds (26 of 27; missing HU)"
    assert habeas("endorsements", "--as-of", "2020-01-01", "--json").json["count_max"] == 0
    later = habeas("endorsements", "--as-of", "2021-06-01", "--json").json
    assert (later["count_min"], later["count_max"]) == (57, None)
    both = habeas("endorsements", "--group", "NATO", "--not-in", "EU", "--as-of", "2021-02-16", "--json").json["group"]
    assert both["endorsed"] == ["AL", "CA", "GB", "IS", "NO", "US"]
    between = habeas("endorsements", "--between", "2021-02-14", "2021-02-16", "--json").json
    assert (len(between["joined"]), between["left"], between["both"]) == (59, [], [])
    disputed = habeas("endorsements", "--group", "OAS", "--as-of", "2021-02-16").out
    assert "12 of 35 (membership disputed: CU, VE)" in disputed
    assert "OAS VE: the government gave notice" in disputed
    assert "E-UNKNOWN" in habeas("endorsements", "--group", "XX").err
    assert "E-UNKNOWN" in habeas("endorsements", "--instrument", "none").err


def test_import_says_of_every_row_what_became_of_it(habeas, tmp_path: Path):
    (tmp_path / "table.csv").write_text('name,on\nAna Silva,2020-05-03\n"Eva\nRoth",2020-06-01\nMax Berg\n,2020\n')
    (tmp_path / "map.toml").write_text(
        'kind = "custody"\nrequire = ["name"]\n[content]\nact = "detained"\nby = "PE"\nwhen = "{on}"\n'
        '[content.person]\nname = "{name}"\n'
    )
    ran = habeas("import", "table.csv", "--map", "map.toml", "--json")
    assert ran.code == 1
    assert [(c["line"], c["outcome"], c["why"]) for c in ran.lines] == [
        (2, "created", None),
        (3, "created", None),
        (5, "refused", "it has 1 cells, and the header 2"),
        (6, "refused", "its name is empty"),
    ]
    made = [c["claim"]["content"] for c in ran.lines if c["claim"]]
    assert [(c["person"]["name"], c["when"]) for c in made] == [
        ("Ana Silva", "2020-05-03"),
        ("Eva\nRoth", "2020-06-01"),
    ]
    assert "2 created as proposed, 2 refused" in ran.err
    again = habeas("import", "table.csv", "--map", "map.toml", "--dry-run", "--json").lines
    assert [c["outcome"] for c in again] == ["unchanged", "unchanged", "refused", "refused"]
    assert again[0]["id"] == ran.lines[0]["id"]
    assert habeas("import", "reference:nothing").code == 1
    (tmp_path / "map.toml").write_text('kind = "custody"\n[content]\nact = "{verb}"\n')
    assert "no column 'verb'" in habeas("import", "table.csv", "--map", "map.toml").err


def test_publish_writes_its_own_folder_only(habeas, decided, tmp_path: Path):
    ran = habeas("publish", "site", "--json")
    assert ran.code == 0
    assert "index.html" in ran.json["files"]
    assert (tmp_path / "site" / "index.html").exists()
    assert habeas("publish", "site").code == 0
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    refused = habeas("publish", "mine")
    assert (refused.code, "E-REFUSED" in refused.err) == (1, True)
    assert (tmp_path / "mine" / "letter.txt").read_text() == "dear"


def test_preview_shows_what_would_be_revealed_and_withdrawn_before_it_is(habeas, decided, tmp_path: Path):
    assert len(habeas("preview", "--json").json["revealed"]) > 3
    habeas("publish", "site")
    assert habeas("preview", "site", "--json").json == {"revealed": [], "withdrawn": [], "checks": []}
    assert len(habeas("preview", "site", "--all", "--no-checks", "--json").json["revealed"]) > 3
    habeas("wish", "Ana Silva", "quiet", "--expressed-by", "self", "--reason", "letter")
    found = habeas("preview", "site", "--json").json
    assert "Silva" not in json.dumps(found["revealed"])
    assert {record["type"] for record in found["withdrawn"]} == {"case", "claim", "source"}
    assert len(found["withdrawn"]) > 3
    told = habeas("preview", "site").out.splitlines()
    assert told[0].startswith("case ") and "Ana Silva, held by PE" in told[0]
    assert all(line.startswith(("case ", "no case:", "  + ", "  - ")) for line in told)
    (tmp_path / "empty").mkdir()
    assert habeas("preview", "empty", "--json").json["withdrawn"] == []


def test_export_writes_one_form(habeas, decided, tmp_path: Path):
    files = habeas("export", "csv", "out", "--json").json["files"]
    assert {"cases.csv", "acts.csv", "records.csv", "endorsements.csv", "spells.csv"} <= set(files)
    assert set(files) == {path.name for path in (tmp_path / "out").iterdir()}
    assert "Ana Silva" in (tmp_path / "out" / "cases.csv").read_text()
    assert habeas("export", "nothing", "out").code == 2


def test_schema_describes_what_is_printed(habeas, decided, report: Path):
    schemas = habeas("schema").json
    silent = {"schema", "prove", "prove-record", "backup", "restore"}
    assert set(schemas) == set(cli.commands) - silent
    accepted = habeas("accept", decided[0]["id"], "--reason", "again", "--json").json
    assert set(accepted) == set(schemas["accept"]["required"])
    read = habeas("schema", "read").json
    assert read["required"] == FIELDS
    for claim in decided:
        assert set(claim) == set(read["properties"])
        assert claim["kind"] in read["properties"]["kind"]["enum"]
    case = schemas["case"]["$defs"]["CaseView"]["properties"]
    assert set(habeas("case", "Silva", "--json").json) == set(case)


def test_serve_shows_the_site_on_this_machine(decided, tmp_path: Path):
    command = [str(Path(sys.executable).with_name("habeas")), "serve", "--port", "0", "--json"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        assert process.stdout is not None
        text = ""
        until = time.monotonic() + 30
        while not text.rstrip().endswith("}") and time.monotonic() < until:
            text += process.stdout.readline()
        url = json.loads(text)["url"]
        with urllib.request.urlopen(url) as answer:
            assert b"Ana Silva" in answer.read()
        process.terminate()


def test_ledgers_are_merged_and_trusted(habeas, decided, tmp_path: Path):
    other = ("--ledger", "other.db")
    key = habeas("init", *other, "--json").json["key"]
    (tmp_path / "more.txt").write_text("Police in Lima detained Eva Roth, a Swiss nurse, on 7 June 2020.")
    read = habeas("read", "more.txt", *other, "--json")
    claim = json.loads(read.out.splitlines()[0])["id"]
    habeas("accept", claim, "--reason", "checked", *other)
    before = len(habeas("endorsements", "--json").json["endorsers"])
    assert habeas("merge", "other.db", "--dry-run", "--json").json["dry_run"]
    assert habeas("ledgers", "--json").json["merged"] == []
    assert f"habeas trust '{key}' --for accept" in habeas("merge", "other.db").out
    merged = habeas("merge", "other.db", "--json").json
    assert (merged["merged"]["claims"], merged["ledgers"][0]["inert"]) == (0, {"accept": 1})
    schemas = habeas("schema").json
    assert set(merged["merged"]) == set(schemas["merge"]["$defs"]["Merged"]["properties"])
    assert len(habeas("endorsements", "--json").json["endorsers"]) == before
    lines = [json.loads(line) for line in habeas("log", "--json").out.splitlines()]
    assert [one["state"] for one in lines if one["what"] == "accept" and one["ledger"]] == ["does not count here"]
    assert habeas("trust", key, "--for", "nothing", "--reason", "r").code == 2
    for wrong in ("nonsense", key[:-1], key.replace("+", " "), ""):
        for command in (
            ("trust", wrong, "--for", "accept", "--reason", "r"),
            ("verify-proof", "other.db", "--key", wrong),
        ):
            refused = habeas(*command)
            assert (refused.code, "[E-KEY]" in refused.err) == (1, True), "no word of an altered ledger"
    assert habeas("verify-proof", "other.db", "--key", key).code == 3, "bytes that are no text prove nothing"
    assert "too short" in habeas("prove", "abc").err
    assert habeas("trust", key, "--for", "all", "--reason", "partners", "--json").json["verifier"] == key
    assert habeas("ledgers", "--json").json["merged"][0]["inert"] == {}
    assert "trusted for" in habeas("ledgers").out
    assert "[ledger " in habeas("log", "--last", "3").out
    assert habeas("verify").code == 0
    connection = sqlite3.connect(tmp_path / "other.db")
    connection.execute("DROP TRIGGER headers_stay")
    connection.execute("UPDATE entries SET header = replace(header, 'public', 'Public') WHERE seq = 2")
    connection.commit()
    refused = habeas("merge", "other.db")
    assert refused.code == 3
    assert "entry 2 (" in refused.err


def test_what_another_ledger_erased_does_not_come_back_with_a_backup(habeas, tmp_path: Path):
    other = ("--ledger", "other.db")
    habeas("init")
    habeas("init", *other)
    (tmp_path / "more.txt").write_text("Police in Lima detained Eva Roth, a Swiss nurse, on 7 June 2020.")
    claims = [json.loads(line) for line in habeas("read", "more.txt", *other, "--json").out.splitlines()]
    source = claims[0]["evidence"][0]["source"]
    habeas("merge", "other.db")
    habeas("backup", "copy.db")
    habeas("erase", source, "--reason", "consent withdrawn", *other)
    size = len(habeas("log", *other).out.splitlines())
    again = habeas("erase", source, "--reason", "consent withdrawn", *other)
    assert (again.code, "it was erased before" in again.err) == (1, True)
    assert len(habeas("log", *other).out.splitlines()) == size, "nothing is decided about nothing"
    assert habeas("merge", "other.db").code == 0
    for name in ("habeas.db", "habeas.db-wal", "habeas.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    assert f"{1 + len(claims)} erased again" in habeas("restore", "copy.db").out
    assert habeas("verify").code == 0
    assert b"Eva Roth" not in (tmp_path / "habeas.db").read_bytes()
