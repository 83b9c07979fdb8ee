"""Options that several commands share, and the view that they select."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from habeas.errors import BadDate, NoAudience, NoLedger

Function = TypeVar("Function", bound=Callable[..., Any])


def default_ledger() -> str:
    """`$HABEAS_LEDGER`, else `habeas.db` in this folder."""
    return os.environ.get("HABEAS_LEDGER") or "habeas.db"


ledger_option = click.option(
    "--ledger",
    default=default_ledger,
    show_default="$HABEAS_LEDGER, then ./habeas.db",
    metavar="FILE",
    help="The ledger.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON (`habeas schema` gives its form).")


class Selection(msgspec.Struct, frozen=True):
    """Which view of which ledger."""

    ledger: str
    as_of: str | None
    known_at: str | None
    audience: str


def view_options(audience: str = "team") -> Callable[[Function], Function]:
    """`--ledger`, `--as-of`, `--known-at`, `--audience` and `--json`; the first four arrive as one `selection`."""

    def decorate(function: Function) -> Function:
        def wrapper(ledger: str, as_of: str | None, known_at: str | None, audience: str, **rest: Any) -> Any:
            selection = Selection(
                ledger=ledger, as_of=day(as_of), known_at=known_moment(known_at), audience=audience_named(audience)
            )
            return function(selection=selection, **rest)

        wrapper.__name__, wrapper.__doc__ = function.__name__, function.__doc__
        wrapper.__click_params__ = getattr(function, "__click_params__", [])  # type: ignore[attr-defined]  # click's own way
        wrapper = audience_option(audience)(json_option(wrapper))
        for option in (
            click.option("--known-at", metavar="MOMENT", help="As the record stood then (a day, or RFC 3339)."),
            click.option("--as-of", metavar="DATE", help="As things stood on that day."),
            ledger_option,
        ):
            wrapper = option(wrapper)
        return wrapper  # type: ignore[return-value]  # the wrapper stands in for the function

    return decorate


def audience_option(default: str = "team") -> Callable[[Function], Function]:
    """`--audience`."""
    return click.option(
        "--audience",
        default=default,
        show_default=True,
        metavar="WHO",
        help="For whose eyes: public, partners, trusted or team.",
    )


def audience_named(name: str) -> str:
    """The name itself, where an audience has it: a mistyped one would see nothing, and nobody would know why.

    Raises:
        NoAudience: none has.
    """
    from habeas.disclosure import audience

    if not audience(name).labels:
        raise NoAudience(
            f"--audience {name!r}",
            "there is no such audience",
            "Use public, partners, trusted, team or team+compartment:NAME.",
        )
    return name


def day(value: str | None, *, given: str = "--as-of") -> str | None:
    """The date itself, when it is one (EDTF). `given` names the option in errors."""
    from habeas.text.dates import check

    try:
        return None if value is None else check(value)
    except BadDate as error:
        raise BadDate(f"{given} {value!r}", error.wrong, error.do) from error


def known_moment(value: str | None, *, given: str = "--known-at") -> str | None:
    """A day means its end: what was recorded on that day counts. `given` names the option in errors."""
    from habeas.text.dates import bounds

    if value is None:
        return None
    try:
        if "T" in value:
            moment = datetime.fromisoformat(value)
            return stamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
        last = bounds(value)[1]
    except (BadDate, ValueError, OverflowError) as error:
        raise BadDate(f"{given} {value!r}", "not a moment", "Write 2021-02-16 or 2021-02-16T09:30:00Z.") from error
    if last is None:
        raise BadDate(f"{given} {value!r}", "it has no end", "Name a day.")
    return f"{last.isoformat()}T23:59:59.999999Z"


def stamp(moment: datetime) -> str:
    """RFC 3339 in UTC with microseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def now() -> datetime:
    """The clock's time in UTC; `HABEAS_NOW` sets it, so that a release can be made again with the same bytes."""
    fixed = os.environ.get("HABEAS_NOW")
    return datetime.fromisoformat(fixed).astimezone(UTC) if fixed else datetime.now(UTC)


def existing(path: str) -> str:
    """The path itself.

    Raises:
        NoLedger: nothing is there; commands that show never make a ledger.
    """
    if "://" not in path and not Path(path).exists():
        raise NoLedger(f"ledger {path}", "there is none", "Make one with `habeas read FILE`, or name it with --ledger.")
    return path


def entries_of(ledger: str) -> list[Any]:
    """Every entry of a ledger; what several ledgers recorded each for itself is one."""
    from habeas.entries.copies import united
    from habeas.ledger import open_ledger

    with open_ledger(existing(ledger)) as book:
        return united(list(book.entries()))


def register_of(selection: Selection) -> Any:
    """The register that a selection sees."""
    from habeas.disclosure import admit, audience, policy
    from habeas.register import fold

    entries = entries_of(selection.ledger)
    admitted = admit(entries, policy(entries), audience(selection.audience), known_at=selection.known_at, now=now())
    return fold(admitted, as_of=selection.as_of, known_at=selection.known_at)
