"""Columns and pairs, put on pages in parts, are what they are when each goes to its page by itself."""

from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habeas.index.columns import COUNTED, ROW, columns, counted, dealt, laid, parted, renumbered, rows_of, together
from habeas.index.pages import Pages
from habeas.index.postings import Gathered, Postings, pages_for
from habeas.index.spells import Spell
from habeas.index.spill import PARTS, Spilled
from habeas.index.terms import Role

of_one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
numbers = st.integers(-(2**63), 2**63 - 1)
STATES = ("PE", "NO", "")
small = st.integers(0, 2**31 - 1)
spells = st.tuples(
    numbers,
    st.builds(
        Spell, case=numbers, by=st.sampled_from(STATES), status=st.sampled_from(["held", "released"]),
        known_from=small, known_to=numbers, day_from=small, day_to=small,
    ),
)  # fmt: skip


def rows(body: bytes) -> list[tuple[int, ...]]:
    return list(zip(*(column.tolist() for column in columns(body).values()), strict=True))


@of_one_folder
@given(st.lists(st.lists(spells, max_size=20), min_size=1, max_size=4), st.integers(1, 40))
def test_every_spell_is_dealt_to_the_page_of_its_unit_in_order(
    tmp_path: Path, packs: list[list[tuple[int, Spell]]], number: int
):
    states: dict[str, int] = {}
    made = [rows_of(pack, states) for pack in packs]
    wanted = defaultdict(list)
    for row in (row for some in made for row in some.tolist()):
        wanted[row[0] % number].append(row)
    with Spilled(tmp_path, ROW) as spilled:
        for some in made:
            spilled.add(some, parted(some, number))
        pages = {page: rows(body) for part in range(PARTS) for page, body in dealt(spilled.part(part), part, number)}
    assert pages == {page: wanted[page] for page in range(number)}


@given(st.lists(st.tuples(numbers, st.sampled_from(STATES), st.booleans()), max_size=20), st.permutations(STATES))
def test_states_keep_their_names_under_other_numbers(told: list[tuple[int, str, bool]], known: list[str]):
    """Each process numbers the states that it meets; together they have one numbering."""
    some = [(unit, Spell(0 if opened else -1, by, "held", 0, 1, 0, 1)) for unit, by, opened in told]
    theirs: dict[str, int] = {}
    ours = {state: number for number, state in enumerate(known[:1])}
    rows = rows_of(some, theirs)
    again = renumbered(rows, theirs, ours)
    assert again.tolist() == rows_of(some, dict(ours)).tolist()
    assert counted(columns(laid(again)), 0, 0, list(ours)) == counted(columns(laid(rows)), 0, 0, list(theirs))


@given(st.lists(st.lists(spells, max_size=20), min_size=1, max_size=4))
def test_pages_read_together_are_all_their_rows(packs: list[list[tuple[int, Spell]]]):
    states: dict[str, int] = {}
    bodies = [laid(rows_of(pack, states)) for pack in packs]
    read = together(bodies, COUNTED)
    for name in COUNTED:
        assert read[name].tolist() == [value for body in bodies for value in columns(body)[name].tolist()]


pairs = st.lists(st.tuples(st.sampled_from(list(Role)), st.one_of(numbers, st.integers(-3, 3))), max_size=8)


@of_one_folder
@pytest.mark.parametrize("waiting", [0, 3, 100_000])
@given(entries=st.lists(pairs, max_size=200))
def test_every_entry_is_found_by_each_of_its_terms(tmp_path: Path, waiting: int, entries: list[list[tuple[Role, int]]]):
    with Gathered(tmp_path, waiting) as gathered:
        for place, terms in enumerate(entries):
            gathered.add(terms, place)
        number = pages_for(len(gathered))
        assert len(gathered) == sum(map(len, entries))
        pages = Pages(":memory:", create=True)
        with pages.writing():
            pages.put("postings", gathered.pages(number))
    postings = Postings(pages, number)
    for role, term in {pair for terms in entries for pair in terms}:
        assert postings.find(role, [term]) == {place for place, terms in enumerate(entries) if (role, term) in terms}
    in_order = dict.fromkeys(
        term for terms in entries for role, term in sorted(terms) if role in {Role.HELD, Role.OPENED}
    )
    firsts = [
        next(p for p, terms in enumerate(entries) if {(Role.HELD, t), (Role.OPENED, t)} & set(terms)) for t in in_order
    ]
    found = list(postings.terms(Role.HELD, Role.OPENED))
    assert set(found) == set(in_order)
    assert len(found) == len(in_order)
    place_of = dict(zip(in_order, firsts, strict=True))
    assert [place_of[term] for term in found] == sorted(firsts)
    pages.close()


@of_one_folder
@pytest.mark.parametrize("waiting", [0, 3, 100_000])
@given(before=st.lists(pairs, max_size=20), after=st.lists(pairs, max_size=60))
def test_what_is_added_later_is_found_too_however_much_of_it_was_put_aside(
    tmp_path: Path, waiting: int, before: list[list[tuple[Role, int]]], after: list[list[tuple[Role, int]]]
):
    number = pages_for(0)
    pages = Pages(":memory:", create=True)
    postings = Postings(pages, number)
    with Gathered(tmp_path) as first, Gathered(tmp_path, waiting) as more, pages.writing():
        for place, terms in enumerate([*before, *after]):
            (first if place < len(before) else more).add(terms, place)
        pages.put("postings", first.pages(number))
        postings.add(more)
    for role, term in {pair for terms in (*before, *after) for pair in terms}:
        places = {place for place, terms in enumerate([*before, *after]) if (role, term) in terms}
        assert postings.find(role, [term]) == places
    pages.close()
