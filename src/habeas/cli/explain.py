"""`habeas explain`: why a claim was read as it was."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from habeas.cli.options import existing, json_option, ledger_option
from habeas.cli.output import content_line, party_name, print_json
from habeas.errors import UnknownEntry


@click.command()
@click.argument("wanted", metavar="CLAIM")
@ledger_option
@json_option
def explain(wanted: str, ledger: str, *, as_json: bool) -> None:
    """Show why a claim was read so: its words, who says it, what the reader took them for and how sure it was. For the team."""
    from habeas.claims import Claim
    from habeas.ledger import open_ledger
    from habeas.reading.explain import explain as explained

    with open_ledger(existing(ledger)) as book:
        entry = book.entry(wanted)
        claim = entry.payload
        if not isinstance(claim, Claim):
            raise UnknownEntry(f"entry {wanted!r}", "it is no claim", "Name a claim: `habeas read` prints their ids.")
        source: Any = book.entry(claim.evidence[0].source).payload if claim.evidence else None
    known = (source.text, source.published, source.outlet, source.language) if source else ("", None, None, None)
    found = explained(claim, known[0], published=known[1], outlet=known[2], language=known[3])
    if as_json:
        print_json({"id": entry.id, **msgspec.to_builtins(found)})
        return
    click.echo(f"{entry.id[:8]}  {claim.kind}: {party_name(claim.speakers[0])} {claim.stance}: ", nl=False)
    click.echo(content_line(claim.kind, claim.content))
    for item in claim.evidence:
        click.echo(f"  “{item.quote}” [{item.start}, {item.end})")
    sure = "" if found.confidence is None else f"; of claims read so, about {found.confidence:.0%} are right"
    click.echo(f"  read by {found.read_by}{sure}")
    if not found.again:
        click.echo("  the reader of today does not find it: another version read it, or a person added it")
    for line in found.why:
        click.echo(f"  - {line}")
