"""Laws of reading, and sentences with traps."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.claims import Claim
from habeas.reading import READ_LANGUAGES, read_document

ROOT = Path(__file__).resolve().parents[2]
SENTENCES = [
    sentence
    for path in (ROOT / "examples" / "declaration-2021").glob("*.txt")
    for sentence in path.read_text("utf-8").replace("\n", " ").split(". ")
]


def read(text: str, published: str = "2021-02-16") -> list[Claim]:
    claims = read_document(text, source="s", published=published)
    for claim in claims:
        claim.check_spans("s", text)
    return claims


def custody(text: str, published: str = "2021-02-16") -> list[tuple[str | None, str, str | None, str | None]]:
    found = [claim for claim in read(text, published) if claim.kind == "custody"]
    return [(c.content.person.name, c.content.act, c.content.by, c.content.when) for c in found]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(SENTENCES), st.text(max_size=20), st.sampled_from(["“", "”", "\n\n", " said ", "he "])
        ),
        max_size=9,
    )
)
def test_whatever_the_text_every_quote_is_the_text_of_its_span(pieces: list[str]):
    text = ". ".join(pieces)
    first = read(text)
    assert first == read(text)
    for claim in first:
        assert claim.evidence
        assert claim.speakers[-1].role == "outlet"
        for party in (claim.speakers[0],):
            assert party.span is None or text[slice(*party.span)].split() == (party.name or party.role or "").split()


def test_a_language_that_is_not_read_gives_nothing():
    assert read_document("Die Polizei hat Ana Silva festgenommen.", source="s", language="de") == []
    assert READ_LANGUAGES == ("en", "fr")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Police in Lima arrested Ana Silva on Monday.", [("Ana Silva", "arrested", "PE", "2021-02-15")]),
        ("Ana Silva was released by Peru last week.", [("Ana Silva", "released", "PE", "2021-02-08/2021-02-14")]),
        ("Ana Silva and Bo Lund were detained in Peru in May 2020.", [("Ana Silva", "detained", "PE", "2020-05"), ("Bo Lund", "detained", "PE", "2020-05")]),
        ("A court in Oslo sentenced Ana Silva to two years in prison on 3 March 2020.", [("Ana Silva", "sentenced", "NO", "2020-03-03")]),
        ("Norwegian police arrested a Brazilian geologist, Carla Dias, at Oslo airport.", [("Carla Dias", "arrested", "NO", None)]),
        ("Peru may release Ana Silva soon.", []),
        ("Peru refused to release Ana Silva.", []),
        ("Ana Silva was not arrested.", []),
        ("Denmark called for the release of Ana Silva.", []),
    ],
)  # fmt: skip
def test_custody(text: str, found: list[tuple[str, str, str, str]]):
    assert custody(text) == found


def test_a_spokesperson_of_an_embassy_speaks_for_the_state_that_sent_it():
    claims = read("A spokesperson for the Peruvian embassy in Denmark said that the trial of Ana Silva was fair.")
    assert {claim.speakers[0].state for claim in claims if claim.kind == "statement"} == {"PE"}


def test_whom_something_was_said_to_is_not_who_published_it():
    claims = read("“It is wrong to hold her,” Danish minister Bo Lund told Reuters on Monday.")
    statement = next(claim for claim in claims if claim.kind == "statement")
    assert (statement.content.addressee.name, statement.speakers[-1].name) == ("Reuters", None)
    assert statement.said_on == "2021-02-15"
    assert statement.content.manner == "direct"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Canada and 57 other countries endorsed the Declaration Against Arbitrary Detention.", 58),
        ("Canada, the United States and 56 others endorsed the Declaration Against Arbitrary Detention.", 58),
        ("Fifty-eight countries signed the Declaration Against Arbitrary Detention.", 58),
    ],
)
def test_inclusive_counting(text: str, number: int):
    assert [claim.content.count for claim in read(text) if claim.kind == "endorsement_count"] == [number]


def test_relatives_are_mentioned_and_never_held():
    claims = read("Police in Lima detained Ana Silva on 3 May 2020. Her husband was questioned. His children wept.")
    assert {claim.content.person.name for claim in claims if claim.kind == "custody"} == {"Ana Silva"}


def test_somebody_whose_name_is_not_given_stays_unnamed():
    claims = read("A Danish teacher whose name was not released was detained in Peru on 3 May 2020.")
    people = [claim.content.person for claim in claims if claim.kind == "custody"]
    assert [(person.name, person.anonymous, person.state) for person in people] == [(None, True, "DK")]


def test_a_denial_that_concerns_the_manner_says_nothing_of_the_act():
    claims = read("Peru denied that it had arbitrarily detained Ana Silva.")
    assert [claim for claim in claims if claim.kind == "custody"] == []
    assert [(c.stance, c.content.of) for c in claims if c.kind == "accusation"] == [("denies", "arbitrary_detention")]


RELEASE = (
    "Minsk frees Lithuanian hiker\n\nBelarus on Thursday released Lithuanian hiker Jonas Petraitis, who had been held since "
    "August. A spokesman for the Belarusian foreign ministry denied that he had been exchanged for two Belarusians jailed in "
    "Lithuania. Amnesty International called the detention of Petraitis arbitrary. Belarusian state media said Petraitis had "
    "been pardoned."
)


def test_a_report_of_a_release():
    claims = read(RELEASE, "2021-03-05")
    told = [(c.stance, c.content.person.name, c.content.act, c.content.by) for c in claims if c.kind == "custody"]
    assert {person for _, person, _, _ in told} == {"Jonas Petraitis"}
    assert ("asserts", "Jonas Petraitis", "released", "BY") in told
    assert [(person, act) for stance, person, act, _ in told if stance == "denies"] == [
        ("Jonas Petraitis", "exchanged")
    ]
    accused = [(c.speakers[0].name, c.content.accused) for c in claims if c.kind == "accusation"]
    assert accused == [("Amnesty International", "BY")]
    assert any(c.speakers[0].name == "Belarusian state media" for c in claims if c.kind == "statement")


def test_a_denied_act_is_denied_by_whoever_denies_it():
    claims = [c for c in read("Peru denied that it had detained Ana Silva.") if c.kind == "custody"]
    assert [(c.stance, c.speakers[0].state) for c in claims] == [("denies", "PE")]


def test_somebody_released_by_a_state_is_no_statement_of_it():
    claims = read_document("A Danish nurse was released by Norway on 2 June 2023.", source="s", published="2023-06-10")
    assert [c.kind for c in claims if c.kind == "statement"] == []
