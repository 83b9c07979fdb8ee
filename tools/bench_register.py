"""How fast the register answers at a million claims: ratios in one run beside plain SQLite and DuckDB on the same rows.

`make bench` runs it with a quarter of a million claims, which takes minutes; `python tools/bench_register.py --keep FOLDER` with a million: the first time it records them in the
folder, from then on it measures at once, on a copy. The world is made up, the same every time: people whom two documents tell of, with who held them, charged and freed them and when,
who accuses whom, decisions that join, open, accept and take back. It says for each budget of the design what was measured and whether it is met.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import psycopg
from bench_ledger import both, server

from habeas.claims import Accusation, Attribute, Claim, Custody, Endorsement, Evidence, Party, outlet
from habeas.disclosure import admit, audience, policy
from habeas.entries.decisions import Accept, OpenCase, Reject, Same
from habeas.index import Index, opened_index
from habeas.ledger import Ledger, open_ledger
from habeas.register import fold
from habeas.sources import Source

PEOPLE = 50
"""People in one document."""

TOLD = 4
"""Claims about each."""

AT_ONCE = 125
"""Groups of people recorded at once: in small transactions, most of the time would go to writing pages of large indexes over and over."""

LEDGER, PLAIN = "case.db", "plain.db"

WORLD = 2
"""Raise it when another world is made up: a kept ledger of an earlier one is refused then."""

NOW = datetime(2024, 1, 1, tzinfo=UTC)
STATES = ("PE", "NO", "KE", "FJ", "UY", "LA", "MT", "GH")
HOMES = ("DK", "CL", "NZ", "SN", "JM", "NP", "EE", "TO")


Told = list[Claim]
"""What one document tells."""


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process, all threads, and of the system for it."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def best(work: Callable[[], object], times: int = 7) -> float:
    """The least CPU seconds of several tries."""
    return min(cpu(work) for _ in range(times))


class World:
    """Made-up documents, claims and decisions, recorded in a ledger, and the same claims as plain rows beside it.

    Args:
        ledger: where.
        plain: a database for the rows of what an as-of query needs of them.
        claims: about how many.
    """

    def __init__(self, ledger: Ledger, plain: sqlite3.Connection, claims: int) -> None:
        self._ledger = ledger
        self._plain = plain
        self._random = random.Random(20210215)  # the same world every time
        self._groups = groups_for(claims)
        self._made = 0

    def record(self, progress: Callable[[int, int], None] = lambda _done, _all: None) -> None:
        """Record all of it: groups of people in one document each, then in another, then what was decided of them."""
        self._plain.execute(f"CREATE TABLE claims ({_COLUMNS})")
        for first in range(0, self._groups, AT_ONCE):
            groups = range(first, min(first + AT_ONCE, self._groups))
            people = [[self._person(group * PEOPLE + number) for number in range(PEOPLE)] for group in groups]
            told: list[Told] = []
            for again in (False, True):
                told += [self._document(group, some, again) for group, some in zip(groups, people, strict=True)]
            ids = iter(
                [item.id for item in self._ledger.record([(claim, "team") for claims in told for claim in claims])]
            )
            named = [[(next(ids), claim) for claim in claims] for claims in told]
            twice = list(zip(people, named[: len(groups)], named[len(groups) :], strict=True))
            self._ledger.record([(d, "team") for some, one, two in twice for d in self._decisions(some, one, two)])
            for some, one, two in twice:
                self._flat(some, one, two)
            progress(groups.stop, self._groups)
        self._plain.execute("CREATE INDEX claims_person ON claims (person)")
        self._plain.commit()

    def _person(self, number: int) -> dict[str, Any]:
        began = date(2000, 1, 1) + timedelta(days=self._random.randrange(8000))
        return {
            "number": number,
            "name": f"Ana{number:x} Silva{number % 977}",
            "home": HOMES[number % len(HOMES)],
            "by": STATES[(number // 3) % len(STATES)],
            "began": began,
            "charged": began + timedelta(days=self._random.randrange(20, 400)),
            "ended": began + timedelta(days=self._random.randrange(60, 3000)),
            "free": self._random.random() < 0.6,
        }

    def _document(self, group: int, people: Sequence[dict[str, Any]], again: bool) -> Told:  # noqa: FBT001
        lines = [f"{p['name']} was held by {p['by']} ({'again told' if again else 'told'})." for p in people]
        text = "\n".join(lines)
        raw = text.encode()
        published = max(p["began"] for p in people) + timedelta(days=500 if again else 30)
        source = Source(
            sha256=sha256(raw).hexdigest(), size=len(raw), media_type="text/plain", extractor="bench/1", text=text,
            origin=f"report-{group}-{int(again)}.txt", published=published.isoformat(), received_at="2024-01-01T00:00:00.000000Z",
        )  # fmt: skip
        id_ = self._ledger.record_source(source, raw, "team").id
        claims: Told = []
        at = 0
        for person, line in zip(people, lines, strict=True):
            claims += self._claims(person, id_, at, line, published.isoformat(), again)
            at += len(line) + 1
        return claims

    def _claims(self, person: dict[str, Any], source: str, at: int, line: str, said: str, again: bool) -> list[Claim]:  # noqa: FBT001
        party = Party(name=person["name"], state=person["home"], span=(at, at + len(person["name"])))
        evidence = (Evidence(source=source, start=at, end=at + len(line), quote=line),)
        by, number = person["by"], person["number"]
        act = "charged" if not again else ("released" if person["free"] else "sentenced")
        when = person["charged"] if not again else person["ended"]
        first = Custody(person=party, act="detained", by=by, when=person["began"].isoformat()[: 10 if again else 7])
        second = Custody(person=party, act=act, by=by, when=when.isoformat())
        told = (
            Accusation(accused=by, of="arbitrary_detention", concerning=(party,))
            if number % 2
            else Attribute(subject=party, attribute="occupation", value="teacher")
        )
        last: Any = Attribute(subject=party, attribute="nationality", value=person["home"])
        if number % 500 == 0:
            last = Endorsement(party=STATES[number % 7], instrument="declaration", act="endorsed", when="2021-02-15")
        speakers = (
            Party(name=None, state=person["home"], role="ministry", span=(at, at + 3)),
            outlet(f"Outlet {number % 40}"),
        )
        kinds = {Custody: "custody", Accusation: "accusation", Attribute: "attribute", Endorsement: "endorsement"}
        return [
            Claim(
                kind=kinds[type(content)], stance="denies" if content is told and number % 4 == 1 and again else "asserts",
                speakers=speakers, said_on=said, content=content, evidence=evidence, confidence=0.9, read_by="bench/1",
            )
            for content in (first, second, told, last)
        ]  # fmt: skip

    def _decisions(self, people: Sequence[dict[str, Any]], first: list[Any], second: list[Any]) -> list[Any]:
        """Two mentions are one person; every third is an opened case; everything is accepted, and one in a hundred taken back."""
        decisions: list[Any] = []
        for number, person in enumerate(people):
            mentions = []
            for id_, claim in (first[number * TOLD], second[number * TOLD]):
                party = claim.content.person
                mentions.append(_mention(id_, claim, party))
            decisions.append(Same(reason="one person", mentions=tuple(mentions)))
            if person["number"] % 3 == 0:
                slug = f"s{person['number']:x}"
                case = sha256(slug.encode()).hexdigest()[:32]
                decisions.append(
                    OpenCase(
                        reason="rule met", case=case, slug=slug, person=mentions[0], by=person["by"],
                        inclusion_rule="alleged-arbitrary", alleged_by=(person["home"],),
                    )
                )  # fmt: skip
        ids = [id_ for id_, _ in (*first, *second)]
        decisions.append(Accept(reason="checked", claims=tuple(ids)))
        decisions.append(Reject(reason="misread", claims=tuple(ids[:: PEOPLE * TOLD])))
        return decisions

    def _flat(self, people: Sequence[dict[str, Any]], first: list[Any], second: list[Any]) -> None:
        """The same claims as rows of what an as-of query needs of them, for the plain databases."""
        rows = []
        for number, (_, claim) in enumerate([*first, *second]):
            content, person = claim.content, people[number % (PEOPLE * TOLD) // TOLD]
            when = getattr(content, "when", None)
            day = date.fromisoformat(f"{when}-01"[:10]).toordinal() if when else 0
            act = getattr(content, "act", "")
            rows.append((person["number"], claim.kind, act, person["by"], day, day + 30, self._made + number, 1))
        self._plain.executemany("INSERT INTO claims VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        self._made += len(rows)


def groups_for(claims: int) -> int:
    """How many groups of people so many claims are about."""
    return max(2, claims // (PEOPLE * TOLD)) // 2


def slugs_for(claims: int) -> list[str]:
    """The slugs of the opened cases."""
    return [f"s{number:x}" for number in range(0, groups_for(claims) * PEOPLE, 3)]


def _mention(id_: str, claim: Claim, party: Party) -> Any:
    from habeas.identity import claim_mentions

    return next(mention for mention, other in claim_mentions(id_, claim) if other is party)


def told(budget: str, figure: str, *, met: bool | None) -> None:
    """One line of the report."""
    mark = {True: "met", False: "NOT MET", None: ""}[met]
    print(f"  {budget:58} {figure:>44}  {mark}", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--server-claims", type=int, default=20_000, help="How many on PostgreSQL.")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help="Where to work; a temporary folder, unless given.")
    parser.add_argument("--keep", type=Path, help="Where the recorded ledger stays, to be measured again.")
    given = parser.parse_args()
    if given.child:
        child(Path(given.child))
        return
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        kept = given.keep or Path(folder) / "kept"
        keep(kept, given.claims)
        at_scale(Path(folder), kept, given.claims)
        on_a_server(Path(folder), given.server_claims)


def keep(kept: Path, claims: int) -> None:
    """Record the made-up world in a folder, unless it is there."""
    note, world = kept / "world.json", {"world": WORLD, "claims": claims}
    if note.exists():
        if json.loads(note.read_text()) != world:
            raise SystemExit(f"{kept} holds another world than {world}: name another folder, or remove it.")
        print(f"measured on the ledger that was recorded before in {kept}", flush=True)
        return
    if kept.exists() and any(kept.iterdir()):
        raise SystemExit(
            f"{kept} holds something else, or what was begun and not ended: name another folder, or remove it."
        )
    kept.mkdir(parents=True, exist_ok=True)
    begun = time.perf_counter()
    with open_ledger(kept / LEDGER, create=True, now=lambda: NOW) as ledger, plainly(kept / PLAIN) as plain:
        took = cpu(lambda: World(ledger, plain, claims).record(_progress("recorded", begun)))
    note.write_text(json.dumps(world))
    print(f"recorded in {time.perf_counter() - begun:.0f} s, {took:.0f} s of CPU", flush=True)


@contextmanager
def plainly(path: Path) -> Iterator[sqlite3.Connection]:
    """A plain database."""
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def at_scale(folder: Path, kept: Path, claims: int) -> None:
    """Everything on SQLite, on a copy: measuring records a few claims more."""
    where = folder / LEDGER
    for name in (LEDGER, LEDGER + ".key", PLAIN):
        shutil.copy2(kept / name, folder / name)
    slugs = slugs_for(claims)
    with open_ledger(where, now=lambda: NOW) as ledger, plainly(folder / PLAIN) as plain:
        (made,), size = plain.execute("SELECT count(*) FROM claims").fetchone(), ledger.size()
        print(f"{made:,} claims in {size:,} entries", flush=True)
    report, shared = measured(where)
    on_disk = where.with_name("case.db.index").stat().st_size
    print(
        f"  index made in {report['seconds']:.0f} s, all spells in {report['spelled']:.0f} s; {on_disk / made:.0f} bytes a claim on disk"
    )
    with open_ledger(where, now=lambda: NOW) as ledger:
        index = opened_index(ledger, where.with_name("case.db.index"), now=NOW, enough=0)
        assert index is not None
        as_of_all(index, folder)
        one_case(index, slugs, folder)
        incremental(index, ledger, slugs)
        index.close()
    told(
        "memory: making the index, at its peak <= 1 KB a claim",
        f"{report['bytes'] / made:,.0f} bytes a claim",
        met=report["bytes"] <= 1024 * made,
    )
    told("  (each process counted whole) shared pages counted once", f"{shared / made:,.0f} bytes a claim", met=None)
    told(
        "memory: answering, at its peak",
        f"{report['answering'] / made:,.0f} bytes a claim",
        met=report["answering"] <= 1024 * made,
    )
    plain_fold(where, 20_000)


def measured(where: Path) -> tuple[dict[str, float], int]:
    """What the process that makes the index tells of itself, and the most bytes that it and its helpers had at once."""
    most = 0
    with subprocess.Popen([sys.executable, __file__, "--child", str(where)], stdout=subprocess.PIPE, text=True) as made:
        while made.poll() is None:
            most = max(most, sum(map(proportional, family(made.pid))))
            time.sleep(0.2)
        assert made.stdout is not None
        answer = made.stdout.read()
    assert made.returncode == 0
    return json.loads(answer), most


def family(pid: int) -> list[int]:
    """A process and its children."""
    try:
        return [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    except OSError:
        return [pid]


def proportional(pid: int) -> int:
    """The bytes of a process, those that it shares with others divided among them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has just ended
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def child(where: Path) -> None:
    """Makes the index in a process of its own, so that its memory can be told."""
    begun = time.perf_counter()
    with open_ledger(where, now=lambda: NOW) as ledger:
        index = opened_index(
            ledger, where.with_name(where.name + ".index"), now=NOW, enough=0, progress=_progress("index", begun)
        )
        assert index is not None
        seconds = time.perf_counter() - begun
        index.spell()
        spelled = time.perf_counter() - begun - seconds
        index.close()
    others = (os.cpu_count() or 1) * resource.getrusage(
        resource.RUSAGE_CHILDREN
    ).ru_maxrss  # more than there is: they share
    kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + others
    answering = subprocess.run(
        [sys.executable, "-c", _ANSWER, str(where)], check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    print(json.dumps({"seconds": seconds, "spelled": spelled, "bytes": kib * 1024, "answering": int(answering)}))


_ANSWER = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from habeas.index import opened_index
from habeas.ledger import open_ledger
where = Path(sys.argv[1])
with open_ledger(where) as ledger:
    index = opened_index(ledger, where.with_name(where.name + ".index"), now=datetime(2024, 1, 1, tzinfo=UTC), enough=0)
    index.held(as_of="2010-01-01", known_at=None)
    index.cases_named("s3", as_of=None, known_at=None)
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
print(int(peak.split()[1]) * 1024)
"""


def _progress(what: str, begun: float) -> Callable[[int, int], None]:
    """Says on stderr how far something is, at most twice a minute where nobody looks on."""
    last = begun

    def tell(done: int, whole: int) -> None:
        nonlocal last
        now = time.perf_counter()
        if now - last > (1 if sys.stderr.isatty() else 30):
            last = now
            sys.stderr.write(f"  {what}: {100 * done // max(1, whole)} % in {now - begun:.0f} s\n")
            sys.stderr.flush()

    return tell


_COLUMNS = "person INTEGER, kind TEXT, act TEXT, holder TEXT, first_day INTEGER, last_day INTEGER, recorded INTEGER, standing INTEGER"
_SCAN = "SELECT count(*), sum(person), count(act), count(holder), sum(first_day), sum(last_day), sum(recorded), sum(standing) FROM claims"
_ROWS = "SELECT * FROM claims ORDER BY recorded"
_DAYS = ("2004-06-30", "2010-01-01", "2015-12-31", "2023-01-01")


def as_of_all(index: Index, folder: Path) -> None:
    """How every custody stood on a day, as known at a moment, beside a scan of the same claims' columns."""
    plain = sqlite3.connect(folder / PLAIN)
    scanned = best(lambda: plain.execute(_SCAN).fetchall())
    cold = cpu(lambda: index.held(as_of="2010-01-01", known_at=None))
    ours = best(lambda: [index.held(as_of=day, known_at=None) for day in _DAYS]) / len(_DAYS)
    past = best(lambda: index.held(as_of="2015-12-31", known_at="2024-01-01T00:00:00.500000Z"))
    told(
        "how every custody stood on a day <= 2 x SQLite's scan",
        f"{ours * 1e3:.1f} ms = {ours / scanned:.2f} x {scanned * 1e3:.1f} ms",
        met=ours <= 2 * scanned,
    )
    told("  as known at a past moment", f"{past * 1e3:.1f} ms = {past / scanned:.2f} x", met=past <= 2 * scanned)
    told(
        "  the first time, read from the file and checked",
        f"{cold * 1e3:.1f} ms = {cold / scanned:.2f} x",
        met=cold <= 2 * scanned,
    )
    vectors = duck(plain, folder)
    told(
        "  <= 2 x DuckDB's scan, one thread",
        f"{ours * 1e3:.1f} ms = {ours / vectors:.2f} x {vectors * 1e3:.1f} ms",
        met=ours <= 2 * vectors,
    )
    told("    the first time, beside DuckDB's scan", f"{cold / vectors:.2f} x", met=cold <= 2 * vectors)
    plain.close()


def duck(plain: sqlite3.Connection, folder: Path) -> float:
    """DuckDB's scan of the same rows."""
    import csv

    import duckdb

    listed = folder / "claims.csv"
    with listed.open("w", newline="") as file:
        csv.writer(file).writerows(plain.execute(_ROWS))
    connection = duckdb.connect(str(folder / "plain.duckdb"), config={"threads": 1})
    names = {
        "person": "INTEGER",
        "kind": "VARCHAR",
        "act": "VARCHAR",
        "holder": "VARCHAR",
        "first_day": "INTEGER",
        "last_day": "INTEGER",
        "recorded": "BIGINT",
        "standing": "TINYINT",
    }
    connection.execute(
        "CREATE TABLE claims AS SELECT * FROM read_csv(?, header = false, columns = ?)", [str(listed), names]
    )
    found = best(lambda: connection.execute(_SCAN).fetchall())
    connection.close()
    return found


def one_case(index: Index, slugs: Sequence[str], folder: Path | None) -> None:
    """One case on any day: how it stood, from the store; and the whole view, folded."""
    pick = random.Random(7)
    asked = [(pick.choice(slugs), f"20{pick.randrange(0, 24):02}-{pick.randrange(1, 13):02}-15") for _ in range(1000)]
    took = cpu(lambda: [index.status(slug, as_of=day, known_at=None) for slug, day in asked]) / len(asked)
    told("one case as of any date, in the store < 1 ms", f"{took * 1e3:.3f} ms", met=took < 1e-3)
    if folder is not None:
        plain = sqlite3.connect(folder / PLAIN)
        query = "SELECT act, first_day, last_day FROM claims WHERE person = ? AND kind = 'custody' AND first_day <= ? ORDER BY first_day"
        raw = cpu(lambda: [plain.execute(query, (int(slug[1:], 16), 735_000)).fetchall() for slug, _ in asked]) / len(
            asked
        )
        plain.close()
        told("  beside it: SQLite's rows of one person by an index", f"{raw * 1e3:.3f} ms", met=None)
    views = cpu(lambda: [index.cases_named(slug, as_of=day, known_at=None) for slug, day in asked[:200]]) / 200
    told("  beside it: the whole view, entries checked and folded", f"{views * 1e3:.2f} ms", met=None)


def _show(index: Index, slug: str, found: list[Any]) -> None:
    found.extend(index.cases_named(slug, as_of=None, known_at=None))


def incremental(index: Index, ledger: Ledger, slugs: Sequence[str]) -> None:
    """From a new claim in the ledger to the case's whole view with it."""
    pick = random.Random(11)
    times, clock, stages, again = [], [], [], []
    for number in range(20):
        slug = pick.choice(slugs)
        (view,) = [v for v in index.cases_named(slug, as_of=None, known_at=None) if v.slug == slug]
        claim = next(iter(ledger.at([ledger.places([view.acts[0].claims[0]])[view.acts[0].claims[0]]]))).claim
        assert claim is not None
        act = msgspec.structs.replace(
            claim.content, act="transferred", when=f"2023-11-{number + 1:02}", place="elsewhere"
        )
        (recorded,) = ledger.record([(msgspec.structs.replace(claim, content=act), "team")])
        begun = time.perf_counter()
        taking_in = cpu(index.current)
        found: list[Any] = []
        showing = cpu(partial(_show, index, slug, found))
        clock.append(time.perf_counter() - begun)
        times.append(taking_in + showing)
        stages.append(taking_in)
        assert any(recorded.id in act.claims for view in found for act in view.acts)
        again.append(cpu(partial(index.status, slug, as_of="2023-12-31", known_at=None)))
    times.sort()
    figure = f"{times[10] * 1e3:.1f} ms of CPU, {sorted(clock)[10] * 1e3:.1f} by the clock"
    told("after a new claim, the case's view is current in < 20 ms", figure, met=times[10] < 0.02)
    told("  (medians of 20) of which taking it into the index", f" {sorted(stages)[10] * 1e3:.1f} ms", met=None)
    told("  and then, when asked for, its spells for counting", f"{sorted(again)[10] * 1e3:.1f} ms", met=None)


def plain_fold(where: Path, entries: int) -> None:
    """The plain fold, which stays the specification, over the first entries, beside decoding them."""
    with open_ledger(where) as ledger:
        read = []
        for entry in ledger.entries():
            read.append(entry)
            if len(read) == entries:
                break
    claims = sum(entry.claim is not None for entry in read)
    bodies = [msgspec.json.encode(entry.claim) for entry in read if entry.claim is not None]
    decoded = cpu(lambda: [msgspec.json.decode(body) for body in bodies])
    folded = cpu(lambda: fold(admit(read, policy(read), audience("team"), now=NOW), as_of="2015-12-31"))
    told(
        "the plain fold, policy and disclosure included",
        f"{claims / folded:,.0f} claims a CPU second = {folded / decoded:.0f} x decoding",
        met=None,
    )


def on_a_server(folder: Path, claims: int) -> None:
    """The same questions to a ledger on PostgreSQL. The index lies on this machine: only what reads entries differs."""
    if not any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        print("PostgreSQL: no server is installed here, so nothing was measured on it")
        return
    os.environ["HABEAS_KEY"] = str(folder / "server.key")
    slugs = slugs_for(claims)
    with (
        server() as url,
        open_ledger(url, create=True, now=lambda: NOW) as ledger,
        plainly(folder / "server.plain.db") as plain,
    ):
        World(ledger, plain, claims).record()
        rows = plain.execute(_ROWS).fetchall()
        index = opened_index(ledger, folder / "server.index", now=NOW, enough=0)
        assert index is not None
        index.spell()
        print(f"the same on PostgreSQL, {len(rows):,} claims", flush=True)
        scanned = server_scan(url, rows)
        ours = best(lambda: [index.held(as_of=day, known_at=None) for day in _DAYS * 50]) / len(_DAYS) / 50
        figure = f"{ours * 1e3:.2f} ms = {ours / scanned:.2f} x {scanned * 1e3:.2f} ms"
        told("how every custody stood on a day <= 2 x PostgreSQL's scan", figure, met=ours <= 2 * scanned)
        one_case(index, slugs, None)
        incremental(index, ledger, slugs)
        index.close()


def server_scan(url: str, rows: Sequence[tuple[object, ...]], times: int = 200) -> float:
    """CPU seconds of PostgreSQL's scan of the same rows, this process and the server's; many, because a server's are told in hundredths."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE TABLE claims ({_COLUMNS})")
        with connection.cursor() as cursor:
            with cursor.copy("COPY claims FROM STDIN") as into:
                for row in rows:
                    into.write_row(row)
            cursor.execute("VACUUM ANALYZE claims")
            cursor.execute("SET max_parallel_workers_per_gather = 0")
        backend = connection.info.backend_pid
        return both(backend, lambda: [connection.execute(_SCAN).fetchall() for _ in range(times)]) / times


if __name__ == "__main__":
    main()
