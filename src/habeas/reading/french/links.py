"""Links between custody acts: order in time, and an exchange that somebody tells or denies."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from habeas.claims import Link, LinkEnd, Span
from habeas.reading.french.custody import CustodyReading
from habeas.reading.french.page import Page

_ORDER = re.compile(r"\b(?P<word>après|au lendemain de|à la suite de|avant)\b", re.IGNORECASE)
_EXCHANGE = re.compile(r"\b(?:troqué\w*|échangé\w*|en échange d[e']|échange|troc)\b(?! de vues)", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:réfut\w+|ni(?:e|é|ait)|dément\w*|aucun|ni|pas|conteste)\b", re.IGNORECASE)


class LinkReading(msgspec.Struct, frozen=True, kw_only=True):
    """One link as read, with its stance and sentence."""

    content: Link
    stance: Literal["asserts", "denies"]
    span: Span


def read_links(page: Page, custody: list[CustodyReading]) -> list[LinkReading]:
    """`precedes` where a sentence puts one person's act before another's, `exchange` where it tells of one."""
    found: list[LinkReading] = []
    for sentence in page.sentences:
        acts = [r for r in custody if r.trigger.sentence == sentence]
        people = list({id(r.person): r for r in acts}.values())
        if len(people) == 2:
            found += _exchange(page, people, sentence) or _precedes(page, people, sentence)
        elif not acts:
            found += _later_denial(page, found, sentence)
    return found


def _later_denial(page: Page, earlier: list[LinkReading], sentence: Span) -> list[LinkReading]:
    """ "Lima dément tout échange": of the exchange told before."""
    told = [one for one in earlier if one.content.relation == "exchange" and one.stance == "asserts"]
    word = _EXCHANGE.search(page.flat, *sentence)
    if not told or word is None or not _DENIED.search(page.flat, sentence[0], word.start()):
        return []
    return [LinkReading(content=told[-1].content, stance="denies", span=sentence)]


def _precedes(page: Page, acts: list[CustodyReading], sentence: Span) -> list[LinkReading]:
    one, other = sorted(acts, key=lambda r: r.trigger.span)
    word = _ORDER.search(page.flat, one.trigger.span[1], other.trigger.span[0])
    if word is None:
        return []
    first, second = (one, other) if word.group("word").lower() == "avant" else (other, one)
    return [LinkReading(content=Link(source=_end(first), target=_end(second)), stance="asserts", span=sentence)]


def _exchange(page: Page, acts: list[CustodyReading], sentence: Span) -> list[LinkReading]:
    word = _EXCHANGE.search(page.flat, *sentence)
    if word is None:
        return []
    stance: Literal["asserts", "denies"] = (
        "denies" if _DENIED.search(page.flat, sentence[0], word.start()) else "asserts"
    )
    one, other = (LinkEnd(person=r.content.person) for r in acts)
    return [LinkReading(content=Link(source=one, target=other, relation="exchange"), stance=stance, span=sentence)]


def _end(reading: CustodyReading) -> LinkEnd:
    return LinkEnd(person=reading.content.person, act=reading.content.act)
