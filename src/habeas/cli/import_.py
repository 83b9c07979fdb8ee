"""`habeas import`: a table in, a claim a row out."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path

import click
import msgspec

from habeas.cli.claims import claim_json
from habeas.cli.options import json_option, ledger_option, now, stamp
from habeas.cli.output import content_line, print_line
from habeas.documents.decode import decode
from habeas.entries import checked
from habeas.errors import NotFound
from habeas.intake.tables import READ_BY, RowResult, TableMap, claims_of, read_map, reference
from habeas.ledger import Ledger
from habeas.sources import Source

REFERENCE = "reference:"
ENDORSEMENTS = "endorsements"


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
    checked(handling)
    if table.startswith(REFERENCE):
        raw, rules = reference(table.removeprefix(REFERENCE))
    elif mapping is None:
        raise click.UsageError("--map is needed for a table of your own")
    else:
        raw, rules = _bytes(table), read_map(mapping.read_text("utf-8"), str(mapping))
    source = _source(table if table.startswith(REFERENCE) else Path(table).name, raw, rules)
    if dry_run:
        rows = list(claims_of(source.text, f"sha256:{source.sha256}", rules))
        ids: list[str | None] = [None for row in rows if row.claim]
    else:
        with written(ledger) as book:
            rows, ids = _recorded(book, source, raw, rules, handling)
    _tell(rows, ids, as_json=as_json)


def written(where: str) -> Ledger:
    """The ledger to write in, checked. One that is made here begins with the endorsements that ship with habeas."""
    from habeas.ledger import open_ledger

    new = "://" not in where and not Path(where).exists()
    book = open_ledger(where, create=True, now=now)
    book.refuse_if_altered()
    if new:
        raw, rules = reference(ENDORSEMENTS)
        _recorded(book, _source(REFERENCE + ENDORSEMENTS, raw, rules), raw, rules, "public")
    return book


def _source(origin: str, raw: bytes, rules: TableMap) -> Source:
    return Source(
        sha256=sha256(raw).hexdigest(),
        size=len(raw),
        media_type="text/csv",
        extractor=READ_BY,
        text=decode(raw, None).text,
        origin=origin,
        title=rules.title,
        published=rules.published,
        published_from="given" if rules.published else None,
        received_at=stamp(now()),
        rights=rules.rights,
    )


def _recorded(
    book: Ledger, source: Source, raw: bytes, rules: TableMap, handling: str
) -> tuple[list[RowResult], list[str | None]]:
    """Record a table: what became of each row, and the ids of the claims."""
    kept = book.record_source(source, raw, handling)
    rows = list(claims_of(source.text, kept.id, rules))
    return rows, [one.id for one in book.record([(row.claim, handling) for row in rows if row.claim])]


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
