"""Endorsements of an instrument, and how many the text says there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from habeas.claims import Bound, Endorsement, EndorsementCount, Span
from habeas.reading.counts import approximated, before_number
from habeas.reading.french.page import Page
from habeas.reading.french.words import any_of, lexicon
from habeas.text.states import is_state

_SIGN = any_of(lexicon().endorsements["verbs"])
_WITHDRAW = any_of(lexicon().endorsements["withdraw"])
_DENY = re.compile(
    r"\b(?:n'avoir jamais|dément\w*\s.*?\b(?:que|avoir)|nie\w* .*?\b(?:que|avoir)|n'avait jamais|n'a jamais|(?:dit|dire|affirm\w+|assur\w+) ne (?:pas|jamais) (?:l'|y )?avoir)\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\bn'(?:y )?(?:a|ont|avait|est|en)\s+(?:toujours |encore |même |en fait )?(?:pas|jamais)\b|\bne\s+\S+\s+pas\b|\bne (?:pas|jamais) (?:l'|y )?avoir\b|\bpas encore\b|\brefus\w+|\babstien\w+|\bne figure(?:nt)? pas\b|\bnon\b",
    re.IGNORECASE,
)

_WANTED = re.compile(
    r"\b(?:dément\w*|nie\w*|vouloir|veut|veulent|envisag\w+|pourrai\w+|devrai\w+|compte|entend|invit\w+|exhort\w+|press\w+|appel\w+|souhait\w+|demand\w+|avant de|pour)\s[^.,;:»]*$",
    re.IGNORECASE,
)
"""An endorsement that is only wanted, weighed or denied to be planned."""

_UNITS = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf".split()
_TENS = {
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "quatre-vingt": 80,
    "quatre-vingts": 80,
}


def _numbers() -> dict[str, int]:
    """French numbers up to 99, as they are written."""
    found = {word: value for value, word in enumerate(_UNITS, start=1)} | _TENS
    for tens, value in _TENS.items():
        for small, word in enumerate(_UNITS, start=1):
            if small < 10 or value in {60, 80}:
                found[f"{tens}-{word}"] = value + small
                found[f"{tens} et {word}"] = value + small
    return found


_WORDS = _numbers()
_N = rf"(?P<n>\d{{1,3}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_WHAT = r"(?:États|Etats|pays|gouvernements|nations|signataires|membres|parties)"
_OTHERS = re.compile(rf"\b{_N}\s+autres(?:\s+{_WHAT})?", re.IGNORECASE)
_BROUGHT = re.compile(
    rf"\b(?:port|élev|mont|amèn|pass)\w+ à {_N}\s+le (?:nombre|total)|\b(?:nombre|total) d[^.;]{{0,40}}? (?:à|de|est de|atteint) {_N.replace('<n>', '<m>')}\b",
    re.IGNORECASE,
)
_COUNT = re.compile(rf"\b{_N}\s+{_WHAT}", re.IGNORECASE)
_DOZENS = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "soixantaine": 60, "centaine": 100,
}  # fmt: skip
_DOZEN = re.compile(
    rf"\b(?P<more>plus d'|au moins )?une (?P<dozen>{'|'.join(_DOZENS)}) (?:de |d'){_WHAT}", re.IGNORECASE
)
_APPROXIMATE: dict[Bound, str] = {
    "at_least": r"plus (?:de |d')|au moins |au minimum |pas moins (?:de |d')",
    "at_most": r"(?<!pas )moins (?:de |d')|au plus |au maximum |jusqu'à |pas plus (?:de |d')",
    "nearly": r"près (?:de |d')|presque |quasiment ",
    "about": r"quelque |environ |autour (?:de |d')|à peu près ",
}
_BEFORE = before_number(_APPROXIMATE, "")
_ORDINALS = {
    (
        word.removesuffix("s") + "ième"
        if word.startswith("quatre-vingts")
        else re.sub(r"e$", "", word).replace("cinq", "cinqu").replace("neuf", "neuv") + "ième"
    ): n
    for word, n in _WORDS.items()
}
_ORDINAL = re.compile(
    rf"\b(?P<o>\d{{1,3}}e|{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})\s+(?:État|Etat|pays|gouvernement|nation|signataire|membre|adhérent)\b",
    re.IGNORECASE,
)


def _ordinal(word: str) -> int:
    return int(word[:-1]) if word[0].isdigit() else _ORDINALS[word.lower()]


_NEARLY = re.compile(
    r"\b(?:quasi-totalité|presque tou\w+|à l'exception d'un|sauf un|moins un|tous sauf)\b", re.IGNORECASE
)
_ALL = re.compile(r"\b(?:tous|toutes|ensemble|totalité|les vingt-sept|les 27)\b", re.IGNORECASE)
_SIZE = re.compile(rf"\b(?:des|les|de ses|ses)\s+{_N}\b", re.IGNORECASE)
_PART = re.compile(rf"\b{_N}\s+des\s+(?P<size>\d+|vingt-sept)\b", re.IGNORECASE)

GROUP_SIZES = {"EU": 27}
"""Members of groups since the Declaration was launched, where a text gives no number."""


class EndorsementReading(msgspec.Struct, frozen=True, kw_only=True):
    """One endorsement or count as read, with its sentence."""

    content: Endorsement | EndorsementCount
    span: Span
    sure: float


def read_endorsements(page: Page) -> list[EndorsementReading]:
    """Everything the text says of the endorsers of an instrument and of their number."""
    found: list[EndorsementReading] = []
    current: str | None = None
    for sentence in page.sentences:
        named = next((id_ for span, id_ in page.instruments if sentence[0] <= span[0] < sentence[1]), None)
        current = named or current
        if current is None:
            continue
        about = named is not None or _SIGN.search(page.flat, *sentence) is not None
        if about or re.search(r"\b(?:aussi|également)\b", page.flat[slice(*sentence)]):
            counted = list(_counts(page, sentence, current))
            parties = list(_parties(page, sentence, current))
            found += [_with_named(page, one, parties) for one in counted]
            found += parties
        elif _COUNT.search(page.flat, *sentence):
            found += _counts(page, sentence, current)
    unique: dict[object, EndorsementReading] = {}
    for reading in found:
        key = (
            msgspec.structs.replace(reading.content, when=None)
            if isinstance(reading.content, Endorsement)
            else reading.content
        )
        unique.setdefault(key, reading)
    return list(unique.values())


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _WORDS[word.lower()]


def _counts(page: Page, sentence: Span, instrument: str) -> Iterator[EndorsementReading]:
    text = page.flat
    body = next((code for span, code in page.bodies if sentence[0] <= span[0] < sentence[1]), None)
    of_group = _bound(text[slice(*sentence)]) if body else None
    if body and of_group:
        size = _PART.search(text, *sentence)
        listed = _SIZE.search(text, *sentence)
        number = (
            _number(size.group("size")) if size else _number(listed.group("n")) if listed else GROUP_SIZES.get(body)
        )
        if number:
            content = EndorsementCount(instrument=instrument, count=number, counts="states", group=body, bound=of_group)
            yield EndorsementReading(content=content, span=sentence, sure=0.85)
        return
    ordinal = _ORDINAL.search(text, *sentence)
    if ordinal:
        content = EndorsementCount(
            instrument=instrument, count=_ordinal(ordinal.group("o")), counts="states", bound="exactly"
        )
        yield EndorsementReading(content=content, span=sentence, sure=0.8)
        return
    brought = _BROUGHT.search(text, *sentence)
    if brought:
        number = _number(brought.group("n") or brought.group("m"))
        content = EndorsementCount(instrument=instrument, count=number, counts="states", bound="exactly")
        yield EndorsementReading(content=content, span=sentence, sure=0.85)
        return
    others = _OTHERS.search(text, *sentence)
    counted = [
        m
        for m in _COUNT.finditer(text, *sentence)
        if not re.search(r"\btou(?:s|te?s) (?:les )?$", text[: m.start()][-12:])
    ]
    match = others or next((m for m in counted if not page.in_instrument(m.start())), None)
    dozen = _DOZEN.search(text, *sentence)
    if match is None and dozen is not None:
        number = _DOZENS[dozen.group("dozen").lower()]
        bound: Bound = "at_least" if dozen.group("more") else "about"
        content = EndorsementCount(instrument=instrument, count=number, counts="states", bound=bound)
        yield EndorsementReading(content=content, span=sentence, sure=0.85)
    if match is None:
        return
    with_body = others is None and re.match(r"\s+et l'(?:Union européenne|UE)\b", text[match.end() :]) is not None
    content = EndorsementCount(
        instrument=instrument, count=_number(match.group("n")) + (others is not None) + with_body,
        counts="states_and_organisations" if with_body else "states",
        bound=approximated(_BEFORE, text[sentence[0] : match.start()])[0],
    )  # fmt: skip
    yield EndorsementReading(content=content, span=sentence, sure=0.85)


def _with_named(page: Page, counted: EndorsementReading, parties: list[EndorsementReading]) -> EndorsementReading:
    """ "Japan, the EU and 66 others": the number takes in those that are named beside it."""
    content = counted.content
    others = _OTHERS.search(page.flat, *counted.span)
    named = [p.content.party for p in parties if isinstance(p.content, Endorsement)]
    if not isinstance(content, EndorsementCount) or others is None or len(named) < 2:
        return counted
    bodies = any(not is_state(party) for party in named)
    changed = msgspec.structs.replace(
        content, count=content.count - 1 + len(named), counts="states_and_organisations" if bodies else "states"
    )
    return msgspec.structs.replace(counted, content=changed)


def _bound(text: str) -> Literal["nearly_all", "all"] | None:
    part = _PART.search(text)
    if _NEARLY.search(text) or (part and _number(part.group("size")) - _number(part.group("n")) in range(1, 4)):
        return "nearly_all"
    if re.search(r"\bsans (?:aucune )?exception\b|\bau (?:grand )?complet\b|\bunanim", text, re.IGNORECASE):
        return "all"
    return "all" if _ALL.search(text) and re.search(r"membres|vingt-sept|27", text) else None


def _parties(page: Page, sentence: Span, instrument: str) -> Iterator[EndorsementReading]:
    """States and bodies named as endorsing, withdrawing or denying, in the sentence's own voice."""
    text = page.flat[slice(*sentence)]
    act = _act(text)
    if act is None:
        return
    named = list(dict.fromkeys(_named(page, sentence, act))) or _carried(page, sentence)
    for code in named:
        if act == "withdrew" and _joins(page, sentence, code):
            joined = Endorsement(party=code, instrument=instrument, act="endorsed", when=None)
            yield EndorsementReading(content=joined, span=sentence, sure=0.7)
            continue
        when = _when(page, sentence, _WITHDRAW if act == "withdrew" else _SIGN) if act != "denied_endorsing" else None
        yield EndorsementReading(
            content=Endorsement(party=code, instrument=instrument, act=act, when=when), span=sentence, sure=0.8
        )


def _act(text: str) -> Literal["endorsed", "withdrew", "denied_endorsing"] | None:
    sign = _SIGN.search(text)
    if _DENY.search(text) and sign:
        return "denied_endorsing"
    if sign and _WANTED.search(text, 0, sign.start()):
        return None
    if _WITHDRAW.search(text) and not re.search(r"\bmaint", text):
        return "withdrew"
    return None if _NOT.search(text) else "endorsed"


def _joins(page: Page, sentence: Span, code: str) -> bool:
    """ "..., que le Pérou venait d'approuver": beside a state that withdraws."""
    for nation in page.nations_in(sentence):
        ahead = _SIGN.search(page.flat, nation.span[1], min(sentence[1], nation.span[1] + 45))
        lead = page.flat[sentence[0] : nation.span[0]]
        if nation.code == code and ahead and re.search(r"\bque\s+(?:la |le |les |l')?$", lead):
            return True
    return False


_PRONOUN = re.compile(r"\s*(?:«\s*)?(?:Elle|Il|Ils|Elles|Ce pays|Le pays|Celui-ci|Celle-ci)\b[^,;:«»]{0,60}$")
_WE = re.compile(
    r"(?:\bnous\s+(?:l'|y\s+|l'y\s+)?(?:avons|avions)|\b(?:notre|mon) (?:pays|gouvernement) (?:a|avait))\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)


def _carried(page: Page, sentence: Span) -> list[str]:
    """ "Elle s'en est retirée": the state that opens the sentence before; "nous avons adhéré": for whom the speaker speaks."""
    signs = [*_SIGN.finditer(page.flat, *sentence), *_WITHDRAW.finditer(page.flat, *sentence)]
    sign = min((m.start() for m in signs if not page.in_instrument(m.start())), default=None)
    if sign is None:
        return []
    place = page.sentences.index(sentence)
    if place and _PRONOUN.match(page.flat[sentence[0] : sign]):
        before = page.sentences[place - 1]
        opening = [n for n in page.nations_in(before) if n.form == "name" and n.span[0] - before[0] < 25]
        return [n.code for n in opening[:1] if n.code and not _GOVERNED.search(page.flat[before[0] : n.span[0]])]
    if _WE.search(page.flat, sentence[0], sign):
        lead = [n for n in page.nations_in((sentence[0], sign)) if n.form in {"name", "ministry"}]
        whole = [n for n in page.nations if n.form in {"name", "ministry"} and n.span[0] < page.sentences[0][1]]
        return [n.code for n in (lead or whole)[:1] if n.code]
    return []


_GOVERNED = re.compile(
    r"(?<!\w)(?:à|au|aux|en|contre|avec|de|du|des|d'|dans|presse|prie|invite|par|pour)\s*(?:la |le |les |l')?$",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r"\b(?:dont|figurent|figure|comptent|compte|en plus d[eu]s?|adhésion d[eu]s?|adhésion de l'|que|et|outre|signataires? :)\s*(?:la |le |les |l'|de la )?$",
    re.IGNORECASE,
)


_UNION = re.compile(r"\bl'Union(?: européenne)?,?(?: elle-même)?,? y (?:a|est)\b", re.IGNORECASE)


def _named(page: Page, sentence: Span, act: str) -> Iterator[str]:
    sign = next((m for m in _SIGN.finditer(page.flat, *sentence) if not page.in_instrument(m.start())), None)
    spots: list[tuple[Span, str, str]] = [(n.span, n.code, n.form) for n in page.nations_in(sentence) if n.code]
    bound = _bound(page.flat[slice(*sentence)])
    bodies = [
        (span, code, "body") for span, code in page.bodies if sentence[0] <= span[0] < sentence[1] and code == "EU"
    ]
    spots += [] if bound else bodies
    again = _UNION.search(page.flat, *sentence)
    if again and any(code == "EU" for _, code in page.bodies):
        yield "EU"
    chain = False
    signs = [*_SIGN.finditer(page.flat, *sentence), *_WITHDRAW.finditer(page.flat, *sentence)]
    signs = [m for m in signs if not page.in_instrument(m.start())]
    if not spots and re.search(r"\b(?:aussi|également)\b", page.flat[slice(*sentence)]):
        place = page.sentences.index(sentence)
        asked = page.sentences[place - 1] if place else sentence
        spots = [(n.span, n.code, n.form) for n in page.nations_in(asked) if n.code and "?" in page.flat[slice(*asked)]]
        sentence = asked
    for span, code, form in sorted(spots):
        lead = page.flat[max(sentence[0], span[0] - 30) : span[0]]
        listed = chain and re.search(r"(?:,|\bet)\s*(?:la |le |les |l')?$", lead) is not None
        ahead = next((m for m in signs if m.start() >= span[1]), None)
        between = page.flat[span[1] : ahead.start()] if ahead else ""
        own = (
            ahead is not None and re.search(r"[;.:,»]|\b(?:que|et)\b|qu'", between) is None
        )  # "; l'Andorre y était dès février"
        behind = sign is not None and span[0] > sign.end() and not own
        if behind and form in {"name", "body"} and _AFTER.search(lead):
            yield code
            continue
        takes = form in {"name", "body", "ministry"} or (
            form in {"capital", "metonym"}
            and (act == "denied_endorsing" or (own and _ITSELF.fullmatch(between) is not None))
        )
        chain = takes and (
            listed or (_OBJECT.search(lead) is not None if behind else not _GOVERNED.search(lead) or _in_plus(lead))
        )
        if chain and not _passing(page, span, sentence):
            yield code


_AFTER = re.compile(
    r"\b(?:jours?|semaines?|mois|ans?|heures?|lendemain|juste|peu|quinzaine)\s+(?:après|avant|plus tôt)\s+(?:la |le |les |l')?$|\b(?:ainsi que|imitant|à l'instar d[eu]s?|dans la foulée d[eu]s?)\s*(?:la |le |les |l')?$",
    re.IGNORECASE,
)
""" "trois jours après le Pérou": which has done so too."""
_ITSELF = re.compile(
    r"\s+(?:(?:a|avait|vient de|assur\w+|affirm\w+|annonc\w+|dit|disait|confirm\w+)\s+)?(?:avoir |d'avoir |s'être |s'est |y )?(?:\w+ment )?",
    re.IGNORECASE,
)


def _in_plus(lead: str) -> bool:
    return re.search(r"en plus d[eu]s?\s*(?:la |l')?$", lead) is not None


def _passing(page: Page, span: Span, sentence: Span) -> bool:
    """A state that is asked about ("Et le Pérou ? Je l'ignore") or only speaks ("le Pérou a dit que")."""
    behind = page.flat[span[1] : sentence[1]]
    asks = re.search(r"\bEt (?:le |la |les |l')?$", page.flat[sentence[0] : span[0]])
    return bool((asks and re.match(r"\s*\?", behind)) or re.match(r"\s+(?:nous )?a (?:fait part|pris note)", behind))


def _when(page: Page, sentence: Span, verb: re.Pattern[str]) -> str | None:
    found = [d for d in page.dates if sentence[0] <= d.span[0] < sentence[1]]
    today = re.search(r"à compter de ce jour|ce jour même", page.flat[slice(*sentence)])
    every = [m.end() for m in (*_SIGN.finditer(page.flat, *sentence), *_WITHDRAW.finditer(page.flat, *sentence))]
    sign = [m.end() for m in verb.finditer(page.flat, *sentence) if not page.in_instrument(m.start())]
    near = [
        d
        for d in found
        if sign and min(every, key=lambda at: abs(d.span[0] - at)) in sign and abs(d.span[0] - sign[0]) < 110
    ]
    return near[0].edtf if near else page.anchor if today else None
