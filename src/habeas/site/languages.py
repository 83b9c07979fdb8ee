"""Languages that the site speaks: a catalogue of messages for each (gettext), and CLDR's dates, numbers and lists (Babel).

English is the language of the messages themselves and stands at the root of the site; every other language has a folder
of its own with the same names in it. `locale/CODE.po` is a catalogue; `tools/make_catalogues.py` keeps them in step with
the templates and the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from io import BytesIO, StringIO

from babel import Locale
from babel.dates import format_date, format_skeleton, get_date_format
from babel.lists import format_list
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from markupsafe import Markup, escape

FIRST = "en"
"""The language at the root of the site."""

SPOKEN = ("en", "fr")
"""The languages of the site, by code; a language is added by its catalogue and its code here."""

_LOCALES = {"en": "en_GB"}
"""Where a language's dates and lists are not those of its bare code: day before month, no comma before the last "and"."""


class Language:
    """One language of the site.

    Args:
        code: BCP 47, as in `<html lang>` and in the folder's name.
        catalogue: its messages; None for the language they are written in.

    Attributes:
        folder: where its pages stand: empty, or the code and a slash.
        direction: `ltr` or `rtl`.
    """

    def __init__(self, code: str, catalogue: Catalog | None = None) -> None:
        self.code = code
        self.folder = "" if code == FIRST else f"{code}/"
        self.locale = Locale.parse(_LOCALES.get(code, code).replace("-", "_"))
        self.direction = "rtl" if self.locale.character_order == "right-to-left" else "ltr"
        self.translations = NullTranslations() if catalogue is None else _compiled(catalogue)
        self._long: str = get_date_format("long", locale=self.locale).pattern
        self._numbers: dict[float, str] = {}

    @property
    def name(self) -> str:
        """The language's name in itself."""
        name = Locale.parse(self.code.replace("-", "_")).get_display_name() or self.code
        return name[:1].upper() + name[1:]

    def named(self, code: str) -> str:
        """Another language's name, in this one; its code where nobody has a name."""
        found: str | None = self.locale.languages.get(code)
        return found or code

    def territory(self, code: str) -> str | None:
        """CLDR's name of a state."""
        found: str | None = self.locale.territories.get(code)
        return found

    def message(self, text: str, context: str | None = None) -> str:
        """A message in this language."""
        return str(self.translations.ugettext(text) if context is None else self.translations.pgettext(context, text))

    def messages(self, one: str, many: str, number: int) -> str:
        """A message that counts; `%(num)s` in it is the number."""
        found: str = self.translations.ungettext(one, many, number)
        return found % {"num": self.number(number)}

    def isolated(self, name: str) -> str:
        """Somebody else's words within a sentence: where the sentence runs from right to left, they keep their own way."""
        return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}" if self.direction == "rtl" else name

    def number(self, value: float) -> str:
        """A number with this language's separators."""
        if value not in self._numbers:
            self._numbers[value] = format_decimal(value, locale=self.locale)
        return self._numbers[value]

    def day(self, day: date) -> str:
        """A day: "9 October 2020"."""
        pattern = self._long
        if day.day == 1:
            first = self.message("1", "first day of a month, before its name").replace("'", "''")
            pattern = pattern.replace("d", f"'{first}'", 1) if first != "1" else pattern
        return format_date(day, pattern, locale=self.locale)

    def month(self, day: date) -> str:
        """A month: "October 2020"."""
        return format_skeleton("yMMMM", day, locale=self.locale)

    def year(self, day: date) -> str:
        """A year."""
        return format_skeleton("y", day, locale=self.locale)

    def listed(self, items: Iterable[str]) -> str:
        """ "A, B and C"; markup stays markup."""
        given = list(items)
        if any(isinstance(item, Markup) for item in given):
            return Markup(format_list([str(escape(item)) for item in given], locale=self.locale))  # noqa: S704  each is escaped
        return format_list(given, locale=self.locale)


def _compiled(catalogue: Catalog) -> Translations:
    raw = BytesIO()
    write_mo(raw, catalogue)
    raw.seek(0)
    return Translations(raw)


@cache
def language(code: str) -> Language:
    """One of the languages of the site, by its code."""
    return Language(code, None if code == FIRST else catalogue(code))


def languages() -> Sequence[Language]:
    """All of them, the first first."""
    return [language(code) for code in SPOKEN]


@cache
def catalogue(code: str) -> Catalog:
    """A language's messages as they stand in the package."""
    text = files("habeas.site").joinpath(f"locale/{code}.po").read_text("utf-8")
    return read_po(StringIO(text), locale=code)
