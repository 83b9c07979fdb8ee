import re

import pytest

from habeas.claims import CLAIMS
from habeas.register.custody import AFTER, STATES
from habeas.register.inclusion import RULES
from habeas.register.readings import LINES, line
from habeas.register.views import Clause, PartyView
from habeas.site import words
from habeas.site.dates import Dates
from habeas.site.languages import SPOKEN, language
from habeas.site.words import READINGS, Words

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


SAYS = re.compile(r"%\((\w+)\)s")


def test_every_reading_that_the_register_can_give_has_words():
    assert list(READINGS) == list(LINES)
    for says, message in READINGS.items():
        given = {"said_on" if name == "day" else name for name in SAYS.findall(message)}
        assert given == set(re.findall(r"\{(\w+)\}", LINES[says])), says


@pytest.mark.parametrize("says", READINGS)
def test_every_reading_of_a_claimed_number_has_words_in_french(says: str):
    clause = Clause(says=says, number=26, of=27, missing=("HU",), said_on="2023-02-15")
    told, english = FRENCH.reading([(clause,)]), line([(clause,)])
    assert not re.search(r"missing|with|the |said|%", told)
    assert ("26" in told) == ("26" in english) and ("27" in told) == ("27" in english)
    assert ("Hongrie" in told) == ("HU" in english)


def test_readings_and_their_clauses_are_told_apart():
    both = [
        (Clause(says="counted_twice"),),
        (Clause(says="within", number=57), Clause(says="fewer", number=71, said_on="2023")),
    ]
    assert line(both) == (
        "inclusive counting: the one named apart counted twice; or within the bounds (at least 57); fewer than the 71 said on 2023"
    )
    assert FRENCH.reading(both).count("\N{NARROW NO-BREAK SPACE}; ou bien ") == 1
    assert FRENCH.reading(both).endswith("\N{NARROW NO-BREAK SPACE}; moins que les 71 avancés en 2023")
    assert FRENCH.reading([(Clause(says="group_holds", number=27, of=27),)]).endswith(" aucun)")


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


def test_an_instrument_is_named_as_the_language_names_it_and_no_state_is_no_state():
    content = {"subject": {"name": "Declaration Against Arbitrary Detention"}, "attribute": "targets", "value": "none"}
    said = FRENCH.content("attribute", content)
    assert said == "Déclaration contre la détention arbitraire dans les relations d’État à État\u00a0: vise aucun État"
    assert ENGLISH.value("attribute.targets", "none") == "no state"
    assert ENGLISH.value("attribute.nationality", "DK") == "Denmark"
