"""Mentions become entities by decisions alone; un-merging restores exactly."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.claims import Attribute, Claim, Custody, Evidence, Party
from habeas.entries import Entry, Header, Mention
from habeas.entries.decisions import Distinct, Same
from habeas.errors import DecisionError
from habeas.identity import Identity, canonical, entities, mention_of, standing_joins

MENTIONS = [Mention(source=f"s{number}", span=(0, 4), name=f"N{number}") for number in range(7)]
A, B, C, D = MENTIONS[:4]


def entry(payload, number):
    kind = "claim" if isinstance(payload, Claim) else "decision"
    header = Header(
        kind=kind,
        schema=1,
        payload_hash="",
        recorded_at=f"2021-03-01T00:00:{number:02}.000000Z",
        recorded_by="habeas",
        handling="team",
    )
    return Entry(id=f"{number:064x}", seq=number, header=header, payload=payload)


def same(*mentions):
    return Same(reason="", mentions=mentions)


def distinct(*mentions):
    return Distinct(reason="", mentions=mentions)


def partition(*decisions):
    identity = Identity(standing_joins([entry(d, i) for i, d in enumerate(decisions)]), {})
    return {frozenset(identity.mentions(e)) for e in identity.entities() if len(identity.mentions(e)) > 1}


def classes(*groups):
    return {frozenset(canonical(m) for m in group) for group in groups}


def test_nothing_joins_without_a_decision():
    person = Party(name="Anna Berg", span=(3, 12))
    claims = [
        Claim(
            kind="custody",
            stance="asserts",
            speakers=(),
            said_on=None,
            content=Custody(person=person, act="arrested"),
            evidence=(Evidence(source=source, start=0, end=3, quote="She"),),
            read_by="test",
        )
        for source in ("s1", "s2", "s1")
    ]
    found = entities([entry(claim, number) for number, claim in enumerate(claims)])
    assert len(found.entities()) == 2
    assert found.names(found.entity(Mention(source="s1", span=(3, 12), name=None))) == ("Anna Berg",)


def test_joins_are_transitive():
    assert partition(same(A, B), same(B, C)) == classes([A, B, C])


def test_distinct_undoes_the_decision_that_joined():
    assert partition(same(A, B), same(C, D), same(B, C), distinct(A, D)) == classes([A, B], [C, D])


def test_distinct_undoes_every_way_in_which_they_are_joined():
    assert partition(same(A, B), same(A, C), same(C, B), distinct(A, B)) == classes([A, C])


def test_a_later_same_joins_again():
    assert partition(same(A, B), distinct(A, B), same(A, B)) == classes([A, B])


def test_distinct_of_strangers_changes_nothing():
    assert partition(same(A, B), distinct(A, C)) == classes([A, B])


def test_an_alias_is_a_name():
    claim = Claim(
        kind="attribute",
        stance="asserts",
        speakers=(),
        said_on=None,
        content=Attribute(subject=Party(name="Anna Berg"), attribute="alias", value="安娜"),
        evidence=(Evidence(source="s1", start=0, end=3, quote="She"),),
        read_by="test",
    )
    recorded = entry(claim, 1)
    found = entities([recorded])
    mention = mention_of(recorded, claim.content.subject)
    assert mention == Mention(source=recorded.id, span=None, name="Anna Berg")
    assert found.names(found.entity(mention)) == ("Anna Berg", "安娜")


def test_a_decision_has_no_mentions():
    with pytest.raises(DecisionError):
        mention_of(entry(same(A, B), 0), Party(name="Anna Berg"))


pairs = st.lists(st.sampled_from(MENTIONS), min_size=2, max_size=3, unique=True)
decisions = st.lists(st.tuples(st.booleans(), pairs), max_size=10)


@given(decisions, st.randoms(use_true_random=False))
def test_the_partition_does_not_depend_on_arrival(drawn, shuffler: random.Random):
    listed = [entry(same(*m) if join else distinct(*m), i) for i, (join, m) in enumerate(drawn)]
    arrived = list(listed)
    shuffler.shuffle(arrived)
    assert standing_joins(arrived) == standing_joins(listed)


@given(decisions, pairs)
def test_unmerging_restores_exactly(drawn, pair):
    before = [same(*m) if join else distinct(*m) for join, m in drawn]
    apart = Identity(standing_joins([entry(d, i) for i, d in enumerate(before)]), {})
    if len({apart.entity(m) for m in pair}) == len(pair):
        assert partition(*before, same(*pair), distinct(*pair)) == partition(*before)


@given(decisions)
def test_what_is_distinct_last_is_apart(drawn):
    listed = [same(*m) if join else distinct(*m) for join, m in drawn]
    found = Identity(standing_joins([entry(d, i) for i, d in enumerate([*listed, distinct(A, B, C)])]), {})
    assert all(found.entity(one) != found.entity(other) for one, other in itertools.combinations((A, B, C), 2))
