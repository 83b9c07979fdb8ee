"""The demonstration: real documents in, a register and a site out, by the same commands that anybody types.

It begins anew each time, in `demo/`.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import shlex
import shutil
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

from habeas.cli import cli

HERE = Path(__file__).resolve().parent.parent
EXAMPLES = HERE / "examples" / "declaration-2021"
SEEDS = HERE.parent / "shared" / "seeds"
LEDGER = Path("demo") / "habeas.db"
SITE = Path("demo") / "site"


def habeas(*arguments: str, shown: bool = True) -> str:
    """Run one command and give what it prints; a failure ends the demonstration."""
    if shown:
        print(f"$ habeas {shlex.join(arguments)}", flush=True)
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        cli.main(args=[*arguments, "--ledger", str(LEDGER)], prog_name="habeas", standalone_mode=False)
    return output.getvalue()


def told(text: str, *, limit: int | None = None) -> None:
    """Print what a command printed, indented; a long answer is cut, and says so."""
    lines = text.splitlines()
    for line in lines[:limit]:
        print(f"  {line}")
    if limit is not None and len(lines) > limit:
        print(f"  ... and {len(lines) - limit} lines more")


def read_documents(decisions: dict[str, Any]) -> list[str]:
    """Read every document and table; the ids of the sources."""
    documents = decisions["document"]
    for number, document in enumerate(documents, start=1):
        path = str((EXAMPLES / document["file"]).relative_to(HERE))
        titled = ("--title", document["title"]) if "title" in document else ()
        print(f"[{number}/{len(documents)}]", end=" ")
        print(" ", habeas("read", path, *titled, "--rights", "open", "--handling", "public").splitlines()[0])
    for path in sorted(SEEDS.glob("*.txt")):
        print(f"$ habeas read {path.name} --handling public  (the article that habeas was asked for)")
        print(" ", habeas("read", str(path), "--handling", "public", shown=False).splitlines()[0])
    for table in decisions["tables"]:
        made = habeas("import", f"reference:{table}", "--handling", "public").splitlines()
        told(f"{len(made)} claims")
    return _sources()


def _sources() -> list[str]:
    """Every source that a claim in the ledger rests on."""
    from habeas.ledger import open_ledger

    with open_ledger(LEDGER) as ledger:
        return [entry.id for entry in ledger.entries(kinds={"source"})]


def decide(decisions: dict[str, Any], sources: list[str]) -> None:
    """Take the decisions that the example ships."""
    named = [f"source:{source}" for source in sources]
    print(f"$ habeas accept source:... ({len(named)} documents and tables) --reason '{decisions['accept']['reason']}'")
    habeas("accept", *named, "--reason", decisions["accept"]["reason"], shown=False)
    for person in decisions["person"]:
        name, why = person["name"], person["why"]
        habeas("same", name, "--reason", "One person: same name, nationality and custody")
        allegers = [word for alleger in person["alleged_by"] for word in ("--alleged-by", alleger)]
        opening = ("--by", person["by"], "--rule", person["rule"], *allegers, "--reason", why, "--handling", "public")
        habeas("open-case", name, *opening)
        habeas("consent", name, "--given", "--given-by", "own_publicity", "--reason", why, shown=False)
        habeas("wish", name, "public", "--expressed-by", "own_publicity", "--reason", why)


def show() -> None:
    """Show what the register holds."""
    print("\nWhat the launch article became:")
    launch = next(line.split()[0] for line in _source_lines() if "launch.txt" in line)
    told(habeas("source", launch))
    print("\nWho is held, by whom, since when:")
    told(habeas("cases"))
    print("\nWho stood behind the Declaration on 16 February 2021:")
    told(habeas("endorsements", "--group", "EU", "--as-of", "2021-02-16"))
    print("\nWhat is contested:")
    told(habeas("contested"), limit=14)
    print("\nIs the record whole?")
    print(" ", habeas("verify").splitlines()[0])


def _source_lines() -> list[str]:
    from habeas.ledger import open_ledger

    with open_ledger(LEDGER) as ledger:
        found = [(entry.id, entry.source) for entry in ledger.entries(kinds={"source"})]
    return [f"{id_} {source.origin}" for id_, source in found if source is not None]


def publish() -> Path:
    """Publish the site; the page to open first."""
    told(habeas("publish", str(SITE)), limit=1)
    launch = next(line.split()[0] for line in _source_lines() if "launch.txt" in line)
    return SITE / "sources" / f"{launch[:12]}.html"


def main() -> None:
    """Run it all."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    os.chdir(HERE)
    began = time.monotonic()
    shutil.rmtree("demo", ignore_errors=True)
    Path("demo").mkdir()
    decisions = tomllib.loads((EXAMPLES / "decisions.toml").read_text("utf-8"))
    decide(decisions, read_documents(decisions))
    show()
    first = publish()
    print(f"\nDone in {time.monotonic() - began:.0f} seconds. Open first: {first}")
    print("That is the launch article; its highlighted words link to the records they became.")
    print(f"Preview the whole site: .venv/bin/habeas serve --ledger {LEDGER}")


if __name__ == "__main__":
    sys.exit(main())
