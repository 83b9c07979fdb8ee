"""The register as of any day: cases, endorsements, what is contested."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.claims import Custody, Party
from habeas.claims.custody import CustodyAct
from habeas.register.custody import AFTER, ENDED, STATES, TRANSITIONS, after, can_follow, is_held
from worlds import FREED, HELD, World, public_world, told

ANA = Party(name="Ana Silva", state="DK", span=(0, 9))


def held(*acts: tuple[CustodyAct, str | None]) -> World:
    world = World()
    contents = [Custody(person=ANA, act=act, by="PE", when=when) for act, when in acts]
    told(world, "Ana Silva: a made-up history.", *contents)
    world.open("Ana Silva", "PE")
    return world


def the_case(world: World, **options: str):
    return world.register("team", **options).cases[0]


def test_the_table_of_custody_is_closed():
    assert set(TRANSITIONS) == set(STATES)
    assert all(set(row) == set(AFTER) for row in TRANSITIONS.values())
    assert {state for row in TRANSITIONS.values() for state in row.values() if state} <= set(STATES)
    assert set(STATES) >= ENDED
    assert not is_held("unknown")
    assert after("sentenced", "transferred") == "sentenced"
    assert not can_follow("died", "released")


@pytest.mark.parametrize(
    ("as_of", "status", "since"),
    [
        ("2018-11-30", "free", None),
        ("2018-12-10", "held", "2018-12-10"),
        ("2019-06", "charged", "2019-05"),
        ("2021-08-31", "sentenced", "2021-08-11"),
        ("2021-09-24", "released", "2021-09-24"),
    ],
)
def test_a_case_stands_on_any_day_as_it_stood_then(as_of: str, status: str, since: str | None):
    world = held(
        ("released", "2021-09-24"), ("detained", "2018-12-10"), ("charged", "2019-05"), ("sentenced", "2021-08-11")
    )
    case = the_case(world, as_of=as_of)
    assert (case.status, case.since) == (status, since)


def test_days_are_counted_between_two_dates_with_their_doubt():
    world = held(("detained", "2018-12-10"))
    assert the_case(world, as_of="2021-02-15").held_days == (798, 798)
    assert the_case(held(("detained", "2018-12")), as_of="2018-12-31").held_days == (0, 30)
    closed = the_case(held(("detained", "2018-12-10"), ("released", "2018-12-12")))
    assert (closed.held_from, closed.until, closed.held_days) == ("2018-12-10", "2018-12-12", (2, 2))


def test_an_act_told_twice_is_one_act_at_its_most_precise():
    case = the_case(held(("detained", "2018-12"), ("detained", "2018-12-10"), ("detained", None)))
    assert [(act.act, act.when, act.dates) for act in case.acts] == [
        ("detained", "2018-12-10", ("2018-12", "2018-12-10"))
    ]
    assert case.contested == ()


def test_dates_that_cannot_both_be_true_stand_side_by_side():
    case = the_case(held(("detained", "2018-12-10"), ("detained", "2018-12-12")))
    (contested,) = case.contested
    assert contested.property == "custody.detained.when"
    assert [value.value for value in contested.values] == ["2018-12-10", "2018-12-12"]


def test_held_again_after_a_release_is_another_act():
    case = the_case(held(("detained", "2018-12-10"), ("released", "2019-01-05"), ("detained", "2019-03")))
    assert [act.act for act in case.acts] == ["detained", "released", "detained"]
    assert (case.status, case.held_from) == ("held", "2019-03")


def test_an_act_that_cannot_follow_is_shown_as_contested_and_not_dropped():
    case = the_case(held(("detained", "2018-12-10"), ("died", "2019-01-01"), ("released", "2019-02-01")))
    assert case.status == "died"
    assert [act.possible for act in case.acts] == [True, True, False]
    assert "custody.order" in {item.property for item in case.contested}


def test_an_undated_arrest_comes_before_a_dated_trial():
    case = the_case(held(("tried", "2020-05-01"), ("arrested", None)))
    assert [act.act for act in case.acts] == ["arrested", "tried"]


def test_old_news_goes_stale():
    world = public_world()
    assert not the_case(world, as_of="2020-12-31").stale
    assert the_case(world, as_of="2022-01-01").stale
    assert the_case(world).last_reported == "2020-06-10"


def test_each_side_is_whoever_speaks_for_it():
    case = public_world().register().cases[0]
    assert {record.speakers[0].state for record in case.sides.home} == {"DK"}
    assert {record.speakers[0].state for record in case.sides.holder} == {"PE"}
    assert {record.id for record in case.said} == {
        record.id for side in (case.sides.home, case.sides.holder, case.sides.others) for record in side
    }
    (contested,) = case.contested
    assert {value.stance for value in contested.values} == {"asserts", "denies"}
    denial = next(record for record in case.said if record.stance == "denies")
    assert denial.beside


def test_two_copies_of_one_text_are_one_witness():
    world = public_world()
    world.read(HELD.replace("detained", "detained "), published="2020-06-11")
    world.accept()
    world.open("Ana Silva", "PE")
    custody = [record for record in world.register().claims if record.kind == "custody"]
    assert {record.witnesses for record in custody} == {1}
    world.read("Ana Silva, a Danish teacher, was detained in Lima on 3 May 2020.", published="2020-06-12")
    world.accept()
    world.open("Ana Silva", "PE")
    assert 2 in {record.witnesses for record in world.register().claims if record.kind == "custody"}


def test_what_was_said_later_is_not_in_an_earlier_view():
    world = public_world()
    world.read("Denmark called on Peru on 1 October 2020 to give Ana Silva a fair trial.", published="2020-10-01")
    world.accept()
    world.open("Ana Silva", "PE")
    assert any("fair" in (r.quote or "") for r in world.register().claims)
    assert not any("fair" in (r.quote or "") for r in world.register(as_of="2020-07-01").claims)


def test_candidates_are_the_teams_alone():
    world = World()
    world.read(HELD)
    world.accept()
    assert len(world.register("team").candidates) == 1
    assert world.register("partners").candidates == ()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(AFTER)), st.sampled_from([None, "2019", "2019-03", "2019-03-04", "2020-01/2020-02"])
        ),
        min_size=1,
        max_size=5,
    )
)
def test_any_history_folds_and_loses_no_act(acts: list[tuple[CustodyAct, str | None]]):
    case = the_case(held(*acts))
    assert {act.act for act in case.acts} == {act for act, _ in acts}
    assert {date for act in case.acts for date in act.dates} == {when for _, when in acts if when}
    assert case.status in STATES


def test_the_whole_of_it_goes_to_json():
    world = public_world()
    world.read(FREED, published="2020-10-10")
    world.accept()
    plain = msgspec.json.decode(msgspec.json.encode(world.register("team")))
    assert plain["counts"]["claims"] == len(plain["claims"])
