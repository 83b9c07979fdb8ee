"""A register with everything that a page can show: invented people and invented texts."""

from __future__ import annotations

import re

from babel.messages import Catalog

from habeas.claims import Attribute, Finding, Link, Party
from habeas.claims.link import LinkEnd
from habeas.site.languages import Language
from habeas.site.messages import messages
from worlds import FREED, HELD, World, told

DAVIT = (
    "Police in Oslo detained Davit Beridze, a Georgian engineer, in April 2020. On 2 February 2021 a court sentenced Beridze. "
    "Georgian Foreign Minister Nino Gelashvili said that his detention was arbitrary. Georgia called on Norway to release "
    "Beridze.\n\nA spokesperson for the Norwegian foreign ministry rejected accusations of arbitrary detention in the case of "
    "Beridze. Norway detained Davit Beridze, the ministry said."
)
LUCIA = (
    "Police in Copenhagen detained Lucia Quispe, a Peruvian student, on 2 June 2020. Peru called on Denmark to release Lucia Quispe. "
    'Peruvian Foreign Minister Rosa Mamani said: "Lucia Quispe is held for one reason only, and it is not a legal one."'
)
DECLARED = (
    "Denmark, Peru and 12 other countries endorsed the Declaration Against Arbitrary Detention. It is non-binding. "
    "Nearly all members of the 27-nation European Union signed the declaration."
)


def scene() -> World:
    """Three cases (one ended, one reported lately, one not for long), words of both sides, a link, a finding, endorsers."""
    world = World()
    world.read(HELD)
    world.read(FREED, published="2020-10-10", rights="quote_only")
    world.read(DAVIT, published="2021-02-10")
    world.read(LUCIA, published="2020-06-20")
    world.read(DECLARED, published="2021-02-15")
    davit = Party(name="Davit Beridze", state="GE")
    told(
        world,
        "Davit Beridze (დავით ბერიძე).",
        Attribute(subject=davit, attribute="alias", value="დავით ბერიძე"),
        published="2021-02-11",
    )
    told(
        world,
        "The detention of Lucia Quispe was an answer to that of Ana Silva, a commentator said.",
        Link(
            source=LinkEnd(person=Party(name="Ana Silva", state="DK")),
            target=LinkEnd(person=Party(name="Lucia Quispe", state="PE")),
            relation="retaliation",
        ),
        published="2020-07-01",
        speaker=Party(name=None, role="a commentator", anonymous=True),
    )
    world.accept()
    for name, by in (("Ana Silva", "PE"), ("Davit Beridze", "NO"), ("Lucia Quispe", "DK")):
        world.open(name, by)
        world.consent(name)
        world.wish(name)
    told(
        world,
        "The criterion is met.",
        Finding(
            case="case-" + next(c.slug for c in world.register().cases if c.person.name == "Davit Beridze"),
            framework="wgad",
            criterion="WGAD-III",
            answer="unknown",
            rationale="Nothing is known of the trial.",
            claims=(),
            as_of="2021-02-20",
        ),
    )
    world.accept()
    return world


_ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابثدهفغحيجكلمنوبقرستوفوخيز")


def in_arabic_script() -> Language:
    """A language from right to left for tests: dates, numbers and states of Arabic, and our messages spelt in its letters."""
    catalog = Catalog(locale="ar")
    for message in messages():
        if not message.id:
            continue
        forms = catalog.num_plurals if message.pluralizable else 1
        spelt = [_spelt(message.id[-1] if message.pluralizable else message.id)] * forms
        catalog.add(message.id, tuple(spelt) if message.pluralizable else spelt[0], context=message.context)
    return Language("ar", catalog)


def _spelt(text: str) -> str:
    parts = re.split(r"(%\(\w+\)s|%[%sd])", text)
    return "".join(part if part.startswith("%") else part.lower().translate(_ARABIC) for part in parts)
