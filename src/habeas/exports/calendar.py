"""iCalendar (RFC 5545): acts and hearings, deadlines, and the days on which a custody has lasted another year.

Only what has a day is on a day: a date that is a month or an interval stays out. An event keeps its UID for ever. One that was
published and no longer may be is CANCELLED, without a word of what it was: its UID says nothing either, for it is made with a
secret of the ledger. That, and when an event last changed, is learned
from the calendar that an earlier edition left.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from habeas.exports.dates import the_day
from habeas.exports.edition import Edition
from habeas.exports.export import Export
from habeas.register.custody import is_held
from habeas.register.views import CaseView, Said
from habeas.text.dates import bounds
from habeas.text.instruments import INSTRUMENTS
from habeas.text.states import name_of

FILE = "habeas.ics"
LONGEST = 75
"""Bytes of a line, at most (RFC 5545)."""

NOWHERE = "19700101"
"""The day of what is withdrawn: an event must have one, and must not tell its own."""

_WITHDRAWN = {"DTSTART;VALUE=DATE": NOWHERE, "SUMMARY": "Withdrawn", "STATUS": "CANCELLED", "TRANSP": "TRANSPARENT"}
_STAMPS = ("DTSTAMP", "SEQUENCE")

Event = dict[str, str]
"""An event's properties as they are written, by name with parameters."""


def write(edition: Edition, folder: Path) -> None:
    """Write `habeas.ics`."""
    path = folder / FILE
    before = read(path.read_bytes().decode("utf-8")) if path.exists() else {}
    now = {event["UID"]: event for event in _events(edition)}
    gone = {uid: {"UID": uid, **_WITHDRAWN} for uid in before if uid not in now}
    stamp = edition.made_on.replace("-", "") + "T000000Z"
    stamped = [_stamped(event, before.get(uid), stamp) for uid, event in sorted((now | gone).items())]
    path.write_text(_calendar(edition, stamped), "utf-8", newline="")


def _stamped(event: Event, before: Event | None, stamp: str) -> Event:
    """The event with the moment and the number of its last change."""
    if before is None:
        return {**event, "DTSTAMP": stamp, "SEQUENCE": "0"}
    if {name: value for name, value in before.items() if name not in _STAMPS} == event:
        return before
    return {**event, "DTSTAMP": stamp, "SEQUENCE": str(int(before.get("SEQUENCE", "0")) + 1)}


def _events(edition: Edition) -> Iterator[Event]:
    for case in edition.register.cases:
        yield from _acts(case, edition)
        yield from _lasting(case, edition)
    for record in edition.register.claims:
        yield from _deadline(record, edition)
    for view in edition.register.endorsements:
        known = INSTRUMENTS.get(view.instrument)
        if known is not None and (launched := the_day(known.launched)) is not None:
            yield _event(edition, f"instrument/{view.instrument}", launched, f"Anniversary: {known.title}", yearly=True)


def _acts(case: CaseView, edition: Edition) -> Iterator[Event]:
    """Acts that somebody asserts and that have a day: arrests, hearings, sentences, releases."""
    numbers: Counter[str] = Counter()
    for act in case.acts:
        numbers[act.act] += 1
        happened = the_day(act.when)
        if happened is None or not act.said_by:
            continue
        words = f"{_name(case)}: {act.act.replace('_', ' ')}" + (f" by {name_of(act.by)}" if act.by else "")
        denied = " Denied by others." if act.denied_by else ""
        event = _event(edition, f"case/{case.slug}/{act.act}/{numbers[act.act]}", happened, words, case=case)
        yield {**event, "DESCRIPTION": text(f"As sources say.{denied} See the case's record.")}


def _lasting(case: CaseView, edition: Edition) -> Iterator[Event]:
    """The anniversaries of a custody, while it lasts."""
    began = the_day(case.held_from)
    if began is None:
        return
    over = bounds(case.until)[0] if case.until else None
    if not is_held(case.status) and over is None:
        return
    words = f"{_name(case)}: in custody since {began.isoformat()}"
    event = _event(edition, f"case/{case.slug}/anniversary", began, words, case=case, yearly=True, until=over)
    reported = case.last_reported or "on an unknown day"
    yield {**event, "DESCRIPTION": text(f"{case.status.replace('_', ' ')}, as last reported {reported}.")}


def _deadline(record: Said, edition: Edition) -> Iterator[Event]:
    """What is due, or was done, on a day."""
    due = the_day(record.content["when"]) if record.kind == "action" else None
    if due is not None:
        what = str(record.content["what"]).replace("_", " ")
        yield _event(edition, f"record/{record.id}", due, what[0].upper() + what[1:])


def _name(case: CaseView) -> str:
    return case.person.name or "Unnamed person"


def _event(
    edition: Edition,
    name: str,
    on: date,
    words: str,
    *,
    case: CaseView | None = None,
    yearly: bool = False,
    until: date | None = None,
) -> Event:
    event = {
        "UID": f"{edition.unguessable(name)}@habeas",
        "DTSTART;VALUE=DATE": f"{on:%Y%m%d}",
        "DTEND;VALUE=DATE": f"{on + timedelta(days=1):%Y%m%d}",
        "SUMMARY": text(words),
        "TRANSP": "TRANSPARENT",
    }
    if yearly:
        event["RRULE"] = "FREQ=YEARLY" + (f";UNTIL={max(until, on):%Y%m%d}" if until else "")
    if case is not None and edition.base_url:
        event["URL;VALUE=URI"] = edition.url(f"cases/{case.slug}.html")
    return event


def text(words: str) -> str:
    """A text as iCalendar escapes it."""
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", re.sub(r"\r\n?|\n", r"\\n", escaped))


def _calendar(edition: Edition, events: Iterable[Event]) -> str:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//habeas//open data//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{text(f'habeas, {edition.register.audience} view')}",
        f"X-WR-CALNAME:{text(f'habeas, {edition.register.audience} view')}",
    ]
    for event in events:
        lines += ["BEGIN:VEVENT", *(f"{name}:{value}" for name, value in sorted(event.items())), "END:VEVENT"]
    return "".join(folded(line) for line in [*lines, "END:VCALENDAR"])


def folded(line: str) -> str:
    """A line in pieces that are not too long, no character cut."""
    if len(line) <= LONGEST and line.isascii():
        return f"{line}\r\n"
    pieces, piece, size = [], "", 0
    for character in line:
        width = len(character.encode("utf-8"))
        if size + width > LONGEST:
            pieces.append(piece)
            piece, size = " ", 1
        piece += character
        size += width
    return "\r\n".join([*pieces, piece]) + "\r\n"


def read(calendar: str) -> Mapping[str, Event]:
    """The events of a calendar that `write` wrote, by UID."""
    events: dict[str, Event] = {}
    event: Event = {}
    for line in calendar.replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            events |= {event["UID"]: event} if "UID" in event else {}
            event = {}
        else:
            event[name] = value
    return events


CALENDAR = Export("calendar", "Acts, hearings, deadlines and anniversaries, for calendars", (FILE,), write)
