"""What standing `withhold` decisions keep back: all of somebody, or a name, dates, places or a speaker; whole or coarsened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import msgspec

from habeas.entries import Entry
from habeas.entries.decisions import Release, Withhold
from habeas.identity import Entity, Identity
from habeas.text.dates import EDTF, bounds

MONTH, YEAR, NONE = "month", "year", "none"
_COARSENESS = (MONTH, YEAR, NONE)


class Withheld(msgspec.Struct, frozen=True):
    """One standing `withhold`.

    Attributes:
        id: the decision's.
        entity: whom it concerns; None for entries and spellings.
        decision: what it says.
        until: when it ends; None for good.
    """

    id: str
    entity: Entity | None
    decision: Withhold
    until: datetime | None

    def stands(self, now: datetime) -> bool:
        """Whether it holds at that moment; it ends at `until` and not before."""
        return self.until is None or now < self.until


class Details(msgspec.Struct, frozen=True):
    """What is kept back of something that is shown.

    Attributes:
        name, speaker: withheld.
        date: the precision to which dates are shown: `month`, `year`, `none`; None for as they are.
        place: what places are shown as; an empty text for not at all; None for as they are.
    """

    name: bool = False
    speaker: bool = False
    date: str | None = None
    place: str | None = None

    @property
    def any(self) -> bool:
        """Whether anything is."""
        return self.name or self.speaker or self.date is not None or self.place is not None

    def __or__(self, other: Details) -> Details:
        """Both: of each the stricter. Two ways to coarsen a place show none of them."""
        dates = [date for date in (self.date, other.date) if date is not None]
        places = {place for place in (self.place, other.place) if place is not None}
        return Details(
            name=self.name or other.name,
            speaker=self.speaker or other.speaker,
            date=max(dates, key=_COARSENESS.index, default=None),
            place=None if not places else places.pop() if len(places) == 1 else "",
        )


NOTHING = Details()


def standing(entries: Sequence[Entry], identity: Identity) -> tuple[Withheld, ...]:
    """Every `withhold` that nobody released, whether or not its embargo has ended."""
    released = {entry.payload.withholds for entry in entries if isinstance(entry.payload, Release)}
    return tuple(
        Withheld(
            entry.id,
            identity.entity(entry.payload.person) if entry.payload.person is not None else None,
            entry.payload,
            datetime.fromisoformat(entry.payload.until).astimezone(UTC) if entry.payload.until else None,
        )
        for entry in entries
        if isinstance(entry.payload, Withhold) and entry.id not in released
    )


def details(withheld: Iterable[Withheld]) -> Details:
    """What several decisions keep back together."""
    found = NOTHING
    for item in withheld:
        what = item.decision.details
        found |= Details(
            name="name" in what,
            speaker="speaker" in what,
            date=(item.decision.date_to or NONE) if "date" in what else None,
            place=(item.decision.place_to or "") if "place" in what else None,
        )
    return found


def coarser(value: EDTF | None, to: str | None) -> EDTF | None:
    """A date no more precise than it may be; an interval stays one, over whole months or years."""
    if value is None or to is None:
        return value
    first, last = bounds(value)
    if to == NONE or first is None or last is None:
        return None
    form = "%Y" if to == YEAR else "%Y-%m"
    begins, ends = first.strftime(form), last.strftime(form)
    return begins if begins == ends else f"{begins}/{ends}"
