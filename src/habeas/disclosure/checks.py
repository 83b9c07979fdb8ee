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
from anyascii import anyascii

from habeas.claims import Custody
from habeas.disclosure.admitted import WITHHELD
from habeas.disclosure.names import folded
from habeas.disclosure.redact import Eraser
from habeas.disclosure.release import RECORDS
from habeas.disclosure.rules import Rules
from habeas.disclosure.stretches import LONG, Stretches, stretches
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
    """

    check: str
    where: str
    what: str


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
        self._starts: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        for words in self._names:
            self._starts[words[0]].append(words)
        self._inside = {_letters(name): name for name in names if len(name.split()) > 1 or not name.isascii()}
        self._heard = {_skeletons(name): name for name in names if len(name.split()) > 1}
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
        found = {name for name in self._raw if name in text}
        written = re.findall(r"[^\W_]+", text)
        plain = {word: _ascii(word) for word in set(written)}
        known = set(plain.values())
        near = [
            parts for first in known & self._starts.keys() for parts in self._starts[first] if known.issuperset(parts)
        ]
        words = [plain[word] for word in written] if near else []
        found |= {self._names[parts] for parts in near if _follow(words, parts)}
        return found | {self._inside[word] for word in known & self._inside.keys()} | self._across(text)

    def _across(self, text: str) -> set[str]:
        """The withheld names that a text spells in another script: as far as romanisations agree on them."""
        if not self._foreign and not _OTHER_SCRIPT.search(text):
            return set()
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

    def single_names_in(self, text: str) -> set[str]:
        """The withheld names of one word that a text spells just so. Pages have words of their own: this is for records."""
        return self._single & set(re.findall(r"[^\W_]+", text))


def _spellings(name: str) -> Iterator[tuple[str, ...]]:
    """A name's words as they may follow each other: as given, the last first, and all turned round."""
    words = tuple(_ascii(word) for word in re.findall(r"[^\W_]+", name))
    yield words
    yield (*words[-1:], *words[:-1])
    yield words[::-1]


_OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u2c00-\ud7ff\uf900-\U0003ffff]")
"""A letter, or another mark, of a script other than Latin."""


def _is_latin(text: str) -> bool:
    return all(not c.isalpha() or ord(c) < 0x0370 or 0x1E00 <= ord(c) <= 0x1EFF for c in text)


def _skeletons(name: str) -> tuple[str, ...]:
    return tuple(sorted(_bones(word) for word in re.findall(r"[^\W\d_]+", name)))


@lru_cache(maxsize=262_144)
def _bones(word: str) -> str:
    return skeleton(_ascii(word))


def _letters(name: str) -> str:
    return "".join(_ascii(word) for word in re.findall(r"[^\W_]+", name))


@lru_cache(maxsize=262_144)
def _ascii(word: str) -> str:
    return folded(word) if word.isascii() else "".join(c for c in anyascii(word).lower() if c.isalnum())


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


def texts(name: str, raw: bytes) -> Iterator[str] | None:
    """The texts that a file holds; None for one that cannot be looked into."""
    if name.endswith(_OPAQUE):
        return iter(())
    if raw[:2] == b"\x1f\x8b":
        return texts(name.removesuffix(".gz"), gzip.decompress(raw))
    if raw[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            inside = [texts(member, archive.read(member)) for member in archive.namelist()]
        return None if None in inside else (text for found in inside for text in found or ())
    if raw[:4] == b"PAR1":
        return _parquet(raw)
    if raw[:16] == b"SQLite format 3\x00":
        return _sqlite(raw)
    try:
        return _plain(name, raw.decode("utf-8"))
    except UnicodeDecodeError:
        return None


def _plain(name: str, text: str) -> Iterator[str]:
    """A text as it stands, and as its escapes mean it."""
    yield text
    if name.endswith((".html", ".xml", ".svg")):
        yield unescape(re.sub(r"<[^>]*>", " ", text))
    if "\\u" in text:
        yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
    if "%" in text:
        yield unquote(text)


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
        rows = connection.execute("SELECT * FROM read_parquet(?)", [file.name]).fetchall()
    return iter(("\n".join(" ".join(str(value) for value in row if value is not None) for row in rows),))


def check_files(
    files: Iterable[tuple[str, Callable[[], bytes]]],
    secrets: Secrets,
    *,
    checked: Container[str] = frozenset(),
    links_hold: bool = False,
    looked: Stretches | None = None,
) -> Iterator[Problem]:
    """What stands in files that must not, and links that lead nowhere.

    Args:
        files: name and reader of each; all of them, because a link may lead to any.
        secrets: what must stand nowhere.
        checked: files that have been looked through for just these secrets.
        looked: stretches of long texts that have been looked through for just these secrets.
        links_hold: nothing to which a checked file leads is gone since then: where False, their links are checked again.
    """
    listed = [(name, read) for name, read in files]
    looked = Stretches() if looked is None else looked
    names = {name for name, _ in listed}
    for name, read in listed:
        known = name in checked
        if known and (links_hold or not name.endswith(".html")):
            continue
        raw = read()
        inside = iter(()) if known else texts(name, raw)
        if inside is None:
            yield Problem("opaque", name, "nobody can look into it")
            continue
        of_records = name.endswith(RECORDS)
        found = {one for text in (name, *inside) for one in _secrets(text, secrets, looked, of_records=of_records)}
        yield from (Problem(check, name, what) for check, what in sorted(found))
        if name.endswith(".html"):
            yield from (
                Problem("links", name, f"{link} leads nowhere") for link in _broken(name, raw.decode("utf-8"), names)
            )


def _secrets(text: str, secrets: Secrets, looked: Stretches, *, of_records: bool) -> Iterator[tuple[str, str]]:
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


def _in_stretch(text: str, secrets: Secrets, *, of_records: bool) -> Iterator[tuple[str, str]]:
    names = secrets.names_in(text) | (secrets.single_names_in(text) if of_records else set())
    yield from (("names", f"it spells {one!r}") for one in names)
    plain = text.casefold() if secrets.words else ""
    yield from (("words", f"it holds {word!r}") for word in secrets.words if word.casefold() in plain)
    yield from (("ids", f"it holds the ledger's id {id_[:12]}") for id_ in _ids(text) & secrets.ids)


def _ids(text: str) -> set[str]:
    return {found for found in re.findall(r"[0-9a-f]{16,}", text) if len(found) <= 64}


def _broken(name: str, page: str, names: set[str]) -> list[str]:
    """Links within the site that lead to no file."""
    links = {unescape(link) for link in re.findall(r"""\b(?:href|src)=["']?([^"'\s>]+)""", page)}
    broken = []
    for link in sorted(links):
        path = unquote(re.split(r"[?#]", link, maxsplit=1)[0])
        if not path or "://" in link or link.startswith(("mailto:", "data:", "#", "//")):
            continue
        target = normpath(join(dirname(name), path)) if not path.startswith("/") else path.lstrip("/")
        if target not in names and f"{target}/index.html".removeprefix("./") not in names and target != ".":
            broken.append(link)
    return broken


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
    for record in records:
        texts_of = {str(item["quote"]) for item in record.get("evidence", ())}  # type: ignore[attr-defined]
        for text in texts_of - {WITHHELD}:
            days = {m.edtf for language in LANGUAGES for m in find_dates(text, None, language) if m.kind == "day"}
            states = {mention.code for mention in find_states(text)}
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
