from hypothesis import given
from hypothesis import strategies as st

from habeas.text.spans import paragraphs, sentences, trimmed


def texts(text: str) -> list[str]:
    return [text[slice(*span)] for span in sentences(text)]


def test_a_full_stop_ends_a_sentence_and_a_shortened_word_does_not():
    assert texts("Dr. Ana Silva left. She was met by Gen. Bo Lund at 3 p.m. on Monday.") == [
        "Dr. Ana Silva left.",
        "She was met by Gen. Bo Lund at 3 p.m. on Monday.",
    ]


def test_initials_of_a_state_do_not_end_a_sentence():
    assert texts("The U.S. Embassy spoke. J. R. Lund did not.") == ["The U.S. Embassy spoke.", "J. R. Lund did not."]


def test_closing_marks_stay_with_their_sentence():
    assert texts("“It is wrong.” She left. (They did not.) Nobody spoke.") == [
        "“It is wrong.”",
        "She left.",
        "(They did not.)",
        "Nobody spoke.",
    ]


def test_a_sentence_never_reaches_over_a_blank_line():
    assert texts("A headline without a stop\n\nThe text begins. It ends") == [
        "A headline without a stop",
        "The text begins.",
        "It ends",
    ]


def test_a_line_broken_within_a_sentence_is_one_sentence():
    assert texts("The man was held\nin March. He left.") == ["The man was held\nin March.", "He left."]


def test_abbreviated_months_do_not_end_a_sentence():
    assert texts("He was held on Dec. 10, 2018. He left.") == ["He was held on Dec. 10, 2018.", "He left."]


@given(st.text())
def test_sentences_cover_every_character_that_is_not_white_space_once(text: str):
    covered = [index for start, end in sentences(text) for index in range(start, end)]
    assert len(covered) == len(set(covered))
    assert {index for index, character in enumerate(text) if not character.isspace()} <= set(covered)


@given(st.text())
def test_paragraphs_are_in_order_and_trimmed(text: str):
    spans = paragraphs(text)
    assert spans == sorted(spans)
    assert all(trimmed(text, span) == span and span[0] < span[1] for span in spans)
