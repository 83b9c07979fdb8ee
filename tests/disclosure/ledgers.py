"""Ledgers with secrets in every field, and publications of them as bytes."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import msgspec

from habeas.claims import CLAIMS, Claim, Evidence, PersonBasis
from habeas.claims.party import Party
from habeas.cli.options import Selection
from habeas.cli.publishing import Publication, publication_of, publish_into
from habeas.entries import DECISIONS, Mention
from habeas.ledger import Ledger, open_ledger
from habeas.sources import Source
from worlds import FREED, HELD

CANARY = "Qzcanary"
"""Begins every secret; no text of ours holds it."""


TEXTS = (
    (HELD, "2020-06-10"),
    (FREED, "2020-10-10"),
    ("Denmark, Peru and 12 other countries endorsed the Declaration Against Arbitrary Detention.", "2020-06-10"),
)
"""What the public may read, with the day on which it was published."""


def public_ledger(
    path: Path, texts: Sequence[tuple[str, str]] = TEXTS, between: Callable[[int], None] = lambda _at: None
) -> Path:
    """Ana Silva's case, public by her own wish, in a ledger of its own with keys that are always the same.

    Args:
        path: of the ledger.
        texts: what its sources say.
        between: called before each step and after the last, with its number, while the ledger is closed. What it adds in
            the hour of twice that number changes no id of what the steps add: they stand in the hours after.
    """
    opened(path, create=True).close()
    sources = set()
    for at, (text, published) in enumerate(texts):
        between(at)
        with opened(path, seed=100 + at, hour=2 * at + 1) as book:
            sources.add(read(book, text, published=published))
    between(len(texts))
    with opened(path, seed=100 + len(texts), hour=2 * len(texts) + 1) as book:
        _make_public(book, sources)
    between(len(texts) + 1)
    return path


def _make_public(book: Ledger, sources: Collection[str]) -> None:
    claims = claims_of(book, sources)
    decide(book, DECISIONS["accept"](reason="checked", claims=claims))
    mentions = tuple(sorted({one for one in mentions_of(book, "Ana Silva") if one.source in sources}))
    decide(book, DECISIONS["same"](reason="one person", mentions=mentions))
    person = mentions[0]
    opening = DECISIONS["open_case"](
        reason="met", case="c0ffee" * 5, slug="abcdefgh", person=person, by="PE", inclusion_rule="alleged-arbitrary",
        alleged_by=("DK",),
    )  # fmt: skip
    book.record([(opening, "public")])
    decide(book, DECISIONS["consent"](reason="asked", person=person, given=True, given_by="self"))
    decide(book, DECISIONS["wish"](reason="asked", person=person, wish="public", expressed_by="self"))


class Clock:
    """Every entry a second after the one before, from some hour on."""

    def __init__(self, hour: int = 0) -> None:
        self._at = datetime(2021, 2, 1, hour, tzinfo=UTC).timestamp()

    def __call__(self) -> datetime:
        self._at += 1
        return datetime.fromtimestamp(self._at, UTC)


def opened(path: Path, *, create: bool = False, seed: int = 7, hour: int = 22) -> Ledger:
    rng = random.Random(seed).randbytes  # noqa: S311  the same keys each time
    return open_ledger(path, create=create, now=Clock(hour), rng=rng, who=CANARY)


def claims_of(book: Ledger, sources: Collection[str]) -> tuple[str, ...]:
    """The claims that rest on some sources."""
    return tuple(
        entry.id
        for entry in book.entries(kinds={"claim"})
        if entry.claim is not None and any(item.source in sources for item in entry.claim.evidence)
    )


def read(book: Ledger, text: str, *, handling: str = "public", published: str = "2020-06-10", **fields: Any) -> str:
    """A source and what the reader finds in it."""
    from hashlib import sha256

    from habeas.reading import read_document

    raw = text.encode()
    values: dict[str, Any] = {
        "sha256": sha256(raw).hexdigest(), "size": len(raw), "media_type": "text/plain", "extractor": "plain/1", "text": text,
        "origin": "https://example.org/report", "title": "A report", "published": published, "language": "en",
        "received_at": "2021-02-01T00:00:00.000000Z", "rights": "open",
    }  # fmt: skip
    source = book.record_source(Source(**{**values, **fields}), raw, handling).id
    book.record([(claim, handling) for claim in read_document(text, source=source, published=published)])
    return source


def decide(book: Ledger, decision: Any, handling: str = "team") -> str:
    return book.record([(decision, handling)])[0].id


def mentions_of(book: Ledger, name: str) -> Iterator[Mention]:
    from habeas.identity import claim_mentions

    for entry in book.entries(kinds={"claim"}):
        for mention, party in claim_mentions(entry.id, entry.claim) if entry.claim is not None else ():
            if party.name == name:
                yield mention


class Filler:
    """Makes a value of any type of record, with a secret of its own in each field that takes any text."""

    def __init__(self) -> None:
        self.secrets: list[str] = []

    def secret(self) -> str:
        """A secret that reads like a name: two words that nothing else holds."""
        number = len(self.secrets)
        letters = "".join(chr(97 + int(digit)) for digit in f"{number:03}")
        self.secrets.append(f"{CANARY}{letters} Hidden{letters}")
        return self.secrets[-1]

    def make(self, type_: Any, **fixed: Any) -> Any:
        """A struct with every field filled; `fixed` where a field must name something that exists."""
        made = {}
        for field in msgspec.structs.fields(type_):
            made[field.name] = fixed[field.name] if field.name in fixed else self._value(field.type, field.name)
        return type_(**made)

    def _value(self, type_: Any, name: str) -> Any:
        origin, arguments = get_origin(type_), get_args(type_)
        if origin is Literal:
            return arguments[0]
        if origin in {Union, type(int | str)}:
            chosen = next((a for a in arguments if isinstance(a, type) and issubclass(a, msgspec.Struct)), arguments[0])
            return self._value(chosen, name)
        if origin is tuple:
            if arguments[-1] is Ellipsis:
                return (self._value(arguments[0], name),)
            return tuple(self._value(argument, name) for argument in arguments)
        if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
            return self.make(type_)
        if type_ is str:
            return "2020-05" if name in {"when", "as_of", "on", "said_on", "published"} else self.secret()
        return {int: 3, float: 0.5, bool: False}.get(type_)


def with_secrets(book: Ledger) -> list[str]:
    """Add to a ledger, in entries that the public may not see, a secret in every field of every kind; the secrets."""
    filler = Filler()
    hidden = []
    for handling in ("team", "partners", "trusted", "compartment:a"):
        text = filler.secret()
        raw = text.encode()
        from hashlib import sha256

        source = filler.make(
            Source, sha256=sha256(raw).hexdigest(), size=len(raw), text=text, received_at="2021-02-01T00:00:00.000000Z"
        )
        id_ = book.record_source(source, raw, handling).id
        hidden.append(id_)
        span = Evidence(source=id_, start=0, end=len(text), quote=text)
        for kind, content in CLAIMS.items():
            claim = Claim(
                kind=kind,
                stance="asserts",
                speakers=(filler.make(Party),),
                said_on="2020-05-03",
                content=filler.make(content, **({"claims": ()} if kind == "finding" else {})),
                evidence=(span,),
                basis=(filler.make(PersonBasis),),
                confidence=0.5,
                read_by=f"person:{filler.secret()}",
            )
            hidden.append(book.record([(claim, handling)])[0].id)
    mention = next(mentions_of(book, filler.secrets[1]), None) or Mention(source=hidden[0], span=(0, 5), name=None)
    claims = tuple(hidden[1:])
    named = {
        "claims": claims, "claim": hidden[1], "by": hidden[2], "mentions": (mention,), "person": mention,
        "entries": tuple(hidden), "reason_handling": "team",
    }  # fmt: skip
    for name, kind in DECISIONS.items():
        if name in {"erase", "rotate_key", "release", "classify", "withhold", "trust"}:
            continue
        fields = {field.name for field in msgspec.structs.fields(kind)}
        fixed = {field: value for field, value in named.items() if field in fields}
        if name == "open_case":
            fixed |= {"by": "PE"}
        decide(book, filler.make(kind, **fixed))
    return filler.secrets


def publication(path: Path, folder: Path | None = None, **selection: Any) -> Publication:
    return publication_of(
        Selection(ledger=str(path), **{"as_of": None, "known_at": None, "audience": "public", **selection}), folder
    )


def published_bytes(ledger: Path, folder: Path, base_url: str = "", **options: Any) -> dict[str, bytes]:
    """Every file of a publication, by its name."""
    publish_into(folder, base_url, publication(ledger), **options)
    return tree(folder)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
