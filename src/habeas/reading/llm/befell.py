"""Upon whom an act came, where a sentence names several persons: the ones beside its word, on the side the grammar gives."""

from __future__ import annotations

import re
from collections.abc import Sequence

from habeas.claims import Party, Span
from habeas.reading.lexicon import lexicon
from habeas.reading.llm.passage import Passage
from habeas.text.names import same_short_form

_JOINED = re.compile(r"\s*(?:[,;&]|\b(?:and|or|as well as)\b)", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\b(?:was|were|is|are|been|being|be|got|remains?|remained|who)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)
_OWNED = re.compile(r"(?:[’']s?|\b(?:his|her|their))\s+(?:\w+\s+){0,2}$", re.IGNORECASE)


def befell(person: Party, at: Span, passage: Passage) -> bool:
    """Whether the word of an act at `at` may be about the person.

    True where its sentence names nobody else. Else the person stands in the list of names that is nearest: before a
    passive or behind an owner's ending, behind any other form; on the other side where none is there.
    """
    sentence = next((one for one in passage.page.sentences if one[0] <= at[0] < one[1]), passage.wide)
    lists = _lists([span for span in passage.page.persons if sentence[0] <= span[0] < sentence[1]], passage)
    if not lists or not any(_means(span, person, passage) for one in lists for span in one):
        return not lists or person.name is None
    before = [one for one in lists if one[-1][1] <= at[0]][-1:]
    behind = [one for one in lists if one[0][0] >= at[1]][:1]
    lead = passage.page.text[max(sentence[0], at[0] - 60) : at[0]]
    leads_back = _PASSIVE.search(lead) or _OWNED.search(lead)
    nearest = (before or behind) if leads_back else (behind or before)
    return any(_means(span, person, passage) for one in nearest for span in one)


def _lists(spans: Sequence[Span], passage: Passage) -> list[list[Span]]:
    """Names in lists: "teacher Ana Silva, Max Berg and the former diplomat Bo Lund" is one."""
    lists: list[list[Span]] = []
    for span in spans:
        if lists and _listed(passage.page.text[lists[-1][-1][1] : span[0]], passage.page.language):
            lists[-1].append(span)
        else:
            lists.append([span])
    return lists


def _listed(between: str, language: str) -> bool:
    """Whether nothing but commas, "and" and words for what somebody is stands between two names."""
    words = lexicon(language)
    known = words.roles | words.modifiers | words.determiners | _LINKING
    return bool(_JOINED.match(between)) and set(re.findall(r"[\w-]+", between.lower())) <= known


_LINKING = frozenset("and or as well mr mrs ms dr".split())


def _means(span: Span, person: Party, passage: Passage) -> bool:
    name, here = person.name or "", passage.page.text[slice(*span)]
    return same_short_form(name, here) or same_short_form(here, name)
