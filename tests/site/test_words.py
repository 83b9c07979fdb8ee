import pytest

from habeas.claims import CLAIMS
from habeas.register.custody import AFTER, STATES
from habeas.site import words


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2018", "2018"),
        ("2018-12", "December 2018"),
        ("2018-12-10", "10 December 2018"),
        ("2021-02-08/2021-02-14", "between 8 February 2021 and 14 February 2021"),
        ("2018/..", "between 2018 and an unknown day"),
        (None, "on an unknown day"),
    ],
)
def test_dates_in_words_are_as_precise_as_the_record(edtf: str | None, said: str):
    assert words.date_words(edtf) == said


def test_every_state_of_custody_and_every_kind_has_words():
    assert set(words.STATUS) == set(STATES)
    assert set(words.KINDS) == set(CLAIMS)
    assert all(words.act_words(act) for act in AFTER)


def test_nobody_is_called_a_hostage_or_guilty_by_us():
    ours = " ".join([*words.STATUS.values(), *words.ACTS.values(), *words.KINDS.values(), *words.STANCES.values()])
    assert "hostage" not in ours
    assert words.STATUS["convicted"] == "held, found guilty"
