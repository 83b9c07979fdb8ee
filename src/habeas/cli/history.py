"""What became of the record: of one case, and between two moments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import click

from habeas.claims import encode
from habeas.cli.options import (
    Selection,
    audience_named,
    audience_option,
    day,
    json_option,
    known_moment,
    ledger_option,
    register_of,
)
from habeas.cli.output import content_line, party_name, print_json
from habeas.cli.quick import cases_for, history_of
from habeas.cli.show import found_case
from habeas.errors import UnknownEntry
from habeas.text.lines import shortened


@click.command()
@click.argument("wanted", metavar="ID_OR_NAME")
@ledger_option
@json_option
def history(wanted: str, ledger: str, *, as_json: bool) -> None:
    """Show who added, decided or changed what about a case, and when. For the team."""
    selection = Selection(ledger=ledger, as_of=None, known_at=None, audience="team")
    found = found_case(wanted, cases_for(wanted, selection))
    if not found.opened:
        raise UnknownEntry(
            f"case {wanted!r}",
            "it is a candidate: nobody has opened it",
            "Only a case has a history; see `habeas open-case`.",
        )
    events = history_of(ledger, found.slug)
    if as_json:
        print_json(events)
        return
    told = _in_words(ledger, [event.about[0] for event in events if len(event.about) == 1])
    for event in events:
        about = (
            f" {len(event.about)} claims" if len(event.about) > 1 else f" {event.about[0][:8]}" if event.about else ""
        )
        click.echo(f"{event.recorded_at[:19]}  {event.recorded_by}: {event.what.replace('_', ' ')}{about}", nl=False)
        what = told.get(event.about[0]) if len(event.about) == 1 else None
        detail = (f"  {what}" if what else "") + (f"  {event.detail}" if event.detail else "")
        reason = detail + (f"  ({event.reason})" if event.reason else "")
        origin = f"  [ledger {event.ledger}{'' if event.counts else '; does not count here'}]" if event.ledger else ""
        click.echo(reason + origin)


def _in_words(ledger: str, ids: Sequence[str]) -> dict[str, str]:
    """What sources and claims say, in a line each; what was erased says nothing."""
    from habeas.ledger import open_ledger

    told: dict[str, str] = {}
    with open_ledger(ledger) as book:
        for entry in book.at(sorted(book.places(ids).values())):
            if entry.source is not None:
                told[entry.id] = shortened(entry.source.title or entry.source.origin, 60)
            elif entry.claim is not None:
                told[entry.id] = content_line(entry.claim.kind, encode(entry.claim)["content"])
    return told


@click.command()
@click.option("--known-at", "moments", nargs=2, required=True, metavar="BEFORE AFTER", help="Two days or moments.")
@click.option("--as-of", metavar="DATE", help="As things stood on that day.")
@audience_option()
@ledger_option
@json_option
def diff(moments: tuple[str, str], as_of: str | None, audience: str, ledger: str, *, as_json: bool) -> None:
    """Show what the record held at the second moment that it did not hold at the first."""
    from habeas.register.history import change

    who = audience_named(audience)
    before, after = (
        register_of(Selection(ledger=ledger, as_of=day(as_of), known_at=known_moment(moment), audience=who))
        for moment in moments
    )
    found = change(before, after)
    if as_json:
        print_json(found)
        return
    claims = {record.id: record for record in (*before.claims, *after.claims)}
    lines = [*_case_changes(found), *_claim_changes(found, claims)]
    for line in lines:
        click.echo(line)
    if not lines:
        click.echo("the record held the same at both moments", err=True)


def _case_changes(found: Any) -> Iterable[str]:
    yield from (f"+ case {slug}" for slug in found.cases_added)
    yield from (f"- case {slug}" for slug in found.cases_gone)
    yield from (f"* case {slug}: {was} -> {is_}" for slug, was, is_ in found.status)
    for slug, field, was, is_ in found.cases_changed:
        yield f"* case {slug}: {field} {was or 'unknown'} -> {is_ or 'unknown'}"
    for sign, parties in (("+", found.endorsers_added), ("-", found.endorsers_gone)):
        yield from (f"{sign} {party} behind {instrument}" for instrument, party in parties)
    for sign, properties in (("+", found.contested_added), ("-", found.contested_gone)):
        yield from (f"{sign} contested: {name} ({subject})" for name, subject, _ in properties)


def _claim_changes(found: Any, claims: Any) -> Iterable[str]:
    for id_, was, is_ in found.claims_decided:
        yield f"* {id_[:8]} {claims[id_].kind}: {was} -> {is_}"
    for sign, ids in (("+", found.claims_added), ("-", found.claims_gone)):
        for id_ in ids:
            record = claims[id_]
            said = f"{party_name(record.speakers[0])} {record.stance} {content_line(record.kind, record.content)}"
            yield f"{sign} {id_[:8]} {record.kind}: {said}"
