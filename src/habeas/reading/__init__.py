"""Reading: a document's text becomes claims, each bound to the words it rests on.

`read_document` is the way in. A language that is not read gives no claims: it is detected, kept, searchable and said to be
unread, never read wrongly in silence.
"""

from __future__ import annotations

from habeas.claims import Claim

__all__ = ["READ_LANGUAGES", "read_document"]

READ_LANGUAGES = ("en", "fr")
"""ISO 639-1 codes of the languages that are read."""


def read_document(
    text: str,
    *,
    source: str,
    published: str | None = None,
    outlet: str | None = None,
    language: str | None = "en",
) -> list[Claim]:
    """The claims of one document, in the order of its text.

    Args:
        text: the source's text as extracted.
        source: the id under which evidence names the source.
        published: EDTF; the day from which relative dates count; None when unknown.
        outlet: who published it; None when unknown.
        language: as detected; None (too short to tell) is read as English.

    Returns:
        Claims with exact spans; empty for a language that is not in `READ_LANGUAGES`.
    """
    from habeas.reading.french import read_french
    from habeas.reading.reader import Reader

    language = language or "en"
    if language not in READ_LANGUAGES:
        return []
    if language == "fr":
        return read_french(text, source=source, published=published, outlet_name=outlet)
    return Reader(text, source, published, outlet, language).claims()
