"""What belongs to one case, or to one source, in every language: looked at as one, so that what has not changed costs little."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from habeas.register.views import CaseView, SourceView
from habeas.site.feeds import Feeds
from habeas.site.pictures import bare, of_case
from habeas.site.plan import Answers, Bundle, Plan
from habeas.site.render import Renderer


def bundles(
    answers: Answers, renderers: Sequence[Renderer], feeds: Sequence[Feeds], *, base_url: str
) -> Iterator[Bundle]:
    """A bundle for each case with its pages, and where there are feeds its feeds and pictures; and one for each source.

    Args:
        answers: about the register that is shown.
        renderers: one for each language.
        feeds: likewise; none where nobody said where the site stands.
        base_url: where it stands.
    """
    shared = {
        template: [[one.folder for one in renderers], renderers[0].common(template), base_url]
        for template in ("case.html", "source.html")
    }
    register = answers.register
    for case in register.cases:
        yield _of_case(case, answers, renderers, feeds, shared["case.html"])
    for case in register.candidates:
        yield _of_case(case, answers, renderers, (), shared["case.html"])
    for source in register.sources:
        yield _of_source(source, answers, renderers, shared["source.html"])


def _of_case(
    case: CaseView, answers: Answers, renderers: Sequence[Renderer], feeds: Sequence[Feeds], shared: list[Any]
) -> Bundle:
    def plans() -> Iterator[Plan]:
        for renderer in renderers:
            yield from renderer.case(case)
        shown = bare(case)
        for feed in feeds:
            yield feed.of_case(case)
            yield of_case(shown, feed.spoken)

    def values() -> dict[str, Any]:
        history = renderers[0].history(case)
        return {"case": case, "sources": answers.sources_of(case), "history": history, "shared": shared}

    return Bundle(name=f"cases/{case.slug}", values=values, plans=plans)


def _of_source(source: SourceView, answers: Answers, renderers: Sequence[Renderer], shared: list[Any]) -> Bundle:
    def plans() -> Iterator[Plan]:
        for renderer in renderers:
            yield from renderer.source(source)

    def values() -> dict[str, Any]:
        said = [answers.records[id_] for id_ in source.claims]
        return {"source": source, "said": said, "shared": shared}

    return Bundle(name=f"sources/{source.slug}", values=values, plans=plans)
