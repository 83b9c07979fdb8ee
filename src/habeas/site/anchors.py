"""What several pages show, `anchors.js` finds: a file beside them says on which of them each anchor stands now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from habeas.site.plan import Lookups, Plan

RESOLVER = "records.js"
"""The file, beside the further pages of what has several."""


def resolver(first: str, stands: Mapping[str, int], *, parts: int, folder: str) -> Iterator[Plan]:
    """The plan of that file, once for every language; none where there is one page.

    Args:
        first: the name of the first page.
        stands: the page of each anchor.
        parts: how many pages there are.
        folder: of the language; it is the first's where this is empty.
    """
    if parts > 1 and not folder:
        yield Plan(name=f"{first.removesuffix('.html')}/{RESOLVER}", values={"stands": dict(stands)}, make=_told)


def _told(plan: Plan, _lookups: Lookups) -> bytes:
    return f"habeasRecords({msgspec.json.encode(plan.values['stands'], order='sorted').decode()});\n".encode()
