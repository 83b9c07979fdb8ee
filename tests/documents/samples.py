"""One sample of each format, made here: what each must hold is the same."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORDS = "Police in Lima held the teacher Ana Silva on 3 May 2020, and her family asked the government to help her."
TITLE = "Three arrests in December 2018"


def docx(text: str = WORDS, title: str = "A report") -> bytes:
    """A small Word document."""
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    schemas = "http://schemas.openxmlformats.org"
    parts = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{schemas}/package/2006/content-types"/>',
        "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="{schemas}/wordprocessingml/2006/main">'
        f"<w:body>{body}</w:body></w:document>",
        "docProps/core.xml": '<?xml version="1.0"?><cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></cp:coreProperties>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


SAMPLES: dict[str, tuple[str, bytes, str]] = {
    "plain": ("report.txt", f" date 2020-05-05 {WORDS}\n".encode(), WORDS),
    "html": (
        "report.html",
        (
            "<!doctype html><html><head><title>A report</title>"
            "<meta property='article:published_time' content='2020-05-05'></head><body>"
            f"<nav>Home News</nav><article><h1>A report</h1><p>{WORDS}</p>"
            "<p>Denmark asked Peru to release her, and Peru said that it would look into the matter before the end of "
            "the month.</p></article><footer>Contact</footer></body></html>"
        ).encode(),
        WORDS,
    ),
    "pdf": (
        "arrests-2018.pdf",
        (ROOT / "examples" / "declaration-2021" / "arrests-2018.pdf").read_bytes(),
        "China detained Michael Kovrig in Beijing on 10 December 2018.",
    ),
    "email": (
        "reply.eml",
        f"From: press@example.org\r\nTo: all@example.org\r\nSubject: A report\r\nDate: Tue, 5 May 2020 10:00:00 +0000\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{WORDS}\r\n".encode(),
        WORDS,
    ),
    "docx": ("report.docx", docx(), WORDS),
}
"""By format: a name, the bytes, and words that the text must hold."""
