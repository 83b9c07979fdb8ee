"""The site: static pages that any web server, or a memory stick, can serve. They work without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from habeas.register.views import Register
from habeas.site.bundles import bundles
from habeas.site.editions import NOBODY, Imprint
from habeas.site.feeds import Feeds
from habeas.site.forked import Beside, processes
from habeas.site.gone import GONE, clear, gone_from
from habeas.site.kept import Kept, Made
from habeas.site.languages import FIRST, Language, language, languages
from habeas.site.make import MANY, Progress, make, unbundled, unhurried, write
from habeas.site.pictures import of_site
from habeas.site.plan import Answers, Lookups, Plan
from habeas.site.redirects import REDIRECTS, leads
from habeas.site.render import Renderer, statics
from habeas.site.search import glossary_words, index
from habeas.site.sitemap import last_changes, sitemaps
from habeas.site.trends import files, trends
from habeas.site.words import words_of
from habeas.site.worldmap import outlines_script, world_map

__all__ = ["GONE", "MARK", "Imprint", "gone_from", "write_site"]

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
    imprint: Imprint = NOBODY,
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
        imprint: who publishes, and what was published before.

    Returns:
        The names of the files, sorted.
    """
    folder.mkdir(parents=True, exist_ok=True)
    spoken = languages() if spoken is None else spoken
    place = base_url.rstrip("/")
    leading = leads(register)
    with unhurried():
        kept = Kept(store)
        answers = Answers(register)
        figures = trends(register, built_on=built_on)
        renderers = [
            Renderer(
                answers,
                built_on=built_on,
                base_url=place,
                spoken=one,
                others=[other for other in spoken if other is not one],
                leads=leading,
                figures=figures,
                imprint=imprint,
            )
            for one in spoken
        ]
        taken_back = dict(imprint.withdrawn)
        feeds = [
            Feeds(answers, folder, base_url=place, today=built_on, spoken=one, withdrawn=taken_back)
            for one in spoken
            if place
        ]
        plans = [_fixed(MARK, b"This folder is written by `habeas publish`; what else lies in it is removed.\n")]
        plans += [_fixed(name, raw) for name, raw in statics().items()]
        plans.append(Plan(name="world.js", values={}, make=lambda _plan, _lookups: outlines_script()))
        plans += [
            *_maps(register),
            *files(figures, spoken),
        ]
        found = Beside(
            lambda: _searched(answers, folder, kept, spoken), forks=processes(len(register.claims), RECORDS) > 1
        )
        redirects = "".join(f"cases/{slug}.html cases/{target}.html\n" for slug, target in leading.items())
        plans.append(_fixed(REDIRECTS, redirects.encode()))
        plans += [plan for renderer in renderers for plan in renderer.pages()]
        plans += [of_site(one) for one in spoken if place]
        more, standing = unbundled(bundles(answers, renderers, feeds, base_url=place), answers, folder, kept)
        plans += more
        forks = processes(len(more), MANY) > 1
        with found, Beside(lambda: list(data(folder)) if data is not None else [], forks=forks) as others:
            outcome = make(plans, answers, folder, kept=kept, progress=progress)
            of_search = found.done()
            kept.take(of_search)
            written = {*standing, *of_search, *(plan.name for plan in plans)}
            gone = gone_from(folder, written, [one.folder for one in spoken])
            if place:
                days = last_changes(folder, written, base_url=place, changed=outcome.changed, today=built_on)
                later = [plan for one in feeds for plan in one.of_pages(days, gone)]
                later += [_fixed(name, raw) for name, raw in sitemaps(days, base_url=place, today=built_on).items()]
                make(later, answers, folder, kept=kept)
                written |= {plan.name for plan in later}
            written.update(others.done())
    stubs = {name for name in gone if name.endswith(".html")}
    for name in stubs:
        renderer = next(one for one in reversed(renderers) if name.startswith(one.folder))
        write(folder / name, renderer.gone(name.removeprefix(renderer.folder)))
    write(folder / GONE, "".join(f"{name}\n" for name in gone).encode())
    written.add(GONE)
    clear(folder, written | stubs)
    kept.save()
    return tuple(sorted(written))


RECORDS = 10_000
"""So many records are worth another process that makes the index of the search meanwhile."""


def _searched(answers: Answers, folder: Path, kept: Kept, spoken: Sequence[Language]) -> dict[str, Made]:
    """The files of the search's index, as they were made or found unchanged."""
    plans = list(index(answers.register, answers.places, glossary_words(spoken)).plans())
    make(plans, answers, folder, kept=kept, workers=1)
    return kept.made(plan.name for plan in plans)


def _fixed(name: str, raw: bytes) -> Plan:
    """A file whose bytes are known."""
    return Plan(name=name, values={"raw": sha256(raw).hexdigest()}, make=lambda _plan, _lookups: raw)


def _maps(register: Register) -> Iterator[Plan]:
    """A map of the world for each instrument."""
    for view in register.endorsements:
        states = [endorser.party for endorser in view.endorsers]
        title = f"Map of the world: {len(states)} endorsers {words_of(language(FIRST)).of(view.instrument)}"

        def draw(plan: Plan, _lookups: Lookups) -> bytes:
            return world_map(plan.values["states"], title=plan.values["title"]).encode()

        yield Plan(name=f"map-{view.instrument}.svg", values={"states": states, "title": title}, make=draw)
