import pytest

from habeas.text.offices import holds_office, is_body


@pytest.mark.parametrize(
    "role",
    ["Foreign Minister", "spokesperson from the embassy", "anonymous official", "prime minister", "porte-parole"],
)
def test_offices(role: str):
    assert holds_office(role)


@pytest.mark.parametrize(
    "role", [None, "businessman", "former diplomat", "ex-minister", "teacher", "retired judge", "ministerial car"]
)
def test_what_is_no_office_now(role: str | None):
    assert not holds_office(role)


@pytest.mark.parametrize(
    "name", ["Foreign Ministry", "Reuters", "U.S. State Department", "European Union", "Denmark", "the embassy"]
)
def test_bodies(name: str):
    assert is_body(name)


@pytest.mark.parametrize("name", ["Ana Silva", "Silva", "Jordan Berg", "Suharto"])
def test_whatever_may_be_a_person_is_no_body(name: str):
    assert not is_body(name)
