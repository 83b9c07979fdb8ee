"""What is shown while an index is made does not keep it from being made in several processes."""

import threading

import pytest

from habeas.cli import quick


def test_progress_is_drawn_on_a_terminal_without_a_thread(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("FORCE_COLOR", "1")  # rich takes the stream for a terminal
    before = threading.active_count()
    with quick._progress() as tell:
        tell(3, 10)
        assert threading.active_count() == before
        assert "index" in capsys.readouterr().err
