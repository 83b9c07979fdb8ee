"""Erased is gone from every file the ledger owns, and the record still verifies."""

import multiprocessing
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from ledger_helpers import TEXT, claim, filled, source

from habeas.claims import ClaimBasis
from habeas.errors import LedgerUnwritable, NoKey, UnknownEntry
from habeas.ledger import Ledger, open_ledger
from habeas.ledger.backup import backup, list_erased, restore
from habeas.ledger.blobs import Blobs

Opening = Callable[..., Ledger]
WORDS = ("Ana Silva", "Danish teacher", "Police in Lima")


def found_in_files(folder: Path, *words: str) -> list[tuple[str, str]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [(path.name, word) for path in files for word in words if word.encode() in path.read_bytes()]


def test_a_source_goes_with_its_bytes_and_every_claim_that_quotes_it(opened: Opening, tmp_path: Path):
    with opened() as ledger:
        source_id, claim_id = filled(ledger)
        other, raw = source("Peru spoke of Eva Roth.")
        kept = ledger.record_source(other, raw, "team").id
        import msgspec

        correction = msgspec.structs.replace(claim(source_id, act="charged"), basis=(ClaimBasis(claim=claim_id),))
        corrected = ledger.record([(correction, "team")])[0].id
        size = ledger.size()
        assert found_in_files(tmp_path, *WORDS)
        assert {entry.id for entry in ledger.erasure([source_id]).going} == {source_id, claim_id, corrected}
        ledger.erase([source_id], reason="a legal order")
        assert found_in_files(tmp_path, *WORDS) == []
        assert ledger.size() == size + 1
        assert ledger.verify().problems == ()
        assert [entry.id for entry in ledger.entries() if entry.payload is None] == [source_id, claim_id, corrected]
        assert ledger.entry(kept).source == other
    assert found_in_files(tmp_path, *WORDS) == []


def test_bytes_that_another_source_shares_stay(opened: Opening):
    import msgspec

    with opened() as ledger:
        made, raw = source()
        one = ledger.record_source(made, raw, "team").id
        ledger.record_source(msgspec.structs.replace(made, published="2020-05-05"), raw, "team")
        ledger.erase([one], reason="a duplicate")
        assert ledger.source_bytes(made.sha256) == raw
        assert ledger.verify().problems == ()


def test_what_was_erased_may_be_recorded_again(opened: Opening):
    with opened() as ledger:
        source_id, _ = filled(ledger)
        ledger.erase([source_id], reason="a mistake")
        again, _ = filled(ledger)
        assert again != source_id
        assert ledger.verify().problems == ()


def test_erasing_nothing_known_changes_nothing(opened: Opening):
    with opened() as ledger:
        filled(ledger)
        size = ledger.size()
        with pytest.raises(UnknownEntry):
            ledger.erase(["0" * 12], reason="?")
        assert ledger.size() == size


def write_until(where: str, stop: str) -> None:
    number = 0
    with open_ledger(where) as ledger:
        while not Path(stop).exists():
            number += 1
            text = f"{number}. {TEXT}"
            made, raw = source(text)
            kept = ledger.record_source(made, raw, "team").id
            ledger.record([(claim(kept, text), "team")])


def test_a_backup_made_while_another_writes_is_of_one_moment_and_comes_back_with_the_same_root(
    opened: Opening, where: Path, tmp_path: Path
):
    opened().close()
    stop = tmp_path / "stop"
    writer = multiprocessing.get_context("spawn").Process(target=write_until, args=(str(where), str(stop)))
    writer.start()
    try:
        sizes = []
        while len(sizes) < 4:
            with open_ledger(where) as ledger:
                size = ledger.size()
            if size > (sizes[-1] if sizes else 4):  # the writer is at it
                copy = tmp_path / f"copy{len(sizes)}.db"
                backup(where, copy)
                sizes.append(size)
    finally:
        stop.touch()
        writer.join()
    for number, size in enumerate(sizes):
        copy = tmp_path / f"copy{number}.db"
        again = tmp_path / f"again{number}.db"
        shutil.copy(tmp_path / "case.db.key", f"{again}.key")
        with open_ledger(copy, keyless=True) as ledger:
            assert ledger.size() >= size
            found = ledger.verify()
            assert found.problems == ()
        restore(copy, again)
        with open_ledger(again) as ledger:
            assert (ledger.root().hex(), ledger.size()) == (found.root, found.entries)
            filled(ledger)
            assert ledger.verify(found.checkpoint).problems == ()
    with open_ledger(where) as ledger:
        assert ledger.verify(found.checkpoint).problems == ()


def test_a_backup_that_fails_leaves_nothing_that_looks_like_one(
    opened: Opening, where: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with opened() as ledger:
        filled(ledger)

    def full(self: Blobs, raw: bytes) -> str:
        raise LedgerUnwritable("folder", "No space left on device", "Make room.")

    with monkeypatch.context() as patched:
        patched.setattr(Blobs, "put", full)
        with pytest.raises(LedgerUnwritable, match="No space"):
            backup(where, tmp_path / "copy.db")
    assert not list(tmp_path.glob("copy.db*"))
    with pytest.raises(LedgerUnwritable, match="no folder"):
        backup(where, tmp_path / "nowhere" / "copy.db")
    backup(where, tmp_path / "copy.db")
    with open_ledger(tmp_path / "copy.db", keyless=True) as ledger:
        assert ledger.verify().problems == ()


def test_a_backup_has_the_same_root_and_erased_things_do_not_come_back(opened: Opening, where: Path, tmp_path: Path):
    with opened() as ledger:
        source_id, _ = filled(ledger)
        backup(where, tmp_path / "copy.db")
        root, size = ledger.root(), ledger.size()
        with pytest.raises(LedgerUnwritable):
            backup(where, tmp_path / "copy.db")
        ledger.erase([source_id], reason="consent withdrawn")
        list_erased(where, ledger.erased())
    with pytest.raises(LedgerUnwritable):
        restore(tmp_path / "copy.db", where)
    for name in ("case.db", "case.db-wal", "case.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / "case.db-wal").write_bytes(b"of the lost ledger")
    with pytest.raises(LedgerUnwritable, match="wal"):
        restore(tmp_path / "copy.db", where)
    (tmp_path / "case.db-wal").unlink()
    again = restore(tmp_path / "copy.db", where)
    with open_ledger(where) as ledger:
        assert (ledger.root(), ledger.size()) == (root, size)
        assert set(again.values()) == {()}
        ledger.erase(list(again), reason="erased before")
        assert ledger.verify().problems == ()
        assert all(entry.payload is None for entry in ledger.entries(kinds={"source", "claim"}))
    backups = {"copy.db"}
    assert [name for name, _ in found_in_files(tmp_path, *WORDS) if name not in backups and len(name) != 64] == []
    with pytest.raises(NoKey):
        restore(tmp_path / "copy.db", tmp_path / "elsewhere.db")
    assert TEXT
