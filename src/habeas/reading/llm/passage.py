"""Passages: a quote in its document, and what the document's words name there."""

from __future__ import annotations

import re
from functools import cached_property

from habeas.claims import Span
from habeas.reading.scene import within
from habeas.text.instruments import find_instruments
from habeas.text.names import person_names
from habeas.text.organisations import find_organisations
from habeas.text.places import find_places
from habeas.text.quotes import quotations
from habeas.text.spans import paragraphs, sentences
from habeas.text.states import StateMention, find_states
from habeas.text.written_dates import find_dates

MAX_SENTENCES = 5
"""A quote that touches more of them is no support for one claim."""

MAX_WIDE = 2_000
"""Nor is one whose sentences have more characters: a text without full stops is one sentence."""

_LONGEST = 300


class Page:
    """A document taken apart, as far as checking needs it.

    Args:
        text: the source's text.
        published: EDTF; the day from which relative dates count; None when unknown.
        language: ISO 639-1: whose words for acts and dates are known.
    """

    def __init__(self, text: str, published: str | None, language: str = "en") -> None:
        self.text = text
        self.published = published
        self.language = language
        self.paragraphs = paragraphs(text)
        self.sentences = sentences(text)

    @cached_property
    def states(self) -> list[StateMention]:
        """Every state named."""
        return find_states(self.text)

    @cached_property
    def coded(self) -> list[tuple[Span, str]]:
        """Every state or organisation named in any form, or by a place in it: where, and its code."""
        found = [(m.span, m.code) for m in self.states]
        found += [(m.span, m.state) for m in find_places(self.text) if m.state is not None]
        return found + [(m.span, m.code) for m in find_organisations(self.text)]

    @cached_property
    def dates(self) -> list[tuple[Span, str]]:
        """Every date, as EDTF."""
        return [(m.span, m.edtf) for m in find_dates(self.text, self.published, self.language)]

    @cached_property
    def instruments(self) -> frozenset[str]:
        """The ids of the instruments named."""
        return frozenset(m.id for m in find_instruments(self.text))

    @cached_property
    def persons(self) -> list[Span]:
        """Every name of a person, in order."""
        taken = [at for at, _ in self.coded] + [m.span for m in find_instruments(self.text)]
        return [mention.span for mention in person_names(self.text, taken)]

    @cached_property
    def quoted(self) -> list[Span]:
        """What stands between quotation marks."""
        return [quotation.inner for quotation in quotations(self.text)]

    def find(self, words: str, span: Span | None = None) -> Span | None:
        """Where `words` first stand as whole words within a span, in any white space; None where they do not."""
        if not words.strip() or len(words) > _LONGEST:
            return None
        match = _whole(words).search(self.text, *(span or (0, len(self.text))))
        return match.span() if match else None

    def touched(self, span: Span) -> list[Span]:
        """The sentences that a span touches."""
        return [one for one in self.sentences if one[0] < span[1] and one[1] > span[0]]

    def codes_in(self, span: Span) -> frozenset[str]:
        """The codes of the states and organisations named within a span."""
        return frozenset(code for at, code in self.coded if span[0] <= at[0] and at[1] <= span[1])

    def codes_beside(self, name: str) -> frozenset[str]:
        """The codes named in any sentence in which a name stands."""
        return frozenset(code for one in self.sentences if self.find(name, one) for code in self.codes_in(one))


class Passage:
    """A quote in its document.

    Attributes:
        page: the document.
        span: the quote.
        wide: the whole sentences that it touches; a claim's evidence, so that nobody is quoted out of a sentence.
        long: it is too long to bear out one claim.
    """

    def __init__(self, page: Page, span: Span) -> None:
        self.page = page
        self.span = span
        touched = page.touched(span)
        self.wide: Span = (min(span[0], touched[0][0]), max(span[1], touched[-1][1])) if touched else span
        self.long = len(touched) > MAX_SENTENCES or self.wide[1] - self.wide[0] > MAX_WIDE

    @property
    def quote(self) -> str:
        """The quote."""
        return self.page.text[slice(*self.span)]

    @property
    def text(self) -> str:
        """The whole sentences."""
        return self.page.text[slice(*self.wide)]

    @property
    def around(self) -> str:
        """The sentences with one before and one behind them, as far as these stand in the same paragraphs."""
        whole = [one for one in self.page.paragraphs if one[0] < self.wide[1] and one[1] > self.wide[0]]
        start, end = (whole[0][0], whole[-1][1]) if whole else self.wide
        before = [one for one in self.page.sentences if start <= one[0] and one[1] <= self.wide[0]]
        behind = [one for one in self.page.sentences if self.wide[1] <= one[0] and one[1] <= end]
        return self.page.text[(before or [self.wide])[-1][0] : (behind or [self.wide])[0][1]]

    @cached_property
    def codes(self) -> frozenset[str]:
        """The states and organisations that the sentences name."""
        return self.page.codes_in(self.wide)

    @cached_property
    def states(self) -> list[StateMention]:
        """The states that the sentences name, each time."""
        return within(self.wide, self.page.states)

    @cached_property
    def dates(self) -> frozenset[str]:
        """The dates that the sentences give."""
        return frozenset(edtf for at, edtf in self.page.dates if self.wide[0] <= at[0] and at[1] <= self.wide[1])

    def says(self, words: str) -> bool:
        """Whether the quote holds these words, letter for letter."""
        return bool(words.strip()) and words in self.quote


def located(page: Page, quote: str, start: int | None) -> Passage | None:
    """The passage that a quote is; None where it stands nowhere. Of several the one at `start`, else the first."""
    if not quote.strip():
        return None
    if start is not None and 0 <= start <= len(page.text) and page.text.startswith(quote, start):
        return Passage(page, (start, start + len(quote)))
    at = page.text.find(quote)
    return None if at < 0 else Passage(page, (at, at + len(quote)))


def _whole(words: str) -> re.Pattern[str]:
    """Whole words only, in scripts that part words."""
    body = r"\s+".join(map(re.escape, words.split()))
    before = r"(?<!\w)" if _cased(words.split(maxsplit=1)[0][0]) else ""
    after = r"(?!\w)" if _cased(words.rsplit(maxsplit=1)[-1][-1]) else ""
    return re.compile(before + body + after)


def _cased(letter: str) -> bool:
    return letter.isdigit() or letter.lower() != letter.upper()
