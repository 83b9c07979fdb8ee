"""Commands that show the register: cases, endorsements, statements, what is contested, sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import click
import msgspec

from habeas.cli.options import Selection, json_option, known_moment, ledger_option, now, register_of, view_options
from habeas.cli.output import content_line, party_name, print_json
from habeas.cli.quick import cases_for, endorsements_for, held_in, history_of
from habeas.entries import Mention
from habeas.errors import UnknownEntry
from habeas.identity.match import ENOUGH
from habeas.register.custody import is_held
from habeas.text.lines import shortened

DECLARATION = "declaration-against-arbitrary-detention"


@click.command()
@click.option("--count", is_flag=True, help="Only how many stand how, by the state that holds them.")
@view_options()
def cases(selection: Selection, *, count: bool, as_json: bool) -> None:
    """List the cases; for the team also custodies that nobody has opened as a case."""
    if count:
        _print_counts(held_in(selection), as_json=as_json)
        return
    register = register_of(selection)
    if as_json:
        print_json([*register.cases, *register.candidates])
        return
    for case in (*register.cases, *register.candidates):
        click.echo(_case_line(case, selection.as_of))
    if not register.cases and not register.candidates:
        click.echo("no cases in this view", err=True)


def _print_counts(counts: Sequence[Any], *, as_json: bool) -> None:
    if as_json:
        print_json(counts)
        return
    for row in counts:
        opened = "" if row.opened else "  (not opened)"
        click.echo(f"{row.count:>9,}  {row.by or '?'}: {row.status.replace('_', ' ')}{opened}")
    if not counts:
        click.echo("no cases in this view", err=True)


def _case_line(case: Any, as_of: str | None) -> str:
    name = case.person.name or "unnamed"
    held = f"{case.status}{f' since {case.since}' if case.since else ''}"
    reported = f", as last reported {case.last_reported}" if case.last_reported else ""
    if is_held(case.status) and not case.last_reported:
        reported = ", as reported later only" if as_of else ", by reports without a date"
    news = ", no news for more than a year" if case.stale else _days_held(case, as_of)
    opened = "" if case.opened else "  (not opened)"
    states = ", ".join(case.person.states) or "?"
    return f"{case.slug:20} {name} ({states}) by {case.by or '?'}: {held}{reported}{news}{opened}"


def _days_held(case: Any, as_of: str | None) -> str:
    """ ", 798 days at 2021-02-15", with the doubt that dates leave; nothing where nothing is known."""
    if case.held_days is None:
        return ""
    fewest, most = case.held_days
    doubt = f"{fewest or 0} to {most}" if most is not None else f"at least {fewest or 0}"
    day = "" if case.until else f" at {as_of or now().date().isoformat()}"
    return f", {most if fewest == most else doubt} days{day}"


@click.command()
@click.argument("wanted", metavar="ID_OR_NAME")
@click.option("--all-values", is_flag=True, help="Every property with all its values, contested or not.")
@view_options()
def case(wanted: str, selection: Selection, *, all_values: bool, as_json: bool) -> None:
    """Show one case: its custody, what each side says, what is contested."""
    from habeas.register import properties

    found = _found_case(wanted, cases_for(wanted, selection))
    if as_json:
        print_json(properties(found) if all_values else found)
        return
    click.echo(_case_line(found, selection.as_of))
    if all_values:
        for one in properties(found):
            click.echo(one.property)
            _print_values(one.values)
        return
    for act in found.acts:
        said = ", ".join(party_name(party) for party in act.said_by) or "nobody"
        click.echo(
            f"  {act.when or 'undated':12} {act.act.replace('_', ' ')}{f' in {act.place}' if act.place else ''}  (said by {said})"
        )
    for title, records in (("home", found.sides.home), ("holder", found.sides.holder), ("others", found.sides.others)):
        click.echo(f"{title} says:" if records else f"{title} says nothing on this record")
        for record in records:
            click.echo(_said_line(record))
    _print_contested(found.contested)


def _found_case(wanted: str, known: Sequence[Any]) -> Any:
    """The case whose id, slug or person's name begins or reads so.

    Raises:
        UnknownEntry: none does, or several do.
    """
    by_id = [c for c in known if wanted in {c.id, c.slug, *c.also} or (len(wanted) >= 4 and c.id.startswith(wanted))]
    by_name = [c for c in known if wanted.casefold() in {n.casefold() for n in c.person.names}]
    part = [c for c in known if any(wanted.casefold() in n.casefold().split() for n in c.person.names)]
    found = by_id or by_name or part
    if len(found) != 1:
        wrong = f"{len(found)} cases are named so" if found else "no case in this view is named so"
        raise UnknownEntry(f"case {wanted!r}", wrong, "`habeas cases` lists them with their ids.")
    return found[0]


def _said_line(record: Any) -> str:
    head = f"  [{record.said_on or 'undated'}] {' via '.join(party_name(p) for p in record.speakers)} {record.stance}"
    return f"{head}: {content_line(record.kind, record.content)}\n      “{shortened(record.quote or '')}”"


def _print_contested(contested: Iterable[Any]) -> None:
    for item in contested:
        click.echo(f"contested: {item.property} ({item.subject})")
        _print_values(item.values)


def _print_values(values: Iterable[Any]) -> None:
    for value in values:
        speakers = ", ".join(party_name(p) for p in value.speakers)
        shown = "" if value.value is None else f" {value.value}"
        voices = f" ({value.witnesses} independent voices)" if value.witnesses > 1 else ""
        click.echo(f"  [{value.said_on or 'undated'}] {speakers} {value.stance}{shown}{voices}")
        if value.quote:
            click.echo(f"      “{shortened(value.quote)}”")


@click.command()
@click.option(
    "--group", "within", multiple=True, metavar="CODE", help="Members of this group, such as EU; twice: of both."
)
@click.option(
    "--not-in", "without", multiple=True, metavar="CODE", help="And of this group not. Alone: endorsers outside it."
)
@click.option("--between", nargs=2, metavar="DATE DATE", help="Who joined and who left between two days.")
@click.option("--instrument", default=DECLARATION, show_default=True, metavar="ID")
@view_options()
def endorsements(
    within: tuple[str, ...],
    without: tuple[str, ...],
    between: tuple[str, str] | None,
    instrument: str,
    selection: Selection,
    *,
    as_json: bool,
) -> None:
    """Show who stands behind the Declaration, and what sources say the number is."""
    from habeas.register import with_set

    if between is not None:
        first, last = (_endorsements(instrument, msgspec.structs.replace(selection, as_of=day)) for day in between)
        _print_between(first, last, as_json=as_json)
        return
    view = _endorsements(instrument, selection)
    if within or without:
        view = with_set(view, [code.upper() for code in within], [code.upper() for code in without])
    if as_json:
        print_json(view)
    else:
        _print_endorsements(view)


def _endorsements(instrument: str, selection: Selection) -> Any:
    """The view of one instrument.

    Raises:
        UnknownEntry: nothing speaks of it.
    """
    view = next((e for e in endorsements_for(selection) if e.instrument == instrument), None)
    if view is None:
        raise UnknownEntry(
            f"instrument {instrument!r}", "nothing in this view speaks of it", "Read a document that does."
        )
    return view


def _print_endorsements(view: Any) -> None:
    most = (
        "" if view.count_max == view.count_min else f" to {view.count_max if view.count_max is not None else 'unknown'}"
    )
    click.echo(
        f"{view.instrument}: {view.count_min}{most} states and {', '.join(view.organisations) or 'no organisation'}"
    )
    click.echo(f"list complete until {view.complete_until or 'an unknown day'}")
    click.echo("  " + " ".join(f"{e.party}{' (disputed)' if e.disputed else ''}" for e in view.endorsers))
    for gone in view.withdrawn:
        click.echo(f"withdrew: {gone.party} {gone.until or 'on an unknown day'}")
    for unnamed in view.unnamed_withdrawals:
        click.echo(f"withdrew: {unnamed.count} of whom no source says who, {unnamed.between}")
    for one in [view.group] if view.group else view.groups:
        _print_group(one, whole=view.group is not None)
    for claim in view.claimed:
        of = f" of {claim.group}" if claim.group else ""
        bound = claim.bound.replace("_", " ")
        click.echo(
            f"claimed {claim.said_on or 'undated'} by {party_name(claim.who)}: {bound} {claim.count}{of}: {claim.reconciles}"
        )


def _print_group(group: Any, *, whole: bool) -> None:
    """A group's totals and what is disputed about them; with `whole` every note and every endorser, too."""
    disputed = f" (membership disputed: {', '.join(group.disputed)})" if group.disputed else ""
    missing = ", ".join(group.missing) or "none"
    click.echo(f"{group.code}: {len(group.endorsed)} of {len(group.members)}{disputed}; missing {missing}")
    if whole:
        click.echo(f"  {group.name}; endorsed {', '.join(group.endorsed) or 'none'}")
    for note in group.notes:
        if whole or note.standing == "disputed":
            click.echo(f"  {note.group} {note.state}: {note.note}{f' [{note.source}]' if whole else ''}")


def _print_between(first: Any, last: Any, *, as_json: bool) -> None:
    before, after = ({e.party for e in view.endorsers} for view in (first, last))
    found = {"joined": sorted(after - before), "left": sorted(before - after), "both": sorted(before & after)}
    if as_json:
        print_json({"from": first.day, "to": last.day, **found})
        return
    click.echo(f"joined from {first.day} to {last.day}: {', '.join(found['joined']) or 'none on this record'}")
    click.echo(f"left from {first.day} to {last.day}: {', '.join(found['left']) or 'none on this record'}")
    click.echo(f"stood behind it on both days: {len(found['both'])}")
    if last.complete_until is None or last.day > last.complete_until:
        click.echo(f"the list is complete until {last.complete_until or 'an unknown day'} only", err=True)


@click.command()
@click.option("--by", metavar="WHO", help="Only words of this speaker: a name, or a state's code.")
@click.option("--about", metavar="WHAT", help="Only words about this: a name, a state's code, an instrument's id.")
@view_options()
def statements(by: str | None, about: str | None, selection: Selection, *, as_json: bool) -> None:
    """List statements, appeals and accusations, each with its speaker, stance and quote."""
    register = register_of(selection)
    kinds = {"statement", "appeal", "accusation"}
    found = [r for r in register.claims if r.kind in kinds and _spoken_by(r, by) and _speaks_about(r, about)]
    if as_json:
        print_json(found)
        return
    for record in found:
        click.echo(_said_line(record))


def _spoken_by(record: Any, wanted: str | None) -> bool:
    owner = record.speakers[0]
    return wanted is None or wanted == owner.state or wanted.casefold() in (owner.name or owner.role or "").casefold()


def _speaks_about(record: Any, wanted: str | None) -> bool:
    return wanted is None or wanted.casefold() in {w.casefold() for w in _words(record.content)}


def _words(value: Any) -> Iterable[str]:
    """Every whole name, part of a name and code in a content."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in {"words", "manner", "demand", "of", "role"}:
                yield from _words(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _words(item)
    elif isinstance(value, str):
        yield value
        yield from value.split()


@click.command()
@click.option("--relation", type=click.Choice(["precedes", "retaliation", "demand", "exchange"]), help="Only these.")
@view_options()
def links(relation: str | None, selection: Selection, *, as_json: bool) -> None:
    """List what somebody says that ties one custody to another, each with its denials."""
    register = register_of(selection)
    found = [link for link in register.links if relation in {None, link.relation}]
    if as_json:
        print_json(found)
        return
    for link in found:
        click.echo(_said_line(link))
        if link.beside:
            click.echo(f"      {'asserted' if link.stance == 'denies' else 'denied'} by others: {len(link.beside)}")
    if not found:
        click.echo("nobody ties one custody to another in this view", err=True)


@click.command()
@view_options()
def contested(selection: Selection, *, as_json: bool) -> None:
    """List every property for which values stand side by side."""
    register = register_of(selection)
    if as_json:
        print_json(register.contested)
    else:
        _print_contested(register.contested)


@click.command()
@click.argument("wanted", metavar="ID")
@view_options()
def source(wanted: str, selection: Selection, *, as_json: bool) -> None:
    """Show a source and the claims that rest on it."""
    register = register_of(selection)
    found = [
        s for s in register.sources if len(wanted) >= 4 and (s.id.startswith(wanted) or wanted in {s.origin, s.title})
    ]
    if len(found) != 1:
        wrong = "several sources are named so" if found else "no source in this view is named so"
        raise UnknownEntry(f"source {wanted!r}", wrong, "Give more of its id.")
    view = found[0]
    if as_json:
        print_json(view)
        return
    claims = {record.id: record for record in register.claims}
    click.echo(f"{view.slug}  {view.title or view.origin or 'untitled'}")
    click.echo(f"published {view.published or 'on an unknown day'} by {view.outlet or 'an unknown outlet'}")
    for excerpt in view.excerpts:
        click.echo(f"  “{shortened(excerpt.quote)}”")
        for id_ in excerpt.claims:
            record = claims[id_]
            click.echo(f"      {id_[:8]} {record.kind}: {party_name(record.speakers[0])} {record.stance} ", nl=False)
            click.echo(content_line(record.kind, record.content))


@click.command()
@view_options()
def coverage(selection: Selection, *, as_json: bool) -> None:
    """Show which languages the sources are in, and which are read: who is not read speaks through others' translations."""
    from collections import Counter

    from habeas.reading import READ_LANGUAGES

    register = register_of(selection)
    documents = [source for source in register.sources if source.media_type != "text/csv"]
    counts = Counter(source.language or "unknown" for source in documents)
    claims = Counter(
        {
            language: sum(len(s.claims) for s in documents if (s.language or "unknown") == language)
            for language in counts
        }
    )
    rows = [
        {
            "language": language,
            "sources": number,
            "claims": claims[language],
            "read": language in {*READ_LANGUAGES, "unknown"},
        }
        for language, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['language']:8} {row['sources']:>6} sources  {row['claims']:>6} claims  ", nl=False)
        click.echo("read" if row["read"] else "kept, not read")
    click.echo(f"languages that are read: {', '.join(READ_LANGUAGES)}")


@click.command()
@click.option("--enough", default=ENOUGH, show_default=True, type=click.FloatRange(0, 1), help="The least score.")
@click.option("--join", "by", metavar="RULE", help="Join what a rule finds to be one (see the docs page).")
@click.option("--above", type=click.FloatRange(0, 1), help="The least precision of a rule that may join.")
@click.option("--reason", help="Why the rule may join. Needed with --join.")
@click.option("--dry-run", is_flag=True, help="With --join: say what would be joined; record nothing.")
@ledger_option
@json_option
def propose(
    enough: float,
    by: str | None,
    above: float | None,
    reason: str | None,
    ledger: str,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """List mentions that may be one person, with reasons. It joins nothing unless you name a rule. For the team."""
    from habeas.cli.options import entries_of
    from habeas.identity import aliases, known_persons
    from habeas.identity import propose as proposed

    if by is not None:
        if above is None or not reason:
            raise click.UsageError("--join needs --above, the least precision that you want, and --reason")
        _join(by, above, reason, ledger, dry_run=dry_run, as_json=as_json)
        return
    found = proposed(known_persons(entries_of(ledger)), aliases=aliases(), enough=enough)
    if as_json:
        print_json(found)
        return
    for pair in found:
        places = " ".join(_place(mention) for mention in (pair.one, pair.other))
        click.echo(f"{pair.score:.2f}  {'; '.join(pair.reasons)}\n      habeas same {places} --reason ...")


def _join(by: str, above: float, reason: str, ledger: str, *, dry_run: bool, as_json: bool) -> None:
    """Join by a rule: one `same` for each person it finds."""
    from habeas.cli.decide import opened
    from habeas.entries.decisions import Same
    from habeas.identity import known_persons
    from habeas.identity.rules import joined, rule

    chosen = rule(by, above)
    with opened(ledger) as book:
        entries = list(book.entries())
        found = joined(entries, known_persons(entries), chosen)
        words = f"rule {by}, precision {chosen.precision}: {reason}"
        made = [Same(reason=words, mentions=one) for one in found]
        ids = [None] * len(made) if dry_run else [done.id for done in book.record([(same, "team") for same in made])]
    for same, id_ in zip(made, ids, strict=True):
        if as_json:
            print_json({"id": id_, **msgspec.to_builtins(same)})
        else:
            click.echo(f"{(id_ or '-')[:12]}  same  {' '.join(_place(mention) for mention in same.mentions)}")
    click.echo(f"{len(made)} {'would be joined' if dry_run else 'joined'} by the rule {by}: {chosen.says}", err=True)


def _place(mention: Mention) -> str:
    """A mention as `habeas same` takes it."""
    return f"{mention.source[:12]}:{mention.span[0]}-{mention.span[1]}" if mention.span else f"'{mention.name}'"


@click.command()
@click.argument("wanted", metavar="ID_OR_NAME")
@ledger_option
@json_option
def history(wanted: str, ledger: str, *, as_json: bool) -> None:
    """Show who added, decided or changed what about a case, and when. For the team."""
    selection = Selection(ledger=ledger, as_of=None, known_at=None, audience="team")
    found = _found_case(wanted, [case for case in cases_for(wanted, selection) if case.opened])
    events = history_of(ledger, found.slug)
    if as_json:
        print_json(events)
        return
    for event in events:
        about = (
            f" {len(event.about)} claims" if len(event.about) > 1 else f" {event.about[0][:8]}" if event.about else ""
        )
        click.echo(f"{event.recorded_at[:19]}  {event.recorded_by}: {event.what.replace('_', ' ')}{about}", nl=False)
        detail = f"  {event.detail}" if event.detail else ""
        reason = detail + (f"  ({event.reason})" if event.reason else "")
        origin = f"  [ledger {event.ledger}{'' if event.counts else '; does not count here'}]" if event.ledger else ""
        click.echo(reason + origin)


@click.command()
@click.option("--known-at", "moments", nargs=2, required=True, metavar="BEFORE AFTER", help="Two days or moments.")
@click.option("--as-of", metavar="DATE", help="As things stood on that day.")
@click.option("--audience", default="team", show_default=True, metavar="WHO", help="For whose eyes.")
@ledger_option
@json_option
def diff(moments: tuple[str, str], as_of: str | None, audience: str, ledger: str, *, as_json: bool) -> None:
    """Show what the record held at the second moment that it did not hold at the first."""
    from habeas.register.history import change

    before, after = (
        register_of(Selection(ledger=ledger, as_of=as_of, known_at=known_moment(moment), audience=audience))
        for moment in moments
    )
    found = change(before, after)
    if as_json:
        print_json(found)
        return
    claims = {record.id: record for record in (*before.claims, *after.claims)}
    for line in (*_case_changes(found), *_claim_changes(found, claims)):
        click.echo(line)


def _case_changes(found: Any) -> Iterable[str]:
    yield from (f"+ case {slug}" for slug in found.cases_added)
    yield from (f"- case {slug}" for slug in found.cases_gone)
    yield from (f"* case {slug}: {was} -> {is_}" for slug, was, is_ in found.status)
    for slug, field, was, is_ in found.cases_changed:
        yield f"* case {slug}: {field} {was or 'unknown'} -> {is_ or 'unknown'}"
    for sign, parties in (("+", found.endorsers_added), ("-", found.endorsers_gone)):
        yield from (f"{sign} {party} behind {instrument}" for instrument, party in parties)
    for sign, properties in (("+", found.contested_added), ("-", found.contested_gone)):
        yield from (f"{sign} contested: {name} ({subject})" for name, subject, _ in properties)


def _claim_changes(found: Any, claims: Any) -> Iterable[str]:
    for id_, was, is_ in found.claims_decided:
        yield f"* {id_[:8]} {claims[id_].kind}: {was} -> {is_}"
    for sign, ids in (("+", found.claims_added), ("-", found.claims_gone)):
        for id_ in ids:
            record = claims[id_]
            said = f"{party_name(record.speakers[0])} {record.stance} {content_line(record.kind, record.content)}"
            yield f"{sign} {id_[:8]} {record.kind}: {said}"


SHOWING: tuple[click.Command, ...] = (
    cases,
    case,
    endorsements,
    statements,
    links,
    contested,
    source,
    coverage,
    propose,
    history,
    diff,
)
"""The commands that show."""
