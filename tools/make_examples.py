"""Writes `examples/declaration-2021/arrests-2018.pdf`, with nothing but the standard library.

The same script gives the same bytes on every machine (no dates, no random ids), so that a test compares the committed
file with what this writes. Usage: `python tools/make_examples.py [FOLDER]`.
"""

from __future__ import annotations

import sys
from pathlib import Path

NAME = "arrests-2018.pdf"
FOLDER = Path(__file__).resolve().parent.parent / "examples" / "declaration-2021"

TITLE = "Three arrests in December 2018"
TEXT = """\
Published: 17 December 2018

Canada arrested Meng Wanzhou in Vancouver on 1 December 2018. Meng is a Chinese citizen and the chief financial officer of the
company Huawei. She was arrested at the airport, where she was changing planes, at the request of the United States.
The United States wants Canada to extradite her and accuses her of fraud.

China called on Canada to release Meng. Canadian Prime Minister Justin Trudeau said on 6 December 2018 that the
arrest was the work of an independent judiciary and that politics had no part in it.

China detained Michael Kovrig in Beijing on 10 December 2018. Kovrig is a former diplomat of Canada. He works for
the International Crisis Group.

China detained Michael Spavor in Dandong on 10 December 2018. Spavor is a Canadian businessman. He arranges journeys
to North Korea.

Meng was granted bail by a court in Vancouver on 11 December 2018. She has to stay in the city.

China's foreign ministry said on 13 December 2018 that Kovrig and Spavor were suspected of acts that endanger
national security. It said that the two men were being investigated separately.

The Canadian ambassador to China, John McCallum, visited Kovrig on 14 December 2018. He visited Spavor on 16
December 2018. Canada is asking for further visits.
"""

WIDTH, HEIGHT, MARGIN = 420, 595, 54  # A5, in points
SIZE, HEADING, LEADING = 12, 17, 17
WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
)  # fmt: skip
"""Helvetica's advance widths from space to tilde, in thousandths of the size (Adobe's metrics of the standard fonts)."""

Line = tuple[int, int, str]
"""Size, height above the foot of the page, text."""


def width(text: str, size: int) -> float:
    """How wide `text` is in Helvetica, in points."""
    return sum(WIDTHS[ord(sign) - ord(" ")] for sign in text) * size / 1000


def wrap(text: str, size: int) -> list[str]:
    """`text` in lines that fit between the margins."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size) <= WIDTH - 2 * MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def lay_out() -> list[list[Line]]:
    """The lines of every page: the heading, then the paragraphs with half a line between them."""
    pages: list[list[Line]] = [[]]
    y = HEIGHT - MARGIN
    for text, size in [(TITLE, HEADING), *((paragraph, SIZE) for paragraph in TEXT.split("\n\n"))]:
        for line in wrap(text, size):
            if y < MARGIN:
                pages.append([])
                y = HEIGHT - MARGIN
            pages[-1].append((size, y, line))
            y -= LEADING
        y -= LEADING // 2
    return pages


def stream(lines: list[Line]) -> bytes:
    """The drawing instructions of one page (ISO 32000-1, 9.4)."""
    drawn = []
    for size, y, text in lines:
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        drawn.append(f"BT /F1 {size} Tf {MARGIN} {y} Td ({escaped}) Tj ET")
    return "\n".join(drawn).encode("ascii")


def objects(pages: list[list[Line]]) -> list[bytes]:
    """The file's objects in order: catalog, page tree, font, information, then each page and what it draws."""
    first = 5
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    found = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode("ascii"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({TITLE}) >>".encode("ascii"),
    ]
    for number, lines in enumerate(pages):
        box = f"/MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources << /Font << /F1 3 0 R >> >>"
        page = f"<< /Type /Page /Parent 2 0 R {box} /Contents {first + 2 * number + 1} 0 R >>"
        drawn = stream(lines)
        found += [page.encode("ascii"), b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn)]
    return found


def pdf() -> bytes:
    """The whole file: header, objects, cross-reference table, trailer (ISO 32000-1, 7.5)."""
    out, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects(lay_out()), start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size = len(places) + 1
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def main(arguments: list[str]) -> None:
    """Write the file into the folder given, or among the examples."""
    folder = Path(arguments[0]) if arguments else FOLDER
    (folder / NAME).write_bytes(pdf())


if __name__ == "__main__":
    main(sys.argv[1:])
