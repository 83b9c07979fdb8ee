"""The reader: one document's text in, claims out. It decides who says what each family of readers has found."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from habeas.claims import Attribute, Claim, Evidence, Party, Span, kind_of, outlet
from habeas.claims.envelope import Stance
from habeas.reading.attributes import read_attributes
from habeas.reading.attribution import Attribution, by_sentence
from habeas.reading.calibration import calibrated
from habeas.reading.cast import Person
from habeas.reading.endorsements import read_endorsements
from habeas.reading.found import acts_by_rules, found_claims, told_once
from habeas.reading.lexicon import lexicon
from habeas.reading.links import read_links
from habeas.reading.mending import led_back, mended
from habeas.reading.model.served import NAME as READER
from habeas.reading.model.served import Reading as ModelReading
from habeas.reading.quoted import attributed, quoted
from habeas.reading.relays import relayed
from habeas.reading.resolve import Reading
from habeas.reading.scene import Scene
from habeas.reading.speech import statement

ATTRIBUTES_RIGHT = {"nationality": 0.93, "occupation": 0.94}
"""The share of attributes read by rule that are right on the dev part of our corpus; what is not scored is taken to be no better than occupations."""


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
        self.page = mended(text)
        text = self.page.text
        self.scene = Scene(text, published, lexicon(language), language)
        self.source = source
        self.published = published
        self.outlet = outlet(outlet_name)
        scene = self.scene
        self.model = ModelReading(text, states=scene.states, places=scene.places, quoted=scene.quotations)
        self.found, self.of_instruments = told_once(scene, found_claims(scene, self.model), read_endorsements(scene))
        self.attributions = relayed(scene, attributed(scene, quoted(text, scene.quotations, self.model.quotes())))
        self._about = by_sentence(scene, self.attributions)
        self.why: dict[Claim, tuple[str, ...]] = {}

    def claims(self) -> list[Claim]:
        """Every claim, in the order of the text, without repetition."""
        unique: dict[tuple[object, ...], Claim] = {}
        for claim in self._all():
            unique.setdefault((claim.kind, claim.content, claim.stance, claim.speakers, claim.evidence), claim)
        return sorted(unique.values(), key=lambda c: (c.evidence[0].start, c.evidence[0].end))

    def _all(self) -> Iterator[Claim]:
        found = self.found
        yield from self._statements()
        for reading in found:
            if not self._says_nothing(reading):
                yield self._read(reading)
        for endorsement in self.of_instruments:
            yield self._narrated(endorsement.content, endorsement.sentence, endorsement.sure)
        for attribute in read_attributes(self.scene):
            sure = ATTRIBUTES_RIGHT.get(attribute.content.attribute, ATTRIBUTES_RIGHT["occupation"])
            yield self._narrated(attribute.content, attribute.sentence, sure)
        for person in self.scene.cast.people:
            yield from self._by_model(person)
        for link in read_links(self.scene, [*found, *acts_by_rules(self.scene)]):
            yield self._narrated(link.content, link.sentence, 0.9)

    def _by_model(self, person: Person) -> Iterator[Claim]:
        """What the model alone sees that a person is."""
        if person.nation_by_model is not None:
            content = Attribute(subject=person.party, attribute="nationality", value=person.state or "")
            yield self._narrated(
                content, person.nation_at[0], person.nation_by_model, *person.nation_at[1:], by="model"
            )
        if person.trade is not None:
            span, sure = person.trade
            value = " ".join(self.scene.text[slice(*span)].split())
            at = self.scene.sentence_at(span[0]).index
            named = {self.scene.sentence_at(mention[0]).index for mention in person.mentions}
            more = () if at in named else (min(named, key=lambda index: abs(index - at)),)
            content = Attribute(subject=person.party, attribute="occupation", value=value)
            yield self._narrated(content, at, sure, *more, by="model")

    def _statements(self) -> Iterator[Claim]:
        for attribution in self.attributions:
            span = self._sentences_around(attribution.content, attribution.cue)
            speakers = (attribution.speaker, *attribution.relays, self.outlet)
            said_on = self._said_on(attribution.sentence, attribution.content)
            stance: Stance = "denies" if _DENYING.search(attribution.verb) else "asserts"
            words = self.page.given[slice(*self.page.back(attribution.content))]
            yield self._claim(
                msgspec.structs.replace(statement(self.scene, attribution), words=words), stance, speakers, said_on, (span,), attribution.sure,
                self._why_attributed(attribution),
            )  # fmt: skip

    def _why_attributed(self, attribution: Attribution) -> tuple[str, ...]:
        cue = self.scene.text[slice(*attribution.cue)]
        speaker = attribution.speaker.name or attribution.speaker.role or "nobody named"
        marks = {"direct": "stand between quotation marks", "mixed": "stand partly between quotation marks"}
        how = marks.get(attribution.manner, "stand without quotation marks")
        return (
            f"the model takes “{cue}” for the cue, and {speaker} for its source ({attribution.sure:.2f})",
            f"the words {how}",
        )

    def _sentences_around(self, *spans: Span) -> Span:
        """From the first sentence that any of the spans touches to the last."""
        start, end = min(s[0] for s in spans), max(s[1] for s in spans)
        touched = self.scene.touched((start, end))
        return (touched[0].start, touched[-1].end)

    def _said_on(self, index: int, content: Span | None) -> str | None:
        """The date that stands with the cue, outside the words themselves."""
        for mention in self.scene.sentences[index].dates:
            inside = content is not None and content[0] <= mention.span[0] < content[1]
            inside = inside and not self._before_demand(mention.span, content or mention.span)
            if not inside and not self.scene.sentences[index].quoted(mention.span[0]):
                return mention.edtf
        return None

    def _before_demand(self, date: Span, content: Span) -> bool:
        """ "called on S on 1 October to free P": the day belongs to the call."""
        text = self.scene.text
        return (
            text[content[0] : date[0]].count(" ") <= 6
            and re.match(r",?\s+(?:to|that|for)\b", text[date[1] : content[1]]) is not None
        )

    def _read(self, reading: Reading) -> Claim:
        """What the model found: told by whoever's words hold it, else by whom it points to, else by the outlet."""
        at = reading.trigger[0]
        owner = self._owner(at)
        speaker = reading.speaker if reading.speaker is not None and owner is None else owner.speaker if owner else None
        spans = self._evidence(reading)
        if speaker is not None:
            said_on = self._said_on(owner.sentence, owner.content) if owner is not None else None
            said = f"{speaker.name or speaker.role or 'somebody unnamed'} says so, by the words that hold it"
            return self._claim(
                reading.content,
                reading.stance,
                (speaker, *(owner.relays if owner is not None else ()), self.outlet),
                said_on,
                spans,
                reading.sure,
                (*reading.why, said),
                ruled=reading.ruled,
            )
        hearsay = reading.stance == "asserts" and _HEARSAY.search(self.scene.sentence_at(at).text)
        stance: Stance = "reports" if hearsay else reading.stance
        said = "the outlet tells it in its own voice"
        return self._claim(
            reading.content, stance, (self.outlet,), self.published, spans, reading.sure, (*reading.why, said),
            ruled=reading.ruled,
        )  # fmt: skip

    def _says_nothing(self, reading: Reading) -> bool:
        """A denial by nobody (the outlet tells what was not so), or somebody's accusation of the state he speaks for."""
        owner = self._owner(reading.trigger[0])
        speaker = owner.speaker if owner is not None else reading.speaker
        if reading.stance == "denies":
            return speaker is None
        accused = getattr(reading.content, "accused", None)
        return accused is not None and speaker is not None and speaker.state == accused

    def _evidence(self, reading: Reading) -> tuple[Span, ...]:
        """The sentence that tells it first, then those that give its person and its day."""
        told = self.scene.sentence_at(reading.trigger[0])
        sentences = {told.index: told.span}
        for span in reading.spans:
            sentence = self.scene.sentence_at(span[0])
            sentences.setdefault(sentence.index, sentence.span)
        return tuple(sentences.values())

    def _narrated(self, content: object, index: int, sure: float, *more: int, by: str = "rule") -> Claim:
        """What the outlet tells in a sentence, or in that one and more."""
        sentence = self.scene.sentences[index]
        stance: Stance = "reports" if _HEARSAY.search(sentence.text) else "asserts"
        found = {
            "rule": "a rule found it in this sentence",
            "model": f"the model joins these words to the name ({sure:.2f})",
        }
        why = (found[by], "the outlet tells it in its own voice")
        spans = (sentence.span, *(self.scene.sentences[other].span for other in more))
        return self._claim(content, stance, (self.outlet,), self.published, spans, sure, why)

    def _owner(self, at: int) -> Attribution | None:
        """Whose words the character at `at` belongs to; the innermost where several hold it."""
        holding = [
            a for a in self._about.get(self.scene.sentence_at(at).index, ()) if a.content[0] <= at < a.content[1]
        ]
        return min(holding, key=lambda a: a.content[1] - a.content[0], default=None)

    def _claim(
        self,
        content: object,
        stance: Stance,
        speakers: tuple[Party, ...],
        said_on: str | None,
        spans: tuple[Span, ...],
        sure: float,
        why: tuple[str, ...],
        *,
        ruled: bool = False,
    ) -> Claim:
        text = self.page.given
        kind = kind_of(content)  # type: ignore[arg-type]  # every family yields one of the contents
        if self.page.changed:
            content, speakers = led_back(content, self.page), led_back(speakers, self.page)
            spans = tuple(self.page.back(span) for span in spans)
        claim = Claim(
            kind=kind,
            stance=stance,
            speakers=speakers,
            said_on=said_on,
            content=content,
            evidence=tuple(Evidence(source=self.source, start=s, end=e, quote=text[s:e]) for s, e in spans),
            confidence=calibrated("rule" if ruled else kind, sure),
            read_by=READER,
        )
        self.why.setdefault(claim, why)
        return claim


_DENYING = re.compile(r"\b(?:den(?:y|ies|ied|ying)|reject|refut|rebut|dismiss)\w*", re.IGNORECASE)
"""Cues whose words are denied by whoever's words they are."""
_HEARSAY = re.compile(
    r"\b(?:reportedly|allegedly|apparently|according to reports|is said to|are said to|rumou?red)\b", re.IGNORECASE
)
