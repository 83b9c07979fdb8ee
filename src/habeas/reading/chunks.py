"""Chunks: the phrases in a sentence that name or describe a party, found as patterns over the units' tags."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from habeas.claims import Span
from habeas.reading.units import Unit, Units
from habeas.text.offices import holds_office

ChunkKind = Literal["person", "official", "body", "state", "group", "pronoun", "organisation", "relative"]


class Chunk(msgspec.Struct, frozen=True, kw_only=True):
    """One phrase.

    Attributes:
        kind: what it names or describes.
        start, end: the whole phrase in the document, determiner and apposition included.
        core: the phrase without determiner and apposition.
        head: the name, or the head noun.
        name: the name as written here; None where the phrase describes.
        state: the state named in it; None when it names none.
        role: the describing words without determiner, as written; None when there are none.
        definite: it points back ("the official", "its foreign minister").
        count: how many a group has, where it says so.
        possessive: it is followed by 's, or is his, her, their or its.
    """

    kind: ChunkKind
    start: int
    end: int
    core: Span
    head: Span
    name: str | None = None
    state: str | None = None
    role: str | None = None
    definite: bool = False
    count: int | None = None
    possessive: bool = False

    @property
    def span(self) -> Span:
        """(start, end)."""
        return (self.start, self.end)


# Patterns over tags. A role may carry "of / from / for / at BODY in PLACE".
_PRE = r"(?:[LNO]\$|[JAOBLMR])"
_TAIL = r"(?:fD?(?:L\$|[JAOBL])+(?:[if]D?[LPO])?)"
_PERSON = rf"(?P<lead>(?:[DHA]v|D|H)?)(?P<pre>{_PRE}*(?:RfD?[OBJ]+)?)(?P<name>N)"
_OFFICIAL = rf"(?P<lead>[DHM]?)(?P<pre>{_PRE}*)(?P<head>R){_TAIL}?"
_BODY = r"(?P<lead>[DH]?)(?P<pre>(?:L\$|[JAOBL])*)(?P<head>B)(?P<tail>fD?(?:L\$|[JAOBL])+)?(?:iD?[LPO])?"
_GROUP = r"(?P<lead>[DH]?)(?P<pre>(?:M?[JAv]*))(?P<head>G|[ru])|(?P<lead2>D?)(?P<pre2>M)(?P<head2>A)(?![AJRrBNOuw])"
_CHUNK = re.compile(
    rf"(?P<person>{_PERSON})|(?P<relative>(?P<klead>[DH]|N\$)?J*K)|"
    rf"(?P<official>{_OFFICIAL.replace('<lead>', '<olead>').replace('<pre>', '<opre>').replace('<head>', '<ohead>')})|"
    rf"(?P<group>{_GROUP.replace('<lead>', '<glead>').replace('<pre>', '<gpre>').replace('<head>', '<ghead>')})|"
    rf"(?P<body>{_BODY.replace('<lead>', '<blead>').replace('<pre>', '<bpre>').replace('<head>', '<bhead>')})|"
    r"(?P<state>D?L+)|(?P<organisation>D?O+)|(?P<pronoun>[pH])"
)
_APPOSITION = re.compile(
    r",(?:M,)?(?P<lead>[DH]?)(?P<role>(?:L\$|[JAMOBLv])*R(?:[fi]D?(?:L\$|[JAOBLPR])+)*)(?=[,.&qw]|$)"
)
_AGE_APPOSITION = re.compile(r",M(?=,)")
_NUMBERS = {
    word: number
    for number, word in enumerate(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], start=2)
}


def chunks(text: str, row: Units) -> tuple[Chunk, ...]:
    """Every chunk of a sentence, in order, without overlaps."""
    found: list[Chunk] = []
    position = 0
    while match := _CHUNK.search(row.tags, position):
        kind = _kind(match)
        chunk = _BUILD[kind](text, row, match)
        if chunk is not None:
            found.append(chunk)
        position = _after(row, match, chunk)
    return tuple(found)


def _kind(match: re.Match[str]) -> ChunkKind:
    for kind in ("person", "relative", "official", "group", "body", "state", "organisation", "pronoun"):
        if match.group(kind):
            return kind
    raise AssertionError(match)


def _after(row: Units, match: re.Match[str], chunk: Chunk | None) -> int:
    """Where the search goes on: behind the chunk with its apposition."""
    position = match.end()
    while chunk and position < len(row.items) and row.items[position].start < chunk.end:
        position += 1
    return position


def _text(text: str, span: Span) -> str:
    return text[span[0] : span[1]]


def _state_of(items: tuple[Unit, ...]) -> str | None:
    """The first state among units: "the Chinese embassy in Canada" speaks for the first."""
    return next((item.value for item in items if item.tag in "LAG"), None)


def _possessive(row: Units, at: int) -> bool:
    return at < len(row.tags) and row.tags[at] == "$"


def _person(text: str, row: Units, match: re.Match[str]) -> Chunk:
    first, at = match.start("pre"), match.start("name")
    name = row.items[at]
    before = row.items[first:at]
    role_tags = row.tags[first:at]
    described = _without_state(before)
    role = _text(text, (described[0].start, described[-1].end)) if "R" in role_tags else None
    state = _state_of(before)
    end = name.end
    apposition = _APPOSITION.match(row.tags, at + 1)
    if apposition and not _lists_another(row, apposition.end()):
        inside = _without_state(row.items[apposition.start("role") : apposition.end("role")])
        state = state or _apposed_state(row, apposition, text)
        role = role or _text(text, (inside[0].start, inside[-1].end))
        end = inside[-1].end
    elif age := _AGE_APPOSITION.match(row.tags, at + 1):
        end = row.items[age.end() - 1].end
    return Chunk(
        kind="person",
        start=row.items[match.start()].start,
        end=end,
        core=(row.items[first].start, name.end),
        head=(name.start, name.end),
        name=name.value,
        state=state,
        role=_plain_role(role),
        possessive=_possessive(row, at + 1),
    )


def _apposed_state(row: Units, apposition: re.Match[str], text: str) -> str | None:
    """The state in an apposition: the leading nationality, or for an office the state of the body that it serves."""
    inside = row.items[apposition.start("role") : apposition.end("role")]
    head = next((place for place, item in enumerate(inside) if item.tag == "R"), 0)
    leading = _state_of(inside[:head])
    if leading or not holds_office(text[inside[0].start : inside[-1].end]):
        return leading
    return _state_of(inside)


def _without_state(items: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Describing words without the nationality that leads them: it is the person's state, not the role."""
    first = 0
    while first < len(items) - 1 and items[first].tag in "LAG$":
        first += 1
    return items[first:]


def _lists_another(row: Units, at: int) -> bool:
    """Whether what looked like an apposition is the front of the next name in a list."""
    return at < len(row.tags) and row.tags[at] == "N"


def _plain_role(role: str | None) -> str | None:
    return " ".join(role.split()) if role else None


def _official(text: str, row: Units, match: re.Match[str]) -> Chunk | None:
    first, last = match.start("opre"), match.end("official")
    head = row.items[match.start("ohead")]
    lead = match.group("olead")
    if last - match.start() == 1 and match.start() > 0:
        return None  # a bare noun within a sentence is as likely a verb ("head", "guide")
    return Chunk(
        kind="official",
        start=row.items[match.start()].start,
        end=row.items[last - 1].end,
        core=row.span(first, last),
        head=(head.start, head.end),
        state=_state_of(row.items[first:last]),
        role=_plain_role(_text(text, row.span(first, last))),
        definite=lead == "H" or row.items[match.start()].value in {"the", "this", "that"},
        possessive=_possessive(row, last),
    )


def _group(text: str, row: Units, match: re.Match[str]) -> Chunk | None:
    first, last = match.start(), match.end()
    head = row.items[last - 1]
    numbers = [item.value for item in row.items[first:last] if item.tag == "M"]
    lead = row.items[first]
    definite = lead.value in {"the", "both", "these", "those"}
    return Chunk(
        kind="group",
        start=lead.start,
        end=head.end,
        core=row.span(first, last),
        head=(head.start, head.end),
        state=_state_of(row.items[first:last]),
        role=_plain_role(_text(text, (head.start, head.end))) if head.tag == "r" else None,
        definite=definite,
        count=_count(numbers, lead.value, head.value),
        possessive=_possessive(row, last),
    )


def _count(numbers: list[str], lead: str, head: str) -> int | None:
    if numbers:
        return int(numbers[0]) if numbers[0].isdigit() else _NUMBERS.get(numbers[0])
    return {"pair": 2, "duo": 2, "couple": 2, "trio": 3}.get(head, 2 if lead == "both" else None)


def _body(text: str, row: Units, match: re.Match[str]) -> Chunk:
    first, last = match.start("bpre"), match.end("body")
    head = row.items[match.start("bhead")]
    return Chunk(
        kind="body",
        start=row.items[match.start()].start,
        end=row.items[last - 1].end,
        core=row.span(first, last),
        head=(head.start, head.end),
        name=_text(text, row.span(first, last)),
        state=_state_of(row.items[first:last]),
        definite=row.items[match.start()].value == "the",
        possessive=_possessive(row, last),
    )


def _relative(text: str, row: Units, match: re.Match[str]) -> Chunk:
    span = row.span(match.start(), match.end())
    head = row.items[match.end() - 1]
    return Chunk(
        kind="relative", start=span[0], end=span[1], core=span, head=(head.start, head.end), role=_text(text, (head.start, head.end)),
        definite=True, possessive=_possessive(row, match.end()),
    )  # fmt: skip


def _state(_text_: str, row: Units, match: re.Match[str]) -> Chunk:
    """ "the U.S.", or "the U.S. State Department"; where two states stand side by side, the first alone."""
    first = match.end() - len(match.group().lstrip("D"))
    last = first + 1
    while last < match.end() and row.items[last].value == row.items[first].value:
        last += 1
    core = row.span(first, last)
    return Chunk(
        kind="state", start=row.items[match.start()].start, end=core[1], core=core, head=core, state=row.items[first].value,
        possessive=_possessive(row, last),
    )  # fmt: skip


def _organisation(text: str, row: Units, match: re.Match[str]) -> Chunk:
    span = row.span(match.start(), match.end())
    core = row.span(match.end() - len(match.group().lstrip("D")), match.end())
    return Chunk(
        kind="organisation", start=span[0], end=span[1], core=core, head=core, name=_text(text, core),
        possessive=_possessive(row, match.end()),
    )  # fmt: skip


def _pronoun(_text_: str, row: Units, match: re.Match[str]) -> Chunk:
    unit = row.items[match.start()]
    span = (unit.start, unit.end)
    return Chunk(
        kind="pronoun", start=span[0], end=span[1], core=span, head=span, role=unit.value, definite=True,
        possessive=unit.tag == "H",
    )  # fmt: skip


_BUILD = {
    "person": _person,
    "relative": _relative,
    "official": _official,
    "group": _group,
    "body": _body,
    "state": _state,
    "organisation": _organisation,
    "pronoun": _pronoun,
}
