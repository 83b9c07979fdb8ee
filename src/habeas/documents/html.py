"""HTML: the article of a page, with its title first and a blank line between paragraphs.

trafilatura finds the article; where it finds none, the whole page is read but for its navigation and the like. A page
that is nested too deeply, or that ends before it is over, is refused before it is parsed: a parser would mend it
silently, and half an article would pass for a whole one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from habeas.documents.blocks import CLUTTER, blocks
from habeas.documents.decode import Decoded, decode
from habeas.documents.document import Document, OffsetMap
from habeas.documents.format import Format, Given, parsing
from habeas.documents.language import language
from habeas.documents.markup import Survey, survey
from habeas.documents.metadata import metadata
from habeas.errors import BrokenInput, NoText, TooLarge

VERSION = "html/1"

MOST_BYTES = 20_000_000
"""Bytes of a page beyond which it is no page of text; trafilatura reads about 5 MB a second."""

DEEPEST = 200
"""Nesting beyond which a page is refused: lxml drops text below 256 levels, and trafilatura finds nothing there."""

_CHARSET = re.compile(rb"<meta\b[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_OPENING = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_ELEMENTS = re.compile(rb"<(?:p|div|article|section|main|h1|h2|ul|table|span|br)\b[^<>]*>", re.IGNORECASE)

KEY = 40
"""Characters other than white space by which a block of text is found again in the source."""

WINDOW = 500_000
"""How far ahead of the last block found the next one is looked for, so that a long page costs linear time."""


def read(given: Given) -> Document:
    """The document of a page; see the module's docstring.

    Raises:
        TooLarge: more bytes than `MOST_BYTES`.
        BrokenInput: the page ends early, or is nested more deeply than `DEEPEST`.
        NoText: nothing in it is text.
    """
    if len(given.raw) > MOST_BYTES:
        wrong = f"a page of {len(given.raw):,} bytes, more than the {MOST_BYTES:,} of any page of text"
        raise TooLarge(given.name, wrong, "Save the part that matters as a file of its own.")
    declared = _CHARSET.search(given.raw[:4096])
    decoded = decode(given.raw, given.charset or (declared[1].decode("ascii") if declared else None))
    found = survey(decoded.text, deepest=DEEPEST)
    refuse_deep(given, found.depth)
    refuse_cut(given, found)
    tree = _tree(given, decoded)
    told = metadata(tree)
    parts = _parts(given, tree, told.title)
    return Document(
        text="\n\n".join(parts),
        media_type=HTML.media_types[0],
        extractor=f"{VERSION} trafilatura {_trafilatura_version()} {decoded.how}",
        title=told.title,
        published=told.published,
        outlet=told.outlet,
        language=language("\n\n".join(parts)),
        offsets=OffsetMap(unit="byte", points=_points(parts, found, decoded)),
    )


def refuse_deep(given: Given, depth: int) -> None:
    """Refuse a page whose elements are nested too deeply to be read whole."""
    if depth > DEEPEST:
        wrong = f"elements nested more than {DEEPEST} deep, where text is lost"
        raise BrokenInput(given.name, wrong, "Open it in a browser, copy the text into a file, and give that.")


def refuse_cut(given: Given, found: Survey) -> None:
    """Refuse a page that ends before it is over.

    That is so when the source ends inside a tag, a comment, a script or the like; or when it opened <html> or <body>,
    closes neither, and ends in running text or with an element open that must be closed. (A page may leave out both
    end tags, but then its last element is closed.)
    """
    wrong = None
    if found.cut:
        wrong = f"the page ends inside {found.cut}"
    elif found.opened and not found.closed and found.open:
        wrong = f"the page ends with <{found.open[-1]}> still open, and without </body> or </html>"
    elif found.opened and not found.closed and found.ends_in_text:
        wrong = "the page ends in running text, without </body> or </html>"
    if wrong:
        raise BrokenInput(given.name, wrong, "Save or download the page again, whole.")


def _tree(given: Given, decoded: Decoded) -> Any:
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(huge_tree=True, encoding="utf-8", remove_pis=True)
    with parsing(given, "a page"):
        tree = lxml_html.document_fromstring(decoded.text.encode("utf-8"), parser=parser)
        depth = tree_depth(tree)
    refuse_deep(given, depth)
    return tree


def tree_depth(tree: Any) -> int:
    """The deepest nesting of elements in a tree: what the parser made of tags that nobody closed counts too."""
    from lxml import etree

    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _parts(given: Given, tree: Any, title: str | None) -> list[str]:
    """The blocks of the article, or of the page; the title before them where none of them holds it."""
    parts = _article(given, tree) or blocks(tree, skip=CLUTTER | {"head", "title"})
    if not parts:
        raise NoText(given.name, "a page without any text", "If a script fills it, save it from a browser as text.")
    return parts if title is None or any(title in part for part in parts) else [title, *parts]


def _article(given: Given, tree: Any) -> list[str]:
    from copy import deepcopy

    from trafilatura import bare_extraction

    with parsing(given, "a page"):
        found: Any = bare_extraction(deepcopy(tree), include_comments=False, with_metadata=False, deduplicate=False)
    body = None if found is None else found.body
    return [] if body is None else blocks(body)


def _trafilatura_version() -> str:
    from importlib.metadata import version

    return version("trafilatura")


def _points(parts: list[str], found: Survey, decoded: Decoded) -> tuple[tuple[int, int], ...]:
    """(text offset, byte offset) of every block that is found again in the source: of the text it begins with."""
    points, measured, place = [], 0, decoded.start
    for offset, at in _found_again(parts, found):
        place, measured = place + decoded.size(measured, at), at
        points.append((offset, place))
    return tuple(points)


def _found_again(parts: list[str], found: Survey) -> Iterator[tuple[int, int]]:
    """(text offset, offset in the source) of blocks, both rising; a block that is not found there is left out."""
    squeezed = ["".join(text.split()) for _, text in found.texts]
    starts = [0]
    for text in squeezed:
        starts.append(starts[-1] + len(text))
    page, cursor, offset = "".join(squeezed), 0, 0
    for part in parts:
        key = "".join(part[: 4 * KEY].split())[:KEY]
        index = page.find(key, cursor, cursor + WINDOW)
        if index >= 0:
            yield offset, found.texts[bisect_right(starts, index) - 1][0]
            cursor = index
        offset += len(part) + 2


def is_surely(raw: bytes) -> bool:
    """True where the bytes begin as a page does."""
    return bool(_OPENING.match(raw[:4096].removeprefix(b"\xef\xbb\xbf")))


def is_likely(raw: bytes) -> bool:
    """True where there are several elements of HTML near the beginning."""
    return len(_ELEMENTS.findall(raw[:4096])) > 1


HTML = Format(
    name="html",
    media_types=("text/html", "application/xhtml+xml"),
    suffixes=(".html", ".htm", ".xhtml"),
    read=read,
    is_surely=is_surely,
    is_likely=is_likely,
)
