"""Calendar, feed, map, entities, citations and the dataset's description: what is not known is on no day, what is withdrawn is told as gone."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from editions import edition, rich_world, written
from hypothesis import given
from hypothesis import strategies as st

from habeas.claims import Claim, Evidence, Party
from habeas.claims.work import Action
from habeas.exports.bibtex import escaped
from habeas.exports.calendar import NOWHERE, folded, read, text
from habeas.exports.dates import containing, the_day
from habeas.exports.geojson import points
from habeas.text.states import STATES
from worlds import FREED, HELD, World, public_world

ATOM = {"a": "http://www.w3.org/2005/Atom", "t": "http://purl.org/atompub/tombstones/1.0"}


def person_world(*texts: str, name: str = "Ana Silva", by: str = "PE") -> World:
    """A public case made of these texts."""
    world = World()
    for one in texts:
        world.read(one)
    world.accept()
    world.open(name, by)
    world.consent(name)
    world.wish(name)
    return world


def calendar(folder: Path, world: World, made_on: str = "2021-03-01") -> dict[str, dict[str, str]]:
    return dict(read(written("calendar", folder, edition(world, made_on=made_on))["habeas.ics"].decode()))


def by_summary(events: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return {event["SUMMARY"]: event for event in events.values()}


@pytest.mark.parametrize(
    ("value", "held"),
    [
        ("2018-12-10", "2018-12-10"),
        ("2018-12", "2018-12"),
        ("2018", "2018"),
        ("2021-02-08/2021-02-14", "2021-02"),
        ("2021-01-30/2021-02-02", "2021"),
        ("2018-12/2019-01", None),
        ("2018/..", None),
        (None, None),
    ],
)
def test_a_date_is_made_wider_and_never_narrower(value: str | None, held: str | None):
    assert containing(value) == held
    assert (the_day(value) is not None) == (value == "2018-12-10")


def test_acts_with_a_day_and_anniversaries_are_in_the_calendar(tmp_path: Path):
    events = by_summary(calendar(tmp_path, person_world(HELD)))
    assert events["Ana Silva: detained by Peru"]["DTSTART;VALUE=DATE"] == "20200503"
    lasting = events["Ana Silva: in custody since 2020-05-03"]
    assert lasting["RRULE"] == "FREQ=YEARLY"
    assert "as last reported" in lasting["DESCRIPTION"]


def test_anniversaries_end_with_the_custody(tmp_path: Path):
    events = by_summary(calendar(tmp_path, person_world(HELD, FREED)))
    assert events["Ana Silva: in custody since 2020-05-03"]["RRULE"] == "FREQ=YEARLY;UNTIL=20201009"
    assert events["Ana Silva: released by Peru"]["DTSTART;VALUE=DATE"] == "20201009"


def test_what_has_no_day_is_on_none(tmp_path: Path):
    world = person_world(
        "Police in Lima detained Ana Silva, a Danish teacher, in May 2020. Denmark called on Peru to release Silva."
    )
    assert calendar(tmp_path, world) == {}


def test_a_deadline_is_in_the_calendar(tmp_path: Path):
    world = public_world()
    source, handling = world.claims()[0].claim.evidence[0].source, "public"
    content = Action(what="reply_due", about="declaration-against-arbitrary-detention", by="PE", when="2021-04-30")
    quote = Evidence(source=source, start=0, end=6, quote="Police")
    speakers = (Party(name="Working Group", role="body"),)
    claim = Claim(
        kind="action",
        stance="asserts",
        speakers=speakers,
        said_on=None,
        content=content,
        evidence=(quote,),
        read_by="person:x",
    )
    world.add(claim, handling, "claim")
    world.accept()
    assert by_summary(calendar(tmp_path, world))["Reply due"]["DTSTART;VALUE=DATE"] == "20210430"


def test_an_event_keeps_its_id_and_says_when_it_changed(tmp_path: Path):
    first = calendar(tmp_path, person_world(HELD))
    same = calendar(tmp_path, person_world(HELD), "2021-03-09")
    assert same == first
    after = calendar(tmp_path, person_world(HELD, FREED), "2021-03-10")
    uid = by_summary(first)["Ana Silva: in custody since 2020-05-03"]["UID"]
    assert (after[uid]["SEQUENCE"], after[uid]["DTSTAMP"]) == ("1", "20210310T000000Z")
    assert set(first) < set(after)


def test_a_withdrawn_event_is_cancelled_and_tells_nothing(tmp_path: Path):
    world = person_world(HELD)
    first = calendar(tmp_path, world)
    world.wish("Ana Silva", "quiet")
    after = calendar(tmp_path, world, "2021-03-10")
    assert set(after) == set(first)
    for event in after.values():
        assert (event["STATUS"], event["SUMMARY"], event["DTSTART;VALUE=DATE"]) == ("CANCELLED", "Withdrawn", NOWHERE)
        assert set(event) == {"UID", "STATUS", "SUMMARY", "TRANSP", "DTSTART;VALUE=DATE", "DTSTAMP", "SEQUENCE"}
        assert event["SEQUENCE"] == "1"
    assert calendar(tmp_path, world, "2021-03-11") == after
    world.wish("Ana Silva", "public")
    again = calendar(tmp_path, world, "2021-03-12")
    assert {event["SEQUENCE"] for event in again.values()} == {"2"}
    assert not any("STATUS" in event for event in again.values())


@given(st.text(max_size=200))
def test_lines_are_folded_and_hold_the_same(words: str):
    line = folded(f"SUMMARY:{text(words)}")
    assert all(len(piece.encode("utf-8", "surrogatepass")) <= 75 for piece in line.split("\r\n"))
    assert line.endswith("\r\n")
    assert line.replace("\r\n ", "")[:-2] == f"SUMMARY:{text(words)}"
    assert not re.search(r"(?<!\\)[;,]", text(words).replace("\\\\", ""))


def feed(folder: Path, world: World, made_on: str = "2021-03-01", base_url: str = "") -> ET.Element:
    raw = written("atom", folder, edition(world, made_on=made_on, base_url=base_url))["records.atom"]
    return ET.fromstring(raw)  # noqa: S314  our own file


def test_the_feed_tells_what_is_new_and_what_is_withdrawn(tmp_path: Path):
    world = person_world(HELD)
    first = feed(tmp_path, world)
    entries = {e.findtext("a:id", "", ATOM): e.findtext("a:updated", "", ATOM) for e in first.findall("a:entry", ATOM)}
    assert len(entries) == len(world.register().claims)
    world.read("Sweden called on Peru to release Ana Silva on 5 July 2020.", published="2020-07-05")
    world.accept()
    second = feed(tmp_path, world, "2021-03-09")
    updated = {e.findtext("a:id", "", ATOM): e.findtext("a:updated", "", ATOM) for e in second.findall("a:entry", ATOM)}
    assert {updated[id_] for id_ in entries if id_ in updated} == {"2021-03-01T00:00:00Z"}
    new = [id_ for id_ in updated if id_ not in entries]
    assert {updated[id_] for id_ in new} == {"2021-03-09T00:00:00Z"}
    assert next(iter(updated)) in new
    world.wish("Ana Silva", "quiet")
    third = feed(tmp_path, world, "2021-03-10")
    gone = {e.get("ref"): e.get("when") for e in third.findall("t:deleted-entry", ATOM)}
    shown = {e.findtext("a:id", "", ATOM) for e in third.findall("a:entry", ATOM)}
    assert len(gone) > 3
    assert set(entries) <= {*gone, *shown}
    assert not shown & set(gone)
    assert set(gone.values()) == {"2021-03-10T00:00:00Z"}
    assert "Silva" not in ET.tostring(third, encoding="unicode")
    fourth = feed(tmp_path, world, "2021-03-11")
    assert ET.tostring(fourth) == ET.tostring(third)


def test_feed_links_lead_to_the_site_where_its_place_is_known(tmp_path: Path):
    root = feed(tmp_path, person_world(HELD), base_url="https://example.org/h/")
    links = [e.get("href", "") for e in root.iter("{http://www.w3.org/2005/Atom}link")]
    assert "https://example.org/h/data/records.atom" in links
    assert any(link.startswith("https://example.org/h/cases/") for link in links)
    assert feed(tmp_path / "other", person_world(HELD)).find(".//a:link", ATOM) is None


def test_each_state_has_a_point_and_organisations_have_none(tmp_path: Path):
    missing = [code for code in STATES if code not in points()]
    assert len(missing) < 16, missing
    assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in points().values())
    found = json.loads(written("geojson", tmp_path)["endorsements.geojson"])
    denmark = next(one for one in found["features"] if one["properties"]["party"] == "DK")
    assert denmark["geometry"]["type"] == "Point"
    x, y = denmark["geometry"]["coordinates"]
    assert 8 < x < 13 and 54 < y < 58
    assert denmark["properties"]["name"] == "Denmark"
    assert set(denmark["properties"]) >= {"since", "until", "since_first", "until_last", "disputed"}


def entities(folder: Path, world: World, base_url: str = "") -> dict[str, dict]:
    raw = written("ftm", folder, edition(world, base_url=base_url))["entities.ftm.json"]
    return {one["id"]: one for one in map(json.loads, raw.splitlines())}


def test_entities_refer_to_entities(tmp_path: Path):
    found = entities(tmp_path, rich_world())
    for one in found.values():
        for name in ("involved", "proof"):
            assert set(one["properties"].get(name, ())) <= set(found)
    assert {one["schema"] for one in found.values()} == {"Article", "Person", "Event"}
    slug = rich_world().register().cases[0].slug
    assert found[f"habeas-person-{slug}"]["properties"]["nationality"] == ["dk"]
    assert found[f"habeas-act-{slug}-1"]["properties"] | {"proof": None, "summary": None} == {
        "name": ["Ana Silva: detained"], "involved": [f"habeas-person-{slug}"], "country": ["pe"], "location": ["Lima"],
        "date": ["2020-05-03"], "keywords": ["detained"], "proof": None, "summary": None,
    }  # fmt: skip


def test_what_is_only_denied_is_no_entity(tmp_path: Path):
    denied = "Peru denied that police in Lima had arrested Ana Silva, a Danish teacher, on 3 May 2020."
    world = person_world(HELD)
    world.read(denied)
    world.accept()
    acts = [act for case in world.register().cases for act in case.acts]
    told = [one for id_, one in entities(tmp_path, world).items() if id_.startswith("habeas-act-")]
    assert len(told) == sum(bool(act.said_by) for act in acts)


def test_bibtex_has_an_entry_for_each_case(tmp_path: Path):
    found = written("bibtex", tmp_path, edition(base_url="https://example.org"))["cases.bib"].decode()
    assert found.count("@misc{") == 1
    assert found.count("{") == found.count("}")
    assert "url = {https://example.org/cases/" in found
    assert escaped(r"50% of A&B_c {x} \y") == r"50\% of A\&B\_c \{x\} \textbackslash{}y"


def test_citations_say_the_same_in_both_forms(tmp_path: Path):
    item = json.loads(written("csl", tmp_path / "csl")["cases.csl.json"])[0]
    bibtex = written("bibtex", tmp_path / "bib")["cases.bib"].decode()
    assert item["id"] in bibtex and item["title"] in bibtex
    assert item["issued"] == {"date-parts": [[2021, 3, 1]]}


def test_the_description_lists_every_file(tmp_path: Path):
    from habeas.exports import EXPORTS

    files = written("jsonld", tmp_path, edition(base_url="https://example.org"))
    names = {name for export in EXPORTS.values() for name in export.files}
    dcat, dataset = (json.loads(files[name]) for name in ("dcat.jsonld", "dataset.jsonld"))
    for found, key in ((dcat["dcat:distribution"], "dcat:downloadURL"), (dataset["distribution"], "contentUrl")):
        assert {one[key] for one in found} == {f"https://example.org/data/{name}" for name in names}
