"""The index against the plain fold: whatever happens to a record, in any order, both say the same."""

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habeas.claims import (
    Accusation,
    Attribute,
    Claim,
    Custody,
    Endorsement,
    Evidence,
    Finding,
    Party,
    Statement,
    outlet,
)
from habeas.cli import main
from habeas.disclosure import admit, audience, policy
from habeas.entries import Entry, Header, Mention
from habeas.entries.decisions import (
    Accept,
    Classify,
    Consent,
    Correct,
    Distinct,
    OpenCase,
    Reject,
    Same,
    Wish,
    Withhold,
)
from habeas.identity import claim_mentions
from habeas.index import Index, IndexBroken, opened_index
from habeas.ledger import index_path, open_ledger
from habeas.register import Register, fold
from habeas.register.history import history
from habeas.sources import Source

NOW = datetime(2022, 3, 1, tzinfo=UTC)
DECLARATION = "declaration-against-arbitrary-detention"


class Memory:
    """A ledger in memory, as far as an index needs one."""

    def __init__(self) -> None:
        self.kept: list[Entry] = []
        self._by_id: dict[str, int] = {}

    def add(self, payload: Any, handling: str = "team", *, at: int | None = None) -> Entry:
        number = len(self.kept)
        kind = "source" if isinstance(payload, Source) else "claim" if isinstance(payload, Claim) else "decision"
        moment = datetime(2021, 2, 1, tzinfo=UTC) + timedelta(hours=number if at is None else at)
        header = Header(
            kind=kind,  # type: ignore[arg-type]
            schema=1,
            payload_hash=sha256(repr(payload).encode()).hexdigest(),
            recorded_at=moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            recorded_by="test",
            handling=handling,
        )
        entry = Entry(
            id=sha256(f"{number} {payload!r}".encode()).hexdigest(), seq=number, header=header, payload=payload
        )
        self.kept.append(entry)
        self._by_id[entry.id] = number
        return entry

    def size(self) -> int:
        return len(self.kept)

    def is_merged(self) -> bool:
        return any(entry.origin is not None for entry in self.kept)

    def root(self, size: int | None = None) -> bytes:
        return sha256("".join(e.id for e in self.kept[: len(self.kept) if size is None else size]).encode()).digest()

    def entries(self, *, first: int = 0) -> Iterable[Entry]:
        return iter(self.kept[first:])

    def at(self, places: Sequence[int]) -> list[Entry]:
        return [self.kept[place] for place in sorted(places)]

    def places(self, ids: Sequence[str]) -> dict[str, int]:
        return {id_: self._by_id[id_] for id_ in ids if id_ in self._by_id}


PEOPLE = ("Ana Silva", "Bo Lund", "Eva Roth", None)
DATES = (None, "2019", "2019-03", "2019-03-04", "2020-01/2020-02", "2020-05-03", "2019-06-01/..")
STATES = ("PE", "NO", None)
ACTS = ("detained", "charged", "released", "died", "transferred")


def a_source(book: Memory, number: int, published: str | None, handling: str) -> Entry:
    text = f"A made-up text, number {number}: " + "words " * 40
    return book.add(
        Source(
            sha256=sha256(text.encode()).hexdigest(),
            size=len(text),
            media_type="text/plain",
            extractor="plain/1",
            text=text,
            origin="report.txt",
            title="A report",
            published=published,
            language="en",
            received_at="2021-02-01T00:00:00.000000Z",
        ),
        handling,
    )


class Steps:
    """Random steps of a record: each draws what it needs, and adds one entry."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.draw = draw
        self.book = Memory()
        self.sources = [a_source(self.book, 0, "2019-04-01", "public")]

    def pick(self, options: Sequence[Any]) -> Any:
        return self.draw(st.sampled_from(options))

    def party(self) -> Party:
        number = self.draw(st.integers(0, len(PEOPLE) * 2 - 1))
        span = self.pick([(number * 4, number * 4 + 4), None])
        return Party(name=PEOPLE[number % len(PEOPLE)], state=self.pick(["DK", None]), span=span)

    def claims(self) -> list[Entry]:
        return [entry for entry in self.book.kept if entry.claim is not None]

    def mention(self) -> Mention | None:
        found = [m for e in self.claims() if e.claim for m, _ in claim_mentions(e.id, e.claim)]
        return self.pick(found) if found else None

    def content(self) -> Any:
        person = self.party()
        kind = self.draw(st.integers(0, 9))
        opened = [e.payload for e in self.book.kept if isinstance(e.payload, OpenCase)]
        if kind < 5:
            return Custody(person=person, act=self.pick(ACTS), by=self.pick(STATES), when=self.pick(DATES))
        if kind == 5:
            return Accusation(accused=self.pick(["PE", "NO"]), of="coercion", concerning=(person, self.party()))
        if kind == 6:
            return Attribute(subject=person, attribute="alias", value=self.pick(["Bo Lund", "Anita"]))
        if kind == 7:
            return Statement(manner="direct", words="words", about=(person,), addressee=None)
        if kind == 8:
            return Endorsement(
                party=self.pick(["DK", "PE"]),
                instrument=DECLARATION,
                act=self.pick(["endorsed", "withdrew"]),
                when="2021-02-15",
            )
        case = self.pick([*(c.case for c in opened), *(c.slug for c in opened), "none"])
        return Finding(case=case, framework="f", criterion="c", answer="met", rationale="r", claims=(), as_of="2021")

    def step(self) -> None:
        kind = self.draw(st.integers(0, 15))
        if kind == 0:
            published = self.pick(["2019-04-01", "2020-06-01", None])
            self.sources.append(a_source(self.book, len(self.book.kept), published, self.pick(["public", "team"])))
        elif kind < 8:
            self.claim()
        else:
            self.decide(kind)

    def claim(self) -> None:
        source = self.pick(self.sources)
        text = source.source.text
        kinds = {Custody: "custody", Accusation: "accusation", Attribute: "attribute", Statement: "statement"}
        content = self.content()
        kind = {**kinds, Endorsement: "endorsement", Finding: "finding"}[type(content)]
        speaker = self.pick([(), (self.party(),)])
        end = self.pick([10, 12])
        self.book.add(
            Claim(
                kind=kind,
                stance=self.pick(["asserts", "asserts", "denies"]),
                speakers=(*speaker, outlet(self.pick([None, "A paper"]))),
                said_on=self.pick(["2019-04-02", "2020-07", None]),
                content=content,
                evidence=(Evidence(source=source.id, start=0, end=end, quote=text[:end]),),
                read_by="test",
            ),
            self.pick(["public", "team", "compartment:a"]),
            at=self.pick([None, None, len(self.book.kept) // 2]),
        )

    def decide(self, kind: int) -> None:
        claims, mention, other = self.claims(), self.mention(), self.mention()
        if not claims or mention is None or other is None:
            return
        one, two = self.pick(claims).id, self.pick(claims).id
        number = len(self.book.kept)
        label = self.pick(["public", "compartment:a", "team"])
        opened = [e.id for e in self.book.kept if isinstance(e.payload, OpenCase)]
        decisions = {
            8: lambda: Accept(reason="r", claims=(one, two)),
            9: lambda: Reject(reason="r", claims=(one,)),
            10: lambda: Correct(reason="r", claim=one, by=two),
            11: lambda: Same(reason="r", mentions=(mention, other)),
            12: lambda: Distinct(reason="r", mentions=(mention, other)),
            13: lambda: OpenCase(
                reason="r",
                case=f"{sha256(str(number).encode()).hexdigest()[:32]}",
                slug=f"slug{number}",
                person=mention,
                by=self.pick(["PE", "NO"]),
                inclusion_rule="alleged-arbitrary",
                alleged_by=("DK",),
            ),
            14: lambda: Classify(
                reason="r", entries=(self.pick([one, self.pick(self.sources).id, *opened]),), handling=label
            ),
            15: lambda: self.pick(
                [
                    Consent(reason="r", person=mention, given=True, given_by="self"),
                    Wish(reason="r", person=mention, wish="public", expressed_by="self"),
                    Withhold(reason="r", entries=(one,), person=mention),
                ]
            ),
        }
        self.book.add(decisions[kind](), self.pick(["team", "team", "compartment:a"]) if kind == 13 else "team")


@st.composite
def records(draw: Callable[[st.SearchStrategy[Any]], Any], most: int = 24) -> Memory:
    steps = Steps(draw)
    for _ in range(draw(st.integers(3, most))):
        steps.step()
    return steps.book


def plainly(book: Memory, *, as_of: str | None, known_at: str | None, size: int | None = None) -> Register:
    entries = book.kept[:size]
    admitted = admit(entries, policy(entries), audience("team"), known_at=known_at, now=NOW)
    return fold(admitted, as_of=as_of, known_at=known_at)


def held_plainly(register: Register) -> Counter[tuple[str | None, str, bool]]:
    return Counter((case.by, case.status, case.opened) for case in (*register.cases, *register.candidates))


DAYS = (None, "2018", "2019-03-03", "2019-03-04", "2019-12-31", "2020-01-15", "2020-05", "2022")


def said_alike(index: Index, book: Memory, as_of: str | None, known_at: str | None) -> None:
    """Every question to the index has the plain fold's answer."""
    plain = plainly(book, as_of=as_of, known_at=known_at)
    counted = Counter({(h.by, h.status, h.opened): h.count for h in index.held(as_of=as_of, known_at=known_at)})
    assert counted == held_plainly(plain)
    for case in (*plain.cases, *plain.candidates):
        found = {view.slug: view for view in index.cases_named(case.slug, as_of=as_of, known_at=known_at)}
        assert found[case.slug] == case
        if case.person.names:
            named = index.cases_named(case.person.names[0], as_of=as_of, known_at=known_at)
            assert case in named
    assert index.endorsements(as_of=as_of, known_at=known_at) == plain.endorsements
    for case in plain.cases:
        assert index.history(case.slug) == history(book.kept, case.slug)


@pytest.fixture
def place(tmp_path: Path) -> Callable[[], Path]:
    """A new place for an index, every time."""
    numbers = iter(range(10**9))
    return lambda: tmp_path / f"{next(numbers)}.index"


few = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@few
@given(records(), st.sampled_from(DAYS), st.data())
def test_the_index_says_what_the_fold_says_of_any_day(
    place: Callable[[], Path], book: Memory, as_of: str | None, data: st.DataObject
):
    index = opened_index(book, place(), now=NOW, enough=0)
    assert index is not None
    moments = [None, *(entry.header.recorded_at for entry in book.kept)]
    for known_at in {None, data.draw(st.sampled_from(moments))}:
        said_alike(index, book, as_of, known_at)
    index.close()


@few
@given(st.data())
def test_after_every_entry_the_index_is_what_one_made_anew_is(place: Callable[[], Path], data: st.DataObject):
    steps = Steps(data.draw)
    for _ in range(3):
        steps.claim()
    index = opened_index(steps.book, place(), now=NOW, enough=0)
    assert index is not None
    for _ in range(data.draw(st.integers(1, 8))):
        if data.draw(st.booleans()):
            index.spell()  # now, so that what comes next touches spells that are there; or several entries later
        steps.step()
        index.current()
    as_of = data.draw(st.sampled_from(DAYS))
    for known_at in (None, *(entry.header.recorded_at for entry in steps.book.kept)):
        said_alike(index, steps.book, as_of, known_at)
    anew = opened_index(steps.book, place(), now=NOW, enough=0)
    assert anew is not None
    for known_at in (None, *(entry.header.recorded_at for entry in steps.book.kept)):
        for day in DAYS:
            assert index.held(as_of=day, known_at=known_at) == anew.held(as_of=day, known_at=known_at)
    index.close()
    anew.close()


def test_a_claim_is_taken_in_at_once_and_the_custodies_it_touches_are_worked_out_when_asked_for(
    place: Callable[[], Path],
):
    book, path = told_twice(), place()
    index = opened(book, path)
    index.spell()
    before = pages_in(path)
    claim = msgspec.structs.replace(
        book.kept[1].claim, content=msgspec.structs.replace(book.kept[1].claim.content, act="died", when="2021")
    )
    book.add(claim)
    index.current()
    after = pages_in(path)
    assert after["custody"] == before["custody"]
    assert len(after["waiting"]) == 1
    said_alike(index, book, None, None)
    assert pages_in(path)["waiting"] == []
    assert pages_in(path)["custody"] != before["custody"]
    index.close()


def test_several_processes_work_out_what_one_does(place: Callable[[], Path], monkeypatch: pytest.MonkeyPatch):
    book = Memory()
    source = a_source(book, 0, "2019-04-01", "public")
    text = source.source.text if source.source else ""
    for number in range(40):
        person = Party(name=f"Ana {number}", span=(number, number + 3))
        for act, when in (("detained", "2019-03-04"), ("released", f"2020-{number % 12 + 1:02}")):
            content = Custody(person=person, act=act, by=("PE", "NO", None)[number % 3], when=when)  # type: ignore[arg-type]
            evidence = (Evidence(source=source.id, start=0, end=7, quote=text[:7]),)
            book.add(Claim(kind="custody", stance="asserts", speakers=(outlet(None),), said_on=None, content=content,
                           evidence=evidence, read_by="test"))  # fmt: skip
    alone, path = place(), place()
    index = opened(book, alone)
    index.spell()
    index.close()
    monkeypatch.setattr("habeas.index.index._UNITS", 3)
    monkeypatch.setattr("habeas.index.index.processes_for", lambda _mentions: 2)
    index = opened(book, path)
    counted = index.held(as_of="2020-06-15", known_at=None)
    assert sum(row.count for row in counted) == 40
    index.close()
    index = opened(book, alone)
    assert index.held(as_of="2020-06-15", known_at=None) == counted
    index.close()
    assert pages_in(alone) == pages_in(path)


def pages_in(path: Path) -> dict[str, list[tuple[int, bytes]]]:
    """What lies in an index's file."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return {
            table: connection.execute(f"SELECT number, body FROM {table} ORDER BY number").fetchall()
            for table in ("custody", "waiting")
        }


def test_no_moment_of_the_past_shows_what_is_kept_from_the_team_today(place: Callable[[], Path]):
    """`known_at` changes what the record held, never what may be seen: here, what was put into a compartment."""
    book = Memory()
    source = a_source(book, 0, "2019-04-01", "public")
    text = source.source.text if source.source else ""
    claims = [
        book.add(
            Claim(
                kind="custody",
                stance="asserts",
                speakers=(outlet(None),),
                said_on="2019-04-02",
                content=Custody(person=Party(name="Ana Silva", span=(0, 4)), act=act, by="PE", when=when),
                evidence=(Evidence(source=source.id, start=0, end=10, quote=text[:10]),),
                read_by="test",
            )
        )
        for act, when in (("detained", "2019-03-04"), ("died", "2019-04-01"))
    ]
    index = opened_index(book, place(), now=NOW, enough=0)
    assert index is not None
    before = claims[1].header.recorded_at
    assert [row.status for row in index.held(as_of=None, known_at=before)] == ["died"]
    book.add(Classify(reason="r", entries=(claims[1].id,), handling="compartment:a"))
    index.current()
    for known_at in (None, *(entry.header.recorded_at for entry in book.kept)):
        assert "died" not in {row.status for row in index.held(as_of=None, known_at=known_at)}
        said_alike(index, book, None, known_at)
    index.close()


def told_twice() -> Memory:
    """A small record with one case."""
    book = Memory()
    source = a_source(book, 0, "2019-04-01", "public")
    person = Party(name="Ana Silva", state="DK", span=(0, 4))
    for act, when in (("detained", "2019-03-04"), ("released", "2020-05-03")):
        claim = Claim(
            kind="custody",
            stance="asserts",
            speakers=(outlet(None),),
            said_on=None,
            content=Custody(person=person, act=act, by="PE", when=when),  # type: ignore[arg-type]
            evidence=(Evidence(source=source.id, start=0, end=7, quote="A made-"),),
            read_by="test",
        )
        book.add(claim)
    return book


def opened(book: Memory, path: Path) -> Index:
    index = opened_index(book, path, now=NOW, enough=0)
    assert index is not None
    return index


def test_a_small_ledger_gets_no_index(place: Callable[[], Path]):
    path = place()
    assert opened_index(told_twice(), path, now=NOW) is None
    assert not path.exists()


@pytest.mark.parametrize("damage", ["cut", "page", "empty", "other", "text"])
def test_a_damaged_index_is_made_again(place: Callable[[], Path], damage: str):
    book, path = told_twice(), place()
    opened(book, path).close()
    if damage == "page":
        with sqlite3.connect(path) as connection:
            number, body = connection.execute("SELECT number, body FROM about").fetchone()
            changed = body.replace(b'"size":3', b'"size":2')
            assert changed != body
            connection.execute("UPDATE about SET body = ? WHERE number = ?", (changed, number))
        connection.close()
    elif damage == "other":
        opened(Memory(), path).close()
    else:
        path.write_bytes({"cut": path.read_bytes()[:5000], "empty": b"", "text": b"not a database" * 500}[damage])
    index = opened(book, path)
    said_alike(index, book, None, None)
    index.close()


def test_every_flipped_byte_of_a_page_is_noticed(place: Callable[[], Path]):
    book, path = told_twice(), place()
    opened(book, path).close()
    connection = sqlite3.connect(path)
    pages = [
        (table, number, body)
        for table in ("postings", "custody")
        for number, body in connection.execute(f"SELECT number, body FROM {table} WHERE length(body) > 4")
    ]
    assert pages
    for table, number, body in pages:
        flipped = bytes([body[0] ^ 1]) + body[1:]
        with connection:
            connection.execute(f"UPDATE {table} SET body = ? WHERE number = ?", (flipped, number))
        index = opened(book, path)
        with pytest.raises(IndexBroken):
            said_alike(index, book, None, None)
        index.close()
        with connection:
            connection.execute(f"UPDATE {table} SET body = ? WHERE number = ?", (body, number))
    connection.close()


def test_where_no_index_can_be_written_there_is_none(tmp_path: Path):
    assert opened_index(told_twice(), tmp_path / "nowhere" / "x.index", now=NOW, enough=0) is None


def test_a_decision_of_unknown_reach_leaves_the_answer_to_the_fold(place: Callable[[], Path]):
    class Unheard(Accept, frozen=True, tag="unheard"):
        pass

    book, path = told_twice(), place()
    opened(book, path).close()
    book.add(Unheard(reason="r", claims=()))
    assert opened_index(book, path, now=NOW, enough=0) is None


TEXT = (
    "Police in Lima detained Ana Silva, a Danish teacher, on 3 May 2020. Danish Foreign Minister Bo Lund told the Record that "
    "the detention of Silva was arbitrary. Denmark called on Peru to release Silva. Denmark endorsed the Declaration Against "
    "Arbitrary Detention in State-to-State Relations on 15 February 2021.\n"
)


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs a command on a ledger in which a document was read and a case opened; what it prints."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HABEAS_NOW", "2022-01-01T00:00:00+00:00")
    monkeypatch.delenv("HABEAS_LEDGER", raising=False)
    (tmp_path / "report.txt").write_text(TEXT)

    def run(*arguments: str) -> str:
        with contextlib.suppress(SystemExit):
            main(list(arguments))
        return capsys.readouterr().out

    run("read", "report.txt", "--published", "2020-05-05")
    run("open-case", "Ana Silva", "--by", "PE", "--rule", "alleged-arbitrary", "--alleged-by", "DK", "--reason", "met")
    return run


COMMANDS = (
    ("case", "Silva", "--json"),
    ("case", "Ana Silva", "--as-of", "2020-05-02"),
    ("history", "Ana Silva"),
    ("cases", "--count"),
    ("cases", "--count", "--as-of", "2019", "--json"),
    ("endorsements", "--json"),
)


@pytest.mark.parametrize("trouble", ["none", "stale", "damaged"])
def test_commands_say_the_same_with_and_without_an_index(
    asked: Callable[..., str], monkeypatch: pytest.MonkeyPatch, trouble: str
):
    monkeypatch.setenv("HABEAS_INDEX", "always")
    asked("case", "Silva")
    path = index_path("habeas.db")
    assert path.exists()
    if trouble == "stale":
        asked("consent", "Ana Silva", "--given", "--given-by", "self", "--reason", "asked")
    elif trouble == "damaged":
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE postings SET body = x'00'")
            connection.execute("UPDATE custody SET body = x'00'")
        connection.close()
    with_index = [asked(*command) for command in COMMANDS]
    monkeypatch.setenv("HABEAS_INDEX", "never")
    assert with_index == [asked(*command) for command in COMMANDS]


def test_what_is_erased_leaves_the_index_with_the_rest(asked: Callable[..., str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HABEAS_INDEX", "always")
    asked("case", "Silva")
    path = index_path("habeas.db")
    assert path.exists()
    with open_ledger("habeas.db") as book:
        (source,) = [e.id for e in book.entries(kinds={"source"}) if e.source and e.source.text.startswith("Police")]
    asked("erase", source, "--reason", "an order")
    assert not path.exists()
    assert asked("cases", "--count").split() == ["1", "PE:", "unknown"]
    assert path.exists()
