"""Names of persons in running text, by their shape and by what stands beside them; and which short form is whose.

No list of given names is used: any list would know some peoples better than others. A name is two or more capitalised
words (with particles) of which none is a word of office, body or calendar; a single word only behind a title, or where it
is part of a full name that the same text gives.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files

import msgspec

from habeas.text.spans import Blocked, Span


class NameMention(msgspec.Struct, frozen=True):
    """A person's name as it stands in the text.

    Attributes:
        span: without title.
        name: the text of the span, white space made single.
    """

    span: Span
    name: str


_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽƏȘȚ"
_LETTER = r"[^\W\d_]"
_WORD = rf"(?:(?:(?:al|el|ul|an|ar|as|ad|d|o)[-’'])?[{_UPPER}](?:{_LETTER}|[-’'](?={_LETTER}))*)"
_INITIAL = rf"(?:[{_UPPER}]\.(?:-?[{_UPPER}]\.)*)"
_SAINT = rf"(?:(?:{_WORD}-)?St\.(?= [{_UPPER}]))"
_PARTICLE = (
    r"(?:de la|de los|de|da|do|dos|das|del|della|di|du|la|le|van der|van den|van|von der|von|zu|bin|bint|ibn|ben|abu|al|el"
    r"|binti|ould|mint|ter|ten|af|av|y|e|san|st\.)"
)
_RUN = re.compile(
    rf"(?<![\w-])(?:{_INITIAL}|{_WORD})(?:[ \u00a0\n](?:{_PARTICLE}[ \u00a0])*(?:{_INITIAL}|{_SAINT}|{_WORD}))*(?![\w])"
)
_TOKEN = re.compile(rf"{_INITIAL}|{_SAINT}|{_WORD}|{_PARTICLE}")
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Lord|Lady|Sheikh|Imam|Rev|Fr|Mme|Mlle|M)\.?\s+$")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:][”\"’»)]*\s+|\n\s*|[“\"‘«]\s*)$")
_LEADING = frozenset({"van", "de", "von", "bin", "al", "el"})
_MAX_WORDS = 6
_ARABIC = re.compile(r"(?:al|el|bin|ben|ibn|ould)\b", re.IGNORECASE)
"""What stands behind "Said" where it is a name."""


@cache
def _other_words() -> frozenset[str]:
    """Words that, capitalised, are no part of a person's name, in lower case."""
    lines = files("habeas.text").joinpath("data/not_names.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def is_other_word(word: str) -> bool:
    """Whether a capitalised word is one of office, body, calendar or grammar, and no part of a person's name."""
    return word.lower() in _other_words()


def person_names(text: str, taken: Iterable[Span] = ()) -> list[NameMention]:
    """Every mention of a person's name, in order.

    Args:
        text: any text; names in scripts without capitals are not found.
        taken: spans that are something else (states, organisations, places) and that no name reaches into.
    """
    blocked = Blocked(taken)
    full = [span for run in _runs(text, blocked) for span in _full_names(text, run)]
    known = {
        token for span in full for token in text[slice(*span)].split() if len(token) > 1 and not token.endswith(".")
    }
    taken_by_full = Blocked(full)
    starts = {span[0] for span in full}
    short = [span for run in _runs(text, blocked) for span in _short_names(text, run, known, taken_by_full, starts)]
    return [NameMention(span, " ".join(text[slice(*span)].split())) for span in sorted(full + short)]


def _runs(text: str, blocked: Blocked) -> Iterator[list[Span]]:
    """Stretches of capitalised words, as the spans of their words."""
    for match in _RUN.finditer(text):
        for part in blocked.parts(match.span()):
            words = [token.span() for token in _TOKEN.finditer(text, *part)]
            yield from _without_others(text, words)


def _without_others(text: str, words: list[Span]) -> Iterator[list[Span]]:
    """A run cut at every word that is no name, as is one that opens a sentence, or shouts, and stands in lower case elsewhere."""
    piece: list[Span] = []
    for place, span in enumerate(words):
        word = text[slice(*span)].lower().strip("’'")
        whole = text[slice(*span)]
        opens = place == 0 and _opens_sentence(text, span)
        plain = word in _other_words() or ((opens or (whole.isupper() and len(whole) > 1)) and _also_lower(text, span))
        if piece and _labels(text, piece[-1], span):
            yield piece
            piece = []
        if plain and word == "said" and place + 1 < len(words):
            plain = _ARABIC.match(text, words[place + 1][0]) is None
        if plain or (word != "said" and word.removesuffix("’s").removesuffix("'s") in _other_words()):
            yield piece
            piece = []
        else:
            piece.append(span)
    yield piece


def _labels(text: str, before: Span, span: Span) -> bool:
    """A word of the next line with a colon behind it is a label ("Age: 34"), no part of the name above."""
    return "\n" in text[before[1] : span[0]] and text[span[1] : span[1] + 1] == ":"


def _opens_sentence(text: str, span: Span) -> bool:
    return bool(_SENTENCE_START.search(text[max(0, span[0] - 8) : span[0]]))


def _also_lower(text: str, span: Span) -> bool:
    return text[slice(*span)].lower() in _words_of(text)


@lru_cache(maxsize=4)
def _words_of(text: str) -> frozenset[str]:
    """Every word of a text as it stands."""
    return frozenset(re.findall(r"\w+", text))


def _full_names(text: str, words: list[Span]) -> Iterator[Span]:
    words = _trim_particles(text, words)
    named = [span for span in words if not text[slice(*span)].islower() and span[1] - span[0] > 1]
    if len(named) >= 2 and len(words) <= _MAX_WORDS and not _shouted(text, words):
        yield _without_possessive(text, (words[0][0], words[-1][1]))


def _shouted(text: str, words: list[Span]) -> bool:
    """All capitals and short: letters that stand for something."""
    return all(text[slice(*span)].isupper() and span[1] - span[0] <= 4 for span in words)


def _trim_particles(text: str, words: list[Span]) -> list[Span]:
    while (
        words
        and text[words[0][0]].islower()
        and not text[slice(*words[0])].startswith(("al", "el", "van", "de", "von", "bin"))
    ):
        words = words[1:]
    while words and text[slice(*words[-1])].islower():
        words = words[:-1]
    return words


def _without_possessive(text: str, span: Span) -> Span:
    match = re.search(r"[’']s?$", text[slice(*span)])
    return (span[0], span[0] + match.start()) if match else span


_PAIR = re.compile(r"\s+(?:and|&)\s+")


def _coupled(text: str, word: Span, starts: set[int]) -> bool:
    """ "Senada and Emir Bukvić": the first of two who share a surname."""
    pair = _PAIR.match(text, word[1])
    return pair is not None and pair.end() in starts and text[word[0] + 1 : word[1]].islower()


def _short_names(text: str, words: list[Span], known: set[str], full: Blocked, starts: set[int]) -> Iterator[Span]:
    """Single words that a full name of the text holds, or that stand behind a title or before "and" with a full name."""
    for span in words:
        word = _without_possessive(text, span)
        if full.holds(word) or word[0] >= word[1] or text[word[0]].islower():
            continue
        titled = _TITLE.search(text[max(0, word[0] - 12) : word[0]]) is not None
        coupled = len(words) == 1 and word[1] - word[0] > 2 and _coupled(text, word, starts)
        if text[slice(*word)] in known or coupled or (titled and word[1] - word[0] > 1):
            yield word


def same_short_form(full: str, short: str) -> bool:
    """Whether `short` is one or more whole words of `full` in their order: a surname, wherever the name puts it."""
    words, part = _folded(full), _folded(short)
    return bool(part) and any(words[at : at + len(part)] == part for at in range(len(words) - len(part) + 1))


def same_shortened(full: str, short: str) -> bool:
    """Whether `short` is `full` with words left out or given by their first letter, its first and last word kept.

    "J. Silva" and "Jo Silva" are short for "Jo Maria Silva".
    """
    words, part = _folded(full), _folded(short)
    if len(part) < 2 or len(part) > len(words) or part[-1] != words[-1]:
        return False
    rest = iter(words[:-1])
    return _is_short_for(part[0], words[0]) and all(any(_is_short_for(one, word) for word in rest) for one in part[:-1])


def _is_short_for(word: str, full: str) -> bool:
    letter = word.rstrip(".")
    return word == full or (len(letter) == 1 and full.startswith(letter))


def _folded(name: str) -> list[str]:
    """The words of a name without case, accents and the kind of apostrophe."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().split()
