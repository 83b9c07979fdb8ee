"""What `habeas publish` costs, and what one changed case costs it: invented cases in a ledger, a fixed seed, one run.

Everything is measured as the command does it: reading the ledger, what may be shown, the fold, the pages, open data, the API, the
release, the checks and the swap. Run it with `make bench`, or by itself with other sizes: `tools/bench_site.py 2000 10000`.
Where very many pages are made, open data and the API are written meanwhile by another process, and counted among the pages.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import wraps
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from habeas import site
from habeas.claims import (
    CLAIMS,
    Accusation,
    Appeal,
    Claim,
    Content,
    Custody,
    Endorsement,
    Evidence,
    Party,
    Stance,
    Statement,
    outlet,
)
from habeas.cli import publishing, staging
from habeas.cli.options import Selection
from habeas.entries.decisions import Accept, Consent, Mention, OpenCase, Same, Wish
from habeas.ledger import Ledger, open_ledger
from habeas.sources import Source
from habeas.text.states import name_of

TODAY = date(2026, 1, 1)
SYLLABLES = "an be ci do el fa gu ha is jo ka li mo ne or pa qu ri sa to ul ve wi xa yo zu".split()
STATES = "AR AU BE BR CA CL DE DK EE ES FI FR GB GR ID IE IN IT JP KE KR LT MX NL NO NZ PE PL PT SE SG TH TR UY VN ZA".split()
HIDDEN = 10
"""Of so many people one has not consented: the checks look for that name everywhere."""

PARTS = {
    "ledger, policy": (publishing, "publication_of"),
    "what may be shown": (publishing, "admit"),
    "fold": (publishing, "fold"),
    "stage": (staging, "fill"),
    "release": (publishing, "make"),
    "pages": (site, "write_site"),
    "open data": (publishing, "write_data"),
    "API": (publishing, "write_api"),
    "checks": (publishing, "problems"),
    "swap": (publishing, "swap"),
}
"""What a publication is made of, and the function that does it."""


def invented(dice: random.Random) -> str:
    """A name that nobody has, of so many syllables that no two names beside one another spell a third."""
    return " ".join("".join(dice.choices(SYLLABLES, k=4)).capitalize() for _ in range(2))


class Told:
    """A document being written, with the claims it makes."""

    def __init__(self, person: Party | None = None) -> None:
        self.person = person
        self.text = ""
        self.claims: list[tuple[Content, Party, Stance, int, int]] = []

    def say(self, sentence: str, content: Content, owner: Party, stance: Stance = "asserts") -> None:
        """One sentence, and the claim that rests on it."""
        start = len(self.text)
        self.text += sentence + " "
        self.claims.append((content, owner, stance, start, start + len(sentence)))

    def record(self, book: Ledger, published: date) -> tuple[str, list[str]]:
        """Record it as a public source; its id and its claims'."""
        raw = self.text.encode()
        source = Source(
            sha256=sha256(raw).hexdigest(), size=len(raw), media_type="text/html", extractor="bench/1", text=self.text,
            origin="https://example.org/report", title=f"Report of {published}", outlet="The Gazette", language="en",
            published=published.isoformat(), received_at="2026-01-01T00:00:00.000000Z", rights="open",
        )  # fmt: skip
        id_ = book.record_source(source, raw, "public").id
        kinds = {cls: kind for kind, cls in CLAIMS.items()}
        claims = [
            Claim(
                kind=kinds[type(content)],
                stance=stance,
                speakers=(owner,),
                said_on=published.isoformat(),
                content=content,
                evidence=(Evidence(source=id_, start=start, end=end, quote=self.text[start:end]),),
                read_by="bench",
                confidence=0.9,
            )
            for content, owner, stance, start, end in self.claims
        ]
        return id_, [made.id for made in book.record([(claim, "public") for claim in claims])]


class Invention:
    """One invented case: whom it is about, and what a document says."""

    def __init__(self, number: int, seed: int) -> None:
        dice = random.Random(f"{seed} {number}")
        self.slug = sha256(f"case {number}".encode()).hexdigest()[:8]
        self.home, self.holder = dice.sample(STATES, 2)
        self.name = invented(dice)
        self.begun = date(1990, 1, 1) + timedelta(days=dice.randrange(12_900))
        self.ended = self.begun + timedelta(days=dice.randrange(5, 2500))
        self.freed = dice.random() < 0.7 and self.ended < TODAY
        self.minister = invented(dice)
        self.span = (0, len(self.name))
        self.shown = number % HIDDEN != HIDDEN - 1

    def told(self) -> Told:
        """The document."""
        person = Party(name=self.name, state=self.home, role="engineer", span=self.span)
        told = Told()
        home, holder = name_of(self.home), name_of(self.holder)
        speaker = Party(name=self.minister, state=self.home, role="foreign minister")
        embassy = Party(name=None, state=self.holder, role="a spokesperson for the embassy", anonymous=True)
        press = outlet("The Gazette")
        held = Custody(person=person, act="detained", by=self.holder, when=self.begun.isoformat(), place="the capital")
        charged = Custody(person=person, act="charged", by=self.holder, grounds="espionage")
        arbitrary = Accusation(accused=self.holder, of="arbitrary_detention", concerning=(person,))
        called = Appeal(addressee=self.holder, demand="release", on_behalf_of=(person,))
        words = Statement(manner="direct", words="We will not rest until our citizen is home", about=(person,))
        told.say(f"{self.name}, an engineer, was detained in the capital on {self.begun}.", held, press)
        told.say(f"{holder} charged {self.name} with espionage.", charged, press)
        told.say(f"{self.minister} said that the detention was arbitrary.", arbitrary, speaker)
        told.say(f"{home} called on {holder} to release {self.name}.", called, speaker)
        told.say(f"“{words.words},” said {self.minister}.", words, speaker)
        told.say("The embassy rejected the accusation.", arbitrary, embassy, stance="denies")
        if self.freed:
            freed = Custody(person=person, act="released", by=self.holder, when=self.ended.isoformat())
            told.say(f"{self.name} was released on {self.ended}.", freed, press)
        return told

    def record(self, book: Ledger) -> tuple[list[str], list[Any]]:
        """Record the document; its claims, and the decisions that make the case public."""
        source, claims = self.told().record(book, self.ended if self.freed else self.begun + timedelta(days=20))
        self.mention = Mention(source=source, span=self.span, name=self.name)
        opening = OpenCase(
            reason="met", case=f"case-{self.slug}", slug=self.slug, person=self.mention, by=self.holder,
            inclusion_rule="alleged-arbitrary", alleged_by=(self.home,),
        )  # fmt: skip
        if not self.shown:
            return claims, [opening]
        consent = Consent(reason="asked", person=self.mention, given=True, given_by="self")
        return claims, [opening, consent, Wish(reason="asked", person=self.mention, wish="public", expressed_by="self")]

    def find(self, book: Ledger) -> Invention:
        """The case as it was recorded in a ledger that was kept."""
        begins = f"{self.name}, an engineer"
        found = (e for e in book.entries(kinds={"source"}) if e.source is not None and e.source.text.startswith(begins))
        self.mention = Mention(source=next(found).id, span=self.span, name=self.name)
        return self

    def change(self, book: Ledger) -> None:
        """Something new is told of it."""
        person = Party(name=self.name, state=self.home, span=self.span)
        told, day = Told(), TODAY - timedelta(days=3)
        act = Custody(person=person, act="deported" if self.freed else "released", by=self.holder, when=day.isoformat())
        told.say(f"{self.name} came home on {day}.", act, outlet("The Gazette"))
        source, claims = told.record(book, TODAY)
        mentions = (self.mention, Mention(source=source, span=self.span, name=self.name))
        book.record(
            [(Accept(reason="checked", claims=tuple(claims)), "team"), (Same(reason="one", mentions=mentions), "team")]
        )


def ledger(path: Path, cases: int, seed: int) -> None:
    """A ledger of so many invented cases, and of some states that stand behind the Declaration."""
    made = [Invention(number, seed) for number in range(cases)]
    with open_ledger(path, create=True, rng=random.Random(seed).randbytes, who="bench") as book:
        claims: list[str] = []
        decisions: list[Any] = []
        for number, one in enumerate(made):
            if number % 1000 == 999:
                tell(f"{number + 1} of {cases} cases are recorded")
            said, decided = one.record(book)
            claims += said
            decisions += decided
        told = Told()
        for state in STATES[::2]:
            content = Endorsement(party=state, instrument="declaration-2021", act="endorsed", when="2021-02-15")
            told.say(f"{name_of(state)} endorsed the Declaration.", content, outlet("The Gazette"))
        claims += told.record(book, date(2021, 2, 15))[1]
        decisions.append(Accept(reason="checked", claims=tuple(claims)))
        book.record([(one, "public" if isinstance(one, OpenCase) else "team") for one in decisions])


def kept(place: Path, cases: int, seed: int) -> Path:
    """A ledger in a folder, made there unless it is there; what was half made is made anew."""
    there, making = place / f"ledger-{cases}-{seed}", place / "making"
    if not there.exists():
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        ledger(making / "habeas.db", cases, seed)
        making.rename(there)
    return there / "habeas.db"


def tell(words: str) -> None:
    """How far it is, for whoever waits."""
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


class Clock:
    """Seconds, of the processor (children's too) and on the wall, by the name of a part; a part within another counts once."""

    def __init__(self) -> None:
        self.spent: dict[str, list[float]] = {}
        self._inside: list[list[float]] = []

    @staticmethod
    def now() -> tuple[float, float]:
        """The processor's seconds and the wall's."""
        times = os.times()
        return sum(times[:4]), time.perf_counter()

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, its time noted."""

        @wraps(work)
        def noted(*args: Any, **kwargs: Any) -> Any:
            before = self.now()
            self._inside.append([0.0, 0.0])
            try:
                return work(*args, **kwargs)
            finally:
                spent = [after - start for after, start in zip(self.now(), before, strict=True)]
                inner = self._inside.pop()
                tell(f"{name}: {spent[0]:.2f} CPU s, {spent[1]:.2f} s on the clock")
                known = self.spent.setdefault(name, [0.0, 0.0])
                for at in (0, 1):
                    known[at] += spent[at] - inner[at]
                    if self._inside:
                        self._inside[-1][at] += spent[at]

        return noted


def publish(path: Path, folder: Path) -> dict[str, list[float]]:
    """Publish a ledger; what each part took. Changes the modules, for a process that does nothing else."""
    clock = Clock()
    for part, (module, name) in PARTS.items():
        setattr(module, name, clock.timed(part, getattr(module, name)))
    clock.timed("the rest", lambda: _published(path, folder))()
    return clock.spent


def _published(path: Path, folder: Path) -> None:
    selection = Selection(ledger=str(path), as_of=None, known_at=None, audience="public")
    publishing.publish_into(folder, "https://example.org", publishing.publication_of(selection, folder))


def in_its_own_process(work: Callable[..., Any], *args: Any) -> Any:
    """The result of work in a process of its own: as a command, it has nothing in mind from before."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, msgspec.json.encode([work(*args), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3]))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        raw = answer.read()
    os.waitpid(child, 0)
    return msgspec.json.decode(raw)


CHANGED: dict[str, Callable[[int], int]] = {"one": lambda cases: cases // 2, "another": lambda cases: cases // 3}
"""Runs before which one case changes, and which it is of so many. It is no case that is hidden, as long as ten divides the half."""


def main() -> None:
    """Measure."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("cases", type=int, nargs="*", default=[250, 1000])
    arguments.add_argument("--seed", type=int, default=7)
    arguments.add_argument("--keep", type=Path, help="keep the ledgers here, and take those that are here already")
    arguments.add_argument(
        "--runs", nargs="+", default=["all", "same", "one"], help="all first; then same, one, another"
    )
    options = arguments.parse_args()
    os.environ["HABEAS_NOW"] = f"{TODAY}T12:00:00+00:00"
    totals: dict[str, list[float]] = {}
    for cases in options.cases:
        with tempfile.TemporaryDirectory(prefix="habeas-bench-", dir=options.keep) as place:
            folder = Path(place, "site")
            path = shutil.copytree(kept(options.keep or Path(place), cases, options.seed).parent, Path(place, "ledger"))
            path /= "habeas.db"
            ran = {}
            for run in options.runs:
                tell(f"{cases} cases: {run}")
                if run in CHANGED:
                    with open_ledger(path, who="bench") as book:
                        Invention(CHANGED[run](cases), options.seed).find(book).change(book)
                ran[run] = in_its_own_process(publish, path, folder)
            files = [found for found in folder.rglob("*") if found.is_file()]
            size = sum(found.stat().st_size for found in files) / 1e6
            print(
                f"{cases} cases: {len(files)} files, {size:.0f} MB; peak {max(peak for _, peak in ran.values()):.0f} MB"
            )
            show(ran)
            for name, (spent, _) in ran.items():
                totals.setdefault(name, []).append(sum(cpu for cpu, _ in spent.values()))
    first, last = options.cases[0], options.cases[-1]
    for name, found in totals.items():
        print(
            f"{name}: CPU of {last} cases beside that of {first}: {found[-1] / found[0]:.2f} ({last / first:.2f} is linear)"
        )


def show(ran: dict[str, Any]) -> None:
    """A table: parts down, runs across, seconds of CPU and of the wall."""
    print(f"  {'seconds: CPU / wall':22}" + "".join(f"{name:>20}" for name in ran))
    for part in [*PARTS, "the rest"]:
        print(f"  {part:22}" + "".join(_cell(spent.get(part, [0, 0])) for spent, _ in ran.values()))
    print(
        f"  {'together':22}"
        + "".join(_cell([sum(x) for x in zip(*spent.values(), strict=True)]) for spent, _ in ran.values())
    )


def _cell(spent: Sequence[float]) -> str:
    return f"{spent[0]:11.2f} /{spent[1]:7.2f}"


if __name__ == "__main__":
    main()
