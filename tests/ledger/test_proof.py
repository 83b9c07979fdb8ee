"""Proofs: checked by ourselves, and by Go's own packages as a witness that shares no code with us."""

import os
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_helpers import claim, filled

from habeas.errors import LedgerAltered
from habeas.ledger import Ledger
from habeas.ledger.notes import opened, read_checkpoint
from habeas.ledger.proof import Proof, check_growth, check_proof, read_proof
from habeas.ledger.tree import leaf_hash

Opening = Callable[..., Ledger]
ACTS = ("charged", "tried", "sentenced", "released", "died")


def checkpoint(ledger: Ledger):
    text = opened(ledger.checkpoint(), ledger.verifier())
    assert text is not None
    return read_checkpoint(text)


@pytest.fixture
def grown(opened_ledger: Ledger) -> Ledger:
    source_id, _ = filled(opened_ledger)
    for act in ACTS:
        opened_ledger.record([(claim(source_id, act=act), "public")])
    return opened_ledger


@pytest.fixture
def opened_ledger(opened: Opening):
    with opened() as ledger:
        yield ledger


def test_every_entry_is_proved_and_its_proof_reads_back(grown: Ledger):
    for entry in grown.entries():
        proof = grown.prove(entry.id)
        assert read_proof(proof.text) == proof
        found = check_proof(proof, grown.verifier())
        assert (found.size, leaf_hash(proof.header).hex()) == (grown.size(), entry.id)


def test_another_key_another_place_and_another_header_prove_nothing(grown: Ledger, tmp_path: Path):
    from habeas.ledger import open_ledger

    proof = grown.prove(next(grown.entries()).id)
    with open_ledger(tmp_path / "other.db", create=True) as other, pytest.raises(LedgerAltered, match="not signed"):
        check_proof(proof, other.verifier())
    for changed in (
        Proof(proof.header, proof.index + 1, proof.path, proof.checkpoint),
        Proof(proof.header + b" ", proof.index, proof.path, proof.checkpoint),
        Proof(proof.header, proof.index, proof.path[:-1], proof.checkpoint),
    ):
        with pytest.raises(LedgerAltered, match="does not lead"):
            check_proof(changed, grown.verifier())


@given(st.text(alphabet="c2sp.org/tlog-proof@v1\nextra index 0AZ="))
def test_what_is_no_proof_is_refused(text: str):
    with pytest.raises(LedgerAltered, match="cannot be read"):
        read_proof(text)


def test_growth_is_proved(opened: Opening):
    with opened() as ledger:
        source_id, _ = filled(ledger)
        older = checkpoint(ledger)
        for act in ACTS:
            ledger.record([(claim(source_id, act=act), "public")])
        newer = checkpoint(ledger)
        path = ledger.prove_growth(older.size)
        assert check_growth(older, newer, path)
        assert not check_growth(newer, older, path)
        assert not check_growth(older, newer, path[:-1])


WITNESS = """
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(3)
	}
}

func hash(text string) (h tlog.Hash) {
	raw, err := base64.StdEncoding.DecodeString(text)
	must(err)
	copy(h[:], raw)
	return h
}

func main() {
	raw, err := os.ReadFile(os.Args[2])
	must(err)
	head, checkpoint, _ := strings.Cut(string(raw), "\\n\\n")
	verifier, err := note.NewVerifier(os.Args[1])
	must(err)
	opened, err := note.Open([]byte(checkpoint), note.VerifierList(verifier))
	must(err)
	body := strings.Split(opened.Text, "\\n")
	size, err := strconv.ParseInt(body[1], 10, 64)
	must(err)
	lines := strings.Split(head, "\\n")
	header, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	must(err)
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	must(err)
	proof := tlog.RecordProof{}
	for _, line := range lines[3:] {
		proof = append(proof, hash(line))
	}
	must(tlog.CheckRecord(proof, size, hash(body[2]), index, tlog.RecordHash(header)))
	fmt.Println("proved", index, "of", size)
}
"""


@pytest.fixture(scope="module")
def witness(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checker of proofs built from Go's own packages."""
    if shutil.which("go") is None or not Path("/usr/share/gocode/src/golang.org/x/mod/sumdb").is_dir():
        pytest.fail("the witness needs Debian's golang-go and golang-golang-x-mod-dev")
    folder = tmp_path_factory.mktemp("witness")
    (folder / "main.go").write_text(WITNESS)
    environment = {
        **os.environ,
        "GO111MODULE": "off",
        "GOPATH": "/usr/share/gocode",
        "GOCACHE": str(folder / "cache"),
        "GOFLAGS": "",
    }
    subprocess.run(["go", "build", "-o", str(folder / "witness"), "main.go"], cwd=folder, env=environment, check=True)
    return folder / "witness"


@pytest.mark.slow
def test_go_agrees_on_every_entry_and_refuses_a_tampered_one(grown: Ledger, witness: Path, tmp_path: Path):
    file = tmp_path / "entry.tlog-proof"
    for entry in grown.entries():
        file.write_text(grown.prove(entry.id).text)
        ran = subprocess.run([witness, grown.verifier(), file], capture_output=True, text=True, check=False)
        assert ran.stdout == f"proved {entry.seq} of {grown.size()}\n"
    lines = file.read_text().split("\n")
    lines[1] = "extra " + b64encode(b'{"kind":"claim"}').decode()
    file.write_text("\n".join(lines))
    ran = subprocess.run([witness, grown.verifier(), file], capture_output=True, text=True, check=False)
    assert ran.returncode == 3
