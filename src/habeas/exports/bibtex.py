"""BibTeX: how to cite each case."""

from __future__ import annotations

import re
from pathlib import Path

from habeas.exports.citation import Citation, citation
from habeas.exports.edition import Edition
from habeas.exports.export import Export

_SPECIAL = re.compile(r"[&%$#_{}~^\\]")
_COMMANDS = {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}


def escaped(text: str) -> str:
    """The text as TeX prints it."""
    return _SPECIAL.sub(lambda match: _COMMANDS.get(match[0], f"\\{match[0]}"), " ".join(text.split()))


def entry(cited: Citation) -> str:
    """The BibTeX entry of a case. The author is whoever publishes; the key never changes."""
    fields = {
        "title": f"{{{escaped(cited.title)}}}",
        "author": "{habeas}",
        "year": cited.made_on[:4],
        "date": cited.made_on,
        "howpublished": f"habeas, record {cited.number}",
        "note": escaped(cited.note),
    }
    if cited.url:
        fields["url"] = cited.url
    lines = "".join(f"  {field} = {{{value}}},\n" for field, value in fields.items())
    return f"@misc{{{cited.key},\n{lines}}}\n"


def write(edition: Edition, folder: Path) -> None:
    """Write `cases.bib`."""
    text = "\n".join(entry(citation(case, edition)) for case in edition.register.cases)
    (folder / "cases.bib").write_text(text, "utf-8", newline="\n")


BIBTEX = Export("bibtex", "How to cite each case", ("cases.bib",), write)
