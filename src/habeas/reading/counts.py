"""How many have endorsed an instrument, as a text counts them: "58 countries", "Canada and 57 others", "all but one of the EU's 27"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, cast

from habeas.claims import Bound, EndorsementCount
from habeas.reading.scene import Sentence

APPROXIMATE: dict[Bound, str] = {
    "at_least": r"(?:well |just |slightly )?(?:more than|over|above)|at least|upwards of|no (?:fewer|less) than|not (?:fewer|less) than|a minimum of",
    "at_most": r"(?:fewer|less) than|at (?:the )?most|up to|no more than|not more than|a maximum of",
    "nearly": r"(?:very )?nearly|almost|close to|just (?:under|below|short of)|approaching",
    "about": r"some|about|around|roughly|approximately|an estimated|circa|in the region of",
}
"""The words before a number that make it no exact one."""


def before_number(words: Mapping[Bound, str], gap: str) -> re.Pattern[str]:
    """What finds any of a language's words right before a number, a group named after each bound."""
    return re.compile(
        r"\b(?:" + "|".join(f"(?P<{bound}>{said})" for bound, said in words.items()) + rf"){gap}$", re.IGNORECASE
    )


def approximated(words: re.Pattern[str], before: str) -> tuple[Bound, int]:
    """What the words before a number make of it, and where they begin."""
    match = words.search(before)
    return ("exactly", len(before)) if match is None else (cast(Bound, match.lastgroup), match.start())


_BEFORE = before_number(APPROXIMATE, r"\s+")
_AFTER: dict[Bound, str] = {
    "at_least": r"(?:\s*\+|-plus|\s+plus|\s+or more)(?!\w)",
    "about": r"(?:-odd|\s+odd|\s+or so)\b",
}

SIZES = {"EU": 27, "G7": 7, "NATO": 32, "OSCE": 57, "OECD": 38, "AU-UNION": 55, "ASEAN": 10}
"""Members of groups whose size a text may leave unsaid. Own knowledge, as of 2026-11; a size that the text states wins."""

_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORD_NUMBERS = {word: number for number, word in enumerate(_UNITS, start=1)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
_N = rf"(?P<n>\b\d{{1,3}}\b|(?:(?:{'|'.join(_TENS)})[- ])?(?:{'|'.join(_WORD_NUMBERS)})\b)"
_STATES = r"(?:(?:sovereign|member|signatory|participating|endorsing|different)\s+)?(?:countries|states|nations|governments|capitals|signatories|endorsers|endorsements|signatures|adherents|parties|members|supporters)"
_TAIL = "".join(f"(?P<{bound}>{words})?" for bound, words in _AFTER.items())
COUNT = re.compile(
    rf"(?P<lead>other\s+)?{_N}{_TAIL}\s+(?P<other>other\s+|more\s+|additional\s+|further\s+)?(?P<what>{_STATES})(?P<besides>\s+(?:besides|other than|apart from|in addition to))?",
    re.IGNORECASE,
)
OTHERS = re.compile(
    rf"\b(?:and|with|plus|by|as did|as have|alongside)\s+(?P<how>(?:{'|'.join(APPROXIMATE.values())})\s+)?{_N}\s+(?:others\b|other\s+{_STATES}|more\b)",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"\b(?P<n>\d{1,3})(?:st|nd|rd|th)\s+(?:country|state|nation|government|signatory|endorser|party|member|to (?:sign|endorse|join))",
    re.IGNORECASE,
)
ALL_OF = re.compile(
    r"(?P<bound>nearly all|almost all|virtually all|practically all|all (?:but|except) (?:for )?(?:one|two|three|a few|a handful)|(?:almost |nearly )?every|(?<! at )(?<! of )(?<! above )all)\s+(?:of\s+)?(?:the\s+)?(?:members?\s+(?:states?\s+)?of\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_MANY = 15
"""So many "other states" can only be endorsers where an endorsement was spoken of before."""
_GROUP_SIZE = re.compile(
    rf"{_N}(?!\s+(?:others?|more|additional|further)\b)(?:[-\s]+(?:nation|member|state|strong|country|members|states))?",
    re.IGNORECASE,
)
_SIZE = _N.replace("?P<n>", "?P<size>")
_PART_OF = re.compile(rf"{_N}\s+of\s+(?:the\s+)?$", re.IGNORECASE)
_ITS_SIZE = re.compile(rf"['’]s?\s+{_SIZE}(?!\s+(?:others?|more|additional|further)\b)", re.IGNORECASE)
_NOT_SIGNING = re.compile(
    r"\b(?:not|never|nor|without|yet to|refus\w*|declin\w*|reject\w*|oppos\w*|against|withdr\w*|missing|absent)\b|n['’]t\b",
    re.IGNORECASE,
)
_ENTITIES = re.compile(
    r"countries and entities|endorsements\b|signatures\b|and the (?:European Union|EU)\b", re.IGNORECASE
)
_SIGNING = re.compile(
    r"\b(?:sign|signator|endors|support|join|back|adher|subscrib|acced|adopt|part(?:y|ies) to|stand|stood|put (?:its|their) names?|declaration|list|now counts?|brings?|rall|carr)\w*",
    re.IGNORECASE,
)


def read_counts(sentence: Sentence, instrument: str) -> Iterator[tuple[EndorsementCount, float]]:
    """Every number of endorsers that a sentence states, with how sure the reading is."""
    text = sentence.text
    group = group_bound(sentence, instrument)
    if group is not None:
        yield group, 0.9
    found = list(COUNT.finditer(text))
    if not _SIGNING.search(text):
        found = [match for match in found if match.group("other") and _number(match.group("n")) >= _MANY]
        if not found:
            return
    for match in found:
        if (group is not None and _of_group(match, group)) or _is_age_or_case(text, match):
            continue
        yield _count(sentence, instrument, match), 0.9
    if not found and (others := OTHERS.search(text)):
        total = _number(others.group("n")) + max(1, _named_before(sentence, others.start()))
        yield _counted(instrument, total, text, approximated(_BEFORE, others.group("how") or "")[0]), 0.8
    if not found and (rank := _RANK.search(text)):
        yield _counted(instrument, int(rank.group("n")), text, "exactly"), 0.8


def _of_group(match: re.Match[str], group: EndorsementCount) -> bool:
    """ "the EU's 27 member states" is the size of the group, which `group` has told already."""
    if match.group("other") or match.group("lead"):
        return False
    if group.bound not in {"all", "nearly_all"} and re.search(r"['’]s?\s+$", match.string[: match.start()]):
        return True  # "20 of the EU's 27 countries": `group` has told the 20
    return bool(re.search(r"members?$", match.group("what"), re.IGNORECASE)) or _number(match.group("n")) == group.count


def group_bound(sentence: Sentence, instrument: str) -> EndorsementCount | None:
    """ "nearly all of the EU's 27 members": the group's size and the bound on how many of it have endorsed.

    Of "20 of the EU's 27" it is the 20.
    """
    scene = sentence.scene
    if ALL_OF.search(scene.text, sentence.start, sentence.end) is None:
        return _part_of_group(sentence, instrument)
    for match in ALL_OF.finditer(scene.text, sentence.start, sentence.end):
        body = next((m for m in scene.organisations if sentence.start <= m.span[0] < sentence.end), None)
        if body is None or not -80 < body.span[0] - match.end() < 60:
            continue
        bound: Bound = "all" if match.group("bound").lower() in {"all", "every"} else "nearly_all"
        sizes = [
            m for m in _GROUP_SIZE.finditer(scene.text, match.end(), sentence.end) if abs(m.start() - body.span[0]) < 60
        ]
        size = _number(sizes[0].group("n")) if sizes else SIZES.get(body.code)
        if size is not None and size > 1:
            return EndorsementCount(instrument=instrument, count=size, counts="states", group=body.code, bound=bound)
    return None


def _part_of_group(sentence: Sentence, instrument: str) -> EndorsementCount | None:
    """ "20 of the EU's 27 members have signed": how many of a group, where the sentence says that these did."""
    text = sentence.scene.text
    if not _SIGNING.search(sentence.text) or _NOT_SIGNING.search(sentence.text):
        return None
    for body in sentence.scene.organisations:
        if not sentence.start <= body.span[0] < sentence.end:
            continue
        part = _PART_OF.search(text[sentence.start : body.span[0]])
        whole = _ITS_SIZE.match(text, body.span[1], sentence.end)
        if part is None or whole is None:
            continue
        number = _number(part.group("n"))
        if 1 < number < _number(whole.group("size")):
            bound = approximated(_BEFORE, text[sentence.start : sentence.start + part.start()])[0]
            return EndorsementCount(instrument=instrument, count=number, counts="states", group=body.code, bound=bound)
    return None


def _number(text: str) -> int:
    low = text.lower()
    return int(low) if low.isdigit() else sum(_WORD_NUMBERS[part] for part in re.split(r"[- ]", low))


def _is_age_or_case(text: str, match: re.Match[str]) -> bool:
    """ "held with two members of his crew" counts people."""
    after = text[match.end() : match.end() + 25]
    return bool(re.match(r"\s+of (?:the |his |her |its )?(?:crew|team|family|staff|delegation|group|party)", after))


_JOINS = re.compile(r"\s*,?\s*(?:and|plus|with|as well as|&)?\s*(?:the\s+)?")


def _named_before(sentence: Sentence, offset: int) -> int:
    """How many states are listed right before an offset: "Canada and 57 others" counts Canada too."""
    text, front = sentence.scene.text, sentence.start + offset
    if re.search(r"\bboth\b[^,.;]{0,30}\band\s+$", text[sentence.start : front], re.IGNORECASE):
        return 2
    codes: set[str] = set()
    for mention in reversed([m for m in sentence.scene.states if sentence.start <= m.span[0] and m.span[1] <= front]):
        if not _JOINS.fullmatch(text, mention.span[1], front):
            break
        codes.add(mention.code)
        front = mention.span[0]
    return len(codes)


def _count(sentence: Sentence, instrument: str, match: re.Match[str]) -> EndorsementCount:
    text, number = sentence.text, _number(match.group("n"))
    bound, front = approximated(_BEFORE, text[: match.start()])
    if (match.group("other") or match.group("lead") or "").strip().lower() == "other" or match.group("besides"):
        number += max(1, _named_before(sentence, front))
    told: list[Bound] = [bound for bound in _AFTER if match.group(bound)]
    return _counted(instrument, number, text, "nearly_all" if _nearly_all_of(text, match) else (*told, bound)[0])


def _nearly_all_of(text: str, match: re.Match[str]) -> bool:
    """ "all but one of the 27 members", of a group that the sentence does not name."""
    ahead = next((m for m in ALL_OF.finditer(text, 0, match.start()) if m.end() == match.start()), None)
    return ahead is not None and ahead.group("bound").lower() not in {"all", "every"}


def _counted(instrument: str, number: int, text: str, bound: Bound) -> EndorsementCount:
    counts: Literal["states", "unclear"] = "unclear" if _ENTITIES.search(text) else "states"
    return EndorsementCount(instrument=instrument, count=number, counts=counts, group=None, bound=bound)
