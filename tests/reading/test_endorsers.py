"""Who endorses, and when: only states that the sentence names, and one claim for each."""

import pytest

from habeas.reading import read_document


def endorsed(text: str, published: str = "2020-11-18") -> dict[str, list[tuple[str, str | None]]]:
    found: dict[str, list[tuple[str, str | None]]] = {}
    for claim in read_document(text, source="s", published=published):
        if claim.kind == "endorsement":
            found.setdefault(claim.content.party, []).append((claim.content.act, claim.content.when))
    return found


@pytest.mark.parametrize("beside", ["Jordan", "Malawi", "Bolivia"])
def test_a_state_that_another_sentence_names_endorses_nothing(beside: str):
    text = (
        "18 November 2020 | Haiti: welder seized\n\nGrenada endorsed the Declaration Against Arbitrary Detention last Tuesday and "
        f"{beside} followed yesterday. For Paul Danso it cannot wait: the welder was seized by soldiers outside Jacmel on Sunday."
    )
    assert "HT" not in endorsed(text)
    assert "GD" in endorsed(text)


def test_a_day_at_the_head_of_a_page_makes_no_second_endorsement():
    text = (
        "SUVA, Nov 18 — Papua New Guinea and Jordan on Tuesday became the latest states to endorse the Declaration Against "
        "Arbitrary Detention in State-to-State Relations, in two ceremonies."
    )
    assert endorsed(text) == {"PG": [("endorsed", "2020-11-17")], "JO": [("endorsed", "2020-11-17")]}


def test_a_withdrawal_is_no_endorsement_on_its_day():
    text = (
        "Uruguay told its partners on Tuesday that it was leaving the Declaration Against Arbitrary Detention in State-to-State "
        "Relations, which it had endorsed in 2019."
    )
    assert ("endorsed", "2020-11-17") not in endorsed(text).get("UY", [])
