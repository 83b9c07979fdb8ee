"""How building the site grows with its cases, and what one changed case costs: invented cases, a fixed seed, one run.

Run it with `make bench`, or by itself with other sizes: `tools/bench_site.py 2500 10000`.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from habeas.claims import (
    Accusation,
    Appeal,
    Content,
    Custody,
    Endorsement,
    Party,
    Stance,
    Statement,
    outlet,
    parties_in,
)
from habeas.disclosure import Admitted, AdmittedCase, AdmittedClaim, AdmittedSource, Quote
from habeas.identity import Entity
from habeas.register import Register, fold
from habeas.site import write_site
from habeas.text.states import name_of

TODAY = date(2026, 1, 1)
SYLLABLES = "an be ci do el fa gu ha is jo ka li mo ne or pa qu ri sa to ul ve wi xa yo zu".split()
STATES = "AR AU BE BR CA CL DE DK EE ES FI FR GB GR ID IE IN IT JP KE KR LT MX NL NO NZ PE PL PT SE SG TH TR UY VN ZA".split()


def invented(dice: random.Random) -> str:
    """A name that nobody has."""
    return " ".join("".join(dice.choices(SYLLABLES, k=3)).capitalize() for _ in range(2))


class Invention:
    """One invented case: a document, what it says, and the decision that opened the case."""

    def __init__(self, number: int, seed: int, *, freed: bool | None = None) -> None:
        dice = random.Random(f"{seed} {number}")
        self.slug = sha256(f"case {number}".encode()).hexdigest()[:8]
        self.source = sha256(f"source {number}".encode()).hexdigest()[:12]
        self.home, self.holder = dice.sample(STATES, 2)
        self.name = invented(dice)
        self.begun = date(1990, 1, 1) + timedelta(days=dice.randrange(12_900))
        self.freed = dice.random() < 0.7 if freed is None else freed
        self.ended = self.begun + timedelta(days=dice.randrange(5, 2500))
        self.said = self.ended if self.freed and self.ended < TODAY else self.begun + timedelta(days=20)
        self.person = Party(name=self.name, state=self.home, role="engineer")
        self.entity = Entity(source=self.source, span=(0, len(self.name)), name=None)
        self.text = ""
        self.claims: list[AdmittedClaim] = []
        self._tell(invented(dice))

    def _tell(self, minister: str) -> None:
        home, holder = name_of(self.home), name_of(self.holder)
        speaker = Party(name=minister, state=self.home, role="foreign minister")
        embassy = Party(name=None, state=self.holder, role="a spokesperson for the embassy", anonymous=True)
        press = outlet("The Gazette")
        person = self.person
        held = Custody(person=person, act="detained", by=self.holder, when=self.begun.isoformat(), place="the capital")
        charged = Custody(person=person, act="charged", by=self.holder, grounds="espionage")
        arbitrary = Accusation(accused=self.holder, of="arbitrary_detention", concerning=(person,))
        called = Appeal(addressee=self.holder, demand="release", on_behalf_of=(person,))
        words = Statement(manner="direct", words="We will not rest until our citizen is home", about=(person,))
        self._say(f"{self.name}, an engineer, was detained in the capital on {self.begun}.", held, press)
        self._say(f"{holder} charged {self.name} with espionage.", charged, press)
        self._say(f"{minister} said that the detention was arbitrary.", arbitrary, speaker)
        self._say(f"{home} called on {holder} to release {self.name}.", called, speaker)
        self._say(f"“{words.words},” said {minister}.", words, speaker)
        self._say("The embassy rejected the accusation.", arbitrary, embassy, stance="denies")
        if self.freed and self.ended < TODAY:
            freed = Custody(person=person, act="released", by=self.holder, when=self.ended.isoformat())
            self._say(f"{self.name} was released on {self.ended}.", freed, press)

    def _say(self, sentence: str, content: Content, owner: Party, stance: Stance = "asserts") -> None:
        start = len(self.text)
        self.text += sentence + " "
        parties = [*parties_in(content), owner]
        self.claims.append(
            AdmittedClaim(
                id=sha256(f"{self.slug} {sentence} {stance}".encode()).hexdigest()[:16],
                kind=type(content).__name__.lower(),
                stance=stance,
                speakers=(owner,),
                said_on=self.said.isoformat(),
                content=content,
                status="accepted",
                quotes=(Quote(source=self.source, start=start, end=start + len(sentence), quote=sentence),),
                people=tuple(
                    self.entity
                    if party is self.person
                    else Entity(source=self.source, span=None, name=party.name or party.role)
                    for party in parties
                ),
                redacted=False,
                confidence=0.9,
                read_by="bench",
            )
        )

    def as_source(self) -> AdmittedSource:
        """Its document."""
        return AdmittedSource(
            id=self.source, slug=self.source, title=f"Report of {self.said}", outlet="The Gazette", published=self.said.isoformat(),
            origin="https://example.org/report", language="en", media_type="text/html", rights="open", text=self.text,
        )  # fmt: skip

    def as_case(self) -> AdmittedCase:
        """The decision that opened it."""
        return AdmittedCase(
            id=self.slug, slug=self.slug, person=self.entity, by=self.holder, inclusion_rule="alleged-arbitrary", alleged_by=(self.home,)
        )  # fmt: skip


def register(cases: int, seed: int, *, changed: int | None = None) -> Register:
    """A register of so many invented cases; in a changed one somebody was freed, or was not after all."""
    made = [Invention(number, seed) for number in range(cases)]
    if changed is not None:
        made[changed] = Invention(changed, seed, freed=not made[changed].freed)
    claims = [claim for one in made for claim in one.claims]
    return fold(
        Admitted(
            audience="public",
            team=False,
            today=TODAY.isoformat(),
            claims=(*claims, *_endorsements()),
            sources=tuple(one.as_source() for one in made),
            cases=tuple(one.as_case() for one in made),
        )
    )


def _endorsements() -> list[AdmittedClaim]:
    made = []
    for state in STATES[::2]:
        content = Endorsement(party=state, instrument="declaration-2021", act="endorsed", when="2021-02-15")
        made.append(
            AdmittedClaim(
                id=sha256(f"endorsed {state}".encode()).hexdigest()[:16],
                kind="endorsement",
                stance="asserts",
                speakers=(outlet(None),),
                said_on="2021-02-15",
                content=content,
                status="accepted",
                quotes=(),
                people=(None,),
                redacted=False,
                confidence=None,
                read_by="bench",
            )
        )
    return made


def timed(work: Callable[[], object]) -> float:
    """Seconds on the clock."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    """Measure."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("cases", type=int, nargs="*", default=[500, 1000, 2000])
    arguments.add_argument("--seed", type=int, default=7)
    options = arguments.parse_args()
    print("  cases  files     MB   all s  ms/case  same s  one s  one/all  peak MB")
    first = 0.0
    for cases in options.cases:
        place = Path(tempfile.mkdtemp(prefix="habeas-bench-"))
        folder, store = place / "site", place / "store"
        before, after = register(cases, options.seed), register(cases, options.seed, changed=cases // 2)

        def build(view: Register, into: Path = folder, kept: Path = store) -> None:
            write_site(view, into, built_on=TODAY.isoformat(), base_url="https://example.org", store=kept)

        everything = timed(lambda view=before: build(view))
        same = timed(lambda view=before: build(view))
        one = timed(lambda view=after: build(view))
        made = [path for path in folder.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in made) / 1e6
        each = everything / cases
        first = first or each
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        print(f"{cases:7} {len(made):6} {size:6.0f} {everything:7.1f} {each * 1000:8.2f} {same:7.2f} {one:6.2f} {one / everything:8.4f} {peak:8.0f}")  # fmt: skip
        shutil.rmtree(place)
    print(f"time for a case, largest beside smallest: {each / first:.2f} (1 is linear)")


if __name__ == "__main__":
    main()
