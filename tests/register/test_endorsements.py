"""Endorsements as intervals, against groups, and beside claimed numbers."""

import csv
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.claims import Bound, Endorsement, EndorsementCount
from habeas.errors import UnknownEntry
from habeas.intake.tables import claims_of, reference
from habeas.register import with_group, with_set
from habeas.text.dates import bounds
from worlds import World, told

DECLARATION = "declaration-against-arbitrary-detention"
Row = tuple[str, str, str | None]


def endorsed(*rows: Row, counts: tuple[EndorsementCount, ...] = (), published: str = "2021-02-16") -> World:
    world = World()
    contents = [Endorsement(party=party, instrument=DECLARATION, act=act, when=when) for party, act, when in rows]  # type: ignore[arg-type]
    told(world, "A made-up list.", *contents, *counts, published=published)
    return world


def view_of(world: World, as_of: str = "2026-01-01"):
    return world.register("team", as_of=as_of).endorsements[0]


def count(number: int, **fields: str | None) -> EndorsementCount:
    return EndorsementCount(instrument=DECLARATION, count=number, **{"counts": "states", **fields})  # type: ignore[arg-type]


def test_endorsements_are_intervals():
    world = endorsed(
        ("DK", "endorsed", "2021-02-15"), ("PE", "endorsed", "2021-02"), ("EU", "endorsed", "2021-02-15"), ("DK", "withdrew", "2021-03-01")
    )  # fmt: skip
    view = view_of(world, "2021-02-16")
    assert (view.count_min, view.count_max, view.organisations) == (1, 2, ("EU",))
    assert {e.party: e.until for e in view.endorsers} == {"DK": None, "PE": None, "EU": None}
    later = view_of(world, "2021-03-02")
    assert [(e.party, e.until) for e in later.withdrawn] == [("DK", "2021-03-01")]
    assert later.count_max is None
    assert view_of(world, "2021-01-01").endorsers == ()


def test_who_comes_back_has_two_intervals():
    world = endorsed(("DK", "endorsed", "2021-02-15"), ("DK", "withdrew", "2021-03-01"), ("DK", "endorsed", "2022-05"))
    (endorser,) = view_of(world).endorsers
    assert [(i.since, i.until) for i in endorser.intervals] == [("2021-02-15", "2021-03-01"), ("2022-05", None)]
    assert [e.party for e in view_of(world, "2021-06-01").withdrawn] == ["DK"]
    assert (endorser.since, endorser.until) == ("2022-05", None)
    assert "DK" in view_of(world, "2022-06-01").certain


def test_a_vague_second_telling_is_no_second_endorsement():
    world = endorsed(
        ("DK", "endorsed", "2021-02-15"),
        ("DK", "endorsed", "2021"),
        ("DK", "withdrew", "2021-03-01"),
        ("DK", "endorsed", None),
    )
    (gone,) = view_of(world).withdrawn
    assert [(i.since, i.until) for i in gone.intervals] == [("2021-02-15", "2021-03-01")]


def test_what_has_no_date_lies_between_the_launch_and_the_telling():
    world = endorsed(("DK", "endorsed", None))
    assert view_of(world, "2021-02-16").certain == ("DK",)
    before = view_of(world, "2021-02-15")
    assert (before.certain, [e.party for e in before.endorsers]) == ((), ["DK"])
    assert view_of(world, "2021-02-14").endorsers == ()
    gone = endorsed(("DK", "endorsed", "2021-02-15"), ("DK", "withdrew", None))
    assert [e.party for e in view_of(gone, "2021-02-16").withdrawn] == ["DK"]
    assert view_of(gone, "2021-02-16").withdrawn[0].intervals[0].until_within == "2021-02-15/2021-02-16"
    assert view_of(gone, "2021-02-15").certain == ()


def test_a_withdrawal_of_whom_nobody_said_that_it_endorsed_is_not_lost():
    view = view_of(endorsed(("DK", "withdrew", "2021-03-01")), "2021-03-02")
    assert [(e.party, e.since, e.until) for e in view.withdrawn] == [("DK", None, "2021-03-01")]


def test_a_denied_endorsement_is_disputed_and_contested_whoever_denies_it():
    by_itself = endorsed(("DK", "endorsed", "2021-02-15"), ("DK", "denied_endorsing", None))
    by_others = endorsed(("DK", "endorsed", "2021-02-15"))
    told(by_others, "It did not.", Endorsement(party="DK", instrument=DECLARATION), stance="denies")
    for world in (by_itself, by_others):
        view = view_of(world, "2021-02-16")
        assert view.endorsers[0].disputed
        assert (view.count_min, view.count_max) == (0, 1)
        assert [c.property for c in world.register("team").contested] == ["endorsement"]


THREE: tuple[Row, ...] = (("DK", "endorsed", "2021-02-15"), ("PE", "endorsed", "2021-02-15"), ("EU", "endorsed", "2021-02-15"))  # fmt: skip


@pytest.mark.parametrize(
    ("claimed", "reading"),
    [
        (count(2), "states"),
        (count(3), "states and organisations; or inclusive counting: the one named apart counted twice"),
        (count(3, counts="states_and_organisations"), "states and organisations"),
        (count(2, counts="states_and_organisations"), "cannot be reconciled"),
        (count(1), "inclusive counting: others besides the one named"),
        (count(9), "cannot be reconciled"),
        (count(2, bound="at_least"), "bound holds (2 states)"),
        (count(3, bound="at_least"), "cannot be reconciled"),
        (count(2, bound="at_most"), "bound holds (2 states)"),
        (count(1, bound="at_most"), "cannot be reconciled"),
        (count(3, bound="nearly"), "cannot be reconciled"),
        (count(2, bound="nearly"), "cannot be reconciled"),
        (count(2, bound="about"), "bound holds (2 states)"),
        (count(3, bound="about"), "cannot be reconciled"),
        (count(3, bound="nearly_all"), "of a group that is not named: nothing to count against"),
        (count(2, bound="all"), "of a group that is not named: nothing to count against"),
        (count(27, bound="nearly_all", group="EU"), "cannot be reconciled (1 of 27; missing AT,"),
        (count(1, group="EU"), "bound holds (1 of 27; missing AT,"),
    ],
)
def test_claimed_numbers_are_reconciled_or_said_not_to_be(claimed: EndorsementCount, reading: str):
    (row,) = view_of(endorsed(*THREE, counts=(claimed,)), "2021-02-16").claimed
    assert row.reconciles == reading or (reading.endswith(",") and row.reconciles.startswith(reading))


APPROXIMATE: list[Bound] = ["at_least", "at_most", "nearly", "about"]


@pytest.mark.parametrize("bound", APPROXIMATE)
@pytest.mark.parametrize("day", ["2021-02-16", "2024-10-22"])
@pytest.mark.parametrize("number", [1, 2, 3, 20, 58, 80])
def test_an_approximate_number_is_never_read_as_an_exact_one(bound: Bound, day: str, number: int):
    (row,) = view_of(endorsed(*THREE, counts=(count(number, bound=bound),)), day).claimed
    assert row.bound == bound
    assert row.reconciles.startswith(("bound holds (", "within the bounds (", "cannot be reconciled"))


@pytest.mark.parametrize(("number", "bound", "holds"), [
    (57, "at_least", True), (58, "at_least", True), (59, "at_least", False),
    (58, "at_most", True), (57, "at_most", False),
    (59, "nearly", True), (64, "nearly", True), (58, "nearly", False), (65, "nearly", False),
    (53, "about", True), (64, "about", True), (52, "about", False), (65, "about", False),
])  # fmt: skip
def test_the_launch_lists_58_states_against_bounds(number: int, bound: Bound, holds: bool):  # noqa: FBT001
    states = sorted(reference_states())
    assert len(states) == 58
    world = endorsed(*((state, "endorsed", "2021-02-15") for state in states), counts=(count(number, bound=bound),))
    (row,) = view_of(world, "2021-02-16").claimed
    assert row.reconciles == ("bound holds (58 states)" if holds else "cannot be reconciled")


def reference_states() -> set[str]:
    rows = csv.DictReader(reference("endorsements")[0].decode().splitlines())
    return {row["code"] for row in rows if row["code"] != "EU"}


def test_sets_of_states_are_groups_and_their_differences():
    view = view_of(endorsed(*THREE, ("US", "endorsed", "2021-02-15")), "2021-02-16")
    assert with_set(view, ["NATO"], ["EU"]).group.endorsed == ("US",)
    both = with_set(view, ["NATO", "EU"]).group
    assert (both.endorsed, len(both.members)) == (("DK",), 21)
    outside = with_set(view, [], ["NATO"]).group
    assert (outside.members, outside.code) == (("PE",), "-NATO")
    assert with_set(view, ["OAS"]).group.disputed == ("CU", "VE")
    assert {note.group for note in with_set(view, ["OAS"]).group.notes} == {"OAS"}
    assert with_set(view, ["EU"]).group.members == with_group(view, "EU").group.members
    with pytest.raises(UnknownEntry, match="MARS"):
        with_set(view, ["MARS"])


@pytest.fixture(scope="module")
def shipped() -> World:
    """A ledger's tables as they ship."""
    world = World()
    for name in ("endorsements", "endorsement_counts"):
        raw, rules = reference(name)
        text = raw.decode()
        source = world.source(text, published="2021-02-16")
        for row in claims_of(text, source, rules):
            assert row.claim is not None, row
            world.add(row.claim, "public", "claim")
    return world


READINGS = {
    ("2021-02-15", 58, None): "states",
    ("2021-02-15", 59, None): "states and organisations; or inclusive counting: the one named apart counted twice",
    ("2021-02-16", 58, None): "states",
    ("2021-02-16", 59, None): "states and organisations; or inclusive counting: the one named apart counted twice",
    ("2021-02-16", 60, None): "cannot be reconciled",
    ("2021-02-17", 50, None): "bound holds (58 states)",
    ("2021-02-18", 58, None): "states",
    ("2021-04-22", 57, None): "states, without the 1 of whom nobody says who they are",
    ("2021-04-22", 62, None): "within the bounds (at least 57)",
    (
        "2022-02-15",
        67,
        None,
    ): "within the bounds (at least 57); agrees with 68 said on the same day, with organisations",
    (
        "2022-02-15",
        68,
        None,
    ): "within the bounds (at least 57); agrees with 67 said on the same day, without organisations",
    ("2023-02-15", 69, None): "within the bounds (at least 57)",
    ("2023-06-12", 57, None): "states, without the 1 of whom nobody says who they are",
    ("2023-06-12", 72, None): "within the bounds (at least 57)",
    ("2023-09-15", 71, None): "within the bounds (at least 57); fewer than the 72 said on 2023-06-12",
    ("2024-10-22", 80, None): "within the bounds (at least 57)",
    ("2025~", 81, None): "within the bounds (at least 57)",
}


def test_every_number_that_sources_gave_has_its_reading(shipped: World):
    rows = list(csv.DictReader(files("habeas.intake").joinpath("data/endorsement_counts.csv").read_text("utf-8").splitlines()))  # fmt: skip
    claimed = view_of(shipped).claimed
    assert len(claimed) == len(rows)
    anniversary = {(c.counts, c.reconciles) for c in claimed if c.said_on == "2025-02-15"}
    assert anniversary == {
        ("states", "within the bounds (at least 57); contradicts 80 said on the same day, with organisations"),
        ("states_and_organisations", "within the bounds (at least 57); contradicts 80 said on the same day, without organisations"),
    }  # fmt: skip
    found = {(c.said_on, c.count, c.group): c.reconciles for c in claimed if c.said_on != "2025-02-15"}
    osce = found.pop(("2021-02-18", 38, "OSCE"))
    assert osce.startswith("bound holds (38 of 57; missing ")
    assert found == READINGS


def test_the_record_of_the_launch_is_whole_and_says_until_when(shipped: World):
    launch = view_of(shipped, "2021-02-15")
    assert (launch.count_min, launch.count_max, launch.organisations) == (58, 58, ("EU",))
    assert launch.unnamed_withdrawals == ()
    later = view_of(shipped, "2021-04-22")
    assert (later.count_min, later.count_max, later.complete_until) == (57, None, "2021-02-18")
    assert [w.count for w in later.unnamed_withdrawals] == [1]
    assert with_group(launch, "OSCE").group is not None
    assert len(with_set(launch, ["EU"]).group.missing) == 1


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["DK", "PE", "EU"]),
        st.sampled_from(["endorsed", "endorsed", "withdrew", "denied_endorsing"]),
        st.sampled_from([None, "2021", "2021-02", "2021-02-15", "2021-02-16", "2021-03-01/2021-03-05", "2021-05"]),
    ),
    min_size=1,
    max_size=6,
)


@given(ACTS, st.dates(date(2021, 1, 1), date(2022, 1, 31)), st.permutations(range(6)))
def test_any_acts_give_bounds_that_hold_and_lose_no_date(rows: list[Row], day: date, places: list[int]):
    world = endorsed(*rows)
    view = view_of(world, day.isoformat())
    standing = {e.party for e in view.endorsers}
    assert set(view.certain) <= standing
    assert not standing & {e.party for e in view.withdrawn}
    assert not any(e.disputed for e in view.endorsers if e.party in view.certain)
    everything = view_of(world)
    named = {e.party: e for e in (*everything.endorsers, *everything.withdrawn)}
    assert set(named) >= {party for party, act, _ in rows if act != "denied_endorsing"}
    for endorser in named.values():
        for interval in endorser.intervals:
            first, last = (bounds(i)[1] if i else None for i in (interval.since_within, interval.until_within))
            assert first is None or last is None or bounds(interval.since_within)[0] <= last
    shuffled = endorsed(*(rows[place] for place in places if place < len(rows)))
    dates = [[(e.party, e.intervals) for e in v.endorsers] for v in (view, view_of(shuffled, day.isoformat()))]
    assert dates[0] == dates[1]


@given(ACTS, st.dates(date(2021, 1, 1), date(2022, 1, 31)))
def test_swapping_two_states_swaps_the_views(rows: list[Row], day: date):
    swap = {"DK": "PE", "PE": "DK"}
    one = view_of(endorsed(*rows), day.isoformat())
    other = view_of(endorsed(*((swap.get(party, party), act, when) for party, act, when in rows)), day.isoformat())
    there = {swap.get(e.party, e.party): (e.intervals, e.disputed) for e in one.endorsers}
    assert there == {e.party: (e.intervals, e.disputed) for e in other.endorsers}
    assert (one.count_min, one.count_max) == (other.count_min, other.count_max)
