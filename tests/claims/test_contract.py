"""One contract for every claim kind: it goes to JSON and back, refuses what it does not have, and has a page."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from habeas.claims import (
    CLAIMS,
    Accusation,
    Action,
    Appeal,
    Attribute,
    Claim,
    Custody,
    Endorsement,
    EndorsementCount,
    Evidence,
    Finding,
    Link,
    LinkEnd,
    Party,
    PersonBasis,
    Statement,
    decode,
    encode,
    kind_of,
    outlet,
    parties_in,
)
from habeas.errors import BadContent, NoEvidence, SpanMismatch

ANA = Party(name="Ana Silva", state="DK", role="teacher", span=(0, 9))
BO = Party(name="Bo Lund", state="DK", role="Foreign Minister")
SAMPLES: dict[str, Any] = {
    "custody": Custody(
        person=ANA, act="detained", by="PE", at_request_of="CL", place="Lima", when="2020-05", grounds="spying"
    ),
    "attribute": Attribute(subject=ANA, attribute="nationality", value="DK"),
    "endorsement": Endorsement(party="DK", instrument="x", when="2021-02-15"),
    "endorsement_count": EndorsementCount(instrument="x", count=27, counts="states", group="EU", bound="nearly_all"),
    "statement": Statement(manner="direct", words="No.", about=("PE", ANA), addressee=BO),
    "appeal": Appeal(addressee="PE", demand="release", on_behalf_of=(ANA,)),
    "accusation": Accusation(accused="PE", of="arbitrary_detention", concerning=(ANA,)),
    "link": Link(source=LinkEnd(person=ANA, act="detained"), target=LinkEnd(person=BO), relation="precedes"),
    "finding": Finding(
        case="c", framework="f", criterion="1", answer="unknown", rationale="r", claims=("a",), as_of="2021"
    ),
    "action": Action(what="demarche", about=ANA, by="DK", when="2021"),
}


def claim(content: Any, **fields: Any) -> Claim:
    evidence = (Evidence(source="s", start=0, end=9, quote="Ana Silva"),)
    given = {
        "stance": "asserts",
        "speakers": (BO, outlet(None)),
        "said_on": None,
        "evidence": evidence,
        "read_by": "test",
        **fields,
    }
    return Claim(kind=kind_of(content), content=content, **given)


@pytest.mark.parametrize("kind", CLAIMS)
def test_a_kind_goes_to_json_and_back_whole(kind: str):
    one = claim(SAMPLES[kind], confidence=0.5)
    plain = encode(one)
    assert decode(msgspec.json.decode(msgspec.json.encode(plain))) == one
    assert set(plain["content"]) == {field.encode_name for field in msgspec.structs.fields(CLAIMS[kind])}


@pytest.mark.parametrize("kind", CLAIMS)
def test_a_kind_refuses_what_it_does_not_have(kind: str):
    plain = encode(claim(SAMPLES[kind]))
    for content in ({**plain["content"], "colour": "red"}, {}, [], None):
        with pytest.raises(BadContent, match=kind):
            decode({**plain, "content": content})
    with pytest.raises(BadContent):
        decode({**plain, "kind": "rumour"})


def test_links_use_the_words_from_and_to():
    assert {"from", "to", "relation"} == set(encode(claim(SAMPLES["link"]))["content"])


def test_parties_are_found_in_reading_order():
    assert [party.name for party in parties_in(SAMPLES["statement"])] == ["Ana Silva", "Bo Lund"]
    assert [party.name for party in parties_in(SAMPLES["link"])] == ["Ana Silva", "Bo Lund"]


def test_a_claim_rests_on_something():
    with pytest.raises(NoEvidence):
        claim(SAMPLES["custody"], evidence=())
    assert claim(SAMPLES["custody"], evidence=(), basis=(PersonBasis(person=BO, note="a call"),)).basis


@pytest.mark.parametrize(("start", "end", "quote"), [(0, 3, "ana"), (0, 0, ""), (1, 4, "Ana"), (0, 99, "Ana")])
def test_a_quote_that_is_not_the_text_of_its_span_is_refused(start: int, end: int, quote: str):
    one = claim(SAMPLES["custody"], evidence=(Evidence(source="s", start=start, end=end, quote=quote),))
    with pytest.raises(SpanMismatch, match="E-SPAN"):
        one.check_spans("s", "Ana Silva was held.")


def test_every_kind_has_a_page():
    pages = Path(__file__).resolve().parents[2] / "docs" / "reference" / "claims"
    assert {page.stem for page in pages.glob("*.md")} == set(CLAIMS)
