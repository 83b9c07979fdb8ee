"""Names that the site's own text spells too ("The Record"): where they may be its own words, they are no leak.

Everything that a page tells of the record stands in open data and in the API as well. So such a name is looked for there, and on
pages it is not; and not in a file of open data that spells it when nothing at all is published.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from habeas.disclosure.checks import Problem, Secrets, check_files

OF_THE_RECORD = ("data/", "api/")
"""Folders whose files hold what is told of the record, whole."""


def without_own(
    found: Sequence[Problem], secrets: Secrets, publish_nothing: Callable[[Path], Sequence[str]]
) -> list[Problem]:
    """What checks found, without names that are the site's own words.

    Args:
        found: by `check_files`.
        secrets: for which it looked.
        publish_nothing: writes the publication of an empty record into a folder, and gives the names of its files.
    """
    if not any(problem.name for problem in found):
        return list(found)
    spelt: defaultdict[str, set[str]] = defaultdict(set)
    with tempfile.TemporaryDirectory(prefix="habeas-") as place:
        read = [(name, Path(place, name).read_bytes) for name in publish_nothing(Path(place))]
        for problem in check_files(read, secrets):
            spelt[problem.where].add(problem.name)
    own = {name for message in messages() for name in secrets.names_in(message)}.union(*spelt.values())

    def is_own(problem: Problem) -> bool:
        of_the_record = problem.where.startswith(OF_THE_RECORD)
        return problem.name in own and (not of_the_record or problem.name in spelt[problem.where])

    return [problem for problem in found if not (problem.name and is_own(problem))]


def messages() -> list[str]:
    """Everything that the site's pages say by themselves, in every language."""
    from habeas.site.languages import FIRST, SPOKEN, catalogue

    found: list[str] = []
    for code in SPOKEN:
        for message in catalogue(code) if code != FIRST else ():
            for text in (message.id, message.string):
                found += [text] if isinstance(text, str) else list(text or ())
    return found
