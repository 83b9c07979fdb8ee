"""People whom a page describes: those whom it names elsewhere learn from it whose nationals they are, the others stay unnamed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from habeas.reading.french.descriptions import gender_of, occupation
from habeas.reading.french.nations import Nation
from habeas.reading.french.page import Page
from habeas.reading.french.person import Person
from habeas.reading.french.words import people_words

_BEHIND = re.compile(r"\s+de \d+ ans|, dont [^,.;]*(?:nom|identité)[^,.;]*| dont [^,.;]*(?:nom|identité)(?:[^,.;]*)")


def strangers(page: Page, people: list[Person]) -> Iterator[Person]:
    """ "un étudiant omanais de 22 ans", "deux Danois": described, and no named person of the page is meant."""
    for nation in page.nations:
        found = _described(page, nation)
        if found is None or nation.code is None:
            continue
        definite = found.group("det").lower().rstrip() in _DEFINITE
        if not _same_as_named(page, nation, found, people) and not definite:
            yield _stranger(page, nation, found)


_DEFINITE = frozenset(
    {"le", "la", "l'", "ce", "cet", "cette", "les", "ces", "du", "des", "au", "aux", "de l'", "de la", "seul", "seule"}
)
_DESCRIBED = re.compile(
    r"(?<![\w'])(?P<det>une?|d'une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|le|la|l'|ce|cet|cette|les|ces|du|au|aux|des|(?:la |le )?seule?)(?:\s+|(?<='))(?P<np>(?:(?!(?:a|ont|est|sont|que|qui|par|dans|dont|et|pour|en|avait|à)\b)(?:[a-zà-ÿœ'-]+)\s+){0,5}?)$",
    re.IGNORECASE,
)


_IS = re.compile(r"(?:\b(?:il|elle)\s+(?:est|était)|\bnationalité\s?:|\bde nationalité)\s+$", re.IGNORECASE)


def take_predicates(page: Page, people: list[Person]) -> None:
    """ "elle est portugaise": of whoever was named last."""
    for nation in page.nations:
        if nation.form == "adjective" and _IS.search(page.flat[max(0, nation.span[0] - 16) : nation.span[0]]):
            near = [p for p in people if p.name and not p.office and not p.body and p.span[0] < nation.span[0]]
            if near and near[-1].state is None:
                near[-1].state = nation.code


def _described(page: Page, nation: Nation) -> re.Match[str] | None:
    """The determiner and noun before a demonym, where they describe people and no body or office."""
    if nation.form not in {"adjective", "national"}:
        return None
    start = page.sentence(nation.span[0])[0]
    matches = [
        _DESCRIBED.search(page.flat, at, nation.span[0])
        for at in range(max(start, nation.span[0] - 60), nation.span[0])
    ]
    found = next((m for m in reversed(matches) if m is not None), None)
    if found is None or (nation.form == "adjective" and not found.group("np").strip()):
        return None
    if nation.plural and found.group("det").lower() in {"les", "des"}:
        return None  # "les Danois" are a people or a police
    words = re.findall(r"[a-zà-ÿœ-]+", found.group("np").lower())
    barred = people_words("bodies") | people_words("relatives") | people_words("offices") | people_words("events")
    return None if any(word in barred for word in words) else found


def _same_as_named(page: Page, nation: Nation, found: re.Match[str], people: list[Person]) -> bool:
    """Whether the description is of people whom the page names; what it says goes to those of whom nothing is known."""
    able = [p for p in people if p.name and not p.office and not p.body and p.state in {None, nation.code}]
    able = [p for p in able if nation.plural or not (nation.gender and p.gender and nation.gender != p.gender)]
    blank = [p for p in able if p.state is None]
    ahead = [p for p in blank if p.mentions[0][0] < found.start()]
    have = [p for p in able if p.state == nation.code]
    wanted = _COUNTS.get(found.group("det").lower(), len(able) if nation.plural and not have else 1)
    meant = blank if nation.plural else (ahead[-1:] or blank[:1])
    for person in meant[: max(0, wanted - len(have))]:
        person.state = nation.code
        person.gender = person.gender or (nation.gender if person in ahead and not nation.plural else None)
        if not nation.plural:
            person.occupation = person.occupation or occupation(page, (found.start("np"), nation.span[0]))
    return bool(have or blank)


_COUNTS = {word: number for number, word in enumerate("deux trois quatre cinq six sept huit neuf dix".split(), start=2)}


def _stranger(page: Page, nation: Nation, found: re.Match[str]) -> Person:
    behind = _BEHIND.match(page.flat, nation.span[1])
    determiner = found.group("det").lower()
    start = found.start("det") + (2 if determiner.startswith("d'") else 0)
    span = (start, behind.end() if behind else nation.span[1])
    role = page.text[slice(*span)]
    return Person(
        name=None, span=span, mentions=[span], gender=nation.gender or gender_of(role.split()[0].lower(), []),
        state=nation.code, occupation=occupation(page, span), role=role, plural=not determiner.startswith(("un", "d'")),
    )  # fmt: skip


def take_aliases(page: Page, people: list[Person]) -> None:
    """A name that stands alone between quotation marks, or in another script behind a name, is another name of the person before it."""
    for person in people:
        quotation = page.quotation(person.span[0])
        earlier = [p for p in people if p is not person and not p.body and p.span[0] < person.span[0]]
        if quotation and quotation.inner == person.span and earlier and len(person.mentions) == 1:
            person.body = True
            earlier[-1].aliases.append(person.name or "")
        script = next((m for span in person.mentions if (m := _SCRIPT.match(page.text, span[1]))), None)
        if script:
            person.aliases.append(script.group("name").strip())


_SCRIPT = re.compile(r"[»\s]*\((?P<name>[^\W\da-zA-ZÀ-ɏ][^()a-zA-Z]*?)\s*(?=[a-z(),]|\))")
_HOME = re.compile(
    r"\b(?:rentrée?s?|regagn\w+|rapatri\w+)\s+(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|enfin)\s+)?(?:en|au|aux|à|vers)?\s*(?:la |le |l')?$",
    re.IGNORECASE,
)


def take_home(page: Page, people: list[Person]) -> None:
    """ "elle est rentrée en Suède": home, where nothing else tells whose national somebody is."""
    blank = [p for p in people if p.name and p.state is None and not p.office and not p.body]
    for nation in page.nations if len(blank) == 1 else ():
        if (
            nation.code
            and nation.form in {"name", "capital"}
            and _HOME.search(page.flat[max(0, nation.span[0] - 45) : nation.span[0]])
        ):
            blank[0].state = blank[0].state or nation.code


_OWN = re.compile(
    r"\b(?:(?:ses|nos|leurs) (?:ressortissant|citoyen|compatriote|nationa)\w*|(?:notre|son|leur) (?:compatriote|ressortissante?))\b",
    re.IGNORECASE,
)


def take_compatriots(page: Page, people: list[Person]) -> None:
    """ "deux de ses ressortissants": nationals of whoever speaks, the state named first in the sentence, else before it."""
    match = _OWN.search(page.flat)
    blank = [p for p in people if p.name and p.state is None and not p.office and not p.body]
    if match is None or not blank:
        return
    sentence = page.sentence(match.start())
    named = [n for n in page.nations if n.code and n.form != "city" and sentence[0] <= n.span[0] < match.start()]
    whole = [n for n in page.nations if n.code and n.form != "city" and n.span[0] < match.start()]
    first = next(iter(named or whole), None)
    for person in blank:
        person.state = first.code if first else None
