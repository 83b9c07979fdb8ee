"""Subjects: whom a trigger is about, by the grammar around it, else by who was spoken of last."""

from __future__ import annotations

import re

from habeas.claims import Span
from habeas.reading.french.page import Page
from habeas.reading.french.people import Person
from habeas.reading.french.triggers import Trigger
from habeas.reading.french.words import any_of, lexicon, people_words

Whom = list[Person] | None
"""Persons; an empty list for somebody who is no person of a claim (a relative, a body); None where the grammar does not tell."""


class Cast:
    """Who is on the page, and whom a phrase or a position means."""

    def __init__(self, page: Page, people: list[Person]) -> None:
        self.page = page
        self.people = people
        self.held: list[Person] = []
        self.speaking = [
            p for p in people if any(_SAID.search(page.flat[max(0, s[0] - 25) : s[0]]) for s in p.mentions)
        ]
        self.spots: list[tuple[Span, Person]] = (
            sorted((span, person) for person in people for span in person.mentions if not person.body) if people else []
        )

    def at_end(self, start: int, end: int) -> list[Person]:
        """Those whose names, listed with commas and "et", end where a stretch ends."""
        found: list[Person] = []
        position = end
        for span, person in reversed(self.spots):
            gap = self.page.flat[span[1] : position] if span[1] <= position else None
            joint = {"", ",", "et", "(", ")"} if not found else {",", "et", "et M.", "et Mme", ", M.", ", Mme", ", et"}
            if gap is None or span[0] < start or gap.strip() not in joint:
                continue
            if (
                found
                and gap.strip() == ","
                and len(found) < 2
                and not found[0].plural
                and " et " not in self.page.flat[span[1] : end]
            ):
                break
            found.insert(0, person)
            position = self._noun_start(span[0])
        return found

    def starting(self, start: int, end: int) -> list[Person]:
        """Those whose names, behind titles and nouns, begin where a stretch begins, with those listed behind them."""
        found: list[Person] = []
        position = start
        for span, person in self.spots:
            if span[0] < position or span[1] > end:
                continue
            gap = self.page.flat[position : span[0]]
            near = (
                re.fullmatch(r"(?:[^.,;:()]{0,30}, (?:à|en|au|dans) [^.,;:()]{1,30},)?[^.,;:()]{0,70},?\s*", gap)
                if not found
                else re.fullmatch(r"\s*(?:,|et|, et)\s+(?:MM?\.|Mme)?\s*", gap)
            )
            if near is None or (not found and _OTHER_VERB.search(gap)):
                break
            found.append(person)
            position = span[1]
        return found

    def _noun_start(self, start: int) -> int:
        """Where the phrase begins that a name ends: "M. P", "sa collègue norvégienne P"."""
        match = _PHRASE.search(self.page.flat, max(0, start - 60), start)
        return match.start() if match else start

    def stranger(self, span: Span, *, plural: bool = False) -> Person:
        """Somebody described and not named, the same for the same words."""
        known = next((p for p in self.people if p.span == span), None)
        if known is None:
            role = self.page.text[slice(*span)].strip()
            known = Person(name=None, span=span, mentions=[span], role=role, plural=plural)
            self.people.append(known)
        return known

    def spoken_of(self, position: int, gender: str | None, *, plural: bool) -> list[Person]:
        """Whom "il", "elle", "ils" or a noun with an article means at `position`: the last of those held, else the next."""
        able = [p for p in (self.held or self.candidates()) if not p.plural or plural]
        if plural:
            group = [p for p in self.people if p.plural and not p.body]
            named = [p for p in able if not p.plural and (p.name or _seen(p, position))]
            return named if len(able) > 1 and named else (group or able)
        able = [p for p in able if gender is None or p.gender in {None, gender}] or ([] if gender == "f" else able)
        sure = [p for p in able if p.gender == gender] if gender else able
        told = [p for p in sure if _seen(p, position)] or able
        before = [(max(s for s, _ in _seen(p, position)), p) for p in told if _seen(p, position)]
        if before:
            return [max(before, key=lambda item: item[0])[1]]
        after = sorted(sure or able, key=lambda p: p.mentions[0])
        return ([p for p in after if p.name] or after)[:1]

    def candidates(self) -> list[Person]:
        """Those who may be held: neither officials nor bodies, nationals of some state before others."""
        plain = [p for p in self.people if not p.office and not p.body and p not in self.speaking]
        plain = plain or [p for p in self.people if not p.office and not p.body]
        plain = plain or [
            p for p in self.people if p.state and not p.body
        ]  # "l'avocate danoise P": one who is held herself
        return [p for p in plain if p.state] or plain


def _seen(person: Person, position: int) -> list[Span]:
    return [span for span in person.mentions if span[0] < position]


_PHRASE = re.compile(
    r"(?:\b(?i:le|la|sa|son|leur|un|une|du)\s+(?:(?!et\b)[a-zà-ÿœ'-]+\s+){1,4}|\b[lL]'(?:(?!et\b)[a-zà-ÿœ'-]+\s+){1,4})?(?:\b(?:M|MM|Mme|Mlle|Dr|Me)\.?\s+)?$"
)
_SAID = re.compile(
    r"[»,]\s*,?\s*(?:a |ont )?" + any_of(lexicon().speech["say"]).pattern + r"\s+(?:M\. |Mme |Me )?$", re.IGNORECASE
)
_OTHER_VERB = re.compile(r"\b(?:qui|que|a|ont|est|sont|par|contre|pour|selon|dans|avait)\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"(?<!\w)(?P<p>il|elle|ils|elles|celui-ci|celle-ci|ce dernier|cette dernière|on|je|vous|nous|c'|y)(?:\s+(?:n'|ne|y|en))?\s*$",
    re.IGNORECASE,
)
_WHO = re.compile(r",?\s*(?:et\s+)?(?:qui|lequel|laquelle)\s*$", re.IGNORECASE)
_APPOSITION = re.compile(r",[^,;:.()]{1,120},\s*$|\([^()]{1,60}\)\s*$")
_LAST_NOUN = re.compile(
    r"(?<![\w'])(?P<det>le|la|l'|les|ce|cet|cette|ces|un|une|deux|trois|quatre|cinq|son|sa|ses|notre|mon|ma|votre|leurs?|aucune?|quiconque)(?:\s+|(?<='))(?P<np>(?:[\wà-ÿœ'-]+\s*){1,7})$",
    re.IGNORECASE,
)


_GIVEN = re.compile(
    r"(?<!\w)(?P<whom>lui|leur)\s+(?:a|ont|avait|avaient|inflig\w+|vau\w+|impos\w+)\b[^;:«»]{0,60}$", re.IGNORECASE
)
""" "le tribunal lui a infligé deux ans de prison"."""


def subject(cast: Cast, trigger: Trigger) -> Whom:
    """The persons of a passive, reduced or stative trigger: what stands before it in its sentence."""
    start, end = trigger.sentence[0], trigger.start
    before = cast.page.flat[start:end]
    if trigger.voice == "reduced":
        return _reduced(cast, trigger, before)
    if trigger.voice == "state" and (given := _GIVEN.search(before)):
        return cast.spoken_of(start + given.start(), None, plural=given.group("whom").lower() == "leur")
    for _ in range(3):
        told = _direct(cast, trigger, start, start + len(before))
        if told is not None:
            return told
        apposed = _APPOSITION.search(before)
        if apposed is None:
            break
        inside = cast.at_end(start + apposed.start(), start + len(before.rstrip().rstrip(",")))
        if inside:
            return inside
        before = before[: apposed.start()]
        chunk = re.search(r",[^,;:.()]{1,120}$", before)  # "P, pilote de ligne, naguère guide, a été ..."
        named = cast.at_end(start, start + chunk.start()) if chunk else []
        if named:
            return named
    return None


def _direct(cast: Cast, trigger: Trigger, start: int, end: int) -> Whom:
    before = cast.page.flat[start:end]
    pronoun = _PRONOUN.search(before)
    if pronoun:
        word = pronoun.group("p").lower()
        gender = (
            "m"
            if word in {"il", "celui-ci", "ce dernier"}
            else "f"
            if word.startswith(("elle", "cel"))
            else trigger.gender
        )
        return cast.spoken_of(start + pronoun.start(), gender, plural=trigger.plural or word in {"ils", "elles"})
    who = _WHO.search(before)
    named = cast.at_end(start, start + who.start() if who else end)
    if named and not who and _of_another(cast.page.flat[start:end], named[0].name or ""):
        return []
    if named:
        return named
    return _by_noun(cast, trigger, start, start + who.start() if who else end)


def _of_another(before: str, name: str) -> bool:
    """ "le compagnon de P a été ...": somebody beside P."""
    match = re.search(
        r"(?:le|la|l'|un|une|son|sa|du)\s*(?P<head>[a-zà-ÿœ-]+)(?:\s+[a-zà-ÿ]+){0,3}\s+(?:de |d')(?:M\. |Mme |Me )?[^,;:]{0,40}$",
        before,
        re.IGNORECASE,
    )
    return match is not None and match.group("head").lower() in people_words("relatives") | people_words("offices")


def _by_noun(cast: Cast, trigger: Trigger, start: int, end: int) -> Whom:
    """ "le chauffeur a été ...": somebody spoken of; "sa mère a été ...": nobody of a claim."""
    match = _LAST_NOUN.search(cast.page.flat, start, end)
    if match is None:
        return None
    words = match.group("np").lower().split()
    if words[0] in people_words("relatives") and not cast.at_end(start, end):
        beside = re.search(r"\bet\s+$", cast.page.flat[start : match.start()])
        if beside:  # "P et son fils ont été ...": of P alone
            return cast.at_end(start, start + beside.start())
        own = match.group("det").lower() in {"votre", "mon", "ma"} and len(cast.candidates()) == 1
        return cast.candidates() if own else []  # in an interview "votre frère" is the one it is about
    if words[0] in people_words("bodies") | people_words("things"):
        return []
    described = [p for p in cast.people if p.name is None and start <= p.span[0] < end]
    if described:
        return described if trigger.plural else described[-1:]
    if match.group("det").lower() in {"un", "une"} and len(words) <= 4 and set(words[:2]) & people_words("persons"):
        return [cast.stranger(match.span())]
    plural = trigger.plural or match.group("det").lower() in {"les", "ces", "deux", "trois", "quatre", "cinq"}
    return cast.spoken_of(start + 1 if match.start() == start else match.start(), trigger.gender, plural=plural)


def _reduced(cast: Cast, trigger: Trigger, before: str) -> Whom:
    """ "P, arrêté en mai": the nearest person before it; "Arrêté en mai, il ...": who is spoken of."""
    start = trigger.sentence[0]
    if re.search(r"\b(?:de|des|les|ces|aux|le|un|une|autres|la|ex)[ -]+$", before, re.IGNORECASE):
        return []  # "familles de détenus": a noun, and nobody in particular
    nationals = _nationals(cast, trigger)
    if nationals:
        return nationals
    counted = _counted(cast, trigger, before)
    if counted:
        return counted
    near = [
        (span, person)
        for span, person in cast.spots
        if start <= span[0] and span[1] <= trigger.span[0] and not person.office and _agrees(person, trigger)
    ]
    if near:
        named = cast.at_end(start, near[-1][0][1])
        return named if trigger.plural and len(named) > 1 else [near[-1][1]]
    if re.search(
        r"\b(?:une?|des|aucune?|les|la|charges?|griefs?|peine|mesure|droits?)\s+(?:\w+\s+)?$", before, re.IGNORECASE
    ):
        return []
    described = [p for p in cast.people if p.name is None and start <= p.span[0] < trigger.span[0]]
    return described[-1:] or None


_COUNTED = re.compile(
    r"(?<!les )\b(?P<np>(?P<n>deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze)\s+(?P<noun>[a-zà-ÿœ-]+s)\b[^,;:.()]{0,30}),?\s*(?:seulement )?$",
    re.IGNORECASE,
)


def _counted(cast: Cast, trigger: Trigger, before: str) -> list[Person]:
    """ "deux chauffeurs, relâchés": people whom the text counts and does not name; "deux personnes" may be the named."""
    match = _COUNTED.search(before)
    if (
        match is None
        or not trigger.plural
        or match.group("noun").lower() in people_words("bodies") | people_words("things")
    ):
        return []
    if match.group("noun").lower() in {"personnes", "hommes", "femmes"} and len(cast.held) > 1:
        return [p for p in cast.held if p.name]
    span = (trigger.sentence[0] + match.start("np"), trigger.sentence[0] + match.end("np"))
    return [cast.stranger(span, plural=True)]


def _nationals(cast: Cast, trigger: Trigger) -> list[Person]:
    """ "les quatre Danois arrêtés", "un Danois relâché": whoever is of that state, the nearest where one is meant."""
    nation = next(
        (n for n in cast.page.nations if n.form in {"adjective", "national"} and 0 <= trigger.span[0] - n.span[1] <= 2),
        None,
    )
    if nation is None:
        return []
    able = [p for p in cast.people if p.state == nation.code and not p.office and not p.body]
    named = [p for p in able if p.name]
    if trigger.plural:
        return named if len(named) > 1 else able[:1]
    able = [p for p in able if not p.plural and _agrees(p, trigger)]
    return sorted(able, key=lambda p: min(abs(s[0] - nation.span[0]) for s in p.mentions))[:1]


def _nationals_behind(cast: Cast, trigger: Trigger) -> list[Person]:
    """ "a acquitté deux Danois, P et Q": nationals of that state whom the page names."""
    near = [n for n in cast.page.nations if n.form == "national" and 0 <= n.span[0] - trigger.span[1] < 40]
    if not near or re.search(r"[.;:]", cast.page.flat[trigger.span[1] : near[0].span[0]]):
        return []
    named = [p for p in cast.people if p.name and p.state == near[0].code and not p.office and not p.body]
    return named if near[0].plural else sorted(named, key=lambda p: abs(p.span[0] - near[0].span[0]))[:1]


def _agrees(person: Person, trigger: Trigger) -> bool:
    return trigger.plural or person.gender is None or trigger.gender in {None, person.gender}


_COUNTS = {word: number for number, word in enumerate("deux trois quatre cinq six sept huit".split(), start=2)}
_LISTED = re.compile(rf"[^:;.«»]{{0,50}}?\b(?P<n>{'|'.join(_COUNTS)})\s+[a-zà-ÿœ][^:;.«»]{{3,140}}:\s", re.IGNORECASE)
""" "a arrêté deux plongeurs : la Danoise P et le Ghanéen Q"."""


def objects(cast: Cast, trigger: Trigger) -> Whom:
    """The persons of an active trigger: behind it, or before "que" ("P, que la police a arrêtée")."""
    page = cast.page
    named = cast.starting(trigger.span[1], trigger.sentence[1])
    if named:
        return named
    listed = _LISTED.match(page.flat, trigger.span[1], trigger.sentence[1])
    if listed:
        behind = [p for span, p in cast.spots if listed.end() <= span[0] < trigger.sentence[1] and not p.office]
        behind = list(dict.fromkeys(behind))
        if len(behind) >= 2:
            return behind[: _COUNTS[listed.group("n").lower()]]
    relative = re.search(
        r",?\s*(?:que|qu')\s*[^,;:.]{1,60}$", page.flat[trigger.sentence[0] : trigger.start], re.IGNORECASE
    )
    if relative:
        end = trigger.sentence[0] + relative.start()
        apposed = _APPOSITION.search(page.flat[trigger.sentence[0] : end] + ", ")
        return (
            cast.at_end(trigger.sentence[0], end)
            or (cast.at_end(trigger.sentence[0], trigger.sentence[0] + apposed.start()) if apposed else [])
            or cast.spoken_of(end, trigger.gender if trigger.gender == "f" else None, plural=trigger.plural)
        )
    described = [p for p in cast.people if p.name is None and 0 <= p.span[0] - trigger.span[1] < 40]
    if described:
        return described[:1]
    nationals = _nationals_behind(cast, trigger)
    if nationals:
        return nationals
    noun = re.match(
        r"\s+(?:le|la|l'|les|un|une|des|deux|trois|mon|ce|cet|cette)\s*(\w+)",
        page.flat[trigger.span[1] :],
        re.IGNORECASE,
    )
    if noun and noun.group(1).lower() in people_words("relatives"):
        return cast.spoken_of(trigger.start, None, plural=False) if page.quotation(trigger.start) else []
    person = noun and noun.group(1).lower() in people_words("persons") | {"accusé", "prévenu", "suspect", "intéressé"}
    return cast.spoken_of(trigger.start, None, plural=False) if person else []


_BARE = re.compile(
    r"(?:^|\d|\b(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b)[^:.]{0,12}[:–—-]\s*$|^\s*$",
    re.IGNORECASE,
)
""" "14 janvier : inculpation pour fraude": a line of a chronology."""
_OF = re.compile(r"(?:\s*,[^,]{1,40}?(?=,))*,?\s*(?:de|du|d'|des|pour|,? ce \w+, pour)\s*", re.IGNORECASE)


def of_noun(cast: Cast, trigger: Trigger) -> Whom:
    """ "l'arrestation de P", "son arrestation"."""
    page = cast.page
    for lead in (_OF.match(page.flat, trigger.span[1]),):
        named = cast.starting(lead.end(), trigger.sentence[1]) if lead else []
        if named:
            return named
    before = page.flat[trigger.sentence[0] : trigger.span[0]]
    opened = re.search(
        r"\b(?:ouver\w*|ouvre|commenc\w+|début\w+|repris|reprend)\b", page.flat[trigger.span[1] : trigger.span[1] + 70]
    )
    if trigger.act == "tried":
        own = re.search(r"\b(?:son|leur)\s+$", before)
        return cast.spoken_of(trigger.span[0], None, plural=False) if opened or own else None
    if (
        trigger.act == "exit_ban"
        or _BARE.search(before)
        or re.search(
            r"\b(?:son|sa|leur|votre|cette|l'|la|le|en|ordre de|ordre d'|mesure d[e'])\s*(?:\w+\s)?$",
            before,
            re.IGNORECASE,
        )
    ):
        described = [p for p in cast.people if p.name is None and 0 <= p.span[0] - trigger.span[1] < 12]
        return described or cast.spoken_of(trigger.span[0], None, plural=before.lower().rstrip().endswith("leur"))
    described = [p for p in cast.people if p.name is None and 0 <= p.span[0] - trigger.span[1] < 30]
    return described or None
