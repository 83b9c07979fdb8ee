"""A register with everything that a page can show: invented people and invented texts."""

from __future__ import annotations

import re

from babel.messages import Catalog

from habeas.claims import Accusation, Appeal, Attribute, Custody, Finding, Link, Party, Statement
from habeas.claims.link import LinkEnd
from habeas.entries.decisions import Same
from habeas.site.languages import Language
from habeas.site.messages import messages
from worlds import FREED, HELD, World, public_world, told

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


def crowded(number: int, wordy: int = 1) -> World:
    """One case of at least so many records: acts on many days, words of both sides and of others, appeals, findings.

    Args:
        number: of records, at least.
        wordy: how many sentences a quote has before its last.
    """
    world = public_world()
    person = Party(name="Ana Silva", state="DK", role="teacher")
    home = Party(name="Bo Lund", state="DK", role="foreign minister")
    holder = Party(name=None, state="PE", role="a spokesperson for the embassy", anonymous=True)
    other = Party(name="Karen Holt", role="lawyer")
    arbitrary = Accusation(accused="PE", of="arbitrary_detention", concerning=(person,))
    slug = next(case.slug for case in world.register().cases)
    for at in range(-(-number // 8)):
        day = f"20{10 + at % 12}-{1 + at % 9:02}-{1 + at % 28:02}"
        words = (
            f"In report {at} it is told, é à ü, in words of their own, what was said of this case on that day and why. "
            * wordy
        )
        held = Custody(person=person, act="charged", by="PE", when=day, grounds=f"charge number {at}")
        told(world, f"{words} She was charged.", held, published=day)
        told(world, f"{words} It was arbitrary.", arbitrary, published=day, speaker=home)
        told(world, f"{words} It was not arbitrary.", arbitrary, published=day, speaker=holder, stance="denies")
        for speaker in (home, holder, other):
            statement = Statement(manner="indirect", words=f"Nothing has changed since report {at}", about=(person,))
            told(world, f"{words} Nothing has changed.", statement, published=day, speaker=speaker)
        told(
            world,
            f"{words} Let her go.",
            Appeal(addressee="PE", demand="release", on_behalf_of=(person,)),
            published=day,
            speaker=home,
        )
        told(
            world,
            f"{words} The criterion is open.",
            Finding(
                case=f"case-{slug}", framework="wgad", criterion="WGAD-III", answer="unknown",
                rationale=f"Nothing is known of the trial, as of report {at}.", claims=(), as_of=day,
            ),
            published=day,
        )  # fmt: skip
    world.accept()
    world.add(Same(reason="one person", mentions=world.mentions("Ana Silva")))
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
