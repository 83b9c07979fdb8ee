"""Checks find in the bytes what the door should have kept, and what they find leaves the folder as it was."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from ledgers import opened, public_ledger, publication, published_bytes, tree

from habeas.claims import Party
from habeas.cli import publishing
from habeas.cli.ownwords import without_own
from habeas.disclosure import admit, audience, policy, rules_for
from habeas.disclosure.checks import (
    CHECKS,
    Problem,
    Secrets,
    check_cases,
    check_files,
    check_joins,
    check_pseudonyms,
    hidden_days,
    texts,
)
from habeas.entries.decisions import Classify, Withhold
from habeas.errors import DisclosureRefused
from habeas.register import fold
from habeas.register.records import records
from worlds import NOW, QUIET, World, public_world

ROOT = Path(__file__).resolve().parents[2]


def secrets(*names: str, world: World | None = None) -> Secrets:
    world = world or public_world()
    world.read(QUIET)
    for name in names:
        claim = world.claims()[-1].claim
        world.add(msgspec.structs.replace(claim, speakers=(Party(name=name, role="nurse"),)), "team", "claim")
    rules = rules_for(world.entries, policy(world.entries), audience("public"), NOW)
    return Secrets(world.entries, rules)


def found(name: str, raw: bytes | str, known: Secrets, *more: str) -> list[str]:
    data = raw.encode() if isinstance(raw, str) else raw
    files: list[tuple[str, Callable[[], bytes]]] = [(name, lambda: data), *((other, lambda: b"") for other in more)]
    return [problem.check for problem in check_files(files, known)]


@pytest.mark.parametrize(
    "text",
    [
        "Eva Roth", "EVA  ROTH", "eva-roth", "Roth, Eva", "<b>Eva</b> <i>Roth</i>", "Eva&nbsp;Roth", "Éva Röth", "Ева Рот",
        '{"name":"\\u0045va Roth"}', "https://example.org/eva%20roth", "evaroth",
    ],
)  # fmt: skip
def test_a_withheld_name_is_found_in_any_spelling(text: str):
    assert found("index.html", f"<p>{text}</p>", secrets()) == ["names"]


@pytest.mark.parametrize(
    ("name", "text"),
    [("José Peña García", "GARCIA, Jose Pena"), ("王小明", "外长王小明先生"), ("Сергей Иванов", "Sergei Ivanov")],
)
def test_a_name_in_another_script_is_found_as_it_is_written_there_and_in_plain_letters(name: str, text: str):
    assert found("data/a.csv", text, secrets(name)) == ["names"]


@pytest.mark.parametrize(
    "text", ["Evan Roth", "Eva Rothschild", "Eva, and Max Roth", "Ana Silva", "Eva. The Roth", "ever read", "Eve Ruth"]
)
def test_what_is_another_name_is_not(text: str):
    assert found("a.txt", text, secrets()) == []


def test_neighbouring_cells_of_a_database_spell_no_name_and_what_is_deleted_does(tmp_path: Path):
    import sqlite3
    from contextlib import closing

    place = tmp_path / "a.sqlite"
    with closing(sqlite3.connect(place)) as connection:
        connection.executescript(
            "CREATE TABLE a (b TEXT, c TEXT); INSERT INTO a VALUES ('Eva', 'Roth'); INSERT INTO a VALUES ('Eva', 'Silva'); INSERT INTO a VALUES ('Roth', 'Silva')"
        )
    assert found("a.sqlite", place.read_bytes(), secrets()) == []
    with closing(sqlite3.connect(place)) as connection:
        connection.executescript("CREATE TABLE d (b TEXT); INSERT INTO d VALUES ('Eva Roth'); DROP TABLE d")
    assert found("a.sqlite", place.read_bytes(), secrets()) == ["names"]


def test_names_are_found_in_file_names_archives_tables_and_databases(tmp_path: Path):
    import sqlite3
    from contextlib import closing

    import duckdb

    known = secrets()
    assert found("cases/eva-roth.html", "x", known) == ["names"]
    assert found("a.csv.gz", gzip.compress(b"Eva Roth"), known) == ["names"]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.txt", "Eva Roth")
    assert found("a.zip", buffer.getvalue(), known) == ["names"]
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as connection:
        connection.executescript("CREATE TABLE a (b TEXT); INSERT INTO a VALUES ('Eva Roth')")
    assert found("a.sqlite", (tmp_path / "a.sqlite").read_bytes(), known) == ["names"]
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            f"COPY (SELECT 'Eva Roth' AS b) TO '{tmp_path / 'a.parquet'}' (FORMAT parquet, COMPRESSION zstd)"
        )
    assert found("a.parquet", (tmp_path / "a.parquet").read_bytes(), known) == ["names"]


def test_a_file_that_nobody_can_look_into_is_refused_and_a_picture_is_not():
    assert found("a.bin", b"\xff\xfe\x00", secrets()) == ["opaque"]
    assert found("a.png", b"\x89PNG\xff", secrets()) == []
    assert texts("a.bin", b"\xff\xfe\x00") is None


def test_ids_of_the_ledger_are_found_and_public_ones_are_not():
    world = public_world()
    known = secrets(world=world)
    id_ = world.entries[0].id
    assert found("a.json", json.dumps({"id": id_}), known) == ["ids"]
    assert found("a.json", json.dumps({"id": id_[:12]}), known) == []


def test_sensitive_words_are_found():
    world = public_world()
    world.add(Classify(reason="seen", entries=(world.entries[0].id,), sensitive=("helper",), words=("the old mill",)))
    assert found("a.txt", "behind The Old Mill", secrets(world=world)) == ["words"]


def test_links_that_lead_nowhere_are_found():
    page = '<a href="b.html#x">b</a><a href="../c.html">c</a><a href="https://example.org/">d</a><a href="#e">e</a><img src="f.svg">'
    assert found("x/a.html", page, secrets(), "x/b.html", "c.html") == ["links"]
    assert found("x/a.html", page, secrets(), "x/b.html", "c.html", "x/f.svg") == []


def test_a_case_without_a_rule_or_without_who_alleges_is_found():
    case = {"id": "a", "inclusion_rule": "linked", "alleged_by": ["DK"], "by": "PE"}
    assert not list(check_cases([case], ["linked"]))
    for wrong in ({"inclusion_rule": "mine"}, {"alleged_by": []}, {"by": None}):
        assert [problem.check for problem in check_cases([{**case, **wrong}], ["linked"])] == ["cases"]


def joins(text: str, *, hidden: str = QUIET) -> list[str]:
    world = public_world()
    world.read(hidden, handling="team")
    world.read(text)
    world.accept()
    rules = rules_for(world.entries, policy(world.entries), audience("public"), NOW)
    register = fold(admit(world.entries, policy(world.entries), audience("public"), now=NOW))
    claims = [record for record in records(register) if record["type"] == "claim"]
    return [problem.check for problem in check_joins(claims, hidden_days(world.entries, rules))]


def test_a_day_and_a_nationality_that_mean_a_hidden_case_are_found():
    told = "Danish Foreign Minister Bo Lund said that a Swiss citizen had spoken on 7 June 2020."
    assert set(joins(told)) == {"joins"}
    assert joins(told.replace("Swiss", "Dutch")) == []
    assert joins(told.replace("7 June", "8 June")) == []
    assert joins("Danish Foreign Minister Bo Lund said that a Danish citizen had spoken on 3 May 2020.") == []


def test_a_case_without_a_name_does_not_come_when_one_of_the_same_state_goes():
    old = {"type": "case", "id": "a", "by": "PE", "name": "Ana Silva"}
    new = {"type": "case", "id": "b", "by": "PE", "name": "[withheld]"}
    assert [p.check for p in check_pseudonyms([old], [new])] == ["pseudonym"]
    for before, after in (
        ([old], [old, new]),
        ([], [new]),
        ([old], []),
        ([{**old, "by": "NO"}], [new]),
        ([old], [{**new, "name": "B"}]),
    ):
        assert not list(check_pseudonyms(before, after))


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HABEAS_NOW", "2021-03-01T00:00:00+00:00")
    return public_ledger(tmp_path / "habeas.db")


def test_a_failed_check_leaves_the_folder_and_its_neighbours_as_they_were(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    before = published_bytes(ledger, tmp_path / "site")
    neighbours = sorted(path.name for path in tmp_path.iterdir() if not path.name.endswith("-build"))
    write = publishing.write_publication

    def leaking(folder: Path, *arguments: object, **options: object) -> list[str]:
        names = write(folder, *arguments, **options)  # type: ignore[arg-type]
        if not arguments[1].cases:  # type: ignore[attr-defined]
            return names  # what the site spells by itself, of an empty record
        for name in ("index.html", "api/v1/index.json", "data/claims.jsonl"):
            path = folder / name
            raw = path.read_bytes()
            path.unlink()
            path.write_bytes(raw + b"Eva Roth")
        return names

    monkeypatch.setattr(publishing, "write_publication", leaking)
    with opened(ledger, seed=8) as book:
        from ledgers import read

        read(book, QUIET, handling="team")
    with pytest.raises(DisclosureRefused, match=r"\[names\] api/v1/index.json") as error:
        published_bytes(ledger, tmp_path / "site")
    assert "Nothing was replaced" in str(error.value)
    assert tree(tmp_path / "site") == before
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.endswith("-build")) == neighbours


def test_a_name_that_the_sites_own_text_spells_is_a_leak_beside_its_own_words(ledger: Path, tmp_path: Path):
    from ledgers import read

    with opened(ledger, seed=8) as book:
        read(book, "The Record said that Eva Roth, a nurse, was detained in Lima on 3 May 2020.", handling="team")
        claim = next(entry.claim for entry in book.entries() if entry.claim is not None)
        unknown = msgspec.structs.replace(claim, speakers=(Party(name="The Record", role="nurse"),))
        book.record([(unknown, "team")])
    made = publication(ledger)
    secrets = publishing.look_for(made).secrets
    assert secrets.names_in("what the record says") == {"The Record"}
    published_bytes(ledger, tmp_path / "site")
    own = (tmp_path / "site" / "index.html").read_bytes()
    pages = {
        "index.html": own,
        "leaking.html": own.replace(b"</main>", b"<p>The Record said so.</p></main>"),
        "alone.html": b"<p>What The <b>Record</b> said</p>",
        "said.html": b"<p>Counts over the cases of this record. They tell\n what the record holds, and not how often such custody happens.</p>",
        "api/v1/openapi.json": b"",
        "data/claims.jsonl": b"",
    }
    found = [Problem("names", name, "", "The Record") for name in pages]
    found += [Problem("names", "index.html", "", "Eva Roth"), Problem("ids", "index.html", "")]
    left = without_own(found, secrets, publishing.nothing_of(made), pages.__getitem__)
    assert [(one.where, one.name) for one in left] == [
        ("leaking.html", "The Record"),
        ("alone.html", "The Record"),
        ("data/claims.jsonl", "The Record"),
        ("index.html", "Eva Roth"),
        ("index.html", ""),
    ]


def test_a_publication_that_dies_half_way_leaves_the_folder_as_it_was(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    before = published_bytes(ledger, tmp_path / "site")
    monkeypatch.setenv("HABEAS_NOW", "2021-03-09T00:00:00+00:00")
    monkeypatch.setattr(publishing, "problems", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        published_bytes(ledger, tmp_path / "site")
    assert tree(tmp_path / "site") == before


def test_pages_that_stand_are_not_looked_through_again_unless_a_name_is_new(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from ledgers import read

    seen: list[publishing.Look] = []
    check = publishing.problems

    def noting(*arguments: object, look: publishing.Look, **options: object) -> object:
        seen.append(look)
        return check(*arguments, look=look, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(publishing, "problems", noting)
    for text in (None, None, QUIET):
        if text is not None:
            with opened(ledger, seed=8) as book:
                read(book, text, handling="team")
        published_bytes(ledger, tmp_path / "site")
    assert [(bool(look.files), look.links, look.records) for look in seen] == [
        (False, False, False), (True, True, True), (False, False, False),
    ]  # fmt: skip
    assert "cases/abcdefgh.html" in seen[1].files
    assert not [name for name in seen[1].files if name.startswith("data/")]


def test_no_output_is_written_into_the_folder_that_stands(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Every file that changes is a new one, whoever writes it: pages are shared while the new publication is made."""
    before = published_bytes(ledger, tmp_path / "site")
    inodes = {path: path.stat().st_ino for path in (tmp_path / "site").rglob("*") if path.is_file()}
    monkeypatch.setenv("HABEAS_NOW", "2022-06-09T00:00:00+00:00")
    monkeypatch.setattr(publishing, "swap", lambda *_: None)
    publishing.publish_into(tmp_path / "site", "https://other.example", publication(ledger))
    assert tree(tmp_path / "site") == before
    assert {path: path.stat().st_ino for path in (tmp_path / "site").rglob("*") if path.is_file()} == inodes


def test_a_nameless_case_waits_for_the_publication_after_the_named_one_went(ledger: Path, tmp_path: Path):
    from ledgers import decide, mentions_of

    published_bytes(ledger, tmp_path / "site")
    with opened(ledger, seed=8) as book:
        person = next(mentions_of(book, "Ana Silva"))
        decide(book, Withhold(reason="asked", person=person, details=("name",)))
    with pytest.raises(DisclosureRefused, match="pseudonym"):
        published_bytes(ledger, tmp_path / "site")
    shown = published_bytes(ledger, tmp_path / "site", despite=("pseudonym",))
    assert not [name for name, raw in shown.items() if b"Silva" in raw]
    assert "cases/abcdefgh.html" in shown["gone.txt"].decode().split()


def test_every_check_is_documented():
    page = (ROOT / "docs" / "reference" / "checks.md").read_text("utf-8")
    for name, says in CHECKS.items():
        assert f"| `{name}` | {says} |" in page
