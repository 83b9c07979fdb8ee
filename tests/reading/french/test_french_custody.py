"""Custody in French: each way of telling it, and each trap, in a sentence about invented people."""

import pytest

from habeas.claims import Claim, Custody
from habeas.reading import read_document

DAY = "2021-02-16"  # a Tuesday


def custody(text: str, published: str | None = DAY) -> list[Claim]:
    claims = read_document(text, source="s", published=published, language="fr")
    return [claim for claim in claims if claim.kind == "custody"]


def told(text: str, published: str | None = DAY) -> list[tuple[str | None, str, str | None, str | None]]:
    rows: list[Custody] = [claim.content for claim in custody(text, published)]
    return [(c.person.name, c.act, c.by, c.when) for c in rows]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le géologue danois Bo Lund a été arrêté lundi à Lima.", [("Bo Lund", "arrested", "PE", "2021-02-15")]),
        ("La police péruvienne a interpellé hier la botaniste danoise Anna Berg.", [("Anna Berg", "arrested", "PE", "2021-02-15")]),
        ("Anna Berg, botaniste danoise, est détenue à Lima depuis décembre 2020.", [("Anna Berg", "detained", "PE", "2020-12")]),
        ("Le Pérou détient Anna Berg, une botaniste danoise.", [("Anna Berg", "detained", "PE", None)]),
        ("Un tribunal de Lima a condamné la Danoise Anna Berg à deux ans de prison le 3 février.", [("Anna Berg", "sentenced", "PE", "2021-02-03")]),
        ("À Lima, la Danoise Anna Berg a été mise en examen pour espionnage en janvier.", [("Anna Berg", "charged", "PE", "2021-01")]),
        ("À Lima, la Danoise Anna Berg a été assignée à résidence.", [("Anna Berg", "house_arrest", "PE", None)]),
        ("La Danoise Anna Berg a été expulsée du Pérou la semaine dernière.", [("Anna Berg", "deported", "PE", "2021-02-08/2021-02-14")]),
        ("L'arrestation, le 3 février, du Danois Bo Lund par la police péruvienne a surpris.", [("Bo Lund", "arrested", "PE", "2021-02-03")]),
        ("Le Danois Bo Lund est sorti le 3 février de la prison de Lima.", [("Bo Lund", "released", "PE", "2021-02-03")]),
        ("Les Danois Bo Lund et Anna Berg ont été arrêtés lundi à Lima.", [("Bo Lund", "arrested", "PE", "2021-02-15"), ("Anna Berg", "arrested", "PE", "2021-02-15")]),
    ],
)  # fmt: skip
def test_an_act_its_person_its_state_and_its_day(text, found):
    assert told(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Le Danemark réclame la libération immédiate de Bo Lund.",
        "Le Danois Bo Lund risque d'être expulsé du Pérou.",
        "Le Danois Bo Lund n'a pas été arrêté à Lima.",
        "La famille de Bo Lund craint qu'il ne soit transféré à Lima.",
    ],
)
def test_what_is_only_wanted_feared_or_denied_by_the_outlet_is_no_claim(text):
    assert told(text) == []


def test_pronouns_agree_with_those_they_mean():
    text = "La botaniste danoise Anna Berg voyageait avec Bo Lund. La police de Lima l'a arrêtée le 3 février. Elle a été libérée le 9."
    assert told(text) == [("Anna Berg", "arrested", "PE", "2021-02-03"), ("Anna Berg", "released", "PE", "2021-02-09")]


def test_a_state_that_only_asked_does_not_act():
    claims = custody("Le Danois Bo Lund a été arrêté lundi à Lima à la demande de la Norvège.")
    assert [(c.content.by, c.content.at_request_of) for c in claims] == [("PE", "NO")]


def test_whose_name_is_withheld_stays_unnamed():
    (claim,) = custody("Une botaniste danoise de 34 ans, dont le nom n'a pas été publié, a été arrêtée lundi à Lima.")
    person = claim.content.person
    assert person.name is None
    assert person.anonymous
    assert person.role.startswith("Une botaniste danoise")
    assert person.state == "DK"


def test_children_and_relatives_are_never_cases():
    text = "Le Danois Bo Lund a été arrêté lundi à Lima. Sa fille de six ans a été retenue à l'aéroport. Sa mère est détenue."
    assert {row[0] for row in told(text)} == {"Bo Lund"}


def test_a_dateline_is_not_the_day_of_the_act():
    text = "LIMA, 16 février 2021 — La police péruvienne a arrêté lundi le Danois Bo Lund."
    assert told(text) == [("Bo Lund", "arrested", "PE", "2021-02-15")]


def test_without_a_day_of_publication_a_weekday_tells_no_date():
    assert told("Le Danois Bo Lund a été arrêté lundi à Lima.", None) == [("Bo Lund", "arrested", "PE", None)]


def test_release_has_stages():
    text = "Le Danois Bo Lund a été libéré le 3 février à Lima, puis assigné à résidence le 5 février. Il est interdit de sortie du territoire."
    assert [row[1] for row in told(text)] == ["released", "house_arrest", "exit_ban"]


def test_an_act_that_a_state_denies_is_a_denial():
    text = "Le ministère péruvien a démenti avoir arrêté le Danois Bo Lund."
    (claim,) = custody(text)
    assert (claim.stance, claim.content.act, claim.speakers[0].state) == ("denies", "arrested", "PE")


def test_a_detention_called_arbitrary_is_no_second_custody():
    assert told("Le Danemark dénonce la détention arbitraire de Bo Lund.") == []


def test_the_declaration_s_own_name_holds_nobody():
    assert (
        told(
            "Le Danois Bo Lund connaît la Déclaration contre la détention arbitraire dans les relations d'État à État."
        )
        == []
    )


def test_a_place_is_not_a_person():
    text = "Le Danois Bo Lund est détenu à la prison de Ancón Uno, au Pérou."
    assert told(text) == [("Bo Lund", "detained", "PE", None)]
    assert custody(text)[0].content.place == "prison de Ancón Uno"


def test_the_grounds_are_the_text_s_own_words():
    (claim,) = custody("À Lima, la Danoise Anna Berg a été inculpée d'espionnage industriel lundi.")
    assert claim.content.grounds == "espionnage industriel"


def test_attributes_of_those_held():
    claims = read_document("Le géologue danois Bo Lund a été arrêté à Lima.", source="s", published=DAY, language="fr")
    rows = [(c.content.attribute, c.content.value) for c in claims if c.kind == "attribute"]
    assert rows == [("nationality", "DK"), ("occupation", "géologue")]


def test_another_name_is_an_alias():
    text = "Le peintre danois Bo Lund (Бо Лунд dans les actes) a été arrêté à Lima."
    claims = read_document(text, source="s", published=DAY, language="fr")
    assert [c.content.value for c in claims if c.kind == "attribute" and c.content.attribute == "alias"] == ["Бо Лунд"]


def test_people_who_are_counted_and_not_named_are_one_unnamed_party():
    text = "Le Danois Bo Lund est détenu à Lima. Deux chauffeurs du géologue, arrêtés avec lui, ont été relâchés le 3 février."
    people = {claim.content.person.role for claim in custody(text) if claim.content.person.anonymous}
    assert people == {"Deux chauffeurs du géologue"}


def test_a_group_is_those_whom_the_page_names():
    text = "Des deux Danois retenus à Lima, Bo Lund a été libéré lundi. Anna Berg reste en prison."
    assert ("Anna Berg", "detained", "PE", None) in told(text)
    assert ("Bo Lund", "released", "PE", "2021-02-15") in told(text)
    assert all(row[0] for row in told(text))


def test_the_conditional_of_others_is_only_reported():
    (claim,) = custody("Selon une source policière, la touriste danoise Anna Berg aurait été arrêtée lundi à Lima.")
    assert claim.stance == "reports"


def test_an_answer_gives_the_day_that_its_question_asks_for():
    text = "Q. — Quand Bo Lund, le géologue danois, a-t-il été arrêté ?\nR. — Le 3 février, à Lima."
    assert told(text) == [("Bo Lund", "arrested", "PE", "2021-02-03")]


def test_who_speaks_a_turn_is_not_held():
    text = (
        "M. Jens Dahl : Qu'en est-il de la Danoise Anna Berg, arrêtée le 3 février à Lima ?\n"
        "Mme Karin Holm : Elle a été libérée hier."
    )
    assert {row[0] for row in told(text)} == {"Anna Berg"}


def test_a_verdict_and_its_sentence_share_their_day():
    text = "À Lima, le Danois Bo Lund a été reconnu coupable de fraude et condamné à deux ans de prison le 3 février."
    assert told(text) == [("Bo Lund", "convicted", "PE", "2021-02-03"), ("Bo Lund", "sentenced", "PE", "2021-02-03")]


def test_where_somebody_goes_home_to_holds_nobody():
    text = "Libérée le 3 février, la botaniste Anna Berg est rentrée au Danemark. Le Pérou la soupçonnait d'espionnage."
    assert told(text) == [("Anna Berg", "released", "PE", "2021-02-03")]


def test_a_state_told_by_the_page_alone_is_less_sure():
    (near,) = custody("Le Danois Bo Lund a été arrêté lundi à Lima.")
    (far,) = custody("Le Danois Bo Lund a été arrêté lundi. Le Pérou n'a rien dit.")
    assert (near.content.by, far.content.by) == ("PE", "PE")
    assert far.confidence < near.confidence


def test_what_is_still_to_come_dates_nothing():
    text = "Arrêtée à Lima, la botaniste danoise Anna Berg comparaîtra vendredi."
    assert told(text) == [("Anna Berg", "arrested", "PE", None)]


def test_the_day_of_an_order_is_that_of_the_release():
    text = "La justice péruvienne a ordonné lundi la remise en liberté de la Danoise Anna Berg, mais lui a interdit de quitter le pays."
    assert told(text) == [("Anna Berg", "released", "PE", "2021-02-15"), ("Anna Berg", "exit_ban", "PE", None)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Les autorités péruviennes ont arrêté dimanche soir, à Lima, le blogueur Minh Le.", [("Minh Le", "arrested", "PE", "2021-02-14")]),
        ("Lima a libéré le Danois Bo Lund contre une caution.", [("Bo Lund", "bailed", "PE", None)]),
        ("La Danoise Anna Berg et son fils ont été retenus à l'aéroport de Lima.", [("Anna Berg", "detained", "PE", None)]),
        ("L'ingénieure danoise Anna Berg ne peut plus quitter le Pérou depuis juillet 2020.", [("Anna Berg", "exit_ban", "PE", "2020-07")]),
        ("Le Pérou nie détenir le Danois Bo Lund.", [("Bo Lund", "detained", "PE", None)]),
        ("Des familles de détenus ont défilé à Lima devant Bo Lund, un Danois.", []),
        ("Le compagnon de Bo Lund, un Danois, a été arrêté à Lima.", []),
    ],
)  # fmt: skip
def test_more_ways_of_telling_it(text, found):
    assert told(text) == found


def test_two_who_are_described_are_two():
    claims = custody("Un Danois et une Norvégienne ont été interpellés à Lima.")
    assert [(c.content.person.role, c.content.by) for c in claims] == [("Un Danois", "PE"), ("une Norvégienne", "PE")]


def test_neither_nor_is_no_event_and_before_being_is_one():
    assert custody("Au Pérou, le Danois Bo Lund n'a été ni arrêté, ni inculpé, ni expulsé.") == []
    found = custody("À Lima, le Danois Bo Lund a été inculpé avant d'être expulsé.")
    assert sorted(c.content.act for c in found) == ["charged", "deported"]
