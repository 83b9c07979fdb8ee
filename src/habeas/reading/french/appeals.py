"""Appeals: somebody calls on somebody to do something for somebody."""

from __future__ import annotations

import re
from functools import cache
from typing import get_args

import msgspec

from habeas.claims import Appeal, Party, Span
from habeas.claims.speech import Demand
from habeas.reading.french.page import Page
from habeas.reading.french.subjects import Cast
from habeas.reading.french.voices import Voices
from habeas.reading.french.words import any_of, lexicon, people_words

_VERB = any_of(
    [*lexicon().appeals["verbs"], *lexicon().appeals["imperatives"], r"(?:ai|a|ont|avons) écrit\b(?=[^.;]*pour qu)"]
)
_IMPERATIVE = any_of(lexicon().appeals["imperatives"])
_WISHED = re.compile(
    r"(?:(?:Q|(?<=Et )q|(?<=Et puis )q)u'(?:on|ils?|elles?)|Que(?= (?:M\.|Mme|Me|le|la|les|l'|son|sa|ses|leur|nos|notre|[A-ZÀ-Þ])))\b"
)
""" "Qu'on le relâche !": a wish that opens a sentence."""
_ASK_THEM = re.compile(r"(?:écri|exig|demand|réclam|exhort)", re.IGNORECASE)
_PRAYED = re.compile(
    r"(?:prie|pri[ée]|press|suppli|exhort|conjur|adjur|somm|invit|implor|encourag|engag)\w*\s+(?:instamment |\w+ment |de nouveau |encore )?(?:de|d'|à|en)\b|(?:prie|pri[ée]|press|suppli|exhort|conjur|adjur|somm|invit|implor|encourag|engag)\w*\s+d'",
    re.IGNORECASE,
)
""" "la prie de": behind an object pronoun a verb, where "la demande de" is a noun."""
_NOT_A_VERB = re.compile(
    r"\b(?:la|une|cette|leur|à la|sa|sur|de|toute|en|ne|n'|que)\s*$|\b(?:pas|jamais)\s+$|(?<!\w)(?:l'|d')$",
    re.IGNORECASE,
)
_LIST = re.compile(r"\s*(?:[–—•▶*·◦■►→👉✅✊-]|\d{1,2}[.)/]|[a-d]\))\s*")


class AppealReading(msgspec.Struct, frozen=True, kw_only=True):
    """One appeal as read: content, speaker (None where unknown), and the sentences that hold it."""

    content: Appeal
    speaker: Party | None
    span: Span


@cache
def _demands() -> tuple[tuple[Demand, re.Pattern[str]], ...]:
    known = get_args(Demand)
    return tuple((name, any_of(expressions)) for name, expressions in lexicon().demands.items() if name in known)  # type: ignore[misc]


def read_appeals(page: Page, cast: Cast, holder: dict[str, str]) -> list[AppealReading]:
    """Every appeal, in order. `holder`: by name the state that holds a person."""
    voices = Voices(page, cast)
    found: list[AppealReading] = []
    for sentence in page.sentences:
        verbs = [
            m
            for m in _VERB.finditer(page.flat, *sentence)
            if not _NOT_A_VERB.search(page.flat[sentence[0] : m.start()])
            or (_PRAYED.match(page.flat, m.start()) and _OBJECT.search(page.flat[sentence[0] : m.start()]))
        ]
        verbs = sorted([*verbs, *_wishes(page, sentence)], key=lambda m: m.start())
        for place, verb in enumerate(verbs):
            stop = verbs[place + 1].start() if place + 1 < len(verbs) else _stop(page, sentence)
            told = _of_verb(page, cast, voices, holder, verb, stop, found)
            found += [_joined(one, found[-1], sentence) for one in told] if place and found else told
    return [one for one in found if not _echo(one, found)]


_OBJECT = re.compile(r"(?<!\w)(?:la|le|les|l'|l'a |l'ont |les a |les ont )\s*$", re.IGNORECASE)


def _wishes(page: Page, sentence: Span) -> list[re.Match[str]]:
    """The wish that opens a sentence, or a quotation in it; none in a question."""
    if page.flat[slice(*sentence)].rstrip(" »").endswith("?"):
        return []
    return [
        m
        for m in _WISHED.finditer(page.flat, *sentence)
        if re.search(r"(?:^|[«:—–\-.\n])\s*(?:Et (?:puis )?)?$", page.flat[sentence[0] : m.start()])
    ][:1]


def _joined(one: AppealReading, before: AppealReading, sentence: Span) -> AppealReading:
    """ "demande à Lima ... et souhaite que ...": the same addressee."""
    if one.content.addressee is not None or before.span[0] != sentence[0]:
        return one
    return msgspec.structs.replace(
        one, content=msgspec.structs.replace(one.content, addressee=before.content.addressee)
    )


def _echo(one: AppealReading, found: list[AppealReading]) -> bool:
    """A headline's appeal of nobody to nobody, which the text then tells in full."""
    fuller = [o for o in found if o.content.demand == one.content.demand and o.content.addressee is not None]
    return one.content.addressee is None and one.speaker is None and bool(fuller)


def _stop(page: Page, sentence: Span) -> int:
    """The end of a demand: of the sentence, or of the list that it opens."""
    place = page.sentences.index(sentence)
    stop = sentence[1]
    if page.flat[slice(*sentence)].rstrip().endswith(":"):
        for following in page.sentences[place + 1 :]:
            if not _LIST.match(page.flat, following[0]):
                break
            stop = following[1]
    return stop


def _of_verb(
    page: Page,
    cast: Cast,
    voices: Voices,
    holder: dict[str, str],
    verb: re.Match[str],
    stop: int,
    earlier: list[AppealReading],
) -> list[AppealReading]:
    bidden = _IMPERATIVE.match(page.flat, verb.start())
    wished = _WISHED.match(page.flat, verb.start()) is not None
    demands = _asked(page, verb.start() if bidden else verb.end(), stop)
    if not demands:
        return []
    speaker = voices.of_verb(verb.span(), before_only=True)
    whom = _for_whom(page, cast, verb, stop)
    addressee = _addressee(page, verb, stop, speaker, [holder[p.name] for p in whom if p.name in holder], earlier)
    if bidden and not _ASK_THEM.match(verb.group()):
        addressee = None  # "laissez-le rentrer à Lima": where to, and not who is bidden
    if addressee is None and bidden:
        addressee = _bidden(page, verb, earlier)
    if addressee is None and wished:
        addressee = next((holder[p.name] for p in whom if p.name in holder), None)
    if isinstance(addressee, str) and speaker is not None and addressee == speaker.state:
        addressee = None
    span = (page.sentence(verb.start())[0], max(stop, page.sentence(verb.start())[1]))
    return [
        AppealReading(
            content=Appeal(addressee=addressee, demand=demand, on_behalf_of=tuple(whom)), speaker=speaker, span=span
        )
        for demand in demands
    ]


def _asked(page: Page, start: int, stop: int) -> list[Demand]:
    """The demands of a stretch, in order; of two that overlap the longer."""
    hits = [
        (m.span(), name)
        for name, pattern in _demands()
        for m in pattern.finditer(page.flat, start, stop)
        if not page.in_instrument(m.start())
    ]
    kept: list[tuple[Span, Demand]] = []
    for span, name in sorted(hits, key=lambda hit: (hit[0][0] - hit[0][1], hit[0])):
        if all(span[1] <= other[0] or span[0] >= other[1] for other, _ in kept):
            kept.append((span, name))
    return list(dict.fromkeys(name for _, name in sorted(kept)))


def _for_whom(page: Page, cast: Cast, verb: re.Match[str], stop: int) -> list[Party]:
    named = [p for p in cast.held for span in p.mentions if verb.end() <= span[0] < stop]
    plain = [p for p in cast.people if p.name and not p.office and not p.body]
    named = named or [p for p in plain for span in p.mentions if verb.end() <= span[0] < stop]
    if named:
        return [p.party for p in dict.fromkeys(named)]
    text = page.flat[verb.start() : stop]
    pronoun = re.search(r"\b(?:elle|la|il|le|lui|sa|son|leur|ils|elles|l'|l')\b|l'", text, re.IGNORECASE)
    person = (
        cast.spoken_of(verb.start(), "f" if re.search(r"\belle\b", text) else None, plural=False)
        if pronoun and cast.held
        else []
    )
    return [p.party for p in person]


_TOLD = re.compile(
    r"(?<!\w)(?:à|au|aux|auprès d[eu]s?)\s*(?:la |les |l'|le )?(?:[a-zà-ÿ]+\s+){0,5}(?:d[eu]s?\s+(?:la |l')?|de la |d')?$",
    re.IGNORECASE,
)
_BODY = re.compile(r"\b(?:le|la|les|l'|au|aux|du|à la)\s*(?P<head>[a-zà-ÿ-]+)", re.IGNORECASE)


def _addressee(
    page: Page, verb: re.Match[str], stop: int, speaker: Party | None, holders: list[str], earlier: list[AppealReading]
) -> Party | str | None:
    """On whom: the state behind the verb, the holder for a court or a president of no named state, an earlier addressee for "lui"."""
    for nation in page.nations:
        if (
            not (verb.end() <= nation.span[0] < stop)
            or nation.code is None
            or (speaker and nation.code == speaker.state)
        ):
            continue
        lead = page.flat[verb.end() : nation.span[0]]
        direct = re.fullmatch(
            r"\s*(?:,[^,]*,)?\s*(?:à |au |aux |auprès d\w+ )?(?:la |le |les |l'|des )?(?:[a-zà-ÿ'-]+\s+){0,5}(?:d[eu]s?\s|de la\s|de l'|d')?",
            lead,
            re.IGNORECASE,
        )
        if (
            nation.form != "city"
            and not (nation.form in {"adjective", "national"} and not _of_body(page, nation.span[0]))
            and (direct or _TOLD.search(lead))
        ):
            return nation.code
    near = _named_before(page, verb, speaker)
    if near:
        return near
    heads = [m.group("head").lower() for m in _BODY.finditer(page.flat, verb.end(), min(stop, verb.end() + 40))]
    sentence = page.sentence(verb.start())
    court = re.search(r"\b(?:saisi|devant) (?:le tribunal|la cour|un juge|la justice)", page.flat[slice(*sentence)])
    if holders and (court or any(head in people_words("bodies") | people_words("offices") for head in heads)):
        return holders[0]
    again = re.search(r"\b(?:aussi|également|en outre|lui)\b", page.flat[sentence[0] : verb.end() + 14], re.IGNORECASE)
    if again and earlier:
        return earlier[-1].content.addressee
    return holders[0] if holders and again else None


_VOCATIVE = re.compile(
    r"(?<!\w)(?:à|au|aux)\s*(?:la |les |l'|le )?(?:[a-zà-ÿ]+\s+){0,5}(?:d[eu]s?\s+(?:la |l')?|de la |d')?$",
    re.IGNORECASE,
)


def _bidden(page: Page, verb: re.Match[str], earlier: list[AppealReading]) -> str | None:
    """ "Au Pérou nous disons : libérez P !", or whom the sentence before bids."""
    sentence = page.sentence(verb.start())
    for nation in page.nations_in((sentence[0], verb.start())):
        if nation.code and _VOCATIVE.search(page.flat[sentence[0] : nation.span[0]]):
            return nation.code
    place = page.sentences.index(sentence)
    near = [one for one in earlier if place and page.sentences[place - 1][0] <= one.span[0]]
    told = near[-1].content.addressee if near else None
    return told if isinstance(told, str) else None


_WRITTEN = re.compile(
    r"\b(?:avisé|informé|écri\w+|saisi|interpellé|note à|lettre à|courrier à)\b[^.;]{0,25}$", re.IGNORECASE
)


def _named_before(page: Page, verb: re.Match[str], speaker: Party | None) -> str | None:
    """ "a fait parvenir une note à Oslo. Nous y demandons ...", "lui demande": the state that was written to just before."""
    place = page.sentences.index(page.sentence(verb.start()))
    back = re.search(
        r"(?<!\w)(?:y|lui|leur|la|le|les|l')\s*(?:a |ont |avait )?$",
        page.flat[max(0, verb.start() - 12) : verb.start()],
    )
    start = page.sentences[max(0, place - 1) if back else place][0]
    for nation in reversed(page.nations_in((start, verb.start()))):
        lead = page.flat[max(start, nation.span[0] - 45) : nation.span[0]]
        opens = (
            back
            and nation.form == "name"
            and re.fullmatch(r"\s*(?:le |la |les |l')?", page.flat[start : nation.span[0]], re.IGNORECASE)
        )
        told = _WRITTEN.search(lead) or opens or (back and _TOLD.search(lead))
        if nation.code and told and not (speaker and speaker.state == nation.code):
            return nation.code
    return None


def _of_body(page: Page, position: int) -> bool:
    words = re.findall(r"[\wà-ÿ-]+", page.flat[max(0, position - 40) : position].lower())[-3:]
    return any(word in people_words("bodies") or word in people_words("offices") for word in words)
