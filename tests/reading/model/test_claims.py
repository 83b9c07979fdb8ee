"""From scores to claims, with scores made by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.reading.model.claims import ClaimScores, FoundClaim, PersonKey, _ranked, claims_of, trades_of
from habeas.reading.model.encoding import Encoded, Window
from habeas.reading.model.frames import FRAME_OF, FRAMES, RELATION_WIDTH, RELATIONS, Candidates

TEXT = "the envoy said police arrested Anna and Berg in Brest today"
OFFSETS = [(0, 3), (4, 9), (10, 14), (15, 21), (22, 30), (31, 35), (36, 39), (40, 44), (45, 47), (48, 53), (54, 59)]
ENVOY, POLICE, ARRESTED, ANNA, AND, BERG, IN, BREST, TODAY = 1, 3, 4, 5, 6, 7, 8, 9, 10
CLS = -1
ARREST = FRAME_OF["custody", "arrested"]
ANNA_KEY, BERG_KEY, UNNAMED = ("Anna", 0), ("Berg", 0), (None, 4)
CANDIDATES = Candidates(
    persons={ANNA_KEY: [ANNA], BERG_KEY: [BERG], UNNAMED: [ENVOY]},
    states={"GH": [POLICE, AND], "PE": [BREST]},
    dates={"2019-03-04": [TODAY], "2019": [IN]},
)


def encoded() -> Encoded:
    return Encoded([300] * len(OFFSETS), [0] * len(OFFSETS), OFFSETS)


class Scores:
    """Scores of one window, [CLS] first and [SEP] last; no frame anywhere and every relation to nobody until it is said otherwise."""

    def __init__(self, window: Window | None = None) -> None:
        self.window = window or Window(0, len(OFFSETS), 0, len(OFFSETS))
        length = self.window.last - self.window.first + 2
        self.frames = np.zeros((length, len(FRAMES)), dtype=np.float32)
        self.frames[:, 0] = 20
        self.stances = np.zeros((length, 2), dtype=np.float32)
        self.stances[:, 0] = 1
        self.queries = np.zeros((length, len(RELATIONS), RELATION_WIDTH), dtype=np.float32)
        self.keys = np.zeros((length, len(RELATIONS), RELATION_WIDTH), dtype=np.float32)

    def at(self, piece: int) -> int:
        return 0 if piece == CLS else piece - self.window.first + 1

    def frame(self, piece: int, frame: int = ARREST, score: float = 40) -> "Scores":
        """A trigger whose relations all point to nobody, by a score of 5 against 0."""
        self.frames[self.at(piece), frame] = score
        self.queries[self.at(piece), :, self.at(piece)] = RELATION_WIDTH**0.5
        self.keys[0, :, self.at(piece)] = 5
        return self

    def join(self, trigger: int, relation: str, piece: int, score: float = 10) -> "Scores":
        self.keys[self.at(piece), RELATIONS.index(relation), self.at(trigger)] = score
        return self

    def read(self, found: Candidates = CANDIDATES, threshold: float = 0.5) -> list[FoundClaim]:
        scores = ClaimScores(self.window, self.frames, self.stances, self.queries, self.keys)
        return claims_of(encoded(), found, [scores], threshold=threshold)


def read_one(scores: Scores, found: Candidates = CANDIDATES) -> FoundClaim:
    (claim,) = scores.read(found)
    return claim


def words(span: tuple[int, int] | None) -> str | None:
    return TEXT[slice(*span)] if span else None


def test_without_a_frame_there_is_no_claim():
    assert Scores().read() == []


def test_a_frame_brings_a_claim_at_its_word():
    claim = read_one(Scores().frame(ARRESTED))
    assert (claim.kind, claim.label, words(claim.trigger)) == ("custody", "arrested", "arrested")
    assert claim.sure == pytest.approx(1)


def test_what_points_to_nobody_is_left_unsaid():
    claim = read_one(Scores().frame(ARRESTED))
    unsaid = (claim.state, claim.requester, claim.when, claim.place, claim.grounds, claim.speaker, claim.pointed)
    assert unsaid == (None,) * 7
    assert all(likely < 0.01 for _, likely in claim.persons)
    assert claim.joined > 0.95 and not claim.denied


def test_every_relation_is_followed():
    scores = Scores().frame(ARRESTED)
    for relation, piece in [
        ("person", BERG),
        ("state", BREST),
        ("requester", AND),
        ("when", TODAY),
        ("speaker", ENVOY),
    ]:
        scores.join(ARRESTED, relation, piece)
    for name, first, last in (("place", IN, BREST), ("grounds", ANNA, BERG)):
        scores.join(ARRESTED, f"{name}_first", first).join(ARRESTED, f"{name}_last", last)
    claim = read_one(scores)
    assert claim.persons[0][0] == BERG_KEY and claim.persons[0][1] > 0.99
    assert (claim.state, claim.requester, claim.when) == ("PE", "GH", "2019-03-04")
    assert [words(span) for span in (claim.place, claim.grounds, claim.speaker, claim.pointed)] == [
        "in Brest", "Anna and Berg", "envoy", "Brest",
    ]  # fmt: skip


def test_several_persons_may_be_joined_the_surest_first():
    claim = read_one(Scores().frame(ARRESTED).join(ARRESTED, "person", ANNA, 8).join(ARRESTED, "person", BERG, 9))
    keys: list[PersonKey] = [key for key, _ in claim.persons]
    assert keys == [BERG_KEY, ANNA_KEY, UNNAMED]
    assert [likely > 0.5 for _, likely in claim.persons] == [True, True, False]


def test_a_person_of_many_mentions_gathers_their_scores():
    often = Candidates(persons={ANNA_KEY: [ANNA, AND, IN], BERG_KEY: [BERG]}, states={}, dates={})
    scores = Scores().frame(ARRESTED)
    for piece in (ANNA, AND, IN):
        scores.join(ARRESTED, "person", piece, 5)
    claim = read_one(scores.join(ARRESTED, "person", BERG, 5), often)
    assert dict(claim.persons) == {ANNA_KEY: pytest.approx(3 / 4), BERG_KEY: pytest.approx(1 / 2)}


def test_a_state_of_two_middling_mentions_beats_one_of_a_single_higher():
    scores = Scores().frame(ARRESTED).join(ARRESTED, "state", POLICE, 7).join(ARRESTED, "state", AND, 7)
    claim = read_one(scores.join(ARRESTED, "state", BREST, 7.5))
    assert claim.state == "GH"
    assert words(claim.pointed) == "Brest"


def test_several_states_are_given_with_their_shares():
    scores = Scores().frame(ARRESTED, FRAME_OF["endorsement", "endorsed"])
    claim = read_one(scores.join(ARRESTED, "state", POLICE, 12).join(ARRESTED, "state", BREST, 12))
    assert {code for code, _ in claim.states} == {"GH", "PE"}
    assert [likely for _, likely in claim.states] == [pytest.approx(0.5, abs=0.01)] * 2
    assert claim.joined == claim.states[0][1]


def test_nobody_is_never_among_the_states():
    claim = read_one(Scores().frame(ARRESTED))
    assert claim.state is None
    assert {code for code, _ in claim.states} == {"GH", "PE"}


def test_without_candidates_everything_is_left_unsaid():
    claim = read_one(Scores().frame(ARRESTED).join(ARRESTED, "state", BREST), Candidates({}, {}, {}))
    assert (claim.persons, claim.states, claim.state, claim.when) == ((), (), None, None)
    assert claim.joined == pytest.approx(1)


def test_candidates_outside_the_window_are_not_joined():
    claim = read_one(Scores(Window(2, 7, 2, 7)).frame(ARRESTED).join(ARRESTED, "person", ANNA))
    assert [key for key, _ in claim.persons] == [ANNA_KEY]
    assert claim.persons[0][1] > 0.99
    assert [code for code, _ in claim.states] == ["GH"]


@pytest.mark.parametrize(
    ("window", "found"),
    [(Window(0, 11, 0, 5), 1), (Window(0, 11, 0, 4), 0), (Window(2, 11, 4, 11), 1), (Window(2, 11, 5, 11), 0)],
)
def test_a_window_gives_only_the_claims_that_it_owns(window: Window, found: int):
    assert [words(claim.trigger) for claim in Scores(window).frame(ARRESTED).read()] == ["arrested"] * found


def test_pieces_side_by_side_of_one_frame_are_one_trigger():
    assert [words(claim.trigger) for claim in Scores().frame(ARRESTED).frame(ANNA).read()] == ["arrested"]


def test_pieces_side_by_side_of_two_frames_are_two_claims():
    other = FRAME_OF["custody", "charged"]
    assert [claim.label for claim in Scores().frame(ARRESTED).frame(ANNA, other).read()] == ["arrested", "charged"]


def test_pieces_apart_of_one_frame_are_two_claims():
    assert len(Scores().frame(ARRESTED).frame(AND).read()) == 2


@pytest.mark.parametrize(("threshold", "found"), [(0.4, 1), (0.6, 0)])
def test_a_frame_must_be_likelier_than_the_threshold(threshold: float, found: int):
    assert len(Scores().frame(ARRESTED, score=20).read(threshold=threshold)) == found


def test_a_word_that_two_frames_share_is_as_sure_as_both_together():
    scores = Scores().frame(ARRESTED, score=20).frame(ARRESTED, FRAME_OF["custody", "detained"], score=20.5)
    claim = read_one(scores)
    assert claim.label == "detained"
    assert claim.sure == pytest.approx(1 - 1 / (2 + np.exp(0.5)), abs=1e-4)


def test_a_denial_is_told_from_an_assertion():
    scores = Scores().frame(ARRESTED).frame(AND)
    scores.stances[scores.at(AND), 1] = 2
    assert [claim.denied for claim in scores.read()] == [False, True]


def test_a_place_never_ends_before_it_begins():
    scores = Scores().frame(ARRESTED).join(ARRESTED, "place_first", BREST, 20).join(ARRESTED, "place_last", IN, 19)
    claim = read_one(scores.join(ARRESTED, "place_last", TODAY, 6))
    assert words(claim.place) == "Brest today"


@given(
    st.dictionaries(st.sampled_from("ABCDEF"), st.lists(st.integers(1, 9), max_size=4)),
    st.lists(st.floats(-20, 20, width=32), min_size=10, max_size=10),
)
def test_choices_and_nobody_share_one_probability_the_likeliest_first(
    choices: dict[str, list[int]], scores: list[float]
):
    ranked = _ranked(np.array(scores, dtype=np.float32), choices)
    assert {name for name, _ in ranked} == {None} | {name for name, pieces in choices.items() if pieces}
    assert sum(likely for _, likely in ranked) == pytest.approx(1, abs=1e-4)
    assert [likely for _, likely in ranked] == sorted((likely for _, likely in ranked), reverse=True)


def trades(scores: Scores) -> dict[str, tuple[tuple[int, int], float]]:
    made = ClaimScores(scores.window, scores.frames, scores.stances, scores.queries, scores.keys)
    return trades_of(encoded(), CANDIDATES, [made])


def test_what_a_person_does_is_pointed_to_from_the_name():
    scores = Scores().frame(ANNA).join(ANNA, "trade_first", POLICE, 30).join(ANNA, "trade_last", ARRESTED, 30)
    found = trades(scores)
    assert set(found) == {"Anna"}
    span, sure = found["Anna"]
    assert words(span) == "police arrested"
    assert sure > 0.9


def test_where_a_name_points_to_nobody_it_has_no_trade():
    assert trades(Scores().frame(ANNA)) == {}
