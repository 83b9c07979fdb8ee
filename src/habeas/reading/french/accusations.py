"""Accusations, and their denials: the same content in the stance `denies`."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

import msgspec

from habeas.claims import Accusation, Party, Span
from habeas.claims.speech import AccusationOf
from habeas.reading.french.page import Page
from habeas.reading.french.subjects import Cast
from habeas.reading.french.voices import Voices
from habeas.reading.french.words import any_of, lexicon

_SAY = any_of(
    [
        *lexicon().speech["say"],
        "voit",
        "avait crié",
        "retourné",
        "repren\\w+",
        "appelle",
        "crié",
        "qualifi\\w+",
        "déplor\\w+",
        "reproch\\w+",
    ]
)
_DENY = any_of(lexicon().speech["deny"])
_VAGUE = re.compile(
    r"\b(?:accusations?|reproches?|allégations?|propos|terme|griefs?|insinuations?|critiques?|en bloc|le conteste|l'accusation|la thèse)\b|pure (?:invention|fiction|fantaisie)|mensonges?\b|calomnies?|^\W*faux\b|\b(?:fables?|roman|balivernes|fadaises|affabulations?|élucubrations?|contre-vérités?|inepties?|absurdités?)\b|\bil n'en est rien\b|\b(?:le|la|les|l'|l'a|l'ont|les a|les ont)\s*(?:nie|nient|nié|dément|démenti|conteste|contesté|rejette|rejeté|récus|réfut|repouss|balay)\w*",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"(?:\b(?:ne|n')\s*\S+\s+(?:pas|jamais|plus|aucune?)\s+(?:\w+\s+){0,3}|\b(?:rien d'|ni |aucune? |personne n'a été |personne (?:ne |n')(?:vous |l'|le |la )?(?:a |avait )?|pas d'|sans |(?:ne |n')\S+ (?:personne|nul) ))$",
    re.IGNORECASE,
)


_DESIGNATED = re.compile(
    r"\b(?:officiellement|formellement)\b[^.;]{0,70}(?:détenue?s? à tort|injustement détenu|arbitrairement détenu)",
    re.IGNORECASE,
)
"""A state declares somebody wrongfully detained: an act of its own, not an accusation."""


_REBUFF = re.compile(
    _DENY.pattern
    + r"\s+(?:en bloc\s+)?(?:ces|cette|l'|les|le|toute|ce)\s*(?:accusations?|critiques?|reproches?|allégations?|grief\w*|terme)\b",
    re.IGNORECASE,
)


_ONLY_NAMED: frozenset[AccusationOf] = frozenset({"espionage", "other"})
"""Kinds whose words mean something else unless the sentence says who is accused."""


class AccusationReading(msgspec.Struct, frozen=True, kw_only=True):
    """One accusation as read: content, speaker (None where unknown), stance, and its sentence."""

    content: Accusation
    speaker: Party | None
    stance: Literal["asserts", "denies"]
    span: Span


_UNFOUNDED = re.compile(
    r"\b(?:infondée?s?|sans (?:aucun )?fondement|mensong\w+|fantaisistes?|absurdes?|calomnieu\w+|dénuée?s? de (?:tout )?fondement|fausses?|imaginaires?)\b[^.;]*\b(?:accusation|allégation|reproche|terme|propos|grief|critique|mot)|\b(?:accusation|allégation|reproche|propos|grief|critique|terme)\w*\b[^.;]*\b(?:infondée?s?|sans (?:aucun )?fondement|mensong\w+|fantaisistes?|absurdes?|calomnieu\w+|dénuée?s? de (?:tout )?fondement|imaginaires?)\b",
    re.IGNORECASE,
)
"""An accusation that the sentence itself calls unfounded."""


@cache
def _kinds() -> tuple[tuple[AccusationOf, re.Pattern[str]], ...]:
    return tuple((name, any_of(expressions)) for name, expressions in lexicon().accusations.items())  # type: ignore[misc]


def read_accusations(page: Page, cast: Cast, holders: dict[str, str]) -> list[AccusationReading]:
    """Every accusation and denial, in order. `holders`: by name the state that holds a person."""
    voices = Voices(page, cast)
    found: list[AccusationReading] = []
    for sentence in page.sentences:
        if _DESIGNATED.search(page.flat, *sentence):
            continue
        told = [
            r
            for kind, at in _hits(page, sentence)
            if (r := _accusation(page, cast, voices, holders, kind, at)) is not None
        ]
        both = told and not any(one.stance == "denies" for one in told) and _REBUFF.search(page.flat, *sentence)
        if not told and found and (said := _AS_SAID.search(page.flat, *sentence)):
            speaker = voices.of_verb(said.span("verb"), inverted=True)
            found.append(AccusationReading(content=found[-1].content, speaker=speaker, stance="asserts", span=sentence))
            continue
        found += [*(_vague_denials(page, voices, sentence, found) if both or not told else ()), *told]
    unique: dict[tuple[object, ...], AccusationReading] = {}
    for reading in found:
        accused = reading.content.accused
        unique.setdefault((str(accused), reading.content.of, reading.stance), reading)
    return list(unique.values())


_AS_SAID = re.compile(
    r"\bC'est (?:pourtant |du moins |en tout cas |bien )?ce qu(?:e |')(?:[\w-]+ ){0,2}?(?P<verb>soutien\w+|affirm\w+|préten\w+|assur\w+|avanc\w+|clam\w+|répèt\w+|dénonc\w+)",
    re.IGNORECASE,
)
""" "C'est ce que soutient Lima": what was denied just before."""
_AGAINST = re.compile(r"\bcontre (?:la |les |l')?$", re.IGNORECASE)
""" "contre la détention arbitraire": a cause, and no accusation."""


def _hits(page: Page, sentence: Span) -> list[tuple[AccusationOf, Span]]:
    """The words of accusation in a sentence, one for each kind."""
    found: list[tuple[AccusationOf, Span]] = []
    for kind, pattern in _kinds():
        match = next(
            (
                m
                for m in pattern.finditer(page.flat, *sentence)
                if not page.in_instrument(m.start())
                and not _AGAINST.search(page.flat[max(0, m.start() - 12) : m.start()])
            ),
            None,
        )
        if match:
            found.append((kind, match.span()))
    return sorted(found, key=lambda item: item[1])


def _accusation(
    page: Page, cast: Cast, voices: Voices, holders: dict[str, str], kind: AccusationOf, at: Span
) -> AccusationReading | None:
    sentence = page.sentence(at[0])
    cue, denies = _cue(page, sentence, at)
    if (
        denies
        and cue is None
        and page.quotation(at[0]) is None
        and not re.search(r"\bselon\b", page.flat[slice(*sentence)], re.IGNORECASE)
    ):
        return None  # the outlet's own "is not": nobody denies anything
    speaker = voices.of_verb(cue.span(), inverted=_inverted(page, cue)) if cue else voices.of_verb((at[0], at[0]))
    holder = _one(list(holders.values()))
    accused = _accused(page, cast, at, kind, speaker, holder, denies=denies)
    if accused is None:
        return None
    concerning = tuple(p.party for p in cast.held if p.name) if accused == holder else ()
    content = Accusation(accused=accused, of=kind, concerning=concerning)
    return AccusationReading(content=content, speaker=speaker, stance="denies" if denies else "asserts", span=sentence)


def _inverted(page: Page, cue: re.Match[str]) -> bool:
    """ "..., a tranché Ana Silva": the verb stands behind a quotation or a comma."""
    lead = page.flat[max(0, cue.start() - 12) : cue.start()]
    that = re.match(r"[^,;:.«»]{0,20}\s(?:que\b|qu')", page.flat[cue.end() :])
    return that is None and re.search(r"[»\",]\s*,?\s*(?:a |ont |avait |que )?$", lead) is not None


def _cue(page: Page, sentence: Span, at: Span) -> tuple[re.Match[str] | None, bool]:
    """The verb that brings an accusation, and whether it denies it."""
    negated = _NEGATED.search(page.flat, sentence[0], at[0]) is not None or page.flat[slice(*at)].lower().startswith(
        "rien "
    )
    negated = (
        negated or re.search(r"\b(?:n'|ne )(?:est|sont) pas$", page.flat[sentence[0] : at[0]].rstrip()) is not None
    )
    unfounded = _UNFOUNDED.search(page.flat, *sentence)
    negated = negated or (unfounded is not None and not re.search(r"\baccus[eé]", page.flat[unfounded.end() : at[0]]))
    denials = [m for m in _DENY.finditer(page.flat, *sentence) if page.quotation(m.start()) is None]
    sayings = [m for m in _SAY.finditer(page.flat, *sentence) if page.quotation(m.start()) is None]
    before = [m for m in denials if m.start() < at[0] and not any(m.end() < s.start() < at[0] for s in sayings)]
    if before:
        return before[-1], True
    cue = min(sayings, key=lambda m: abs(m.start() - at[0]), default=None)
    return cue, negated


def _one(states: list[str]) -> str | None:
    """The state that is named most; None where there is none."""
    return max(dict.fromkeys(states), key=states.count) if states else None  # of equals the first named


_ACCUSE = re.compile(
    r"\b(?:accus(?:e|ent|ait|a|é|ant)|tax(?:e|ent|é|ait|er)|reproch(?:e|ait|é|er|ent) à|fait grief à|imput(?:e|é|ent) à|d'accuser|accuser)\s+(?:à )?(?:la |le |les |l'|aux? )?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?:[a-zà-ÿœ-]+\s){0,2}(?:d[eu]s? |de l'|de la |d')?(?:la |l')?", re.IGNORECASE)
_ACTOR = re.compile(
    r"\b(?:qu'exercent?|exercées? par|de la part d\w+|menées? par)\s+(?:la |le |les |l')?", re.IGNORECASE
)


_WHOM = re.compile(r"\s*,?\s*(?:qu'(?:il|elle|ils|elles)|que (?:\w+ ){1,3})\s*(?:accus|tax)\w+\b", re.IGNORECASE)
""" "les griefs du Pérou, qu'il accuse d'ingérence"."""


def _accused(
    page: Page,
    cast: Cast,
    at: Span,
    kind: AccusationOf,
    speaker: Party | None,
    holder: str | None,
    *,
    denies: bool,
) -> str | None:
    """Whom: who is named as accused, else who holds; a holder that speaks accuses the other side."""
    sentence = page.sentence(at[0])
    for pattern in (_ACCUSE, _ACTOR):
        for match in pattern.finditer(page.flat, *sentence):
            near = [n for n in page.nations if n.code and match.end() <= n.span[0] <= match.end() + 40]
            nation = next((n for n in near if _BETWEEN.fullmatch(page.flat[match.end() : n.span[0]])), None)
            if nation and (match.end() <= at[0] or pattern is _ACTOR):
                return nation.code
    for nation in page.nations_in(sentence):
        relative = _WHOM.match(page.flat, nation.span[1], at[0])
        if nation.code and relative:
            return nation.code
    if kind in _ONLY_NAMED:
        return None
    if denies:
        return speaker.state if speaker and speaker.state and holder is None else holder
    if speaker and holder and speaker.state == holder:
        others = [p.state for p in cast.held if p.state and p.state != holder]
        return _one([state for state in others if state])
    return holder


_FLAT = re.compile(
    r"pure (?:invention|fiction|fantaisie)|mensonge|calomnie|(?:^|«)\W*(?:c'est )?(?:totalement |complètement |purement )?(?:faux|absurde|grotesque|ridicule|inexact|sornettes|fariboles|contes? de fées?)\b|\b(?:une fable|un roman|du roman|balivernes|fadaises|affabulation|élucubrations|inepties)\b|\bil n'en est rien\b",
    re.IGNORECASE,
)


def _vague_denials(
    page: Page, voices: Voices, sentence: Span, earlier: list[AccusationReading]
) -> list[AccusationReading]:
    """ "rejected the accusation": whatever was alleged last and is not denied yet."""
    text = page.flat[slice(*sentence)]
    cue = _DENY.search(page.flat, *sentence)
    bare = cue is not None and len(text.split()) <= 6  # "Lima dément."
    flat = _UNFOUNDED.search(text) or _FLAT.search(text)
    if not (bare or flat or _VAGUE.search(text)) or (cue is None and not flat):
        return []
    alleged = [r for r in earlier if r.stance == "asserts"]
    if not alleged:
        return []
    say = _SAY.search(page.flat, *sentence)
    verb = cue or say
    speaker = voices.of_verb(verb.span(), inverted=verb is say) if verb else None
    return [AccusationReading(content=alleged[-1].content, speaker=speaker, stance="denies", span=sentence)]
