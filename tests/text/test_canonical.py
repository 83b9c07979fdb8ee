import pytest
import rfc8785
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


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_the_fast_encoder_writes_what_the_standard_says(value: object):
    assert canonical_json(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@given(st.dictionaries(st.text(alphabet="abc"), st.integers(0, 9)))
def test_the_order_of_keys_changes_no_byte(value: dict[str, int]):
    assert canonical_json(value) == canonical_json(dict(reversed(list(value.items()))))
