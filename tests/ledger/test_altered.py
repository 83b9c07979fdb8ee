"""Whatever is done to an entry is found, and the entry is named: every column, byte after byte; every place in the order."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from ledger_helpers import TEXT, claim, filled, source

from habeas.entries.decisions import Accept
from habeas.ledger import Ledger
from habeas.ledger.store import Row
from habeas.ledger.verify import Problem, verify

COLUMNS = ("id", "header", "salt", "payload")


class Altered:
    """A store whose entries are other ones."""

    def __init__(self, store: object, rows: list[Row]) -> None:
        self._store, self._rows = store, rows

    def rows(self, first: int = 0) -> Iterator[Row]:
        return iter(self._rows[first:])

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)


@pytest.fixture
def whole(opened: Callable[..., Ledger]) -> Iterator[Ledger]:
    """A ledger with every kind of entry, one erased and one of which a part was."""
    with opened() as ledger:
        source_id, claim_id = filled(ledger)
        ledger.record([(Accept(reason="checked", claims=(claim_id,)), "team")])
        other, raw = source("Another text. " + TEXT, "other.txt")
        blanked = ledger.record_source(other, raw, "team").id
        gone = ledger.record([(claim(source_id, act="charged"), "public")])[0].id
        ledger.erase([gone], spans={blanked: [(0, 7)]}, reason="asked")
        assert ledger.verify().problems == ()
        yield ledger


def problems(ledger: Ledger, rows: list[Row]) -> tuple[Problem, ...]:
    return verify(Altered(ledger._store, rows), ledger._blobs).problems


def changed(old: bytes, column: str) -> Iterator[bytes]:
    """Each byte of the shorter columns changed, and of a payload every fifth; now and then one more and one less."""
    for place in range(0, len(old), 5 if column == "payload" else 1):
        yield old[:place] + bytes([old[place] ^ (1 + place % 255)]) + old[place + 1 :]
        if place % 7 == 0:
            yield old[:place] + old[place + 1 :]
            yield old[:place] + b" " + old[place:]
            yield old[:place] + old[place : place + 1] + old[place:]


@pytest.mark.parametrize("column", COLUMNS)
def test_every_changed_byte_is_found_and_its_entry_named(whole: Ledger, column: str):
    rows = list(whole._store.rows())
    tried = 0
    for row in rows:
        value = getattr(row, column)
        if value is None:
            continue
        old = value.encode() if isinstance(value, str) else value
        for new in changed(old, column):
            other = new.decode("latin-1") if isinstance(value, str) else new
            one = msgspec.structs.replace(row, **{column: other})
            found = problems(whole, [*rows[: row.seq], one, *rows[row.seq + 1 :]])
            assert row.seq in {problem.seq for problem in found}, (row.seq, column, new)
            tried += 1
    assert tried > 100


def test_every_column_of_another_entry_in_its_place_is_found_and_named(whole: Ledger):
    rows = list(whole._store.rows())
    for row in rows:
        for other in rows:
            for column in COLUMNS:
                if getattr(row, column) != getattr(other, column):
                    one = msgspec.structs.replace(row, **{column: getattr(other, column)})
                    found = problems(whole, [*rows[: row.seq], one, *rows[row.seq + 1 :]])
                    assert row.seq in {problem.seq for problem in found}, (row.seq, other.seq, column)


def test_a_deleted_entry_is_found_and_its_place_named(whole: Ledger):
    rows = list(whole._store.rows())
    for row in rows:
        found = problems(whole, rows[: row.seq] + rows[row.seq + 1 :])
        if row.seq < len(rows) - 1:
            assert (row.seq, "it is gone") in {(problem.seq, problem.what) for problem in found}
        else:
            assert any("covers" in problem.what for problem in found)


def renumbered(rows: list[Row]) -> list[Row]:
    return [msgspec.structs.replace(row, seq=seq) for seq, row in enumerate(rows)]


def test_a_deleted_entry_is_found_where_the_others_were_renumbered(whole: Ledger):
    rows = list(whole._store.rows())
    for row in rows:
        found = problems(whole, renumbered(rows[: row.seq] + rows[row.seq + 1 :]))
        assert any("signed" in problem.what or "only" in problem.what for problem in found)


def test_an_entry_twice_is_found_and_named(whole: Ledger):
    rows = list(whole._store.rows())
    for row in rows:
        for place in range(row.seq + 1, len(rows) + 1):
            found = problems(whole, renumbered([*rows[:place], row, *rows[place:]]))
            assert place in {problem.seq for problem in found}


def test_entries_in_another_order_are_found_and_named(whole: Ledger):
    rows = list(whole._store.rows())
    for first in range(len(rows)):
        for second in range(first + 1, len(rows)):
            order = list(rows)
            order[first], order[second] = order[second], order[first]
            for there in (order, renumbered(order)):
                named = {problem.seq for problem in problems(whole, there)}
                assert named & {rows[first].seq, rows[second].seq, *range(first, second + 1)}


def test_a_cut_off_tail_and_a_roll_back_are_found_against_a_kept_checkpoint(whole: Ledger, tmp_path: Path):
    """However much was cut off, and with everything else made to fit."""
    from habeas.ledger.tree import grown

    kept = whole.checkpoint()
    rows = list(whole._store.rows())
    older = dict(whole._store.checkpoints())
    for size in (size for size in older if size < len(rows)):

        class Cut(Altered):
            def checkpoints(self) -> Iterator[tuple[int, str]]:
                return iter((at, note) for at, note in older.items() if at <= self.size())

            def size(self) -> int:
                return len(self._rows)

            def nodes(self) -> Iterator[tuple[int, int, bytes]]:
                leaves = [bytes.fromhex(row.id) for row in self._rows]
                for level, first, hashes in grown(0, leaves, lambda *_: b""):
                    yield from ((level, index, digest) for index, digest in enumerate(hashes, first) if level)

        cut = Cut(whole._store, rows[:size])
        found = verify(cut, whole._blobs, kept=kept).problems
        assert any("against the kept checkpoint" in problem.what for problem in found)
