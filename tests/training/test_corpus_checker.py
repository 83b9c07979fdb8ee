"""The corpus checker finds each kind of mistake that an annotator can make."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

TOOL = Path(__file__).parents[2] / "training" / "corpus" / "tools" / "check.py"


def loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_checker", TOOL)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


checker = loaded()
CODES = checker.codes()
TEXT = (
    "MINSK, March 8 — Belarusian police detained Danish botanist Anna Berg at a hotel in Brest on Monday on suspicion of spying, "
    "her embassy said. Copenhagen asked Minsk to release her and spoke of coercion. Ghana and 57 others signed the declaration."
)
CUSTODY = {
    "kind": "custody", "act": "detained", "person": "Anna Berg", "by": "BY", "place": "Brest", "when": "2019-03-04",
    "grounds": "on suspicion of spying", "words": "detained", "speaker": "her embassy", "speaker_state": "DK",
}  # fmt: skip
ATTRIBUTE = {"kind": "attribute", "subject": "Anna Berg", "attribute": "nationality", "value": "DK"}
APPEAL = {"kind": "appeal", "addressee": "BY", "demand": "release", "on_behalf_of": ["Anna Berg"], "words": "release"}
ACCUSATION = {"kind": "accusation", "accused": "BY", "of": "coercion", "words": "coercion", "stance": "denies"}
ENDORSEMENT = {"kind": "endorsement", "party": "GH", "act": "endorsed", "words": "signed"}
COUNT = {"kind": "endorsement_count", "count": 58, "counts": "states", "bound": "exactly", "words": "57 others"}
LINK = {"kind": "link", "relation": "exchange", "from": "Anna Berg", "to": "her"}
ACTION = {"kind": "action", "what": "designation", "about": "Anna Berg", "by": "DK"}
STATEMENT = {
    "kind": "statement",
    "words": "release her",
    "manner": "indirect",
    "via": ["her embassy"],
    "addressee": "Minsk",
}
EVERY = [CUSTODY, ATTRIBUTE, APPEAL, ACCUSATION, ENDORSEMENT, COUNT, LINK, ACTION, STATEMENT]


def passage(*claims: dict[str, Any], **changed: Any) -> dict[str, Any]:
    made = {
        "id": "en-train-001", "lang": "en", "part": "train", "style": "wire", "published": "2019-03-08", "traps": ["weekday"],
        "text": TEXT, "claims": list(claims),
    }  # fmt: skip
    return {key: value for key, value in {**made, **changed}.items() if value is not ...}


def wrong(claim: dict[str, Any], **changed: Any) -> list[str]:
    """What the checker says of a claim of which something was changed; `...` takes a field away."""
    return checker.problems(
        passage({key: value for key, value in {**claim, **changed}.items() if value is not ...}), CODES
    )


def test_a_passage_as_the_guide_wants_it_has_no_problems():
    assert checker.problems(passage(*EVERY), CODES) == []


@pytest.mark.parametrize("kind", sorted(checker.FIELDS))
def test_every_kind_of_the_guide_is_tried_here(kind: str):
    assert kind in {claim["kind"] for claim in EVERY}


@pytest.mark.parametrize("claim", EVERY, ids=lambda claim: claim["kind"])
def test_null_is_the_same_as_absent(claim: dict[str, Any]):
    nothing = dict.fromkeys(checker.FIELDS[claim["kind"]] | checker.SHARED)
    assert wrong({**nothing, "stance": "asserts", **claim}) == []


@pytest.mark.parametrize(
    ("claim", "changed", "says"),
    [
        (CUSTODY, {"kind": "arrest"}, "kind 'arrest' is none of"),
        (CUSTODY, {"kind": ...}, "kind None is none of"),
        (CUSTODY, {"date": "2019"}, "custody has no field 'date'"),
        (ATTRIBUTE, {"words": "Danish"}, "attribute has no field 'words'"),
        (CUSTODY, {"act": "nabbed"}, "custody.act 'nabbed' is none of"),
        (CUSTODY, {"act": ...}, "custody.act None is none of"),
        (ATTRIBUTE, {"attribute": "height", "value": "Brest"}, "attribute.attribute 'height'"),
        (APPEAL, {"demand": "money"}, "appeal.demand 'money'"),
        (ACCUSATION, {"of": "rudeness"}, "accusation.of 'rudeness'"),
        (ENDORSEMENT, {"act": "signed"}, "endorsement.act 'signed'"),
        (COUNT, {"counts": "people"}, "endorsement_count.counts 'people'"),
        (COUNT, {"bound": "roughly"}, "endorsement_count.bound 'roughly'"),
        (LINK, {"relation": "swap"}, "link.relation 'swap'"),
        (ACTION, {"what": "sanction"}, "action.what 'sanction'"),
        (STATEMENT, {"manner": "oral"}, "statement.manner 'oral'"),
        (ACCUSATION, {"stance": "doubts"}, "stance 'doubts'"),
        (CUSTODY, {"person": "Anne Berg"}, "custody.person 'Anne Berg' does not stand in the text"),
        (CUSTODY, {"person": None, "unnamed": "a botanist"}, "custody.unnamed 'a botanist' does not stand"),
        (CUSTODY, {"place": "brest"}, "custody.place 'brest' does not stand"),
        (CUSTODY, {"grounds": "spying charges"}, "custody.grounds"),
        (CUSTODY, {"words": "arrested"}, "custody.words"),
        (CUSTODY, {"speaker": "her lawyer"}, "custody.speaker"),
        (ATTRIBUTE, {"subject": "Berg Anna"}, "attribute.subject"),
        (APPEAL, {"on_behalf_of": ["Anna Berg", "Lars Berg"]}, "appeal.on_behalf_of 'Lars Berg'"),
        (ACCUSATION, {"concerning": ["Lars Berg"]}, "accusation.concerning 'Lars Berg'"),
        (ENDORSEMENT, {"words": "endorsed"}, "endorsement.words"),
        (COUNT, {"words": "58 states"}, "endorsement_count.words"),
        (LINK, {"to": "Lars Berg"}, "link.to 'Lars Berg'"),
        (ACTION, {"about": "Lars Berg"}, "action.about 'Lars Berg'"),
        (STATEMENT, {"via": ["her embassy", "AFP"]}, "statement.via 'AFP'"),
        (STATEMENT, {"addressee": "BY"}, "statement.addressee 'BY'"),
        (CUSTODY, {"by": "Belarus"}, "custody.by 'Belarus' is no state's code"),
        (CUSTODY, {"by": "by"}, "custody.by 'by' is no state's code"),
        (CUSTODY, {"at_request_of": "UK"}, "custody.at_request_of 'UK'"),
        (CUSTODY, {"speaker_state": "Denmark"}, "custody.speaker_state 'Denmark'"),
        (ENDORSEMENT, {"party": "Ghana"}, "endorsement.party 'Ghana'"),
        (APPEAL, {"addressee": "the UN"}, "appeal.addressee 'the UN' is neither a state's code nor in the text"),
        (ACCUSATION, {"accused": "the UN"}, "accusation.accused 'the UN'"),
        (ATTRIBUTE, {"value": "Danish"}, "attribute value 'Danish' is no state's code"),
        (
            ATTRIBUTE,
            {"attribute": "occupation", "value": "chemist"},
            "attribute value 'chemist' does not stand in the text",
        ),
        (CUSTODY, {"when": "4 March 2019"}, "when '4 March 2019' is no EDTF"),
        (CUSTODY, {"when": "2019-13"}, "when '2019-13'"),
        (CUSTODY, {"when": "2019-03-32"}, "when '2019-03-32'"),
        (CUSTODY, {"when": "2019-02-29"}, "when '2019-02-29'"),
        (CUSTODY, {"when": "2019-04-01/2019-04-31"}, "when '2019-04-01/2019-04-31'"),
        (CUSTODY, {"when": "2019-3-4"}, "when '2019-3-4'"),
        (CUSTODY, {"when": "2019~"}, "when '2019~'"),
        (CUSTODY, {"when": 2019.5}, "when 2019.5"),
        (CUSTODY, {"person": None}, "custody needs person or unnamed"),
        (CUSTODY, {"words": ...}, "custody needs words"),
        (ENDORSEMENT, {"party": ...}, "endorsement needs a party"),
        (COUNT, {"count": ...}, "endorsement_count.count None is no number"),
        (COUNT, {"count": "58"}, "endorsement_count.count '58' is no number"),
    ],
)
def test_each_kind_of_mistake_is_found_and_nothing_else(claim: dict[str, Any], changed: dict[str, Any], says: str):
    (problem,) = wrong(claim, **changed)
    assert says in problem


@pytest.mark.parametrize(
    "when", ["2019", "2019-03", "2019-03-04", "2020-02-29", "2019-03/2019-05", "2021-02-08/2021-02-14"]
)
def test_dates_of_the_guide_are_fine(when: str):
    assert wrong(CUSTODY, when=when) == []


@pytest.mark.parametrize(
    ("claim", "changed"),
    [
        (APPEAL, {"addressee": "her embassy"}),
        (APPEAL, {"addressee": None, "on_behalf_of": []}),
        (ENDORSEMENT, {"party": "EU"}),
        (CUSTODY, {"person": None, "unnamed": "Danish botanist"}),
        (CUSTODY, {"optional": True}),
        (ATTRIBUTE, {"attribute": "occupation", "value": "botanist"}),
        (ATTRIBUTE, {"attribute": "sex", "value": "female"}),
    ],
)
def test_what_the_guide_allows_is_no_problem(claim: dict[str, Any], changed: dict[str, Any]):
    assert wrong(claim, **changed) == []


@pytest.mark.parametrize("key", ["id", "lang", "part", "style", "published", "text", "claims", "traps"])
def test_a_passage_needs_every_field(key: str):
    assert checker.problems(passage(CUSTODY, **{key: ...}), CODES) == [f"no {key}"]


def test_a_day_of_publication_is_a_date_or_null():
    assert checker.problems(passage(published=None), CODES) == []
    assert checker.problems(passage(published="8 March 2019"), CODES) == ["published '8 March 2019'"]


def test_the_same_claim_twice_is_found_whatever_the_order_of_its_fields():
    (problem,) = checker.problems(passage(CUSTODY, dict(reversed(CUSTODY.items()))), CODES)
    assert problem.startswith("twice: ")


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    def checked(*files: str) -> tuple[int, list[str]]:
        paths = []
        for number, content in enumerate(files):
            path = tmp_path / f"{number}.jsonl"
            path.write_text(content, encoding="utf-8")
            paths.append(str(path))
        monkeypatch.setattr(sys, "argv", ["check.py", *paths])
        code = checker.main()
        return code, capsys.readouterr().out.replace(f"{tmp_path}/", "").splitlines()

    return checked


def line(*claims: dict[str, Any], **changed: Any) -> str:
    return json.dumps(passage(*claims, **changed), ensure_ascii=False) + "\n"


def test_good_files_give_their_counts_and_exit_0(run):
    code, said = run(line(CUSTODY, ATTRIBUTE), line(CUSTODY, id="en-train-002", text=TEXT + " So it said."))
    assert code == 0
    assert {
        "passages: 2",
        "en train: 2",
        "style wire: 2",
        "trap weekday: 2",
        "kind custody: 2",
        "kind attribute: 1",
    } <= set(said)
    assert {"act detained: 2", "problems: 0"} <= set(said)


def test_problems_are_told_with_file_line_and_passage_and_exit_3(run):
    code, said = run(
        line(CUSTODY), line(id="a", text="A.") + line({**CUSTODY, "by": "Belarus"}, id="b", text=TEXT + "!")
    )
    assert code == 3
    assert said[0] == "1.jsonl:2: b: custody.by 'Belarus' is no state's code"
    assert said[-1] == "problems: 1"


def test_a_line_that_is_no_json_is_told_and_the_rest_is_read(run):
    code, said = run("{not JSON\n" + line(CUSTODY))
    assert code == 3
    assert said[0].startswith("0.jsonl:1: not JSON")
    assert {"passages: 1", "problems: 1"} <= set(said)


@pytest.mark.parametrize("changed", [{"id": "another"}, {"text": TEXT + " So it said."}])
def test_an_id_or_a_text_that_stands_in_another_file_already_is_told(run, changed: dict[str, str]):
    code, said = run(line(CUSTODY), line(CUSTODY, **changed))
    assert code == 3
    assert said[0].startswith("1.jsonl:1: ") and said[0].endswith("stands in the corpus already")
    assert said[-1] == "problems: 1"
