"""State-years and dyad-years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from habeas.claims import OUTLET
from habeas.disclosure.cells import BIASES, LEAST
from habeas.exports.table import Column, Row, Table, text, whole, yes_no
from habeas.exports.tables.cases import SELECTED
from habeas.exports.years import dyad_years, numbers, state_years
from habeas.register.endorsers import left, stands
from habeas.register.views import Endorser, Register
from habeas.text.dates import bounds
from habeas.text.instruments import THE_DECLARATION

if TYPE_CHECKING:
    from habeas.exports.edition import Edition

_WORDS = {"held": "in custody at some time of the year", "began": "that began in it", "ended": "that ended in it"}


def _measures(prefix: str, of: str) -> tuple[Column, ...]:
    return tuple(
        column
        for measure, words in _WORDS.items()
        for column in (
            whole(f"{prefix}{measure}_certain", f"{of} {words}: at least so many; empty when none is certain"),
            whole(f"{prefix}{measure}_possible", f"{of} {words}: those, and the ones whose dates may lie in it"),
        )
    )


_CAVEATS = (
    SELECTED,
    "No row, and no number in a row, means that this view holds no case; it never means zero.",
    *BIASES.values(),
    "Custodies of which no act is dated are in no year.",
    f"In every view but the public one, rows with a number below {LEAST} are emptied (`suppressed`), and sums over them too.",
)


def _dyads(edition: Edition) -> Iterable[Row]:
    cells = dyad_years(edition.register, edition.day)
    for (holder, home, year), cell in sorted(
        cells.items(), key=lambda item: (item[0][2], item[0][0], item[0][1] or "")
    ):
        yield (year, holder, home or "unknown", *numbers(cell), cell.suppressed)


DYAD_YEAR = Table(
    name="dyad_year",
    title="One state that holds nationals of another, in one year",
    universe="Every pair of holder and home and every year in which a case in `cases` was, or may have been, in custody.",
    caveats=(
        *_CAVEATS,
        "A person of two nationalities counts in both dyads: sums over `home` count twice. state_year does not.",
    ),
    key=("year", "holder", "home"),
    columns=(
        whole("year", "calendar year, Gregorian"),
        text("holder", "the state that holds (ISO 3166-1 alpha-2)"),
        text("home", "the state whose national the person is said to be; `unknown` when no source says"),
        *_measures("", "cases"),
        yes_no("suppressed", f"emptied, because a number was below {LEAST}"),
    ),
    rows=_dyads,
)


def _states(edition: Edition) -> Iterable[Row]:
    register, day = edition.register, edition.day
    holds, home = state_years(register, day, "holder"), state_years(register, day, "home")
    said, stood = _said(register, day), _stood(register, day)
    for state, year in sorted({*holds, *home, *said, *stood}, key=lambda key: (key[1], key[0])):
        mine, theirs = holds.get((state, year)), home.get((state, year))
        yield (
            year,
            state,
            *numbers(mine),
            *numbers(theirs),
            said.get((state, year)),
            stood.get((state, year)),
            any(cell is not None and cell.suppressed for cell in (mine, theirs)),
        )


def _said(register: Register, day: date) -> Counter[tuple[str, int]]:
    """Statements, appeals and accusations by the state for which their owner speaks, in the year in which they fell."""
    found: Counter[tuple[str, int]] = Counter()
    for record in (*register.statements, *register.appeals, *register.accusations):
        owner = record.speakers[0]
        first, last = bounds(record.said_on) if record.said_on else (None, None)
        if owner.state and owner.role != OUTLET and first and last and first.year == last.year <= day.year:
            found[owner.state, first.year] += 1
    return found


def _stood(register: Register, day: date) -> dict[tuple[str, int], str]:
    """Where each party stood towards the Declaration at a year's end, or on the view's day in its year."""
    found: dict[tuple[str, int], str] = {}
    for view in register.endorsements:
        if view.instrument == THE_DECLARATION:
            for endorser in (*view.endorsers, *view.withdrawn):
                begun = [bounds(one.since_within)[0] for one in endorser.intervals if one.since_within]
                years = [first.year for first in begun if first]
                for year in range(min(years), day.year + 1) if years else ():
                    found[endorser.party, year] = _standing(endorser, min(date(year, 12, 31), day))
    return found


def _standing(endorser: Endorser, day: date) -> str:
    if left(endorser, day):
        return "withdrew"
    return "stands" if stands(endorser, day) else "may_stand"


STATE_YEAR = Table(
    name="state_year",
    title="One state in one year, in every role",
    universe="Every state or organisation and year in which this view says that it held somebody, that a national of it was "
    "held, that somebody spoke for it, or that it endorsed the Declaration.",
    caveats=(
        *_CAVEATS,
        "What a state said is counted where the year is certain; languages that are not read are missing.",
    ),
    key=("year", "state"),
    columns=(
        whole("year", "calendar year, Gregorian"),
        text("state", "ISO 3166-1 alpha-2, or an organisation's code"),
        *_measures("holder_", "cases held by it"),
        *_measures("home_", "cases of its nationals"),
        whole(
            "said", "statements, appeals, accusations and denials of those who speak for it; empty when none is known"
        ),
        text(
            "declaration",
            "towards the Declaration at the year's end, or on the view's day; empty when it is not known to have endorsed",
            "stands",
            "may_stand",
            "withdrew",
        ),
        yes_no("suppressed", f"emptied, because a number was below {LEAST}"),
    ),
    rows=_states,
)
