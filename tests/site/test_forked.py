"""Work that processes share is done as one would do it, and what one cannot do is told."""

from __future__ import annotations

import os
from pathlib import Path

import jinja2
import pytest

from habeas.site import forked
from habeas.site.forked import Beside, processes, shared
from habeas.site.languages import language
from habeas.site.templating import Compiled, environment


def test_several_processes_give_what_one_gives_in_its_order():
    here = os.getpid()
    alone = list(shared(lambda n: (n * n, os.getpid() == here), 7, 1))
    both = list(shared(lambda n: (n * n, os.getpid() == here), 7, 2))
    assert [n for n, _ in alone] == [n for n, _ in both] == [0, 1, 4, 9, 16, 25, 36]
    assert all(mine for _, mine in alone) and not any(mine for _, mine in both)
    assert list(shared(str, 0, 2)) == []


def test_a_second_process_is_for_much_work_and_never_beside_other_threads(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert (processes(9, 10), processes(10, 10)) == (1, 2)
    monkeypatch.setattr(forked.threading, "active_count", lambda: 2)
    assert processes(10, 10) == 1


@pytest.mark.parametrize("forks", [False, True])
def test_what_is_done_beside_is_there_in_the_end(tmp_path: Path, *, forks: bool):
    with Beside(lambda: [str(os.getpid()), (tmp_path / "a").write_text("done")], forks=forks) as beside:
        pass_on = beside.done()
    assert (tmp_path / "a").read_text() == "done"
    assert (pass_on[0] != str(os.getpid())) == forks


def test_what_another_process_cannot_do_is_told_here():
    with pytest.raises(ZeroDivisionError), Beside(lambda: 1 / 0, forks=True) as beside:
        beside.done()


def test_in_the_end_no_process_is_left():
    with Beside(lambda: __import__("time").sleep(60), forks=True) as beside:
        child = beside._child
        assert child is not None and child.is_alive()
    assert child.exitcode is not None


def test_templates_are_compiled_once_and_a_damaged_or_older_one_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    folder, source = tmp_path / "kept", tmp_path / "templates"
    source.mkdir()
    (source / "a.html").write_text("{{ 1 + 1 }}")

    def said(compiled: Compiled) -> str:
        made = jinja2.Environment(loader=jinja2.FileSystemLoader(source), bytecode_cache=compiled)  # noqa: S701
        return made.get_template("a.html").render()

    assert said(Compiled(folder)) == "2"
    (kept,) = folder.iterdir()
    raw = kept.read_bytes()
    monkeypatch.setattr(jinja2.Environment, "_generate", lambda *_: 1 / 0)
    assert said(Compiled(folder)) == "2", "taken from the folder"
    monkeypatch.undo()
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    for damaged in (b"", raw[:40], b"x" * len(raw), raw[:-9]):
        kept.write_bytes(damaged)
        assert said(Compiled(folder)) == "2"
        assert kept.read_bytes() == raw
    (source / "a.html").write_text("{{ 1 + 2 }}")
    assert said(Compiled(folder)) == "3"
    assert said(Compiled(None)) == "3"


def test_a_message_escapes_what_is_put_into_it_and_nothing_else():
    made = environment(language("en"))
    told = made.from_string("{{ _('<b>%(a)s</b> 5%%', a=b) }}{{ _('<i>') }}{{ _('<i>') }}{{ b }}").render(b="<x>")
    assert told == "<b>&lt;x&gt;</b> 5%<i><i>&lt;x&gt;"
    with pytest.raises(jinja2.UndefinedError):
        made.from_string("{{ missing() }}").render()
