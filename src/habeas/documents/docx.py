"""DOCX (ECMA-376): the paragraphs of a document's body, with a blank line between them.

Text that was deleted with tracked changes is left out, inserted text is read. Notes, headers, footers and comments are
not read.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from habeas.documents.dateline import dateline
from habeas.documents.document import Document, OffsetMap
from habeas.documents.format import Format, Given, parsing
from habeas.documents.language import language
from habeas.errors import NoText, TooLarge

VERSION = "docx/1"

BODY = "word/document.xml"
CORE = "docProps/core.xml"

MOST_BYTES = 50_000_000
"""Bytes that one part may unpack to; a zip of a few kilobytes can hold gigabytes."""

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TITLE = "{http://purl.org/dc/elements/1.1/}title"

SIGNS = {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}noBreakHyphen": "-"}
"""Elements that stand for one sign."""


def read(given: Given) -> Document:
    """The document of a DOCX; see the module's docstring.

    Raises:
        BrokenInput: not a whole zip, or without a body.
        TooLarge: a part that unpacks to more than `MOST_BYTES`.
        NoText: a body without text.
    """
    with parsing(given, "a DOCX"), zipfile.ZipFile(io.BytesIO(given.raw)) as archive:
        body = _tree(_part(given, archive, BODY))
        core = _tree(_part(given, archive, CORE)) if CORE in archive.namelist() else None
    parts = list(_paragraphs(body))
    text = "\n\n".join(parts)
    if not text:
        raise NoText(given.name, "a DOCX without text", "If it holds pictures of text, run text recognition first.")
    title = " ".join((core.findtext(TITLE) or "").split()) if core is not None else ""
    return Document(
        text=text,
        media_type=DOCX.media_types[0],
        extractor=VERSION,
        title=title or None,
        published=dateline(text),
        language=language(text),
        offsets=OffsetMap(unit="byte", points=()),
    )


def _part(given: Given, archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        content = part.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        wrong = f"{name} in it unpacks to more than {MOST_BYTES:,} bytes"
        raise TooLarge(given.name, wrong, "Save the part that matters as a file of its own.")
    return content


def _tree(content: bytes) -> Any:
    """The XML of a part; no entity is resolved, nothing is fetched, and lxml's limits on depth and size hold."""
    from lxml import etree

    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _paragraphs(body: Any) -> Iterator[str]:
    for paragraph in body.iter(f"{WORD}p"):
        text = "".join(_signs(paragraph)).strip()
        if text:
            yield text


def _signs(paragraph: Any) -> Iterator[str]:
    """The text of a paragraph's own runs; a paragraph within it (in a text box) comes on its own."""
    for element in paragraph.iter(f"{WORD}t", *SIGNS):
        if next(element.iterancestors(f"{WORD}p")) is paragraph:
            yield SIGNS.get(element.tag) or element.text or ""


def is_surely(raw: bytes) -> bool:
    """True for a zip that names the body of a Word document."""
    return raw.startswith(b"PK\x03\x04") and BODY.encode() in raw


DOCX = Format(
    name="docx",
    media_types=("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
    suffixes=(".docx",),
    read=read,
    is_surely=is_surely,
)
