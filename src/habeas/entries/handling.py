"""Handling labels: who may see an entry at all. Unknown labels are seen by nobody below their own compartment.

The labels follow the Traffic Light Protocol 2.0 (FIRST, 2022): `public` is TLP:CLEAR, `partners` is TLP:GREEN,
`team` is TLP:AMBER+STRICT, `compartment:NAME` is TLP:RED for the people named in that compartment.
"""

from __future__ import annotations

from habeas.errors import DecisionError

PUBLIC = "public"
PARTNERS = "partners"
TEAM = "team"
COMPARTMENT = "compartment:"

_STRICTNESS = {PUBLIC: 0, PARTNERS: 1, TEAM: 2}


def strictness(label: str) -> int:
    """How strict a label is: 0 for public; anything unknown is as strict as a compartment."""
    return _STRICTNESS.get(label, 3)


def strictest(labels: tuple[str, ...]) -> str:
    """The strictest of some labels; `team` for none, because unknown is not public."""
    return max(labels, key=strictness, default=TEAM)


def checked(label: str) -> str:
    """The label itself.

    Raises:
        DecisionError: no such label.
    """
    if label in _STRICTNESS or (label.startswith(COMPARTMENT) and len(label) > len(COMPARTMENT)):
        return label
    raise DecisionError(f"handling {label!r}", "no such label", "Use public, partners, team or compartment:NAME.")
