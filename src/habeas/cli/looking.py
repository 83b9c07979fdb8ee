"""Looking at the texts of a record, and through the files of a publication: where they are many, in several processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.disclosure.checks import Links, Problem, check_files
from habeas.disclosure.sight import Seen, look_at
from habeas.disclosure.stretches import Stretches
from habeas.entries import Entry

if TYPE_CHECKING:
    from habeas.cli.publishing import Look

MANY = 2000
"""So many files are worth a second process."""

SHEAF = 100
"""So many files are handed to a process at once; of open data, where one may be very long, each by itself and first."""


TEXTS = 4000
"""So many texts are worth a second process."""


def texts_of(entries: Iterable[Entry]) -> Iterator[str]:
    """The texts of a record that are likely to be shown: what was quoted, what documents say, and how they are called."""
    for entry in entries:
        if entry.claim is not None:
            yield from (item.quote for item in entry.claim.evidence)
        if entry.source is not None:
            yield from filter(None, (entry.source.text, entry.source.title, entry.source.outlet))


def look_together(texts: Sequence[str]) -> Iterator[Seen]:
    """What each of some texts shows, in their order."""
    from habeas.site.forked import processes, shared

    def some(number: int) -> list[Seen]:
        return [look_at(text) for text in texts[number * SHEAF : (number + 1) * SHEAF]]

    for seen in shared(some, -(-len(texts) // SHEAF), processes(len(texts), TEXTS)):
        yield from seen


def look_through(stage: Path, names: Sequence[str], look: Look) -> list[Problem]:
    """What stands in the files of a stage that must not.

    Args:
        stage: where they are.
        names: of all of them.
        look: for what, and where it need not be looked again; stretches without findings are noted in it.
    """
    from habeas.site.forked import processes, shared

    todo = [name for name in names if name not in look.files or not (look.links or not name.endswith(".html"))]
    long = [name for name in todo if name.startswith("data/")]
    rest = [name for name in todo if not name.startswith("data/")]
    sheaves = [*([name] for name in long), *(rest[start : start + SHEAF] for start in range(0, len(rest), SHEAF))]
    links = Links({*names})

    def one(number: int) -> tuple[list[Problem], Stretches]:
        known = look.stretches.fresh() if look.stretches is not None else Stretches()
        read = [(name, (stage / name).read_bytes) for name in sheaves[number]]
        found = check_files(read, look.secrets, links=links, checked=look.files, links_hold=look.links, looked=known)
        return list(found), known

    problems: list[Problem] = []
    for found, looked in shared(one, len(sheaves), processes(len(todo), MANY)):
        problems += found
        if look.stretches is not None:
            look.stretches.clean |= looked.clean
    return problems
