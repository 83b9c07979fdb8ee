"""What the register shows: frozen records, ready for JSON (`msgspec.to_builtins`), with nothing left out.

Everything below the register (site, exports, commands) reads these and nothing else. All dates are EDTF strings,
all states are ISO 3166-1 alpha-2 codes (or an organisation's code of ours, `EU`), and None means "not known".

Ids: the team's view carries the ledger's ids. Every other view carries *public ids*: a case's id is its random slug, a
source's is the first 12 hex digits of its (salted) entry id, and a claim's is computed from exactly what that view
shows of it. So a public id confirms no guess, and a redacted claim's id leads nowhere.

Order: by date, and among equals in a way that favours nobody (`habeas.register.values`); never by when it was recorded. Who
comes first is not who is right.
"""

from __future__ import annotations

from habeas.register.views.cases import (
    ActView,
    CaseView,
    ChargeView,
    PersonView,
    Sides,
)
from habeas.register.views.endorsements import (
    ClaimedCount,
    Clause,
    EndorsementsView,
    Endorser,
    GroupNote,
    GroupView,
    Interval,
    Reading,
    UnnamedWithdrawal,
)
from habeas.register.views.register import (
    Counts,
    Excerpt,
    Register,
    SourceView,
    SpanView,
)
from habeas.register.views.said import (
    AccusationView,
    AppealView,
    Contested,
    EvidenceView,
    LinkView,
    PartyView,
    Property,
    Said,
    StatementView,
    Value,
    View,
)

__all__ = [
    "AccusationView",
    "ActView",
    "AppealView",
    "CaseView",
    "ChargeView",
    "ClaimedCount",
    "Clause",
    "Contested",
    "Counts",
    "EndorsementsView",
    "Endorser",
    "EvidenceView",
    "Excerpt",
    "GroupNote",
    "GroupView",
    "Interval",
    "LinkView",
    "PartyView",
    "PersonView",
    "Property",
    "Reading",
    "Register",
    "Said",
    "Sides",
    "SourceView",
    "SpanView",
    "StatementView",
    "UnnamedWithdrawal",
    "Value",
    "View",
]
