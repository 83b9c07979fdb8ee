"""Triggers: the words of a page that bring a custody act, with the grammar in which they stand."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

import msgspec

from habeas.claims import Span
from habeas.claims.custody import CustodyAct
from habeas.reading.french.page import Page
from habeas.reading.french.words import any_of, lexicon

Voice = Literal["passive", "active", "object", "reduced", "finite", "noun", "state", "caused"]


class Trigger(msgspec.Struct, frozen=True):
    """Words that bring a custody act.

    Attributes:
        span: the words.
        act: of `CustodyAct`.
        voice: passive ("a été arrêté"), active ("a arrêté P"), object ("l'a arrêté"), reduced ("P, arrêté en mai"), finite ("détient P"),
            caused ("a fait arrêter"), noun ("l'arrestation de P"), state ("est en prison").
        start: where the verb group begins, its auxiliary and object pronoun included.
        gender: `m` or `f` where the ending shows it.
        plural: whether the ending is a plural.
        negated: "n'a pas été arrêté".
        sentence: its sentence.
    """

    span: Span
    act: CustodyAct
    voice: Voice
    start: int
    gender: str | None
    plural: bool
    negated: bool
    sentence: Span


@cache
def _patterns() -> tuple[tuple[CustodyAct, str, re.Pattern[str]], ...]:
    rows: list[tuple[CustodyAct, str, re.Pattern[str]]] = []
    for act, forms in lexicon().acts.items():
        listed = {
            "participle": forms.participles, "clitic": forms.clitic, "passive": forms.passive, "finite": forms.finite,
            "infinitive": forms.infinitives, "noun": forms.nouns, "state": forms.states,
        }  # fmt: skip
        rows += [(act, form, any_of(expressions)) for form, expressions in listed.items() if expressions]
    return tuple(rows)


def find_triggers(page: Page) -> list[Trigger]:
    """Every trigger that tells of something real, in order; the longest where they overlap."""
    found = []
    for act, form, pattern in _patterns():
        for match in pattern.finditer(page.flat):
            if not page.in_instrument(match.start()):
                trigger = _trigger(page, act, form, match)
                found += [trigger] if trigger else []
    found.sort(key=lambda t: (t.span[0] - t.span[1], t.span, t.voice == "noun"))
    kept: list[Trigger] = []
    for trigger in found:
        if all(trigger.span[1] <= other.span[0] or trigger.span[0] >= other.span[1] for other in kept):
            kept.append(trigger)
    return sorted(kept, key=lambda t: t.span)


_ADVERBS = r"(?:(?:aussi|également|depuis|alors|ensuite|ainsi|déjà|enfin|toujours|finalement|d'abord|aussitôt|même|bien|encore|officiellement|formellement|provisoirement|toutes? deux|tous deux|, \w+,)\s+)*"
_BE = (
    r"(?:(?:a|ont|avait|avaient|aura|ayant|eut)\s+"
    + _ADVERBS
    + r"été|est|sont|était|étaient|fut|furent|demeure|demeurent|reste|restent|restait|serait|seraient|sera|seront|soit|soient|être|suis|êtes|étiez|(?:aurait|auraient) été|avez été|ai été|avez-vous été|a-t-(?:il|elle) été|ont-(?:ils|elles) été)"
)
_HAVE = r"(?:a|ont|avait|avaient|ai|avons|eut|ayant|avoir)"
_CLITIC = r"(?:l'|les\s+|m'|l'y\s+|les\s+y\s+|nous\s+|vous\s+|t')"
_PASSIVE = re.compile(
    rf"(?<![\w'])(?:n'|ne\s+|s'|y\s+|lui\s+|on\s+)?(?P<aux>{_BE})\s+(?P<neg>pas\s+|jamais\s+|plus\s+)?{_ADVERBS}$",
    re.IGNORECASE,
)
_OBJECT = re.compile(rf"(?<![\w'])(?:ne\s+)?{_CLITIC}{_HAVE}\s+(?P<neg>pas\s+|jamais\s+)?{_ADVERBS}$", re.IGNORECASE)
_ACTIVE = re.compile(
    rf"(?<![\w])(?:n'|ne\s+|l'on\s+|y\s+)?{_HAVE}\s+(?P<neg>pas\s+|jamais\s+|plus\s+)?{_ADVERBS}$", re.IGNORECASE
)
_CAUSED = re.compile(
    r"(?<![\w'])(?P<clitic>l'a |l'ont |les a |les ont |l'avait )?(?:a |ont |avait |fit |font )?(?:fait|fit|font)\s+$",
    re.IGNORECASE,
)
_HAS = re.compile(r"(?<![\w'])(?:n'|en\s+|y\s+|ne\s+)?(?:a|ont|avait|avaient)\s+" + _ADVERBS + "$", re.IGNORECASE)
_NOT_DONE = re.compile(r"(?<!\w)(?:ne\s+|n')(?:l'|le\s+|la\s+|les\s+)?$", re.IGNORECASE)
""" "ne détient pas"."""
_BEFORE_BEING = re.compile(
    r"\b(?:avant d'être|avant d'avoir été|(?:après|pour) avoir été)\s+" + _ADVERBS + "$", re.IGNORECASE
)
""" "avait passé l'été en cellule avant d'être expulsé": both have happened."""
_AHEAD = re.compile(
    r"\b(?:sera|seront|ser(?:ait|aient)|doi(?:t|vent)|devra\w*|devrai\w*|pourrai\w*|risqu\w+|peu(?:t|vent)|encour\w+)\b"
)
_JUST = re.compile(
    r"(?<![\w'])(?:vien(?:t|nent)|venai(?:t|ent))\s+(?:\w+\s+)?(?:de\s+|d')(?P<clitic>l'y\s+|l'|les\s+|la\s+|le\s+)?$",
    re.IGNORECASE,
)
""" "la police vient d'arrêter P"."""
_STAYS = re.compile(
    rf"(?<![\w'])(?:n'|ne\s+|se\s+|y\s+)?(?:{_BE}|trouve|trouvent|trouvait|dort|dorment|vit|vivent|attend|moisit)\s+(?:pas\s+|plus\s+|jamais\s+)?{_ADVERBS}$",
    re.IGNORECASE,
)
_PRESENT_OBJECT = re.compile(r"(?<!\w)(?:la|le|les|l'|l'y)\s*$", re.IGNORECASE)
_HEARSAY = re.compile(r"(?:aurait|auraient) été\b", re.IGNORECASE)
_UNREAL_AUX = re.compile(r"(?:serait|seraient|sera|seront|être|soit|soient|aurait|aura)\b", re.IGNORECASE)


def _trigger(page: Page, act: CustodyAct, form: str, match: re.Match[str]) -> Trigger | None:
    sentence = page.sentence(match.start())
    before = page.flat[sentence[0] : match.start()]
    grammar = _grammar(act, form, before)
    if grammar is None:
        return None
    voice, start, negated = grammar
    negated = negated or match.group().lower().startswith("aucune ")
    if form == "finite" and _NOT_DONE.search(before):
        if re.match(r"\s+(?:\w+ment\s+)?(?:personne|nul|aucune?)\b", page.flat[match.end() : sentence[1]]):
            return None
        negated = True
    if _unreal(act, voice, before, start, page.flat[match.end() : sentence[1]]):
        return None
    gender, plural = _agreement(match.group()) if form in {"participle", "clitic", "passive"} else (None, False)
    return Trigger(
        span=match.span(), act=act, voice=voice, start=sentence[0] + start, gender=gender, plural=plural,
        negated=negated, sentence=sentence,
    )  # fmt: skip


_ONLY_PASSIVE: frozenset[CustodyAct] = frozenset({"tried", "died"})
"""Acts whose words mean something else in the active voice ("l'a jugée sans portée")."""

_DENYING = re.compile(
    r"\b(?:nie(?:nt|r)?|nié|niait|dément\w*|contest\w+|réfut\w+)\s+(?:toujours\s+)?(?P<clitic>(?:la|le|les)\s+|l')?$",
    re.IGNORECASE,
)

_Grammar = tuple[Voice, int, bool] | None


def _grammar(act: CustodyAct, form: str, before: str) -> _Grammar:
    """The voice of a trigger, where its verb group begins in the sentence, and whether it is negated."""
    if form in {"noun", "state"}:
        negated = form == "state" and re.search(r"\b(?:n'|ne\s)\S*\s+(?:pas|jamais|plus)\s+(?:\w+\s+)?$", before)
        verb = (_STAYS.search(before) or _HAS.search(before)) if form == "state" else None
        return (form, verb.start() if verb else len(before), bool(negated))  # type: ignore[return-value]  # both are voices
    if form == "finite":
        clitic = _PRESENT_OBJECT.search(before)
        return ("object", clitic.start(), False) if clitic else ("finite", len(before), False)
    if form == "infinitive":
        denying = _DENYING.search(before)
        if denying:
            return ("object" if denying.group("clitic") else "active", len(before), True)
        just = _JUST.search(before)
        if just:
            return ("object" if just.group("clitic") else "active", just.start(), False)
        caused = _CAUSED.search(before)
        return ("object" if caused.group("clitic") else "caused", caused.start(), False) if caused else None
    return _participle(act, form, before)


def _participle(act: CustodyAct, form: str, before: str) -> _Grammar:
    before_or_after = _BEFORE_BEING.search(before)
    if before_or_after and form != "clitic" and not _AHEAD.search(before):
        return ("reduced", before_or_after.start(), False)
    rows: tuple[tuple[Voice, re.Pattern[str]], ...] = (("object", _OBJECT), ("passive", _PASSIVE), ("active", _ACTIVE))
    for voice, pattern in rows:
        match = pattern.search(before)
        if match and act in _ONLY_PASSIVE and voice != "passive":
            return None
        if match is None or (form == "clitic" and voice != "object"):
            continue
        unreal = voice == "passive" and _UNREAL_AUX.match(match.group("aux"))
        if unreal and _HEARSAY.match(match.group("aux")):
            unreal = None  # "aurait été arrêté, selon ...": the conditional of what others report
        return None if unreal else (voice, match.start(), match.group("neg") is not None)
    if form != "participle" or re.search(
        r"\b(?:la|sa|une|leur|cette|votre|cette|aurait|auraient|pourrait|aurait été|être|été)\s+$",
        before,
        re.IGNORECASE,
    ):
        return None
    if act == "died" or _STATUS.search(before) or re.search(r"\bni\s+$", before, re.IGNORECASE):
        return None
    return ("reduced", len(before), False)


_STATUS = re.compile(
    r"(?:\bcomme\b|«|\bstatut de|\breconn\w+|\bdésign\w+)\s*(?:«\s*)?(?:injustement|arbitrairement|illégalement)\s+$",
    re.IGNORECASE,
)
_AGREED = re.compile(r"[éitus](?P<f>e?)(?P<p>s?)(?=\s|$)")


def _agreement(words: str) -> tuple[str | None, bool]:
    match = _AGREED.search(words)
    if match is None:
        return (None, False)
    return (
        "f" if match.group("f") else "m",
        bool(match.group("p")) and words.split(maxsplit=1)[0].lower() not in {"mis", "pris", "remis", "admis"},
    )


_FEAR = r"(?:risqu\w+|craign?\w*|redout\w+|menac\w+|évit\w+|refus\w+|envisag\w+|prévo\w+|oppos\w+|exclu\w+|si|s'il|s'ils|avant|afin|pour|sans|ni|exig\w+|réclam\w+|demand\w+|souhait\w+|plaid\w+ pour|plaider|espèr\w+|appel\w+|sollicit\w+|obtenir|suppl\w+|insist\w+|prôn\w+|veut|vouloir|veulent|que l'on|pourrait|pourraient|devrait|doit|doivent|encour\w+|en faveur|contre|au lieu)"
_UNREAL_BEFORE = re.compile(rf"\b{_FEAR}\b[^,;:.]*$", re.IGNORECASE)
_HOPED = re.compile(
    r"\b(?:prédi\w+|pronostiqu\w+|prophétis\w+|exig\w+|réclam\w+|demand\w+|souhait\w+|plaid\w+|sollicit\w+|appel\w+|obtenir|espér\w+|espèr\w+|refus\w+|attend\w*|prix|condition|négoci\w+|éventuel\w*|possible|verdict|immédiate|vue d|faveur d|risqu\w+|craign?\w*|redout\w+|menac\w+|toute|oppos\w+|future|prochaine|aucun\w*|parl\w+ d|chance\w*|insist\w+)\b(?:[^,;:.]*|[^;:.]{0,70})$",
    re.IGNORECASE,
)
_ONLY_TOLD = re.compile(
    r"\s*,?\s+(?:un temps |longtemps |maintes fois )?(?:agité|brandi|évoqué|redouté|craint|promis|demandé|réclamé|exigé|souhaité|espéré|attendu|envisagé|prévu|imminent|éventuel|prochain|possible|future?)\w*\b",
    re.IGNORECASE,
)
_WISH = re.compile(r"(?:^|[^\w])(?:Qu'(?:on|ils?|elles?)|Que)\s[^,;:.«»]*$")
_LATER = re.compile(r"[^,;.]*\b(?:immédiate|inconditionnelle|sans condition|sans délai)\b", re.IGNORECASE)
_ENDED: frozenset[CustodyAct] = frozenset(
    {"released", "pardoned", "deported", "acquitted", "transferred", "exchanged", "bailed"}
)


def _unreal(act: CustodyAct, voice: Voice, before: str, start: int, behind: str) -> bool:
    """Whether the act is only wanted, feared or threatened."""
    lead = before[:start]
    if _WISH.search(lead) and voice in {"finite", "object", "passive"}:
        return True
    if voice == "noun" and _ONLY_TOLD.match(behind):
        return True
    if voice == "noun":
        wanted = _HOPED.search(lead) or (act in _ENDED and _LATER.match(behind))
        return bool(wanted) or (
            act in {"charged", "sentenced"} and re.search(r"\b(?:une?|toute|aucune)\s+$", lead) is not None
        )
    if voice in {"reduced", "state"}:
        return (
            re.search(
                r"\b(?:risque|encourt|encourent|requis|réclame|menacé\w* de|passible|s'il est|si elle est)\b[^,;:.]*$",
                lead,
                re.IGNORECASE,
            )
            is not None
        )
    return (
        re.search(
            r"\b(?:craign?\w*|redout\w+|menac\w+|si|s'ils?|avant|afin|pour|exig\w+|réclam\w+|souhait\w+)\s[^,;:.]*$",
            lead,
            re.IGNORECASE,
        )
        is not None
        and voice != "object"
    )
