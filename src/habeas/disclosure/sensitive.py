"""Sensitive things: what never leaves the team, what opens it, and the signs by which a quote is suspected of holding it.

A person says what an entry holds (`classify --as`). What nobody has looked at is searched for signs, and what bears one stays
with the team until a person clears it: a sign is no finding, and a missing sign is no clearance.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

import msgspec

from habeas.text.dates import bounds
from habeas.text.spans import Span


class Kind(msgspec.Struct, frozen=True):
    """One kind of sensitive thing.

    Attributes:
        what: what it is, in words.
        opens: what lets it be shown below the team: the person's `consent` for it, given by anybody entitled; the word of the
            person alone (`self`); `nothing`.
    """

    what: str
    opens: Literal["consent", "self", "nothing"]


KINDS: dict[str, Kind] = {
    "health": Kind("health, injuries, pregnancy, medication", "consent"),
    "belief": Kind("religion or belief", "self"),
    "orientation": Kind("sexual orientation or gender identity", "self"),
    "guilt": Kind("guilt or innocence, as a fact", "self"),
    "confession": Kind("what a forced confession says, as a fact", "nothing"),
    "child": Kind("anything about a child", "nothing"),
    "relative": Kind("names, addresses and contacts of relatives", "nothing"),
    "contact": Kind("telephone numbers, e-mail and postal addresses, handles", "nothing"),
    "document": Kind("numbers of passports, identity cards, cases and accounts", "nothing"),
    "travel": Kind("travel plans", "nothing"),
    "custody_site": Kind("cells, routes, the layout of a prison or shelter", "nothing"),
    "channel": Kind("ways in which words come out of a prison", "nothing"),
    "helper": Kind("local lawyers, drivers, guides and sources", "nothing"),
    "negotiation": Kind("what is negotiated, mediators, concessions", "nothing"),
    "logistics": Kind("how and when somebody is to be freed, until the person is safe", "nothing"),
    "draft": Kind("drafts of diplomatic texts", "nothing"),
}
"""Every kind, as `classify --as` takes it."""


class Sign(msgspec.Struct, frozen=True):
    """Where a text may tell something sensitive.

    Attributes:
        span: the words.
        kind: a key of `KINDS`.
        whole: the words around it tell as much; taking out the span alone hides nothing.
    """

    span: Span
    kind: str
    whole: bool


_STREET = (
    r"Street|St\.?|Avenue|Ave\.?|Road|Rd\.?|Lane|Boulevard|Blvd\.?|Drive|Square|Terrace|Crescent|Close|Alley|Highway|Way"
    r"|Court|Place"
)
_RUE = r"rue|avenue|av\.|boulevard|bd|place|allée|chemin|impasse|quai|cours|route"
_CALLE = r"calle|carrera|avenida|rua|via|ulitsa|ul\.|jalan|kucha"
_STRASSE = r"straße|strasse|gasse|weg|platz|straat|gatan|vej|gata|utca|ulica"
_PAPER = (
    r"passports?|identity cards?|ID cards?|ID|visas?|licen[cs]es?|social security|national insurance|tax|account|prisoner|inmate"
    r"|booking|dossier|file|passeports?|cartes? d[’']identité|titres? de séjour|permis|écrou|compte"
)
_NUMBER = r"number|no|nos|nr|n°|№|numéro|is|was|with|the|of|card|de|est"
_ROOM = r"cell|cellblock|ward|block|wing|tier|cellule|quartier|bâtiment|aile"
_MARKS = (
    ("contact", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    ("contact", r"(?<![\w.@/])@\w{3,}"),
    ("contact", r"\b(?:t\.me|wa\.me|signal\.me|telegram\.me|matrix\.to)/\S+"),
    ("contact", rf"\b\d{{1,5}}[A-Za-z]?,? (?:[^\W\d_]+\.? ){{1,4}}(?:{_STREET})(?!\w)"),
    ("contact", rf"\b\d{{1,4}}(?: ?(?:bis|ter))?,? (?:{_RUE}) [^,.;\n]+"),
    ("contact", rf"\b[^\W\d_]+(?:{_STRASSE}) \d+\w?\b"),
    ("contact", rf"\b(?:{_CALLE}) [^\W\d_][\w. ]{{1,30}}?,? (?:no?\.? ?|№ ?|# ?)?\d+\w?\b"),
    ("contact", r"\b(?:P\.? ?O\.? ?Box|boîte postale|B\.P\.) ?\d+"),
    ("contact", r"\b(?:apartment|apt\.?|flat|appartement|appt\.?) ?(?:no\.? ?)?\d+\w?\b"),
    ("document", rf"\b(?:{_PAPER})(?:\W+(?:{_NUMBER}))*\W{{1,4}}(?=[A-Z0-9-]*\d{{4}})[A-Z0-9][A-Z0-9-]{{4,}}\b"),
    ("document", r"\b[A-Z]{1,3}[- ]?\d{6,9}\b"),
    ("document", r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b"),
    ("document", r"\b\d{3}-\d{2}-\d{4}\b"),
    ("custody_site", rf"\b(?:{_ROOM}) (?:(?:no\.?|number|n°|numéro) ?)?(?:\d+\w?|[A-Z]\d*)\b"),
)
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE if kind == "contact" else 0)) for kind, pattern in _MARKS)
_PHONE = re.compile(r"(?<![\w.,/-])(?:\+|00)?\(?\d[\d\s()./\u00a0\u202f-]{6,18}\d(?![\w-])")
_NO_PHONE = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{4}[-–/ ]+\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,3}(?:[ \u00a0\u202f]\d{3})+"
)


@cache
def _data() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("habeas.disclosure").joinpath("data/sensitive.toml").read_text("utf-8"))


@cache
def _pattern(table: str, name: str) -> re.Pattern[str]:
    """The phrases of a list as whole words, in any case."""
    phrases = {phrase.strip() for phrase in _data()[table][name].replace("\n", " ").split(",")} - {""}
    listed = "|".join(
        re.escape(p).replace(r"\*", r"\w*").replace("'", "[’']") for p in sorted(phrases, key=len, reverse=True)
    )
    return re.compile(rf"(?<!\w)(?:{listed})(?![\w-])", re.IGNORECASE)


@lru_cache(maxsize=65_536)
def signs(text: str) -> tuple[Sign, ...]:
    """Every sign in a text, in order; they may overlap."""
    found = [Sign(match.span(), kind, whole=False) for kind, pattern in _COMPILED for match in pattern.finditer(text)]
    found += [Sign(match.span(), "contact", whole=False) for match in _PHONE.finditer(text) if _is_phone(match[0])]
    for kind in _data()["signs"]:
        found += [Sign(match.span(), kind, whole=True) for match in _pattern("signs", kind).finditer(text)]
    return tuple(sorted(found, key=lambda sign: (sign.span, sign.kind)))


def _is_phone(text: str) -> bool:
    return sum(c.isdigit() for c in text) >= 8 and not _NO_PHONE.fullmatch(text.strip(" ()"))


def is_relative(role: str | None) -> bool:
    """Whether a role is that of somebody's relative."""
    return role is not None and _pattern("relations", "relative").search(role) is not None


_AGE = re.compile(r"(?<!\d)(\d{1,2})(?:[- ]year|[- ]month|[- ]week|[ ]ans\b|[ ]mois\b)", re.IGNORECASE)
OF_AGE = 18
"""Years; Convention on the Rights of the Child, article 1."""


_WHOSE = re.compile(r"\b(?:of|to|de|du|des|d[’'])(?:\b|(?<=[’']))")


def is_child(role: str | None) -> bool:
    """Whether a role is that of a child, by a word or by an age. "Mother of a girl" is none: what comes behind "of" is whose."""
    role = None if role is None else _WHOSE.split(role, maxsplit=1)[0]
    if role is None:
        return False
    ages = [int(match[1]) for match in _AGE.finditer(role)]
    if ages:
        return min(ages) < OF_AGE
    return _pattern("relations", "child").search(role) is not None


def may_be_minor(birth: str, today: str) -> bool:
    """Whether somebody born then (EDTF) may be under age on that day (EDTF)."""
    last, day = bounds(birth)[1], bounds(today)[0]
    if last is None or day is None:
        return True
    return (day.year - last.year) - ((day.month, day.day) < (last.month, last.day)) < OF_AGE
