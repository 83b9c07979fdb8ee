import pytest

from habeas.text.names import person_names, same_short_form, same_shortened


def names(text: str) -> list[str]:
    return [mention.name for mention in person_names(text)]


@pytest.mark.parametrize(
    "name",
    ["Ana Silva", "Jean-Luc Brandt", "Seán O’Hara", "Li Na", "Hamid al-Karimi",
     "Maria de la Cruz", "Joost van den Berg", "J. R. Lund", "Ólafur Þórsson", "Kim Ha-eun"],
)  # fmt: skip
def test_names_of_many_shapes(name: str):
    assert names(f"Police held {name} on Monday.") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "The Foreign Ministry spoke.",
        "Prime Minister of the day",
        "Human Rights Council",
        "On Monday in March",
        "The Supreme Court",
        "State Department",
    ],
)
def test_offices_bodies_and_calendars_are_no_names(text: str):
    assert names(text) == []


def test_an_office_before_a_name_is_no_part_of_it():
    assert names("Foreign Minister Ana Silva met President Bo Lund.") == ["Ana Silva", "Bo Lund"]


def test_a_surname_counts_only_where_the_text_gives_its_full_name_or_a_title():
    assert names("Ana Silva left. Silva’s lawyer spoke. Lund did not. Mr. Berg did.") == ["Ana Silva", "Silva", "Berg"]


def test_what_is_taken_belongs_to_no_name():
    text = "Denmark Ana Silva left"
    assert [mention.name for mention in person_names(text, [(0, 7)])] == ["Ana Silva"]


def test_a_short_form_is_whole_words_wherever_the_surname_stands():
    assert same_short_form("Li Na", "Li")
    assert same_short_form("Ana Silva", "Silva")
    assert same_short_form("José García Pérez", "Garcia Perez")
    assert not same_short_form("Ana Silva", "Silv")
    assert not same_short_form("Ana Silva", "")


@pytest.mark.parametrize(
    ("short", "same"),
    [
        ("J. Silva", True),
        ("Jo Silva", True),
        ("Jo Maria Silva", True),
        ("Maria Silva", False),  # her first name is left out: another may have it
        ("Silva", False),  # a surname alone is a short form
        ("K. Silva", False),
        ("Jo Costa", False),
        ("Jo Ana Maria Silva", False),
    ],
)
def test_a_name_shortened_keeps_its_first_letter_and_its_last_word(short, same):
    assert same_shortened("Jo Maria Silva", short) is same
