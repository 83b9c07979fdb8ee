"""Releases: each publication has a Merkle tree of its own over its records, a signed checkpoint, and a proof for each record.

A leaf is the canonical JSON of a record and its salt. Readers get the records of the last release with their proofs. Of each
release before it they keep its number, its day, its signed checkpoint, and by salted hashes which records it added and took
back: enough to check that checkpoint and to tell two releases apart, and nothing of what was withdrawn since.

Everything here is pure: the same records, the same history and the same keys give the same bytes.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import msgspec

from habeas.errors import DisclosureRefused, LedgerAltered, UnknownEntry
from habeas.ledger.notes import Checkpoint, opened, read_checkpoint
from habeas.ledger.proof import Proof
from habeas.ledger.tree import Nodes, grown, inclusion_proof, leaf_hash, root
from habeas.text.canonical import canonical_json

CHECKPOINT = "checkpoint"
HISTORY = "releases.jsonl"
KEY = "key.txt"
PROOFS = "proofs.jsonl"
RECORDS = "records.jsonl"
WITHDRAWN = "withdrawn.jsonl"
FILES = (CHECKPOINT, HISTORY, KEY, PROOFS, RECORDS, WITHDRAWN)
"""The files of a release, below `data/release/` of a site."""


class Signer(Protocol):
    """What signs for one audience (`habeas.ledger.publisher.Publisher`)."""

    name: str
    verifier: str

    def sign(self, text: str) -> str:
        """The signed note of a text."""

    def salt(self, record: bytes) -> str:
        """A record's salt in hex."""


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """One release as the history keeps it.

    Attributes:
        number: from 1; the next one is made when a record was added, changed or withdrawn, and at no other time.
        date: the day on which it was made.
        audience: for whom.
        size: how many records it has.
        added: the records that are new or changed in it: `TYPE/ID`, and the hex hash of the leaf.
        withdrawn: the records that are in it no more.
        checkpoint: the signed note over its tree; its last line gives number, day and audience.
    """

    number: int
    date: str
    audience: str
    size: int
    added: tuple[tuple[str, str], ...]
    withdrawn: tuple[str, ...]
    checkpoint: str


class Withdrawn(msgspec.Struct, frozen=True, kw_only=True):
    """A record that was public and is no more.

    Attributes:
        type: case, claim or source.
        id: its public id, which says nothing of what it was.
        release: the number of the first release without it.
        on: that release's day.
    """

    type: str
    id: str
    release: int
    on: str


Leaves = dict[str, str]
"""The hex leaf hash of each record of a release, by `TYPE/ID`; the tree's leaves stand in the order of these keys."""


def history(raw: bytes) -> tuple[Release, ...]:
    """The releases in a history file, oldest first.

    Raises:
        LedgerAltered: it is none, or a release is missing.
    """
    try:
        found = tuple(msgspec.json.decode(line, type=Release) for line in raw.splitlines())
    except msgspec.MsgspecError as error:
        raise _altered("the history of releases", f"it cannot be read: {error}") from error
    if [release.number for release in found] != list(range(1, len(found) + 1)):
        raise _altered("the history of releases", "a release is missing")
    return found


def leaves_at(releases: Sequence[Release], number: int) -> Leaves:
    """The leaves of a release, put together from the history."""
    leaves: Leaves = {}
    for release in releases[:number]:
        for key in release.withdrawn:
            leaves.pop(key, None)
        leaves.update(release.added)
    return leaves


def withdrawn(releases: Sequence[Release]) -> tuple[Withdrawn, ...]:
    """What is public no more, by type and id; what came back is public."""
    gone: dict[str, Withdrawn] = {}
    for release in releases:
        for key in release.withdrawn:
            kind, _, id_ = key.partition("/")
            gone[key] = Withdrawn(type=kind, id=id_, release=release.number, on=release.date)
        for key, _ in release.added:
            gone.pop(key, None)
    return tuple(gone[key] for key in sorted(gone))


def make(
    records: Sequence[Mapping[str, Any]],
    earlier: Sequence[Release],
    signer: Signer,
    *,
    audience: str,
    today: str,
    new_key: bool = False,
) -> dict[str, bytes]:
    """The files of the release after some others; where nothing has changed, those of the last one again.

    Args:
        records: of the register; each has a `type` and an `id`.
        earlier: the history.
        signer: for this audience.
        audience: for whom.
        today: the day of the release.
        new_key: the last release may be signed by another key than this one.

    Raises:
        DisclosureRefused: the last release is another audience's.
        LedgerAltered: the last release is not what was signed, or is another key's.
    """
    if earlier:
        check_history(earlier, since=len(earlier))
        if earlier[-1].audience != audience:
            raise DisclosureRefused(
                "the folder", f"its releases are for {earlier[-1].audience}", "Give each audience a folder of its own."
            )
        if not new_key and not signed_by(earlier[-1:], signer.verifier):
            raise _altered("the last release", "another key signed it (`--new-key` goes on with this one)")
    lines = {_key(record): _leaf(record, signer) for record in records}
    lines = {key: lines[key] for key in sorted(lines)}
    leaves = {key: leaf_hash(line).hex() for key, line in lines.items()}
    before = leaves_at(earlier, len(earlier))
    releases = tuple(earlier)
    if not earlier or leaves != before or not signed_by(earlier[-1:], signer.verifier):
        releases = (*earlier, _next(leaves, before, len(earlier) + 1, signer, audience, today))
    nodes = _nodes(list(leaves.values()))
    proofs = (
        {"id": key, "index": at, "path": [b64encode(h).decode() for h in inclusion_proof(at, len(leaves), nodes)]}
        for at, key in enumerate(leaves)
    )
    return {
        CHECKPOINT: releases[-1].checkpoint.encode(),
        HISTORY: _lines(releases),
        KEY: f"{signer.verifier}\n".encode(),
        PROOFS: _lines(proofs),
        RECORDS: b"".join(line + b"\n" for line in lines.values()),
        WITHDRAWN: _lines(withdrawn(releases)),
    }


def _next(leaves: Leaves, before: Leaves, number: int, signer: Signer, audience: str, today: str) -> Release:
    checkpoint = Checkpoint(signer.name, len(leaves), root(len(leaves), _nodes(list(leaves.values()))))
    return Release(
        number=number,
        date=today,
        audience=audience,
        size=len(leaves),
        added=tuple((key, leaf) for key, leaf in leaves.items() if before.get(key) != leaf),
        withdrawn=tuple(key for key in sorted(before) if key not in leaves),
        checkpoint=signer.sign(f"{checkpoint.text}{_label(number, today, audience)}\n"),
    )


def _label(number: int, day: str, audience: str) -> str:
    """The line by which a checkpoint says which release it is: it is signed with the rest."""
    return f"habeas release {number} of {day} for {audience}"


def check_history(releases: Sequence[Release], *, since: int = 1) -> None:
    """Check that every release from one on has the records, number, day and audience that its checkpoint gives.

    Who signed a checkpoint is another question: `signed_by`.

    Raises:
        LedgerAltered: one has not.
    """
    leaves = leaves_at(releases, since - 1)
    for release in releases[since - 1 :]:
        for key in release.withdrawn:
            leaves.pop(key, None)
        leaves.update(release.added)
        text = release.checkpoint.rpartition("\n\n")[0] + "\n"
        checkpoint = read_checkpoint(text)
        computed = root(len(leaves), _nodes([leaves[key] for key in sorted(leaves)]))
        if (checkpoint.size, checkpoint.root, release.size) != (len(leaves), computed, len(leaves)):
            raise _altered(f"release {release.number}", "its records are not those that were signed")
        if text.splitlines()[3:] != [_label(release.number, release.date, release.audience)]:
            raise _altered(f"release {release.number}", "its number, day or audience is not what was signed")


def signed_by(releases: Sequence[Release], verifier: str) -> tuple[int, ...]:
    """The numbers of the releases that a key signed."""
    return tuple(release.number for release in releases if opened(release.checkpoint, verifier) is not None)


def check(files: Mapping[str, bytes], verifier: str) -> Release:
    """Check a release from its files alone, and give it.

    Raises:
        LedgerAltered: something is not as the key signed it.
    """
    releases = history(files[HISTORY])
    check_history(releases)
    if not signed_by(releases[-1:], verifier):
        raise _altered("the release", "its checkpoint is not signed by that key")
    if files[CHECKPOINT].decode() != releases[-1].checkpoint:
        raise _altered("the release", "its checkpoint is not the last of its history")
    leaves = leaves_at(releases, len(releases))
    found = {_key(record): leaf_hash(line).hex() for line, record in _read(files[RECORDS])}
    if found != leaves:
        raise _altered("the release", "its records are not those that were signed")
    return releases[-1]


def prove(files: Mapping[str, bytes], wanted: str) -> Proof:
    """The proof of one record, from a release's files; `wanted` is its id, or `TYPE/ID`.

    Raises:
        UnknownEntry: the release has no such record.
        LedgerAltered: it has several.
    """
    lines = [(line, _key(record)) for line, record in _read(files[RECORDS])]
    found = [at for at, (_, key) in enumerate(lines) if wanted in {key, key.partition("/")[2]}]
    if not found:
        raise UnknownEntry(
            f"record {wanted!r}", "this release has none of that id", f"`data/release/{RECORDS}` and the API give ids."
        )
    if len(found) > 1:
        raise _altered(f"record {wanted}", f"this release has {len(found)} of that id")
    nodes = _nodes([leaf_hash(line).hex() for line, _ in lines])
    path = inclusion_proof(found[0], len(lines), nodes)
    return Proof(lines[found[0]][0], found[0], tuple(path), files[CHECKPOINT].decode())


def difference(old: Leaves, new: Leaves) -> dict[str, list[str]]:
    """What the newer release has that the older has not, what it has otherwise, and what it has no more, by `TYPE/ID`."""
    return {
        "added": sorted(new.keys() - old.keys()),
        "changed": sorted(key for key in new.keys() & old.keys() if new[key] != old[key]),
        "withdrawn": sorted(old.keys() - new.keys()),
    }


def _key(record: Mapping[str, Any]) -> str:
    return f"{record['type']}/{record['id']}"


def _leaf(record: Mapping[str, Any], signer: Signer) -> bytes:
    plain = canonical_json(dict(record))
    return b'{"record":%b,"salt":%b}' % (plain, canonical_json(signer.salt(plain)))  # canonical, as its parts are


def _read(raw: bytes) -> list[tuple[bytes, dict[str, Any]]]:
    try:
        return [(line, msgspec.json.decode(line)["record"]) for line in raw.splitlines()]
    except (msgspec.MsgspecError, KeyError, TypeError) as error:
        raise _altered("the records of a release", "they cannot be read") from error


def _lines(values: Any) -> bytes:
    return b"".join(canonical_json(msgspec.to_builtins(value)) + b"\n" for value in values)


def _nodes(leaves: Sequence[str]) -> Nodes:
    """The nodes of a tree over leaves."""
    rows: list[list[bytes]] = []

    def node(level: int, index: int) -> bytes:
        return rows[level][index]

    rows += [row for _, _, row in grown(0, [bytes.fromhex(leaf) for leaf in leaves], node)]
    return node


def _altered(given: str, wrong: str) -> LedgerAltered:
    return LedgerAltered(given, wrong, "Fetch it again, or go back to a copy that verifies.")
