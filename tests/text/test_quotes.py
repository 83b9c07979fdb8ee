import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.text.quotes import quotations


def inner(text: str) -> list[str]:
    return [text[slice(*quotation.inner)] for quotation in quotations(text)]


@pytest.mark.parametrize(
    "text",
    [
        "He said “this is wrong” twice.",
        'He said "this is wrong" twice.',
        "He said « this is wrong » twice.",
        "He said „this is wrong“ twice.",
        "He said ‘this is wrong’ twice.",
    ],
)
def test_every_style_of_marks(text: str):
    assert inner(text) == ["this is wrong"]


def test_marks_within_marks_belong_to_the_outer_quotation():
    assert inner("“They call it ‘megaphone talk’ at home,” she said.") == ["They call it ‘megaphone talk’ at home,"]


def test_apostrophes_quote_nothing():
    assert inner("The workers’ rights and Ana’s brother's house aren’t here.") == []


def test_a_quotation_over_two_paragraphs_gives_one_for_each():
    assert inner("“It began in March.\n\n“It went on,” she said.") == ["It began in March.", "It went on,"]


def test_an_opening_mark_that_nothing_closes_quotes_nothing():
    assert inner("She said “nothing more.\n\nHe left.") == []


@given(st.text(alphabet="ab “”\"'‘’«».\n"))
def test_quotations_are_in_order_within_the_text_and_without_their_marks(text: str):
    found = quotations(text)
    assert [q.outer for q in found] == sorted(q.outer for q in found)
    for quotation in found:
        assert quotation.outer[0] < quotation.inner[0] < quotation.inner[1] <= quotation.outer[1] <= len(text)
