"""`habeas publish` writes the site, `habeas export` one form of open data; `habeas preview` tells what would be new."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from habeas.cli.options import Selection, now, register_of, view_options
from habeas.cli.output import content_line, party_name, print_json
from habeas.cli.publishing import (
    Publication,
    problems,
    publication_of,
    publish_into,
    published,
    releases_beside,
    salt_of,
    write_publication,
)
from habeas.disclosure import statuses
from habeas.disclosure.checks import MAY_BE_OVERRULED
from habeas.disclosure.release import make
from habeas.entries.decisions import Consent, OpenCase, Wish
from habeas.exports import EXPORTS, Edition

Record = dict[str, Any]
NOWHERE = ""
"""The group of records that belong to no case."""


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--base-url", default="", metavar="URL", help="Where the site will stand; needed for canonical links.")
@click.option(
    "--despite",
    multiple=True,
    type=click.Choice(sorted(MAY_BE_OVERRULED)),
    help="Overrule a check whose finding you looked at.",
)
@click.option(
    "--contact", default="", metavar="ADDRESS", help="Where corrections go, by e-mail; without one, a sheet to fill in."
)
@click.option(
    "--after",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Go on from the publication in another folder: its release numbers, and what it withdrew.",
)
@click.option("--new-key", is_flag=True, help="Go on with another signing key than the last release's.")
@view_options("public")
def publish(
    folder: Path,
    base_url: str,
    despite: Sequence[str],
    contact: str,
    after: Path | None,
    selection: Selection,
    *,
    new_key: bool,
    as_json: bool,
) -> None:
    """Write the site for an audience (default: the public) into a folder. Any web server serves it.

    It is made beside the folder and checked; only if no check fails does it take the folder's place.
    """
    publication = publication_of(selection, folder)
    written = publish_into(
        folder, base_url, publication, despite=despite, new_key=new_key, contact=contact, after=after
    )
    if not (publication.register.cases or publication.register.candidates):
        click.echo(nobody_is_shown(publication), err=True)
    if as_json:
        print_json({"folder": str(folder), "files": written})
    else:
        click.echo(f"{len(written)} files in {folder}; open {folder / 'index.html'}")
        if not base_url:
            click.echo(
                "This copy opens from a disk or a memory stick. Feeds, the sitemap, pictures for shared links and canonical"
                " addresses need to know where it will stand: --base-url https://...",
                err=True,
            )


def nobody_is_shown(publication: Publication) -> str:
    """What to tell whoever publishes a site without a case: what the ledger has, what a case needs, and what does that."""
    entries = publication.entries
    kinds = Counter(type(entry.payload) for entry in entries)
    accepted = sum(status == "accepted" for status in statuses(entries).values())
    needed = (
        (accepted, "no claim is accepted (`habeas accept`)"),
        (kinds[OpenCase], "no case is opened (`habeas open-case`)"),
        (kinds[Consent], "nobody's consent is recorded (`habeas consent`)"),
        (kinds[Wish], "nobody's wish is recorded (`habeas wish`)"),
    )
    kept_back = "a consent or a wish says no, something is withheld, or an embargo has not ended"
    missing = [what for there, what in needed if not there] or [kept_back]
    return (
        f"No case is shown to {publication.register.audience}: this site names nobody who is held. Given: {accepted} accepted"
        f" claims, {kinds[OpenCase]} opened cases. Missing: {'; '.join(missing)}. `habeas preview` shows what the next"
        " publication would reveal."
    )


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(sorted(EXPORTS)))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--base-url", default="", metavar="URL", help="Where the site stands; links lead there.")
@view_options("public")
def export_(form: str, folder: Path, base_url: str, selection: Selection, *, as_json: bool) -> None:
    """Write one form of open data for an audience (default: the public) into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    export = EXPORTS[form]
    register, made_on = register_of(selection), now().date().isoformat()
    releases = releases_beside(folder, register.audience)
    salt = salt_of(selection)
    export.write(Edition(register, made_on=made_on, base_url=base_url, releases=releases, salt=salt), folder)
    if as_json:
        print_json({"folder": str(folder), "files": export.files})
    else:
        click.echo("\n".join(str(folder / name) for name in export.files))


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--diff/--all", default=True, show_default=True, help="Only what differs from the folder, or everything.")
@click.option("--checks/--no-checks", default=True, show_default=True, help="Make the publication, and check it.")
@view_options("public")
def preview(folder: Path | None, selection: Selection, *, diff: bool, checks: bool, as_json: bool) -> None:
    """Show, case by case, what the next `publish` into a folder would newly reveal, and what it would withdraw.

    Without a folder, or with --all, everything that would be shown. Exit status 3 if a check would stop the publication.
    """
    from habeas.register.records import records

    publication = publication_of(selection)
    before, after = published(folder if diff else None), records(publication.register)
    revealed, withdrawn = _without(after, before), _without(before, after)
    found: list[Any] = []
    if checks:
        with tempfile.TemporaryDirectory(prefix="habeas-") as stage:
            today = now().date().isoformat()
            files = make(after, (), publication.signer, audience=publication.register.audience, today=today)
            names = write_publication(Path(stage), "", publication.register, release=files)
            standing = before if folder is not None else ()
            found = problems(Path(stage), names, publication, standing, files, after=after)
    if as_json:
        print_json({"revealed": revealed, "withdrawn": withdrawn, "checks": msgspec.to_builtins(found)})
    else:
        _tell(revealed, withdrawn, {r["id"]: r for r in (*before, *after) if r["type"] == "case"})
        for problem in found:
            click.echo(f"! [{problem.check}] {problem.where}: {problem.what}", err=True)
    if found:
        sys.exit(3)


def _without(some: Iterable[Record], others: Iterable[Record]) -> list[Record]:
    """The records that are not, just so, among others."""
    known = {(record["type"], record["id"]): record for record in others}
    return [record for record in some if known.get((record["type"], record["id"])) != record]


def _tell(revealed: Sequence[Record], withdrawn: Sequence[Record], cases: dict[str, Record]) -> None:
    """Case by case, what comes and what goes; then what belongs to no case."""
    groups: defaultdict[str, list[tuple[str, Record]]] = defaultdict(list)
    for sign, listed in (("+", revealed), ("-", withdrawn)):
        for record in listed:
            of = [record["id"]] if record["type"] == "case" else record.get("cases") or [NOWHERE]
            for slug in of:
                groups[slug].append((sign, record))
    for slug in sorted(groups, key=lambda slug: (slug == NOWHERE, slug)):
        case = cases.get(slug)
        click.echo(f"case {slug}: {case['name'] or 'unnamed'}, held by {case['by']}" if case else "no case:")
        for sign, record in sorted(groups[slug], key=lambda one: (one[0], one[1]["type"], one[1]["id"])):
            click.echo(f"  {sign} {_line(record)}")
    click.echo(f"{len(revealed)} records newly revealed, {len(withdrawn)} withdrawn", err=True)


def _line(record: Record) -> str:
    if record["type"] == "source":
        return f"source {record['id']}: {record['title'] or record['origin'] or 'untitled'}"
    if record["type"] == "case":
        return f"the case itself: {', '.join(record['names']) or 'unnamed'}, under {record['inclusion_rule']}"
    said = f"{party_name(record['speakers'][0])} {record['stance']}"
    return f"{record['kind']}: {said} {content_line(record['kind'], record['content'])}"
