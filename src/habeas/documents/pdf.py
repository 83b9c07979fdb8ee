"""PDF: the text of its pages, with paragraphs put together again.

pdfium reads the glyphs; where paragraphs begin is decided by `habeas.documents.paragraphs`. A word that a hyphen
divides at a line's end is joined without the hyphen. Pages are set apart by a blank line, unless a paragraph runs on
from one to the next; the offset map holds where each page begins. pdfium is not safe for threads: one document at a
time in a process.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from habeas.documents.dateline import dateline
from habeas.documents.document import Document, OffsetMap
from habeas.documents.format import Format, Given, parsing
from habeas.documents.language import language
from habeas.documents.paragraphs import Line, paragraphs, runs_on
from habeas.errors import BrokenInput, NoText

VERSION = "pdf/1"

HEAD = b"%PDF-"
TAIL = b"%%EOF"
TAIL_WITHIN = 4_096
"""Bytes from the end within which the end mark must stand; without it the file was cut off."""

HYPHEN = 0x02
"""pdfium's sign for a hyphen that divides a word at the end of a line; it leaves out the line's end behind it."""

LINE_END = frozenset((0x0A, 0x0D))


def read(given: Given) -> Document:
    """The document of a PDF; see the module's docstring.

    Raises:
        BrokenInput: cut off, locked by a password, or not readable by pdfium.
        NoText: pages without text, as a scanner makes them.
    """
    if TAIL not in given.raw[-TAIL_WITHIN:]:
        raise BrokenInput(given.name, "a PDF without its end: it was cut off", "Download or copy the file again.")
    with parsing(given, "a PDF"):
        title, pages = _open(given)
    text, points = join_pages([paragraphs(lines) for lines in pages])
    if not any(map(str.isalnum, text)):
        raise NoText(
            given.name, "a PDF without text, as a scanner makes it", "Run text recognition (OCR) over it first."
        )
    return Document(
        text=text,
        media_type=PDF.media_types[0],
        extractor=f"{VERSION} pdfium {_pdfium_version()}",
        title=title,
        published=dateline(text),
        language=language(text),
        offsets=OffsetMap(unit="page", points=points),
    )


def _open(given: Given) -> tuple[str | None, list[list[Line]]]:
    """The title and the lines of every page."""
    import pypdfium2  # type: ignore[import-untyped]  # it ships no annotations

    try:
        document = pypdfium2.PdfDocument(given.raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            wrong, do = "a PDF locked by a password", "Save a copy without the password, and give that."
            raise BrokenInput(given.name, wrong, do) from error
        raise
    try:
        title = " ".join(document.get_metadata_value("Title").split()) or None
        return title, [_page_lines(document, number) for number in range(len(document))]
    finally:
        document.close()


def _page_lines(document: Any, number: int) -> list[Line]:
    page = document[number]
    text = page.get_textpage()
    try:
        return list(_lines(text.raw, text.count_chars()))
    finally:
        text.close()
        page.close()


def _lines(page: Any, count: int) -> Iterator[Line]:
    """The lines of a page that hold more than white space, from pdfium's own order of reading."""
    from pypdfium2 import raw

    units = [raw.FPDFText_GetUnicode(page, index) for index in range(count)]
    start = 0
    for end in [index for index, unit in enumerate(units) if unit in LINE_END] + [count]:
        visible = [index for index in range(start, end) if not chr(units[index]).isspace() and units[index] != HYPHEN]
        if visible:
            yield _line(page, _text(units[start:end]), visible[0], visible[-1])
        start = end + 1


def _text(units: list[int]) -> str:
    """The text of a line's units: white space runs as one space, halves of surrogate pairs put together."""
    text = "".join(chr(unit) if unit >= ord(" ") else "\ufffd" for unit in units if unit not in {HYPHEN, 0x09})
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(whole.replace("\u00ad", "").split())


def _line(page: Any, text: str, first: int, last: int) -> Line:
    from ctypes import byref, c_double

    from pypdfium2 import raw

    left, top, _, bottom = (c_double() for _ in range(4))
    edges = [c_double() for _ in range(4)]
    raw.FPDFText_GetCharOrigin(page, first, byref(left), byref(top))
    raw.FPDFText_GetCharOrigin(page, last, byref(_), byref(bottom))
    raw.FPDFText_GetCharBox(page, last, *map(byref, edges))
    size = raw.FPDFText_GetFontSize(page, first)
    return Line(text, left.value, edges[1].value, top.value, bottom.value, size)


def join_pages(pages: list[list[str]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text of all pages, and (text offset, page number) of the beginning of every page that holds text."""
    text, points = "", []
    for number, page in enumerate(pages, start=1):
        if page:
            last = text.rpartition("\n\n")[2]
            text += "" if not text else " " if runs_on(last, page[0]) else "\n\n"
            points.append((len(text), number))
            text += "\n\n".join(page)
    return text, tuple(points)


def _pdfium_version() -> str:
    from pypdfium2.version import PDFIUM_INFO  # type: ignore[import-untyped]  # as above

    return str(PDFIUM_INFO.version)


def is_surely(raw: bytes) -> bool:
    """True where the mark of a PDF stands in the first kilobyte, as readers allow (ISO 32000-1, annex H)."""
    return HEAD in raw[:1024]


PDF = Format(
    name="pdf",
    media_types=("application/pdf",),
    suffixes=(".pdf",),
    read=read,
    is_surely=is_surely,
)
