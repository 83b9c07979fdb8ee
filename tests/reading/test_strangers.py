import pytest

from habeas.reading import read_document
from habeas.reading.lexicon import lexicon
from habeas.reading.scene import Scene


def described(text: str) -> list[tuple[str, str | None]]:
    scene = Scene(text, None, lexicon("en"))
    return [(text[slice(*stranger.span)], stranger.state) for stranger in scene.strangers.values()]


@pytest.mark.parametrize(
    ("text", "who", "state"),
    [
        ("She was arrested, and a Zambian waiter was let off with a fine.", "a Zambian waiter", "ZM"),
        ("A Ghanaian was freed first.", "A Ghanaian", "GH"),
        ("His Liberian shipmate was moved to Buchanan.", "His Liberian shipmate", "LR"),
        ("A third tailor was bailed on Friday.", "A third tailor", None),
        ("He shared it with a cellmate.", "a cellmate", None),
        ("The remaining six were flown home.", "The remaining six", None),
        ("Of the crew, thirty others are still there.", "thirty others", None),
    ],
)
def test_people_who_are_only_described_are_found(text: str, who: str, state: str | None):
    assert (who, state) in described(text)


@pytest.mark.parametrize(
    "text",
    [
        "Danish climber Anna Berg was freed.",
        "Anna Berg, a Danish climber, was freed.",
        "Anna Berg is a Danish climber.",
        "The Zambian embassy wrote a letter about the matter.",
        "She had a warrant, a paper and a number.",
    ],
)
def test_who_is_named_beside_it_and_what_is_no_person_are_not(text: str):
    assert described(text) == []


def test_every_state_s_people_are_found_alike():
    one = described("A Danish waiter and a Dane's Danish colleague were freed.")
    other = described("A Zambian waiter and a Dane's Zambian colleague were freed.")
    assert [state for _, state in one][:1] == ["DK"]
    assert [state for _, state in other][:1] == ["ZM"]
    assert [who.replace("Danish", "") for who, _ in one] == [who.replace("Zambian", "") for who, _ in other]


def test_a_stranger_s_claim_stays_unnamed_and_rests_on_the_description():
    text = "LUSAKA, May 3 - Zambian police arrested a Danish cellist, Anna Berg, on Monday. A Maltese waiter who was with her was released on Tuesday."
    claims = read_document(text, source="s", published="2021-05-03")
    freed = [c.content for c in claims if c.kind == "custody" and c.content.act == "released"]
    assert all(content.person.name is None or content.person.name == "Anna Berg" for content in freed)
    for content in freed:
        if content.person.name is None:
            assert content.person.anonymous
            assert content.person.span is not None
            assert text[slice(*content.person.span)].lower().endswith("waiter")
