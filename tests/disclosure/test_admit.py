"""Unknown means no; what may not be seen leaves no trace."""

from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.disclosure import admit, audience, policy
from habeas.disclosure.redact import Eraser
from habeas.entries.decisions import Accept, Classify, Reject, Release, Same, Withhold
from habeas.register import fold
from worlds import FREED, HELD, NOW, QUIET, World, encoded, public_world


def test_a_case_is_public_with_acceptance_case_consent_and_wish():
    register = public_world().register()
    assert [case.person.name for case in register.cases] == ["Ana Silva"]
    assert register.cases[0].by == "PE"
    assert {record.kind for record in register.cases[0].said} >= {"custody", "appeal", "accusation"}


@pytest.mark.parametrize("missing", ["accept", "open", "consent", "wish"])
def test_without_any_one_of_them_nothing_of_the_person_is_public(missing: str):
    world = World()
    world.read(HELD)
    for step in ("accept", "open", "consent", "wish"):
        if step != missing:
            arguments = {"accept": (), "open": ("Ana Silva", "PE"), "consent": ("Ana Silva",), "wish": ("Ana Silva",)}
            getattr(world, step)(*arguments[step])
    shown = encoded(world.register())
    assert "Silva" not in shown
    assert world.register().cases == ()
    assert "Silva" in encoded(world.register("team"))


@pytest.mark.parametrize("wanted", ["quiet", "unknown"])
def test_a_wish_that_is_not_public_is_a_no(wanted: str):
    world = public_world()
    world.wish("Ana Silva", wanted)
    assert "Silva" not in encoded(world.register())


def test_a_persons_own_word_comes_before_a_relatives():
    world = public_world()
    world.wish("Ana Silva", "quiet", by="relative")
    assert world.register().counts.cases == 1
    world.wish("Ana Silva", "quiet", by="self")
    world.wish("Ana Silva", "public", by="relative")
    assert world.register().counts.cases == 0


def test_where_the_person_has_not_spoken_the_most_restrictive_word_holds():
    world = World()
    world.read(HELD)
    world.accept()
    world.open("Ana Silva", "PE")
    world.consent("Ana Silva", by="relative")
    world.wish("Ana Silva", "public", by="relative")
    assert world.register().counts.cases == 1
    world.consent("Ana Silva", given=False, by="lawyer")
    assert world.register().counts.cases == 0


@pytest.mark.parametrize("who", ["", "nobody", "public+compartment:a", "team+compartment:", "Public", "compartment:a"])
def test_an_unknown_audience_sees_nothing(who: str):
    assert public_world().register(who).counts.claims == 0


def test_labels_keep_entries_from_everybody_below_them():
    world = public_world()
    world.read("Police in Quito detained Max Berg on 1 May 2020.", handling="compartment:mediation")
    world.accept()
    assert "Berg" not in encoded(world.register("team"))
    assert "Berg" in encoded(world.register("team+compartment:mediation"))
    assert "Berg" not in encoded(world.register("team+compartment:other"))


def test_an_unknown_label_is_seen_by_nobody():
    world = public_world()
    world.read("Police in Quito detained Max Berg on 1 May 2020.", handling="restricted")
    assert "Berg" not in encoded(world.register("team"))


def test_a_claim_is_never_more_open_than_its_source():
    world = public_world()
    source = next(entry for entry in world.entries if entry.source is not None)
    world.add(Classify(reason="sensitive", entries=(source.id,), handling="team"))
    assert world.register().counts.claims == 0


def test_a_rejected_claim_is_not_public():
    world = public_world()
    before = world.register().counts.claims
    world.add(Reject(reason="misread", claims=(world.claims()[0].id,)))
    assert world.register().counts.claims == before - 1


def test_a_withheld_name_is_nowhere_and_nothing_leads_to_it():
    world = public_world()
    world.read("Danish Foreign Minister Bo Lund told Eva Roth that Ana Silva was detained in Peru. " + FREED)
    world.accept()
    shown = encoded(world.register())
    assert "Roth" not in shown
    redacted = [record for record in world.register().claims if record.redacted]
    for record in redacted:
        assert all(item.source is None and item.start is None for item in record.evidence)
        assert 'span":[' not in msgspec.json.encode(record.speakers).decode()
    ids = {entry.id for entry in world.entries}
    assert not any(record.id in ids for record in world.register().claims)


def test_withholding_a_person_redacts_the_name_in_every_quote():
    world = public_world()
    world.read(
        "Denmark called on Peru to release Ana Silva and Eva Roth. Police in Lima detained Eva Roth on 1 May 2020."
    )
    world.accept()
    world.add(Same(reason="one person", mentions=world.mentions("Ana Silva")))
    world.open("Eva Roth", "PE")
    world.consent("Eva Roth")
    world.wish("Eva Roth")
    assert "Roth" in encoded(world.register())
    world.add(Withhold(reason="asked", person=world.mentions("Eva Roth")[0]))
    shown = encoded(world.register())
    assert "Roth" not in shown
    assert "Ana Silva" in shown
    assert "[withheld]" in shown


def test_a_full_text_is_shown_only_where_it_is_open_and_names_nobody_hidden():
    world = public_world()
    assert world.register().sources[0].text is not None
    world.read(HELD + " Her sister Eva Roth wept.", rights="open")
    world.read(FREED, rights="quote_only")
    world.accept()
    texts = {source.text is not None for source in world.register().sources if source.title}
    assert texts == {True, False}
    assert "Roth" not in encoded(world.register())


def test_an_embargo_ends_at_its_moment():
    world = public_world()
    source = world.read(FREED, published="2020-10-10")
    world.accept(source)
    until = NOW + timedelta(days=2)
    world.add(
        Withhold(reason="before safe exit", entries=tuple(e.id for e in world.claims(source)), until=until.isoformat())
    )
    assert world.register(now=NOW).claims != ()
    assert "released" not in encoded(world.register(now=NOW))
    assert "released" not in encoded(world.register(now=until - timedelta(seconds=1)))


def test_releasing_a_withholding_ends_it():
    world = public_world()
    withheld = world.add(Withhold(reason="asked", person=world.mentions("Ana Silva")[0]))
    assert world.register().counts.cases == 0
    world.add(Release(reason="asked", withholds=withheld))
    assert world.register().counts.cases == 1


def test_a_name_withdrawn_today_is_gone_from_every_view_of_the_past():
    world = public_world()
    moments = [entry.header.recorded_at for entry in world.entries]
    assert any("Silva" in encoded(world.register(known_at=moment)) for moment in moments)
    world.wish("Ana Silva", "quiet")
    for moment in moments:
        assert "Silva" not in encoded(world.register(known_at=moment))


def test_known_at_shows_what_the_record_held_then():
    world = public_world()
    first = world.entries[-1].header.recorded_at
    world.read(FREED, published="2020-10-10")
    world.accept()
    world.open("Ana Silva", "PE")
    assert world.register(known_at=first).cases[0].status == "held"


TEXTS = st.sampled_from(
    [
        QUIET,
        "Police in Lima detained Max Berg, a Danish pilot, on 1 May 2020. Denmark said that Berg was innocent.",
        "Peru said that Ana Silva was a spy, Eva Roth told Max Berg.",
        "Iceland and 12 other countries endorsed the Declaration Against Arbitrary Detention.",
    ]
)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.tuples(TEXTS, st.sampled_from(["team", "partners", "compartment:a", "odd"]), st.booleans()), max_size=4)
)
def test_what_the_public_may_not_see_changes_no_byte_of_what_it_sees(hidden: list[tuple[str, str, bool]]):
    world = public_world()
    base = list(world.entries)
    for text, handling, accepted in hidden:
        source = world.read(text, handling=handling)
        if accepted:
            world.add(Accept(reason="checked", claims=tuple(e.id for e in world.claims(source))))
    rules = policy(world.entries)
    who = audience("public")
    without = fold(admit(base, rules, who, now=NOW))
    together = fold(admit(world.entries, rules, who, now=NOW))
    assert msgspec.json.encode(without) == msgspec.json.encode(together)


@settings(deadline=None, max_examples=15)
@given(st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(random: object):
    world = public_world()
    world.read(FREED, published="2020-10-10")
    world.accept()
    shuffled = list(world.entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for who in ("public", "team"):
        one = fold(admit(world.entries, policy(world.entries), audience(who), now=NOW))
        other = fold(admit(shuffled, policy(shuffled), audience(who), now=NOW))
        assert msgspec.json.encode(one) == msgspec.json.encode(other)


def test_now_may_carry_any_zone():
    world = public_world()
    assert world.register(now=datetime.fromisoformat("2021-03-01T09:00:00+09:00")).counts.cases == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The Example Record", "The Example Record"),
        ("Anna Berg", "[withheld]"),
        ("The Anna Berg trial", "The [withheld] trial"),
    ],
)
def test_a_paper_s_name_is_no_unknown_person_s(text: str, shown: str):
    assert Eraser((), (), frozenset(), ()).clean(text) == shown


def test_a_paper_called_like_somebody_hidden_is_withheld():
    assert Eraser(("Anna Berg",), (), frozenset(), ()).clean("The Anna Berg") == "The [withheld]"


def test_an_instrument_that_a_reader_took_for_somebody_hides_nothing():
    eraser = Eraser(("Declaration Against Arbitrary Detention", "Anna Berg"), (), frozenset(), ())
    text = "Norway signed the Declaration Against Arbitrary Detention, said Anna Berg."
    assert eraser.clean(text) == "Norway signed the Declaration Against Arbitrary Detention, said [withheld]."
