"""`habeas verify`: the record checked from its files alone."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from habeas.cli.options import existing, json_option, ledger_option
from habeas.cli.output import print_json
from habeas.errors import LedgerAltered
from habeas.ledger import Problem, Verification, open_ledger


@click.command()
@click.option(
    "--checkpoint", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A checkpoint that you kept."
)
@ledger_option
@json_option
def verify(ledger: str, checkpoint: Path | None, *, as_json: bool) -> None:
    """Check that nothing was altered. Exit status 3 if something was."""
    kept = checkpoint.read_text("utf-8") if checkpoint else None
    try:
        with open_ledger(existing(ledger)) as book:
            found = book.verify(kept)
    except LedgerAltered as error:
        found = Verification(0, "", "", "", (Problem(None, None, error.wrong),))
    if as_json:
        print_json(msgspec.to_builtins(found))
    else:
        _tell(found)
    if found.problems:
        sys.exit(3)


def _tell(found: Verification) -> None:
    for problem in found.problems:
        where = "the ledger" if problem.seq is None else f"entry {problem.seq} ({(problem.entry or '')[:12]})"
        click.echo(f"{where}: {problem.what}", err=True)
    if found.problems:
        click.echo(f"{len(found.problems)} problems in {found.entries} entries", err=True)
        return
    click.echo(f"{found.entries} entries, nothing altered")
    click.echo(found.checkpoint.rstrip("\n"))
