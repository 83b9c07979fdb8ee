import re
from pathlib import Path

import pytest

from habeas.claims import CLAIMS
from habeas.register import counts
from habeas.register.custody import AFTER, STATES
from habeas.register.inclusion import RULES
from habeas.register.views import PartyView
from habeas.site import words
from habeas.site.dates import Dates
from habeas.site.languages import SPOKEN, language
from habeas.site.words import Words

ENGLISH, FRENCH = Words(language("en")), Words(language("fr"))


@pytest.mark.parametrize(
    ("edtf", "english", "french"),
    [
        ("2018", "2018", "2018"),
        ("2018-12", "December 2018", "décembre 2018"),
        ("2018-12-10", "10 December 2018", "10 décembre 2018"),
        ("2018-12-01", "1 December 2018", "1er décembre 2018"),
        (
            "2021-02-08/2021-02-14",
            "between 8 February 2021 and 14 February 2021",
            "entre le 8 février 2021 et le 14 février 2021",
        ),
        ("2018-11/2018-12", "between November 2018 and December 2018", "entre novembre 2018 et décembre 2018"),
        ("2018/..", "2018 or later", "2018 ou après"),
        ("../2018-05-02", "2 May 2018 or earlier", "2 mai 2018 ou avant"),
        ("2018?", "2018 (uncertain)", "2018 (incertain)"),
        ("2018-12~", "December 2018 (approximately)", "décembre 2018 (approximativement)"),
        (None, "on an unknown day", "à une date inconnue"),
    ],
)
def test_dates_in_words_are_as_precise_as_the_record(edtf: str | None, english: str, french: str):
    assert ENGLISH.dates.bare(edtf) == english
    assert FRENCH.dates.bare(edtf) == french


@pytest.mark.parametrize(
    ("edtf", "english", "french"),
    [
        ("2018-12-10", ("on 10 December 2018", "since 10 December 2018", "until 10 December 2018"), ("le 10 décembre 2018", "depuis le 10 décembre 2018", "jusqu’au 10 décembre 2018")),
        ("2018-12", ("in December 2018", "since December 2018", "until December 2018"), ("en décembre 2018", "depuis décembre 2018", "jusqu’en décembre 2018")),
        (None, ("on an unknown day", "since an unknown day", "until an unknown day"), ("à une date inconnue", "depuis une date inconnue", "jusqu’à une date inconnue")),
    ],
)  # fmt: skip
def test_dates_within_sentences(edtf: str | None, english: tuple[str, ...], french: tuple[str, ...]):
    for dates, said in ((ENGLISH.dates, english), (FRENCH.dates, french)):
        assert (dates.on(edtf), dates.since(edtf), dates.until(edtf)) == said


@pytest.mark.parametrize("code", SPOKEN)
def test_an_interval_names_both_of_its_ends(code: str):
    dates = Dates(language(code))
    assert all(f" {day} " in dates.since("2021-02-08/2021-02-14") for day in (8, 14))
    assert all(f" {day} " in dates.until("2021-02-08/2021-02-14") for day in (8, 14))


def test_every_state_of_custody_and_every_kind_has_words():
    assert set(words.STATUS) == set(STATES)
    assert set(words.KINDS) == set(CLAIMS)
    assert set(words.ACTS) == set(AFTER)
    assert all(ENGLISH.word(dict.fromkeys(RULES, "x"), rule) == "x" for rule in RULES)


@pytest.mark.parametrize(
    "said",
    [
        "undated: nothing to count against",
        "bound holds (57 states)",
        "within the bounds (at least 57)",
        "inclusive counting: others besides the one named",
        "states and organisations",
        "states",
        "cannot be reconciled",
        "bound holds (26 of 27; missing HU)",
        "cannot be reconciled (26 of 27; missing none)",
        "inclusive counting: the one named apart counted twice; or states and organisations",
        "states, without the 2 of whom nobody says who they are",
        "within the bounds (at least 57); agrees with 58 said on the same day, with organisations; fewer than the 71 said on 2023-02-15",
    ],
)
def test_every_reading_of_a_claimed_number_has_words_in_french(said: str):
    assert FRENCH.reading(said) != said or said == "states"
    assert not re.search(r"missing|with|the |said|; or", FRENCH.reading(said))


def test_a_state_is_named_as_the_language_names_it_and_a_person_as_the_source_does():
    assert FRENCH.party(PartyView(name="Denmark", state="DK")) == "Danemark"
    assert FRENCH.party(PartyView(name="DK", state="DK")) == "Danemark"
    assert FRENCH.party(PartyView(name="Bo Lund", state="DK")) == "Bo Lund"
    assert FRENCH.party(PartyView(name=None, role="an official", anonymous=True)) == "an official"
    assert FRENCH.party(PartyView(name=None)) == "une personne non nommée"


def test_nobody_is_called_a_hostage_or_guilty_by_us():
    ours = " ".join(
        [*words.STATUS.values(), *words.KINDS.values(), *words.STANCES.values(), *map(str, words.ACTS.values())]
    )
    french = " ".join(FRENCH.word(table, key) for table in (words.STATUS, words.KINDS) for key in table)
    assert "hostage" not in ours
    assert "otage" not in french
    assert words.STATUS["convicted"] == "held, found guilty"


def test_every_reading_that_the_register_can_give_has_words():
    """Each piece of text that `register.counts` makes a reading of is one of the patterns."""
    made = Path(counts.__file__).read_text("utf-8")
    found = re.findall(r'f?"((?:undated|bound holds|within|inclusive|states|agrees|fewer|cannot)[^"]*)"', made)
    assert len(found) > 9
    for text in found:
        filled = re.sub(r"\{agreeing\}", "with", text)
        filled = re.sub(r"\{said\}", "26 of 27; missing HU", filled).replace("{CANNOT}", counts.CANNOT)
        filled = re.sub(r"\{on\}", "2023-02-15", filled)
        filled = re.sub(r"\{[^}]*\}", "57", filled)
        if filled not in {"states", "states_and_organisations"}:
            assert FRENCH.reading(filled) != filled, text


def test_an_instrument_is_named_as_the_language_names_it_and_no_state_is_no_state():
    content = {"subject": {"name": "Declaration Against Arbitrary Detention"}, "attribute": "targets", "value": "none"}
    said = FRENCH.content("attribute", content)
    assert said == "Déclaration contre la détention arbitraire dans les relations d’État à État\u00a0: vise aucun État"
    assert ENGLISH.value("attribute.targets", "none") == "no state"
    assert ENGLISH.value("attribute.nationality", "DK") == "Denmark"
