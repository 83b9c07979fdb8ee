"""Which format some bytes are in, and their document."""

from __future__ import annotations

import re

from habeas.documents.decode import BOMS
from habeas.documents.document import Document
from habeas.documents.docx import DOCX
from habeas.documents.email import EMAIL
from habeas.documents.format import Format, Given
from habeas.documents.html import HTML
from habeas.documents.pdf import PDF
from habeas.documents.plain import PLAIN
from habeas.errors import BinaryInput, EmptyInput

FORMATS: dict[str, Format] = {one.name: one for one in (PDF, DOCX, HTML, EMAIL, PLAIN)}
"""Every format that habeas reads, in the order in which they are asked; plain text, which says no to nothing, last."""

MOST_CONTROLS = 0.01
"""The share of control characters beyond which bytes are no text."""

LOOKED_AT = 65_536
"""Bytes from the beginning in which control characters are counted."""

_CONTROLS = re.compile(rb"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([^\s\"';]+)", re.IGNORECASE)


def detect(raw: bytes, *, name: str, media_type: str | None = None) -> Format:
    """The format of some bytes: by marks that leave no doubt, else by media type, by the name's ending, by their looks.

    Args:
        raw: all of the bytes.
        name: the input as the person knows it; its ending counts.
        media_type: as a server gave it, parameters and all; types that say nothing (`application/octet-stream`) and
            unknown ones are passed over, and so is `text/plain`, which servers say of anything.

    Raises:
        EmptyInput: no bytes, or nothing but white space.
        BinaryInput: bytes of no known format.
    """
    marked = next((mark for mark, _ in BOMS if raw.startswith(mark)), b"")
    if not raw[len(marked) :].strip(b" \t\r\n\f\v\0" if marked[:1] in {b"\xff", b"\xfe"} else None):
        raise EmptyInput(name, "there is nothing in it", "Give a file with text in it.")
    for known in FORMATS.values():
        if known.is_surely(raw):
            return known
    if is_binary(raw):
        wrong = "bytes of no format that habeas reads"
        raise BinaryInput(name, wrong, f"Save it as one of: {', '.join(FORMATS)}.")
    return _by_type(media_type) or _by_name(name) or _by_looks(raw)


def _by_type(media_type: str | None) -> Format | None:
    bare = (media_type or "").partition(";")[0].strip().lower()
    return next((one for one in FORMATS.values() if one is not PLAIN and bare in one.media_types), None)


def _by_name(name: str) -> Format | None:
    return next((one for one in FORMATS.values() if name.lower().endswith(one.suffixes)), None)


def _by_looks(raw: bytes) -> Format:
    return next((one for one in FORMATS.values() if one.is_likely(raw)), PLAIN)


def is_binary(raw: bytes) -> bool:
    """True for bytes that are no text in any encoding known here: a NUL, or too many control characters.

    UTF-16 is text where a byte order mark announces it; without one it cannot be told from binary data.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return b"\0\0\0" in raw
    head = raw[:LOOKED_AT]
    return b"\0" in raw or len(_CONTROLS.findall(head)) > MOST_CONTROLS * len(head)


def extract(raw: bytes, *, name: str, media_type: str | None = None) -> Document:
    """The document of some bytes. The same bytes give the same document, everywhere.

    Args:
        raw: the bytes as received.
        name: the input as the person knows it; error messages begin with it, and its ending helps to tell the format.
        media_type: as a server gave it, with a `charset` where it gave one.

    Raises:
        EmptyInput: nothing in it, or nothing but white space.
        BinaryInput: bytes of no known format.
        NoText: a known format that holds no text.
        BrokenInput: a known format that ends early or cannot be parsed.
        TooLarge: a page or a part of a size that no text has.
    """
    known = detect(raw, name=name, media_type=media_type)
    charset = _CHARSET.search(media_type or "")
    document = known.read(Given(raw=raw, name=name, charset=charset[1] if charset else None))
    if not document.text.strip():
        raise EmptyInput(name, "there is nothing but white space in it", "Give a file with text in it.")
    return document
