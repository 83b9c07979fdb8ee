"""Whether a passage can mean a state as the one that acts upon a person, and not as the person's own or as one that talks."""

from __future__ import annotations

import re
from functools import cache

from habeas.claims import Party, Span
from habeas.reading.lexicon import lexicon, phrase_pattern
from habeas.reading.llm.passage import Passage
from habeas.text.states import StateMention

_APPOSED = re.compile(r"\s*(?:\([^)]*\))?,?\s+(?:who (?:is|was)\s+)?(?:an?|the)\s+(?:[\w-]+\s+){0,3}$")


def holds(state: str, person: Party, passage: Passage) -> bool:
    """Whether the sentences name the state otherwise than as the person's own ("Ana Silva, a Danish teacher").

    A state that only talks there ("Denmark said that Peru ...") is meant where no other state than the person's is named.
    """
    own = _own(person, passage)
    named = {
        (at, code) for at, code in passage.page.coded if passage.wide[0] <= at[0] < passage.wide[1] and at not in own
    }
    places = [at for at, code in named if code == state]
    if not places:
        return False
    silent = [at for at in places if not _talks(at, passage)]
    return bool(silent) or all(code == state for _, code in named)


def _own(person: Party, passage: Passage) -> set[Span]:
    """Where the sentences say whose national the person is."""
    name = passage.page.find(person.name, passage.wide) if person.name else None
    return {m.span for m in passage.states if _describes(m, name, passage)} if name else set()


def _describes(mention: StateMention, name: Span, passage: Passage) -> bool:
    """ "Danish teacher Ana Silva", "Ana Silva, a Danish teacher"."""
    text = passage.page.text
    if mention.form != "demonym":
        return False
    if mention.span[0] >= name[1]:
        return _APPOSED.fullmatch(text[name[1] : mention.span[0]]) is not None
    words = lexicon(passage.page.language)
    between = text[mention.span[1] : name[0]].lower().split()
    return between[-1:] != [] and between[-1] in words.roles and set(between) <= words.roles | words.modifiers


def _talks(at: Span, passage: Passage) -> bool:
    """Whether a verb of speech stands right behind a state, or behind a few words that name its office or body."""
    match = _speech(passage.page.language).search(passage.page.text, at[1], min(at[1] + 80, passage.wide[1]))
    if match is None:
        return False
    words = lexicon(passage.page.language)
    between = passage.page.text[at[1] : match.start()].split()
    return all(
        w[0].isupper() or w.lower() in words.roles | words.modifiers | words.bodies or w == "’s" for w in between
    )


@cache
def _speech(language: str) -> re.Pattern[str]:
    words = lexicon(language)
    return phrase_pattern(
        [
            *words.speech["say"],
            *words.speech["name"],
            *words.appeal["call_for"],
            *words.appeal["urge"],
            "accused",
            "blamed",
        ]
    )
