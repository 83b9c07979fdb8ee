"""Bytes to text: which encoding, and how sure of it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
"""Byte order marks, and the encoding each announces."""

NOT_FOR_DOCUMENTS = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7", "undefined"})
"""Codecs that no document means, and that hostile ones may name."""

_ESCAPED = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, kw_only=True)
class Decoded:
    """Text, and how it came out of the bytes.

    Attributes:
        text: without the byte order mark, which marks the encoding and is no text.
        encoding: Python's name of it.
        how: for the extractor string: the encoding, with "(guessed)" or "(with errors)" where that is so.
        start: where the text begins in the bytes: the length of the byte order mark.
        exact: the text with each byte that did not fit as one lone surrogate (PEP 383), where `text` has U+FFFD.
    """

    text: str
    encoding: str
    how: str
    start: int = 0
    exact: str

    def size(self, start: int, end: int) -> int:
        """How many bytes the text between two offsets took."""
        errors = "replace" if self.encoding.startswith("utf-16") else "surrogateescape"
        return len(self.exact[start:end].encode(self.encoding, errors))


def decode(raw: bytes, declared: str | None = None) -> Decoded:
    """The text of `raw`: by its byte order mark, else as declared, else UTF-8, else cp1252, else latin-1.

    The last two always give *something*, so they are marked "(guessed)". A declared encoding, or UTF-8, that does not
    quite fit is kept, marked "(with errors)", as long as the characters beyond ASCII that it gives outnumber the
    bytes that it cannot read, each of which becomes U+FFFD; that is the mark of a damaged text rather than of another
    encoding.
    """
    for mark, encoding in BOMS:
        if raw.startswith(mark):
            return _marked(raw, mark, encoding)
    known = _known(declared)
    candidates = [*([known] if known else []), "utf-8"]
    for attempt in (_strictly, _leniently):
        for encoding in candidates:
            found = attempt(raw, encoding)
            if found is not None:
                return found
    return _guessed(raw)


def _marked(raw: bytes, mark: bytes, encoding: str) -> Decoded:
    body = raw[len(mark) :]
    errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
    exact = body.decode(encoding, errors)
    text = _ESCAPED.sub("\ufffd", exact)
    how = encoding if _strictly(body, encoding) else f"{encoding} (with errors)"
    return Decoded(text=text, encoding=encoding, how=how, start=len(mark), exact=exact)


def _known(declared: str | None) -> str | None:
    """Python's name of a declared encoding of text; None for one that it does not have or that is not for documents."""
    try:
        name = codecs.lookup((declared or "").strip(" \"'")).name
        "".encode(name)
    except (LookupError, ValueError):
        return None
    if name in {"iso8859-1", "ascii"}:
        return "cp1252"  # as every browser reads them (WHATWG Encoding Standard)
    return None if name.replace("_", "-") in NOT_FOR_DOCUMENTS else name


def _strictly(raw: bytes, encoding: str) -> Decoded | None:
    try:
        text = raw.decode(encoding)
        text.encode("utf-8")  # some codecs let lone surrogates pass, which are no text
    except (UnicodeError, ValueError):
        return None
    return Decoded(text=text, encoding=encoding, how=encoding, exact=text)


def _leniently(raw: bytes, encoding: str) -> Decoded | None:
    try:
        exact = raw.decode(encoding, "surrogateescape")
        text, bad = _ESCAPED.subn("\ufffd", exact)
        text.encode("utf-8")
    except (UnicodeError, ValueError):
        return None
    good = sum(not character.isascii() for character in text) - bad
    return Decoded(text=text, encoding=encoding, how=f"{encoding} (with errors)", exact=exact) if good > bad else None


def _guessed(raw: bytes) -> Decoded:
    encoding = "cp1252" if _strictly(raw, "cp1252") else "latin-1"
    text = raw.decode(encoding)
    return Decoded(text=text, encoding=encoding, how=f"{encoding} (guessed)", exact=text)
