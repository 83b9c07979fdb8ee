"""A tree of HTML, or of what trafilatura leaves of it, to blocks of text: paragraphs, headings, items, rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

BLOCKS = frozenset(
    (
        "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
        "figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol optgroup option p pre search section "
        "summary table tbody tfoot thead tr ul "
        "head list item quote row code"  # trafilatura's names for headings, lists, quotations, rows and code
    ).split(),
)
"""Elements before and after which a block ends."""

LINE_BREAKS = frozenset(("br", "lb"))
CELLS = frozenset(("td", "th", "cell"))

CLUTTER = frozenset(
    (
        "script style template noscript nav footer aside form button select iframe svg math object video audio canvas "
        "dialog menu"
    ).split(),
)
"""Elements that hold no part of an article; left out where the whole page is read."""

_SPACE = re.compile(r"\s+")
_AROUND_BREAK = re.compile(r" *([\n\t]) *")


@dataclass
class _Collector:
    done: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)

    def add(self, text: str | None) -> None:
        if text:
            self.pending.append(_SPACE.sub(" ", text))

    def flush(self) -> None:
        joined = _AROUND_BREAK.sub(r"\1", re.sub(" {2,}", " ", "".join(self.pending))).strip()
        self.pending.clear()
        if joined:
            self.done.append(joined)


def blocks(root: Any, *, skip: frozenset[str] = frozenset()) -> list[str]:
    """The blocks of text below `root` (an lxml element), in order, leaving out elements named in `skip`.

    Runs of white space become one space, a line break one newline, cells of a row are set apart by a tab.
    """
    collector = _Collector()
    _walk(root, collector, skip)
    collector.flush()
    return collector.done


def _walk(element: Any, collector: _Collector, skip: frozenset[str]) -> None:
    """Depth is bounded by the caller: a page nested too deeply was refused before it was parsed."""
    name = element.tag if isinstance(element.tag, str) else None  # comments have a function for a tag
    if name is None or name in skip:
        return
    if name in BLOCKS:
        collector.flush()
    elif name in LINE_BREAKS:
        collector.pending.append("\n")
    elif name in CELLS and collector.pending:
        collector.pending.append("\t")
    collector.add(element.text)
    for child in element:
        _walk(child, collector, skip)
        collector.add(child.tail)
    if name in BLOCKS:
        collector.flush()
