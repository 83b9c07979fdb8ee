"""The API as files: what a web server, or a memory stick, can serve."""

from __future__ import annotations

from pathlib import Path

from habeas.api.documents import ROOT, Documents
from habeas.register.views import Register


def write_api(register: Register, folder: Path) -> list[str]:
    """Write every document below `api/v1/` of a site's folder; a file that stays the same is not touched.

    Returns:
        The names of the files, relative to the folder.
    """
    documents = Documents(register)
    names = []
    for name in documents.names():
        body = documents.body(name)
        if body is not None:
            _write(folder / ROOT / name, body)
            names.append(f"{ROOT}/{name}")
    return names


def _write(path: Path, body: bytes) -> None:
    """A changed file is made anew, never written into: another folder may share it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_bytes() != body:
        path.unlink(missing_ok=True)
        path.write_bytes(body)
