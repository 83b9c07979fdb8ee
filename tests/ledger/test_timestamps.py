"""Time stamps from an authority of the tests' own, which also misbehaves."""

import http.server
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result
from ledger_helpers import claim, filled

from habeas.cli import cli
from habeas.ledger import Ledger, open_ledger
from habeas.ledger.timestamps import certificates

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="these tests need openssl: apt-get install openssl"
)

CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_alg = sha256
[stamps]
extendedKeyUsage = critical,timeStamping
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[req]
distinguished_name = name
[name]
"""


class Authority:
    """A root, an authority under it, and a server that answers as `mode` says."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, self.mode, self.last = folder, "well", b""
        (folder / "config").write_text(CONFIG.format(folder=folder))
        (folder / "serial").write_text("01\n")
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
        self.run(
            "req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=A root", "-days", "3", "-config", "config",
            "-extensions", "root",
        )  # fmt: skip
        self.run("req", *key, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=An authority", "-config", "config")
        self.run(
            "x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "tsa.pem", "-days", "2",
            "-extfile", "config", "-extensions", "stamps",
        )  # fmt: skip
        self.root = folder / "ca.pem"

    def run(self, *arguments: str) -> None:
        done = subprocess.run(["openssl", *arguments], cwd=self.folder, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()

    def answer(self, question: bytes) -> tuple[int, bytes]:
        if self.mode == "down":
            return 503, b""
        if self.mode == "nonsense":
            return 200, b"<html>log in first</html>"
        if self.mode == "endless":
            return 200, b"0" * 2_000_000
        if self.mode == "slow":
            time.sleep(1)
        if self.mode == "replay":
            return 200, self.last
        if self.mode == "other":  # of something else, with the nonce that was asked for
            from hashlib import sha256

            said = sha256(b"something else").digest()
            at = question.index(b"\x04\x20") + 2
            question = question[:at] + said + question[at + 32 :]
        if self.mode == "refusing":  # a digest that it does not take
            question = question.replace(
                bytes.fromhex("0609608648016503040201"), bytes.fromhex("0609608648016503040202")
            )
        (self.folder / "question").write_bytes(question)
        self.run("ts", "-reply", "-queryfile", "question", "-out", "answer", "-config", "config")
        self.last = (self.folder / "answer").read_bytes()
        return 200, self.last


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    made = Authority(tmp_path / "authority")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            status, body = made.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked may have gone
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    made.url = f"http://127.0.0.1:{server.server_port}/tsa"
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def whole(where: Path, opened: Callable[..., Ledger]) -> Path:
    with opened() as ledger:
        filled(ledger)
    return where


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def stamp(authority: Authority, where: Path, *options: object) -> Result:
    return run("timestamp", "--tsa", authority.url, "--ledger", where, *options)


def test_a_checkpoint_is_stamped_and_its_stamp_is_checked_without_a_network(
    authority: Authority, whole: Path, tmp_path: Path
):
    done = stamp(authority, whole, "--tsa-certificate", authority.root, "--json")
    assert done.exit_code == 0, done.output
    told = msgspec.json.decode(done.stdout)
    assert (told["size"], told["checked"]) == (2, True)
    assert told["at"].endswith("Z")
    with open_ledger(whole) as ledger:
        ledger.record([(claim(next(ledger.entries()).id, act="charged"), "public")])
    authority.mode = "down"
    checked = run("verify", "--ledger", whole, "--tsa-certificate", authority.root)
    assert (checked.exit_code, "2 entries stamped" in checked.stdout) == (0, True)
    assert "signature checked" in checked.stdout
    unchecked = run("verify", "--ledger", whole)
    assert (unchecked.exit_code, "signature not checked" in unchecked.stdout) == (0, True)
    other = Authority(tmp_path / "other")
    stranger = run("verify", "--ledger", whole, "--tsa-certificate", other.root)
    assert (stranger.exit_code, "does not lead to a certificate" in stranger.stderr) == (3, True)


def test_without_a_certificate_the_answer_is_kept_and_said_to_be_unchecked(authority: Authority, whole: Path):
    done = stamp(authority, whole)
    assert done.exit_code == 0
    assert "not checked" in done.stderr


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        ("down", "status 503"),
        ("nonsense", "no time stamp"),
        ("refusing", "something else|no time stamp"),
        ("endless", "more than"),
        ("slow", "not answered within"),
        ("replay", "another question"),
        ("other", "something else"),
    ],
)
def test_an_authority_that_misbehaves_is_told_and_nothing_is_kept(
    authority: Authority, whole: Path, monkeypatch: pytest.MonkeyPatch, mode: str, told: str
):
    import re

    if mode == "replay":
        assert stamp(authority, whole).exit_code == 0
        connection = sqlite3.connect(whole)
        connection.execute("DELETE FROM timestamps")
        connection.commit()
        connection.close()
    if mode == "slow":
        monkeypatch.setattr(sys.modules["habeas.cli.timestamp"], "SECONDS", 0.2)
    authority.mode = mode
    done = stamp(authority, whole)
    assert done.exit_code == 1
    assert re.search(told, str(done.exception)), done.exception
    assert "E-STAMP" in str(done.exception)
    with open_ledger(whole) as ledger:
        assert ledger.verify().timestamps == ()


def test_nobody_there_and_no_address(whole: Path):
    done = run("timestamp", "--tsa", "http://127.0.0.1:9/", "--ledger", whole)
    assert "E-STAMP" in str(done.exception)
    assert run("timestamp", "--ledger", whole).exit_code == 2


def test_an_authority_under_another_root_is_refused(authority: Authority, whole: Path, tmp_path: Path):
    other = Authority(tmp_path / "other")
    done = stamp(authority, whole, "--tsa-certificate", other.root)
    assert "does not lead to a certificate" in str(done.exception)


def test_a_stored_stamp_that_was_changed_or_moved_is_found(authority: Authority, whole: Path):
    stamp(authority, whole)
    known = certificates(authority.root.read_bytes(), "root")
    with open_ledger(whole) as ledger:
        ledger.record([(claim(next(ledger.entries()).id, act="charged"), "public")])
    connection = sqlite3.connect(whole)
    answer = connection.execute("SELECT answer FROM timestamps").fetchone()[0]

    def problems(size: int, changed: bytes) -> list[str]:
        connection.execute("UPDATE timestamps SET size = ?, answer = ?", (size, changed))
        connection.commit()
        with open_ledger(whole) as ledger:
            return [problem.what for problem in ledger.verify(None, known).problems]

    assert problems(2, answer) == []
    assert any("something else" in what for what in problems(3, answer))
    assert any("no such checkpoint" in what for what in problems(7, answer))
    assert any("cannot be read" in what for what in problems(2, answer[:40]))
    moment = answer.index(b"202", answer.index(b"\x18\x0f"))
    for place in (moment, moment + 13, len(answer) - 3):  # the year, the last second, the signature
        flipped = answer[:place] + bytes([answer[place] ^ 1]) + answer[place + 1 :]
        assert problems(2, flipped) != []
    connection.close()
