"""`habeas serve`: the site and the live API on this machine, for nobody else."""

from __future__ import annotations

import functools
import http.server
import io
import tempfile
import threading
import time
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import click
import msgspec

from habeas.api import ROOT, Answer, Documents, Request, answer
from habeas.api.answer import HEADERS, refused
from habeas.cli.options import Selection, day, existing, known_moment, register_of, view_options
from habeas.cli.output import print_json
from habeas.cli.publishing import write_publication
from habeas.errors import BadQuery, HabeasError, Unavailable, WrongHost

HERE = "127.0.0.1"
FRESH_FOR = 60.0
"""Seconds for which a view is shown again while the ledger stays the same. Embargoes that end meanwhile show a little later."""

KEPT = 8
"""So many views of other days and moments are kept."""


class Live:
    """One audience's views of one ledger, made anew whenever the ledger has grown: a withdrawn name is gone at once.

    Args:
        selection: which ledger, for whom, and the view that the site shows.
        folder: where the site is written, anew when the ledger has grown.
    """

    def __init__(self, selection: Selection, folder: Path) -> None:
        self._selection = selection
        self._folder = folder
        self._lock = threading.RLock()
        self._size = -1
        self._until = 0.0
        self._views: dict[tuple[str | None, str | None], Documents] = {}

    def refresh(self) -> None:
        """See whether the ledger has grown, and forget what was shown before."""
        from habeas.ledger import open_ledger

        with self._lock:
            with open_ledger(existing(self._selection.ledger)) as book:
                size = book.size()
            if size != self._size or time.monotonic() > self._until:
                self._views.clear()
                write_publication(self._folder, "", self.view(None, None).register)
                self._size, self._until = size, time.monotonic() + FRESH_FOR

    def view(self, as_of: str | None, known_at: str | None) -> Documents:
        """The documents of a day, as known at a moment; where neither is given, as the command was told."""
        chosen = msgspec.structs.replace(
            self._selection,
            as_of=self._selection.as_of if as_of is None else day(as_of),
            known_at=self._selection.known_at if known_at is None else known_moment(known_at, given="known_at"),
        )
        key = (as_of, known_at)
        with self._lock:
            if key not in self._views:
                while len(self._views) >= KEPT:
                    self._views.pop(next(iter(self._views)))
                self._views[key] = Documents(register_of(chosen), as_of=as_of, known_at=known_at)
            return self._views[key]

    def gone(self) -> frozenset[str]:
        """The pages that were withdrawn."""
        listed = self._folder / "gone.txt"
        return frozenset(listed.read_text("utf-8").split()) if listed.exists() else frozenset()


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the site's files and the API, without a line for each on the terminal."""

    protocol_version = "HTTP/1.1"
    server_version = "habeas"
    sys_version = ""
    timeout = 30

    def __init__(self, *given: object, live: Live, directory: str) -> None:
        self.live = live
        super().__init__(*given, directory=directory)  # type: ignore[arg-type]  # what the server passes on

    def parse_request(self) -> bool:
        """Whether the request can be answered; every method is, most with 405."""
        if not super().parse_request():
            return False
        if self.headers.get("Content-Length") or self.headers.get("Transfer-Encoding"):
            self.close_connection = True  # a body is never read, and must not be taken for the next request
        if not self._is_here():
            host = self.headers.get("Host", "")
            wrong = WrongHost(f"host {host}", "this server answers on this machine only", f"Ask for {HERE}.")
            self._send(refused(self._request(""), wrong))
            return False
        return self._is_file()

    def _is_here(self) -> bool:
        """Whether the request names this machine: a page elsewhere can make a browser ask here under its own name."""
        host = (self.headers.get("Host") or "").rpartition(":")[0] or self.headers.get("Host")
        return host in {HERE, "localhost", "[::1]"}

    def _is_file(self) -> bool:
        """Whether a file of the site is asked for; everything else is answered here.

        While the ledger cannot be read nothing is shown: what stands may hold what has been withdrawn since. Why is told
        on the terminal only: it may name a file, or an entry that nobody else may know of.
        """
        try:
            self.live.refresh()
        except HabeasError as error:
            click.echo(str(error), err=True)
            later = Unavailable("the record", "it cannot be shown just now", "Ask again in a while.")
            self._send(refused(self._request(""), later))
            return False
        path = urlsplit(self.path).path.lstrip("/")
        inside = path in {"api", "api/", ROOT} or path.startswith(f"{ROOT}/")
        if not inside and self.command in {"GET", "HEAD"}:
            return True
        request = self._request(path.removeprefix(ROOT).lstrip("/") if path.startswith(ROOT) else "")
        self._send(answer(request, self.live.view, gone=self.live.gone()))
        return False

    def _request(self, path: str) -> Request:
        return Request(self.command, path, urlsplit(self.path).query, self.headers.get("If-None-Match"))

    def _send(self, given: Answer) -> None:
        self.send_response(given.status)
        for name, value in given.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(given.body)

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """A file of the site, whenever it was written: that would tell when the ledger grew."""
        del self.headers["If-Modified-Since"]
        return super().send_head()

    def send_header(self, keyword: str, value: str) -> None:
        """A header, but for the time at which a file was written."""
        if keyword != "Last-Modified":
            super().send_header(keyword, value)

    def end_headers(self) -> None:
        """The headers that every answer has."""
        sent = b"".join(getattr(self, "_headers_buffer", []))
        for name in ("X-Content-Type-Options", "Cross-Origin-Resource-Policy", "Referrer-Policy", "Cache-Control"):
            if name.encode() not in sent:
                self.send_header(name, HEADERS[name])
        if self.close_connection and b"\r\nConnection:" not in sent:
            self.send_header("Connection", "close")
        super().end_headers()

    def send_response(self, code: int, message: str | None = None) -> None:
        """The answer's first line; a page, feed or picture that is gone answers 410."""
        gone = (
            code in {HTTPStatus.OK, HTTPStatus.NOT_FOUND} and urlsplit(self.path).path.lstrip("/") in self.live.gone()
        )
        super().send_response(HTTPStatus.GONE if gone else code, message)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002  http.server has it
        """What cannot be answered: the site's own page for what is not there, else an error as the API tells it."""
        page = Path(self.directory) / "404.html"
        self.close_connection = True
        if code == HTTPStatus.NOT_FOUND and page.exists():
            body = page.read_bytes()
            headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
            self._send(Answer(code, headers, b"" if self.command == "HEAD" else body))
        else:
            wrong = BadQuery(
                "the request", message or HTTPStatus(code).phrase.lower(), "Ask for /index.html or /api/v1/."
            )
            self._send(refused(Request(self.command or "", ""), wrong)._replace(status=code))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is http.server's
        """Nothing."""


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--published",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="An earlier publication: what it showed and this view does not answers 410.",
)
@view_options("public")
def serve(port: int, published: Path | None, selection: Selection, *, as_json: bool) -> None:
    """Preview the site and the API on this machine, for nobody else."""
    with tempfile.TemporaryDirectory(prefix="habeas-") as made:
        folder = Path(made)
        if published is not None:
            _remember(published, folder)
        with server_of(selection, folder, port) as server:
            url = f"http://{HERE}:{server.server_address[1]}/"
            if as_json:
                print_json({"url": url})
            else:
                click.echo(f"{selection.audience} view at {url}, its API at {url}{ROOT}/  (Ctrl-C stops it)")
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                click.echo("stopped", err=True)


def server_of(selection: Selection, folder: Path, port: int = 0) -> http.server.ThreadingHTTPServer:
    """A server of one audience's view, bound to this machine alone; it writes the site into the folder first."""
    live = Live(selection, folder)
    live.refresh()
    handler = functools.partial(Handler, live=live, directory=str(folder))
    return http.server.ThreadingHTTPServer((HERE, port), handler)


def _remember(published: Path, folder: Path) -> None:
    """Have the site know which pages an earlier publication had."""
    from habeas.site import GONE, MARK, gone_from

    (folder / MARK).write_text("", "utf-8")
    (folder / GONE).write_text("".join(f"{name}\n" for name in sorted(set(gone_from(published, set())))), "utf-8")
