"""From scores to quotations, with scores made by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from habeas.reading.model.decode import (
    BUCKETS,
    CONTENT,
    CUE,
    POINTERS,
    WIDTH,
    ModelQuote,
    QuoteScores,
    _best,
    _without,
    buckets,
    quotes_of,
    softmax,
)
from habeas.reading.model.encoding import Encoded, Window

TEXT = "the envoy said she was well today"
OFFSETS = [(0, 3), (4, 9), (10, 14), (15, 18), (19, 22), (23, 27), (28, 33)]
ENVOY, SAID, SHE, WELL, TODAY = 1, 2, 3, 5, 6
NEAR = np.zeros((POINTERS, BUCKETS), dtype=np.float32)
STRONG = 12.0


def encoded() -> Encoded:
    return Encoded([300] * len(OFFSETS), [0] * len(OFFSETS), OFFSETS)


class Scores:
    """Scores of one window, [CLS] first and [SEP] last; nothing is a cue until it is said to be."""

    def __init__(self, window: Window | None = None) -> None:
        self.window = window or Window(0, len(OFFSETS), 0, len(OFFSETS))
        length = self.window.last - self.window.first + 2
        self.tags = np.zeros((length, 9), dtype=np.float32)
        self.tags[:, [0, CUE, 6]] = STRONG
        self.queries = np.zeros((length, POINTERS, WIDTH), dtype=np.float32)
        self.keys = np.zeros((length, POINTERS, WIDTH), dtype=np.float32)

    def at(self, piece: int) -> int:
        return piece - self.window.first + 1

    def tag(self, piece: int, column: int, score: float = 2 * STRONG) -> "Scores":
        self.tags[self.at(piece), column] = score
        return self

    def cue(self, first: int, *inside: int) -> "Scores":
        self.tag(first, CUE + 1)
        for piece in inside:
            self.tag(piece, CUE + 2)
        return self

    def point(self, cue: int, *, content: tuple[int, int], source: tuple[int, int] | None) -> "Scores":
        """Let a cue point to the first and last piece of its words and of its source; None: to [CLS]."""
        ends = (*content, *(source or (self.window.first - 1,) * 2))
        for pointer, piece in enumerate(ends):
            self.queries[self.at(cue), pointer, self.at(cue)] = STRONG
            self.keys[self.at(piece), pointer, self.at(cue)] = STRONG * WIDTH**0.5
        for piece in range(content[0], content[1] + 1):
            self.tag(piece, CONTENT + 2)
        return self

    def read(self, threshold: float = 0.5) -> list[ModelQuote]:
        scores = QuoteScores(self.window, self.tags, self.queries, self.keys)
        return quotes_of(encoded(), [scores], NEAR, threshold=threshold)


def said() -> Scores:
    return Scores().cue(SAID).point(SAID, content=(SHE, WELL), source=(0, ENVOY))


def words(span: tuple[int, int] | None) -> str | None:
    return TEXT[slice(*span)] if span else None


def test_a_cue_points_to_its_words_and_their_source():
    (quote,) = said().read()
    assert (words(quote.content), words(quote.cue), words(quote.source)) == ("she was well", "said", "the envoy")
    assert quote.content_parts == (quote.content,)
    assert quote.sure == pytest.approx(1, abs=1e-3)


def test_without_a_cue_there_is_no_attribution():
    assert Scores().point(SAID, content=(SHE, WELL), source=(0, ENVOY)).read() == []


def test_pointing_to_the_beginning_points_to_nobody():
    (quote,) = Scores().cue(SAID).point(SAID, content=(SHE, WELL), source=None).read()
    assert quote.source is None and quote.plain()["source"] is None


def test_a_cue_of_several_pieces_is_one_cue():
    (quote,) = Scores().cue(SAID, SHE).point(SAID, content=(4, WELL), source=None).read()
    assert words(quote.cue) == "said she"


def test_two_beginnings_side_by_side_are_two_cues():
    scores = Scores().cue(SAID).cue(SHE)
    scores.point(SAID, content=(WELL, TODAY), source=None).point(SHE, content=(WELL, TODAY), source=None)
    assert [words(quote.cue) for quote in scores.read()] == ["said", "she"]


def test_a_piece_that_may_begin_a_cue_of_its_own_ends_the_one_before():
    scores = Scores().cue(SAID).point(SAID, content=(WELL, TODAY), source=None)
    scores.tag(SHE, CUE, 0).tag(SHE, CUE + 1, 1).tag(SHE, CUE + 2, 1.5)
    assert [words(quote.cue) for quote in scores.read(0.5)] == ["said she"]
    assert [words(quote.cue) for quote in scores.read(0.3)] == ["said", "she"]


def test_an_inside_without_a_beginning_is_a_cue_too():
    scores = Scores().tag(SAID, CUE + 2).point(SAID, content=(SHE, WELL), source=None)
    assert [words(quote.cue) for quote in scores.read()] == ["said"]


@pytest.mark.parametrize(("threshold", "found"), [(0.3, 1), (0.6, 0)])
def test_a_cue_must_be_likelier_than_the_threshold(threshold: float, found: int):
    scores = said().tag(SAID, CUE + 1, STRONG)  # as likely as no cue
    assert len(scores.read(threshold)) == found


def test_words_that_look_like_no_content_make_an_attribution_less_sure():
    doubtful = said()
    doubtful.tags[:, CONTENT : CONTENT + 3] = (STRONG, STRONG, 0)
    (quote,) = doubtful.read()
    assert quote.sure == pytest.approx(0.5**0.5, abs=1e-2)


def test_cue_and_source_are_no_part_of_the_words():
    (quote,) = Scores().cue(SAID).point(SAID, content=(0, WELL), source=(ENVOY, ENVOY)).read()
    assert words(quote.content) == "the envoy said she was well"
    assert [words(part) for part in quote.content_parts] == ["the ", " ", " she was well"]


@pytest.mark.parametrize(
    ("window", "found"),
    [
        (Window(0, 7, 0, 3), ["said"]),
        (Window(0, 7, 0, 2), []),
        (Window(1, 7, 2, 7), ["said"]),
        (Window(2, 7, 3, 7), []),
    ],
)
def test_a_window_gives_only_the_cues_that_it_owns(window: Window, found: list[str]):
    scores = Scores(window).cue(SAID).point(SAID, content=(SHE, WELL), source=None)
    assert [words(quote.cue) for quote in scores.read()] == found
    assert [words(quote.content) for quote in scores.read()] == ["she was well"] * len(found)


def test_plain_is_the_scorers_form():
    (quote,) = said().read()
    assert quote.plain() == {
        "content": [15, 27],
        "content_parts": [[15, 27]],
        "cue": [10, 14],
        "source": [0, 9],
        "sure": round(quote.sure, 4),
    }


FLOATS = st.floats(-50, 50, width=32)


@given(arrays(np.float32, st.tuples(st.integers(1, 5), st.integers(1, 9)), elements=FLOATS))
def test_softmax_gives_probabilities_that_keep_the_order(scores):
    likely = softmax(scores)
    assert np.allclose(likely.sum(axis=-1), 1, atol=1e-5)
    assert (likely >= 0).all()
    assert (np.take_along_axis(likely, scores.argmax(axis=-1)[:, None], -1)[:, 0] == likely.max(axis=-1)).all()


def test_softmax_bears_large_scores():
    assert softmax(np.array([1e4, 0, -1e4], dtype=np.float32)).tolist() == [1, 0, 0]


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=12))
def test_the_best_pair_is_the_greatest_of_all_that_are_in_order(scores: list[tuple[int, int]]):
    first, last = (np.array(column, dtype=np.float32) for column in zip(*scores, strict=True))
    start, end = _best(first, last)
    assert start <= end
    assert first[start] + last[end] == max(first[i] + last[j] for j in range(len(scores)) for i in range(j + 1))


SPANS = st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(SPANS, st.lists(st.none() | SPANS, max_size=2))
def test_parts_hold_every_character_outside_cue_and_source(content, holes):
    parts = _without(content, holes)
    left = set(range(*content)) - {at for hole in holes if hole for at in range(*hole)}
    covered = [at for part in parts for at in range(*part)]
    assert covered == sorted(left or set(range(*content)))


@given(st.integers(1, 300), st.data())
def test_buckets_tell_sides_apart_and_grow_with_the_distance(length: int, data):
    anchor = data.draw(st.integers(0, length - 1))
    (row,) = buckets(np.array([anchor]), length)
    assert row[anchor] == 16
    assert row.min() >= 0 and row.max() < BUCKETS
    assert (np.diff(row) >= 0).all()
    assert (row[:anchor] < 16).all() and (row[anchor + 1 :] > 16).all()
