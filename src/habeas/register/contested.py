"""What is contested: properties for which values stand side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from habeas.claims import Accusation, Attribute, Custody, Endorsement, EndorsementCount, Link, Party
from habeas.register.cases import Known
from habeas.register.said import Shown
from habeas.register.values import in_order, side_by_side, value
from habeas.register.views import Contested
from habeas.text.dates import overlaps

_ONE_VALUE = frozenset({"birth", "sex"})
"""Attributes of which a person has one: more are contradictions. Nationalities, offices and names may be several."""


def contested_in_case(case: Known, as_of: str | None) -> tuple[Contested, ...]:
    """The contested properties of one case."""
    name = next((p.name for item in case.claims for p, e in item.content_parties if e == case.person and p.name), None)
    subject = name or "unnamed"
    found = [
        *_accusations(case.claims, case.slug, subject),
        *_custody(case, subject, as_of),
        *_order(case, subject, as_of),
    ]
    found += [*_attributes(case.claims, subject, case.slug), *_links(case.claims, case.slug)]
    return tuple(sorted(found, key=lambda c: (c.property, c.subject)))


def contested_elsewhere(shown: Sequence[Shown], in_cases: frozenset[str]) -> tuple[Contested, ...]:
    """The contested properties of everything that belongs to no case."""
    free = [item for item in shown if item.claim.id not in in_cases]
    found = [*_accusations(free, None, None), *_links(free, None), *_endorsements(free), *_counts(free)]
    return tuple(sorted(found, key=lambda c: (c.property, c.subject)))


def _accusations(claims: Iterable[Shown], slug: str | None, subject: str | None) -> Iterable[Contested]:
    """An accusation that somebody denies; a denial alone is one too, because it tells that somebody accuses."""
    by_content: defaultdict[tuple[str, str], list[Shown]] = defaultdict(list)
    for item in claims:
        content = item.claim.content
        if isinstance(content, Accusation):
            by_content[content.of, _name(content.accused)].append(item)
    for (of, accused), items in by_content.items():
        if any(item.claim.stance == "denies" for item in items):
            yield _contested(f"accusation.{of}", subject or accused, slug, _by_stance(None, items))


def _name(party: Party | str) -> str:
    return party if isinstance(party, str) else party.name or party.role or "unnamed"


def _by_stance(given: object, items: Iterable[Shown]) -> list[tuple[object, str, list[Shown]]]:
    """One value for each stance and each state or owner who takes it."""
    groups: defaultdict[tuple[str, str], list[Shown]] = defaultdict(list)
    for item in items:
        groups[item.claim.stance, repr((item.owner.state, item.owner.name, item.owner.role))].append(item)
    return [(given, stance, group) for (stance, _), group in groups.items()]


def _contested(
    name: str, subject: str, slug: str | None, values: Iterable[tuple[object, str, list[Shown]]]
) -> Contested:
    made = side_by_side(value(given, stance, items) for given, stance, items in values)
    return Contested(property=name, subject=subject, case=slug, values=made)


def _custody(case: Known, subject: str, as_of: str | None) -> Iterable[Contested]:
    """Acts that somebody denies, and dates of one act that cannot all be true."""
    by_id = {item.claim.id: item for item in case.claims if isinstance(item.claim.content, Custody)}
    for told in case.acts(as_of):
        items = [by_id[id_] for id_ in told.claims]
        if any(item.claim.stance == "denies" for item in items):
            yield _contested(f"custody.{told.act}", subject, case.slug, _by_stance(None, items))
        if any(not overlaps(one, other) for one in told.dates for other in told.dates):
            yield _contested(f"custody.{told.act}.when", subject, case.slug, _dated(items))


def _links(claims: Iterable[Shown], slug: str | None) -> Iterable[Contested]:
    """A link that somebody denies, whichever of its acts each names; either side of an exchange may be told first."""
    by_ends: defaultdict[str, list[Shown]] = defaultdict(list)
    for item in claims:
        if isinstance(item.claim.content, Link):
            by_ends[item.key].append(item)
    for items in by_ends.values():
        content = items[0].claim.content
        if isinstance(content, Link) and any(item.claim.stance == "denies" for item in items):
            yield _contested(f"link.{content.relation}", _ends(in_order(items)[0]), slug, _by_stance(None, items))


def _ends(item: Shown) -> str:
    return " / ".join(party.name or party.role or "unnamed" for party, _ in item.content_parties)


def _dated(items: Iterable[Shown]) -> list[tuple[object, str, list[Shown]]]:
    groups: defaultdict[tuple[str, str], list[Shown]] = defaultdict(list)
    for item in items:
        content = item.claim.content
        if isinstance(content, Custody) and content.when:
            groups[content.when, item.claim.stance].append(item)
    return [(when, stance, group) for (when, stance), group in groups.items()]


def _order(case: Known, subject: str, as_of: str | None) -> Iterable[Contested]:
    """Acts that cannot follow what stands before them."""
    acts = case.acts(as_of)
    if all(act.possible for act in acts):
        return
    custody = [item for item in case.claims if isinstance(item.claim.content, Custody)]
    rows = [
        (f"{act.act} {act.when or 'undated'}", "asserts", [i for i in custody if i.claim.id in act.claims])
        for act in acts
    ]
    yield _contested("custody.order", subject, case.slug, [row for row in rows if row[2]])


def _attributes(claims: Iterable[Shown], subject: str, slug: str | None) -> Iterable[Contested]:
    by_name: defaultdict[str, defaultdict[tuple[str, str], list[Shown]]] = defaultdict(lambda: defaultdict(list))
    for item in claims:
        content = item.claim.content
        if isinstance(content, Attribute):
            by_name[content.attribute][content.value, item.claim.stance].append(item)
    for name, values in by_name.items():
        asserted = {given for given, stance in values if stance != "denies"}
        denied = any(stance == "denies" for _, stance in values)
        if denied or (name in _ONE_VALUE and len(asserted) > 1):
            yield _contested(f"attribute.{name}", subject, slug, [(g, s, items) for (g, s), items in values.items()])


def _endorsements(claims: Iterable[Shown]) -> Iterable[Contested]:
    """An endorsement that the endorser, or somebody for it, denies."""
    by_party: defaultdict[tuple[str, str], defaultdict[tuple[str, str], list[Shown]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for item in claims:
        content = item.claim.content
        if isinstance(content, Endorsement):
            by_party[content.instrument, content.party][content.act, item.claim.stance].append(item)
    for (_instrument, party), acts in by_party.items():
        denied = any(act == "denied_endorsing" or stance == "denies" for act, stance in acts)
        if denied:
            yield _contested(
                "endorsement", party, None, [(act, stance, items) for (act, stance), items in acts.items()]
            )


def _counts(claims: Iterable[Shown]) -> Iterable[Contested]:
    """Numbers of endorsers that differ though they were said of one day, as far as the days tell."""
    by_subject: defaultdict[tuple[str, str], list[Shown]] = defaultdict(list)
    for item in claims:
        content = item.claim.content
        if (
            isinstance(content, EndorsementCount)
            and content.bound == "exactly"
            and content.group is None
            and item.said_on
        ):
            by_subject[content.instrument, item.said_on[:7]].append(item)
    for (instrument, _month), items in by_subject.items():
        groups: defaultdict[tuple[int, str], list[Shown]] = defaultdict(list)
        for item in items:
            if isinstance(item.claim.content, EndorsementCount):
                groups[item.claim.content.count, item.claim.stance].append(item)
        if len({number for number, _ in groups}) > 1:
            yield _contested("endorsement_count", instrument, None, [(n, s, group) for (n, s), group in groups.items()])
