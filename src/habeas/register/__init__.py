"""The register: the pure fold of what an audience may see into cases, endorsements, statements and sources."""

from __future__ import annotations

from habeas.register.endorsements import with_group, with_set
from habeas.register.fold import fold, fold_cases, fold_endorsements
from habeas.register.properties import properties
from habeas.register.views import CaseView, EndorsementsView, Register, Said, SourceView

__all__ = [
    "CaseView",
    "EndorsementsView",
    "Register",
    "Said",
    "SourceView",
    "fold",
    "fold_cases",
    "fold_endorsements",
    "properties",
    "with_group",
    "with_set",
]
