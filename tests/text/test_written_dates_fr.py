"""French dates: never more precise than the words."""

import pytest

from habeas.text.written_dates import find_dates

TUESDAY = "2021-02-16"


def told(text: str, anchor: str | None = TUESDAY) -> list[tuple[str, str]]:
    return [(text[slice(*m.span)], m.edtf) for m in find_dates(text, anchor, "fr")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("arrêté le 10 décembre 2018", [("10 décembre 2018", "2018-12-10")]),
        ("arrêté le 1er mars 2019", [("1er mars 2019", "2019-03-01")]),
        ("arrêté le 10 décembre", [("10 décembre", "2020-12-10")]),
        ("en décembre 2018", [("décembre 2018", "2018-12")]),
        ("début décembre 2018", [("début décembre 2018", "2018-12")]),
        ("depuis la mi-janvier", [("janvier", "2021-01")]),
        ("un soir d'avril", [("avril", "2020-04")]),
        ("en 2018", [("2018", "2018")]),
        ("depuis l'automne dernier", [("automne dernier", "2020")]),
        ("le 21.04.2010", [("21.04.2010", "2010-04-21")]),
        ("inculpé le 12/01", [("12/01", "2021-01-12")]),
        ("du 8 au 10 janvier 2020", [("8 au 10 janvier 2020", "2020-01-08/2020-01-10")]),
        ("arrêté lundi", [("lundi", "2021-02-15")]),
        ("arrêté mardi", [("mardi", "2021-02-16")]),
        ("arrêté mardi dernier", [("mardi dernier", "2021-02-09")]),
        ("dimanche 7 février", [("7 février", "2021-02-07")]),
        ("lundi de la semaine dernière", [("lundi de la semaine dernière", "2021-02-08")]),
        ("la semaine dernière", [("la semaine dernière", "2021-02-08/2021-02-14")]),
        ("le mois dernier", [("le mois dernier", "2021-01")]),
        ("l’an dernier", [("l’an dernier", "2020")]),
        ("cette semaine", [("cette semaine", "2021-02-15/2021-02-21")]),
        ("hier", [("hier", "2021-02-15")]),
        ("avant-hier", [("avant-hier", "2021-02-14")]),
        ("aujourd’hui", [("aujourd’hui", "2021-02-16")]),
        ("ce matin", [("ce matin", "2021-02-16")]),
        ("il y a trois mois", [("il y a trois mois", "2020-11")]),
        ("arrêté le 5 janvier, relâché le 9", [("5 janvier", "2021-01-05"), ("9", "2021-01-09")]),
        ("arrêté le 9", [("9", "2021-02-09")]),
        ("arrêté le 20", [("20", "2021-01-20")]),
        ("arrêté le 5 janvier 2020, relâché deux jours plus tard", [("5 janvier 2020", "2020-01-05"), ("deux jours plus tard", "2020-01-07")]),
        ("arrêté le 5 janvier 2020, jugé le lendemain", [("5 janvier 2020", "2020-01-05"), ("le lendemain", "2020-01-06")]),
        ("arrêté le 5 janvier 2020, elle la veille", [("5 janvier 2020", "2020-01-05"), ("la veille", "2020-01-04")]),
        ("il y a plus de deux ans", []),
        ("depuis l'hiver dernier", []),
        ("sept mois de détention", []),
    ],
)  # fmt: skip
def test_what_the_words_mean(text, found):
    assert told(text) == found


@pytest.mark.parametrize("text", ["lundi", "hier", "la semaine dernière", "le 9", "en décembre", "l'automne dernier"])
def test_without_a_day_to_count_from_there_is_no_date(text):
    assert told(text, None) == []
