"""Endorsements as intervals, and the numbers that sources gave."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from habeas.exports.table import Row, Table, day, listed, text, whole, yes_no
from habeas.exports.tables.cases import party, span
from habeas.text.states import is_state

if TYPE_CHECKING:
    from habeas.exports.edition import Edition


def _endorsements(edition: Edition) -> Iterable[Row]:
    for v in edition.register.endorsements:
        for e in sorted((*v.endorsers, *v.withdrawn), key=lambda one: one.party):
            kind = "state" if is_state(e.party) else "organisation"
            yield (
                v.instrument,
                e.party,
                e.since,
                e.until,
                e.disputed,
                kind,
                *span(e.since),
                *span(e.until),
                v.complete_until,
                listed(e.claims),
            )


ENDORSEMENTS = Table(
    name="endorsements",
    title="One party's endorsement of one instrument, from the day it endorsed to the day it withdrew",
    universe="Every state and organisation that an accepted record says endorsed, also those that withdrew.",
    caveats=(
        "A party that is not here is not known to have endorsed; beyond `complete_until` the list may lack parties.",
        "Parties that withdrew without being named are in nobody's list.",
    ),
    key=("instrument", "party"),
    columns=(
        text("instrument", "its id"),
        text("party", "ISO 3166-1 alpha-2, or an organisation's code"),
        text("since", "EDTF"),
        text("until", "EDTF; empty while it stands"),
        yes_no("disputed", "somebody denies it"),
        text("kind", "which kind of party", "state", "organisation"),
        day("since_first", "the first day that `since` may mean"),
        day("since_last", "the last day that `since` may mean"),
        day("until_first", "the first day that `until` may mean"),
        day("until_last", "the last day that `until` may mean"),
        text("complete_until", "EDTF: the last day on which the list is known to be complete; empty when nobody says"),
        text("records", "ids of the records that say so", many=True),
    ),
    rows=_endorsements,
)


def _counts(edition: Edition) -> Iterable[Row]:
    for v in edition.register.endorsements:
        for c in v.claimed:
            yield (
                c.claim,
                v.instrument,
                c.count,
                c.counts,
                c.bound,
                c.group,
                party(c.who),
                c.who.state,
                c.said_on,
                c.reconciles,
            )


COUNTS = Table(
    name="counts",
    title="One number of endorsers that a source gave",
    universe="Every accepted record of the kind `endorsement_count`.",
    caveats=("The number is the source's. `reconciles` says whether the list of that day bears it out.",),
    key=("record",),
    columns=(
        text("record", "which says so", refers="records.id"),
        text("instrument", "its id"),
        whole("count", "the number"),
        text("counts", "what is counted", "states", "states_and_organisations", "unclear"),
        text("bound", "how it is meant", "exactly", "at_least", "nearly_all", "all"),
        text("group", "the group of which it speaks; empty for all endorsers"),
        text("speaker", "whose words they are"),
        text("speaker_state", "the state for which they speak"),
        text("said_on", "EDTF"),
        text("reconciles", "the reading that reconciles it with the list of that day, or that none does"),
    ),
    rows=_counts,
)
