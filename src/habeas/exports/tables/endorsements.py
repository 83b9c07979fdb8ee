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
            for number, i in enumerate(e.intervals, 1):
                yield (
                    v.instrument,
                    e.party,
                    i.since,
                    i.until,
                    e.disputed,
                    kind,
                    number,
                    *span(i.since_within),
                    i.left,
                    *span(i.until_within),
                    v.complete_until,
                    listed(e.claims),
                )


ENDORSEMENTS = Table(
    name="endorsements",
    title="One time in which one party stood behind one instrument, from the day it endorsed to the day it withdrew",
    universe="Every state and organisation that an accepted record says endorsed, also those that withdrew.",
    caveats=(
        "A party that is not here is not known to have endorsed; beyond `complete_until` the list may lack parties.",
        "Withdrawals by parties that no source names are in unnamed_withdrawals.",
        "An undated endorsement lies between the instrument's launch and the day on which it was told.",
    ),
    key=("instrument", "party", "n"),
    columns=(
        text("instrument", "its id"),
        text("party", "ISO 3166-1 alpha-2, or an organisation's code"),
        text("since", "EDTF, as sources date it"),
        text("until", "EDTF, as sources date it; empty while it stands (see `left`)"),
        yes_no("disputed", "it denies having endorsed, or somebody denies it for it"),
        text("kind", "which kind of party", "state", "organisation"),
        whole("n", "which time, from 1: a party may withdraw and come back"),
        day("since_first", "the first day on which it may have begun"),
        day("since_last", "the last day on which it may have begun"),
        yes_no("left", "it withdrew"),
        day("until_first", "the first day on which it may have withdrawn"),
        day("until_last", "the last day on which it may have withdrawn"),
        text("complete_until", "EDTF: the last day on which the list is known to be complete; empty when nobody says"),
        text("records", "ids of the records that say so", many=True),
    ),
    rows=_endorsements,
)


def _unnamed(edition: Edition) -> Iterable[Row]:
    for v in edition.register.endorsements:
        for number, w in enumerate(v.unnamed_withdrawals, 1):
            yield (v.instrument, number, w.between, *span(w.between), w.count, w.source)


UNNAMED = Table(
    name="unnamed_withdrawals",
    title="Withdrawals from one instrument by parties that no source names",
    universe="Every such withdrawal in the dated table of what is known of each instrument's list.",
    caveats=("They are in nobody's row of endorsements.",),
    key=("instrument", "n"),
    columns=(
        text("instrument", "its id"),
        whole("n", "from 1"),
        text("between", "EDTF: when"),
        day("between_first", "the first day that `between` may mean"),
        day("between_last", "the last day that `between` may mean"),
        whole("count", "how many"),
        text("source", "who says so"),
    ),
    rows=_unnamed,
)


def _groups(edition: Edition) -> Iterable[Row]:
    for v in edition.register.endorsements:
        for g in v.groups:
            notes = {note.state: note.note for note in g.notes}
            for state in g.members:
                standing = "endorsed" if state in g.endorsed else "not_on_record"
                yield (
                    v.instrument,
                    g.code,
                    state,
                    g.name,
                    v.day,
                    standing,
                    state in g.disputed,
                    notes.get(state) or None,
                )


GROUPS = Table(
    name="groups",
    title="One member of one group of states against one instrument",
    universe="Every member, on the view's day, of every group in the dated membership tables.",
    caveats=(
        "`not_on_record` says that no accepted record tells of an endorsement; it does not say that there is none.",
    ),
    key=("instrument", "group", "state"),
    columns=(
        text("instrument", "its id"),
        text("group", "its code"),
        text("state", "ISO 3166-1 alpha-2"),
        text("group_name", "for people"),
        text("day", "EDTF: the day of the counts"),
        text("standing", "towards the instrument on that day", "endorsed", "not_on_record"),
        yes_no("disputed", "whether the membership was disputed on that day"),
        text("note", "suspensions, and what each side of a dispute says"),
    ),
    rows=_groups,
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
        text("bound", "how it is meant", "exactly", "at_least", "at_most", "nearly", "about", "nearly_all", "all"),
        text("group", "the group of which it speaks; empty for all endorsers"),
        text("speaker", "whose words they are"),
        text("speaker_state", "the state for which they speak"),
        text("said_on", "EDTF"),
        text("reconciles", "the reading that reconciles it with the list of that day, or that none does"),
    ),
    rows=_counts,
)
