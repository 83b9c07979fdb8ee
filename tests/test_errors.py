import pytest

from habeas import errors


@pytest.mark.parametrize("name", errors.__all__)
def test_every_error_says_what_was_given_what_is_wrong_what_to_do_and_a_code(name: str):
    error = getattr(errors, name)("report.txt", "it is empty", "Give another.")
    assert isinstance(error, errors.HabeasError)
    assert str(error) == f"report.txt: it is empty. Give another. [{error.code}]"


def test_codes_are_distinct():
    codes = [getattr(errors, name).code for name in errors.__all__]
    assert len(codes) == len(set(codes))
