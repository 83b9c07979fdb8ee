"""Whoever sends a ledger may mean harm: what does not verify is refused and named, and what verifies opens and destroys nothing."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from ledger_helpers import claim, filled, source
from merge_helpers import START, Clock, bytes_of, publishing, register

from habeas.claims import encode
from habeas.entries import Header
from habeas.entries.decisions import Accept, Erase
from habeas.errors import MergeRefused, NoKey
from habeas.ledger import Ledger, open_ledger
from habeas.ledger.batch import Batch
from habeas.ledger.keys import Keys
from habeas.ledger.records import Row
from habeas.ledger.tree import leaf_hash
from habeas.text.canonical import canonical_json

Making = Callable[[str], Ledger]
STAY = ("entries_stay", "headers_stay", "payloads_stay", "nodes_stay", "checkpoints_stay")


def tampered(path: Path, *statements: str) -> None:
    """Somebody with the file in hand changes it, triggers out of the way."""
    connection = sqlite3.connect(path)
    for name in STAY:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def smuggled(into: Ledger, payload: bytes, kind: str = "decision", **changes: str) -> str:
    """An entry that no honest release writes, with hashes, tree and signature all in order."""
    salt = bytes(32)
    with into._store.writing():
        batch = Batch(into._store)
        fields = {
            "kind": kind,
            "schema": 1,
            "payload_hash": sha256(salt + payload).hexdigest(),
            "recorded_at": next(batch.moments(into._now())),
            "recorded_by": "mallory",
            "handling": "public",
            "ledger": into.id,
            **changes,
        }
        header = canonical_json(msgspec.to_builtins(msgspec.convert(fields, Header)))
        row = Row(batch.size, leaf_hash(header).hex(), header, salt, payload)
        batch.add(row, None)
        batch.flush()
        into._sign(into._keys)
    return row.id


def accepting(id_: str) -> bytes:
    return canonical_json(msgspec.to_builtins(Accept(reason="r", claims=(id_,))))


def refused(mine: Ledger, theirs: Ledger, *words: str, **settings: int) -> None:
    """Nothing is merged, and the message has these words."""
    before = mine.root(), mine.size(), bytes_of(mine)
    with pytest.raises(MergeRefused) as told:
        mine.merge(theirs, **settings)
    assert all(word in str(told.value) for word in words), str(told.value)
    assert (mine.root(), mine.size(), bytes_of(mine)) == before
    assert mine.verify().problems == ()


@pytest.mark.parametrize("column", ["header", "salt", "payload"])
def test_an_altered_entry_is_refused_and_named(making: Making, tmp_path: Path, column: str):
    with making("a") as a, making("m") as m:
        filled(a)
        id_ = filled(m)[1]
        old = m._store._one(f"SELECT {column} FROM entries WHERE seq = 1")[0]
        changed = old.replace(b"a", b"b") if column != "salt" else old[:-1] + bytes([old[-1] ^ 1])
        tampered(tmp_path / "m.db", f"UPDATE entries SET {column} = x'{changed.hex()}' WHERE seq = 1")
        refused(a, m, "entry 1", id_[:12])


def test_another_payload_under_a_known_id_is_refused(making: Making, tmp_path: Path):
    """The id is known and would be skipped: what stands there is checked all the same."""
    with making("a") as a, making("m") as m:
        id_ = filled(a)[1]
        m.merge(a)
        tampered(tmp_path / "m.db", "UPDATE entries SET payload = replace(payload, 'Ana', 'Eva') WHERE seq = 1")
        refused(a, m, "entry 1", id_[:12])


def test_an_entry_without_its_content_that_nobody_erased_is_refused(making: Making, tmp_path: Path):
    with making("a") as a, making("m") as m:
        filled(m)
        tampered(tmp_path / "m.db", "UPDATE entries SET payload = NULL, salt = NULL WHERE seq = 1")
        refused(a, m, "entry 1", "nobody decided to erase")


def test_a_ledger_under_another_key_is_refused(making: Making, tmp_path: Path):
    with making("a") as a, making("m") as m:
        filled(m)
        tampered(
            tmp_path / "m.db", f"UPDATE meta SET value = '{Keys.made(os.urandom).verifier}' WHERE key = 'verifier'"
        )
        refused(a, m, "not signed by the ledger's key")


def test_a_decision_in_the_name_of_this_ledger_is_refused(making: Making):
    with making("a") as a, making("m") as m:
        ids = filled(a)
        m.merge(a)
        forged = smuggled(m, accepting(ids[1]), ledger=a.id)
        refused(a, m, forged[:12], "nothing here shows that")


def test_a_decision_in_the_name_of_a_trusted_ledger_is_refused(making: Making):
    with making("a") as a, making("m") as m, making("c") as c:
        ids = filled(c)
        a.merge(c)
        a.trust(c.verifier(), ["accept"], reason="partners")
        m.merge(c)
        forged = smuggled(m, accepting(ids[1]), ledger=c.id)
        refused(a, m, forged[:12], "nothing here shows that")
        place = sum(1 for _ in m._store.peer_leaves(c.id))
        with m._store.writing():  # it says where in c's tree the entry stands, and cannot sign that
            m._store.add_peer_leaves(c.id, place, [m.size() - 1])
        refused(a, m, f"of ledger {c.id}")
        with m._store.writing():
            m._store.add_peer_checkpoint(c.id, place + 1, m.checkpoint())
        refused(a, m, f"of ledger {c.id}", "not signed")


def test_a_decision_in_the_name_of_nobody_is_refused(making: Making):
    with making("a") as a, making("m") as m:
        ids = filled(m)
        forged = smuggled(m, accepting(ids[1]), ledger="")
        refused(a, m, forged[:12], "does not say which ledger")


def test_a_ledger_under_an_id_that_is_not_its_keys_is_refused(making: Making):
    with making("a") as a, making("m") as m, making("c") as c:
        filled(c)
        with m._store.writing():
            m._store.add_peer(c.id, Keys.made(os.urandom).verifier)
        refused(a, m, "its key is another ledger's")


def test_what_is_too_long_is_refused_before_it_is_read(making: Making):
    with making("a") as a, making("m") as m:
        long, raw = source("Peru spoke. " * 1000, "long.txt")
        id_ = m.record_source(long, raw, "team").id
        refused(a, m, "entry 0", id_[:12], "more than 5000 bytes", max_bytes=5000)
        m._blobs.put(raw * 3)
        refused(a, m, "source bytes", "more than 30000", max_bytes=30_000)
        assert a.merge(m).sources == 1


@pytest.mark.parametrize(
    "payload",
    [b'{"decision":' + b"[" * 100_000 + b"]" * 100_000 + b"}", b"\xff\xfe", b"[]", b"null", b'{"decision":"obey"}'],
)
def test_a_payload_that_cannot_be_read_is_refused_and_named(making: Making, payload: bytes):
    with making("a") as a, making("m") as m:
        filled(m)
        refused(a, m, smuggled(m, payload)[:12])


def test_a_claim_of_a_date_that_is_none_is_refused(making: Making):
    """Every view of the ledger that took it in would stop at it."""
    with making("a") as a, making("m") as m:
        filled(a)
        source_id, _ = filled(m)
        good = claim(source_id, act="charged")
        bad = msgspec.structs.replace(good, content=msgspec.structs.replace(good.content, when="soon"))
        smuggled(m, canonical_json(encode(bad)), "claim")
        refused(a, m, "'soon'", "not a date")


def test_a_payload_that_two_readers_may_read_differently_is_refused(making: Making):
    with making("a") as a, making("m") as m:
        id_ = filled(m)[1]
        twice = accepting(id_).replace(b'"claims"', b'"claims":[],"claims"')
        refused(a, m, smuggled(m, twice)[:12], "canonical")


def test_what_was_recorded_in_the_future_is_refused(making: Making, tmp_path: Path):
    """Whatever is recorded here must come after what was merged: a far future would take every later moment with it."""
    with making("a") as a, open_ledger(tmp_path / "m.db", create=True, now=Clock(START + timedelta(days=400))) as m:
        filled(m)
        refused(a, m, "entry 0", "which is to come")


def test_two_pasts_of_one_ledger_are_refused(making: Making, tmp_path: Path):
    with making("a") as a, making("m") as m:
        source_id, _ = filled(m)
        a.merge(m)
        size = m.size()
        m.record([(claim(source_id, act="charged"), "team")])
    for suffix in ("", ".key"):
        shutil.copy(tmp_path / f"m.db{suffix}", tmp_path / f"copy.db{suffix}")
    shutil.copytree(tmp_path / "m.db.sources", tmp_path / "copy.db.sources")
    clock = Clock(START + timedelta(hours=2))
    with (
        making("a") as a,
        open_ledger(tmp_path / "m.db", now=clock) as m,
        open_ledger(tmp_path / "copy.db", now=clock) as n,
    ):
        one = m.record([(claim(source_id, act="tried"), "team")])[0].id
        other = n.record([(claim(source_id, act="released"), "team")])[0].id
        a.merge(m)
        refused(a, n, f"entry {size + 1}", other[:12], one[:12], "One of the two was rewritten")
        with making("b") as b:
            b.merge(n)
            refused(a, b, other[:12])


def test_a_copy_of_this_ledger_that_went_on_by_itself_is_refused(making: Making, tmp_path: Path):
    with making("a") as a:
        source_id, _ = filled(a)
    for suffix in ("", ".key"):
        shutil.copy(tmp_path / f"a.db{suffix}", tmp_path / f"copy.db{suffix}")
    shutil.copytree(tmp_path / "a.db.sources", tmp_path / "copy.db.sources")
    with making("a") as a, open_ledger(tmp_path / "copy.db", now=Clock()) as copy:
        assert a.merge(copy).claims == 0
        copy.record([(claim(source_id, act="charged"), "team")])
        refused(a, copy, "later entries of this ledger")
        a.record([(claim(source_id, act="tried"), "team")])
        refused(a, copy, "give each machine a ledger of its own")


def test_nothing_that_a_stranger_decides_opens_publishes_or_destroys(making: Making, tmp_path: Path):
    with making("a") as a, making("m") as m:
        filled(a)
        m.merge(a)
        publishing(m)
        everything = [e.id for e in m.entries() if e.payload is not None]
        before = register(a, "public")
        m.record([(Erase(reason="r", entries=tuple(everything)), "public")])
        a.merge(m)
        assert register(a, "public") == before
        assert register(a, "team").counts.cases == 0
        with sqlite3.connect(tmp_path / "a.db") as connection:
            assert connection.execute("SELECT count(*) FROM entries WHERE payload IS NULL AND seq < 2").fetchone() == (
                0,
            )
        assert a.verify().problems == ()


def test_a_ledger_without_its_key_can_be_merged_from_and_not_into(making: Making, tmp_path: Path):
    with making("a") as a, making("b") as b:
        filled(a)
        (tmp_path / "b.db.key").unlink()
        with open_ledger(tmp_path / "b.db", keyless=True) as theirs:
            a.merge(theirs)
            with pytest.raises(NoKey):
                theirs.merge(a)
        assert b.size() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM peers",
        "DELETE FROM peer_leaves WHERE place = 0",
        "DELETE FROM peer_leaves WHERE place = 1",
        "UPDATE peer_leaves SET seq = 1 - seq",
        "DELETE FROM peer_checkpoints",
        "UPDATE peer_checkpoints SET note = note || ' '",
        "UPDATE peer_leaves SET seq = 99 WHERE place = 1",
    ],
)
def test_what_was_kept_of_another_ledger_is_verified_too(making: Making, tmp_path: Path, statement: str):
    with making("a") as a, making("b") as b:
        filled(b)
        a.merge(b)
        assert a.verify().problems == ()
    tampered(tmp_path / "a.db", statement)
    with open_ledger(tmp_path / "a.db") as a:
        assert a.verify().problems != ()


def test_a_merge_that_fails_on_the_way_leaves_everything_as_it_was(making: Making, monkeypatch: pytest.MonkeyPatch):
    with making("a") as a, making("b") as b:
        filled(a)
        other, raw = source("Peru spoke of Eva Roth.", "b.txt")
        b.record_source(other, raw, "team")
        before = a.root(), a.size(), bytes_of(a), a.checkpoint()

        def failing(*_: object) -> None:
            raise RuntimeError("power cut")

        for name in ("add_content_keys", "add_peer_leaves", "add_merge", "add_checkpoint"):
            with monkeypatch.context() as patch:
                patch.setattr(type(a._store), name, failing)
                with pytest.raises(RuntimeError):
                    a.merge(b)
            assert (a.root(), a.size(), bytes_of(a), a.checkpoint()) == before
            assert a.verify().problems == ()
            assert a.peers() == []
        assert a.merge(b).sources == 1
