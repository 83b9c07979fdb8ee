"""A source: one document as received, with the text that spans count in."""

from __future__ import annotations

from typing import Literal

import msgspec

Rights = Literal["open", "quote_only"]
"""`open`: its owner lets the whole text be shown; `quote_only` (the default): pages quote spans and link to it."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One document as received.

    Attributes:
        sha256: of the bytes as received, in hex; the bytes lie beside the ledger under that name.
        size: of the bytes.
        media_type: what the bytes are ("text/plain").
        extractor: what made `text` of them, with its version ("html/1 trafilatura 2.0.0").
        text: as extracted, nothing stripped; spans count its code points.
        origin: where it came from as given: a file's name or a URL. Folders of the machine are not kept.
        title: as the document gives it; None when it gives none.
        published: EDTF; None when unknown.
        published_from: whether a person gave the date, or the document did.
        outlet: who published it; None when unknown.
        language: ISO 639-1 code as detected; None when the text is too short to tell.
        received_at: RFC 3339 in UTC: when the bytes were received.
        rights: what may be shown of it.
    """

    sha256: str
    size: int
    media_type: str
    extractor: str
    text: str
    origin: str
    title: str | None = None
    published: str | None = None
    published_from: Literal["given", "document"] | None = None
    outlet: str | None = None
    language: str | None = None
    received_at: str
    rights: Rights = "quote_only"
