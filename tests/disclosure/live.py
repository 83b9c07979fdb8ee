"""What `habeas serve` answers, as bytes: every file of its site, every document of its API, and requests that are wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ledgers import tree
from serving import raw, serving

from habeas.api import ROOT
from habeas.site import GONE, MARK

WITHDRAWN = "zzzzzzzz"
"""The slug of a case that an earlier publication had."""

HIDDEN_SLUG = "hiddenxx"
"""The slug of a case that the public may not see, where a ledger has one."""

_DATE = re.compile(rb"\r\nDate: [^\r]*")

WRONG = (
    f"GET /{ROOT}/cases/{HIDDEN_SLUG}.json",
    f"GET /{ROOT}/cases/page/2.json",
    f"GET /{ROOT}/nothing.json",
    f"GET /{ROOT}/cases/{WITHDRAWN}.json",
    f"GET /{ROOT}/cases.json?as_of=soon",
    f"GET /{ROOT}/cases.json?known_at=2021-02-31",
    f"GET /{ROOT}/cases.json?nothing=1",
    f"GET /{ROOT}/%ff.json",
    f"GET /cases/{HIDDEN_SLUG}.html",
    f"GET /cases/{HIDDEN_SLUG}.png",
    f"GET /cases/{WITHDRAWN}.html",
    "GET /deep/er/nothing.html",
    "GET /cases",
    "GET /../habeas.db",
    "GET /" + "a" * 70_000,
    "POST /index.html",
    f"POST /{ROOT}/cases.json",
    f"DELETE /{ROOT}/cases/abcdefgh.json",
    "GET / HTTP/9.9",
    "BREW /index.html",
)
"""Requests without the document that they ask for."""


def answered(ledger: Path, folder: Path, *, audience: str = "public") -> dict[str, bytes]:
    """Every answer of a server of the ledger, whole but for its date, by the request; last when the ledger is away."""
    folder.mkdir(parents=True)
    (folder / MARK).touch()
    (folder / GONE).write_text(f"cases/{WITHDRAWN}.html\n", "utf-8")
    found = {}
    with serving(ledger, folder, audience) as port:

        def ask(line: str, host: str = "127.0.0.1", header: str = "") -> bytes:
            said = raw(port, f"{line} HTTP/1.1\r\nHost: {host}\r\n{header}\r\n".encode())
            found[" ".join(filter(None, (line[:200], host.removeprefix("127.0.0.1"), header.strip())))] = _DATE.sub(
                b"", said
            )
            return said

        names = tree(folder)
        for line in (*WRONG, *_right(names)):
            ask(line)
        for name in (name for name in names if name.startswith(ROOT)):
            tag = re.search(rb"\r\nETag: ([^\r]*)", ask(f"GET /{name}"))
            ask(f"GET /{name}", header=f"If-None-Match: {tag[1].decode() if tag else 'none'}\r\n")
        ask(f"GET /{ROOT}/index.json", host="elsewhere.example")
        away = ledger.rename(ledger.with_name("away"))
        ask(f"GET /{ROOT}/index.json", header="X-Ledger: away\r\n")
        away.rename(ledger)
    return found


def _right(names: Iterable[str]) -> Iterator[str]:
    """Requests for everything that there is."""
    for name in names:
        yield f"GET /{name}"
        if name.startswith(ROOT):
            yield f"HEAD /{name}"
            yield f"GET /{name}?as_of=2020-06-01"
            yield f"GET /{name}?known_at=2021-02-01T03:00:00Z"


def status(answer: bytes) -> int:
    """The status of an answer."""
    return int(answer.split(b" ", 2)[1])
