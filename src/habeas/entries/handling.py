"""Handling labels: who may see an entry at all. Unknown labels are seen by nobody.

The labels follow the Traffic Light Protocol 2.0 (FIRST, August 2022): `public` is TLP:CLEAR, `partners` TLP:GREEN, `trusted`
TLP:AMBER, `team` TLP:AMBER+STRICT, and `compartment:NAME` TLP:RED for the people named in that compartment. TLP's own names
are understood where a label is given, and kept as ours.
"""

from __future__ import annotations

from habeas.errors import DecisionError

PUBLIC = "public"
PARTNERS = "partners"
TRUSTED = "trusted"
TEAM = "team"
COMPARTMENT = "compartment:"

_STRICTNESS = {PUBLIC: 0, PARTNERS: 1, TRUSTED: 2, TEAM: 3}

TLP = {"TLP:CLEAR": PUBLIC, "TLP:GREEN": PARTNERS, "TLP:AMBER": TRUSTED, "TLP:AMBER+STRICT": TEAM}
"""TLP 2.0's labels and ours. TLP:RED has no label of its own: it is a compartment, whose members have names."""


def strictness(label: str) -> int:
    """How strict a label is: 0 for public; anything unknown is as strict as a compartment."""
    return _STRICTNESS.get(label, len(_STRICTNESS))


def strictest(labels: tuple[str, ...]) -> str:
    """The strictest of some labels; `team` for none, because unknown is not public.

    Of several compartments none is the strictest: what they make together is a label that nobody may see.
    """
    most = max(map(strictness, labels), default=strictness(TEAM))
    return "+".join(sorted({label for label in labels if strictness(label) == most})) or TEAM


def checked(label: str) -> str:
    """The label itself, in our name for it.

    Raises:
        DecisionError: no such label.
    """
    label = TLP.get(label.upper(), label)
    if label in _STRICTNESS or (label.startswith(COMPARTMENT) and len(label) > len(COMPARTMENT)):
        return label
    raise DecisionError(
        f"handling {label!r}", "no such label", "Use public, partners, trusted, team or compartment:NAME."
    )
