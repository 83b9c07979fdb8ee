"""Years: certain beside possible, never a zero, small cells emptied wherever a case behind them may not be public."""

from datetime import date

import msgspec
import pytest
from editions import edition, table

from habeas.disclosure.cells import LEAST
from habeas.exports.years import dyad_years, state_years
from habeas.register.views import ActView, CaseView, PersonView, Register, Sides
from worlds import World, public_world

DAY = date(2022, 6, 1)


def act(name: str, when: str | None, after: str) -> ActView:
    return ActView(
        act=name, when=when, dates=(when,) if when else (), place=None, grounds=None, by="AA", at_request_of=None,
        claims=("c",), said_by=("somebody",), denied_by=(), status_after=after,  # type: ignore[arg-type]
    )  # fmt: skip


def case(
    slug: str, *acts: ActView, states: tuple[str, ...] = ("BB",), by: str = "AA", reported: str | None = None
) -> CaseView:
    return CaseView(
        id=slug, slug=slug, person=PersonView(name=slug, names=(slug,), states=states, roles=()), by=by, opened=True,
        inclusion_rule="linked", also=(), alleged_by=(), status="held", since=None, until=None, held_from=None, held_days=None,
        last_reported=reported, stale=False, acts=acts, charges=(), said=(), sides=Sides(home=(), holder=(), others=()),
        contested=(), appeals=(), accusations=(), links=(), statements=(), attributes=(), findings=(), actions=(), sources=(),
    )  # fmt: skip


def register(*cases: CaseView, audience: str = "public") -> Register:
    return msgspec.structs.replace(World().register(), cases=cases, audience=audience)


def held(made: Register, holder: str = "AA", home: str | None = "BB") -> dict[int, tuple[object, object]]:
    cells = dyad_years(made, DAY)
    return {
        y: (c.certain.get("held"), c.possible.get("held")) for (h, m, y), c in cells.items() if (h, m) == (holder, home)
    }


def test_a_closed_custody_counts_in_each_of_its_years():
    one = case("one", act("arrested", "2018-12-10", "held"), act("released", "2020-02-01", "released"))
    assert held(register(one)) == {2018: (1, 1), 2019: (1, 1), 2020: (1, 1)}
    cells = dyad_years(register(one), DAY)
    assert cells["AA", "BB", 2018].certain == {"held": 1, "began": 1}
    assert cells["AA", "BB", 2020].certain == {"held": 1, "ended": 1}
    assert cells["AA", "BB", 2019].possible == {"held": 1}


def test_a_custody_without_an_end_is_certain_to_its_last_report_and_possible_after_it():
    one = case("one", act("arrested", "2018-12", "held"), reported="2020-03-01")
    assert held(register(one)) == {2018: (1, 1), 2019: (1, 1), 2020: (1, 1), 2021: (None, 1), 2022: (None, 1)}


def test_a_beginning_that_is_an_interval_is_possible_in_each_of_its_years():
    one = case("one", act("arrested", "2018-12-30/2019-01-02", "held"), act("released", "2019-05", "released"))
    assert held(register(one)) == {2018: (None, 1), 2019: (1, 1)}
    assert dyad_years(register(one), DAY)["AA", "BB", 2018].possible == {"held": 1, "began": 1}


def test_held_and_freed_within_one_year_is_certain_though_no_day_is():
    one = case("one", act("arrested", "2019", "held"), act("released", "2019", "released"))
    assert held(register(one)) == {2019: (1, 1)}


def test_an_unknown_beginning_counts_from_the_first_dated_act_and_began_in_no_year():
    one = case("one", act("charged", "2019-05-01", "charged"), act("released", None, "released"))
    assert held(register(one)) == {2019: (1, 1), 2020: (None, 1), 2021: (None, 1), 2022: (None, 1)}
    assert "began" not in dyad_years(register(one), DAY)["AA", "BB", 2019].possible


def test_without_a_date_there_is_no_year():
    assert dyad_years(register(case("one", act("arrested", None, "held"))), DAY) == {}


def test_two_stretches_in_one_year_are_one_case_held_and_two_beginnings():
    one = case(
        "one",
        act("arrested", "2019-01-05", "held"),
        act("released", "2019-02-05", "released"),
        act("arrested", "2019-03-05", "held"),
        act("released", "2019-04-05", "released"),
    )
    assert dyad_years(register(one), DAY)["AA", "BB", 2019].certain == {"held": 1, "began": 2, "ended": 2}


def test_two_nationalities_count_in_both_dyads_and_once_for_the_holder():
    one = case("one", act("arrested", "2022-01-05", "held"), states=("BB", "CC"), reported="2022-02-01")
    made = register(one)
    assert set(dyad_years(made, DAY)) == {("AA", "BB", 2022), ("AA", "CC", 2022)}
    assert state_years(made, DAY, "holder")["AA", 2022].certain == {"held": 1, "began": 1}
    assert state_years(made, DAY, "home")["CC", 2022].certain == {"held": 1, "began": 1}


@pytest.mark.parametrize("audience", ["partners", "team", "somebody new"])
def test_small_cells_are_emptied_in_every_view_but_the_public_one(audience: str):
    few = [case(f"f{n}", act("arrested", "2022-01-05", "held"), states=("CC",)) for n in range(LEAST - 1)]
    many = [case(f"m{n}", act("arrested", "2022-01-05", "held"), reported="2022-02-01") for n in range(LEAST + 1)]
    closed, public = register(*few, *many, audience=audience), register(*few, *many)
    assert dyad_years(public, DAY)["AA", "CC", 2022].possible["held"] == LEAST - 1
    cells = dyad_years(closed, DAY)
    small, large = cells["AA", "CC", 2022], cells["AA", "BB", 2022]
    assert (small.suppressed, small.certain, small.possible) == (True, {}, {})
    assert large.possible["held"] == LEAST + 1
    assert state_years(closed, DAY, "holder")["AA", 2022].suppressed, "the sum would give the small cell away"
    assert not state_years(closed, DAY, "home")["BB", 2022].suppressed
    assert state_years(public, DAY, "holder")["AA", 2022].possible["held"] == 2 * LEAST


def test_no_number_is_ever_zero():
    for name in ("state_year", "dyad_year"):
        rows = table(edition(), name)
        assert rows
        assert all(value != 0 or isinstance(value, bool) for row in rows for value in row.values())


def test_a_states_year_holds_all_its_roles():
    rows = {(row["year"], row["state"]): row for row in table(edition(public_world()), "state_year")}
    assert rows[2020, "PE"]["holder_held_certain"] == 1
    assert rows[2020, "PE"]["home_held_possible"] is None
    assert rows[2020, "DK"]["home_held_certain"] == 1
    assert rows[2021, "DK"]["home_held_certain"] is None and rows[2021, "DK"]["home_held_possible"] == 1
