"""`habeas publish` writes the site; `habeas serve` shows it on this machine."""

from __future__ import annotations

import contextlib
import functools
import http.server
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import msgspec

from habeas.cli.options import Selection, now, register_of, view_options
from habeas.cli.output import content_line, party_name, print_json
from habeas.errors import DisclosureRefused
from habeas.exports import EXPORTS, Edition


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


def _publish(folder: Path, base_url: str, selection: Selection, *, kept: bool = True) -> list[str]:
    """The names of the files written; what the build knew is kept beside the folder, where asked for.

    Raises:
        DisclosureRefused: the folder holds something that `publish` did not write.
    """
    from habeas.site import MARK, write_site

    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise DisclosureRefused(f"folder {folder}", "it holds files that habeas did not write", "Name an empty folder.")
    register = register_of(selection)
    edition = Edition(register, made_on=now().date().isoformat(), base_url=base_url)

    def data(into: Path) -> list[str]:
        for export in EXPORTS.values():
            export.write(edition, into)
        return list(dict.fromkeys(name for export in EXPORTS.values() for name in export.files))

    with _progress() as progress:
        store = folder.resolve().parent / f".{folder.resolve().name}.habeas-build"
        written = write_site(
            register,
            folder,
            built_on=edition.made_on,
            base_url=base_url,
            data=data,
            progress=progress,
            store=store if kept else None,
        )
    return list(written)


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Shows how many files are done, on a terminal; elsewhere nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("[bold]files"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("files", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


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


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@view_options("public")
def serve(port: int, selection: Selection, *, as_json: bool) -> None:
    """Preview the site on this machine, for nobody else."""
    with tempfile.TemporaryDirectory(prefix="habeas-") as folder:
        _publish(Path(folder), "", selection, kept=False)
        handler = functools.partial(_Preview, directory=folder)
        with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
            url = f"http://127.0.0.1:{server.server_address[1]}/"
            if as_json:
                print_json({"url": url})
            else:
                click.echo(f"{selection.audience} view at {url}  (Ctrl-C stops it)")
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                click.echo("stopped", err=True)


class _Preview(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line for each on the terminal; a page that is gone answers 410."""

    def send_response(self, code: int, message: str | None = None) -> None:
        """The answer's first line."""
        listed = Path(self.directory) / "gone.txt"
        gone = listed.read_text("utf-8").split() if listed.exists() else []
        super().send_response(410 if code == 200 and self.path.lstrip("/") in gone else code, message)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is http.server's
        """Nothing."""
