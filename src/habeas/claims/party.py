"""Parties: whoever holds, is held, speaks, is addressed or is accused.

A party is a *mention*: it says how one source names somebody, and is never edited. Which mentions are the same
person is decided elsewhere (`habeas.identity`), by people.
"""

from __future__ import annotations

import msgspec

State = str
"""ISO 3166-1 alpha-2 in upper case, or an organisation's code of ours (`EU`)."""

Span = tuple[int, int]
"""[start, end) in code points of the source's text as extracted."""


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """One mention of a person or body, as the source names it.

    Attributes:
        name: the name as the text gives it in full, or None where nobody is named.
        state: the state whose national the person is or for which the party speaks; None when the text does not say.
        role: occupation, office or description in the text's own words ("former diplomat"); None when it gives none.
        anonymous: True where the text speaks of somebody and withholds or omits the name.
        span: where the text names or describes the party; None for a party that no text names (an unknown outlet).
    """

    name: str | None
    state: State | None = None
    role: str | None = None
    anonymous: bool = False
    span: Span | None = None


OUTLET = "outlet"
"""The role of whoever published the source; its name may be unknown."""


def outlet(name: str | None) -> Party:
    """Whoever published the document: always the last link in a chain of speakers. The name may be unknown."""
    return Party(name=name, role=OUTLET)
