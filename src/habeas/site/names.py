"""Names of states, organisations and instruments in the languages of the site, with the articles that sentences need.

English and French names are those of the tables that the readers use; other languages take CLDR's names of states. Where a
language has no table of articles, a name stands bare and the catalogue's sentences are written for that.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from habeas.site.languages import FIRST, Language
from habeas.text.instruments import INSTRUMENTS
from habeas.text.organisations import ORGANISATIONS
from habeas.text.phrases import rows
from habeas.text.states import STATES, is_state

_VOWELS = frozenset("AEIOUÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆaeiouàâäéèêëîïôöùûüœæ")

_OF_THE = {"le": "du", "les": "des"}
"""The French articles that "de" swallows."""


class Names:
    """Names in one language."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._french = language.code == "fr"
        self._states = _table("states_fr.csv") if self._french else {}
        self._organisations = _table("organisations_fr.csv") if self._french else {}
        self._articles = _articles(language.code)

    def bare(self, code: str) -> str:
        """A name by itself: "United States"; the code where nobody has a name."""
        if code in INSTRUMENTS:
            return self._language.message(INSTRUMENTS[code].title)
        if code in STATES and self._language.code == FIRST:
            return STATES[code].names[0]
        if code in self._states or code in self._organisations:
            return self._states.get(code) or self._organisations[code]
        found = self._language.territory(code) if is_state(code) else None
        return found or (ORGANISATIONS[code][0] if code in ORGANISATIONS else code)

    def the(self, code: str) -> str:
        """A name within a sentence: "the United States", "la Chine"."""
        article, name = self._articles.get(code, ""), self.bare(code)
        return name if not article else f"{article}{'' if article.endswith('’') else ' '}{name}"

    def of(self, code: str) -> str:
        """A name behind "of": "of the United States", "du Canada", "de l’Iran"."""
        if not self._french:
            return self.of_name(self.the(code))
        article = self._articles.get(code, "")
        if article in _OF_THE:
            return f"{_OF_THE[article]} {self.bare(code)}"
        return self.of_name(self.the(code)) if not article else f"de {self.the(code)}"

    def of_name(self, name: str) -> str:
        """Any name behind "of"; French drops a vowel before another."""
        if self._french:
            return f"d’{name}" if name[:1] in _VOWELS else f"de {name}"
        return self._language.message("of %(name)s", "behind a noun") % {"name": name}

    def order(self, code: str) -> str:
        """By what to sort: the name without accents and case."""
        return _plain(self.bare(code))


def _plain(text: str) -> str:
    from anyascii import anyascii

    return anyascii(text).casefold()


@cache
def _table(name: str) -> Mapping[str, str]:
    """The first name of each row."""
    return {code: names.split(";")[0].replace("'", "’") for code, names, *_ in rows(name)}


@cache
def _articles(language: str) -> Mapping[str, str]:
    """The article of each name that has one, ready to stand before it."""
    folder = files("habeas.site").joinpath("data")
    path = folder.joinpath(f"articles_{language}.csv")
    if not path.is_file():
        return {}
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")][1:]
    return {
        code: article.replace("'", "’")
        for article, codes in (line.split("|") for line in lines)
        for code in codes.split()
    }
