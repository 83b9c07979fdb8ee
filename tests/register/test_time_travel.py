"""Going back in record time: what the record held changes, what may be seen does not. And what happened in between is told."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.claims import Claim, ClaimBasis, decode, encode
from habeas.entries.decisions import Classify, Consent, Correct, Release, Same, Wish, Withhold
from habeas.register.history import change, history
from worlds import FREED, NOW, QUIET, World, encoded, public_world

AUDIENCES = ("public", "partners")


def moments(world: World) -> list[str]:
    """Just before the record began, at each entry, and long after."""
    return [
        "2000-01-01T00:00:00.000000Z",
        *(e.header.recorded_at for e in world.entries),
        "2100-01-01T00:00:00.000000Z",
    ]


def silent(world: World, *, name: str = "Silva") -> None:
    """No view below the team, of any moment, holds the name or anything that stood beside it."""
    for moment in moments(world):
        for who in ("public", "partners"):
            view = world.register(who, known_at=moment)
            assert name not in encoded(view), (who, moment)
            assert view.cases == ()


@pytest.mark.parametrize("end", ["wish", "wish unknown", "consent", "withheld", "classified", "case classified"])
def test_what_is_withdrawn_today_is_gone_from_every_past_view(end: str):
    world = public_world()
    world.read(FREED, published="2020-10-10")
    world.accept()
    world.open("Ana Silva", "PE")
    assert any("Silva" in encoded(world.register(known_at=moment)) for moment in moments(world))
    person = world.mentions("Ana Silva")[0]
    if end.startswith("wish"):
        world.wish("Ana Silva", "unknown" if end.endswith("unknown") else "quiet")
    elif end == "consent":
        world.add(Consent(reason="", person=person, given=False, given_by="self"))
    elif end == "withheld":
        world.add(Withhold(reason="", person=person))
    elif end == "classified":
        world.add(
            Classify(reason="", entries=tuple(e.id for e in world.entries if e.source or e.claim), handling="team")
        )
    else:
        cases = [e.id for e in world.entries if e.decision is not None and hasattr(e.payload, "inclusion_rule")]
        world.add(Classify(reason="", entries=tuple(cases), handling="team"))
    silent(world)
    assert "Silva" in encoded(world.register("team"))


def test_what_is_released_today_shows_what_was_held_then_and_no_more():
    world = public_world()
    end = world.add(Withhold(reason="", person=world.mentions("Ana Silva")[0]))
    silent(world)
    world.add(Release(reason="", withholds=end))
    first = world.entries[0].header.recorded_at
    assert world.register(known_at=first).claims == ()
    assert "Silva" in encoded(world.register())


STEPS = st.lists(
    st.sampled_from("quiet public withhold release refuse consent classify declassify read".split()), max_size=7
)


def taken(world: World, step: str, withheld: list[str]) -> None:
    """One step of somebody's on the record."""
    person = world.mentions("Ana Silva")[0]
    documents = tuple(e.id for e in world.entries if e.source)
    if step == "read":
        world.read(QUIET, published="2020-06-10")
    elif step == "withhold":
        withheld.append(world.add(Withhold(reason="", person=person)))
    elif step == "release":
        if withheld:
            world.add(Release(reason="", withholds=withheld.pop()))
    else:
        decisions = {
            "quiet": Wish(reason="", person=person, wish="quiet", expressed_by="self"),
            "public": Wish(reason="", person=person, wish="public", expressed_by="self"),
            "refuse": Consent(reason="", person=person, given=False, given_by="self"),
            "consent": Consent(reason="", person=person, given=True, given_by="self"),
            "classify": Classify(reason="", entries=documents, handling="team"),
            "declassify": Classify(reason="", entries=documents, handling="public"),
        }
        world.add(decisions[step])


@settings(max_examples=25)
@given(STEPS)
def test_whatever_was_decided_a_past_view_shows_nobody_whom_todays_does_not(steps: list[str]):
    world, withheld = public_world(), list[str]()
    for step in steps:
        taken(world, step, withheld)
    for who in AUDIENCES:
        now = world.register(who)
        shown = {name for case in now.cases for name in case.person.names}
        for moment in moments(world):
            then = world.register(who, known_at=moment)
            text = encoded(then)
            assert "Eva Roth" not in text
            assert {name for case in then.cases for name in case.person.names} <= shown
            assert {source.slug for source in then.sources} <= {source.slug for source in now.sources}
            assert "Silva" not in text or "Silva" in encoded(now)


def test_record_time_only_adds_claims_until_a_decision_takes_them():
    world = public_world()
    sizes = [len(world.register("team", known_at=moment).claims) for moment in moments(world)]
    assert sizes == sorted(sizes)
    assert sizes[0] == 0


def corrected(world: World, old: str, **changes: object) -> str:
    claim = next(e.claim for e in world.entries if e.id == old)
    assert isinstance(claim, Claim)
    plain = encode(claim)
    plain["content"] |= changes
    by = world.add(
        decode({**plain, "read_by": "person:kim", "basis": [{"rests_on": "claim", "claim": old}]}), "public", "claim"
    )
    assert ClaimBasis(claim=old) in next(e.claim for e in world.entries if e.id == by).basis  # type: ignore[union-attr]
    world.add(Correct(reason="The court's record", claim=old, by=by))
    return by


def test_history_tells_who_added_decided_and_changed_what():
    world = public_world()
    custody = next(e.id for e in world.claims() if e.claim and e.claim.kind == "custody")
    by = corrected(world, custody, when="2020-05-04")
    source = world.entries[0].id
    world.add(Classify(reason="", entries=(source,), handling="partners"))
    hidden = world.add(Withhold(reason="", entries=(custody,)))
    world.add(Release(reason="", withholds=hidden))
    world.read(QUIET)
    slug = world.register("team").cases[0].slug
    events = history(world.entries, slug)
    whats = [event.what for event in events]
    assert whats[0] == "read"
    assert {"read", "accept", "open_case", "consent", "wish", "correct", "classify", "withhold", "release"} <= set(
        whats
    )
    told = {event.what: event for event in events}
    assert told["correct"].detail == "when: 2020-05-03 -> 2020-05-04"
    assert set(told["correct"].about) == {custody, by}
    assert told["classify"].detail == "partners"
    assert told["wish"].detail == "public, by self"
    assert told["consent"].detail == "given by self"
    assert [event.recorded_at for event in events] == sorted(event.recorded_at for event in events)
    assert source in {event.entry for event in events}
    about_eva = {e.id for e in world.claims() if "Roth" in str(e.claim)}
    assert not about_eva & {event.entry for event in events}


def test_diff_tells_what_came_went_and_changed():
    world = public_world()
    then = world.entries[-1].header.recorded_at
    custody = next(e.id for e in world.claims() if e.claim and e.claim.kind == "custody")
    corrected(world, custody, when="2020-05-04")
    world.read(FREED, published="2020-10-10")
    world.accept(next(e.id for e in reversed(world.entries) if e.source))
    world.add(Same(reason="", mentions=world.mentions("Ana Silva")))
    found = change(world.register("team", known_at=then), world.register("team"))
    (case,) = world.register("team").cases
    assert found.status == ((case.slug, "held", "released"),)
    assert (case.slug, "held_from", "2020-05-03", "2020-05-04") in found.cases_changed
    assert (custody, "accepted", "corrected") in found.claims_decided
    assert found.claims_added
    assert found.claims_gone == ()
    back = change(world.register("team"), world.register("team", known_at=then))
    assert (back.claims_gone, back.claims_added) == (found.claims_added, ())
    assert change(world.register("team"), world.register("team")) == change(
        world.register("public"), world.register("public")
    )


def test_staleness_counts_from_the_day_of_the_view():
    world = public_world()
    later = NOW + timedelta(days=800)
    assert isinstance(later, datetime)
    assert world.register(now=later).cases[0].stale
