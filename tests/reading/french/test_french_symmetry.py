"""French rules know no friend and no foe; every quote is the text of its span; every state has a French row."""

import re
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from habeas.claims import Claim
from habeas.reading import read_document
from habeas.reading.french.nations import find_nations
from habeas.reading.french.words import flat
from habeas.text.phrases import rows
from habeas.text.states import STATES

TEXT = """LIMA, 3 mars 2021 — La police péruvienne a arrêté lundi à Lima le géologue danois Bo Lund, soupçonné d'espionnage.

Le Danemark exige du Pérou sa libération. Copenhague accuse Lima de « prise d'otage » ; le ministère péruvien des Affaires étrangères rejette l'accusation \
et dénonce une ingérence.

Le Danemark et 57 autres États ont signé la Déclaration contre la détention arbitraire dans les relations d'État à État. Le Pérou n'y a pas souscrit."""

WORDS = {
    "Danemark": "Pérou", "danois": "péruvien", "Copenhague": "Lima", "Pérou": "Danemark", "péruvienne": "danoise", "péruvien": "danois",
    "Lima": "Copenhague", "LIMA": "COPENHAGUE",
}  # fmt: skip
CODES = {"DK": "PE", "PE": "DK"}
_ANY = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(WORDS, key=len, reverse=True))})(?!\w)")


def read(text: str) -> list[Claim]:
    return read_document(text, source="s", published="2021-03-03", language="fr")


def bare(value: Any) -> Any:
    """Plain JSON without offsets."""
    if isinstance(value, dict):
        return {key: bare(item) for key, item in value.items() if key not in {"span", "start", "end"}}
    return [bare(item) for item in value] if isinstance(value, (list, tuple)) else value


def exchanged(value: Any) -> Any:
    """A claim with the two states exchanged in codes and words."""
    if isinstance(value, dict):
        return {key: exchanged(item) for key, item in value.items()}
    if isinstance(value, list):
        return [exchanged(item) for item in value]
    return CODES.get(value, _ANY.sub(lambda m: WORDS[m.group()], value)) if isinstance(value, str) else value


def test_exchanging_two_states_exchanges_them_in_the_claims_and_nothing_else():
    swapped = _ANY.sub(lambda m: WORDS[m.group()], TEXT)
    assert swapped != TEXT
    here, there = ([bare(msgspec.to_builtins(claim)) for claim in read(text)] for text in (TEXT, swapped))
    assert {claim["kind"] for claim in here} >= {
        "custody",
        "appeal",
        "accusation",
        "endorsement",
        "endorsement_count",
        "attribute",
    }
    assert [exchanged(claim) for claim in here] == there


def test_any_two_states_are_read_alike():
    seen = set()
    for row in rows("states_fr.csv"):
        code, capital = row[0], row[4].split(";")[0]
        if not capital or code == "DK":
            continue
        text = f"Le géologue danois Bo Lund a été arrêté lundi à {capital}."
        custody = [c for c in read(text) if c.kind == "custody"]
        assert [(c.content.by, c.content.when) for c in custody] == [(code, "2021-03-01")], capital
        seen.add(custody[0].confidence)
    assert len(seen) == 1


def test_every_state_has_a_row_and_is_found_by_its_words():
    table = rows("states_fr.csv")
    assert [row[0] for row in table] == list(STATES)
    for code, names, masculine, feminine, capitals in table:
        for word in f"{names};{masculine};{feminine};{capitals}".split(";"):
            text = f"Rien ne change pour les {word} ici"
            assert not word or [n.code for n in find_nations(text)] == [code], word


def test_elision_hides_no_state():
    codes = [
        n.code
        for n in find_nations(flat("L'Inde, l’Égypte et la Côte d’Ivoire ; un artiste d'Autriche, qu'Oslo connaît"))
    ]
    assert codes == ["IN", "EG", "CI", "AT", "NO"]


PIECES = [
    *TEXT.split("\n"), "Bo Lund", "arrêtée", "a été", "par la police", "« ", " »", "a déclaré", "Mme", "qui", "le 3", "à Lima", "dont", ".", ",", "—", "\n",
    "la Déclaration contre la détention arbitraire", "57 autres États",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_whatever_the_text_every_quote_is_the_text_of_its_span(pieces: list[str]):
    text = " ".join(pieces)
    for claim in read(text):
        claim.check_spans("s", text)
        assert claim.read_by == "habeas-rules-fr/1"
        assert claim.confidence is not None
        assert 0 < claim.confidence < 1
        assert claim.speakers[-1].role == "outlet"
