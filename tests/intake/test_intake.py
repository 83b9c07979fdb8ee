import http.server
import io
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from habeas.errors import EmptyInput, FetchFailed, HabeasError, NotFound, TooLarge
from habeas.intake import Given, fetch, gather
from habeas.intake.fetch import is_url


def names(items: object) -> list[str]:
    return [item.name if isinstance(item, Given) else item.code for item in items]  # type: ignore[attr-defined]


def test_inputs_come_in_order_and_a_bad_one_does_not_stop_the_others(tmp_path: Path):
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "b.txt").write_text("b")
    found = list(gather([str(tmp_path / "b.txt"), str(tmp_path / "none"), str(tmp_path / "a.txt")], max_bytes=10))
    assert names(found) == ["b.txt", "E-NOTFOUND", "a.txt"]
    assert isinstance(found[1], NotFound)


def test_a_folder_gives_its_files_sorted_without_the_hidden(tmp_path: Path):
    for name in ("b.txt", "a.txt", ".hidden", "sub/c.txt", ".git/config"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    assert names(gather([str(tmp_path)], max_bytes=100)) == ["a.txt", "b.txt", "c.txt"]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert names(gather([str(empty)], max_bytes=100)) == ["E-EMPTY"]


def test_standard_input_and_the_limit():
    assert list(gather(["-"], max_bytes=3, stdin=io.BytesIO(b"abc"))) == [Given("standard input", b"abc")]
    (too_large,) = gather(["-"], max_bytes=2, stdin=io.BytesIO(b"abc"))
    assert isinstance(too_large, TooLarge)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        answers = {
            "/page": (200, {"Content-Type": "text/html"}, b"<p>Held.</p>"),
            "/empty": (200, {}, b""),
            "/large": (200, {}, b"x" * 5000),
            "/gone": (410, {}, b"gone"),
            "/loop": (302, {"Location": "/loop"}, b""),
            "/on": (302, {"Location": "/page"}, b""),
            "/file": (302, {"Location": "file:///etc/hostname"}, b""),
        }
        status, headers, body = answers[self.path]
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is http.server's
        pass


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_url_gives_its_bytes_with_type_and_place(base: str):
    assert fetch(f"{base}/page", max_bytes=100) == Given(f"{base}/page", b"<p>Held.</p>", "text/html", f"{base}/page")
    assert fetch(f"{base}/on", max_bytes=100).url == f"{base}/page"


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/gone", FetchFailed),
        ("/loop", FetchFailed),
        ("/file", FetchFailed),
        ("/empty", EmptyInput),
        ("/large", TooLarge),
    ],
)
def test_what_cannot_be_had_is_told(base: str, path: str, error: type[HabeasError]):
    with pytest.raises(error, match=path):
        fetch(f"{base}{path}", max_bytes=1000)


def test_a_public_page_cannot_lead_into_a_private_network(base: str, monkeypatch: pytest.MonkeyPatch):
    module = sys.modules["habeas.intake.fetch"]
    seen: list[str] = []

    def private(url: str) -> bool:
        seen.append(url)
        return not url.endswith("/on")

    monkeypatch.setattr(module, "_is_private", private)
    with pytest.raises(FetchFailed, match="where it must not"):
        fetch(f"{base}/on", max_bytes=100)
    assert len(seen) == 2


def test_what_is_a_url_and_what_is_a_path():
    assert is_url("https://example.org/a")
    assert not any(map(is_url, ("C:/a", "file:///a", "a.txt", "ftp://example.org", "http:a")))
