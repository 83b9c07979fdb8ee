"""Decisions: a person's acts on the record, one command each, each with a reason."""

from __future__ import annotations

import base64
import getpass
import os
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click
import msgspec

from habeas.claims import Claim, ClaimBasis, decode, encode
from habeas.cli.options import existing, json_option, ledger_option, now, stamp
from habeas.cli.output import print_json
from habeas.disclosure.sensitive import KINDS
from habeas.entries import AnyDecision, checked, strictest
from habeas.entries.copies import united
from habeas.entries.decisions import (
    Accept,
    Classify,
    Consent,
    Correct,
    Distinct,
    OpenCase,
    Reject,
    Release,
    Same,
    Wish,
    Withhold,
)
from habeas.errors import BadContent, DecisionError
from habeas.intake.tables import checked_values

Function = TypeVar("Function", bound=Callable[..., Any])
GIVERS = ["self", "relative", "lawyer", "government", "own_publicity"]
PURPOSES = ["publication", "sharing"]
DETAILS = ["name", "date", "place", "speaker"]


def who() -> str:
    """In whose name decisions are recorded: `$HABEAS_USER`, else the account's name."""
    return os.environ.get("HABEAS_USER") or getpass.getuser()


def deciding(function: Function) -> Function:
    """The options of every decision."""
    for option in (
        json_option,
        ledger_option,
        click.option(
            "--handling", default="team", show_default=True, metavar="LABEL", help="Who may see the decision itself."
        ),
        click.option("--reason", required=True, help="Why. Kept with the decision, under a label of its own."),
    ):
        function = option(function)
    return function


def opened(path: str) -> Any:
    """The ledger, in the decider's name."""
    from habeas.ledger import open_ledger

    book = open_ledger(existing(path), now=now, who=who())
    book.refuse_if_altered()
    return book


def told(recorded: Any, decision: AnyDecision, *, as_json: bool) -> None:
    """Say what was recorded."""
    plain = msgspec.to_builtins(decision)
    if as_json:
        print_json({"id": recorded.id, **plain})
    else:
        click.echo(f"{recorded.id[:12]}  {plain['decision'].replace('_', ' ')}")


def _claims(ledger: Any, given: Sequence[str]) -> tuple[str, ...]:
    """The ids of claims. `source:ID` means every claim that rests on that source.

    Raises:
        DecisionError: an entry that is no claim.
    """
    ids: list[str] = []
    for reference in given:
        if reference.startswith("source:"):
            source = ledger.entry(reference.removeprefix("source:")).id
            entries = united(list(ledger.entries(kinds={"source", "claim"})))
            first = next((e.id for e in entries if source in {id_ for id_, _ in e.copies}), source)
            ids += [
                e.id for e in entries if e.claim is not None and any(item.source == first for item in e.claim.evidence)
            ]
            continue
        entry = ledger.entry(reference)
        if entry.header.kind != "claim":
            raise DecisionError(f"entry {reference}", f"it is a {entry.header.kind}", "Name a claim.")
        ids.append(entry.id)
    if not ids:
        raise DecisionError(" ".join(given), "no claim rests on it", "Name claims, or a source that some rest on.")
    return tuple(dict.fromkeys(ids))


@click.command()
@click.argument("claims", nargs=-1, required=True, metavar="CLAIM...")
@deciding
def accept(claims: Sequence[str], ledger: str, reason: str, handling: str, *, as_json: bool) -> None:
    """Say that claims are what their sources say. `source:ID` means every claim of that source."""
    with opened(ledger) as book:
        decision = Accept(reason=reason, claims=_claims(book, claims))
        told(book.record([(decision, handling)])[0], decision, as_json=as_json)


@click.command()
@click.argument("claims", nargs=-1, required=True, metavar="CLAIM...")
@deciding
def reject(claims: Sequence[str], ledger: str, reason: str, handling: str, *, as_json: bool) -> None:
    """Say that claims are not what their sources say. They stay on the record, and no view counts them."""
    with opened(ledger) as book:
        decision = Reject(reason=reason, claims=_claims(book, claims))
        told(book.record([(decision, handling)])[0], decision, as_json=as_json)


@click.command()
@click.argument("claim")
@click.option(
    "--set", "changes", multiple=True, metavar="FIELD=JSON", help="A field of the content, or `stance`, `said_on`."
)
@deciding
def correct(claim: str, changes: Sequence[str], ledger: str, reason: str, handling: str, *, as_json: bool) -> None:
    """Replace a claim by one that says it right, such as `--set when='"2018-12-10"'`. Both stay on the record."""
    with opened(ledger) as book:
        entry = book.entry(claim)
        if entry.claim is None:
            raise DecisionError(f"entry {claim}", f"it is a {entry.header.kind}", "Name a claim.")
        better = _changed(entry.claim, entry.id, changes)
        replacement = book.record([(better, strictest((handling, entry.header.handling)))])[0]
        decision = Correct(reason=reason, claim=entry.id, by=replacement.id)
        told(book.record([(decision, handling)])[0], decision, as_json=as_json)


def _changed(claim: Claim, id_: str, changes: Sequence[str]) -> Claim:
    """The claim with fields set; it rests on the same words, and on the claim that it corrects.

    Raises:
        BadContent: no such field, or no such value for it.
    """
    plain = encode(claim)
    for change in changes:
        field, separator, value = change.partition("=")
        place = plain if field in {"stance", "said_on"} else plain["content"]
        if not separator or field not in place:
            raise BadContent(
                f"--set {change}", "no such field", f"Fields are: stance, said_on, {', '.join(plain['content'])}."
            )
        try:
            place[field] = msgspec.json.decode(value)
        except msgspec.DecodeError as error:
            raise BadContent(f"--set {change}", "the value is not JSON", "Put text in double quotes.") from error
    checked_values(plain)
    better = decode({**plain, "confidence": None, "read_by": f"person:{who()}"})
    return msgspec.structs.replace(better, basis=(ClaimBasis(claim=id_),))


@click.command()
@click.argument("people", nargs=-1, required=True, metavar="PERSON...")
@deciding
def same(people: Sequence[str], ledger: str, reason: str, handling: str, *, as_json: bool) -> None:
    """Say that mentions are one person or body. A name means all its mentions; SOURCE:START-END means one."""
    from habeas.cli.people import People

    with opened(ledger) as book:
        decision = Same(reason=reason, mentions=_several(People(book).mentions(people), people))
        told(book.record([(decision, handling)])[0], decision, as_json=as_json)


@click.command()
@click.argument("people", nargs=-1, required=True, metavar="PERSON...")
@deciding
def distinct(people: Sequence[str], ledger: str, reason: str, handling: str, *, as_json: bool) -> None:
    """Say that mentions are not the same; undoes what joined them."""
    from habeas.cli.people import People

    with opened(ledger) as book:
        parting = People(book).parting(people) or [()]
        decisions = [Distinct(reason=reason, mentions=_several(mentions, people)) for mentions in parting]
        for done, decision in zip(book.record([(one, handling) for one in decisions]), decisions, strict=True):
            told(done, decision, as_json=as_json)


def _several(found: tuple[Any, ...], given: Sequence[str]) -> tuple[Any, ...]:
    if len(found) < 2:
        raise DecisionError(" ".join(given), "only one mention", "Name at least two mentions.")
    return found


@click.command("open-case")
@click.argument("person")
@click.option(
    "--by", required=True, metavar="STATE", help="The state that holds or held the person (ISO 3166-1 alpha-2)."
)
@click.option("--rule", required=True, metavar="ID", help="The inclusion rule that the case meets.")
@click.option(
    "--alleged-by", multiple=True, required=True, metavar="WHO", help="Who alleges arbitrariness or leverage."
)
@deciding
def open_case(
    person: str,
    by: str,
    rule: str,
    alleged_by: Sequence[str],
    ledger: str,
    reason: str,
    handling: str,
    *,
    as_json: bool,
) -> None:
    """Make a person's custody by one state a case, under a random id."""
    from habeas.cli.people import People
    from habeas.register.inclusion import RULES
    from habeas.text.states import code_meant, is_state

    if not is_state(by):
        meant = code_meant(by)
        do = f"Write {meant}." if meant else "Give the ISO 3166-1 alpha-2 code in upper case, such as PE for Peru."
        raise DecisionError(f"--by {by!r}", "that is no code of a state", do)
    if rule not in RULES:
        raise DecisionError(f"--rule {rule!r}", "no such inclusion rule", f"Use one of: {', '.join(RULES)}.")
    with opened(ledger) as book:
        people = People(book)
        who_is_held = people.one(person)
        known = people.case_of(who_is_held, by)
        if known is not None:
            raise DecisionError(
                f"{person} by {by}",
                f"that custody is a case already, {known.slug}",
                "A person's custody by one state is one case, a second arrest included: go on with that one.",
            )
        decision = OpenCase(
            reason=reason,
            case=os.urandom(16).hex(),
            slug=base64.b32encode(os.urandom(5)).decode().lower(),
            person=who_is_held,
            by=by,
            inclusion_rule=rule,
            alleged_by=tuple(alleged_by),
        )
        told(book.record([(decision, checked(handling))])[0], decision, as_json=as_json)


@click.command()
@click.argument("person")
@click.option(
    "--given/--refused", required=True, default=None, help="Whether consent was given, or refused or revoked."
)
@click.option("--given-by", required=True, type=click.Choice(GIVERS), help="Whose word it is.")
@click.option(
    "--scope",
    multiple=True,
    type=click.Choice(PURPOSES),
    default=("publication",),
    show_default=True,
    help="For what: for everybody's eyes, or for sharing with partners.",
)
@click.option(
    "--about",
    multiple=True,
    type=click.Choice(sorted(KINDS)),
    help="Sensitive kinds that it is about; none for the rest.",
)
@click.option("--on", "on", metavar="DATE", help="When it was given.")
@deciding
def consent(person: str, ledger: str, reason: str, handling: str, *, as_json: bool, **said: Any) -> None:
    """Record that consent to what is done with a person's data was given, refused or revoked."""
    from habeas.cli.people import People

    with opened(ledger) as book:
        decision = Consent(
            reason=reason,
            person=People(book).one(person),
            given=said["given"],
            given_by=said["given_by"],
            scope=tuple(said["scope"]),
            about=tuple(said["about"]),
            on=_day(said["on"]),
        )
        told(book.record([(decision, handling)])[0], decision, as_json=as_json)


@click.command()
@click.argument("person")
@click.argument("wanted", type=click.Choice(["public", "quiet", "unknown"]))
@click.option("--expressed-by", required=True, type=click.Choice(GIVERS), help="Whose word it is.")
@click.option("--on", "on", metavar="DATE", help="When it was expressed.")
@deciding
def wish(
    person: str,
    wanted: str,
    expressed_by: str,
    on: str | None,
    ledger: str,
    reason: str,
    handling: str,
    *,
    as_json: bool,
) -> None:
    """Record how public a person wants the case to be. Unknown means no."""
    from habeas.cli.people import People

    with opened(ledger) as book:
        whose = People(book).one(person)
        decision = Wish(reason=reason, person=whose, wish=wanted, expressed_by=expressed_by, on=_day(on))  # type: ignore[arg-type]  # click checked the choices
        told(book.record([(decision, handling)])[0], decision, as_json=as_json)


def _day(value: str | None) -> str | None:
    from habeas.text.dates import check

    return None if value is None else check(value)


@click.command()
@click.argument("given", nargs=-1, required=True, metavar="[LABEL] ENTRY...")
@click.option("--as", "kinds", multiple=True, type=click.Choice(sorted(KINDS)), help="What sensitive thing they hold.")
@click.option("--clear", is_flag=True, help="They hold nothing sensitive, whatever the signs.")
@click.option("--words", multiple=True, metavar="TEXT", help="Only these words are sensitive, wherever they stand.")
@deciding
def classify(
    given: Sequence[str],
    kinds: Any,
    words: Sequence[str],
    ledger: str,
    reason: str,
    handling: str,
    *,
    clear: bool,
    as_json: bool,
) -> None:
    """Give entries another label (public, partners, trusted, team, compartment:NAME, or TLP's names), or say what they hold.

    With --as or --clear everything given is an entry; without, the first word is the label.
    """
    says = bool(kinds) or clear
    if (kinds and clear) or (words and not says) or (not says and len(given) < 2):
        raise DecisionError(
            " ".join(given), "no label and entries, and no --as", "Give LABEL ENTRY..., or --as KIND ENTRY...."
        )
    with opened(ledger) as book:
        decision = Classify(
            reason=reason,
            entries=_with_copies(book, [book.entry(e).id for e in (given if says else given[1:])]),
            handling=None if says else checked(given[0]),
            sensitive=tuple(kinds) if says else None,
            words=tuple(words),
        )
        told(book.record([(decision, handling)])[0], decision, as_json=as_json)


def _with_copies(ledger: Any, ids: Sequence[str]) -> tuple[str, ...]:
    """The entries, and what other ledgers recorded of the same: the strictest label of all would hold."""
    every = united(list(ledger.entries()))
    of = {id_: [one for one, _ in entry.copies] for entry in every for id_, _ in entry.copies}
    return tuple(dict.fromkeys(one for id_ in ids for one in (id_, *of.get(id_, ()))))


@click.command()
@click.argument("entries", nargs=-1, metavar="[ENTRY...]")
@click.option("--person", metavar="PERSON", help="Withhold this person wherever spoken of.")
@click.option("--name", "names", multiple=True, metavar="SPELLING", help="Withhold this spelling, whoever bears it.")
@click.option("--detail", "details", multiple=True, type=click.Choice(DETAILS), help="Only this; the rest is shown.")
@click.option("--date-to", type=click.Choice(["month", "year"]), help="Show dates as these.")
@click.option("--place-to", metavar="PLACE", help="Show this region or country for every place.")
@click.option("--until", metavar="MOMENT", help="An embargo's end (RFC 3339); without it, for good.")
@deciding
def withhold(
    entries: Sequence[str],
    ledger: str,
    reason: str,
    handling: str,
    *,
    as_json: bool,
    **chosen: Any,
) -> None:
    """Keep entries, or a person, or details of them, from everybody below the team."""
    from habeas.cli.people import People

    person, names, details = chosen["person"], tuple(chosen["names"]), set(chosen["details"])
    if not entries and person is None and not names:
        raise DecisionError("nothing", "there is nothing to withhold", "Name entries, --person or --name.")
    details |= {"date"} if chosen["date_to"] else set()
    details |= {"place"} if chosen["place_to"] else set()
    end = _moment(chosen["until"])
    with opened(ledger) as book:
        decision = Withhold(
            reason=reason,
            entries=tuple(book.entry(e).id for e in entries),
            person=People(book).one(person) if person is not None else None,
            names=names,
            details=tuple(detail for detail in DETAILS if detail in details),  # type: ignore[misc]  # click checked them
            date_to=chosen["date_to"],
            place_to=chosen["place_to"],
            until=end,
        )
        told(book.record([(decision, handling)])[0], decision, as_json=as_json)


def _moment(until: str | None) -> str | None:
    """RFC 3339 in UTC.

    Raises:
        DecisionError: not a moment.
    """
    from datetime import datetime

    try:
        return stamp(datetime.fromisoformat(until).astimezone()) if until else None
    except ValueError as error:
        raise DecisionError(f"--until {until!r}", "not a moment", "Write 2021-02-16T09:30:00Z.") from error


@click.command()
@click.argument("wanted", metavar="CASE_OR_NAME")
@deciding
def withdraw(wanted: str, ledger: str, reason: str, handling: str, *, as_json: bool) -> None:
    """Take a person and every case of theirs out of all that is published. The next `habeas publish` honours it everywhere.

    A name that several people bear withdraws all of them; `habeas release` takes back one that was not meant.
    """
    from habeas.cli.people import People

    with opened(ledger) as book:
        decisions = [Withhold(reason=reason, person=person) for person in People(book).persons(wanted)]
        recorded = book.record([(decision, handling) for decision in decisions])
    if as_json:
        print_json([{"id": r.id, **msgspec.to_builtins(d)} for r, d in zip(recorded, decisions, strict=True)])
        return
    for item in recorded:
        click.echo(f"{item.id[:12]}  withhold")
    click.echo("what was published stands until `habeas publish` writes the folder again", err=True)


@click.command()
@click.argument("withheld", metavar="DECISION")
@deciding
def release(withheld: str, ledger: str, reason: str, handling: str, *, as_json: bool) -> None:
    """End an earlier `withhold`."""
    with opened(ledger) as book:
        entry = book.entry(withheld)
        if not isinstance(entry.payload, Withhold):
            raise DecisionError(f"entry {withheld}", "it is no `withhold`", "Name the decision that withheld.")
        decision = Release(reason=reason, withholds=entry.id)
        told(book.record([(decision, handling)])[0], decision, as_json=as_json)
