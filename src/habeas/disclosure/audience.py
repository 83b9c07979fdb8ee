"""Audiences: sets of handling labels. Whoever is not known sees nothing."""

from __future__ import annotations

import msgspec

from habeas.entries.handling import COMPARTMENT, PARTNERS, PUBLIC, TEAM, TLP, TRUSTED

_NESTED = {
    PUBLIC: (PUBLIC,),
    PARTNERS: (PUBLIC, PARTNERS),
    TRUSTED: (PUBLIC, PARTNERS, TRUSTED),
    TEAM: (PUBLIC, PARTNERS, TRUSTED, TEAM),
}


class Audience(msgspec.Struct, frozen=True):
    """Who looks.

    Attributes:
        name: as given, TLP's names as ours.
        labels: the handling labels that this audience may see; empty for an unknown audience.
    """

    name: str
    labels: frozenset[str]

    @property
    def is_team(self) -> bool:
        """Whether it sees what is proposed, withheld or of unknown wish: only the team does."""
        return TEAM in self.labels

    @property
    def is_public(self) -> bool:
        """Whether anybody may be among it: it sees what is public and nothing else."""
        return self.labels <= {PUBLIC}

    def sees(self, label: str) -> bool:
        """Whether it may see what carries this label; nobody sees an unknown label."""
        return label in self.labels


def audience(text: str) -> Audience:
    """The audience of that name: `public`, `partners`, `trusted`, `team`, or `team+compartment:NAME` (more with more `+`).

    TLP's names mean the same: `TLP:GREEN` is `partners`. `TLP:RED` is nobody, unless its compartment is named.
    """
    name = TLP.get(text.upper(), text)
    base, *compartments = name.split("+")
    labels = _NESTED.get(base)
    well_formed = all(part.startswith(COMPARTMENT) and len(part) > len(COMPARTMENT) for part in compartments)
    if labels is None or not well_formed or (compartments and base != TEAM):
        return Audience(text, frozenset())
    return Audience(name, frozenset((*labels, *compartments)))
