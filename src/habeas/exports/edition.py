"""What is published: one register, on one day, at one place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from uuid import UUID, uuid5

from habeas.disclosure.release import Release
from habeas.exports.table import Row, Table
from habeas.register.views import Register
from habeas.text.dates import bounds

NAMES = UUID("7a1f1b53-5f0f-4c3e-9a3e-4f1d0d8f2c11")
"""The namespace of all ids that exports make of public ids."""


class Edition:
    """One register as it is published. Everything that an export writes follows from this and from nothing else.

    Attributes:
        register: what is shown; it holds nothing that its audience may not see.
        made_on: the day of publication (`2021-03-01`).
        base_url: where the site stands, without a slash at its end; empty when nobody said.
        releases: the history up to this edition, itself among them; empty where it is no release.
        salt: makes of a name what nobody else can (`Signer.salt`); None where there is no key.
    """

    def __init__(
        self,
        register: Register,
        *,
        made_on: str,
        base_url: str = "",
        releases: Sequence[Release] = (),
        salt: Callable[[bytes], str] | None = None,
    ) -> None:
        self.register = register
        self.made_on = made_on
        self.base_url = base_url.rstrip("/")
        self.releases = tuple(releases)
        self._salt = salt
        self._rows: dict[str, list[Row]] = {}
        self._written: set[Path] = set()

    @property
    def day(self) -> date:
        """The view's day: the last day of its `as_of`, else the day of publication. Nothing is counted beyond it."""
        last = bounds(self.register.as_of or self.made_on)[1]
        return min(last, date.fromisoformat(self.made_on)) if last else date.fromisoformat(self.made_on)

    @property
    def checked(self) -> str:
        """The day up to which the record was followed: what had been recorded by then is in it."""
        return (self.register.known_at or self.made_on)[:10]

    def unguessable(self, name: str) -> UUID:
        """An id for what `name` says, the same for ever: it outlives what it was of, so it must confirm no guess at it.

        Without a key it is as good as the name.
        """
        return uuid5(NAMES, name if self._salt is None else self._salt(name.encode()))

    def rows(self, table: Table) -> list[Row]:
        """A table's rows; made once."""
        if table.name not in self._rows:
            self._rows[table.name] = list(table.rows(self))
        return self._rows[table.name]

    def is_new(self, path: Path) -> bool:
        """Whether a file has not been written from this edition: what two exports share is written once."""
        new = path not in self._written or not path.exists()
        self._written.add(path)
        return new

    def url(self, path: str) -> str:
        """The address of a file of the site; where nobody said where it stands, as seen from `data/`."""
        return f"{self.base_url}/{path}" if self.base_url else f"../{path}"
