"""`habeas read`: documents in, claims out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

import click

from habeas.claims import Claim
from habeas.cli.claims import claim_json
from habeas.cli.llm import Asker, llm_options
from habeas.cli.options import day, json_option, ledger_option, now, stamp
from habeas.cli.output import content_line, party_name, print_line
from habeas.errors import HabeasError
from habeas.text.lines import shortened

MAX_BYTES = 100_000_000


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "--published", metavar="DATE", help="The day it was published, where the document does not say or is wrong."
)
@click.option("--outlet", metavar="NAME", help="Who published it.")
@click.option("--title", metavar="TEXT", help="Its title, where the document gives none.")
@click.option(
    "--handling", default="team", show_default=True, metavar="LABEL", help="public, partners, team or compartment:NAME."
)
@click.option(
    "--rights",
    type=click.Choice(["open", "quote_only"]),
    default="quote_only",
    show_default=True,
    help="What may be shown.",
)
@click.option(
    "--max-bytes", default=MAX_BYTES, show_default=True, type=click.IntRange(1), help="Larger inputs are refused."
)
@llm_options
@click.option("--dry-run", is_flag=True, help="Read and print; record nothing.")
@json_option
@ledger_option
def read(
    inputs: Sequence[str],
    ledger: str,
    *,
    as_json: bool,
    dry_run: bool,
    max_bytes: int,
    llm: bool,
    llm_may_see: str,
    **given: str | None,
) -> None:
    """Read files, folders, URLs or `-`, and record the claims found in them. An input that fails is told; the rest is read."""
    from habeas.entries import checked
    from habeas.intake import gather

    checked(given["handling"] or "")
    day(given["published"], given="--published")
    asker = Asker(llm_may_see, ledger) if llm else None
    reader: _Reader | None = None
    failed = 0
    try:
        for item in _with_progress(gather(inputs, max_bytes=max_bytes)):
            if isinstance(item, HabeasError):
                failed += _told(item)
                continue
            if reader is None:  # no ledger is made for a mistyped path
                reader = _Dry(given, asker) if dry_run else _Recording(ledger, given, asker)
            try:
                _print(item.name, reader.read(item), as_json=as_json)
            except HabeasError as error:
                failed += _told(error)
    finally:
        if reader is not None:
            reader.close()
    if failed:
        sys.exit(1)


def _told(error: HabeasError) -> int:
    """Say what went wrong with an input; one has failed."""
    click.echo(f"habeas: {error}", err=True)
    return 1


def _with_progress(items: Iterator[Any]) -> Iterator[Any]:
    """The items; on a terminal, with a line that says which one is being read."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield from items
        return
    with console.status("reading") as status:
        for number, item in enumerate(items, start=1):
            status.update(f"reading {number}: {getattr(item, 'name', '')}")
            yield item


class _Reader:
    """Reads one input after another."""

    def __init__(self, given: dict[str, str | None], asker: Asker | None) -> None:
        self._given = given
        self._asker = asker

    def source(self, item: Any) -> tuple[Any, bytes]:
        """The source that an input is."""
        from habeas.documents import extract
        from habeas.sources import Source

        document = extract(item.raw, name=item.name, media_type=item.media_type)
        stated = self._given["published"]
        source = Source(
            sha256=sha256(item.raw).hexdigest(),
            size=len(item.raw),
            media_type=document.media_type,
            extractor=document.extractor,
            text=document.text,
            origin=item.url or item.name,
            title=self._given["title"] or document.title,
            published=stated or document.published,
            published_from="given" if stated else ("document" if document.published else None),
            outlet=self._given["outlet"] or document.outlet,
            language=document.language,
            received_at=stamp(now()),
            rights="open" if self._given["rights"] == "open" else "quote_only",
        )
        return source, item.raw

    def claims(self, source: Any, source_id: str) -> list[Claim]:
        """The claims in a source, with a word where its language is not read."""
        from habeas.reading import READ_LANGUAGES, read_document

        if source.language is not None and source.language not in READ_LANGUAGES:
            click.echo(f"{source.origin}: kept, not read: its language is {source.language}", err=True)
            return []
        claims = read_document(
            source.text, source=source_id, published=source.published, outlet=source.outlet, language=source.language
        )
        if self._asker is None:
            return claims
        return self._asker.with_proposals(claims, source, source_id, self._given["handling"] or "team")

    def close(self) -> None:
        """Let go of whatever is open."""

    def read(self, item: Any) -> list[dict[str, Any]]:
        """The claims of an input, as they are printed."""
        raise NotImplementedError


class _Dry(_Reader):
    def read(self, item: Any) -> list[dict[str, Any]]:
        source, _ = self.source(item)
        return [claim_json(claim, None, "proposed") for claim in self.claims(source, f"sha256:{source.sha256}")]


class _Recording(_Reader):
    def __init__(self, ledger: str, given: dict[str, str | None], asker: Asker | None) -> None:
        super().__init__(given, asker)
        from habeas.cli.import_ import written

        self._ledger = written(ledger)
        self._status: dict[str, str] | None = None

    def read(self, item: Any) -> list[dict[str, Any]]:
        source, raw = self.source(item)
        handling = self._given["handling"] or "team"
        kept = self._ledger.record_source(source, raw, handling)
        claims = self.claims(source, kept.id)
        recorded = self._ledger.record([(claim, handling) for claim in claims])
        if all(one.new for one in recorded):
            return [claim_json(claim, one.id, "proposed") for claim, one in zip(claims, recorded, strict=True)]
        status = self._statuses()
        return [
            claim_json(claim, one.id, status.get(one.id, "proposed"))
            for claim, one in zip(claims, recorded, strict=True)
        ]

    def _statuses(self) -> dict[str, str]:
        """What became of claims that were there already."""
        from habeas.disclosure import statuses

        if self._status is None:
            self._status = statuses(self._ledger.entries(kinds={"decision"}))
        return self._status

    def close(self) -> None:
        self._ledger.close()


def _print(name: str, claims: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        for claim in claims:
            print_line(claim)
        return
    click.echo(f"{name}: {len(claims)} claims")
    for claim in claims:
        speaker = party_name(claim["speakers"][0])
        click.echo(
            f"  {claim['id'][:8] if claim['id'] else '-':8}  {claim['kind']:17} {speaker} {claim['stance']}: ", nl=False
        )
        click.echo(content_line(claim["kind"], claim["content"]))
        click.echo(f"            “{shortened(claim['evidence'][0]['quote'])}”")
