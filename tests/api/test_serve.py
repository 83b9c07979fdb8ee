"""The live server: the files' bytes, this machine only, nothing that its audience may not see, nothing of it broken by bad requests."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from serving import ask, habeas, public_ledger, raw, serving, wish

from habeas.api import ROOT
from habeas.cli import cli


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return public_ledger(tmp_path_factory.mktemp("ledger"))


@pytest.fixture(scope="module")
def port(ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with serving(ledger, tmp_path_factory.mktemp("site")) as found:
        yield found


def slug_of(port: int) -> str:
    return json.loads(ask(port, f"/{ROOT}/cases.json")[2])["items"][0]["slug"]


def test_it_answers_with_the_bytes_of_the_published_files(ledger: Path, port: int, tmp_path: Path):
    habeas(ledger, "publish", str(tmp_path / "site"))
    files = list((tmp_path / "site" / ROOT).rglob("*.json"))
    assert len(files) >= 8
    for path in files:
        name = path.relative_to(tmp_path / "site").as_posix()
        assert ask(port, f"/{name}")[2] == path.read_bytes(), name
    assert ask(port, f"/{ROOT}/")[2] == (tmp_path / "site" / ROOT / "index.json").read_bytes()
    assert ask(port, "/data/cases.csv")[2] == (tmp_path / "site" / "data" / "cases.csv").read_bytes()


def test_it_answers_for_other_days_and_moments(port: int):
    early = json.loads(ask(port, f"/{ROOT}/cases.json?as_of=2020-05-02")[2])
    assert early["items"][0]["status"] == "free"
    assert json.loads(ask(port, f"/{ROOT}/cases.json?known_at=2020-01-01")[2])["total"] == 0
    for query in ("as_of=soon", "known_at=0001-01-01T00:00:00%2B23:59", "known_at=2021-02-31T00:00:00Z", "nonsense=1"):
        status, _, body = ask(port, f"/{ROOT}/cases.json?{query}")
        assert (status, set(json.loads(body)["error"])) == (400, {"code", "given", "wrong", "do"})


def test_etags_and_head_work(port: int):
    status, headers, body = ask(port, f"/{ROOT}/records.json")
    assert status == 200 and body
    assert ask(port, f"/{ROOT}/records.json", If_None_Match=headers["ETag"])[::2] == (304, b"")
    status, again, nothing = ask(port, f"/{ROOT}/records.json", "HEAD")
    assert (status, again["ETag"], again["Content-Length"], nothing) == (200, headers["ETag"], str(len(body)), b"")


def test_a_page_elsewhere_cannot_have_a_browser_ask_here(port: int):
    for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example:8000"):
        for path in ("/index.html", f"/{ROOT}/cases.json"):
            status, _, body = ask(port, path, Host=host)
            assert (status, json.loads(body)["error"]["code"]) == (421, "E-HOST")
            assert b"Silva" not in body
    for host in ("127.0.0.1", f"localhost:{port}", "[::1]:8000"):
        assert ask(port, f"/{ROOT}/cases.json", Host=host)[0] == 200
    assert b" 421 " in raw(port, b"GET /index.html HTTP/1.1\r\n\r\n").splitlines()[0]


def test_every_answer_carries_the_headers_that_protect(port: int):
    for path in (f"/{ROOT}/cases.json", f"/{ROOT}/nothing.json", "/index.html", "/nothing.html"):
        headers = ask(port, path)[1]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in headers
        assert "Python" not in headers["Server"]
    assert "default-src 'none'" in ask(port, f"/{ROOT}/cases.json")[1]["Content-Security-Policy"]


def test_nothing_beside_the_site_is_served(port: int, ledger: Path):
    for path in (
        f"/../{ledger.name}",
        f"/%2e%2e/{ledger.name}",
        f"//{ledger}",
        f"/{ROOT}/../../{ledger.name}",
        f"/{ROOT}/%2e%2e/x",
    ):
        assert ask(port, path)[0] in {400, 404}


@pytest.mark.parametrize(
    "request_",
    [
        b"nonsense\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /api/v1/" + b"a" * 60_000 + b".json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /api/v1/cases.json?" + b"a=1&" * 5_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET http://127.0.0.1:99999999/%zz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET //[ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"POST /index.html HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\n\r\nabc",
        b"\x00\x01\x02\r\n\r\n",
    ],
)
def test_a_bad_request_is_refused_and_the_next_one_answered(port: int, request_: bytes):
    said = raw(port, request_)
    assert b" 500 " not in said
    told = b'"error":' in said or b"not here" in said.lower() or b"404" in said
    assert told, said[:200]
    assert any(said.startswith(b"HTTP/1.1 %d" % code) for code in (400, 404, 405, 414)) or said.startswith(
        b'{"error":'
    ), said[:80]
    assert ask(port, f"/{ROOT}/cases.json")[0] == 200


def test_a_body_is_never_taken_for_the_next_request(port: int):
    inner = b"GET /index.html HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    outer = b"GET /api/v1/cases.json HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n" % len(inner)
    assert raw(port, outer + inner).count(b"HTTP/1.1 200") == 1


def test_a_name_withdrawn_is_gone_with_the_next_request(tmp_path: Path):
    ledger = public_ledger(tmp_path)
    with serving(ledger, tmp_path / "site") as port:
        slug = slug_of(port)
        assert ask(port, f"/cases/{slug}.html")[0] == 200
        wish(ledger, "quiet")
        status, _, body = ask(port, f"/{ROOT}/cases/{slug}.json")
        assert (status, json.loads(body)["error"]["code"]) == (410, "E-GONE")
        for path in (
            f"/cases/{slug}.html",
            f"/{ROOT}/records.json",
            f"/{ROOT}/records.json?known_at=2100-01-01",
            "/data/cases.csv",
        ):
            assert b"Silva" not in ask(port, path)[2]
        assert ask(port, f"/cases/{slug}.html")[0] == 410
        assert ask(port, f"/{ROOT}/cases/abcdefgh.json")[0] == 404


def test_nothing_is_shown_while_the_ledger_cannot_be_read(tmp_path: Path):
    ledger = public_ledger(tmp_path)
    with serving(ledger, tmp_path / "site") as port:
        slug = slug_of(port)
        ledger.rename(tmp_path / "away.db")
        for path in (f"/cases/{slug}.html", f"/{ROOT}/cases.json", "/data/cases.csv"):
            status, _, body = ask(port, path)
            assert (status, json.loads(body)["error"]["code"]) == (503, "E-LATER")
            assert b"Silva" not in body and b"away" not in body and ledger.name.encode() not in body
        (tmp_path / "away.db").rename(ledger)
        assert ask(port, f"/cases/{slug}.html")[0] == 200


def test_what_an_earlier_publication_showed_is_gone(tmp_path: Path):
    from habeas.cli.serve import _remember

    ledger = public_ledger(tmp_path)
    habeas(ledger, "publish", str(tmp_path / "published"))
    wish(ledger, "quiet")
    (tmp_path / "made").mkdir()
    _remember(tmp_path / "published", tmp_path / "made")
    slug = next(p.stem for p in (tmp_path / "published" / "cases").glob("*.html") if p.stem != "index")
    with serving(ledger, tmp_path / "made") as port:
        assert ask(port, f"/{ROOT}/cases/{slug}.json")[0] == 410
        assert ask(port, f"/cases/{slug}.html")[0] == 410


def test_a_team_reads_what_the_public_does_not(ledger: Path, tmp_path: Path):
    quiet = tmp_path / "quiet.txt"
    quiet.write_text("Police in Oslo detained Eva Roth, a Swiss nurse, on 7 June 2020.", "utf-8")
    other = public_ledger(tmp_path)
    habeas(other, "read", str(quiet), "--published", "2020-06-08")
    with serving(other, tmp_path / "team", "team") as port:
        assert b"Eva Roth" in ask(port, f"/{ROOT}/records.json")[2]
    with serving(other, tmp_path / "public") as port:
        assert b"Roth" not in ask(port, f"/{ROOT}/records.json")[2]


def test_serve_names_no_other_address(ledger: Path):
    options = {name for option in cli.commands["serve"].params for name in option.opts}
    assert {"--port", "--published"} <= options
    assert not options & {"--host", "--bind", "--address"}
    assert "127.0.0.1" in CliRunner().invoke(cli, ["serve", "--help"]).output or "this machine" in (
        cli.commands["serve"].help or ""
    )
