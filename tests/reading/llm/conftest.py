"""A server on this machine that speaks chat/completions, as well or as badly as a test wants."""

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from habeas.reading.llm import LlmSettings

KEY = "sk-secret-0123456789"


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.stopped = threading.Event()
        self.answer: Callable[[Handler], None] = lambda handler: handler.completion('{"claims": []}')

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def says(self, *claims: Any) -> None:
        """Answer with these proposals."""
        self.answer = lambda handler: handler.completion(json.dumps({"claims": list(claims)}))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is what several tests are about."""


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        self.server.paths.append(self.path)
        self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
        self.server.requests.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.server.answer(self)

    do_GET = do_POST  # noqa: N815  the name that http.server calls

    def completion(self, content: Any) -> None:
        self.body(json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode())

    def body(self, raw: bytes, kind: str = "application/json", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *arguments: Any) -> None:
        """Quiet."""


@contextmanager
def running() -> Iterator[Server]:
    one = Server()
    thread = threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield one
    finally:
        one.stopped.set()
        one.shutdown()
        one.server_close()
        thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as one:
        yield one


@pytest.fixture
def elsewhere() -> Iterator[Server]:
    with running() as one:
        yield one


@pytest.fixture
def settings(server: Server) -> LlmSettings:
    return LlmSettings(url=server.url, model="test-model", key=KEY, timeout=5.0)
