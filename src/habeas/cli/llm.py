"""`--llm`: asking a configured language model for proposals, about documents that it may see."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from habeas.claims import Claim
from habeas.entries import Entry

Function = TypeVar("Function", bound=Callable[..., Any])


def llm_options(function: Function) -> Function:
    """`--llm / --no-llm` and `--llm-may-see`."""
    for option in (
        click.option(
            "--llm-may-see",
            default="public",
            show_default=True,
            metavar="LABEL",
            help="Documents under a stricter label are not sent to the model.",
        ),
        click.option(
            "--llm/--no-llm",
            default=False,
            show_default=True,
            help="Let the model that HABEAS_LLM_URL and HABEAS_LLM_MODEL name propose claims, too.",
        ),
    ):
        function = option(function)
    return function


class Asker:
    """Asks the model about one document after another, and tells on stderr what came of it.

    Args:
        may_see: the strictest label that may be sent.
        ledger: the ledger whose labels hold beside what the operator says now; there may be none yet.

    Raises:
        BadSettings: the model is not configured.
        DecisionError: no such label.
    """

    def __init__(self, may_see: str, ledger: str) -> None:
        from habeas.entries import checked
        from habeas.reading.llm import read_settings

        self._may_see = checked(may_see)
        self._settings = read_settings(os.environ)
        self._labels = standing_labels(ledger)

    def with_proposals(self, claims: list[Claim], source: Any, source_id: str, label: str) -> list[Claim]:
        """The claims of a source with what the model adds to them."""
        from habeas.entries import strictest
        from habeas.reading.llm import new_ones, propose

        label = strictest((label, *self._labels.get(source.sha256, ())))
        if not self._sends(source.origin, label):
            return claims
        found = propose(
            source.text,
            source=source_id,
            published=source.published,
            outlet_name=source.outlet,
            settings=self._settings,
            language=source.language,
        )
        added = new_ones(found.claims, claims)
        dropped = ", ".join(f"{reason} {number}" for reason, number in found.dropped.items())
        total = sum(found.dropped.values())
        _tell(
            f"{source.origin}: {self._settings.model} proposed {found.kept + total}: kept {found.kept}"
            f" ({found.kept - len(added)} read already), dropped {total}"
            + (f" ({dropped})" if dropped else "")
            + (f"; it failed: {found.failure}" if found.failure else "")
        )
        return claims + added

    def _sends(self, name: str, label: str) -> bool:
        from habeas.entries import strictness

        if label == self._may_see or strictness(label) < strictness(self._may_see):
            return True
        _tell(
            f"{name}: not sent to {self._settings.model}: its handling is {label}, and --llm-may-see is {self._may_see}"
        )
        return False


def standing_labels(ledger: str) -> dict[str, tuple[str, ...]]:
    """By a document's hash the labels under which a ledger holds it; `team` besides, where it was ever withheld.

    A document that was marked once is not sent because it is read again under another name or label.
    """
    from habeas.cli.options import existing
    from habeas.errors import NoLedger
    from habeas.ledger import open_ledger

    try:
        with open_ledger(existing(ledger)) as book:
            return _labels(book.entries(kinds={"source", "decision"}))
    except NoLedger:
        return {}


def _labels(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    from habeas.entries import TEAM
    from habeas.entries.decisions import Classify, Withhold

    hashes: dict[str, str] = {}
    label: dict[str, str] = {}
    withheld: set[str] = set()
    for entry in entries:
        payload = entry.payload
        if entry.source is not None:
            hashes[entry.id], label[entry.id] = entry.source.sha256, entry.header.handling
        elif isinstance(payload, Classify):
            label.update(
                dict.fromkeys(payload.entries if payload.handling is not None else (), payload.handling or TEAM)
            )
            withheld.update(payload.entries if payload.sensitive else ())
        elif isinstance(payload, Withhold):
            withheld.update(payload.entries)
    found: dict[str, tuple[str, ...]] = {}
    for id_, digest in hashes.items():
        found[digest] = (*found.get(digest, ()), label[id_], *((TEAM,) if id_ in withheld else ()))
    return found


def _tell(line: str) -> None:
    click.echo(line, err=True)
