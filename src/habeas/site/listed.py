"""Names in the order of their letters, and the words that a page of results needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anyascii import anyascii

from habeas.register.views import Register
from habeas.site.languages import Language
from habeas.site.words import STATUS, mark, words_of

KINDS = {
    "case": mark("Case"),
    "statement": mark("Statement"),
    "state": mark("State"),
    "source": mark("Source"),
    "word": mark("Word"),
}
"""What a result may be."""

Row = tuple[str, str, str]
"""A name, its Latin letters where they are others, and its case's slug."""


def by_letter(register: Register) -> dict[str, list[Row]]:
    """Every name of every case, by the first Latin letter of its last word, in a fixed order."""
    found: dict[str, list[Row]] = {}
    for case in register.cases:
        for name in case.person.names:
            latin = anyascii(name)
            found.setdefault(_shelf(latin), []).append((name, "" if latin == name else latin, case.slug))
    return {shelf: sorted(found[shelf], key=lambda row: (_order(row[1] or row[0]), row)) for shelf in sorted(found)}


def _shelf(latin: str) -> str:
    first = _order(latin)[0][:1]
    return first if "a" <= first <= "z" else "other"


def _order(latin: str) -> tuple[str, str]:
    """By the last word, then by all of them."""
    words = latin.casefold().split()
    return (words[-1] if words else "", " ".join(words))


def letter(shelf: str) -> str:
    """A shelf's label."""
    return shelf.upper() if len(shelf) == 1 else "#"


def said_of_results(spoken: Language, codes: Sequence[str]) -> dict[str, Any]:
    """What the page's script says of results, in one language."""
    say, words = spoken.message, words_of(spoken)
    return {
        "none": say("Nothing found."),
        "one": say("One result."),
        "many": say("%s results."),
        "more": say("%s results; the first %m are shown."),
        "unnamed": say("A person whom no source names"),
        "kinds": {kind: say(word) for kind, word in KINDS.items()},
        "status": {status: words.status(status) for status in STATUS},
        "names": {code: words.state(code) for code in codes},
    }
