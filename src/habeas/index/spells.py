"""Spells: how each custody stood on every day, as the record knew it at every moment.

A spell is a rectangle: from one day to another (valid time) and from one moment to another (record time) a custody stood so.
They are worked out by the fold's own functions, at every day and moment at which something may change, and only joined where
nothing did. So a question about all custodies on any day, as known at any moment, is one pass over columns of numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime

import msgspec

from habeas.claims import Custody
from habeas.disclosure import AdmittedCase, admit, audience, policy
from habeas.entries import Entry
from habeas.entries.decisions import Classify, OpenCase
from habeas.register.cases import Known, known_cases, standing_on
from habeas.register.fold import shown_claims
from habeas.register.said import Shown
from habeas.text.dates import bounds

ALWAYS = 2**62
"""A moment after every other."""

FIRST_DAY, LAST_DAY = 0, 2**31 - 1
"""Days before and after every other, as ordinals."""

_CANDIDATE = "candidate-"


class Spell(msgspec.Struct, frozen=True):
    """How one custody stood.

    Attributes:
        case: the place of the decision that opened it; below zero for a candidate (`candidate_number`).
        by: the state that holds; empty where no source says.
        status: a custody state.
        known_from, known_to: microseconds since 1970 in UTC, the last not included.
        day_from, day_to: ordinals (1 is 1 January of the year 1), the last not included.
    """

    case: int
    by: str
    status: str
    known_from: int
    known_to: int
    day_from: int
    day_to: int


def candidate_number(slug: str) -> int:
    """A candidate's slug as a number below zero."""
    return -1 - int(slug.removeprefix(_CANDIDATE), 16)


def microseconds(moment: str) -> int:
    """RFC 3339 in UTC as microseconds since 1970."""
    parsed = datetime.fromisoformat(moment)
    return (parsed - _EPOCH) // _TICK


_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00Z")
_TICK = datetime.resolution


def last_ordinal(as_of: str | None) -> int:
    """The day that a view stands on."""
    last = bounds(as_of)[1] if as_of else None
    return last.toordinal() if last else LAST_DAY - 1


Row = tuple[int, str, str, int, int]
"""A spell without its moments: case, state, status, first day, day after the last."""


def spells(persons: Sequence[Sequence[Entry]], now: datetime) -> list[list[Spell]]:
    """The spells of persons, for the team's eyes.

    Args:
        persons: for each, all the entries that decide on the custody, also of others whom decisions ever joined to the person.
        now: any moment; nothing that the team sees depends on it.
    """
    records = [_Record(entries) for entries in persons]
    often = Counter(entry.id for entries in persons for entry in entries if not _only_adds(entry))
    shared = {id_ for id_, number in often.items() if number > 1}
    everything = {entry.id: entry for entries in persons for entry in entries}
    rules, team = policy(list(everything.values())), audience("team")
    for number in range(max((len(record.epochs) for record in records), default=0)):
        there = [record for record in records if number < len(record.epochs)]
        for together in _apart(there, shared):
            known = {e.id: e for record in together for e in record.known_in(number)}
            admitted = admit(list(known.values()), rules, team, now=now)
            shown = {item.claim.id: item for item in shown_claims(admitted)}
            cases = {case.id: case for case in admitted.cases}
            for record in together:
                record.live_through(number, shown, cases)
    return [record.spells() for record in records]


def _apart(records: Sequence[_Record], shared: AbstractSet[str]) -> Iterator[list[_Record]]:
    """Records that can be admitted together: a decision on several persons' claims falls into another epoch of each."""
    alone = [record for record in records if record.holds(shared)]
    for record in alone:
        yield [record]
    if len(alone) < len(records):
        yield [record for record in records if not record.holds(shared)]


class _Record:
    """One person's record, from its first entry to its last, in epochs: within one, entries only add to what is known.

    So what disclosure admits of the end of an epoch it admits of every moment in it, as far as it was recorded by then.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = sorted(entries, key=lambda entry: entry.header.recorded_at)
        self._recorded = {entry.id: entry.header.recorded_at for entry in entries}
        self._opened = {e.payload.case: e for e in entries if isinstance(e.payload, OpenCase)}
        self._standing: dict[Row, int] = {}
        self._made: list[Spell] = []
        self._statuses: dict[tuple[str, ...], list[tuple[int, str]]] = {}
        moments = sorted(set(self._recorded.values()))
        turns = {entry.header.recorded_at for entry in entries if not _only_adds(entry)}
        self.epochs: list[list[str]] = []
        for moment in moments:
            if not self.epochs or moment in turns:
                self.epochs.append([])
            self.epochs[-1].append(moment)

    def holds(self, ids: AbstractSet[str]) -> bool:
        """Whether any of these entries is in it."""
        return any(id_ in ids for id_ in self._recorded)

    def known_in(self, epoch: int) -> list[Entry]:
        """What was recorded by the end of an epoch."""
        last = self.epochs[epoch][-1]
        return [entry for entry in self._entries if entry.header.recorded_at <= last]

    def live_through(self, epoch: int, shown: Mapping[str, Shown], cases: Mapping[str, AdmittedCase]) -> None:
        """Take in an epoch, of whose end these claims and cases, and others, are admitted."""
        mine = sorted((shown[id_] for id_ in self._recorded if id_ in shown), key=lambda item: item.claim.id)
        standing = [item for item in mine if item.claim.status not in {"rejected", "corrected"}]
        opened = [(e.header.recorded_at, cases[id_]) for id_, e in self._opened.items() if id_ in cases]
        for moment in self.epochs[epoch]:
            there = [item for item in standing if self._since(item) <= moment]
            known = known_cases(there, [case for since, case in opened if since <= moment], candidates=True)
            self._turn(microseconds(moment), {row for case in known for row in self._rows(case)})

    def _since(self, item: Shown) -> str:
        """Since when a claim can be seen: since it and its sources were recorded."""
        sources = (self._recorded[quote.source] for quote in item.claim.quotes if quote.source is not None)
        return max(self._recorded[item.claim.id], *sources, "")

    def _turn(self, moment: int, rows: set[Row]) -> None:
        """From this moment on these rows stand."""
        self._made += [_spell(row, self._standing.pop(row), moment) for row in [*self._standing] if row not in rows]
        for row in rows:
            self._standing.setdefault(row, moment)

    def spells(self) -> list[Spell]:
        """All of them, in the end."""
        return [*self._made, *(_spell(row, since, ALWAYS) for row, since in self._standing.items())]

    def _rows(self, case: Known) -> Iterator[Row]:
        number = candidate_number(case.slug) if case.opened is None else self._opened[case.opened.id].seq
        claims = tuple(item.claim.id for item in case.claims)
        if claims not in self._statuses:
            self._statuses[claims] = list(_statuses(case))
        (_, status), *later = self._statuses[claims]
        first = FIRST_DAY
        for day, next_status in later:
            if next_status != status:
                yield number, case.by or "", status, first, day
                first, status = day, next_status
        yield number, case.by or "", status, first, LAST_DAY


def _only_adds(entry: Entry) -> bool:
    """Whether an entry only adds to what was known before, whatever else there is; labels hold for all time."""
    return entry.decision is None or isinstance(entry.payload, (OpenCase, Classify))


def _spell(row: Row, since: int, until: int) -> Spell:
    case, by, status, first, last = row
    return Spell(case, by, status, since, until, first, last)


def _statuses(case: Known) -> Iterator[tuple[int, str]]:
    """The status before every day that matters, from each of them on, and after all days."""
    days = {day for item in case.claims for day in _days(item)}
    before = max(1, min(days, default=1) - 1)  # there is no date before the year 1
    for day in sorted({before, *days}):
        yield day, standing_on(case, date.fromordinal(day).isoformat()).status
    yield LAST_DAY - 1, standing_on(case, None).status  # of no day in particular: what nobody dates counts, too


def _days(item: Shown) -> Iterator[int]:
    """The day on which a custody claim may begin to count: its own, or where it has none the one on which it was told."""
    content = item.claim.content
    value = content.when or item.said_on if isinstance(content, Custody) else None
    first = bounds(value)[0] if value else None
    if first is not None:
        yield first.toordinal()
