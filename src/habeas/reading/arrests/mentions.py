"""Mentions: every phrase of a sentence that could name who is held, who acts or where.

Finer than the chunks: public annotators mark local mentions ("the suspect", "his", "officers", "a motel room"), whether or not they name a party. States,
places and names are typed before any rule looks at them; every other mention is a head noun of a list, or a run of capitalised words.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

import msgspec

from habeas.claims import Span
from habeas.reading.arrests.tokens import Telling, Word, table
from habeas.reading.lexicon import lexicon
from habeas.reading.scene import Sentence, within
from habeas.text.names import is_other_word

Kind = Literal["name", "capitals", "person", "agent", "state", "nationals", "pronoun", "number", "place", "facility"]
Party = Literal["human", "agent", "place"]

_PARTIES: dict[Kind, Party] = {"agent": "agent", "state": "place", "place": "place", "facility": "place"}
_NAMED = frozenset({"name", "capitals", "state", "place"})
_CAPITAL = re.compile(r"[^\W\d_a-zß-öø-ÿ]")
_LEAD = frozenset(
    "a an the this that these those another one some any all both each no his her their its our my your".split()
)
_FUNCTION = _LEAD | frozenset(
    "i he she they him them it we us you me who whom which what whose and or but nor if when while after before since until because although though as than so then "
    "there here where how why not also only just even still already of in on at by for with from to into under over near outside inside against about between among "
    "during through across around along without within behind is are was were be been being am has have had having do does did will would could should may might must "
    "can cannot least most said says say told tells tell reported reportedly according later earlier yesterday today tomorrow meanwhile however show shows showed including following being having".split()
)
_CALENDAR = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday "
    "thursday friday saturday sunday mr mrs ms dr".split()
)
_DESCRIBES = frozenset(
    "suspected alleged accused wanted armed convicted unnamed unidentified masked retired detained arrested jailed leading".split()
)
"""Participles that may stand before a noun; at any other a phrase begins anew ("sidelined many activists")."""
_COUNTED = frozenset("were was are have had including of who".split())
"""Behind a bare number these show that it counts people."""
_BELONGS = re.compile(r"\s+(?:with|from|of)\s+")
_LONGEST_FRONT = 5


class Mention(msgspec.Struct, frozen=True):
    """One phrase.

    Attributes:
        start, end: with determiner and describing words.
        kind: what kind of word its head is.
        word: the head noun or pronoun in lower case; empty for names.
    """

    start: int
    end: int
    kind: Kind
    word: str = ""

    @property
    def span(self) -> Span:
        """(start, end)."""
        return (self.start, self.end)

    @property
    def party(self) -> Party:
        """What it can be in an arrest: somebody, somebody who holds others, or a place."""
        return _PARTIES.get(self.kind, "human")


@cache
def _nouns() -> dict[str, Kind]:
    """The kind of each head noun, in the singular and the plural."""
    found: dict[str, Kind] = {}
    kinds: tuple[Kind, ...] = ("agent", "person", "facility")
    for kind in kinds:
        for word in table("mentions")[kind]:
            found.setdefault(word, kind)
            found.setdefault(_plural(word), kind)
    for word in lexicon("en").roles | lexicon("en").persons_plural | lexicon("en").relatives:
        found.setdefault(word, "person")
        found.setdefault(_plural(word), "person")
    return found | dict.fromkeys(table("mentions")["pronoun"], "pronoun")


def _plural(word: str) -> str:
    for ending, plural in (("man", "men"), ("child", "children"), ("wife", "wives")):
        if word.endswith(ending):
            return word.removesuffix(ending) + plural
    if word.endswith("y") and word[-2] not in "aeo":
        return f"{word[:-1]}ies"
    return f"{word}s"


def mentions(sentence: Sentence, row: list[Word], told: list[Telling]) -> list[Mention]:
    """Every phrase of a sentence that could name a party or a place, in order, without overlaps."""
    return _Finder(sentence, row, told).found()


class _Finder:
    """The mentions of one sentence."""

    def __init__(self, sentence: Sentence, row: list[Word], told: list[Telling]) -> None:
        self.sentence, self.row = sentence, row
        self.verbs = {
            word.start
            for word in row
            for one in told
            if one.start <= word.start < one.end and one.group not in {"in_jail", "got"}
        }
        self.typed = _typed(sentence)

    def found(self) -> list[Mention]:
        made: list[Mention] = []
        at = 0
        while at < len(self.row):
            end, kind = self._head(at)
            if kind is not None:
                front = self._front(at, kind, made[-1].end if made else self.sentence.start)
                word = "" if kind in _NAMED else self.row[end - 1].low
                made.append(Mention(self.row[front].start, self.row[end - 1].end, kind, word))
            at = end
        return _merged(self.sentence.scene.text, made)

    def _head(self, at: int) -> tuple[int, Kind | None]:
        """The end and kind of the mention whose head begins with a word; no kind where none does."""
        word = self.row[at]
        if word.start in self.verbs:
            return at + 1, None
        if word.start in self.typed:
            return self._typed_head(at)
        kind = self._noun(at)
        if kind is not None:
            return at + 1, kind
        if self._capital(at) and len(word.text) > 1:
            return self._capitals(at)
        return at + 1, "number" if self._counts(at) else None

    def _typed_head(self, at: int) -> tuple[int, Kind | None]:
        """A state, place or name; none where it stands before another noun ("Springfield police")."""
        stop, kind = self.typed[self.row[at].start]
        end = at + 1
        while end < len(self.row) and self.row[end].start < stop and self.row[end].start not in self.verbs:
            end += 1
        cut = self.row[end - 1].end < stop and kind == "name"
        if cut and end == at + 1:
            return end, _nouns().get(self.row[at].low, "capitals")  # a headline's capitals, cut at its verb
        behind = self._noun(end)
        if behind is None or (kind == "name" and behind != "facility"):
            return end, kind
        return at + 1, None

    def _noun(self, at: int) -> Kind | None:
        """The kind of a head noun; none where another noun follows, before which it stands."""
        if at >= len(self.row) or self.row[at].start in self.verbs:
            return None
        kind = _nouns().get(self.row[at].low)
        if kind in {None, "pronoun"} or at + 1 == len(self.row) or self.row[at + 1].start in self.verbs:
            return kind
        return kind if _nouns().get(self.row[at + 1].low) in {None, "pronoun"} else None

    def _capital(self, at: int) -> bool:
        word = self.row[at]
        return (
            word.start not in self.verbs
            and _CAPITAL.match(word.text) is not None
            and word.low not in _FUNCTION
            and word.low not in _CALENDAR
            and word.low not in lexicon("en").numbers
        )

    def _capitals(self, at: int) -> tuple[int, Kind | None]:
        """A run of capitalised words that is no known name."""
        end = at + 1
        while end < len(self.row) and (self._capital(end) or self.row[end].text == "&"):
            end += 1
        single, first = end - at == 1, self.row[at]
        last = _nouns().get(self.row[end - 1].low)
        if last in {"agent", "facility", "person"} and not single:
            return end, last
        opens = first.start == self.sentence.start or is_other_word(first.low)
        if (single and opens and not first.text.isupper()) or self._noun(end):
            return end, None
        return end, "capitals"

    def _counts(self, at: int) -> bool:
        """ "13 were arrested": a number that stands for people."""
        word = self.row[at]
        if (
            not (word.low.isdigit() or word.low in lexicon("en").numbers)
            or len(word.low) > 5
            or at + 1 == len(self.row)
        ):
            return False
        after = self.row[at + 1]
        dated = at > 0 and self.row[at - 1].low in _CALENDAR
        return not dated and (after.start in self.verbs or after.low in _COUNTED)

    def _front(self, at: int, kind: Kind, limit: int) -> int:
        """The first word of the phrase whose head begins at a word: modifiers, then one determiner."""
        front = at
        while kind != "pronoun" and front > 0 and at - front < _LONGEST_FRONT and self._modifies(front - 1, limit):
            if (
                kind in _NAMED
                and self.row[front - 1].text.islower()
                and self.row[front - 1].low not in _LEAD | _DESCRIBES
            ):
                break
            front -= 1
            if self.row[front].low in _LEAD:
                break
        return front

    def _modifies(self, at: int, limit: int) -> bool:
        word = self.row[at]
        if word.start < limit or word.start in self.verbs or word.low in _FUNCTION - _LEAD:
            return False
        participle = word.text.islower() and word.low.endswith("ed") and word.low not in _DESCRIBES
        return (word.is_word or word.low == "'s") and not participle


def _typed(sentence: Sentence) -> dict[int, tuple[int, Kind]]:
    """Where states, places and names begin, with their ends."""
    scene, span = sentence.scene, sentence.span
    found: dict[int, tuple[int, Kind]] = {}
    for name in within(span, scene.names):
        found[name.span[0]] = (name.span[1], "name")
    for place in within(span, scene.places):
        found[place.span[0]] = (place.span[1], "place")
    for state in within(span, scene.states):
        if state.form != "demonym":
            found[state.span[0]] = (state.span[1], "nationals" if state.form == "nationals" else "state")
    return found


def _bracketed(text: str, front: Mention, one: Mention) -> bool:
    """ "the county police (CP)": a short form in brackets."""
    return text[front.end : one.start].strip() == "(" and text[one.end : one.end + 1] == ")"


def _merged(text: str, found: list[Mention]) -> list[Mention]:
    """The mentions, "officers from the town's police" as one."""
    made: list[Mention] = []
    for one in found:
        front = made[-1] if made else None
        whole = (
            front is not None
            and front.kind in {"agent", "person"}
            and one.kind in {"agent", "capitals", "place", "state", "person"}
        )
        if front is not None and whole and _BELONGS.fullmatch(text, front.end, one.start):
            made[-1] = msgspec.structs.replace(front, end=one.end)
        elif front is not None and front.kind == "agent" and _bracketed(text, front, one):
            made[-1] = msgspec.structs.replace(front, end=one.end + 1)
        else:
            made.append(one)
    return made
