"""Three ledgers that record, decide, erase and exchange in any order show one register, byte for byte."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_helpers import claim, source
from merge_helpers import EVERYTHING, START, Clock, register, trusting

from habeas.claims import ClaimBasis
from habeas.disclosure import admit, audience, policy
from habeas.entries import Entry, Mention
from habeas.entries.copies import united
from habeas.entries.decisions import (
    Accept,
    Classify,
    Consent,
    Correct,
    Distinct,
    OpenCase,
    Reject,
    Release,
    Same,
    Wish,
    Withhold,
)
from habeas.errors import DecisionError
from habeas.identity import claim_mentions
from habeas.ledger import Ledger, open_ledger
from habeas.register import fold

LEDGERS = 3
TEXTS = (
    "Police in Lima held Ana Silva, a Danish teacher, on 3 May 2020.",
    "Police in Lima held Ana Silva again, it was said on 9 May 2020.",
)
ACTS = ("detained", "charged", "released")
LABELS = ("public", "partners", "team", "compartment:one", "compartment:two")
GIVERS = ("self", "relative")
Numbers = tuple[int, int, int]
Making = Callable[[list[Entry], Numbers], object]


def mentions(entries: list[Entry]) -> list[Mention]:
    found = [m for e in entries if e.claim is not None for m, _ in claim_mentions(e.id, e.claim)]
    return list(dict.fromkeys(found))


def ids(entries: list[Entry], kind: str) -> list[str]:
    return [e.id for e in entries if e.header.kind == kind]


def at(things: list, number: int):
    return things[number % len(things)]


def one_case(entries: list[Entry], n: Numbers) -> OpenCase:
    slug = f"s{n[0]}{n[1]}{n[2]}"
    person = at(mentions(entries), n[0])
    return OpenCase(reason="r", case=slug * 2, slug=slug, person=person, by=("PE", "CL")[n[1] % 2],
                    inclusion_rule="alleged-arbitrary", alleged_by=("DK",))  # fmt: skip


def released(entries: list[Entry], n: Numbers) -> Release:
    withheld = [e.id for e in entries if isinstance(e.payload, Withhold)]
    return Release(reason="r", withholds=at(withheld, n[0]))


DECIDING: dict[str, Making] = {
    "accept": lambda e, n: Accept(reason="r", claims=(at(ids(e, "claim"), n[0]), at(ids(e, "claim"), n[1]))),
    "reject": lambda e, n: Reject(reason="r", claims=(at(ids(e, "claim"), n[0]),)),
    "correct": lambda e, n: Correct(reason="r", claim=at(ids(e, "claim"), n[0]), by=at(ids(e, "claim"), n[1])),
    "same": lambda e, n: Same(reason="r", mentions=(at(mentions(e), n[0]), at(mentions(e), n[1]))),
    "distinct": lambda e, n: Distinct(reason="r", mentions=(at(mentions(e), n[0]), at(mentions(e), n[1]))),
    "open_case": one_case,
    "consent": lambda e, n: Consent(
        reason="r", person=at(mentions(e), n[0]), given=n[1] % 3 > 0, given_by=GIVERS[n[2] % 2], on=("2020-05-01", None)[n[2] % 2]
    ),
    "wish": lambda e, n: Wish(
        reason="r", person=at(mentions(e), n[0]), wish=("quiet", "public", "public")[n[1] % 3], expressed_by=GIVERS[n[2] % 2]
    ),
    "classify": lambda e, n: Classify(reason="r", entries=(at(ids(e, "claim") + ids(e, "source"), n[0]),), handling=at(LABELS, n[1])),
    "withhold": lambda e, n: Withhold(reason="r", entries=(at(ids(e, "claim"), n[0]),)),
    "release": released,
}  # fmt: skip


def decide(ledger: Ledger, kind: str, n: Numbers) -> None:
    entries = [e for e in ledger.entries() if e.payload is not None]
    try:
        decision = DECIDING[kind](entries, n)
    except ZeroDivisionError:
        return  # there is nothing yet to decide on
    try:
        ledger.record([(decision, at(LABELS[:3], n[2]))])
    except DecisionError:
        assert kind == "open_case"  # a name that another case has


def read(ledger: Ledger, n: Numbers) -> None:
    """One of the texts, and a claim on it; the same words in two ledgers make copies."""
    text, label = at(TEXTS, n[0]), at(LABELS[:3], n[2])
    made, raw = source(text)
    kept = ledger.record_source(made, raw, label).id
    if ledger.entry(kept).payload is not None:
        ledger.record([(claim(kept, text, act=at(ACTS, n[1])), label)])


def add(ledger: Ledger, n: Numbers) -> None:
    """A claim that rests on another claim."""
    claims = [e for e in ledger.entries() if e.claim is not None and ledger.entry(e.claim.evidence[0].source).payload]
    if claims:
        rested = at(claims, n[0])
        better = msgspec.structs.replace(rested.claim, basis=(ClaimBasis(claim=rested.id),), said_on=f"2020-05-1{n[1]}")
        ledger.record([(better, at(LABELS[:3], n[2]))])


def erase(ledger: Ledger, n: Numbers, kinds: tuple[str, ...]) -> None:
    entries = [e.id for e in ledger.entries() if e.payload is not None and e.header.kind in kinds]
    if entries:
        try:
            ledger.erase([at(entries, n[0])], reason="r")
        except DecisionError:
            assert ledger.entry(at(entries, n[0])).header.kind == "decision"


def blank(ledger: Ledger, n: Numbers) -> None:
    """One span of a source: the place, the name, or the last day."""
    sources = [e for e in ledger.entries(kinds={"source"}) if e.source is not None]
    if sources:
        one = at(sources, n[0])
        words = at(("Lima", "Ana Silva", "May 2020"), n[1])
        start = at(TEXTS, TEXTS.index(next(t for t in TEXTS if len(t) == len(one.source.text)))).index(words)
        ledger.erase([], spans={one.id: [(start, start + len(words))]}, reason="r")


@contextmanager
def three() -> Iterator[list[Ledger]]:
    """Three ledgers with clocks hours apart."""
    folder = Path(tempfile.mkdtemp(prefix="habeas-merge-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        yield [
            stack.enter_context(
                open_ledger(folder / f"{n}.db", create=True, now=Clock(START + timedelta(hours=5 * n)), who=str(n))
            )
            for n in range(LEDGERS)
        ]


def exchanged(ledgers: list[Ledger]) -> None:
    """Everybody merges everybody until nobody has anything new."""
    for _ in range(8):
        came = [one.merge(other) for one in ledgers for other in ledgers if one is not other]
        if not any(m.sources + m.claims + m.decisions for m in came):
            return
    pytest.fail("they never come to rest")


def shown(ledger: Ledger) -> list[bytes]:
    """The register as several audiences see it, now and in the past."""
    moment = (START + timedelta(hours=7)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    views = [register(ledger, who) for who in ("team", "public", "partners", "team+compartment:one")]
    views += [register(ledger, who, known_at=moment, as_of="2020-05-06") for who in ("team", "public")]
    return [msgspec.json.encode(view) for view in views]


number = st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5))
actor = st.integers(0, LEDGERS - 1)
step = st.one_of(
    st.tuples(st.just("read"), actor, number),
    st.tuples(st.just("add"), actor, number),
    st.tuples(st.just("merge"), actor, number),
    st.tuples(st.just("erase"), actor, number),
    st.tuples(st.just("blank"), actor, number),
    st.tuples(st.sampled_from(sorted(DECIDING)), actor, number),
    st.tuples(st.just("publish"), actor, number),
)


def taken(ledgers: list[Ledger], name: str, who: int, n: Numbers, erasing: tuple[str, ...]) -> None:
    ledger = ledgers[who]
    if name == "read":
        read(ledger, n)
    elif name == "add":
        add(ledger, n)
    elif name == "merge":
        ledger.merge(ledgers[(who + 1 + n[0] % 2) % LEDGERS])
    elif name == "erase":
        erase(ledger, n, erasing)
    elif name == "blank":
        blank(ledger, n)
    elif name == "publish":
        for kind in ("accept", "open_case", "consent", "wish"):
            decide(ledger, kind, (n[0], 1, 2 * n[2]))
    else:
        decide(ledger, name, n)


def check_that_they_agree(
    steps: list[tuple[str, int, Numbers]], trusted: tuple[str, ...], erasing: tuple[str, ...]
) -> None:
    with three() as ledgers:
        for one in ledgers:
            for other in ledgers:
                if one is not other and trusted:
                    one.trust(other.verifier(), trusted, reason="partners")
        for n, ledger in enumerate(ledgers):
            read(ledger, (n % 2, 0, 0))
        for name, who, n in steps:
            taken(ledgers, name, who, n, erasing)
        exchanged(ledgers)
        first, *others = [shown(ledger) for ledger in ledgers]
        assert all(other == first for other in others)
        roots = [ledger.root() for ledger in ledgers]
        exchanged(list(reversed(ledgers)))
        assert roots == [ledger.root() for ledger in ledgers]
        for ledger in ledgers:
            assert ledger.verify(ledger.checkpoint()).problems == ()


QUICK = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
steps = st.lists(step, min_size=4, max_size=14)


@QUICK
@given(steps=steps)
def test_ledgers_that_trust_each_other_show_one_register(steps: list[tuple[str, int, Numbers]]):
    check_that_they_agree(steps, EVERYTHING, ("source", "claim", "decision"))


@pytest.mark.slow
@LONG
@given(steps=st.lists(step, min_size=6, max_size=25))
def test_ledgers_that_trust_each_other_show_one_register_at_length(steps: list[tuple[str, int, Numbers]]):
    check_that_they_agree(steps, EVERYTHING, ("source", "claim", "decision"))


@QUICK
@given(steps=steps)
def test_ledgers_that_trust_each_other_except_for_erasures_show_one_register(steps: list[tuple[str, int, Numbers]]):
    check_that_they_agree(steps, EVERYTHING[:-1], ("source", "claim"))


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=steps, order=st.permutations(range(1, LEDGERS)), chain=st.booleans())
def test_the_order_of_merging_changes_nothing(steps: list[tuple[str, int, Numbers]], order: list[int], *, chain: bool):
    """One ledger that trusts the others in part, and merges them in one order or another, directly or through each other."""
    with three() as ledgers, tempfile.TemporaryDirectory() as folder:
        for ledger in ledgers:
            read(ledger, (0, 0, 0))
        for name, who, n in steps:
            if name != "merge":
                taken(ledgers, name, who, n, ("source", "claim"))
        made = []
        for name, way in (("one", order), ("other", order[::-1])):
            with open_ledger(Path(folder) / f"{name}.db", create=True, now=Clock()) as ledger:
                ledger.trust(ledgers[1].verifier(), ("accept", "open_case", "classify"), reason="r")
                ledger.trust(ledgers[2].verifier(), ("same", "consent", "withhold"), reason="r")
                if chain:
                    ledgers[way[1]].merge(ledgers[way[0]])
                for n in way:
                    ledger.merge(ledgers[n])
                    ledger.merge(ledgers[n])
                made.append(shown(ledger))
        assert made[0] == made[1]


@QUICK
@given(steps=steps, data=st.data())
def test_the_order_of_arrival_and_uniting_twice_change_nothing(
    steps: list[tuple[str, int, Numbers]], data: st.DataObject
):
    with three() as ledgers:
        trusting(*ledgers)
        for n, ledger in enumerate(ledgers):
            read(ledger, (n % 2, 0, 0))
        for name, who, n in steps:
            taken(ledgers, name, who, n, ("source", "claim"))
        exchanged(ledgers)
        entries = list(ledgers[0].entries())
    shuffled = data.draw(st.permutations(entries))

    def view(given: list[Entry]) -> bytes:
        now = START + timedelta(days=30)
        return msgspec.json.encode(fold(admit(given, policy(given), audience("team"), now=now)))

    assert view(shuffled) == view(entries) == view(united(entries))
    assert united(united(entries)) == united(entries)
