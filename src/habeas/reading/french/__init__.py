"""French: documents in French become the same claims as English ones, by rules and tables of their own."""

from __future__ import annotations

from habeas.claims import Claim

__all__ = ["RULES", "read_french"]

RULES = "habeas-rules-fr/1"
"""The reader that the claims of this package name in `read_by`."""


def read_french(text: str, *, source: str, published: str | None, outlet_name: str | None) -> list[Claim]:
    """The claims of one French document, in the order of its text.

    Args:
        text: the source's text as extracted.
        source: the id under which evidence names the source.
        published: EDTF; the day from which relative dates count; None when unknown.
        outlet_name: who published it; None when unknown.
    """
    from habeas.reading.french.reader import FrenchReader

    return FrenchReader(text, source, published, outlet_name).claims()
