"""Columns and pairs, put on pages in parts, are what they are when each goes to its page by itself."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from habeas.index.columns import COUNTED, columns, dealt, packed, together
from habeas.index.pages import Pages
from habeas.index.postings import Gathered, Postings, pages_for
from habeas.index.spells import Spell
from habeas.index.terms import Role

numbers = st.integers(-(2**63), 2**63 - 1)
small = st.integers(0, 2**31 - 1)
spells = st.tuples(
    numbers,
    st.builds(
        Spell, case=numbers, by=st.sampled_from(["PE", "NO", ""]), status=st.sampled_from(["held", "released"]),
        known_from=small, known_to=numbers, day_from=small, day_to=small,
    ),
)  # fmt: skip


def rows(body: bytes) -> list[tuple[int, ...]]:
    return list(zip(*(column.tolist() for column in columns(body).values()), strict=True))


@given(st.lists(st.lists(spells, max_size=20), min_size=1, max_size=4), st.integers(1, 40))
def test_every_spell_is_dealt_to_the_page_of_its_unit_in_order(packs: list[list[tuple[int, Spell]]], number: int):
    states: dict[str, int] = {}
    bodies = [packed(pack, states) for pack in packs]
    wanted = defaultdict(list)
    for row in (row for body in bodies for row in rows(body)):
        wanted[row[0] % number].append(row)
    pages = {page: rows(body) for page, body in dealt(bodies, number)}
    assert pages == {page: wanted[page] for page in range(number)}


@given(st.lists(st.lists(spells, max_size=20), min_size=1, max_size=4))
def test_pages_read_together_are_all_their_rows(packs: list[list[tuple[int, Spell]]]):
    states: dict[str, int] = {}
    bodies = [packed(pack, states) for pack in packs]
    read = together(bodies, COUNTED)
    for name in COUNTED:
        assert read[name].tolist() == [value for body in bodies for value in columns(body)[name].tolist()]


pairs = st.lists(st.tuples(st.sampled_from(list(Role)), st.one_of(numbers, st.integers(-3, 3))), max_size=8)


@given(st.lists(pairs, max_size=200))
def test_every_entry_is_found_by_each_of_its_terms(entries: list[list[tuple[Role, int]]]):
    gathered = Gathered()
    for place, terms in enumerate(entries):
        gathered.add(terms, place)
    number = pages_for(len(gathered))
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
