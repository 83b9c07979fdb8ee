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

from habeas.reading.arrests import Arrest, arrests
from habeas.reading.lexicon import lexicon
from habeas.reading.model.served import ModelEvent, Reading
from habeas.reading.quoted import quoted
from habeas.reading.scene import Scene
from habeas.text.quotes import quotations

EVENTS: dict[str, tuple[str, str, str]] = {
    "justice.arrestjaildetain": ("Justice.ArrestJailDetain", "Detainee", "Jailer"),
    "justice.chargeindict": ("Justice.ChargeIndict", "Defendant", "Prosecutor"),
    "justice.trialhearing": ("Justice.TrialHearing", "Defendant", "Prosecutor"),
    "justice.convict": ("Justice.Convict", "Defendant", "JudgeCourt"),
    "justice.acquit": ("Justice.Acquit", "Defendant", "JudgeCourt"),
    "justice.sentence": ("Justice.Sentence", "Defendant", "JudgeCourt"),
    "justice.releaseparole": ("Justice.ReleaseParole", "Defendant", "JudgeCourt"),
    "justice.investigatecrime": ("Justice.InvestigateCrime", "Defendant", "Investigator"),
    "justice.extradite": ("Justice.Extradite", "Defendant", "Extraditer"),
}
"""The benchmarks' names for events, for who is held and for who acts."""


def quotes(text: str) -> list[dict[str, Any]]:
    """The attributions of a text."""
    marks = quotations(text)
    return [
        {
            "content": list(found.content),
            "content_parts": [list(part) for part in found.parts],
            "cue": list(found.cue),
            "source": list(found.source) if found.source is not None else None,
            "type": found.manner,
        }
        for found in quoted(text, marks, Reading(text, quoted=marks).quotes())
    ]


def events(text: str) -> list[dict[str, Any]]:
    """The events of justice in a text, with the spans of who is held, who acts and where: arrests by rules and a filter, the others by the model."""
    scene = Scene(text, None, lexicon("en"))
    read = Reading(text, states=scene.states, places=scene.places, quoted=scene.quotations)
    found = [arrest_as_benchmark(arrest) for arrest in arrests(text, scene)]
    others = (event for event in read.events(EVENT_SURE) if event.type != "justice.arrestjaildetain")
    return [*found, *(as_benchmark(event) for event in others)]


def arrest_as_benchmark(arrest: Arrest) -> dict[str, Any]:
    """An arrest in the scorers' form."""
    args = [{"role": role, "span": list(span)} for role, span in arrest.arguments]
    return {"type": "Justice.ArrestJailDetain", "trigger": list(arrest.trigger), "args": args}


def as_benchmark(event: ModelEvent) -> dict[str, Any]:
    """An event in the scorers' form."""
    type_, held, acting = EVENTS[event.type]
    names = {"held": held, "acting": acting, "where": "Place"}
    args = [{"role": names[role], "span": list(span)} for role, span in event.roles.items()]
    return {"type": type_, "trigger": list(event.trigger), "args": args}


EVENT_SURE = 0.5
"""How sure the model must be of an event."""


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
