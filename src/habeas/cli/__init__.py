"""Commands: thin click functions over the rooms below. Data goes to stdout, talk to stderr.

Exit status: 0 all is well; 1 something failed (the rest was done); 2 the command was called wrongly; 3 a check found a problem.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from errno import ENOSPC
from importlib import import_module

import click

from habeas import __version__
from habeas.errors import HabeasError, InputError

__all__ = ["SECTIONS", "cli", "main"]

SECTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "Take in": {
        "read": ("read:read", "Read files, folders, URLs or `-`, and record the claims in them."),
        "import": ("import_:import_", "Record or correct a claim for every row of a table."),
        "merge": ("merge:merge", "Take in what another ledger holds: all of it, or nothing."),
    },
    "Look": {
        "cases": ("show:cases", "List who is held, by whom, since when."),
        "case": ("show:case", "Show one case: its custody, what each side says, what is contested."),
        "contested": ("show:contested", "List where sources contradict each other, side by side."),
        "endorsements": ("endorsements:endorsements", "Show who stands behind the Declaration, as of any day."),
        "statements": ("show:statements", "List statements, appeals and accusations with their speakers."),
        "links": ("show:links", "List what somebody says ties one custody to another."),
        "source": ("show:source", "Show a source and the claims that rest on it."),
        "explain": ("explain:explain", "Show why a claim was read so, and how sure the reader was."),
        "history": ("history:history", "Show who added, decided or changed what about a case, and when."),
        "diff": ("history:diff", "Show what the record came to hold between two moments."),
        "coverage": ("show:coverage", "Show which languages the sources are in, and which are read."),
        "log": ("merge:log", "List all entries in the order in which they came."),
    },
    "Decide": {
        "accept": ("decide:accept", "Say that claims are what their sources say."),
        "reject": ("decide:reject", "Say that claims are not what their sources say."),
        "correct": ("decide:correct", "Replace a claim by one that says it right."),
        "propose": ("propose:propose", "List mentions that may be one person, with reasons."),
        "same": ("decide:same", "Say that mentions are one person or body."),
        "distinct": ("decide:distinct", "Say that they are not; undoes what joined them."),
        "open-case": ("decide:open_case", "Make a person's custody by one state a case."),
    },
    "Protect": {
        "consent": ("decide:consent", "Record consent that was given, refused or revoked."),
        "wish": ("decide:wish", "Record how public a person wants the case to be."),
        "withhold": ("decide:withhold", "Keep entries, a person or details from all but the team."),
        "release": ("decide:release", "End an earlier `withhold`."),
        "classify": ("decide:classify", "Give entries another label, or say what sensitive things they hold."),
        "withdraw": ("decide:withdraw", "Take a person out of all that is published."),
        "erase": ("check:erase", "Remove contents for good. Nothing else ever deletes."),
    },
    "Publish": {
        "preview": ("publish:preview", "Show what the next `publish` would reveal and withdraw."),
        "publish": ("publish:publish", "Write the site with its open data and API into a folder."),
        "export": ("publish:export_", "Write one form of open data into a folder."),
        "serve": ("serve:serve", "Preview the site and the API on this machine."),
        "releases": ("release:releases", "List what each release of a folder added, changed and withdrew."),
        "schema": ("schema:schema", "Print the JSON Schema of what a command prints with --json."),
    },
    "Keep and check the record": {
        "init": ("check:init", "Make a ledger with keys of its own."),
        "verify": ("check:verify", "Check that nothing was altered."),
        "prove": ("check:prove", "Write a proof that an entry is in the ledger."),
        "verify-proof": ("check:verify_proof", "Check a proof, without the ledger."),
        "verify-release": ("release:verify_release", "Check a published folder from its files alone."),
        "prove-record": ("release:prove_record", "Write the proof that a record is in a published release."),
        "timestamp": ("timestamp:timestamp", "Have a time-stamping authority sign the last checkpoint."),
        "backup": ("check:backup", "Copy the ledger while others write."),
        "restore": ("check:restore", "Put a backup where a ledger was lost."),
        "rotate-key": ("check:rotate_key", "Sign with a new key from now on."),
        "ledgers": ("merge:ledgers", "List this ledger's key, and the ledgers merged into it."),
        "trust": ("merge:trust", "Let another ledger's decisions of some kinds count here."),
    },
}
"""Every command by what it is for: where it stands (`module:function` in this package), and what `habeas --help` says of it."""


class _Commands(Mapping[str, click.Command]):
    """The commands by name. One is imported when it is asked for: nobody waits for the rooms that the others stand on."""

    def __init__(self) -> None:
        self._places = {name: place for section in SECTIONS.values() for name, (place, _) in section.items()}

    def __getitem__(self, name: str) -> click.Command:
        module, function = self._places[name].split(":")
        found: click.Command = getattr(import_module(f"{__name__}.{module}"), function)
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class _Group(click.Group):
    """Lists commands by section, and knows what a mistyped one was to be."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's signature
        """Every section with its commands; none is imported for it."""
        for title, section in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, told) for name, (_, told) in section.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names.

        Raises:
            click.UsageError: there is none.
        """
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            near = get_close_matches(args[0], list(self.commands), n=3)
            hint = f"Did you mean {' or '.join(near)}?" if near else "`habeas --help` lists them."
            raise click.UsageError(f"There is no command {args[0]!r}. {hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Group,
    commands=_Commands(),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Begin with `habeas read FILE`; it makes habeas.db here. `habeas COMMAND --help` tells of one command.",
)
@click.version_option(__version__, prog_name="habeas")
def cli() -> None:
    """Who is held, by whom, since when, who says so, and who stands behind the Declaration Against Arbitrary Detention."""


def main(arguments: list[str] | None = None) -> None:
    """Run a command and end the process: errors of ours are told in one line, without a trace."""
    try:
        cli.main(args=arguments, prog_name="habeas", standalone_mode=False)
    except HabeasError as error:
        click.echo(f"habeas: {error}", err=True)
        sys.exit(1)
    except OSError as error:
        if error.filename is None and error.errno != ENOSPC:
            raise
        wrong = (error.strerror or "it cannot be used").lower()
        told = InputError(
            str(error.filename or "a file to be written"),
            wrong,
            "See that it is there, that you may use it, and that there is room.",
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
