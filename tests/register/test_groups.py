"""Groups as dated tables: totals on days on which they are known, disputes told and not decided."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.register.counts import Count, group_view
from habeas.register.groups import codes, members, memberships, name, on_day, sources
from habeas.text.dates import bounds
from habeas.text.states import is_state

REGIONS = [code for code in codes() if code.startswith("UN-")]


@pytest.mark.parametrize(
    ("group", "day", "total"),
    [
        ("ASEAN", "1967-08-08", 5), ("ASEAN", "2021-02-15", 10), ("ASEAN", "2025-10-26", 11),
        ("AU-UNION", "2002-07-09", 53), ("AU-UNION", "2011-08-01", 54), ("AU-UNION", "2021-02-15", 55),
        ("COMMONWEALTH", "1989-12-31", 49), ("COMMONWEALTH", "1990-04-01", 50), ("COMMONWEALTH", "2019-01-01", 53), ("COMMONWEALTH", "2021-02-15", 54), ("COMMONWEALTH", "2022-07-01", 56),
        ("EU", "1958-01-01", 6), ("EU", "1973-01-01", 9), ("EU", "1986-01-01", 12), ("EU", "1995-01-01", 15), ("EU", "2004-05-01", 25), ("EU", "2007-01-01", 27),
        ("EU", "2013-07-01", 28), ("EU", "2020-01-31", 28), ("EU", "2020-02-01", 27),
        ("G7", "1975-12-01", 6), ("G7", "1980-01-01", 7), ("G7", "2010-01-01", 8), ("G7", "2021-02-15", 7),
        ("NATO", "1949-08-24", 12), ("NATO", "1999-03-12", 19), ("NATO", "2009-04-01", 28), ("NATO", "2021-02-15", 30), ("NATO", "2023-04-04", 31), ("NATO", "2024-03-07", 32),
        ("OAS", "1948-04-30", 21), ("OAS", "1991-02-01", 35), ("OAS", "2021-02-15", 35), ("OAS", "2023-11-19", 34),
        ("OECD", "1961-09-30", 17), ("OECD", "1964-04-28", 21), ("OECD", "2010-12-31", 34), ("OECD", "2021-02-15", 37), ("OECD", "2021-05-25", 38),
        ("OSCE", "1973-06-25", 32), ("OSCE", "2010-01-01", 56), ("OSCE", "2012-11-21", 57),
        ("UN-AFRICAN", "2021-02-15", 54), ("UN-ASIA-PACIFIC", "2021-02-15", 54), ("UN-EASTERN-EUROPEAN", "2021-02-15", 23), ("UN-GRULAC", "2021-02-15", 33),
        ("UN-WEOG", "2021-02-15", 28), ("NONE", "2021-02-15", 0),
    ],
)  # fmt: skip
def test_totals_are_what_the_groups_counted_on_known_days(group: str, day: str, total: int):
    assert len(members(group, date.fromisoformat(day))) == total


def test_every_row_is_of_a_state_with_a_source_that_is_told():
    assert all(is_state(row.state) for row in memberships())
    opened = {source.id for source in sources().values() if source.opened}
    assert {row.source for row in memberships()} == set(sources()) - opened
    assert all(source.where.startswith(("https://", "http://")) for source in sources().values())


def test_a_row_says_what_was_really_opened_that_tells_of_it():
    opened = {source.id for source in sources().values() if source.opened}
    assert {id_ for row in memberships() for id_ in row.seen} == opened
    unseen = [row for row in memberships() if not row.seen]
    assert 0 < len(unseen) < len(memberships()) // 10


def test_where_nothing_was_opened_a_note_says_so():
    counted = Count(frozenset(), frozenset(), frozenset(), 0, complete=False)
    notes = {(n.group, n.state): n.source for n in group_view("OAS", counted, date(2021, 2, 15)).notes}
    assert notes["OAS", "VE"].startswith("not opened: Organization of American States: ")
    assert notes["OAS", "CU"].endswith("(https://www.oas.org/fr/a_propos/etats_membres.asp)")


def test_only_what_is_said_to_be_unknown_is_blank():
    assert [(row.group, row.state) for row in memberships() if row.since is None] == [("UN-ASIA-PACIFIC", "KI")]
    assert all("not known" in row.note for row in memberships() if row.since is None)


def test_rows_of_one_state_follow_each_other_without_overlap():
    by_state: dict[tuple[str, str], list[tuple[date, date]]] = {}
    for row in memberships():
        first = bounds(row.since)[1] if row.since else date.min
        last = bounds(row.until)[1] if row.until else date.max
        assert first is not None
        assert last is not None
        assert first < last, row
        by_state.setdefault((row.group, row.state), []).append((first, last))
    for rows in by_state.values():
        assert all(one[1] <= other[0] for one, other in pairwise(sorted(rows)))


def test_leaving_and_coming_back():
    assert "GB" in members("EU", date(2020, 1, 31))
    assert "GB" not in members("EU", date(2020, 2, 1))
    away = {"MV": date(2018, 1, 1), "GM": date(2015, 1, 1), "ZA": date(1980, 1, 1), "PK": date(1980, 1, 1), "FJ": date(1990, 1, 1)}  # fmt: skip
    for state, day in away.items():
        assert state not in members("COMMONWEALTH", day)
        assert state in members("COMMONWEALTH", date(2021, 2, 15))
    for state in ("IE", "ZW"):
        assert state in members("COMMONWEALTH", date(1948, 1, 1) if state == "IE" else date(2000, 1, 1))
        assert state not in members("COMMONWEALTH", date(2021, 2, 15))


@pytest.mark.parametrize(
    ("day", "disputed"),
    [("1950-01-01", set()), ("2018-01-01", {"CU"}), ("2021-02-15", {"CU", "VE"}), ("2022-05-01", {"CU", "NI", "VE"}), ("2024-01-01", {"CU", "VE"})],
)  # fmt: skip
def test_a_disputed_membership_is_counted_as_the_group_counts_it_and_told_with_both_sides(day: str, disputed: set[str]):
    rows = [row for row in on_day("OAS", date.fromisoformat(day)) if row.standing == "disputed"]
    assert {row.state for row in rows} == disputed
    assert disputed <= set(members("OAS", date.fromisoformat(day)))
    assert all("the government" in row.note and "the organisation" in row.note for row in rows)


def test_the_regions_of_the_united_nations_hold_every_member_state_once_but_one():
    day = date(2021, 2, 15)
    listed = [state for region in REGIONS for state in members(region, day)]
    observers = [row.state for region in REGIONS for row in on_day(region, day) if row.standing == "observer"]
    assert max(Counter(listed + observers).values()) == 1
    assert (len(listed), observers) == (192, ["US"])


def test_groups_have_names_for_people():
    assert name("EU") == "European Union"
    assert all(name(region) != region for region in REGIONS)


@given(st.sampled_from(codes()), st.dates(date(1931, 1, 1), date(2026, 1, 1)))
def test_on_every_day_a_state_stands_in_one_way_to_a_group(group: str, day: date):
    rows = [row.state for row in on_day(group, day)]
    assert len(rows) == len(set(rows))
    gone = set(members(group, day)) - set(members(group, day + timedelta(days=1)))
    assert all(any(row.until for row in memberships() if (row.group, row.state) == (group, state)) for state in gone)
