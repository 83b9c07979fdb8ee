"""A document: what a format makes of some bytes."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal

import msgspec

Unit = Literal["byte", "page"]


class OffsetMap(msgspec.Struct, frozen=True, kw_only=True):
    """The way back from the text to the bytes or to the page.

    Attributes:
        unit: `byte`: places are offsets into the bytes as received; `page`: places are page numbers, the first is 1.
        points: (offset in the text, place), rising in the first and never falling in the second. A point says where
            the text *at* its offset comes from; between two points nothing is promised but that the text lies at or
            after the earlier one's place. How many points there are is the format's business, and its docs page says.
    """

    unit: Unit
    points: tuple[tuple[int, int], ...]

    def place(self, offset: int) -> int | None:
        """The place of the last point at or before `offset`; None before the first point (a title put in front)."""
        index = bisect_right(self.points, offset, key=lambda point: point[0])
        return self.points[index - 1][1] if index else None


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """The text of some bytes, and what the document says about itself.

    Attributes:
        text: as extracted; spans count its code points. Never empty, never only white space.
        media_type: of the format that read it, without parameters.
        extractor: the format and its version, then what it leaned on ("html/1 trafilatura 2.0.0 utf-8").
        title: as the document gives it; None when it gives none.
        published: EDTF, as the document itself states it; None when it does not. Never guessed from file dates.
        outlet: who published it, only where the document states it; None otherwise.
        language: ISO 639-1 as detected; None when there is too little text to tell.
        offsets: the way back to the bytes or the page.
        attachments: names of attached files that were seen and not read.
    """

    text: str
    media_type: str
    extractor: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    language: str | None = None
    offsets: OffsetMap
    attachments: tuple[str, ...] = ()
