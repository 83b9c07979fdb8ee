"""Counts over time and by state, against counting one by one."""

from datetime import date

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from habeas.exports.years import dyad_years
from habeas.register.prevalence import began_in, held_on, roles
from habeas.register.views import ActView, CaseView, PersonView, Sides
from worlds import World

DATES = st.one_of(
    st.none(),
    st.integers(2000, 2003).map(str),
    st.tuples(st.integers(2000, 2003), st.integers(1, 12)).map(lambda d: f"{d[0]}-{d[1]:02}"),
    st.dates(date(2000, 1, 1), date(2003, 12, 31)).map(str),
)
BASE = CaseView(
    id="a", slug="a", person=PersonView(name="Ana Silva", names=(), states=("DK",), roles=()), by="PE", opened=True, inclusion_rule=None,
    also=(), alleged_by=(), status="held", since=None, until=None, held_from=None, held_days=None, last_reported=None, stale=False, acts=(),
    charges=(), said=(), sides=Sides(home=(), holder=(), others=()), contested=(), appeals=(), accusations=(), links=(), statements=(),
    attributes=(), findings=(), actions=(), sources=(),
)  # fmt: skip


def case(begun: str | None, *, reported: str | None = None, freed: str | None = None, status: str = "held") -> CaseView:
    acts = [act("arrested", begun, "held")]
    acts += [act("released", freed, "released")] if status == "released" else []
    return msgspec.structs.replace(BASE, acts=tuple(acts), last_reported=reported, status=status)


def act(name: str, when: str | None, after: str) -> ActView:
    return ActView(
        act=name, when=when, dates=(when,) if when else (), place=None, grounds=None, by="PE", at_request_of=None,
        claims=("c",), said_by=("somebody",), denied_by=(), status_after=after,  # type: ignore[arg-type]
    )  # fmt: skip


def test_somebody_is_held_for_certain_until_the_last_report_and_perhaps_after_it():
    days = [date(2000, 5, 2), date(2000, 5, 3), date(2000, 6, 9), date(2000, 6, 10), date(2030, 1, 1)]
    found = held_on([case("2000-05-03", reported="2000-06-10")], days)
    assert [(one.certain, one.possible) for one in found] == [(0, 0), (1, 0), (1, 0), (1, 0), (0, 1)]


def test_an_imprecise_date_makes_a_day_possible_and_not_certain():
    found = held_on(
        [case("2000-05", freed="2001", status="released")], [date(2000, 5, 3), date(2000, 12, 1), date(2001, 2, 1)]
    )
    assert [(one.certain, one.possible) for one in found] == [(0, 1), (1, 0), (0, 1)]


def test_held_again_counts_as_the_tables_of_open_data_count():
    again = msgspec.structs.replace(
        BASE,
        acts=(
            act("arrested", "2000-05-03", "held"),
            act("released", "2000-06-01", "released"),
            act("arrested", "2002-02-01", "held"),
            act("released", "2002-03", "released"),
        ),
    )
    days = [date(2000, 6, 1), date(2001, 1, 1), date(2002, 2, 1), date(2002, 3, 2)]
    assert [(one.certain, one.possible) for one in held_on([again], days)] == [(1, 0), (0, 0), (1, 0), (0, 1)]
    assert [(one.year, one.cases) for one in began_in([again])] == [(2000, 1), (2001, 0), (2002, 1)]
    register = msgspec.structs.replace(World().register(), cases=(again,))
    cells = dyad_years(register, date(2003, 1, 1))
    assert {year: cell.certain.get("began", 0) for (_, _, year), cell in cells.items()} == {2000: 1, 2002: 1}


@given(st.lists(st.tuples(DATES, DATES, DATES), max_size=6))
def test_certain_and_possible_together_are_never_more_than_the_dated_cases(rows):
    cases = [
        case(begun, reported=reported, freed=freed, status="released" if freed else "held")
        for begun, reported, freed in rows
    ]
    dated = sum(begun is not None for begun, _, _ in rows)
    for one in held_on(cases, [date(year, 1, 1) for year in range(1999, 2006)]):
        assert 0 <= one.certain <= one.certain + one.possible <= dated


def test_years_without_a_beginning_are_there_and_an_uncertain_year_is_in_none():
    cases = [case("2000-05"), case("2002"), case("2000-12/2001-01"), case(None)]
    assert [(one.year, one.cases) for one in began_in(cases)] == [(2000, 1), (2001, 0), (2002, 1)]
    assert began_in([case(None)]) == ()


def test_each_state_is_counted_in_both_roles():
    found = {role.state: role for role in roles([case("2000"), case("2001", freed="2002", status="released")])}
    assert (found["DK"].nationals, found["DK"].nationals_now, found["DK"].holds) == (2, 1, 0)
    assert (found["PE"].holds, found["PE"].holds_now, found["PE"].nationals) == (2, 1, 0)
