"""What is said in French: appeals, accusations and denials, endorsements and their number, links, statements."""

import pytest

from habeas.claims import Claim
from habeas.reading import read_document

DAY = "2022-03-15"
DECLARATION = "la Déclaration contre la détention arbitraire dans les relations d'État à État"
HELD = "Le géologue danois Bo Lund est détenu à Lima. "


def read(text: str, kind: str) -> list[Claim]:
    return [c for c in read_document(text, source="s", published=DAY, language="fr") if c.kind == kind]


@pytest.mark.parametrize(
    ("text", "addressee", "demand"),
    [
        ("Le Danemark exige du Pérou la libération de Bo Lund.", "PE", "release"),
        ("Copenhague demande à Lima un procès équitable.", "PE", "fair_trial"),
        ("Le Danemark invite les autorités péruviennes à faciliter les visites consulaires.", "PE", "access"),
        ("L'ambassadrice danoise Karin Holm prie Lima de laisser un médecin l'examiner.", "PE", "medical_care"),
        ("La Danoise Karin Holm réclame sa libération.", None, "release"),
    ],
)
def test_an_appeal_its_addressee_and_its_demand(text, addressee, demand):
    rows = [(c.content.addressee, c.content.demand) for c in read(HELD + text, "appeal")]
    assert rows == [(addressee, demand)]


def test_an_embassy_in_a_third_state_speaks_for_its_own():
    text = HELD + "Le porte-parole de l'ambassade du Danemark à Oslo, Jens Dahl, demande à Lima sa libération."
    (claim,) = read(text, "appeal")
    assert (claim.speakers[0].name, claim.speakers[0].state, claim.content.addressee) == ("Jens Dahl", "DK", "PE")


def test_an_accusation_and_its_denial_are_the_same_content():
    text = HELD + "Copenhague accuse le Pérou de « prise d'otage ». Lima rejette l'accusation."
    rows = [(c.content.accused, c.content.of, c.stance, c.speakers[0].state) for c in read(text, "accusation")]
    assert rows == [("PE", "arbitrary_detention", "asserts", "DK"), ("PE", "arbitrary_detention", "denies", "PE")]


def test_the_holder_accuses_the_other_side():
    text = HELD + "Le ministère péruvien dénonce le « deux poids, deux mesures » de Copenhague."
    assert [(c.content.accused, c.content.of) for c in read(text, "accusation")] == [("DK", "hypocrisy")]


@pytest.mark.parametrize(
    ("text", "parties", "count"),
    [
        (f"Le Canada et 57 autres États ont signé {DECLARATION}.", ["CA"], (58, "exactly", None)),
        (f"À {DECLARATION[3:]} ont adhéré 68 autres pays en plus du Canada.", ["CA"], (69, "exactly", None)),
        (f"Plus de soixante-cinq États ont approuvé {DECLARATION}, dont le Danemark.", ["DK"], (65, "at_least", None)),
        (f"Au moins 70 États ont approuvé {DECLARATION}.", [], (70, "at_least", None)),
        (f"Moins de 60 États ont approuvé {DECLARATION}.", [], (60, "at_most", None)),
        (f"Pas moins de 60 États ont approuvé {DECLARATION}.", [], (60, "at_least", None)),
        (f"Près de 80 États ont approuvé {DECLARATION}.", [], (80, "nearly", None)),
        (f"Presque quatre-vingts États ont approuvé {DECLARATION}.", [], (80, "nearly", None)),
        (f"Quelque 60 États ont approuvé {DECLARATION}.", [], (60, "about", None)),
        (f"Environ soixante pays ont approuvé {DECLARATION}.", [], (60, "about", None)),
        (f"Une soixantaine de pays ont approuvé {DECLARATION}.", [], (60, "about", None)),
        (f"Plus d'une soixantaine d'États ont approuvé {DECLARATION}.", [], (60, "at_least", None)),
        (f"Le Canada et quelque 57 autres États ont signé {DECLARATION}.", ["CA"], (58, "about", None)),
        (f"La quasi-totalité des 27 membres de l'UE soutient {DECLARATION}.", [], (27, "nearly_all", "EU")),
        (f"Vingt-six des 27 États membres de l'UE ont souscrit à {DECLARATION}.", [], (27, "nearly_all", "EU")),
    ],
)
def test_endorsers_and_their_number(text, parties, count):
    assert [c.content.party for c in read(text, "endorsement")] == parties
    (number,) = read(text, "endorsement_count")
    assert (number.content.count, number.content.bound, number.content.group) == count


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (f"Le Pérou a adhéré à {DECLARATION}.", "endorsed"),
        (f"Le Pérou a redit n'avoir jamais signé {DECLARATION}.", "denied_endorsing"),
        (f"Le Pérou s'est retiré de {DECLARATION}.", "withdrew"),
    ],
)
def test_what_a_state_did_about_the_declaration(text, act):
    assert [(c.content.party, c.content.act) for c in read(text, "endorsement")] == [("PE", act)]


def test_who_has_not_signed_is_no_endorser():
    assert read(f"Le Pérou n'a pas signé {DECLARATION}.", "endorsement") == []


def test_a_denied_exchange_is_a_denied_link():
    text = (
        "Le ministre péruvien de la Justice, Luis Rojas, a réfuté que le Danois Bo Lund, libéré lundi à Lima, ait été troqué "
        "contre Carla Dias, une Péruvienne relâchée le même jour à Copenhague."
    )
    assert [(c.content.relation, c.stance) for c in read(text, "link")] == [("exchange", "denies")]
    assert {c.stance for c in read(text, "custody")} == {"asserts"}


def test_order_in_time_is_a_link_and_no_more():
    text = "Le Danois Bo Lund a été arrêté à Lima cinq jours après l'arrestation, à Copenhague, de la Péruvienne Carla Dias."
    (link,) = read(text, "link")
    ends = (link.content.source.person.name, link.content.target.person.name)
    assert (link.content.relation, ends) == ("precedes", ("Carla Dias", "Bo Lund"))


def test_to_whom_something_was_said_is_not_the_outlet():
    text = HELD + "« Il n'a vu personne depuis mai », a déclaré Jens Dahl à Reuters."
    (claim,) = read(text, "statement")
    assert claim.content.words == "Il n'a vu personne depuis mai"
    assert (claim.speakers[0].name, claim.content.addressee.name, claim.speakers[-1].role) == (
        "Jens Dahl",
        "Reuters",
        "outlet",
    )


def test_accusations_called_unfounded_are_denied():
    text = (
        HELD
        + "Le ministère péruvien a qualifié d'« infondées » les accusations de détention arbitraire portées par Copenhague."
    )
    assert [(c.content.accused, c.content.of, c.stance) for c in read(text, "accusation")] == [
        ("PE", "arbitrary_detention", "denies")
    ]


def test_the_outlet_s_own_not_is_nobody_s_denial():
    assert read(HELD + "Il n'est pas maltraité.", "accusation") == []


def test_a_forced_confession_is_an_accusation_of_ill_treatment_and_its_words_a_statement():
    text = HELD + "À la télévision, il déclare : « J'ai menti sur mon visa. » Bo Lund parlera plus tard d'aveux forcés."
    assert [c.content.words for c in read(text, "statement")] == ["J'ai menti sur mon visa."]
    assert [(c.content.accused, c.content.of) for c in read(text, "accusation")] == [("PE", "ill_treatment")]


def test_a_designation_is_no_accusation():
    text = HELD + "Le gouvernement danois l'a formellement reconnu comme injustement détenu."
    assert read(text, "accusation") == []


def test_a_list_of_demands_is_as_many_appeals():
    text = (
        HELD
        + "L'association Portes Ouvertes demande à Lima :\n– de le libérer ;\n– d'autoriser la visite d'un consul ;\n– de lui garantir des soins."
    )
    assert [(c.content.addressee, c.content.demand) for c in read(text, "appeal")] == [
        ("PE", "release"),
        ("PE", "access"),
        ("PE", "medical_care"),
    ]


def test_an_exchange_told_and_then_denied_is_both():
    text = "Le Danois Bo Lund, détenu à Lima, a été échangé lundi contre la Péruvienne Carla Dias, détenue à Copenhague. Lima dément tout échange."
    assert [c.stance for c in read(text, "link")] == ["asserts", "denies"]


def test_those_named_beside_a_number_are_taken_in():
    text = f"Le Danemark, l'Union européenne et 66 autres États soutiennent {DECLARATION}."
    (count,) = read(text, "endorsement_count")
    assert (count.content.count, count.content.counts) == (68, "states_and_organisations")


@pytest.mark.parametrize(
    ("sentence", "addressee", "demand"),
    [
        ("Qu'on la libère enfin.", "PE", "release"),
        ("« Au Pérou nous disons : libérez Karin Holm », a lancé Bo Lund.", "PE", "release"),
        ("Une ministre danoise a écrit au Pérou. Elle le prie de la laisser voir un médecin.", "PE", "medical_care"),
    ],
)
def test_wishes_and_imperatives_are_appeals(sentence: str, addressee: str, demand: str):
    text = "La Danoise Karin Holm a été arrêtée à Lima par la police péruvienne. " + sentence
    assert [(c.content.addressee, c.content.demand) for c in read(text, "appeal")] == [(addressee, demand)]
