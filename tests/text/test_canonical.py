import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.errors import BadContent
from habeas.text.canonical import canonical_json


def test_keys_are_sorted_and_nothing_is_spaced():
    assert canonical_json({"b": 1, "a": [True, None, "é"]}) == '{"a":[true,null,"é"],"b":1}'.encode()


@pytest.mark.parametrize("value", [float("nan"), "\ud800", 2**60])
def test_what_json_cannot_hold_is_refused(value: object):
    with pytest.raises(BadContent):
        canonical_json({"value": value})


@given(st.dictionaries(st.text(alphabet="abc"), st.integers(0, 9)))
def test_the_order_of_keys_changes_no_byte(value: dict[str, int]):
    assert canonical_json(value) == canonical_json(dict(reversed(list(value.items()))))
