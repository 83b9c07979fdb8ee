"""A ledger as this release writes it, for the tests of every later one: `tests/ledger/releases/VERSION/`.

Run it once, when a release is made; what was released is never written anew. While a version is not yet released, its ledger may be
made again after a change to what a ledger holds.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path

from habeas import __version__
from habeas.claims import Claim, ClaimBasis, Custody, Evidence, Party, outlet
from habeas.entries.decisions import Accept, Consent, Correct, Mention, OpenCase, Same, Wish
from habeas.ledger import Ledger, open_ledger
from habeas.ledger.keys import Keys
from habeas.ledger.ledger import key_path
from habeas.sources import Source

FOLDER = Path(__file__).parent.parent / "tests" / "ledger" / "releases"
TEXT = "Police in Lima held Ana Silva, a Danish teacher, on 3 May 2020. Police in Cusco held Éva Róth, a Hungarian. Both wait."
KEPT, GOING = b"Denmark asked Peru about her.", b"Nothing to read here."


def random_bytes(seed: str) -> Callable[[int], bytes]:
    """Bytes that are the same each time: the ledger that is made holds nothing but invented people, and its key is no secret."""
    numbers = count()

    def more(size: int) -> bytes:
        made = b""
        while len(made) < size:
            made += sha256(f"{seed}{next(numbers)}".encode()).digest()
        return made[:size]

    return more


def claim(source: str, words: str, name: str, act: str = "detained", basis: tuple[ClaimBasis, ...] = ()) -> Claim:
    """A claim about somebody, bound to words of the text."""
    at, named = TEXT.index(words), TEXT.index(name)
    person = Party(name=name, state="DK", span=(named, named + len(name)))
    evidence = (Evidence(source=source, start=at, end=at + len(words), quote=words),)
    content = Custody(person=person, act=act, by="PE", when="2020-05-03")
    return Claim(
        kind="custody", stance="asserts", speakers=(outlet("A paper"),), said_on="2020-05-04", content=content, evidence=evidence,
        basis=basis, confidence=0.9, read_by="release/1",
    )  # fmt: skip


def fill(ledger: Ledger, keys: Path) -> None:
    """Every kind of entry, a part that was erased, a whole that was, and another key."""
    raw = TEXT.encode()
    source = Source(
        sha256=sha256(raw).hexdigest(), size=len(raw), media_type="text/plain", extractor="release/1", text=TEXT, origin="report.txt",
        published="2020-05-04", outlet="A paper", language="en", received_at="2020-05-05T08:00:00.000000Z",
    )  # fmt: skip
    id_ = ledger.record_source(source, raw, "public").id
    ana, eva = (
        one.id
        for one in ledger.record(
            [(claim(id_, "held Ana Silva", "Ana Silva"), "public"), (claim(id_, "held Éva Róth", "Éva Róth"), "team")]
        )
    )
    corrected = ledger.record(
        [(claim(id_, "held Ana Silva", "Ana Silva", "charged", (ClaimBasis(claim=ana),)), "public")]
    )[0].id
    at = TEXT.index("Ana Silva")
    mention = Mention(source=id_, span=(at, at + 9), name="Ana Silva")
    decided = [
        Accept(reason="checked", claims=(ana, eva)),
        Correct(reason="misread", claim=ana, by=corrected),
        Same(reason="one person", mentions=(mention, Mention(source=id_, span=(0, 6), name=None))),
        OpenCase(
            reason="held", case="c" * 16, slug="abcd", person=mention, by="PE", inclusion_rule="x", alleged_by=("DK",)
        ),
        Consent(reason="she said so", person=mention, given=True, given_by="self", on="2020-05-05"),
        Wish(reason="she said so", person=mention, wish="public", expressed_by="self"),
    ]
    ledger.record([(decision, "team") for decision in decided])
    new = Keys.read(keys).renewed(random_bytes("another key"))
    new.beside(keys)
    ledger.rotate_key(new, reason="a laptop was lost")
    Keys.settle(keys, new.verifier)
    kept, going = (
        Source(
            sha256=sha256(raw).hexdigest(), size=len(raw), media_type="text/plain", extractor="release/1", text=raw.decode(),
            origin="other.txt", received_at="2020-05-05T08:00:00.000000Z",
        )
        for raw in (KEPT, GOING)
    )  # fmt: skip
    ledger.record_source(kept, KEPT, "team")
    ledger.erase([ledger.record_source(going, GOING, "team").id], reason="recorded by mistake")
    start = TEXT.index("Éva Róth")
    ledger.erase([], spans={id_: [(start, start + 8)]}, reason="consent withdrawn")


def main() -> None:
    """Make the ledger of this version."""
    folder = FOLDER / __version__
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    where = folder / "ledger.db"
    moment = datetime(2020, 5, 5, 8, tzinfo=UTC)
    with open_ledger(where, create=True, now=lambda: moment, rng=random_bytes("a ledger"), who="release") as ledger:
        fill(ledger, key_path(where))
        (folder / "checkpoint").write_text(ledger.checkpoint(), "utf-8")
        (folder / "verifier").write_text(ledger.verifier() + "\n", "utf-8")
        print(f"{where}: {ledger.size()} entries")


if __name__ == "__main__":
    main()
