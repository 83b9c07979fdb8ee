"""What a trigger may be, and what it may be joined to."""

from typing import get_args

from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import BertPreTokenizer

from habeas.claims.custody import CustodyAct
from habeas.claims.speech import AccusationOf, Demand
from habeas.reading.lexicon import lexicon
from habeas.reading.model.encoding import encode
from habeas.reading.model.frames import FRAME_OF, FRAMES, RELATIONS, candidates
from habeas.reading.scene import Scene

TEXT = (
    "Ghanaian police detained Anna Berg in Lyon on 4 March 2019. Berg was freed by Ghana on 6 March 2019. "
    "The European Union welcomed it; two Danish hikers were not so lucky on 4 March 2019."
)


def joined() -> tuple[dict[tuple[str | None, int], set[str]], dict[str, list[str]], dict[str, list[str]]]:
    """The candidates of the text, each with the words of the pieces at which it is mentioned."""
    words = Tokenizer(WordLevel({"[UNK]": 100}, unk_token="[UNK]"))  # noqa: S106  no password
    words.pre_tokenizer = BertPreTokenizer()
    encoded = encode(TEXT, words)
    found = candidates(Scene(TEXT, None, lexicon("en")), encoded)

    def told(pieces: list[int]) -> list[str]:
        return [TEXT[slice(*encoded.offsets[piece])] for piece in pieces]

    return (
        {key: set(told(pieces)) for key, pieces in found.persons.items()},
        {code: told(pieces) for code, pieces in found.states.items()},
        {edtf: told(pieces) for edtf, pieces in found.dates.items()},
    )


def test_the_first_frame_is_none_and_no_frame_stands_twice():
    assert FRAMES[0] == ("none", "")
    assert [FRAME_OF[frame] for frame in FRAMES] == list(range(len(FRAMES)))
    assert len(set(RELATIONS)) == len(RELATIONS)


def test_every_act_demand_and_accusation_has_its_frame():
    for kind, words in (("custody", CustodyAct), ("appeal", Demand), ("accusation", AccusationOf)):
        assert {label for of, label in FRAMES if of == kind} == set(get_args(words))


def test_a_person_is_one_candidate_with_all_mentions():
    persons, _, _ = joined()
    assert persons["Anna Berg", 0] == {"Anna", "Berg"}


def test_the_unnamed_are_candidates_by_where_they_stand():
    persons, _, _ = joined()
    assert persons[None, TEXT.index("two Danish")] == {"hikers"}


def test_a_state_is_one_candidate_however_the_text_names_it_by_its_places_too():
    _, states, _ = joined()
    assert sorted(states["GH"]) == ["Ghana", "Ghanaian"]
    assert states["FR"] == ["Lyon"]
    assert states["EU"] == ["European"]


def test_a_date_is_one_candidate_by_what_it_means():
    _, _, dates = joined()
    assert dates == {"2019-03-04": ["4", "4"], "2019-03-06": ["6"]}
