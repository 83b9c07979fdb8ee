from typing import Any

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from habeas.errors import BadContent
from habeas.text.canonical import canonical_json, canonical_record


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


class Inner(msgspec.Struct, frozen=True, tag="inner"):
    zeta: str | None
    alpha: tuple[int, int] | None = None


class Outer(msgspec.Struct, frozen=True, kw_only=True):
    """Every kind of field that records have, and the two that need a look."""

    many: tuple[Inner, ...]
    sure: float | None
    content: Any
    count: int = 0
    flag: bool = False


class Deep(msgspec.Struct, frozen=True):
    """A number out of sight of a look at the fields."""

    inner: Outer


INNERS = st.builds(
    Inner,
    zeta=st.none() | st.text(st.characters(codec="utf-8")),
    alpha=st.none() | st.tuples(st.integers(-(2**53) + 1, 2**53 - 1), st.integers(0, 9)),
)
OUTERS = st.builds(
    Outer,
    many=st.lists(INNERS, max_size=3).map(tuple),
    sure=st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.floats(0, 1),
    content=INNERS | JSON,
    count=st.integers(-(2**53) + 1, 2**53 - 1),
    flag=st.booleans(),
)


@given(INNERS | OUTERS | st.builds(Deep, OUTERS))
def test_records_are_written_as_the_standard_says(record: msgspec.Struct):
    assert canonical_record(record) == rfc8785.dumps(msgspec.to_builtins(record))


@pytest.mark.parametrize("record", [Inner("\ud800"), Inner(None, (0, 2**60)), Inner(None, (0, -(2**53)))])
def test_records_that_json_cannot_hold_are_refused(record: msgspec.Struct):
    with pytest.raises(BadContent):
        canonical_record(record)
