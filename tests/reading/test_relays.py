"""Chains of those who pass words on: the owner first, then each in order, whoever the model took for the speaker."""

import pytest

from habeas.reading.attribution import Attribution
from habeas.reading.lexicon import lexicon
from habeas.reading.model.decode import ModelQuote
from habeas.reading.quoted import attributed, quoted
from habeas.reading.relays import relayed
from habeas.reading.scene import Scene
from habeas.text.quotes import quotations


def span(text: str, words: str) -> tuple[int, int]:
    assert text.count(words) == 1, words
    start = text.index(words)
    return start, start + len(words)


def chains(text: str, *found: tuple[str, str, str | None]) -> tuple[Attribution, ...]:
    """The attributions of a text of which the model found (content, cue, source)."""
    scene = Scene(text, "2021-02-16", lexicon("en"), "en")
    quotes = []
    for content, cue, source in found:
        at = span(text, content)
        quotes.append(
            ModelQuote(
                content=at,
                content_parts=(at,),
                cue=span(text, cue),
                source=span(text, source) if source else None,
                sure=0.9,
            )
        )
    return relayed(scene, attributed(scene, quoted(text, quotations(text), quotes)))


def people(one: Attribution) -> list[str | None]:
    return [party.name or party.role for party in (one.speaker, *one.relays)]


def test_who_is_cited_owns_the_words_and_who_cites_passes_them_on():
    text = "Kosovo charged the courier last week, the Daily Post said, citing a prosecutor who asked not to be named."
    (one,) = chains(text, ("Kosovo charged the courier last week", "said", "the Daily Post"))
    owner, relay = people(one)
    assert "prosecutor" in str(owner)
    assert "Post" in str(relay)


def test_a_chain_of_three_keeps_its_order():
    text = "A priest was led away, the Daily Post reported, quoting the Lao Press Agency, which in turn cited an airline employee."
    (one,) = chains(text, ("A priest was led away", "reported", "the Daily Post"))
    first, second, third = people(one)
    assert "employee" in str(first)
    assert "Lao Press Agency" in str(second)
    assert "Post" in str(third)


def test_words_that_begin_with_their_own_source_lose_it():
    text = "According to the Daily Post, citing two officials with knowledge of the matter, the engineer was freed on Monday."
    content = "citing two officials with knowledge of the matter, the engineer was freed on Monday"
    (one,) = chains(text, (content, "According to", "the Daily Post"))
    assert text[slice(*one.content)] == "the engineer was freed on Monday"
    assert "officials" in str(people(one)[0])
    assert "Post" in str(people(one)[1])


def test_what_somebody_says_within_anothers_words_is_his_through_the_other():
    text = "The newspaper Aftenposten reported that unnamed experts said the arrest of the engineer was a mistake."
    outer, inner = chains(
        text,
        ("that unnamed experts said the arrest of the engineer was a mistake", "reported", "The newspaper Aftenposten"),
    )
    assert people(outer) == ["Aftenposten"]
    assert people(inner) == ["unnamed experts", "Aftenposten"]
    assert text[slice(*inner.content)] == "the arrest of the engineer was a mistake"


def test_an_unnamed_source_speaks_again_through_whoever_brought_it():
    text = "A Danish nurse is held in Peru, the Daily Post reported, citing a port officer.\n\n“She is well,” the officer said."
    _, again = chains(
        text,
        ("A Danish nurse is held in Peru", "reported", "the Daily Post"),
        ("“She is well,”", "said", "the officer"),
    )
    assert "officer" in str(people(again)[0])
    assert "Post" in str(people(again)[1])


@pytest.mark.parametrize(
    "text",
    [
        "The court adjourned the hearing, the clerk said, citing a lack of evidence.",
        "The clerk was quoted as saying that the hearing would go on.",
        "The clerk said the hearing was off.",
    ],
)
def test_reasons_that_are_cited_and_plain_words_make_no_chain(text: str):
    cue = "quoted as saying" if "quoted" in text else "said"
    content = {"c": "The court adjourned the hearing", "q": "that the hearing would go on", "p": "the hearing was off"}
    words = next(part for part in content.values() if part in text)
    (one,) = chains(text, (words, cue, None))
    assert one.relays == ()
