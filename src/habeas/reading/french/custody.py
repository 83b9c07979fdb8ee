"""Custody: who was arrested, charged, released ... by which state, where and when, on what grounds, at whose request."""

from __future__ import annotations

import re
from collections import defaultdict

import msgspec

from habeas.claims import Custody
from habeas.claims.custody import CustodyAct
from habeas.reading.french import circumstances as around
from habeas.reading.french.holders import Holders
from habeas.reading.french.page import Page
from habeas.reading.french.people import Person
from habeas.reading.french.subjects import Cast, Whom, objects, of_noun, subject
from habeas.reading.french.triggers import Trigger, find_triggers
from habeas.text.written_dates import DateMention


class CustodyReading(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One custody act as read.

    Attributes:
        content: the claim's content.
        person: who is held.
        trigger: the words that bring the act.
        sure: how directly person and state were found, 0 to 1.
        words: the trigger's words in lower case.
        inferred: the state was told by the rest of the page, not by the sentence.
    """

    content: Custody
    person: Person
    trigger: Trigger
    sure: float
    inferred: bool
    words: str


def read_custody(page: Page, cast: Cast) -> list[CustodyReading]:
    """Every custody act that the text states as having happened, or that somebody in it denies; one for each event."""
    triggers = find_triggers(page)
    whom = {trigger: _whom(cast, trigger) for trigger in triggers}
    cast.held = _held(whom)
    whom = {trigger: _whom(cast, trigger) for trigger in triggers}
    cast.held = _held(whom)
    triggers = [t for t in triggers if whom[t] and _told(page, t)]
    holders = Holders(page, cast, triggers, whom)
    dates = around.answered(page, triggers, around.dates_of(page, triggers))
    readings = [
        _reading(page, triggers, trigger, person, holders, dates)
        for trigger in triggers
        for person in whom[trigger] or []
    ]
    return _merged([r for r in readings if r is not None])


def _held(whom: dict[Trigger, list[Person]]) -> list[Person]:
    return list(dict.fromkeys(p for persons in whom.values() for p in persons or [] if not p.body))


def _whom(cast: Cast, trigger: Trigger) -> list[Person]:
    if trigger.voice in {"passive", "reduced", "state"}:
        told = subject(cast, trigger)
    elif trigger.voice == "object":
        told = _clitic(cast, trigger)
    elif trigger.voice == "noun":
        told = of_noun(cast, trigger)
        if told is None:
            return []
    else:
        told = objects(cast, trigger)
    if told is None or (not told and trigger.act in {"exit_ban", "house_arrest"} and trigger.voice == "active"):
        told = cast.spoken_of(trigger.start, trigger.gender if trigger.gender == "f" else None, plural=trigger.plural)
    return [p for p in told if not p.body]


def _clitic(cast: Cast, trigger: Trigger) -> Whom:
    """ "la police l'a arrêtée": whom the sentence opens with, else who was spoken of before."""
    words = cast.page.flat[trigger.start : trigger.span[1]].lower()
    if words.startswith("m'"):
        own = [p for p in cast.speaking if trigger.sentence[0] <= p.mentions[0][0] < trigger.sentence[1]]
        own = own or [
            p
            for span, p in cast.spots
            if trigger.sentence[0] <= span[0] < trigger.start and _MYSELF.search(cast.page.flat[: span[0]][-8:])
        ]
        return own[:1] or cast.spoken_of(trigger.start, trigger.gender, plural=False)
    return cast.spoken_of(trigger.start, trigger.gender, plural=trigger.plural or words.startswith("les"))


_MYSELF = re.compile(r"\bmoi,\s+$", re.IGNORECASE)
_ARBITRARY = re.compile(r"\s*(?:«\s*)?(?:arbitraire|illégale|« arbitraire)", re.IGNORECASE)


def _told(page: Page, trigger: Trigger) -> bool:
    """Not where a noun only serves a reproach ("détention arbitraire"), nor where a death is not in custody."""
    if trigger.voice == "noun" and _ARBITRARY.match(page.flat, trigger.span[1]):
        return False
    return not (
        trigger.voice == "noun"
        and re.match(r"\s*(?:d'explosifs|d'armes|de stupéfiants|de drogue)", page.flat[trigger.span[1] :])
    )


_BAIL = re.compile(
    r"\b(?:sous|contre|moyennant|après versement d')\s*(?:une |le paiement d'une )?caution\b", re.IGNORECASE
)


def _reading(
    page: Page,
    triggers: list[Trigger],
    trigger: Trigger,
    person: Person,
    holders: Holders,
    dates: dict[Trigger, DateMention],
) -> CustodyReading | None:
    within = around.clause(page, trigger, triggers)
    by, inferred = holders.holder(trigger, person)
    place = around.place_of(page, trigger, within[1])
    when = dates.get(trigger)
    request = around.requester(page, trigger) if trigger.act in {"arrested", "detained", "deported"} else None
    bailed = trigger.act == "released" and _BAIL.search(page.flat, trigger.span[1], within[1])
    content = Custody(
        person=person.party, act="bailed" if bailed else trigger.act, by=by, at_request_of=request.code if request and request.code != by else None,
        place=page.text[slice(*place)] if place else None, when=when.edtf if when else None,
        grounds=around.grounds_of(page, trigger, within[1]),
    )  # fmt: skip
    sure = 0.85 - 0.15 * inferred - 0.15 * (by is None) - 0.1 * (trigger.voice in {"noun", "state"})
    return CustodyReading(
        content=content,
        person=person,
        trigger=trigger,
        sure=round(sure, 2),
        inferred=inferred,
        words=page.flat[slice(*trigger.span)].lower(),
    )


def _merged(readings: list[CustodyReading]) -> list[CustodyReading]:
    """One reading for each event: what a second word adds to the first is taken in, its own date makes it another event."""
    groups: defaultdict[tuple[int, CustodyAct, bool], list[CustodyReading]] = defaultdict(list)
    for reading in readings:
        groups[(id(reading.person), reading.content.act, reading.trigger.negated)].append(reading)
    found = [one for group in groups.values() for one in _events(group)]
    return sorted(_without_echoes(found), key=lambda r: r.trigger.span)


def _without_echoes(readings: list[CustodyReading]) -> list[CustodyReading]:
    bailed = {id(r.person) for r in readings if r.content.act == "bailed"}
    readings = [
        r for r in readings if not (r.content.act == "released" and r.content.when is None and id(r.person) in bailed)
    ]
    freed = {id(r.person) for r in readings if r.content.act == "released" and not _is_return(r)}
    readings = [r for r in readings if not (_is_return(r) and id(r.person) in freed)]
    taken = {id(r.person) for r in readings if r.content.act in {"arrested", "detained"} and r.trigger.voice != "noun"}
    return [_taken_away(r) if id(r.person) not in taken else r for r in readings]


def _is_return(reading: CustodyReading) -> bool:
    """ "est rentré en Suède" tells of a release only where nothing else does."""
    return reading.content.act == "released" and reading.words.startswith("rentr")


def _taken_away(reading: CustodyReading) -> CustodyReading:
    """ "conduit à la caserne" of somebody of whom no arrest is told is the arrest's own words."""
    if reading.content.act != "transferred" or not reading.words.startswith("condui"):
        return reading
    return msgspec.structs.replace(reading, content=msgspec.structs.replace(reading.content, act="detained"))


def _events(group: list[CustodyReading]) -> list[CustodyReading]:
    dated = list({r.content.when: r for r in reversed(group) if r.content.when}.values())[::-1]
    dated = [
        r
        for r in dated
        if not any(o is not r and (o.content.when or "").startswith(r.content.when or "?") for o in dated)
    ]
    heads = (
        dated
        if dated and (len(dated) == 1 or group[0].content.act in {"sentenced", "released", "transferred"})
        else dated[:1] or group[:1]
    )
    return [_filled(head, group if len(heads) == 1 else [head]) for head in heads]


def _filled(head: CustodyReading, group: list[CustodyReading]) -> CustodyReading:
    content = head.content
    for other in group:
        for field in ("by", "at_request_of", "place", "grounds"):
            better = field == "by" and head.inferred and not other.inferred and other.content.by
            if getattr(content, field) is None or better:
                content = msgspec.structs.replace(content, **{field: getattr(other.content, field)})
    return msgspec.structs.replace(head, content=content)
