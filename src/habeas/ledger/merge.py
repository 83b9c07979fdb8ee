"""Merge: another ledger's entries appended to this one's, each with the proof of which ledger recorded it.

What an entry's header says of the ledger that recorded it is believed only where the entry stands in that ledger's own
tree, under a checkpoint that its key signed. So a ledger passes on what it got from third ones together with their trees and
checkpoints, and whoever merges it checks these as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import islice

import msgspec

from habeas.claims.dated import check_dates
from habeas.entries import Entry
from habeas.errors import BadDate, MergeRefused
from habeas.ledger.batch import Batch
from habeas.ledger.erasing import NO_BYTES
from habeas.ledger.notes import ledger_id
from habeas.ledger.records import ContentKeys, entry_of, header_of, references
from habeas.ledger.standing import Standing
from habeas.ledger.store import Bytes, Rest, Row, Store
from habeas.ledger.verify import Problem, verify
from habeas.text.canonical import canonical_json

MAX_BYTES = 100_000_000
"""No payload and no source's bytes may be longer, unless the caller allows it."""

CLOCKS_DIFFER = timedelta(days=1)
"""What was recorded later than this from now was recorded by a wrong clock: whatever is decided here must come after it."""

AT_ONCE = 5_000
"""Entries that are held in memory together."""

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z")


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """What a merge brought.

    Attributes:
        ledger: what entries call the other ledger.
        verifier: the public key that signs its next checkpoint.
        sources, claims, decisions: how many entries of each kind are new here.
        erased: ids whose contents went here, because they were erased there or rest on what was.
        sealed: ids that are shown no longer, because a ledger that did not record them erased them.
    """

    ledger: str
    verifier: str
    sources: int
    claims: int
    decisions: int
    erased: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()


class Tree(msgspec.Struct, frozen=True):
    """A ledger's tree as some ledger shows it: its first public key, the ids of its leaves, its checkpoints by size."""

    verifier: str
    ids: list[str]
    checkpoints: dict[int, str]


def trees(store: Store) -> dict[str, Tree]:
    """The tree of a ledger, and those of every ledger that was merged into it, by what entries call them."""
    ids = list(store.ids())
    verifier = store.meta("verifier") or ""
    found = {ledger_id(verifier): Tree(verifier, ids, dict(store.checkpoints()))}
    for ledger, key in store.peers().items():
        tree = [ids[seq] for _, seq in store.peer_leaves(ledger)]
        found[ledger] = Tree(key, tree, dict(store.peer_checkpoints(ledger)))
    return found


def _misdated(row: Row) -> str | None:
    """What is wrong with a claim's dates: one that is none would stop every view of the ledger that takes it in."""
    claim = entry_of(row).claim
    try:
        if claim is not None:
            check_dates(claim)
    except BadDate as error:
        return f"{error.given}: {error.wrong}"
    return None


class Incoming:
    """Another ledger on its way into this one. Use it within `theirs.reading()`.

    Args:
        theirs: its database.
        blobs: the bytes of its sources.
        now: the clock's time.
        max_bytes: the most that a payload or a source's bytes may have.

    Raises:
        MergeRefused: it does not verify, an entry is too long, or was recorded in the future.
    """

    def __init__(self, theirs: Store, blobs: Bytes, *, now: datetime, max_bytes: int = MAX_BYTES) -> None:
        self._theirs = theirs
        self._blobs = blobs
        self._max_bytes = max_bytes
        self._check_lengths()
        found = verify(theirs, blobs)
        if found.problems:
            raise _refused(found.problems[0])
        self.verifier = found.verifier
        self.trees = trees(theirs)
        self.ledger = next(iter(self.trees))
        self._check_entries(now)

    def _check_lengths(self) -> None:
        row = self._theirs.longer(self._max_bytes)
        if row is not None:
            raise _refused(Problem(row.seq, row.id, f"it has more than {self._max_bytes} bytes"))
        for digest in self._blobs.digests():
            if self._blobs.length(digest) > self._max_bytes:
                raise _refused(Problem(None, None, f"source bytes {digest[:12]} are more than {self._max_bytes}"))

    def _check_entries(self, now: datetime) -> None:
        limit = (now.astimezone(UTC) + CLOCKS_DIFFER).isoformat()
        for row in self._theirs.rows():
            header = header_of(row)
            wrong = None
            if not _MOMENT.fullmatch(header.recorded_at):
                wrong = "it does not say when it was recorded"
            elif header.recorded_at > limit:
                wrong = f"it says that it was recorded on {header.recorded_at[:10]}, which is to come"
            elif not header.ledger:
                wrong = "it does not say which ledger recorded it"
            elif row.payload is not None and canonical_json(msgspec.json.decode(row.payload)) != row.payload:
                wrong = "its payload is not in canonical form"
            elif header.kind == "claim" and row.payload is not None:
                wrong = _misdated(row)
            if wrong is not None:
                raise _refused(Problem(row.seq, row.id, wrong))

    def check(self, mine: Store) -> None:
        """See that no ledger is shown with another past than the one that is known here.

        Raises:
            MergeRefused: one of them was rewritten, or is a copy of this one that went on by itself.
        """
        known = trees(mine)
        own = next(iter(known))
        for ledger, tree in self.trees.items():
            before = known.get(ledger)
            if before is None:
                continue
            place = _first_difference(before.ids, tree.ids)
            if place is not None and ledger == own:
                raise MergeRefused(
                    f"entry {place} ({tree.ids[place][:12]}) of the other ledger's copy of this one",
                    "this ledger has another in its place",
                    "A copied ledger that goes on by itself cannot be merged back: give each machine a ledger of its own.",
                )
            if place is not None:
                raise MergeRefused(
                    f"entry {place} ({tree.ids[place][:12]}) of ledger {ledger}",
                    f"it was {before.ids[place][:12]} when that ledger was merged before",
                    "One of the two was rewritten: ask its keepers.",
                )
            if ledger == own and len(tree.ids) > len(before.ids):
                raise MergeRefused(
                    "the other ledger",
                    f"it holds {len(tree.ids) - len(before.ids)} later entries of this ledger, which are not here",
                    "This one is an older copy: use the newer one.",
                )

    def bring_bytes(self, mine: Store, blobs: Bytes) -> None:
        """Copy the bytes of sources that are not here yet, before any entry that names them."""
        known = set(mine.ids())
        for row in self._theirs.rows():
            if row.id not in known and b'"kind":"source"' in row.header and row.payload is not None:
                source = entry_of(row).source
                if source is not None and source.sha256 != NO_BYTES and not blobs.length(source.sha256):
                    blobs.put(self._blobs.get(source.sha256))

    def append(self, mine: Store, secret: bytes, told: Callable[[int], None]) -> list[Entry]:
        """Append what is not here yet, with its origin; within `mine.writing()`. The new entries without their payloads."""
        own = ledger_id(mine.meta("verifier") or "")
        known = {id_: seq for seq, id_ in enumerate(mine.ids())}
        last = mine.last()
        latest = max(mine.latest_merged(), header_of(last).recorded_at if last else "")
        new: list[Entry] = []
        rests: list[Rest] = []
        batch, keys = Batch(mine), ContentKeys(secret)
        unknown = (row for row in self._theirs.rows() if row.id not in known)
        while some := list(islice(unknown, AT_ONCE)):
            entries = [entry_of(row) for row in some]
            rests += [row for row in some if isinstance(row, Rest)]
            found = [_key(keys, row, entry) for row, entry in zip(some, entries, strict=True)]
            batch.recognise(key for key in found if key is not None)
            for row, entry, key in zip(some, entries, found, strict=True):
                known[row.id] = batch.size
                latest = max(latest, entry.header.recorded_at)
                fresh = key if batch.known(key) is None else None
                whole = not isinstance(row, Rest)
                salt, payload = (row.salt, row.payload) if whole else (None, None)
                batch.add(Row(batch.size, row.id, row.header, salt, payload), fresh)
                new.append(msgspec.structs.replace(entry, payload=None))
            batch.flush()
            told(len(new))
        batch.finish()
        for rest in rests:
            mine.leave(known[rest.id], rest.salt or b"", rest.payload or b"", known[rest.erased_by.id])
        for ledger, tree in self.trees.items():
            if ledger != own:
                _remember(mine, ledger, tree, known)
        if new:
            mine.add_merge(mine.size(), latest)
        return new


def _key(keys: ContentKeys, row: Row, entry: Entry) -> bytes | None:
    """The content key of an entry that is whole."""
    if entry.payload is None or isinstance(row, Rest):
        return None
    return keys.prepared(entry.payload, entry.header.handling).key


def _remember(mine: Store, ledger: str, tree: Tree, known: dict[str, int]) -> None:
    """Keep a ledger's tree as far as it is shown, with the checkpoints that prove it."""
    mine.add_peer(ledger, tree.verifier)
    here = sum(1 for _ in mine.peer_leaves(ledger))
    mine.add_peer_leaves(ledger, here, [known[id_] for id_ in tree.ids[here:]])
    for size, note in tree.checkpoints.items():
        mine.add_peer_checkpoint(ledger, size, note)


def _first_difference(one: list[str], other: list[str]) -> int | None:
    """The first place at which two trees differ, as far as both reach."""
    return next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)


def _refused(problem: Problem) -> MergeRefused:
    where = "the other ledger"
    if problem.seq is not None:
        where = f"entry {problem.seq} ({(problem.entry or '')[:12]}) of the other ledger"
    return MergeRefused(
        where, problem.what, "Nothing was merged. Ask its keepers for a copy that `habeas verify` finds whole."
    )


def due(store: Store, standing: Standing) -> tuple[list[Entry], list[str]]:
    """What must go because it was erased, or rests on what was; and which of it nobody has decided to erase yet."""
    empty: set[str] = set()
    going: list[Entry] = []
    undecided: list[str] = []
    for row in store.rows():
        if row.payload is None:
            empty.add(row.id)
            continue
        decided = row.id in standing.gone
        if decided or (empty and _rests_on(row, empty)):
            empty.add(row.id)
            going.append(entry_of(row))
            undecided += [] if decided else [row.id]
    return going, undecided


def _rests_on(row: Row, empty: set[str]) -> bool:
    if b'"kind":"claim"' not in row.header:
        return False
    claim = entry_of(row).claim
    return claim is not None and not empty.isdisjoint(references(claim))
