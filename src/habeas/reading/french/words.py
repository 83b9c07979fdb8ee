"""The French lexicon (`data/lexicon_fr.toml`): lists of expressions, compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from habeas.claims.custody import CustodyAct


class Forms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The expressions of one custody act, by the grammar in which each is read (see the table's head)."""

    participles: tuple[str, ...] = ()
    passive: tuple[str, ...] = ()
    clitic: tuple[str, ...] = ()
    finite: tuple[str, ...] = ()
    infinitives: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


class Lexicon(msgspec.Struct, frozen=True):
    """The tables of the lexicon under their names there."""

    acts: dict[CustodyAct, Forms]
    people: dict[str, tuple[str, ...] | str]
    speech: dict[str, tuple[str, ...]]
    appeals: dict[str, tuple[str, ...]]
    demands: dict[str, tuple[str, ...]]
    accusations: dict[str, tuple[str, ...]]
    endorsements: dict[str, tuple[str, ...]]
    instruments: dict[str, tuple[str, ...]]


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    raw: Any = tomllib.loads(files("habeas.reading").joinpath("data/lexicon_fr.toml").read_text("utf-8"))
    return msgspec.convert(raw, Lexicon)


@cache
def people_words(table: str) -> frozenset[str]:
    """The words of one list of people, in lower case."""
    listed = lexicon().people[table]
    return frozenset(word.lower() for word in (listed.split() if isinstance(listed, str) else listed))


def any_of(expressions: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of some expressions, the longest first, as whole words; `#` takes the endings of agreement."""
    ordered = sorted(expressions, key=len, reverse=True)
    body = "|".join(_spaced(one) for one in ordered) or r"(?!)"
    return re.compile(rf"(?<![\w-])(?:{body})(?![\w-])", re.IGNORECASE)


def _spaced(expression: str) -> str:
    return expression.replace("#", "(?:e?s?)").replace(" ", r"\s+")


_ELISION = re.compile(r"(?<![^\W_])(?:[ldnsjmtcLDNSJMTC]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu)'")


def flat(text: str) -> str:
    """The text with straight apostrophes and plain spaces, character for character."""
    return text.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")


def eased(text: str) -> str:
    """Flat text with a space for the apostrophe of an elision ("l Inde"), so that words begin where they begin."""
    return _ELISION.sub(lambda match: match.group()[:-1] + " ", text)
