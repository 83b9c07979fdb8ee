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
    ("sch", "s"), ("tsch", "c"), ("tch", "c"), ("sh", "s"), ("zh", "j"), ("ch", "c"), ("kh", "h"), ("gh", "g"), ("ph", "f"),
    ("th", "t"), ("dh", "d"), ("ts", "c"), ("tz", "c"), ("ck", "k"), ("qu", "k"), ("q", "k"), ("x", "ks"), ("w", "v"),
)  # fmt: skip
_SOUNDS = str.maketrans({"g": "k", "d": "t", "b": "p", "z": "s", "c": "s", "j": "s", "l": "r", "v": "f"})
_VOWELS = re.compile(r"[aeiouyh']+")


@lru_cache(maxsize=262_144)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in plain lower-case letters, titles left out: `Ólafur Þórsson` is `olafur`, `thorsson`.

    A name without spaces in a script whose syllables are written apart (Han, Hangul) gives its syllables joined into one word.
    """
    plain = [word.replace("'", "").lower() for word in _SPLIT.split(anyascii(name)) if word]
    kept = tuple(word for word in plain if word not in _TITLES and word)
    if name and ord(name[0]) >= 0x2E80:
        return ("".join(kept),) if kept else ()
    return kept or tuple(plain)


@lru_cache(maxsize=262_144)
def skeleton(word: str) -> str:
    """The consonants of a word as far as romanisations agree on them; its first sound counts even if it is a vowel."""
    for spelt, sound in _FOLDS:
        word = word.replace(spelt, sound)
    first = "a" if word[:1] in "aeiouyh" else ""
    bare = _VOWELS.sub("", word).translate(_SOUNDS)
    return first + re.sub(r"(.)\1+", r"\1", bare)


@lru_cache(maxsize=262_144)
def skeletons(name: str) -> tuple[str, ...]:
    """The skeletons of a name's words, sorted; empty ones left out."""
    return tuple(sorted(filter(None, map(skeleton, words(name)))))
