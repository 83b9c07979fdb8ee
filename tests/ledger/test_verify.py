import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_helpers import claim, filled, source

from habeas.errors import LedgerUnwritable, NoKey
from habeas.ledger import Ledger, Verification, open_ledger
from habeas.ledger.keys import Keys
from habeas.ledger.tree import grown, leaf_hash

Opening = Callable[..., Ledger]
ACTS = ("charged", "tried", "sentenced", "released")


@pytest.fixture
def whole(where: Path, opened: Opening) -> Path:
    with opened() as ledger:
        source_id, _ = filled(ledger)
        for act in ACTS:
            ledger.record([(claim(source_id, act=act), "public")])
    return where


def tampered(path: Path, *statements: str) -> Verification:
    """The ledger after somebody with the file in hand changed it, triggers out of the way."""
    connection = sqlite3.connect(path)
    for name in ("entries_stay", "headers_stay", "payloads_stay", "nodes_stay", "checkpoints_stay"):
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    with open_ledger(path) as ledger:
        return ledger.verify()


def test_a_whole_ledger_has_no_problem(whole: Path):
    with open_ledger(whole) as ledger:
        found = ledger.verify(ledger.checkpoint())
        assert found.problems == ()
        assert (found.entries, found.root) == (6, ledger.root().hex())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(seq=st.integers(0, 5), column=st.sampled_from(["header", "salt", "payload"]), data=st.data())
def test_a_flipped_byte_is_found_and_its_entry_named(
    whole: Path, tmp_path: Path, seq: int, column: str, data: st.DataObject
):
    copy = tmp_path / "copy.db"
    for suffix in ("", ".key"):
        shutil.copy(f"{whole}{suffix}", f"{copy}{suffix}")
    shutil.copytree(f"{whole}.sources", f"{copy}.sources", dirs_exist_ok=True)
    connection = sqlite3.connect(copy)
    old = connection.execute(f"SELECT {column} FROM entries WHERE seq = ?", (seq,)).fetchone()[0]
    connection.close()
    place = data.draw(st.integers(0, len(old) - 1))
    new = old[:place] + bytes([old[place] ^ data.draw(st.integers(1, 255))]) + old[place + 1 :]
    found = tampered(copy, f"UPDATE entries SET {column} = x'{new.hex()}' WHERE seq = {seq}")
    assert seq in {problem.seq for problem in found.problems}


def test_a_deleted_entry_is_found(whole: Path):
    found = tampered(whole, "DELETE FROM entries WHERE seq = 3")
    assert [(problem.seq, problem.what) for problem in found.problems] == [(3, "it is gone")]
    assert found.entries == 5


def resealed(path: Path, seq: int) -> tuple[str, ...]:
    """Another header for an entry, with the id and the nodes made anew: nothing but what was signed speaks against it."""
    connection = sqlite3.connect(path)
    (header,) = connection.execute("SELECT header FROM entries WHERE seq = ?", (seq,)).fetchone()
    ids = [bytes.fromhex(id_) for (id_,) in connection.execute("SELECT id FROM entries ORDER BY seq")]
    connection.close()
    other = header.replace(b'"public"', b'"team"') if b'"public"' in header else header.replace(b'"team"', b'"public"')
    ids[seq] = leaf_hash(other)
    nodes = [
        f"UPDATE nodes SET hash = x'{digest.hex()}' WHERE level = {level} AND idx = {first + place}"
        for level, first, row in grown(0, ids, lambda *_: b"")
        for place, digest in enumerate(row)
        if level
    ]
    return (f"UPDATE entries SET header = x'{other.hex()}', id = '{ids[seq].hex()}' WHERE seq = {seq}", *nodes)


@pytest.mark.parametrize("seq", [2, 3, 4, 5])
def test_an_entry_with_another_header_and_the_id_of_it_is_named(whole: Path, seq: int):
    """Its own hashes agree: the signed checkpoints tell which it is, or the nodes that were stored over it."""
    found = tampered(whole, *resealed(whole, seq))
    assert [(problem.seq, problem.what) for problem in found.problems] == [(seq, "it is not the entry that was signed")]


def test_of_two_entries_signed_together_the_nodes_say_which_pair(whole: Path):
    entry, *_ = resealed(whole, 2)
    found = tampered(whole, entry, "DELETE FROM checkpoints WHERE size IN (2, 3, 4)")
    assert [(problem.seq, problem.what) for problem in found.problems] == [
        (None, "the first 5 entries are not those that were signed, and the first 1 are: look between"),
        (2, "it is not the entry of which the tree was made, or entry 3 is not"),
        (3, "it is not the entry of which the tree was made, or entry 2 is not"),
    ]


def test_what_rests_on_an_altered_source_is_not_called_altered(whole: Path):
    found = tampered(whole, "UPDATE entries SET payload = payload || x'20' WHERE seq = 0")
    assert [problem.seq for problem in found.problems] == [0]


def test_reordered_entries_are_found(whole: Path):
    swap = (
        "UPDATE entries SET seq = 99 WHERE seq = 2",
        "UPDATE entries SET seq = 2 WHERE seq = 3",
        "UPDATE entries SET seq = 3 WHERE seq = 99",
    )
    found = tampered(whole, *swap)
    assert any("recorded before" in problem.what for problem in found.problems)


def test_an_inserted_entry_is_found(whole: Path):
    found = tampered(
        whole,
        "INSERT INTO entries SELECT 6, substr(id, 2) || substr(id, 1, 1), header, salt, payload FROM entries WHERE seq = 5",
    )
    assert any(problem.seq == 6 for problem in found.problems)


def test_an_erased_payload_that_nobody_decided_to_erase_is_found(whole: Path):
    found = tampered(whole, "UPDATE entries SET payload = NULL, salt = NULL WHERE seq = 4")
    assert [(p.seq, "erase" in p.what) for p in found.problems] == [(4, True)]


def test_a_changed_node_and_a_changed_checkpoint_are_found(whole: Path):
    found = tampered(
        whole,
        "UPDATE nodes SET hash = zeroblob(32) WHERE level = 1 AND idx = 0",
        "UPDATE checkpoints SET note = note || ' ' WHERE size = 6",
    )
    assert [problem.what for problem in found.problems] == [
        "the checkpoint at 6 entries is not signed by the ledger's key",
        "node (1, 0) of its tree is not what its entries give",
    ]


def test_a_cut_off_tail_is_found_against_a_kept_checkpoint(whole: Path):
    with open_ledger(whole) as ledger:
        kept = ledger.checkpoint()
    cut = (
        "DELETE FROM entries WHERE seq = 5",
        "DELETE FROM checkpoints WHERE size = 6",
        "DELETE FROM nodes WHERE (level, idx) IN ((0, 5), (1, 2))",
    )
    assert tampered(whole, *cut).problems == ()
    with open_ledger(whole) as ledger:
        assert any("only 5 are left" in problem.what for problem in ledger.verify(kept).problems)


def test_another_ledgers_checkpoint_is_no_proof(whole: Path, tmp_path: Path):
    with open_ledger(tmp_path / "other.db", create=True) as other:
        filled(other)
        kept = other.checkpoint()
    with open_ledger(whole) as ledger:
        assert any("not signed by this ledger's key" in problem.what for problem in ledger.verify(kept).problems)


def test_a_rotated_key_is_vouched_for_by_the_old_one(whole: Path):
    with open_ledger(whole) as ledger:
        kept, old = ledger.checkpoint(), ledger.verifier()
        new = Keys.read(whole.with_name("case.db.key")).renewed(os.urandom)
        ledger.rotate_key(new, reason="a laptop was lost")
        assert ledger.verifier() == new.verifier != old
        source_id = next(ledger.entries()).id
        ledger.record([(claim(source_id, act="pardoned"), "public")])
        assert ledger.verify(kept).problems == ()
        assert ledger.verify(ledger.checkpoint()).problems == ()
    with pytest.raises(NoKey, match="another ledger"):
        open_ledger(whole)
    new.beside(whole.with_name("case.db.key"))
    with open_ledger(whole) as ledger:  # as after a stop between the two
        assert ledger.verify().problems == ()
        assert ledger.verifier() == new.verifier
    assert not whole.with_name("case.db.key.new").exists()


def test_a_key_that_nobody_announced_signs_nothing(whole: Path):
    with open_ledger(whole) as ledger:
        ledger._keys = ledger._keys.renewed(os.urandom)
        source_id = next(ledger.entries()).id
        ledger.record([(claim(source_id, act="pardoned"), "public")])
        assert any("not signed" in problem.what for problem in ledger.verify().problems)


def test_a_key_announced_without_the_old_ones_signature_is_found(whole: Path):
    """Whoever has the file and no key cannot appoint a key of his own."""
    with open_ledger(whole) as ledger:
        kept = ledger.checkpoint()
        thief = ledger._keys.renewed(os.urandom)
        ledger.rotate_key(thief, reason="a thief's")
        thief.beside(whole.with_name("case.db.key"))
        source_id = next(ledger.entries()).id
        ledger.record([(claim(source_id, act="pardoned"), "public")])
        assert ledger.verify(kept).problems == ()
    found = tampered(whole, "DELETE FROM checkpoints WHERE size = 7")
    assert [problem.what for problem in found.problems] == [
        "entry 6 announces another key, and the old one did not sign that"
    ]


def test_a_salt_of_another_length_is_found(whole: Path):
    """Salt and payload are hashed together: only the fixed length of the salt says where one ends."""
    connection = sqlite3.connect(whole)
    salt, payload = connection.execute("SELECT salt, payload FROM entries WHERE seq = 2").fetchone()
    connection.close()
    shifted = f"salt = x'{salt[:31].hex()}', payload = x'{(salt[31:] + payload).hex()}'"
    assert [p.seq for p in tampered(whole, f"UPDATE entries SET {shifted} WHERE seq = 2").problems] == [2]


@pytest.fixture
def unwritable(whole: Path, tmp_path: Path) -> Iterator[Path]:
    """The ledger, in a folder where nothing can be written: for root this takes a mount."""
    there = tmp_path / "there"
    there.mkdir()
    for path in tmp_path.glob("case.db*"):
        path.rename(there / path.name)
    if os.geteuid():
        there.chmod(0o555)
        yield there / whole.name
        there.chmod(0o755)
        return
    bound = ["mount", "--bind", str(there), str(there)]
    if subprocess.run(bound, check=False).returncode:
        pytest.skip("root may not mount here")
    subprocess.run(["mount", "-o", "remount,ro,bind", str(there)], check=True)
    yield there / whole.name
    subprocess.run(["umount", "--lazy", str(there)], check=True)


def test_a_ledger_on_a_medium_that_cannot_be_written_is_read_and_checked(unwritable: Path):
    with open_ledger(unwritable) as ledger:
        assert ledger.verify().problems == ()
        source_id = next(ledger.entries()).id
        with pytest.raises(LedgerUnwritable, match="readonly"):
            ledger.record([(claim(source_id, act="pardoned"), "public")])


def test_lost_or_changed_source_bytes_are_found(whole: Path):
    digest = source()[0].sha256
    path = Path(f"{whole}.sources") / digest[:2] / digest
    path.write_bytes(b"something else")
    with open_ledger(whole) as ledger:
        assert [(p.seq, p.what) for p in ledger.verify().problems] == [(0, "its bytes were changed")]
    path.unlink()
    with open_ledger(whole) as ledger:
        assert [(p.seq, p.what) for p in ledger.verify().problems] == [(0, "its bytes are gone")]


def test_the_database_itself_refuses_to_change_or_delete(whole: Path):
    connection = sqlite3.connect(whole)
    for statement in (
        "DELETE FROM entries",
        "UPDATE entries SET header = x'00'",
        "UPDATE entries SET payload = x'00'",
        "UPDATE nodes SET hash = x'00'",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            connection.execute(statement)
    connection.close()
