"""Checks of a publication before it replaces the one that stands: what they find stops it.

The door (`admit`) decides what is shown. These checks trust it with nothing: they look through the bytes that were written.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from html import unescape
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import msgspec

from habeas.claims import Custody
from habeas.disclosure.admitted import WITHHELD
from habeas.disclosure.redact import Eraser
from habeas.disclosure.release import RECORDS
from habeas.disclosure.rules import Rules
from habeas.disclosure.stretches import LONG, Stretches, stretches
from habeas.disclosure.written import Written, in_plain_letters, written
from habeas.entries import Entry
from habeas.entries.decisions import OpenCase
from habeas.identity import Entity, claim_mentions
from habeas.identity.names import skeleton
from habeas.text.dates import is_day
from habeas.text.states import find_states
from habeas.text.written_dates import LANGUAGES, find_dates

CHECKS: dict[str, str] = {
    "names": "no name that is withheld stands anywhere in the files or their names, in any spelling or script known to the team",
    "words": "no words that a person called sensitive stand anywhere",
    "ids": "no id of the ledger stands anywhere",
    "opaque": "every file can be looked into, or is of a kind that holds no text of the record",
    "links": "every link within the site leads to a file of it",
    "cases": "every case names an inclusion rule that is known, the state that holds, and who alleges",
    "joins": "no record gives a day and a nationality that together mean a case that is not public",
    "pseudonym": "no case without a name appears in the same publication in which a case of the same state goes",
    "release": "the release verifies from its own files",
}
"""Every check, in a sentence. `joins` and `pseudonym` may find what is not there, and can be overruled (`--despite`)."""

MAY_BE_OVERRULED = frozenset({"joins", "pseudonym"})

_OPAQUE = (".png", ".ico", ".woff2", ".jpg", ".webp")
"""Pictures and fonts: what they show is drawn from texts that are checked."""


class Problem(msgspec.Struct, frozen=True, order=True):
    """What a check found.

    Attributes:
        check: a key of `CHECKS`.
        where: the file, record or case.
        what: in one clause; for the team's eyes.
        name: the name that it spells, where that is what was found.
    """

    check: str
    where: str
    what: str
    name: str = ""


class Secrets:
    """What must stand nowhere in a publication.

    Args:
        entries: of the ledger.
        rules: of the audience.
    """

    def __init__(self, entries: Iterable[Entry], rules: Rules) -> None:
        eraser = Eraser(rules.hidden_names, rules.shown_names, frozenset(), ())
        names = [name for name in rules.hidden_names if eraser.is_secret(name)]
        self._names = {words: name for name in names for words in _spellings(name) if len(words) > 1}
        self._starts = _by_first(self._names)
        self._inside = {_letters(name): name for name in names if len(name.split()) > 1 or not name.isascii()}
        self._heard = {_skeletons(name): name for name in names if len(name.split()) > 1}
        self._sounds = _by_first(self._heard)
        self._foreign = any(not _is_latin(name) for name in names)
        self._single = {name for name in names if len(name.split()) == 1}
        self._raw = sorted({name for name in names if len(name) > 1 and any(ord(c) >= 0x0590 for c in name)})
        self.words = tuple(rules.hidden_words)
        self.ids = {entry.id for entry in entries} | {
            e.payload.case for e in entries if isinstance(e.payload, OpenCase) and len(e.payload.case) >= 16
        }

    def stretches(self, text: str) -> Iterator[str]:
        """A text in stretches such that any secret that stands in it stands in one of them; it may be one."""
        if any("\n" in secret for secret in (*self._raw, *self.words)):
            return iter((text,))
        longest = max(map(len, (*self._names, *self._heard)), default=1)
        return stretches(text, longest - 1)

    def digest(self, salt: Callable[[bytes], str]) -> str:
        """What tells these secrets from others, to whoever has the salt's secret and to nobody else.

        Ids do not count: what was written before an entry was recorded does not hold its id.
        """
        listed = [sorted(self._names), sorted(self._raw), sorted(self._single), self.words]
        return salt(repr(listed).encode())

    def names_in(self, text: str) -> set[str]:
        """The withheld names that a text spells, whatever the case, accents, script, order of the words and marks between."""
        words = written(text)
        found = {name for name in self._raw if name in text}
        found |= {self._names[parts] for parts in _among(words.known, self._starts) if _follow(words.words, parts)}
        found |= {self._inside[word] for word in words.known & self._inside.keys()}
        return found | (self._across(text) if self._may_be_across(words) else set())

    def _across(self, text: str) -> set[str]:
        """The withheld names that a text spells in another script: as far as romanisations agree on them."""
        found: set[str] = set()
        words = [word for word in re.findall(r"[^\W\d_]+", text) if not word.islower()]
        latin = [_is_latin(word) for word in words]
        for size in {len(heard) for heard in self._heard}:
            for at in range(len(words) - size + 1):
                if self._foreign or not all(latin[at : at + size]):
                    name = self._heard.get(tuple(sorted(map(_bones, words[at : at + size]))))
                    if name is not None and _is_latin(name) != all(latin[at : at + size]):
                        found.add(name)
        return found

    def _may_be_across(self, words: Written) -> bool:
        """Whether a text has all the words of some name, as far as romanisations agree on them, where scripts differ."""
        if not (self._foreign or words.is_of_other_scripts):
            return False
        heard = frozenset(_bones(word) for word in words.of_letters if not word.islower())
        return bool(_among(heard, self._sounds))

    def may_stand_in(self, text: str) -> bool:
        """Whether any of these may stand in a text when its tags are taken out: its words are the same, but may follow others."""
        words = written(text)
        return bool(
            self.words
            or _among(words.known, self._starts)
            or words.known & self._inside.keys()
            or words.ids & self.ids
            or self._may_be_across(words)
        )

    def single_names_in(self, text: str) -> set[str]:
        """The withheld names of one word that a text spells just so. Pages have words of their own: this is for records."""
        return self._single & written(text).different


def _by_first(names: Iterable[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    """Names by their first word."""
    found: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for words in names:
        if words:
            found[words[0]].append(words)
    return dict(found)


def _among(words: frozenset[str], starts: Mapping[str, list[tuple[str, ...]]]) -> list[tuple[str, ...]]:
    """The names all of whose words are among these."""
    return [parts for first in words & starts.keys() for parts in starts[first] if words.issuperset(parts)]


def _spellings(name: str) -> Iterator[tuple[str, ...]]:
    """A name's words as they may follow each other: as given, the last first, and all turned round."""
    words = tuple(in_plain_letters(word) for word in re.findall(r"[^\W_]+", name))
    yield words
    yield (*words[-1:], *words[:-1])
    yield words[::-1]


def _is_latin(text: str) -> bool:
    return all(not c.isalpha() or ord(c) < 0x0370 or 0x1E00 <= ord(c) <= 0x1EFF for c in text)


def _skeletons(name: str) -> tuple[str, ...]:
    return tuple(sorted(_bones(word) for word in re.findall(r"[^\W\d_]+", name)))


@lru_cache(maxsize=262_144)
def _bones(word: str) -> str:
    return skeleton(in_plain_letters(word))


def _letters(name: str) -> str:
    return "".join(in_plain_letters(word) for word in re.findall(r"[^\W_]+", name))


def _follow(words: Sequence[str], parts: tuple[str, ...]) -> bool:
    size = len(parts)
    at = -1
    while True:
        try:
            at = words.index(parts[0], at + 1)
        except ValueError:
            return False
        if tuple(words[at : at + size]) == parts:
            return True


def texts(name: str, raw: bytes, secrets: Secrets | None = None) -> Iterator[str] | None:
    """The texts that a file holds; None for one that cannot be looked into.

    Args:
        name: of the file.
        raw: its bytes.
        secrets: for which it is looked through: what can hold none of them, given what else stands there, is left out.
    """
    if name.endswith(_OPAQUE):
        return iter(())
    if raw[:2] == b"\x1f\x8b":
        return texts(name.removesuffix(".gz"), gzip.decompress(raw), secrets)
    if raw[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            inside = [texts(member, archive.read(member), secrets) for member in archive.namelist()]
        return None if None in inside else (text for found in inside for text in found or ())
    if raw[:4] == b"PAR1":
        return _parquet(raw)
    if raw[:16] == b"SQLite format 3\x00":
        return _sqlite(raw)
    try:
        return _plain(name, raw.decode("utf-8"), secrets)
    except UnicodeDecodeError:
        return None


def _plain(name: str, text: str, secrets: Secrets | None) -> Iterator[str]:
    """A text as it stands, and as its tags and escapes mean it."""
    yield text
    if name.endswith((".html", ".xml", ".svg")) and (
        secrets is None or _WORDS_WRITTEN.search(text) or secrets.may_stand_in(text)
    ):
        yield unescape(re.sub(r"<[^>]*>", " ", text))
    if "\\u" in text:
        yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
    if _PERCENT.search(text):
        yield unquote(text)


_WORDS_WRITTEN = re.compile("&(?!(?:amp|lt|gt|quot|#34|#39);)")
"""A letter or a space that is written as an escape: then the text has words that do not stand in the file."""

_PERCENT = re.compile("%[0-9A-Fa-f]{2}")


def _sqlite(raw: bytes) -> Iterator[str]:
    """Every text of an SQLite file, a column at a time, and its schema; all bytes of one that has free pages or cannot be read.

    Cells that lie side by side in a page are no text: one's end and the next one's beginning may spell a name that is nowhere.
    """
    import sqlite3
    from contextlib import closing

    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(raw)
            if connection.execute("PRAGMA freelist_count").fetchone()[0]:
                yield raw.decode("utf-8", "replace")
            yield from (sql for (sql,) in connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"))
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            for table in tables:
                columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
                for column in columns:
                    asked = f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'  # noqa: S608  names of the file's own schema
                    cells = connection.execute(asked)
                    yield _APART.join(str(cell) for (cell,) in cells)
    except sqlite3.DatabaseError:
        yield raw.decode("utf-8", "replace")


_APART = " 0\n"
"""Between cells: a word that no name holds, so that no name reaches over it."""


def _parquet(raw: bytes) -> Iterator[str] | None:
    """Every value of a Parquet file, as text; None where duckdb is not installed."""
    import tempfile

    try:
        import duckdb
    except ImportError:
        return None
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file, duckdb.connect(":memory:") as connection:
        file.write(raw)
        file.flush()
        columns = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [file.name]).fetchall()
        listed = ", ".join('"' + str(name).replace('"', '""') + '"::VARCHAR' for name, *_ in columns)
        asked = f"SELECT concat_ws(' ', {listed}) FROM read_parquet(?)"  # noqa: S608  names of the file's own columns
        rows = connection.execute(asked, [file.name]).fetchall()
    return iter(("\n".join(row for (row,) in rows),))


def check_files(
    files: Iterable[tuple[str, Callable[[], bytes]]],
    secrets: Secrets,
    *,
    links: Links | None = None,
    checked: Container[str] = frozenset(),
    links_hold: bool = False,
    looked: Stretches | None = None,
) -> Iterator[Problem]:
    """What stands in files that must not, and links that lead nowhere.

    Args:
        files: name and reader of each.
        secrets: what must stand nowhere.
        links: what a link may lead to; None for these files and no others.
        checked: files that have been looked through for just these secrets.
        looked: stretches of long texts that have been looked through for just these secrets.
        links_hold: nothing to which a checked file leads is gone since then: where False, their links are checked again.
    """
    listed = [(name, read) for name, read in files]
    looked = Stretches() if looked is None else looked
    links = Links({name for name, _ in listed}) if links is None else links
    for name, read in listed:
        known = name in checked
        if known and (links_hold or not name.endswith(".html")):
            continue
        raw = read()
        inside = iter(()) if known else texts(name, raw, secrets)
        if inside is None:
            yield Problem("opaque", name, "nobody can look into it")
            continue
        of_records = name.endswith(RECORDS)
        found = {one for text in (name, *inside) for one in _secrets(text, secrets, looked, of_records=of_records)}
        yield from (Problem(check, name, what, spelt) for check, what, spelt in sorted(found))
        if name.endswith(".html"):
            yield from (
                Problem("links", name, f"{link} leads nowhere") for link in links.broken(name, raw.decode("utf-8"))
            )


def _secrets(text: str, secrets: Secrets, looked: Stretches, *, of_records: bool) -> Iterator[tuple[str, str, str]]:
    """The secrets that stand in a text, each with the check that finds it. A long text is looked at where it is new."""
    if len(text) < LONG:
        yield from _in_stretch(text, secrets, of_records=of_records)
        return
    for stretch in secrets.stretches(text):
        digest = looked.digest(stretch, of="records" if of_records else "text")
        if looked.known(digest):
            continue
        found = list(_in_stretch(stretch, secrets, of_records=of_records))
        yield from found
        if not found:
            looked.clean.add(digest)


def _in_stretch(text: str, secrets: Secrets, *, of_records: bool) -> Iterator[tuple[str, str, str]]:
    names = secrets.names_in(text) | (secrets.single_names_in(text) if of_records else set())
    yield from (("names", f"it spells {one!r}", one) for one in names)
    plain = text.casefold() if secrets.words else ""
    yield from (("words", f"it holds {word!r}", "") for word in secrets.words if word.casefold() in plain)
    yield from (("ids", f"it holds the ledger's id {id_[:12]}", "") for id_ in written(text).ids & secrets.ids)


class Links:
    """Which links within a site lead to no file of it; the same link of pages in one folder is looked up once.

    Args:
        names: of the site's files.
    """

    def __init__(self, names: AbstractSet[str]) -> None:
        self._names = names
        self._leads: dict[tuple[str, str], bool] = {}

    def broken(self, name: str, page: str) -> list[str]:
        """The links of a page that lead nowhere."""
        folder = dirname(name)
        links = {link for attribute in _LINKS for link in attribute.findall(page)}
        return sorted({unescape(link) for link in links if not self._leads_somewhere(folder, link)})

    def _leads_somewhere(self, folder: str, link: str) -> bool:
        link = link if "&" in link else link.partition("#")[0]
        known = self._leads.get((folder, link))
        if known is None:
            known = self._leads[folder, link] = self._is_there(folder, unescape(link))
        return known

    def _is_there(self, folder: str, link: str) -> bool:
        path = unquote(re.split(r"[?#]", link, maxsplit=1)[0])
        if not path or "://" in link or link.startswith(("mailto:", "data:", "//")):
            return True
        target = normpath(join(folder, path)) if not path.startswith("/") else path.lstrip("/")
        return target in self._names or f"{target}/index.html".removeprefix("./") in self._names or target == "."


_LINKS = tuple(re.compile(rf"""{name}=["']?([^"'\s>]+)""") for name in ("href", "src"))
"""A pattern that begins with plain letters is found many times faster than one that begins with a choice."""


def check_cases(cases: Iterable[Mapping[str, object]], rules_of_inclusion: Iterable[str]) -> Iterator[Problem]:
    """Cases without what makes them public; `cases` are records of a release."""
    known = set(rules_of_inclusion)
    for case in cases:
        if case["inclusion_rule"] not in known:
            yield Problem("cases", str(case["id"]), "it names no inclusion rule that is known")
        if not case["alleged_by"] or not case["by"]:
            yield Problem("cases", str(case["id"]), "it does not say who holds or who alleges")


def check_joins(records: Iterable[Mapping[str, object]], hidden: AbstractSet[tuple[str, str]]) -> Iterator[Problem]:
    """Records that give a day and a nationality which together mean somebody who is not shown (`hidden_days`)."""
    if not hidden:
        return
    theirs = {state for _, state in hidden}
    for record in records:
        texts_of = {str(item["quote"]) for item in record.get("evidence", ())}  # type: ignore[attr-defined]
        for text in texts_of - {WITHHELD}:
            states = {mention.code for mention in find_states(text)} & theirs
            if not states:
                continue  # dates are looked for in several languages: only where it matters
            days = {m.edtf for language in LANGUAGES for m in find_dates(text, None, language) if m.kind == "day"}
            for day, state in sorted({(day, state) for day in days for state in states} & hidden):
                yield Problem(
                    "joins", f"{record['type']}/{record['id']}", f"{state} and {day} mean a case that is not public"
                )


def hidden_days(entries: Iterable[Entry], rules: Rules) -> set[tuple[str, str]]:
    """Day and nationality of every act of custody of those who are not shown, without those of somebody who is."""
    states: defaultdict[Entity, set[str]] = defaultdict(set)
    days: defaultdict[Entity, set[str]] = defaultdict(set)
    for entry in entries:
        for mention, party in claim_mentions(entry.id, entry.claim) if entry.claim is not None else ():
            entity = rules.policy.entity(mention)
            if party.state:
                states[entity].add(party.state)
            content = entry.claim.content if entry.claim is not None else None
            if isinstance(content, Custody) and content.person is party and content.when and is_day(content.when):
                days[entity].add(content.when)
    hidden: set[tuple[str, str]] = set()
    shown: set[tuple[str, str]] = set()
    for person, found in days.items():
        pairs = {(day, state) for day in found for state in states[person]}
        (shown if rules.may_show(person) and not rules.details_of(person).any else hidden).update(pairs)
    return hidden - shown


def check_pseudonyms(
    before: Iterable[Mapping[str, object]], after: Iterable[Mapping[str, object]]
) -> Iterator[Problem]:
    """Cases without a name that appear just when a case of the same state goes: whoever compares two copies knows who it is."""
    old, new = ({record["id"]: record for record in records if record["type"] == "case"} for records in (before, after))
    gone = {record["by"] for id_, record in old.items() if id_ not in new}
    for id_, record in new.items():
        if id_ not in old and record["name"] in {None, WITHHELD} and record["by"] in gone:
            yield Problem(
                "pseudonym",
                f"case/{id_}",
                "a case of the same state goes in the same publication; publish without it first",
            )
