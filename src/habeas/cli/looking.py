"""Looking through the files of a publication, in as many processes as there are processors where there are many files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.disclosure.checks import Links, Problem, check_files
from habeas.disclosure.stretches import Stretches

if TYPE_CHECKING:
    from habeas.cli.publishing import Look

MANY = 2000
"""So many files are worth a second process."""

SHEAF = 100
"""So many files are handed to a process at once; of open data, where one may be very long, each by itself and first."""


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
