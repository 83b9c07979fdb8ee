"""How well claims are read: a corpus of annotated passages against what the reader finds (form and guide: `training/corpus/GUIDE.md`).

What counts as right is stated once, here: a custody claim is right when act, person and state are; an appeal when demand and addressee are;
an accusation when accused, kind and stance are; an endorsement when party and act are, a count when number, bound and group are; a link when its
relation and both ends are (of an exchange either way round); a nationality when person and state are, an occupation when person and a telling word are. Dates and
stances are judged among the claims that are otherwise right. Claims that the annotation calls optional are neither missed nor wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from habeas.claims import Accusation, Appeal, Attribute, Claim, Custody, Endorsement, EndorsementCount, Link, Party

Gold = dict[str, Any]


class Passage(msgspec.Struct, frozen=True):
    """One annotated passage."""

    id: str
    lang: str
    part: str
    style: str
    published: str | None
    traps: tuple[str, ...]
    text: str
    claims: tuple[dict[str, Any], ...]


class Count(msgspec.Struct):
    """Right, predicted and annotated claims."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """In per cent; 0 where nothing was predicted."""
        return 100 * self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """In per cent; 0 where nothing was annotated."""
        return 100 * self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """In per cent."""
        both = self.predicted + self.gold
        return 200 * self.right / both if both else 0.0


class Judged(msgspec.Struct, frozen=True):
    """One predicted claim with the verdict on it: right, wrong, or None where the annotation leaves it open."""

    claim: Claim
    right: bool | None
    gold: Gold | None = None


class Outcome(msgspec.Struct):
    """What one passage, or a corpus, came to.

    Attributes:
        families: by name: `custody`, `release`, `charge`, `appeal`, `endorsement`, `accusation`, `link`, `nationality`, `occupation`.
        dates, stances: shares among claims that are otherwise right (`predicted` and `gold` alike).
        judged: every predicted claim of these families.
        missed: annotated claims that nothing matched.
    """

    families: dict[str, Count] = msgspec.field(default_factory=dict)
    dates: Count = msgspec.field(default_factory=Count)
    stances: Count = msgspec.field(default_factory=Count)
    judged: list[Judged] = msgspec.field(default_factory=list)
    missed: list[Gold] = msgspec.field(default_factory=list)

    def add(self, other: Outcome) -> None:
        """Take another outcome in."""
        for name, count in other.families.items():
            mine = self.families.setdefault(name, Count())
            _add(mine, count)
        _add(self.dates, other.dates)
        _add(self.stances, other.stances)
        self.judged += other.judged
        self.missed += other.missed


def _add(mine: Count, other: Count) -> None:
    mine.right += other.right
    mine.predicted += other.predicted
    mine.gold += other.gold


def load(paths: Iterable[Path]) -> list[Passage]:
    """The passages of some files, in order."""
    decoder = msgspec.json.Decoder(Passage)
    return [decoder.decode(line) for path in paths for line in path.read_bytes().splitlines() if line.strip()]


def judge(passage: Passage, claims: Iterable[Claim]) -> Outcome:
    """One passage's claims against its annotation."""
    outcome = Outcome()
    claims = list(claims)
    for kinds, family, same in _FAMILIES:
        mine = _distinct(claim for claim in claims if claim.kind in kinds)
        gold = [one for one in passage.claims if one["kind"] in kinds]
        _judge_family(outcome, family, mine, gold, same)
    for name in ("nationality", "occupation"):
        mine = _distinct(claim for claim in claims if getattr(claim.content, "attribute", None) == name)
        gold = [one for one in passage.claims if one.get("attribute") == name]
        _judge_family(outcome, name, mine, gold, _same_attribute)
    return outcome


def _judge_family(outcome: Outcome, family: str, mine: list[Claim], gold: list[Gold], same: _Same) -> None:
    pairs = _paired(mine, gold, same)
    taken = {id(one) for one in pairs.values()}
    for claim in mine:
        match = pairs.get(id(claim))
        right = None if match is not None and match.get("optional") else match is not None
        outcome.judged.append(Judged(claim, right, match))
        for name in _names(family, getattr(claim.content, "act", None)):
            count = outcome.families.setdefault(name, Count())
            count.predicted += right is not None
            count.right += right is True
        if right and match is not None and family in {"custody", "accusation"}:
            _agree(outcome.stances, claim.stance == match.get("stance", "asserts"))
        if right and match is not None and family == "custody":
            _agree(outcome.dates, claim.content.when == match.get("when"))
    for one in gold:
        if one.get("optional"):
            continue
        for name in _names(family, one.get("act")):
            outcome.families.setdefault(name, Count()).gold += 1
        if id(one) not in taken:
            outcome.missed.append(one)


def _names(family: str, act: str | None) -> Iterator[str]:
    yield family
    if family == "custody" and act == "released":
        yield "release"
    if family == "custody" and act == "charged":
        yield "charge"


def _agree(count: Count, yes: bool) -> None:  # noqa: FBT001 - the verdict is the argument
    count.predicted += 1
    count.gold += 1
    count.right += yes


def _paired(mine: list[Claim], gold: list[Gold], same: _Same) -> dict[int, Gold]:
    """By id of a predicted claim the annotated one that it matches: one to one, required before optional, equal dates and stances first."""
    candidates = [
        (bool(one.get("optional")), -_likeness(claim, one), i, j)
        for i, claim in enumerate(mine)
        for j, one in enumerate(gold)
        if same(claim.content, one)
    ]
    pairs: dict[int, Gold] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(candidates):
        if id(mine[i]) not in pairs and j not in taken:
            pairs[id(mine[i])] = gold[j]
            taken.add(j)
    return pairs


def _likeness(claim: Claim, one: Gold) -> int:
    same_day: bool = getattr(claim.content, "when", None) == one.get("when")
    same_stance: bool = claim.stance == one.get("stance", "asserts")
    return 2 * same_day + same_stance


def _distinct(claims: Iterable[Claim]) -> list[Claim]:
    """Claims that differ in what is judged: the same appeal relayed twice is one."""
    kept: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        content = claim.content
        person = getattr(content, "person", None) or getattr(content, "subject", None)
        rest = tuple(
            getattr(content, field, None)
            for field in (
                "act",
                "by",
                "when",
                "party",
                "count",
                "bound",
                "group",
                "demand",
                "accused",
                "of",
                "addressee",
                "value",
                "relation",
                "source",
                "target",
            )
        )
        name = (person.name or person.role) if isinstance(person, Party) else None
        kept.setdefault((claim.kind, claim.stance, name, *map(str, rest)), claim)
    return list(kept.values())


_WORD = re.compile(r"\w+")


def _words(text: str | None) -> set[str]:
    return set(_WORD.findall((text or "").casefold()))


_FUNCTION_WORDS = frozenset("a an the of in at for and un une le la les l de du des d en et".split())


def _telling(text: str | None) -> set[str]:
    """The words without articles and the like, which any two descriptions share."""
    return _words(text) - _FUNCTION_WORDS


def same_person(party: Party, name: str | None, unnamed: str | None) -> bool:
    """Whether a party is the annotated person: the same name, or one the other's short form; for the unnamed, shared words."""
    if name is not None:
        one, other = _words(party.name), _words(name)
        return bool(one) and (one <= other or other <= one)
    return party.name is None and bool(_telling(party.role) & _telling(unnamed))


def _same_custody(content: Custody, one: Gold) -> bool:
    person = same_person(content.person, one.get("person"), one.get("unnamed"))
    return person and content.act == one["act"] and content.by == one.get("by")


def _same_target(value: Party | str | None, wanted: str | None) -> bool:
    """A state by its code, whether the claim names the state or a body of it; anybody else by name."""
    if not isinstance(value, Party):
        return value == wanted
    if wanted is None:
        return value.state is None and value.name is None
    return value.state == wanted or bool(_telling(value.name) & _telling(wanted))


def _same_appeal(content: Appeal, one: Gold) -> bool:
    return content.demand == one["demand"] and _same_target(content.addressee, one.get("addressee"))


def _same_accusation(content: Accusation, one: Gold) -> bool:
    return content.of == one["of"] and _same_target(content.accused, one.get("accused"))


def _same_endorsement(content: Endorsement | EndorsementCount, one: Gold) -> bool:
    if isinstance(content, Endorsement):
        return one["kind"] == "endorsement" and (content.party, content.act) == (one["party"], one["act"])
    same = (content.count, content.bound) == (one.get("count"), one.get("bound"))
    return same and (content.group == "EU") == (one.get("group") == "EU")  # the guide names no other group


def _same_link(content: Link, one: Gold) -> bool:
    if content.relation != one["relation"]:
        return False
    ends = (content.source.person, content.target.person)
    wanted = (one.get("from"), one.get("to"))
    ways = [wanted, wanted[::-1]] if content.relation == "exchange" else [wanted]
    return any(all(same_person(end, name, None) for end, name in zip(ends, way, strict=True)) for way in ways)


def _same_attribute(content: Attribute, one: Gold) -> bool:
    """A nationality by its code; an occupation by a telling word that both have."""
    subject = content.subject
    if (
        content.attribute != one["attribute"]
        or not isinstance(subject, Party)
        or not same_person(subject, one.get("subject"), None)
    ):
        return False
    if content.attribute == "nationality":
        return bool(content.value == one["value"])
    return bool(_telling(content.value) & _telling(one["value"]))


_Same = Callable[[Any, Gold], bool]
_FAMILIES: tuple[tuple[tuple[str, ...], str, _Same], ...] = (
    (("custody",), "custody", _same_custody),
    (("appeal",), "appeal", _same_appeal),
    (("accusation",), "accusation", _same_accusation),
    (("endorsement", "endorsement_count"), "endorsement", _same_endorsement),
    (("link",), "link", _same_link),
)
