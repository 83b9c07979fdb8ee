"""Briefs for writers of corpus passages: genre, states, acts and trap of each, drawn evenly over the world with a fixed seed.

python briefs.py > briefs.jsonl
python briefs.py --more 120 --first 1551 --seed 7 > more.jsonl    (of the English train part: a draw of its own for each seed)
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from pathlib import Path

STATES = Path(__file__).parents[3] / "src/habeas/text/data/states.csv"
PARTS = {
    ("en", "train"): 300,
    ("en", "dev"): 110,
    ("en", "test"): 220,
    ("fr", "train"): 50,
    ("fr", "dev"): 40,
    ("fr", "test"): 80,
}
STYLES = [
    "wire",
    "wire",
    "wire",
    "feature",
    "ministry_statement",
    "ministry_statement",
    "ngo_alert",
    "ngo_alert",
    "court_report",
    "tweet",
    "machine_translated",
    "interview",
    "caption_or_brief",
    "parliament",
]
TRAPS = {
    "inclusive_count": "a count of endorsers of the Declaration told inclusively ('Canada and 57 others', '58 other countries'; vary states and numbers)",
    "headline_body": "a headline whose number (endorsers, or people held) differs from the body's",
    "nearly_all_group": "'nearly all / all but one / all of' the members of the EU (or G7, NATO) endorse the Declaration",
    "nested": "nested attribution: the outlet relays a newspaper or agency that relays an unnamed or named source",
    "embassy_in": "a spokesperson of the embassy of X IN Y speaks (for X, not for Y)",
    "alias": "the person's name also in another script or under another name",
    "weekday": "weekday and other relative dates against the dateline, not the word 'yesterday' alone",
    "old_title": "a caption or background line with the person's former job or title",
    "stages": "release in stages: prison, then embassy shelter, house arrest, exit ban, then home",
    "contradiction": "a state that contradicts itself, both versions dated",
    "denied_exchange": "an exchange or swap that one side denies",
    "designation": "an official designation as wrongfully detained, with its date",
    "withheld": "a person whose name is withheld; a relative or child mentioned and not a case",
    "denial": "a government or embassy denies everything and accuses in turn",
    "told": "'told Reuters/AFP/reporters': whom it was said to is not the outlet",
    "confession": "a televised or forced confession, called so",
    "pronouns": "speakers and detainees only by pronoun, title or 'the minister', 'the couple' after the first mention",
    "unreal": "threats, fears, demands, plans and negations beside one real act (only the real one is annotated)",
    "noise": "ALL CAPS, OCR noise (rn for m, broken hyphen-\\nation), honorifics and particles in names",
    "at_request": "an arrest at another state's request or warrant",
    "group": "several people held together, each with a different fate",
    "tit_for_tat": "one arrest said to be retaliation for another, or a demand tied to it",
    "court": "charges, trial, verdict, sentence, appeal in one passage, with dates",
    "withdrawal": "a state withdraws from, or denies having endorsed, the Declaration",
}
FOCUS = ["custody", "custody", "custody", "release", "charge_trial", "appeal", "accusation_denial", "endorsement"]


def main() -> None:
    """Print a brief a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--more", type=int, help="only so many more briefs of the English train part")
    parser.add_argument("--first", type=int, default=1, help="number of the first of them")
    parser.add_argument("--seed", type=int, default=20261124)
    given = parser.parse_args()
    rng = random.Random(given.seed)
    lines = [line for line in STATES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    codes = [row[0] for row in list(csv.reader(lines[1:], delimiter="|"))]
    decks: dict[str, list[str]] = {"by": [], "home": [], "third": []}

    def draw(deck: str, unlike: tuple[str, ...] = ()) -> str:
        for _ in range(20):
            if not decks[deck]:
                decks[deck] = rng.sample(codes, len(codes))
            code = decks[deck].pop()
            if code not in unlike:
                return code
            decks[deck].insert(0, code)
        raise RuntimeError(deck)

    parts = PARTS if given.more is None else {("en", "train"): given.more}
    for (lang, part), count in parts.items():
        traps: list[str] = []
        for number in range(given.first, given.first + count):
            by = draw("by")
            home = draw("home", (by,))
            if not traps:
                traps = rng.sample(list(TRAPS), len(TRAPS))
            trap = traps.pop() if number % 10 < 8 else None
            brief = {
                "id": f"{lang}-{part}-{number:03d}",
                "lang": lang,
                "part": part,
                "style": rng.choice(STYLES),
                "detains": by,
                "home": home,
                "third": draw("third", (by, home)),
                "focus": rng.choice(FOCUS),
                "trap": trap,
                "words": rng.choice([35, 50, 70, 90, 120]),
                "year": rng.randint(2004, 2026),
            }
            print(json.dumps(brief))


if __name__ == "__main__":
    main()
