import multiprocessing
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from ledger_helpers import TEXT, claim, filled, source
from merge_helpers import opening

from habeas.claims import Attribute, Evidence
from habeas.entries.decisions import Accept, Mention, Same
from habeas.errors import (
    BadDate,
    DecisionError,
    LedgerUnwritable,
    NoKey,
    NoLedger,
    NotALedger,
    SpanMismatch,
    UnknownEntry,
)
from habeas.ledger import Ledger, open_ledger
from habeas.ledger.sqlite import CACHE_KIB

Opening = Callable[..., Ledger]


def test_what_goes_in_comes_out_in_order(opened: Opening):
    with opened() as ledger:
        source_id, claim_id = filled(ledger)
        accepted = ledger.record([(Accept(reason="checked", claims=(claim_id,)), "team")])[0]
        entries = list(ledger.entries())
    assert [entry.id for entry in entries] == [source_id, claim_id, accepted.id]
    assert [entry.header.kind for entry in entries] == ["source", "claim", "decision"]
    assert entries[0].source is not None
    assert entries[0].source.text == TEXT
    assert entries[1].claim == claim(source_id)


def test_the_same_thing_again_adds_nothing(opened: Opening):
    with opened() as ledger:
        ids = filled(ledger)
        size, root = ledger.size(), ledger.root()
        assert filled(ledger) == ids
        surer = msgspec.structs.replace(claim(ids[0]), confidence=0.99, read_by="better/2")
        assert ledger.record([(surer, "public")])[0].new is False
        assert (ledger.size(), ledger.root()) == (size, root)


def test_a_wrong_quote_is_refused_and_nothing_of_the_batch_is_recorded(opened: Opening):
    with opened() as ledger:
        source_id, _ = filled(ledger)
        size = ledger.size()
        wrong = msgspec.structs.replace(
            claim(source_id), evidence=(Evidence(source=source_id, start=0, end=4, quote="Army"),)
        )
        with pytest.raises(SpanMismatch, match="Poli"):
            ledger.record([(claim(source_id, act="charged"), "public"), (wrong, "public")])
        assert ledger.size() == size
        assert ledger.verify().problems == ()


def test_a_case_under_a_name_that_another_has_is_refused_and_nothing_of_the_batch_is_recorded(opened: Opening):
    with opened() as ledger:
        filled(ledger)
        ledger.record([(opening(ledger, "abcd"), "team")])
        size = ledger.size()
        for again in ([opening(ledger, "abcd")], [opening(ledger, "efgh"), opening(ledger, "efgh")]):
            with pytest.raises(DecisionError, match="another case has that name"):
                ledger.record([(one, "team") for one in again])
        assert ledger.size() == size
        assert ledger.record([(opening(ledger, "efgh"), "team")])[0].new


@pytest.mark.parametrize("wrong", ["soon", "2020-13", "2020-05-04/2020-05-03"])
def test_a_date_that_is_none_is_refused(opened: Opening, wrong: str):
    """It would stay for good, and stop every view."""
    with opened() as ledger:
        source_id, _ = filled(ledger)
        size = ledger.size()
        good = claim(source_id, act="charged")
        birth = Attribute(subject=good.content.person, attribute="birth", value=wrong)
        for bad in (
            msgspec.structs.replace(good, said_on=wrong),
            msgspec.structs.replace(good, content=msgspec.structs.replace(good.content, when=wrong)),
            msgspec.structs.replace(good, kind="attribute", content=birth),
        ):
            with pytest.raises(BadDate):
                ledger.record([(good, "team"), (bad, "team")])
        assert ledger.size() == size


def test_a_name_that_another_program_gave_meanwhile_is_refused(opened: Opening):
    with opened() as ledger, opened() as other:
        filled(ledger)
        ledger.record([(opening(ledger, "abcd"), "team")])
        other.record([(opening(other, "efgh"), "team")])
        with pytest.raises(DecisionError, match="another case has that name"):
            ledger.record([(opening(ledger, "efgh"), "team")])


def test_of_a_batch_that_was_refused_no_name_is_taken(opened: Opening):
    with opened() as ledger:
        filled(ledger)
        nothing = Accept(reason="?", claims=("0" * 64,))
        with pytest.raises(UnknownEntry):
            ledger.record([(opening(ledger, "abcd"), "team"), (nothing, "team")])
        assert ledger.record([(opening(ledger, "abcd"), "team")])[0].new


def test_what_names_nothing_is_refused(opened: Opening):
    with opened() as ledger:
        filled(ledger)
        nobody = Mention(source="f" * 64, span=None, name="Ana Silva")
        with pytest.raises(UnknownEntry):
            ledger.record([(Accept(reason="?", claims=("0" * 64,)), "team")])
        with pytest.raises(UnknownEntry):
            ledger.record([(Same(reason="?", mentions=(nobody, nobody)), "team")])
        with pytest.raises(DecisionError):
            ledger.record([(claim(ledger.entry(next(ledger.entries()).id).id), "secret")])


def test_a_label_is_kept_by_our_name_for_it(opened: Opening):
    with opened() as ledger:
        made, raw = source()
        assert ledger.entry(ledger.record_source(made, raw, "TLP:AMBER").id).header.handling == "trusted"


def test_an_entry_is_found_by_the_beginning_of_its_id(opened: Opening):
    with opened() as ledger:
        source_id, _ = filled(ledger)
        assert ledger.entry(source_id[:8].upper()).id == source_id
        for prefix in ("zzzz", source_id[:3], ""):
            with pytest.raises(UnknownEntry, match="E-UNKNOWN"):
                ledger.entry(prefix)


def test_known_at_ends_where_the_record_stood(opened: Opening):
    with opened() as ledger:
        filled(ledger)
        first, second = list(ledger.entries())
        assert [e.id for e in ledger.entries(known_at=first.header.recorded_at)] == [first.id]
        assert [e.id for e in ledger.entries(known_at=second.header.recorded_at, kinds={"claim"})] == [second.id]


def test_entries_are_recorded_one_after_another_even_if_the_clock_stands_still(opened: Opening):
    with opened() as ledger:
        filled(ledger)
        moments = [entry.header.recorded_at for entry in ledger.entries()]
    assert moments == sorted(set(moments))


def test_neither_headers_nor_ids_confirm_a_guess(opened: Opening, tmp_path: Path):
    with opened() as ledger, open_ledger(tmp_path / "other.db", create=True) as other:
        assert set(filled(ledger)).isdisjoint(filled(other))


def test_a_ledger_that_is_not_there_is_not_made_by_reading(where: Path):
    with pytest.raises(NoLedger, match="habeas read"):
        open_ledger(where)
    assert not where.exists()


@pytest.mark.parametrize("raw", [b"", b"not a ledger", os.urandom(4096)])
def test_another_file_is_refused_and_left_alone(where: Path, raw: bytes):
    where.write_bytes(raw)
    with pytest.raises(NotALedger, match="something else"):
        open_ledger(where, create=True)
    assert where.read_bytes() == raw


def test_another_database_is_refused(where: Path):
    connection = sqlite3.connect(where)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(NotALedger):
        open_ledger(where, create=True)


def test_without_its_key_a_ledger_is_read_and_not_written(where: Path, opened: Opening):
    with opened() as ledger:
        source_id, _ = filled(ledger)
    where.with_name("case.db.key").unlink()
    with open_ledger(where) as ledger:
        assert ledger.size() == 2
        assert ledger.verify().problems == ()
        with pytest.raises(NoKey, match="E-NOKEY"):
            ledger.record([(claim(source_id, act="released"), "public")])


def test_another_ledgers_key_is_refused(where: Path, tmp_path: Path, opened: Opening):
    opened().close()
    open_ledger(tmp_path / "other.db", create=True).close()
    (tmp_path / "other.db.key").replace(where.with_name("case.db.key"))
    with pytest.raises(NoKey, match="another ledger"):
        open_ledger(where)


def test_the_key_is_for_its_owner_only_and_not_in_the_database(where: Path, opened: Opening):
    opened().close()
    key = where.with_name("case.db.key")
    assert key.stat().st_mode & 0o077 == 0
    secret = msgspec.json.decode(key.read_bytes())["content"].encode()
    assert secret not in where.read_bytes()


def test_a_key_file_in_the_way_leaves_no_half_made_ledger(where: Path):
    where.with_name("case.db.key").write_text("{}")
    with pytest.raises(LedgerUnwritable):
        open_ledger(where, create=True)
    assert not where.exists()


def test_source_bytes_come_back_as_received(opened: Opening):
    with opened() as ledger:
        made, raw = source()
        ledger.record_source(made, raw, "team")
        assert ledger.source_bytes(made.sha256) == raw


def write_some(path: str, name: str) -> None:
    with open_ledger(path) as ledger:
        for number in range(10):
            made, raw = source(f"{name} {number}. " + TEXT)
            ledger.record_source(made, raw, "team")


def test_two_writers_at_once_lose_nothing(where: Path, opened: Opening):
    opened().close()
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_some, args=(str(where), name)) for name in ("one", "two")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with open_ledger(where) as ledger:
        assert ledger.size() == 20
        assert ledger.verify().problems == ()


def test_whoever_only_reads_keeps_few_pages_in_memory(opened: Opening, where: Path):
    """An index of a large ledger is made by processes that each have what the first of them has read."""

    def kept(ledger: Ledger) -> int:
        return -ledger._store._connection.execute("PRAGMA cache_size").fetchone()[0]

    opened().close()
    with open_ledger(where) as ledger:
        list(ledger.entries())
        assert kept(ledger) <= 4096
        filled(ledger)
        assert kept(ledger) == CACHE_KIB
