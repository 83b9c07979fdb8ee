"""The French reader: one document's text in, claims out. It decides who says what each family has found."""

from __future__ import annotations

from collections.abc import Iterator

from habeas.claims import Attribute, Claim, Evidence, Party, Span, kind_of, outlet
from habeas.claims.envelope import Stance
from habeas.reading.french import RULES
from habeas.reading.french.accusations import read_accusations
from habeas.reading.french.appeals import read_appeals
from habeas.reading.french.custody import CustodyReading, read_custody
from habeas.reading.french.endorsements import read_endorsements
from habeas.reading.french.links import read_links
from habeas.reading.french.page import Page
from habeas.reading.french.people import find_people
from habeas.reading.french.speech import Attribution, attributions, statement
from habeas.reading.french.subjects import Cast


class FrenchReader:
    """Reads one document; the arguments are those of `read_french`."""

    def __init__(self, text: str, source: str, published: str | None, outlet_name: str | None) -> None:
        self.page = Page(text, published)
        self.cast = Cast(self.page, find_people(self.page))
        self.source = source
        self.outlet = outlet(outlet_name)
        self.attributions = attributions(self.page, self.cast)

    def claims(self) -> list[Claim]:
        """Every claim, in the order of the text, without repetition."""
        unique: dict[tuple[object, ...], Claim] = {}
        for claim in self._all():
            unique.setdefault((claim.kind, claim.content, claim.stance, claim.speakers, claim.evidence), claim)
        return sorted(unique.values(), key=lambda c: (c.evidence[0].start, c.evidence[0].end))

    def _all(self) -> Iterator[Claim]:
        custody = read_custody(self.page, self.cast)
        holders = _holders(custody)
        yield from self._statements()
        for reading in custody:
            yield from self._custody(reading)
        yield from self._attributes()
        for endorsement in read_endorsements(self.page):
            owner = self._owner(endorsement.span[0] + 1)
            yield self._claim(endorsement.content, "asserts", _party(owner), endorsement.span, endorsement.sure)
        for appeal in read_appeals(self.page, self.cast, holders):
            yield self._claim(appeal.content, "asserts", appeal.speaker, appeal.span, 0.8 if appeal.speaker else 0.6)
        for one in read_accusations(self.page, self.cast, holders):
            yield self._claim(one.content, one.stance, one.speaker, one.span, 0.7 if one.speaker else 0.5)
        for link in read_links(self.page, custody):
            yield self._claim(link.content, link.stance, None, link.span, 0.7)

    def _statements(self) -> Iterator[Claim]:
        for one in self.attributions:
            if one.manner == "indirect":
                continue
            span = (self.page.sentence(one.content[0])[0], self.page.sentence(one.content[1] - 1)[1])
            yield self._claim(statement(self.page, one), "asserts", one.speaker, span, 0.85)

    def _custody(self, reading: CustodyReading) -> Iterator[Claim]:
        """A negated act is a denial where somebody says so, and nothing where the outlet does."""
        owner = self._owner(reading.trigger.span[0])
        manner = self.page.flat.startswith(" arbitrairement", reading.trigger.span[1])
        told = reading.trigger.voice in {"reduced", "noun"}  # a denial takes for granted what its asides tell
        denied = not manner and (reading.trigger.negated or (owner is not None and owner.denies and not told))
        if not denied or owner is not None:
            hearsay = " été" in self.page.flat[
                reading.trigger.start : reading.trigger.span[0]
            ] and self.page.flat.startswith("aur", reading.trigger.start)
            stance: Stance = "denies" if denied else "reports" if hearsay else "asserts"
            yield self._claim(reading.content, stance, _party(owner), reading.trigger.sentence, reading.sure)

    def _attributes(self) -> Iterator[Claim]:
        for person in self.cast.held:
            span = self.page.sentence(person.span[0])
            if person.state:
                yield self._claim(
                    Attribute(subject=person.party, attribute="nationality", value=person.state),
                    "asserts",
                    None,
                    span,
                    0.85,
                )
            if person.occupation:
                yield self._claim(
                    Attribute(subject=person.party, attribute="occupation", value=person.occupation),
                    "asserts",
                    None,
                    span,
                    0.75,
                )

            for alias in person.aliases:
                yield self._claim(
                    Attribute(subject=person.party, attribute="alias", value=alias), "asserts", None, span, 0.7
                )

    def _owner(self, at: int) -> Attribution | None:
        """Whose words the character at `at` belongs to; the innermost where several hold it."""
        holding = [a for a in self.attributions if a.content[0] <= at < a.content[1]]
        return min(holding, key=lambda a: a.content[1] - a.content[0], default=None)

    def _claim(self, content: object, stance: Stance, speaker: Party | None, span: Span, sure: float) -> Claim:
        return Claim(
            kind=kind_of(content),  # type: ignore[arg-type]  # every family yields one of the contents
            stance=stance,
            speakers=(speaker, self.outlet) if speaker else (self.outlet,),
            said_on=None if speaker else self.page.anchor,
            content=content,
            evidence=(Evidence(source=self.source, start=span[0], end=span[1], quote=self.page.text[slice(*span)]),),
            confidence=round(sure, 2),
            read_by=RULES,
        )


def _party(owner: Attribution | None) -> Party | None:
    return owner.speaker if owner else None


def _holders(custody: list[CustodyReading]) -> dict[str, str]:
    """By name, or by description of the unnamed, the state that holds or held a person."""
    found: dict[str, str] = {}
    for reading in custody:
        party = reading.content.person
        key = party.name or party.role
        if key and reading.content.by:
            found.setdefault(key, reading.content.by)
    return found
