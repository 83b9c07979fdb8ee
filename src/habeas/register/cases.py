"""Cases: one person's custody by one state, with what each side says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from hashlib import sha256

import msgspec

from habeas.claims import OUTLET, Accusation, Appeal, Attribute, Custody, Finding, Statement
from habeas.disclosure import AdmittedCase
from habeas.identity import Entity
from habeas.register.acts import Acts, Step
from habeas.register.charges import charge_views
from habeas.register.custody import BEGINS, is_held
from habeas.register.said import Shown, order
from habeas.register.values import in_order, ranked
from habeas.register.views import (
    AccusationView,
    ActView,
    AppealView,
    CaseView,
    Contested,
    LinkView,
    PersonView,
    Said,
    Sides,
    StatementView,
)
from habeas.text.dates import before, bounds, days_between

STALE_AFTER_DAYS = 365
"""Nobody is said to be held on the strength of a report older than this without a word about its age."""


class Known:
    """A case before it is folded: who, by whom, and the claims that concern it.

    Attributes:
        opened: the decision; None for a candidate.
        person: the entity.
        by: the state; None when no source says.
        also: the slugs of further openings of the same case.
        claims: every claim of the case.
    """

    def __init__(self, opened: AdmittedCase | None, person: Entity, by: str | None, also: tuple[str, ...] = ()) -> None:
        self.opened = opened
        self.person = person
        self.by = by
        self.also = also
        self.claims: list[Shown] = []
        self._views: dict[str | None, tuple[ActView, ...]] = {}

    @cached_property
    def _acts(self) -> Acts:
        return Acts(item for item in self.claims if isinstance(item.claim.content, Custody))

    def steps(self, as_of: str | None) -> tuple[Step, ...]:
        """Its acts up to a day, with what each leads to; after all claims are there."""
        return self._acts.steps(as_of)

    def acts(self, as_of: str | None) -> tuple[ActView, ...]:
        """Its acts up to a day as shown; worked out once for each day, after all claims are there."""
        if as_of not in self._views:
            self._views[as_of] = self._acts.views(as_of)
        return self._views[as_of]

    @cached_property
    def slug(self) -> str:
        """Its name in URLs; for a candidate one that holds in this view only."""
        if self.opened is not None:
            return self.opened.slug
        return "candidate-" + sha256(repr((self.person, self.by)).encode()).hexdigest()[:10]


def known_cases(shown: Sequence[Shown], opened: Sequence[AdmittedCase], *, candidates: bool) -> list[Known]:
    """Every opened case, and for the team every custody that is none yet; each with its claims."""
    of_person: defaultdict[Entity, list[Known]] = defaultdict(list)
    by_id: dict[str, Known] = {}
    for first, *more in _by_custody(opened):
        case = Known(_with_alleging(first, more), first.person, first.by, tuple(one.slug for one in more))
        of_person[case.person].append(case)
        by_id |= {name: case for one in (first, *more) for name in (one.id, one.slug)}
    if candidates:
        for item in shown:
            _add_candidate(item, of_person)
    for item in shown:
        content = item.claim.content
        if isinstance(content, Finding) and content.case in by_id:
            by_id[content.case].claims.append(item)
        for person in dict.fromkeys(entity for _, entity in item.content_parties if entity is not None):
            for case in of_person.get(person, ()):
                if concerns(item, case):
                    case.claims.append(item)
    return [case for cases in of_person.values() for case in cases]


def _by_custody(opened: Iterable[AdmittedCase]) -> Iterable[Sequence[AdmittedCase]]:
    """Openings of one person's custody by one state together: they are one case, under the slug that comes first.

    Slugs are random: a coin decides which stays, neither a ledger nor the moment of opening.
    """
    found: defaultdict[tuple[Entity, str], list[AdmittedCase]] = defaultdict(list)
    for one in sorted(opened, key=lambda case: case.slug):
        found[one.person, one.by].append(one)
    return found.values()


def _with_alleging(first: AdmittedCase, more: Iterable[AdmittedCase]) -> AdmittedCase:
    """A case with everybody whom any of its openings names as alleging."""
    alleging = dict.fromkeys(who for one in (first, *more) for who in one.alleged_by)
    return msgspec.structs.replace(first, alleged_by=tuple(alleging))


def _add_candidate(item: Shown, of_person: defaultdict[Entity, list[Known]]) -> None:
    """Make a candidate of a custody that no known case of the person holds."""
    content = item.claim.content
    person = item.content_parties[0][1] if isinstance(content, Custody) else None
    if not isinstance(content, Custody) or person is None:
        return
    if not any(content.by is None or case.by in {content.by, None} for case in of_person[person]):
        of_person[person].append(Known(None, person, content.by))


def concerns(item: Shown, case: Known) -> bool:
    """Whether a claim about a case's person belongs to the case: it names no other holder."""
    content = item.claim.content
    if isinstance(content, Custody):
        return content.by is None or case.by is None or content.by == case.by
    if isinstance(content, Accusation) and isinstance(content.accused, str) and case.by is not None:
        return content.accused == case.by
    return True


def case_view(
    case: Known, views: Mapping[str, Said], contested: Sequence[Contested], *, as_of: str | None, today: str
) -> CaseView:
    """A case as shown."""
    acts = case.acts(as_of)
    standing = [act for act in acts if act.said_by and act.possible]
    custody = standing_on(case, as_of)
    said = tuple(views[item.claim.id] for item in in_order(case.claims))
    person = _person(case)
    return CaseView(
        id=case.opened.id if case.opened else case.slug,
        slug=case.slug,
        also=case.also,
        person=person,
        by=case.by,
        opened=case.opened is not None,
        inclusion_rule=case.opened.inclusion_rule if case.opened else None,
        alleged_by=case.opened.alleged_by if case.opened else (),
        status=custody.status,
        since=custody.since,
        until=custody.until,
        held_from=custody.held_from,
        held_days=_days(custody.held_from, custody.until, custody.status, as_of or today),
        last_reported=last_reported(case.claims, as_of),
        stale=is_held(custody.status) and _is_stale(case.claims, as_of or today),
        acts=acts,
        charges=charge_views(standing),
        said=said,
        sides=_sides(case, person, said),
        contested=tuple(contested),
        appeals=tuple(s for s in said if isinstance(s, AppealView)),
        accusations=tuple(s for s in said if isinstance(s, AccusationView)),
        links=tuple(s for s in said if isinstance(s, LinkView)),
        statements=tuple(s for s in said if isinstance(s, StatementView)),
        attributes=tuple(s for s in said if s.kind == "attribute"),
        findings=tuple(s for s in said if s.kind == "finding"),
        actions=tuple(s for s in said if s.kind == "action"),
        sources=tuple(sorted({q.source for item in case.claims for q in item.claim.quotes if q.source})),
    )


class Standing(msgspec.Struct, frozen=True):
    """How a custody stands after its acts: the fields of `CaseView` of these names."""

    status: str
    since: str | None
    until: str | None
    held_from: str | None


def standing_after(steps: Sequence[Step]) -> Standing:
    """How a custody stands after acts in their order; acts that nobody asserts or that cannot follow change nothing."""
    standing = [step for step in steps if step.told.said and step.possible]
    if not standing:
        return Standing("unknown", None, None, None)
    status, since = "", None
    for step in standing:
        if step.status_after != status:
            status, since = step.status_after, step.told.when
    return Standing(status, since, None if is_held(status) else since, _began(standing))


def standing_on(case: Known, as_of: str | None) -> Standing:
    """How a case's custody stands on a day: free where every act, the first that begins it, comes later."""
    steps = case.steps(as_of)
    found = standing_after(steps)
    if as_of is None or any(step.told.said for step in steps):
        return found
    later = [step.told for step in case.steps(None) if step.told.said]
    all_later = later and all(told.when and before(as_of, told.when) for told in later)
    return msgspec.structs.replace(found, status="free") if all_later and later[0].act in BEGINS else found


def _began(steps: Sequence[Step]) -> str | None:
    """The day of the act that began the custody that stands, or that ended last."""
    began: str | None = None
    fresh = True
    for step in steps:
        if fresh and step.told.act in BEGINS:
            began, fresh = step.told.when, False
        if not is_held(step.status_after):
            fresh = True
    return began


def _days(began: str | None, ended: str | None, status: str, day: str) -> tuple[int | None, int | None] | None:
    if began is None or (ended is None and not is_held(status)):
        return None
    return days_between(began, ended or day)


def _reports(claims: Iterable[Shown]) -> list[str]:
    """The days on which sources spoke of the custody."""
    telling = (Custody, Appeal, Accusation, Statement)
    days = [item.published or item.said_on for item in claims if isinstance(item.claim.content, telling)]
    return [day for day in days if day]


def last_reported(claims: Iterable[Shown], day: str | None = None) -> str | None:
    """The last day, up to one, on which a source spoke of the custody."""
    last = bounds(day)[1] if day else None
    days = [when for when in _reports(claims) if last is None or (first := bounds(when)[0]) is None or first <= last]
    return max(days, key=order, default=None)


def _is_stale(claims: Sequence[Shown], day: str) -> bool:
    """Whether a custody that goes on was last spoken of long before a day, and never after it."""
    reported = last_reported(claims, day)
    if len(_reports(claims)) > sum(1 for when in _reports(claims) if not before(day, when)):
        return False
    fewest = days_between(reported, day)[0] if reported else None
    return reported is None or (fewest is not None and fewest > STALE_AFTER_DAYS)


def _person(case: Known) -> PersonView:
    """The person's names, states and descriptions, each once, and what somebody denies left to `contested`."""
    said = [item for item in case.claims if item.claim.stance != "denies"]
    parties = [(party, item) for item in case.claims for party, entity in item.content_parties if entity == case.person]

    def given(attribute: str) -> list[tuple[str | None, Shown]]:
        return [
            (item.claim.content.value, item)
            for item in said
            if isinstance(item.claim.content, Attribute) and item.claim.content.attribute == attribute
        ]

    names = ranked((party.name, item) for party, item in parties)
    names = tuple(sorted(names, key=lambda name: (-sum(p.name == name for p, _ in parties), -len(name))))
    return PersonView(
        name=names[0] if names else None,
        names=(*names, *(alias for alias in ranked(given("alias")) if alias not in names)),
        states=ranked([*((party.state, item) for party, item in parties), *given("nationality")]),
        roles=ranked((party.role, item) for party, item in parties),
    )


def _sides(case: Known, person: PersonView, said: Sequence[Said]) -> Sides:
    """What the home states say, what the holder says, what everybody else says: by whose state the speaker's is."""
    home, holder, others = [], [], []
    for record in said:
        owner = record.speakers[0]
        if owner.state and owner.state in person.states and owner.role != OUTLET:
            home.append(record)
        elif owner.state and owner.state == case.by and owner.role != OUTLET:
            holder.append(record)
        else:
            others.append(record)
    return Sides(home=tuple(home), holder=tuple(holder), others=tuple(others))


def first_day(value: str | None) -> str:
    """For sorting: the first day that a date may mean; the unknown last."""
    first = bounds(value)[0] if value else None
    return first.isoformat() if first else "9999"
