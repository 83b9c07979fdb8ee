import pytest

from habeas.reading.arrests.frames import Frame, frame
from habeas.reading.arrests.mentions import mentions
from habeas.reading.arrests.tokens import tellings, words
from habeas.reading.lexicon import lexicon
from habeas.reading.scene import Scene


def framed(text: str) -> Frame:
    (sentence,) = Scene(text, None, lexicon("en")).sentences
    told, row = tellings(text, sentence.span), words(text, sentence.span)
    return frame(sentence, row, mentions(sentence, row, told), told[0])


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("Police arrested two men.", "active"),
        ("The council has reportedly arrested Ana Silva.", "active"),
        ("Police arrested and charged at least six people.", "active"),
        ("Ana Silva was later arrested.", "passive"),
        ("The two men arrested on Monday are brothers.", "reduced"),
        ("They wanted to arrest her.", "infinitive"),
        ("Her arrest surprised nobody.", "noun"),
        ("Police arrest suspects", "active"),
        ("She was taken into federal custody.", "custody"),
    ],
)
def test_the_voice_of_a_telling_word(text: str, voice: str):
    assert framed(text).voice == voice


def test_a_frame_begins_with_its_auxiliaries():
    one = framed("Ana Silva has not been arrested.")
    assert one.text[one.start : one.end] == "has not been arrested"
    assert one.helping == {"have", "not", "be"}


def test_custody_begins_with_how_somebody_came_there():
    one = framed("Bo Lund was taken into federal custody.")
    assert one.text[one.start : one.end] == "was taken into federal custody"
