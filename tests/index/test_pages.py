"""An index takes another's place only where nobody writes that one, and nothing of that one comes back."""

import sqlite3
from pathlib import Path

import pytest

from habeas.index.pages import IndexBroken, Pages


def made(path: Path, body: bytes, number: int = 200) -> Pages:
    pages = Pages(path, create=True)
    with pages.writing():
        pages.put("postings", [(page, body) for page in range(number)])
    return pages


def bodies(path: Path) -> set[bytes]:
    pages = Pages(path)
    found = set(pages.all("postings"))
    pages.close()
    return found


def test_a_new_index_takes_the_place_of_another_and_of_none(tmp_path: Path):
    for body in (b"first", b"second"):
        made(tmp_path / "beside", body).replace(tmp_path / "index")
        assert bodies(tmp_path / "index") == {body}


def test_an_index_that_somebody_writes_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Its journal would be played back into the new one by whoever opens that."""
    monkeypatch.setattr("habeas.index.pages.LOCK_SECONDS", 0.05)
    old = made(tmp_path / "index", b"old")
    with old.writing():
        old.put("postings", [(0, b"later")])
        with pytest.raises(IndexBroken, match="somebody else"):
            made(tmp_path / "beside", b"new").replace(tmp_path / "index")
    assert bodies(tmp_path / "index") == {b"old", b"later"}


def test_what_is_no_database_is_replaced(tmp_path: Path):
    (tmp_path / "index").write_bytes(b"no database" * 1000)
    made(tmp_path / "beside", b"new").replace(tmp_path / "index")
    assert bodies(tmp_path / "index") == {b"new"}


def test_a_journal_left_by_an_index_that_is_gone_is_not_played_back(tmp_path: Path):
    path, journal = tmp_path / "index", tmp_path / "index-journal"
    made(path, b"old" * 1000).close()
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA cache_size = 5")
    writer.execute("BEGIN")
    writer.execute("DELETE FROM postings WHERE number >= 0")  # so much that the journal must be synced before the end
    left = journal.read_bytes()
    assert left.startswith(b"\xd9\xd5\x05\xf9")  # SQLite's mark of a journal that is to be played back
    writer.execute("ROLLBACK")
    writer.close()
    path.unlink()
    journal.write_bytes(left)
    made(tmp_path / "beside", b"new").replace(path)
    assert bodies(path) == {b"new"}
