"""Roles: which mention is held, which acts and which is the place, by the grammar of a frame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from habeas.reading.arrests.frames import WHERE, Frame, is_object, lead
from habeas.reading.arrests.mentions import Mention

Role = Literal["Detainee", "Jailer", "Place"]
Listed = list[Mention]
"""Mentions that a comma or "and" joins."""

_JOINED = re.compile(
    r"\s*(?:,|,?\s*(?:and|or|&|as well as|along with|including)(?:\s+(?:also|almost|nearly|about|at least))?)\s*",
    re.IGNORECASE,
)
_OWNED = re.compile(r"(?:['’]s?)?\s*(?:\w+\s+){0,2}")
_ADJACENT = re.compile(r"\s*,?\s*(?:(?:who|and)\s*)?")
_ONE = re.compile(r"\b(?:is|was|has)\b")
_MADE = re.compile(r"\b(?:made?|makes|making|carried out)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_INCLUDING = re.compile(r"[^,;.]{0,40},?\s+including\s+", re.IGNORECASE)
_ASIDE = re.compile(
    r"[;:—–]|\b(?:after|before|while|when|because|although|though|but|until|since|if|that|where|which|who|whom|sa(?:id|ys?)|connection|charges?|charged|"
    r"suspicion|accused|for|and\s+(?:is|was|are|were|\w+ed))\b",
    re.IGNORECASE,
)
"""Behind the verb these lead away from where it happened and who did it."""
_ATTRIBUTE = re.compile(
    r"\s+(?!(?:on|in|at|and|after|early|late|last|this|by|for|from|to|with|when|where|who|as|over|near|but)\b)[^\W\d]\w+"
)
_OBJECT_WITHIN, _FAR = 20, 50
"""In characters behind the telling word: where an object may begin; beyond which a place or a "by" belongs to something else."""


def roles(frame: Frame, near: list[Mention]) -> list[tuple[Role, Mention]]:
    """The arguments of a frame among the mentions of its sentence."""
    return list(_roles(frame, _lists(frame.text, near)))


def _lists(text: str, near: list[Mention]) -> list[Listed]:
    made: list[Listed] = []
    for mention in near:
        like = made and (made[-1][-1].party == "place") == (mention.party == "place")
        if like and mention.kind != "pronoun" and _JOINED.fullmatch(text, made[-1][-1].end, mention.start):
            made[-1].append(mention)
        else:
            made.append([mention])
    return made


def _roles(frame: Frame, listed: list[Listed]) -> Iterator[tuple[Role, Mention]]:
    before = [one for one in listed if one[-1].end <= frame.start]
    after = [one for one in listed if one[0].start >= frame.end]
    subject = _subject(frame, before)
    held = _held(frame, before, after, subject)
    yield from (("Detainee", mention) for mention in held)
    if held and frame.voice != "noun":
        yield from (("Detainee", mention) for mention in _named(frame, after) if mention not in held)
    acts = frame.voice == "active" or (
        frame.voice == "noun" and _MADE.search(frame.text, frame.sentence.start, frame.start)
    )
    acting = subject if acts else _led(frame, after, frozenset({"by"}))
    yield from (("Jailer", mention) for mention in acting if mention not in held)
    yield from (("Place", mention) for mention in _where(frame, after) if mention not in held)


def _subject(frame: Frame, before: list[Listed]) -> Listed:
    """The nearest mention before the verb that no preposition leads and that is no place."""
    for one in reversed(before):
        if one[0].party != "place" and not lead(frame.text, frame.sentence.start, one[0]):
            return one
    return []


def _held(frame: Frame, before: list[Listed], after: list[Listed], subject: Listed) -> Listed:
    """Who is held."""
    if frame.group == "got":
        return [Mention(frame.end - 3, frame.end, "pronoun", frame.telling.word[-3:])]
    if frame.voice == "noun":
        return _owner(frame, before) or _behind_of(frame, after)
    if frame.voice in {"active", "infinitive"}:
        return _object(frame, after)
    if frame.voice == "reduced" and frame.before == "those":
        return []
    if frame.voice == "reduced" and (beside := _beside(frame, before)):
        return _meant(frame.text, beside, several=True)
    return _meant(frame.text, subject, several=not _ONE.search(frame.text, frame.start, frame.end))


def _owner(frame: Frame, before: list[Listed]) -> Listed:
    """ "his arrest", "the women's arrests"."""
    if not before or before[-1][-1].party == "place":
        return []
    last = before[-1][-1]
    possessive = last.word in {"his", "her", "their"} or frame.text[last.end : last.end + 1] in {"'", "’"}
    return before[-1] if possessive and _OWNED.fullmatch(frame.text, last.end, frame.start) else []


def _behind_of(frame: Frame, after: list[Listed]) -> Listed:
    """ "the arrest of two men"."""
    behind = after and frame.text[frame.end : after[0][0].start].strip() == "of"
    return [mention for mention in after[0] if mention.party != "place"] if behind else []


def _object(frame: Frame, after: list[Listed]) -> Listed:
    if not after or after[0][0].party == "place":
        return []
    start = after[0][0].start
    close = start - frame.end < _OBJECT_WITHIN
    return after[0] if close or is_object(frame.text, frame.end, start) else []


def _beside(frame: Frame, before: list[Listed]) -> Listed:
    """ "three men arrested", "two men, detained": what stands right before a participle."""
    if not before or before[-1][-1].party == "place":
        return []
    return before[-1] if _ADJACENT.fullmatch(frame.text, before[-1][-1].end, frame.start) else []


def _meant(text: str, listed: Listed, *, several: bool) -> Listed:
    """Of a list what a verb speaks of: all, or the last where the verb has one subject; of a name and its apposition the name."""
    if len(listed) < 2:
        return listed
    if any("and" in text[one.end : other.start] for one, other in pairwise(listed)):
        return listed if several else listed[-1:]
    return [mention for mention in listed if mention.kind == "name"][:1] or listed[:1]


def _named(frame: Frame, after: list[Listed]) -> Iterator[Mention]:
    """ "were arrested, including Ana Silva and Bo Lund": who is named among them."""
    opened = _INCLUDING.match(frame.text, frame.end)
    for mention in (mention for listed in after for mention in listed if opened):
        if (
            opened
            and mention.kind == "name"
            and mention.start >= opened.end()
            and not lead(frame.text, opened.end(), mention)
        ):
            yield mention


def _where(frame: Frame, after: list[Listed]) -> Listed:
    """The place: of "in Springfield, Lagado" the first."""
    if frame.group == "in_jail":
        start = frame.telling.start + frame.telling.word.rindex(" ") + 1
        return [] if frame.telling.word.endswith("bars") else [Mention(start, frame.end, "facility", "jail")]
    return _led(frame, after, WHERE)[:1]


def _led(frame: Frame, after: list[Listed], leads: frozenset[str]) -> Listed:
    """What one of the prepositions leads, close behind the telling word."""
    for listed in after:
        gap = frame.text[frame.end : listed[0].start]
        if len(gap) > _FAR or _ASIDE.search(gap) or (frame.voice == "noun" and "," in gap):
            return []
        fits = leads is not WHERE or _is_place(frame.text, listed[0])
        if fits and lead(frame.text, frame.end, listed[0]) in leads:
            return listed
    return []


def _is_place(text: str, mention: Mention) -> bool:
    """A place that stands for itself: not "in the Springfield bombing"."""
    if mention.kind in {"person", "pronoun", "agent", "number", "nationals"}:
        return False
    return mention.kind == "facility" or not _ATTRIBUTE.match(text, mention.end)
