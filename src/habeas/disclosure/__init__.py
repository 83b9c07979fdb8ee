"""Disclosure: the only door between the ledger and any view. Unknown means no."""

from __future__ import annotations

from habeas.disclosure.admit import admit, rules_for, statuses
from habeas.disclosure.admitted import WITHHELD, Admitted, AdmittedCase, AdmittedClaim, AdmittedSource, Quote
from habeas.disclosure.audience import Audience, audience
from habeas.disclosure.openings import openings
from habeas.disclosure.policy import Policy, policy
from habeas.disclosure.rules import Rules

__all__ = [
    "WITHHELD",
    "Admitted",
    "AdmittedCase",
    "AdmittedClaim",
    "AdmittedSource",
    "Audience",
    "Policy",
    "Quote",
    "Rules",
    "admit",
    "audience",
    "openings",
    "policy",
    "rules_for",
    "statuses",
]
