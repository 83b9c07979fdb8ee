"""`habeas endorsements`: who stands behind an instrument, and what sources say the number is."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from habeas.cli.options import Selection, day, view_options
from habeas.cli.output import party_name, print_json
from habeas.cli.quick import endorsements_for
from habeas.errors import UnknownEntry

DECLARATION = "declaration-against-arbitrary-detention"


@click.command()
@click.option(
    "--group", "within", multiple=True, metavar="CODE", help="Members of this group, such as EU; twice: of both."
)
@click.option(
    "--not-in", "without", multiple=True, metavar="CODE", help="And of this group not. Alone: endorsers outside it."
)
@click.option("--between", nargs=2, metavar="DATE DATE", help="Who joined and who left between two days.")
@click.option("--instrument", default=DECLARATION, show_default=True, metavar="ID")
@view_options()
def endorsements(
    within: tuple[str, ...],
    without: tuple[str, ...],
    between: tuple[str, str] | None,
    instrument: str,
    selection: Selection,
    *,
    as_json: bool,
) -> None:
    """Show who stands behind the Declaration, and what sources say the number is."""
    from habeas.register import with_set

    if between is not None:
        first, last = (
            _endorsements(instrument, msgspec.structs.replace(selection, as_of=day(one, given="--between")))
            for one in between
        )
        _print_between(first, last, as_json=as_json)
        return
    view = _endorsements(instrument, selection)
    if within or without:
        view = with_set(view, [code.upper() for code in within], [code.upper() for code in without])
    if as_json:
        print_json(view)
    else:
        _print_endorsements(view)


def _endorsements(instrument: str, selection: Selection) -> Any:
    """The view of one instrument.

    Raises:
        UnknownEntry: nothing speaks of it.
    """
    view = next((e for e in endorsements_for(selection) if e.instrument == instrument), None)
    if view is None:
        raise UnknownEntry(
            f"instrument {instrument!r}", "nothing in this view speaks of it", "Read a document that does."
        )
    return view


def _print_endorsements(view: Any) -> None:
    most = (
        "" if view.count_max == view.count_min else f" to {view.count_max if view.count_max is not None else 'unknown'}"
    )
    click.echo(
        f"{view.instrument}: {view.count_min}{most} states and {', '.join(view.organisations) or 'no organisation'}"
    )
    click.echo(f"list complete until {view.complete_until or 'an unknown day'}")
    click.echo("  " + " ".join(f"{e.party}{' (disputed)' if e.disputed else ''}" for e in view.endorsers))
    for gone in view.withdrawn:
        click.echo(f"withdrew: {gone.party} {gone.until or 'on an unknown day'}")
    for unnamed in view.unnamed_withdrawals:
        click.echo(f"withdrew: {unnamed.count} of whom no source says who, {unnamed.between}")
    for one in [view.group] if view.group else view.groups:
        _print_group(one, whole=view.group is not None)
    for claim in view.claimed:
        of = f" of {claim.group}" if claim.group else ""
        bound = claim.bound.replace("_", " ")
        click.echo(
            f"claimed {claim.said_on or 'undated'} by {party_name(claim.who)}: {bound} {claim.count}{of}: {claim.reconciles}"
        )


def _print_group(group: Any, *, whole: bool) -> None:
    """A group's totals and what is disputed about them; with `whole` every note and every endorser, too."""
    disputed = f" (membership disputed: {', '.join(group.disputed)})" if group.disputed else ""
    missing = ", ".join(group.missing) or "none"
    click.echo(f"{group.code}: {len(group.endorsed)} of {len(group.members)}{disputed}; missing {missing}")
    if whole:
        click.echo(f"  {group.name}; endorsed {', '.join(group.endorsed) or 'none'}")
    for note in group.notes:
        if whole or note.standing == "disputed":
            click.echo(f"  {note.group} {note.state}: {note.note}{f' [{note.source}]' if whole else ''}")


def _print_between(first: Any, last: Any, *, as_json: bool) -> None:
    before, after = ({e.party for e in view.endorsers} for view in (first, last))
    found = {"joined": sorted(after - before), "left": sorted(before - after), "both": sorted(before & after)}
    if as_json:
        print_json({"from": first.day, "to": last.day, **found})
        return
    click.echo(f"joined from {first.day} to {last.day}: {', '.join(found['joined']) or 'none on this record'}")
    click.echo(f"left from {first.day} to {last.day}: {', '.join(found['left']) or 'none on this record'}")
    click.echo(f"stood behind it on both days: {len(found['both'])}")
    if last.complete_until is None or last.day > last.complete_until:
        click.echo(f"the list is complete until {last.complete_until or 'an unknown day'} only", err=True)
