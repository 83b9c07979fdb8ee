"""Publishing: everything is made beside the folder that stands, checked there, and only then put in its place."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, wraps
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import msgspec

from habeas.api import write_api
from habeas.cli.looking import TEXTS, look_through, look_together, texts_of
from habeas.cli.options import Selection, existing, now
from habeas.cli.ownwords import without_own
from habeas.cli.staging import compared, staged, swap
from habeas.disclosure import Admitted, Rules, admit, audience, policy, rules_for
from habeas.disclosure.checks import (
    Problem,
    Secrets,
    check_cases,
    check_joins,
    check_pseudonyms,
    hidden_days,
)
from habeas.disclosure.release import FILES, HISTORY, RECORDS, Release, Signer, check, history, make, withdrawn
from habeas.disclosure.sight import Seen, Sight
from habeas.disclosure.stretches import Stretches
from habeas.errors import DisclosureRefused, LedgerAltered, NoKey
from habeas.exports import EXPORTS, Edition
from habeas.exports.export import Export
from habeas.exports.tables import TABLES
from habeas.register import fold
from habeas.register.inclusion import RULES
from habeas.register.records import Record, records
from habeas.register.views import Register

if TYPE_CHECKING:
    from habeas.site.editions import Edition as SiteEdition

Given = ParamSpec("Given")
Got = TypeVar("Got")

RELEASE = "data/release"
"""Where a site keeps its release."""


def _unhurried(work: Callable[Given, Got]) -> Callable[Given, Got]:
    """Has work done without the collector of garbage: see `unhurried`."""

    @wraps(work)
    def done(*arguments: Given.args, **options: Given.kwargs) -> Got:
        from habeas.site.make import unhurried

        with unhurried():
            return work(*arguments, **options)

    return done


class Publication(msgspec.Struct, frozen=True):
    """What is to be published, with what the checks need to know of the ledger.

    Attributes:
        register: what is shown.
        rules: the audience's.
        entries: the ledger's.
        signer: signs the release.
    """

    register: Register
    rules: Rules
    entries: list[Any]
    signer: Signer


@_unhurried
def publication_of(selection: Selection, folder: Path | None = None) -> Publication:
    """What a selection would publish.

    Args:
        selection: of what, and for whom.
        folder: where it is to stand: what was seen in texts is kept beside it; None to keep nothing.

    Raises:
        DisclosureRefused: the folder holds something that `publish` did not write.
        NoKey: the ledger's key file is missing, so that nothing can be signed.
    """
    from habeas.ledger import open_ledger

    if folder is not None:
        refuse_foreign(folder)
    with open_ledger(existing(selection.ledger)) as book:
        entries = list(book.entries())
        signer = book.publisher(selection.audience)
    rules, moment = policy(entries), now()
    who = audience(selection.audience)
    with _sight(folder, signer) as sight:
        if not who.is_team and sight.knows_nothing and len(entries) >= TEXTS:
            sight.foresee(texts_of(entries), look_together)
        admitted = admit(entries, rules, who, known_at=selection.known_at, now=moment, sight=sight)
    register = fold(admitted, as_of=selection.as_of, known_at=selection.known_at)
    return Publication(register, rules_for(entries, rules, who, moment), entries, signer)


@contextlib.contextmanager
def _sight(folder: Path | None, signer: Signer) -> Iterator[Sight]:
    """Looks at texts with what the last publication into a folder saw of them in mind, and keeps what this one saw."""
    path = beside(folder, "seen") if folder is not None else None
    key = signer.salt(checking() + b"seen").encode()
    before: dict[str, Seen] = {}
    if path is not None and path.is_file():
        with contextlib.suppress(msgspec.MsgspecError):
            kept, before = msgspec.msgpack.decode(path.read_bytes(), type=tuple[str, dict[str, Seen]])
            before = before if kept == _named(key) else {}
    sight = Sight(key, before)
    yield sight
    if path is not None and (sight.seen.keys() != before.keys() or not before):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(msgspec.msgpack.encode((_named(key), sight.seen)))


def _named(key: bytes) -> str:
    """A key's name, which does not give it away."""
    return sha256(key).hexdigest()


def beside(folder: Path, what: str) -> Path:
    """A file that lies beside a folder, for the publisher alone."""
    return folder.resolve().parent / f".{folder.resolve().name}.habeas-{what}"


def published(folder: Path | None) -> list[Record]:
    """The records of the publication that stands in a folder; none where there is none."""
    lines = _read(folder, RECORDS).splitlines() if folder is not None else []
    return [msgspec.json.decode(line)["record"] for line in lines]


def releases_in(folder: Path) -> tuple[Release, ...]:
    """The history of releases in a folder of the site; empty where there is none."""
    return history(_read(folder, HISTORY))


def salt_of(selection: Selection) -> Callable[[bytes], str] | None:
    """What salts an audience's publications; None where the ledger's key file is missing."""
    from habeas.ledger import open_ledger

    with open_ledger(existing(selection.ledger)) as book, contextlib.suppress(NoKey):
        return book.publisher(selection.audience).salt
    return None


def releases_beside(data: Path, audience: str) -> tuple[Release, ...]:
    """The history of the releases that a site's folder of open data is of, where they are for that audience."""
    found = history(_read(data.parent, HISTORY)) if data.name == "data" else ()
    return found if found and found[-1].audience == audience else ()


def release_files(folder: Path) -> dict[str, bytes]:
    """The files of the release in a folder of the site, or of a release alone.

    Raises:
        LedgerAltered: one is missing.
    """
    place = folder / RELEASE if (folder / RELEASE).is_dir() else folder
    missing = [name for name in FILES if not (place / name).is_file()]
    if missing:
        raise LedgerAltered(
            f"folder {folder}", f"it holds no release: {missing[0]} is missing", "Name a published folder."
        )
    return {name: (place / name).read_bytes() for name in FILES}


def _read(folder: Path, name: str) -> bytes:
    path = folder / RELEASE / name
    return path.read_bytes() if path.is_file() else b""


@_unhurried
def publish_into(
    folder: Path,
    base_url: str,
    publication: Publication,
    *,
    despite: Sequence[str] = (),
    new_key: bool = False,
    contact: str = "",
    after: Path | None = None,
) -> list[str]:
    """Publish into a folder: whole, or not at all.

    Args:
        folder: where the site is to stand.
        base_url: its address.
        publication: what is shown.
        despite: checks that an operator overrules.
        new_key: releases may go on under another key.
        contact: the address to which corrections go; empty for none.
        after: another folder with the publication before this one, whose releases, retractions and pages that are gone go on
            here; None where that is the folder itself.

    Returns:
        The names of the files.

    Raises:
        DisclosureRefused: the folder holds something else, or a check found a problem; the folder is as it was.
    """
    refuse_foreign(folder)
    last = after or folder
    refuse_foreign(last)
    shown = records(publication.register)
    with staged(folder, last) as stage:
        files = make(
            shown,
            releases_in(last),
            publication.signer,
            audience=publication.register.audience,
            today=now().date().isoformat(),
            new_key=new_key,
        )
        store = beside(folder, "build")
        names = write_publication(
            stage,
            base_url,
            publication.register,
            store=store,
            release=files,
            contact=contact,
            salt=publication.signer.salt,
        )
        looked = Looked(folder, publication)
        look = looked.at(stage, names) if last == folder else None
        found = problems(stage, names, publication, published(last), files, after=shown, look=look)
        standing = [problem for problem in found if problem.check not in despite]
        if standing:
            store.unlink(missing_ok=True)
            raise refused(standing)
        looked.forget()
        swap(stage, folder)
        if not found:
            looked.keep()
    return names


class Look(msgspec.Struct, frozen=True):
    """What a publication is looked through for, and what need not be looked at again.

    Attributes:
        secrets: must stand nowhere.
        days: day and nationality of those who are not shown.
        files: those that the folder that stands shares, and that were looked through for just these secrets.
        links: everything that stood is still there, so that every link that held still holds.
        records: those that stand were compared with just these days.
        stretches: of long texts, that were looked through for just these secrets.
    """

    secrets: Secrets
    days: frozenset[tuple[str, str]]
    files: frozenset[str] = frozenset()
    links: bool = False
    records: bool = False
    stretches: Stretches | None = None


def look_for(publication: Publication) -> Look:
    """What a publication is looked through for, all of it."""
    entries, rules = publication.entries, publication.rules
    return Look(Secrets(entries, rules), frozenset(hidden_days(entries, rules)))


class Looked:
    """What was looked through already, in the folder that stands.

    Beside the folder, never in it, lie keyed digests of the secrets and of the days for which that was done, of the program
    that did it, and of the stretches of long texts in which nothing was found.
    """

    def __init__(self, folder: Path, publication: Publication) -> None:
        self._folder = folder
        self._path = beside(folder, "checked")
        lines = self._path.read_text("utf-8").splitlines() if self._path.is_file() else []
        self._before, stretches = lines[:2], lines[2:]
        self._whole = look_for(publication)
        salt, program = publication.signer.salt, checking()
        days = repr(sorted(self._whole.days)).encode()
        self._now = [self._whole.secrets.digest(lambda raw: salt(program + raw)), salt(program + b"days" + days)]
        same = self._before[:1] == self._now[:1]
        self._stretches = Stretches(salt(program + b"stretches").encode(), frozenset(stretches if same else ()))

    def at(self, stage: Path, names: Sequence[str]) -> Look:
        """What is to be looked at in a stage with files of these names."""
        same, standing = compared(stage, self._folder)
        if self._before[:1] != self._now[:1] or "gone.txt" not in standing:
            return msgspec.structs.replace(self._whole, stretches=self._stretches)
        gone = (self._folder / "gone.txt").read_text("utf-8").split()
        links = standing - {*gone} <= {*names}
        return msgspec.structs.replace(
            self._whole, files=same, links=links, records=self._before == self._now, stretches=self._stretches
        )

    def keep(self) -> None:
        """Remember for what that which now stands was looked through."""
        self._path.write_text("\n".join([*self._now, *sorted(self._stretches.clean)]), "utf-8")

    def forget(self) -> None:
        """Look through everything the next time."""
        self._path.unlink(missing_ok=True)


@cache
def checking() -> bytes:
    """A digest of what the checks are made of: their code, and the tables that they go by."""
    from habeas.site.plan import digest_of

    return digest_of("disclosure", "identity", "text")


def refuse_foreign(folder: Path) -> None:
    """Refuse a folder that holds something that `publish` did not write.

    Raises:
        DisclosureRefused: it does.
    """
    from habeas.site import MARK

    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise DisclosureRefused(f"folder {folder}", "it holds files that habeas did not write", "Name an empty folder.")


def refused(found: Sequence[Problem]) -> DisclosureRefused:
    """The error that names what checks found."""
    listed = "; ".join(f"[{p.check}] {p.where}: {p.what}" for p in found[:10])
    more = f"; and {len(found) - 10} more" if len(found) > 10 else ""
    return DisclosureRefused(
        "the publication", f"{len(found)} checks failed: {listed}{more}", "Nothing was replaced; put it right first."
    )


def problems(
    stage: Path,
    names: Sequence[str],
    publication: Publication,
    before: Sequence[Record],
    files: Mapping[str, bytes],
    *,
    after: Sequence[Record],
    look: Look | None = None,
) -> list[Problem]:
    """What the checks find in a publication that has been made and does not stand yet.

    Args:
        stage: where it was made.
        names: of its files.
        publication: what was to be shown.
        before: the records of the one that stands.
        files: its release.
        after: its records.
        look: what need not be looked at again; None for nothing.
    """
    found: list[Problem] = []
    if not publication.rules.audience.is_team:
        look = look or look_for(publication)
        of_files = look_through(stage, names, look)
        found += without_own(of_files, look.secrets, nothing_of(publication), lambda name: (stage / name).read_bytes())
        found += check_cases([record for record in after if record["type"] == "case"], RULES)
        found += check_joins(_claims(after, known=_claims(before) if look.records else ()), look.days)
        found += check_pseudonyms(before, after)
    try:
        check(files, publication.signer.verifier)
    except LedgerAltered as error:
        found.append(Problem("release", error.given, error.wrong))
    return sorted(set(found))


def nothing_of(publication: Publication) -> Callable[[Path], Sequence[str]]:
    """Publishes an empty record for the same audience: what the site spells by itself."""
    today = now().date().isoformat()
    audience = publication.register.audience

    def write(folder: Path) -> Sequence[str]:
        nothing = fold(Admitted(audience=audience, team=False, today=today, claims=(), sources=(), cases=()))
        release = make([], (), publication.signer, audience=audience, today=today)
        return write_publication(folder, "", nothing, release=release)

    return write


def _claims(listed: Sequence[Record], known: Sequence[Record] = ()) -> list[Record]:
    """The records that are claims, without those that are known just so."""
    same = {record["id"]: record for record in known}
    return [record for record in listed if record["type"] == "claim" and same.get(record["id"]) != record]


def write_publication(
    folder: Path,
    base_url: str,
    register: Register,
    *,
    store: Path | None = None,
    release: Mapping[str, bytes] | None = None,
    contact: str = "",
    salt: Callable[[bytes], str] | None = None,
) -> list[str]:
    """Write the site with its open data, its API and its release; the names of the files.

    Pages tell their history from the release's own: from what has been public, and from nothing else.

    Raises:
        DisclosureRefused: the folder holds something that `publish` did not write.
    """
    from habeas.site import Imprint, write_site

    refuse_foreign(folder)
    releases = history((release or {}).get(HISTORY, b""))
    taken_back = tuple((f"{one.type}s/{one.id}.html", one.on) for one in withdrawn(releases) if one.type != "claim")
    imprint = Imprint(contact=contact, editions=editions(releases), withdrawn=taken_back)
    edition = Edition(register, made_on=now().date().isoformat(), base_url=base_url, releases=releases, salt=salt)

    def data(site: Path) -> list[str]:
        return write_data(edition, site, release or {}, api=lambda: write_api(register, site))

    with _progress() as progress:
        written = write_site(
            register,
            folder,
            built_on=edition.made_on,
            base_url=base_url,
            data=data,
            progress=progress,
            store=store,
            imprint=imprint,
        )
    return list(written)


def write_data(
    edition: Edition, site: Path, release: Mapping[str, bytes], *, api: Callable[[], list[str]] = list
) -> list[str]:
    """Write the open data and the release into a site's folder, and the API; the names of the files.

    Where there are many records several processes write: tables are made before, forms that share a file are written by one.
    """
    from habeas.site.forked import processes, shared

    into = site / "data"
    (site / RELEASE).mkdir(parents=True, exist_ok=True)
    for name, raw in release.items():
        (site / RELEASE / name).write_bytes(raw)
    groups = _sharing(EXPORTS.values())

    def some(number: int) -> list[str]:
        if number == 0:
            return api()
        for export in groups[number - 1]:
            export.write(edition, into)
        return []

    workers = processes(len(edition.register.claims), RECORDS_WORTH)
    for table in TABLES if workers > 1 else ():
        edition.rows(table)
    of_api = [name for names in shared(some, len(groups) + 1, workers) for name in names]
    names = dict.fromkeys(f"data/{name}" for export in EXPORTS.values() for name in export.files)
    return [*names, *(f"{RELEASE}/{name}" for name in release), *of_api]


RECORDS_WORTH = 5000
"""So many records are worth a second process that writes open data."""


def _sharing(exports: Iterable[Export]) -> list[list[Export]]:
    """Exports in groups, each in its order, such that those of different groups write no file of the same name."""
    groups: list[list[Export]] = []
    for export in exports:
        near = [group for group in groups if any({*one.files} & {*export.files} for one in group)]
        groups = [group for group in groups if group not in near]
        groups.append([*(one for group in near for one in group), export])
    return groups


def editions(releases: Sequence[Release]) -> tuple[SiteEdition, ...]:
    """Releases as pages tell of them."""
    from habeas.site.editions import Edition as Told

    return tuple(
        Told(
            number=one.number,
            date=one.date,
            added=frozenset(key.partition("/")[2] for key, _ in one.added),
            withdrawn=len(one.withdrawn),
        )
        for one in releases
    )


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Shows how many files are done, on a terminal; elsewhere nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("[bold]files"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden, auto_refresh=False) as bar:
        task = bar.add_task("files", total=None)

        def show(done: int, of: int) -> None:
            """Now and then: a thread that refreshed the bar would forbid `make` to fork."""
            bar.update(task, completed=done, total=of, refresh=done % 100 == 0 or done == of)

        yield show
