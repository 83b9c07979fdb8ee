"""Whether a passage's words say that a custody act happened: not that somebody wants it, fears it or tells one to note it."""

from __future__ import annotations

import re
from functools import cache

from habeas.claims import Party
from habeas.claims.custody import CustodyAct
from habeas.reading.lexicon import lexicon, phrase_pattern
from habeas.reading.llm.befell import befell
from habeas.reading.llm.passage import Passage

_LETS_GO: frozenset[CustodyAct] = frozenset(
    {"released", "pardoned", "exchanged", "deported", "acquitted", "transferred", "bailed"}
)
"""Acts that people demand: their nouns and base forms mostly stand for what has not happened."""

_UNREAL = re.compile(
    r"(?:\b(?:not|never|no|to|would|could|may|might|should|must|shall|will|can|if|unless|until|till|without|against|as|"
    r"threaten\w*|avoid\w*|risk\w*|fear\w*|refus\w+|hop(?:e[sd]?|ing)|demand\w*|seek\w*|sought|urg\w+|nearly|almost)|n[’']t)\s+"
    r"(?:(?:be|been|being|have|has|had|having|get|go|the|a|an|any|his|her|their|its|immediate|yet|\w+ly)\s+)*[“\"‘']?$",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:after|following|since|upon|on|announc\w+|welcom\w+|hailed|confirm\w+|secured|celebrat\w+|marked)\s+"
    r"(?:the\s+|their\s+|his\s+|her\s+|(?:[^\W\d_]+\s+){1,3}?[^\W\d_]+[’']s\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_COPULA = re.compile(r"\b(?:is|are|was|were|be|been|now|walk\w*|set)\s+(?:\w+ly\s+|now\s+|finally\s+)*$", re.IGNORECASE)
_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:e[sd]?|ing)|disput(?:e[sd]?|ing)|"
    r"contradict(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
_DENYING = re.compile(
    rf"{_DENIAL.pattern}|\b(?:not|never|no|false|untrue|baseless|groundless)\b|n[’']t\b", re.IGNORECASE
)


@cache
def _forms(language: str, act: CustodyAct) -> tuple[re.Pattern[str], re.Pattern[str] | None, frozenset[str]]:
    """Verb forms, nouns, and the base forms among the verbs."""
    words = lexicon(language).acts[act]
    base = frozenset(verb for verb in words.verbs if {f"{verb}d", f"{verb}ed"} & set(words.verbs))
    return phrase_pattern(words.verbs), phrase_pattern(words.nouns) if words.nouns else None, base


def acted(act: CustodyAct, person: Party, passage: Passage) -> bool:
    """Whether the quote says that the act happened to the person, in any of its words."""
    verbs, nouns, base = _forms(passage.page.language, act)
    text = passage.page.text
    for match in verbs.finditer(text, *passage.span):
        bare = act in _LETS_GO and match.group().lower() in base
        if _happened(passage, match.start(), bare=bare) and befell(person, match.span(), passage):
            return True
    for match in nouns.finditer(text, *passage.span) if nouns else ():
        told = act not in _LETS_GO or _TOLD.search(_before(passage, match.start()))
        real = told and not _UNREAL.search(_before(passage, match.start()))
        if real and befell(person, match.span(), passage):
            return True
    return False


def _happened(passage: Passage, at: int, *, bare: bool) -> bool:
    """Whether a verb form stands for something that happened; a bare form only behind "is" or "was"."""
    before = _before(passage, at)
    return not _UNREAL.search(before) and (not bare or _COPULA.search(before) is not None)


def _before(passage: Passage, at: int) -> str:
    return passage.page.text[max(passage.wide[0], at - 200) : at]


def denied_before(act: CustodyAct, passage: Passage) -> bool:
    """Whether every word for the act in the quote comes behind a word of denial in its sentences."""
    verbs, nouns, _ = _forms(passage.page.language, act)
    found = [m.start() for p in (verbs, nouns) if p for m in p.finditer(passage.page.text, *passage.span)]
    return all(_DENIAL.search(passage.page.text, passage.wide[0], at) for at in found)


def denies(passage: Passage) -> bool:
    """Whether any word of the sentences denies something."""
    return _DENYING.search(passage.text) is not None
