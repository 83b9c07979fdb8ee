"""Dates as texts write them, as EDTF that is never more precise than the words.

"December 2018" is `2018-12`, "early December 2018" too; "Monday" and "last week" count from the day the text was
published; "two days later" from the day named before. What cannot be told (a weekday in a text without a date, "more
than two years ago") is no mention at all.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec

from habeas.text.dates import EDTF, bounds, interval, week_of
from habeas.text.spans import Span

Kind = Literal["day", "month", "year", "week", "range"]


class DateMention(msgspec.Struct, frozen=True):
    """One date in a text.

    Attributes:
        span: the words, without the preposition before them.
        edtf: what they mean.
        kind: the precision.
        relative: it was counted from another day (the day of publication, or a day named before).
    """

    span: Span
    edtf: EDTF
    kind: Kind
    relative: bool


class DateWords(msgspec.Struct, frozen=True):
    """One language's words for dates (`data/dates_*.toml`)."""

    months: dict[str, int]
    weekdays: dict[str, int]
    numbers: dict[str, int]
    units: dict[str, str]
    patterns: dict[str, str]
    future: str
    vague: str
    ordinals: dict[str, int] = {}
    seasons: dict[str, tuple[int, int]] = {}
    until: str = ""
    since: str = ""
    span: str = ""


class _Context(msgspec.Struct, frozen=True):
    """What a mention may be counted from."""

    anchor: date | None
    earlier: tuple[DateMention, ...]
    future: bool
    vague: bool
    ends: bool
    words: DateWords

    def number(self, word: str) -> int:
        return int(word) if word.isdigit() else self.words.numbers[word.lower()]

    def month(self, word: str) -> int:
        return int(word) if word.isdigit() else self.words.months[word.lower().rstrip(".")]


@cache
def _words(language: str) -> DateWords:
    raw: Any = tomllib.loads(files("habeas.text").joinpath(f"data/dates_{language}.toml").read_text("utf-8"))
    return msgspec.convert(raw, DateWords)


def is_calendar_word(word: str, language: str = "en") -> bool:
    """Whether a word names a month or a day of the week."""
    words = _words(language)
    return word.lower() in words.months or word.lower() in words.weekdays


LANGUAGES = ("en", "fr")
"""Languages whose dates are found; in others only ISO dates are."""

_ISO = re.compile(r"(?<![\w-])(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?![\w-])")


def find_dates(text: str, anchor: EDTF | None, language: str = "en") -> list[DateMention]:
    """Every date in `text` that can be told, in order, none overlapping another.

    Args:
        text: any text.
        anchor: the day it was published, from which "Monday" counts; None, or no single day, when unknown.
        language: ISO 639-1.
    """
    day = _single_day(anchor)
    found: list[DateMention] = []
    for name, match in _candidates(text, language):
        before = text[max(0, match.start() - 60) : match.start()]
        words = _words(language if language in LANGUAGES else "en")
        context = _Context(
            anchor=day,
            earlier=tuple(found),
            future=bool(re.search(words.future, before, re.IGNORECASE)),
            vague=bool(re.search(words.vague, before, re.IGNORECASE)),
            ends=bool(words.until and re.search(words.until, before, re.IGNORECASE)),
            words=words,
        )
        told = _RESOLVE[name](match, context)
        if told is not None:
            found.append(DateMention(_span(match), *told))
    return _spans_joined(text, found, _words(language)) if language in LANGUAGES else found


def _spans_joined(text: str, found: list[DateMention], words: DateWords) -> list[DateMention]:
    """ "from 5 March to 2 May", "between 30 December 2018 and 2 January 2019": two dates that bound a stretch are one mention."""
    if not words.span:
        return found
    joined: list[DateMention] = []
    for mention in found:
        last = joined[-1] if joined else None
        if last is not None and last.kind == mention.kind and mention.kind in {"day", "month", "year"}:
            lead = text[max(0, last.span[0] - 20) : last.span[0]]
            between = text[last.span[1] : mention.span[0]]
            one, other = bounds(last.edtf)[0], bounds(mention.edtf)[0]
            if (
                one is not None
                and other is not None
                and one < other
                and re.search(words.span, f"{lead}|{between}|", re.IGNORECASE)
            ):
                joined[-1] = DateMention(
                    (last.span[0], mention.span[1]),
                    f"{last.edtf}/{mention.edtf}",
                    "range",
                    last.relative or mention.relative,
                )
                continue
        joined.append(mention)
    return joined


def _span(match: re.Match[str]) -> Span:
    return match.span("date") if "date" in match.re.groupindex else match.span()


def _single_day(anchor: EDTF | None) -> date | None:
    if anchor is None:
        return None
    first, last = bounds(anchor)
    return first if first == last else None


def _candidates(text: str, language: str) -> list[tuple[str, re.Match[str]]]:
    """The matches of every pattern, the longest where they overlap, in order."""
    rows = [("iso", _ISO), *(_patterns(language) if language in LANGUAGES else ())]
    matches = [(name, match) for name, pattern in rows for match in pattern.finditer(text)]
    matches.sort(key=lambda item: (_span(item[1])[0], -_span(item[1])[1]))
    kept: list[tuple[str, re.Match[str]]] = []
    for name, match in matches:
        if not kept or _span(match)[0] >= _span(kept[-1][1])[1]:
            kept.append((name, match))
        elif _length(match) > _length(kept[-1][1]):
            kept[-1] = (name, match)
    return kept


def _length(match: re.Match[str]) -> int:
    start, end = _span(match)
    return end - start


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The language's patterns with its word lists put in for `{month}`, `{weekday}`, `{number}` and `{unit}`."""
    words = _words(language)
    lists = {
        "month": "|".join(_month_form(word) for word in sorted(words.months, key=len, reverse=True)),
        "weekday": "|".join(_broken(word) for word in sorted(words.weekdays, key=len, reverse=True)),
        "ordinal": "|".join(sorted(words.ordinals, key=len, reverse=True)) or r"(?!)",
        "number": r"\d{1,3}|" + "|".join(sorted(words.numbers, key=len, reverse=True)),
        "unit": "|".join(sorted(words.units, key=len, reverse=True)),
        "day": r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|er)?",
        "year": r"(?:19|20)\d\d",
    }
    rows = []
    for name, pattern in words.patterns.items():
        for key, listed in lists.items():
            pattern = pattern.replace("{" + key + "}", f"(?:{listed})")  # noqa: PLW2901  the pattern is built up in place
        rows.append((name, re.compile(pattern, re.IGNORECASE)))
    return tuple(rows)


def _broken(word: str) -> str:
    """A long word's pattern: a line's end may have broken it with a hyphen."""
    return r"(?:-\s*\n\s*)?".join(re.escape(letter) for letter in word)


def _mended(word: str) -> str:
    return re.sub(r"-\s*\n\s*", "", word).lower()


def _month_form(word: str) -> str:
    """A month's pattern: only a shortened one takes a full stop, which else ends the sentence."""
    return f"{word}\\.?" if len(word) <= 4 and word not in {"may", "june", "july", "mai", "juin", "août"} else word


Told = tuple[EDTF, Kind, bool] | None
"""EDTF, precision, and whether it was counted from another day."""


def _day(year: int, month: int, day: int, *, relative: bool = False) -> Told:
    try:
        return (date(year, month, day).isoformat(), "day", relative)
    except ValueError:
        return None


def _number_of_day(word: str) -> int:
    return int(re.sub(r"\D", "", word))


def _iso(match: re.Match[str], _context: _Context) -> Told:
    return _day(int(match["y"]), int(match["m"]), int(match["d"]))


def _full(match: re.Match[str], context: _Context) -> Told:
    return _day(int(match["y"]), context.month(match["m"]), _number_of_day(match["d"]))


def _full_range(match: re.Match[str], context: _Context) -> Told:
    """ "10 to 12 December 2018"."""
    month = context.month(match["m"])
    year = int(match["y"]) if match["y"] else _year_of(month, _number_of_day(match["d2"]), context)
    if year is None:
        return None
    try:
        first, last = date(year, month, _number_of_day(match["d"])), date(year, month, _number_of_day(match["d2"]))
    except ValueError:
        return None
    return (interval(first, last), "range", not match["y"]) if first < last else None


def _no_year(match: re.Match[str], context: _Context) -> Told:
    month, day = context.month(match["m"]), _number_of_day(match["d"])
    year = _year_of(month, day, context)
    return None if year is None else _day(year, month, day, relative=True)


def _year_of(month: int, day: int | None, context: _Context) -> int | None:
    """The year meant: that of an earlier mention of the same month, else the last such day before publication."""
    for mention in reversed(context.earlier):
        first = bounds(mention.edtf)[0]
        if first is not None and first.month == month and mention.kind in {"day", "month", "range"}:
            return first.year
    told = _year_told(month, day, context)
    if told is not None or context.anchor is None:
        return told
    anchor = context.anchor
    at, now = (month, day or 1), (anchor.month, anchor.day if day else 1)
    if context.ends:
        ahead = (at[0] - now[0]) % 12
        return anchor.year + (at < now) if ahead < 6 else anchor.year - (at > now)
    if context.future:
        return anchor.year if at >= now else anchor.year + 1
    return anchor.year if at <= now else anchor.year - 1


def _year_told(month: int, day: int | None, context: _Context) -> int | None:
    """ "held on 14 May 2013 and tried on 3 February": a story goes on from the year it named, but not past its own day."""
    last = next((m for m in reversed(context.earlier) if m.kind in {"day", "month"}), None)
    if last is None or context.future:
        return None
    first = bounds(last.edtf)[0]
    if first is None or (context.anchor is not None and first.year == context.anchor.year):
        return None
    year = first.year if (month, day or 31) >= (first.month, first.day) else first.year + 1
    beyond = context.anchor is not None and (year, month, day or 1) > (
        context.anchor.year,
        context.anchor.month,
        context.anchor.day,
    )
    return None if beyond else year


def _month_year(match: re.Match[str], context: _Context) -> Told:
    return (f"{int(match['y']):04}-{context.month(match['m']):02}", "month", False)


def _month_alone(match: re.Match[str], context: _Context) -> Told:
    month = context.month(match["m"])
    if "lead" in match.re.groupindex and match["lead"]:
        context = msgspec.structs.replace(context, future=False)
    year = _year_of(month, None, context)
    return None if year is None else (f"{year:04}-{month:02}", "month", True)


def _year(match: re.Match[str], _context: _Context) -> Told:
    return (match["date"], "year", False)


_NEXT = ("next", "prochain", "suivant")
_LAST = ("last", "previous", "dernier", "passé")


def _weekday(match: re.Match[str], context: _Context) -> Told:
    if context.anchor is None:
        return None
    weekday = context.words.weekdays[_mended(match["w"])]
    ahead = (weekday - context.anchor.weekday()) % 7
    lead = (match["lead"] or "").lower()
    if lead.startswith(_NEXT) or context.future:
        return ((context.anchor + timedelta(days=ahead or 7)).isoformat(), "day", True)
    back = (context.anchor.weekday() - weekday) % 7
    if lead.startswith(_LAST) and back == 0:
        back = 7
    return ((context.anchor - timedelta(days=back)).isoformat(), "day", True)


def _weekday_short(match: re.Match[str], context: _Context) -> Told:
    """ "Mon night": the last one up to the day of publication."""
    if context.anchor is None:
        return None
    short = (match["w"] or match["w2"])[:3].lower()
    weekday = next(number for word, number in context.words.weekdays.items() if word.startswith(short))
    back = (context.anchor.weekday() - weekday) % 7
    return ((context.anchor - timedelta(days=back)).isoformat(), "day", True)


def _weekday_of_last_week(match: re.Match[str], context: _Context) -> Told:
    """ "lundi de la semaine dernière": that day of the calendar week before."""
    if context.anchor is None:
        return None
    monday = week_of(context.anchor - timedelta(weeks=1))[0]
    return ((monday + timedelta(days=context.words.weekdays[_mended(match["w"])])).isoformat(), "day", True)


def _day_alone(match: re.Match[str], context: _Context) -> Told:
    """ "le 9": of the month named last, else the last such day before publication; of what is still to come the next."""
    number = _number_of_day(match["d"])
    near = next((m for m in reversed(context.earlier) if m.kind in {"day", "month", "range"}), None)
    if near is not None and near.kind == "month" and _lasts(match.string, near, context.words):
        near = None  # "held since January ... freed on the 10th": what has lasted until now tells no month
    base = bounds(near.edtf)[0] if near is not None else None
    anchor = context.anchor
    if base is not None:
        beyond = (
            anchor is not None
            and not context.future
            and (base.year, base.month, number) > (anchor.year, anchor.month, anchor.day)
        )
        return _day_of_month(base, -int(beyond), number)
    if anchor is None:
        return None
    return _day_of_month(anchor, int(number < anchor.day) if context.future else -int(number > anchor.day), number)


def _lasts(text: str, mention: DateMention, words: DateWords) -> bool:
    """Whether a mention is where something begins that goes on: "since January"."""
    before = text[max(0, mention.span[0] - 30) : mention.span[0]]
    return bool(words.since and re.search(words.since, before, re.IGNORECASE))


def _day_of_month(base: date, step: int, number: int) -> Told:
    """A day of the month that lies so many after that of `base`."""
    months = base.year * 12 + base.month - 1 + step
    return _day(months // 12, months % 12 + 1, number, relative=True)


def _day_this_month(match: re.Match[str], context: _Context) -> Told:
    """ "the 5th of this month", "of last month"."""
    if context.anchor is None:
        return None
    return _day_of_month(context.anchor, -int(match["l"] is not None), _number_of_day(match["d"]))


def _season(match: re.Match[str], context: _Context) -> Told:
    """ "last autumn": the year of the last that is over; "in the spring": that has begun. A winter lies in two years: none."""
    if context.anchor is None:
        return None
    begins, ends = context.words.seasons[match["s"].lower()]
    reached = context.anchor.month >= (ends if _is_last(match) else begins)
    return (f"{context.anchor.year - (not reached):04}", "year", True)


def _is_last(match: re.Match[str]) -> bool:
    """Where the language has a word for it before the date, that word is there; else the pattern itself holds it."""
    return "lead" not in match.re.groupindex or match["lead"] is not None


def _ordinal_day(match: re.Match[str], context: _Context) -> Told:
    """ "the second of May", "the eleventh of February 2012"."""
    day, month = context.words.ordinals[match["d"].lower()], context.month(match["m"])
    year = int(match["y"]) if match["y"] else _year_of(month, day, context)
    return None if year is None else _day(year, month, day, relative=not match["y"])


def _near_day(days: int) -> Callable[[re.Match[str], _Context], Told]:
    def resolve(_match: re.Match[str], context: _Context) -> Told:
        if context.anchor is None:
            return None
        return ((context.anchor + timedelta(days=days)).isoformat(), "day", True)

    return resolve


def _near_unit(match: re.Match[str], context: _Context) -> Told:
    """ "last week", "earlier this month", "next year"."""
    if context.anchor is None:
        return None
    step = {"l": -1, "t": 0, "n": 1}[_which(match)]
    unit = match["u"] or match.groupdict()["u2"]
    return _shifted(context.anchor, context.words.units[unit.lower()], step)


def _which(match: re.Match[str]) -> str:
    return next(name for name in "ltn" if match.groupdict().get(name))


def _shifted(anchor: date, unit: str, step: int) -> Told:
    """The week, month or year that lies `step` of them away, whole; or the day."""
    if unit == "day":
        return ((anchor + timedelta(days=step)).isoformat(), "day", True)
    if unit == "fortnight":
        unit, step = "week", 2 * step
    if unit == "week":
        return (interval(*week_of(anchor + timedelta(weeks=step))), "week", True)
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 + step
        return (f"{months // 12:04}-{months % 12 + 1:02}", "month", True)
    return (f"{anchor.year + step:04}", "year", True)


def _counted(base: date, unit: str, count: int) -> Told:
    """So much time from a day: weeks are counted in days, as texts mean them; months and years stay whole."""
    days = {"week": 7, "fortnight": 14}.get(unit, 0)
    return _shifted(base, "day", days * count) if days else _shifted(base, unit, count)


def _ago_today(match: re.Match[str], context: _Context) -> Told:
    """ "six months ago today"."""
    if context.anchor is None or context.vague:
        return None
    unit, number = context.words.units[match["u"].lower()], context.number(match["n"])
    if unit in {"month", "year"}:
        return _day_of_month(context.anchor, -number * (12 if unit == "year" else 1), context.anchor.day)
    return _counted(context.anchor, unit, -number)


def _ago(match: re.Match[str], context: _Context) -> Told:
    if context.anchor is None or context.vague:
        return None
    return _shifted(context.anchor, context.words.units[match["u"].lower()], -context.number(match["n"]))


def _beside(sign: int) -> Callable[[re.Match[str], _Context], Told]:
    """ "on Tuesday, three days after police seized P": what follows happened three days before the day named ahead of it."""

    def resolve(match: re.Match[str], context: _Context) -> Told:
        last = context.earlier[-1] if context.earlier else None
        between = match.string[last.span[1] : match.start()] if last is not None else "."
        base = bounds(last.edtf)[0] if last is not None and last.kind == "day" else None
        if base is None or context.vague or re.search(r"[.!?;\n]", between):
            return None
        return _counted(base, context.words.units[match["u"].lower()], sign * context.number(match["n"]))

    return resolve


def _later(sign: int) -> Callable[[re.Match[str], _Context], Told]:
    def resolve(match: re.Match[str], context: _Context) -> Told:
        last = context.earlier[-1] if context.earlier else None
        base = bounds(last.edtf)[0] if last is not None and last.kind == "day" else None
        if base is None or context.vague:
            return None  # "two days later" counts from the date named last, and only from a day
        number = context.number(match["n"]) if match.groupdict().get("n") else 1
        unit = context.words.units[match["u"].lower()] if match.groupdict().get("u") else "day"
        return _counted(base, unit, sign * number)

    return resolve


_RESOLVE: dict[str, Callable[[re.Match[str], _Context], Told]] = {
    "iso": _iso,
    "day_month_year": _full,
    "month_day_year": _full,
    "day_range": _full_range,
    "month_day_range": _full_range,
    "day_month": _no_year,
    "month_day": _no_year,
    "numeric_full": _full,
    "numeric_day_first": _full,
    "numeric_month_first": _full,
    "numeric_no_year": _no_year,
    "numeric_range": _full_range,
    "day_alone": _day_alone,
    "day_this_month": _day_this_month,
    "day_of_month_word": _ordinal_day,
    "month_year": _month_year,
    "month": _month_alone,
    "month_listed": _month_alone,
    "year": _year,
    "season": _season,
    "weekday": _weekday,
    "weekday_short": _weekday_short,
    "weekday_of_last_week": _weekday_of_last_week,
    "today": _near_day(0),
    "yesterday": _near_day(-1),
    "day_before_yesterday": _near_day(-2),
    "tomorrow": _near_day(1),
    "near": _near_unit,
    "ago": _ago,
    "ago_today": _ago_today,
    "later": _later(1),
    "lasting": _later(1),
    "next_day": _later(1),
    "earlier": _later(-1),
    "after": _beside(-1),
    "before": _beside(1),
    "day_before": _later(-1),
    "previous_day": _later(-1),
    "same_day": _later(0),
}
