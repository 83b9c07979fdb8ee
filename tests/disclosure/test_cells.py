"""No number singles anybody out, and no total gives a suppressed number away."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from habeas.disclosure.cells import BIASES, LEAST, suppressed

PERSONS = st.lists(
    st.tuples(
        st.tuples(
            st.sampled_from(["PE", "NO", "JP"]), st.sampled_from([2019, 2020, 2021]), st.sampled_from(["DK", "CH"])
        ),
        st.text("abcdefghij", min_size=1, max_size=2),
        st.booleans(),
    ),
    max_size=60,
)


def test_a_small_cell_of_public_cases_is_shown_and_one_with_a_hidden_case_is_not():
    rows = [(("PE", 2020, "DK"), "a", True), (("NO", 2019, "CH"), "b", True), (("NO", 2019, "CH"), "c", False)]
    assert suppressed(rows) == {("NO", 2019, "CH"): None, ("PE", 2020, "DK"): 1}


def test_five_persons_may_be_counted_and_four_may_not():
    cell = ("PE", 2020, "DK")
    assert suppressed([(cell, str(n), False) for n in range(LEAST)]) == {cell: LEAST}
    assert suppressed([(cell, str(n), False) for n in range(LEAST - 1)]) == {cell: None}
    assert suppressed([(cell, "one", False) for _ in range(LEAST)]) == {cell: None}


@given(PERSONS)
def test_no_row_has_exactly_one_suppressed_cell_beside_others(rows: list[tuple[tuple[str, int, str], str, bool]]):
    shown = suppressed(rows)
    groups = defaultdict(list)
    for cell in shown:
        for axis in range(3):
            groups[axis, (*cell[:axis], *cell[axis + 1 :])].append(cell)
    for cells in groups.values():
        assert len(cells) == 1 or sum(shown[cell] is None for cell in cells) != 1


@given(PERSONS)
def test_a_shown_number_is_the_number_and_a_small_one_has_no_hidden_case(
    rows: list[tuple[tuple[str, int, str], str, bool]],
):
    for cell, number in suppressed(rows).items():
        persons = {person for where, person, _ in rows if where == cell}
        assert number in {None, len(persons)}
        if number is not None and number < LEAST:
            assert all(public for where, _, public in rows if where == cell)


def test_the_biases_are_all_named():
    words = " ".join(BIASES.values()).lower()
    for bias in ("agreed", "lasts", "beginnings", "withhold", "exchange", "together", "answer", "confounded", "2021"):
        assert bias in words
