"""CSV for spreadsheets: cases, acts, words and endorsements, safe from formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from habeas.exports.export import Export
from habeas.register.views import CaseView, PartyView, Register, Said

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(cell: object) -> str:
    """The cell as text; one that a spreadsheet would take for a formula gets an apostrophe before it."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _party(party: PartyView | None) -> str:
    return "" if party is None else party.name or party.role or ""


def _person(case: CaseView) -> tuple[object, object]:
    return case.person.name, ";".join(case.person.states)


def _speaker(record: Said) -> tuple[object, object]:
    return _party(record.speakers[0]), record.speakers[0].state


def _table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    path.write_text(buffer.getvalue(), "utf-8", newline="")


def write(register: Register, folder: Path) -> None:
    """Write `cases.csv`, `acts.csv`, `records.csv` and `endorsements.csv`."""
    _table(
        folder / "cases.csv",
        (
            "case",
            "person",
            "nationality",
            "by",
            "status",
            "since",
            "held_from",
            "until",
            "last_reported",
            "inclusion_rule",
        ),
        (
            (c.slug, *_person(c), c.by, c.status, c.since, c.held_from, c.until, c.last_reported, c.inclusion_rule)
            for c in register.cases
        ),
    )
    _table(
        folder / "acts.csv",
        ("case", "person", "act", "when", "place", "by", "at_request_of", "certain", "possible"),
        (
            (c.slug, c.person.name, a.act, a.when, a.place, a.by, a.at_request_of, a.certain, a.possible)
            for c in register.cases
            for a in c.acts
        ),
    )
    _table(
        folder / "records.csv",
        ("id", "kind", "stance", "speaker", "speaker_state", "said_on", "quote", "source", "start", "end", "redacted"),
        (
            (r.id, r.kind, r.stance, *_speaker(r), r.said_on, r.quote, e.source, e.start, e.end, r.redacted)
            for r in register.claims
            for e in r.evidence[:1]
        ),
    )  # fmt: skip
    _table(
        folder / "endorsements.csv",
        ("instrument", "party", "since", "until", "disputed"),
        (
            (v.instrument, e.party, e.since, e.until, e.disputed)
            for v in register.endorsements
            for e in (*v.endorsers, *v.withdrawn)
        ),
    )


CSV = Export("csv", "Tables for spreadsheets", ("cases.csv", "acts.csv", "records.csv", "endorsements.csv"), write)
