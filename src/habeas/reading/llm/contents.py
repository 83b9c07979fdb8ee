"""What each kind of content needs to stand in the passage: a row of (field, whether the words bear it out)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from habeas.claims import (
    Accusation,
    Appeal,
    Attribute,
    Content,
    Custody,
    Endorsement,
    EndorsementCount,
    Link,
    Party,
    Statement,
)
from habeas.reading.lexicon import lexicon, phrase_pattern
from habeas.reading.llm.acts import acted
from habeas.reading.llm.holders import holds
from habeas.reading.llm.numbers import bound_told, number_told
from habeas.reading.llm.parties import names_party, names_person
from habeas.reading.llm.passage import Passage
from habeas.text.instruments import INSTRUMENTS

Checks = Iterator[tuple[str, bool]]


def _custody(content: Custody, passage: Passage) -> Checks:
    yield "person", names_person(content.person, passage)
    yield "act", acted(content.act, content.person, passage)
    yield "state", content.by is None or holds(content.by, content.person, passage)
    asked = content.at_request_of
    yield "state", asked is None or (asked in passage.codes and bool(_REQUEST.search(passage.text)))
    yield "place", content.place is None or passage.says(content.place)
    yield "date", content.when is None or content.when in passage.dates
    yield "grounds", content.grounds is None or passage.says(content.grounds)


def _attribute(content: Attribute, passage: Passage) -> Checks:
    person = isinstance(content.subject, Party) and not content.of_instrument
    named = names_person if person and content.attribute != "alias" else names_party
    yield "person", named(content.subject, passage) if isinstance(content.subject, Party) else True
    yield "state", isinstance(content.subject, Party) or content.subject in passage.codes
    if content.attribute in {"nationality", "residence"}:
        yield "state", content.value in passage.codes
    elif content.attribute == "targets":
        yield "value", content.value in passage.codes or (content.value == "none" and bool(_NO.search(passage.quote)))
    elif content.attribute == "birth":
        yield "date", content.value in passage.dates
    else:
        yield "value", passage.says(content.value)


def _endorsement(content: Endorsement, passage: Passage) -> Checks:
    yield "instrument", content.instrument in passage.page.instruments
    yield "state", content.party in passage.codes
    signed, negated = bool(_SIGN.search(passage.quote)), bool(_NEGATED.search(passage.text))
    done = {
        "endorsed": signed and not negated,
        "withdrew": bool(_WITHDREW.search(passage.quote)),
        "denied_endorsing": signed and negated,
    }
    yield "act", done[content.act]
    yield "date", content.when is None or content.when in passage.dates


def _count(content: EndorsementCount, passage: Passage) -> Checks:
    yield "instrument", content.instrument in passage.page.instruments and content.instrument in INSTRUMENTS
    yield "state", content.group is None or content.group in passage.codes
    yield "act", bool(_SIGN.search(passage.text))
    yield "count", number_told(content.count, passage) and bound_told(content.bound, passage)


def _statement(content: Statement, passage: Passage) -> Checks:
    yield "words", passage.says(content.words)
    at = passage.page.text.find(content.words, *passage.span)
    inside = any(start <= at and at + len(content.words) <= end for start, end in passage.page.quoted)
    yield "manner", inside or content.manner != "direct"
    for one in (*content.about, *(() if content.addressee is None else (content.addressee,))):
        yield _field(one), _means(one, passage) or one in passage.page.instruments


def _appeal(content: Appeal, passage: Passage) -> Checks:
    if content.addressee is not None:
        yield _field(content.addressee), _means(content.addressee, passage)
    yield "person", all(names_person(person, passage) for person in content.on_behalf_of)
    calls, demands = _appeals(passage.page.language)
    told = content.demand == "other" or demands[content.demand].search(passage.quote) is not None
    yield "demand", told and calls.search(passage.text) is not None


def _accusation(content: Accusation, passage: Passage) -> Checks:
    yield _field(content.accused), _means(content.accused, passage)
    yield "person", all(names_person(person, passage) for person in content.concerning)
    words = _accusations(passage.page.language).get(content.of, _ACCUSE)
    yield "accusation", words.search(passage.quote) is not None


def _link(content: Link, passage: Passage) -> Checks:
    for end in (content.source, content.target):
        yield "person", names_person(end.person, passage)
        yield "act", end.act is None or acted(end.act, end.person, passage)
    yield "relation", _RELATIONS[content.relation].search(passage.quote) is not None


_CHECKS: dict[type, Callable[..., Checks]] = {
    Custody: _custody,
    Attribute: _attribute,
    Endorsement: _endorsement,
    EndorsementCount: _count,
    Statement: _statement,
    Appeal: _appeal,
    Accusation: _accusation,
    Link: _link,
}


def unsupported(content: Content, passage: Passage) -> str | None:
    """The first field that the passage does not bear out; None where it bears out all of them."""
    return next((field for field, borne in _CHECKS[type(content)](content, passage) if not borne), None)


def _field(one: Party | str) -> str:
    return "person" if isinstance(one, Party) else "state"


def _means(one: Party | str, passage: Passage) -> bool:
    return names_party(one, passage) if isinstance(one, Party) else one in passage.codes


@cache
def _appeals(language: str) -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    words = lexicon(language)
    calls = phrase_pattern([*words.appeal["call_for"], *words.appeal["urge"]])
    return calls, {demand: phrase_pattern(forms) for demand, forms in words.demands.items()}


@cache
def _accusations(language: str) -> dict[str, re.Pattern[str]]:
    return {of: phrase_pattern(forms) for of, forms in lexicon(language).accusations.items()}


_REQUEST = re.compile(r"\b(?:request\w*|behest|warrant|extradit\w+|asked)\b", re.IGNORECASE)
_SIGN = re.compile(
    r"\b(?:sign(?:ed|s|ing)?|signator(?:y|ies)|endors\w+|support(?:ed|s|ers?)?|join(?:ed|s|ing)?|back(?:ed|s|ing)?|"
    r"adher(?:ed|es|ence)|subscribed|acced(?:ed|es)|adopt(?:ed|s))\b",
    re.IGNORECASE,
)
_WITHDREW = re.compile(r"\b(?:withdr(?:ew|awn|awing|awal)|pulled out|removed its name|left the)\b", re.IGNORECASE)
_NEGATED = re.compile(
    r"\b(?:not|never|no|yet to|den(?:y|ies|ied|ying)|refus\w+|declin\w+|without|hesitat\w+|urged|should|would)\b|n[’']t\b",
    re.IGNORECASE,
)
_NO = re.compile(r"\b(?:no|not|nor|nobody|without)\b|n[’']t\b", re.IGNORECASE)
_ACCUSE = re.compile(r"\b(?:accus\w+|blam\w+|charg\w+|condemn\w+|denounc\w+|alleg\w+)\b", re.IGNORECASE)
_RELATIONS = {
    "precedes": re.compile(
        r"\b(?:after|before|following|followed|prior to|since|later|then|days|weeks)\b", re.IGNORECASE
    ),
    "retaliation": re.compile(r"\b(?:retaliat\w+|reprisal\w*|revenge|response to|tit[- ]for[- ]tat)\b", re.IGNORECASE),
    "demand": re.compile(r"\b(?:demand\w*|condition\w*|in return|unless|until|press\w*)\b", re.IGNORECASE),
    "exchange": re.compile(r"\b(?:exchang\w+|swap\w*|trad(?:e|ed|ing)|in return)\b", re.IGNORECASE),
}
