"""Numbers of endorsers that a passage tells, in figures or words."""

from __future__ import annotations

import re

from habeas.reading.counts import APPROXIMATE
from habeas.reading.llm.passage import Passage
from habeas.text.states import is_state

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: number for number, word in enumerate(_ONES, start=1)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
_NUMBER = re.compile(
    rf"(?<![\w.,-])(?:\d{{1,3}}|(?:(?:{'|'.join(_TENS)})[- ])?(?:{'|'.join(_ONES)})|{'|'.join(_TENS)})(?!\w|[.,]\d)",
    re.IGNORECASE,
)
_MORE = re.compile(r"\b(?:others?|more|additional)\b", re.IGNORECASE)
_ALL = {
    "nearly_all": re.compile(r"\b(?:nearly|almost|virtually) all\b|\ball but\b", re.IGNORECASE),
    "all": re.compile(r"\b(?:all|every|each)\b", re.IGNORECASE),
}
_APPROXIMATE = {
    bound: re.compile(rf"\b(?:{words})\s+(?:the\s+)?(?P<n>{_NUMBER.pattern})", re.IGNORECASE)
    for bound, words in APPROXIMATE.items()
}


def number_told(count: int, passage: Passage) -> bool:
    """Whether the quote gives this number; "Canada and 57 others" gives 57 and 58."""
    told = {_value(match.group()) for match in _NUMBER.finditer(passage.quote)}
    named = len({code for code in passage.codes if is_state(code)}) if _MORE.search(passage.quote) else 0
    return any(number <= count <= number + named for number in told)


def _value(word: str) -> int:
    return int(word) if word.isdigit() else sum(_WORDS[part] for part in re.split(r"[- ]", word.lower()))


def bound_told(bound: str, passage: Passage) -> bool:
    """Whether the quote says how firm the number is; what it says to be about a number is not exactly that number."""
    if bound in _ALL:
        return _ALL[bound].search(passage.quote) is not None
    told = {one for one, words in _APPROXIMATE.items() if words.search(passage.quote)}
    return bound in told or (bound == "exactly" and not told)
