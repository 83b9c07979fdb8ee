"""Endorsements of an instrument, how many have endorsed it, and what the instrument is said to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from habeas.claims import Attribute, Endorsement, EndorsementCount, Party, Span
from habeas.reading.scene import Scene, Sentence
from habeas.text.states import is_state

_SIGN = re.compile(
    r"\b(?:sign(?:ed|s|ing)?|signator(?:y|ies)|endors(?:e|ed|es|ing|ement|ements|ers?)|support(?:ed|s|ers?)?|join(?:ed|s|ing)?|back(?:ed|s|ing)?|adher(?:ed|es|ence)|subscrib(?:ed|es)|acced(?:ed|es)|adopt(?:ed|s)|signed up|signed on|signed onto)\b", re.IGNORECASE
)  # fmt: skip
_WITHDRAW = re.compile(r"\b(?:withdr(?:ew|awn|awing|awal)|pulled out|removed its name|left the)\b", re.IGNORECASE)
_DENY = re.compile(r"\b(?:denied|denies|denying)\s+(?:\w+\s+){0,3}(?:endors|sign|join|back|support)\w*", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:not|never|yet to|refus\w+|declin\w+|without|n[’']t|hesitat\w+)\b", re.IGNORECASE)
_AMONG = re.compile(r"\b(?:among them|among these|they include|these include)\b", re.IGNORECASE)
_BACK = re.compile(r"\b(?:it|the text)\b")
_ABOUT = re.compile(r"\b(?:declaration|initiative|instrument|pledge|statement|convention|treaty)\b", re.IGNORECASE)

_WORD_NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(),
        start=1,
    )
} | {
    word: 10 * number
    for number, word in enumerate(["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=3)
}
_N = rf"(?P<n>\d{{1,3}}|(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-)?(?:{'|'.join(_WORD_NUMBERS)}))"
_WHAT = r"(?P<what>(?:countries|states|nations|governments|signatories|endorsers|endorsements|members|other countries|countries and entities))"
_COUNT = re.compile(
    rf"(?:(?P<least>more than|over|at least|upwards of|some|nearly|almost|about|around)\s+)?{_N}\s+(?P<other>other\s+|more\s+|additional\s+)?{_WHAT}",
    re.IGNORECASE,
)
_OTHERS = re.compile(rf"\band\s+{_N}\s+(?:others\b|other\s+(?:countries|states|nations)|more\b)", re.IGNORECASE)
_ALL_OF = re.compile(
    r"(?P<bound>nearly all|almost all|virtually all|all)\s+(?:of\s+)?(?:the\s+)?(?:members?\s+(?:states\s+)?of\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_GROUP_SIZE = re.compile(rf"{_N}(?:[-\s]+(?:nation|member|state|strong|country|members))?", re.IGNORECASE)


class EndorsementReading(msgspec.Struct, frozen=True, kw_only=True):
    """One endorsement, count or attribute of an instrument as read."""

    content: Endorsement | EndorsementCount | Attribute
    sentence: int
    sure: float


def read_endorsements(scene: Scene) -> list[EndorsementReading]:
    """Everything the text says of an instrument, its endorsers and their number."""
    found: list[EndorsementReading] = []
    current: str | None = None
    for sentence in scene.sentences:
        named = [m for m in scene.instruments if sentence.start <= m.span[0] < sentence.end]
        current = named[0].id if named else current
        upcoming = current or (scene.instruments[0].id if scene.instruments else None)
        about = named or any(sign.search(sentence.text) for sign in (_SIGN, _AMONG, _FORCE, _NO_TARGET))
        if upcoming is None or not about:
            continue
        found += _counts(sentence, upcoming)
        found += _endorsers(sentence, upcoming)
        mention = named[0] if named else next((m for m in scene.instruments if m.id == upcoming), None)
        if mention is not None and _ABOUT.search(sentence.text):
            found += _attributes(sentence, mention.span)
    return found


def _number(text: str) -> int:
    low = text.lower()
    if low.isdigit():
        return int(low)
    return sum(_WORD_NUMBERS[part] for part in low.split("-"))


def _counts(sentence: Sentence, instrument: str) -> Iterator[EndorsementReading]:
    scene, text = sentence.scene, sentence.text
    group = _group_bound(sentence, instrument)
    if group:
        yield group
    if not (_SIGN.search(text) or _OTHERS.search(text)):
        return
    taken = group is not None
    for match in _COUNT.finditer(text):
        if taken and re.search(r"\bmembers?$", match.group("what"), re.IGNORECASE):
            continue
        yield _count(sentence, instrument, match)
    if not _COUNT.search(text) and (others := _OTHERS.search(text)):
        named = {m.code for m in scene.states if sentence.start <= m.span[0] < sentence.start + others.start()}
        total = _number(others.group("n")) + len(named)
        yield _reading(sentence, _counted(instrument, total, text, "exactly"), 0.8)


def _count(sentence: Sentence, instrument: str, match: re.Match[str]) -> EndorsementReading:
    text, number = sentence.text, _number(match.group("n"))
    if match.group("other") and match.group("other").strip().lower() == "other":
        named = {m.code for m in sentence.scene.states if sentence.start <= m.span[0] < sentence.start + match.start()}
        number += max(1, len(named))
    least = (match.group("least") or "").lower() in {"more than", "over", "at least", "upwards of"}
    return _reading(sentence, _counted(instrument, number, text, "at_least" if least else "exactly"), 0.9)


def _counted(instrument: str, number: int, text: str, bound: Literal["exactly", "at_least"]) -> EndorsementCount:
    entities = re.search(r"countries and entities|endorsements\b", text, re.IGNORECASE)
    counts: Literal["states", "unclear"] = "unclear" if entities else "states"
    return EndorsementCount(instrument=instrument, count=number, counts=counts, group=None, bound=bound)


def _group_bound(sentence: Sentence, instrument: str) -> EndorsementReading | None:
    """ "nearly all members of the 27-nation European Union": a bound on a group, not a list."""
    scene = sentence.scene
    match = _ALL_OF.search(scene.text, sentence.start, sentence.end)
    if not match:
        return None
    body = next((m for m in scene.organisations if match.end() <= m.span[0] < sentence.end), None)
    size = _GROUP_SIZE.search(scene.text, match.start(), sentence.end)
    if body is None or size is None or abs(size.start() - body.span[0]) > 60:
        return None
    bound: Literal["all", "nearly_all"] = "all" if match.group("bound").lower() == "all" else "nearly_all"
    content = EndorsementCount(
        instrument=instrument, count=_number(size.group("n")), counts="states", group=body.code, bound=bound
    )
    return _reading(sentence, content, 0.9)


def _reading(
    sentence: Sentence, content: Endorsement | EndorsementCount | Attribute, sure: float
) -> EndorsementReading:
    return EndorsementReading(content=content, sentence=sentence.index, sure=sure)


def _endorsers(sentence: Sentence, instrument: str) -> Iterator[EndorsementReading]:
    """States named as signing, in the sentence's own voice and not denied."""
    text = sentence.text
    sign = _SIGN.search(text) or _AMONG.search(text)
    act: Literal["endorsed", "withdrew", "denied_endorsing"] = "endorsed"
    if _DENY.search(text):
        act = "denied_endorsing"
    elif _WITHDRAW.search(text):
        act = "withdrew"
    elif sign is None or _NEGATED.search(text):
        return
    when = next((d.edtf for d in sentence.dates), None)
    for party in _signing(sentence, sign, act):
        content = Endorsement(party=party, instrument=instrument, act=act, when=when)
        yield _reading(sentence, content, 0.85)


def _signing(sentence: Sentence, sign: re.Match[str] | None, act: str) -> list[str]:
    """The subjects of "signed", or the objects of "signatories included"."""
    at = sentence.start + (sign.start() if sign else 0)
    text = sentence.scene.text
    if sign is not None and _AMONG.match(sign.group()):
        return _list_from(sentence, at)
    objects = sign is not None and re.match(r"signator|endorse(?:rs|ments)|supporters", sign.group(), re.IGNORECASE)
    if objects and re.match(r"\w+\s+(?:\w+\s+){0,3}?(?:includ|are|were|:|such as|rang)", text[at : sentence.end]):
        return _list_from(sentence, at)
    subjects = [c for c in sentence.chunks if c.end <= at or act != "endorsed"]
    bodies = [m.code for m in sentence.scene.organisations if sentence.start <= m.span[0] and m.span[1] <= at]
    states = [c for c in subjects if c.kind == "state" or (c.kind == "body" and c.state)]
    if not (_ABOUT.search(sentence.text) or _BACK.search(text, at, sentence.end) or act != "endorsed"):
        return []
    if not states:
        return bodies if act == "endorsed" and not _group_bound(sentence, "") else []
    return _chain(sentence, states)


def _chain(sentence: Sentence, states: list) -> list[str]:  # type: ignore[type-arg]
    """The list that ends with the last state before the verb."""
    text, chain, front = sentence.scene.text, [states[-1]], states[-1].start
    for chunk in reversed(states[:-1]):
        if text[chunk.end : front].strip() not in {",", "and", ", and", "&"}:
            break
        chain.insert(0, chunk)
        front = chunk.start
    before = text[sentence.start : chain[0].start]
    governed = re.search(r"\b(?:of|from|in|to|for|by|against|with|on)\s+(?:the\s+)?$", before, re.IGNORECASE)
    return [] if governed else list(dict.fromkeys(c.state for c in chain if is_state(c.state)))


def _list_from(sentence: Sentence, at: int) -> list[str]:
    """The states listed behind "signatories included"."""
    listed = [m for m in sentence.scene.states if m.span[0] >= at and m.span[1] <= sentence.end and m.form == "name"]
    bodies = [m for m in sentence.scene.organisations if m.span[0] >= at and m.span[1] <= sentence.end]
    bound = _ALL_OF.search(sentence.scene.text, at, sentence.end)
    if bound:
        listed = [m for m in listed if m.span[0] < bound.start()]
        bodies = [m for m in bodies if m.span[0] < bound.start()]
    return list(dict.fromkeys([*(m.code for m in listed), *(m.code for m in bodies)]))


_FORCE = re.compile(r"\b(?P<value>non-?binding|legally binding|binding|voluntary)\b", re.IGNORECASE)
_NO_TARGET = re.compile(
    r"\b(?:(?:does|do|did) not (?:target|name|single out|mention|point|aim at)|names? no|targets? no|(?:is|was) not (?:aimed|directed|targeted) at|singles? out no|without naming|mentions? no)\b(?:\s+(?:any|a|one|single|particular|specific|individual))*\s+(?:nation|country|state|government|one)", re.IGNORECASE
)  # fmt: skip


def _attributes(sentence: Sentence, instrument: Span) -> Iterator[EndorsementReading]:
    subject = Party(name=sentence.scene.text[slice(*instrument)].strip(' ,.“”"'), span=instrument)
    force = _FORCE.search(sentence.text)
    if force:
        yield _reading(
            sentence, Attribute(subject=subject, attribute="legal_force", value=force.group("value").lower()), 0.9
        )
    if _NO_TARGET.search(sentence.text):
        yield _reading(sentence, Attribute(subject=subject, attribute="targets", value="none"), 0.9)
