"""What a page says somebody held is, and whom its later words for that person mean."""

import pytest

from habeas.reading import read_document
from habeas.reading.found import is_of_another
from habeas.reading.lexicon import lexicon
from habeas.reading.scene import Scene


def read(text: str, published: str = "2019-03-08"):
    return read_document(text, source="s", published=published)


def told(text: str, attribute: str) -> dict[str, str]:
    claims = [claim for claim in read(text) if getattr(claim.content, "attribute", None) == attribute]
    return {claim.content.subject.name: claim.content.value for claim in claims}


APART = (
    "LUSAKA, March 8 - Zambian police detained a Danish botanist at the airport on Monday, the ministry said. "
    "Anna Berg, 29, was charged on Thursday with espionage, her lawyer said."
)


def test_nationality_is_read_where_its_word_and_the_name_stand_apart():
    assert told(APART, "nationality") == {"Anna Berg": "DK"}
    claim = next(one for one in read(APART) if getattr(one.content, "attribute", None) == "nationality")
    quotes = [item.quote for item in claim.evidence]
    assert any("Danish" in quote for quote in quotes)
    assert any("Anna Berg" in quote for quote in quotes)


def test_of_those_who_are_not_held_no_nationality_is_read_from_afar():
    text = (
        "Zambian police detained the Danish botanist Anna Berg in Lusaka on Monday. A Peruvian choir sang outside. "
        "Carla Quispe, who runs the hotel, saw the car leave."
    )
    assert told(text, "nationality") == {"Anna Berg": "DK"}


def test_no_claim_is_the_occupation_of_a_citizen_or_of_a_lawyer_who_is_not_held():
    text = "Zambian police arrested Danish citizen Anna Berg, a botanist, in Lusaka on Monday. Her lawyer, Joseph Banda, asked for bail."
    assert told(text, "occupation") == {"Anna Berg": "botanist"}


@pytest.mark.parametrize("form", ["J. Banda", "Joseph Banda"])
def test_a_shortened_name_is_the_one_that_was_named(form):
    text = f"Danish police arrested Joseph Mwale Banda, a Zambian nurse, in Aarhus on Monday. {form} was charged with theft on Tuesday."
    names = {claim.content.person.name for claim in read(text) if claim.kind == "custody"}
    assert names == {"Joseph Mwale Banda"}


def test_the_described_is_whom_the_page_named():
    text = (
        "For Zacarias Muianga it cannot wait: the Mozambican deminer was seized by intelligence officers outside Herat on Sunday. "
        "Afghan police say that they hold nobody. Zacarias Muianga is a Mozambican."
    )
    custody = [claim for claim in read(text) if claim.kind == "custody" and claim.content.act == "detained"]
    assert custody
    assert {claim.content.person.name for claim in custody} == {"Zacarias Muianga"}


@pytest.mark.parametrize(
    "text",
    [
        "Cuban prosecutors charged Bhutanese archer Karma Wangdi on Friday. Wangdi, who was in Havana for a tournament, will be tried in May.",
        "Cuban prosecutors charged Bhutanese archer Karma Wangdi on Friday. His trial may begin in April.",
        "Cuban prosecutors charged Bhutanese archer Karma Wangdi on Friday. His trial has yet to open.",
    ],
)
def test_a_trial_that_may_begin_has_not(text):
    assert {claim.content.act for claim in read(text) if claim.kind == "custody"} == {"charged"}


SCANNED = (
    "A PRINTED PAGE\n\nThe Bangla-\ndeshi police arrested the Lithuanian engineer Jonas Petraitis in March 2022 for photo-\ngraphing a ferry. "
    "The court sent hirn to a prison in KUWAlT, his lawyer said."
)


def test_a_scanned_page_is_read_mended_and_quoted_as_it_stands():
    claims = read(SCANNED, "2022-09-30")
    for claim in claims:
        claim.check_spans("s", SCANNED)
    arrest = next(claim for claim in claims if claim.kind == "custody" and claim.content.act == "arrested")
    assert arrest.content.by == "BD"
    assert "photo-\ngraphing" in arrest.evidence[0].quote
    start, end = arrest.content.person.span
    assert SCANNED[start:end] == "Jonas Petraitis"


@pytest.mark.parametrize(
    ("text", "word", "other", "apart"),
    [
        ("Joseph Banda said that the arrest was lawful. Anna Berg was held in Aarhus.", "arrest", None, True),
        ("Anna Berg was held in Aarhus. Joseph Banda said that the arrest was lawful.", "arrest", None, False),
        ("Anna Berg was held. A court sentenced Joseph Banda to a year.", "sentenced", "Joseph Banda", True),
        ("Anna Berg was held. A court sentenced Joseph Banda and a Zambian cook.", "sentenced", "Joseph Banda", False),
        ("Anna Berg was held. Joseph Banda, a judge, sentenced her.", "sentenced", None, False),
        ("Anna Berg was held. He was sentenced on Monday.", "sentenced", "Joseph Banda", False),
        ("Anna Berg was held. Berg was sentenced on Monday.", "sentenced", None, False),
        ("They were held after Anna Berg had been sentenced.", "held", None, True),
        ("Joseph Banda was held with Anna Berg after a raid.", "held", "Joseph Banda", False),
        ("Anna Berg was held. Anna Mwale was sentenced on Monday.", "sentenced", "Anna Mwale", True),
    ],
)
def test_whom_a_sentence_does_not_mention_is_not_meant_where_it_names_another(
    text: str,
    word: str,
    other: str | None,
    apart: bool,  # noqa: FBT001  pytest gives it by name
):
    scene = Scene(text, None, lexicon("en"))
    at = text.index(word)
    trigger = (at, at + len(word))
    assert is_of_another(scene, trigger, "Anna Berg", [(trigger, other)] if other else []) is apart
