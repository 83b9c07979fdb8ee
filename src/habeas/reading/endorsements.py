"""Endorsements of an instrument, how many have endorsed it, and what the instrument is said to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from habeas.claims import Attribute, Endorsement, EndorsementCount, Party, Span
from habeas.reading.counts import ALL_OF, COUNT, OTHERS, group_bound, read_counts
from habeas.reading.scene import Scene, Sentence
from habeas.text.instruments import THE_DECLARATION
from habeas.text.states import is_state

_SIGN = re.compile(
    r"\b(?:sign(?:ed|s|ing)?|signator(?:y|ies)|endors(?:e|ed|es|ing|ement|ements|ers?)|support(?:ed|s|ers?)?|join(?:ed|s|ing)?|back(?:ed|s|ing)?|adher(?:ed|es|ence)|subscrib(?:ed|es)|acced(?:ed|es)|adopt(?:ed|s)|signed up|signed on|signed onto)\b", re.IGNORECASE
)  # fmt: skip
_WITHDRAW = re.compile(r"\b(?:withdr(?:ew|awn|awing|awal)|pulled out|removed its name|left the)\b", re.IGNORECASE)
_LEAVE = re.compile(
    r"\b(?:leav(?:e|es|ing)|quit(?:s|ting)?|dropp(?:ed|ing) out|pull(?:s|ing)? out|withdraws?)\b", re.IGNORECASE
)
_DENY = re.compile(r"\b(?:denied|denies|denying)\s+(?:\w+\s+){0,3}(?:endors|sign|join|back|support)\w*", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:not|never|yet to|refus\w+|declin\w+|without|n[’']t|hesitat\w+)\b", re.IGNORECASE)
_AMONG = re.compile(r"\b(?:among them|among these|they include|these include)\b", re.IGNORECASE)
_BACK = re.compile(r"\b(?:it|the text)\b")
_ABOUT = re.compile(r"\b(?:declaration|initiative|instrument|pledge|statement|convention|treaty)\b", re.IGNORECASE)


class EndorsementReading(msgspec.Struct, frozen=True, kw_only=True):
    """One endorsement, count or attribute of an instrument as read."""

    content: Endorsement | EndorsementCount | Attribute
    sentence: int
    sure: float


def read_endorsements(scene: Scene) -> list[EndorsementReading]:
    """Everything the text says of an instrument, its endorsers and their number."""
    found: list[EndorsementReading] = []
    current: str | None = None
    ahead = scene.instruments[0].id if scene.instruments else unnamed_declaration(scene.text)
    for sentence in scene.sentences:
        named = [m for m in scene.instruments if sentence.start <= m.span[0] < sentence.end]
        current = named[0].id if named else current
        upcoming = current or ahead
        signs = (_SIGN, _AMONG, _FORCE, _NO_TARGET, COUNT, OTHERS, ALL_OF)
        about = named or any(sign.search(sentence.text) for sign in signs)
        if upcoming is None or not about:
            continue
        found += [_reading(sentence, content, sure) for content, sure in read_counts(sentence, upcoming)]
        found += _endorsers(sentence, upcoming)
        mention = named[0] if named else next((m for m in scene.instruments if m.id == upcoming), None)
        if mention is not None and _ABOUT.search(sentence.text):
            found += _attributes(sentence, mention.span)
    return found


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
    elif sign is None or _NEGATED.search(text) or _LEAVE.search(text):
        return
    at = sentence.start + (sign.start() if sign else 0)
    when = min(sentence.dates, key=lambda date: abs(date.span[0] - at), default=None)
    for party in _signing(sentence, sign, act):
        content = Endorsement(party=party, instrument=instrument, act=act, when=when.edtf if when else None)
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
        return bodies if act == "endorsed" and not group_bound(sentence, "") else []
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
    bound = ALL_OF.search(sentence.scene.text, at, sentence.end)
    if bound:
        listed = [m for m in listed if m.span[0] < bound.start()]
        bodies = [m for m in bodies if m.span[0] < bound.start()]
    return list(dict.fromkeys([*(m.code for m in listed), *(m.code for m in bodies)]))


_UNNAMED = re.compile(r"(?<!Universal )(?:\b[Tt]he (?:\d{4} )?|\bits )Declaration\b(?! of | on the Rights)")
_PRACTICE = re.compile(r"\b(?:arbitrar|detain|detention|hostage|custody|jail|prison)", re.IGNORECASE)


def unnamed_declaration(text: str) -> str | None:
    """ "the Declaration", with a capital, in a text about people who are held, is the one that is about that."""
    return THE_DECLARATION if _UNNAMED.search(text) and _PRACTICE.search(text) else None


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
