"""The people of a page: every name with its short forms, what the text calls them, whose nationals they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from habeas.claims import Party, Span
from habeas.reading.french.names import Name
from habeas.reading.french.nations import Nation
from habeas.reading.french.page import Page
from habeas.reading.french.words import any_of, lexicon, people_words


class Person(msgspec.Struct, eq=False):
    """Somebody on the page; filled while it is read.

    Attributes:
        name: the fullest form of the name; None for somebody unnamed.
        span: where that form, or the description, stands.
        mentions: where any form stands, in order.
        gender: `m`, `f` or None.
        state: whose national; for an office, the state that is spoken for.
        occupation: the shortest words for what they do.
        role: the office or description.
        office: they speak for a state, a court or a client.
        body: the name is a publisher's, a society's or another body's.
        plural: an unnamed group.
        aliases: other names, as the text writes them.
    """

    name: str | None
    span: Span
    mentions: list[Span] = []
    gender: str | None = None
    state: str | None = None
    occupation: str | None = None
    role: str | None = None
    office: bool = False
    body: bool = False
    plural: bool = False
    aliases: list[str] = []

    @property
    def party(self) -> Party:
        """As claims carry them."""
        role = self.role if self.name is None or self.office else self.occupation
        return Party(name=self.name, state=self.state, role=role, anonymous=self.name is None, span=self.span)


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
        for span in person.mentions:
            _describe(page, person, span)
    _aliases(page, people)
    _returned(page, people)
    described = list(_unnamed(page, people))
    _compatriots(page, people)
    return [*people, *described]


_TURN = re.compile(r"\s?(?:, [^:\n]{2,40})?\s:\s")
_LINE = re.compile(r"(?:^|\n)[^.:«»\n]{0,25}$")
_AT = re.compile(
    r"(?:(?<![\w'])(?:à|près d[eu]s?|au large d[eu]s?)\s+|\b(?:prison|centre|tribunal|camp|gare|port|aéroport|ville|rétention|instruction|rue|lac|quartier|caserne|village|région|province|cour|centrale|commissariat|aérodrome|colonie|frontière|district|appel|bagne|geôle)\s+(?:[a-z]+\s+)?(?:de\s+|d'|du\s+|des\s+)?)$", re.IGNORECASE
)  # fmt: skip


def _is_place(text: str, span: Span) -> bool:
    """ "la prison de Gants Khudag", "à Deve Bair": capitals that name a place."""
    return _AT.search(text[max(0, span[0] - 40) : span[0]]) is not None


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


_DET = r"(?:\b(?:le|la|les|un|une|du|des|au|ce|cet|cette|ces|son|sa|leur|notre|votre|mon|ma|nos|deux|trois|quatre)\s+|\bl'|\b(?:ancien|ancienne)\s+)"
_DETERMINER = re.compile(_DET, re.IGNORECASE)
_STOP = re.compile(
    r"\b(?:a|ont|est|sont|était|étaient|avait|avaient|été|que|qui|qu|dont|où|par|avec|pour|contre|dans|chez|selon|depuis|et|mais|comme|il|elle|ils|elles|y|se|s|n|ne|pas|plus|puis|ait|avoir|être|on|jeudi|lundi|mardi|mercredi|vendredi|samedi|dimanche|hier)\b",
    re.IGNORECASE,
)
_CUT = re.compile(r"[.;:«»()\n—–!?\"]")
_LEAD_TITLE = re.compile(r"(?:\b(?:M|MM|Mme|Mmes|Mlle|Me|Dr|Pr|Monsieur|Madame|Maître)\.?\s+)$")


def _describe(page: Page, person: Person, span: Span) -> None:
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


def _before(text: str, start: int) -> Span | None:
    """The noun phrase that ends where a name begins: from its outermost determiner."""
    window = text[max(0, start - 110) : start]
    base = start - len(window)
    titled = _LEAD_TITLE.search(window)
    window = window[: titled.start()] if titled else window
    stripped = window.rstrip().removesuffix(",")
    cut = max((m.end() for m in _CUT.finditer(stripped)), default=0)
    cut = max(cut, stripped.rfind(",") + 1)
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
    r"(?:\w+(?:é|ée|és|ées|ait)|à|au|aux|en|de|du|d'\w+|des|dans|sur|par|pour|selon|qui|que|qu'\w+|dont|où|et|mais|a|ont|est|sont|avait|lui|elle|il|ne|n'\w+|se|s'\w+|puis|alors|avant|après|depuis|lors|tous?|mis|mise|pris|prise|venu|venue|soit|disent|dit|on|j'\w+|c'\w+|y|déjà|toujours|seule?|arrêté\w*|détenu\w*|retenu\w*|rendu\w*|reconnue?|comme|même|non|sans|faute|lequel|laquelle)\b",
    re.IGNORECASE,
)


_SPEAKING = any_of(
    [*lexicon().speech["say"], *lexicon().speech["deny"], *lexicon().appeals["verbs"], "demeure", "reste"]
)


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
        if fits:
            stop = _STOP.search(desc, 4)
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
        person.state = person.state or _spoken_for(page.flat, nations)
    else:
        own = _nationality(page.flat, noun, nations)
        person.state = person.state or own
        person.occupation = person.occupation or occupation(page, span)
    person.gender = person.gender or _gender(lead.group().strip().lower() if lead else "", nations)


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


def _gender(determiner: str, nations: list[Nation]) -> str | None:
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
    if lead and not lead.group().lower().startswith("ancien"):
        start = lead.end()
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


_BEHIND = re.compile(r"\s+de \d+ ans|, dont [^,.;]*(?:nom|identité)[^,.;]*| dont [^,.;]*(?:nom|identité)(?:[^,.;]*)")


def _unnamed(page: Page, people: list[Person]) -> Iterator[Person]:
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
    if any(p.state == nation.code for p in able):
        return True
    for person in blank if nation.plural else (ahead[-1:] or blank[:1]):
        person.state = nation.code
        person.gender = person.gender or (nation.gender if person in ahead and not nation.plural else None)
        if not nation.plural:
            person.occupation = person.occupation or occupation(page, (found.start("np"), nation.span[0]))
    return bool(blank)


def _stranger(page: Page, nation: Nation, found: re.Match[str]) -> Person:
    behind = _BEHIND.match(page.flat, nation.span[1])
    determiner = found.group("det").lower()
    start = found.start("det") + (2 if determiner.startswith("d'") else 0)
    span = (start, behind.end() if behind else nation.span[1])
    role = page.text[slice(*span)]
    return Person(
        name=None, span=span, mentions=[span], gender=nation.gender or _gender(role.split()[0].lower(), []),
        state=nation.code, occupation=occupation(page, span), role=role, plural=not determiner.startswith(("un", "d'")),
    )  # fmt: skip


def _aliases(page: Page, people: list[Person]) -> None:
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


def _returned(page: Page, people: list[Person]) -> None:
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


def _compatriots(page: Page, people: list[Person]) -> None:
    """ "deux de ses ressortissants": nationals of whoever speaks, the state named first in the sentence, else on the page."""
    match = _OWN.search(page.flat)
    blank = [p for p in people if p.name and p.state is None and not p.office and not p.body]
    if match is None or not blank:
        return
    sentence = page.sentence(match.start())
    named = [n for n in page.nations if n.code and n.form != "city" and sentence[0] <= n.span[0] < match.start()]
    first = next(iter(named or [n for n in page.nations if n.code]), None)
    for person in blank:
        person.state = first.code if first else None
