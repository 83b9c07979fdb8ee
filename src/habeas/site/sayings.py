"""Sayings: the records that rest on the same words of the same speaker, shown once with everything they say.

A sentence often makes several records (a statement, the appeal in it, the custody it tells of). A page quotes it once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from habeas.register.views import Said


class Saying(msgspec.Struct, frozen=True):
    """Words of one speaker in one source.

    Attributes:
        records: what rests on them, the longest quote first.
    """

    records: tuple[Said, ...]

    @property
    def first(self) -> Said:
        """The record whose quote is shown."""
        return self.records[0]

    @property
    def denies(self) -> bool:
        """Whether anything in it is a denial."""
        return any(record.stance == "denies" for record in self.records)

    @property
    def beside(self) -> frozenset[str]:
        """Ids of the records with the same content and the other stance."""
        return frozenset(id_ for record in self.records for id_ in record.beside)


class Exchange(msgspec.Struct, frozen=True):
    """What two sides say to one another: assertions and the denials of them.

    Attributes:
        home, holder: the sayings of either side.
    """

    home: tuple[Saying, ...]
    holder: tuple[Saying, ...]


def sayings(records: Iterable[Said]) -> tuple[Saying, ...]:
    """Records as sayings, in the order of the first record of each."""
    groups: list[list[Said]] = []
    for record in records:
        fitting = (group for group in groups if _together(group[0], record))
        found = next(fitting, None) if record.evidence and record.evidence[0].source else None
        if found is None:
            groups.append([record])
        elif len(record.quote or "") > len(found[0].quote or ""):
            found.insert(0, record)
        else:
            found.append(record)
    return tuple(Saying(tuple(group)) for group in groups)


def _together(one: Said, other: Said) -> bool:
    """Whether two records are words of one speaker to which one quote is due: one quote lies within the other."""
    if not one.evidence or one.speakers != other.speakers or one.redacted or other.redacted:
        return False
    first, second = one.evidence[0], other.evidence[0]
    if first.source != second.source or None in {first.start, second.start, first.end, second.end}:
        return False
    return (first.start <= second.start and second.end <= first.end) or (  # type: ignore[operator]  # none is None
        second.start <= first.start and first.end <= second.end  # type: ignore[operator]  # see above
    )


def exchanges(home: Sequence[Saying], holder: Sequence[Saying]) -> tuple[Exchange, ...]:
    """Both sides' sayings, paired where one denies what the other asserts; those that nobody answers stand alone."""
    sides = [(saying, 0) for saying in home] + [(saying, 1) for saying in holder]
    where = {record.id: index for index, (saying, _) in enumerate(sides) for record in saying.records}
    group = list(range(len(sides)))

    def root(index: int) -> int:
        while group[index] != index:
            index = group[index]
        return index

    for index, (saying, _) in enumerate(sides):
        for id_ in sorted(saying.beside):
            if id_ in where and sides[where[id_]][1] != sides[index][1]:
                low, high = sorted((root(index), root(where[id_])))
                group[high] = low
    members: dict[int, list[int]] = {}
    for index in range(len(sides)):
        members.setdefault(root(index), []).append(index)
    paired = [found for found in members.values() if len({sides[index][1] for index in found}) > 1]
    return tuple(
        Exchange(*(tuple(sides[index][0] for index in found if sides[index][1] == side) for side in (0, 1)))
        for found in paired
    )
