"""What counts as right when a passage's claims are measured against its annotation."""

from typing import Any

import pytest

from habeas.claims import (
    Accusation,
    Appeal,
    Attribute,
    Claim,
    Custody,
    Endorsement,
    EndorsementCount,
    Evidence,
    Link,
    LinkEnd,
    Party,
    kind_of,
)
from habeas.reading.evaluation import Count, Outcome, Passage, judge, load, same_person

DECLARATION = "declaration-against-arbitrary-detention"


def claim(content: Any, stance: Any = "asserts") -> Claim:
    evidence = (Evidence(source="s", start=0, end=1, quote="x"),)
    speakers = (Party(name="The Outlet"),)
    return Claim(
        kind=kind_of(content),
        stance=stance,
        speakers=speakers,
        said_on=None,
        content=content,
        evidence=evidence,
        read_by="test",
    )


def passage(*gold: dict[str, Any]) -> Passage:
    return Passage(id="p", lang="en", part="dev", style="wire", published=None, traps=(), text="", claims=gold)


def custody(name: str = "Anna Berg", act: Any = "arrested", by: str | None = "BY", when: str | None = None) -> Custody:
    return Custody(person=Party(name=name), act=act, by=by, when=when)


ANNA = {"kind": "custody", "act": "arrested", "person": "Anna Berg", "by": "BY"}


def verdicts(outcome: Outcome) -> list[bool | None]:
    return [one.right for one in outcome.judged]


def right(gold: dict[str, Any], content: Any) -> bool:
    outcome = judge(passage(gold), [claim(content)])
    (verdict,) = verdicts(outcome)
    assert bool(outcome.missed) is not verdict
    return bool(verdict)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (custody(), True),
        (custody("Berg"), True),
        (custody("Anna Maria Berg"), True),
        (custody("anna BERG"), True),
        (custody("Anna Holm"), False),
        (custody(act="detained"), False),
        (custody(by="DK"), False),
        (custody(by=None), False),
        (custody(when="2019-03-04"), True),
        (Custody(person=Party(name=None, role="Anna Berg"), act="arrested", by="BY"), False),
    ],
)
def test_custody_is_right_when_act_person_and_state_are(content: Custody, expected):
    assert right(ANNA, content) is expected


@pytest.mark.parametrize(
    ("party", "expected"),
    [
        (Party(name=None, role="Danish hikers"), True),
        (Party(name=None, role="the hikers"), True),
        (Party(name=None, role="the two botanists of a museum"), True),
        (Party(name=None, role="a woman"), False),
        (Party(name=None, role="the museum"), False),
        (Party(name=None), False),
        (Party(name="Hikers"), False),
    ],
)
def test_the_unnamed_are_known_by_shared_words_that_are_no_articles(party: Party, expected):
    assert same_person(party, None, "two Danish hikers on a walk in the hills") is expected


@pytest.mark.parametrize(
    ("addressee", "demand", "gold", "expected"),
    [
        ("BY", "release", "BY", True),
        (Party(name="Ministry of Justice", state="BY"), "release", "BY", True),
        ("DK", "release", "BY", False),
        ("BY", "access", "BY", False),
        (None, "release", None, True),
        (None, "release", "BY", False),
        ("BY", "release", None, False),
        (Party(name=None, role="officials"), "release", None, True),
        (Party(name="Red Cross"), "release", None, False),
        (Party(name="Red Cross"), "release", "the Red Cross", True),
        (Party(name="the Bar"), "release", "the Red Cross", False),
    ],
)
def test_an_appeal_is_right_when_demand_and_addressee_are(addressee: Any, demand: Any, gold: Any, expected):
    annotated = {"kind": "appeal", "demand": "release", "addressee": gold}
    assert right(annotated, Appeal(addressee=addressee, demand=demand)) is expected


@pytest.mark.parametrize(
    ("accused", "of", "expected"),
    [
        ("BY", "coercion", True),
        (Party(name="the court", state="BY"), "coercion", True),
        ("BY", "hypocrisy", False),
        ("DK", "coercion", False),
    ],
)
def test_an_accusation_is_right_when_accused_and_kind_are(accused: Any, of: Any, expected):
    assert (
        right({"kind": "accusation", "accused": "BY", "of": "coercion"}, Accusation(accused=accused, of=of)) is expected
    )


@pytest.mark.parametrize(
    ("party", "act", "expected"), [("GH", "endorsed", True), ("PE", "endorsed", False), ("GH", "withdrew", False)]
)
def test_an_endorsement_is_right_when_party_and_act_are(party: str, act: Any, expected):
    gold = {"kind": "endorsement", "party": "GH", "act": "endorsed", "when": "2021"}
    assert right(gold, Endorsement(party=party, instrument=DECLARATION, act=act)) is expected


@pytest.mark.parametrize(
    ("count", "bound", "group", "expected"),
    [
        (27, "nearly_all", "EU", True),
        (26, "nearly_all", "EU", False),
        (27, "all", "EU", False),
        (27, "nearly_all", None, False),
        (27, "nearly_all", "NATO", False),
    ],
)
def test_a_count_is_right_when_number_bound_and_group_are(count: int, bound: Any, group: str | None, expected):
    gold = {"kind": "endorsement_count", "count": 27, "counts": "states", "bound": "nearly_all", "group": "EU"}
    content = EndorsementCount(instrument=DECLARATION, count=count, counts="states", bound=bound, group=group)
    assert right(gold, content) is expected


def test_a_group_that_the_guide_does_not_name_is_no_mistake():
    gold = {"kind": "endorsement_count", "count": 7, "bound": "all"}
    assert right(gold, EndorsementCount(instrument=DECLARATION, count=7, counts="states", bound="all", group="G7"))


def test_an_endorsement_is_never_a_count():
    gold = {"kind": "endorsement_count", "count": 1, "bound": "exactly"}
    assert not right(gold, Endorsement(party="GH", instrument=DECLARATION))


def test_an_optional_claim_is_neither_missed_nor_wrong():
    optional = {**ANNA, "optional": True}
    unread = judge(passage(optional), [])
    assert (unread.missed, unread.families) == ([], {})
    read = judge(passage(optional), [claim(custody(when="2019"), "denies")])
    assert verdicts(read) == [None]
    assert read.families["custody"] == read.dates == read.stances == Count(right=0, predicted=0, gold=0)


def test_a_required_claim_is_matched_before_an_optional_one():
    for gold in ([{**ANNA, "optional": True}, ANNA], [ANNA, {**ANNA, "optional": True}]):
        outcome = judge(passage(*gold), [claim(custody())])
        assert verdicts(outcome) == [True] and outcome.missed == []


def test_two_predictions_cannot_match_one_annotation():
    outcome = judge(passage(ANNA), [claim(custody(when="2019")), claim(custody(when="2020"))])
    assert sorted(verdicts(outcome), key=str) == [False, True]
    assert outcome.families["custody"] == Count(right=1, predicted=2, gold=1)


def test_one_prediction_cannot_match_two_annotations():
    outcome = judge(passage({**ANNA, "when": "2019"}, {**ANNA, "when": "2020"}), [claim(custody(when="2020"))])
    assert outcome.missed == [{**ANNA, "when": "2019"}]
    assert outcome.families["custody"] == Count(right=1, predicted=1, gold=2)


def test_claims_pair_with_those_of_their_own_date_and_stance_first():
    gold = [{**ANNA, "when": "2019"}, {**ANNA, "when": "2020", "stance": "denies"}, {**ANNA, "when": "2020"}]
    found = [claim(custody(when="2020")), claim(custody(when="2020"), "denies"), claim(custody(when="2019"))]
    outcome = judge(passage(*gold), found)
    assert [one.gold for one in outcome.judged] == [gold[2], gold[1], gold[0]]
    assert (outcome.dates, outcome.stances) == (Count(3, 3, 3), Count(3, 3, 3))


def test_dates_and_stances_are_judged_among_the_right_claims_only():
    gold = passage({**ANNA, "when": "2019-03-04", "stance": "denies"})
    wrong = judge(gold, [claim(custody(by="DK", when="2019-03-04"), "denies")])
    assert (wrong.dates, wrong.stances) == (Count(), Count())
    half = judge(gold, [claim(custody(when="2019-03-04"))])
    assert (half.dates, half.stances) == (Count(1, 1, 1), Count(0, 1, 1))
    assert verdicts(half) == [True]


def test_an_appeal_has_no_date_or_stance_to_be_judged():
    outcome = judge(passage({"kind": "appeal", "demand": "release"}), [claim(Appeal(addressee=None, demand="release"))])
    assert (outcome.dates, outcome.stances) == (Count(), Count())


def test_an_accusation_is_judged_by_its_stance_too():
    gold = {"kind": "accusation", "accused": "BY", "of": "coercion", "stance": "denies"}
    outcome = judge(passage(gold), [claim(Accusation(accused="BY", of="coercion"))])
    assert verdicts(outcome) == [True]
    assert outcome.stances == Count(0, 1, 1)


def test_the_same_appeal_relayed_twice_is_one():
    appeal = Appeal(addressee="BY", demand="release")
    relayed = Claim(
        kind="appeal", stance="asserts", speakers=(Party(name="Her Embassy"),), said_on="2020", content=appeal,
        evidence=(Evidence(source="s", start=4, end=5, quote="y"),), read_by="test",
    )  # fmt: skip
    outcome = judge(passage({"kind": "appeal", "demand": "release", "addressee": "BY"}), [claim(appeal), relayed])
    assert outcome.families["appeal"] == Count(1, 1, 1)


def test_releases_and_charges_are_counted_by_themselves_too():
    gold = [{**ANNA, "act": act} for act in ("released", "charged", "arrested")]
    outcome = judge(passage(*gold), [claim(custody(act="released")), claim(custody(act="charged", by="DK"))])
    assert outcome.families == {"custody": Count(1, 2, 3), "release": Count(1, 1, 1), "charge": Count(0, 1, 1)}


def test_kinds_that_are_not_measured_are_left_out():
    outcome = judge(passage({"kind": "attribute", "attribute": "alias", "subject": "Anna Berg", "value": "A. B."}), [])
    assert outcome == Outcome()


def test_claims_may_come_from_a_generator():
    found = (claim(one) for one in (custody(), Appeal(addressee="BY", demand="release")))
    outcome = judge(passage(ANNA, {"kind": "appeal", "demand": "release", "addressee": "BY"}), found)
    assert verdicts(outcome) == [True, True]


def test_outcomes_add_up():
    total = Outcome()
    total.add(judge(passage(ANNA), [claim(custody())]))
    total.add(judge(passage(ANNA), [claim(custody(by="DK"))]))
    assert total.families == {"custody": Count(1, 2, 2)}
    assert total.dates == total.stances == Count(1, 1, 1)
    assert verdicts(total) == [True, False] and total.missed == [ANNA]


def test_shares_are_per_cent_and_nothing_is_no_error():
    assert (Count().precision, Count().recall, Count().f1) == (0, 0, 0)
    count = Count(right=3, predicted=4, gold=6)
    assert (count.precision, count.recall, count.f1) == (75, 50, 60)


def test_passages_are_read_in_order_past_blank_lines(tmp_path):
    line = '{"id": "%s", "lang": "en", "part": "dev", "style": "wire", "published": null, "traps": [], "text": "T.", "claims": []}'
    for name, ids in (("b.jsonl", ("b1", "b2")), ("a.jsonl", ("a1",))):
        (tmp_path / name).write_text("\n\n".join(line % one for one in ids) + "\n", encoding="utf-8")
    assert [one.id for one in load([tmp_path / "b.jsonl", tmp_path / "a.jsonl"])] == ["b1", "b2", "a1"]


def link(one: str, other: str, relation: Any) -> Link:
    return Link(source=LinkEnd(person=Party(name=one)), target=LinkEnd(person=Party(name=other)), relation=relation)


@pytest.mark.parametrize(
    ("content", "relation", "expected"),
    [
        (link("Anna Berg", "Wu Jian", "exchange"), "exchange", True),
        (link("Wu Jian", "Anna Berg", "exchange"), "exchange", True),
        (link("Anna Berg", "Wu Jian", "retaliation"), "retaliation", True),
        (link("Wu Jian", "Anna Berg", "retaliation"), "retaliation", False),
        (link("Anna Berg", "Wu Jian", "demand"), "retaliation", False),
        (link("Anna Berg", "Bo Lund", "exchange"), "exchange", False),
    ],
)
def test_a_link_is_right_by_its_relation_and_both_ends(content: Link, relation: str, expected: bool):  # noqa: FBT001 - a table's column
    gold = {"kind": "link", "relation": relation, "from": "Anna Berg", "to": "Wu Jian"}
    assert right(gold, content) is expected


@pytest.mark.parametrize(
    ("attribute", "value", "gold", "expected"),
    [
        ("nationality", "DK", "DK", True),
        ("nationality", "PE", "DK", False),
        ("occupation", "marine engineer", "engineer", True),
        ("occupation", "nurse", "engineer", False),
    ],
)
def test_nationality_is_right_by_its_code_and_occupation_by_a_telling_word(
    attribute: Any, value: str, gold: str, expected: Any
):
    content = Attribute(subject=Party(name="Anna Berg"), attribute=attribute, value=value)
    assert (
        right({"kind": "attribute", "attribute": attribute, "subject": "Anna Berg", "value": gold}, content) is expected
    )
