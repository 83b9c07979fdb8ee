"""Values side by side: who says, who denies, in which words and when; in an order that favours nobody."""

import math

import pytest

from habeas.claims import Accusation, Attribute, Custody, Link, LinkEnd, Party
from habeas.register import properties
from worlds import World, encoded, public_world, told

ANA = Party(name="Ana Silva", state="DK", span=(0, 9))
BO = Party(name="Bo Lund", state="PE", span=(14, 21))
TEXT = "Ana Silva and Bo Lund, a made-up history."


def voice(state: str) -> Party:
    return Party(name=None, state=state, role="foreign ministry", anonymous=True)


def world_of(*tellings: tuple[object, str, str, str]) -> World:
    """Each telling: a content, the state that speaks, its stance, and the day."""
    world = World()
    for number, (content, state, stance, day) in enumerate(tellings):
        told(world, f"{TEXT} {number}", content, speaker=voice(state), stance=stance, published=day)
    world.open("Ana Silva", "PE")
    return world


def only_case(world: World):
    return world.register("team").cases[0]


def arbitrary(accused: str = "PE") -> Accusation:
    return Accusation(accused=accused, of="arbitrary_detention", concerning=(ANA,))


def test_a_state_that_contradicts_itself_shows_both_dated():
    detained = Custody(person=ANA, act="detained", by="PE", when="2020-05-03")
    world = world_of((detained, "PE", "denies", "2020-05-10"), (detained, "PE", "asserts", "2020-06-01"))
    (contested,) = only_case(world).contested
    assert contested.property == "custody.detained"
    assert [(v.said_on, v.stance, v.speakers[0].state) for v in contested.values] == [
        ("2020-05-10", "denies", "PE"),
        ("2020-06-01", "asserts", "PE"),
    ]
    assert all(value.quote and value.quote.startswith("Ana Silva") for value in contested.values)


def test_what_a_later_day_contests_is_not_contested_before():
    world = world_of(
        (Custody(person=ANA, act="detained", by="PE", when="2020-05-03"), "DK", "asserts", "2020-05-10"),
        (Custody(person=ANA, act="released", by="PE", when="2020-07-01"), "DK", "asserts", "2020-07-01"),
        (Custody(person=ANA, act="released", by="PE", when="2020-07-04"), "PE", "asserts", "2020-07-04"),
    )
    assert [c.property for c in only_case(world).contested] == ["custody.released.when"]
    assert world.register("team", as_of="2020-06-01").cases[0].contested == ()


def test_a_link_that_somebody_denies_is_contested_in_whichever_words_of_acts():
    world = World()
    ends = (LinkEnd(person=ANA, act="detained"), LinkEnd(person=BO))
    told(world, f"{TEXT} 1", Custody(person=ANA, act="detained", by="PE"))
    told(world, f"{TEXT} 2", Link(source=ends[0], target=ends[1], relation="retaliation"), speaker=voice("DK"), published="2020-06-01")  # fmt: skip
    told(world, f"{TEXT} 3", Link(source=LinkEnd(person=ANA), target=ends[1], relation="retaliation"), speaker=voice("PE"), stance="denies", published="2020-06-03")  # fmt: skip
    world.open("Ana Silva", "PE")
    world.open("Bo Lund", "DK")
    register = world.register("team")
    (case,) = [c for c in register.cases if c.person.name == "Ana Silva"]
    (contested,) = case.contested
    assert (contested.property, contested.subject) == ("link.retaliation", "Ana Silva / Bo Lund")
    assert [(v.speakers[0].state, v.stance) for v in contested.values] == [("DK", "asserts"), ("PE", "denies")]
    assert {link.stance for link in case.links} == {"asserts", "denies"}


def test_an_exchange_is_one_whichever_side_is_told_first():
    world = World()
    told(world, f"{TEXT} 1", Custody(person=ANA, act="detained", by="PE"), Custody(person=BO, act="detained", by="DK"))
    for number, (one, other, state, stance) in enumerate([(ANA, BO, "DK", "asserts"), (BO, ANA, "PE", "denies")]):
        link = Link(source=LinkEnd(person=one), target=LinkEnd(person=other), relation="exchange")
        told(world, f"{TEXT} {number + 2}", link, speaker=voice(state), stance=stance, published=f"2020-06-0{number + 1}")  # fmt: skip
    world.open("Ana Silva", "PE")
    world.open("Bo Lund", "DK")
    for case in world.register("team").cases:
        assert [c.property for c in case.contested] == ["link.exchange"]


def test_a_denied_nationality_is_no_nationality():
    world = world_of(
        (Custody(person=Party(name="Ana Silva", span=(0, 9)), act="detained", by="PE"), "DK", "asserts", "2020-05-10"),
        (Attribute(subject=Party(name="Ana Silva", span=(0, 9)), attribute="nationality", value="DK"), "DK", "asserts", "2020-05-11"),
        (Attribute(subject=Party(name="Ana Silva", span=(0, 9)), attribute="nationality", value="SE"), "PE", "denies", "2020-05-12"),
    )  # fmt: skip
    case = only_case(world)
    assert case.person.states == ("DK",)
    (contested,) = case.contested
    assert [(v.value, v.stance) for v in contested.values] == [("DK", "asserts"), ("SE", "denies")]


def test_every_property_has_all_its_values_with_who_said_them_in_which_words():
    world = public_world()
    told(world, "Ana Silva was held in Cusco.", Custody(person=ANA, act="detained", by="PE", when="2020-05-03", place="Cusco"), published="2020-06-20")  # fmt: skip
    world.open("Ana Silva", "PE")
    case = only_case(world)
    found = {one.property: one for one in properties(case)}
    assert {
        "custody.detained",
        "custody.detained.when",
        "custody.detained.place",
        "accusation.arbitrary_detention",
    } <= set(found)
    assert [(v.value, v.witnesses) for v in found["custody.detained.place"].values] == [("Lima", 1), ("Cusco", 1)]
    (when,) = found["custody.detained.when"].values
    assert (when.value, when.witnesses) == ("2020-05-03", 2)
    assert {v.stance for v in found["accusation.arbitrary_detention"].values} == {"asserts", "denies"}
    for one in found.values():
        assert all(v.quote and v.speakers and v.claims for v in one.values)
    told_in = {id_ for one in found.values() for v in one.values for id_ in v.claims}
    assert told_in == {r.id for r in case.said if r.kind in {"custody", "attribute", "accusation", "link"}}
    assert {c.property for c in case.contested} <= set(found)


def test_two_acts_of_a_kind_are_two_properties():
    world = world_of(
        *((Custody(person=ANA, act=act, by="PE", when=when), "DK", "asserts", "2021-01-01") for act, when in [("detained", "2019-01"), ("released", "2019-03"), ("detained", "2019-05")])
    )  # fmt: skip
    assert [one.property for one in properties(only_case(world)) if one.property.startswith("custody.") and "." not in one.property[8:]] == [
        "custody.detained", "custody.released", "custody.detained#2"
    ]  # fmt: skip


def test_the_earlier_word_comes_first_whoever_says_it():
    for first, second in (("DK", "PE"), ("PE", "DK")):
        world = world_of((arbitrary(), first, "asserts", "2020-05-10"), (arbitrary(), second, "denies", "2020-05-12"))
        (contested,) = world.register("team").contested
        assert [v.speakers[0].state for v in contested.values] == [first, second]


def test_of_one_source_and_day_the_source_gives_the_order():
    for first, second in (("Denmark", "Peru"), ("Peru", "Denmark")):
        text = f"{first} called on {second} to release Ana Silva. {second} called on {first} to give Ana Silva a fair trial."
        world = World()
        world.read(text)
        appeals = world.register("team").appeals
        assert [appeal.quote and appeal.quote.split()[0] for appeal in appeals] == [first, second]


@pytest.mark.parametrize("states", [("AD", "ZW"), ("DK", "PE"), ("US", "RU")])
def test_of_one_day_a_coin_falls_and_no_state_comes_first_oftener(states: tuple[str, str]):
    """200 falls of a fair coin give 60 to 140 heads but once in 10 million times; ids here are fixed, so that this never flickers."""
    rounds, first = 200, 0
    for number in range(rounds):
        world = World()
        for state, stance in zip(states, ("asserts", "denies"), strict=True):
            told(world, f"{TEXT} {number} {state}", arbitrary(), speaker=voice(state), stance=stance, published="2020-05-10")  # fmt: skip
        (contested,) = world.register("team").contested
        first += contested.values[0].speakers[0].state == states[0]
    assert abs(first - rounds / 2) < 2.83 * math.sqrt(rounds)


def test_swapping_two_states_in_a_text_swaps_the_view_and_nothing_else():
    def shape(home: str, holder: str, home_adjective: str, holder_adjective: str, codes: dict[str, str]) -> str:
        text = (
            f"Police in {holder} detained Ana Silva, a {home_adjective} teacher, on 3 May 2020. {home} called on {holder} to release Silva.\n\n"
            f"A spokesperson for the {holder_adjective} embassy in {home} rejected accusations of arbitrary detention in the case of Silva."
        )
        world = World()
        world.read(text)
        world.accept()
        world.open("Ana Silva", codes["holder"])
        case = world.register("team").cases[0]
        plain = encoded(msgspec_shape(case))
        for role, code in codes.items():
            plain = plain.replace(f'"{code}"', f'"{role}"')
        return plain

    one = shape("Denmark", "Peru", "Danish", "Peruvian", {"home": "DK", "holder": "PE"})
    other = shape("Peru", "Denmark", "Peruvian", "Danish", {"home": "PE", "holder": "DK"})
    assert one == other


def msgspec_shape(case):
    """What a case says without the places and words that a swap must change."""
    said = [(r.kind, r.stance, r.speakers[0].state, r.speakers[0].anonymous, sorted(str(v) for v in r.content.values() if isinstance(v, str) and len(v) < 20 and v not in {"Denmark", "Peru"})) for r in case.said]  # fmt: skip
    sides = [[r.kind for r in side] for side in (case.sides.home, case.sides.holder, case.sides.others)]
    return (case.by, case.person.states, case.status, case.held_days, [(a.act, a.when, a.by) for a in case.acts], said, sides, [(c.property, [(v.stance, v.speakers[0].state) for v in c.values]) for c in case.contested])  # fmt: skip
