"""Small cells: counts that no longer single anybody out, and what every statistic has to say of itself.

A public table counts admitted cases only, and then there is nothing to suppress. A table that also counts others is a decision
of its own: it goes through here first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping

LEAST = 5
"""Persons; a smaller cell is suppressed where any case behind it is not public."""

BIASES: dict[str, str] = {
    "publicity": "Only cases that became known, and whose people agreed, are counted. Silence is not absence.",
    "right_censoring": "A custody that lasts has no length yet; leaving such cases out makes detention look short.",
    "unknown_start": "Some beginnings are known to the year only, or not at all.",
    "withheld_names": "Governments and families withhold names; who stays unnamed may be counted twice or not at all.",
    "swaps": "People freed in one exchange were not freed independently of each other.",
    "co_arrests": "People arrested together are one event and several cases.",
    "policy": "States change what they do because of what is counted; what looks like cause may be answer.",
    "before_after": "A comparison of the years before and after 2021 is confounded by war, sanctions and the pandemic.",
}
"""What every table and picture of numbers says beside itself."""

Cell = tuple[Hashable, ...]
"""Its coordinates, such as (country, year, nationality)."""


def suppressed(persons: Iterable[tuple[Cell, str, bool]], *, least: int = LEAST) -> dict[Cell, int | None]:
    """How many persons each cell holds; None where the number would single somebody out.

    A cell is suppressed when it holds fewer than `least` persons and any case behind it is not public. Where in some row (all
    coordinates but one the same) exactly one cell is suppressed, a total would give it away: the smallest other cell of that row
    goes too, until no row has exactly one.

    Args:
        persons: cell, person, and whether the person's case is public. Each person counts once in a cell.
        least: the smallest number that may be shown.
    """
    members: defaultdict[Cell, set[str]] = defaultdict(set)
    secret: set[Cell] = set()
    for cell, person, is_public in persons:
        members[cell].add(person)
        if not is_public:
            secret.add(cell)
    counts = {cell: len(found) for cell, found in members.items()}
    hidden = {cell for cell in secret if counts[cell] < least}
    while more := _given_away(counts, hidden):
        hidden |= more
    return {cell: None if cell in hidden else counts[cell] for cell in sorted(counts, key=repr)}


def _given_away(counts: Mapping[Cell, int], hidden: set[Cell]) -> set[Cell]:
    """The cells that must go so that no total gives another away."""
    more: set[Cell] = set()
    rows: defaultdict[tuple[int, Cell], list[Cell]] = defaultdict(list)
    for cell in counts:
        for axis in range(len(cell)):
            rows[axis, (*cell[:axis], *cell[axis + 1 :])].append(cell)
    lone = Counter({row: sum(cell in hidden for cell in cells) for row, cells in rows.items()})
    for row in sorted((row for row, number in lone.items() if number == 1), key=repr):
        others = [cell for cell in rows[row] if cell not in hidden]
        if others and not more & set(rows[row]):
            more.add(min(others, key=lambda cell: (counts[cell], repr(cell))))
    return more
