"""Which entries bear on what: the smallest sets of entries that give the same answer as all of them.

What bears on a case, in the team's eyes:
- every claim whose content speaks of the person, under any mention that a decision ever joined to the person's; whatever notes
  the case by its id; and, where a claim does not name the person, what is said in equal words of others, who count as witnesses;
- the decisions that join or part these mentions, open cases, and accept, reject, correct or label these claims;
- the sources that they quote, with their labels;
- of everybody else in these claims: the cases, and the custody claims that make candidates: a claim says in which cases it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from habeas.claims import parties_in
from habeas.entries import Entry, Mention
from habeas.entries.decisions import Correct, Distinct, OpenCase, Same, Withhold
from habeas.identity import canonical, claim_mentions
from habeas.index.postings import Postings
from habeas.index.terms import INSTRUMENTS, Role, hashed, of_mention, of_words


class Book(Protocol):
    """What the index needs of a ledger (`habeas.ledger.Ledger` has it)."""

    def size(self) -> int:
        """How many entries there are."""

    def is_merged(self) -> bool:
        """Whether other ledgers' entries are among its own."""

    def root(self, size: int | None = None) -> bytes:
        """The root over the first entries."""

    def entries(self, *, first: int = 0) -> Iterable[Entry]:
        """Entries in order, from a place on."""

    def at(self, places: Sequence[int]) -> list[Entry]:
        """The entries at these places."""

    def places(self, ids: Sequence[str]) -> dict[str, int]:
        """Where the entries with these ids are."""


class Around:
    """Finds what bears on what.

    Args:
        postings: the index's.
        book: the ledger.
        size: how many of its entries the index knows; later ones are left out.
    """

    def __init__(self, postings: Postings, book: Book, size: int) -> None:
        self._postings = postings
        self._book = book
        self._size = size
        self._kept: dict[int, Entry] = {}

    def entries(self, places: Iterable[int]) -> list[Entry]:
        """The entries at these places, in order; sources and decisions, which many cases share, are kept at hand."""
        wanted = sorted({place for place in places if place < self._size})
        missing = [place for place in wanted if place not in self._kept]
        read = {entry.seq: entry for entry in self._book.at(missing)} if missing else {}
        found = [self._kept[place] if place in self._kept else read[place] for place in wanted]
        if len(self._kept) > _KEPT:
            self._kept.clear()
        self._kept.update({entry.seq: entry for entry in found if entry.claim is None})
        return found

    def joined(self, terms: Iterable[int]) -> tuple[set[int], set[int]]:
        """All mentions that decisions ever joined to these, undone ones included, and the places of those decisions."""
        seen: set[int] = set()
        decisions: set[int] = set()
        ahead = set(terms)
        while ahead:
            seen |= ahead
            fresh = self._postings.find(Role.JOINED, ahead) - decisions
            decisions |= fresh
            ahead = {term for entry in self.entries(fresh) for term in _joins(entry)} - seen
        return seen, decisions

    def person(self, terms: Iterable[int]) -> tuple[set[int], list[Entry]]:
        """The person's mentions, and the entries that bear on the person's cases."""
        mine, places = self.joined(terms)
        places |= self._postings.find(Role.OPENED, mine)
        cases = {words for e in self.entries(places) if isinstance(e.payload, OpenCase) for words in _ids(e.payload)}
        claims = self.entries(
            self._postings.find(Role.ABOUT, mine) | self._postings.find(Role.NOTED, map(hashed, cases))
        )
        alike = self._postings.find(Role.UNNAMED, {of_words(e.claim) for e in claims if e.claim and _unnamed(e, mine)})
        spoken, told = _others(claims, mine)
        for term in told | spoken:
            theirs, joins = self.joined({term})
            places |= joins | self._postings.find(Role.OPENED, theirs)
            if term in told:
                alike |= self._postings.find(Role.HELD, theirs)
        return mine, self._with_judgements([*claims, *self.entries(alike | places)])

    def custody(self, terms: Iterable[int]) -> tuple[set[int], set[int]]:
        """The person's mentions, and the places of the entries that decide on the person's custody, judgements left out."""
        mine, places = self.joined(terms)
        return mine, places | self._postings.find(Role.OPENED, mine) | self._postings.find(Role.HELD, mine)

    def judged(self, entries: Sequence[Entry]) -> dict[int, list[Entry]]:
        """What decides on how each entry is seen, by the entry's place: its sources, its labels, and what took it back."""
        sources = self._book.places(list({s for e in entries for s in _sources(e)}))
        wanted: dict[int, set[int]] = {}
        for entry in entries:
            found = {sources[source] for source in _sources(entry) if source in sources}
            found |= self._postings.find(Role.LABELLED, map(hashed, (entry.id, *_sources(entry))))
            if entry.claim is not None and self._postings.find(Role.UNDONE, [hashed(entry.id)]):
                found |= self._postings.find(Role.STATUS, [hashed(entry.id)])
            wanted[entry.seq] = found
        read = {entry.seq: entry for entry in self.entries(set().union(*wanted.values()))}
        return {place: [read[one] for one in found if one in read] for place, found in wanted.items()}

    def history(self, terms: Iterable[int]) -> list[Entry]:
        """The entries that tell a person's history."""
        mine, places = self.joined(terms)
        for role in (Role.ABOUT, Role.SPOKEN, Role.OPENED, Role.DECIDED):
            places |= self._postings.find(role, mine)
        found = self.entries(places)
        named = (mention for entry in found for mention in _mentions(entry) if mention.span is None)
        unplaced = {
            mention.source for mention in named if of_mention(mention) in mine
        }  # of claims: nothing else leads there
        found += self.entries(self._book.places(list(unplaced)).values())
        found = self._with_judgements(found)
        withheld = [hashed(entry.id) for entry in found if isinstance(entry.payload, Withhold)]
        replaced = {id_ for e in found if isinstance(e.payload, Correct) for id_ in (e.payload.claim, e.payload.by)}
        places = self._postings.find(Role.LABELLED, withheld) | set(self._book.places(list(replaced)).values())
        return _once([*found, *self.entries(places)])

    def instruments(self) -> list[Entry]:
        """The entries that bear on who stands behind which instrument."""
        return self._with_judgements(self.entries(self._postings.find(Role.ENDORSES, [hashed(INSTRUMENTS)])))

    def _with_judgements(self, entries: Sequence[Entry]) -> list[Entry]:
        """The entries with what decides on whether and how each is seen."""
        sources = {source for entry in entries for source in _sources(entry)}
        claims = [hashed(entry.id) for entry in entries if entry.claim is not None]
        places = set(self._book.places(list(sources)).values())
        places |= self._postings.find(Role.STATUS, claims)
        places |= self._postings.find(Role.LABELLED, map(hashed, {*sources, *(entry.id for entry in entries)}))
        return _once([*entries, *self.entries(places)])


_KEPT = 500
"""How many sources and decisions are kept at hand; a decision may name hundreds of claims, and a source has a text."""


def _once(entries: Iterable[Entry]) -> list[Entry]:
    unique = {entry.seq: entry for entry in entries}
    return [unique[place] for place in sorted(unique)]


def _mentions(entry: Entry) -> tuple[Mention, ...]:
    """The mentions that a decision names."""
    decision = entry.decision
    if isinstance(decision, (Same, Distinct)):
        return decision.mentions
    person = getattr(decision, "person", None)
    return (person,) if isinstance(person, Mention) else ()


def _joins(entry: Entry) -> set[int]:
    """The mentions that a decision joins; what it parts, it does not join."""
    return {of_mention(mention) for mention in entry.payload.mentions} if isinstance(entry.payload, Same) else set()


def _ids(case: OpenCase) -> tuple[str, str]:
    return (case.case, case.slug)


def _sources(entry: Entry) -> set[str]:
    return {item.source for item in entry.claim.evidence} if entry.claim is not None else set()


def _unnamed(entry: Entry, mine: set[int]) -> bool:
    """Whether a claim speaks of the person and nowhere by name."""
    claim = entry.claim
    if claim is None:
        return False
    parties = len(parties_in(claim.content))
    told = [party for mention, party in claim_mentions(entry.id, claim)[:parties] if of_mention(mention) in mine]
    return bool(told) and not any(party.name for party in told)


def _others(claims: Iterable[Entry], mine: set[int]) -> tuple[set[int], set[int]]:
    """Everybody else in some claims: who speaks them, and of whom they speak."""
    spoken: set[int] = set()
    told: set[int] = set()
    for entry in claims:
        if entry.claim is None:
            continue
        parties = len(parties_in(entry.claim.content))
        for number, (mention, _) in enumerate(claim_mentions(entry.id, entry.claim)):
            (told if number < parties else spoken).add(of_mention(canonical(mention)))
    return spoken - mine, told - mine
