"""Plain text: the text is the bytes, decoded, and nothing else.

Line ends stay as they are, and nothing is stripped, so that an offset means the same in every editor that counts code
points. A byte order mark is no text: it is left out, and the offset map begins behind it.

One rule beyond that: a text may begin with a header `date YYYY-MM-DD` (white space before it allowed, one white space
after it), which a corpus of news articles puts there. The header stays in the text and counts in offsets; its day is
`published`.
"""

from __future__ import annotations

import re

from habeas.documents.dateline import machine_day
from habeas.documents.decode import Decoded, decode
from habeas.documents.document import Document, OffsetMap
from habeas.documents.format import Format, Given
from habeas.documents.language import language

VERSION = "plain/1"

HEADER = re.compile(r"\s{0,8}date (\d{4}-\d{2}-\d{2})(?=\s)")
"""The header of a corpus text. A day that the calendar does not have is read as no header."""

POINT_EVERY = 1_024
"""Code points that lie at least between two points of the offset map; points stand at beginnings of lines."""


def header_day(text: str) -> str | None:
    """The day in the header `date YYYY-MM-DD` at the head of `text`; None without one."""
    match = HEADER.match(text)
    return machine_day(match[1]) if match else None


def line_points(decoded: Decoded) -> tuple[tuple[int, int], ...]:
    """(text offset, byte offset) of beginnings of lines, at least `POINT_EVERY` apart; the first is the text's."""
    points = [(0, decoded.start)]
    while True:
        last, place = points[-1]
        newline = decoded.text.find("\n", last + POINT_EVERY - 1)
        if newline < 0 or newline + 1 == len(decoded.text):
            return tuple(points)
        points.append((newline + 1, place + decoded.size(last, newline + 1)))


def read(given: Given) -> Document:
    """The document of a plain text; see the module's docstring."""
    decoded = decode(given.raw, given.charset)
    return Document(
        text=decoded.text,
        media_type=PLAIN.media_types[0],
        extractor=f"{VERSION} {decoded.how}",
        published=header_day(decoded.text),
        language=language(decoded.text),
        offsets=OffsetMap(unit="byte", points=line_points(decoded)),
    )


PLAIN = Format(
    name="plain",
    media_types=("text/plain", "text/markdown"),
    suffixes=(".txt", ".text", ".md"),
    read=read,
)
