"""What `habeas --help` tells, and that telling it waits for nothing."""

import inspect
import json
import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import click

import habeas.cli
from habeas.cli import SECTIONS, cli


def test_every_command_stands_in_the_help_once():
    """A command that is written and not listed could not be called."""
    modules = (import_module(f"habeas.cli.{one.name}") for one in iter_modules(habeas.cli.__path__))
    written = {
        value.name
        for module in modules
        for value in vars(module).values()
        if isinstance(value, click.Command) and value is not cli
    }
    listed = [name for section in SECTIONS.values() for name in section]
    assert sorted(listed) == sorted(written)
    assert {command.name for command in cli.commands.values()} == written
    assert all(name == command.name for name, command in cli.commands.items())


def test_help_is_written_for_people(habeas):
    shown = habeas("--help").out
    assert "..." not in shown.partition("\n")[2]  # nothing is cut short
    assert all(f"\n{title}:\n" in shown for title in SECTIONS)
    assert all(f"\n  {name} " in shown for name in cli.commands)
    assert all(told.endswith(".") for section in SECTIONS.values() for _, told in section.values())


def test_help_and_short_commands_wait_for_no_room_that_they_do_not_need():
    """The reader, pages and exports are imported by the commands that need them alone."""
    told = """
import json, sys
from habeas.cli import cli
loaded = {}
for arguments in (["--help"], ["verify", "--help"], ["cases", "--help"]):
    try:
        cli.main(arguments, standalone_mode=False)
    except SystemExit:
        pass
    loaded[arguments[0]] = sorted(name for name in sys.modules if name.startswith("habeas."))
print(json.dumps(loaded), file=sys.stderr)
"""
    ran = subprocess.run([sys.executable, "-c", inspect.cleandoc(told)], capture_output=True, text=True, check=True)
    loaded = json.loads(ran.stderr)
    assert loaded["--help"] == ["habeas.cli", "habeas.errors"]
    heavy = ("habeas.reading", "habeas.site", "habeas.exports", "habeas.api", "habeas.intake", "habeas.documents")
    assert [name for name in loaded["verify"] if name.startswith(heavy)] == []
    assert [name for name in loaded["cases"] if name.startswith(heavy)] == []
