"""Importing a table again: what each row makes, corrects or leaves, told before anything is recorded.

A row is known again by its key, or names the claim that it corrects by its id. What changed since the table was last
imported is changed in the claim as it now stands; what a person has corrected since is not undone, and where both changed one
field nobody wins and the row is refused. The corrected claim rests on the words of the earlier one and on the new row, and its
parties are the same mentions as long as their names are the same. A row that is gone is told and takes nothing away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from habeas.claims import Claim, ClaimBasis, Evidence, decode, encode
from habeas.entries import Entry
from habeas.entries.decisions import Correct, Reject
from habeas.errors import HabeasError
from habeas.intake.tables import (
    READ_BY,
    TableMap,
    TableRow,
    Undo,
    checked_values,
    content_of,
    evidence_of,
    filled_text,
    kind_of,
    reason,
    result,
    rows_of,
)

What = Literal["created", "corrected", "unchanged", "refused", "vanished"]
Key = tuple[str, ...]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a row.

    Attributes:
        line: its line in the table; None for a row that is gone.
        what: created, corrected, unchanged, refused or vanished.
        claim: what is to be recorded; None where nothing is.
        earlier: the id of the claim that it corrects, or that stands as it is.
        changes: for each changed field its name, what it was and what it is.
        why: why it was refused, or what else to know.
        status: what the new claim counts as; None where nothing is recorded. A created one is proposed, a corrected one as
            accepted or proposed as the earlier was: nothing becomes accepted by an import.
    """

    line: int | None
    what: What
    claim: Claim | None = None
    earlier: str | None = None
    changes: tuple[tuple[str, Any, Any], ...] = ()
    why: str | None = None
    status: Literal["proposed", "accepted"] | None = None


class Standing(msgspec.Struct, frozen=True):
    """A row's claim as the table last gave it, and the claim that stands for it now.

    Attributes:
        told: as the table last gave it.
        id, claim: the one that stands.
        rejected: a person rejected it.
    """

    told: Claim
    id: str
    claim: Claim
    rejected: bool


class Record:
    """What a ledger's entries say of claims: which stands for which, and which were rejected."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.claims = {entry.id: entry.claim for entry in entries if entry.claim is not None}
        self._next: list[tuple[str, str]] = []
        self._rejected: set[str] = set()
        for entry in entries:
            if isinstance(entry.payload, Correct):
                self._next.append((entry.payload.claim, entry.payload.by))
            elif isinstance(entry.payload, Reject):
                self._rejected.update(entry.payload.claims)

    def chain(self, id_: str) -> list[str]:
        """A claim and those that stood for it one after another, the one that stands now last."""
        found = [id_]
        for claim, by in self._next:
            if claim == found[-1]:
                found.append(by)
        return found

    def rejected(self, id_: str) -> bool:
        """Whether a person rejected it."""
        return id_ in self._rejected

    def is_first(self, id_: str, read_by: str) -> bool:
        """Whether a map made the claim from a row, and not to correct another."""
        claim = self.claims[id_]
        return claim.read_by == read_by and not any(isinstance(basis, ClaimBasis) for basis in claim.basis)

    def rows(self) -> dict[tuple[str, int], list[str]]:
        """Claims by the source and the place of each stretch that they rest on."""
        found: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for id_, claim in self.claims.items():
            for item in claim.evidence:
                found[item.source, item.start].append(id_)
        return found


def plan(
    text: str, source: str, mapping: TableMap, entries: Sequence[Entry], series: str, *, undo: Undo = str
) -> list[Outcome]:
    """What every row becomes, in the order of the table; then the rows that are gone.

    Args:
        text: the table's, as recorded.
        source: the id of its source entry, or what stands for it in a dry run.
        mapping: how rows become claims.
        entries: of the ledger, in the order of recording.
        series: the name that versions of the table share.
        undo: gives back what exported cells held.

    Raises:
        BadContent: not CSV, or the map names a column that the table does not have.
    """
    record = Record(entries)
    if mapping.id is not None:
        return [_by_id(row, text, source, mapping, record) for row in rows_of(text, mapping, undo)]
    earlier = _earlier(record, entries, mapping, series, undo)
    return list(_by_key(rows_of(text, mapping, undo), text, source, mapping, earlier))


def _by_key(
    rows: Sequence[TableRow], text: str, source: str, mapping: TableMap, earlier: Mapping[Key, Standing]
) -> Iterator[Outcome]:
    seen: dict[Key, int] = {}
    for row in rows:
        made = result(row, text, source, mapping)
        key = key_of(row, made.claim, mapping) if made.claim is not None or (mapping.key and not row.error) else None
        first = seen.setdefault(key, row.line) if key is not None else row.line
        if made.claim is None:
            known = earlier.get(key) if key is not None else None
            yield Outcome(line=row.line, what="refused", why=made.error, earlier=known.id if known else None)
        elif key is not None and first != row.line:
            what: What = "refused" if mapping.key else "unchanged"
            yield Outcome(line=row.line, what=what, why=f"line {first} is the same row")
        elif key is None or key not in earlier:
            yield Outcome(line=row.line, what="created", claim=made.claim)
        else:
            yield _corrected(row.line, made.claim, earlier[key], evidence_of(row, text, source))
    for key, gone in earlier.items():
        if key not in seen:
            yield Outcome(line=None, what="vanished", earlier=gone.id, why=f"no row {' '.join(key[:4])!r} any more")


def key_of(row: TableRow, claim: Claim | None, mapping: TableMap) -> Key | None:
    """What a row is known again by: its key columns, or else everything it says."""
    if mapping.key:
        return tuple(row.cells[column].strip() for column in mapping.key)
    return (msgspec.json.encode(bare(encode(claim)), order="sorted").decode(),) if claim is not None else None


def _earlier(
    record: Record, entries: Sequence[Entry], mapping: TableMap, series: str, undo: Undo
) -> dict[Key, Standing]:
    """The claims of the earlier versions of the table, by key, with what the version that they were made from said.

    A row that was refused made none: it is told again each time, until the table or the record agrees.
    """
    by_row = record.rows()
    made: dict[tuple[str, int], Claim] = {}
    first: dict[Key, str] = {}
    for entry in entries:
        if entry.source is None or entry.source.origin != series:
            continue
        for row, claim in _version(entry.source.text, entry.id, mapping, undo):
            place = (entry.id, row.span[0])
            made[place] = claim
            for id_ in by_row.get(place, ()):
                key = key_of(row, claim, mapping)
                if key is not None and record.is_first(id_, mapping.read_by):
                    first[key] = id_
    return {key: _standing(record, id_, made, mapping.read_by) for key, id_ in first.items()}


def _version(text: str, source: str, mapping: TableMap, undo: Undo) -> Iterator[tuple[TableRow, Claim]]:
    """The rows of an earlier version with the claims that the map makes of them; none if its columns are others."""
    try:
        rows = rows_of(text, mapping, undo)
    except HabeasError:
        return
    for row in rows:
        claim = result(row, text, source, mapping).claim
        if claim is not None:
            yield row, claim


def _standing(record: Record, id_: str, made: Mapping[tuple[str, int], Claim], read_by: str) -> Standing:
    chain = [one for one in record.chain(id_) if one in record.claims]
    by_map = next(record.claims[one] for one in reversed(chain) if record.claims[one].read_by == read_by)
    row = by_map.evidence[-1]
    told = made.get((row.source, row.start), by_map)
    return Standing(told, chain[-1], record.claims[chain[-1]], record.rejected(chain[-1]))


def _corrected(line: int, new: Claim, known: Standing, row: Evidence) -> Outcome:
    """What a row changes in the claim that stands for it."""
    if bare(encode(new)) == bare(encode(known.claim)):
        return Outcome(line=line, what="unchanged", earlier=known.id)
    was, told, now = (fields(encode(claim)) for claim in (known.told, known.claim, new))
    wanted = {name: value for name, value in now.items() if bare(value) != bare(was.get(name))}
    return _changed(line, wanted, was, told, known, row, new.read_by)


def _changed(
    line: int,
    wanted: Mapping[str, Any],
    was: Mapping[str, Any],
    stands: Mapping[str, Any],
    known: Standing,
    row: Evidence,
    read_by: str,
) -> Outcome:
    """The claim that stands with the wanted fields.

    `wanted` are fields with the values that the table now gives, `was` as it last gave them, `stands` as they stand.
    """
    wanted = {name: value for name, value in wanted.items() if bare(value) != bare(stands.get(name))}
    if not wanted:
        why = "a person has corrected it" if bare(was) != bare(stands) else None
        return Outcome(line=line, what="unchanged", earlier=known.id, why=why)
    if known.rejected:
        return Outcome(line=line, what="refused", earlier=known.id, why="a person rejected the claim of this row")
    both = [name for name in wanted if bare(was.get(name)) != bare(stands.get(name))]
    if both:
        why = f"a person has corrected its {both[0].removeprefix('content.')} since"
        return Outcome(line=line, what="refused", earlier=known.id, why=why)
    try:
        claim = corrected(known.id, known.claim, wanted, row, read_by)
    except HabeasError as error:
        return Outcome(line=line, what="refused", earlier=known.id, why=reason(error))
    changes = tuple((name, bare(stands.get(name)), bare(value)) for name, value in wanted.items())
    renamed = any(_name(value) != _name(stands.get(name)) for name, value in wanted.items())
    why = "it names somebody else now; `habeas same` joins the two if they are one" if renamed else None
    return Outcome(line=line, what="corrected", claim=claim, earlier=known.id, changes=changes, why=why)


def corrected(id_: str, claim: Claim, changes: Mapping[str, Any], row: Evidence, read_by: str) -> Claim:
    """A claim with changed fields, which rests on the same words, on the row, and on the claim that it corrects.

    Of a table's claim the first row stays, because its parties are mentions there, and the last; those between go.

    Raises:
        BadContent: fields that the kind does not have, or of the wrong shape.
    """
    plain = encode(claim)
    for name, value in changes.items():
        part, _, field = name.partition(".")
        if field:
            plain[part][field] = _placed(value, plain[part].get(field))
        else:
            plain[part] = _placed(value, plain[part])
    kept = claim.evidence[:1] if claim.read_by.startswith(READ_BY) else claim.evidence
    evidence = kept[:1] if row in kept[:1] else (*(item for item in kept if item != row), row)
    checked_values(plain)
    made = decode({**plain, "evidence": msgspec.to_builtins(evidence), "read_by": read_by, "confidence": 1.0})
    return msgspec.structs.replace(made, basis=(ClaimBasis(claim=id_),))


def _placed(value: Any, before: Any) -> Any:
    """A value whose parties keep the places of those of the same name before it, and have none otherwise."""
    if isinstance(value, dict):
        old = before if isinstance(before, dict) else {}
        placed = {name: _placed(item, old.get(name)) for name, item in value.items() if name != "span"}
        if "name" in value and "anonymous" in {*value, *old}:
            placed["span"] = old.get("span") if value["name"] == old.get("name") else None
        return placed
    if isinstance(value, list):
        others = before if isinstance(before, list) else []
        return [_placed(item, next((o for o in others if _name(o) == _name(item)), None)) for item in value]
    return value


def _name(value: Any) -> Any:
    """The name of a party in plain JSON; None for what is none."""
    if isinstance(value, list):
        return [_name(item) for item in value]
    return value.get("name") if isinstance(value, dict) else None


def fields(plain: Mapping[str, Any]) -> dict[str, Any]:
    """What a correction may change of a claim in plain JSON: stance, day, speakers, and each field of the content."""
    return {
        "stance": plain["stance"],
        "said_on": plain["said_on"],
        "speakers": plain["speakers"],
        **{f"content.{name}": value for name, value in plain["content"].items()},
    }


def bare(value: Any) -> Any:
    """Plain JSON without places in texts, and without what a claim rests on."""
    if isinstance(value, Mapping):
        left_out = {"span", "evidence", "basis", "confidence", "read_by"}
        return {name: bare(item) for name, item in value.items() if name not in left_out}
    return [bare(item) for item in value] if isinstance(value, list | tuple) else value


def _by_id(row: TableRow, text: str, source: str, mapping: TableMap, record: Record) -> Outcome:
    """What a row changes in the claims that it names."""
    if row.error is not None:
        return Outcome(line=row.line, what="refused", why=row.error)
    named = [part.strip() for part in (filled_text(mapping.id or "", row.cells) or "").split(";") if part.strip()]
    unknown = [part for part in named if part not in record.claims]
    if unknown or not named:
        why = f"no claim has the id {unknown[0]!r}; export for the team" if named else "it names no claim"
        return Outcome(line=row.line, what="refused", why=why)
    try:
        kind = kind_of(row, mapping)
        wanted = {f"content.{name}": value for name, value in content_of(row, mapping, kind).items()}
    except HabeasError as error:
        return Outcome(line=row.line, what="refused", why=reason(error))
    wanted |= {"stance": filled_text(mapping.stance, row.cells)} if "{" in mapping.stance else {}
    wanted |= {"said_on": filled_text(mapping.said_on, row.cells)} if mapping.said_on else {}
    if len(named) > 1:
        return _told_by_several(row.line, named, wanted, record)
    claim = record.claims[named[0]]
    if claim.kind != kind:
        return Outcome(line=row.line, what="refused", why=f"the claim is of kind {claim.kind}, and the row of {kind}")
    stands = record.chain(named[0])[-1]
    known = Standing(claim, stands, record.claims.get(stands, claim), record.rejected(stands))
    was = fields(encode(claim))
    wanted = {name: value for name, value in wanted.items() if bare(value) != bare(was.get(name))}
    row_ = evidence_of(row, text, source)
    return _changed(row.line, wanted, was, fields(encode(known.claim)), known, row_, mapping.read_by)


def _told_by_several(line: int, named: Sequence[str], wanted: Mapping[str, Any], record: Record) -> Outcome:
    """A row that sums up several claims corrects none of them: nobody can tell which is meant."""
    told = [fields(encode(record.claims[id_])) for id_ in named]
    other = [name for name, value in wanted.items() if all(bare(value) != bare(one.get(name)) for one in told)]
    if not other:
        return Outcome(line=line, what="unchanged", why=f"told by {len(named)} claims")
    why = f"its {other[0].removeprefix('content.')} is that of none of the {len(named)} claims; correct one by its id"
    return Outcome(line=line, what="refused", why=why)
