"""What must never be published: a test for each rule of docs/reference/never-public.md, by the name that it gives there."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from habeas.claims import Accusation, Action, Appeal, Attribute, Claim, Evidence, Finding, Party, Statement
from habeas.disclosure import WITHHELD, audience
from habeas.disclosure.sensitive import KINDS, is_child, is_relative, may_be_minor, signs
from habeas.disclosure.withheld import coarser
from habeas.entries import Entry
from habeas.entries.decisions import Accept, Classify, Consent, Reject, Same, Wish, Withhold
from worlds import FREED, HELD, NOW, World, encoded, public_world

SHARED = "Denmark called on Peru to release Ana Silva and Eva Roth, a Swiss nurse detained in Cusco on 7 June 2020."


def read(world: World, text: str, **options: str) -> str:
    """A source, accepted, in which Ana Silva is the person of her case."""
    source = world.read(text, **options)
    world.accept(source)
    mentions = world.mentions("Ana Silva")
    if len(mentions) > 1:
        world.add(Same(reason="one person", mentions=mentions))
    return source


def said(world: World, text: str, content: object, *, kind: str, speakers: tuple[Party, ...] = ()) -> Entry:
    """A claim that a person adds, of a source of its own, accepted and public."""
    source = world.read(text)
    claim = Claim(
        kind=kind,
        stance="asserts",
        speakers=speakers or (Party(name="The Record", role="outlet"),),
        said_on="2020-06-10",
        content=content,
        evidence=(Evidence(source=source, start=0, end=len(text), quote=text),),
        read_by="person:Kim",
    )
    id_ = world.add(claim, "public", "claim")
    world.add(Accept(reason="checked", claims=(id_,)))
    return next(entry for entry in world.entries if entry.id == id_)


def silva() -> Party:
    """Ana Silva, as the first text names her."""
    return Party(name="Ana Silva", state="DK")


def joined(world: World) -> None:
    world.add(Same(reason="one person", mentions=world.mentions("Ana Silva")))


def test_a_name_without_consent():
    world = public_world()
    read(world, SHARED)
    shown = encoded(world.register())
    assert "Roth" not in shown and "Ana Silva" in shown


def test_what_lets_a_reader_infer_a_withheld_person_goes_with_the_name():
    world = public_world()
    source = read(world, SHARED)
    world.add(Reject(reason="misread", claims=tuple(e.id for e in world.claims(source) if e.claim.kind == "custody")))
    shown = encoded(world.register())
    for told in ("Swiss nurse", "Cusco", "7 June"):
        assert told not in shown
    appeals = [r for r in world.register().appeals if r.redacted]
    assert [r.quote for r in appeals] == [WITHHELD]
    assert [p.name for p in appeals[0].on_behalf_of] == ["Ana Silva", WITHHELD]


def test_a_row_about_a_withheld_person_alone_is_not_there():
    world = public_world()
    before = encoded(world.register())
    read(
        world, "Norway released a Danish nurse, Eva Roth, on 2 June 2023. Denmark called on Norway to release Eva Roth."
    )
    read(world, "A Danish nurse was released by Norway on 2 June 2023.")
    assert encoded(world.register()) == before


def test_the_link_from_a_pseudonym_to_a_person():
    world = public_world()
    alias = Attribute(subject=silva(), attribute="alias", value="Eva Roth")
    said(world, "Ana Silva is the name that Eva Roth uses.", alias, kind="attribute")
    joined(world)
    assert "Roth" in encoded(world.register())
    world.add(Withhold(reason="a pseudonym", names=("Eva Roth",)))
    shown = encoded(world.register())
    assert "Roth" not in shown and "Ana Silva" in shown
    assert "ROTH" not in encoded(world.register()) and WITHHELD not in world.register().cases[0].person.names


@pytest.mark.parametrize(
    "role", ["wife", "mother of the teacher", "elder brother and a senator", "sa femme", "her 17-year-old cousin"]
)
def test_relatives_are_not_named_even_in_office(role: str):
    world = public_world()
    speaker = Party(name="Eva Roth", role=role, state="DK")
    said(
        world,
        "Peru is wrong, said Eva Roth.",
        Accusation(accused="PE", of="coercion"),
        kind="accusation",
        speakers=(speaker,),
    )
    assert "Roth" not in encoded(world.register())
    assert is_relative(role) or is_child(role)


@pytest.mark.parametrize(
    "role", ["9-year-old", "boy", "a 17-year-old student", "infant daughter", "fille", "enfant de 8 ans"]
)
def test_a_child_is_not_public_even_with_consent_and_an_opened_case(role: str):
    world = World()
    world.read("Police in Lima detained Max Berg, a Danish pilot, on 3 May 2020.")
    for entry in [e for e in world.claims() if e.claim is not None and e.claim.kind == "custody"]:
        person = msgspec.structs.replace(entry.claim.content.person, role=role)
        content = msgspec.structs.replace(entry.claim.content, person=person)
        world.add(msgspec.structs.replace(entry.claim, content=content), "public", "claim")
    world.accept()
    world.open("Max Berg", "PE")
    world.consent("Max Berg")
    world.wish("Max Berg")
    assert "Berg" in encoded(world.register("team"))
    assert "Berg" not in encoded(world.register())


def test_somebody_born_too_late_is_a_child_until_of_age():
    world = public_world()
    said(
        world,
        "Ana Silva was born in 2003.",
        Attribute(subject=silva(), attribute="birth", value="2003"),
        kind="attribute",
    )
    joined(world)
    assert "Silva" not in encoded(world.register())
    assert "Silva" in encoded(world.register(now=NOW.replace(year=2022)))
    assert may_be_minor("2003-03-02", "2021-03-01") and not may_be_minor("2003-03-01", "2021-03-01")
    assert may_be_minor("2010/..", "2021-03-01")


def test_health_needs_a_consent_of_its_own():
    world = public_world()
    text = "Ana Silva has diabetes, said Danish Foreign Minister Bo Lund."
    content = Statement(manner="indirect", words="Ana Silva has diabetes", about=(silva(),))
    said(world, text, content, kind="statement", speakers=(Party(name="Bo Lund", role="Foreign Minister", state="DK"),))
    said(
        world,
        "Denmark asked Peru to let a doctor see Ana Silva.",
        Appeal(addressee="PE", demand="medical_care", on_behalf_of=(silva(),)),
        kind="appeal",
    )
    joined(world)
    shown = encoded(world.register())
    assert "diabetes" not in shown and "medical_care" not in shown
    consent(world, "health", by="self")
    shown = encoded(world.register())
    assert "diabetes" in shown and "medical_care" in shown
    consent(world, "health", by="self", given=False)
    assert "diabetes" not in encoded(world.register())


def consent(world: World, kind: str, *, by: str, given: bool = True) -> None:
    world.add(Consent(reason="asked", person=world.mentions("Ana Silva")[0], given=given, given_by=by, about=(kind,)))


@pytest.mark.parametrize(
    ("kind", "words"),
    [("belief", "a convert who had become a Methodist"), ("orientation", "openly gay"), ("guilt", "a thief")],
)
def test_belief_orientation_and_guilt_need_the_persons_own_word(kind: str, words: str):
    world = public_world()
    text = f"Ana Silva is {words}."
    entry = said(world, text, Attribute(subject=silva(), attribute="occupation", value=words), kind="attribute")
    if kind == "guilt":
        world.add(Classify(reason="seen", entries=(entry.id,), sensitive=("guilt",)))
    joined(world)
    assert words not in encoded(world.register())
    consent(world, kind, by="relative")
    assert words not in encoded(world.register())
    consent(world, kind, by="own_publicity")
    assert words in encoded(world.register())


def test_an_accusation_of_a_detainee_by_nobody_in_particular_is_not_shown():
    world = public_world()
    text = "Ana Silva was a spy."
    said(world, text, Accusation(accused=silva(), of="espionage"), kind="accusation")
    joined(world)
    assert "espionage" not in encoded(world.register())
    official = Party(name=None, role="spokesperson", state="PE")
    said(world, text, Accusation(accused=silva(), of="espionage"), kind="accusation", speakers=(official,))
    joined(world)
    (record,) = [r for r in world.register().accusations if r.of == "espionage"]
    assert record.speakers[0].state == "PE"


def test_a_forced_confession_is_a_labelled_statement_and_no_fact():
    world = public_world()
    text = "In a forced confession Ana Silva said that she had spied for Denmark."
    owner = (Party(name="Ana Silva", state="DK"),)
    forced = Statement(manner="indirect", words="she had spied for Denmark", about=("DK",), under_duress=True)
    said(world, text, forced, kind="statement", speakers=owner)
    fact = msgspec.structs.replace(
        world.entries[-2].claim, kind="accusation", content=Accusation(accused=silva(), of="espionage")
    )
    world.add(Accept(reason="checked", claims=(world.add(fact, "public", "claim"),)))
    joined(world)
    register = world.register()
    assert [r.content["under_duress"] for r in register.statements if "spied" in r.words] == [True]
    assert not [r for r in register.accusations if r.of == "espionage"]


def test_a_person_can_say_that_a_statement_was_forced():
    world = public_world()
    words = Statement(manner="direct", words="I came to spy", about=())
    entry = said(world, "I came to spy, Ana Silva said.", words, kind="statement", speakers=(silva(),))
    joined(world)
    world.add(Classify(reason="filmed in custody", entries=(entry.id,), sensitive=("confession",)))
    assert [r.content["under_duress"] for r in world.register().statements if r.words == "I came to spy"] == [True]


@pytest.mark.parametrize(
    "kind", [name for name, kind in KINDS.items() if kind.opens == "nothing" and name != "confession"]
)
@pytest.mark.parametrize("what", ["claim", "source", "words"])
def test_what_a_person_calls_sensitive_stays_with_the_team(kind: str, what: str):
    world = public_world()
    told = "the driver waits behind the bakery"
    source = read(world, f"Danish Foreign Minister Bo Lund said that {told}. He said: “Peru must listen.”")
    assert "bakery" in encoded(world.register())
    claims = tuple(entry.id for entry in world.claims(source))
    entries = (source,) if what == "source" else claims
    words = (told,) if what == "words" else ()
    world.add(Classify(reason="seen", entries=entries, sensitive=(kind,), words=words))  # type: ignore[arg-type]
    for who in ("public", "partners", "trusted"):
        assert "bakery" not in encoded(world.register(who))
    assert "bakery" in encoded(world.register("team"))
    consent(world, kind, by="self")
    assert "bakery" not in encoded(world.register())


def test_what_is_said_of_a_claim_holds_for_every_claim_on_the_same_words_and_for_copies():
    world = public_world()
    text = "Danish Foreign Minister Bo Lund said that the envoy offered grain."
    source = read(world, text)
    read(world, f"By our staff. {text}")
    claim = next(e for e in world.claims(source) if e.claim.kind == "statement")
    assert encoded(world.register()).count("offered grain") > 1
    world.add(Classify(reason="seen", entries=(claim.id,), sensitive=("negotiation",)))
    assert "offered grain" not in encoded(world.register())


@pytest.mark.parametrize(
    "told",
    [
        "+47 22 12 34 56",
        "0044 20 7946 0958",
        "eva.berg@example.org",
        "@berg_oslo",
        "12 Harbour Street",
        "Passport No. X1234567",
        "passport number 123456789",
        "DE12 3456 7890 1234 5678 90",
        "cell 12",
        "12 rue de la Paix",
    ],
)
def test_contacts_and_document_numbers_are_taken_out_of_what_nobody_looked_at(told: str):
    world = public_world()
    source = read(world, f"Danish Foreign Minister Bo Lund said that Peru must listen ({told}).")
    shown = encoded(world.register())
    assert told not in shown and "must listen" in shown and WITHHELD in shown
    assert all(s.text is None for s in world.register().sources if s.id == source[:12])
    world.add(Classify(reason="a public office's", entries=(source,), sensitive=()))
    assert told in encoded(world.register())


@pytest.mark.parametrize(
    "plain",
    [
        "on 2020-05-03",
        "2018-2019",
        "10 000 000 people",
        "Resolution 2231 of 2015",
        "58 states",
        "Article 51",
        "on 3 May 2020",
    ],
)
def test_dates_and_numbers_are_no_signs(plain: str):
    assert signs(f"Peru was told {plain} to listen.") == ()


def test_release_logistics_wait_for_the_safe_exit():
    world = public_world()
    source = read(world, FREED, published="2020-10-10")
    until = NOW + timedelta(days=2)
    entries = (source, *(e.id for e in world.claims(source)))
    world.add(Withhold(reason="before safe exit", entries=entries, until=until.isoformat()))
    assert "9 October" not in encoded(world.register(now=until - timedelta(microseconds=1)))
    assert "9 October" in encoded(world.register(now=until))


@pytest.mark.parametrize("wanted", ["quiet", "unknown"])
def test_a_wish_can_change_and_the_record_keeps_both_and_obeys_the_last(wanted: str):
    world = public_world()
    world.wish("Ana Silva", wanted)
    assert world.register().cases == ()
    world.wish("Ana Silva", "public")
    assert world.register().counts.cases == 1
    assert len([e for e in world.entries if isinstance(e.payload, Wish)]) == 3


def test_an_older_word_recorded_late_does_not_undo_a_newer_one():
    world = public_world()
    person = world.mentions("Ana Silva")[0]
    world.add(Wish(reason="call", person=person, wish="quiet", expressed_by="self", on="2021-02-20"))
    world.add(Wish(reason="an old letter", person=person, wish="public", expressed_by="self", on="2020-12"))
    assert world.register().cases == ()


def test_partners_see_what_is_shared_with_them_and_the_public_does_not():
    world = World()
    world.read(HELD, handling="partners")
    world.accept()
    world.open("Ana Silva", "PE", handling="partners")
    assert world.register("partners").cases == ()
    person = world.mentions("Ana Silva")[0]
    world.add(Consent(reason="asked", person=person, given=True, given_by="self", scope=("sharing",)))
    assert [c.person.name for c in world.register("TLP:GREEN").cases] == ["Ana Silva"]
    assert "Silva" not in encoded(world.register())


@pytest.mark.parametrize(
    ("given", "labels"),
    [
        ("TLP:CLEAR", {"public"}),
        ("TLP:GREEN", {"public", "partners"}),
        ("tlp:amber", {"public", "partners", "trusted"}),
        ("TLP:AMBER+STRICT", {"public", "partners", "trusted", "team"}),
        ("TLP:RED", set()),
        ("", set()),
    ],
)
def test_audiences_by_tlp(given: str, labels: set[str]):
    assert audience(given).labels == labels


def test_trusted_partners_see_more_than_partners_and_less_than_the_team():
    world = public_world()
    read(world, "Danish Foreign Minister Bo Lund said that Peru must pay.", handling="trusted")
    seen = {who: "must pay" in encoded(world.register(who)) for who in ("public", "partners", "trusted", "team")}
    assert seen == {"public": False, "partners": False, "trusted": True, "team": True}


DETAILS = "Danish Foreign Minister Bo Lund said that Ana Silva was taken from the market in Cusco on 3 May 2020."


def detailed(**withheld: object) -> World:
    world = public_world()
    read(world, DETAILS, published="2020-05-04")
    world.add(Withhold(reason="asked", person=world.mentions("Ana Silva")[0], **withheld))  # type: ignore[arg-type]
    return world


@pytest.mark.parametrize(("to", "shown"), [("month", "2020-05"), ("year", "2020"), (None, None)])
def test_a_date_is_withheld_or_coarsened_everywhere(to: str | None, shown: str | None):
    world = detailed(details=("date",), date_to=to)
    register = world.register()
    text = encoded(register)
    for told in ("2020-05-03", "3 May", "2020-05-04", "2020-06-10", "10 June"):
        assert told not in text
    (case,) = register.cases
    assert case.person.name == "Ana Silva"
    assert case.acts[0].when == shown and case.held_from == shown
    assert case.last_reported in {None, "2020-06", "2020"}
    assert not any(record.quote not in {None, WITHHELD} for record in case.said)
    assert all(item.source is None for record in case.said for item in record.evidence)


@pytest.mark.parametrize(("to", "shown"), [("southern Peru", "southern Peru"), (None, WITHHELD)])
def test_a_place_is_withheld_or_coarsened_everywhere(to: str | None, shown: str):
    world = detailed(details=("place",), place_to=to)
    text = encoded(world.register())
    assert "Lima" not in text and "Cusco" not in text and "market" not in text
    assert world.register().cases[0].acts[0].place == shown
    assert world.register().cases[0].acts[0].when == "2020-05-03"


def test_a_name_is_withheld_and_the_case_has_another_address():
    before = public_world().register().cases[0].slug
    world = detailed(details=("name",))
    text = encoded(world.register())
    assert "Silva" not in text and before not in text
    (case,) = world.register().cases
    assert (case.person.name, case.person.states, case.by) == (WITHHELD, ("DK",), "PE")
    assert case.slug == world.register().cases[0].slug != before
    assert not [s for s in world.register().sources if s.text and "Silva" in s.text]


def test_a_speaker_is_withheld_with_the_words_that_tell_of_him():
    world = public_world()
    source = read(world, "Danish Foreign Minister Bo Lund called on Peru to release Ana Silva.")
    ids = tuple(entry.id for entry in world.claims(source))
    world.add(Withhold(reason="asked", entries=ids, details=("speaker",)))
    records = [r for r in world.register().appeals if r.quote == WITHHELD]
    assert records and all({p.name for p in r.speakers} == {WITHHELD} for r in records)
    assert all(p.state is None and p.role is None for r in records for p in r.speakers)


def test_two_ways_to_coarsen_show_the_coarser():
    world = detailed(details=("date",), date_to="month")
    world.add(Withhold(reason="again", person=world.mentions("Ana Silva")[0], details=("date",), date_to="year"))
    assert world.register().cases[0].held_from == "2020"


@pytest.mark.parametrize(
    ("value", "to", "shown"),
    [
        ("2020-05-03", "month", "2020-05"),
        ("2020-05-03/2020-06-01", "month", "2020-05/2020-06"),
        ("2020-05-03/2020-06-01", "year", "2020"),
        ("2019-12-31/2020-01-01", "year", "2019/2020"),
        ("../2020-01-01", "year", None),
        ("2020", "month", "2020-01/2020-12"),
        ("2020-05-03", "none", None),
        ("2020-05-03", None, "2020-05-03"),
        (None, "month", None),
    ],
)
def test_coarser_dates(value: str | None, to: str | None, shown: str | None):
    assert coarser(value, to) == shown


def test_a_finding_is_shown_only_with_all_it_rests_on_and_by_public_names():
    world = public_world()
    claims = tuple(e.id for e in world.claims()[:2])
    finding = Finding(
        case=f"case-{world.register().cases[0].slug}", framework="wgad", criterion="WGAD-I", answer="met",
        rationale="No judge saw her.", claims=claims, as_of="2021-01-01",
    )  # fmt: skip
    entry = said(world, "A note of the assessors.", finding, kind="finding")
    register = world.register()
    (shown,) = [r for r in register.claims if r.kind == "finding"]
    assert shown.content["case"] == register.cases[0].slug
    assert set(shown.content["claims"]) <= {r.id for r in register.claims}
    assert not {e.id for e in world.entries} & set(shown.content["claims"])
    assert entry.id not in encoded(register)
    world.add(Classify(reason="sensitive", entries=claims[:1], handling="team"))
    assert not [r for r in world.register().claims if r.kind == "finding"]


def test_an_action_about_a_case_that_is_not_public_is_not_there():
    world = public_world()
    world.read("Police in Lima detained Max Berg, a Danish pilot, on 1 May 2020.")
    world.accept()
    slug = world.register().cases[0].slug
    berg = world.open("Max Berg", "PE", handling="team")
    hidden = next(e.payload.case for e in world.entries if e.id == berg)
    for case in (f"case-{slug}", hidden):
        said(
            world,
            f"Denmark spoke to Peru about {case[-3:]}.",
            Action(what="demarche", about=case, by="DK"),
            kind="action",
        )
    assert [r.content["about"] for r in world.register().claims if r.kind == "action"] == [slug]


def test_what_rests_on_a_hidden_claim_is_hidden():
    from habeas.claims import ClaimBasis

    world = public_world()
    custody = next(e for e in world.claims() if e.claim.kind == "custody")
    content = msgspec.structs.replace(custody.claim.content, place="Callao")
    better = msgspec.structs.replace(
        custody.claim, content=content, basis=(ClaimBasis(claim=custody.id),), read_by="person:Kim"
    )
    world.add(better, "public", "claim")
    world.accept()
    assert "Callao" in encoded(world.register())
    world.add(Classify(reason="sensitive", entries=(custody.id,), handling="compartment:a"))
    assert "Callao" not in encoded(world.register())


def test_a_hidden_name_is_found_in_other_spellings_scripts_and_addresses():
    from habeas.disclosure.names import Names

    names = Names(["José Peña", "王小明", "سارة"])
    for text in ("JOSE PENA", "jose\npena", "José-Peña", "外长说王小明先生", "قالت وسارة"):
        assert names.find(text), text
    assert not names.find("Josephine Pena")


@pytest.mark.parametrize(
    ("origin", "linked"),
    [
        ("https://example.org/eva-roth", False),
        ("https://u:p@example.org/a", False),
        ("file.txt", False),
        ("https://example.org/a", True),
    ],
)
def test_an_address_that_spells_a_hidden_name_is_not_linked(origin: str, linked: bool):  # noqa: FBT001  a table's column
    world = public_world()
    text = "Danish Foreign Minister Bo Lund said that Peru must listen. Eva Roth wept."
    source = read(world, text)
    at = next(place for place, entry in enumerate(world.entries) if entry.id == source)
    entry = world.entries[at]
    world.entries[at] = msgspec.structs.replace(entry, payload=msgspec.structs.replace(entry.source, origin=origin))
    claim = next(e.claim for e in world.claims(source) if e.claim.kind == "statement")
    named = msgspec.structs.replace(
        claim, content=msgspec.structs.replace(claim.content, addressee=Party(name="Eva Roth"))
    )
    world.add(named, "public", "claim")
    shown = [s.origin for s in world.register().sources if s.id == source[:12]]
    assert shown == [origin if linked else None]
