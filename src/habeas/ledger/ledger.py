"""The ledger: entries in, entries out, checkpoints over them. It has no way to change or delete an entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Self

import msgspec

from habeas.claims import Claim, Span
from habeas.claims.dated import check_dates
from habeas.entries import AnyDecision, Entry, checked
from habeas.entries.copies import united
from habeas.entries.decisions import TRUSTABLE, Blanked, Erase, OpenCase, RotateKey, Trust
from habeas.errors import BadContent, DecisionError, LedgerAltered, NoKey, UnknownEntry
from habeas.ledger.batch import Batch
from habeas.ledger.cases import CaseNames
from habeas.ledger.erasing import Erasure, erasure, followed, spans_of
from habeas.ledger.keys import Keys, Random
from habeas.ledger.merge import MAX_BYTES, Incoming, Merged, due
from habeas.ledger.notes import Checkpoint, given_key, ledger_id, sign
from habeas.ledger.proof import Proof
from habeas.ledger.publisher import Publisher
from habeas.ledger.records import SALT, ContentKeys, Payload, altered, entry_of, header_of, references, sealed
from habeas.ledger.standing import KEPT, Peer, Standing
from habeas.ledger.store import Bytes, Store
from habeas.ledger.tree import consistency_proof, inclusion_proof, root
from habeas.ledger.verify import Verification, verify
from habeas.sources import Source
from habeas.text.canonical import canonical_record

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

AT_ONCE = 4000
"""Entries that are made and written together: as many as the processor's cache holds."""

SWEEPING = "sweeping"
"""The setting that says that an erasure has not ended: hashes of source bytes to remove, then nothing but free pages."""

Clock = Callable[[], datetime]
"""Gives the time, with its zone."""

_NO_SPANS: Mapping[str, Sequence[Span]] = MappingProxyType({})


class Recorded(msgspec.Struct, frozen=True, gc=False):
    """What became of a payload: the entry that holds it, and whether that entry is new."""

    id: str
    new: bool


class _Undone(Exception):
    """Undoes what a dry run did."""


def _quietly(appended: int) -> None:
    """Nothing."""


class Ledger:
    """One open ledger. Use it as a context manager, or `close` it.

    Args:
        store: the database.
        blobs: the bytes of sources.
        keys: None where the key file is missing: such a ledger can be read and not written.
        now: the clock.
        rng: random bytes for salts.
        who: in whose name entries are recorded.
    """

    def __init__(self, store: Store, blobs: Bytes, keys: Keys | None, *, now: Clock, rng: Random, who: str) -> None:
        self._store = store
        self._blobs = blobs
        self._keys = keys
        self._now = now
        self._rng = rng
        self._who = who
        self._standing: Standing | None = None
        self._case_names = CaseNames(store)
        self._text_of = lru_cache(maxsize=64)(self._source_text)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    def refuse_if_altered(self) -> None:
        """Check every entry's hashes and the last checkpoint, as long as it takes to read them once.

        Raises:
            LedgerAltered: one of them is not what it should be.
        """
        for row in self._store.rows():
            wrong = altered(row, header_of(row))
            if wrong is not None:
                given = f"entry {row.seq} ({row.id[:12]})"
                raise LedgerAltered(given, wrong, "Run `habeas verify`, and go back to a copy that verifies.")

    def verify(self, kept: str | None = None, certificates: Sequence[Certificate] = ()) -> Verification:
        """Check everything.

        Args:
            kept: a checkpoint that somebody kept.
            certificates: those of time-stamping authorities; without any, time stamps are checked but for their signatures.
        """
        return verify(self._store, self._blobs, kept=kept, certificates=certificates)

    def standing(self) -> Standing:
        """What counts here, as the ledger stands now."""
        if self._standing is None or self._standing.size != self._store.size():
            self._standing = Standing(self._store)
        return self._standing

    def peers(self) -> list[Peer]:
        """The ledgers that were merged into this one."""
        return self.standing().peers()

    def is_merged(self) -> bool:
        """Whether other ledgers' entries are among its own."""
        return bool(self._store.peers())

    def size(self) -> int:
        """How many entries there are."""
        return self._store.size()

    def root(self, size: int | None = None) -> bytes:
        """The root over the first `size` entries, or over all (RFC 6962)."""
        return root(self._store.size() if size is None else size, self._store.node)

    @cached_property
    def id(self) -> str:
        """What entries call this ledger: a hash of its first public key."""
        return ledger_id(self._store.meta("verifier") or "")

    def verifier(self) -> str:
        """The public key that checks this ledger's checkpoints."""
        return current_verifier(self._store)

    def publisher(self, audience: str) -> Publisher:
        """What signs publications for an audience.

        Raises:
            NoKey: the key file is missing.
        """
        return self._writable().publisher(audience)

    def checkpoint(self) -> str:
        """The last signed checkpoint; empty for a ledger without entries."""
        return max(self._store.checkpoints(), default=(0, ""))[1]

    def add_timestamp(self, size: int, answer: bytes) -> None:
        """Keep a time-stamping authority's answer beside the checkpoint of that size."""
        with self._store.writing():
            self._store.add_timestamp(size, answer)

    def prove(self, prefix: str) -> Proof:
        """The proof that an entry is in the ledger, under its last checkpoint.

        Raises:
            UnknownEntry: no entry, or several, have an id that begins so.
        """
        entry = self.entry(prefix)
        (row,) = self._store.at([entry.seq])
        path = inclusion_proof(row.seq, self.size(), self._store.node)
        return Proof(row.header, row.seq, tuple(path), self.checkpoint())

    def prove_growth(self, older: int) -> list[bytes]:
        """The hashes that show that the first `older` entries are the beginning of this ledger (RFC 6962, section 2.1.2)."""
        return consistency_proof(older, self.size(), self._store.node)

    def source_bytes(self, digest: str) -> bytes:
        """The bytes of a source as received."""
        return self._blobs.get(digest)

    def entries(
        self, *, known_at: str | None = None, kinds: Container[str] | None = None, first: int = 0
    ) -> Iterator[Entry]:
        """Entries in the order of recording.

        Args:
            first: only from this place on.
            known_at: only what was recorded until then (RFC 3339 in UTC).
            kinds: only these kinds.
        """
        standing = self.standing()
        for row in self._store.rows(first):
            header = header_of(row)
            if known_at is not None and header.recorded_at > known_at:
                if standing.merged:
                    continue  # another ledger's entries keep their own moments
                return
            if row.seq >= standing.size:
                standing = self.standing()
            if kinds is None or header.kind in kinds:
                yield standing.entry(row)

    def entry(self, prefix: str) -> Entry:
        """The entry whose id begins so.

        Raises:
            UnknownEntry: none does, or several do.
        """
        if len(prefix) < 4:
            raise UnknownEntry(f"id {prefix!r}", "that is too short", "Give at least its first four characters.")
        found = self._store.with_prefix(prefix.lower())
        if len(found) != 1:
            several = "several entries begin so", "Give more of the id."
            none = "no entry begins so", "`habeas log` lists the entries with their ids."
            raise UnknownEntry(f"id {prefix!r}", *(several if found else none))
        return self.standing().entry(found[0])

    def at(self, places: Sequence[int]) -> list[Entry]:
        """The entries at these places, in order."""
        standing = self.standing()
        return [standing.entry(row) for row in self._store.at(places)]

    def places(self, ids: Sequence[str]) -> dict[str, int]:
        """Where the entries with these ids are; an id of none is left out."""
        return self._store.places(ids)

    def record_source(self, source: Source, raw: bytes, handling: str) -> Recorded:
        """Keep a source's bytes and record the source.

        Raises:
            BadContent: the bytes are not those that the source names.
            LedgerUnwritable, LedgerLocked, NoKey: nothing was recorded.
        """
        self._writable()
        if self._blobs.put(raw) != source.sha256:
            raise BadContent(f"source {source.origin}", "its bytes have another hash than it says", "Read it again.")
        return self._append([(source, handling)], raw)[0]

    def record(self, items: Sequence[tuple[Claim | AnyDecision, str]]) -> list[Recorded]:
        """Record claims and decisions, each with its handling label: all of them, or none.

        Raises:
            SpanMismatch, BadDate: a quote is not the text of its span, a date is none.
            UnknownEntry: one names an entry that is not there.
            DecisionError: no such handling label; a case is opened under an id or a slug that another case has.
            LedgerUnwritable, LedgerLocked, NoKey: nothing was recorded.
        """
        return self._append(list(items))

    def rotate_key(self, new: Keys, *, reason: str, handling: str = "team") -> Recorded:
        """Announce another signing key; the old one signs the announcement, and the caller keeps the new one from now on.

        Raises:
            BadContent: the new keys have another name or another content secret than the ledger's.
        """
        keys = self._writable()
        if (new.name, new.content) != (keys.name, keys.content):
            raise BadContent("the new keys", "they are not made from this ledger's", "Make them with `Keys.renewed`.")
        with self._store.writing():
            recorded = self._added(keys, [(RotateKey(reason=reason, verifier=new.verifier), checked(handling))])[0]
            self._sign(keys)
            self._store.set_meta(f"verifier.{self._store.size()}", new.verifier)
        self._keys = new
        return recorded

    def erasure(self, prefixes: Sequence[str], spans: Mapping[str, Sequence[Span]] = _NO_SPANS) -> Erasure:
        """What erasing some entries, or spans of some sources, takes with it. See `habeas.ledger.erasing`.

        Args:
            prefixes: the beginnings of the ids of entries that go altogether.
            spans: by the beginning of a source's id, the spans of its text that go.

        Raises:
            UnknownEntry: no entry, or several, have an id that begins so.
            DecisionError: a span is none of its source's text, or its entry is no source; or an `erase`, a `rotate_key` or a
                `trust` is named, without which the record could not be verified.
        """
        named = [self.entry(prefix) for prefix in prefixes]
        for entry in named:
            if isinstance(entry.payload, KEPT):
                raise DecisionError(
                    f"entry {entry.id[:12]}", "the record cannot do without it", "It names nobody: leave it."
                )
        whole = {id_ for entry in named for id_ in self._copies(entry)}
        return erasure(self._all, whole, {self.entry(prefix).id: some for prefix, some in spans.items()})

    def _all(self) -> Iterator[Entry]:
        """Every entry as it is, whether or not it counts here."""
        return map(entry_of, self._store.rows())

    def erase(
        self,
        prefixes: Sequence[str],
        *,
        reason: str,
        spans: Mapping[str, Sequence[Span]] = _NO_SPANS,
        handling: str = "team",
    ) -> Recorded:
        """Remove payloads for good, or spans of sources, with what was derived from them; the record still verifies.

        The words go from the database, its log and its free pages, and from the folder of sources. Backups made before keep
        them: `restore` erases them again.
        """
        keys = self._writable()
        with self._store.writing():
            recorded = self._gone(keys, self.erasure(prefixes, spans), reason, checked(handling))
            self._sign(keys)
        self.sweep()
        return recorded

    def _gone(self, keys: Keys, gone: Erasure, reason: str, handling: str) -> Recorded:
        """Decide on an erasure and carry it out; within `writing()`, before `sweep`."""
        salts = [self._rng(SALT) for _ in gone.left]
        bodies = [canonical_record(left.payload) for left in gone.left]
        blanked = tuple(
            Blanked(entry=left.entry.id, spans=left.spans, payload_hash=sha256(salt + body).hexdigest())
            for left, salt, body in zip(gone.left, salts, bodies, strict=True)
        )
        decision = Erase(reason=reason, entries=tuple(entry.id for entry in gone.going), blanked=blanked)
        recorded = self._added(keys, [(decision, handling)])[0]
        self._store.forget([entry.seq for entry in (*gone.going, *(left.entry for left in gone.left))])
        for left, salt, body in zip(gone.left, salts, bodies, strict=True):
            self._store.leave(left.entry.seq, salt, body, self._store.size() - 1)
        self._must_sweep(gone.going, gone.digests)
        return recorded

    def merge(
        self,
        other: Ledger,
        *,
        max_bytes: int = MAX_BYTES,
        dry_run: bool = False,
        told: Callable[[int], None] = _quietly,
    ) -> Merged:
        """Take in what another ledger holds and this one does not, with the proof of who recorded it: all of it, or nothing.

        Args:
            other: an open ledger; it is only read.
            max_bytes: no payload and no source's bytes may be longer.
            dry_run: say what would come; change nothing.
            told: is called now and then with how many entries were appended.

        Raises:
            MergeRefused: the other ledger does not verify, or shows a ledger with another past than is known here.
            LedgerUnwritable, LedgerLocked, NoKey: nothing was merged.
        """
        keys = self._writable()
        before = self.standing().sealed
        merged: list[Entry] = []
        gone: list[str] = []
        with other._store.reading():
            incoming = Incoming(other._store, other._blobs, now=self._now(), max_bytes=max_bytes)
            incoming.check(self._store)
            if not dry_run:
                incoming.bring_bytes(self._store, self._blobs)
            with suppress(_Undone), self._store.writing():
                incoming.check(self._store)
                merged = incoming.append(self._store, keys.content, told)
                gone = self._settle(keys) if merged else []
                sealed = self.standing().sealed - before
                if merged:
                    self._sign(keys)
                if dry_run:
                    raise _Undone
        self._standing = None
        self.sweep()
        kinds = Counter(entry.header.kind for entry in merged)
        return Merged(
            ledger=incoming.ledger,
            verifier=incoming.verifier,
            sources=kinds["source"],
            claims=kinds["claim"],
            decisions=kinds["decision"],
            erased=tuple(gone),
            sealed=tuple(sorted(sealed)),
        )

    def trust(
        self, verifier: str, kinds: Sequence[str], *, revoked: bool = False, reason: str, handling: str = "team"
    ) -> tuple[Recorded, list[str]]:
        """Let another ledger's decisions of some kinds count here, or no longer. Also the ids of what goes, as it had erased it.

        Raises:
            BadKey: it is no public key.
            DecisionError: the key is this ledger's own, or there is no such kind to be trusted for.
        """
        keys = self._writable()
        unknown = [kind for kind in kinds if kind not in TRUSTABLE]
        if unknown or not kinds:
            known = f"Use one of: {', '.join(TRUSTABLE)}."
            raise DecisionError(f"kind {' '.join(unknown)!r}", "no ledger is trusted for it", known)
        verifier = given_key(verifier)
        if ledger_id(verifier) == self.id or verifier == self.verifier():
            raise DecisionError("the key", "it is this ledger's own", "Give the other ledger's public key.")
        with self._store.writing():
            decision = Trust(reason=reason, verifier=verifier, kinds=tuple(kinds), revoked=revoked)
            recorded = self._added(keys, [(decision, checked(handling))])[0]
            gone = self._settle(keys)
            self._sign(keys)
        self.sweep()
        return recorded, gone

    def _settle(self, keys: Keys) -> list[str]:
        """Forget what other ledgers erased, and what rests on it; within `writing()`. The ids of what went, or lost a part."""
        self._standing = None
        going, undecided = due(self._store, self.standing())
        if undecided:
            decision = Erase(reason="Rests on what another ledger erased.", entries=tuple(undecided))
            self._added(keys, [(decision, "team")])
        self._store.forget([entry.seq for entry in going])
        parts = followed(self._all, self.standing().gone, self.standing().parts)
        if parts.going or parts.left:
            self._gone(keys, parts, "Another ledger erased a part of it, or what it rests on.", "team")
        self._must_sweep(going, ())
        self._standing = None
        return [*(entry.id for entry in (*going, *parts.going)), *(left.entry.id for left in parts.left)]

    def _copies(self, entry: Entry) -> set[str]:
        """An entry with what other ledgers recorded of the same."""
        if not self.standing().merged:
            return {entry.id}
        one = next(
            (e for e in united(list(self.entries())) if entry.id in {e.id, *(id_ for id_, _ in e.copies)}), entry
        )
        return {entry.id, *(id_ for id_, _ in one.copies)}

    def erased(self) -> dict[str, tuple[Span, ...]]:
        """What was erased: ids, with the spans that went where the rest of a source stayed."""
        if self.standing().merged:
            whole, parts = self.standing().gone, self.standing().parts
        else:
            erasing = [e.payload for e in self.entries(kinds={"decision"}) if isinstance(e.payload, Erase)]
            whole, parts = frozenset(id_ for payload in erasing for id_ in payload.entries), spans_of(erasing)
        return dict(sorted({**parts, **dict.fromkeys(whole, ())}.items()))

    def _must_sweep(self, gone: Sequence[Entry], digests: Iterable[str]) -> None:
        """Note within an erasure's own transaction what is left to do after it: whoever opens the ledger next can do it."""
        more = {*digests, *(entry.source.sha256 for entry in gone if entry.source is not None)}
        if gone or more:
            before = self._store.meta(SWEEPING) or ""
            self._store.drop_meta(SWEEPING)
            self._store.set_meta(SWEEPING, " ".join(sorted({*before.split(), *more})))

    def sweep(self) -> None:
        """Remove from the ledger's files what an erasure left in them; nothing where none was cut short.

        Raises:
            LedgerLocked: another program is reading what was erased.
            LedgerUnwritable: no room to rewrite the database. What was erased is shown by nothing, and is still in its files.
        """
        self._standing = None
        self._text_of.cache_clear()
        if self._store.meta(SWEEPING) is None:
            return
        with self._store.writing():
            named = {entry.source.sha256 for entry in self._all() if entry.source is not None}
            for digest in (self._store.meta(SWEEPING) or "").split():
                if digest not in named:
                    self._blobs.discard(digest)
            self._store.drop_meta(SWEEPING)
            self._store.set_meta(SWEEPING, "")
        self._store.compact()
        with self._store.writing():
            self._store.drop_meta(SWEEPING)

    @property
    def is_writable(self) -> bool:
        """Whether its keys are at hand."""
        return self._keys is not None

    def _writable(self) -> Keys:
        if self._keys is None:
            raise NoKey("this ledger", "its key file is missing", "Put the key file back beside the ledger to write.")
        return self._keys

    def _append(self, items: Sequence[tuple[Payload, str]], raw: bytes | None = None) -> list[Recorded]:
        keys = self._writable()
        labels = {handling: checked(handling) for handling in {handling for _, handling in items}}
        with self._store.writing():
            if raw is not None:
                self._blobs.put(raw)  # again, where an erasure removed the same bytes meanwhile
            self._case_names.refuse_taken([payload for payload, _ in items if isinstance(payload, OpenCase)])
            recorded = self._added(keys, [(payload, labels[handling]) for payload, handling in items])
            if any(item.new for item in recorded):
                self._sign(keys)
        return recorded

    def _added(self, keys: Keys, items: Sequence[tuple[Payload, str]]) -> list[Recorded]:
        """Record what is not there yet; within `writing()`."""
        batch, recognising, ledger = Batch(self._store), ContentKeys(keys.content), self.id
        moments = batch.moments(self._now())
        recorded: list[Recorded] = []
        for first in range(0, len(items), AT_ONCE):
            some = [recognising.prepared(*item) for item in items[first : first + AT_ONCE]]
            salts = self._rng(SALT * len(some))
            batch.recognise(item.key for item in some if item.key is not None)
            all_there = batch.look_up(id_ for item in some for id_ in references(item.payload))
            for place, item in enumerate(some):
                known = batch.known(item.key)
                if known is None:
                    if not all_there:  # it may name one before it in this batch
                        batch.need(references(item.payload))
                    self._check(item.payload)
                    salt = salts[place * SALT : (place + 1) * SALT]
                    row = sealed(
                        batch.size, item, salt=salt, recorded_at=next(moments), recorded_by=self._who, ledger=ledger
                    )
                    batch.add(row, item.key)
                    recorded.append(Recorded(row.id, new=True))
                else:
                    recorded.append(Recorded(known, new=False))
            batch.flush()
        batch.finish()
        return recorded

    def _check(self, payload: Payload) -> None:
        """Its quotes must be the text, its dates dates."""
        if isinstance(payload, Claim):
            check_dates(payload)
            for source in {item.source for item in payload.evidence}:
                payload.check_spans(source, self._text_of(source))

    def _source_text(self, id_: str) -> str:
        source = self.entry(id_).source
        if source is None:
            raise BadContent(f"entry {id_[:12]}", "it is no source, or was erased", "Give the id of a source.")
        return source.text

    def _sign(self, keys: Keys) -> None:
        size = self._store.size()
        checkpoint = Checkpoint(keys.name, size, self.root(size))
        self._store.add_checkpoint(size, sign(checkpoint.text, keys.name, keys.signing))


def current_verifier(store: Store) -> str:
    """The public key that signs a ledger's next checkpoint."""
    rotated = [key for key in store.metas() if key.startswith("verifier.")]
    last = max(rotated, key=lambda key: int(key.partition(".")[2]), default="verifier")
    return store.meta(last) or ""


def key_path(where: Path) -> Path:
    """Where the keys of the ledger at `where` lie."""
    return where.with_name(where.name + ".key")


def blobs_path(where: Path) -> Path:
    """Where the bytes of its sources lie."""
    return where.with_name(where.name + ".sources")
