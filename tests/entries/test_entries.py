import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas import entries
from habeas.claims import Claim, EndorsementCount, Evidence, outlet
from habeas.entries import (
    DECISIONS,
    SCHEMA,
    Mention,
    checked,
    decode_payload,
    encode_payload,
    kind_of,
    strictest,
    strictness,
)
from habeas.entries.decisions import (
    Accept,
    Classify,
    Consent,
    Correct,
    Distinct,
    Erase,
    OpenCase,
    Reject,
    Release,
    RotateKey,
    Same,
    Trust,
    Wish,
    Withhold,
)
from habeas.errors import BadContent, DecisionError


def test_a_payload_of_an_older_schema_is_made_one_of_this_one(monkeypatch: pytest.MonkeyPatch):
    """As a later release will read what this one wrote: step by step, each step once."""
    steps = {
        SCHEMA: lambda _, plain: {**plain, "why": plain["reason"]},
        SCHEMA + 1: lambda kind, plain: {**plain, "reason": f"{kind}: {plain['why']}"},
    }
    monkeypatch.setattr(entries, "UPCASTERS", steps)
    monkeypatch.setattr(entries, "SCHEMA", SCHEMA + 2)
    plain = encode_payload(Accept(reason="checked", claims=("a",)))
    assert decode_payload("decision", SCHEMA, plain) == Accept(reason="decision: checked", claims=("a",))
    assert decode_payload("decision", SCHEMA + 2, plain) == Accept(reason="checked", claims=("a",))
    with pytest.raises(BadContent, match="there is none"):
        decode_payload("decision", 0, plain)


@pytest.mark.parametrize(
    ("quote", "group", "bound"),
    [
        ("Nearly 80 states stand behind it.", None, "nearly"),
        ("It is nearly 80 states by now.", None, "nearly"),
        ("nearly all of the 27 members", None, "nearly_all"),
        ("It is nearly 80 of the EU's.", "EU", "nearly_all"),
    ],
)
def test_what_schema_1_called_nearly_all_of_no_group_is_nearly_so_many(quote: str, group: str | None, bound: str):
    content = EndorsementCount(instrument="d", count=80, counts="states", group=group, bound="nearly_all")
    evidence = (Evidence(source="s", start=0, end=len(quote), quote=quote),)
    claim = Claim(
        kind="endorsement_count", stance="asserts", speakers=(outlet(None),), said_on=None, content=content,
        evidence=evidence, confidence=None, read_by="test/1",
    )  # fmt: skip
    read = decode_payload("claim", 1, encode_payload(claim))
    assert isinstance(read, Claim)
    assert read == msgspec.structs.replace(claim, content=msgspec.structs.replace(content, bound=bound))
    assert decode_payload("claim", SCHEMA, encode_payload(claim)) == claim


ANA = Mention(source="s", span=(0, 9), name=None)
SAMPLES = {
    "accept": Accept(reason="r", claims=("a",)),
    "reject": Reject(reason="r", claims=("a",)),
    "correct": Correct(reason="r", claim="a", by="b"),
    "same": Same(reason="r", mentions=(ANA, ANA)),
    "distinct": Distinct(reason="r", mentions=(ANA, ANA)),
    "open_case": OpenCase(reason="r", case="c", slug="s", person=ANA, by="PE", inclusion_rule="x", alleged_by=("DK",)),
    "consent": Consent(reason="r", person=ANA, given=True, given_by="self"),
    "wish": Wish(reason="r", person=ANA, wish="public", expressed_by="self"),
    "classify": Classify(reason="r", entries=("a",), handling="team"),
    "withhold": Withhold(reason="r", entries=("a",), person=ANA, until="2021-03-01T00:00:00Z"),
    "release": Release(reason="r", withholds="a"),
    "erase": Erase(reason="r", entries=("a",)),
    "rotate_key": RotateKey(reason="r", verifier="v"),
    "trust": Trust(reason="r", verifier="k", kinds=("accept",), revoked=True),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_goes_to_json_and_back_whole(name: str):
    decision = SAMPLES[name]
    assert isinstance(decision, DECISIONS[name])
    assert kind_of(decision) == "decision"
    plain = msgspec.json.decode(msgspec.json.encode(encode_payload(decision)))
    assert plain["decision"] == name
    assert decode_payload("decision", SCHEMA, plain) == decision


def test_a_payload_of_a_later_release_or_of_another_kind_is_refused():
    plain = encode_payload(SAMPLES["accept"])
    with pytest.raises(BadContent, match="Upgrade"):
        decode_payload("decision", SCHEMA + 1, plain)
    with pytest.raises(BadContent):
        decode_payload("source", SCHEMA, plain)


def test_labels():
    assert [checked(label) for label in ("public", "partners", "team", "compartment:x")]
    for label in ("", "Public", "compartment:", "secret"):
        with pytest.raises(DecisionError, match="E-DECISION"):
            checked(label)
    assert strictest(()) == "team"


@given(st.lists(st.sampled_from(["public", "partners", "team", "compartment:a", "odd"]), min_size=1))
def test_the_strictest_label_is_as_strict_as_any(labels: list[str]):
    assert strictness(strictest(tuple(labels))) == max(map(strictness, labels))
