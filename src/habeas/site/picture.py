"""The picture that stands for a page where a link to it is shared (Open Graph): 1200 by 630, words on paper, and no face.

The font in the package has Latin, Greek and Cyrillic letters; whatever is in another script is transliterated.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO

from anyascii import anyascii
from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
"""In pixels."""

MARGIN, LINE = 80, 50
PAPER, INK, SOFT, ACCENT = range(4)
PALETTE = (0xFD, 0xFC, 0xF9, 0x1B, 0x1F, 0x24, 0x57, 0x60, 0x6A, 0x28, 0x53, 0x6B)
"""The stylesheet's colours."""


def picture(title: str, lines: tuple[str, ...]) -> bytes:
    """A PNG picture: the same words give the same bytes.

    Args:
        title: in large letters; it is broken over three lines at most, then cut.
        lines: what stands below, a line each; what is too long is broken.
    """
    image = _paper().copy()
    sheet = _drawing(image)
    down = 150
    for line in _broken(legible(title), _font(68, bold=True), 3):
        sheet.text((MARGIN, down), line, font=_font(68, bold=True), fill=INK)
        down += 88
    down += 24
    for words in lines:
        below = _below(words)
        image.paste(below, (MARGIN, down))
        down += below.size[1]
    raw = BytesIO()
    image.save(
        raw, "PNG", bits=2, compress_type=zlib.Z_RLE
    )  # of runs of one colour: smaller than any other, and faster
    return raw.getvalue()


def _drawing(image: Image.Image) -> ImageDraw.ImageDraw:
    sheet = ImageDraw.Draw(image)
    sheet.fontmode = "1"  # four colours and no blends of them: small files, and the same ones everywhere
    return sheet


def _blank(width: int, height: int) -> Image.Image:
    image = Image.new("P", (width, height), PAPER)
    image.putpalette(PALETTE)
    return image


@cache
def _paper() -> Image.Image:
    """What every picture has."""
    image = _blank(*SIZE)
    sheet = _drawing(image)
    sheet.rectangle((0, 0, 24, SIZE[1]), fill=ACCENT)
    sheet.text((MARGIN, 56), "habeas", font=_font(34, bold=True), fill=ACCENT)
    return image


@lru_cache(256)
def _below(words: str) -> Image.Image:
    """Words that stand below a title: many cases have the same."""
    broken = list(_broken(legible(words), _font(34), 2))
    image = _blank(SIZE[0] - MARGIN, LINE * len(broken))
    sheet = _drawing(image)
    for number, line in enumerate(broken):
        sheet.text((0, LINE * number), line, font=_font(34), fill=SOFT)
    return image


def legible(text: str) -> str:
    """The text, transliterated where the font has no letter for it."""
    letters = _letters()
    return "".join(letter if ord(letter) in letters else anyascii(letter) for letter in text)


def _broken(text: str, font: ImageFont.FreeTypeFont, most: int) -> Iterator[str]:
    """The text in lines that fit; the last one is cut where there are too many."""
    words, line, lines = text.split(), "", 1
    for number, word in enumerate(words):
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > SIZE[0] - 2 * MARGIN:
            if lines == most:
                yield f"{line} …"
                return
            yield line
            line, lines = word, lines + 1
        else:
            line = longer
        if number == len(words) - 1:
            yield line


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    raw = files("habeas.site").joinpath(f"data/font/DejaVuSans{'-Bold' if bold else ''}.ttf").read_bytes()
    return ImageFont.truetype(BytesIO(raw), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _letters() -> frozenset[int]:
    """The code points that both fonts have, as they were cut down."""
    latin = ((0x20, 0x7E), (0xA0, 0x24F), (0x259, 0x259), (0x2BB, 0x2BC), (0x1E00, 0x1EFF), (0x2010, 0x2027))
    ranges = (*latin, (0x370, 0x3FF), (0x400, 0x4FF))
    return frozenset(point for first, last in ranges for point in range(first, last + 1))
