"""Attributions: which quoted or reported words are whose."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from habeas.claims import Party, Span, Statement
from habeas.reading.french.page import Page
from habeas.reading.french.subjects import Cast
from habeas.reading.french.voices import Voices
from habeas.reading.french.words import any_of, lexicon
from habeas.text.quotes import Quotation
from habeas.text.spans import overlap

_SAY = any_of(lexicon().speech["say"])
_DENY = any_of(lexicon().speech["deny"])
_INVERTED = re.compile(r"\s*,?\s*(?:a-t-(?:il|elle|on)|ont-(?:ils|elles)|-t-(?:il|elle))?", re.IGNORECASE)
_HEARER = re.compile(
    r"\s(?:à|au|aux)\s*(?P<who>(?:l'|la |le |des |les )?(?:[A-ZÀ-Þ][\w'-]+|journalistes|presse|radio nationale)(?:\s[A-ZÀ-Þ][\w'-]+)*)"
)


class Attribution(msgspec.Struct, frozen=True, kw_only=True):
    """Words and their owner.

    Attributes:
        content: [start, end) of the words, quotation marks not included.
        speaker: the owner, as claims carry it.
        manner: direct, indirect or mixed.
        addressee: to whom, where the text says so.
        denies: the verb is one of denial.
    """

    content: Span
    speaker: Party
    manner: Literal["direct", "indirect", "mixed"]
    addressee: Party | None = None
    denies: bool = False


def attributions(page: Page, cast: Cast) -> list[Attribution]:
    """Every attribution of a page, in order of its words."""
    voices = Voices(page, cast)
    found = [a for q in page.quotations if (a := _quoted(page, voices, q)) is not None]
    found += [a for sentence in page.sentences for a in _reported(page, voices, sentence)]
    return sorted(found, key=lambda a: a.content)


def _quoted(page: Page, voices: Voices, quotation: Quotation) -> Attribution | None:
    """A quotation with the cue beside it; none for a title or a nickname."""
    sentence = page.sentence(quotation.outer[0])
    stop = page.sentence(quotation.outer[1] - 1)[1]
    behind = _SAY.search(page.flat, quotation.outer[1], min(stop, quotation.outer[1] + 30))
    near = behind is not None and not re.search(r"[.;:]", page.flat[quotation.outer[1] : behind.start()])
    cue, inverted = (behind, True) if near else (None, False)
    if cue is None:
        before = list(_SAY.finditer(page.flat, sentence[0], quotation.outer[0]))
        cue = before[-1] if before and not page.quotation(before[-1].start()) else None
    if cue is None:
        return None
    speaker = voices.of_verb(cue.span(), inverted=inverted)
    if speaker is None:
        return None
    words = page.text[slice(*quotation.inner)]
    whole = words[:1].isupper() and len(words.split()) > 2
    return Attribution(
        content=quotation.inner,
        speaker=speaker,
        manner="direct" if whole else "mixed",
        addressee=_addressee(page, cue.end(), stop),
    )


def _addressee(page: Page, start: int, stop: int) -> Party | None:
    for match in _HEARER.finditer(page.flat, start, min(stop, start + 70)):
        span = match.span("who")
        placed = any(overlap(n.span, span) for n in page.nations)
        if not placed and not re.search(r"[.;:«»]", page.flat[start : span[0]]):
            return Party(name=page.text[slice(*span)], span=span)
    return None


_THAT = re.compile(
    r"[^,.;:«»]{0,45}?\s(?:que\s|qu'|avoir\s|n'avoir\s|(?:(?:la|le|les)\s|l')?(?=détenir|retenir|séquestrer|incarcérer))"
)
_ACCORDING = re.compile(r"(?<!\w)(?:selon|d'après|aux yeux de)\s+", re.IGNORECASE)
_CLOSING = re.compile(
    r",\s+(?:a |ont |avait )?(?P<cue>" + _SAY.pattern + r")(?P<tail>[^,;:«»]{2,120})\.?$", re.IGNORECASE
)


def _reported(page: Page, voices: Voices, sentence: Span) -> list[Attribution]:
    """ "P a déclaré que ...", "selon P, ...", "..., a annoncé P"."""
    found = []
    for pattern, denies in ((_SAY, False), (_DENY, True)):
        for cue in pattern.finditer(page.flat, *sentence):
            that = None if page.quotation(cue.start()) else _THAT.match(page.flat, cue.end(), sentence[1])
            speaker = voices.of_verb(cue.span()) if that else None
            if that and speaker:
                found.append(
                    Attribution(content=(that.end(), sentence[1]), speaker=speaker, manner="indirect", denies=denies)
                )
    closing = _CLOSING.search(page.flat, *sentence)
    if closing and not found and not page.quotation(closing.start()):
        speaker = voices.of_verb(closing.span("cue"), inverted=True)
        found += (
            [Attribution(content=(sentence[0], closing.start()), speaker=speaker, manner="indirect")] if speaker else []
        )
    source = _ACCORDING.search(page.flat, *sentence)
    if source and not found:
        party = voices.behind(source.end(), sentence[1])
        found += [Attribution(content=sentence, speaker=party, manner="indirect")] if party else []
    return found


def statement(page: Page, attribution: Attribution) -> Statement:
    """The statement that an attribution makes."""
    inside = page.nations_in(attribution.content)
    about = dict.fromkeys(
        [n.code for n in inside if n.code]
        + [id_ for span, id_ in page.instruments if attribution.content[0] <= span[0] < attribution.content[1]]
    )
    return Statement(
        manner=attribution.manner,
        words=page.text[slice(*attribution.content)],
        about=tuple(about),
        addressee=attribution.addressee,
    )
