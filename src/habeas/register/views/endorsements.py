"""Endorsers, groups and claimed numbers as shown."""

from __future__ import annotations

from habeas.register.views.said import PartyView, Value, View


class Interval(View, frozen=True, kw_only=True):
    """A time in which a party stood behind an instrument, as far as sources tell.

    Attributes:
        since, until: as sources date its beginning and end; None where none does, or it did not end.
        since_within, until_within: the interval in which they lie all the same: an undated endorsement lies between the
            instrument's launch and the day on which it was told. None where nothing bounds it.
        left: it ended.
    """

    since: str | None
    since_within: str | None
    until: str | None
    until_within: str | None
    left: bool = False


class Endorser(View, frozen=True, kw_only=True):
    """A state or organisation that endorsed.

    Attributes:
        party: its code.
        since: when it endorsed, last if more than once; None when no source says.
        until: when it withdrew; None while it stands, and when no source says when.
        intervals: every time in which it stood behind the instrument, up to the view's day.
        disputed: it denies having endorsed, or somebody denies it for it.
        claims: ids of the claims that say so.
    """

    party: str
    since: str | None
    until: str | None
    intervals: tuple[Interval, ...] = ()
    disputed: bool = False
    claims: tuple[str, ...] = ()


class GroupNote(View, frozen=True, kw_only=True):
    """What a reader of a group's total should know of one state.

    Attributes:
        group: the group's code.
        state: its code.
        standing: `member`; `disputed` where state and group say different things; `observer`, which is not counted.
        note: suspensions, and what each side of a dispute says.
        source: what the table's row rests on, for people.
    """

    group: str
    state: str
    standing: str
    note: str
    source: str


class GroupView(View, frozen=True, kw_only=True):
    """A group of states on the view's day.

    Attributes:
        code: `EU`, `G7`, `OSCE`, `NATO`, `OECD` ...
        name: for people.
        members: its members on that day, as the group counts them; suspended members are members.
        endorsed: those of them that had endorsed.
        missing: those that had not, as far as the record goes.
        disputed: those of the members whose membership was disputed on that day; `notes` says by whom.
        notes: by state.
    """

    code: str
    name: str
    members: tuple[str, ...]
    endorsed: tuple[str, ...]
    missing: tuple[str, ...]
    disputed: tuple[str, ...] = ()
    notes: tuple[GroupNote, ...] = ()


class Clause(View, frozen=True, kw_only=True):
    """One thing that a reading of a claimed number says (`habeas.register.readings` lists the codes).

    Attributes:
        says: its code: `states`, `holds`, `within`, `cannot` ...
        number: of whom it speaks; None where it speaks of none.
        of: how many members a group has.
        missing: its members that had not endorsed.
        said_on: when the other number was said with which it compares.
    """

    says: str
    number: int | None = None
    of: int | None = None
    missing: tuple[str, ...] = ()
    said_on: str | None = None


Reading = tuple[Clause, ...]
"""One way to reconcile a number with the record; all its clauses hold together."""


class ClaimedCount(View, frozen=True, kw_only=True):
    """What a source says the number of endorsers was.

    Attributes:
        count: the number.
        counts: `states`, `states_and_organisations` or `unclear`.
        bound: `exactly`, `at_least`, `at_most`, `nearly`, `about`, `nearly_all` or `all`.
        group: the group of which it speaks; None for all endorsers.
        who: the owner of the words.
        said_on: when.
        claim: the claim's id.
        readings: every reading under which the number is the record's of that day, or why there is none.
        reconciles: the same as a line, for people: readings parted by "; or ", their clauses by "; ".
    """

    count: int
    counts: str
    bound: str
    group: str | None
    who: PartyView
    said_on: str | None
    claim: str
    reconciles: str
    readings: tuple[Reading, ...]


class UnnamedWithdrawal(View, frozen=True, kw_only=True):
    """So many left within an interval, and no source says who.

    Attributes:
        between: EDTF.
        count: how many.
        source: who says so, for people.
    """

    between: str
    count: int
    source: str


class EndorsementsView(View, frozen=True, kw_only=True):
    """Who stands behind an instrument on the view's day.

    Attributes:
        instrument: its id.
        as_of: the day asked for; None for "as the record stands".
        day: the day of the counts.
        count_min: states that certainly stood behind it.
        count_max: states that may have; None when unknown, because the list is not complete on that day.
        complete_until: the last day on which the list is known to be complete; None when nobody says.
        organisations: codes, counted apart from the states.
        certain: the states that certainly endorsed and are not known to have left, by code; `count_min` is smaller by the
            unnamed withdrawals.
        endorsers: all of them, states and organisations, by code; those that may have, and the disputed, among them.
        withdrawn: those that withdrew by that day.
        group: one group against the endorsers, when one was asked for.
        groups: every known group against the endorsers.
        claimed: what sources said the number was.
        unnamed_withdrawals: how many left of whom no source says who they are, and when; not among `withdrawn`.
        legal_force: what sources say of its force ("non-binding").
        targets: at which states sources say it aims; `none` where they say at none.
    """

    instrument: str
    as_of: str | None
    day: str
    count_min: int
    count_max: int | None
    complete_until: str | None
    organisations: tuple[str, ...]
    certain: tuple[str, ...]
    endorsers: tuple[Endorser, ...]
    withdrawn: tuple[Endorser, ...]
    group: GroupView | None
    groups: tuple[GroupView, ...]
    claimed: tuple[ClaimedCount, ...]
    unnamed_withdrawals: tuple[UnnamedWithdrawal, ...] = ()
    legal_force: tuple[Value, ...]
    targets: tuple[Value, ...]
