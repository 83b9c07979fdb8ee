"""Check corpus passages against the annotation guide: fields, verbatim strings, codes, dates, doubles.

    python check.py FILE.jsonl ...

Prints what is wrong, a line each, and how much there is of each act, kind, style and trap; exits 3 if anything is wrong.
"""

from __future__ import annotations

import collections
import csv
import datetime as dt
import json
import re
import sys
from pathlib import Path
from typing import Any

STATES = Path(__file__).parents[3] / "src/habeas/text/data/states.csv"
ACTS = (
    "arrested detained charged tried convicted acquitted sentenced bailed transferred house_arrest exit_ban sheltered "
    "pardoned released exchanged deported died"
).split()
DEMANDS = "release return access fair_trial halt_execution medical_care stop_practice information other".split()
ACCUSATIONS = (
    "arbitrary_detention coercion hypocrisy interference rights_violation ill_treatment espionage other".split()
)
ATTRIBUTES = "nationality residence occupation position affiliation alias birth sex".split()
STANCES = "asserts denies reports".split()
SHARED = {"kind", "speaker", "speaker_state", "stance", "optional"}
FIELDS = {
    "custody": {"act", "person", "unnamed", "by", "at_request_of", "place", "when", "grounds", "words"},
    "attribute": {"subject", "attribute", "value"},
    "appeal": {"addressee", "demand", "on_behalf_of", "words"},
    "accusation": {"accused", "of", "concerning", "words"},
    "endorsement": {"party", "act", "when", "instrument", "words"},
    "endorsement_count": {"count", "counts", "group", "bound", "instrument", "words"},
    "link": {"relation", "from", "to", "words"},
    "action": {"what", "about", "by", "when", "words"},
    "statement": {"words", "manner", "via", "addressee", "under_duress"},
}
CHOICES = {
    ("custody", "act"): ACTS,
    ("attribute", "attribute"): ATTRIBUTES,
    ("appeal", "demand"): DEMANDS,
    ("accusation", "of"): ACCUSATIONS,
    ("endorsement", "act"): ["endorsed", "withdrew", "denied_endorsing"],
    ("endorsement_count", "counts"): ["states", "states_and_organisations", "unclear"],
    ("endorsement_count", "bound"): ["exactly", "at_least", "at_most", "nearly", "about", "nearly_all", "all"],
    ("link", "relation"): ["exchange", "retaliation", "demand", "precedes"],
    ("action", "what"): ["designation"],
    ("statement", "manner"): ["direct", "indirect", "mixed"],
}
VERBATIM = {
    "custody": ("person", "unnamed", "place", "grounds", "words"),
    "attribute": ("subject",),
    "appeal": ("on_behalf_of", "words"),
    "accusation": ("concerning", "words"),
    "endorsement": ("words",),
    "endorsement_count": ("words",),
    "link": ("from", "to", "words"),
    "action": ("about", "words"),
    "statement": ("words", "via", "addressee"),
}
DAY = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
EDTF = re.compile(rf"{DAY}(?:/{DAY})?")


def is_date(text: str) -> bool:
    """EDTF as the guide has it, of days that exist."""
    if not EDTF.fullmatch(text):
        return False
    try:
        return all(dt.date.fromisoformat((part + "-01-01")[:10]) for part in text.split("/"))
    except ValueError:
        return False


def codes() -> set[str]:
    """The states' codes."""
    lines = [line for line in STATES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {row[0] for row in list(csv.reader(lines[1:], delimiter="|"))} | {"EU"}


def problems_of(claim: dict[str, Any], text: str, states: set[str]) -> list[str]:
    """What is wrong with one claim."""
    kind = claim.get("kind")
    if kind not in FIELDS:
        return [f"kind {kind!r} is none of {', '.join(FIELDS)}"]
    found = [f"{kind} has no field {key!r}" for key in claim if key not in FIELDS[kind] | SHARED]
    for (of, field), allowed in CHOICES.items():
        if of == kind and claim.get(field) not in allowed and not (field == "what" and claim.get(field) is None):
            found.append(f"{kind}.{field} {claim.get(field)!r} is none of {', '.join(allowed)}")
    if claim.get("stance", "asserts") not in STANCES:
        found.append(f"stance {claim.get('stance')!r}")
    for field in (*VERBATIM.get(kind, ()), "speaker"):
        value = claim.get(field)
        strings = [one for one in (value if isinstance(value, list) else [value]) if one is not None]
        found += [f"{kind}.{field} {one!r} does not stand in the text" for one in strings if one not in text]
    coded = [field for field in ("by", "at_request_of", "speaker_state", "party") if claim.get(field) is not None]
    found += [f"{kind}.{field} {claim[field]!r} is no state's code" for field in coded if claim[field] not in states]
    for field in ("addressee", "accused"):
        value = claim.get(field)
        if kind != "statement" and value is not None and value not in states and value not in text:
            found.append(f"{kind}.{field} {value!r} is neither a state's code nor in the text")
    if kind == "attribute":
        value = claim.get("value")
        if claim.get("attribute") in {"nationality", "residence"} and value not in states:
            found.append(f"attribute value {value!r} is no state's code")
        elif claim.get("attribute") not in {"nationality", "residence", "birth", "sex"} and str(value) not in text:
            found.append(f"attribute value {value!r} does not stand in the text")
    if claim.get("when") is not None and not is_date(str(claim["when"])):
        found.append(f"when {claim['when']!r} is no EDTF of the guide")
    if kind == "custody" and not claim.get("person") and not claim.get("unnamed"):
        found.append("custody needs person or unnamed")
    if kind == "endorsement" and not claim.get("party"):
        found.append("endorsement needs a party")
    if kind == "endorsement_count" and type(claim.get("count")) is not int:
        found.append(f"endorsement_count.count {claim.get('count')!r} is no number")
    if kind == "custody" and not claim.get("words"):
        found.append("custody needs words")
    return found


def problems(passage: dict[str, Any], states: set[str]) -> list[str]:
    """What is wrong with one passage."""
    found = [
        f"no {key}"
        for key in ("id", "lang", "part", "style", "published", "text", "claims", "traps")
        if key not in passage
    ]
    if found:
        return found
    published = passage["published"]
    if published is not None and not is_date(published):
        found.append(f"published {published!r}")
    seen: set[str] = set()
    for claim in passage["claims"]:
        found += problems_of(claim, passage["text"], states)
        key = json.dumps(claim, sort_keys=True)
        if key in seen:
            found.append(f"twice: {key}")
        seen.add(key)
    return found


def main() -> int:
    """Check the files named on the command line."""
    states = codes()
    counts: collections.Counter[str] = collections.Counter()
    ids: set[str] = set()
    texts: set[str] = set()
    bad = 0
    for name in sys.argv[1:]:
        for number, line in enumerate(Path(name).read_text(encoding="utf-8").splitlines(), 1):
            try:
                passage = json.loads(line)
            except json.JSONDecodeError as error:
                print(f"{name}:{number}: not JSON: {error}")
                bad += 1
                continue
            wrong = problems(passage, states)
            if passage.get("id") in ids or passage.get("text") in texts:
                wrong.append("the id or the text stands in the corpus already")
            ids.add(passage.get("id"))
            texts.add(passage.get("text"))
            for one in wrong:
                print(f"{name}:{number}: {passage.get('id')}: {one}")
            bad += len(wrong)
            counts["passages"] += 1
            counts[f"{passage.get('lang')} {passage.get('part')}"] += 1
            counts.update(f"trap {trap}" for trap in passage.get("traps", ()))
            counts[f"style {passage.get('style')}"] += 1
            counts.update(f"kind {claim.get('kind')}" for claim in passage.get("claims", ()))
            counts.update(
                f"act {claim.get('act')}" for claim in passage.get("claims", ()) if claim.get("kind") == "custody"
            )
    for key, number in sorted(counts.items()):
        print(f"{key}: {number}")
    print(f"problems: {bad}")
    return 3 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
