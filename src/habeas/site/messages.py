"""Which messages the site has: those of the templates, of the words, and of the tables that pages show."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from babel.messages import Catalog
from babel.messages.extract import extract

from habeas.disclosure.cells import BIASES
from habeas.register import groups
from habeas.register.inclusion import RULES
from habeas.text.instruments import INSTRUMENTS
from habeas.text.organisations import is_organisation

_IN_TEMPLATES = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "counted": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_IN_WORDS = {
    "mark": None,
    "message": {1: None, 2: (1, (2, "c"))},
    "_say": {1: None, 2: (1, (2, "c"))},
    "say": {1: None, 2: (1, (2, "c"))},
    "messages": (1, 2),
}


def messages() -> Catalog:
    """Every message, in the order of the files and of the lines."""
    catalog = Catalog(domain="habeas")
    package = files("habeas.site")
    for template in sorted(package.joinpath("templates").iterdir(), key=lambda one: one.name):
        _add(catalog, template.name, template.read_bytes(), "jinja2.ext:babel_extract", _IN_TEMPLATES)
    for module in sorted(package.iterdir(), key=lambda one: one.name):
        if module.name.endswith(".py"):
            _add(catalog, module.name, module.read_bytes(), "python", _IN_WORDS)
    for where, text in _tables():
        catalog.add(text, locations=[(where, 1)])
    return catalog


def _tables() -> Iterator[tuple[str, str]]:
    yield from (("cells.py", bias) for bias in BIASES.values())
    yield from (("groups.csv", row.note) for row in groups.memberships() if row.note and row.standing == "disputed")
    yield from (("group_names.csv", groups.name(code)) for code in groups.codes() if not is_organisation(code))
    yield from (("inclusion.py", rule) for rule in RULES.values())
    yield from (("instruments.toml", instrument.title) for instrument in INSTRUMENTS.values())


def _add(catalog: Catalog, name: str, raw: bytes, method: str, keywords: object) -> None:
    from io import BytesIO

    options = {"trimmed": "true", "silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
    for line, message, _comments, context in extract(method, BytesIO(raw), keywords, options=options):  # type: ignore[arg-type]
        catalog.add(message, context=context, locations=[(name, line)])
