"""`habeas import`: a table in, a claim a row out."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path

import click
import msgspec

from habeas.cli.options import json_option, ledger_option, now, stamp
from habeas.cli.output import content_line, print_line
from habeas.cli.read import claim_json
from habeas.documents.decode import decode
from habeas.entries import checked
from habeas.errors import NotFound
from habeas.intake.tables import READ_BY, RowResult, claims_of, read_map, reference
from habeas.sources import Source

REFERENCE = "reference:"


@click.command("import")
@click.argument("table", metavar="FILE.csv|reference:NAME")
@click.option(
    "--map",
    "mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="How rows become claims (TOML).",
)
@click.option("--handling", default="team", show_default=True, metavar="LABEL")
@click.option("--dry-run", is_flag=True, help="Read and print; record nothing.")
@json_option
@ledger_option
def import_(table: str, mapping: Path | None, handling: str, ledger: str, *, dry_run: bool, as_json: bool) -> None:
    """Record a claim for every row of a CSV table; say of every other row why it makes none."""
    from habeas.ledger import open_ledger

    checked(handling)
    if table.startswith(REFERENCE):
        raw, rules = reference(table.removeprefix(REFERENCE))
    elif mapping is None:
        raise click.UsageError("--map is needed for a table of your own")
    else:
        raw, rules = _bytes(table), read_map(mapping.read_text("utf-8"), str(mapping))
    text = decode(raw, None).text
    source = Source(
        sha256=sha256(raw).hexdigest(),
        size=len(raw),
        media_type="text/csv",
        extractor=READ_BY,
        text=text,
        origin=table if table.startswith(REFERENCE) else Path(table).name,
        title=rules.title,
        published=rules.published,
        published_from="given" if rules.published else None,
        received_at=stamp(now()),
        rights=rules.rights,
    )
    if dry_run:
        rows = list(claims_of(text, f"sha256:{source.sha256}", rules))
        ids: list[str | None] = [None for row in rows if row.claim]
    else:
        with open_ledger(ledger, create=True, now=now) as book:
            book.refuse_if_altered()
            kept = book.record_source(source, raw, handling)
            rows = list(claims_of(text, kept.id, rules))
            ids = [one.id for one in book.record([(row.claim, handling) for row in rows if row.claim])]
    _tell(rows, ids, as_json=as_json)


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise NotFound(path, error.strerror or "cannot be read", "Name a CSV file.") from error


def _tell(rows: list[RowResult], ids: list[str | None], *, as_json: bool) -> None:
    made = iter(ids)
    failed = 0
    for row in rows:
        if row.claim is None:
            failed += 1
            click.echo(f"line {row.line}: no claim: {row.error}", err=True)
        elif as_json:
            print_line(claim_json(row.claim, next(made), "proposed"))
        else:
            plain = msgspec.to_builtins(row.claim)
            click.echo(f"{(next(made) or '-')[:8]}  {row.claim.kind}  {content_line(row.claim.kind, plain['content'])}")
    if failed:
        sys.exit(1)
