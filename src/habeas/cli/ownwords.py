"""Names that the site's own text spells too ("The Record"): where they stand in its own words, they are no leak.

Open data and the API tell of the record and of nothing else: there such a name is a leak, but in a file that spells it when
nothing at all is published. On pages it is none where it stands in one of the site's messages, or in a line that a page of an
empty record has as well; anywhere else it is.
"""

from __future__ import annotations

import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from habeas.disclosure.checks import Problem, Secrets, check_files, texts

OF_THE_RECORD = ("data/", "api/")
"""Folders whose files hold what is told of the record, whole."""

_APART = " \N{BROKEN BAR} own \N{BROKEN BAR} "
"""Stands where own words stood, so that what was before them and what was behind is not one."""


def without_own(
    found: Sequence[Problem],
    secrets: Secrets,
    publish_nothing: Callable[[Path], Sequence[str]],
    read: Callable[[str], bytes],
) -> list[Problem]:
    """What checks found, without names that stand in the site's own words only.

    Args:
        found: by `check_files`.
        secrets: for which it looked.
        publish_nothing: writes the publication of an empty record into a folder, and gives the names of its files.
        read: gives a file in which something was found.
    """
    if not any(problem.name for problem in found):
        return list(found)
    spelt: defaultdict[str, set[str]] = defaultdict(set)
    lines: set[str] = set()
    with tempfile.TemporaryDirectory(prefix="habeas-") as place:
        listed = [(name, Path(place, name).read_bytes) for name in publish_nothing(Path(place))]
        for problem in check_files(listed, secrets):
            spelt[problem.where].add(problem.name)
        for name, raw in listed:
            lines.update(*map(_lines, texts(name, raw(), secrets) or ()) if name in spelt else ())
    own = Own((part for message in messages() for part in literal(message)), lines, secrets)

    def is_own(problem: Problem) -> bool:
        if problem.where.startswith(OF_THE_RECORD):
            return problem.name in spelt[problem.where]
        if problem.name not in own.names:
            return False
        inside = texts(problem.where, read(problem.where), secrets)
        return inside is not None and not any(own.leaves(problem.name, text) for text in (problem.where, *inside))

    return [problem for problem in found if not (problem.name and is_own(problem))]


class Own:
    """What the site says by itself, as far as it spells names that must not be shown.

    Args:
        said: stretches of its messages.
        lines: of the pages of an empty record.
        secrets: the names.

    Attributes:
        names: those that it spells.
    """

    def __init__(self, said: Iterable[str], lines: Iterable[str], secrets: Secrets) -> None:
        self._secrets = secrets
        said = sorted({part for part in said if secrets.names_in(part)}, key=len, reverse=True)
        self._said = [*map(_written_so, said)]
        self._lines = frozenset(line for line in lines if secrets.names_in(line))
        self.names = frozenset[str]().union(*map(secrets.names_in, (*said, *self._lines)))

    def leaves(self, name: str, text: str) -> bool:
        """Whether a name stands in a text beside the site's own words."""
        for part in self._said:
            text = part.sub(_APART, text)
        rest = (line if line not in self._lines else _APART for line in _lines(text))
        return name in self._secrets.names_in(" ".join(rest))


def _written_so(part: str) -> re.Pattern[str]:
    """Finds these words in this order, whatever white space and marks stand between."""
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(map(re.escape, _words(part))) + r"(?![^\W_])")


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def _lines(text: str) -> Iterator[str]:
    """What stands between tags or at lines of its own; by its words, so that white space does not count."""
    return (" ".join(_words(line)) for line in re.split(r"[<>\n]|\s{2,}", text))


def literal(message: str) -> list[str]:
    """What a message says whatever is put into it."""
    return re.split(r"%\(\w+\)[a-z]|\{\w*\}", message)


def messages() -> list[str]:
    """Everything that the site's pages say by themselves, in every language."""
    from habeas.site.languages import FIRST, SPOKEN, catalogue

    found: list[str] = []
    for code in SPOKEN:
        for message in catalogue(code) if code != FIRST else ():
            for text in (message.id, message.string):
                found += [text] if isinstance(text, str) else list(text or ())
    return found
