"""The site: static pages that any web server, or a memory stick, can serve. They work without JavaScript."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from habeas.register.views import Register
from habeas.site.feeds import feed, sitemap
from habeas.site.languages import FIRST, Language, language, languages
from habeas.site.make import Progress, make, unhurried, write
from habeas.site.plan import Answers, Lookups, Plan
from habeas.site.render import Renderer, stylesheet
from habeas.site.words import Words
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
    progress: Progress | None = None,
    store: Path | None = None,
    spoken: Sequence[Language] | None = None,
) -> tuple[str, ...]:
    """Write the site into a folder, whole: what an earlier build left there and this one does not write is removed.

    Args:
        register: what is shown; it holds nothing that its audience may not see.
        folder: made if need be.
        built_on: the day of the build (EDTF).
        base_url: where the site will stand.
        data: writes open data and the API into the site's folder, and gives the names of their files.
        progress: told, after each file, how many of how many are done.
        store: where to keep what this build knew, outside the folder, so that the next one makes only what changed.
        spoken: the languages of the pages, the first at the root; None for all that the package speaks.

    Returns:
        The names of the files, sorted.
    """
    folder.mkdir(parents=True, exist_ok=True)
    spoken = languages() if spoken is None else spoken
    with unhurried():
        answers = Answers(register)
        renderers = [
            Renderer(
                answers, built_on=built_on, base_url=base_url, spoken=one, others=[o for o in spoken if o is not one]
            )
            for one in spoken
        ]
        plans = [_fixed(MARK, b"This folder is written by `habeas publish`; what else lies in it is removed.\n")]
        plans += [_fixed("style.css", stylesheet()), *_maps(register)]
        plans += [plan for renderer in renderers for plan in renderer.plans()]
        written = [plan.name for plan in plans]
        make(plans, answers, folder, store=store, progress=progress)
    if base_url:
        place = base_url.rstrip("/")
        write(folder / "feed.xml", feed(register, base_url=place, built_on=built_on).encode())
        write(folder / "sitemap.xml", sitemap(written, base_url=place).encode())
        written += ["feed.xml", "sitemap.xml"]
    if data is not None:
        written.extend(data(folder))
    gone = sorted(set(gone_from(folder, set(written), [one.folder for one in spoken])))
    for name in gone:
        renderer = next(one for one in reversed(renderers) if name.startswith(one.folder))
        write(folder / name, renderer.gone(name.removeprefix(renderer.folder)))
    write(folder / GONE, "".join(f"{name}\n" for name in gone).encode())
    written.append(GONE)
    _clear(folder, {*written, *gone})
    return tuple(sorted(written))


def _fixed(name: str, raw: bytes) -> Plan:
    """A file that is the same for every register."""
    return Plan(name=name, values={}, make=lambda _plan, _lookups: raw)


def _maps(register: Register) -> Iterator[Plan]:
    """A map of the world for each instrument."""
    for view in register.endorsements:
        states = [endorser.party for endorser in view.endorsers]
        title = f"Map of the world: {len(states)} endorsers {Words(language(FIRST)).of(view.instrument)}"

        def draw(plan: Plan, _lookups: Lookups) -> bytes:
            return world_map(plan.values["states"], title=plan.values["title"]).encode()

        yield Plan(name=f"map-{view.instrument}.svg", values={"states": states, "title": title}, make=draw)


def gone_from(folder: Path, written: set[str], spoken: Sequence[str] = ("",)) -> list[str]:
    """Pages of cases and sources that an earlier build wrote and this one does not: they answer that they are gone."""
    listed = folder / GONE
    before = listed.read_text("utf-8").split() if listed.exists() else []
    there = [
        f"{tongue}{kind}/{entry.name}"
        for tongue in spoken
        for kind in ("cases", "sources")
        if (folder / tongue / kind).is_dir()
        for entry in os.scandir(folder / tongue / kind)
        if entry.name.endswith(".html")
    ]
    return [name for name in {*before, *there} if name not in written]


def _clear(folder: Path, written: set[str]) -> None:
    """Remove what an earlier build left."""
    for place, folders, names in os.walk(folder, topdown=False):
        inside = os.path.relpath(place, folder).replace(os.sep, "/")
        prefix = "" if inside == "." else f"{inside}/"
        for name in names:
            if f"{prefix}{name}" not in written:
                Path(place, name).unlink()
        for name in folders:
            if not any(Path(place, name).iterdir()):
                Path(place, name).rmdir()
