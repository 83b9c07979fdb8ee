"""Editions of made-up records that exports are tested on."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from habeas.entries import Entry
from habeas.exports import EXPORTS, Edition
from habeas.exports.tables import TABLES
from worlds import FREED, QUIET, World, public_world

MADE_ON = "2021-03-01"
ENDORSED = (
    "Denmark, Peru and 12 other countries endorsed the Declaration Against Arbitrary Detention. It is non-binding. "
    "Nearly all members of the 27-nation European Union signed the declaration."
)


def rich_world() -> World:
    """A public case with its end, endorsements and a number of them; and somebody who stays hidden."""
    world = World()
    world.entries = list(_entries())
    return world


@cache
def _entries() -> tuple[Entry, ...]:
    world = public_world()
    world.read(QUIET)
    world.read(FREED, published="2020-10-10", rights="quote_only")
    world.read(ENDORSED, published="2021-02-15")
    world.accept()
    return tuple(world.entries)


def edition(world: World | None = None, who: str = "public", *, made_on: str = MADE_ON, base_url: str = "") -> Edition:
    return Edition((world or rich_world()).register(who), made_on=made_on, base_url=base_url)


def written(name: str, folder: Path, made: Edition | None = None) -> dict[str, bytes]:
    """What an export writes into a folder, by name."""
    folder.mkdir(parents=True, exist_ok=True)
    EXPORTS[name].write(made or edition(), folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def table(made: Edition, name: str) -> list[dict[str, object]]:
    """A table's rows as dictionaries."""
    one = next(one for one in TABLES if one.name == name)
    columns = [column.name for column in one.columns]
    return [dict(zip(columns, row, strict=True)) for row in made.rows(one)]
