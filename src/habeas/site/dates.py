"""Dates in words: exactly as precise as the record, in any language of the site."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from habeas.site.languages import Language

_OPEN = frozenset({"", ".."})


class Dates:
    """EDTF dates in the words of one language."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._say = language.message
        self._part = lru_cache(50_000)(self._one)

    def bare(self, edtf: str | None) -> str:
        """A date: `2018-12` is "December 2018"; an interval names both ends."""
        if edtf is None:
            return self._say("on an unknown day")
        first, separator, last = edtf.partition("/")
        if not separator:
            return self._part(edtf)
        if last in _OPEN:
            return self._say("%(date)s or later") % {"date": self._part(first)}
        if first in _OPEN:
            return self._say("%(date)s or earlier") % {"date": self._part(last)}
        return self._say("between %(first)s and %(last)s") % {"first": self._within(first), "last": self._within(last)}

    def on(self, edtf: str | None) -> str:
        """A date as part of a sentence: "on 9 October 2020", "in December 2018"."""
        if edtf is None or "/" in edtf:
            return self.bare(edtf)
        shape = self._say("on %(date)s", "a day") if _is_day(edtf) else self._say("in %(date)s", "a month or a year")
        return shape % {"date": self._part(edtf)}

    def since(self, edtf: str | None) -> str:
        """From when something has lasted: "since 9 October 2020"."""
        if edtf is None:
            return self._say("since an unknown day")
        if "/" in edtf:
            return self._say("since a day %(interval)s") % {"interval": self.bare(edtf)}
        shape = (
            self._say("since %(date)s", "a day") if _is_day(edtf) else self._say("since %(date)s", "a month or a year")
        )
        return shape % {"date": self._part(edtf)}

    def until(self, edtf: str | None) -> str:
        """Until when something lasted: "until 9 October 2020"."""
        if edtf is None:
            return self._say("until an unknown day")
        if "/" in edtf:
            return self._say("until a day %(interval)s") % {"interval": self.bare(edtf)}
        shape = (
            self._say("until %(date)s", "a day") if _is_day(edtf) else self._say("until %(date)s", "a month or a year")
        )
        return shape % {"date": self._part(edtf)}

    def _within(self, part: str) -> str:
        """One end of an interval."""
        shape = self._say("%(date)s", "a day, in between-and") if _is_day(part) else "%(date)s"
        return shape % {"date": self._part(part)}

    def _one(self, text: str) -> str:
        """One date that is no interval, with how sure its source is of it."""
        bare = text.rstrip("?~%")
        pieces = [int(piece) for piece in bare.split("-")]
        day = date(*[*pieces, 1, 1][:3])
        said = (self._language.year, self._language.month, self._language.day)[len(pieces) - 1](day)
        qualifier = text[len(bare) :]
        if not qualifier:
            return said
        shape = {
            "?": self._say("%(date)s (uncertain)"),
            "~": self._say("%(date)s (approximately)"),
            "%": self._say("%(date)s (uncertain, approximately)"),
        }[qualifier]
        return shape % {"date": said}


def _is_day(edtf: str) -> bool:
    return edtf.rstrip("?~%").count("-") == 2
