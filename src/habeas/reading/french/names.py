"""Names of persons in French text, by their shape: capitalised words with particles, or one word behind a title."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from habeas.claims import Span
from habeas.reading.french.words import people_words


class Name(msgspec.Struct, frozen=True):
    """A name as it stands in the text.

    Attributes:
        span: without title.
        words: its words, in lower case.
        full: two words or more, or a first name listed before a full one.
        title: the title before it, in lower case; empty when there is none.
        group: its first word is one of societies and publishers, not of persons.
    """

    span: Span
    words: tuple[str, ...]
    full: bool
    title: str
    group: bool


_TOKEN = re.compile(r"ʻ?[^\W\d_](?:[\wʻ]|['-](?=[\wʻ]))*\.?|\S")
_ELIDED = re.compile(r"(?:[ldsjmtcn]|qu)'(?=\w)|(?:(?<=^)|(?<=[\n«—–-])|(?<=[.!?:…«»—–-] ))(?:[LDSJMTC]|Qu)'(?=\w)")
_PARTICLES = frozenset(
    "de da do dos das del della di du la le van von der den bin bint ibn ben ould wa y e al el zu af av ter".split()
)
_ALSO_NAMES = frozenset("le la du son do mai un sa ma si on vu".split())
"""Words of grammar that, with a capital behind a name, are names too ("Minh Le", "Jong Un")."""

_TITLE = re.compile(r"\b(M|MM|Mme|Mmes|Mlle|Me|Mes|Dr|Pr|Monsieur|Madame|Maître|L'hon|Mgr)\.?\s+$")


_GENTILE = re.compile(r"[A-ZÀ-Þ][\wà-ÿ-]{2,}(?:oise?|aise?|ien|ienne|aine?|éen|éenne|in|ine|ite|iste|arde?|ote?|otte)")
_ARTICLE = re.compile(r"(?:\b(?:le|la|un|une|du|au)\s+|\bl')$", re.IGNORECASE)


def find_names(text: str, taken: list[Span]) -> list[Name]:
    """Every name in flat `text`, in order; none reaches into a taken span."""
    runs = list(_runs(text, taken))
    full = [name for run in runs if (name := _full(text, run))]
    known = {word for name in full if not name.group for word in name.words if len(word) > 2}
    inside = [name.span for name in full]
    short = [
        name
        for run in runs
        for name in _short(text, run, known)
        if not any(start <= name.span[0] < end for start, end in inside)
    ]
    return sorted([*full, *short, *_first_names(text, full, runs)], key=lambda name: name.span)


def _runs(text: str, taken: list[Span]) -> Iterator[list[Span]]:
    """Capitalised words that stand beside each other, with the particles between them."""
    run: list[Span] = []
    covered = {position for start, end in taken for position in range(start, end)}
    for span in _tokens(text):
        word = text[slice(*span)]
        gap = text[run[-1][1] : span[0]] if run else "."
        near = gap in {" ", "\n", ""} and not (gap == "\n" and word.lower() in _ALSO_NAMES)
        if span[0] in covered or span[1] - 1 in covered or not _belongs(word, near=near):
            yield run
            run = []
        elif near or word[0].isupper() or word[0] == "ʻ":
            if not near:
                yield run
                run = []
            run.append(span)
    yield run


def _tokens(text: str) -> Iterator[Span]:
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        elided = _ELIDED.match(text, start, end)
        start = elided.end() if elided else start
        word = text[start:end]
        if word.endswith(".") and not (len(word) == 2 and word[0].isupper()):
            end -= 1
        yield (start, end)


def _belongs(word: str, *, near: bool) -> bool:
    if word.lower() in _PARTICLES and (word.islower() or word.isupper()):
        return near
    capital = word[:1].isupper() or (word[:1] == "ʻ" and len(word) > 1)
    if near and word.istitle() and word.lower() in _ALSO_NAMES:
        return True
    return capital and word.lower().rstrip(".") not in people_words("not_names")


def _full(text: str, run: list[Span]) -> Name | None:
    while run and text[slice(*run[-1])] in _PARTICLES:
        run = run[:-1]
    if len(run) > 2 and _GENTILE.fullmatch(text[slice(*run[0])]) and _ARTICLE.search(text[: run[0][0]][-8:]):
        run = run[1:]  # "le Genevois Paul Aubry"
    words = [text[slice(*span)] for span in run]
    named = [word for word in words if word not in _PARTICLES and len(word.rstrip(".")) > 1]
    if len(named) < 2 or len(run) > 8:
        return None
    title = _title(text, run[0][0])
    if all(word.isupper() for word in named) and not title:
        return None  # a dateline or a headline in capitals
    return _name(text, (run[0][0], run[-1][1]), full=True)


def _short(text: str, run: list[Span], known: set[str]) -> Iterator[Name]:
    """One word that a full name holds, or that stands behind a title."""
    for span in run:
        word = text[slice(*span)]
        capital = word[0].isupper() or word[0] == "ʻ"
        if capital and len(word) > 2 and (word.lower() in known or _title(text, span[0])):
            yield _name(text, span, full=False)


def _first_names(text: str, full: list[Name], runs: list[list[Span]]) -> Iterator[Name]:
    """ "Noam et Sivan Ben-Zaken": the first name that is listed before a full name."""
    for run in runs:
        listed = len(run) == 1 and any(text[run[0][1] : name.span[0]] == " et " for name in full)
        if listed:
            yield _name(text, run[0], full=True)


def _name(text: str, span: Span, *, full: bool) -> Name:
    words = tuple(word.lower() for word in text[slice(*span)].split())
    return Name(span, words, full, _title(text, span[0]), words[0] in people_words("groups"))


def _title(text: str, start: int) -> str:
    match = _TITLE.search(text[max(0, start - 12) : start])
    return match.group(1).lower() if match else ""
