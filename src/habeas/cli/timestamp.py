"""`habeas timestamp`: a time-stamping authority's word on the last checkpoint."""

from __future__ import annotations

import time
from pathlib import Path

import click

from habeas.cli.options import existing, json_option, ledger_option
from habeas.cli.output import print_json
from habeas.errors import NotStamped

SECONDS = 20.0
"""An authority that has not answered by then has not answered."""

authority_option = click.option(
    "--tsa-certificate",
    "certificate",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The certificates of time-stamping authorities, in PEM, root included: their signatures are checked.",
)


@click.command()
@click.option("--tsa", envvar="HABEAS_TSA", metavar="URL", help="The authority's address.  [default: $HABEAS_TSA]")
@authority_option
@ledger_option
@json_option
def timestamp(tsa: str | None, certificate: Path | None, ledger: str, *, as_json: bool) -> None:
    """Have a time-stamping authority (RFC 3161) sign the last checkpoint. It learns a hash, and nothing of the ledger."""
    from habeas.ledger import open_ledger
    from habeas.ledger.timestamps import answered, asked, certificates, needed

    if tsa is None:
        raise click.UsageError("--tsa is needed: the address of a time-stamping authority")
    needed()
    known = certificates(certificate.read_bytes(), str(certificate)) if certificate else []
    with open_ledger(existing(ledger)) as book:
        book.refuse_if_altered()
        note = book.checkpoint()
        if not note:
            raise NotStamped(f"ledger {ledger}", "it has no checkpoint yet", "Record something first.")
        size, question = int(note.split("\n")[1]), asked(note)
        answer = ask(tsa, question.as_bytes())
        at = answered(answer, question, note, known)
        book.add_timestamp(size, answer)
    if as_json:
        print_json({"size": size, "at": at, "checked": bool(known)})
        return
    click.echo(f"{size} entries, stamped {at}")
    if not known:
        click.echo("its signature was not checked: give the authority's certificates with --tsa-certificate", err=True)


def ask(url: str, question: bytes, seconds: float | None = None) -> bytes:
    """What an authority answers.

    Raises:
        NotStamped: it does not, not in time, not with a time stamp, or with more than one can have.
    """
    import httpx

    from habeas.ledger.timestamps import LARGEST, QUERY, REPLY

    limit = SECONDS if seconds is None else seconds
    until, answer = time.monotonic() + limit, b""
    again = "Try again later, or ask another authority with --tsa."
    try:
        with httpx.stream(
            "POST", url, content=question, headers={"Content-Type": QUERY, "Accept": REPLY}, timeout=limit
        ) as response:
            if response.status_code != httpx.codes.OK:
                raise NotStamped(url, f"it answers with status {response.status_code}", again)
            for part in response.iter_bytes():
                answer += part
                if len(answer) > LARGEST:
                    raise NotStamped(url, f"it answers with more than {LARGEST} bytes", again)
                if time.monotonic() > until:
                    raise NotStamped(url, f"it has not answered within {limit:g} seconds", again)
    except httpx.TimeoutException as error:
        raise NotStamped(url, f"it has not answered within {limit:g} seconds", again) from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise NotStamped(url, f"it cannot be asked: {str(error).rstrip('.')}", "Check the address.") from error
    return answer
