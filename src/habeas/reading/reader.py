"""The reader: one document's text in, claims out. It decides who says what each family of readers has found."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from habeas.claims import Claim, Evidence, Party, Span, kind_of, outlet
from habeas.claims.envelope import Stance
from habeas.reading.accusations import denials, read_accusations
from habeas.reading.appeals import read_appeals
from habeas.reading.attributes import read_attributes
from habeas.reading.attribution import Attribution, Cue, attributions, cues
from habeas.reading.custody import HOLDERS_ACTS, CustodyReading, read_custody, without_repeats
from habeas.reading.endorsements import read_endorsements
from habeas.reading.lexicon import lexicon
from habeas.reading.links import read_links
from habeas.reading.scene import Scene
from habeas.reading.speech import statement

RULES = "habeas-rules/1"
"""The reader that the claims of this module name in `read_by`."""


class Reader:
    """Reads one document.

    Args:
        text: the source's text as extracted.
        source: the id under which evidence names the source.
        published: EDTF; the day from which relative dates count; None when unknown.
        outlet_name: who published it; None when unknown.
        language: a language that `READ_LANGUAGES` lists.
    """

    def __init__(self, text: str, source: str, published: str | None, outlet_name: str | None, language: str) -> None:
        self.scene = Scene(text, published, lexicon(language), language)
        self.source = source
        self.published = published
        self.outlet = outlet(outlet_name)
        self.attributions = attributions(self.scene)
        self._about: defaultdict[int, list[Attribution]] = defaultdict(list)
        for attribution in self.attributions:
            for sentence in self.scene.touched(attribution.content):
                self._about[sentence.index].append(attribution)

    def claims(self) -> list[Claim]:
        """Every claim, in the order of the text, without repetition."""
        unique: dict[tuple[object, ...], Claim] = {}
        for claim in self._all():
            unique.setdefault((claim.kind, claim.content, claim.stance, claim.speakers, claim.evidence), claim)
        return sorted(unique.values(), key=lambda c: (c.evidence[0].start, c.evidence[0].end))

    def _all(self) -> Iterator[Claim]:
        custody = read_custody(self.scene)
        holders = _holders(custody)
        yield from self._statements()
        for reading in without_repeats(custody):
            if self._only_manner_denied(reading) or self._beside_denial(reading, custody):
                continue
            yield self._narrated(reading.content, reading.sentence, reading.trigger[0], reading.sure)
        for endorsement in read_endorsements(self.scene):
            yield self._narrated(endorsement.content, endorsement.sentence, None, endorsement.sure)
        for attribute in read_attributes(self.scene):
            yield self._narrated(attribute.content, attribute.sentence, None, 0.9)
        for link in read_links(self.scene, custody):
            yield self._narrated(link.content, link.sentence, None, 0.9)
        for appeal in read_appeals(self.scene, holders):
            yield self._spoken(appeal.content, appeal.sentence, appeal.cue, 0.85)
        for accusation in read_accusations(self.scene, holders):
            yield self._spoken(accusation.content, accusation.sentence, accusation.cue, 0.85, accusation.stance)

    def _statements(self) -> Iterator[Claim]:
        for attribution in self.attributions:
            span = self._sentences_around(attribution.content, attribution.cue)
            sure = {"direct": 0.95, "mixed": 0.9, "indirect": 0.85}[attribution.manner]
            speakers = (attribution.speaker, self.outlet)
            said_on = self._said_on(attribution.sentence, attribution.content)
            yield self._claim(statement(self.scene, attribution), "asserts", speakers, said_on, span, sure)

    def _sentences_around(self, *spans: Span) -> Span:
        """From the first sentence that any of the spans touches to the last."""
        start, end = min(s[0] for s in spans), max(s[1] for s in spans)
        touched = self.scene.touched((start, end))
        return (touched[0].start, touched[-1].end)

    def _said_on(self, index: int, content: Span | None) -> str | None:
        """The date that stands with the cue, outside the words themselves."""
        for mention in self.scene.sentences[index].dates:
            inside = content is not None and content[0] <= mention.span[0] < content[1]
            if not inside and not self.scene.sentences[index].quoted(mention.span[0]):
                return mention.edtf
        return None

    def _narrated(self, content: object, index: int, at: int | None, sure: float) -> Claim:
        """What the outlet tells, or what somebody tells in the words that hold it."""
        sentence = self.scene.sentences[index]
        denial = _DENIAL.search(sentence.text, 0, at - sentence.start) if at is not None else None
        if denial is not None:
            cue = next((c for c in cues(sentence) if c.span[0] == sentence.start + denial.start()), None)
            cue = cue or denials(sentence)[0]
            return self._spoken(content, index, cue, sure, "denies")
        owner = self._owner(at) if at is not None else None
        if owner is not None:
            said_on = self._said_on(owner.sentence, owner.content)
            return self._claim(content, "asserts", (owner.speaker, self.outlet), said_on, sentence.span, sure)
        stance: Stance = "reports" if _HEARSAY.search(sentence.text) else "asserts"
        return self._claim(content, stance, (self.outlet,), self.published, sentence.span, sure)

    def _only_manner_denied(self, reading: CustodyReading) -> bool:
        """ "denied that it had arbitrarily detained P" denies the manner, and says nothing of the act."""
        sentence = self.scene.sentences[reading.sentence]
        before = self.scene.text[sentence.start : reading.trigger[0]]
        return bool(_DENIAL.search(before) and _MANNER.search(before))

    def _beside_denial(self, reading: CustodyReading, custody: list[CustodyReading]) -> bool:
        """ "denied that P was exchanged for people held in S" denies the exchange; of the rest it says nothing certain."""
        sentence = self.scene.sentences[reading.sentence]
        denial = _DENIAL.search(sentence.text, 0, reading.trigger[0] - sentence.start)
        if denial is None:
            return False
        after = [
            r.trigger[0]
            for r in custody
            if r.sentence == reading.sentence and r.trigger[0] > sentence.start + denial.start()
        ]
        return reading.trigger[0] != min(after)

    def _owner(self, at: int) -> Attribution | None:
        """Whose words the character at `at` belongs to; the innermost where several hold it."""
        holding = [
            a for a in self._about.get(self.scene.sentence_at(at).index, ()) if a.content[0] <= at < a.content[1]
        ]
        return min(holding, key=lambda a: a.content[1] - a.content[0], default=None)

    def _spoken(self, content: object, index: int, cue: Cue | None, sure: float, stance: Stance = "asserts") -> Claim:
        sentence = self.scene.sentences[index]
        speaker = self._speaker(cue)
        speakers = (speaker, self.outlet) if speaker else (self.outlet,)
        said_on = self._said_on(index, None) if speaker else self.published
        return self._claim(content, stance, speakers, said_on, sentence.span, sure if speaker else sure - 0.2)

    def _speaker(self, cue: Cue | None) -> Party | None:
        if cue is None or cue.subject is None:
            return None
        if cue.subject.kind == "state":
            name = self.scene.text[slice(*cue.subject.core)]
            return Party(name=name, state=cue.subject.state, span=cue.subject.core)
        return next(iter(self.scene.parties(cue.subject)), None)

    def _claim(
        self, content: object, stance: Stance, speakers: tuple[Party, ...], said_on: str | None, span: Span, sure: float
    ) -> Claim:
        quote = self.scene.text[slice(*span)]
        return Claim(
            kind=kind_of(content),  # type: ignore[arg-type]  # every family yields one of the contents
            stance=stance,
            speakers=speakers,
            said_on=said_on,
            content=content,
            evidence=(Evidence(source=self.source, start=span[0], end=span[1], quote=quote),),
            confidence=round(sure, 2),
            read_by=RULES,
        )


_DENIAL = re.compile(r"\b(?:denied|denies|deny|denying)\s+(?:that|having|he|she|it|they)\b", re.IGNORECASE)
_MANNER = re.compile(r"\b(?:arbitrarily|unlawfully|illegally|wrongfully|unjustly)\s+$", re.IGNORECASE)
_HEARSAY = re.compile(
    r"\b(?:reportedly|allegedly|apparently|according to reports|is said to|are said to|rumou?red)\b", re.IGNORECASE
)


def _holders(custody: list[CustodyReading]) -> dict[str, str]:
    """By name the state that holds or held a person, where the document names exactly one."""
    states: dict[str, set[str]] = {}
    for reading in custody:
        content = reading.content
        if content.person.name and content.by and content.act in HOLDERS_ACTS:
            states.setdefault(content.person.name, set()).add(content.by)
    return {name: codes.pop() for name, codes in states.items() if len(codes) == 1}
