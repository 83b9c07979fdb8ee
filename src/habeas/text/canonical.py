"""Canonical JSON (RFC 8785): one value, one sequence of bytes."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
import rfc8785
from msgspec import inspect

from habeas.errors import BadContent

_SORTED = msgspec.json.Encoder(order="sorted")
_LARGEST = 2**53 - 1
_DIGITS = bytes.maketrans(b"0123456789", b"0" * 10)
_TOO_MANY = b"0" * 16
"""More digits in a row than a number has that every JSON encoder writes alike."""


def _is_simple(value: Any) -> bool:
    """Whether every key and number in a value is written by any JSON encoder as RFC 8785 writes it."""
    kind = type(value)
    if kind is dict:
        return all(key.isascii() for key in value) and all(map(_is_simple, value.values()))
    if kind is list or kind is tuple:
        return all(map(_is_simple, value))
    if kind is float:
        return bool(1e-3 <= abs(value) < 1e9 and not value.is_integer())
    if kind is int:
        return bool(-_LARGEST <= value <= _LARGEST)
    return kind is str or kind is bool or value is None


def canonical_json(value: Any) -> bytes:
    """The RFC 8785 form of plain JSON types. Values as records have them are written by a fast encoder that a test holds to it.

    Raises:
        BadContent: a value that JSON cannot hold (not a number, a lone surrogate, an integer beyond 2**53).
    """
    try:
        return _SORTED.encode(value) if _is_simple(value) else rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise _unwritable(error) from error


def _unwritable(error: Exception) -> BadContent:
    return BadContent("a record", f"it cannot be written as JSON: {error}", "Give plain text and numbers.")


def canonical_record(record: msgspec.Struct) -> bytes:
    """`canonical_json(msgspec.to_builtins(record))`, in one pass where the record's types leave no room for a difference.

    Raises:
        BadContent: see `canonical_json`.
    """
    if _is_plain_record(record):
        try:
            written = _SORTED.encode(record)
        except UnicodeEncodeError as error:
            raise _unwritable(error) from error
        if _TOO_MANY not in written.translate(_DIGITS):
            return written
    return canonical_json(msgspec.to_builtins(record))


def _is_plain_record(record: msgspec.Struct) -> bool:
    loose = _loose(type(record))
    if loose is None:
        return False
    for field in loose:
        value = getattr(record, field)
        if not (_loose(type(value)) == () if isinstance(value, msgspec.Struct) else _is_simple(value)):
            return False
    return True


@cache
def _loose(cls: type[msgspec.Struct]) -> tuple[str, ...] | None:
    """The fields whose values must be looked at, because their type allows what encoders write differently.

    None if there are such fields further down, out of sight.
    """
    fields = {field.name: field.type for field in _fields(cls)}
    loose = tuple(name for name, kind in fields.items() if not _is_tight(kind, frozenset({cls})))
    within = [fields[name] for name in loose]
    seen = all(isinstance(kind, inspect.AnyType) or _is_float(kind) for kind in within)
    return loose if seen else None


def _fields(cls: type[msgspec.Struct]) -> tuple[inspect.Field, ...]:
    kind = inspect.type_info(cls)
    return kind.fields if isinstance(kind, inspect.StructType) else ()


def _is_float(kind: inspect.Type) -> bool:
    parts = kind.types if isinstance(kind, inspect.UnionType) else (kind,)
    return all(isinstance(part, (inspect.FloatType, inspect.NoneType)) for part in parts)


def _is_tight(kind: inspect.Type, above: frozenset[type]) -> bool:
    """Whether every value of a type is written by any JSON encoder as RFC 8785 writes it, integers of many digits aside."""
    if isinstance(kind, inspect.StructType):
        inner = above | {kind.cls}
        return kind.cls in above or all(_is_tight(field.type, inner) for field in kind.fields)
    if isinstance(kind, (inspect.VarTupleType, inspect.ListType)):
        return _is_tight(kind.item_type, above)
    if isinstance(kind, inspect.TupleType):
        return all(_is_tight(item, above) for item in kind.item_types)
    if isinstance(kind, inspect.UnionType):
        return all(_is_tight(part, above) for part in kind.types)
    return isinstance(kind, (inspect.StrType, inspect.IntType, inspect.BoolType, inspect.NoneType, inspect.LiteralType))
