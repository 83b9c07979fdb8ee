"""The mistakes that people make most: each is told in one line that says what was given, what is wrong and what to do."""

import socket
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pypdfium2
import pytest

from habeas.intake import gather

ANA = "Police in Lima detained Ana Silva, a Danish teacher, on 3 May 2020."


@pytest.fixture
def read(habeas, tmp_path: Path):
    """A ledger with one report in it."""
    (tmp_path / "report.txt").write_text(ANA)
    assert habeas("read", "report.txt", "--published", "2020-05-05").code == 0
    return habeas


def one_line(ran, code: int, *said: str) -> None:
    """Exactly one line on stderr, nothing on stdout, and in it all of `said`."""
    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1)
    assert [part for part in said if part not in ran.err] == []


def test_a_wrong_path(habeas, tmp_path: Path):
    one_line(habeas("read", "nowhere.txt"), 1, "nowhere.txt: no such file or directory. Check the name. [E-NOTFOUND]")
    assert list(tmp_path.iterdir()) == []  # no ledger is made for a mistyped path


def test_an_address_that_is_not_of_the_web(habeas):
    one_line(habeas("read", "ftp://example.org/x"), 1, "ftp://example.org/x", "only http and https", "E-FETCH")


def test_no_ledger(habeas, tmp_path: Path):
    for command in (["cases"], ["verify"], ["log"], ["publish", "site"]):
        one_line(habeas(*command), 1, "ledger habeas.db: there is none", "habeas read FILE", "--ledger", "E-MISSING")
    one_line(habeas("cases", "--ledger", str(tmp_path)), 1, "E-NOLEDGER")


def test_a_wrong_date(read):
    one_line(read("cases", "--as-of", "yesterday"), 1, "--as-of 'yesterday': not a date", "2018-12-10", "E-DATE")
    one_line(read("cases", "--known-at", "16.2.2021"), 1, "--known-at '16.2.2021'", "2021-02-16T09:30:00Z", "E-DATE")
    one_line(read("read", "report.txt", "--published", "5.5.2020"), 1, "--published '5.5.2020'", "E-DATE")
    one_line(read("diff", "--known-at", "2020-01-01", "then"), 1, "--known-at 'then'", "E-DATE")


def test_an_unknown_case(read):
    one_line(read("case", "Ana Sylva"), 1, "'Ana Sylva'", "Did you mean 'Ana Silva'?", "`habeas cases`", "E-UNKNOWN")
    unlike = read("case", "Zoe")
    one_line(unlike, 1, "'Zoe'", "`habeas cases`", "E-UNKNOWN")
    assert "Did you mean" not in unlike.err


def test_an_unknown_case_betrays_nobody_whom_the_audience_may_not_see(read):
    assert "Ana Silva" not in read("case", "Ana Sylva", "--audience", "public").err


def test_a_candidate_has_no_history(read):
    one_line(read("history", "Silva"), 1, "nobody has opened it", "habeas open-case", "E-UNKNOWN")


def test_an_ambiguous_name(read, tmp_path: Path):
    (tmp_path / "other.txt").write_text("Police in Quito detained Eva Silva, a Swiss nurse, on 7 June 2020.")
    assert read("read", "other.txt").code == 0
    said = read("case", "Silva")
    one_line(said, 1, "2 cases are named so", "(by PE)", "(by EC)", "E-UNKNOWN")
    first = said.err.partition("Say which: ")[2].split()[0]
    assert read("case", first).code == 0


@pytest.mark.parametrize(("by", "do"), [("Peru", "Write PE."), ("pe", "Write PE."), ("Utopia", "such as PE for Peru")])
def test_a_state_by_another_word_than_its_code(read, by: str, do: str):
    opening = ("--rule", "alleged-arbitrary", "--alleged-by", "DK", "--reason", "r")
    one_line(read("open-case", "Ana Silva", "--by", by, *opening), 1, f"--by {by!r}", do, "E-DECISION")


def test_an_empty_answer_says_that_it_is_empty(read):
    for command in (["statements", "--by", "Nobody"], ["contested"], ["propose"], ["links"]):
        one_line(read(*command), 0)


def test_an_unknown_person(read):
    said = read("same", "Ana Sylva", "--reason", "r")
    one_line(said, 1, "no claim names anybody so", "Did you mean 'Ana Silva'?", "E-DECISION")


@pytest.mark.parametrize("name", ["press", "", "TLP:RED", "public+compartment:x"])
def test_an_unknown_audience(read, name: str, tmp_path: Path):
    for command in (["cases"], ["export", "csv", "out"], ["publish", "site"]):
        one_line(read(*command, "--audience", name), 1, f"--audience {name!r}", "partners", "E-AUDIENCE")
    assert not (tmp_path / "out").exists() and not (tmp_path / "site").exists()


def test_an_unreadable_pdf(habeas, tmp_path: Path):
    (tmp_path / "cut.pdf").write_bytes(b"%PDF-1.4\ngarbage")
    one_line(habeas("read", "cut.pdf"), 1, "cut.pdf", "cut off", "again", "E-BROKEN")


def test_a_scanned_pdf(habeas, tmp_path: Path):
    scan = pypdfium2.PdfDocument.new()
    scan.new_page(200, 200)
    scan.save(tmp_path / "scan.pdf")
    one_line(habeas("read", "scan.pdf"), 1, "scan.pdf", "without text", "OCR", "E-NOTEXT")


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that takes a call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/page"


def test_a_url_that_does_not_answer_in_time(habeas, silent: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(import_module("habeas.intake.fetch"), "SECONDS", 0.2)
    one_line(habeas("read", silent), 1, silent, "it does not answer", "timed out", "save the page", "E-FETCH")


def test_a_mistyped_public_key_is_no_alarm(read, tmp_path: Path):
    """Exit status 3 and E-ALTERED would say that somebody forged what is whole."""
    assert read("publish", "site").code == 0
    (tmp_path / "proof").write_text("c2sp.org/tlog-proof@v1\n")
    key = (tmp_path / "site" / "data" / "release" / "key.txt").read_text().strip()
    for wrong in ("abc", key[:-4]):
        for command in (["verify-release", "site", "--key", wrong], ["verify-proof", "proof", "--key", wrong]):
            one_line(read(*command), 1, wrong[:40], "Copy it whole", "E-KEY")
        one_line(read("trust", wrong, "--for", "accept", "--reason", "r"), 1, wrong[:40], "E-KEY")
    assert read("verify-release", "site", "--key", key).code == 0
    ledgers_own = read("ledgers").out.split()[-1]
    assert (read("verify-release", "site", "--key", ledgers_own).code, ledgers_own == key) == (3, False)


def test_a_folder_of_another_audience_and_a_record_that_is_not_there(read):
    assert read("publish", "site").code == 0
    one_line(read("publish", "site", "--audience", "partners"), 1, "its releases are for public", "E-REFUSED")
    one_line(read("prove-record", "site", "claim/0123"), 1, "none of that id", "records.jsonl", "E-UNKNOWN")


def test_a_wrong_key(read, habeas, tmp_path: Path):
    (tmp_path / "habeas.db.key").rename(tmp_path / "kept.key")
    one_line(habeas("read", "report.txt"), 1, "its key file is missing", "Put the key file back", "E-NOKEY")
    assert habeas("init", "--ledger", "other.db").code == 0
    (tmp_path / "other.db.key").rename(tmp_path / "habeas.db.key")
    one_line(habeas("read", "report.txt"), 1, "habeas.db.key", "another ledger", "E-NOKEY")


def test_a_mistyped_command(habeas):
    said = habeas("verfy")
    assert (said.code, said.out) == (2, "")
    assert "There is no command 'verfy'. Did you mean verify" in said.err


def test_a_folder_is_read_without_what_habeas_keeps_in_it(read, tmp_path: Path):
    """The keys would else go wherever the ledger goes, and the site's pages be sources of themselves."""
    assert read("publish", "site").code == 0
    (tmp_path / "habeas.db.txt").write_text("A note about the ledger.")
    (tmp_path / "data.db").write_bytes(b"SQLite format 3\0 of somebody else")
    given = list(gather([str(tmp_path)], max_bytes=10**8))
    assert [one.name for one in given] == ["data.db", "habeas.db.txt", "report.txt"]


def test_keys_are_never_read(read, tmp_path: Path):
    key = (tmp_path / "habeas.db.key").read_text()
    (tmp_path / "copy.txt").write_text(key)
    for name in ("habeas.db.key", "copy.txt"):
        one_line(read("read", name), 1, name, "a ledger's keys", "E-SECRET")
    secret = key.split('"signing": "')[1][:20].encode()
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix not in {".key", ".txt"}]
    assert [path for path in kept if secret in path.read_bytes()] == []
