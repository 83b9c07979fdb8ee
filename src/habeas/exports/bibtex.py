"""BibTeX: how to cite each case."""

from __future__ import annotations

import re
from pathlib import Path

from habeas.exports.export import Export
from habeas.register.views import CaseView, Register

_SPECIAL = re.compile(r"([&%$#_{}~^\\\\])")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def entry(case: CaseView, audience: str) -> str:
    """The BibTeX entry of a case."""
    name = _escaped(case.person.name or "Unnamed person")
    fields = {
        "title": f"{{{name}}}: custody by {case.by or 'an unknown state'}",
        "howpublished": f"habeas, record {case.slug}, {audience} view",
        "note": f"{case.status}, as last reported {case.last_reported or 'on an unknown day'}",
    }
    lines = "".join(f"  {field} = {{{value}}},\n" for field, value in fields.items())
    return f"@misc{{habeas-{case.slug},\n{lines}}}\n"


def write(register: Register, folder: Path) -> None:
    """Write `cases.bib`."""
    text = "\n".join(entry(case, register.audience) for case in register.cases)
    (folder / "cases.bib").write_text(text, "utf-8", newline="\n")


BIBTEX = Export("bibtex", "How to cite each case", ("cases.bib",), write)
