"""Custody: one table of transitions; acts in their order, per person and per charge; days with their doubt."""

from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.claims import Claim, Custody, Evidence, Party, outlet
from habeas.claims.custody import CustodyAct
from habeas.register.custody import AFTER, BEGINS, ENDED, STATES, TRANSITIONS, after, can_follow, is_held
from habeas.text.dates import bounds
from worlds import World, public_world, told

ANA = Party(name="Ana Silva", state="DK", span=(0, 9))
WANTED = (
    "free held charged tried sentenced house_arrest exit_ban sheltered released exchanged deported died unknown".split()
)
Act = tuple[str, str | None] | tuple[str, str | None, str | None]


def held(*acts: Act, by: str | None = "PE", person: Party = ANA) -> World:
    world = World()
    contents = [Custody(person=person, act=a[0], by=by, when=a[1], grounds=a[2] if len(a) > 2 else None) for a in acts]  # type: ignore[arg-type]
    told(world, "Ana Silva: a made-up history.", *contents)
    world.open("Ana Silva", by or "PE")
    return world


def tabled(*acts: Act) -> World:
    """The same as rows of one table."""
    world = World()
    lines = [f"Ana Silva,{act[0]},{act[1]}" for act in acts]
    text = "\n".join(lines)
    source = world.source(text, published="2021-02-16")
    at = 0
    for line, act in zip(lines, acts, strict=True):
        claim = told_row(source, text, (at, at + len(line)), Custody(person=Party(name="Ana Silva", state="DK", span=(at, at + 9)), act=act[0], by="PE", when=act[1]))  # type: ignore[arg-type]  # fmt: skip
        world.add(claim, "public", "claim")
        at += len(line) + 1
    world.accept()
    world.open("Ana Silva", "PE")
    return world


def told_row(source: str, text: str, span: tuple[int, int], content: Custody):
    evidence = Evidence(source=source, start=span[0], end=span[1], quote=text[slice(*span)])
    return Claim(kind="custody", stance="asserts", speakers=(outlet(None),), said_on=None, content=content, evidence=(evidence,), read_by="table/1")  # fmt: skip


def the_case(world: World, **options: str):
    return world.register("team", **options).cases[0]


def test_the_table_is_whole_and_closed():
    assert set(TRANSITIONS) == set(STATES) >= set(WANTED)
    assert all(set(row) == set(get_args(CustodyAct)) for row in TRANSITIONS.values())
    assert {state for row in TRANSITIONS.values() for state in row.values() if state} <= set(STATES)
    assert set(STATES) >= ENDED
    assert not any(map(is_held, [*ENDED, "unknown", "free"]))
    assert all(is_held(AFTER[act]) for act in BEGINS)


@given(st.lists(st.sampled_from(list(get_args(CustodyAct))), max_size=12))
def test_any_sequence_of_acts_walks_within_the_table(acts: list[CustodyAct]):
    state = "unknown"
    for act in acts:
        before, state = state, after(state, act)
        assert state in STATES
        assert can_follow(before, act) or state == before
        if act in {"released", "exchanged", "deported"} and can_follow(before, act):
            assert not is_held(state)
    if "died" in acts:
        assert state == "died"


def test_what_says_less_leaves_what_stands():
    assert (
        after("sentenced", "charged")
        == after("sentenced", "detained")
        == after("sentenced", "transferred")
        == "sentenced"
    )
    assert after("deported", "sentenced") == "deported"
    assert after("died", "convicted") == "died"
    assert not can_follow("died", "released")
    assert not can_follow("released", "exchanged")


def test_release_is_not_binary():
    case = the_case(
        held(
            ("detained", "2018-12-10"),
            ("sheltered", "2019-01-02"),
            ("exit_ban", "2019-02-01"),
            ("released", "2019-03-01"),
        )
    )
    assert [act.status_after for act in case.acts] == ["held", "sheltered", "exit_ban", "released"]
    assert case.held_days == (81, 81)


@pytest.mark.parametrize(
    ("day", "status"),
    [("2018-12-09", "free"), ("2018-12-10", "held"), ("2019-03-01", "released"), ("2019-06-15", "held")],
)
def test_somebody_is_free_on_a_day_only_if_everything_came_later(day: str, status: str):
    world = held(("detained", "2018-12-10"), ("released", "2019-02"), ("detained", "2019-06-15"))
    assert the_case(world, as_of=day).status == status


def test_nobody_is_called_free_where_something_may_have_come_before():
    assert the_case(held(("charged", "2019-05-01")), as_of="2018-01-01").status == "unknown"
    assert the_case(held(("detained", None), ("charged", "2019-05-01")), as_of="2018-01-01").status == "unknown"
    assert the_case(held(("detained", "2018")), as_of="2018-06-01").status == "held"


def test_a_status_began_with_the_act_that_led_to_it():
    case = the_case(
        held(
            ("detained", "2018-12-10"), ("deported", "2019-02-01"), ("tried", "2020-01-01"), ("sentenced", "2020-01-05")
        )
    )
    assert (case.status, case.since, case.until) == ("deported", "2019-02-01", "2019-02-01")


def test_days_held_have_bounds():
    assert the_case(held(("detained", "2018-12-10")), as_of="2021-02-15").held_days == (798, 798)
    assert the_case(held(("detained", "2018-12")), as_of="2018-12-31").held_days == (0, 30)
    assert the_case(held(("detained", "2018-12-10"), ("released", "2021-09"))).held_days == (996, 1025)
    assert the_case(held(("detained", "2018-12-10"), ("released", "2021-09-24"))).held_days == (1019, 1019)
    assert the_case(held(("detained", None))).held_days is None


def test_two_releases_with_a_detention_between_them_are_two():
    case = the_case(
        held(
            ("detained", "2018-12-10"),
            ("released", "2019-01-05"),
            ("detained", "2019-03-01"),
            ("released", "2020-01-01"),
        )
    )
    assert [(act.act, act.when) for act in case.acts] == [
        ("detained", "2018-12-10"), ("released", "2019-01-05"), ("detained", "2019-03-01"), ("released", "2020-01-01")
    ]  # fmt: skip
    assert case.contested == ()


def test_dates_that_disagree_make_an_interval_that_holds_them_all():
    case = the_case(held(("detained", "2018-12-10"), ("detained", "2018-12-12"), ("detained", "2018-12")))
    assert case.acts[0].when == "2018-12-10/2018-12-12"
    assert the_case(held(("detained", "2018-12-10"), ("detained", "2018-12-12")), as_of="2018-12-20").held_days == (
        8,
        10,
    )
    assert [c.property for c in case.contested] == ["custody.detained.when"]


def test_one_ending_in_two_words_is_no_contradiction():
    for acts in (("released", "exchanged"), ("exchanged", "released")):
        case = the_case(held(("detained", "2018-12-10"), *((act, "2019-02-01") for act in acts)))
        assert (case.status, case.contested) == ("exchanged", ())
    later = the_case(held(("detained", "2018-12-10"), ("released", "2019-02-01"), ("exchanged", "2019-05-01")))
    assert [c.property for c in later.contested] == ["custody.order"]


def test_acts_of_one_day_keep_the_order_of_a_table():
    day = "2019-02-01"
    for acts in (
        ("house_arrest", "detained"),
        ("detained", "house_arrest"),
        ("released", "detained"),
        ("detained", "released"),
    ):
        case = the_case(tabled(*((act, day) for act in acts)))
        assert tuple(act.act for act in case.acts) == acts


def test_acts_of_one_day_stand_in_an_order_in_which_each_can_follow():
    case = the_case(held(("died", "2019-02-01"), ("released", "2019-02-01"), ("detained", "2019-01-01")))
    assert [(act.act, act.possible) for act in case.acts] == [("detained", True), ("released", True), ("died", True)]
    again = the_case(
        held(
            ("detained", "2018-01-01"),
            ("released", "2018-02-01"),
            ("detained", "2019-02-01"),
            ("released", "2019-02-01"),
        )
    )
    assert all(act.possible for act in again.acts)


def test_each_charge_stands_by_itself():
    case = the_case(
        held(
            ("detained", "2018-12-10"),
            ("charged", "2019-05-01", "espionage"), ("charged", "2019-09-01", "fraud"),
            ("acquitted", "2020-01-01", "fraud"), ("sentenced", "2020-02-01", "espionage"), ("charged", "2020-06-01", "insulting the court"),
        )
    )  # fmt: skip
    assert [(c.charge, c.status, c.since) for c in case.charges] == [
        ("espionage", "sentenced", "2020-02-01"), ("fraud", "acquitted", "2020-01-01"), ("insulting the court", "charged", "2020-06-01")
    ]  # fmt: skip
    assert case.status == "sentenced"
    assert case.contested == ()
    assert [act.charge for act in case.acts if act.act == "charged"] == ["espionage", "fraud", "insulting the court"]


def test_one_charge_in_other_words_is_one_charge():
    case = the_case(
        held(
            ("charged", "2019-05-01", "espionage"),
            ("charged", "2019-05", "the crime of espionage"),
            ("charged", "2019-05-01", None),
            ("charged", "2019-05-01", "Espionage and theft"),
        )
    )
    assert [act.act for act in case.acts] == ["charged"]
    assert len(case.charges) == 1


def test_what_names_no_charge_belongs_to_that_days():
    case = the_case(
        held(
            ("charged", "2019-05-01", "espionage"),
            ("charged", "2019-09-01", "fraud"),
            ("charged", "2019-09-01", None),
            ("charged", "2021-01-01", None),
        )
    )
    assert [(act.charge, len(act.claims)) for act in case.acts] == [("espionage", 1), ("fraud", 2), (None, 1)]


def test_each_member_of_a_group_has_a_status_of_their_own():
    bo = Party(name="Bo Lund", state="DK", span=(14, 21))
    world = World()
    text = "Ana Silva and Bo Lund, a made-up history."
    told(
        world,
        text,
        *(Custody(person=one, act="detained", by="PE", when="2020-05-03") for one in (ANA, bo)),
        Custody(person=bo, act="released", by="PE", when="2020-06-01"),
    )
    world.open("Ana Silva", "PE")
    world.open("Bo Lund", "PE")
    assert {c.person.name: c.status for c in world.register("team").cases} == {
        "Ana Silva": "held",
        "Bo Lund": "released",
    }
    assert {c.person.name: c.status for c in world.register("team", as_of="2020-05-10").cases} == {
        "Ana Silva": "held",
        "Bo Lund": "held",
    }


def test_what_was_reported_later_is_no_report_of_that_day():
    world = public_world()
    assert the_case(world, as_of="2020-12-31").last_reported == "2020-06-10"
    assert the_case(world, as_of="2020-06-09").last_reported is None
    assert not the_case(world, as_of="2020-06-09").stale
    assert the_case(world, as_of="2022-01-01").stale
    world.read("Ana Silva, a Danish teacher, was detained in Lima on 3 May 2020.", published="2023-01-01")
    world.accept()
    world.open("Ana Silva", "PE")
    assert not the_case(world, as_of="2022-01-01").stale
    assert the_case(world, as_of="2022-01-01").last_reported == "2020-06-10"


DATES = st.sampled_from(
    [None, "2019", "2019-03", "2019-03-04", "2019-03-05", "2020-01/2020-02", "2020-06-01/..", "../2019-12-31"]
)
GROUNDS = st.sampled_from([None, "espionage", "fraud", "espionage and fraud"])
ACTS = st.lists(st.tuples(st.sampled_from(list(AFTER)), DATES, GROUNDS), min_size=1, max_size=7)


@given(ACTS, st.randoms(use_true_random=False))
def test_any_history_loses_no_act_no_date_and_no_claim_and_arrival_changes_nothing(acts: list[Act], shuffler):
    case = the_case(held(*acts))
    assert {act.act for act in case.acts} == {act[0] for act in acts}
    assert {when for act in case.acts for when in act.dates} == {act[1] for act in acts if act[1]}
    assert len([id_ for act in case.acts for id_ in act.claims]) == len(
        {id_ for act in case.acts for id_ in act.claims}
    )
    assert {id_ for act in case.acts for id_ in act.claims} == {record.id for record in case.said}
    assert case.status in STATES
    assert is_held(case.status) == (case.until is None and case.status not in {"unknown", *ENDED}) or case.until is None
    assert all(act.possible for act in case.acts) != any(c.property == "custody.order" for c in case.contested)
    state = "unknown"
    for act in case.acts:
        assert act.status_after == state or act.possible
        state = act.status_after
    shuffled = list(acts)
    shuffler.shuffle(shuffled)
    again = the_case(held(*shuffled))
    plain = [
        [(act.act, act.when, act.dates, act.possible, act.status_after) for act in one.acts] for one in (case, again)
    ]
    assert (case.status, plain[0]) == (again.status, plain[1])


@given(ACTS, st.dates(date(2018, 6, 1), date(2021, 6, 1)))
def test_on_any_day_the_acts_are_those_that_may_have_begun(acts: list[Act], day: date):
    world = held(*acts)
    whole, then = the_case(world), the_case(world, as_of=day.isoformat())
    assert {act.act for act in then.acts} <= {act.act for act in whole.acts}
    for act in then.acts:
        first = bounds(act.when)[0] if act.when else None
        assert first is None or first <= day
    if then.held_days is not None:
        fewest, most = then.held_days
        assert most is None or fewest is None or 0 <= fewest <= most


@given(ACTS)
def test_swapping_the_states_changes_nothing_else(acts: list[Act]):
    def plain(by: str, home: str):
        case = the_case(held(*acts, by=by, person=Party(name="Ana Silva", state=home, span=(0, 9))))
        return (
            case.by,
            case.person.states,
            case.status,
            case.since,
            case.held_days,
            [(a.act, a.when, a.by) for a in case.acts],
            [c.property for c in case.contested],
        )

    swapped = {"PE": "DK", "DK": "PE"}
    one, other = plain("PE", "DK"), plain("DK", "PE")
    assert one[2:5] == other[2:5]
    assert [(a, w, swapped.get(b or "")) for a, w, b in one[5]] == [(a, w, b) for a, w, b in other[5]]
    assert (one[0], one[1], one[6]) == (swapped[other[0]], (swapped[other[1][0]],), other[6])
