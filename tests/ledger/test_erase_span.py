"""One span of a shared source is gone for good; everything else of the source still stands and still verifies."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from ledger_helpers import claim, source

from habeas.claims import Attribute, ClaimBasis, Custody, Party
from habeas.cli import cli
from habeas.entries.decisions import Accept, Distinct, Erase, Mention, OpenCase, Same, Withhold
from habeas.errors import DecisionError
from habeas.ledger import Ledger, open_ledger
from habeas.ledger.backup import backup, list_erased
from habeas.ledger.erasing import NO_BYTES, blanked

Opening = Callable[..., Ledger]
TEXT = "Police in Lima held Ana Silva, a teacher, on 3 May 2020. Police in Cusco held Éva Róth. Jon Berg waits. Ana Silva wrote home."
NAME = "Ana Silva"
FIRST = TEXT.index(NAME)
SPAN = (FIRST, FIRST + len(NAME))
WORDS = (NAME, "Silva")


def files_with(folder: Path, *words: str) -> list[str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path.name for path in files if any(word.encode() in path.read_bytes() for word in words)]


class Told:
    """A ledger that holds two people of one source, and decisions about both."""

    def __init__(self, ledger: Ledger, text: str = TEXT) -> None:
        made, raw = source(text, origin="two people.txt")
        self.text, self.raw, self.made = text, raw, msgspec.structs.replace(made, title=f"The case of {NAME}")
        self.source = ledger.record_source(self.made, raw, "team").id
        self.other = ledger.record_source(msgspec.structs.replace(made, published="2020-05-09"), raw, "team").id
        ana, eva = self.of(NAME, "held Ana Silva"), self.of("Éva Róth", "held Éva Róth")
        self.ana, self.eva = (one.id for one in ledger.record([(ana, "team"), (eva, "team")]))
        put_right = msgspec.structs.replace(ana, content=Custody(person=Party(name=NAME), act="charged"))
        self.corrected = ledger.record(
            [(msgspec.structs.replace(put_right, basis=(ClaimBasis(claim=self.ana),)), "team")]
        )[0].id
        named = Attribute(subject=Party(name=NAME, span=SPAN), attribute="occupation", value="waits")
        self.named = ledger.record(
            [(msgspec.structs.replace(self.of("Jon Berg", "Jon Berg waits"), kind="attribute", content=named), "team")]
        )[0].id
        mentions = (self.mention(NAME), self.mention("Éva Róth"))
        opened = OpenCase(
            reason="Ana Silva is held",
            case="c1",
            slug="s1",
            person=mentions[0],
            by="PE",
            inclusion_rule="r",
            alleged_by=("DK",),
        )
        decided = [
            Accept(reason="checked by two", claims=(self.ana, self.eva)),
            Distinct(reason="Silva is no relative of Róth", mentions=mentions),
            opened,
            Withhold(reason="asked", person=mentions[0]),
        ]
        self.accept, self.distinct, self.opened, self.withhold = (
            one.id for one in ledger.record([(one, "team") for one in decided])
        )

    def mention(self, name: str) -> Mention:
        return Mention(source=self.source, span=(self.text.index(name), self.text.index(name) + len(name)), name=name)

    def of(self, name: str, words: str):
        made = claim(self.source, self.text, words=words)
        at = self.text.index(name)
        return msgspec.structs.replace(
            made, content=Custody(person=Party(name=name, span=(at, at + len(name))), act="detained")
        )


def test_the_span_goes_with_what_was_derived_from_it_and_the_rest_stands(opened: Opening, tmp_path: Path):
    with opened() as ledger:
        told = Told(ledger)
        size, kept = ledger.size(), ledger.checkpoint()
        last = TEXT.rindex(NAME)
        spans = [SPAN, (last, last + len(NAME))]
        decided = ledger.erase([], spans={told.source[:10]: spans}, reason="consent withdrawn").id
        left = ledger.entry(told.source).source
        assert left is not None
        assert left.text == blanked(TEXT, spans)
        assert len(left.text) == len(TEXT)
        assert (left.sha256, left.title) == (NO_BYTES, None)
        assert ledger.entry(told.other).source.text == left.text
        gone = {entry.id for entry in ledger.entries() if entry.payload is None}
        assert gone == {told.ana, told.corrected, told.named}
        assert ledger.entry(told.eva).claim == told.of("Éva Róth", "held Éva Róth")
        distinct = ledger.entry(told.distinct).payload
        assert isinstance(distinct, Distinct)
        assert [mention.name for mention in distinct.mentions] == [None, "Éva Róth"]
        assert distinct.mentions[0].span == SPAN
        assert distinct.reason == "[erased]"
        opened_case = ledger.entry(told.opened).payload
        assert isinstance(opened_case, OpenCase)
        assert (opened_case.person.name, opened_case.case, opened_case.reason) == (None, "c1", "[erased]")
        assert ledger.entry(told.accept).payload == Accept(reason="[erased]", claims=(told.ana, told.eva))
        erase = ledger.entry(decided).payload
        assert isinstance(erase, Erase)
        assert {one.entry: one.spans for one in erase.blanked if one.spans} == {
            told.source: tuple(spans),
            told.other: tuple(spans),
        }
        assert ledger.size() == size + 1
        assert ledger.verify(kept).problems == ()
        assert ledger.verify(ledger.checkpoint()).problems == ()
        ledger.record([(told.of("Jon Berg", "Jon Berg waits"), "team")])
    with open_ledger(tmp_path / "case.db") as ledger:
        assert ledger.verify(kept).problems == ()
        assert isinstance(ledger.entry(told.withhold).payload, Withhold)
        ledger.erase([told.withhold], reason="it named her")
    assert files_with(tmp_path, *WORDS) == []


def test_other_places_that_hold_the_words_are_told(opened: Opening):
    with opened() as ledger:
        told = Told(ledger)
        gone = ledger.erasure([], {told.source: [SPAN]})
        assert set(gone.still) == {told.source, told.other, told.withhold}
        assert ledger.verify().problems == ()


def test_a_source_of_the_same_bytes_with_another_text_loses_the_words_too(opened: Opening):
    with opened() as ledger:
        told = Told(ledger)
        other = msgspec.structs.replace(told.made, text="== " + TEXT, extractor="plain/2")
        id_ = ledger.record_source(other, told.raw, "team").id
        ledger.erase([], spans={told.source: [SPAN]}, reason="asked")
        assert NAME not in ledger.entry(id_).source.text
        assert ledger.verify().problems == ()


def test_more_is_blanked_later_and_the_whole_can_go_after_a_part(opened: Opening, tmp_path: Path):
    with opened() as ledger:
        told = Told(ledger)
        unrelated, raw = source("Peru spoke of Kim Lee.")
        stays = ledger.record_source(unrelated, raw, "team").id
        ledger.erase([], spans={told.source: [SPAN]}, reason="asked")
        cusco = TEXT.index("Cusco")
        ledger.erase([], spans={told.source: [(cusco, cusco + 5)]}, reason="asked")
        assert ledger.entry(told.source).source.text == blanked(TEXT, [SPAN, (cusco, cusco + 5)])
        assert ledger.erased()[told.source] == (SPAN, (cusco, cusco + 5))
        assert ledger.entry(stays).source == unrelated
        assert ledger.verify().problems == ()
        ledger.erase([told.source], reason="all of it")
        assert ledger.entry(told.source).payload is None
        assert ledger.erased()[told.source] == ()
        assert ledger.verify().problems == ()


@pytest.mark.parametrize("span", [(0, 0), (5, 4), (0, len(TEXT) + 1), (-1, 3)])
def test_a_span_that_is_none_is_refused(opened: Opening, span: tuple[int, int]):
    with opened() as ledger:
        told = Told(ledger)
        size = ledger.size()
        with pytest.raises(DecisionError, match="E-DECISION"):
            ledger.erase([], spans={told.source: [span]}, reason="?")
        with pytest.raises(DecisionError, match="no source"):
            ledger.erase([], spans={told.ana: [(0, 1)]}, reason="?")
        assert ledger.size() == size
        assert ledger.source_bytes(told.made.sha256) == told.raw


def test_what_is_left_is_checked_and_what_went_cannot_be_put_back(opened: Opening, where: Path):
    with opened() as ledger:
        told = Told(ledger)
    before = sqlite3.connect(where)
    old = before.execute("SELECT salt, payload FROM entries WHERE seq = 0").fetchone()
    before.close()
    with open_ledger(where) as ledger:
        ledger.erase([], spans={told.source: [SPAN]}, reason="asked")
        first = ledger._store._connection.execute("SELECT * FROM rests WHERE seq = 0").fetchone()
        waits = TEXT.index("waits")
        ledger.erase([], spans={told.source: [(waits, waits + 5)]}, reason="asked")
        second = ledger._store._connection.execute("SELECT * FROM rests WHERE seq = 0").fetchone()
    kept = where.read_bytes()

    def altered(*statements: tuple[str, tuple[object, ...]], seq: int = 0) -> list[str]:
        where.write_bytes(kept)
        connection = sqlite3.connect(where)
        for name in ("entries_stay", "headers_stay", "payloads_stay"):
            connection.execute(f"DROP TRIGGER {name}")
        for statement, values in statements:
            connection.execute(statement, values)
        connection.commit()
        connection.close()
        with open_ledger(where) as ledger:
            return [problem.what for problem in ledger.verify().problems if problem.seq == seq]

    assert altered() == []
    put_back = ("UPDATE entries SET salt = ?, payload = ? WHERE seq = 0", old)
    assert any("there again" in what for what in altered(put_back))
    rolled_back = ("UPDATE rests SET salt = ?, payload = ?, decision = ? WHERE seq = 0", first[1:])
    assert any("words that were erased" in what for what in altered(rolled_back))
    assert any("what is left" in what for what in altered(("UPDATE rests SET salt = ? WHERE seq = 0", (first[1],))))
    flipped = second[2].replace(b"Cusco", b"Pisco")
    assert any("what is left" in what for what in altered(("UPDATE rests SET payload = ? WHERE seq = 0", (flipped,))))
    assert any("gone" in what for what in altered(("DELETE FROM rests WHERE seq = 0", ())))
    other = ("INSERT INTO rests SELECT 3, salt, payload, decision FROM rests WHERE seq = 0", ())
    gone = ("UPDATE entries SET salt = NULL, payload = NULL WHERE seq = 3", ())
    found = altered(other, gone, seq=3)
    assert any("nobody decided" in what for what in found)
    assert any("what is left" in what for what in found)


def test_a_restored_backup_loses_the_span_again(opened: Opening, where: Path, tmp_path: Path):
    with opened() as ledger:
        told = Told(ledger)
        (tmp_path / "copy").mkdir()
        backup(where, tmp_path / "copy" / "copy.db")
        ledger.erase([told.withhold], spans={told.source: [SPAN, (TEXT.rindex(NAME), len(TEXT))]}, reason="asked")
        list_erased(where, ledger.erased())
        backup(where, tmp_path / "later.db")
    assert files_with(tmp_path / "later.db.sources", *WORDS) == []
    assert b"Silva" not in (tmp_path / "later.db").read_bytes()
    for name in ("case.db", "case.db-wal", "case.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    done = CliRunner().invoke(cli, ["restore", str(tmp_path / "copy" / "copy.db"), "--ledger", str(where)])
    assert done.exit_code == 0, done.output
    with open_ledger(where) as ledger:
        assert NAME not in ledger.entry(told.source).source.text
        assert ledger.verify().problems == ()
    (tmp_path / "copy" / "copy.db").unlink()
    for path in (tmp_path / "copy" / "copy.db.sources").rglob("*"):
        path.unlink() if path.is_file() else None
    assert files_with(tmp_path, *WORDS) == []


@pytest.mark.parametrize("step", ["discard", "compact"])
def test_an_erasure_that_was_cut_short_is_ended_by_whoever_opens_the_ledger(
    opened: Opening, where: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
):
    from habeas.ledger.blobs import Blobs
    from habeas.ledger.sqlite import SqliteStore

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with opened() as ledger:
        told = Told(ledger)
        with monkeypatch.context() as patch:
            patch.setattr(Blobs if step == "discard" else SqliteStore, step, killed)
            with pytest.raises(KeyboardInterrupt):
                ledger.erase(
                    [told.withhold], spans={told.source: [SPAN, (TEXT.rindex(NAME), len(TEXT))]}, reason="asked"
                )
        assert files_with(tmp_path, *WORDS) != []
        assert any("not ended" in problem.what for problem in ledger.verify().problems)
    with open_ledger(where) as ledger:
        assert ledger.verify().problems == ()
    assert files_with(tmp_path, *WORDS) == []


def test_the_command_blanks_what_a_claim_quotes(opened: Opening, where: Path):
    with opened() as ledger:
        told = Told(ledger)

    def run(*arguments: str) -> dict:
        done = CliRunner().invoke(cli, ["erase", *arguments, "--reason", "asked", "--ledger", str(where), "--json"])
        assert done.exit_code == 0, done.output
        return msgspec.json.decode(done.stdout)

    planned = run(told.ana, "--quotes", "--dry-run")
    assert planned["id"] is None
    done = run(told.ana, "--quotes")
    assert done["entries"] == planned["entries"] == [told.ana, told.corrected, told.named]
    assert set(done["blanked"]) == {told.source, told.other, told.accept, told.distinct, told.opened}
    with open_ledger(where) as ledger:
        assert "held Ana Silva" not in ledger.entry(told.source).source.text
        assert "Ana Silva wrote home" in ledger.entry(told.source).source.text
        assert ledger.verify().problems == ()
    wrong = [("--span", "3"), ("--span", "1:2", "--quotes")]
    for arguments in wrong:
        called = CliRunner().invoke(cli, ["erase", told.source, *arguments, "--reason", "x", "--ledger", str(where)])
        assert called.exit_code == 2


def test_the_words_same_names_are_joined_by_place_after_the_name_went(opened: Opening):
    with opened() as ledger:
        told = Told(ledger)
        last = TEXT.rindex(NAME)
        again = Mention(source=told.source, span=(last, last + len(NAME)), name=NAME)
        same = ledger.record([(Same(reason="one", mentions=(told.mention(NAME), again)), "team")])[0].id
        ledger.erase([], spans={told.source: [SPAN]}, reason="asked")
        left = ledger.entry(same).payload
        assert isinstance(left, Same)
        assert [(m.span, m.name) for m in left.mentions] == [(SPAN, None), ((last, last + len(NAME)), NAME)]


def other_ledger(where: Path) -> Ledger:
    from datetime import UTC, datetime

    return open_ledger(where, create=True, now=lambda: datetime(2020, 5, 5, 9, tzinfo=UTC))


def texts(ledger: Ledger) -> list[str | None]:
    return [entry.source.text if entry.source else None for entry in ledger.entries(kinds={"source"})]


def test_a_span_erased_by_the_ledger_that_recorded_the_source_goes_wherever_it_was_merged(
    opened: Opening, tmp_path: Path
):
    """Whether the other ledger merged it before the erasure, after it, or both."""
    (tmp_path / "theirs").mkdir()
    with opened() as mine, other_ledger(tmp_path / "theirs" / "before.db") as before:
        told = Told(mine)
        before.merge(mine)
        assert before.entry(told.source).source.text == TEXT
        mine.erase([told.withhold], spans={told.source: [SPAN, (TEXT.rindex(NAME), len(TEXT))]}, reason="asked")
        found = before.merge(mine)
        assert {told.source, told.other, told.ana, told.named} <= set(found.erased)
        (tmp_path / "theirs" / "after").mkdir()
        with other_ledger(tmp_path / "theirs" / "after" / "after.db") as after:
            after.merge(mine)
            for ledger in (mine, before, after):
                assert ledger.verify(ledger.checkpoint()).problems == ()
                assert texts(ledger) == texts(mine)
                assert ledger.entry(told.ana).payload is None
                assert ledger.entry(told.eva).claim is not None
                assert ledger.erased()[told.source] == mine.erased()[told.source]
            size = after.size()
            after.merge(before)
            before.merge(after)
            assert texts(after) == texts(before) == texts(mine)
            assert after.size() >= size
            for ledger in (before, after):
                assert ledger.verify(ledger.checkpoint()).problems == ()
    assert files_with(tmp_path, *WORDS) == []


def test_a_span_erased_by_a_ledger_that_did_not_record_the_source_hides_it_until_somebody_decides(
    opened: Opening, tmp_path: Path
):
    (tmp_path / "theirs").mkdir()
    with opened() as mine, other_ledger(tmp_path / "theirs" / "other.db") as theirs:
        told = Told(mine)
        theirs.merge(mine)
        theirs.erase([], spans={told.source: [SPAN]}, reason="asked")
        mine.merge(theirs)
        assert mine.entry(told.source).source.text == blanked(TEXT, [SPAN])
        assert (mine.entry(told.ana).payload, mine.entry(told.distinct).payload.reason) == (None, "[erased]")
        assert mine.entry(told.eva).claim is not None
        assert mine.source_bytes(told.made.sha256) == told.raw
        assert mine.verify().problems == ()
        mine.trust(theirs.verifier(), ["erase"], revoked=True, reason="it means us harm")
        assert mine.entry(told.source).source.text == TEXT
        assert mine.entry(told.ana).claim is not None
        _, gone = mine.trust(theirs.verifier(), ["erase"], reason="partners")
        assert {told.source, told.ana} <= set(gone)
        assert mine.entry(told.source).source.text == theirs.entry(told.source).source.text == blanked(TEXT, [SPAN])
        for ledger in (mine, theirs):
            assert ledger.verify(ledger.checkpoint()).problems == ()
        theirs.merge(mine)
        assert theirs.verify(theirs.checkpoint()).problems == ()
        assert texts(theirs) == texts(mine)


def test_each_ledger_blanks_another_span_and_both_go_where_they_trust_each_other(opened: Opening, tmp_path: Path):
    (tmp_path / "theirs").mkdir()
    cusco = (TEXT.index("Cusco"), TEXT.index("Cusco") + 5)
    with opened() as mine, other_ledger(tmp_path / "theirs" / "other.db") as theirs:
        told = Told(mine)
        theirs.merge(mine)
        mine.erase([], spans={told.source: [SPAN]}, reason="asked")
        theirs.erase([], spans={told.source: [cusco]}, reason="asked")
        mine.trust(theirs.verifier(), ["erase"], reason="partners")
        mine.merge(theirs)
        theirs.merge(mine)
        assert texts(mine) == texts(theirs)
        assert mine.entry(told.source).source.text == blanked(TEXT, [SPAN, cusco])
        for ledger in (mine, theirs):
            assert ledger.verify(ledger.checkpoint()).problems == ()
