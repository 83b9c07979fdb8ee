"""Text as the model sees it: states masked, shapes beside pieces, windows that cover every piece once."""

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from habeas.reading.model.encoding import (
    BEGIN,
    END,
    LOWER,
    MASKS,
    OTHER,
    QUOTED,
    SHAPES,
    TITLE,
    Encoded,
    Window,
    encode,
    windows,
)
from habeas.text.spans import sentences
from habeas.text.states import STATES, StateMention, find_states

WORDS = "police of the held anna berg said she was well in to and near ##land ##ish ##s . , “ ” ' -".split()
FIRST_WORD = 200


@cache
def tokenizer() -> Tokenizer:
    """Word pieces by a few words; everything else letter by letter, as names that no vocabulary has."""
    letters = [form for letter in "abcdefghijklmnopqrstuvwxyz0123456789" for form in (letter, "##" + letter)]
    vocabulary = {"[UNK]": 100, "[CLS]": BEGIN, "[SEP]": END}
    vocabulary |= {f"[unused{number}]": number for number in range(1, 10)}
    vocabulary |= {word: number for number, word in enumerate(dict.fromkeys(WORDS + letters), start=FIRST_WORD)}
    made = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))  # noqa: S106  no password
    made.normalizer = BertNormalizer(lowercase=True)
    made.pre_tokenizer = BertPreTokenizer()
    return made


def seen(text: str) -> Encoded:
    return encode(text, tokenizer())


def pieces(text: str) -> list[str]:
    return [text[slice(*span)] for span in seen(text).offsets]


def masked(text: str) -> list[tuple[str, int]]:
    encoded = seen(text)
    return [
        (text[slice(*span)], number) for number, span in zip(encoded.ids, encoded.offsets, strict=True) if number < 100
    ]


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("Bosnia and Herzegovina", "name"),
        ("South Korea", "name"),
        ("Danish", "demonym"),
        ("Danes", "nationals"),
        ("Ottawa", "capital"),
        ("Tunis", "capital"),
    ],
)
def test_a_state_of_however_many_words_is_one_piece_by_its_form(words: str, form: str):
    assert masked(f"The police of {words} held Anna Berg.") == [(words, MASKS[form])]


def test_a_listed_city_is_masked_as_a_capital_is():
    assert masked("Anna Berg was held in Lyon.") == [("Lyon", MASKS["capital"])]


def test_every_mention_is_masked_by_itself():
    assert [words for words, _ in masked("Denmark, Danish and Copenhagen; Denmark.")] == [
        "Denmark",
        "Danish",
        "Copenhagen",
        "Denmark",
    ]


def test_a_state_within_a_place_is_masked_with_it():
    assert masked("Anna Berg was held in Santiago de Cuba.") == [("Santiago de Cuba", MASKS["place"])]
    assert masked("Anna Berg was held in Port Sudan.") == [("Port Sudan", MASKS["place"])]


def test_what_was_found_already_is_not_sought_again():
    text = "Danish police of Lyon held her."
    assert (
        encode(text, tokenizer(), states=[], places=[], quoted=[]).ids
        == tokenizer().encode(text, add_special_tokens=False).ids
    )
    assert encode(text, tokenizer(), states=find_states(text)).ids == seen(text).ids


def test_a_piece_that_a_mention_cuts_through_is_masked_whole():
    encoded = encode(
        "the police held", tokenizer(), states=[StateMention((3, 6), "GH", "name"), StateMention((7, 9), "PE", "name")]
    )
    assert (encoded.ids[1:2], encoded.offsets) == ([MASKS["name"]], [(0, 3), (3, 10), (11, 15)])


def test_the_possessive_stays_beside_the_mask():
    assert pieces("Denmark's police") == ["Denmark", "'", "s", "police"]


def forms(text: str) -> list[str]:
    return [mention.form for mention in find_states(text)]


NAMED = [state.names[0] for state in STATES.values() if forms(f"Police of {state.names[0]} held her.") == ["name"]]
ADJECTIVES = [
    d for state in STATES.values() for d in state.demonyms[:1] if forms(f"The {d} police held her.") == ["demonym"]
]
TEXT = "Police of {0} held Anna Berg in {1}. “She was well,” {0} said. {1} and {0} said."


def test_nearly_every_state_takes_part_in_these_tests():
    assert len(NAMED) > 0.95 * len(STATES)
    assert len(ADJECTIVES) > 0.9 * len(STATES)


@given(st.sampled_from(NAMED), st.sampled_from(NAMED))
def test_exchanging_two_states_gives_the_same_pieces_and_shapes(one: str, other: str):
    there, back = seen(TEXT.format(one, other)), seen(TEXT.format(other, one))
    assert (there.ids, there.shapes) == (back.ids, back.shapes)


@given(st.sampled_from(ADJECTIVES), st.sampled_from(ADJECTIVES))
def test_exchanging_two_demonyms_gives_the_same_pieces_and_shapes(one: str, other: str):
    there, back = seen(f"The {one} police held her."), seen(f"The {other} police held her.")
    assert (there.ids, there.shapes) == (back.ids, back.shapes)


def test_shapes_tell_capitals_and_quotation_marks():
    text = "Anna said “She was 7.” and held"
    shapes = dict(zip(pieces(text), seen(text).shapes, strict=True))
    assert (shapes["and"], shapes["said"], shapes["7"]) == (LOWER, LOWER, OTHER + QUOTED)
    assert (shapes["Anna"], shapes["She"], shapes["was"]) == (TITLE, TITLE + QUOTED, LOWER + QUOTED)
    assert (shapes["“"], shapes["”"]) == (OTHER + QUOTED, OTHER + QUOTED)


BITS = [
    "Anna ",
    "Berg ",
    "held ",
    "Denmark ",
    "Danish ",
    "Bosnia and Herzegovina",
    "Santiago de Cuba",
    "Lyon",
    "-",
    "’s ",
    ". ",
    "“",
    "”",
    "\n\n",
    "É ",
    "7 ",
]
TEXTS = st.lists(st.sampled_from(BITS), max_size=40).map("".join)


@given(TEXTS)
def test_pieces_are_in_order_apart_and_of_known_shapes(text: str):
    encoded = seen(text)
    assert len(encoded.ids) == len(encoded.shapes) == len(encoded.offsets)
    assert all(0 <= start < end <= len(text) for start, end in encoded.offsets)
    assert all(one[1] <= other[0] for one, other in pairwise(encoded.offsets))
    assert all(0 <= shape < SHAPES for shape in encoded.shapes)


@given(TEXTS)
def test_no_letter_of_a_state_is_seen_outside_its_mask(text: str):
    encoded = seen(text)
    for mention in find_states(text):
        covering = encoded.covering(mention.span)
        assert covering is not None
        assert covering[1] - covering[0] == 1
        assert encoded.ids[covering[0]] in MASKS.values()


@given(TEXTS, st.integers(0, 60), st.integers(1, 30))
def test_covering_gives_exactly_the_pieces_that_overlap(text: str, start: int, length: int):
    encoded = seen(text)
    span = (start, start + length)
    overlapping = [i for i, (first, last) in enumerate(encoded.offsets) if first < span[1] and span[0] < last]
    covering = encoded.covering(span)
    assert (list(range(*covering)) if covering else []) == overlapping


SENTENCES = st.lists(
    st.integers(0, 9).map(lambda count: "Anna " + "held " * count + "well."), min_size=1, max_size=12
).map(" ".join)
SIZES = st.integers(8, 40).flatmap(lambda longest: st.tuples(st.just(longest), st.integers(1, longest // 2)))


def cut(text: str, longest: int, overlap: int) -> tuple[Encoded, list[Window]]:
    encoded = seen(text)
    return encoded, windows(encoded, text, longest=longest, overlap=overlap)


@given(SENTENCES, SIZES)
def test_windows_own_every_piece_exactly_once(text: str, sizes: tuple[int, int]):
    encoded, made = cut(text, *sizes)
    owned = [piece for window in made for piece in range(window.first_own, window.last_own)]
    assert owned == list(range(len(encoded.ids)))


@given(SENTENCES, SIZES)
def test_windows_are_no_longer_than_asked_and_hold_what_they_own(text: str, sizes: tuple[int, int]):
    _, made = cut(text, *sizes)
    for window in made:
        assert 0 < window.last - window.first <= sizes[0]
        assert window.first <= window.first_own <= window.last_own <= window.last


@given(SENTENCES, SIZES)
def test_a_window_begins_at_a_sentence_wherever_one_begins_in_the_overlap(text: str, sizes: tuple[int, int]):
    encoded, made = cut(text, *sizes)
    begins = {encoded.covering(span)[0] for span in sentences(text)}  # type: ignore[index]
    for before, window in pairwise(made):
        near = [b for b in begins if max(before.first + 1, before.last - sizes[1]) <= b < before.last]
        assert window.first == min(near, default=before.last - min(sizes[1], before.last - before.first - 1))


def test_a_window_begins_with_the_first_sentence_of_the_overlap_and_ends_with_the_last_that_fits():
    text = "Anna was well. " * 12  # four pieces each
    _, made = cut(text, 22, 11)
    assert [(window.first, window.last) for window in made] == [(0, 20), (12, 32), (24, 44), (36, 48)]
    assert [window.first_own for window in made] == [0, 16, 28, 40]


def test_a_text_that_fits_is_one_window():
    encoded, made = cut("Anna held her.", 40, 8)
    assert made == [Window(0, len(encoded.ids), 0, len(encoded.ids))]
