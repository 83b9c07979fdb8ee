"""A ledger with a public case, and a server of it."""

from __future__ import annotations

import atexit
import http.client
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from click.testing import CliRunner

from habeas.cli import cli
from habeas.cli.options import Selection
from habeas.cli.serve import server_of
from worlds import HELD

OPENING = "open-case|Ana Silva|--by|PE|--rule|alleged-arbitrary|--alleged-by|DK|--handling|public|--reason|rule met"


def habeas(ledger: Path, *arguments: str) -> str:
    ran = CliRunner().invoke(cli, [*arguments, "--ledger", str(ledger)], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    return ran.output


def public_ledger(folder: Path) -> Path:
    """Ana Silva's case, public by her own wish: a copy of a ledger that is made once."""
    shutil.copytree(_made(), folder, dirs_exist_ok=True)
    return folder / "record.db"


@cache
def _made() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="habeas-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    ledger, report = folder / "record.db", folder / "report.txt"
    report.write_text(HELD, "utf-8")
    read = habeas(
        ledger, "read", str(report), "--published", "2020-06-10", "--handling", "public", "--rights", "open", "--json"
    )
    source = read.split('"source":"')[1][:64]
    habeas(ledger, "accept", f"source:{source}", "--reason", "checked")
    habeas(ledger, *OPENING.split("|"))
    habeas(ledger, "consent", "Ana Silva", "--given", "--given-by", "self", "--reason", "letter")
    wish(ledger, "public")
    return folder


def wish(ledger: Path, wanted: str) -> None:
    habeas(ledger, "wish", "Ana Silva", wanted, "--expressed-by", "self", "--reason", "letter")


@contextmanager
def serving(ledger: Path, folder: Path, audience: str = "public") -> Iterator[int]:
    """A server of the ledger; its port."""
    folder.mkdir(exist_ok=True)
    selection = Selection(ledger=str(ledger), as_of=None, known_at=None, audience=audience)
    with server_of(selection, folder) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        found = connection.getresponse()
        return (found.status, dict(found.headers), found.read())
    finally:
        connection.close()


def raw(port: int, request: bytes) -> bytes:
    """What the server says to these bytes until it closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        said = b""
        while part := connection.recv(65536):
            said += part
    return said
