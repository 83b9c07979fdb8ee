"""A release is checked from its own files, by us and by Go's own packages; releases are told apart from their own files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.disclosure import release
from habeas.errors import DisclosureRefused, LedgerAltered, UnknownEntry
from habeas.ledger.proof import check_proof, read_proof
from habeas.ledger.publisher import Publisher

SIGNER = Publisher(b"\x01" * 32, b"\x02" * 32, "public")
OTHER = Publisher(b"\x03" * 32, b"\x02" * 32, "public")


def record(id_: str, said: str = "x") -> dict[str, str]:
    return {"type": "claim", "id": id_, "said": said}


def made(
    ids: str, earlier: bytes = b"", *, today: str = "2021-03-01", said: str = "x", signer: Publisher = SIGNER
) -> dict[str, bytes]:
    records = [record(id_, said) for id_ in ids]
    return release.make(records, release.history(earlier), signer, audience="public", today=today)


IDS = st.text("abcdefghij", max_size=8).map(lambda text: "".join(sorted(set(text))))


@given(IDS)
def test_every_record_is_proved_under_the_signed_checkpoint(ids: str):
    files = made(ids)
    assert release.check(files, SIGNER.verifier).size == len(ids)
    for id_ in ids:
        proof = read_proof(release.prove(files, id_).text)
        assert check_proof(proof, SIGNER.verifier).size == len(ids)
        assert json.loads(proof.header)["record"]["id"] == id_
    lines = [json.loads(line) for line in files[release.PROOFS].splitlines()]
    assert [line["id"] for line in lines] == [f"claim/{id_}" for id_ in ids]


@given(st.lists(st.tuples(IDS, st.sampled_from("xyz")), min_size=1, max_size=6))
def test_every_release_of_a_history_verifies_though_only_the_last_has_records(steps: list[tuple[str, str]]):
    raw, seen = b"", []
    for day, (ids, said) in enumerate(steps, start=1):
        files = made(ids, raw, today=f"2021-03-{day:02}", said=said)
        raw = files[release.HISTORY]
        state = {f"claim/{id_}": said for id_ in ids}
        if not seen or seen[-1] != state:
            seen.append(state)
        releases = release.history(raw)
        assert len(releases) == len(seen)
    release.check(files, SIGNER.verifier)
    assert len(release.signed_by(releases, SIGNER.verifier)) == len(releases)
    for number, state in enumerate(seen, start=1):
        assert set(release.leaves_at(releases, number)) == set(state)
        for earlier in range(1, number):
            old = seen[earlier - 1]
            assert release.difference(release.leaves_at(releases, earlier), release.leaves_at(releases, number)) == {
                "added": sorted(state.keys() - old.keys()),
                "changed": sorted(key for key in state.keys() & old.keys() if state[key] != old[key]),
                "withdrawn": sorted(old.keys() - state.keys()),
            }
    assert {f"{w.type}/{w.id}" for w in release.withdrawn(releases)} == {k for s in seen for k in s} - seen[-1].keys()


def test_nothing_changed_is_no_new_release_on_any_day():
    first = made("abc")
    assert made("abc", first[release.HISTORY], today="2021-04-01") == first
    again = release.history(made("abd", first[release.HISTORY], today="2021-04-01")[release.HISTORY])
    assert [(r.number, r.date, r.withdrawn) for r in again] == [(1, "2021-03-01", ()), (2, "2021-04-01", ("claim/c",))]


def test_what_was_withdrawn_is_in_no_file_and_no_guess_is_confirmed():
    first = made("abc", said="the words")
    raw = b"".join(made("ab", first[release.HISTORY], said="other").values())
    assert b"the words" not in raw
    from habeas.ledger.tree import leaf_hash
    from habeas.text.canonical import canonical_json

    guess = leaf_hash(canonical_json(record("c", "the words"))).hex().encode()
    salted = json.loads(first[release.RECORDS].splitlines()[2])
    assert guess not in raw and leaf_hash(canonical_json(salted)).hex().encode() in raw


def test_a_record_that_stays_keeps_its_leaf():
    one, other = (made(ids)[release.RECORDS].splitlines() for ids in ("abc", "acd"))
    assert one[0] == other[0] and one[2] == other[1]


@pytest.mark.parametrize("name", release.FILES)
def test_a_changed_file_is_found_or_says_nothing_of_its_own(name: str):
    files = made("abcd")
    changed = {**files, name: files[name].replace(b"d", b"e")}
    if name in {release.KEY, release.PROOFS, release.WITHDRAWN}:
        return  # made from the others; a reader takes the key from the publisher, and makes proofs from the records
    with pytest.raises(LedgerAltered):
        release.check(changed, SIGNER.verifier)


def test_another_key_another_day_another_audience_are_found():
    files = made("abc")
    with pytest.raises(LedgerAltered, match="not signed by that key"):
        release.check(files, OTHER.verifier)
    (one,) = release.history(files[release.HISTORY])
    for change in (
        {"date": "2020-01-01"},
        {"audience": "partners"},
        {"size": 2},
        {"withdrawn": ("claim/a",), "added": one.added[1:]},
    ):
        wrong = msgspec.json.encode(msgspec.structs.replace(one, **change)) + b"\n"
        with pytest.raises(LedgerAltered):
            release.check({**files, release.HISTORY: wrong}, SIGNER.verifier)
    with pytest.raises(LedgerAltered, match="a release is missing"):
        release.history(msgspec.json.encode(msgspec.structs.replace(one, number=2)))
    with pytest.raises(LedgerAltered, match="cannot be read"):
        release.history(b"{")


def test_releases_go_on_under_another_key_only_when_told_so():
    first = made("abc")
    earlier = release.history(first[release.HISTORY])
    with pytest.raises(LedgerAltered, match="another key"):
        release.make([record("a")], earlier, OTHER, audience="public", today="2021-04-01")
    files = release.make(
        [record(i) for i in "abc"], earlier, OTHER, audience="public", today="2021-04-01", new_key=True
    )
    assert release.check(files, OTHER.verifier).number == 2
    assert release.signed_by(release.history(files[release.HISTORY]), SIGNER.verifier) == (1,)
    with pytest.raises(DisclosureRefused, match="its releases are for public"):
        release.make([record("a")], earlier, SIGNER, audience="partners", today="2021-04-01")


def test_keys_of_audiences_and_of_the_ledger_are_unlike_and_salts_outlive_a_new_key():
    from habeas.ledger.keys import Keys

    keys = Keys("habeas.invalid/x", b"\x01" * 32, b"\x02" * 32)
    public, partners = keys.publisher("public"), keys.publisher("partners")
    assert len({keys.verifier, public.verifier, partners.verifier}) == 3
    assert keys.publisher("public").verifier == public.verifier
    renewed = keys.renewed(lambda size: b"\x05" * size).publisher("public")
    assert renewed.verifier != public.verifier and renewed.salt(b"r") == public.salt(b"r") != partners.salt(b"r")


def test_a_release_has_one_record_of_each_id():
    with pytest.raises(UnknownEntry, match="none of that id"):
        release.prove(made("abc"), "z")


def cli(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    from habeas.cli import main

    try:
        main(list(arguments))
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    return code, capsys.readouterr().out


def test_a_reader_checks_proves_and_compares_from_folders_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, files in ((old, made("abc")), (new, made("abd", made("abc")[release.HISTORY], today="2021-04-01"))):
        (folder / "data" / "release").mkdir(parents=True)
        for name, raw in files.items():
            (folder / "data" / "release" / name).write_bytes(raw)
    key = SIGNER.verifier
    assert cli("verify-release", str(new), "--key", key, capsys=capsys)[0] == 0
    told = json.loads(cli("verify-release", str(new), "--key", key, "--json", capsys=capsys)[1])
    assert told == {"number": 2, "date": "2021-04-01", "audience": "public", "size": 3, "signed": [1, 2]}
    assert cli("verify-release", str(new), "--key", OTHER.verifier, capsys=capsys)[0] == 3
    assert cli("verify-release", str(tmp_path), "--key", key, capsys=capsys)[0] == 3
    assert cli("prove-record", str(new), "d", "--out", str(tmp_path / "p"), capsys=capsys)[0] == 0
    assert cli("verify-proof", str(tmp_path / "p"), "--key", key, capsys=capsys)[0] == 0
    assert cli("prove-record", str(new), "c", capsys=capsys)[0] == 1
    for options in ((), ("--from", "1", "--to", "2"), ("--against", str(old))):
        assert cli("releases", str(new), *options, capsys=capsys)[1] == "+ claim/d\n- claim/c\n"
    found = json.loads(cli("releases", str(new), "--from", "0", "--to", "1", "--json", capsys=capsys)[1])
    assert found["added"] == ["claim/a", "claim/b", "claim/c"] and len(found["releases"]) == 2
    assert cli("releases", str(new), "--to", "9", capsys=capsys)[0] == 1


WITNESS = """
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
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

func lines(name string) *bufio.Scanner {
	file, err := os.Open(os.Args[2] + "/" + name)
	must(err)
	scanner := bufio.NewScanner(file)
	scanner.Buffer(nil, 1<<20)
	return scanner
}

func main() {
	raw, err := os.ReadFile(os.Args[2] + "/checkpoint")
	must(err)
	verifier, err := note.NewVerifier(os.Args[1])
	must(err)
	opened, err := note.Open(raw, note.VerifierList(verifier))
	must(err)
	body := strings.Split(opened.Text, "\\n")
	size, err := strconv.ParseInt(body[1], 10, 64)
	must(err)
	records, proofs, proved := lines("records.jsonl"), lines("proofs.jsonl"), 0
	for records.Scan() && proofs.Scan() {
		var line struct {
			Index int64
			Path  []string
		}
		must(json.Unmarshal(proofs.Bytes(), &line))
		proof := tlog.RecordProof{}
		for _, text := range line.Path {
			proof = append(proof, hash(text))
		}
		must(tlog.CheckRecord(proof, size, hash(body[2]), line.Index, tlog.RecordHash(records.Bytes())))
		proved++
	}
	fmt.Println("proved", proved, "of", size)
}
"""


@pytest.mark.slow
def test_go_agrees_on_every_record_of_a_publication_and_refuses_a_changed_one(tmp_path: Path):
    if shutil.which("go") is None or not Path("/usr/share/gocode/src/golang.org/x/mod/sumdb").is_dir():
        pytest.fail("the witness needs Debian's golang-go and golang-golang-x-mod-dev")
    (tmp_path / "main.go").write_text(WITNESS)
    environment = {
        **os.environ,
        "GO111MODULE": "off",
        "GOPATH": "/usr/share/gocode",
        "GOCACHE": str(tmp_path / "c"),
        "GOFLAGS": "",
    }
    subprocess.run(
        ["go", "build", "-o", str(tmp_path / "witness"), "main.go"], cwd=tmp_path, env=environment, check=True
    )
    from ledgers import public_ledger, published_bytes

    published_bytes(public_ledger(tmp_path / "habeas.db"), tmp_path / "site")
    place = tmp_path / "site" / "data" / "release"
    key = (place / "key.txt").read_text().strip()

    def ask() -> subprocess.CompletedProcess[str]:
        return subprocess.run([tmp_path / "witness", key, place], capture_output=True, text=True, check=False)

    size = len((place / "records.jsonl").read_bytes().splitlines())
    assert size > 10 and ask().stdout == f"proved {size} of {size}\n"
    records = place / "records.jsonl"
    records.write_bytes(records.read_bytes().replace(b"Ana Silva", b"Ana Silvo", 1))
    assert ask().returncode == 3
