"""The site: static pages that any web server, or a memory stick, can serve. They work without JavaScript."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from habeas.register.views import Register
from habeas.site.feeds import feed, sitemap
from habeas.site.render import Renderer, stylesheet
from habeas.site.words import code_name
from habeas.site.worldmap import world_map

__all__ = ["GONE", "MARK", "write_site"]

GONE = "gone.txt"
"""The pages that are gone, a line each: for web servers, which answer 410 for them. A name in it is random and says nothing."""

MARK = ".habeas-site"
"""The file that says that a folder is ours to write."""


def write_site(
    register: Register,
    folder: Path,
    *,
    built_on: str,
    base_url: str = "",
    data: Callable[[Path], Sequence[str]] | None = None,
    progress: Callable[[str], None] | None = None,
) -> tuple[str, ...]:
    """Write the site into a folder, whole: what an earlier build left there and this one does not write is removed.

    Args:
        register: what is shown; it holds nothing that its audience may not see.
        folder: made if need be.
        built_on: the day of the build (EDTF).
        base_url: where the site will stand.
        data: writes open data into the folder it is given, and gives the names of its files.
        progress: told the name of each page.

    Returns:
        The names of the files, sorted.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = [MARK, "style.css"]
    _write(folder / MARK, "This folder is written by `habeas publish`; what else lies in it is removed.\n")
    _write(folder / "style.css", stylesheet())
    renderer = Renderer(register, built_on=built_on, base_url=base_url)
    for name, text in renderer.pages(progress):
        _write(folder / name, text)
        written.append(name)
    for view in register.endorsements:
        name = f"map-{view.instrument}.svg"
        states = [endorser.party for endorser in view.endorsers]
        title = f"Map of the world: {len(states)} endorsers of the {code_name(view.instrument)}"
        _write(folder / name, world_map(states, title=title))
        written.append(name)
    if base_url:
        place = base_url.rstrip("/")
        _write(folder / "feed.xml", feed(register, base_url=place, built_on=built_on))
        _write(folder / "sitemap.xml", sitemap(written, base_url=place))
        written += ["feed.xml", "sitemap.xml"]
    if data is not None:
        (folder / "data").mkdir(exist_ok=True)
        written.extend(f"data/{name}" for name in data(folder / "data"))
    gone = sorted(set(gone_from(folder, set(written))))
    for name in gone:
        _write(folder / name, renderer.gone(name))
    _write(folder / GONE, "".join(f"{name}\n" for name in gone))
    written.append(GONE)
    _clear(folder, {*written, *gone})
    return tuple(sorted(written))


def gone_from(folder: Path, written: set[str]) -> list[str]:
    """Pages of cases and sources that an earlier build wrote and this one does not: they answer that they are gone."""
    listed = folder / GONE
    before = listed.read_text("utf-8").split() if listed.exists() else []
    there = [
        path.relative_to(folder).as_posix() for kind in ("cases", "sources") for path in folder.glob(f"{kind}/*.html")
    ]
    return [name for name in {*before, *there} if name not in written]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8", newline="\n")


def _clear(folder: Path, written: set[str]) -> None:
    """Remove what an earlier build left."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(folder).as_posix() not in written:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            shutil.rmtree(path)
