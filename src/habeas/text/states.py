"""States: by name, demonym, capital, metonym and ministry. Every state has one row of the same form; the code knows none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal

import msgspec

from habeas.text.phrases import Phrases, rows
from habeas.text.spans import Span

Form = Literal["name", "demonym", "nationals", "capital", "metonym", "ministry"]


class State(msgspec.Struct, frozen=True):
    """One state.

    Attributes:
        code: ISO 3166-1 alpha-2, upper case.
        names: the short English name first.
        demonyms: adjectives.
        nationals: nouns in the plural.
        capitals: cities by which news names the government.
    """

    code: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    nationals: tuple[str, ...]
    capitals: tuple[str, ...]


class StateMention(msgspec.Struct, frozen=True):
    """A state as a text names it.

    Attributes:
        span: without article.
        code: ISO 3166-1 alpha-2.
        form: by which kind of word.
    """

    span: Span
    code: str
    form: Form


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


def _states() -> dict[str, State]:
    return {row[0]: State(row[0], *(_listed(cell) for cell in row[1:5])) for row in rows("states.csv")}


STATES: Mapping[str, State] = _states()
"""Every state by its code."""


def is_state(code: str | None) -> bool:
    """Whether `code` is a state's."""
    return code in STATES


def name_of(code: str) -> str:
    """The English short name of a state or an organisation; the code itself where nobody has it."""
    from habeas.text.organisations import ORGANISATIONS

    if code in STATES:
        return STATES[code].names[0]
    return ORGANISATIONS[code][0] if code in ORGANISATIONS else code


def code_meant(text: str) -> str | None:
    """The code that is meant by a state's name, or by a code in small letters: "Peru", "pe". None if that is no state."""
    if is_state(text.upper()):
        return text.upper()
    whole = (m.code for m in find_states(text) if m.form == "name" and m.span == (0, len(text)))
    return next(whole, None)


def find_states(text: str) -> list[StateMention]:
    """Every mention of a state, in order, none overlapping another."""
    return [StateMention(span, *value) for span, value in _phrases().find(text) if value and not _is_name(text, span)]


@cache
def _phrases() -> Phrases[tuple[str, Form] | None]:
    return Phrases(_all())


def _all() -> Iterator[tuple[str, tuple[str, Form] | None]]:
    for phrase, code in rows("guards.csv"):
        yield phrase, (code, "name") if code else None
    for state in STATES.values():
        yield from ((name, (state.code, "name")) for name in state.names)
        yield from ((name, (state.code, "demonym")) for name in state.demonyms)
        yield from ((name, (state.code, "nationals")) for name in state.nationals)
        yield from ((name, (state.code, "capital")) for name in state.capitals)
    for code, form, names in rows("metonyms.csv"):
        yield from ((name, (code, "ministry" if form == "ministry" else "metonym")) for name in _listed(names))


_ALSO_PERSONS = frozenset(
    "Jordan Chad Georgia Israel Paris London Sydney Santiago Kingston Washington Lima Vienna Victoria Salvador Male Malé "
    "Holland German Bern Berne Nassau Dakar Roman Rosario Medina Valencia Cali Florence Perth Lyon Hamilton Braga Porto "
    "France Francis Ireland Cuba Roma Vatican Wellington Sofia Suva Nice Delhi Adelaide Melbourne Leeds Halifax Brest".split()
)
"""Words that are also given names or surnames."""

_NAME_AFTER = re.compile(
    r" (?!Street|Avenue|Province|City|State|University|Airport|Police|Court|Prison)([^\W\d_a-z][^\W\d_]+)"
)
_HYPHENED = re.compile(r"[^\W\d_a-z][^\W\d_]*[^\W\d_o]-$")
"""The first half of a double name; "Franco-German" is none."""
_NAME_BEFORE = re.compile(r"([^\W\d_a-z][^\W\d_]+|[A-Z]\.) $")


def _is_name(text: str, span: Span) -> bool:
    """Whether a word that is also a person's stands beside another capitalised word that is no common one."""
    from habeas.text.names import is_other_word

    if text[slice(*span)] not in _ALSO_PERSONS:
        return False
    if _HYPHENED.search(text[max(0, span[0] - 30) : span[0]]):
        return True
    after = _NAME_AFTER.match(text, span[1])
    before = _NAME_BEFORE.search(text[max(0, span[0] - 30) : span[0]])
    neighbours = [match.group(1) for match in (after, before) if match]
    return any(not is_other_word(word) for word in neighbours)
