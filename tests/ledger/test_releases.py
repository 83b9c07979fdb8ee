"""Every released version's ledger opens, verifies, is read and is written in this one."""

import shutil
from pathlib import Path

import pytest
from ledger_helpers import filled

from habeas import __version__
from habeas.entries.decisions import Consent, OpenCase
from habeas.ledger import open_ledger

RELEASES = sorted(path for path in (Path(__file__).parent / "releases").iterdir() if path.is_dir())


def test_this_version_has_its_ledger():
    assert __version__ in {path.name for path in RELEASES}, "run tools/make_release_ledger.py"


@pytest.fixture(params=RELEASES, ids=lambda path: path.name)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy: a version that is not yet released may have its ledger made anew by tools/make_release_ledger.py."""
    shutil.copytree(request.param, tmp_path / "released")
    return tmp_path / "released"


def test_it_opens_verifies_and_is_read(released: Path):
    kept = (released / "checkpoint").read_text("utf-8")
    with open_ledger(released / "ledger.db") as ledger:
        assert ledger.verify(kept).problems == ()
        assert ledger.checkpoint() == kept
        assert ledger.verifier() == (released / "verifier").read_text("utf-8").strip()
        entries = list(ledger.entries())
        assert {entry.header.kind for entry in entries} == {"source", "claim", "decision"}
        assert {entry.header.schema for entry in entries} == {1}
        assert any(isinstance(entry.payload, OpenCase) for entry in entries)
        assert any(isinstance(entry.payload, Consent) for entry in entries)
        assert sum(entry.payload is None for entry in entries) == 2
        source = entries[0].source
        assert source is not None
        assert "held Ana Silva" in source.text
        assert "Éva Róth" not in source.text
        kept = [entry.source for entry in entries if entry.source is not None][1]
        assert ledger.source_bytes(kept.sha256) == kept.text.encode()
        for entry in entries:
            assert ledger.prove(entry.id).checkpoint == ledger.checkpoint()


def test_it_is_written_and_grows_from_what_it_was(released: Path):
    kept = (released / "checkpoint").read_text("utf-8")
    with open_ledger(released / "ledger.db") as ledger:
        size = ledger.size()
        filled(ledger)
        assert ledger.size() == size + 2
        assert ledger.verify(kept).problems == ()
