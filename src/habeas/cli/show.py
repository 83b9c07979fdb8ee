"""Commands that show the register: cases, statements, links, what is contested, sources and their languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import click

from habeas.cli.options import Selection, now, register_of, view_options
from habeas.cli.output import content_line, did_you_mean, party_name, print_json
from habeas.cli.quick import cases_for, held_in
from habeas.errors import UnknownEntry
from habeas.register.custody import is_held
from habeas.text.lines import shortened


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

    found = found_case(wanted, cases_for(wanted, selection))
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
    sides = found.sides
    for side, records in (
        ("The person's own state says", sides.home),
        ("The state that holds or held says", sides.holder),
        ("Others say", sides.others),
    ):
        click.echo(f"{side}:" if records else f"{side} nothing on this record")
        for record in records:
            click.echo(_said_line(record))
    _print_contested(found.contested)


def found_case(wanted: str, known: Sequence[Any]) -> Any:
    """The case whose id, slug or person's name begins or reads so.

    Raises:
        UnknownEntry: none does, or several do.
    """
    by_id = [c for c in known if wanted in {c.id, c.slug, *c.also} or (len(wanted) >= 4 and c.id.startswith(wanted))]
    by_name = [c for c in known if wanted.casefold() in {n.casefold() for n in c.person.names}]
    part = [c for c in known if any(wanted.casefold() in n.casefold().split() for n in c.person.names)]
    found = by_id or by_name or part
    if len(found) > 1:
        which = ", ".join(f"{c.slug} (by {c.by or '?'})" for c in found[:_MOST_NAMED])
        raise UnknownEntry(f"case {wanted!r}", f"{len(found)} cases are named so", f"Say which: {which}.")
    if not found:
        hint = did_you_mean(wanted, (name for c in known for name in c.person.names))
        raise UnknownEntry(
            f"case {wanted!r}", "no case in this view is named so", f"{hint}`habeas cases` lists them with their ids."
        )
    return found[0]


_MOST_NAMED = 8
"""So many cases of one name are told."""


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
    if not found:
        click.echo("nobody says so in this view", err=True)


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
        if not register.contested:
            click.echo("nothing is contested in this view", err=True)


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
        do = "Give more of its id." if found else "Give its id, as `habeas log` lists it, its title or its file's name."
        raise UnknownEntry(f"source {wanted!r}", wrong, do)
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
