"""What a file of the site is made from, so that a file whose makings have not changed is not made again.

A file is made from its plan's values, from the answers to the questions it asks while it is made, and from the program
itself. All three are in its mark; nothing else reaches it (a *verifying trace*, as in Mokhov, Mitchell, Peyton Jones:
Build systems à la carte, 2018).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import msgspec

from habeas.register.views import CaseView, Register, Said, SourceView, View
from habeas.site.links import Places

_encode = msgspec.msgpack.Encoder(order="deterministic").encode

Reckoned = TypeVar("Reckoned")

MADE_BY = ("babel", "jinja2", "markupsafe", "pillow")
"""Libraries whose version may change a file's bytes."""


class Lookups:
    """What a page may ask about the register beyond its own values. Every question is noted.

    Attributes:
        asked: the questions, in the order of asking, each once.
    """

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self.asked: dict[str, None] = {}

    def ask(self, kind: str, key: str) -> Any:
        """The answer to one question."""
        self.asked[f"{kind}:{key}"] = None
        return self._answers.answer(kind, key)

    @property
    def places(self) -> NotedPlaces:
        """Where things stand."""
        return NotedPlaces(self, self._answers.places)

    @property
    def records(self) -> NotedRecords:
        """The records, by id."""
        return NotedRecords(self)

    @property
    def register(self) -> NotedRegister:
        """The register, field by field."""
        return NotedRegister(self)


class Answers:
    """Answers questions about one register, and tells whether noted answers are still the same.

    Attributes:
        register: the register.
        places: where things stand.
        records: its records, by id.
        sources: its sources without their texts, by id, in their order.
    """

    def __init__(self, register: Register) -> None:
        self.register = register
        self.places = Places(register)
        self.records = {record.id: record for record in register.claims}
        self.sources = {source.id: slim(source) for source in register.sources}
        self._order = {id_: number for number, id_ in enumerate(self.sources)}
        self._reckoned: dict[str, Any] = {}
        self._answered = _Answered(self)
        self._marks: dict[str, bytes] = {}
        self._digests: dict[int, tuple[Any, bytes]] = {}

    def digest(self, value: Any) -> bytes:
        """A digest of one value. A view's is reckoned once, however many files show it; so is that of a list of them."""
        known = self._digests.get(id(value))
        if known is not None:
            return known[1]
        if isinstance(value, CaseView):
            found = sha256(b"case" + _encode(shell(value)) + self._joined(value.said)).digest()
        elif isinstance(value, list | tuple) and value and isinstance(value[0], View):
            found = sha256(b"list" + self._joined(value)).digest()
        else:
            found = sha256(_encode(value)).digest()
        if isinstance(value, View | list | tuple):
            self._digests[id(value)] = (value, found)  # the value is kept, so that its id stays its own
        return found

    def _joined(self, values: Sequence[Any]) -> bytes:
        known = self._digests
        return b"".join([known[id(value)][1] if id(value) in known else self.digest(value) for value in values])

    def answer(self, kind: str, key: str) -> Any:
        """The answer: a place, a record, a source without its text and where its quotes stand, or a field of the register."""
        if kind == "place":
            return self.places.record(key) if key in self.records else None
        if kind == "record":
            return self.records.get(key)
        if kind == "source":
            return (self.sources[key], self.places.stands_in(key)) if key in self.sources else None
        return getattr(self.register, key)

    def sources_of(self, case: CaseView) -> list[SourceView]:
        """A case's sources without their texts, in the register's order."""
        return [self.sources[id_] for id_ in sorted(case.sources, key=self._order.__getitem__)]

    def once(self, name: str, reckon: Callable[[], Reckoned]) -> Reckoned:
        """What is reckoned from the register alone, under a name of its own: once for all languages."""
        if name not in self._reckoned:
            self._reckoned[name] = reckon()
        found: Reckoned = self._reckoned[name]
        return found

    def mark(self, asked: str) -> bytes:
        """A digest of the answers to all these questions, a line each; the same questions are answered once."""
        found = self._marks.get(asked)
        if found is None:
            answered = [self._answered[question] for question in asked.split("\n")] if asked else []
            found = self._marks[asked] = sha256(b"".join(answered)).digest()
        return found


class _Answered(dict[str, bytes]):
    """The digest of each answer, reckoned when first asked for."""

    def __init__(self, answers: Answers) -> None:
        super().__init__()
        self._answers = answers

    def __missing__(self, question: str) -> bytes:
        kind, _, key = question.partition(":")
        found = self[question] = self._answers.digest(self._answers.answer(kind, key))
        return found


class NotedPlaces:
    """`Places`, noting what is asked of it."""

    def __init__(self, lookups: Lookups, places: Places) -> None:
        self._lookups = lookups
        self.case, self.source, self.state, self.anchor = places.case, places.source, places.state, places.anchor

    def record(self, id_: str) -> str:
        """See `Places.record`."""
        place: str = self._lookups.ask("place", id_)
        return place

    def source_of(self, record: Said) -> SourceView | None:
        """See `Places.source_of`; the source comes without its text."""
        found = self._found(record)
        return found[0] if found else None

    def _found(self, record: Said) -> tuple[SourceView, dict[str, int]] | None:
        quote = record.evidence[0] if record.evidence else None
        found: tuple[SourceView, dict[str, int]] | None = (
            self._lookups.ask("source", quote.source) if quote and quote.source else None
        )
        return found

    def span(self, record: Said) -> str | None:
        """See `Places.span`."""
        found = self._found(record)
        return None if found is None else Places.at(found[0], record.evidence[0], found[1])


class NotedRecords:
    """The records by id, noting which are looked up."""

    def __init__(self, lookups: Lookups) -> None:
        self._lookups = lookups

    def __getitem__(self, id_: str) -> Said:
        record: Said = self._lookups.ask("record", id_)
        return record


class NotedRegister:
    """The register's fields, noting which are read."""

    def __init__(self, lookups: Lookups) -> None:
        self._lookups = lookups

    def __getattr__(self, field: str) -> Any:
        return self._lookups.ask("register", field)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """One file of the site before it is made.

    Attributes:
        name: the file's name within the site.
        values: what it is made from, plain or views of the register: all of it counts.
        make: makes the file from the plan and what it asks. It reads nothing else.
    """

    name: str
    values: Mapping[str, Any]
    make: Callable[[Plan, Lookups], bytes]

    def mark(self, answers: Answers) -> bytes:
        """A digest of the values and of the program."""
        return _mark(self.name, self.values, answers)


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """Files that rest on the same values: they are planned one by one only where these values have changed.

    Attributes:
        name: no other bundle's.
        values: gives all that their plans are made from.
        plans: makes the plans. It reads nothing else.
    """

    name: str
    values: Callable[[], Mapping[str, Any]]
    plans: Callable[[], Iterable[Plan]]

    def mark(self, answers: Answers) -> bytes:
        """A digest of the values and of the program."""
        return _mark(self.name, self.values(), answers)


def _mark(name: str, values: Mapping[str, Any], answers: Answers) -> bytes:
    digest = sha256(program() + name.encode())
    for word, value in values.items():
        digest.update(b"\n" + word.encode() + b"\n" + answers.digest(value))
    return digest.digest()


def shell(case: CaseView) -> CaseView:
    """A case with the ids of its records in place of the records: they are all among those that it says (`said`)."""
    lists: dict[str, Any] = {name: _ids(getattr(case, name)) for name in OF_CASE}
    sides = [_ids(side) for side in (case.sides.home, case.sides.holder, case.sides.others)]
    return msgspec.structs.replace(case, said=(), sides=sides, **lists)


OF_CASE = ("appeals", "accusations", "links", "statements", "attributes", "findings", "actions")
"""The lists of a case's records by kind."""


def _ids(records: Sequence[Said]) -> tuple[str, ...]:
    return tuple(record.id for record in records)


def slim(source: SourceView) -> SourceView:
    """A source without its text and without what rests on it: what other pages say of it."""
    return msgspec.structs.replace(source, text=None, spans=(), excerpts=(), claims=())


@cache
def program() -> bytes:
    """A digest of everything in this package that makes files what they are: code, templates, tables, words."""
    return digest_of("site", "register", "text", "claims", libraries=MADE_BY)


def digest_of(*rooms: str, libraries: Sequence[str] = ("anyascii",)) -> bytes:
    """A digest of the code and tables in some rooms of the package, and of the versions of libraries."""
    digest = sha256()
    for room in rooms:
        _digest(files("habeas").joinpath(room), digest)
    for library in libraries:
        digest.update(f"{library} {metadata.version(library)}\n".encode())
    return digest.digest()


def _digest(folder: Traversable, digest: Any) -> None:
    for item in sorted(folder.iterdir(), key=lambda one: one.name):
        if item.is_dir():
            if item.name != "__pycache__":
                _digest(item, digest)
        else:
            raw = item.read_bytes()
            digest.update(f"{item.name} {len(raw)}\n".encode() + raw)
