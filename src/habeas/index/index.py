"""The index of a ledger: derived, kept beside it, brought up to date before every answer, made again whenever in doubt.

It answers for the team's eyes alone, and what it answers is what the plain fold would: it finds the entries that bear on a
question and gives them to the fold. Only for questions about every custody at once it holds answers of its own (`spells`), which
the fold's own functions worked out.
"""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec
import numpy as np

from habeas.disclosure import Admitted, admit, audience, policy
from habeas.entries import Entry
from habeas.entries.decisions import (
    Accept,
    Classify,
    Consent,
    Correct,
    Distinct,
    Erase,
    OpenCase,
    Reject,
    Release,
    RotateKey,
    Same,
    Wish,
    Withhold,
)
from habeas.identity import claim_mentions
from habeas.index.around import Around, Book
from habeas.index.columns import (
    COUNTED,
    ROW,
    Columns,
    Held,
    counted,
    dealt,
    parted,
    renumbered,
    replaced,
    status_of,
    together,
    units_of,
)
from habeas.index.pages import VERSION, IndexBroken, Pages
from habeas.index.postings import Gathered, Postings, pages_for
from habeas.index.spells import candidate_number, last_ordinal, microseconds
from habeas.index.spill import PARTS, Rows, Spilled
from habeas.index.terms import BEGINNING, Role, hashed, of_mention, terms_of, tokens
from habeas.index.workers import Mine, Sheaf, processes_for, worked_out
from habeas.register import CaseView, EndorsementsView, fold_cases, fold_endorsements
from habeas.register.history import Event, history

Progress = Callable[[int, int], None]
"""Told how many of how many entries are done."""

_UNDERSTOOD = (
    Accept, Reject, Correct, Same, Distinct, OpenCase, Consent, Wish, Classify, Withhold, Release, RotateKey,
)  # fmt: skip
"""The decisions whose reach the index knows. Where a ledger holds another, the index is not used; `erase` makes it new."""

_UNITS = 100
"""How many persons are worked out at once when an index is made: several such sheaves wait in memory."""

_PERSONS = 100
"""How many mentions of people have their spells on one page, which one question about one of them reads whole."""

_ROWS = 50_000
"""How many spells wait in memory before they are put aside."""


class About(msgspec.Struct):
    """What an index is of.

    Attributes:
        version: of its form.
        made_by: the code that made it (`made_by`).
        size, root: how many entries it knows, and the root over them.
        postings, custody: how many pages its postings and its spells have; no spells until somebody asks for them.
        waiting: how many pages name persons whose spells something has touched since they were worked out.
        states: the states that its spells number.
    """

    version: int
    made_by: str
    size: int
    root: str
    postings: int
    custody: int
    waiting: int
    states: list[str]


class Index:
    """One open index. `current()` before every group of questions.

    Args:
        pages: its file.
        book: the ledger.
        now: the moment of the views it gives.
        progress: told while all spells are worked out.
    """

    def __init__(self, pages: Pages, book: Book, now: datetime, progress: Progress | None = None) -> None:
        self._pages = pages
        self._progress = progress or (lambda _done, _all: None)
        self._book = book
        self._now = now
        self._about = self._read_about()
        self._settle()

    def _read_about(self) -> About:
        try:
            about = msgspec.json.decode(self._pages.get("about", 0), type=About)
        except msgspec.DecodeError as error:
            raise IndexBroken(str(error)) from error
        if about.version != VERSION or about.made_by != made_by():
            raise IndexBroken("other code made it")
        return about

    def _settle(self) -> None:
        self._spells: Columns | None = None
        self._postings = Postings(self._pages, self._about.postings)
        self._around = Around(self._postings, self._book, self._about.size)

    @classmethod
    def made(cls, path: Path, book: Book, now: datetime, progress: Progress | None = None) -> Index:
        """A new index of a whole ledger, put in its place when it is complete.

        Raises:
            IndexBroken: it cannot be written, or the ledger holds what an index does not understand.
        """
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        pages = Pages(beside, create=True)
        try:
            Making(pages, book, progress or (lambda _done, _all: None)).make()
            beside.chmod(0o600)  # hashes of names confirm guesses: it is as secret as the ledger
            pages.replace(path)
        except OSError as error:
            raise IndexBroken(str(error)) from error
        finally:
            pages.close()
            for left in (beside, beside.with_name(beside.name + "-journal")):
                left.unlink(missing_ok=True)
        return cls(Pages(path), book, now, progress)

    def close(self) -> None:
        """Let go of the file."""
        self._pages.close()

    def discard(self) -> None:
        """Remove the file, so that the next question makes it again."""
        self.close()
        Path(self._pages.path).unlink(missing_ok=True)

    def current(self) -> None:
        """Take in what was recorded since.

        Raises:
            IndexBroken: it is of another ledger, or cannot be brought up to date.
        """
        about = self._read_about()
        if about != self._about:
            self._about = about
            self._settle()
        size = self._book.size()
        if about.size > size or self._book.root(about.size).hex() != about.root:
            raise IndexBroken("it is of another ledger")
        if about.size == size:
            return
        if size - about.size > max(_FEW, about.size // _SHARE):
            raise IndexBroken("so much is new that it is sooner made again")
        fresh = list(self._book.entries(first=about.size))
        with self._pages.writing():
            if self._read_about() == about:  # else somebody else has just taken in the same
                self._take_in(fresh)
        self._about = self._read_about()
        self._settle()

    def _take_in(self, fresh: Sequence[Entry]) -> None:
        with Gathered(self._folder) as gathered:
            for entry in fresh:
                _refuse_unknown(entry)
                gathered.add(terms_of(entry), entry.seq)
            self._postings.add(gathered)
        size = fresh[-1].seq + 1
        around = Around(self._postings, self._book, size)
        about = self._about
        if about.custody:
            touched = {term for entry in fresh for term in _touched(entry, self._postings, around, self._book)}
            self._pages.put("waiting", [(about.waiting, array("q", touched).tobytes())])
            about = msgspec.structs.replace(about, waiting=about.waiting + 1)
        about = msgspec.structs.replace(about, size=size, root=self._book.root(size).hex())
        self._pages.put("about", [(0, msgspec.json.encode(about))])

    def spell(self) -> None:
        """Work out everybody's spells, or those of whom something was recorded since they were."""
        while self._about.waiting or not self._about.custody:
            with self._pages.writing():
                about = self._read_about()
                if about == self._about:  # else somebody else has just worked them out, or taken something in
                    about = self._spelled_again(about) if about.custody else self._spelled(about)
                    self._pages.put("about", [(0, msgspec.json.encode(about))])
            self.current()

    def _spelled(self, about: About) -> About:
        mentions = self._postings.terms(Role.HELD, Role.OPENED)
        number = max(1, len(mentions) // _PERSONS)
        spelling = Spelling(self._pages, number, self._around, about.states, self._now)
        with Spilled(self._folder, ROW) as spilled:
            spelling.whole(mentions, spilled, self._progress)
        return msgspec.structs.replace(about, custody=number, waiting=0)

    def _spelled_again(self, about: About) -> About:
        touched = array("q", b"".join(self._pages.all("waiting")))
        Spelling(self._pages, about.custody, self._around, about.states, self._now).again(dict.fromkeys(touched))
        self._pages.clear("waiting")
        return msgspec.structs.replace(about, waiting=0)

    @property
    def _folder(self) -> Path:
        return Path(self._pages.path).parent

    def cases_named(self, wanted: str, *, as_of: str | None, known_at: str | None) -> tuple[CaseView, ...]:
        """Every case and candidate that the id, slug or name may mean; others of the same persons among them."""
        terms = set(self._of_case(wanted))
        named = self._around.entries(self._postings.find(Role.NAMED, map(hashed, tokens([wanted]))))
        for entry in named:
            if entry.claim is not None:
                terms |= {of_mention(mention) for mention, _ in claim_mentions(entry.id, entry.claim)}
        found: dict[str, CaseView] = {}
        while terms:
            mine, views = self.cases_of(terms.pop(), as_of=as_of, known_at=known_at)
            terms -= mine
            found |= {view.slug: view for view in views}
        return tuple(found.values())

    def _of_case(self, wanted: str) -> Iterator[int]:
        """The persons whose case or candidate is called so."""
        for word in {wanted, wanted[:BEGINNING]} if len(wanted) >= BEGINNING else {wanted}:
            for entry in self._around.entries(self._postings.find(Role.CASE, [hashed(word)])):
                if isinstance(entry.payload, OpenCase):
                    yield of_mention(entry.payload.person)
        bits = wanted.removeprefix(_CANDIDATE)
        if _CANDIDATE.startswith(wanted[: len(_CANDIDATE)]) and len(wanted) >= BEGINNING:
            digits = bits if wanted.startswith(_CANDIDATE) else ""
            self.spell()
            if len(digits) <= _DIGITS and all(digit in "0123456789abcdef" for digit in digits):
                first, last = (candidate_number(digits.ljust(_DIGITS, fill)) for fill in "f0")  # they count downwards
                yield from units_of(self._pages.all("custody"), first, last)

    def cases_of(self, term: int, *, as_of: str | None, known_at: str | None) -> tuple[set[int], tuple[CaseView, ...]]:
        """A person's mentions, and the person's cases and candidates."""
        mine, entries = self._around.person({term})
        admitted = self._admitted(entries, known_at)
        return mine, fold_cases(admitted, lambda entity: of_mention(entity) in mine, as_of=as_of)

    def endorsements(self, *, as_of: str | None, known_at: str | None) -> tuple[EndorsementsView, ...]:
        """Who stands behind each instrument."""
        return fold_endorsements(self._admitted(self._around.instruments(), known_at), as_of=as_of)

    def history(self, slug: str) -> tuple[Event, ...]:
        """Everything recorded about an opened case's person."""
        opened = self._around.entries(self._postings.find(Role.CASE, [hashed(slug)]))
        mine = [
            e.payload for e in opened if isinstance(e.payload, OpenCase) and slug in {e.payload.case, e.payload.slug}
        ]
        return history(self._around.history([of_mention(case.person) for case in mine[:1]]), slug)

    def held(self, *, as_of: str | None, known_at: str | None) -> list[Held]:
        """How every custody on the record stood. The columns are read once and kept, some 30 bytes a spell."""
        moment = microseconds(known_at) if known_at else None
        self.spell()
        if self._spells is None:
            self._spells = together(self._pages.all("custody"), COUNTED)
        return counted(self._spells, last_ordinal(as_of), moment, self._about.states)

    def status(self, slug: str, *, as_of: str | None, known_at: str | None) -> list[tuple[int, str]]:
        """How the custodies of an opened case's person stood: each case's number in the index with its status."""
        self.spell()
        (place,) = self._postings.find(Role.CASE, [hashed(slug)])
        (entry,) = self._around.entries([place])
        if not isinstance(entry.payload, OpenCase):
            raise TypeError(slug)
        unit = min(self._around.joined([of_mention(entry.payload.person)])[0])
        moment = microseconds(known_at) if known_at else None
        body = self._pages.get("custody", unit % self._about.custody)
        return status_of(body, unit, last_ordinal(as_of), moment)

    def _admitted(self, entries: Sequence[Entry], known_at: str | None) -> Admitted:
        return admit(entries, policy(entries), audience("team"), known_at=known_at, now=self._now)


@cache
def made_by() -> str:
    """A mark of the code that works out spells: what another release's fold made of a record is not this one's."""
    rooms = ("claims", "disclosure", "entries", "identity", "index", "register", "text")
    root = Path(__file__).resolve().parent.parent
    mark = sha256()
    for path in sorted(path for room in rooms for path in (root / room).rglob("*.py")):
        mark.update(path.read_bytes())
    return mark.hexdigest()[:16]


_FEW = 5_000
_SHARE = 10
_CANDIDATE = "candidate-"
_DIGITS = 10


def _refuse_unknown(entry: Entry) -> None:
    if entry.decision is not None and type(entry.payload) not in _UNDERSTOOD:
        raise IndexBroken(f"entry {entry.seq} is a decision whose reach the index does not know")


def _touched(entry: Entry, postings: Postings, around: Around, book: Book) -> Iterator[int]:
    """The mentions whose custody an entry may have changed, in any view that the team can ask for."""
    payload = entry.payload
    if isinstance(payload, (Accept, Reject, Correct)):
        named = (payload.claim, payload.by) if isinstance(payload, Correct) else payload.claims
        changed = [id_ for id_ in named if postings.find(Role.UNDONE, [hashed(id_)])]
        for claim in around.entries(book.places(changed).values()):
            yield from _held(claim)
    elif isinstance(payload, (Classify, Withhold)):
        for other in around.entries(book.places(payload.entries).values()):
            yield from _held(other)
            for claim in around.entries(postings.find(Role.RESTS, [hashed(other.id)])):
                yield from _held(claim)
    else:
        yield from _held(entry)


def _held(entry: Entry) -> Iterator[int]:
    yield from (term for role, term in terms_of(entry) if role in {Role.HELD, Role.OPENED, Role.JOINED})


class Spelling:
    """Works out spells and writes them, person by person.

    Args:
        pages: the file.
        number: how many pages its spells have.
        around: finds what bears on what.
        states: the states numbered so far; it grows.
        now: any moment.
    """

    def __init__(self, pages: Pages, number: int, around: Around, states: list[str], now: datetime) -> None:
        self._pages = pages
        self._number = number
        self._around = around
        self._states = states
        self._numbers = {state: number for number, state in enumerate(states)}
        self._now = now

    def again(self, terms: Collection[int]) -> None:
        """Work out anew the persons whose mentions these are, in place of what was known of them."""
        for mine, rows in self.worked_out(terms):
            homes = rows["unit"] % self._number
            gone: dict[int, list[int]] = {}
            for term in (term for one in mine for term in one):
                gone.setdefault(term % self._number, []).append(term)
            self._pages.put(
                "custody", [(page, self._page(page, units, rows[homes == page])) for page, units in gone.items()]
            )

    def _page(self, page: int, gone: Collection[int], fresh: Rows) -> bytes:
        return replaced(self._pages.get("custody", page), gone, fresh)

    def whole(self, terms: Sequence[int], spilled: Spilled, progress: Progress) -> None:
        """Work out everybody: these are all mentions of people in custody."""
        made: list[Rows] = []
        done = 0
        for mine, rows in self.worked_out(terms):
            made.append(rows)
            done += sum(map(len, mine))
            if sum(map(len, made)) > _ROWS:
                self._put_aside(made, spilled)
            progress(done, len(terms))
        self._put_aside(made, spilled)
        pages = (page for part in range(PARTS) for page in dealt(spilled.part(part), part, self._number))
        self._pages.put("custody", pages)

    def _put_aside(self, made: list[Rows], spilled: Spilled) -> None:
        rows = np.concatenate(made) if made else np.empty(0, dtype=ROW)
        spilled.add(rows, parted(rows, self._number))
        made.clear()

    def worked_out(self, terms: Collection[int]) -> Iterator[tuple[list[Mine], Rows]]:
        """The mentions and the spells of all persons whose mentions these are, some persons at a time."""
        for mine, (rows, states) in worked_out(self._sheaves(terms), self._now, processes_for(len(terms))):
            yield mine, renumbered(rows, states, self._numbers)
            self._states[:] = self._numbers

    def _sheaves(self, terms: Collection[int]) -> Iterator[Sheaf]:
        known = array("q", sorted(terms))
        seen = bytearray(len(known))  # a set of so many numbers would be most of what all this takes
        batch: list[tuple[Mine, set[int]]] = []
        for term in terms:
            if seen[bisect_left(known, term)]:
                continue
            mine, places = self._around.custody([term])
            for other in mine:
                place = bisect_left(known, other)
                if place < len(known) and known[place] == other:
                    seen[place] = 1
            batch.append((mine, places))
            if len(batch) == _UNITS:
                yield self._sheaf(batch)
                batch = []
        yield self._sheaf(batch)

    def _sheaf(self, batch: Sequence[tuple[Mine, set[int]]]) -> Sheaf:
        read = {e.seq: e for e in self._around.entries({place for _, places in batch for place in places})}
        judged = self._around.judged(list(read.values()))
        persons: list[list[Entry]] = []
        for _, places in batch:
            own = [read[place] for place in places if place in read]
            persons.append(list({e.seq: e for one in own for e in (one, *judged[one.seq])}.values()))
        return [mine for mine, _ in batch], persons


class Making:
    """Makes an index from nothing."""

    def __init__(self, pages: Pages, book: Book, progress: Progress) -> None:
        self._pages = pages
        self._book = book
        self._progress = progress

    def make(self) -> None:
        """Make it; its spells are left to the first question that needs them."""
        size = self._book.size()
        root = self._book.root(size).hex()
        with Gathered(Path(self._pages.path).parent) as gathered:
            self._gather(gathered, size)
            number = pages_for(len(gathered))
            with self._pages.writing():
                self._pages.put("postings", gathered.pages(number))
                about = About(VERSION, made_by(), size, root, number, 0, 0, [])
                self._pages.put("about", [(0, msgspec.json.encode(about))])

    def _gather(self, gathered: Gathered, size: int) -> None:
        for entry in self._book.entries():
            if entry.seq == size:
                break
            if not isinstance(entry.payload, Erase):  # what it erased is gone before anything of it was gathered
                _refuse_unknown(entry)
            gathered.add(terms_of(entry), entry.seq)
            if entry.seq % 10_000 == 0:
                self._progress(entry.seq, size)
