"""The fold: what an audience may see, made into a register. Pure: the order in which anything arrives changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from habeas.disclosure import Admitted, AdmittedClaim
from habeas.identity import Entity
from habeas.register.cases import Known, case_view, first_day, known_cases
from habeas.register.contested import contested_elsewhere, contested_in_case
from habeas.register.custody import is_held
from habeas.register.endorsements import endorsements_view, instruments
from habeas.register.said import Shown, views
from habeas.register.sources import source_views
from habeas.register.values import in_order
from habeas.register.views import (
    AccusationView,
    AppealView,
    CaseView,
    Contested,
    Counts,
    EndorsementsView,
    LinkView,
    Register,
    Said,
    StatementView,
)
from habeas.text.dates import bounds


def fold(admitted: Admitted, *, as_of: str | None = None, known_at: str | None = None) -> Register:
    """The register of what was admitted.

    Args:
        admitted: by `habeas.disclosure.admit`, which also kept to `known_at`.
        as_of: the valid-time day (EDTF): acts and words of later days are left out; None for all.
        known_at: what `admit` was given, for the record.
    """
    shown, standing, cases, said = _begun(admitted, as_of)
    made = [_case(case, said, as_of, admitted.today) for case in cases]
    opened = _sorted_cases([view for view in made if view.opened])
    candidates = _sorted_cases([view for view in made if not view.opened])
    in_cases = frozenset(item.claim.id for case in cases for item in case.claims)
    records = tuple(said[item.claim.id] for item in in_order(shown))
    contested = _contested((*opened, *candidates), standing, in_cases)
    sources = source_views(admitted.sources, shown)
    statements = tuple(r for r in records if isinstance(r, StatementView))
    appeals = tuple(r for r in records if isinstance(r, AppealView))
    accusations = tuple(r for r in records if isinstance(r, AccusationView))
    links = tuple(r for r in records if isinstance(r, LinkView))
    return Register(
        as_of=as_of,
        known_at=known_at,
        audience=admitted.audience,
        cases=opened,
        candidates=candidates,
        endorsements=tuple(
            endorsements_view(instrument, standing, as_of=as_of, today=admitted.today)
            for instrument in instruments(standing)
        ),
        statements=statements,
        appeals=appeals,
        accusations=accusations,
        links=links,
        contested=contested,
        sources=sources,
        claims=records,
        counts=Counts(
            claims=len(records),
            sources=len(sources),
            cases=len(opened),
            held=sum(is_held(case.status) for case in opened),
            statements=len(statements),
            appeals=len(appeals),
            accusations=len(accusations),
            links=len(links),
            contested=len(contested),
        ),
    )


def fold_cases(
    admitted: Admitted, wanted: Callable[[Entity], bool], *, as_of: str | None = None
) -> tuple[CaseView, ...]:
    """The cases and candidates of some persons, as `fold` gives them.

    Args:
        admitted: whatever bears on these persons' cases, at least.
        wanted: whether an entity is one of them.
        as_of: as in `fold`.
    """
    _, _, cases, said = _begun(admitted, as_of)
    made = [_case(case, said, as_of, admitted.today) for case in cases if wanted(case.person)]
    opened = _sorted_cases([view for view in made if view.opened])
    return (*opened, *_sorted_cases([view for view in made if not view.opened]))


def fold_endorsements(admitted: Admitted, *, as_of: str | None = None) -> tuple[EndorsementsView, ...]:
    """Who stands behind each instrument, as `fold` gives it; `admitted` holds all that is said of instruments, at least."""
    standing = _standing([item for item in shown_claims(admitted) if not _later(item, as_of)])
    return tuple(
        endorsements_view(instrument, standing, as_of=as_of, today=admitted.today)
        for instrument in instruments(standing)
    )


def shown_claims(admitted: Admitted) -> list[Shown]:
    """What was admitted, in a fixed order, each claim with the day of its source."""
    published = {source.id: source.published for source in admitted.sources}
    return sorted((_shown(claim, published) for claim in admitted.claims), key=lambda item: item.claim.id)


def _begun(admitted: Admitted, as_of: str | None) -> tuple[list[Shown], list[Shown], list[Known], dict[str, Said]]:
    """What every view begins with: the claims shown, those that stand, the cases with theirs, and each claim as it is said."""
    shown = [item for item in shown_claims(admitted) if not _later(item, as_of)]
    standing = _standing(shown)
    cases = known_cases(standing, admitted.cases, candidates=admitted.team)
    return shown, standing, cases, views(shown, _slugs(cases), _cases_of(cases))


def _standing(shown: Iterable[Shown]) -> list[Shown]:
    return [item for item in shown if item.claim.status not in {"rejected", "corrected"}]


def _shown(claim: AdmittedClaim, published: dict[str, str | None]) -> Shown:
    days = [published.get(quote.source) for quote in claim.quotes if quote.source is not None]
    return Shown(claim, next((day for day in days if day), None))


def _later(item: Shown, as_of: str | None) -> bool:
    """Whether the words were certainly said after the view's day. Reports of acts count by the act's own day."""
    if as_of is None or item.said_on is None or item.claim.kind in {"custody", "endorsement", "attribute"}:
        return False
    first, last = bounds(item.said_on)[0], bounds(as_of)[1]
    return first is not None and last is not None and first > last


def _slugs(cases: Sequence[Known]) -> dict[Entity, tuple[str, ...]]:
    slugs: defaultdict[Entity, list[str]] = defaultdict(list)
    for case in cases:
        if case.opened is not None:
            slugs[case.person].append(case.slug)
    return {entity: tuple(sorted(found)) for entity, found in slugs.items()}


def _cases_of(cases: Sequence[Known]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for case in cases:
        for item in case.claims:
            found[item.claim.id].add(case.slug)
    return {claim: tuple(sorted(slugs)) for claim, slugs in found.items()}


def _case(case: Known, said: dict[str, Said], as_of: str | None, today: str) -> CaseView:
    return case_view(case, said, contested_in_case(case, as_of), as_of=as_of, today=today)


def _sorted_cases(cases: list[CaseView]) -> tuple[CaseView, ...]:
    return tuple(sorted(cases, key=lambda view: (first_day(view.held_from), view.person.name or "", view.slug)))


def _contested(cases: Sequence[CaseView], standing: Sequence[Shown], in_cases: frozenset[str]) -> tuple[Contested, ...]:
    found = [*(c for case in cases for c in case.contested), *contested_elsewhere(standing, in_cases)]
    return tuple(sorted(found, key=lambda c: (c.property, c.subject, c.case or "")))
