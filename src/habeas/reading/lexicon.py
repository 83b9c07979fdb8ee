"""The words the reader goes by, one table a language (`data/lexicon_*.toml`)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from habeas.claims.custody import CustodyAct


class ActWords(msgspec.Struct, frozen=True):
    """The verb forms (one word or several) and nouns that bring one custody act."""

    verbs: tuple[str, ...]
    nouns: tuple[str, ...]


class Bearing(msgspec.Struct, frozen=True):
    """Expressions without which a text bears no claim of some kind; the table says which."""

    worth_reading: tuple[str, ...]
    denying: tuple[str, ...]
    leaving: tuple[str, ...]
    endorsing: tuple[str, ...]


class Beside(msgspec.Struct, frozen=True):
    """What stands beside states and dates and tells what they are to an act; the table says of each where it stands."""

    holding: tuple[str, ...]
    speaking: tuple[str, ...]
    own: tuple[str, ...]
    ways: dict[str, frozenset[str]]
    dated: frozenset[str]
    between: tuple[str, ...]
    lasting: tuple[str, ...]
    joint: tuple[str, ...]
    endorsing: tuple[str, ...]
    addressed: tuple[str, ...]
    clauses: tuple[str, ...]


class Described(msgspec.Struct, frozen=True):
    """How people are described who are not named: expressions for their nouns, and words that open, make or end the phrase."""

    persons: tuple[str, ...]
    things: frozenset[str]
    rest: frozenset[str]
    leads: frozenset[str]
    stops: frozenset[str]
    no_trade: tuple[str, ...]
    no_role: tuple[str, ...]


class Unsaid(msgspec.Struct, frozen=True):
    """Expressions beside an act that was not done, or not yet; the table says of each where it stands."""

    not_before: tuple[str, ...]
    not_at: tuple[str, ...]
    open_before: tuple[str, ...]
    open_behind: tuple[str, ...]
    terms: tuple[str, ...]
    manners: tuple[str, ...]
    denials: tuple[str, ...]


class Lexicon(msgspec.Struct, frozen=True, kw_only=True):
    """One language's words. Field names are the keys of its TOML file."""

    determiners: frozenset[str]
    possessives: frozenset[str]
    pronouns: frozenset[str]
    numbers: frozenset[str]
    persons_plural: frozenset[str]
    modifiers: frozenset[str]
    roles: frozenset[str]
    relatives: frozenset[str]
    bodies: frozenset[str]
    acts: dict[CustodyAct, ActWords]
    speech: dict[str, tuple[str, ...]]
    appeal: dict[str, tuple[str, ...]]
    demands: dict[str, tuple[str, ...]]
    accusations: dict[str, tuple[str, ...]]
    bearing: Bearing
    described: Described
    unsaid: Unsaid
    beside: Beside


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language that the reader reads ("en").

    Raises:
        FileNotFoundError: the reader has no lexicon for it; callers ask `READ_LANGUAGES` first.
    """
    raw: Any = tomllib.loads(files("habeas.reading").joinpath(f"data/lexicon_{language}.toml").read_text("utf-8"))
    return msgspec.convert(raw, Lexicon)


def phrase_pattern(phrases: frozenset[str] | tuple[str, ...] | list[str]) -> re.Pattern[str]:
    """One pattern that finds any of the phrases as whole words, longest first; white space in a phrase is any white space."""
    parts = (
        r"\s+".join(re.escape(word) for word in phrase.split()) for phrase in sorted(phrases, key=len, reverse=True)
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])", re.IGNORECASE)


def opening(expressions: tuple[str, ...]) -> str:
    """The source of a pattern that finds where a word begins as one of the expressions does."""
    return rf"\b(?:{'|'.join(expressions)})"


def ending(expressions: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that finds, in any case, where a text ends with one of the expressions, which begin with a word."""
    return re.compile(rf"\b(?:{'|'.join(expressions)})$", re.IGNORECASE)
