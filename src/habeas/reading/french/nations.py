"""States, cities, organisations and instruments as French texts name them; every state by one row of the same form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

import msgspec

from habeas.claims import Span
from habeas.reading.french.words import eased, flat, lexicon, people_words
from habeas.text.instruments import THE_DECLARATION, find_instruments
from habeas.text.organisations import find_organisations
from habeas.text.phrases import Phrases, rows

Form = Literal["name", "capital", "city", "metonym", "ministry", "adjective", "national"]


class Nation(msgspec.Struct, frozen=True):
    """A state, or a city of it, as a text names it.

    Attributes:
        span: without article.
        code: ISO 3166-1 alpha-2; None for a city that several states have.
        form: by which kind of word; `national` is a noun ("le Danois").
        gender: `m` or `f` of a demonym whose form shows it, else None.
        plural: a demonym in the plural.
    """

    span: Span
    code: str | None
    form: Form
    gender: str | None = None
    plural: bool = False


_Value = tuple[str | None, Form, str | None, bool]


def find_nations(text: str) -> list[Nation]:
    """Every mention, in order, none overlapping another. `text` is flat."""
    taken = [span for span, _ in find_named_instruments(text)]
    found = []
    for span, value in _phrases().find(eased(text)):
        if value is None or any(start <= span[0] < end for start, end in taken):
            continue
        nation = Nation(span, *value)
        if nation.form in {"adjective", "city"} and text[: span[0]].endswith("-"):
            continue  # "franco-péruvien": of two states, and of neither alone; "Paul Martin-Toulon"
        if not (_is_name(text, nation) or _is_language(text, nation)):
            found.append(nation)
    return found


def find_bodies(text: str) -> list[tuple[Span, str]]:
    """Every organisation of the tables with its code, in order."""
    found = dict(_organisations().find(eased(text)))
    for mention in find_organisations(text):
        if all(mention.span[1] <= start or mention.span[0] >= end for start, end in found):
            found[mention.span] = mention.code
    return sorted(found.items())


@cache
def _organisations() -> Phrases[str]:
    return Phrases(
        (eased(flat(name)), code) for code, names in rows("organisations_fr.csv") for name in names.split(";")
    )


def find_named_instruments(text: str) -> list[tuple[Span, str]]:
    """Every instrument with its id, in order; `text` is flat."""
    found = dict(_instruments().find(eased(text)))
    found.update({m.span: m.id for m in find_instruments(text) if m.span not in found})
    return sorted(found.items())


@cache
def _instruments() -> Phrases[str]:
    named = [(name, THE_DECLARATION) for name in lexicon().endorsements["names"]]
    named += [(name, id_) for id_, names in lexicon().instruments.items() for name in names]
    return Phrases(((eased(flat(name)), id_) for name, id_ in named), caseless=True)


@cache
def _phrases() -> Phrases[_Value | None]:
    return Phrases((eased(flat(phrase)), value) for phrase, value in _all())


def _all() -> Iterator[tuple[str, _Value | None]]:
    for (phrase,) in rows("guards_fr.csv"):
        yield phrase, None
    for code, names, masculine, feminine, capitals in rows("states_fr.csv"):
        yield from ((name, (code, "name", None, False)) for name in _listed(names))
        yield from _demonyms(code, _listed(masculine), _listed(feminine))
        yield from ((name, (code, "capital", None, False)) for name in _listed(capitals))
    for table in ("metonyms_fr.csv", "metonyms.csv"):
        for code, form, names in rows(table):
            kind: Form = "ministry" if form == "ministry" else "metonym"
            yield from ((name, (code, kind, None, False)) for name in _listed(names))
    for table in ("cities_fr.csv", "cities.csv"):
        yield from ((name, (None if code == "?" else code, "city", None, False)) for name, code in rows(table))


def _listed(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


def _demonyms(code: str, masculine: list[str], feminine: list[str]) -> Iterator[tuple[str, _Value]]:
    """Every form of a state's demonyms: adjective and noun, singular and plural."""
    for word in dict.fromkeys([*masculine, *feminine]):
        gender = None if word in masculine and word in feminine else "m" if word in masculine else "f"
        for form, plural in ((word, False), (_plural(word), True)):
            many = plural and form != word
            yield form, (code, "adjective", gender, many)
            yield from ((noun, (code, "national", gender, many)) for noun in _nouns(form))


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "z")):
        return word
    return word[:-2] + "aux" if word.endswith("al") else word + "s"


def _nouns(word: str) -> set[str]:
    """ "sud-africain": "Sud-Africain", "Sud-africain"; an accent may be missing from a capital."""
    first = word[0].upper() + word[1:]
    every = "-".join(part[0].upper() + part[1:] for part in word.split("-"))
    return {first, every, first.replace("É", "E", 1)}


_ARTICLE = re.compile(r"(?:\b(?:la|le|du|au|en|les|des|aux|à)\s|\bl')$", re.IGNORECASE)
_WORD_AFTER = re.compile(r" (\w[\w'-]*)")
_WORD_BEFORE = re.compile(r"(?:^|[\s(])([^\W\d_][\w'-]+|[^\W\d_]\.) $")


def _is_name(text: str, nation: Nation) -> bool:
    """Whether a state's or city's word stands beside another capitalised word that is no common one: a part of a name."""
    word = text[slice(*nation.span)]
    if nation.form not in {"name", "capital", "city"} or " " in word or "-" in word:
        return False
    if _ARTICLE.search(text[max(0, nation.span[0] - 5) : nation.span[0]]):
        return False
    after = _WORD_AFTER.match(text, nation.span[1])
    before = _WORD_BEFORE.search(text[max(0, nation.span[0] - 30) : nation.span[0]])
    near = [match.group(1) for match in (after, before) if match]
    return any(one[0].isupper() and one.lower().rstrip(".") not in _common() for one in near)


@cache
def _common() -> frozenset[str]:
    return people_words("not_names") | people_words("groups") | people_words("bodies") | people_words("not_occupations")


_LANGUAGE = re.compile(r"\b(?:en|parl\w+|compren\w+|ni|appris|en|traduit \w+) (?:l'|le )?$|\bl'$|\ble$", re.IGNORECASE)


def _is_language(text: str, nation: Nation) -> bool:
    """ "en espagnol", "il parle le russe"."""
    before = text[max(0, nation.span[0] - 20) : nation.span[0]]
    return nation.form == "adjective" and _LANGUAGE.search(before) is not None
