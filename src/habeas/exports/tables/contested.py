"""Contested values: side by side, a row each; none of them wins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, get_args

import msgspec

from habeas.claims import Stance
from habeas.exports.table import Row, Table, listed, text, whole
from habeas.exports.tables.cases import party

if TYPE_CHECKING:
    from habeas.exports.edition import Edition

_JSON = msgspec.json.Encoder(order="sorted")


def _contested(edition: Edition) -> Iterable[Row]:
    for number, c in enumerate(edition.register.contested, 1):
        for place, v in enumerate(c.values, 1):
            yield (
                number,
                place,
                c.property,
                c.subject,
                c.case,
                _JSON.encode(v.value).decode(),
                v.stance,
                listed(party(one) for one in v.speakers),
                listed(one.state for one in v.speakers),
                v.said_on,
                v.witnesses,
                listed(v.claims),
            )


CONTESTED = Table(
    name="contested",
    title="One value that somebody gives for a property for which others give another, or deny it",
    universe="Every property of a case, instrument or state for which values stand side by side.",
    caveats=("Values are ordered by the date on which they were said. Order is no verdict.",),
    key=("n", "value_n"),
    columns=(
        whole("n", "which property, from 1; within this edition only"),
        whole("value_n", "which value, from 1"),
        text("property", "what is contested, in dotted words"),
        text("subject", "a person's name, a state's code or an instrument's id"),
        text("case", "empty when it belongs to none", refers="cases.case"),
        text("value", "as JSON; `null` where the property is a yes-or-no matter"),
        text("stance", "of whoever gives it", *get_args(Stance)),
        text("speakers", "the owners of the words", many=True),
        text("speaker_states", "the states for which they speak", many=True),
        text("said_on", "EDTF: the earliest date on which it was said"),
        whole("witnesses", "how many independent voices"),
        text("records", "ids of the records that say so", many=True),
    ),
    rows=_contested,
)
