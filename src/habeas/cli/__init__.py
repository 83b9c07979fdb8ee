"""Commands: thin click functions over the rooms below. Data goes to stdout, talk to stderr.

Exit status: 0 all is well; 1 something failed (the rest was done); 2 the command was called wrongly; 3 a check found a problem.
"""

from __future__ import annotations

import sys

import click

from habeas import __version__
from habeas.cli.check import backup, erase, init, prove, restore, rotate_key, verify, verify_proof
from habeas.cli.decide import DECIDING
from habeas.cli.explain import explain
from habeas.cli.import_ import import_
from habeas.cli.merge import ledgers, log, merge, trust
from habeas.cli.publish import export_, preview, publish
from habeas.cli.read import read
from habeas.cli.release import prove_record, releases, verify_release
from habeas.cli.schema import schema
from habeas.cli.serve import serve
from habeas.cli.show import SHOWING
from habeas.cli.timestamp import timestamp
from habeas.errors import HabeasError, InputError

__all__ = ["cli", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="habeas")
def cli() -> None:
    """Who is held, by whom, since when, who says so, and who stands behind the Declaration Against Arbitrary Detention."""


for command in (
    read,
    import_,
    *DECIDING,
    *SHOWING,
    explain,
    init,
    erase,
    merge,
    trust,
    ledgers,
    log,
    rotate_key,
    backup,
    restore,
    verify,
    timestamp,
    prove,
    verify_proof,
    preview,
    publish,
    releases,
    prove_record,
    verify_release,
    export_,
    serve,
    schema,
):
    cli.add_command(command)


def main(arguments: list[str] | None = None) -> None:
    """Run a command and end the process: errors of ours are told in one line, without a trace."""
    try:
        cli.main(args=arguments, prog_name="habeas", standalone_mode=False)
    except HabeasError as error:
        click.echo(f"habeas: {error}", err=True)
        sys.exit(1)
    except OSError as error:
        if error.filename is None:
            raise
        wrong = (error.strerror or "it cannot be used").lower()
        told = InputError(
            str(error.filename), wrong, "See that it is there, that you may use it, and that there is room."
        )
        click.echo(f"habeas: {told}", err=True)
        sys.exit(1)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("habeas: stopped", err=True)
        sys.exit(130)
