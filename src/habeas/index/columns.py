"""Spells as columns of numbers, in pages; a question about all of them is one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec
import numpy as np
from numpy.typing import NDArray

from habeas.index.spells import ALWAYS, Spell
from habeas.index.spill import PARTS, Rows
from habeas.register.custody import STATES

_COLUMNS = (
    ("unit", "<i8"),
    ("case", "<i8"),
    ("known_from", "<i8"),
    ("known_to", "<i8"),
    ("day_from", "<i4"),
    ("day_to", "<i4"),
    ("standing", "<i4"),
)
"""In the order in which they lie in a page, one whole column after another: whoever needs few reads few."""

_NAMES = tuple(name for name, _ in _COLUMNS)

ROW = np.dtype(list(_COLUMNS))
"""One spell as a row: so they are gathered."""

WIDTH = sum(np.dtype(kind).itemsize for _, kind in _COLUMNS)

_STATUSES = tuple(STATES)
_PER_STATE = 2 * len(_STATUSES)

Columns = Mapping[str, NDArray[np.int64]]
"""Columns by name; the narrow ones are of 32 bits."""

COUNTED = ("known_from", "known_to", "day_from", "day_to", "standing")
"""The columns that `counted` needs."""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """How many custodies stand so.

    Attributes:
        by: the state that holds or held; None where no source says.
        status: a custody state.
        opened: whether they are opened cases; False for candidates.
        count: how many.
    """

    by: str | None
    status: str
    opened: bool
    count: int


def columns(body: bytes) -> dict[str, NDArray[np.int64]]:
    """The columns of a page."""
    size = len(body) // WIDTH
    found: dict[str, NDArray[np.int64]] = {}
    at = 0
    for name, kind in _COLUMNS:
        found[name] = np.frombuffer(body, dtype=kind, count=size, offset=at)
        at += size * np.dtype(kind).itemsize
    return found


def rows_of(spells: Iterable[tuple[int, Spell]], states: dict[str, int]) -> Rows:
    """Spells as rows, each with the unit it belongs to; `states` grows with those not met before."""
    rows = [
        (
            unit,
            spell.case,
            spell.known_from,
            spell.known_to,
            spell.day_from,
            spell.day_to,
            states.setdefault(spell.by, len(states)) * _PER_STATE
            + 2 * _STATUSES.index(spell.status)
            + int(spell.case >= 0),
        )
        for unit, spell in spells
    ]
    return np.array(rows, dtype=ROW)


def renumbered(rows: Rows, theirs: Iterable[str], states: dict[str, int]) -> Rows:
    """Rows whose states are numbered otherwise, as `states` numbers them; it grows with those not met before."""
    numbers = np.array([states.setdefault(state, len(states)) for state in theirs], dtype="<i4")
    made = rows.copy()
    if len(rows):
        made["standing"] = numbers[rows["standing"] // _PER_STATE] * _PER_STATE + rows["standing"] % _PER_STATE
    return made


def laid(rows: Rows) -> bytes:
    """Rows as a page: column after column."""
    return b"".join(rows[name].tobytes() for name in _NAMES)


def together(bodies: Iterable[bytes], names: Sequence[str] = _NAMES) -> Columns:
    """Some columns of several pages, each as one."""
    pages = [columns(body) for body in bodies]
    return {name: np.concatenate([page[name] for page in pages]) for name in names}


def parted(rows: Rows, number: int) -> NDArray[np.int64]:
    """The part of each row, when they are put on `number` pages by their units: a part has neighbouring pages."""
    parts: NDArray[np.int64] = rows["unit"] % number * PARTS // number
    return parts


def dealt(rows: Rows, part: int, number: int) -> Iterator[tuple[int, bytes]]:
    """The rows of a part as its pages, by their units; every page is there, the empty ones too."""
    pages = range(-(-part * number // PARTS), -(-(part + 1) * number // PARTS))
    homes = rows["unit"] % number
    order = np.argsort(homes, kind="stable")
    ends = np.searchsorted(homes, np.array(pages), side="right", sorter=order).tolist()
    for page, (first, last) in zip(pages, pairwise([0, *ends]), strict=True):
        yield page, laid(rows[order[first:last]])


def replaced(body: bytes, units: Iterable[int], fresh: Rows) -> bytes:
    """A page without the rows of some units, and with fresh rows."""
    old = columns(body)
    kept = ~np.isin(old["unit"], list(units))
    return b"".join(np.concatenate((old[name][kept], fresh[name])).tobytes() for name in _NAMES)


def counted(spells: Columns, day: int, moment: int | None, states: Sequence[str]) -> list[Held]:
    """How all custodies stood on a day, as known at a moment, or as known now."""
    sums = np.bincount(spells["standing"][_there(spells, day, moment)])
    made = []
    for code in np.flatnonzero(sums).tolist():
        state, rest = divmod(code, _PER_STATE)
        status, opened = divmod(rest, 2)
        made.append(
            Held(by=states[state] or None, status=_STATUSES[status], opened=bool(opened), count=int(sums[code]))
        )
    return sorted(made, key=lambda held: (not held.opened, held.by or "~", held.status))


def _there(page: Columns, day: int, moment: int | None) -> NDArray[np.bool_]:
    there: NDArray[np.bool_] = page["day_from"] <= day
    there &= day < page["day_to"]
    if moment is None:
        there &= page["known_to"] == ALWAYS
    else:
        there &= page["known_from"] <= moment
        there &= moment < page["known_to"]
    return there


def status_of(body: bytes, unit: int, day: int, moment: int | None) -> list[tuple[int, str]]:
    """The custodies of one unit on a day, as known at a moment: each case's number with its status."""
    page = columns(body)
    rows = np.flatnonzero(_there(page, day, moment) & (page["unit"] == unit)).tolist()
    return [(int(page["case"][row]), _STATUSES[int(page["standing"][row]) % _PER_STATE // 2]) for row in rows]


def units_of(pages: Iterable[bytes], first: int, last: int) -> set[int]:
    """The units of the cases numbered from `first` to `last`, both included."""
    found: set[int] = set()
    for body in pages:
        page = columns(body)
        there = (page["case"] >= first) & (page["case"] <= last)
        found.update(page["unit"][there].tolist())
    return found
