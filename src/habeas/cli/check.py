"""`habeas verify`: the record checked from its files alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import click
import msgspec

from habeas.claims import Span
from habeas.cli.options import existing, json_option, ledger_option
from habeas.cli.output import give_proof, print_json, write_whole
from habeas.cli.timestamp import authority_option
from habeas.errors import DecisionError, LedgerAltered, LedgerUnwritable
from habeas.ledger import Ledger, Problem, Verification, index_path, is_there, is_url, open_ledger, server_key_path


@click.command()
@click.option(
    "--checkpoint",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A checkpoint that you kept, of this ledger or of one that was merged into it.",
)
@click.option(
    "--write-checkpoint",
    "out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the last checkpoint there, to keep elsewhere; only if nothing is wrong.",
)
@authority_option
@ledger_option
@json_option
def verify(ledger: str, checkpoint: Path | None, out: Path | None, certificate: Path | None, *, as_json: bool) -> None:
    """Check that nothing was altered. Exit status 3 if something was."""
    from habeas.ledger.timestamps import certificates, needed

    kept = checkpoint.read_text("utf-8", "replace") if checkpoint else None
    if certificate is not None:
        needed()
    authorities = certificates(certificate.read_bytes(), str(certificate)) if certificate else []
    try:
        with open_ledger(existing(ledger)) as book:
            found = book.verify(kept, authorities)
    except LedgerAltered as error:
        found = Verification(0, "", "", "", (Problem(None, None, error.wrong),))
    if out is not None and not found.problems:
        write_whole(out, found.checkpoint)
    if as_json:
        print_json(msgspec.to_builtins(found))
    else:
        _tell(found)
    if found.problems:
        sys.exit(3)


@click.command()
@click.argument("entry")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it there instead of printing it.")
@ledger_option
def prove(entry: str, out: Path | None, ledger: str) -> None:
    """Write a proof that an entry is in the ledger, for a stranger to check with `habeas verify-proof`."""
    with open_ledger(existing(ledger)) as book:
        text = book.prove(entry).text
        key = book.verifier()
    give_proof(text, out, f"'{key}'")


@click.command("rotate-key")
@click.option("--reason", required=True, help="Why.")
@ledger_option
@json_option
def rotate_key(reason: str, ledger: str, *, as_json: bool) -> None:
    """Sign with a new key from now on. The old one vouches for it; what it signed still verifies."""
    from habeas.cli.decide import who
    from habeas.cli.options import now
    from habeas.ledger.keys import Keys
    from habeas.ledger.ledger import key_path

    path = server_key_path() if is_url(ledger) else key_path(Path(existing(ledger)))
    with open_ledger(existing(ledger), now=now, who=who()) as book:
        book.refuse_if_altered()
        new = Keys.read(path).renewed(os.urandom)
        new.beside(path)
        recorded = book.rotate_key(new, reason=reason)
        Keys.settle(path, new.verifier)
    if as_json:
        print_json({"id": recorded.id, "key": new.verifier})
    else:
        click.echo(f"{recorded.id[:12]}  new public key: {new.verifier}")


@click.command("verify-proof")
@click.argument("proof", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", required=True, metavar="KEY", help="The ledger's public key, from whoever keeps it.")
@click.option(
    "--payload", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Salt and payload, to check too."
)
@json_option
def verify_proof(proof: Path, key: str, payload: Path | None, *, as_json: bool) -> None:
    """Check a proof, without the ledger. Exit status 3 if it proves nothing."""
    from habeas.ledger.notes import given_key
    from habeas.ledger.proof import check_proof, read_proof

    by = given_key(key)
    try:
        found = read_proof(proof.read_text("utf-8", "replace"))
        checkpoint = check_proof(found, by)
        _check_payload(found.header, payload)
    except LedgerAltered as error:
        click.echo(f"habeas: {error}", err=True)
        sys.exit(3)
    told = {"origin": checkpoint.origin, "size": checkpoint.size, "index": found.index, "header": found.header.decode()}
    if as_json:
        print_json(told)
    else:
        click.echo(f"entry {found.index} of {checkpoint.size} in {checkpoint.origin}: {found.header.decode()}")


def _check_payload(header: bytes, payload: Path | None) -> None:
    """Salt and payload, as bytes in one file, must be what the header names."""
    if payload is not None:
        named = msgspec.json.decode(header)["payload_hash"]
        if sha256(payload.read_bytes()).hexdigest() != named:
            raise LedgerAltered(
                str(payload), "it is not what the entry's header names", "Ask for salt and payload again."
            )


@click.command()
@ledger_option
@json_option
def init(ledger: str, *, as_json: bool) -> None:
    """Make a ledger with keys of its own and the endorsements that ship with habeas, and print its public key."""
    from habeas.cli.import_ import written
    from habeas.ledger.ledger import key_path

    if is_there(ledger):
        raise LedgerUnwritable(f"ledger {ledger}", "there is one already", "Name another place with --ledger.")

    with written(ledger) as book:
        key = book.verifier()
    if as_json:
        print_json({"ledger": ledger, "key": key})
    else:
        click.echo(f"{ledger}  public key: {key}")
        path = server_key_path() if is_url(ledger) else key_path(Path(ledger))
        click.echo(f"keep {path} safe and apart: whoever has it can write in the ledger's name")


@click.command()
@click.argument("copy", type=click.Path(dir_okay=False, path_type=Path))
@ledger_option
def backup(copy: Path, ledger: str) -> None:
    """Copy the ledger while others write. The key is not copied: keep it elsewhere."""
    from habeas.ledger.backup import backup as make

    if is_url(ledger):
        raise LedgerUnwritable(
            "a ledger on a server", "this copies files", "Use `pg_dump`; it takes the bytes of sources too."
        )
    make(Path(existing(ledger)), copy)
    click.echo(f"{copy} and {copy}.sources")


@click.command()
@click.argument("copy", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@ledger_option
def restore(copy: Path, ledger: str) -> None:
    """Put a backup where a ledger was lost; what was erased since is erased again."""
    from habeas.ledger.backup import restore as put_back

    if is_url(ledger):
        raise LedgerUnwritable("a ledger on a server", "this copies files", "Use `psql` with what `pg_dump` wrote.")
    again = put_back(copy, Path(ledger))
    with open_ledger(ledger) as book:
        known, done = {entry.id for entry in book.entries()}, book.erased()
        going = {id_: spans for id_, spans in again.items() if id_ in known and done.get(id_) != spans}
        if going:
            book.erase(
                [id_ for id_, spans in going.items() if not spans],
                spans={id_: spans for id_, spans in going.items() if spans},
                reason="Erased before; the backup still held it",
            )
        click.echo(f"{ledger}: {book.size()} entries, {len(going)} erased again")


@click.command()
@click.argument("entries", nargs=-1, required=True, metavar="ENTRY...")
@click.option("--reason", required=True, help="Why; without personal data, because it stays.")
@click.option(
    "--span", "spans", multiple=True, metavar="START:END", help="Only this span of a source's text; may be repeated."
)
@click.option("--quotes", is_flag=True, help="Of claims: also the spans that they quote, in their sources.")
@click.option("--dry-run", is_flag=True, help="Say what would go; erase nothing.")
@ledger_option
@json_option
def erase(
    entries: Sequence[str],
    reason: str,
    spans: Sequence[str],
    ledger: str,
    *,
    quotes: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Remove entries' contents for good, or spans of a source, with what was derived from them. The record still verifies."""
    from habeas.cli.decide import who
    from habeas.cli.options import now
    from habeas.ledger.backup import list_erased
    from habeas.ledger.sqlite import discard_index

    with open_ledger(existing(ledger), now=now, who=who()) as book:
        book.refuse_if_altered()
        whole, parts = _asked(book, entries, spans, quotes=quotes)
        gone = book.erasure(whole, parts)
        if not gone.going and not gone.left:
            raise DecisionError(" ".join(entries), "it was erased before", "Nothing of it is left to erase.")
        decided = None if dry_run else book.erase(whole, spans=parts, reason=reason).id
        if not dry_run:
            list_erased(server_key_path() if is_url(ledger) else Path(ledger), book.erased())
            discard_index(index_path(ledger))
    going = [entry.id for entry in gone.going]
    left = [one.entry.id for one in gone.left]
    if as_json:
        print_json({"id": decided, "entries": going, "blanked": left, "still": gone.still})
        return
    for ids, done, planned in ((going, "erased", "would go"), (left, "blanked", "would be blanked")):
        for id_ in ids:
            click.echo(f"{id_[:12]}  {planned if dry_run else done}")
    for id_ in gone.still:
        click.echo(f"{id_[:12]}  holds the same words elsewhere: erase them there too, if they must go", err=True)


def _asked(
    book: Ledger, entries: Sequence[str], spans: Sequence[str], *, quotes: bool
) -> tuple[Sequence[str], dict[str, list[Span]]]:
    """Which entries go altogether, and which spans of which sources."""
    if spans and (len(entries) != 1 or quotes):
        raise click.UsageError("--span goes with one source, and without --quotes")
    if spans:
        return [], {entries[0]: [_span(written) for written in spans]}
    parts: dict[str, list[Span]] = {}
    for entry in map(book.entry, entries) if quotes else ():
        if entry.claim is None:
            raise click.UsageError(f"--quotes goes with claims, and {entry.id[:12]} is none, or was erased")
        for item in entry.claim.evidence:
            parts.setdefault(item.source, []).append(item.span)
    return entries, parts


def _span(written: str) -> Span:
    start, colon, end = written.partition(":")
    if not colon or not start.isdecimal() or not end.isdecimal():
        raise click.UsageError(f"--span {written}: write START:END, as in 120:134")
    return (int(start), int(end))


def _tell(found: Verification) -> None:
    for problem in found.problems:
        where = "the ledger" if problem.seq is None else f"entry {problem.seq}"
        where += f" ({problem.entry[:12]})" if problem.entry else ""
        click.echo(f"{where}: {problem.what}", err=True)
    if found.problems:
        click.echo(
            f"{len(found.problems)} {'problem' if len(found.problems) == 1 else 'problems'} in {found.entries} entries",
            err=True,
        )
        return
    click.echo(f"{found.entries} entries, nothing altered")
    if found.kept is not None:
        click.echo(f"ledger {found.kept} has grown from the kept checkpoint")
    click.echo(found.checkpoint.rstrip("\n"))
    for stamp in found.timestamps:
        how = "signature checked" if stamp.checked else "signature not checked: give --tsa-certificate"
        click.echo(f"{stamp.size} entries stamped {stamp.at or '(install the extra `timestamps` to read it)'}, {how}")
