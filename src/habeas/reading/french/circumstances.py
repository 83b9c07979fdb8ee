"""Circumstances of a custody act: when, where, on what grounds, at whose request, by whose authorities."""

from __future__ import annotations

import re

from habeas.claims import Span
from habeas.reading.french.nations import Nation
from habeas.reading.french.page import Page
from habeas.reading.french.triggers import Trigger
from habeas.reading.french.words import any_of, lexicon, people_words
from habeas.text.dates import bounds
from habeas.text.written_dates import DateMention

_SPEECH = any_of([*lexicon().speech["say"], *lexicon().speech["deny"], *lexicon().appeals["verbs"]])
_OTHER_EVENT = re.compile(
    r"\b(?:a|ont|avait|avaient|est|sont|était)\s+(?:\w+ment\s+|bien\s+|ensuite\s+)?(?P<verb>[a-zà-ÿ]+(?:é|i|u|it|is)e?s?)\b",
    re.IGNORECASE,
)


def dates_of(page: Page, triggers: list[Trigger]) -> dict[Trigger, DateMention]:
    """The date of each trigger that has one: each date goes to the nearest event of its sentence, be it told here or not."""
    found: dict[Trigger, tuple[int, DateMention]] = {}
    for mention in page.dates:
        if _lies_ahead(page, mention):
            continue
        best, cost = _event(page, triggers, mention)
        if best is not None and (best not in found or cost < found[best][0]):
            found[best] = (cost, mention)
    return {trigger: mention for trigger, (_, mention) in found.items()}


def _event(page: Page, triggers: list[Trigger], mention: DateMention) -> tuple[Trigger | None, int]:
    """The trigger to which a date belongs, with how far it stands; None where another event has it."""
    sentence = page.sentence(mention.span[0])
    own = [t for t in triggers if t.sentence == sentence and _together(page, t.span[0], mention.span[0])]
    if not own:
        return None, 0
    best = min(own, key=lambda t: (_cost(page, t.span, mention.span), t.span))
    cost = _cost(page, best.span, mention.span)
    others = [o for o in _other_events(page, sentence, own) if _cost(page, o, mention.span) < cost]
    if not others:
        return best, cost
    verb = _main_verb(page, own, others)
    if verb is not None:
        return verb, cost + 200
    spoken = any(_SPEECH.match(page.flat, other[0]) for other in others)
    aside = best.voice in {"reduced", "state", "noun"}  # an aside has no part in the main verb's day
    return (None, 0) if spoken or aside else (best, cost + 200)


def _other_events(page: Page, sentence: Span, own: list[Trigger]) -> list[Span]:
    """Verbs of a sentence that are no words of custody."""
    others = [m.span() for m in _SPEECH.finditer(page.flat, *sentence)]
    others += [m.span("verb") for m in _OTHER_EVENT.finditer(page.flat, *sentence)]
    return [o for o in others if not any(t.start <= o[0] < t.span[1] for t in own)]


def _lies_ahead(page: Page, mention: DateMention) -> bool:
    """A day after that of publication is none on which something happened."""
    first = bounds(mention.edtf)[0]
    last = bounds(page.anchor)[1] if page.anchor else None
    return first is not None and last is not None and first > last


_OPENED = re.compile(r"(?:ouvert|commencé|débuté|repris|ordonné|prononcé|décidé|accordé)\w*$", re.IGNORECASE)


def _main_verb(page: Page, own: list[Trigger], others: list[Span]) -> Trigger | None:
    """ "le procès s'est ouvert lundi", "a ordonné mardi la libération": the day of the verb is that of its noun."""
    nouns = [t for t in own if t.voice == "noun" and t.act in {"tried", "released"}]
    opened = any(_OPENED.search(page.flat[slice(*other)]) for other in others)
    return nouns[0] if nouns and opened else None


def _together(page: Page, one: int, other: int) -> bool:
    """Both within the same quotation, or both outside any."""
    return page.quotation(one) == page.quotation(other)


_ANSWER = re.compile(
    r"\s*(?:(?:R|Réponse)\s?[.:\s—–-]*|[—–-])?\s*(?:Oui, )?(?:(?:le|en|depuis|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+)*$",
    re.IGNORECASE,
)


def answered(page: Page, triggers: list[Trigger], dates: dict[Trigger, DateMention]) -> dict[Trigger, DateMention]:
    """The dates with those that an answer gives to a question, and those that a verdict and its sentence share."""
    found = dict(dates)
    for trigger in triggers:
        if trigger in found:
            continue
        if page.flat[slice(*trigger.sentence)].rstrip().endswith("?"):
            mention = next((d for d in page.dates if d.span[0] > trigger.sentence[1]), None)
            if mention and _ANSWER.fullmatch(page.flat[trigger.sentence[1] : mention.span[0]]):
                found[trigger] = mention
        beside = [
            t for t in triggers if t.sentence == trigger.sentence and {t.act, trigger.act} == {"convicted", "sentenced"}
        ]
        told = any(t in found and t.act == trigger.act and t.sentence == trigger.sentence for t in triggers)
        shared = None if told else next((t for t in beside if t in found), None)
        if shared:
            found[trigger] = found[shared]
    return found


_FRONTED = re.compile(
    r"(?:^|[,.;:!?▶•\n—–(«]|\bet|\bpuis)\s*(?:(?:le|en|du|ce|dès|depuis|hier|dimanche|lundi|mardi|mercredi|jeudi|vendredi|samedi)\s+)*$",
    re.IGNORECASE,
)


def _cost(page: Page, event: Span, date: Span) -> int:
    """How far a date stands from an event: characters, and what is in between."""
    left, right = (event, date) if event[0] <= date[0] else (date, event)
    between = page.flat[left[1] : right[0]]
    commas = len(re.findall(r",", between))
    if date[0] < event[0]:
        fronted = _FRONTED.search(page.flat[max(0, date[0] - 12) : date[0]])
        commas = max(0, commas - 1) if fronted else commas + 1
    joints = len(re.findall(r"\b(?:et|puis|mais|tandis que|alors que|après|avant|qui|que)\b|qu'", between))
    return len(between) + 25 * commas + 30 * joints + 60 * len(re.findall(r"[;:]", between))


_SITE = r"(?:prison|maison d'arrêt|rnaison d'arrêt|aéroport|centre(?: de rétention| pénitentiaire| correctionnel| de détention)?|gare(?: centrale)?|port|caserne|palais de justice|commissariat|poste de (?:police|passage|frontière)|pénitencier|camp|geôles?|couvent|hôpital|barrage|frontière|établissement)"
_CAPITAL = r"[A-ZÀ-ÞŠŽČŁĐ][\wʻ'-]*(?:[ -](?:(?:de|du|des|la|le|el|al|sur)[ -])?[A-ZÀ-ÞŠŽČŁĐ][\wʻ'-]*)*"
_PLACE = re.compile(
    rf"\b(?:à|au|aux|en|dans|près d[eu]s?|au large d[eu]s?|depuis|du|de la|d'|vers)\s*(?:la |le |les |l'|un |une )?(?P<place>{_SITE}(?:\s+(?:civile|centrale|n° ?\d+))?(?:\s+(?:de la |du |de |d'|des )?{_CAPITAL})?|(?:(?:hôtel|ville|village|région|province) de )?{_CAPITAL})"
)


def place_of(page: Page, trigger: Trigger, stop: int) -> Span | None:
    """Where: behind the trigger, up to `stop`; a country's own name and a person's are no places."""
    for match in _PLACE.finditer(page.flat, trigger.span[1], stop):
        span = match.span("place")
        country = any(n.span[0] == span[0] and n.form not in {"capital", "city"} for n in page.nations)
        person = any(name.span[0] <= span[0] < name.span[1] and name.full and name.title for name in page.names)
        lead = match.group().split()[0].lower()
        if country or person or (lead in {"du", "de", "d'", "vers"} and not re.match(_SITE, page.flat[slice(*span)])):
            continue
        return span
    return None


_BREAK = re.compile(r"[;:]|\s—\s|,?\s+(?:après|avant|tandis|alors|mais|où|puis|dont)\b|,\s+(?:et|qui|que|qu')")


def clause(page: Page, trigger: Trigger, triggers: list[Trigger]) -> Span:
    """The part of the sentence that is about a trigger: up to the next one and to words that lead elsewhere."""
    start, end = trigger.sentence
    for other in triggers:
        if other.sentence == trigger.sentence and other.span[0] > trigger.span[1]:
            end = min(end, other.start)
        if other.sentence == trigger.sentence and other.span[1] <= trigger.start:
            start = max(start, other.span[1])
    for match in _BREAK.finditer(page.flat, *trigger.sentence):
        if trigger.span[1] <= match.start() < end:
            end = match.start()
            break
        if start < match.end() <= trigger.start:
            start = match.end()
    return (start, end)


_REQUEST = re.compile(
    r"\b(?:à la (?:demande|requête)|mandat|notice|demande d'extradition|avis de recherche)\b[^;.]{0,40}?\b(?:de|du|des|d'|par)\s*(?:la |le |l'|les )?$",
    re.IGNORECASE,
)


def requester(page: Page, trigger: Trigger) -> Nation | None:
    """The state at whose request: "à la demande du Pérou", "un mandat émis par Nairobi"; also in the sentence before."""
    place = page.sentences.index(trigger.sentence)
    start = page.sentences[place - 1][0] if place else trigger.sentence[0]
    for nation in page.nations_in((start, trigger.sentence[1])):
        lead = page.flat[max(start, nation.span[0] - 90) : nation.span[0]]
        if nation.code and nation.form in {"name", "capital", "metonym", "ministry"} and _REQUEST.search(lead):
            return nation
    return None


_GROUNDS = re.compile(
    r"\s*[^;.:]{0,70}?(?:\bpour (?!la |le |les |lui|elle|eux|que |qu'|sa |son )|\bd'(?=[a-zé])|\bde (?=\w+(?:\s+\w+)?)|\bsoupçonnée?s? d[e']\s*|\baccusée?s? d[e']\s*|\ben possession d|\bfaute de )(?P<words>[^,;.:()]{3,90})"
)
_CHARGE = re.compile(r"\s+(?:de |d'|du chef de |des chefs de |pour )(?P<words>[^,;.:()]{3,90})")
_FOR = re.compile(
    r"[^;.:]{0,90}?\b(?:pour(?= (?!la nuit|le moment|lui|elle|eux|que|qu'|sa |son |leur ))|pour (?:soupçons? d[e']|motif d[e'])|soupçonnée?s? d[e']|accusée?s? d[e'])\s*(?P<words>[^,;.:()]{3,90})"
)
_TAIL = re.compile(
    r"\s+(?:le \d|en (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)|depuis|à l'issue|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|avant|après|et condamné)\b.*$|\s+(?:et|mais)\s*$|\s+à\s+[A-ZÀ-Þ].*$"
)


def grounds_of(page: Page, trigger: Trigger, stop: int) -> str | None:
    """The stated reason in the text's own words: what follows "pour", for a charge also "de"."""
    charge = trigger.act in {"charged", "convicted"} and trigger.voice != "noun"
    match = (_CHARGE.match(page.flat, trigger.span[1], stop) if charge else None) or _FOR.match(
        page.flat, trigger.span[1], stop
    )
    if match is None:
        return None
    start, end = match.span("words")
    if any(start <= name.span[0] < end for name in page.names):
        return None  # "relaxe pour P": whom, not what for
    tail = _TAIL.search(page.flat, start, end)
    return page.text[start : tail.start() if tail else end].strip() or None


_BY = re.compile(
    r"\bpar\s+(?!l'avion|le (?:vol|train|bateau|ferry)|avion|bateau|train|la (?:route|suite|voie)|voie|conséquent|ailleurs)",
    re.IGNORECASE,
)
_TOWARDS = re.compile(r"\b(?:vers|pour|à destination d\w*)\s+(?:le |la |l')?$", re.IGNORECASE)
_IN = re.compile(
    r"\b(?:à|au|aux|en|dans|près d[eu]|au large d[eu]|de|du|des|d'|depuis)\s*(?:la |le |les |l')?$|-$", re.IGNORECASE
)


def agent(page: Page, trigger: Trigger, within: Span) -> Nation | None:
    """The state whose authorities act: behind "par", or the subject of an active verb."""
    if trigger.voice in {"passive", "reduced", "noun", "state"}:
        lead = _BY.search(page.flat, trigger.span[1], within[1])
        return next(
            (n for n in page.nations if n.code and lead and lead.end() <= n.span[0] < min(within[1], lead.end() + 60)),
            None,
        )
    before = [n for n in page.nations if n.code and within[0] <= n.span[0] and n.span[1] <= trigger.start]
    return next((n for n in before if not about_person(page, n)), None)


def about_person(page: Page, nation: Nation) -> bool:
    """ "le pêcheur danois": a demonym of people, not of a police."""
    lead = page.flat[max(0, nation.span[0] - 40) : nation.span[0]]
    words = re.findall(r"[\wà-ÿ-]+", lead.lower())[-4:]
    return (
        nation.form in {"adjective", "national"}
        and not nation.plural
        and not any(w in people_words("bodies") for w in words)
    )


_HOME = re.compile(
    r"\b(?:rentr\w+|regagn\w+|retourn\w+|renvoy\w+|atterri\w*|rapatri\w+|repart\w+|vi(?:t|vent|vait)|habit\w+|résid\w+|installée?s?|né\w*)\s+(?:\w+\s+)?(?:en|au|aux|à|vers|pour)\s*(?:la |le |l')?$",
    re.IGNORECASE,
)


def goes_home(page: Page, nation: Nation) -> bool:
    """ "est rentrée en Suède": where somebody returns to, and no place of the act."""
    return _HOME.search(page.flat[max(0, nation.span[0] - 40) : nation.span[0]]) is not None


def place_state(page: Page, trigger: Trigger, within: Span) -> Nation | None:
    """The state of the place: behind the trigger first, else before it."""
    if trigger.act in {"deported", "exchanged"}:
        return None
    spots = [
        n
        for n in page.nations_in(within)
        if n.code and n.form in {"name", "capital", "city"} and not goes_home(page, n)
    ]
    spots = [
        n
        for n in spots
        if _IN.search(page.flat[max(0, n.span[0] - 25) : n.span[0]])
        and not _TOWARDS.search(page.flat[max(0, n.span[0] - 25) : n.span[0]])
    ]
    behind = [n for n in spots if n.span[0] >= trigger.span[1]]
    before = [n for n in spots if n.span[1] <= trigger.start]
    return next(iter([*behind[:1], *before[-1:]]), None)
