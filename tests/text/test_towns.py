import pytest

from habeas.text.phrases import rows
from habeas.text.places import find_places, find_towns
from habeas.text.states import STATES


@pytest.mark.parametrize(
    ("text", "name", "state"),
    [
        ("She was held in Amritsar for a week.", "Amritsar", "IN"),
        ("KOPER, May 3 - A court freed him.", "KOPER", "SI"),
        ("He left Traunstein prison at noon.", "Traunstein", "DE"),
        ("arrested near Solwezi, police said", "Solwezi", "ZM"),
    ],
)
def test_a_town_that_stands_like_a_place_tells_its_state(text: str, name: str, state: str):
    assert [(text[slice(*town.span)], town.state) for town in find_towns(text)] == [(name, state)]


@pytest.mark.parametrize(
    "text", ["Piraeus smiled at them.", "He spoke to Agadir Benali.", "They split in two.", "in March"]
)
def test_a_word_that_may_be_a_person_s_or_a_thing_s_tells_nothing(text: str):
    assert find_towns(text) == []


def test_towns_lie_in_states_of_the_table_and_stand_in_one_list_only():
    towns = rows("towns.csv")
    assert all(code in STATES for _, code in towns)
    assert len({name for name, _ in towns}) == len(towns)
    assert not [name for name, _ in towns if find_places(name) and find_places(name)[0].name == name]
