"""The index of the site's own search: small files that a page's script fetches as it needs them.

Words are folded (case, accents) and transliterated, so that a name is found in its own script and in Latin letters. There
are two kinds of file. `search/t-XX.js` holds the words that begin with XX, each with the pages on which it stands and how much
it weighs there; `search/d-XX.js` says what those pages are. Both call a function of the page's script: a page opened from a disk
may run a script beside it, but not read a file. A word that stands nearly everywhere is in neither, and only named as such.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import msgspec
from anyascii import anyascii

from habeas.register.views import CaseView, Register, Said
from habeas.site.glossary import GLOSSARY
from habeas.site.languages import Language
from habeas.site.links import SPOKEN, Places
from habeas.site.plan import Lookups, Plan
from habeas.text.lines import cut
from habeas.text.states import STATES

FOLDER = "search"
FEW = 1000
"""Up to so many pages the words stand in files by their first letter, and the pages in one of each kind; above, by two."""

COMMON = 0.05
"""A word on more than this share of many pages tells nothing apart."""

LONGEST = 140
"""Letters of a quote that are shown among the results."""

_WORD = re.compile(r"[^\W_]+")
_ASCII = re.compile(r"[a-z0-9]")


class Found(msgspec.Struct, frozen=True, array_like=True):
    """What the results say of one page or record.

    Attributes:
        kind: `case`, `statement`, `state`, `source` or `word`.
        place: its address within a language's folder.
        title: in its own words, or a code that the page has a name for.
        detail: status and state, or speaker and date, likewise: a tab between them.
    """

    kind: str
    place: str
    title: str
    detail: str


_TYPOGRAPHY = str.maketrans(dict.fromkeys("“”„«»‘’‚‹›–—…•", " "))


@lru_cache(65_536)
def folded(text: str) -> frozenset[str]:
    """The words of a text as they are looked up: in lower case without accents, and as they are in another script."""
    text = text.translate(_TYPOGRAPHY) if not text.isascii() else text
    if text.isascii():
        return frozenset(_WORD.findall(text.lower()))
    plain = set(_WORD.findall(unicodedata.normalize("NFC", text).lower()))
    return frozenset(plain.union(*map(_latin, plain)))


@cache
def _latin(word: str) -> tuple[str, ...]:
    return () if word.isascii() else tuple(_WORD.findall(anyascii(word).lower()))


class Index:
    """The index of one register, filled entry by entry."""

    def __init__(self) -> None:
        self.found: dict[str, Found] = {}
        self.words: defaultdict[str, list[str]] = defaultdict(list)

    def add(self, key: str, found: Found, texts: Mapping[int, Iterable[str]]) -> None:
        """Add a page or record.

        Args:
            key: its own, stable.
            found: what the results say of it.
            texts: its texts by their weight, from 1 to 9.
        """
        self.found[key] = found
        weights: dict[str, int] = {}
        for weight in sorted(texts):
            for text in texts[weight]:
                weights.update(dict.fromkeys(folded(text), weight))
        tags = {weight: f"{key}:{weight}" for weight in texts}
        for word, weight in weights.items():
            self.words[word].append(tags[weight])

    def plans(self) -> Iterator[Plan]:
        """The files, a plan for each."""
        few = len(self.found) <= FEW
        letters, digits = (1, 0) if few else (2, 2)
        common = sorted(word for word, tags in self.words.items() if not few and len(tags) > len(self.found) * COMMON)
        words: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for word in sorted(self.words.keys() - set(common)):
            words[shelf(word, letters)][word] = " ".join(sorted(self.words[word]))
        about: defaultdict[str, dict[str, Found]] = defaultdict(dict)
        for key in sorted(self.found):
            about[drawer(key, digits)][key] = self.found[key]
        for prefix, shelves in (("t", words), ("d", about)):
            for name in sorted(shelves):
                yield _file(f"{prefix}-{name}", shelves[name])
        yield _file("shelves", {"letters": letters, "digits": digits, "words": sorted(words), "common": common})


def shelf(word: str, length: int) -> str:
    """In which file a word stands: by its first letters, or by the number of its first one if that is not of a to z."""
    start = word[:length]
    return start if all(map(_ASCII.fullmatch, start)) else f"u{ord(word[0]):04x}"


def drawer(key: str, length: int) -> str:
    """In which file a page is told of: by its kind, and by the beginning of its random name."""
    return key[:1] if key[0] in "sw" else key[: 1 + length]


def _file(name: str, holds: Mapping[str, Any]) -> Plan:
    def make(plan: Plan, _lookups: Lookups) -> bytes:
        return b'habeasFound("%s",%s);\n' % (name.encode(), _quoted(msgspec.json.encode(plan.values["holds"])))

    return Plan(name=f"{FOLDER}/{name}.js", values={"holds": holds}, make=make)


def _quoted(raw: bytes) -> bytes:
    """JSON that is a script's too: two line ends that once were none of JSON's but were the script's."""
    return raw.replace(b"\xe2\x80\xa8", b"\\u2028").replace(b"\xe2\x80\xa9", b"\\u2029")


def index(register: Register, places: Places, words: Mapping[str, Iterable[str]]) -> Index:
    """The index of everything that a register shows.

    Args:
        register: what is shown.
        places: where it stands.
        words: the glossary's words, by their own anchor, in every language of the site.
    """
    made = Index()
    for case in (*register.cases, *register.candidates):
        made.add(f"c{case.slug}", _case(case, places), {9: case.person.names, 3: _about(case)})
    for record in register.claims:
        if record.kind in SPOKEN and record.quote:
            made.add(f"r{record.id[:12]}", _record(record, places), {2: _speaker(record), 1: [record.quote]})
    for source in register.sources:
        title = source.title or source.outlet or ""
        found = Found("source", places.source(source), title, source.published or "")
        made.add(f"d{source.slug}", found, {4: [title], 2: [source.outlet or ""]})
    for code in _states(register):
        made.add(f"s{code}", Found("state", places.state(code), code, ""), {8: names_of(code)})
    for anchor, said in words.items():
        made.add(anchor, Found("word", f"glossary.html#{anchor}", next(iter(said), ""), ""), {5: said})
    return made


def glossary_words(spoken: Sequence[Language]) -> dict[str, list[str]]:
    """The glossary's words with their anchors, in all languages of the site, the first first."""
    return {f"w{number}": [one.message(word) for one in spoken] for number, word in enumerate(GLOSSARY, start=1)}


def _case(case: CaseView, places: Places) -> Found:
    return Found("case", places.case(case.slug), case.person.name or "", f"{case.status}\t{case.by or ''}")


def _about(case: CaseView) -> list[str]:
    """Words that a case is looked for by, besides its names: its states' names and its roles."""
    codes = [code for code in (*case.person.states, case.by) if code]
    return [*(name for code in codes for name in names_of(code)), *case.person.roles]


def _record(record: Said, places: Places) -> Found:
    words = record.quote or ""
    short = cut(words, LONGEST)
    owner = record.speakers[0]
    return Found(
        "statement", places.record(record.id), short, f"{owner.name or owner.role or ''}\t{record.said_on or ''}"
    )


def _speaker(record: Said) -> list[str]:
    owner = record.speakers[0]
    return [word for word in (owner.name, owner.role) if word and word != "outlet"]


def _states(register: Register) -> list[str]:
    """Every state that has a page: any that the register names."""
    codes = {
        code for case in (*register.cases, *register.candidates) for code in (*case.person.states, case.by) if code
    }
    codes |= {endorser.party for view in register.endorsements for endorser in view.endorsers}
    codes |= {record.speakers[0].state or "" for record in register.claims if record.kind in SPOKEN}
    return sorted(code for code in codes if code in STATES)


@cache
def names_of(code: str) -> tuple[str, ...]:
    """A state's names in every language whose table the package has."""
    from habeas.text.phrases import rows

    french = {row[0]: row[1] for row in rows("states_fr.csv")}
    own = STATES[code].names if code in STATES else (code,)
    return (*own, *(french.get(code, "").split(";")))
