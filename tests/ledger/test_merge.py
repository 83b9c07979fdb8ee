"""Merge: what another ledger holds comes over with the proof of who recorded it, and decides nothing until it is trusted."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from ledger_helpers import claim, filled, source
from merge_helpers import (
    EVERYTHING,
    START,
    Clock,
    bytes_of,
    opening,
    person,
    publishing,
    register,
    settled,
    trusting,
)

from habeas.claims import Custody, Party
from habeas.entries import Mention
from habeas.entries.decisions import (
    Accept,
    Classify,
    Consent,
    Correct,
    Distinct,
    OpenCase,
    Reject,
    Release,
    Same,
    Wish,
    Withhold,
)
from habeas.errors import BadKey, DecisionError
from habeas.ledger import Ledger, open_ledger
from habeas.ledger.notes import Checkpoint, sign


def test_what_the_other_holds_comes_over_with_its_origin(making: Callable[[str], Ledger]):
    with making("a") as a, making("b") as b:
        other, raw = source("Peru spoke of Eva Roth.", "b.txt")
        b.record_source(other, raw, "team")
        ids = filled(b)
        filled(a)
        merged = a.merge(b)
        assert (merged.ledger, merged.verifier) == (b.id, b.verifier())
        assert (merged.sources, merged.claims, merged.decisions) == (2, 1, 0)
        assert [e.origin for e in a.entries()] == [None, None, b.id, b.id, b.id]
        assert a.source_bytes(other.sha256) == raw
        assert a.entry(ids[1]).header == b.entry(ids[1]).header
        assert a.verify(a.checkpoint()).problems == ()
        assert [p.checkpoint for p in a.peers()] == [b.checkpoint()]


def test_a_second_merge_changes_nothing(making: Callable[[str], Ledger], tmp_path: Path):
    with making("a") as a, making("b") as b:
        filled(a)
        filled(b)
        a.merge(b)
        b.merge(a)
        before = a.root(), b.root(), a.size()
        for one, other in ((a, b), (b, a), (a, b)):
            merged = one.merge(other)
            assert (merged.sources, merged.claims, merged.decisions) == (0, 0, 0)
        assert (a.root(), b.root(), a.size()) == before
        assert bytes_of(a) == bytes_of(b)


def test_a_dry_run_says_what_would_come_and_changes_nothing(making: Callable[[str], Ledger], tmp_path: Path):
    with making("a") as a, making("b") as b:
        filled(b)
        merged = a.merge(b, dry_run=True)
        assert (merged.sources, merged.claims) == (1, 1)
        assert (a.size(), a.peers()) == (0, [])
        assert not (tmp_path / "a.db.sources").exists()


def test_copies_count_once_with_the_earliest_moment_and_the_strictest_handling(making: Callable[[str], Ledger]):
    with making("a") as a, making("b") as b:
        first, _ = filled(a, "public")
        filled(b, "team")
        a.merge(b)
        view = register(a, "team")
        assert (view.counts.claims, view.counts.sources) == (1, 1)
        assert [s.id for s in view.sources] == [first]
        publishing(a)
        assert register(a, "public").counts.claims == 0
        a.record([(Classify(reason="r", entries=tuple(e.id for e in a.entries()), handling="public"), "team")])
        assert register(a, "public").counts.claims == 1


def test_what_two_compartments_hold_is_seen_by_neither(making: Callable[[str], Ledger]):
    with making("a") as a, making("b") as b:
        filled(a, "compartment:one")
        filled(b, "compartment:two")
        a.merge(b)
        assert register(a, "team+compartment:one").counts.claims == 0
        assert register(a, "team+compartment:one+compartment:two").counts.claims == 0


def test_known_at_goes_by_the_moment_at_which_it_was_recorded_first(making: Callable[[str], Ledger]):
    with making("a") as a, making("b") as b:
        filled(b)
        moment = next(e.header.recorded_at for e in b.entries() if e.claim is not None)
        other, raw = source("Peru spoke of Eva Roth.", "a.txt")
        a.record_source(other, raw, "team")
        a.merge(b)
        then = register(a, "team", known_at=moment)
        assert (then.counts.claims, then.counts.sources) == (1, 1)
        assert {e.origin for e in a.entries(known_at=moment)} == {b.id}


def test_reading_what_was_merged_adds_nothing(making: Callable[[str], Ledger]):
    with making("a") as a, making("b") as b:
        ids = filled(b)
        a.merge(b)
        assert filled(a) == ids


def test_foreign_decisions_are_inert_until_their_ledger_is_trusted_for_them(making: Callable[[str], Ledger]):
    with making("a") as a, making("b") as b:
        filled(b)
        publishing(b)
        a.merge(b)
        assert register(a, "public").counts.cases == 0
        assert register(a, "team").counts.cases == 0
        assert {c.status for c in register(a, "team").claims} == {"proposed"}
        assert a.peers()[0].inert == {"accept": 1, "consent": 1, "open_case": 1, "wish": 1}
        a.trust(b.verifier(), ["accept", "open_case"], reason="we work together")
        assert register(a, "team").counts.cases == 1
        assert register(a, "public").counts.cases == 0
        a.trust(b.verifier(), ["consent", "wish"], reason="we work together")
        assert register(a, "public").counts.cases == 1
        assert bytes_of(a) == bytes_of(b)
        a.trust(b.verifier(), ["open_case"], revoked=True, reason="no longer")
        assert register(a, "public").counts.cases == 0
        assert a.peers()[0].trusted == ("accept", "consent", "wish")
        assert a.verify().problems == ()


def test_trust_is_not_passed_on(making: Callable[[str], Ledger]):
    """b trusts c; that a trusts b says nothing about c, not even where a trusts b for everything."""
    with making("a") as a, making("b") as b, making("c") as c:
        filled(c)
        publishing(c)
        b.merge(c)
        trusting(b, c)
        a.merge(b)
        a.trust(b.verifier(), EVERYTHING, reason="partners")
        assert register(b, "team").counts.cases == 1
        assert register(a, "team").counts.cases == 0
        with pytest.raises(DecisionError):
            a.trust(b.verifier(), ["trust"], reason="never")
        with pytest.raises(DecisionError):
            a.trust(a.verifier(), ["accept"], reason="its own")
        with pytest.raises(BadKey):
            a.trust("somebody", ["accept"], reason="no key")


def test_a_trusted_key_speaks_for_those_it_was_rotated_to_and_from(making: Callable[[str], Ledger]):
    with making("a") as a, making("b") as b, making("c") as c:
        filled(b)
        old = b.verifier()
        publishing(b)
        b.rotate_key(b._keys.renewed(os.urandom), reason="a laptop was lost")
        b.record([(Reject(reason="r", claims=tuple(e.id for e in b.entries() if e.claim)), "team")])
        for one, key in ((a, old), (c, b.verifier())):
            one.merge(b)
            assert one.verify().problems == ()
            one.trust(key, ["accept", "reject"], reason="partners")
            assert {r.status for r in register(one, "team").claims} == {"rejected"}
            assert one.peers()[0].verifier == b.verifier()


def test_concurrent_words_the_most_restrictive_holds_until_somebody_who_knows_both_decides(
    making: Callable[[str], Ledger],
):
    with making("a") as a, making("b") as b:
        filled(a)
        b.merge(a)
        trusting(a, b)
        b.record([(Wish(reason="r", person=person(b), wish="quiet", expressed_by="self"), "team")])
        publishing(a)  # later than b's word, and without knowing it
        settled(a, b)
        assert bytes_of(a) == bytes_of(b)
        assert register(a, "public").counts.cases == 0
        a.record([(Wish(reason="asked again", person=person(a), wish="public", expressed_by="self"), "team")])
        settled(a, b)
        assert bytes_of(a) == bytes_of(b)
        assert register(b, "public").counts.cases == 1


def test_one_case_opened_in_two_ledgers_is_one_case(making: Callable[[str], Ledger]):
    with making("a") as a, making("b") as b:
        filled(a)
        filled(b)
        trusting(a, b)
        publishing(a, "aaaa")
        publishing(b, "bbbb")
        settled(a, b)
        assert bytes_of(a) == bytes_of(b)
        assert [case.slug for case in register(a, "public").cases] == ["aaaa"]
        assert [case.also for case in register(a, "public").cases] == [("bbbb",)]
        b.record([(opening(b, "cccc"), "public")])
        settled(a, b)
        assert [(case.slug, case.also) for case in register(a, "public").cases] == [("aaaa", ("bbbb", "cccc"))]
        assert bytes_of(a) == bytes_of(b)


def test_a_slug_that_two_ledgers_gave_to_two_persons_names_neither(making: Callable[[str], Ledger]):
    with making("a") as a, making("b") as b:
        filled(a)
        publishing(a, "aaaa")
        other, raw = source("Police in Oslo detained Eva Roth.", "b.txt")
        of = b.record_source(other, raw, "team").id
        held_in_oslo = Custody(person=Party(name="Eva Roth"), act="detained", by="NO")
        told = claim(of, other.text, words="Police in Oslo detained Eva Roth")
        (held,) = b.record([(msgspec.structs.replace(told, content=held_in_oslo), "team")])
        eva = Mention(source=held.id, span=None, name="Eva Roth")
        who = {"person": eva, "by": "NO", "alleged_by": ("SE",), "inclusion_rule": "alleged-arbitrary", "reason": "r"}
        opened = OpenCase(case="aaaa" * 4, slug="aaaa", **who)
        b.record([(opened, "team")])
        trusting(a, b)
        before = register(a, "public").cases
        settled(a, b)
        assert bytes_of(a) == bytes_of(b)
        named = {case.person.name: case for case in register(a, "team").cases}
        assert set(named) == {"Ana Silva", "Eva Roth"}
        assert len({"aaaa", *(case.slug for case in named.values()), *(case.id for case in named.values())}) == 5
        assert register(a, "public").cases == before  # who may not see the other opening sees nothing of it


def test_what_a_ledger_erased_of_its_own_goes_everywhere_and_stays_gone(
    making: Callable[[str], Ledger], tmp_path: Path
):
    with making("a") as a, making("b") as b, making("c") as c:
        source_id, claim_id = filled(b)
        a.merge(b)
        c.merge(b)
        mine = msgspec.structs.replace(claim(source_id, act="charged"), read_by="a/1")
        resting = a.record([(mine, "team")])[0].id
        b.erase([source_id], reason="consent withdrawn")
        merged = a.merge(b)
        assert set(merged.erased) == {source_id, claim_id, resting}
        a.merge(c)  # which still has the words
        assert all(a.entry(id_).payload is None for id_ in (source_id, claim_id, resting))
        assert a.verify().problems == ()
        with making("d") as d:
            d.merge(b)
            d.merge(c)
            assert d.entry(source_id).payload is None
        c.merge(a)
        assert all(c.entry(id_).payload is None for id_ in (source_id, claim_id, resting))
        assert bytes_of(a) == bytes_of(b) == bytes_of(c)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in files if b"Ana Silva" in path.read_bytes()] == []


def test_what_a_ledger_erased_of_others_is_shown_no_more_and_goes_once_it_is_trusted_for_it(
    making: Callable[[str], Ledger], tmp_path: Path
):
    with making("a") as a, making("b") as b:
        source_id, claim_id = filled(a)
        b.merge(a)
        b.erase([source_id], reason="a legal order")
        merged = a.merge(b)
        assert merged.erased == ()
        assert set(merged.sealed) == {source_id, claim_id}
        assert register(a, "team").counts.claims == 0
        assert b"Ana Silva" in (tmp_path / "a.db").read_bytes() + (tmp_path / "a.db-wal").read_bytes()
        a.trust(b.verifier(), ["erase"], revoked=True, reason="it means us harm")
        assert register(a, "team").counts.claims == 1
        _, gone = a.trust(b.verifier(), ["erase"], reason="it was right")
        assert set(gone) == {source_id, claim_id}
        assert a.verify().problems == ()
    assert b"Ana Silva" not in (tmp_path / "a.db").read_bytes()


def test_no_erasure_of_another_ledgers_lifts_a_restriction(making: Callable[[str], Ledger]):
    with making("a") as a, making("b") as b:
        filled(a)
        publishing(a)
        quiet = a.record([(Wish(reason="r", person=person(a), wish="quiet", expressed_by="self"), "team")])[0].id
        b.merge(a)
        b.erase([quiet], reason="so that it be public")
        a.merge(b)
        assert isinstance(a.entry(quiet).payload, Wish)
        assert register(a, "public").counts.cases == 0


def test_the_local_erasure_of_one_copy_takes_the_others_along(making: Callable[[str], Ledger], tmp_path: Path):
    with making("a") as a, making("b") as b:
        source_id, _ = filled(a)
        filled(b)
        a.merge(b)
        a.erase([source_id], reason="consent withdrawn")
        assert [e.payload for e in a.entries(kinds={"source", "claim"})] == [None] * 4
        assert b"Ana Silva" not in (tmp_path / "a.db").read_bytes()
        assert a.verify().problems == ()


def test_decisions_without_which_the_record_cannot_be_checked_are_never_erased(making: Callable[[str], Ledger]):
    with making("a") as a:
        source_id, _ = filled(a)
        erased = a.erase([source_id], reason="asked").id
        with pytest.raises(DecisionError):
            a.erase([erased], reason="to bring it back")


def test_a_chain_brings_what_each_link_has(making: Callable[[str], Ledger]):
    with making("a") as a, making("b") as b, making("c") as c:
        filled(c)
        b.merge(c)
        a.merge(b)
        assert {e.origin for e in a.entries()} == {c.id}
        assert {p.ledger for p in a.peers()} == {b.id, c.id}
        assert a.verify().problems == ()
        assert bytes_of(a) == bytes_of(c)


def test_what_is_recorded_after_a_merge_comes_after_everything_in_it(making: Callable[[str], Ledger], tmp_path: Path):
    with (
        making("a") as a,
        open_ledger(tmp_path / "fast.db", create=True, now=Clock(START + timedelta(hours=20))) as fast,
    ):
        filled(fast)
        a.merge(fast)
        other, raw = source("Peru spoke of Eva Roth.", "a.txt")
        later = a.entry(a.record_source(other, raw, "team").id)
        assert later.header.recorded_at > max(e.header.recorded_at for e in fast.entries())
        assert a.verify().problems == ()


def test_every_kind_of_decision_comes_over(making: Callable[[str], Ledger]):
    with making("a") as a, making("b") as b:
        source_id, claim_id = filled(b)
        other = b.record([(claim(source_id, act="charged"), "team")])[0].id
        better = b.record([(msgspec.structs.replace(claim(source_id, act="tried"), read_by="person:b"), "team")])[0].id
        one, two = (
            Mention(source=source_id, span=(20, 29), name="Ana Silva"),
            Mention(source=other, span=None, name="A"),
        )
        withheld = b.record([(Withhold(reason="r", entries=(other,)), "team")])[0].id
        decided = [
            Accept(reason="r", claims=(claim_id,)), Reject(reason="r", claims=(other,)),
            Correct(reason="r", claim=claim_id, by=better), Same(reason="r", mentions=(one, two)),
            Distinct(reason="r", mentions=(one, two)), opening(b),
            Consent(reason="r", person=one, given=True, given_by="self"),
            Wish(reason="r", person=one, wish="public", expressed_by="self"),
            Classify(reason="r", entries=(claim_id,), handling="public"), Release(reason="r", withholds=withheld),
        ]  # fmt: skip
        b.record([(one, "team") for one in decided])
        b.erase([other], reason="r")
        trusting(a, b)
        a.merge(b)
        b.merge(a)
        kinds = {type(e.payload) for e in a.entries(kinds={"decision"})}
        assert {*map(type, decided), Withhold} <= kinds
        assert bytes_of(a) == bytes_of(b)


@pytest.mark.parametrize("moment", ["add_peer_leaves", "add_merge", "add_checkpoint"])
def test_a_merge_that_is_killed_leaves_the_ledger_as_it_was(
    making: Callable[[str], Ledger], tmp_path: Path, moment: str
):
    with making("a") as a, making("b") as b:
        filled(a)
        other, raw = source("Peru spoke of Eva Roth.", "b.txt")
        b.record_source(other, raw, "team")
        before = a.root(), a.size(), bytes_of(a)
        killing = f"""
import os, signal
from datetime import datetime, UTC
from habeas.ledger import open_ledger
from habeas.ledger.sqlite import SqliteStore
def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)
SqliteStore.{moment} = killed
now = lambda: datetime(2020, 6, 1, tzinfo=UTC)
with open_ledger({str(tmp_path / "a.db")!r}, now=now) as a, open_ledger({str(tmp_path / "b.db")!r}, keyless=True) as b:
    a.merge(b)
"""
        ran = subprocess.run([sys.executable, "-c", killing], check=False, capture_output=True, text=True)
        assert ran.returncode == -9, ran.stderr
        assert (a.root(), a.size(), bytes_of(a)) == before
        assert a.verify().problems == ()
        assert a.merge(b).sources == 1


class TestAPartnersKeptCheckpoint:
    """Whoever kept a partner's checkpoint holds what came of that partner's ledger to it."""

    def test_what_was_merged_has_grown_from_it(self, making: Callable[[str], Ledger]):
        with making("a") as a, making("b") as b:
            filled(b)
            before = b.checkpoint()
            b.rotate_key(b._keys.renewed(os.urandom), reason="yearly")
            other, raw = source("Peru spoke of Eva Roth.", "b.txt")
            b.record_source(other, raw, "team")
            a.merge(b)
            for kept in (before, b.checkpoint()):
                found = a.verify(kept)
                assert (found.problems, found.kept) == ((), b.id)
            assert a.verify(a.checkpoint()).kept == a.id

    def test_a_later_one_asks_for_a_newer_copy(self, making: Callable[[str], Ledger]):
        with making("a") as a, making("b") as b:
            filled(b)
            a.merge(b)
            size = b.size()
            other, raw = source("Peru spoke of Eva Roth.", "b.txt")
            b.record_source(other, raw, "team")
            kept = b.checkpoint()
            (problem,) = a.verify(kept).problems
            assert f"covers {size + 1} entries, and {size} of them are here: merge a newer copy" in problem.what
            a.merge(b)
            assert a.verify(kept).problems == ()

    def test_another_past_of_the_partner_is_found(self, making: Callable[[str], Ledger]):
        with making("a") as a, making("b") as b:
            filled(b)
            a.merge(b)
            forged = note_of(b, root=bytes(32))
            (problem,) = a.verify(forged).problems
            assert problem.what.startswith(f"against the kept checkpoint of ledger {b.id}: the first 2 entries are not")

    def test_of_a_ledger_that_was_never_merged_it_proves_nothing(self, making: Callable[[str], Ledger]):
        with making("a") as a, making("b") as b:
            filled(b)
            (problem,) = a.verify(b.checkpoint()).problems
            assert "nor by that of one that was merged into it" in problem.what
            (problem,) = a.verify("58 entries, nothing altered\n").problems
            assert problem.what.startswith("the kept checkpoint cannot be read")


def note_of(ledger: Ledger, root: bytes) -> str:
    """A checkpoint of another past, signed by the ledger's own key."""
    keys = ledger._keys
    return sign(Checkpoint(keys.name, ledger.size(), root).text, keys.name, keys.signing)
