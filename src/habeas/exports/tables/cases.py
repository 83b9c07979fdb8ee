"""Cases, and the acts of custody in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, get_args

from habeas.claims.custody import CustodyAct
from habeas.exports.table import Row, Table, day, listed, text, whole, yes_no
from habeas.register.custody import STATES
from habeas.register.inclusion import RULES
from habeas.register.views import PartyView
from habeas.text.dates import bounds

if TYPE_CHECKING:
    from habeas.exports.edition import Edition

SELECTED = "Only what this audience may see is counted: a custody that is not here may still exist."
"""The first caveat of every table that could be counted."""


def party(view: PartyView | None) -> str | None:
    """A party in a cell: its name, else its role."""
    return None if view is None else view.name or view.role


def span(value: str | None) -> tuple[str | None, str | None]:
    """The first and the last day that a date may mean, as cells."""
    first, last = bounds(value) if value else (None, None)
    return (first.isoformat() if first else None, last.isoformat() if last else None)


def _cases(edition: Edition) -> Iterable[Row]:
    for c in edition.register.cases:
        fewest, most = c.held_days or (None, None)
        yield (
            c.slug,
            c.person.name,
            listed(c.person.states),
            c.by,
            c.status,
            c.since,
            c.held_from,
            c.until,
            c.last_reported,
            c.inclusion_rule,
            listed(c.alleged_by),
            c.stale,
            fewest,
            most,
            listed(c.person.names),
            listed(c.person.roles),
        )


CASES = Table(
    name="cases",
    title="One person's custody by one state",
    universe="Custodies that a person decided to open as a case under an inclusion rule, and that this audience may see.",
    caveats=(
        SELECTED,
        "Cases become public by the wish of the person concerned, so that publicity selects them.",
        "`status` is as last reported; it does not say that anybody looked since.",
    ),
    key=("case",),
    columns=(
        text("case", "the case's public name; random"),
        text("person", "the name to show; empty for somebody whom no source names"),
        text("nationality", "ISO 3166-1 alpha-2, as sources say", many=True),
        text("by", "the state that holds or held"),
        text("status", "a custody state", *STATES),
        text("since", "EDTF: when the status began"),
        text("held_from", "EDTF: when the custody began"),
        text("until", "EDTF: when it ended; empty while it lasts or when unknown"),
        text("last_reported", "EDTF: the last day on which a source spoke of it"),
        text("inclusion_rule", "the rule under which the case was opened", *RULES),
        text("alleged_by", "who alleges arbitrariness or leverage: state codes or names", many=True),
        yes_no("stale", "said to be held, and nobody has said so for 365 days"),
        whole("held_days_min", "the fewest days in custody up to `until` or the view's day"),
        whole("held_days_max", "the most days in custody up to `until` or the view's day"),
        text("names", "every name that sources give", many=True),
        text("roles", "occupations and descriptions in the sources' words", many=True),
    ),
    rows=_cases,
)


def _acts(edition: Edition) -> Iterable[Row]:
    for c in edition.register.cases:
        for number, a in enumerate(c.acts, 1):
            yield (
                c.slug,
                c.person.name,
                a.act,
                a.when,
                a.place,
                a.by,
                a.at_request_of,
                a.certain,
                a.possible,
                number,
                *span(a.when),
                listed(a.dates),
                a.grounds,
                a.status_after,
                listed(party(one) for one in a.said_by),
                listed(party(one) for one in a.denied_by),
                listed(a.claims),
            )


ACTS = Table(
    name="acts",
    title="One act of custody, in the order in which they happened",
    universe="Every act that an accepted record of a case in `cases` tells of, asserted or denied.",
    caveats=(
        SELECTED,
        "One act told by several sources is one row. Where their dates disagree, all stand in `dates` and in `contested`.",
        "An act that is only denied is a row too: its `said_by` is empty.",
    ),
    key=("case", "n"),
    columns=(
        text("case", "whose", refers="cases.case"),
        text("person", "see cases"),
        text("act", "what happened", *get_args(CustodyAct)),
        text("when", "EDTF, never more precise than the sources"),
        text("place", "in a source's own words"),
        text("by", "the acting state"),
        text("at_request_of", "the state that asked for it"),
        yes_no("certain", "False when its date reaches beyond the view's day"),
        yes_no("possible", "False when it cannot follow what stands before it"),
        whole("n", "its place in the case's order, from 1"),
        day("first_day", "the first day that `when` may mean"),
        day("last_day", "the last day that `when` may mean"),
        text("dates", "EDTF: every date given", many=True),
        text("grounds", "the stated reason or charge, in a source's own words"),
        text("status_after", "the custody state that it leads to", *STATES),
        text("said_by", "who says so: the owners of the words", many=True),
        text("denied_by", "who denies it", many=True),
        text("records", "ids of the records that say so; see records", many=True),
    ),
    rows=_acts,
)
