"""The people of a page: every name with its short forms, and those whom the text describes and does not name."""

from __future__ import annotations

import re

from habeas.claims import Span
from habeas.reading.french.descriptions import describe
from habeas.reading.french.names import Name
from habeas.reading.french.page import Page
from habeas.reading.french.person import Person
from habeas.reading.french.strangers import strangers, take_aliases, take_compatriots, take_home, take_predicates

__all__ = ["Person", "find_people"]


def find_people(page: Page) -> list[Person]:
    """Everybody named, in order of their full names, then those whom the text describes and does not name."""
    people: list[Person] = []
    for name in sorted(page.names, key=lambda n: (not n.full, n.span)):
        person = _known(people, name) if not name.full or people else None
        if person is None:
            person = Person(name=_spelled(page.text, name.span), span=name.span, mentions=[], body=name.group)
            people.append(person)
        person.mentions.append(name.span)
        person.gender = person.gender or _gender_of_title(name.title)
        person.office = person.office or name.title in {"me", "mes", "maître"}
    for person in people:
        person.mentions.sort()
        person.body = person.body or all(_is_place(page.flat, span) for span in person.mentions)
        person.office = person.office or any(
            _TURN.match(page.flat, span[1]) and _LINE.search(page.flat[: span[0]]) for span in person.mentions
        )
        person.office = person.office or any(_COUNSEL.search(page.flat[: span[0]][-60:]) for span in person.mentions)
        for span in person.mentions:
            describe(page, person, span)
    take_aliases(page, people)
    take_home(page, people)
    take_predicates(page, people)
    described = list(strangers(page, people))
    take_compatriots(page, people)
    return [*people, *described]


_COUNSEL = re.compile(
    r"\b(?:avocate?|conseil|défenseure?|consule?|ambassadeur|ambassadrice|porte-parole|ministre|procureure?|juge)\b, (?:le |la |l'|un |une )?(?:[A-ZÀ-Þ]?[a-zà-ÿ-]+ )?$"
)
""" "son conseil, le Genevois P"."""
_TURN = re.compile(r"\s?(?:, [^:\n]{2,40})?\s:\s?(?=[^\s])")
_LINE = re.compile(r"(?:^|\n)(?:[—–-]\s*)?(?:L'hon\.?|L'honorable|M\.|Mme|Me|(?:Le|La|L')\s?[a-zà-ÿ-]+)?\s*$")
_TO_SOMEBODY = re.compile(
    r"\b(?:quant|grâce|face|visite|hommage|soutien|merci|pens\w+|parl\w+|écri\w+|refus\w+|interdi\w*|permi\w*|permet\w*|inflig\w+|accord\w+|reproch\w+|demand\w+|ordonn\w+|impos\w+|signifi\w+|notifi\w+|reproche|impute|rend\w*|remis\w*|offert|donn\w+|promi\w*|tient|lié\w*|justice|liberté|asile|visa|passeport|procès|répond\w*|succéd\w+) à\s+$",
    re.IGNORECASE,
)
""" "quant à P", "a rendu visite à P": to somebody, at no place."""
_AT = re.compile(
    r"(?:(?<![\w'])(?:à|près d[eu]s?|au large d[eu]s?)\s+|\b(?:prison|centre|tribunal|camp|gare|port|aéroport|ville|rétention|instruction|rue|lac|quartier|caserne|village|région|province|cour|centrale|commissariat|aérodrome|colonie|frontière|district|appel|bagne|geôle|équipage|bord|fort|base|île|atoll|maison d'arrêt|pénitencier|pénitentiaire)\s+(?:[a-z]+\s+)?(?:de\s+|d'|du\s+|des\s+)|\b(?:cargo|voilier|navire|chalutier|palangrier|ferry|paquebot|pétrolier|vraquier|remorqueur|thonier)\s+(?:[a-zà-ÿ]+\s+)?)$", re.IGNORECASE
)  # fmt: skip


def _is_place(text: str, span: Span) -> bool:
    """ "la prison de Gants Khudag", "à Deve Bair": capitals that name a place."""
    lead = text[max(0, span[0] - 40) : span[0]]
    return _AT.search(lead) is not None and _TO_SOMEBODY.search(lead) is None


def _spelled(text: str, span: Span) -> str:
    return " ".join(text[slice(*span)].split())


def _known(people: list[Person], name: Name) -> Person | None:
    """The latest person of whose name this is a short form, or the other way round."""
    for person in reversed(people):
        words = set((person.name or "").lower().replace("’", "'").split())
        if set(name.words) <= words and not person.body:
            return person
    return None


def _gender_of_title(title: str) -> str | None:
    if title in {"m", "mm", "monsieur"}:
        return "m"
    return "f" if title in {"mme", "mmes", "mlle", "madame"} else None
