"""Releases, for readers: from a published folder alone, without the ledger and without a key that signs."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from habeas.cli.options import json_option
from habeas.cli.output import give_proof, print_json
from habeas.cli.publishing import release_files
from habeas.disclosure import release
from habeas.errors import LedgerAltered, UnknownEntry

folder_argument = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))


@click.command("releases")
@folder_argument
@click.option("--from", "first", type=click.IntRange(0), help="Compare from this release (0: from nothing).")
@click.option("--to", "last", type=click.IntRange(1), help="To this one; the last without it.")
@click.option(
    "--against",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Compare with an older copy's last release.",
)
@json_option
def releases(folder: Path, first: int | None, last: int | None, against: Path | None, *, as_json: bool) -> None:
    """List the releases of a published folder, and what one added, changed and withdrew since another."""
    known = release.history(release_files(folder)[release.HISTORY])
    release.check_history(known)
    new = release.leaves_at(known, _number(last, len(known)))
    if against is not None:
        other = release.history(release_files(against)[release.HISTORY])
        old = release.leaves_at(other, len(other))
    else:
        old = release.leaves_at(known, _number(first, len(known)) if first else 0 if first == 0 else len(known) - 1)
    found = release.difference(old, new)
    if as_json:
        listed = [{"number": r.number, "date": r.date, "audience": r.audience, "size": r.size} for r in known]
        print_json({**found, "releases": listed})
        return
    for one in known:
        click.echo(f"release {one.number} of {one.date} for {one.audience}: {one.size} records", err=True)
    for sign, name in (("+", "added"), ("~", "changed"), ("-", "withdrawn")):
        for key in found[name]:
            click.echo(f"{sign} {key}")


def _number(wanted: int | None, last: int) -> int:
    """A release's number.

    Raises:
        UnknownEntry: there is none of it.
    """
    if wanted is not None and wanted > last:
        raise UnknownEntry(f"release {wanted}", "there is none", f"The last one is {last}.")
    return last if wanted is None else wanted


@click.command("prove-record")
@folder_argument
@click.argument("record")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it there instead of printing it.")
def prove_record(folder: Path, record: str, out: Path | None) -> None:
    """Write the proof that a record is in the last release of a published folder; `habeas verify-proof` checks it."""
    files = release_files(folder)
    give_proof(release.prove(files, record).text, out, "KEY, with the key from whoever publishes")


@click.command("verify-release")
@folder_argument
@click.option("--key", required=True, metavar="KEY", help="The publisher's public key, from whoever publishes.")
@json_option
def verify_release(folder: Path, key: str, *, as_json: bool) -> None:
    """Check a published folder's release from its files alone. Exit status 3 if something is not as it was signed."""
    from habeas.ledger.notes import given_key

    by = given_key(key)
    try:
        files = release_files(folder)
        last = release.check(files, by)
    except LedgerAltered as error:
        click.echo(f"habeas: {error}", err=True)
        sys.exit(3)
    signed = release.signed_by(release.history(files[release.HISTORY]), by)
    if as_json:
        plain = msgspec.to_builtins(last)
        print_json({**{name: plain[name] for name in ("number", "date", "audience", "size")}, "signed": signed})
    else:
        click.echo(f"release {last.number} of {last.date} for {last.audience}: {last.size} records, nothing altered")
