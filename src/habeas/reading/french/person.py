"""Somebody on a page, as far as the page tells."""

from __future__ import annotations

import msgspec

from habeas.claims import Party, Span


class Person(msgspec.Struct, eq=False):
    """Somebody on the page; filled while it is read.

    Attributes:
        name: the fullest form of the name; None for somebody unnamed.
        span: where that form, or the description, stands.
        mentions: where any form stands, in order.
        gender: `m`, `f` or None.
        state: whose national; for an office, the state that is spoken for.
        occupation: the shortest words for what they do.
        role: the office or description.
        office: they speak for a state, a court or a client.
        body: the name is a publisher's, a society's or another body's.
        plural: an unnamed group.
        aliases: other names, as the text writes them.
    """

    name: str | None
    span: Span
    mentions: list[Span] = []
    gender: str | None = None
    state: str | None = None
    occupation: str | None = None
    role: str | None = None
    office: bool = False
    body: bool = False
    plural: bool = False
    aliases: list[str] = []

    @property
    def party(self) -> Party:
        """As claims carry them."""
        role = self.role if self.name is None or self.office else self.occupation
        return Party(name=self.name, state=self.state, role=role, anonymous=self.name is None, span=self.span)
