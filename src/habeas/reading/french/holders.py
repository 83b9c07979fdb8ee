"""Holders: the state that holds somebody, where the sentence tells it, else where the whole page leaves one state only.

A page speaks of the state whose national somebody is and of the state that holds them; whoever has the custody words' places, police and courts
holds. States are counted alike.
"""

from __future__ import annotations

import re
from collections import Counter

from habeas.claims import Span
from habeas.reading.french import circumstances as around
from habeas.reading.french.nations import Nation
from habeas.reading.french.page import Page
from habeas.reading.french.people import Person
from habeas.reading.french.subjects import Cast
from habeas.reading.french.triggers import Trigger
from habeas.reading.french.words import people_words

_ENDORSING = re.compile(r"\b(?:adhésion|adhér\w+|signataires?|ralli\w+|souscri\w+)\b", re.IGNORECASE)
_WEIGHT = {"agent": 4, "place": 3, "police": 2, "seat": 1}


class Holders:
    """Who holds whom on a page."""

    def __init__(self, page: Page, cast: Cast, triggers: list[Trigger], whom: dict[Trigger, list[Person]]) -> None:
        self.page = page
        self.cast = cast
        self.triggers = triggers
        self._told: dict[Trigger, tuple[str, int]] = {}
        self._votes: dict[int, Counter[str]] = {}
        requesters = {n.code for t in triggers if (n := around.requester(page, t))}
        self._barred = {code for code in requesters if code}
        for trigger in triggers:
            self._note(trigger, whom[trigger])
        self._page = self._votes_of_page()

    def _note(self, trigger: Trigger, persons: list[Person]) -> None:
        within = around.clause(self.page, trigger, self.triggers)
        acting = around.agent(self.page, trigger, within)
        told = (
            (acting, _WEIGHT["agent"]) if acting else (around.place_state(self.page, trigger, within), _WEIGHT["place"])
        )
        nation, weight = told
        if nation is None or nation.code is None or nation.code in self._barred:
            return
        own = {p.state for p in persons}
        if nation.code in own:
            return
        self._told[trigger] = (nation.code, weight)
        for person in persons:
            self._votes.setdefault(id(person), Counter())[nation.code] += weight

    def holder(self, trigger: Trigger, person: Person) -> tuple[str | None, bool]:
        """The state that acts, and whether it was only inferred from the page."""
        if trigger in self._told and self._told[trigger][0] != person.state:
            return self._told[trigger][0], False
        votes = self._votes.get(id(person))
        best = self._best(votes, person) if votes else None
        if best:
            return best, False
        return self._best(self._page, person), True

    def _best(self, votes: Counter[str], person: Person) -> str | None:
        able = Counter({code: number for code, number in votes.items() if code != person.state})
        ranked = able.most_common(2)
        if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]

    def _votes_of_page(self) -> Counter[str]:
        """Every mention of a state on the page, those of its police, courts and prisons more."""
        votes: Counter[str] = Counter()
        people = {p.state for p in self.cast.people if p.state and not p.office and not p.body}
        for code, _ in self._told.values():
            votes[code] += 3
        for nation in self.page.nations:
            described = around.about_person(self.page, nation) and not self._of_office(
                nation
            )  # "un marin danois" is no Danish police
            if nation.code and nation.code not in self._barred and not described and not self._endorses(nation.span):
                votes[nation.code] += self._weight(nation) if nation.code not in people or len(people) > 1 else 0
        return votes

    def _of_office(self, nation: Nation) -> bool:
        words = re.findall(r"[\wà-ÿ-]+", self.page.flat[max(0, nation.span[0] - 40) : nation.span[0]].lower())[-4:]
        return any(word in people_words("offices") for word in words)

    def _endorses(self, span: Span) -> bool:
        sentence = self.page.sentence(span[0])
        if _ENDORSING.search(self.page.flat, *sentence):
            return True
        return any(sentence[0] <= start < sentence[1] for (start, _), _ in self.page.instruments)

    def _weight(self, nation: Nation) -> int:
        words = re.findall(r"[\wà-ÿ-]+", self.page.flat[max(0, nation.span[0] - 45) : nation.span[0]].lower())[-4:]
        if any(word in people_words("holders") for word in words):
            return 3
        located = words and words[-1] in {"en", "au", "aux", "à"} and nation.form in {"name", "city", "capital"}
        home = around.goes_home(self.page, nation)
        opens = nation.span[0] < self.page.sentences[0][1]  # a dateline, or what the page opens with
        return 0 if home else 2 if located or opens else 1
