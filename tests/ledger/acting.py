"""What the tests stop at every step: `python acting.py ACTION LEDGER`. Prints what is acknowledged, a line each."""

import os
import sys
from pathlib import Path

from ledger_helpers import TEXT, claim, source

from habeas.errors import HabeasError
from habeas.ledger import open_ledger
from habeas.ledger.backup import list_erased
from habeas.ledger.keys import Keys
from habeas.ledger.ledger import key_path

NAME = "Ana Silva"


def say(*words: str) -> None:
    os.write(1, (" ".join(words) + "\n").encode())


def make(where: Path) -> None:
    open_ledger(where, create=True).close()
    say("made")


def ingest(where: Path) -> None:
    with open_ledger(where) as ledger:
        for text in (f"{ledger.size()}. {TEXT}", f"{ledger.size()}: {TEXT}" + " And so on." * 2000):
            made, raw = source(text)
            kept = ledger.record_source(made, raw, "team").id
            say("entry", kept)
            recorded = ledger.record([(claim(kept, text, act=act), "team") for act in ("detained", "charged")])
            say("entry", *(one.id for one in recorded))


def erase(where: Path) -> None:
    with open_ledger(where) as ledger:
        first = next(entry for entry in ledger.entries() if entry.source is not None)
        start = first.source.text.index(NAME)
        ledger.erase([], spans={first.id: [(start, start + len(NAME))]}, reason="asked")
        list_erased(where, ledger.erased())
        say("erased", first.id)


def rotate(where: Path) -> None:
    with open_ledger(where) as ledger:
        new = Keys.read(key_path(where)).renewed(os.urandom)
        new.beside(key_path(where))
        ledger.rotate_key(new, reason="a laptop was lost")
        Keys.settle(key_path(where), new.verifier)
        say("key", new.verifier)


ACTIONS = {"make": make, "ingest": ingest, "erase": erase, "rotate": rotate}

if __name__ == "__main__":
    try:
        ACTIONS[sys.argv[1]](Path(sys.argv[2]))
    except HabeasError as error:
        sys.exit(str(error))
