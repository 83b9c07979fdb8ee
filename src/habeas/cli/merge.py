"""`habeas merge` takes in another ledger; `trust` lets its decisions count; `ledgers` and `log` say what came from where."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import click
import msgspec

from habeas.cli.options import existing, json_option, ledger_option
from habeas.cli.output import print_json, print_line
from habeas.entries import Entry
from habeas.entries.decisions import TRUSTABLE, name_of
from habeas.errors import MergeRefused
from habeas.ledger import Ledger, Merged, Peer, is_url, open_ledger, server_key_path
from habeas.text.lines import shortened


class MergeTold(msgspec.Struct, frozen=True):
    """What `habeas merge --json` prints: what came, and every ledger that is known now."""

    merged: Merged
    dry_run: bool
    ledgers: list[Peer]


class TrustTold(msgspec.Struct, frozen=True):
    """What `habeas trust --json` prints: the decision's entry, and the ids of what went, as the other ledger had erased it."""

    id: str
    verifier: str
    kinds: tuple[str, ...]
    revoked: bool
    erased: list[str]


class LedgersTold(msgspec.Struct, frozen=True):
    """What `habeas ledgers --json` prints: this ledger, and those that were merged into it."""

    ledger: str
    verifier: str
    merged: list[Peer]


class Logged(msgspec.Struct, frozen=True):
    """One line of `habeas log --json`.

    Attributes:
        seq, id, recorded_at, recorded_by, handling: of the entry.
        what: what it is, in a few words.
        state: `stands`, `erased`, `sealed` or `does not count here`.
        ledger: the ledger that recorded it; None for this one.
    """

    seq: int
    id: str
    recorded_at: str
    recorded_by: str
    handling: str
    what: str
    state: Literal["stands", "erased", "sealed", "does not count here"]
    ledger: str | None


@click.command()
@click.argument("other", metavar="OTHER")
@click.option(
    "--max-bytes", default=100_000_000, show_default=True, type=click.IntRange(1), help="Longer payloads are refused."
)
@click.option("--dry-run", is_flag=True, help="Check the other ledger and say what would come; merge nothing.")
@ledger_option
@json_option
def merge(other: str, max_bytes: int, ledger: str, *, dry_run: bool, as_json: bool) -> None:
    """Take in what another ledger holds: all of it, or nothing. Exit status 3 if it does not verify.

    Its sources and claims are shown from now on; its decisions decide nothing until `habeas trust`.
    """
    from habeas.cli.decide import opened

    with opened(ledger) as book:
        try:
            with open_ledger(existing(other), keyless=True) as theirs, _progress() as told:
                merged = book.merge(theirs, max_bytes=max_bytes, dry_run=dry_run, told=told)
        except MergeRefused as error:
            click.echo(f"habeas: {error}", err=True)
            sys.exit(3)
        if not dry_run:
            list_erased(book, ledger)
        peers = book.peers()
    if as_json:
        print_json(MergeTold(merged, dry_run, peers))
    else:
        _tell(merged, peers, dry_run=dry_run)


def list_erased(book: Ledger, ledger: str) -> None:
    """Keep a list of what was erased beside the ledger, so that no backup brings it back."""
    from habeas.ledger.backup import list_erased as write

    erased = book.erased()
    if erased:
        write(server_key_path() if is_url(ledger) else Path(ledger), erased)


@contextmanager
def _progress() -> Iterator[Callable[[int], None]]:
    """On a terminal, a line that says how far it is."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status("checking the other ledger") as status:
        yield lambda appended: status.update(f"{appended} entries")


def _tell(merged: Merged, peers: Sequence[Peer], *, dry_run: bool) -> None:
    would = "would come" if dry_run else "came"
    click.echo(
        f"ledger {merged.ledger}: {merged.sources} sources, {merged.claims} claims, {merged.decisions} decisions {would}"
    )
    if merged.erased:
        click.echo(f"{len(merged.erased)} entries {'would be' if dry_run else 'were'} erased, as they are there")
    if merged.sealed:
        click.echo(f"{len(merged.sealed)} entries are shown no longer: a ledger that did not record them erased them")
        click.echo("  let them go with `habeas trust KEY --for erase`, or show them again with `--for erase --revoke`")
    for peer in peers:
        if peer.inert:
            click.echo(f"ledger {peer.ledger}: {_counted(peer.inert)} do not count here; if you trust it:")
            kinds = " ".join(f"--for {kind}" for kind in peer.inert)
            click.echo(f"  habeas trust '{peer.verifier}' {kinds} --reason ...")


def _counted(kinds: dict[str, int]) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in kinds.items())


@click.command()
@click.argument("key", metavar="KEY")
@click.option(
    "--for",
    "kinds",
    multiple=True,
    required=True,
    type=click.Choice([*TRUSTABLE, "all"]),
    help="A kind of decision; give it more than once for more.",
)
@click.option("--revoke", is_flag=True, help="They count no longer.")
@click.option("--reason", required=True, help="Why.")
@click.option("--handling", default="team", show_default=True, metavar="LABEL", help="Who may see the decision itself.")
@ledger_option
@json_option
def trust(
    key: str, kinds: Sequence[str], reason: str, handling: str, ledger: str, *, revoke: bool, as_json: bool
) -> None:
    """Let another ledger's decisions of some kinds count here. KEY is its public key, from whoever keeps it.

    The keys that it was rotated to, or from, are trusted with it.
    """
    from habeas.cli.decide import opened

    named = TRUSTABLE if "all" in kinds else tuple(dict.fromkeys(kinds))
    with opened(ledger) as book:
        recorded, gone = book.trust(key, named, revoked=revoke, reason=reason, handling=handling)
        list_erased(book, ledger)
        known = [peer for peer in book.peers() if peer.trusted or peer.inert]
    if as_json:
        print_json(TrustTold(recorded.id, key, named, revoke, gone))
        return
    click.echo(f"{recorded.id[:12]}  {'trusted no longer' if revoke else 'trusted'} for {', '.join(named)}")
    if gone:
        click.echo(f"{len(gone)} entries were erased, as they are there")
    for peer in known:
        click.echo(f"ledger {peer.ledger}: trusted for {', '.join(peer.trusted) or 'nothing'}", err=True)


@click.command()
@ledger_option
@json_option
def ledgers(ledger: str, *, as_json: bool) -> None:
    """List the ledgers that were merged into this one: their keys, what they recorded, what of it counts here."""
    with open_ledger(existing(ledger)) as book:
        peers = book.peers()
        told = LedgersTold(book.id, book.verifier(), peers)
    if as_json:
        print_json(told)
        return
    click.echo(f"{told.ledger}  this ledger  {told.verifier}")
    for peer in peers:
        click.echo(f"{peer.ledger}  {peer.entries} entries  {peer.verifier}")
        click.echo(f"    trusted for {', '.join(peer.trusted) or 'nothing'}")
        if peer.inert:
            click.echo(f"    {_counted(peer.inert)} do not count here")


@click.command()
@click.option("--last", default=0, metavar="N", type=click.IntRange(0), help="Only the last so many entries.")
@ledger_option
@json_option
def log(last: int, ledger: str, *, as_json: bool) -> None:
    """List the entries in the order in which they came, each with the ledger that recorded it. For the team."""
    with open_ledger(existing(ledger)) as book:
        standing = book.standing()
        for entry in book.entries():
            if last and entry.seq < book.size() - last:
                continue
            line = _logged(entry, sealed=entry.id in standing.sealed)
            if as_json:
                print_line(line)
            else:
                origin = f"  [ledger {line.ledger}]" if line.ledger else ""
                state = "" if line.state == "stands" else f"  ({line.state})"
                click.echo(f"{line.recorded_at[:19]}  {line.id[:12]}  {line.recorded_by}: {line.what}{state}{origin}")


def _logged(entry: Entry, *, sealed: bool) -> Logged:
    """An entry in a line."""
    decision = entry.decision or entry.inert
    what: str = entry.header.kind
    if decision is not None:
        what = name_of(decision).replace("_", " ")
    elif entry.claim is not None:
        what = f"{entry.claim.kind} claim"
    elif entry.source is not None:
        what = f"source {shortened(entry.source.title or entry.source.origin, 60)}"
    return Logged(
        seq=entry.seq,
        id=entry.id,
        recorded_at=entry.header.recorded_at,
        recorded_by=entry.header.recorded_by,
        handling=entry.header.handling,
        what=what,
        state=_state(entry, sealed=sealed),
        ledger=entry.origin,
    )


def _state(entry: Entry, *, sealed: bool) -> Literal["stands", "erased", "sealed", "does not count here"]:
    if entry.payload is not None:
        return "stands"
    if entry.inert is not None:
        return "does not count here"
    return "sealed" if sealed else "erased"
