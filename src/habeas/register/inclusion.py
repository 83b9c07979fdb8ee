"""Inclusion rules: what makes a custody a case. Each names who must allege what; none asks which states are concerned."""

from __future__ import annotations

RULES: dict[str, str] = {
    "alleged-leverage": (
        "A state holds or held a national of another state, and the person, the person's family or lawyer, a state, an "
        "international body or an independent organisation publicly alleges that the detention serves to gain leverage over "
        "another state."
    ),
    "alleged-arbitrary": (
        "A state holds or held a national of another state, and the person, the person's family or lawyer, a state, an "
        "international body or an independent organisation publicly alleges that the detention is arbitrary."
    ),
    "found-arbitrary": (
        "A state holds or held a national of another state, and a court or an international body found the detention arbitrary."
    ),
    "linked": (
        "A state holds or held a national of another state, and a party to another case publicly ties the two together: as "
        "cause, as answer, as demand or as one side of an exchange."
    ),
}
"""The rules by id. An `open_case` names one; its allegation stands beside whatever denies it."""
