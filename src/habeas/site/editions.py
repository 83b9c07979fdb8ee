"""Releases as the site tells of them: what each added, and how much it took back, by what has been public."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from habeas.register.views import CaseView


class Told(msgspec.Struct, frozen=True):
    """One release in a line.

    Attributes:
        number, date: as in `Edition`.
        records: how many records were new or changed in it.
        withdrawn: how many were taken back or replaced; always 0 in a case's own history.
    """

    number: int
    date: str
    records: int
    withdrawn: int


class Edition(msgspec.Struct, frozen=True):
    """One release.

    Attributes:
        number: from 1.
        date: the day on which it was made.
        added: public ids of the records that were new or changed in it.
        withdrawn: how many records of the one before are in it no more.
    """

    number: int
    date: str
    added: frozenset[str]
    withdrawn: int = 0

    def told(self) -> Told:
        """The release in a line."""
        return Told(self.number, self.date, len(self.added), self.withdrawn)


class Imprint(msgspec.Struct, frozen=True):
    """Who publishes, and what was published before.

    Attributes:
        contact: the address to which corrections go; empty for none: pages then give a sheet to fill in.
        editions: the releases up to this one, from which pages tell their history.
        withdrawn: pages of cases and sources (`cases/SLUG.html`) that releases took back, and the day on which each did.
    """

    contact: str = ""
    editions: tuple[Edition, ...] = ()
    withdrawn: tuple[tuple[str, str], ...] = ()


NOBODY = Imprint()
"""A copy that names no address and is no numbered release."""


def history_of(case: CaseView, editions: Sequence[Edition]) -> list[Told]:
    """The releases in which records of a case that still stand were new, the latest first; what was taken back is not told."""
    own = {record.id for record in case.said} | {case.slug}
    lines = [Told(edition.number, edition.date, len(own & edition.added), 0) for edition in reversed(editions)]
    return [line for line in lines if line.records]
