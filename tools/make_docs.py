"""Write the made part of reference pages: the commands and their options, the fields of claim kinds, the errors.

A page's own words stand above the line `<!-- made by tools/make_docs.py -->`; what is below is written anew. With `--check`
nothing is written, and a page that is not current fails.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from habeas import errors
from habeas.claims import CLAIMS
from habeas.cli import SECTIONS, cli
from habeas.documents import FORMATS
from habeas.exports import EXPORTS
from habeas.exports.codebook import kind_fields
from habeas.exports.datapackage import described
from habeas.exports.tables import TABLES
from habeas.register.custody import AFTER, STATES, TRANSITIONS

DOCS = Path(__file__).resolve().parent.parent / "docs" / "reference"
MARK = "<!-- made by tools/make_docs.py -->\n"


def command(name: str, one: click.Command) -> str:
    """A command's usage and options as its help prints them."""
    context = click.Context(one, info_name=f"habeas {name}", terminal_width=100)
    return f"```text\n{one.get_help(context)}\n```\n"


def commands() -> str:
    """Every command by what it is for."""
    made = []
    for title, section in SECTIONS.items():
        rows = [f"| [`{name}`](commands/{name}.md) | {told} |" for name, (_, told) in section.items()]
        made.append("\n".join([f"## {title}", "", "| command | what it does |", "|---|---|", *rows]) + "\n")
    return "\n".join(made)


def claim(kind: str, cls: type[msgspec.Struct]) -> str:
    """A kind's fields, as its class describes them."""
    told = kind_fields(kind, cls)
    rows = [f"| `{field['name']}` | {field['meaning']} | {field['form']} |" for field in told["fields"]]
    return "\n".join([told["meaning"], "", "| field | what it is | form |", "|---|---|---|", *rows]) + "\n"


def tables() -> str:
    """Every table of open data with its universe, its caveats and its columns."""
    made = []
    for table in TABLES:
        rows = [f"| `{column.name}` | {column.kind} | {described(column)} |" for column in table.columns]
        caveats = [f"- {caveat}" for caveat in table.caveats]
        head = [f"## {table.name}", "", f"{table.title}.", "", f"Universe: {table.universe}", "", *caveats]
        made.append("\n".join([*head, "", "| column | type | what it says |", "|---|---|---|", *rows]) + "\n")
    return "\n".join(made)


def error_table() -> str:
    """Every error with its code and meaning."""
    lines = ["| code | error | when |", "|---|---|---|"]
    for name in sorted(errors.__all__):
        cls = getattr(errors, name)
        lines.append(f"| `{cls.code}` | {name} | {' '.join((cls.__doc__ or '').split()).split(' Args:')[0]} |")
    return "\n".join(lines) + "\n"


def custody() -> str:
    """States, and the table of transitions act by act."""
    lines = [
        "| state | meaning |",
        "|---|---|",
        *(f"| `{state}` | {meaning} |" for state, meaning in STATES.items()),
        "",
    ]
    lines += ["| act | leads to | leaves as it is | cannot follow |", "|---|---|---|---|"]
    for act in AFTER:
        to: dict[str, list[str]] = {}
        for state, row in TRANSITIONS.items():
            after = row[act]
            to.setdefault("x" if after is None else "." if after == state else after, []).append(f"`{state}`")
        stays, never = (", ".join(to.pop(mark, [])) or "none" for mark in ".x")
        lines.append(f"| `{act}` | {', '.join(f'`{state}`' for state in to)} | {stays} | {never} |")
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """Every page with its made part."""
    made = {f"commands/{name}.md": command(name, one) for name, one in sorted(cli.commands.items())}
    made |= {f"claims/{kind}.md": claim(kind, cls) for kind, cls in CLAIMS.items()}
    made |= {
        f"formats/{name}.md": f"Media types: {', '.join(one.media_types)}. Endings: {', '.join(one.suffixes)}.\n"
        for name, one in FORMATS.items()
    }
    made |= {f"exports/{name}.md": f"{one.title}. Files: {', '.join(one.files)}.\n" for name, one in EXPORTS.items()}
    return made | {
        "errors.md": error_table(),
        "tables.md": tables(),
        "custody-states.md": custody(),
        "commands.md": commands(),
    }


def current(path: Path, made: str) -> str:
    """The page with its made part as it should be."""
    own = path.read_text("utf-8").partition(MARK)[0] if path.exists() else f"# {path.stem}\n\n"
    return own + MARK + "\n" + made


def main() -> None:
    """Write, or check."""
    stale = []
    for name, made in pages().items():
        path = DOCS / name
        text = current(path, made)
        if path.exists() and path.read_text("utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    print(f"{len(stale)} pages {'are not current: ' + ', '.join(stale) if '--check' in sys.argv else 'written'}")
    if stale and "--check" in sys.argv:
        sys.exit(1)


if __name__ == "__main__":
    main()
