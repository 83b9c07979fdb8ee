"""Person-spells: stretches of custody and of each status, as survival analysis wants them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, get_args

from habeas.claims.custody import CustodyAct
from habeas.disclosure.cells import BIASES
from habeas.exports.table import Row, Table, day, listed, text, whole, yes_no
from habeas.exports.tables.cases import SELECTED, span
from habeas.register.custody import STATES
from habeas.register.spells import Spell, spells, stages
from habeas.text.dates import days_between

if TYPE_CHECKING:
    from habeas.exports.edition import Edition


def _observed(spell: Spell, reported: str | None) -> str | None:
    """The date up to which custody is known to have lasted."""
    if spell.ending is not None:
        return spell.end
    return reported


def _spells(edition: Edition) -> Iterable[Row]:
    for c in edition.register.cases:
        for number, spell in enumerate(spells(c), 1):
            until = _observed(spell, c.last_reported)
            fewest, most = days_between(spell.start, until) if spell.start and until else (None, None)
            yield (
                c.slug,
                number,
                c.person.name,
                listed(c.person.states),
                c.by,
                spell.acts[0].act,
                spell.start,
                *span(spell.start),
                spell.ending.act if spell.ending else None,
                spell.end,
                *span(spell.end),
                spell.ending is None,
                until,
                fewest,
                most,
                c.inclusion_rule,
                c.last_reported,
            )


_SELECTION = (SELECTED, *BIASES.values())

SPELLS = Table(
    name="spells",
    title="One unbroken stretch of one person's custody by one state (person-spell)",
    universe="Every stretch between acts of a case in `cases` in which the person is in custody: in prison, under house arrest, "
    "sheltered, on bail or under an exit ban. Acts that are only denied, or that cannot stand where they do, make none.",
    caveats=(
        *_SELECTION,
        (
            "Where `censored` is true, the end is not known: `observed_until` is the last day on which a source spoke of it, "
            "and the days count to it and no further."
        ),
        "Where `start` is empty, the beginning is not known (left-truncated), and no days are counted.",
    ),
    key=("case", "spell"),
    columns=(
        text("case", "whose", refers="cases.case"),
        whole("spell", "from 1, within the case"),
        text("person", "see cases"),
        text("nationality", "see cases", many=True),
        text("by", "the state that holds or held"),
        text("first_act", "the first act that sources tell of", *get_args(CustodyAct)),
        text("start", "EDTF; empty when no source tells of the beginning or dates it"),
        day("start_first", "the first day that `start` may mean"),
        day("start_last", "the last day that `start` may mean"),
        text("ended_by", "the act that ended it; empty while it lasts or when unknown", *get_args(CustodyAct)),
        text("end", "EDTF; empty while it lasts or when unknown"),
        day("end_first", "the first day that `end` may mean"),
        day("end_last", "the last day that `end` may mean"),
        yes_no("censored", "no end is known (right-censored)"),
        text("observed_until", "EDTF: `end`; where censored, the last day on which a source spoke of it"),
        whole("days_min", "the fewest days from `start` to `observed_until`"),
        whole("days_max", "the most days from `start` to `observed_until`"),
        text("inclusion_rule", "see cases"),
        text("last_reported", "EDTF: the last day on which a source spoke of the case"),
    ),
    rows=_spells,
)


def _stages(edition: Edition) -> Iterable[Row]:
    for c in edition.register.cases:
        for number, stage in enumerate(stages(c), 1):
            ended = stage.next
            yield (
                c.slug,
                number,
                stage.status,
                stage.act.act,
                stage.act.when,
                *span(stage.act.when),
                ended.act if ended else None,
                ended.when if ended else None,
                *(span(ended.when) if ended else (None, None)),
                ended is None,
            )


STAGES = Table(
    name="stages",
    title="One status of one case, from the act that led to it to the act that ended it",
    universe="Every status that the acts of a case in `cases` lead to, in custody and after it.",
    caveats=_SELECTION,
    key=("case", "stage"),
    columns=(
        text("case", "whose", refers="cases.case"),
        whole("stage", "from 1, within the case"),
        text("status", "a custody state", *STATES),
        text("begun_by", "the act that led to it", *get_args(CustodyAct)),
        text("since", "EDTF; empty when unknown"),
        day("since_first", "the first day that `since` may mean"),
        day("since_last", "the last day that `since` may mean"),
        text("ended_by", "the act that led to the next; empty for the last", *get_args(CustodyAct)),
        text("until", "EDTF; empty for the last, or when unknown"),
        day("until_first", "the first day that `until` may mean"),
        day("until_last", "the last day that `until` may mean"),
        yes_no("last", "no later status is known"),
    ),
    rows=_stages,
)
