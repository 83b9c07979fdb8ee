"""`habeas propose`: who may be one person, and joining by a rule that a person names."""

from __future__ import annotations

import click
import msgspec

from habeas.cli.options import json_option, ledger_option
from habeas.cli.output import print_json
from habeas.entries import Mention
from habeas.identity.match import ENOUGH


@click.command()
@click.option("--enough", default=ENOUGH, show_default=True, type=click.FloatRange(0, 1), help="The least score.")
@click.option("--join", "by", metavar="RULE", help="Join what a rule finds to be one (see the docs page).")
@click.option("--above", type=click.FloatRange(0, 1), help="The least precision of a rule that may join.")
@click.option("--reason", help="Why the rule may join. Needed with --join.")
@click.option("--dry-run", is_flag=True, help="With --join: say what would be joined; record nothing.")
@ledger_option
@json_option
def propose(
    enough: float,
    by: str | None,
    above: float | None,
    reason: str | None,
    ledger: str,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """List mentions that may be one person, with reasons. It joins nothing unless you name a rule. For the team."""
    from habeas.cli.options import entries_of
    from habeas.identity import aliases, known_persons
    from habeas.identity import propose as proposed

    if by is not None:
        if above is None or not reason:
            raise click.UsageError("--join needs --above, the least precision that you want, and --reason")
        _join(by, above, reason, ledger, dry_run=dry_run, as_json=as_json)
        return
    found = proposed(known_persons(entries_of(ledger)), aliases=aliases(), enough=enough)
    if as_json:
        print_json(found)
        return
    for pair in found:
        places = " ".join(_place(mention) for mention in (pair.one, pair.other))
        click.echo(f"{pair.score:.2f}  {'; '.join(pair.reasons)}\n      habeas same {places} --reason ...")
    if not found:
        click.echo("no two persons look like one", err=True)


def _join(by: str, above: float, reason: str, ledger: str, *, dry_run: bool, as_json: bool) -> None:
    """Join by a rule: one `same` for each person it finds."""
    from habeas.cli.decide import opened
    from habeas.entries.decisions import Same
    from habeas.identity import known_persons
    from habeas.identity.rules import joined, rule

    chosen = rule(by, above)
    with opened(ledger) as book:
        entries = list(book.entries())
        found = joined(entries, known_persons(entries), chosen)
        words = f"rule {by}, precision {chosen.precision}: {reason}"
        made = [Same(reason=words, mentions=one) for one in found]
        ids = [None] * len(made) if dry_run else [done.id for done in book.record([(same, "team") for same in made])]
    for same, id_ in zip(made, ids, strict=True):
        if as_json:
            print_json({"id": id_, **msgspec.to_builtins(same)})
        else:
            click.echo(f"{(id_ or '-')[:12]}  same  {' '.join(_place(mention) for mention in same.mentions)}")
    click.echo(f"{len(made)} {'would be joined' if dry_run else 'joined'} by the rule {by}: {chosen.says}", err=True)


def _place(mention: Mention) -> str:
    """A mention as `habeas same` takes it."""
    return f"{mention.source[:12]}:{mention.span[0]}-{mention.span[1]}" if mention.span else f"'{mention.name}'"
