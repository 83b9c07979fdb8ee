"""The words of a text, found quickly, are those that a pattern finds."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st
from test_checks import found, secrets

from habeas.disclosure.written import in_plain_letters, written

TEXTS = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("aZ09_ -<>&.\n\u00e9\u0415\u738b\u0301\u00b2")))


@given(TEXTS)
@example("Éva_Roth, Ева·Рот² a1B\u2028王小明\x1cx")
def test_words_are_what_a_pattern_finds(text: str):
    words = written(text)
    assert words.different == set(re.findall(r"[^\W_]+", text))
    assert words.words == [in_plain_letters(word) for word in re.findall(r"[^\W_]+", text)]
    assert words.known == set(words.words)
    assert words.of_letters == set(re.findall(r"[^\W\d_]+", text))


@given(st.text(alphabet="09afAFg_-é", max_size=90))
@example("g" + "0a" * 20)
@example("0" * 65 + "-" + "f" * 64)
def test_ids_are_what_a_pattern_finds(text: str):
    assert written(text).ids == {one for one in re.findall(r"[0-9a-f]{16,}", text) if len(one) <= 64}


def test_what_tags_part_is_read_together_wherever_a_secret_may_stand_in_it():
    known = secrets("王小明", "Нина Петрова")
    for inside in ("Eva</b> <i>Roth", "Roth<br>Eva", "Eva&nbsp;Roth", "&#69;va Roth", "Nina<br>Petrova", "王小明"):
        assert found("index.html", f"<p>Nina and <b>{inside}</i></p>", known) == ["names"], inside
    for inside in ("Eva</b> and <i>Roth", "Eva &amp; Max Roth", "Nina<br>And Petrova"):
        assert found("index.html", f"<p>{inside}</p>", known) == [], inside
