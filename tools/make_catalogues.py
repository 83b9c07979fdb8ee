"""Keep the catalogues of messages in step with the templates, the words and the tables they come from.

    .venv/bin/python tools/make_catalogues.py          # says what is missing or unused in which language, and writes the catalogues
    .venv/bin/python tools/make_catalogues.py --check  # only says it; exit 3 when something is

A message that is no longer used goes; a new one comes in without a translation, and the tests fail until it has one.
"""

from __future__ import annotations

import argparse
import sys
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import write_po

from habeas.site.languages import FIRST, SPOKEN, catalogue
from habeas.site.messages import messages

LOCALE = Path(__file__).resolve().parent.parent / "src" / "habeas" / "site" / "locale"


def updated(code: str, template: Catalog) -> Catalog:
    """A language's catalogue with the messages of today."""
    there = LOCALE / f"{code}.po"
    found = catalogue(code) if there.exists() else Catalog(locale=code)
    found.header_comment = "# The site's messages in this language; tools/make_catalogues.py keeps their list."
    found.project, found.version, found.fuzzy = "habeas", "site", False
    found.msgid_bugs_address = found.last_translator = found.language_team = "-"
    found.update(template, no_fuzzy_matching=True, update_creation_date=False)
    found.obsolete.clear()
    return found


def main() -> int:
    """Write the catalogues; 3 when a message is untranslated."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    template, missing = messages(), 0
    for code in SPOKEN:
        if code == FIRST:
            continue
        found = updated(code, template)
        for message in found:
            if message.id and not all(message.string if message.pluralizable else [message.string]):
                missing += 1
                print(f"{code}: no translation for {message.context or ''} {message.id!r}")
        if not check:
            raw = BytesIO()
            write_po(raw, found, width=120, no_location=True)
            (LOCALE / f"{code}.po").write_bytes(raw.getvalue())
    return 3 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
