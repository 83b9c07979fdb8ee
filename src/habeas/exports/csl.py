"""CSL-JSON: how to cite each case, for Zotero, pandoc and citeproc."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from habeas.exports.citation import Citation, citation
from habeas.exports.edition import Edition
from habeas.exports.export import Export, write_json


def item(cited: Citation) -> dict[str, Any]:
    """The CSL item of a case."""
    made = {
        "id": cited.key,
        "type": "webpage" if cited.url else "document",
        "title": cited.title,
        "author": [{"literal": "habeas"}],
        "issued": {"date-parts": [[int(part) for part in cited.made_on.split("-")]]},
        "number": cited.number,
        "note": cited.note,
    }
    return made | ({"URL": cited.url} if cited.url else {})


def write(edition: Edition, folder: Path) -> None:
    """Write `cases.csl.json`."""
    write_json(folder / "cases.csl.json", [item(citation(case, edition)) for case in edition.register.cases])


CSL = Export("csl", "How to cite each case, for Zotero and pandoc", ("cases.csl.json",), write)
