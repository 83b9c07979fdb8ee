"""`habeas import`: a table in, a claim a row out; a changed table in, corrections out."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import click
import msgspec

from habeas.cli.claims import claim_json
from habeas.cli.options import entries_of, json_option, ledger_option, now, stamp
from habeas.cli.output import content_line, print_line
from habeas.disclosure import statuses
from habeas.documents.decode import decode
from habeas.entries import checked, strictest
from habeas.entries.decisions import Correct
from habeas.errors import NotFound
from habeas.intake import sheets
from habeas.intake.tables import READ_BY, TableMap, read_map, reference, shipped_map
from habeas.intake.updates import Outcome, plan
from habeas.ledger import Ledger
from habeas.sources import Source

REFERENCE = "reference:"
EXPORTED = "export:"
ENDORSEMENTS = "endorsements"
REASON = "The table was changed and imported again"


@click.command("import")
@click.argument("table", metavar="FILE|reference:NAME")
@click.option("--map", "mapping", metavar="FILE|export:NAME", help="How rows become claims (TOML).")
@click.option("--handling", default="team", show_default=True, metavar="LABEL")
@click.option("--reason", default=REASON, show_default=True, help="Why claims are corrected. Kept with each decision.")
@click.option("--dry-run", is_flag=True, help="Say what each row would become; record nothing.")
@json_option
@ledger_option
def import_(
    table: str, mapping: str | None, handling: str, reason: str, ledger: str, *, dry_run: bool, as_json: bool
) -> None:
    """Record a claim for every row of a table, or correct it; say of every row what became of it."""
    checked(handling)
    if table.startswith(REFERENCE):
        raw, rules = reference(table.removeprefix(REFERENCE))
    elif mapping is None:
        raise click.UsageError("--map is needed for a table of your own")
    else:
        raw, rules = _bytes(table), _map(mapping)
    source = _source(table if table.startswith(REFERENCE) else Path(table).name, raw, rules)
    if dry_run:
        entries = entries_of(ledger) if "://" in ledger or Path(ledger).exists() else []
        outcomes = _plan(source, f"sha256:{source.sha256}", rules, entries)
        ids: list[str | None] = [None] * len(outcomes)
    else:
        with written(ledger) as book:
            outcomes, ids = _recorded(book, source, raw, rules, handling, reason)
    _tell(outcomes, ids, as_json=as_json)


def _map(given: str) -> TableMap:
    if given.startswith(EXPORTED):
        return shipped_map(given.removeprefix(EXPORTED))
    return read_map(decode(_bytes(given), None).text, given)


def written(where: str) -> Ledger:
    """The ledger to write in, checked. One that is made here begins with the endorsements that ship with habeas."""
    from habeas.cli.decide import who
    from habeas.ledger import is_there, open_ledger

    new = not is_there(where)
    book = open_ledger(where, create=True, now=now, who=who())
    book.refuse_if_altered()
    if new:
        raw, rules = reference(ENDORSEMENTS)
        _recorded(book, _source(REFERENCE + ENDORSEMENTS, raw, rules), raw, rules, "public", REASON)
    return book


def _source(origin: str, raw: bytes, rules: TableMap) -> Source:
    sheet = sheets.media_type(origin)
    return Source(
        sha256=sha256(raw).hexdigest(),
        size=len(raw),
        media_type=sheet or "text/csv",
        extractor=sheets.READ_BY if sheet else READ_BY,
        text=sheets.as_csv(raw, origin, rules.sheet) if sheet else decode(raw, None).text,
        origin=rules.series or origin,
        title=rules.title,
        published=rules.published,
        published_from="given" if rules.published else None,
        received_at=stamp(now()),
        rights=rules.rights,
    )


def _plan(source: Source, source_id: str, rules: TableMap, entries: Sequence[Any]) -> list[Outcome]:
    from habeas.exports.csv import plain

    undo = plain if rules.exported else str
    was = statuses(entries)
    return [
        msgspec.structs.replace(one, status="accepted" if was.get(one.earlier or "") == "accepted" else "proposed")
        if one.claim is not None
        else one
        for one in plan(source.text, source_id, rules, entries, source.origin, undo=undo)
    ]


def _recorded(
    book: Ledger, source: Source, raw: bytes, rules: TableMap, handling: str, reason: str
) -> tuple[list[Outcome], list[str | None]]:
    """Record a table: what became of each row, and for each the id of its new claim."""
    entries = list(book.entries())
    _plan(source, "sha256:" + source.sha256, rules, entries)  # a map that does not fit leaves nothing behind
    kept = book.record_source(source, raw, handling)
    outcomes = _plan(source, kept.id, rules, entries)
    labels = {entry.id: entry.header.handling for entry in entries}
    made = [(i, o) for i, o in enumerate(outcomes) if o.claim is not None]
    told = [(o.claim, strictest((handling, labels.get(o.earlier or "", handling)))) for _, o in made]
    recorded = book.record([(claim, label) for claim, label in told if claim is not None])
    ids: list[str | None] = [None] * len(outcomes)
    for (place, outcome), one in zip(made, recorded, strict=True):
        ids[place] = one.id
        if outcome.what == "created" and not one.new:
            outcomes[place] = msgspec.structs.replace(outcome, what="unchanged", status=None)
    corrections = [
        (Correct(reason=reason, claim=o.earlier, by=one.id, accepts=False), label)
        for (_, o), one, (_, label) in zip(made, recorded, told, strict=True)
        if o.what == "corrected" and o.earlier is not None
    ]
    if corrections:
        book.record(corrections)
    return outcomes, ids


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise NotFound(path, (error.strerror or "it cannot be read").lower(), "Name a file that is there.") from error


def _tell(outcomes: Sequence[Outcome], ids: Sequence[str | None], *, as_json: bool) -> None:
    """Each row on its own line; what made nothing is told on stderr, and so is the sum."""
    for outcome, id_ in zip(outcomes, ids, strict=True):
        if as_json:
            print_line(outcome_json(outcome, id_))
        else:
            _tell_row(outcome, id_)
    counts = Counter((outcome.what, f" as {outcome.status}" if outcome.status else "") for outcome in outcomes)
    told = (f"{number} {what}{status}" for (what, status), number in sorted(counts.items()))
    click.echo(", ".join(told) or "no rows", err=True)
    if counts["refused", ""]:
        sys.exit(1)


def outcome_json(outcome: Outcome, id_: str | None) -> dict[str, Any]:
    """What became of a row, in plain JSON."""
    status = outcome.status or "proposed"
    return {
        "line": outcome.line,
        "outcome": outcome.what,
        "id": id_ or (outcome.earlier if outcome.what == "unchanged" else None),
        "earlier": outcome.earlier,
        "changes": [{"field": name, "was": was, "is": value} for name, was, value in outcome.changes],
        "why": outcome.why,
        "claim": claim_json(outcome.claim, id_, status) if outcome.claim is not None else None,
    }


def _tell_row(outcome: Outcome, id_: str | None) -> None:
    if outcome.what == "refused":
        click.echo(f"line {outcome.line}: refused: {outcome.why}", err=True)
    elif outcome.what == "vanished":
        click.echo(f"vanished: {outcome.why}; claim {(outcome.earlier or '')[:8]} stands", err=True)
    elif outcome.claim is None:
        why = f" ({outcome.why})" if outcome.why else ""
        click.echo(f"{(outcome.earlier or '-')[:8]}  unchanged  line {outcome.line}{why}")
    else:
        content = content_line(outcome.claim.kind, msgspec.to_builtins(outcome.claim)["content"])
        click.echo(f"{(id_ or '-')[:8]}  {outcome.what} as {outcome.status}  {outcome.claim.kind}  {content}")
        for name, was, value in outcome.changes:
            click.echo(f"          {name.removeprefix('content.')}: {_shown(was)} -> {_shown(value)}")
        if outcome.why:
            click.echo(f"          {outcome.why}")


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
