"""From the model's attributions to those that claims are made from: manner, bounds, and what quotation marks alone show."""

from itertools import pairwise

import pytest

from habeas.reading.lexicon import lexicon
from habeas.reading.model.decode import ModelQuote
from habeas.reading.quoted import SURE, SURE_DIRECT, Quoted, attributed, quoted
from habeas.reading.scene import Scene
from habeas.text.quotes import quotations


def span(text: str, words: str) -> tuple[int, int]:
    assert text.count(words) == 1, words
    start = text.index(words)
    return start, start + len(words)


def quote(
    text: str, content: str, cue: str, source: str | None = None, *, parts: tuple[str, ...] = (), sure: float = 0.9
) -> ModelQuote:
    return ModelQuote(
        content=span(text, content),
        content_parts=tuple(span(text, part) for part in parts or (content,)),
        cue=span(text, cue),
        source=span(text, source) if source else None,
        sure=sure,
    )


def read(text: str, *found: ModelQuote) -> list[Quoted]:
    return quoted(text, quotations(text), list(found))


def words(text: str, one: Quoted) -> str:
    return text[slice(*one.content)]


@pytest.mark.parametrize(
    ("text", "content", "manner"),
    [
        ("“They will let her go soon,” the envoy said.", "They will let her go soon,", "direct"),
        (
            "The envoy said she was well and would be home by spring.",
            "she was well and would be home by spring",
            "indirect",
        ),
        (
            "The envoy said she was “quite well” and would be home by spring.",
            "she was “quite well” and would be home by spring",
            "mixed",
        ),
    ],
)
def test_manner_follows_how_much_stands_between_marks(text: str, content: str, manner: str):
    (one,) = read(text, quote(text, content, "said", "he envoy"))
    assert one.manner == manner


def test_nearly_all_between_marks_is_direct():
    text = "The envoy said “we have seen her twice this month in the clinic now”, too."
    (one,) = read(text, quote(text, "“we have seen her twice this month in the clinic now”, too", "said"))
    assert one.manner == "direct"


CUT = "In Minsk “They will let her go soon,” the envoy said."


@pytest.mark.parametrize(
    "content", ["They will let her go soon", "“They will let her go soon,”", "will let her go soon"]
)
def test_marks_set_the_bounds_of_what_the_model_cut_short(content: str):
    (one,) = read(CUT, quote(CUT, content, "said", "envoy"))
    assert words(CUT, one) == "“They will let her go soon,”"


def test_words_that_only_touch_a_quotation_stay_as_found():
    (one,) = read(CUT, quote(CUT, "go soon,” the", "said", "envoy"))
    assert words(CUT, one) == "go soon,” the"


def test_words_without_marks_only_lose_white_space():
    text = "The envoy said  she was well . Nothing else."
    (one,) = read(text, quote(text, "  she was well ", "said"))
    assert words(text, one) == "she was well"


def test_a_quotation_around_its_cue_is_direct_in_two_parts():
    text = "“She is well,” the envoy said of Anna. “We saw her.”"
    (one,) = read(
        text, quote(text, text, "said", "he envoy", parts=("“She is well,” ", "the", " of Anna. “We saw her.”"))
    )
    assert one.manner == "direct"
    assert [text[slice(*part)] for part in one.parts] == ["“She is well,”", "“We saw her.”"]
    assert words(text, one) == text


def test_parts_of_an_indirect_attribution_stay_as_the_model_cut_them():
    text = "She was, the envoy said, quite well."
    found = quote(text, "She was, the envoy said, quite well", "said", "the envoy", parts=("She was, ", ", quite well"))
    (one,) = read(text, found)
    assert one.parts == found.content_parts


@pytest.mark.parametrize(
    ("text", "content", "least"),
    [
        ("“We saw her at the clinic,” he said.", "We saw her at the clinic,", SURE_DIRECT),
        ("He said she was well.", "she was well", SURE),
    ],
)
def test_less_certainty_will_do_between_marks(text: str, content: str, least: float):
    assert len(read(text, quote(text, content, "said", sure=least))) == 1
    assert read(text, quote(text, content, "said", sure=least - 0.01)) == []


TRANSCRIPT = """HOST: When did you last see her?
GUEST: On Monday, at the gate.
HOST: And since then?"""


def test_every_turn_of_a_transcript_is_its_speakers():
    found = read(TRANSCRIPT)
    assert [(TRANSCRIPT[slice(*q.source or (0, 0))], words(TRANSCRIPT, q)) for q in found] == [
        ("HOST", "When did you last see her?"),
        ("GUEST", "On Monday, at the gate."),
        ("HOST", "And since then?"),
    ]
    assert {q.manner for q in found} == {"direct"}
    assert {TRANSCRIPT[slice(*q.cue)] for q in found} == {":"}


def test_a_turn_that_the_model_attributed_already_is_not_taken_twice():
    mine = quote(TRANSCRIPT, "On Monday, at the gate.", ": On", "GUEST")
    found = read(TRANSCRIPT, mine)
    assert len(found) == 3
    assert [one.sure for one in found if one.content == mine.content] == [mine.sure]


def test_two_lines_with_colons_are_no_transcript():
    assert read("Place: Minsk, at the gate.\nTime: Monday at noon.") == []


@pytest.mark.parametrize("dash", ["―", "—", "–", "--"])
def test_a_name_behind_a_dash_signs_the_quotation_before_it(dash: str):
    text = f"“Silence is an answer too” {dash} Anna Berg\n\nA house in the hills."
    (one,) = read(text)
    assert (words(text, one), text[slice(*one.source or (0, 0))]) == ("Silence is an answer too", "Anna Berg")
    assert (text[slice(*one.cue)], one.manner) == (dash, "direct")


def test_a_dash_within_a_line_signs_nothing():
    assert read("“Silence is an answer too” — Anna Berg wrote that line while she was waiting for her mother.") == []


def test_a_quotation_passed_over_goes_on_the_words_of_whoever_spoke_last():
    text = "The envoy said she was well. “We saw her at the clinic today.”"
    first, second = read(text, quote(text, "she was well", "said", "The envoy"))
    assert words(text, second) == "We saw her at the clinic today."
    assert (second.cue, second.source, second.manner) == (first.cue, first.source, "direct")
    assert second.sure < first.sure


@pytest.mark.parametrize(
    "rest",
    [
        "\n\n“We saw her at the clinic today.”",  # another paragraph
        " “We saw her.”",  # a short one may be a title
        " It was called “we saw her at the clinic today” in town.",  # amid a sentence
        " It was called “We saw her at the clinic today” in town.",
    ],
)
def test_other_quotations_stay_nobodys(rest: str):
    text = "The envoy said she was well." + rest
    assert len(read(text, quote(text, "she was well", "said", "The envoy"))) == 1


def test_a_quotation_before_anybody_spoke_is_nobodys():
    text = "“We saw her at the clinic today.” The envoy said she was well."
    assert len(read(text, quote(text, "she was well", "said", "The envoy"))) == 1


def test_attributions_come_in_the_order_of_their_words():
    text = "He said she was well. “We saw her at the clinic today.” They said he was not."
    found = read(text, quote(text, "he was not", "They said"), quote(text, "she was well", "He said"))
    assert len(found) == 3
    assert all(one.content < other.content for one, other in pairwise(found))


def scene_of(text: str) -> Scene:
    return Scene(text, None, lexicon("en"))


@pytest.mark.parametrize(("state", "code"), [("Ghana", "GH"), ("Peru", "PE"), ("China", "CN"), ("Canada", "CA")])
def test_a_state_speaks_as_itself(state: str, code: str):
    text = f"{state} said she was well."
    (one,) = attributed(scene_of(text), read(text, quote(text, "she was well", "said", state)))
    assert (one.speaker.name, one.speaker.state, one.verb) == (state, code, "said")


def test_a_named_person_speaks_by_name_and_their_words_lose_their_marks():
    text = "“We saw her at the clinic today,” Anna Berg said."
    (one,) = attributed(scene_of(text), read(text, quote(text, "We saw her at the clinic today,", "said", "Anna Berg")))
    assert (one.speaker.name, text[slice(*one.content)], one.manner) == (
        "Anna Berg",
        "We saw her at the clinic today,",
        "direct",
    )


def test_where_nobody_is_named_the_speaker_is_unnamed():
    text = "It was said she was well."
    (one,) = attributed(scene_of(text), read(text, quote(text, "she was well", "said")))
    assert (one.speaker.name, one.speaker.anonymous, one.chunk) == (None, True, None)


def test_a_phrase_that_no_rule_resolves_speaks_by_its_own_words():
    text = "Whatever was known said she was well."
    (one,) = attributed(scene_of(text), read(text, quote(text, "she was well", "said", "Whatever was known")))
    assert (one.speaker.name, one.speaker.role, one.speaker.anonymous) == (None, "Whatever was known", True)
