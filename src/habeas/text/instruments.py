"""Instruments: declarations and treaties that texts speak of."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

import msgspec

from habeas.text.phrases import Phrases
from habeas.text.spans import Span


class Instrument(msgspec.Struct, frozen=True):
    """One instrument.

    Attributes:
        title: in full.
        names: as texts name it.
        launched: EDTF: opened for endorsement or signature, or adopted.
        source: where that stands.
    """

    title: str
    names: tuple[str, ...]
    launched: str
    source: str


class InstrumentMention(msgspec.Struct, frozen=True):
    """An instrument as a text names it: the name's span, and the instrument's id."""

    span: Span
    id: str


def _instruments() -> dict[str, Instrument]:
    raw = tomllib.loads(files("habeas.text").joinpath("data/instruments.toml").read_text("utf-8"))
    return msgspec.convert(raw, dict[str, Instrument])


INSTRUMENTS: Mapping[str, Instrument] = _instruments()
"""Every instrument by its id."""

THE_DECLARATION = "declaration-against-arbitrary-detention"
"""The instrument that habeas is about."""


def instrument_name(instrument: str) -> str:
    """The full title; the id itself for an instrument that is not in the table."""
    return INSTRUMENTS[instrument].title if instrument in INSTRUMENTS else instrument


def find_instruments(text: str) -> list[InstrumentMention]:
    """Every mention, in order."""
    return [InstrumentMention(span, id_) for span, id_ in _phrases().find(text)]


@lru_cache(65_536)
def instrument_of(name: str) -> str | None:
    """The id of the instrument that a name is, whole, but for a leading "the"; None for every other name."""
    alone = name.strip().removeprefix("the ").removeprefix("The ")
    return next((one.id for one in find_instruments(alone) if one.span == (0, len(alone))), None)


@cache
def _phrases() -> Phrases[str]:
    return Phrases(((name, id_) for id_, one in INSTRUMENTS.items() for name in one.names), caseless=True)
