"""Names across scripts and spellings, made comparable: letters without accents, and the consonants that romanisations agree on.

A table knows no people better than another: the same folding is applied to every name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

_TITLES = frozenset("mr mrs ms miss dr prof sir dame lord lady sheikh imam rev fr mme mlle m jr sr ii iii".split())
_SPLIT = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z']+")
_FOLDS = (
    ("dzh", "j"), ("dj", "j"),
    ("sch", "s"), ("tsch", "c"), ("tch", "c"), ("sh", "s"), ("zh", "j"), ("ch", "c"), ("kh", "h"), ("gh", "g"), ("ph", "f"),
    ("th", "t"), ("dh", "d"), ("ts", "c"), ("tz", "c"), ("ck", "k"), ("qu", "k"), ("q", "k"), ("x", "ks"), ("w", "v"),
)  # fmt: skip
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_WAW = re.compile(r"(?<=[^\Waeiouw])w+(?=[^\Waeiouw]|$)")
_SOUNDS = str.maketrans({"g": "k", "d": "t", "b": "p", "z": "s", "c": "s", "j": "s", "l": "r", "v": "f"})
_VOWELS = re.compile(r"[aeiouyh']+")


@lru_cache(maxsize=262_144)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in plain lower-case letters, titles left out: `Ólafur Þórsson` is `olafur`, `thorsson`.

    A name without spaces in a script whose syllables are written apart (Han, Hangul) gives its syllables joined into one word.
    """
    plain = _plain(name)
    kept = tuple(word for word in plain if word not in _TITLES and word)
    if _unspaced(name):
        return ("".join(kept),) if kept else ()
    return kept or tuple(plain)


def _plain(name: str) -> list[str]:
    return [word.replace("'", "").lower() for word in _SPLIT.split(anyascii(name)) if word]


def _unspaced(name: str) -> bool:
    """Whether it is written in a script that sets no spaces between a person's names."""
    return bool(name) and ord(name[0]) >= 0x2E80


@lru_cache(maxsize=262_144)
def readings(name: str) -> tuple[tuple[str, ...], ...]:
    """The ways in which a name may stand in words, for finding those that may be the same; `words` is the first.

    A name without spaces may have a family name of one syllable or of two, which comes first. In Arabic script the letter
    waw is a consonant or a vowel: both, and a vowel only between consonants.
    """
    found = [words(name)]
    if _unspaced(name):
        plain = _plain(name)
        found += [("".join(plain[:cut]), "".join(plain[cut:])) for cut in (1, 2) if cut < len(plain)]
    elif _ARABIC.search(name):
        found.append(tuple(word[:1] + word[1:].replace("w", "") for word in words(name)))
        found.append(tuple(_WAW.sub("", word) for word in words(name)))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=262_144)
def skeleton(word: str) -> str:
    """The consonants of a word as far as romanisations agree on them; its first sound counts even if it is a vowel."""
    for spelt, sound in _FOLDS:
        word = word.replace(spelt, sound)
    first = "a" if word[:1] in "aeiouyh" else ""
    bare = _VOWELS.sub("", word).translate(_SOUNDS)
    return first + re.sub(r"(.)\1+", r"\1", bare)


def skeletons(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The skeletons of words, sorted; empty ones left out."""
    return tuple(sorted(filter(None, map(skeleton, parts))))
