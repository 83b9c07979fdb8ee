"""Descriptions: what stands before a name and behind it, and what that tells of its bearer: office or occupation, nationality, gender."""

from __future__ import annotations

import re
from collections.abc import Iterator

from habeas.claims import Span
from habeas.reading.french.nations import Nation
from habeas.reading.french.page import Page
from habeas.reading.french.person import Person
from habeas.reading.french.words import any_of, lexicon, people_words

_DET = r"(?:\b(?:le|la|les|un|une|du|des|au|ce|cet|cette|ces|son|sa|leur|notre|votre|mon|ma|nos|deux|trois|quatre|cinq|six|sept|huit|neuf|dix)\s+|\bl'|\b(?:ancien|ancienne)\s+)"
_DETERMINER = re.compile(_DET, re.IGNORECASE)
_STOP = re.compile(
    r"\b(?:a|ont|est|sont|était|étaient|avait|avaient|été|que|qui|qu|dont|où|par|avec|pour|contre|dans|chez|selon|depuis|et|mais|comme|il|elle|ils|elles|y|se|s|n|ne|pas|plus|puis|ait|avoir|être|on|jeudi|lundi|mardi|mercredi|vendredi|samedi|dimanche|hier)\b",
    re.IGNORECASE,
)
_CUT = re.compile(r"[.;:«»()\n—–!?\"]")
_LEAD_TITLE = re.compile(r"(?:\b(?:M|MM|Mme|Mmes|Mlle|Me|Dr|Pr|Monsieur|Madame|Maître)\.?\s+)$")


def describe(page: Page, person: Person, span: Span) -> None:
    """What stands before a name and, in apposition, behind it."""
    before = _before(page.flat, span[0])
    if before is not None:
        _take(page, person, before)
    for after in _after(page.flat, span[1]):
        _take(page, person, after)
    predicate = _PREDICATE.match(page.flat, span[1])
    if predicate and not _NO_NOUN.match(predicate.group("desc")):
        _take(page, person, predicate.span("desc"))
    noun = next((n for n in page.nations if n.form == "national" and _beside(page.flat, n.span, span)), None)
    if noun is not None and not noun.plural and not person.office:
        person.state, person.gender = person.state or noun.code, person.gender or noun.gender


def _beside(text: str, noun: Span, name: Span) -> bool:
    """ "le Danois NAME", "NAME, Danois,"."""
    ahead = noun[1] <= name[0] <= noun[1] + 2 and not text[noun[1] : name[0]].strip(" ,")
    return ahead or (noun[0] == name[1] + 2 and text[name[1] : noun[0]] == ", ")


_PREDICATE = re.compile(r"\s+(?:est|était)\s+(?P<desc>(?:une?\s+)?[a-zà-ÿœ][^,.;:()«»\n]{3,60})(?=[,.;\n]|$)")


_FRONTED = re.compile(r"\s*(?P<desc>[A-ZÀ-Þ][a-zà-ÿœ-]+ (?:[a-zà-ÿœ-]+|d'[a-zà-ÿ]+)\b[^,]{0,70})$")
""" "Ingénieur danois d'une firme étrangère, NAME": the noun that opens a sentence."""


def _before(text: str, start: int) -> Span | None:
    """The noun phrase that ends where a name begins: from its outermost determiner."""
    window = text[max(0, start - 110) : start]
    base = start - len(window)
    titled = _LEAD_TITLE.search(window)
    window = window[: titled.start()] if titled else window
    if window.rstrip(" ").endswith("\n"):
        return None
    stripped = window.rstrip().removesuffix(",")
    cut = max((m.end() for m in _CUT.finditer(stripped)), default=0)
    cut = max(cut, stripped.rfind(",") + 1)
    fronted = _FRONTED.match(stripped, cut) if window.rstrip().endswith(",") else None
    if fronted and not _NO_NOUN.match(fronted.group("desc")) and not _STOP.search(fronted.group("desc")):
        return (base + fronted.start("desc"), base + len(stripped))
    found: Span | None = None
    for match in _DETERMINER.finditer(stripped, cut):
        phrase = stripped[match.end() :]
        if phrase[:1].islower() and not _STOP.search(phrase) and not _OPEN.search(phrase):
            head = _head(phrase)
            inner = (base + match.start(), base + len(stripped))
            outer_holds = found is not None and (head in people_words("bodies") or head in people_words("events"))
            found = found if outer_holds else inner
    comma = window.rstrip().endswith(",")
    governed = found is not None and _GOVERNED.search(text[max(0, found[0] - 8) : found[0]])
    return None if comma and governed else found


_GOVERNED = re.compile(r"\b(?:sur|dans|à|en|pour|par|lors|depuis|après|selon)\s+$", re.IGNORECASE)


_OPEN = re.compile(r"(?:\b(?:de|des|du|à|en|sur|au|aux)|\bd')\s*$", re.IGNORECASE)


def _head(phrase: str) -> str:
    return re.split(r"[\s,]", phrase.lower().strip(), maxsplit=1)[0]


_APPOSED = re.compile(
    r"\s*(?:,|\()\s*(?:(?:âgée? de )?\d+ ans\s*,\s*)?(?P<desc>(?:(?:un|une|le|la|des|les)\s+|l')?[^\W\dA-Z][^,.;:()«»\n—]{2,90})(?=[,.;:()\n—]|$)"
)
_NO_NOUN = re.compile(
    r"(?:\w+(?:é|ée|és|ées|ait)|à|au|aux|en|de|du|d'\w+|des|dans|sur|par|pour|selon|qui|que|qu'\w+|dont|où|et|mais|a|ont|est|sont|avait|lui|elle|il|ne|n'\w+|se|s'\w+|puis|alors|avant|après|depuis|lors|tous?|mis|mise|pris|prise|venu|venue|soit|disent|dit|on|j'\w+|c'\w+|y|déjà|toujours|seule?|arrêté\w*|détenu\w*|retenu\w*|rendu\w*|reconnue?|comme|même|non|sans|faute|lequel|laquelle|doit|doivent|peut|va|vont)\b",
    re.IGNORECASE,
)


_SPEAKING = any_of(
    [*lexicon().speech["say"], *lexicon().speech["deny"], *lexicon().appeals["verbs"], "demeure", "reste"]
)


_VERB = re.compile(r"(?:a|ont|est|sont|était|étaient|avait|avaient)", re.IGNORECASE)


def _after(text: str, end: int) -> Iterator[Span]:
    match = _APPOSED.match(text, end)
    for _ in range(2):
        if match is None:
            return
        desc = match.group("desc")
        bare = not _DETERMINER.match(desc)
        fits = not (bare and _SPEAKING.match(desc)) and not _NO_NOUN.match(
            re.sub(r"^(?:une?|le|la|les|des)\s+|^l'", "", desc, flags=re.IGNORECASE)
        )
        stop = _STOP.search(desc, 4) if fits else None
        if fits and not (stop and not bare and _VERB.fullmatch(stop.group())):  # "P, détenu ici, une chaîne a ..."
            length = stop.start() if stop else len(desc.rstrip())
            yield (match.start("desc"), match.start("desc") + length)
        match = _APPOSED.match(text, match.end())


def _take(page: Page, person: Person, span: Span) -> None:
    """A description's bearing on a person: office or occupation, nationality, gender."""
    text = page.flat[slice(*span)]
    lead = _DETERMINER.match(text)
    noun = text[lead.end() if lead and not lead.group().lower().startswith("ancien") else 0 :].strip()
    head = _head(noun)
    nations = page.nations_in(span)
    if not noun or head in people_words("relatives") or head in people_words("events"):
        return
    if head in people_words("bodies") - people_words("offices"):
        person.body = person.body or _names_body(page.flat, span, noun)
        return
    office = not noun.lower().startswith(("ancien", "ex-")) and _is_office(noun)
    if office:
        person.office, person.role = True, person.role or noun
        person.occupation = person.occupation or occupation(page, span)
        person.state = person.state or _spoken_for(page.flat, nations)
    else:
        own = _nationality(page.flat, noun, nations)
        person.state = person.state or own
        person.occupation = person.occupation or occupation(page, span)
    person.gender = person.gender or gender_of(lead.group().strip().lower() if lead else "", nations)


def _names_body(text: str, span: Span, noun: str) -> bool:
    """ "le quotidien kirghiz NAME": not "à la presse NAME", nor "la cour acquitte NAME"."""
    behind = re.match(
        r"[\w'-]+\s*(?:$|d[eu']|[a-zà-ÿ-]+(?:ais|ois|ien|aine?|ique|ain|al|ale|aise|oise|ienne|gache|iz|oc)?\s*$)", noun
    )
    addressed = re.search(r"\b(?:à|au|dans|par)\s+$", text[max(0, span[0] - 6) : span[0]])
    verb = re.match(r"[\w'-]+\s+[a-z]+(?:e|ent|a)$", noun) and not re.match(
        r"[\w'-]+\s+\w+(?:ienne|aise|oise|aine|ale|que|che|ne)$", noun
    )
    return behind is not None and addressed is None and not verb


def _is_office(noun: str) -> bool:
    words = re.findall(r"[\w'-]+", noun.lower())
    if words and words[0] in {"capitaine", "patron", "guide", "chef"} and len(words) > 1 and words[1] in {"au", "de"}:
        return False
    return any(word in people_words("offices") for word in words[:2])


def _spoken_for(text: str, nations: list[Nation]) -> str | None:
    """The state of an office: the first that is not only where it sits ("à Paris")."""
    for nation in nations:
        if nation.code and not re.search(
            r"\b(?:à|en|au)\s+$", text[max(0, nation.span[0] - 5) : nation.span[0]], re.IGNORECASE
        ):
            return nation.code
    return None


def _nationality(text: str, noun: str, nations: list[Nation]) -> str | None:
    for nation in nations:
        if nation.form in {"adjective", "national"}:
            return nation.code
        before = text[max(0, nation.span[0] - 12) : nation.span[0]]
        if nation.form == "name" and re.search(r"\b(?:de|du|des|de la|de l'|d')\s*$", before):
            return nation.code
    return None


def gender_of(determiner: str, nations: list[Nation]) -> str | None:
    """`m` or `f` by the determiner, else by the demonym beside it; None where neither shows it."""
    if determiner in {"le", "un", "du", "ce", "cet", "au"}:
        return "m"
    if determiner in {"la", "une", "cette", "sa", "ma"}:
        return "f"
    return next((n.gender for n in nations if n.gender and not n.plural), None)


_TAIL = re.compile(
    r"\s+(?:de nationalité|soupçonn\w+|accus\w+|arrêt\w+|détenu\w*|retenu\w*|emprisonn\w+|incarcér\w+|écrou\w+|installé\w*|âgé\w*|établi\w*|connu\w*|inculpé\w*|basé\w*|poursuivi\w*|à|aux?|en poste|de \d+ ans|d'une \w+aine)\b.*$",
    re.IGNORECASE,
)


def occupation(page: Page, span: Span) -> str | None:
    """The shortest words of a description that say what somebody does; None where it says nothing of the kind."""
    start, end = span
    lead = _DETERMINER.match(page.flat, start, end)
    while lead and not lead.group().lower().startswith("ancien"):
        start = lead.end()
        lead = _DETERMINER.match(page.flat, start, end)
    for nation in page.nations_in((start, end)):
        cut = nation.span[0]
        before = re.search(r"\s*(?:d'|de l'|de la|de|du|des)?\s*$", page.flat[start:cut], re.IGNORECASE)
        end = min(end, start + before.start() if before else cut)
    tail = _TAIL.search(page.flat, start, end)
    end = tail.start() if tail else end
    words = page.text[start:end].strip(" ,")
    head = re.split(r"\s", words.lower(), maxsplit=1)[0] if words else ""
    barred = people_words("not_occupations") | people_words("relatives") | people_words("bodies")
    if not words or head in barred or not words[0].isalpha() or len(words.split()) > 6 or head.endswith("'"):
        return None
    return words
