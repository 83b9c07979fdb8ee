"""Small made-up records, built without a ledger: invented people, invented texts."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import msgspec

from habeas.claims import CLAIMS, Claim, Evidence, Party, outlet
from habeas.disclosure import Admitted, admit, audience, policy
from habeas.entries import Entry, Header, Mention
from habeas.entries.decisions import Accept, Consent, OpenCase, Same, Wish
from habeas.identity import claim_mentions
from habeas.reading import read_document
from habeas.register import Register, fold
from habeas.sources import Source

NOW = datetime(2021, 3, 1, tzinfo=UTC)

HELD = (
    "Police in Lima detained Ana Silva, a Danish teacher, on 3 May 2020. Danish Foreign Minister Bo Lund said that her "
    "detention was arbitrary. Denmark called on Peru to release Silva.\n\n"
    "A spokesperson for the Peruvian embassy in Denmark rejected accusations of arbitrary detention in the case of Silva."
)
QUIET = "Police in Oslo detained Eva Roth, a Swiss nurse, on 7 June 2020. Switzerland called on Norway to release Roth."
FREED = "Peru released the Danish teacher Ana Silva on 9 October 2020. She flew to Denmark."


class World:
    """Entries, one after another."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def add(self, payload: Any, handling: str = "team", kind: str = "decision") -> str:
        number = len(self.entries)
        header = Header(
            kind=kind,  # type: ignore[arg-type]
            schema=1,
            payload_hash=sha256(repr(payload).encode()).hexdigest(),
            recorded_at=f"2021-02-{1 + number // 60:02}T10:{number % 60:02}:00.000000Z",
            recorded_by="test",
            handling=handling,
        )
        id_ = sha256(f"{number} {payload!r}".encode()).hexdigest()
        self.entries.append(Entry(id=id_, seq=number, header=header, payload=payload))
        return id_

    def read(self, text: str, *, handling: str = "public", published: str = "2020-06-10", rights: str = "open") -> str:
        """A source and what the reader finds in it; the source's id."""
        id_ = self.source(text, handling=handling, published=published, rights=rights)
        for claim in read_document(text, source=id_, published=published):
            self.add(claim, handling, "claim")
        return id_

    def source(
        self, text: str, *, handling: str = "public", published: str = "2020-06-10", rights: str = "open"
    ) -> str:
        """A source that nobody has read; its id."""
        source = Source(
            sha256=sha256(text.encode()).hexdigest(),
            size=len(text),
            media_type="text/plain",
            extractor="plain/1",
            text=text,
            origin="report.txt",
            title="A report",
            published=published,
            language="en",
            received_at="2021-02-01T00:00:00.000000Z",
            rights=rights,  # type: ignore[arg-type]
        )
        return self.add(source, handling, "source")

    def claims(self, source: str | None = None) -> list[Entry]:
        found = [entry for entry in self.entries if entry.claim is not None]
        return [e for e in found if source is None or e.claim.evidence[0].source == source]  # type: ignore[union-attr]

    def accept(self, source: str | None = None) -> str:
        return self.add(Accept(reason="checked", claims=tuple(entry.id for entry in self.claims(source))))

    def mentions(self, name: str) -> tuple[Mention, ...]:
        found = [
            mention
            for entry in self.claims()
            if entry.claim is not None
            for mention, party in claim_mentions(entry.id, entry.claim)
            if party.name == name
        ]
        return tuple(dict.fromkeys(found))

    def open(self, name: str, by: str, *, handling: str = "public", alleged_by: str = "DK") -> str:
        mentions = self.mentions(name)
        if len(mentions) > 1:
            self.add(Same(reason="one person", mentions=mentions))
        slug = sha256(name.encode()).hexdigest()[:8]
        decision = OpenCase(
            reason="rule met",
            case=f"case-{slug}",
            slug=slug,
            person=mentions[0],
            by=by,
            inclusion_rule="alleged-arbitrary",
            alleged_by=(alleged_by,),
        )
        return self.add(decision, handling)

    def consent(self, name: str, *, given: bool = True, by: str = "self") -> str:
        return self.add(Consent(reason="asked", person=self.mentions(name)[0], given=given, given_by=by))  # type: ignore[arg-type]

    def wish(self, name: str, wanted: str = "public", *, by: str = "self") -> str:
        return self.add(Wish(reason="asked", person=self.mentions(name)[0], wish=wanted, expressed_by=by))  # type: ignore[arg-type]

    def admitted(self, who: str = "public", *, known_at: str | None = None, now: datetime = NOW) -> Admitted:
        return admit(self.entries, policy(self.entries), audience(who), known_at=known_at, now=now)

    def register(
        self, who: str = "public", *, as_of: str | None = None, known_at: str | None = None, now: datetime = NOW
    ) -> Register:
        return fold(self.admitted(who, known_at=known_at, now=now), as_of=as_of, known_at=known_at)


def public_world() -> World:
    """Ana Silva's case, public by her own wish."""
    world = World()
    world.read(HELD)
    world.accept()
    world.open("Ana Silva", "PE")
    world.consent("Ana Silva")
    world.wish("Ana Silva")
    return world


def encoded(register: Register) -> str:
    """A register as JSON text, to look for words in."""
    return msgspec.json.encode(register).decode()


def told(
    world: World,
    text: str,
    *contents: object,
    published: str = "2021-02-16",
    speaker: Party | None = None,
    stance: str = "asserts",
) -> str:
    """A source with claims made by hand; each rests on the whole text."""
    source = world.source(text, published=published)
    for content in contents:
        claim = Claim(
            kind=next(kind for kind, cls in CLAIMS.items() if isinstance(content, cls)),
            stance=stance,  # type: ignore[arg-type]
            speakers=(*((speaker,) if speaker else ()), outlet(None)),
            said_on=None,
            content=content,
            evidence=(Evidence(source=source, start=0, end=len(text), quote=text),),
            read_by="test",
        )
        world.add(claim, "public", "claim")
    world.accept(source)
    return source


def site_world() -> World:
    """Ana Silva's case with her release, endorsers and what sources say their number is: something for every kind of page."""
    world = public_world()
    world.read(FREED, published="2020-10-10", rights="quote_only")
    world.read(
        "Denmark, Peru and 12 other countries endorsed the Declaration Against Arbitrary Detention. It is non-binding. "
        "Nearly all members of the 27-nation European Union signed the declaration.",
        published="2021-02-15",
    )
    world.accept()
    world.add(Same(reason="one person", mentions=world.mentions("Ana Silva")))
    return world
