"""Predictions in the form of the public benchmarks' scorers: `python -m habeas.reading.benchmark quotes|events IN.jsonl OUT.jsonl`.

IN holds a document a line, `{"id", "text"}` and whatever else; OUT gets a line for each, with `quotes` (content, cue, source, type) or `events`
(type, trigger, args). Offsets are code points, end exclusive. Nothing of the gold annotation is read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from habeas.claims.custody import CustodyAct
from habeas.reading.attribution import attributions
from habeas.reading.custody import read_custody
from habeas.reading.lexicon import lexicon
from habeas.reading.scene import Scene

EVENTS: dict[CustodyAct, tuple[str, str, str]] = {
    "arrested": ("Justice.ArrestJailDetain", "Detainee", "Jailer"),
    "detained": ("Justice.ArrestJailDetain", "Detainee", "Jailer"),
    "charged": ("Justice.ChargeIndict", "Defendant", "Prosecutor"),
    "tried": ("Justice.TrialHearing", "Defendant", "Prosecutor"),
    "convicted": ("Justice.Convict", "Defendant", "JudgeCourt"),
    "acquitted": ("Justice.Acquit", "Defendant", "JudgeCourt"),
    "sentenced": ("Justice.Sentence", "Defendant", "JudgeCourt"),
    "released": ("Justice.ReleaseParole", "Defendant", "JudgeCourt"),
    "bailed": ("Justice.ReleaseParole", "Defendant", "JudgeCourt"),
    "deported": ("Justice.Extradite", "Defendant", "Extraditer"),
}
"""The benchmarks' names for custody acts, and for who is held and who acts."""


def quotes(text: str) -> list[dict[str, Any]]:
    """The attributions of a text."""
    scene = Scene(text, None, lexicon("en"))
    return [
        {
            "content": list(found.content),
            "cue": list(found.cue),
            "source": list(found.chunk.span) if found.chunk is not None else None,
            "type": found.manner,
        }
        for found in attributions(scene)
    ]


def events(text: str) -> list[dict[str, Any]]:
    """The custody acts of a text, with the spans of who is held, who acts and where."""
    scene = Scene(text, None, lexicon("en"))
    found: dict[tuple[str, tuple[int, int]], dict[str, Any]] = {}
    for reading in read_custody(scene):
        if reading.content.act not in EVENTS:
            continue
        type_, held, acting = EVENTS[reading.content.act]
        event = found.setdefault(
            (type_, reading.trigger), {"type": type_, "trigger": list(reading.trigger), "args": []}
        )
        spans = ((held, reading.content.person.span), (acting, reading.holder), ("Place", reading.place))
        event["args"] += [{"role": role, "span": list(span)} for role, span in spans if span is not None]
    return list(found.values())


TASKS: dict[str, tuple[str, Callable[[str], list[dict[str, Any]]]]] = {
    "quotes": ("quotes", quotes),
    "events": ("events", events),
}


def predictions(task: str, lines: Iterator[bytes]) -> Iterator[dict[str, Any]]:
    """A prediction for each document."""
    field, work = TASKS[task]
    for line in lines:
        document = msgspec.json.decode(line)
        yield {"id": document["id"], field: work(document["text"])}


def main(arguments: list[str]) -> int:
    """Read a file of documents and write a file of predictions."""
    if len(arguments) != 3 or arguments[0] not in TASKS:
        print("usage: python -m habeas.reading.benchmark quotes|events IN.jsonl OUT.jsonl", file=sys.stderr)
        return 2
    task, source, target = arguments
    with Path(source).open("rb") as lines, Path(target).open("wb") as out:
        for number, prediction in enumerate(predictions(task, iter(lines)), start=1):
            out.write(msgspec.json.encode(prediction) + b"\n")
            if sys.stderr.isatty():
                print(f"\r{number}", end="", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
