"""Verification: everything that the record says of itself, checked from its files alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from cryptography.x509 import Certificate

from habeas.claims import Span
from habeas.entries import Entry
from habeas.entries.decisions import Erase, RotateKey
from habeas.errors import HabeasError
from habeas.ledger.agreement import Signers, Wrong, against_checkpoints, against_nodes, differs, note_of
from habeas.ledger.erasing import NO_BYTES, is_blanked
from habeas.ledger.notes import ledger_id, read_checkpoint
from habeas.ledger.records import altered, entry_of, header_of, references
from habeas.ledger.store import Bytes, Rest, Row, Store
from habeas.ledger.timestamps import Stamp, checked
from habeas.ledger.tree import grown, leaf_hash, root
from habeas.text.canonical import canonical_record


class Problem(msgspec.Struct, frozen=True):
    """Something that is not as the record says.

    Attributes:
        seq: the entry's place; None for what concerns the ledger as a whole.
        entry: the entry's id as stored; None likewise, and for an entry that is gone.
        what: what is wrong, in one clause.
    """

    seq: int | None
    entry: str | None
    what: str


class Verification(msgspec.Struct, frozen=True):
    """What a check found.

    Attributes:
        entries: how many entries were read.
        root: hex root computed from their headers.
        verifier: the public key by which checkpoints were checked.
        checkpoint: the last checkpoint that the ledger holds.
        timestamps: what time-stamping authorities said of its checkpoints.
        kept: the ledger whose kept checkpoint was looked at, as entries call it: this one, or one that was merged into it;
            None if none was given, or none of them signed it.
        problems: empty for a record that is whole.
    """

    entries: int
    root: str
    verifier: str
    checkpoint: str
    problems: tuple[Problem, ...]
    timestamps: tuple[Stamp, ...] = ()
    kept: str | None = None


class _Gone:
    """What somebody decided to erase.

    Attributes:
        whole: ids of entries whose payloads are gone.
        parts: ids of entries of which a part is gone.
        spans: by id, the spans of it that this ledger's own decisions blanked; empty where names or a reason went.
    """

    def __init__(self, store: Store, own: str) -> None:
        self.whole: set[str] = set()
        self.parts: set[str] = set()
        self.spans: dict[str, set[Span]] = {}
        for row in store.rows():
            try:
                entry = entry_of(row) if row.payload is not None and b'"erase"' in row.payload else None
            except HabeasError:
                continue  # an altered entry decides nothing; it is named below
            if entry is not None and isinstance(entry.payload, Erase):
                self.whole.update(entry.payload.entries)
                self.parts.update(one.entry for one in entry.payload.blanked)
                for one in entry.payload.blanked if entry.header.ledger in {"", own} else ():
                    self.spans.setdefault(one.entry, set()).update(one.spans)

    def wrong(self, row: Row) -> Iterator[str]:
        """What is there of a row that should be gone, or gone that should be there."""
        if row.payload is None:
            if row.id not in self.whole:
                yield "its payload is gone, and nobody decided to erase it"
        elif isinstance(row, Rest):
            if row.id not in self.parts:
                yield "a part of it is gone, and nobody decided to erase it"
        elif row.id in self.spans:
            yield "a part of it was erased, and it is there again"

    def unblanked(self, entry: Entry) -> bool:
        """Whether words are there that were erased from a source."""
        source = entry.source
        return source is not None and not is_blanked(source.text, self.spans.get(entry.id, set()))


_GONE = b""
"""Stands for the hash of an entry that is gone: no hash is empty."""

_MOST_GONE = 100_000
"""So many entries are looked for one by one where a place is skipped; a larger gap is told as such."""


class _Seen:
    """What the pass over the entries has seen.

    Attributes:
        own: what entries call this ledger.
        read: how many there are.
        leaves: the leaf hash of each; of one that is gone, no hash at all.
        stored: the id of each as stored, likewise.
        altered: the ids of those that are not what their headers say.
        recorders: which ledger says that it recorded each, and when.
        rotations: the keys that entries announce, by place.
        signers: this ledger's own keys.
    """

    def __init__(self, verifier: str) -> None:
        self.own = _id_of(verifier)
        self.read = 0
        self.leaves: list[bytes] = []
        self.stored: list[bytes] = []
        self.altered: set[str] = set()
        self.recorders: list[tuple[str, str]] = []
        self.rotations: dict[int, str] = {}
        self.ids: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.recorded_at = ""
        self.signers = Signers(verifier)

    def lose(self, places: int) -> None:
        """So many entries are gone before the next one."""
        self.leaves += [_GONE] * places
        self.stored += [_GONE] * places
        self.recorders += [(self.own, "")] * places


class _Tree(msgspec.Struct, frozen=True):
    """One ledger's tree as it was computed here: who signs it, and its nodes by level and place."""

    ledger: str
    signers: Signers
    nodes: dict[tuple[int, int], bytes]

    @property
    def size(self) -> int:
        """How many leaves it has here."""
        return sum(level == 0 for level, _ in self.nodes)


def _id_of(verifier: str) -> str:
    try:
        return ledger_id(verifier)
    except HabeasError:
        return ""  # no checkpoint will be signed by such a key, which is told of each


def verify(
    store: Store, blobs: Bytes, *, kept: str | None = None, certificates: Sequence[Certificate] = ()
) -> Verification:
    """Check a ledger.

    Args:
        store: its database.
        blobs: the bytes of its sources.
        kept: a checkpoint that somebody kept, of this ledger or of one that was merged into it: that ledger, as far as it is
            here, must have grown from it.
        certificates: those of time-stamping authorities.
    """
    verifier = store.meta("verifier") or ""
    seen = _Seen(verifier)
    problems = [Problem(None, None, what) for what in store.problems()]
    if store.meta("sweeping") is not None:
        problems.append(Problem(None, None, "an erasure has not ended: what was erased is still in its files"))
    gone = _Gone(store, seen.own)
    for row in store.rows():
        problems += _of_gap(row, seen)
        problems += [Problem(row.seq, row.id, what) for what in (*gone.wrong(row), *_of_row(row, seen, blobs, gone))]
    nodes = _nodes(seen.leaves)
    of_own = against_checkpoints(store.checkpoints(), seen.signers, nodes, len(seen.leaves))
    problems += _named(of_own.wrong, seen)
    stored = {(level, index): digest for level, index, digest in store.nodes()}
    problems += _named(against_nodes(stored, nodes, seen.stored, of_own.agreed), seen)
    trees = [_Tree(seen.own, seen.signers, nodes)]
    problems += _of_peers(store, seen, trees)
    signed = _signed_by(kept, trees) if kept is not None else None
    if kept is not None:
        problems += [Problem(None, None, what) for what in _of_kept(kept, signed, seen.own)]
    notes = dict(store.checkpoints())
    stamps = [checked(size, answer, notes.get(size), certificates) for size, answer in store.timestamps()]
    problems += [Problem(None, None, wrong) for _, wrong in stamps if wrong is not None]
    last = max(notes.items(), default=(0, ""))[1]
    return Verification(
        seen.read,
        root(len(seen.leaves), lambda level, index: nodes[level, index]).hex(),
        seen.signers.keys[-1][1],
        last,
        tuple(problems),
        tuple(stamp for stamp, _ in stamps),
        signed.ledger if signed is not None else None,
    )


def _of_gap(row: Row, seen: _Seen) -> Iterator[Problem]:
    """The entries that are gone between this one and the one before it."""
    missing = range(len(seen.leaves), row.seq)
    if 0 < len(missing) <= _MOST_GONE:
        seen.lose(len(missing))
        yield from (Problem(seq, None, "it is gone") for seq in missing)


def _of_row(row: Row, seen: _Seen, blobs: Bytes, gone: _Gone) -> Iterator[str]:
    if row.seq != len(seen.leaves):
        yield f"it stands at place {row.seq}, and {len(seen.leaves)} entries come before it"
    leaf = leaf_hash(row.header)
    seen.read += 1
    seen.leaves.append(leaf)
    seen.stored.append(_digest(row.id) or leaf)
    seen.recorders.append((seen.own, ""))
    try:
        header = header_of(row)
        if canonical_record(header) != row.header:
            yield "its header is not in canonical form"
        seen.recorders[-1] = (header.ledger or seen.own, header.recorded_at)
        if seen.recorders[-1][0] == seen.own:
            if header.recorded_at <= seen.recorded_at:
                yield "it was recorded before the entry that precedes it"
            seen.recorded_at = header.recorded_at
        seen.ids[row.id] = header.kind
        wrong = altered(row, header)
        if wrong is not None:
            seen.altered.add(row.id)
            yield wrong
        elif row.payload is not None:
            entry = entry_of(row)
            yield from _of_entry(entry, seen, blobs)
            if gone.unblanked(entry):
                yield "words that were erased from its text are there"
    except HabeasError as error:
        yield error.wrong


def _of_entry(entry: Entry, seen: _Seen, blobs: Bytes) -> Iterator[str]:
    if entry.payload is None:
        return
    for id_ in references(entry.payload):
        if id_ not in seen.ids:
            yield f"it names entry {id_[:12]}, which is not before it"
    if isinstance(entry.payload, RotateKey):
        seen.rotations[entry.seq] = entry.payload.verifier
        if seen.recorders[-1][0] == seen.own:
            seen.signers.announce(entry.seq + 1, entry.payload.verifier)
    if entry.source is not None:
        seen.texts[entry.id] = entry.source.text
        if entry.source.sha256 != NO_BYTES:
            blobs.get(entry.source.sha256)
    if entry.claim is not None:
        for source in {item.source for item in entry.claim.evidence} - seen.altered:
            entry.claim.check_spans(source, seen.texts.get(source, ""))


def _digest(id_: str) -> bytes | None:
    """An id as bytes; None for what is no hash."""
    try:
        return bytes.fromhex(id_)
    except ValueError:
        return None


def _named(wrong: Iterable[Wrong], seen: _Seen, places: Sequence[int] | None = None, of: str = "") -> Iterator[Problem]:
    """Problems of a tree, each with the entry that it concerns.

    Args:
        wrong: what is wrong, each with the place of its leaf.
        seen: the entries.
        places: where the leaves of another ledger's tree stand here.
        of: begins what is told of the tree as a whole.
    """
    for place, what in wrong:
        seq = place if place is None or places is None else places[place]
        if seq is None:
            yield Problem(None, None, of + what)
        elif seen.leaves[seq] != _GONE:
            yield Problem(seq, seen.stored[seq].hex(), what)


def _nodes(leaves: list[bytes]) -> dict[tuple[int, int], bytes]:
    return {
        (level, first + place): digest
        for level, first, hashes in grown(0, leaves, _nothing)
        for place, digest in enumerate(hashes)
    }


def _nothing(level: int, index: int) -> bytes:
    raise KeyError(level, index)  # a tree that grows from nothing needs no stored node


def _of_peers(store: Store, seen: _Seen, trees: list[_Tree]) -> Iterator[Problem]:
    """What is wrong with what other ledgers recorded: each entry must stand in the signed tree of the ledger it names.

    Their trees are added to `trees`.
    """
    proved = set()
    for ledger, verifier in store.peers().items():
        tree = list(store.peer_leaves(ledger))
        places = [seq for _, seq in tree]
        if [place for place, _ in tree] != list(range(len(tree))) or any(seq >= len(seen.leaves) for seq in places):
            yield Problem(None, None, f"of ledger {ledger}: its tree has gaps")
            continue
        wrong = [] if _id_of(verifier) == ledger else ["its key is another ledger's"]
        signers, latest = Signers(verifier), ""
        for place, seq in enumerate(places):
            recorder, recorded_at = seen.recorders[seq]
            if recorder == ledger:
                proved.add(seq)
                wrong += [f"its entry {place} was recorded before the one that precedes it"] * (recorded_at <= latest)
                latest = recorded_at
                if seq in seen.rotations:
                    signers.announce(place + 1, seen.rotations[seq])
        trees.append(_Tree(ledger, signers, _nodes([seen.leaves[seq] for seq in places])))
        yield from (Problem(None, None, f"of ledger {ledger}: {what}") for what in wrong)
        of_theirs = against_checkpoints(store.peer_checkpoints(ledger), signers, trees[-1].nodes, len(places))
        yield from _named(of_theirs.wrong, seen, places, f"of ledger {ledger}: ")
    for seq, (recorder, _) in enumerate(seen.recorders):
        if recorder != seen.own and seq not in proved:
            what = f"it says that ledger {recorder} recorded it, and nothing here shows that"
            yield Problem(seq, seen.leaves[seq].hex(), what)


def _signed_by(note: str, trees: Iterable[_Tree]) -> _Tree | None:
    """The ledger whose key signed a note, the key that was to sign one of its size."""
    for tree in trees:
        for _, key in tree.signers.keys:
            checkpoint = note_of(note, key)
            if checkpoint is not None and note_of(note, tree.signers.of(checkpoint.size)) is not None:
                return tree
    return None


def _of_kept(note: str, tree: _Tree | None, own: str) -> Iterator[str]:
    """What speaks against a kept checkpoint of one of the ledgers known here."""
    try:
        checkpoint = read_checkpoint(note.rpartition("\n\n")[0] + "\n")
    except HabeasError:
        yield "the kept checkpoint cannot be read: keep the file that `habeas verify --write-checkpoint FILE` writes"
        return
    if tree is None:
        yield (
            "the kept checkpoint is not signed by this ledger's key, nor by that of one that was merged into it: "
            "is it the right file?"
        )
        return
    if tree.ledger != own and checkpoint.size > tree.size:
        yield (
            f"the kept checkpoint of ledger {tree.ledger} covers {checkpoint.size} entries, and {tree.size} of them are here: "
            "merge a newer copy of that ledger; if that is refused, one of the two was cut off"
        )
        return
    whose = "" if tree.ledger == own else f" of ledger {tree.ledger}"
    if checkpoint.size > tree.size:
        yield f"against the kept checkpoint{whose}: it covers {checkpoint.size} entries, and only {tree.size} are left"
    elif differs(checkpoint, tree.nodes):
        yield f"against the kept checkpoint{whose}: the first {checkpoint.size} entries are not those that were signed"
