"""E-mail (RFC 5322, MIME): the text of one message.

The plain part is preferred; without one, the HTML part is read as a page is. The text is that part alone; the subject
is the title, and the day in `Date`, as the sender's clock had it, is `published`. Who sent it is not who published it,
so `outlet` stays None. Attachments are named, and not read.
"""

from __future__ import annotations

import re
from datetime import datetime
from email import errors, policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from habeas.documents import html
from habeas.documents.decode import Decoded, decode
from habeas.documents.document import Document, OffsetMap
from habeas.documents.format import Format, Given, parsing
from habeas.documents.language import language
from habeas.errors import BrokenInput, NoText

VERSION = "email/1"

CUT = (
    errors.CloseBoundaryNotFoundDefect,
    errors.StartBoundaryNotFoundDefect,
    errors.InvalidBase64PaddingDefect,
    errors.InvalidBase64LengthDefect,
)
"""Defects of a message that lost its end."""

_HEADER = re.compile(rb"(?:From [^\n]*\n)?(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}\r?\n")
_KNOWN = re.compile(rb"(?im)^(?:from|to|date|subject|received|message-id|mime-version|return-path):")
_MBOX = re.compile(rb"\n\r?\nFrom [^\n]+\n[A-Za-z-]+:")


def read(given: Given) -> Document:
    """The document of a message; see the module's docstring.

    Raises:
        BrokenInput: cut off, or a mailbox of several messages.
        NoText: neither a plain nor an HTML part, or an empty one.
    """
    if given.raw.startswith(b"From ") and _MBOX.search(given.raw):
        raise BrokenInput(given.name, "a mailbox of several messages", "Save each message as a file of its own (.eml).")
    with parsing(given, "an e-mail"):
        message = BytesParser(policy=policy.default).parsebytes(given.raw)
        part = message.get_body(("plain", "html"))
        payload = None if part is None else part.get_payload(decode=True)
        refuse_cut(given, message)
    if part is None or not isinstance(payload, bytes) or not payload.strip():
        raise NoText(given.name, "an e-mail without text", "Save its attachments, and give those.")
    document = _page(given, part, payload) if part.get_content_subtype() == "html" else _plain(given, part, payload)
    with parsing(given, "an e-mail"):
        title, published, attachments = _subject(message), _day(message), tuple(_attachments(message))
    return Document(
        text=document.text,
        media_type=EMAIL.media_types[0],
        extractor=f"{VERSION} {document.extractor}",
        title=title,
        published=published,
        language=document.language,
        offsets=document.offsets,
        attachments=attachments,
    )


def refuse_cut(given: Given, message: EmailMessage) -> None:
    """Refuse a message that lost its end, as far as it can be seen."""
    for part in message.walk():
        for defect in part.defects:
            if isinstance(defect, CUT):
                wrong = f"an e-mail that was cut off ({type(defect).__name__})"
                raise BrokenInput(given.name, wrong, "Save the message again, whole.")


def _charset(part: MIMEPart) -> str | None:
    charset = part.get_content_charset()
    return str(charset) if charset else None


def _plain(given: Given, part: MIMEPart, payload: bytes) -> Document:
    decoded = decode(payload, _charset(part))
    return Document(
        text=decoded.text,
        media_type="text/plain",
        extractor=decoded.how,
        language=language(decoded.text),
        offsets=OffsetMap(unit="byte", points=((0, body_start(given.raw, part, decoded)),)),
    )


def _page(given: Given, part: MIMEPart, payload: bytes) -> Document:
    decoded = decode(payload, _charset(part))
    page = html.read(Given(raw=decoded.text.encode("utf-8"), name=given.name, charset="utf-8"))
    start = OffsetMap(unit="byte", points=((0, body_start(given.raw, part, decoded)),))
    return Document(
        text=page.text,
        media_type=page.media_type,
        extractor=page.extractor,
        language=page.language,
        offsets=start,
    )


def body_start(raw: bytes, part: MIMEPart, decoded: Decoded) -> int:
    """Where the part begins in the bytes as received: of its text as transferred, which may be encoded."""
    transferred = part.get_payload(decode=False)
    head = transferred[:200] if isinstance(transferred, str) else decoded.text[:200]
    found = raw.find(head.encode("ascii", "surrogateescape") if head.isascii() else head.encode("utf-8", "replace"))
    return max(found, 0)


def _subject(message: EmailMessage) -> str | None:
    return " ".join(str(message.get("Subject", "")).split()) or None


def _day(message: EmailMessage) -> str | None:
    """The day of `Date` in the sender's own time zone; None where it gives no day that the calendar has."""
    value = message.get("Date")
    try:
        stamp: datetime | None = parsedate_to_datetime(str(value)) if value else None
    except (TypeError, ValueError):
        return None
    return stamp.date().isoformat() if stamp else None


def _attachments(message: EmailMessage) -> list[str]:
    return [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]


def is_likely(raw: bytes) -> bool:
    """True where the bytes begin with a block of headers, two of them an e-mail's."""
    head = _HEADER.match(raw[:65_536])
    return head is not None and len(_KNOWN.findall(head[0])) > 1


EMAIL = Format(
    name="email",
    media_types=("message/rfc822",),
    suffixes=(".eml",),
    read=read,
    is_likely=is_likely,
)
