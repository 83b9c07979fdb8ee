"""What of other ledgers' entries counts here.

A foreign decision is inert until this ledger trusts its ledger for that kind of decision. An erasure is different, because the
words it concerns may be those of somebody in danger, and because nobody can undo it: what a ledger erased of its own entries is
gone here too; what it erased of others' is shown in no view from then on, and its bytes go once this ledger trusts it for that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from habeas.claims import Span
from habeas.entries import AnyDecision, Entry
from habeas.entries.decisions import Erase, RotateKey, Trust, name_of
from habeas.ledger.erasing import followed, spans_of
from habeas.ledger.notes import ledger_id
from habeas.ledger.records import Payload, entry_of, header_of, references
from habeas.ledger.store import Row, Store

KEPT = (Erase, RotateKey, Trust)
"""Decisions that are never erased: the record could not be verified without them, or what was erased would be back."""


class Peer(msgspec.Struct, frozen=True):
    """Another ledger, as this one knows it.

    Attributes:
        ledger: what entries call it.
        verifier: the public key that signs its next checkpoint.
        entries: how many entries it recorded.
        checkpoint: the last one kept of it.
        trusted: the kinds of decision for which it is trusted here.
        inert: for each kind, how many of its decisions do not count here.
    """

    ledger: str
    verifier: str
    entries: int
    checkpoint: str
    trusted: tuple[str, ...]
    inert: dict[str, int]


class Standing:
    """What counts here, as the ledger stands; made anew when it has grown.

    Args:
        store: a ledger's database.

    Attributes:
        size: how many entries it was made of.
        merged: whether other ledgers' entries are among them.
        gone: ids of what was erased for good, here or by the ledger that recorded it.
        parts: likewise, by a source's id, the spans that were erased of it.
        veiled: what is shown of entries of which another ledger erased a part without having recorded them.
        sealed: ids that another ledger erased without having recorded them: shown in no view, and kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.size = store.size()
        self._peers = store.peers()
        self.merged = bool(self._peers)
        self.gone: frozenset[str] = frozenset()
        self.sealed: frozenset[str] = frozenset()
        self.parts: dict[str, tuple[Span, ...]] = {}
        self.veiled: dict[str, Payload] = {}
        if self.merged:
            self._gather()

    def _gather(self) -> None:
        self._own = ledger_id(self._store.meta("verifier") or "")
        self._recorder: list[str] = []
        self._decisions: dict[int, AnyDecision] = {}
        self._decided: set[int] = set()
        seq_of: dict[str, int] = {}
        for row in self._store.rows():
            header = header_of(row)
            self._recorder.append(header.ledger or self._own)
            seq_of[row.id] = row.seq
            if header.kind == "decision":
                self._decided.add(row.seq)
            if header.kind == "decision" and row.payload is not None:
                decision = entry_of(row).decision
                if decision is not None:
                    self._decisions[row.seq] = decision
        self._trees = {ledger: [seq for _, seq in self._store.peer_leaves(ledger)] for ledger in self._peers}
        self._trees[self._own] = list(range(len(self._recorder)))
        self._place = {
            seq: place
            for ledger, tree in self._trees.items()
            for place, seq in enumerate(tree)
            if self._recorder[seq] == ledger
        }
        self._keys = {ledger: self._keys_of(ledger, first) for ledger, first in self._peers.items()}
        self._trust = self._trusted()
        self._seen = {ledger: dict(self._sights(ledger)) for ledger in self._trees}
        self.parts = spans_of(self._blanking(seq_of, holds=True))
        self.gone, self.sealed = self._erased(seq_of)
        hidden = spans_of(self._blanking(seq_of, holds=False))
        if hidden or self.sealed:
            self._hide(hidden)

    def _by(self, ledger: str) -> Iterator[tuple[int, AnyDecision]]:
        """The decisions that a ledger recorded, in its order."""
        for seq in self._trees[ledger]:
            if self._recorder[seq] == ledger and seq in self._decisions:
                yield seq, self._decisions[seq]

    def _keys_of(self, ledger: str, first: str) -> list[str]:
        return [first, *(d.verifier for _, d in self._by(ledger) if isinstance(d, RotateKey))]

    def _trusted(self) -> dict[tuple[str, str], bool]:
        """By ledger and kind of decision what this ledger said last; a key speaks for its ledger."""
        said: dict[tuple[str, str], bool] = {}
        for _, decision in self._by(self._own):
            if isinstance(decision, Trust):
                named = [ledger for ledger, keys in self._keys.items() if decision.verifier in keys]
                said.update({(ledger, kind): not decision.revoked for ledger in named for kind in decision.kinds})
        return said

    def _sights(self, ledger: str) -> Iterator[tuple[int, dict[str, int]]]:
        """For each decision of a ledger, how far into each other ledger's tree it had seen."""
        seen: dict[str, int] = {}
        for seq in self._trees[ledger]:
            recorder = self._recorder[seq]
            if recorder != ledger:
                seen = {**seen, recorder: max(seen.get(recorder, 0), self._place[seq] + 1)}
            elif seq in self._decisions:
                yield seq, seen

    def _blanking(self, seq_of: dict[str, int], *, holds: bool) -> Iterator[Erase]:
        """The erasures of parts, each with the parts that go here, or with those that are hidden until somebody decides."""
        for ledger in self._trees:
            said = True if ledger == self._own else self._trust.get((ledger, "erase"))
            for _, decision in self._by(ledger):
                if isinstance(decision, Erase):
                    goes = {one.entry: bool(said) or self._is_by(ledger, one.entry, seq_of) for one in decision.blanked}
                    some = [one for one in decision.blanked if goes[one.entry] == holds and (holds or said is None)]
                    yield msgspec.structs.replace(decision, blanked=tuple(some))

    def _hide(self, spans: dict[str, tuple[Span, ...]]) -> None:
        """Show what erasing these spans, and what is sealed, would leave; nothing of it is erased."""
        gone = followed(lambda: map(entry_of, self._store.rows()), self.sealed, spans)
        self.sealed |= {entry.id for entry in gone.going}
        self.veiled = {left.entry.id: left.payload for left in gone.left}

    def _is_by(self, ledger: str, id_: str, seq_of: dict[str, int]) -> bool:
        return id_ in seq_of and self._recorder[seq_of[id_]] == ledger

    def _erased(self, seq_of: dict[str, int]) -> tuple[frozenset[str], frozenset[str]]:
        gone: set[str] = set()
        sealed: set[str] = set()
        for ledger in self._trees:
            said = True if ledger == self._own else self._trust.get((ledger, "erase"))
            for _, decision in self._by(ledger):
                if isinstance(decision, Erase):
                    its = {id_ for id_ in decision.entries if self._is_by(ledger, id_, seq_of)}
                    gone |= set(decision.entries) if said else its
                    sealed |= set(decision.entries) if said is None else set()
        sealed -= gone | {
            id_ for id_ in sealed if seq_of.get(id_, -1) in self._decided
        }  # else it could lift a restriction
        gone -= {id_ for id_ in gone if isinstance(self._decisions.get(seq_of.get(id_, -1)), KEPT)}
        return frozenset(gone), self._with_what_rests(sealed) if sealed else frozenset()

    def _with_what_rests(self, sealed: set[str]) -> frozenset[str]:
        """What is shown no longer, with every claim that rests on it."""
        for row in self._store.rows():
            if b'"kind":"claim"' in row.header and row.payload is not None:
                claim = entry_of(row).claim
                if claim is not None and sealed & set(references(claim)):
                    sealed.add(row.id)
        return frozenset(sealed)

    def counts(self, ledger: str, decision: AnyDecision) -> bool:
        """Whether a decision of that ledger counts here."""
        if ledger == self._own:
            return True
        if isinstance(decision, (Trust, RotateKey)):
            return False
        return self._trust.get((ledger, name_of(decision)), False)

    def entry(self, row: Row) -> Entry:
        """The entry of a row as it counts here.

        Raises:
            LedgerAltered: it is not what its hashes say.
        """
        entry = entry_of(row)
        if not self.merged:
            return entry
        ledger = self._recorder[row.seq]
        entry = msgspec.structs.replace(entry, payload=self.veiled.get(row.id, entry.payload))
        payload, inert = entry.payload, None
        if entry.decision is not None and not self.counts(ledger, entry.decision):
            payload, inert = None, entry.decision
        if row.id in self.sealed:
            payload, inert = None, None
        return msgspec.structs.replace(
            entry,
            payload=payload,
            inert=inert,
            origin=None if ledger == self._own else ledger,
            place=self._place.get(row.seq),
            seen=self._seen[ledger].get(row.seq) if ledger in self._seen else None,
        )

    def peers(self) -> list[Peer]:
        """The ledgers that were merged into this one."""
        return [self._peer(ledger) for ledger in self._peers]

    def _peer(self, ledger: str) -> Peer:
        inert: defaultdict[str, int] = defaultdict(int)
        for _, decision in self._by(ledger):
            if not self.counts(ledger, decision) and not isinstance(decision, (Trust, RotateKey)):
                inert[name_of(decision)] += 1
        return Peer(
            ledger=ledger,
            verifier=self._keys[ledger][-1],
            entries=self._recorder.count(ledger),
            checkpoint=max(self._store.peer_checkpoints(ledger), default=(0, ""))[1],
            trusted=tuple(sorted(kind for (one, kind), said in self._trust.items() if one == ledger and said)),
            inert=dict(sorted(inert.items())),
        )
