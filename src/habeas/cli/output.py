"""How things are printed: JSON lines for programs, short plain text for people."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click
import msgspec

from habeas.text.lines import shortened


def print_json(value: Any) -> None:
    """One JSON value, indented."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def print_line(value: Any) -> None:
    """One JSON value on one line."""
    click.echo(msgspec.json.encode(value).decode())


def write_whole(out: Path, text: str) -> None:
    """Write a file, whole or not at all.

    Raises:
        OSError: the place, which it names, cannot be written.
    """
    beside = out.with_name(out.name + ".new")
    try:
        beside.write_text(text, "utf-8")
        beside.replace(out)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        error.filename = str(out)
        raise


def give_proof(text: str, out: Path | None, key: str) -> None:
    """A proof: on the terminal, or in a file with how to check it under a key."""
    if out is None:
        click.echo(text, nl=False)
        return
    write_whole(out, text)
    click.echo(f"{out}  check it with: habeas verify-proof {out} --key {key}")


def did_you_mean(wanted: str, known: Iterable[str]) -> str:
    """ "Did you mean 'Ana Silva'? " for a name that is nearly one of those that are known, else nothing."""
    by_fold = {name.casefold(): name for name in known}
    near = [by_fold[name] for name in get_close_matches(wanted.casefold(), list(by_fold), n=3, cutoff=0.75)]
    return f"Did you mean {' or '.join(repr(name) for name in near)}? " if near else ""


def party_name(party: Any) -> str:
    """A party in a few words: its name, else its role, with its state. Takes views, claims' parties and their JSON."""
    if party is None:
        return "nobody named"
    if isinstance(party, str):
        return party
    get = party.get if isinstance(party, dict) else lambda field: getattr(party, field)
    name, role, state = get("name"), get("role"), get("state")
    if role == "outlet":
        return name or "the outlet"
    if name:
        return f"{name} ({state})" if state and state != name else str(name)
    return f"{role or 'somebody unnamed'}{f' ({state})' if state else ''}"


def content_line(kind: str, content: dict[str, Any]) -> str:
    """A claim's content in one line of plain words."""
    line: str = _LINES[kind](content)
    return line


def _custody(content: dict[str, Any]) -> str:
    parts = [party_name(content["person"]), content["act"].replace("_", " ")]
    for word, field in (("by", "by"), ("at the request of", "at_request_of"), ("at", "place"), ("on", "when")):
        if content[field]:
            parts.append(f"{word} {content[field]}")
    return " ".join(parts)


def _count(content: dict[str, Any]) -> str:
    of = f" of {content['group']}" if content["group"] else ""
    return f"{content['bound'].replace('_', ' ')} {content['count']} {content['counts'].replace('_', ' ')}{of}"


def _people(people: Any) -> str:
    return ", ".join(party_name(person) for person in people)


def _accusation(content: dict[str, Any]) -> str:
    concerning = f", concerning {_people(content['concerning'])}" if content["concerning"] else ""
    return f"{content['of'].replace('_', ' ')} by {party_name(content['accused'])}{concerning}"


def _appeal(content: dict[str, Any]) -> str:
    people = f" for {_people(content['on_behalf_of'])}" if content["on_behalf_of"] else ""
    return f"on {party_name(content['addressee'])}: {content['demand'].replace('_', ' ')}{people}"


_RELATIONS = {
    "precedes": "the custody of {} came before the custody of {}",
    "retaliation": "the custody of {} was in retaliation for the custody of {}",
    "demand": "{} was demanded in return for {}",
    "exchange": "{} was exchanged for {}",
}


def _end(end: dict[str, Any]) -> str:
    return party_name(end["person"]) + (f" ({end['act'].replace('_', ' ')})" if end["act"] else "")


_LINES: dict[str, Any] = {
    "custody": _custody,
    "attribute": lambda c: f"{party_name(c['subject'])}: {c['attribute'].replace('_', ' ')} {c['value']}",
    "endorsement": lambda c: (
        f"{c['party']} {c['act'].replace('_', ' ')} {c['instrument']}" + (f" on {c['when']}" if c["when"] else "")
    ),
    "endorsement_count": _count,
    "statement": lambda c: (
        f"{c['manner']}{' (under duress)' if c.get('under_duress') else ''}: {shortened(c['words'], 110)}"
    ),
    "appeal": _appeal,
    "accusation": _accusation,
    "link": lambda c: _RELATIONS[c["relation"]].format(_end(c["from"]), _end(c["to"])),
    "finding": lambda c: f"{c['framework']} {c['criterion']}: {c['answer']}",
    "action": lambda c: f"{c['what'].replace('_', ' ')} by {party_name(c['by'])}, about {party_name(c['about'])}",
}
