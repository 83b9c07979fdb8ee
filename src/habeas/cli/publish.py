"""`habeas publish` writes the site; `habeas serve` shows it on this machine."""

from __future__ import annotations

import functools
import http.server
import tempfile
from pathlib import Path

import click

from habeas.cli.options import Selection, now, register_of, view_options
from habeas.cli.output import print_json
from habeas.errors import DisclosureRefused


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
    """The names of the files written.

    Raises:
        DisclosureRefused: the folder holds something that `publish` did not write.
    """
    from habeas.exports import EXPORTS
    from habeas.site import MARK, write_site

    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise DisclosureRefused(f"folder {folder}", "it holds files that habeas did not write", "Name an empty folder.")
    register = register_of(selection)

    def data(into: Path) -> list[str]:
        for export in EXPORTS.values():
            export.write(register, into)
        return [name for export in EXPORTS.values() for name in export.files]

    return list(write_site(register, folder, built_on=now().date().isoformat(), base_url=base_url, data=data))


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@view_options("public")
def serve(port: int, selection: Selection, *, as_json: bool) -> None:
    """Preview the site on this machine, for nobody else."""
    with tempfile.TemporaryDirectory(prefix="habeas-") as folder:
        _publish(Path(folder), "", selection)
        handler = functools.partial(_Quiet, directory=folder)
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


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line for each on the terminal."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is http.server's
        """Nothing."""
