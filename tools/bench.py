"""Ratios of speed, measured in one run on one machine: each beside a plain way to do the same rows.

Run it with `make bench`. It takes about a minute.
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from habeas.claims import Claim, Custody, Evidence, Party, outlet
from habeas.disclosure import admit, audience, policy
from habeas.ledger import open_ledger
from habeas.register import fold
from habeas.sources import Source


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds, of this process and the system for it."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def made(number: int) -> tuple[Source, bytes, list[Claim]]:
    """A source of many lines and a claim for each."""
    lines = [f"Person {n} was detained on 3 May 2020." for n in range(number)]
    text = "\n".join(lines)
    raw = text.encode()
    source = Source(
        sha256=sha256(raw).hexdigest(), size=len(raw), media_type="text/plain", extractor="bench/1", text=text, origin="bench",
        published="2020-05-04", received_at="2020-05-04T00:00:00.000000Z",
    )  # fmt: skip
    claims, at = [], 0
    for n, line in enumerate(lines):
        person = Party(name=f"Person {n}", state="DK", span=(at, at + len(f"Person {n}")))
        evidence = Evidence(source="", start=at, end=at + len(line), quote=line)
        content = Custody(person=person, act="detained", by="PE", when="2020-05-03")
        claims.append(claim_of(content, evidence))
        at += len(line) + 1
    return source, raw, claims


def bound_to(source: str, claims: list[Claim]) -> list[Claim]:
    """The claims with their evidence in a recorded source."""
    replace = msgspec.structs.replace
    return [replace(claim, evidence=(replace(claim.evidence[0], source=source),)) for claim in claims]


def claim_of(content: Custody, evidence: Evidence) -> Claim:
    """A claim that the document itself makes."""
    speakers = (outlet(None),)
    return Claim(
        kind="custody",
        stance="asserts",
        speakers=speakers,
        said_on="2020-05-04",
        content=content,
        evidence=(evidence,),
        read_by="bench",
    )


def register(number: int) -> None:
    """The register as of a day, beside decoding the rows it needs."""
    source, raw, claims = made(number)
    with tempfile.TemporaryDirectory() as folder:
        with open_ledger(Path(folder) / "case.db", create=True) as ledger:
            id_ = ledger.record_source(source, raw, "team").id
            bound = bound_to(id_, claims)
            ledger.record([(claim, "team") for claim in bound])
            entries = list(ledger.entries())
        rows = [(n, msgspec.json.encode(claim)) for n, claim in enumerate(bound)]
        plain = sqlite3.connect(Path(folder) / "plain.db")
        plain.execute("CREATE TABLE entries (seq INTEGER PRIMARY KEY, payload BLOB)")
        plain.executemany("INSERT INTO entries VALUES (?, ?)", rows)
        scanned = cpu(lambda: [msgspec.json.decode(row[0]) for row in plain.execute("SELECT payload FROM entries")])
        plain.close()
    now = datetime(2021, 3, 1, tzinfo=UTC)
    rules = policy(entries)
    folded = cpu(lambda: fold(admit(entries, rules, audience("team"), now=now), as_of="2020-12-31"))
    times = f"{folded / scanned:.1f} x the time of decoding the rows"
    print(f"{number} claims\n  register as of a day        {number / folded:>10,.0f} a CPU second   {times}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=10_000)
    register(parser.parse_args().claims)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
