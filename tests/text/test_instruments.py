import pytest

from habeas.claims import OUTLET, Party
from habeas.disclosure.people import may_be_person
from habeas.text.instruments import INSTRUMENTS, THE_DECLARATION, instrument_of


@pytest.mark.parametrize("before", ["", "the ", "The "])
def test_every_name_of_the_table_is_that_instrument_and_no_person(before: str):
    for id_, one in INSTRUMENTS.items():
        for name in one.names:
            assert instrument_of(before + name) == id_
            assert not may_be_person(Party(name=before + name))


@pytest.mark.parametrize(
    "name", ["Anna Berg", "the signatories of the Declaration Against Arbitrary Detention", "Declaration Berg", ""]
)
def test_a_name_that_holds_more_is_none(name: str):
    assert instrument_of(name) is None


def test_everybody_else_with_a_name_may_be_a_person():
    assert may_be_person(Party(name="Anna Berg"))
    assert not may_be_person(Party(name=None))
    assert not may_be_person(Party(name="The Example Record", role=OUTLET))
    assert THE_DECLARATION in INSTRUMENTS
