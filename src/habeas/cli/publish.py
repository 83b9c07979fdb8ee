"""`habeas publish` writes the site, `habeas export` one form of open data; `habeas preview` tells what would be new."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import msgspec

from habeas.api import write_api
from habeas.cli.options import Selection, now, register_of, view_options
from habeas.cli.output import content_line, party_name, print_json
from habeas.errors import DisclosureRefused
from habeas.exports import EXPORTS, Edition
from habeas.register.views import Register


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--base-url", default="", metavar="URL", help="Where the site will stand; needed for canonical links.")
@view_options("public")
def publish(folder: Path, base_url: str, selection: Selection, *, as_json: bool) -> None:
    """Write the site for an audience (default: the public) into a folder. Any web server serves it."""
    written = _publish(folder, base_url, selection)
    if as_json:
        print_json({"folder": str(folder), "files": written})
    else:
        click.echo(f"{len(written)} files in {folder}; open {folder / 'index.html'}")


def _publish(folder: Path, base_url: str, selection: Selection) -> list[str]:
    """The names of the files written; what the build knew is kept beside the folder."""
    store = folder.resolve().parent / f".{folder.resolve().name}.habeas-build"
    return write_publication(folder, base_url, register_of(selection), store=store)


def write_publication(folder: Path, base_url: str, register: Register, *, store: Path | None = None) -> list[str]:
    """Write the site with its open data and its API; the names of the files.

    Raises:
        DisclosureRefused: the folder holds something that `publish` did not write.
    """
    from habeas.site import MARK, write_site

    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise DisclosureRefused(f"folder {folder}", "it holds files that habeas did not write", "Name an empty folder.")
    edition = Edition(register, made_on=now().date().isoformat(), base_url=base_url)

    def data(site: Path) -> list[str]:
        into = site / "data"
        into.mkdir(exist_ok=True)
        for export in EXPORTS.values():
            export.write(edition, into)
        names = dict.fromkeys(f"data/{name}" for export in EXPORTS.values() for name in export.files)
        return [*names, *write_api(register, site)]

    with _progress() as progress:
        written = write_site(
            register,
            folder,
            built_on=edition.made_on,
            base_url=base_url,
            data=data,
            progress=progress,
            store=store,
        )
    return list(written)


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Shows how many files are done, on a terminal; elsewhere nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("[bold]files"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden, auto_refresh=False) as bar:
        task = bar.add_task("files", total=None)

        def show(done: int, of: int) -> None:
            """Now and then: a thread that refreshed the bar would forbid `make` to fork."""
            bar.update(task, completed=done, total=of, refresh=done % 100 == 0 or done == of)

        yield show


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(sorted(EXPORTS)))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--base-url", default="", metavar="URL", help="Where the site stands; links lead there.")
@view_options("public")
def export_(form: str, folder: Path, base_url: str, selection: Selection, *, as_json: bool) -> None:
    """Write one form of open data for an audience (default: the public) into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    export = EXPORTS[form]
    export.write(Edition(register_of(selection), made_on=now().date().isoformat(), base_url=base_url), folder)
    if as_json:
        print_json({"folder": str(folder), "files": export.files})
    else:
        click.echo("\n".join(str(folder / name) for name in export.files))


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@view_options("public")
def preview(folder: Path | None, selection: Selection, *, as_json: bool) -> None:
    """Show what the next `publish` into a folder would newly reveal, and what it would withdraw; without one, everything."""
    register = register_of(selection)
    listed = folder / "data" / "claims.jsonl" if folder is not None else None
    before = {}
    if listed is not None and listed.exists():
        lines = (msgspec.json.decode(line) for line in listed.read_bytes().splitlines())
        before = {record["id"]: record for record in lines}
    now = {record.id: msgspec.to_builtins(record) for record in register.claims}
    revealed = [now[id_] for id_ in sorted(set(now) - set(before))]
    withdrawn = [before[id_] for id_ in sorted(set(before) - set(now))]
    if as_json:
        print_json({"revealed": revealed, "withdrawn": withdrawn})
        return
    for sign, records in (("+", revealed), ("-", withdrawn)):
        for record in sorted(records, key=lambda one: (one["cases"], one["kind"])):
            case = f"[{', '.join(record['cases'])}] " if record["cases"] else ""
            said = f"{party_name(record['speakers'][0])} {record['stance']}"
            click.echo(f"{sign} {case}{record['kind']}: {said} {content_line(record['kind'], record['content'])}")
    click.echo(f"{len(revealed)} records newly revealed, {len(withdrawn)} withdrawn", err=True)
