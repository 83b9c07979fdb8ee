"""Who stood behind an instrument when: the same as the register says of that day."""

from datetime import date

import msgspec
import pytest

from habeas.register.views import EndorsementsView, Endorser, Interval
from habeas.site.languages import language
from habeas.site.stands import changes, slider, stands
from worlds import World


def interval(since: str | None, until: str | None = None) -> Interval:
    return Interval(since=since, since_within=None, until=until, until_within=None, left=until is not None)


@pytest.fixture
def view() -> EndorsementsView:
    world = World()
    world.accept(
        world.read(
            "Denmark and Peru endorsed the Declaration Against Arbitrary Detention on 15 February 2021.",
            published="2021-02-16",
        )
    )
    base = world.register().endorsements[0]
    endorsers = (
        Endorser(party="DK", since="2021-02-15", until=None, intervals=(interval("2021-02-15"),)),
        Endorser(party="EU", since="2021-02-15", until=None, intervals=(interval("2021-02-15"),)),
        Endorser(party="NO", since="2022", until=None, intervals=(interval("2022"),), disputed=True),
        Endorser(party="CH", since=None, until=None, intervals=(interval(None),)),
        Endorser(
            party="PE",
            since="2023-05",
            until=None,
            intervals=(interval("2021-02-15", "2022-03-01"), interval("2023-05")),
        ),
    )
    return msgspec.structs.replace(base, endorsers=endorsers, withdrawn=(), day="2024-01-01")


def test_a_stand_keeps_the_first_and_the_last_day_that_its_dates_may_mean(view: EndorsementsView):
    found = {(one.party, one.first): one for one in stands(view)}
    assert found["PE", "2021-02-15"].leaving == found["PE", "2021-02-15"].left == "2022-03-01"
    assert (found["PE", "2023-05-01"].sure, found["PE", "2023-05-01"].left) == ("2023-05-31", "")
    assert found["NO", "2022-01-01"].sure == ""  # disputed: never certain
    assert (found["CH", ""].first, found["CH", ""].sure) == ("", "")


def test_the_table_counts_states_date_by_date_and_tells_the_undated_apart(view: EndorsementsView):
    rows = [(row.when, row.joined, row.left, row.states) for row in changes(view)]
    assert rows == [
        ("2021-02-15", ("DK", "EU", "PE"), (), 2),
        ("2022-03-01", (), ("PE",), 1),
        ("2022", ("NO",), (), 2),
        ("2023-05", ("PE",), (), 3),
        (None, ("CH",), (), None),
    ]


def test_a_slider_begins_with_the_first_known_day_and_needs_more_than_a_month(view: EndorsementsView):
    given = slider(view, language("en"))
    assert given is not None and (given["first"], given["last"], given["organisations"]) == (
        "2021-02",
        "2024-01-01",
        ["EU"],
    )
    undated = msgspec.structs.replace(view, endorsers=(view.endorsers[3],))
    assert slider(undated, language("en")) is None
    assert slider(msgspec.structs.replace(view, day="2021-02-28"), language("en")) is None


def test_the_seed_agrees_with_the_register(view: EndorsementsView):
    day = date(2021, 2, 16).isoformat()
    standing = {
        one.party for one in stands(view) if one.sure and one.sure <= day and not (one.left and one.left <= day)
    }
    assert standing == {"DK", "EU", "PE"}
