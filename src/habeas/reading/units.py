"""Units: a sentence as a row of typed pieces, so that phrases can be found as patterns over one letter a piece.

States, names and organisations are typed before any rule looks at them, and rules see only the type: a rule cannot tell
one country from another, so symmetry holds by construction.

==== ============================================= ==== =============================================
tag  stands for                                    tag  stands for
==== ============================================= ==== =============================================
N    a person's name                               R    a role noun ("diplomat")
L    a state by its name, capital or metonym       r    a role noun in the plural
A    a demonym ("Danish")                          B    a noun for a body ("embassy")
G    nationals in the plural ("Danes")             K    a relative ("wife")
O    an organisation, or capitals of no known kind J    a word that may stand before a role
P    a city or other place                         M    a number word or a number
D    a determiner                                  H    a possessive pronoun
$    a possessive ending ('s)                      p    a pronoun
f    of, from, for, at, with, to                   i    in
b    by                                            v    a custody participle ("detained")
,    a comma                                       &    and, or
q    a quotation mark                              .    other punctuation
w    any other word                                u    people in the plural ("men")
==== ============================================= ==== =============================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from habeas.claims import Span
from habeas.reading.lexicon import Lexicon
from habeas.text.names import NameMention, is_other_word
from habeas.text.places import PlaceMention
from habeas.text.states import StateMention

_TOKEN = re.compile(r"[’']s(?![\w])|[\w]+(?:[-’'.&][\w]+)*\.?(?<=\w\.)(?=\w)|[\w]+(?:[-’'&][\w]+)*|[^\w\s]")
_BOTH = re.compile(
    r"both(?=\s+(?:had|have|were|are|remain|remained)\b)", re.IGNORECASE
)  # "both were held" stands for persons
_OPENS = re.compile(r"(?:^|[.!?…:][”\"’»)]*\s+|\n\s*|[“\"‘«]\s*)$")
_MORE = re.compile(r"\s+[^\W\d_a-z]")
_AGE = re.compile(r"\d+-year-old|\w+-year-old|[ex]+-\w+")
_PARTICIPLES = frozenset({"detained", "jailed", "imprisoned", "held", "freed", "arrested", "convicted", "released"})
_PREPOSITIONS = {"of": "f", "from": "f", "for": "f", "at": "f", "with": "f", "to": "f", "in": "i", "by": "b"}
_QUOTES = set('"“”„«»‘')


class Unit(msgspec.Struct, frozen=True):
    """One typed piece of text.

    Attributes:
        start, end: offsets in the document.
        tag: one letter, see the module's table.
        value: a state's code, a name, or the lower-case word.
    """

    start: int
    end: int
    tag: str
    value: str


class Units(msgspec.Struct, frozen=True):
    """The units of a stretch of text and their tags as one string of the same length."""

    items: tuple[Unit, ...]
    tags: str

    def span(self, first: int, last: int) -> Span:
        """Document offsets of units [first, last)."""
        return (self.items[first].start, self.items[last - 1].end)


_STATE_TAG = {"name": "L", "capital": "L", "metonym": "L", "ministry": "L", "demonym": "A", "nationals": "G"}


def units(
    text: str,
    span: Span,
    *,
    words: Lexicon,
    states: Sequence[StateMention],
    names: Sequence[NameMention],
    places: Sequence[PlaceMention],
    organisations: Iterable[tuple[Span, str]] = (),
) -> Units:
    """The units of `text` within `span`. Mentions given must lie within it, and earlier kinds win where they overlap."""
    known = [Unit(*m.span, _STATE_TAG[m.form], m.code) for m in states]
    known += [Unit(*at, "O", value) for at, value in organisations]
    known += [Unit(*m.span, "N", m.name) for m in names]
    known += [Unit(*m.span, "P", m.state or "") for m in places]
    fixed = _without_overlaps(known)
    items: list[Unit] = []
    position = span[0]
    for unit in [*fixed, None]:
        stop = unit.start if unit else span[1]
        items += _words(text, position, stop, words)
        if unit:
            items.append(unit)
            position = unit.end
    return Units(tuple(items), "".join(item.tag for item in items))


def _without_overlaps(candidates: list[Unit]) -> list[Unit]:
    """The candidates in document order, each kept only if no kept one covers part of it."""
    kept: list[Unit] = []
    for unit in candidates:
        if all(unit.end <= other.start or unit.start >= other.end for other in kept):
            kept.append(unit)
    return sorted(kept, key=lambda unit: unit.start)


def _words(text: str, start: int, end: int, words: Lexicon) -> list[Unit]:
    return [
        Unit(match.start(), match.end(), _tag_at(text, match, words), match.group().lower())
        for match in _TOKEN.finditer(text, start, end)
    ]


def _tag_at(text: str, match: re.Match[str], words: Lexicon) -> str:
    """The tag of a token where it stands: "both were held" stands for persons, and a capital may just open a sentence."""
    if _BOTH.match(text, match.start()):
        return "p"
    tag = _tag(match.group(), words)
    if (
        tag == "O"
        and _OPENS.search(text[max(0, match.start() - 4) : match.start()])
        and not _MORE.match(text, match.end())
    ):
        return "w"
    return (
        "w"
        if tag == "O"
        and is_other_word(match.group())
        and _OPENS.search(text[max(0, match.start() - 4) : match.start()])
        else tag
    )


def _tag(token: str, words: Lexicon) -> str:
    """The tag of a plain token."""
    low = token.lower().replace("’", "'")
    if low in _PARTICIPLES:
        return "v"
    for tag, vocabulary in (
        ("D", words.determiners), ("H", words.possessives), ("p", words.pronouns), ("M", words.numbers),
        ("u", words.persons_plural), ("K", words.relatives), ("R", words.roles), ("B", words.bodies), ("J", words.modifiers),
    ):  # fmt: skip
        if low in vocabulary:
            return tag
    if low in {"'s", "'"}:
        return "$"
    if low in _PREPOSITIONS:
        return _PREPOSITIONS[low]
    if low in {"and", "or", "&"}:
        return "&"
    return _shape_tag(token, low, words)


def _shape_tag(token: str, low: str, words: Lexicon) -> str:
    """The tag of a token that no list holds as it stands."""
    if token == ",":
        return ","
    if token in _QUOTES:
        return "q"
    if not token[0].isalnum():
        return "."
    if token.isdigit():
        return "M"
    if _AGE.fullmatch(low):
        return "J"
    if _singular(low) & words.roles:
        return "r"
    if any(part in words.roles for part in low.split("-")[1:]):
        return "R"
    return "O" if token[0].isupper() else "w"


def _singular(low: str) -> set[str]:
    """What `low` could be the plural of."""
    forms = set()
    if low.endswith("s"):
        forms.add(low[:-1])
    if low.endswith("men"):
        forms.add(f"{low[:-3]}man")
    if low.endswith("women"):
        forms.add(f"{low[:-5]}woman")
    if low.endswith("ies"):
        forms.add(f"{low[:-3]}y")
    if low.endswith("people"):
        forms.add(f"{low[:-6]}person")
    return forms
